"""Slots written into the text that a model sees, and found again in what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from polyglot.engines.argos.packages import table
from polyglot.inline import texts_joined
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
OWN = "⟦{}⟧"
"""The slots that a model of ours has as pieces of its vocabulary."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A slot and how the text spells it."""

    slot: Slot
    forms: tuple[str, ...]
    """The spelling, then those that may be found in its place."""
    tight: tuple[bool, bool]
    """Whether a space was put before and after it that must be taken away again."""

    def given(self, form: str) -> Slot:
        """The slot, with the form that was found in the target where that is a form of the name and no opaque mark.

        A form other than the one that the model was shown is what it says itself.
        """
        if form not in self.slot.accepted:
            return self.slot
        return replace(self.slot, target=form, said="" if form == self.forms[0] else form)


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
        if not self.marks:
            return tuple(texts_joined((self.around[0], text, self.around[1])))
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
        return None if waiting else tuple(texts_joined(pieces))

    def missing(self, text: str) -> str:
        """The spellings that a text lacks, or has too often, for a person to read."""
        forms = {mark.forms[0] for mark in self.marks if not any(form in text for form in mark.forms)}
        return ", ".join(sorted(forms or {mark.forms[0] for mark in self.marks}))


@dataclass(frozen=True, slots=True)
class Voice:
    """What the models of a route can write, as far as slots need to know."""

    keeps: Callable[[str], bool]
    """Whether every model gives a word back as it is."""
    spellings: tuple[str, ...] = ()
    """How opaque marks may be written, the best first; empty means as `argos.toml` has them."""
    stand_ins: tuple[str, ...] = ()
    """Names that the models were seen to keep, the surest first."""

    def marks(self, masked: Masked) -> Iterator[tuple[str, ...]]:
        """A mark for every slot, in each spelling that the models keep and that the text does not use itself."""
        text = _text(masked)
        for spelling in self.spellings or table("mask")["spellings"]:
            marks = tuple(spelling.format(place) for place in range(1, len(masked.slots) + 1))
            if all(mark not in text and self.keeps(mark) for mark in marks):
                yield marks

    @property
    def has_slots(self) -> bool:
        """Whether the models were trained with slots of their own."""
        return self.keeps(OWN.format(1))


def spell(masked: Masked, rung: Rung, voice: Voice) -> Spelled | None:
    """Write the slots of a text on a rung; None where they could not be told from the text or from each other.

    Names are their target forms on `inject` and names that the models know on `stand-in`; codes, and on the other rungs
    all slots, are opaque marks. On `inject` codes are written out for models without slots of their own.
    """
    if not masked.slots:
        return _spaced(_text(masked), ())
    for forms in _spellings(masked, rung, voice):
        spelled = _written(tuple(texts_joined(masked.pieces)), forms)
        if spelled.clear:
            return spelled
    return None


def _spellings(masked: Masked, rung: Rung, voice: Voice) -> Iterator[Sequence[tuple[str, ...]]]:
    """The ways to write the slots of a text on a rung, the best first."""
    literal: Sequence[tuple[str, ...]] = [(slot.target,) for slot in masked.slots]
    marks: Iterable[Sequence[tuple[str, ...]]] = ([(mark,) for mark in marks] for marks in voice.marks(masked))
    if rung is Rung.INJECT and not voice.has_slots:
        marks = [literal]
    names = [slot for slot in masked.slots if slot.kind is CodeKind.NAME]
    said: list[tuple[str, ...]] = []
    if rung is Rung.INJECT:
        said += [tuple(dict.fromkeys((slot.target, *filter(None, slot.accepted)))) for slot in names]
    elif rung is Rung.STAND_IN:
        text = _text(masked)
        said += [(name,) for name in voice.stand_ins if name not in text][: len(names)]
    else:
        yield from marks
        return
    for written in marks if len(said) == len(names) else ():
        left = iter(said)
        forms = [
            next(left) if slot.kind is CodeKind.NAME else form for slot, form in zip(masked.slots, written, strict=True)
        ]
        if all(form[0].strip() for form in forms):
            yield forms


def _text(masked: Masked) -> str:
    return "".join(piece if isinstance(piece, str) else "\n" for piece in masked.pieces)


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
    return _spaced("".join(" " * gap + piece for gap, piece in zip(apart, texts, strict=False)), marks)


def _spaced(text: str, marks: tuple[Mark, ...]) -> Spelled:
    """A text apart from the white space around it."""
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
