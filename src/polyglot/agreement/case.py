"""The grammatical case of a name in a target, told by all that is known, and the form that has it.

Nothing tells it alone. What is written before the name in the target allows some cases and no other; the form that the
source has stands for some; and what the engine wrote in the name's place, of the name or of another of its kind, stands
for some. Each narrows what the one before left open, unless it contradicts it altogether. Where more than one form is
left, or nothing is known, it is a doubt, which people are told of.
So it is where a name that stood in for it chose among cases that the source's form has alike (`Захаровой`), and no word
before it seconds that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from polyglot.model import CodeKind, Masked, Slot

NOMINATIVE, LOCATIVE = "nom", "loc"
RARE = {"voc", "plural"}
"""What a name is not taken for where nothing tells."""
MARKS = re.compile(r"<[^<>]*>|[\s\"'«»„“”(\[*_–—-]")
"""What may stand before the first word of a sentence."""
MOST = 6
"""So many forms of a name are told at most where nothing tells which is right."""
Pieces = tuple[str | Slot, ...]
Government = Callable[[str], tuple[str, ...]]
"""A text -> the cases that a name may have right after it, the usual one first; nothing where it does not tell."""


class Form(NamedTuple):
    """A form of a name and the cases that it stands for."""

    text: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """What is known of a name."""

    forms: tuple[Form, ...]
    """Its forms in the target, of each case the usual one first; a form may come more than once."""
    source: tuple[str, ...] = ()
    """The cases that the source's form stands for; empty where the source's language does not tell."""
    dress: Callable[[str], str] = str
    """Gives a form the capitals and tags of the source."""


class Place(NamedTuple):
    """What is known of where a name stands."""

    source: tuple[str, ...]
    """The cases that the word before it allows in the source, the usual one first."""
    target: tuple[str, ...]
    """Those that the word before it allows in the target."""
    first: bool
    """Whether it begins the sentence in both."""


def agree(
    pieces: Pieces, masked: Masked, known: Callable[[Slot], Name | None], source: Government, target: Government | None
) -> tuple[Pieces, tuple[tuple[str, ...], ...]]:
    """An answer with its names in the forms that their places want; and the forms of each that is in doubt.

    The first of the forms in doubt is the one that is written. Without a government of the target, its names change by
    what the engine wrote alone, and nothing is in doubt.
    """
    before = _texts_before(masked.pieces)
    written: list[str | Slot] = []
    doubts, text = [], ""
    for piece in pieces:
        settled = piece
        name = known(piece) if isinstance(piece, Slot) and piece.kind is CodeKind.NAME else None
        if isinstance(piece, Slot) and name:
            forms = _fitting(name, piece, _place(before.get(piece.number, ""), text, source, target))
            settled = replace(piece, target=name.dress(forms[0])) if forms else piece
            doubts += [forms] if len(forms) > 1 else []
        written.append(settled)
        text += settled.target if isinstance(settled, Slot) else settled
    return tuple(written), tuple(dict.fromkeys(doubts))


def _place(origin: str, text: str, source: Government, target: Government | None) -> Place | None:
    """What the texts before a name tell of where it stands."""
    return Place(source(origin), target(text), not MARKS.sub("", origin + text)) if target else None


def _texts_before(pieces: Pieces) -> dict[int, str]:
    """What stands in the source before each slot."""
    texts, text = {}, ""
    for piece in pieces:
        if isinstance(piece, Slot):
            texts[piece.number] = text
        text += piece.source if isinstance(piece, Slot) else piece
    return texts


def _fitting(name: Name, slot: Slot, place: Place | None) -> tuple[str, ...]:
    """The forms that may stand in a place, the likeliest first; none where what stands there is left as it is."""
    having = {case for form in name.forms for case in form.cases}
    shown = _among(slot.shown or shows(name, slot.said), having)
    own = next((form.text for form in name.forms if form.text.casefold() == slot.said.casefold()), "")
    if own and not shown:
        return (own,)  # right, though nobody told which case it is
    if place is None:
        return (_usual(name, shown[0]),) if shown and shows(name, slot.target) != shown else ()
    cases = _cases(name, place, shown, having)
    if not cases:
        return _any(name)
    if own and set(shows(name, own)) <= set(cases):
        return (own,)
    forms = _forms(name, cases)
    others = _forms(name, _cases(name, place, (), having)) if slot.shown else ()
    seconded = forms[:1] == others[:1] and (place.source or place.target)
    return forms if seconded or len(others) < 2 else tuple(dict.fromkeys((*forms, *others)))


def _forms(name: Name, cases: Iterable[str]) -> tuple[str, ...]:
    """The usual form of each case."""
    return tuple(dict.fromkeys(_usual(name, case) for case in cases))


def _cases(name: Name, place: Place, shown: tuple[str, ...], having: Collection[str]) -> tuple[str, ...]:
    """The cases that a name may have in its place, the likeliest first; nothing where nothing is known."""
    allowed = _among(place.target, having)
    told = _among(place.source, name.source) or name.source or place.source
    if not told and place.first:
        told = (NOMINATIVE,)
    if not told and allowed and NOMINATIVE in shown:
        shown = ()  # a name as it is in a dictionary: after a preposition that tells nothing
    cases = _among(told, allowed) or allowed or _alone(_among(told, having))
    if not allowed:
        shown = _alone(shown)
    return _among(cases or shown, shown) or cases


def _any(name: Name) -> tuple[str, ...]:
    """What a name may be where nothing tells: the usual form of each case, and forms whose case is not told."""
    cases = dict.fromkeys(case for form in name.forms for case in form.cases if case not in RARE)
    usual = [_usual(name, case) for case in _alone(tuple(cases))]
    return tuple(dict.fromkeys((*usual, *(form.text for form in name.forms if not form.cases))))[:MOST]


def _alone(cases: tuple[str, ...]) -> tuple[str, ...]:
    """The cases that a name may have without a preposition, where there are others than the one that needs it."""
    return tuple(case for case in cases if case != LOCATIVE) or cases


def _among(cases: Iterable[str], others: Collection[str]) -> tuple[str, ...]:
    """The cases that are also among others."""
    return tuple(case for case in cases if case in others)


def _usual(name: Name, case: str) -> str:
    """The form of a case, the usual one where there are several."""
    return next(form.text for form in name.forms if case in form.cases)


def shows(name: Name, said: str) -> tuple[str, ...]:
    """The cases that what an engine wrote stands for: a form of the name, or another spelling that ends like one.

    >>> putin = Name((Form("Путін", ("nom",)), Form("Путіна", ("gen", "acc")), Form("Путіну", ("dat",))))
    >>> shows(putin, "Путіна"), shows(putin, "Путину"), shows(putin, "Гладкову")
    (('gen', 'acc'), ('dat',), ())
    """
    own = said.casefold()
    same = [form for form in name.forms if form.text.casefold() == own]
    return tuple(dict.fromkeys(case for form in same or _ending_alike(name, own) for case in form.cases))


def _ending_alike(name: Name, word: str) -> list[Form]:
    """The forms whose endings a word has, the longest ending; none where it does not even begin like them."""
    last = {form: form.text.casefold().split()[-1] for form in name.forms}
    columns = list(zip(*last.values(), strict=False))
    stem = next((at for at, letters in enumerate(columns) if len(set(letters)) > 1), len(columns))
    ends = {form: text[stem:] for form, text in last.items() if text[stem:] and word.endswith(text[stem:])}
    longest = max(map(len, ends.values()), default=0)
    alike = [form for form, end in ends.items() if len(end) == longest]
    return alike if word and all(form.text.casefold().startswith(word[0]) for form in alike) else []
