"""Numbers in words: `two`, `vingt et un`, `2,5 millions`, as far as `language/numerals.toml` knows a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import regex

from polyglot import locales, resources
from polyglot.model import Code, Tag

TOKEN = regex.compile(r"[\p{L}\p{M}]+(?:[’'][\p{L}\p{M}]+)?")
AND = "and"
LONGEST = 8
"""So many words of a number are read together at most."""
THOUSAND, HUNDRED, TEN = 1000.0, 100.0, 10.0


@cache
def _row(tag: Tag) -> tuple[Mapping[str, float], tuple[tuple[str, float], ...], frozenset[str]]:
    """Whole words, beginnings (the longest first) and the words between numbers of a language."""
    row = resources.rows("numerals").get(locales.base(tag), {})
    numbers = ((value, words) for value, words in row.items() if value != AND)
    listed = [(word.casefold(), float(value)) for value, words in numbers for word in str(words).split()]
    whole = {word: value for word, value in listed if not word.endswith("*")}
    whole |= _joined(locales.base(tag), listed)
    begun = sorted(((word[:-1], value) for word, value in listed if word.endswith("*")), key=lambda one: -len(one[0]))
    return whole, tuple(begun), frozenset(str(row.get(AND, "")).split())


def _joined(language: str, listed: Sequence[tuple[str, float]]) -> dict[str, float]:
    """The numbers that a language writes as one word with an `and` inside: siebenundzwanzig."""
    joint = {"de": "und", "nl": "en"}.get(language)
    ones = [(word, value) for word, value in listed if 1 <= value < TEN and not word.endswith("*")]
    tens = [(word.rstrip("*"), value) for word, value in listed if 2 * TEN <= value < HUNDRED]
    return {f"{one}{joint}{ten}": units + much for one, units in ones for ten, much in tens} if joint else {}


@cache
def _value(word: str, tag: Tag) -> float | None:
    """What a word counts; None where it counts nothing."""
    whole, begun, _ = _row(tag)
    if word in whole:
        return whole[word]
    return next((value for start, value in begun if word.startswith(start)), None)


def value(word: str, tag: Tag) -> float | None:
    """What a word counts, or a number in digits; None where it counts nothing."""
    return float(word) if word.isdigit() else _value(word.casefold(), tag)


def known(tag: Tag) -> bool:
    """Whether the numbers of a language can be read in words."""
    return bool(_row(tag)[0])


class Part(NamedTuple):
    """A number, or a part of one, in words or in digits."""

    value: float
    start: int
    """Where it stands in its text."""
    scales: bool
    """Whether it multiplies what stands before it: a thousand, a million; never where it is in digits."""
    spoken: bool


Run = tuple[Part, ...]
"""Numbers that stand together."""


def runs(text: str, tag: Tag, codes: Sequence[Code] = ()) -> Iterator[Run]:
    """The numbers of a text, in words or digits, those together that nothing but spaces or an `and` parts."""
    joints = _row(tag)[2]
    run: list[Part] = []
    end, joined = 0, False
    for start, stop, word, in_digits in sorted(_tokens(text, codes)):
        value = _number(word) if in_digits else _value(word, tag)
        apart = text[end:start].strip(" -\u00a0\u202f") or (value is None and word not in joints)
        if run and (apart or (joined and value is not None and run[-1].value <= value < THOUSAND)):
            yield tuple(run)
            run = []
        end, joined = stop, value is None
        if value is not None:
            run.append(Part(value, start, not in_digits and value >= THOUSAND, not in_digits))
    if run:
        yield tuple(run)


def _tokens(text: str, codes: Sequence[Code]) -> Iterator[tuple[int, int, str, bool]]:
    """The words of a text, and its numbers in digits, with their places."""
    taken = {at for code in codes for at in range(*code.span)}
    yield from ((*code.span, code.value, True) for code in codes)
    for found in TOKEN.finditer(text):
        if found.start() not in taken:
            yield *found.span(), found[0].casefold(), False


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def readings(run: Run) -> Iterator[float]:
    """All that numbers which stand together may be read as: each alone, several as one, a few tens multiplied."""
    for start in range(len(run)):
        for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
            yield composed(run[start:end])
    if len(run) == 2:
        yield run[0].value * run[1].value


def composed(run: Run) -> float:
    """What parts count together.

    >>> [composed(run) for run in runs("quatre-vingt-dix-sept, deux millions et demi", Tag("fr"))]
    [97.0, 2500000.0]
    """
    total, current, scale = 0.0, 0.0, 1.0
    for value, _, scales, _ in run:
        if scales and total and not current and value > scale:  # thousand millions
            total, scale = total * value, value
        elif scales:
            total, current, scale = total + (current or 1) * value, 0.0, value
        elif value == HUNDRED or (value == 20 and current == 4):  # quatre-vingts
            current = (current or 1) * value
        elif value < 1 and not current:
            total += value * scale
        else:
            current += value
    return round(total + current, 6)
