"""Catalogs as front ends read them: JSON for Jed (WordPress's `wp.i18n` too) and for i18next."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from polyglot import locales, plurals, po
from polyglot.model import Tag

BARE = re.compile(r"(?i)(?!(?:yes|off|true|false|null|nan|inf)$)[a-z][a-z_][\w-]+", re.ASCII)
"""A key that is one word to TOML and to both versions of YAML."""
NEVER_PLAIN = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")
"""What YAML or TOML keep out of quotes that JSON leaves as it is."""


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
            found |= {f"{name}_{category}": text for category, text in forms(entry, target, formula).items()}
    return _json(dict(sorted(found.items())))


def forms(entry: po.Entry, target: Tag, formula: str) -> dict[str, str]:
    """The forms of an entry by the categories of CLDR, which `Intl.PluralRules` asks for; `other` is always there."""
    which = plurals.chooser(formula)
    categories = plurals.categories(target)
    found = {name: entry.forms[min(which(plurals.example(target, name)), len(entry.forms) - 1)] for name in categories}
    return found if "other" in found else {**found, "other": entry.forms[-1]}


def keys(tree: Mapping[str, object], suffix: str) -> bytes:
    """A key file: JSON, TOML or YAML by its ending."""
    if suffix == ".toml":
        return "".join(_toml(tree, ())).encode()
    return _json(tree) if suffix == ".json" else "".join(_yaml(tree, "")).encode()


def _toml(tree: Mapping[str, object], way: tuple[str, ...]) -> Iterator[str]:
    """Lines of TOML, texts before tables."""
    texts = [(key, text) for key, text in tree.items() if isinstance(text, str)]
    if way and texts:
        yield f"[{'.'.join(map(_named, way))}]\n"
    for key, text in texts:
        yield f"{_named(key)} = {_quoted(text)}\n"
    for key, inner in tree.items():
        if isinstance(inner, Mapping):
            yield from _toml(inner, (*way, key))


def _yaml(tree: Mapping[str, object], margin: str) -> Iterator[str]:
    """Lines of YAML; texts stand in double quotes, which JSON's are."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield f"{margin}{_named(key)}:\n"
            yield from _yaml(value, f"{margin}  ")
        else:
            yield f"{margin}{_named(key)}: {_quoted(str(value))}\n"


def _named(key: str) -> str:
    """A key, in quotes where it might be read as anything else."""
    return key if BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    """A text as JSON, YAML and TOML alike write it in double quotes."""
    spelled = json.dumps(text, ensure_ascii=False)
    return NEVER_PLAIN.sub(lambda found: f"\\u{ord(found[0]):04x}", spelled)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: Mapping[str, Callable[[Iterable[po.Entry], Mapping[str, str], Tag, str], bytes]] = {
    "jed": jed,
    "i18next": i18next,
}
"""By the names of `[strings] compile`; the file is called after the catalog, `site.jed.json`."""
