from gettext import gettext as _, ngettext, npgettext, pgettext

# Translators: a greeting
print(_("Bonjour %(nom)s"))
print(
    _("ab"),
    _("""plusieurs
lignes"""),
    ngettext("%d vote", "%d votes", n),
)
print(_("entre {nom} et {0}"))
print(pgettext("menu", "Ouvrir"), npgettext("animal", "un chat", "%s chats", n), _(variable))


def _(text):
    return "défini"


class Page:
    title = gettext_lazy("paresseux")
    # Translators: sur deux
    # lignes
    other = _("autre")


outer(_("dedans"), key=_("nommé"))
text = _("%s voix" % n) + _("c'est {}".format(n))
long = _(
    # Translators: à l'intérieur
    "commenté"
)
raw = _(r"brut \d")
