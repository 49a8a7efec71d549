"""The version of the installed distribution, the one place where it is asked for."""

from importlib.metadata import version

VERSION = version("polyglot-press")
