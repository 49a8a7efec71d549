"""Numbers by value: what `3,5 %`, `1er`, `XXe`, `20h30` and `2 000` mean, whichever language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import decimal

import regex

from polyglot import conventions
from polyglot.model import Code, CodeKind, Span, Tag

SPACE = "[\u00a0\u202f\u2009 ]"
PHONE = rf"""(?P<phone> (?<![\w.,+]) (?:
      (?= \+ (?:(?:{SPACE}|[().-]){{0,2}} \d){{9,15}}+ ) \+ \d{{1,3}} (?:(?:{SPACE}|[.-])? \(? \d{{1,4}}+ \)?){{2,}}+
    | (?= 0 \d{{0,4}} (?P<between>{SPACE}|[.-]) ) (?= (?:(?P=between)? \d){{9,15}}+ (?!\d) )
      0 \d{{0,4}} (?:(?P=between) \d{{2,4}}+){{2,}}+
    ) (?!\d))"""
"""A telephone number (`01 23 45 67 89`, `+33 1 23 45 67 89`): it has no value, only digits."""
DAY, MONTH = "(?: 0?[1-9] | [12]\\d | 3[01] )", "(?: 0?[1-9] | 1[0-2] )"
DATE = rf"""(?P<date> (?<! [\w.,/:] | [/-] )
      (?: {DAY} (?P<between>[./-]) {MONTH} | {MONTH} (?P<between>[./-]) {DAY} ) (?P=between) (?: 1[5-9] | 20 ) \d\d
    (?! [\d/] | [.,:-]\d ))"""
"""A date in digits with its whole year, the year last: 12.05.2024, 5/12/2024."""
HALF = rf"[ap]\.?{SPACE}?m\b"
HOURS = r"(?: heures? | horas? | hores | ore | uhr )"
CLOCK = rf"""(?P<clock> (?<![\w.,:]) (?:
      (?P<hour> [01]?\d | 2[0-4] ) (?:
          {SPACE}? h (?: {SPACE}? (?P<minute>[0-5]\d) (?! {SPACE}? \d) )? (?!\w)
        | {SPACE} {HOURS} {SPACE} (?P<minute>[0-5]\d) (?! {SPACE}? (?:\w|min))
        | [.:] (?P<minute>[0-5]\d) (?= {SPACE}? (?: {HALF} | (?: h | {HOURS} )\b ))
        | : (?P<minute>[0-5]\d) (?![\d:])
      ) (?: {SPACE}? (?P<half> {HALF}\.? ) )?
    | (?P<hour> 1[0-2] | \d ) {SPACE}? (?P<half> {HALF}\.? )
    ))"""
"""A time of day: 20h30, 20 h, 20 heures 30, 20:30, 20.30 Uhr, 8:30 p.m., 8 pm."""
ROMAN = r"""(?-i: (?<![\p{L}\d.]) (?:
      (?P<roman> (?=[XVI]{2}) X{0,3} (?: IX | IV | V? I{0,3} ) ) (?: er? | [eè]?re | ème | st | nd | rd | th | [ᵉºª] )?
    | (?P<roman> I ) (?: er | ère | re | ᵉʳ | ʳᵉ )
    | (?P<roman> [XV] ) (?: e | ème | ᵉ )
    ) (?![\p{L}\d]))"""
"""Roman numerals to 39: centuries, kings and chapters. A single letter counts only with a French ordinal's ending."""
ENDINGS = "ers? | res? | ères? | es? | èmes? | nde? | nds | st | nd | rd | th | [ºª°] | [ᵉʳⁿᵈˢᵗʰᵒ]+ | [rntèao]"
DIGITS = rf"""(?P<sign> (?<![^\s(\[«“"]|\d\s) [-−] (?!\d\d?{SPACE}?[h:]) )? (?<!\d) (?P<number>
      (?<![\p{{L}}_]) [1-9]\d{{0,2}} (?:{SPACE}\d{{3}}(?!\d)){{1,12}}+ (?:[.,]\d++)? (?!{SPACE}?\d)
    | \d++ (?: [.,]\d++ | [’']\d{{3}}(?!\d) )*+
    ) (?: \.? (?: {ENDINGS} ) (?![\p{{L}}\d_]) )?"""
