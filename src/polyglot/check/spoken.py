"""Times of day, parts and multiples that languages have words of their own for (`language/spoken.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import regex

from polyglot import locales, resources
from polyglot.check import numerals
from polyglot.model import Code, Pair, Tag
from polyglot.resources import Pattern

CLOCK = "clock"
COUNTED = ("fraction", "times")
HALF_A_DAY = 12
DIGITAL = regex.compile(r"(\d+):(\d\d)")
Values = frozenset[float]


def changed(texts: tuple[str, str], pair: Pair) -> Iterator[tuple[Values, Values]]:
    """What a source says of a kind and what the translation says, where nothing of the one is in the other."""
    for kind in COUNTED:
        there = _said(kind, texts[0], pair.source)
        here = _said(kind, texts[1], pair.target) if there else there
        if here and there.isdisjoint(here):
            yield there, here


def mistimed(spoken: tuple[Values, Values], digital: tuple[Values, Values]) -> bool:
    """Whether both sides tell times, at least one in words, and none of the one is one of the other."""
    there, here = (words | digits for words, digits in zip(spoken, digital, strict=True))
    return any(spoken) and bool(there and here) and there.isdisjoint(here)


def clock(text: str, tag: Tag) -> Values:
    """The times that a text says in words, in hours, as a clock with twelve of them has it.

    >>> sorted(clock("zwischen halb sieben und Viertel nach acht", Tag("de")))
    [8.25]
    """
    if not _any(CLOCK, locales.base(tag)).search(text):
        return frozenset()
    return frozenset(
        (hour + added) % HALF_A_DAY
        for added, pattern in _patterns(CLOCK, locales.base(tag)).items()
        for found in pattern.finditer(text)
        if (hour := numerals.value(next(filter(None, found.groups())), tag)) is not None
    )


def digital(codes: Iterable[Code]) -> Values:
    """The times among numbers, in hours of such a clock."""
    times = filter(None, (DIGITAL.fullmatch(code.value) for code in codes))
    return frozenset((int(found[1]) + int(found[2]) / 60) % HALF_A_DAY for found in times)


def _said(kind: str, text: str, tag: Tag) -> Values:
    language = locales.base(tag)
    if not _any(kind, language).search(text):  # mostly so
        return frozenset()
    return frozenset(value for value, pattern in _patterns(kind, language).items() if pattern.search(text))


@cache
def _any(kind: str, language: str) -> Pattern:
    rows: Mapping[str, str] = resources.rows("spoken")[kind].get(language, {})
    return _pattern("|".join(rows.values())) if rows else regex.compile("(?!)")


@cache
def _patterns(kind: str, language: str) -> Mapping[float, Pattern]:
    rows: Mapping[str, str] = resources.rows("spoken")[kind].get(language, {})
    return {float(value): _pattern(line) for value, line in rows.items()}


def _pattern(line: str) -> Pattern:
    phrases = (regex.escape(phrase).replace(r"\#", r"(\d{1,2}|\p{L}+)") for phrase in line.split("|"))
    return regex.compile(rf"(?<!\p{{L}})(?:{'|'.join(phrases)})", regex.IGNORECASE)
