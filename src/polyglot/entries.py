"""Files of keys and values: which values are text for people, and what in them is code. The table is a data file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from polyglot import resources, skeleton
from polyglot.model import Inline, Role, Span, Unit
from polyglot.resources import Pattern

WORD = re.compile(r"[a-z][a-z0-9_.-]*")
"""As programs write what a person chooses from."""


class Entry(NamedTuple):
    """A value that is a string, and where it stands."""

    path: tuple[str, ...]
    """The keys on the way to it; an item of a list has none of its own."""
    text: str
    span: Span
    kept: str = ""
    """Why its format says that it is no text; empty where it does not."""


class _Rules(NamedTuple):
    keys: frozenset[str]
    programs_keys: frozenset[str]
    key_shape: Pattern
    shape: Pattern
    codes: Pattern


@cache
def _rules() -> _Rules:
    facts = tomllib.loads((resources.HERE / "language" / "entries.toml").read_text("utf-8"))
    key_shape, shape, codes = (re.compile("|".join(facts[name])) for name in ("key_shapes", "shapes", "codes"))
    keys, programs_keys = (frozenset(facts[name].split()) for name in ("keys", "programs_keys"))
    return _Rules(keys, programs_keys, key_shape, shape, codes)


def units(entries: Sequence[Entry]) -> Iterator[Unit]:
    """A unit for each entry; those that are no text for people are not translated, and their reason says why."""
    names = skeleton.Names()
    for entry in entries:
        why = entry.kept or no_text(entry.path, entry.text)
        role = Role.CODE if why else Role.METADATA
        reason = "; ".join(filter(None, [f"key {'.'.join(entry.path)}" if entry.path else "", why]))
        name = names.of(role, entry.text)
        inline = () if why else inline_of(entry.text)
        yield Unit(name, role, entry.span, entry.text, translate=not why, reason=reason, inline=inline)


def no_text(path: Sequence[str], text: str) -> str:
    """Why a value is no text for people; empty where it is.

    >>> no_text(("menu", "href"), "/fr/contact"), no_text(("menu", "label"), "Nous écrire")
    ('the key href has no text', '')
    """
    known = _rules()
    last = path[-1].casefold() if path else ""
    about = next((key for key in path if known.key_shape.fullmatch(key)), "")
    if about or last in known.keys or (last in known.programs_keys and WORD.fullmatch(text)):
        return f"the key {about or path[-1]} has no text"
    if any("\ud800" <= char <= "\udfff" for char in text):
        return "half a character"
    if not any(map(str.isalpha, text)):
        return "no letters"
    return "a value for programs" if known.shape.fullmatch(text.strip()) else ""


def inline_of(text: str) -> tuple[Inline, ...]:
    """The codes of a value that only such files have."""
    spans = (Span(*found.span()) for found in _rules().codes.finditer(text))
    return tuple(Inline(span, "empty", index) for index, span in enumerate(spans))
