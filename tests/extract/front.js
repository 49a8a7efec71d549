import { gettext } from "./i18n.js";
const a = _("Bonjour"), b = gettext('l\'été');
// Translators: the menu
const d = pgettext("menu", "Ouvrir");
/* Translators: un bloc */
foo(_('x' + 'y' + "z"));
const files = ngettext("%d fichier", "%d fichiers", n);
const r = /["'`]/.test(_("dans une expression")) ? a / b : _("après");
const t = `modèle ${_("dedans")} fin`;
const u = _(`sans rien`);
if (a < b && c > d) { _("comparé"); }
obj._("méthode"); wp.i18n.__("extension", "dawn");
// _("en commentaire")
const q = "_('dans un texte')";
function _(x) { return x; }
_("\u00e9chapp\xe9 \n ligne");
npgettext("animal", "un chat", "%s chats", n);
const y = a++ / 2, z = (a) / 3; _("fin");
