"""Numbers by value: in digits or in words, as a clock, a date, a century; what one side has and the other has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from polyglot import laws
from polyglot.check import dates, measures, numerals, spoken
from polyglot.check.subject import Found, Subject
from polyglot.model import Code, CodeKind, Tag

PART = regex.compile(r"\d+(?:\.\d+)?")
GROUPED = regex.compile(r"\d{1,3}(?:[.,]\d{3})+")
"""What one language reads as thousands, and another as a decimal."""
TWO = 2
PERCENT = regex.compile(
    r"[%٪]|\bper\s?cent|\bpour cent|\bpor ?ciento|\bpor cento|\bper cento|\bprozent|\bprocent|\bpct\b"
    r"|відсот|процент|percentage|pourcentage",
    regex.IGNORECASE,
)
MONEY = regex.compile(r"[$€£¥₴₽]|euro|dollar|livre|pound|franc|роуб|rouble|грн|грив|дол", regex.IGNORECASE)
AFTERNOON = regex.compile(
    r"soir|après-midi|nuit|evening|afternoon|\bnight|tarde|noche|abend|nachmittag|nacht|\bsera\b|pomeriggio"
    r"|вечор|вечер|ноч|дня",
    regex.IGNORECASE,
)
"""What may make five of a seventeen."""
VERSION = regex.compile(r"\d{1,3}(?:\.\d{1,3}){2,}")
"""Not so many numbers, but one name."""
LETTERS_BEFORE = regex.compile(r"\p{L}+$")
MINUS = regex.compile(r"(?<![\w)\d])[-−–](?=\d)")
BELOW = regex.compile(r"\b(?:minus|moins|menos|bajo|below|unter|мінус|минус|meno|sous)\b", regex.IGNORECASE)
SCALED = regex.compile(r"[ \u00a0\u202f-]?(?:m|k|bn|tn|mn|mi?o|mr?ds?|md|млн|млрд|тис|тыс)\b", regex.IGNORECASE)
"""How a number goes on that counts thousands or millions."""
FINAL = regex.compile(r"\s+d[ei] final")
DECADES = range(1100, 2100)
HALF_A_DAY = 12
MILLION, TENS = 1e6, 10
ROUND = frozenset({10.0, 12.0, 100.0, 1000.0})
"""Dozens and hundreds of something: how many, languages do not agree on."""
LEAST = 3
"""The least number in words that is looked for: `one` and `two` are often said otherwise."""


def lost(subject: Subject) -> Iterator[Found]:
    """Numbers of one side that the other has in no form."""
    source, target = (_numbers(codes) for codes in (subject.expected, subject.found))
    gone, new = laws.lost(source, target), laws.lost(target, source)
    if subject.by_person and (gone or new):
        gone, new = _counting(gone, subject.source, subject.text), _counting(new, subject.text, subject.source)
        there, other = (subject.source, source), (subject.text, target)
        gone, new = measures.unconverted(gone, subject.source, other), measures.unconverted(new, subject.text, there)
        one, two = _sides(subject, source, target)
        gone, new = _unsaid(gone, one, two), _unsaid(new, two, one)
    for code in gone:
        yield Found(f"the number {code.text!r} has no counterpart in the translation")
    for code in new:
        yield Found(f"the number {code.text!r} is not in the source")


def spelled(subject: Subject) -> Iterator[Found]:
    """A number in words that became another number in words, or millions that became billions."""
    if not (subject.comparable and all(map(numerals.known, subject.pair))):
        return
    yield from _spoken(subject)
    source = _numbers(subject.expected)
    if not any(_counted(numerals.runs(subject.source, subject.pair.source, source))):
        return
    here, there = _sides(subject, source, _numbers(subject.found))
    gone, new = here.words - there.readings, there.words - here.said
    for bare, whole in here.millions.items():
        if whole not in there.readings and there.plain(bare) and not there.scales:
            yield Found(f"{whole:,.15g} became {bare:,.15g}")
    if gone and new:
        yield _changed(gone, new)


def _changed(gone: Iterable[float], new: Iterable[float]) -> Found:
    was, became = (", ".join(f"{value:,.15g}" for value in sorted(values)) for values in (gone, new))
    return Found(f"a number was changed: {was} in the source, {became} in the translation")


def _spoken(subject: Subject) -> Iterator[Found]:
    """Times of day, parts and multiples, said in words, that became others."""
    texts = subject.source, subject.text
    for there, here in spoken.changed(texts, subject.pair):
        yield _changed(there, here)
    there, here = (spoken.clock(text, tag) for text, tag in zip(texts, subject.pair, strict=True))
    written, wrote = (spoken.digital(_numbers(codes)) for codes in (subject.expected, subject.found))
    if spoken.mistimed((there, here), (written, wrote)):
        yield _changed(there | written, here | wrote)


def _counting(codes: Iterable[Code], text: str, other: str) -> tuple[Code, ...]:
    """Those numbers that are no part of a word which the other language says otherwise: CM2, but Audi A6, and A8."""
    parts = ((code, LETTERS_BEFORE.search(text[: code.span.start])) for code in codes)
    return tuple(
        code for code, word in parts if word is None or regex.search(rf"{regex.escape(word[0])}[ \u00a0-]?\d", other)
    )


def _sides(subject: Subject, source: tuple[Code, ...], target: tuple[Code, ...]) -> tuple[_Side, _Side]:
    """Source and target; only of the source's writer is it excused to have taken one language's signs for another's."""
    here = _Side(subject.source, subject.pair.source, source, subject.text, ambiguous=True)
    return here, _Side(subject.text, subject.pair.target, target, subject.source)


