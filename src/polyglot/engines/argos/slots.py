"""Slots written into the text that a model sees, and found again in what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import regex

from polyglot.engines.argos.packages import table
from polyglot.inline import texts_joined
from polyglot.model import CodeKind, Masked, Rung, Slot, Span

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
MARKUP = regex.compile(r"[<>\[\]{}|*_\n]")
"""What shows that there is more in a name than a name."""
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


class Claim(NamedTuple):
    """A slot in a text, and the stretch that it takes up there."""

    span: Span
    slot: Slot


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
        claims, waiting = self.claims(text)
        return None if claims is None or waiting else self.cut(text, claims)

    def claims(self, text: str) -> tuple[tuple[Claim, ...] | None, tuple[Mark, ...]]:
        """Where a text has slots, in order, and the marks that it lacks; None where one stands there too often."""
        waiting, spare = list(self.marks), Counter(self.spare)
        claims = []
        for start, form in _hits(text, _forms(self.marks)) if waiting else ():
            mark = _claim(form, waiting)
            if mark is not None:
                waiting.remove(mark)
                claims.append(Claim(_reach(mark, Span(start, start + len(form)), text), mark.given(form)))
            elif spare[form]:
                spare[form] -= 1
            else:
                return None, tuple(waiting)
        return tuple(claims), tuple(waiting)

    def cut(self, text: str, claims: Iterable[Claim]) -> tuple[Piece, ...]:
        """A text with its slots in their places, and the white space of the source around it."""
        pieces: list[Piece] = [self.around[0]]
        at = 0
        for (start, end), slot in claims:
            pieces += [text[at:start], slot]
            at = end
        return tuple(texts_joined([*pieces, text[at:], self.around[1]]))

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
    return _first_clear(masked, _spellings(masked, rung, voice)) if masked.slots else _spaced(_text(masked), ())


def ways(masked: Masked, rung: Rung, voice: Voice) -> tuple[Spelled, ...]:
    """All ways to write the slots of a text on a rung: on `inject` also with its names as the source has them.

    A model may know the source's word and make the better sentence around it; or it may know the target's. On `split`
    they are tried as well, as the parts are new to the model.
    """
    found = [spell(masked, rung, voice)]
    names = [slot.source for slot in masked.slots if slot.kind is CodeKind.NAME]
    if names and rung is Rung.SPLIT:
        found.append(_first_clear(masked, _injected(masked, voice)))
    if names and rung in {Rung.INJECT, Rung.SPLIT} and not any(MARKUP.search(name) for name in names):
        found.append(_first_clear(masked, _injected(masked, voice, as_source=True)))
    return tuple({one.text: one for one in found if one is not None}.values())


def _first_clear(masked: Masked, spellings: Iterable[Sequence[tuple[str, ...]]]) -> Spelled | None:
    """The first of several ways to write slots in which they can be told from the text."""
    written = (_written(tuple(texts_joined(masked.pieces)), forms) for forms in spellings)
    return next((spelled for spelled in written if spelled.clear), None)


def _spellings(masked: Masked, rung: Rung, voice: Voice) -> Iterator[Sequence[tuple[str, ...]]]:
    """The ways to write the slots of a text on a rung, the best first."""
    if rung is Rung.INJECT:
        yield from _injected(masked, voice)
    elif rung is Rung.STAND_IN:
        text = _text(masked)
        free = [(name,) for name in voice.stand_ins if name not in text]
        yield from _named(masked, free, _marked(masked, voice))
    else:
        yield from _marked(masked, voice)


def _marked(masked: Masked, voice: Voice) -> Iterator[Sequence[tuple[str, ...]]]:
    """A mark for every slot."""
    return ([(mark,) for mark in marks] for marks in voice.marks(masked))


def _injected(masked: Masked, voice: Voice, *, as_source: bool = False) -> Iterator[Sequence[tuple[str, ...]]]:
    """Names in their target forms or as the source has them; codes as they are where the models have no slots."""
    names = [slot for slot in masked.slots if slot.kind is CodeKind.NAME]
    forms = [(*([slot.source] if as_source else []), slot.target, *filter(None, slot.accepted)) for slot in names]
    literal: Sequence[tuple[str, ...]] = [(slot.target,) for slot in masked.slots]
    marks = _marked(masked, voice) if voice.has_slots else iter([literal])
    return _named(masked, [tuple(dict.fromkeys(form)) for form in forms], marks)


def _named(
    masked: Masked, names: Sequence[tuple[str, ...]], marks: Iterable[Sequence[tuple[str, ...]]]
) -> Iterator[Sequence[tuple[str, ...]]]:
    """The marks, with what stands for names in the places of these; none where there are too few."""
    slots = masked.slots
    for written in marks if len(names) >= sum(slot.kind is CodeKind.NAME for slot in slots) else ():
        left = iter(names)
        pairs = zip(slots, written, strict=True)
        forms = [next(left) if slot.kind is CodeKind.NAME else form for slot, form in pairs]
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


def _reach(mark: Mark, span: Span, text: str) -> Span:
    """The stretch that a mark takes up: its form, and the spaces that were put around it."""
    start, end = span
    before = start - 1 if mark.tight[0] and text[start - 1 : start] == " " else start
    after = end + 1 if mark.tight[1] and text[end : end + 1] == " " else end
    return Span(before, after)


def _forms(marks: Iterable[Mark]) -> Iterator[str]:
    return (form for mark in marks for form in mark.forms)
