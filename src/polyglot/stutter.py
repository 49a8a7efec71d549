"""Words that stand twice in a row: engines stutter, and a name may come to stand beside what was written for it."""

from __future__ import annotations

import tomllib
from functools import cache

import regex

from polyglot import resources
from polyglot.resources import Match

TWICE = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}’'-])(?P<word>\p{L}[\p{L}\p{M}’'-]*+)(?:[ \u00a0]++(?P=word)(?![\p{L}\p{M}\p{N}’'-]))+",
    regex.IGNORECASE,
)


@cache
def _rightly() -> frozenset[str]:
    """The words that may stand twice, in whatever language."""
    lists = tomllib.loads((resources.HERE / "language" / "doubled.toml").read_text("utf-8"))
    return frozenset(word for words in lists.values() for word in words)


def may_repeat(word: str) -> bool:
    """Whether a word may rightly stand twice in a row."""
    return word.casefold() in _rightly()


def twice(text: str) -> str:
    """The first words of a text that stand twice in a row and may not; empty where there are none.

    >>> twice("the the house"), twice("ce que nous nous disons")
    ('the the', '')
    """
    found = (match[0] for match in TWICE.finditer(text) if not may_repeat(match["word"]))
    return next(found, "")


def once(text: str, source: str) -> str:
    """A machine's text in which such words stand once; as it is where its source repeats a word itself.

    >>> once("In the the United States.", "Aux États-Unis."), once("Boutros Boutros", "Boutros Boutros")
    ('In the United States.', 'Boutros Boutros')
    """
    return text if TWICE.search(source) else TWICE.sub(_said_once, text)


def _said_once(found: Match) -> str:
    return str(found[0] if found["word"].casefold() in _rightly() else found["word"])