def percent(subject: Subject) -> Iterator[Found]:
    """A share of a hundred that became a plain number."""
    found = PERCENT.search(subject.source)
    if found is None or PERCENT.search(subject.text):
        return
    said = {code.value for code in _numbers(subject.found)}
    shares = (code for code in _numbers(subject.expected) if 0 <= found.start() - code.span.end <= 1)
    if any(code.value in said for code in shares):
        yield Found("the source has per cent, the translation has none", found.start())


def units(subject: Subject) -> Iterator[Found]:
    """A number that counts something else, a month or a day that became another, and a minus that is gone."""
    if not subject.comparable:
        return
    there, here = _numbers(subject.expected), _numbers(subject.found)
    sides = (subject.source, there), (subject.text, here)
    yield from map(Found, (*measures.changed(*sides), *measures.swapped(*sides)))
    if len(MINUS.findall(subject.source)) > len(MINUS.findall(subject.text)) and not BELOW.search(subject.text):
        yield Found("a minus is gone")


def calendar(subject: Subject) -> Iterator[Found]:
    """A month or a day of the week that became another."""
    if "und" in subject.pair or not subject.comparable:
        return
    there, here = (set(dates.named(*side)) for side in zip((subject.source, subject.text), subject.pair, strict=True))
    gone, new = there - here, here - there
    if gone and new:
        yield Found(f"{', '.join(sorted(gone))} became {', '.join(sorted(new))}")


def exchanged(subject: Subject) -> Iterator[Found]:
    """Two years, or two sums of money, each in the other's place."""
    for kind in (_years, _sums):
        there, here = kind(subject.source, subject.expected), kind(subject.text, subject.found)
        if there != here and sorted(there) == sorted(here) and len(there) == TWO:
            yield Found(f"exchanged: {' and '.join(there)} in the source, {' and '.join(here)} in the translation")


def _years(_: str, codes: Sequence[Code]) -> list[str]:
    return [code.value for code in _numbers(codes) if code.text.isdigit() and int(code.text) in DECADES]


def _sums(text: str, codes: Sequence[Code]) -> list[str]:
    """The numbers next to a sign or name of money."""
    numbers = _numbers(codes)
    return [one.value for one in numbers if MONEY.search(text[max(one.span.start - 2, 0) : one.span.end + 9])]


def _numbers(codes: Sequence[Code]) -> tuple[Code, ...]:
    return tuple(code for code in codes if code.kind is CodeKind.NUMBER)


