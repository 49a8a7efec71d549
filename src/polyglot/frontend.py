"""Catalogs as front ends read them: JSON for Jed (WordPress's `wp.i18n` too) and for i18next."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from polyglot import locales, plurals, po
from polyglot.model import Tag


def jed(entries: Iterable[po.Entry], header: Mapping[str, str], target: Tag, domain: str) -> bytes:
    """The JSON of Jed 1.x: keys are texts, with the context and U+0004 before them; values are lists of forms."""
    formula = header.get("Plural-Forms") or plurals.formula(target)
    about = {"domain": domain, "lang": locales.posix(target), "plural_forms": formula}
    found = {_key(entry): list(entry.forms) if entry.plural is not None else [entry.target] for entry in entries}
    return _json({"domain": domain, "locale_data": {domain: {"": about, **dict(sorted(found.items()))}}})


def _key(entry: po.Entry) -> str:
    return entry.source if entry.context is None else f"{entry.context}\4{entry.source}"


def i18next(entries: Iterable[po.Entry], header: Mapping[str, str], target: Tag, _domain: str) -> bytes:
    """The JSON of i18next (version 4 of its format): `text`, `text_context`, `text_one`, `text_few` ...

    Keys are whole texts, so that i18next is to be told `keySeparator: false, nsSeparator: false`.
    """
    formula = header.get("Plural-Forms") or plurals.formula(target)
    found: dict[str, str] = {}
    for entry in entries:
        name = entry.source if entry.context is None else f"{entry.source}_{entry.context}"
        if entry.plural is None:
            found[name] = entry.target
        else:
            found |= {f"{name}_{category}": text for category, text in _forms(entry, target, formula).items()}
    return _json(dict(sorted(found.items())))


def _forms(entry: po.Entry, target: Tag, formula: str) -> dict[str, str]:
    """The forms of an entry by the categories of CLDR, which `Intl.PluralRules` asks for; `other` is always there."""
    which = plurals.chooser(formula)
    categories = plurals.categories(target)
    found = {name: entry.forms[min(which(plurals.example(target, name)), len(entry.forms) - 1)] for name in categories}
    return {"other": entry.forms[-1], **found}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: Mapping[str, Callable[[Iterable[po.Entry], Mapping[str, str], Tag, str], bytes]] = {
    "jed": jed,
    "i18next": i18next,
}
"""By the names of `[strings] compile`; the file is called after the catalog, `site.jed.json`."""
