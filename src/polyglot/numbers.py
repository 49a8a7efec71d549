"""Numbers by value: what `3,5 %`, `1er`, `XXe`, `20h30` and `2 000` mean, whichever language writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from polyglot import resources
from polyglot.model import Code, CodeKind, Span, Tag

SPACE = "[\u00a0\u202f\u2009 ]"
CLOCK = regex.compile(
    rf"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4])(?:{SPACE}?h{SPACE}?(?P<french>[0-5]\d)?(?!\w)|[:.](?P<colon>[0-5]\d)(?![\d.:,]\d)"
    rf"(?={SPACE}?[ap]\.?{SPACE}?m\b)|:(?P<minute>[0-5]\d)(?![\d:]))(?:{SPACE}?(?P<half>[ap])\.?{SPACE}?m\b\.?)?"
    rf"|(?<![\w.,:])(?P<bare>1[0-2]|\d){SPACE}?(?P<bare_half>[ap])\.?{SPACE}?m\b\.?",
    regex.IGNORECASE,
)
"""A time of day: 20h30, 20 h, 20:30, 8:30 p.m., 8 pm."""
ROMAN = regex.compile(
    r"(?<![\p{L}\d.’'-])(?P<roman>(?=[XVI])X{0,3}(?:IX|IV|V?I{0,3}))(?P<ordinal>e|er|ère|re|ème|th|st|nd|rd|º|ª)?(?![\p{L}\d’'-])"
)
"""Roman numerals to 39: centuries, kings and chapters. A single letter counts only with an ordinal ending."""
DIGITS = regex.compile(
    rf"(?<![\p{{L}}\d_])(?<![\p{{L}}\d][.,:’'/-])(?P<number>\d{{1,3}}(?:{SPACE}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,’']\d+)*)"
    r"(?P<ordinal>\.?(?:ers?|res?|ères?|e|es|ème|èmes|nde?|nds|st|nd|rd|th|[ºª°]|r|n|t|è|a|o))?(?![\p{L}\d_])"
)
"""A number in digits, with what separates thousands and decimals, and an ordinal's ending."""
LOOSE = regex.compile(r"\d+(?:[.,]\d+)*")
"""Digits grown together with letters (`T-72B`, `4x4`, `km2`): kept as they are."""


@dataclass(frozen=True, slots=True)
class Signs:
    """How a language writes numbers."""

    decimal: str
    group: str


@cache
def signs(tag: Tag) -> Signs:
    """The number signs of a language, from `typography.toml`."""
    facts = resources.table("typography", tag)
    return Signs(facts["decimal"], facts["group"])


def find(text: str, tag: Tag) -> tuple[Code, ...]:
    """Every number of a text written in a language, with its value; in order, not overlapping.

    Values are decimal (`3.5`), of a clock (`20:30`), or, for digits inside a word, the digits as they stand.
    """
    codes: list[Code] = []
    for span, value in sorted(_all(text, tag)):
        if not codes or span.start >= codes[-1].span.end:
            codes.append(Code(CodeKind.NUMBER, span, text[span.start : span.end], value))
    return tuple(codes)


def _all(text: str, tag: Tag) -> Iterator[tuple[Span, str]]:
    taken: list[Span] = []
    for pattern, value in ((CLOCK, _clock), (ROMAN, _roman)):
        for found in pattern.finditer(text):
            if meaning := value(found):
                taken.append(Span(*found.span()))
                yield taken[-1], meaning
    for found in DIGITS.finditer(text):
        span = Span(*found.span())
        if not any(span.overlaps(other) for other in taken):
            taken.append(span)
            yield span, _value(found["number"], signs(tag))
    for found in LOOSE.finditer(text):
        if not any(Span(*found.span()).overlaps(other) for other in taken):
            yield Span(*found.span()), found[0]


def _clock(found: regex.Match[str]) -> str:
    hour = int(found["hour"] or found["bare"])
    minute = int(found["french"] or found["colon"] or found["minute"] or 0)
    half = (found["half"] or found["bare_half"] or "").lower()
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return f"{hour}:{minute:02d}"


def _roman(found: regex.Match[str]) -> str:
    numeral = found["roman"]
    if len(numeral) == 1 and not found["ordinal"]:
        return ""
    worth = {"X": 10, "V": 5, "I": 1}
    values = [worth[letter] for letter in numeral]
    return str(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))


def _value(number: str, known: Signs) -> str:
    """The value of digits with separators; where they could mean two things, what the language means by them.

    >>> _value("2.000,5", Signs(",", "."))
    '2000.5'
    """
    digits = regex.sub(rf"{SPACE}|[’']", "", number)
    separators = [sign for sign in digits if sign in ".,"]
    if not separators:
        return _plain(digits)
    last = separators[-1]
    head, _, tail = digits.rpartition(last)
    grouped = len(separators) > 1 and len(set(separators)) == 1
    thousands = last != known.decimal and len(tail) == 3 and len(regex.split("[.,]", head)[0]) < 4 and digits[0] != "0"
    if grouped and not all(len(part) == 3 for part in digits.split(last)[1:]):
        return digits  # 12.05.2024, 1.4.2: a date or a version
    whole = regex.sub("[.,]", "", digits if grouped or thousands else head)
    return _plain(whole if grouped or thousands else f"{whole}.{tail}")


def _plain(digits: str) -> str:
    value = Decimal(digits)
    return f"{value.normalize():f}" if value == value.to_integral() or "." in digits else digits


def render(code: Code, source: Tag, target: Tag) -> str:
    """A number as another language writes it: its separators, where it has any; otherwise as it stands.

    >>> from polyglot.model import CodeKind
    >>> render(Code(CodeKind.NUMBER, Span(0, 3), "3,5", "3.5"), Tag("fr"), Tag("en"))
    '3.5'
    """
    here, there = signs(source), signs(target)
    if ":" in code.value or not regex.fullmatch(rf"\d{{1,3}}(?:{SPACE}?[.,]?\d{{3}})*(?:[.,]\d+)?", code.text):
        return code.text
    separated = regex.search(rf"{SPACE}|[.,]", code.text)
    if here == there or not separated or _value(code.text, here) != code.value:
        return code.text
    whole, _, fraction = code.value.partition(".")
    written = regex.search(r"[.,](\d+)$", code.text)
    if fraction and written:
        fraction = written[1]
    grouped = f"{int(whole):,}".replace(",", there.group) if regex.search(rf"{SPACE}|[.,]\d{{3}}", code.text) else whole
    return grouped + (there.decimal + fraction if fraction else "")