class _Side:
    """The numbers of a text, and all that they may be read as."""

    def __init__(self, text: str, tag: Tag, codes: tuple[Code, ...], other: str, *, ambiguous: bool = False) -> None:
        runs = tuple(numerals.runs(text, tag, codes))
        self._text, self._codes = text, codes
        self.millions = {run[0].value: numerals.composed(run) for run in runs if _is_millions(run)}
        """Those that are counted in digits, by those digits."""
        self.scales = frozenset(part.value for run in runs for part in run if part.scales)
        self.wholes = {part.start: numerals.composed(run) for run in runs for part in run if len(run) > 1}
        self.later = AFTERNOON.search(text + other) is not None
        self.values = {code.span.start: _values(code, later=self.later) | _of_finals(code, text) for code in codes}
        if ambiguous:
            self.values |= {start: values | _as_grouped(start, codes) for start, values in self.values.items()}
        in_digits = {value for values in self.values.values() for value in values}
        in_digits |= {part for code in codes for part in _parts(code)}
        self.clock = spoken.clock(text, tag)
        self.readings = frozenset(value for run in runs for value in numerals.readings(run)) | in_digits
        self.words = frozenset(_counted(runs))
        products = {run[0].value * run[1].value for run in runs if len(run) == 2}
        self.said = frozenset(map(numerals.composed, runs)) | in_digits | products
        """The numbers as they stand there, not what their parts count."""

    def plain(self, value: float) -> bool:
        """Whether a number stands there as it is, with no sign for millions behind it."""
        ends = [code.span.end for code in self._codes if code.value == f"{value:.15g}"]
        return any(not SCALED.match(self._text, end) for end in ends)


def _is_millions(run: numerals.Run) -> bool:
    return len(run) > 1 and not run[0].spoken and run[-1].scales and run[-1].value >= MILLION


def _counted(runs: Iterable[numerals.Run]) -> Iterator[float]:
    """The numbers in words that count something, and millions, whatever they are written with."""
    for run in runs:
        value = numerals.composed(run)
        if any(part.value < 1 for part in run):
            continue
        in_words = all(part.spoken for part in run) and not _is_about(run)
        if (value >= MILLION and run[-1].scales) or (in_words and value >= LEAST and value not in ROUND):
            yield value


def _is_about(run: numerals.Run) -> bool:
    """Whether some tens or dozens are counted: eight dozen."""
    return len(run) > 1 and run[-1].value in ROUND and run[-2].value < TENS


def _only_digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _unsaid(codes: Sequence[Code], here: _Side, there: _Side) -> tuple[Code, ...]:
    """Those numbers of a text that the other says in no form."""
    return tuple(code for code in codes if not _is_said(code, here, there))


def _is_said(code: Code, here: _Side, there: _Side) -> bool:
    values = here.values[code.span.start]
    whole = here.wholes.get(code.span.start)
    if not there.readings.isdisjoint(values) or whole in there.readings:
        return True
    if any(value * scale in there.readings for value in values for scale in here.scales):
        return True
    if any(value / scale in there.readings for value in values for scale in there.scales):
        return True
    parts = _parts(code)
    if ":" in code.value:
        hours, minutes = parts[:2]
        if (hours + minutes / 60) % HALF_A_DAY in there.clock:
            return True
        hour = _hours(hours) if here.later else {hours}
        return minutes in there.readings and not there.readings.isdisjoint(hour)
    a_date = code.value.count("-") == 2
    return a_date and all(part in there.readings for part in parts if part > HALF_A_DAY)


def _hours(hours: float) -> frozenset[float]:
    """An hour as a clock of 24 or of 12 hours has it."""
    return frozenset({hours, (hours + HALF_A_DAY) % 24, hours % HALF_A_DAY})


def _as_grouped(start: int, codes: Iterable[Code]) -> frozenset[float]:
    """A number read with another language's sign for thousands."""
    texts = [code.text for code in codes if code.span.start == start and GROUPED.fullmatch(code.text)]
    return frozenset(float(_only_digits(text)) for text in texts)


def _of_finals(code: Code, text: str) -> frozenset[float]:
    """How many play in a round that is named by its fraction: the 8es de finale are the last 16."""
    halved = FINAL.match(text, code.span.end) and code.value.isdigit()
    return frozenset({2.0 * float(code.value)}) if halved else frozenset()


def _parts(code: Code) -> list[float]:
    """The numbers of a code, but those of a version."""
    return [] if VERSION.fullmatch(code.value) else [float(part) for part in PART.findall(code.value)]


def _values(code: Code, *, later: bool) -> frozenset[float]:
    """What a number may be read as: a clock has hours and minutes, a year is of its decade, a sign may be in words."""
    parts = _parts(code)
    if ":" in code.value and len(parts) == TWO:
        hours = _hours(parts[0]) if later else {parts[0]}
        return frozenset(hour + parts[1] / 60 for hour in hours)
    found = set(parts)
    if code.value == "50":
        found.add(0.5)
    if len(parts) == 1 and parts[0] in DECADES:
        found |= {parts[0] % 100}
    elif later and len(parts) == 1 and HALF_A_DAY < parts[0] < 24 and not code.text.isdigit():
        found |= {parts[0] - HALF_A_DAY}
    return frozenset(found)