"""A number in digits, with its minus, with what separates thousands and decimals, and an ordinal's ending."""
NUMBER = regex.compile(
    rf"(?=[-−+\d]) (?: {' | '.join((DATE, PHONE, CLOCK, DIGITS))} ) | (?-i: (?=[XVI]) ) {ROMAN}",
    regex.IGNORECASE | regex.VERBOSE,
)
"""Any of them; what it begins with is looked at first, since most characters begin none."""
PART = regex.compile(r"\d+")
NEITHER = regex.compile(r"[^\d+]")
"""What stands between the digits of a telephone number."""
THREES = regex.compile("...")
APART = regex.compile(rf"{SPACE}|[’']")
"""What separates thousands and can be nothing else."""
POINT = regex.compile("[.,]")
"""What separates thousands or decimals."""
GROUPED = regex.compile(rf"\d(?:{SPACE}|[.,’'])\d")
WRITTEN = regex.compile(
    rf"(?P<sign>[-−]?)(?P<number>[0-9]{{1,3}}(?:(?:{SPACE}|[’'])?[.,]?[0-9]{{3}})*+(?:[.,][0-9]+)?)"
)
"""A plain number, as it can be written with other signs."""
REMEMBERED = 4096
"""So many numbers that were written anew are kept in mind: a document repeats its own."""
WITH_H = regex.compile(rf"(\d{{1,2}}){SPACE}?[hH]{SPACE}?(\d\d)")
HINT = regex.compile(r"\d | [XVI]{2} | I[eèrᵉʳ] | [XV][eèᵉ]", regex.VERBOSE)
"""What every number has: most sentences have none, and pay for no more than this."""


@dataclass(frozen=True, slots=True)
class Signs:
    """How a language writes numbers."""

    decimal: str
    group: str


@cache
def signs(tag: Tag) -> Signs:
    """The number signs of a language."""
    known = conventions.of(tag)
    return Signs(known.decimal, known.group)


def find(text: str, tag: Tag) -> tuple[Code, ...]:
    """Every number of a text written in a language, with its value; in order, not overlapping; no digit is left out.

    Values are decimal (`3.5`), of a clock (`20:30`; a full hour is its number, so that 20h, 20 heures and 8 p.m. are
    one), of a date its year and its two other numbers, the smaller first (which of them is the month, languages do not
    agree on), or the digits as they stand for what counts nothing: versions, telephone numbers.
    """
    if not HINT.search(text):
        return ()
    known = signs(tag)
    return tuple(
        Code(CodeKind.NUMBER, Span(*found.span()), found[0], _meaning(found, known)) for found in NUMBER.finditer(text)
    )


def _meaning(found: regex.Match[str], known: Signs) -> str:
    if found["date"]:
        *rest, year = (int(part) for part in PART.findall(found[0]))
        return "-".join(f"{part:02d}" for part in (year, *sorted(rest)))
    if found["phone"]:
        return _digits(NEITHER.sub("", found[0]))
    if found["clock"]:
        return _clock(found)
    if found["roman"]:
        return _roman(found["roman"])
    return _value(("-" if found["sign"] else "") + found["number"], known)


def _clock(found: regex.Match[str]) -> str:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := (found["half"] or "").lower():
        hour = hour % 12 + 12 * half.startswith("p")
    return f"{hour}:{minute:02d}" if minute else str(hour)


def _roman(numeral: str) -> str:
    worth = {"X": 10, "V": 5, "I": 1}
    values = [worth[letter] for letter in numeral]
    return str(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))


