"""Names in another script, as published tables and newsrooms write them (`language/transliteration/*.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import regex

from polyglot import resources
from polyglot.model import Tag

WORD = regex.compile(r"[\p{L}\p{M}'’ʼ]+")
OFFICIAL = "en"
"""The row of a table for languages that have none of their own."""


class Table(NamedTuple):
    """How the letters of one language are written in another."""

    letters: Mapping[str, str]
    first: Mapping[str, str]
    """Where a word begins."""
    groups: Mapping[str, str]
    ends: Mapping[str, str]


@cache
def table(source: Tag, target: Tag) -> Table | None:
    """The table from a language to another; None where there is none, as between languages of one script."""
    language = source.partition("-")[0]
    if language not in resources.languages("transliteration"):
        return None
    every = resources.language("transliteration", source)
    row = every.get(target.partition("-")[0], every[OFFICIAL])
    return Table(*(_pairs(row[key]) for key in ("letters", "first", "groups", "ends")))


def _pairs(text: str) -> Mapping[str, str]:
    return {letter: written for letter, _, written in (pair.partition("=") for pair in text.split())}


def romanised(name: str, source: Tag, target: Tag) -> str:
    """A Cyrillic name in Latin letters; empty where no table leads there.

    >>> romanised("Гладков", Tag("ru"), Tag("fr")), romanised("Згурський", Tag("uk"), Tag("en"))
    ('Gladkov', 'Zghurskyi')
    """
    rules = table(source, target)
    return WORD.sub(lambda found: _word(found[0], rules), name) if rules else ""


def _word(word: str, rules: Table) -> str:
    """A word, with capitals where it has them."""
    small = word.lower().replace("’", "'").replace("ʼ", "'")
    end = max((end for end in rules.ends if small.endswith(end) and len(small) > len(end)), key=len, default="")
    stem = small.removesuffix(end)
    written, at = "", 0
    while at < len(stem):
        group = next((group for group in rules.groups if stem.startswith(group, at)), "")
        here = rules.first if at == 0 and stem[0] in rules.first else rules.letters
        written += rules.groups[group] if group else here.get(stem[at], stem[at])
        at += len(group) or 1
    written += rules.ends.get(end, "")
    if word.isupper() and len(word) > 1:
        return written.upper()
    return written[:1].upper() + written[1:] if word[:1].isupper() else written
