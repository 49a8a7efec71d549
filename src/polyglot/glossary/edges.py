"""Where a name may begin and end: words, elision, attached particles, hyphens (`language/elision/*.toml`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import chain

from polyglot import resources
from polyglot.glossary.fold import SPACELESS, fold, in_word, tidy
from polyglot.model import Tag

ANY_ENDING = "*"
IDENTIFIER = re.compile(r"_+[^\W_]")
"""Underscores that join a word to the next, rather than emphasise it."""
LETTERS = re.compile(r"[^\W\d_]*")


class Edge(Enum):
    """How a stretch of text meets what stands beside it."""

    OPEN = auto()
    """A word begins or ends there."""
    JOINED = auto()
    """A hyphen joins it to another word."""
    CLOSED = auto()
    """It is in the middle of a word, a handle or an address."""


OPEN, CLOSED = Edge.OPEN, Edge.CLOSED
CLEAR = frozenset(("", " ", *',;:!?…)]»”"'))
"""Behind these a word ends, whatever comes next."""


@dataclass(frozen=True, slots=True)
class Joints:
    """What a language writes together with a name; all of it folded."""

    elided: frozenset[str]
    """Words before an apostrophe: the `l` of `l'Ukraine`."""
    endings: frozenset[str]
    """What may follow an apostrophe: the `s` of `Zelensky's`; `*` is anything."""
    attached: tuple[str, ...]
    """Particles written together before a name, as in Arabic."""
    particles: tuple[str, ...]
    """Particles written together after a name, as in Korean."""
    suffixes: tuple[str, ...]
    """What a target may add to a listed form: the `s` of `Selenskyjs`, of `the Bidens`."""
    contracted: tuple[tuple[str, tuple[str, ...]], ...]
    """How a form begins, and what that becomes after a preposition: `Le Havre`, `au Havre`. Not folded."""


@cache
def joints(tag: Tag) -> Joints:
    """The joints of a language, from `language/elision/<tag>.toml`."""
    table = resources.language("elision", tag)

    def folded(key: str) -> tuple[str, ...]:
        return tuple(fold(word) for word in table.get(key, ()))

    contracted = tuple((start, tuple(others)) for start, others in table.get("contracted", {}).items())
    elided, endings = frozenset(folded("elided")), frozenset(folded("endings"))
    return Joints(elided, endings, folded("attached"), folded("particles"), folded("suffixes"), contracted)


def variants(form: str, language: Joints) -> tuple[str, ...]:
    """A tidy form, and what its article and a preposition before it become together (`Le Caire`: `au Caire`)."""
    others = (
        tidy(other) + form.removeprefix(start)
        for start, contractions in language.contracted
        if form.startswith(start)
        for other in contractions
    )
    return tuple(chain((form,), others))


def bare(form: str, language: Joints) -> tuple[str, tuple[str, ...]]:
    """A tidy form without its article, and what that becomes after a preposition: `Havre` behind `au`, `du`.

    Both are empty where nothing is contracted.
    """
    for start, contractions in language.contracted:
        if form.startswith(start):
            return form.removeprefix(start), tuple(map(tidy, contractions))
    return "", ()


def before(text: str, start: int, language: Joints, *, lenient: bool = False) -> Edge:
    """How a stretch of a unified text that begins at `start` meets what comes before it.

    `lenient` takes any apostrophe for an elision: in a target, what an engine left of the source (`l'Ukraine`).
    """
    beside = text[start - 1] if start else " "
    if beside == " ":
        return OPEN
    if glued(beside, text[start]):
        return _after_particle(text, start, language.attached)
    if beside == "'":
        word = _word_before(text, start - 1)
        return Edge.OPEN if lenient or not word or fold(word) in language.elided else Edge.CLOSED
    if beside == "-":
        return Edge.JOINED if start > 1 and in_word(text[start - 2]) else Edge.OPEN
    return Edge.CLOSED if beside in "@#" or (beside == "_" and _named_before(text, start)) else Edge.OPEN


def after(text: str, end: int, language: Joints, suffixes: Sequence[str] = ()) -> Edge:
    """How a stretch of a unified text that ends at `end` meets what comes after it; `suffixes` may be added to it."""
    beside, further = text[end : end + 1], text[end + 1 : end + 2]
    if beside in CLEAR:
        return OPEN
    if glued(text[end - 1], beside):
        return _before_ending(text, end, (*language.particles, *suffixes))
    if beside == "'":
        ending = _word_after(text, end + 1)
        known = not ending or ANY_ENDING in language.endings or fold(ending) in language.endings
        return Edge.OPEN if known else Edge.CLOSED
    if beside == "-":
        return Edge.JOINED if further and in_word(further) else Edge.OPEN
    if beside == "_":
        return Edge.CLOSED if IDENTIFIER.match(text, end) else Edge.OPEN
    return Edge.CLOSED if beside == "@" or (beside == "." and further.islower()) else Edge.OPEN


def glued(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word.

    >>> glued("K", "i"), glued("キ", "の"), glued(".", "K")
    (True, False, False)
    """
    if not (in_word(left) and in_word(right)):
        return False
    here, there = SPACELESS.match(left), SPACELESS.match(right)
    if here and there:
        return bool(here["katakana"] and there["katakana"])
    return not here and not there


def _after_particle(text: str, start: int, attached: Sequence[str]) -> Edge:
    """Open after a particle that itself begins a word."""
    for particle in attached:
        at = start - len(particle)
        if at >= 0 and text.startswith(particle, at) and (at == 0 or not glued(text[at - 1], text[at])):
            return Edge.OPEN
    return Edge.CLOSED


def _before_ending(text: str, end: int, endings: Sequence[str]) -> Edge:
    """Open before an ending that itself ends a word; it may be in capitals."""
    for ending in endings:
        stop = end + len(ending)
        if fold(text[end:stop]) == ending and (stop == len(text) or not glued(text[stop - 1], text[stop])):
            return Edge.OPEN
    return Edge.CLOSED


def _named_before(text: str, end: int) -> bool:
    """Whether underscores that end there join it to a word (`id_Kyiv`), rather than emphasise it (`_Kyiv_`)."""
    while end and text[end - 1] == "_":
        end -= 1
    return end > 0 and in_word(text[end - 1])


def _word_before(text: str, end: int) -> str:
    """The letters that end at `end`."""
    start = end
    while start and in_word(text[start - 1]):
        start -= 1
    return text[start:end]


def _word_after(text: str, start: int) -> str:
    """The letters that begin at `start`."""
    found = LETTERS.match(text, start)
    return found.group() if found else ""