def _value(number: str, known: Signs) -> str:
    """The value of digits with separators; a date, a version or the like is its own.

    >>> _value("2.000,5", Signs(",", "."))
    '2000.5'
    """
    parts = _parts(number, known)
    return _digits(number) if parts is None else _plain(*parts)


def _parts(number: str, known: Signs) -> tuple[str, str] | None:
    """The digits before and behind the decimal sign; where signs could mean two things, what they mean in the language.

    None where they mean neither: 12.05.2024, 1.4.2.
    """
    digits = _digits(APART.sub("", number))
    separators = [sign for sign in digits if sign in ".,"]
    if not separators:
        return digits, ""
    last = separators[-1]
    head, _, tail = digits.rpartition(last)
    first = POINT.split(digits.removeprefix("-"))[0]
    groups = len(first) < 4 and not first.startswith("0")
    if len(separators) > 1 and len(set(separators)) == 1:
        return (digits.replace(last, ""), "") if groups and _in_threes(digits.split(last)[1:]) else None
    if last != known.decimal and len(tail) == 3 and groups:
        return POINT.sub("", digits), ""
    return POINT.sub("", head), tail


def _in_threes(parts: list[str]) -> bool:
    return all(len(part) == 3 for part in parts)


def _digits(text: str) -> str:
    """The same with the digits 0 to 9, whatever script they were in."""
    return "".join(str(decimal(char)) if char.isdecimal() else char for char in text)


def _plain(whole: str, fraction: str) -> str:
    """A decimal number without zeros that say nothing; a text, since a number may be longer than any type holds."""
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    value = (whole.lstrip("0") or "0") + ("." + fraction.rstrip("0")).rstrip(".")
    return value if value == "0" else sign + value


def render(code: Code, source: Tag, target: Tag) -> str:
    """A number as another language writes it: its separators, where it has any; otherwise as it stands.

    >>> from polyglot.model import CodeKind
    >>> render(Code(CodeKind.NUMBER, Span(0, 3), "3,5", "3.5"), Tag("fr"), Tag("en"))
    '3.5'
    """
    return code.text if code.text.isdigit() else _rendered(code.text, code.value, source, target)


@lru_cache(REMEMBERED)
def _rendered(text: str, value: str, source: Tag, target: Tag) -> str:
    """The first way to write a number anew that there is, if it means the same to a reader of the target."""
    for rewritten in (_as_date, _as_clock, _as_number):
        written = rewritten(text, value, source, target)
        if written:
            again = [(code.text, code.value) for code in find(written, target)]
            return written if again == [(written, value)] else text
    return text


def _as_date(text: str, _: str, source: Tag, target: Tag) -> str:
    """A date with the target's separator, where day, month and year have the same order in both languages."""
    here, there = (conventions.of(tag).date for tag in (source, target))
    found = NUMBER.fullmatch(text) if here and here[::2] == there[::2] else None
    return there[1].join(PART.findall(text)) if found and found["date"] else ""


def _as_clock(text: str, _: str, __: Tag, target: Tag) -> str:
    """A time that the source writes with an h between hours and minutes, as the target separates them."""
    found = WITH_H.fullmatch(text)
    return conventions.of(target).clock.join(found.groups()) if found else ""


def _as_number(text: str, value: str, source: Tag, target: Tag) -> str:
    """A number with the target's separators, thousands apart only where they were."""
    here, there = signs(source), signs(target)
    found = WRITTEN.fullmatch(text)
    parts = _parts(found["number"], here) if found else None
    if here == there or not found or parts is None or _value(text.replace("−", "-"), here) != value:
        return ""
    whole, fraction = parts
    if GROUPED.search(text.removesuffix(fraction)):
        first = len(whole) % 3
        whole = there.group.join(filter(None, (whole[:first], *THREES.findall(whole[first:]))))
    return found["sign"] + whole + (there.decimal + fraction if fraction else "")
