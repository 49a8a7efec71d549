"""Slots written into the text that a model sees, and found again in what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from polyglot.engines.argos.packages import table
from polyglot.model import CodeKind, Masked, Rung, Slot

Piece = str | Slot
WORD = (
    r"[[\p{L}\p{M}\p{N}]"
    r"--[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{scx=Katakana}]]"
)
"""A character that may not touch a form: it would be part of a longer word. Not so in scripts where words run on."""
JOINED = regex.compile(WORD * 2, regex.V1)
"""Two neighbours of one word."""
PROCLITIC = regex.compile(rf"(?:\A|(?!{WORD}).)[وفبلكסובלכמשה]{{1,2}}\Z", regex.V1 | regex.DOTALL)
"""Arabic and Hebrew letters for `and`, `to`, `in` ..., written onto the word that they belong to; at most two."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A slot and how the text spells it."""

    slot: Slot
    forms: tuple[str, ...]
    """The spelling, then those that may be found in its place."""
    tight: tuple[bool, bool]
    """Whether a space was put before and after it that must be taken away again."""

    def given(self, form: str) -> Slot:
        """The slot, with the form that was found in the target where that is a form of the name and no opaque mark."""
        return replace(self.slot, target=form) if form in self.slot.accepted else self.slot


@dataclass(frozen=True, slots=True)
class Spelled:
    """A masked text as a model sees it."""

    text: str
    """Without the white space around it."""
    around: tuple[str, str]
    """That white space."""
    marks: tuple[Mark, ...]
    spare: Mapping[str, int]
    """Spellings that the text has of its own, besides the marks; negative where marks cannot be told apart."""

    @property
    def clear(self) -> bool:
        """Whether every mark can be found in the text itself."""
        return all(count >= 0 for count in self.spare.values())

    def find(self, text: str) -> tuple[Piece, ...] | None:
        """The text cut at its slots, each as it is written there; None unless each is there exactly once."""
        waiting, spare = list(self.marks), Counter(self.spare)
        pieces: list[Piece] = [self.around[0]]
        at = 0
        for start, form in _hits(text, _forms(self.marks)):
            mark = _claim(form, waiting)
            if mark is not None:
                waiting.remove(mark)
                before, after = _reach(mark, start, start + len(form), text)
                pieces += [text[at:before], mark.given(form)]
                at = after
            elif spare[form]:
                spare[form] -= 1
            else:
                return None
        pieces += [text[at:], self.around[1]]
        return None if waiting else tuple(_merged(pieces))

    def missing(self, text: str) -> str:
        """The spellings that a text lacks, or has too often, for a person to read."""
        forms = {mark.forms[0] for mark in self.marks if not any(form in text for form in mark.forms)}
        return ", ".join(sorted(forms or {mark.forms[0] for mark in self.marks}))


def spell(masked: Masked, rung: Rung, keeps: Callable[[str], bool]) -> Spelled | None:
    """Write the slots of a text on a rung: their target forms on `inject`, opaque marks on every other.

    `keeps` says whether the models can write a mark; None where slots could not be told from the text or each other.
    """
    for forms in _injected(masked) if rung is Rung.INJECT else _masks(masked, keeps):
        spelled = _written(tuple(_merged(masked.pieces)), forms)
        if spelled.clear:
            return spelled
    return None


def _injected(masked: Masked) -> Iterator[Sequence[tuple[str, ...]]]:
    """The target forms, where every slot has one that is not blank."""
    if all(slot.target.strip() for slot in masked.slots):
        yield [tuple(dict.fromkeys((slot.target, *filter(None, slot.accepted)))) for slot in masked.slots]


def _masks(masked: Masked, keeps: Callable[[str], bool]) -> Iterator[Sequence[tuple[str, ...]]]:
    """The marks of each spelling that the models keep and that the text does not use itself."""
    text = "\n".join(piece for piece in masked.pieces if isinstance(piece, str))
    for spelling in table("mask")["spellings"]:
        marks = [spelling.format(slot.number + 1) for slot in masked.slots]
        if all(mark not in text and keeps(mark) for mark in marks):
            yield [(mark,) for mark in marks]


def _written(pieces: Sequence[Piece], forms: Sequence[tuple[str, ...]]) -> Spelled:
    """Join the pieces, with a space wherever a slot touches a word."""
    left = iter(forms)
    spelled = [(piece,) if isinstance(piece, str) else next(left) for piece in pieces]
    texts = [piece[0] for piece in spelled]
    edges = ["", *(_edges(piece, text) for piece, text in zip(pieces, texts, strict=True)), ""]
    apart = [bool(JOINED.fullmatch(one[-1:] + two[:1])) for one, two in pairwise(edges)]
    marks = tuple(
        Mark(piece, spelled[index], _tight(piece, apart[index : index + 2]))
        for index, piece in enumerate(pieces)
        if isinstance(piece, Slot)
    )
    text = "".join(" " * gap + piece for gap, piece in zip(apart, texts, strict=False))
    spare = Counter(form for _, form in _hits(text, _forms(marks)))
    spare.subtract(mark.forms[0] for mark in marks)
    body = text.strip()
    start = text.index(body)
    return Spelled(body, (text[:start], text[start + len(body) :]), marks, spare)


def _edges(piece: Piece, text: str) -> str:
    """What a piece's neighbours see of it: markup is set apart too, so that a model knows the word that it touches.

    >>> _edges(Slot(0, CodeKind.CODE, "<b>", "<b>"), "<b>")
    'x'
    """
    return "x" if isinstance(piece, Slot) and piece.kind is not CodeKind.NAME else text


def _tight(slot: Slot, apart: Sequence[bool]) -> tuple[bool, bool]:
    """Which of the spaces put before and after a slot are no part of the text: `<b>`, the 7 of `G7`, but not a name.

    What is joined to a name is grammar (`wa-Kyiv`, `Kyiv-ssa`), and may well be a word of its own in the target.
    """
    before, after = apart
    return (before, after) if slot.kind is not CodeKind.NAME else (False, False)


def _hits(text: str, forms: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Where forms stand as whole words, and which: from left to right, the longest first, none inside another."""
    found = [(start, form) for form in set(forms) for start in _places(text, form)]
    at = 0
    for start, form in sorted(found, key=lambda hit: (hit[0], -len(hit[1]))):
        if start >= at:
            yield start, form
            at = start + len(form)


def _places(text: str, form: str) -> Iterator[int]:
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        free_before = not JOINED.fullmatch(text[start - 1 : start + 1]) or PROCLITIC.search(text[:start][-3:])
        if free_before and not JOINED.fullmatch(text[end - 1 : end + 1]):
            yield start
        start = text.find(form, start + 1)


def _claim(form: str, waiting: Sequence[Mark]) -> Mark | None:
    """The first mark that is spelled so, else the first that may be."""
    fitting = [mark for mark in waiting if form in mark.forms]
    return min(fitting, key=lambda mark: mark.forms[0] != form, default=None)


def _reach(mark: Mark, start: int, end: int, text: str) -> tuple[int, int]:
    """The stretch that a mark takes up: its form, and the spaces that were put around it."""
    before = start - 1 if mark.tight[0] and text[start - 1 : start] == " " else start
    after = end + 1 if mark.tight[1] and text[end : end + 1] == " " else end
    return before, after


def _forms(marks: Iterable[Mark]) -> Iterator[str]:
    return (form for mark in marks for form in mark.forms)


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces with neighbouring texts joined and empty ones left out."""
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        if text:
            yield text
        yield piece
        text = ""
    if text:
        yield text
