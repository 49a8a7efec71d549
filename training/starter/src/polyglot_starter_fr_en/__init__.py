"""The models that lie in this folder, each a package of Argos Translate; polyglot finds them and never imports this."""
