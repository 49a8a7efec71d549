"""Key files of one language, as Hugo, i18next, vue-i18n, Chrome and Rails have them.

The text is the string, its key the context. A plural is one string: its text for one and its text for many, by the
endings of keys (`items_one`, `items_other`) or by the keys below (`one`, `other`), which are CLDR's categories.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from polyglot import locales, plurals, scalars
from polyglot.errors import UnknownLanguageError, UnreadableInputError
from polyglot.extract.found import Found

DEPTH = 100
SAID = ("description", "comment", "note")
"""Keys beside a text that speak to translators."""
TEXTS = ("translation", "message")
"""Keys that hold the text of their key, in Hugo's older files and in Chrome's."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """What a key says."""

    key: str
    """With dots between the keys above it."""
    texts: Mapping[str, str]
    """By category; a key without a plural has `other` only."""
    notes: tuple[str, ...] = ()
    suffixed: bool = False
    """Whether the categories stand at the ends of keys (`items_one`) and not below the key."""


def read(text: str, place: str) -> Iterator[Found]:
    """The strings of a key file, in its order."""
    for number, one in enumerate(keyed(text, place), 1):
        few, many = _ends(one.texts)
        yield Found(number, few, one.key, many, one.notes)


def _ends(texts: Mapping[str, str]) -> tuple[str, str | None]:
    """The text for one, and the text for many where there are several."""
    said = [texts[name] for name in plurals.CATEGORIES if texts.get(name)]
    single = texts.get("one") or said[0]
    return (single, texts.get("other") or said[-1]) if len(texts) > 1 else (single, None)


def keyed(text: str, place: str) -> list[Keyed]:
    """The keys of a file with their texts, in its order. Raises `UnreadableInputError` with the line."""
    rows = pairs(text, place)
    rooted = {path[0] for path, _ in rows if path}
    if len(rooted) == 1 and all(len(path) > 1 for path, _ in rows) and _is_language(next(iter(rooted))):
        rows = [(path[1:], said) for path, said in rows]
    found: dict[tuple[str, bool], dict[str, str]] = {}
    notes: dict[str, list[str]] = {}
    below = {path[:-1] for path, _ in rows if len(path) > 1 and path[-1] in (*plurals.CATEGORIES, *TEXTS)}
    ended = _ended(rows)
    for path, said in rows:
        *above, last = path
        if tuple(above) in below and last in SAID:
            notes.setdefault(".".join(above), []).append(" ".join(said.split()))
        elif tuple(above) in below and last in (*plurals.CATEGORIES, *TEXTS):
            category = "other" if last in TEXTS else last
            found.setdefault((".".join(above), False), {})[category] = said
        elif path in ended:
            key, category = ended[path]
            found.setdefault((key, True), {})[category] = said
        else:
            found.setdefault((".".join(path), False), {})["other"] = said
    return [
        Keyed(key, texts, tuple(notes.get(key, ())), suffixed)
        for (key, suffixed), texts in found.items()
        if any(part.strip() for part in texts.values())
    ]


def _is_language(name: str) -> bool:
    try:
        return bool(locales.parse(name))
    except UnknownLanguageError:
        return False


def _ended(pairs: Sequence[tuple[tuple[str, ...], str]]) -> dict[tuple[str, ...], tuple[str, str]]:
    """The keys that end in a category and have one for others beside them, by i18next's rules, old and new."""
    there = {path for path, _ in pairs}
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for path in there:
        stem, bar, category = path[-1].rpartition("_") if path else ("", "", "")
        if bar and stem and category in plurals.CATEGORIES and (*path[:-1], f"{stem}_other") in there:
            found[path] = (".".join((*path[:-1], stem)), category)
        elif bar and stem and category == "plural" and (*path[:-1], stem) in there:
            found[path] = (".".join((*path[:-1], stem)), "other")
            found[(*path[:-1], stem)] = (".".join((*path[:-1], stem)), "one")
    return found


def pairs(text: str, place: str) -> list[tuple[tuple[str, ...], str]]:
    """The texts of a file with the keys on the way to each."""
    ending = PurePath(place).suffix.lower()
    if ending == ".json":
        return list(_walked(_json(text, place), (), place))
    if ending == ".toml":
        return list(_walked(_toml(text, place), (), place))
    found = [one for one in scalars.read(text, place) if one.is_text or one.path == ("id",)]
    rows = [(one.path, one.value + one.tail) for one in found]
    return list(_listed(rows)) if any(path == ("id",) for path, _ in rows) else rows


def _listed(rows: Sequence[tuple[tuple[str, ...], str]]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Hugo's older files are lists, each item with an `id` and a `translation`."""
    name = ""
    for path, said in rows:
        if path == ("id",):
            name = said
        elif name and path[0] == "translation":
            yield (name, *(path[1:] or ("translation",))), said
        elif name:
            yield (name, *path), said


def _json(text: str, place: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        hint = "correct it there; its strings in the template stay as they are until then"
        raise UnreadableInputError(
            f"not valid JSON: {error.msg}", place=f"{place}:{error.lineno}", hint=hint
        ) from error


def _toml(text: str, place: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = "correct it there; its strings in the template stay as they are until then"
        raise UnreadableInputError(f"not valid TOML: {error}", place=place, hint=hint) from error


def _walked(value: object, path: tuple[str, ...], place: str) -> Iterator[tuple[tuple[str, ...], str]]:
    if len(path) > DEPTH:
        raise RecursionError
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walked(inner, (*path, str(key)), place)
    elif isinstance(value, list):
        if value and all(isinstance(item, dict) and "id" in item for item in value):
            for item in value:
                rest = {key: inner for key, inner in item.items() if key != "id"}
                yield from _walked(rest, (*path, str(item["id"])), place)
        else:
            for number, item in enumerate(value):
                yield from _walked(item, (*path, str(number)), place)
