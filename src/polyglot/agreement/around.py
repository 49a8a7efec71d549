"""What stands around a name in a machine's text, made to fit it: articles, contractions, elision, nothing said twice.

Only the article, the preposition or the particle that touches a name is changed, and only where what stands there is
certainly wrong; marks and tags between them stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

import regex

from polyglot import resources
from polyglot.agreement.articles import FAR, MARKS, writing
from polyglot.agreement.fit import ANOTHER, Beside, fit
from polyglot.agreement.takes import Facts, known
from polyglot.model import CodeKind, Side, Slot, Tag

Piece = str | Slot
Tell = Callable[[Slot], Facts]
"""What is known of the thing that a slot's name stands for."""

TAG = regex.compile(r"<[^<>]*>")
NEAR = 8
"""So many names, numbers and tags on each side of a name are looked at."""
ONLY_MARKS = regex.compile(MARKS)


def around(pieces: Sequence[Piece], tell: Tell, language: Tag) -> tuple[Piece, ...]:
    """The pieces of a machine's text with what touches each name made to fit it; done again it changes nothing."""
    rules = fit(language)
    if rules is None:
        return tuple(pieces)
    texts, slots = _apart(pieces)
    for at, slot in enumerate(slots):
        if slot.kind is not CodeKind.NAME or not slot.target:
            continue
        first, last = _first(texts, slots, at), _last(texts, slots, at)
        name = TAG.sub("", slot.target)
        prefix, suffix = _seen_before(texts, slots, first), _seen_behind(texts, slots, last + 1)
        here = Beside(texts[first], name, texts[last + 1], prefix, suffix)
        facts = Facts() if rules.parted(name, slot.accepted) else tell(slot)
        there = rules.fitted(here, known(name, facts, language))
        texts[first] = there.before
        if there.after != here.after:
            texts[last + 1] = there.after
        if there.name != here.name and here.name == slot.target:
            slots[at] = replace(slot, target=there.name)
    return tuple(_together(texts, slots))


def _apart(pieces: Sequence[Piece]) -> tuple[list[str], list[Slot]]:
    """The slots, and the text before each of them and behind the last, empty where there is none."""
    texts, slots = [""], []
    for piece in pieces:
        if isinstance(piece, Slot):
            slots.append(piece)
            texts.append("")
        else:
            texts[-1] += piece
    return texts, slots


def _together(texts: Sequence[str], slots: Sequence[Slot]) -> Iterator[Piece]:
    for text, slot in zip_longest(texts, slots):
        if text:
            yield text
        if slot is not None:
            yield slot


def _first(texts: Sequence[str], slots: Sequence[Slot], at: int) -> int:
    """Which text comes before a name, through the tags that open between them."""
    while at > 0 and slots[at - 1].side is Side.OPEN and ONLY_MARKS.fullmatch(texts[at]):
        at -= 1
    return at


def _last(texts: Sequence[str], slots: Sequence[Slot], at: int) -> int:
    """Which slot, the name's own or a tag that closes behind it, the following text comes after."""
    while at + 1 < len(slots) and not texts[at + 1] and slots[at + 1].side is Side.CLOSE:
        at += 1
    return at


def _seen_before(texts: Sequence[str], slots: Sequence[Slot], at: int) -> str:
    """What comes before one of the texts, as far as it matters."""
    start = max(0, at - NEAR)
    return ("" if start == 0 else ANOTHER) + _seen(texts[start:at], slots[start:at])


def _seen_behind(texts: Sequence[str], slots: Sequence[Slot], at: int) -> str:
    """What follows one of them."""
    return _seen(["", *texts[at + 1 : at + NEAR]], slots[at : at + NEAR])


def _seen(texts: Sequence[str], slots: Sequence[Slot]) -> str:
    """A part of the text as its neighbour sees it: other names are one character each, and tags nothing."""
    shown = (piece if isinstance(piece, str) else _sign(piece) for piece in _together(texts, slots))
    return "".join(shown)


def _sign(slot: Slot) -> str:
    if slot.kind is CodeKind.NAME:
        return ANOTHER
    return "" if slot.side else slot.target


def said_of_several(pieces: Sequence[Piece], language: Tag) -> frozenset[int]:
    """The numbers of the slots with names before which a source has a word that several things take: `les`, `three`."""
    words = resources.language("number", language).get("many", "").split()
    shape = regex.compile(
        rf"(?<![\w'’-])(?:{'|'.join(map(regex.escape, words)) or '(?!)'}|[2-9]|\d{{2,}})\s{MARKS}$", regex.I
    )
    found, text = set(), ""
    for piece in pieces:
        if isinstance(piece, Slot) and piece.kind is CodeKind.NAME and shape.search(text, max(0, len(text) - FAR)):
            found.add(piece.number)
        text += piece if isinstance(piece, str) else "" if piece.side else piece.source
    return frozenset(found)


def said_with_article(pieces: Sequence[Piece], language: Tag) -> dict[int, bool]:
    """Whether a source says each name with an article, by the number of its slot; empty where it has no articles."""
    rules = writing(language)
    if rules is None or not rules.articles:
        return {}
    texts, slots = _apart(pieces)
    return {
        slot.number: bool(rules.read(texts[_first(texts, slots, at)])[0].article)
        for at, slot in enumerate(slots)
        if slot.kind is CodeKind.NAME
    }
