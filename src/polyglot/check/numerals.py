"""Numbers in words: `two`, `vingt et un`, `2,5 millions`, as far as `language/numerals.toml` knows a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import regex

from polyglot import locales, resources
from polyglot.model import Code, Tag

TOKEN = regex.compile(r"[\p{L}\p{M}]+(?:[’'][\p{L}\p{M}]+)?")
AND = "and"
LONGEST = 8
"""So many words of a number are read together at most."""
THOUSAND, HUNDRED = 1000.0, 100.0


@cache
def _row(tag: Tag) -> tuple[Mapping[str, float], tuple[tuple[str, float], ...], frozenset[str]]:
    """Whole words, beginnings (the longest first) and the words between numbers of a language."""
    row = resources.rows("numerals").get(locales.base(tag), {})
    listed = [(word, float(value)) for value, words in row.items() if value != AND for word in str(words).split()]
    whole = {word: value for word, value in listed if not word.endswith("*")}
    begun = sorted(((word[:-1], value) for word, value in listed if word.endswith("*")), key=lambda one: -len(one[0]))
    return whole, tuple(begun), frozenset(str(row.get(AND, "")).split())


@cache
def _value(word: str, tag: Tag) -> float | None:
    """What a word counts; None where it counts nothing."""
    whole, begun, _ = _row(tag)
    if word in whole:
        return whole[word]
    return next((value for start, value in begun if word.startswith(start)), None)


def known(tag: Tag) -> bool:
    """Whether the numbers of a language can be read in words."""
    return bool(_row(tag)[0])


def runs(text: str, tag: Tag, codes: Sequence[Code] = ()) -> Iterator[tuple[float, ...]]:
    """The numbers that stand together in a text, in words or digits, each run as what its parts count."""
    joints = _row(tag)[2]
    digits = {code.span.start: code for code in codes}
    taken = {at for code in codes for at in range(*code.span)}
    tokens = [(found.start(), found[0].casefold()) for found in TOKEN.finditer(text) if found.start() not in taken]
    tokens += [(start, code.value) for start, code in digits.items()]
    run: list[float] = []
    for start, word in sorted(tokens):
        value = _number(word) if start in digits else _value(word, tag)
        if value is not None:
            run.append(value)
        elif run and word not in joints:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def spoken(text: str, tag: Tag, codes: Sequence[Code] = ()) -> frozenset[float]:
    """Everything that numbers of a text may be read as: each word alone, and those that stand together.

    >>> sorted(spoken("two hundred and four", Tag("en")))
    [2.0, 4.0, 100.0, 104.0, 200.0, 204.0]
    """
    return frozenset(value for run in runs(text, tag, codes) for value in _readings(run[: 3 * LONGEST]))


def scales(text: str, tag: Tag) -> frozenset[float]:
    """The thousands, millions ... that a text names."""
    return frozenset(value for run in runs(text, tag) for value in run if value >= THOUSAND)


def _readings(run: Sequence[float]) -> Iterator[float]:
    for start in range(len(run)):
        for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
            yield composed(run[start:end])


def composed(run: Sequence[float]) -> float:
    """What parts count together.

    >>> composed((4.0, 20.0, 10.0, 7.0)), composed((2.0, 1e6, 0.5)), composed((4.0, 100.0, 1000.0))
    (97.0, 2500000.0, 400000.0)
    """
    total, current, scale = 0.0, 0.0, 1.0
    for value in run:
        if value >= THOUSAND:
            total, current, scale = total + (current or 1) * value, 0.0, value
        elif value == HUNDRED or (value == 20 and current == 4):  # quatre-vingts
            current = (current or 1) * value
        elif value < 1 and not current:
            total += value * scale
        else:
            current += value
    return round(total + current, 6)
