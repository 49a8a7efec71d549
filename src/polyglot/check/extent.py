"""How much a target says: too little, too much, a sentence or a `not` less than its source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from math import sqrt

import regex

from polyglot import locales, resources, sizes
from polyglot.check.subject import Found, Subject
from polyglot.model import Tag
from polyglot.resources import Pattern

TEN = 10
"""Letters added to both sizes: a word more or less weighs little in a short text."""
SPREAD = 2.6
"""How much the size of a good translation varies (Gale and Church 1993): by so much times the root of its size."""
LITTLE, MUCH = -1.4, 2.2
"""Beyond so many of those a target lacks something, or says too much."""
SHORT, LONG = 0.6, 1.65
"""And it has no more, or no less, than such a share of the size that is to be expected."""
MANY = 12
"""In a sentence of more words people turn a `not` in too many ways."""
SHORTER = 1.0
LOST_SENTENCE = 0.9
LOST_CLAUSE = 0.6
"""The like for a clause, where commas are fewer too."""
"""With a sentence less than its source, and a smaller share of the size than this, a target has lost one."""
SENTENCE = regex.compile(
    r"(?<=[\p{Ll}\d)»”\"'’]{2}[\u00a0\u202f ]?)[.!?…]+[»”\"'’)]*\s+(?=[«“\"'‘(¿¡—–-]*\s*\p{Lu})|[。！？]"
)


def omission(subject: Subject) -> Iterator[Found]:
    """A target that is much shorter than its source."""
    share, deviation = _share(subject)
    if share < SHORT and deviation < LITTLE:
        yield Found(f"only {share:.0%} as long as was to be expected: something may be missing")
    elif share < LOST_SENTENCE and (count := _sentences(subject.source) - _sentences(subject.text)) > 0:
        what = "a sentence" if count == 1 else f"{count} sentences"
        yield Found(f"{what} less than the source, and {share:.0%} as long as was to be expected")
    elif share < LOST_CLAUSE and subject.source.count(",") > subject.text.count(",") + subject.text.count(";"):
        yield Found(f"{share:.0%} as long as was to be expected, and fewer clauses: something may be missing")
    elif share < SHORTER and (missing := _missing(subject)):
        yield Found(f"a list lacks {'a thing' if missing == 1 else f'{missing} things'}")


def _missing(subject: Subject) -> int:
    """How many things a list of the target has less, where it has as many commas less and all else may be there."""
    source, target = subject.pair
    here, there = _items(subject.source, source), _items(subject.text, target)
    commas = _commas(subject.source, source) - _commas(subject.text, target)
    return here - there if here > there > 1 and here - there == commas == 1 else 0


def _commas(text: str, tag: Tag) -> int:
    """The commas of a text, without those in numbers and in front of an `and`."""
    joints = "|".join(_joints(tag))
    return len(regex.findall(rf",(?!\d)(?!\s+(?:{joints})\s)" if joints else r",(?!\d)", text))


@cache
def _joints(tag: Tag) -> tuple[str, ...]:
    rows = tomllib.loads((resources.HERE / "language" / "joints.toml").read_text("utf-8"))
    return tuple(rows.get(locales.base(tag), "").split())


def _items(text: str, tag: Tag) -> int:
    """How many things the longest list of a text has: `a, b and c` has three; 0 where it lists nothing."""
    pattern = _list(tag)
    if pattern is None:
        return 0
    return max((len(list_.captures(1)) + 2 for list_ in pattern.finditer(text)), default=0)


@cache
def _list(tag: Tag) -> regex.Pattern[str] | None:
    words = _joints(tag)
    item = r"[^\s,;:.!?()]+(?:\s+[^\s,;:.!?()]+){0,2}?"
    return regex.compile(rf"(?:({item}),\s+)*({item}),?\s+(?:{'|'.join(words)})\s+(?=\S)") if words else None


def addition(subject: Subject) -> Iterator[Found]:
    """A target that is much longer than its source."""
    share, deviation = _share(subject)
    if share > LONG and deviation > MUCH:
        yield Found(f"{share:.0%} as long as was to be expected: something may be added")


def _share(subject: Subject) -> tuple[float, float]:
    """A target's size by the size to be expected, and how unusual that is; 1 and 0 where nothing is to be compared."""
    if not subject.comparable:
        return 1.0, 0.0
    source, target = sizes.size(subject.source), sizes.size(subject.text)
    wanted = source * _verbosity(subject.pair.target) / _verbosity(subject.pair.source)
    return (target + TEN) / (wanted + TEN), (target - wanted) / (SPREAD * sqrt(wanted + TEN))


@cache
def _verbosity(tag: Tag) -> float:
    rows = tomllib.loads((resources.HERE / "language" / "verbosity.toml").read_text("utf-8"))
    return float(rows.get(locales.base(tag), 105))


def _sentences(text: str) -> int:
    return 1 + len(SENTENCE.findall(text.strip()))


def negation(subject: Subject) -> Iterator[Found]:
    """A source that says no, and a target without a word that could."""
    here, there = (_negations(tag) for tag in subject.pair)
    if here is None or there is None or not subject.comparable:
        return
    if "?" in subject.source or len(subject.words[0]) > MANY:
        return
    (says, _), (denies, perhaps) = here, there
    found = says.search(subject.source)
    if found and not (denies.search(subject.text) or perhaps.search(subject.text)):
        yield Found(f"the translation says no `not` for: {found[0].strip()}", found.start())


@cache
def _negations(tag: Tag) -> tuple[Pattern, Pattern] | None:
    """What surely says no in a language, and what may."""
    rows: Mapping[str, Mapping[str, str]] = resources.rows("denial")
    row = rows.get(locales.base(tag))
    return (_pattern(row["sure"]), _pattern(row["perhaps"])) if row else None


def _pattern(line: str) -> Pattern:
    return regex.compile(line, regex.IGNORECASE)
