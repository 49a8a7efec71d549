"""The months and days of the week that a text names, by CLDR's words for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from polyglot import locales
from polyglot.check.codes import folded
from polyglot.model import Tag
from polyglot.resources import Pattern

SHORTEST = 3
DIGIT = regex.compile(r"\d")
NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def named(text: str, tag: Tag) -> Iterator[str]:
    """The months beside a number, in English."""
    if not DIGIT.search(text):
        return iter(())
    small = folded(text)
    return (name for name, pattern in _patterns(tag) if pattern.search(small))


@cache
def _patterns(tag: Tag) -> tuple[tuple[str, Pattern], ...]:
    words: dict[int, set[str]] = {}
    for word, month in locales.months(tag).items():
        if len(word) >= SHORTEST:
            words.setdefault(month, set()).add(regex.escape(folded(word.rstrip("."))))
    return tuple(
        (
            NAMES[month - 1],
            regex.compile(
                rf"\d[a-z]{{0,2}}[.]?\s(?:de\s|of\s)?({'|'.join(sorted(said))})\b|\b({'|'.join(sorted(said))})[.]?\s\d"
            ),
        )
        for month, said in sorted(words.items())
    )
