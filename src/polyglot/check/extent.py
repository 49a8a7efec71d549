"""How much a target says: too little, too much, a sentence or a `not` less than its source."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from math import log, sqrt

import regex

from polyglot import locales, resources, sizes
from polyglot.check import lexicon
from polyglot.check.subject import Found, Subject
from polyglot.model import Tag
from polyglot.resources import Match, Pattern

TEN = 10
"""Letters added to both sizes: a word more or less weighs little in a short text."""
SPREAD = 2.6
"""How much the size of a good translation varies (Gale and Church 1993): by so much times the root of its size."""
LITTLE, MUCH = -1.4, 2.2
"""Beyond so many of those a target lacks something, or says too much."""
SHORT, LONG = 0.6, 1.65
"""And it has no more, or no less, than such a share of the size that is to be expected."""
MANY, FEW = 16, 13
"""In a sentence of more words people turn a `not` in too many ways, or put in one."""
LOST_CLAUSE = 0.8
LOST_SENTENCE = 0.9
"""With a sentence less than its source, and a smaller share of the size than this, a target has lost one."""
FEWER, LISTED = 1.1, 25
"""The like for a thing in a list, in a sentence of fewer words; longer ones are built anew."""
QUESTIONS = 1.15
"""The like where as many questions are missing."""
KIND = 2.0
"""What a kind of clause that is not there is worth."""
ENOUGH, BY_WORD = 10.0, 0.35
"""So much evidence (see `_evidence`), and so much more for each word of the source, and a clause is lost."""
PERHAPS, SHORTER = 7.0, 0.85
"""With so much, and a smaller share of the size than this, one may be lost."""
FEWEST = 5
"""Of fewer words none is a clause."""
UNSAID = 4.0
"""What the words of a lost sentence say for its loss at least."""
SENTENCE = regex.compile(
    r"(?<=[\p{Ll}\d)»”\"'’]{2}[\u00a0\u202f ]?)[.!?…]+[»”\"'’)]*\s+(?=[«“\"'‘(¿¡—–-]*\s*\p{Lu})|[。！？]"
)
NEXT = regex.compile(r"\s*\w+\s*\w*")
"""Two words."""
Denial = tuple[Pattern, Pattern]
"""What surely says no in a language, and what may."""


def omission(subject: Subject) -> Iterator[Found]:
    """A target that is much shorter than its source."""
    share, deviation = _share(subject)
    count = _sentences(subject.source) - _sentences(subject.text)
    if share < SHORT and deviation < LITTLE:
        yield Found(f"only {share:.0%} as long as was to be expected: something may be missing")
    elif count > 0 and (share < LOST_CLAUSE or (share < LOST_SENTENCE and _unsaid(subject))):
        what = "a sentence" if count == 1 else f"{count} sentences"
        yield Found(f"{what} less than the source, and {share:.0%} as long as was to be expected")
    elif share < QUESTIONS and count > 0 and count == subject.source.count("?") - subject.text.count("?"):
        yield Found("a question less than the source")
    elif share < FEWER and len(subject.words[0]) < LISTED and (missing := _missing(subject)):
        yield Found(f"a list lacks {'a thing' if missing == 1 else f'{missing} things'}")
    elif _lost_clause(subject):
        yield Found(f"a clause is missing: {share:.0%} as long as was to be expected, and its words are not there")


def clauses(subject: Subject) -> Iterator[Found]:
    """A target that may be without a clause of its source, but not surely."""
    share, _ = _share(subject)
    if len(subject.words[0]) < FEWEST:
        return
    if share < SHORTER and _speaks(subject) > PERHAPS and not any(omission(subject)):
        yield Found(f"perhaps a clause is missing: {share:.0%} as long as was to be expected")


def _unsaid(subject: Subject) -> bool:
    """Whether the words of a sentence are not there; always in languages whose words are not known."""
    known = lexicon.table(subject.pair)
    return not known or lexicon.lost(subject.source, subject.text, subject.pair) > UNSAID


def _lost_clause(subject: Subject) -> bool:
    share, _ = _share(subject)
    return share < LOST_CLAUSE and _speaks(subject) > ENOUGH


def _speaks(subject: Subject) -> float:
    """How much speaks for a lost clause, by the size of the source."""
    return _evidence(subject) - BY_WORD * len(subject.words[0])


def _evidence(subject: Subject) -> float:
    """How much speaks for a lost clause: words without a counterpart, a small size, a comma or a kind of clause less.

    What each is worth was fitted to news translated by people, from which clauses were taken away.
    """
    share, _ = _share(subject)
    commas = subject.source.count(",") - subject.text.count(",") - subject.text.count(";")
    there, here = (lexicon.kinds(words, tag) for words, tag in zip(subject.words, subject.pair, strict=True))
    kinds = len(there - here) if here is not None and there is not None else 0
    shortness = -log(share) * sqrt(_wanted(subject) + TEN)
    return lexicon.lost(subject.source, subject.text, subject.pair) + 2 * shortness + max(commas, -1) + KIND * kinds


def _missing(subject: Subject) -> int:
    """How many things a list of the target has less, where it has as many commas less and all else may be there."""
    source, target = subject.pair
    if _commas(subject.source, source) - _commas(subject.text, target) != 1:
        return 0  # commas are soon counted, lists are not
    here, there = _items(subject.source, source), _items(subject.text, target)
    return 1 if there > 1 and here - there == 1 else 0


def _commas(text: str, tag: Tag) -> int:
    """The commas of a text, without those in numbers and in front of an `and`."""
    return len(_comma(tag).findall(text)) if "," in text else 0


@cache
def _comma(tag: Tag) -> regex.Pattern[str]:
    joints = "|".join(_joints(tag))
    return regex.compile(rf",(?!\d)(?!\s+(?:{joints})\s)" if joints else r",(?!\d)")


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
    item = r"[^\s,;:.!?()]+(?:\s+[^\s,;:.!?()]+){0,3}?"
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
    target, wanted = sizes.size(subject.text), _wanted(subject)
    return (target + TEN) / (wanted + TEN), (target - wanted) / (SPREAD * sqrt(wanted + TEN))


def _wanted(subject: Subject) -> float:
    """The size that a target is expected to have."""
    return sizes.size(subject.source) * _verbosity(subject.pair.target) / _verbosity(subject.pair.source)


@cache
def _verbosity(tag: Tag) -> float:
    rows = tomllib.loads((resources.HERE / "language" / "verbosity.toml").read_text("utf-8"))
    return float(rows.get(locales.base(tag), 105))


def _sentences(text: str) -> int:
    return 1 + len(SENTENCE.findall(text.strip()))


def negation(subject: Subject) -> Iterator[Found]:
    """A side that says no, and another without a word that could."""
    here, there = (_negations(tag) for tag in subject.pair)
    if here is None or there is None or not subject.comparable or "?" in subject.source:
        return
    if len(subject.words[0]) <= MANY and (no := _denied(subject.source, here, subject.text, there)):
        yield Found(f"the translation says no `not` for: {no[0].strip()}", no.start())
    if len(subject.words[1]) <= FEW and (no := _denied(subject.text, there, subject.source, here)):
        yield Found(f"the source says no such `not`: {no[0].strip()}")


def _denied(text: str, own: Denial, other: str, theirs: Denial) -> Match | None:
    """Where a text says no, if the other has no word that could say so and has none in common with it."""
    found = own[0].search(text)
    if not found or theirs[0].search(other):
        return None
    behind = text[: found.start()] + " " + text[found.end() :]
    rest = set(lexicon.stems(behind))
    twice = NEXT.match(text, found.end())
    if twice and own[1].search(twice[0]):  # not uncommon
        return None
    return None if any(not _shared(stem, rest) for stem in _denials(other, theirs)) else found


def _denials(text: str, denial: Denial) -> Iterator[str]:
    return (next(lexicon.stems(word[0]), "") for word in denial[1].finditer(text))


def _shared(stem: str, stems: Collection[str]) -> bool:
    """Whether another language has a word in common: what denies is short, or begins otherwise."""
    return len(stem) == lexicon.LONGEST and stem in stems


@cache
def _negations(tag: Tag) -> Denial | None:
    rows: Mapping[str, Mapping[str, str]] = resources.rows("denial")
    row = rows.get(locales.base(tag))
    return (_pattern(row["sure"]), _pattern(row["perhaps"])) if row else None


def _pattern(line: str) -> Pattern:
    return regex.compile(line, regex.IGNORECASE)
