"""What two sentences that are alike may not differ in, if the translation of one is to be offered for the other.

Names and numbers that are known as such are the laws' affair; here it is what only the words tell: a number spelled
out, a name that no glossary has, a prefix that turns a word into its contrary.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache

import regex

from polyglot import locales, resources
from polyglot.model import Tag

WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
STEM = 3
"""A word has at least so many letters besides its prefix."""


@cache
def _lists(language: Tag) -> Mapping[str, frozenset[str]]:
    every = tomllib.loads((resources.HERE / "language" / "likeness.toml").read_text("utf-8"))
    denials = tomllib.loads((resources.HERE / "language" / "negation.toml").read_text("utf-8"))
    lists = {name: frozenset(WORD.findall(words)) for name, words in every.get(language, {}).items()}
    return {**lists, "denials": frozenset(WORD.findall(word)[-1] for word in denials.get(language, ()))}


def difference(one: str, other: str, tag: Tag) -> str:
    """The first thing that two sentences may not differ in and do, in a word: negation, number, name; empty if none.

    >>> difference("Il a deux fils.", "Il a trois fils.", Tag("fr"))
    'number'
    >>> difference("Il voit Paul.", "Il voit Anne.", Tag("fr")), difference("Il dort.", "Il mange.", Tag("fr"))
    ('name', '')
    """
    lists = _lists(locales.base(tag))
    here, there = (Counter(_words(text, lists.get("openers", ()))) for text in (one, other))
    changed = (*(here - there), *(there - here))
    folded = {word.casefold() for word in changed}
    if folded & lists.get("denials", frozenset()) or _contrary(here - there, there - here, lists):
        return "negation"
    if folded & lists.get("numbers", frozenset()) or any(map(str.isdigit, "".join(folded))):
        return "number"
    return "name" if any(map(_is_name, changed)) else ""


def _words(text: str, openers: Collection[str]) -> list[str]:
    """The words of a sentence, that with which it begins in small letters where it is no name."""
    words = WORD.findall(text)
    return [words[0].casefold(), *words[1:]] if words and words[0].casefold() in openers else words


def _is_name(word: str) -> bool:
    """Whether a word may be a name: a capital anywhere says so."""
    return word != word.lower()


def _contrary(gone: Counter[str], come: Counter[str], lists: Mapping[str, frozenset[str]]) -> bool:
    """Whether a word came in the place of another that is the same but for a prefix of negation."""
    prefixes = lists.get("prefixes", frozenset())
    pairs = ((one.casefold(), other.casefold()) for one in gone for other in come)
    return any(
        len(short) >= STEM and long.endswith(short) and long[: -len(short)] in prefixes
        for pair in pairs
        for short, long in (sorted(pair, key=len),)
    )
