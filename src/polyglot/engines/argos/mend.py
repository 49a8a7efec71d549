"""A name that the model wrote in its own way: attention tells where, and the form that is wanted takes its place.

What goes back to the name more than to any other word of the source was written for it, and all of that is replaced. A
name must look like one, too; a term in small letters may be anything. Which of several forms is best is for others to
say, who know how likely the model finds each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import islice, pairwise, product

import regex

from polyglot.engines.argos.align import Side, links
from polyglot.engines.argos.drafts import Draft
from polyglot.engines.argos.slots import Claim, Mark, Piece, Spelled
from polyglot.inline import atoms
from polyglot.model import CodeKind, Slot, Span

BYTE = regex.compile(r"<0x[\dA-F]{2}>")
TAIL = regex.compile(r"['’]s?$")
"""A possessive, which belongs to the sentence."""
GAP = regex.compile(r"[\s'’.-]*")
"""What may stand between the words of one name."""
ALIKE = 0.5
"""From this likeness on (Ratcliff and Obershelp 1988), a word is taken for another spelling of a name."""
ENDING = 2
"""So many letters behind a form may be its ending: `servers`."""
COMBINED = 12
"""So many combinations of forms are tried at most."""


def mended(spelled: Spelled, draft: Draft, source: Side) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The draft with forms of the names that it lacks, as text and in pieces; none where it is not certain where."""
    claims, waiting = spelled.claims(draft.text)
    if claims is None or not waiting or not draft.attention or any(BYTE.fullmatch(token) for token in draft.tokens):
        return
    if any(mark.slot.kind is not CodeKind.NAME for mark in waiting):
        return
    owners = _owners(spelled, draft, source)
    taken = [claim.span for claim in claims]
    for mark in waiting:
        span = _counterpart(draft.text, [words for words, slot in owners if slot == mark.slot.number], taken)
        if span is None or not _may_be(draft.text, span, mark):
            return
        taken.append(span)
    spans = taken[len(claims) :]
    forms = [_forms(mark, draft.text[slice(*span)]) for mark, span in zip(waiting, spans, strict=True)]
    for chosen in islice(product(*forms), COMBINED):
        edits = zip(spans, waiting, chosen, strict=True)
        yield _edited(spelled, draft.text, claims, {span: (mark, form) for span, mark, form in edits})


def _owners(spelled: Spelled, draft: Draft, source: Side) -> list[tuple[Span, int]]:
    """The words of a draft that go back to a slot more than to any word of its source, with the slot's number."""
    numbers = {place: atom.number for place, atom in enumerate(source.atoms()) if isinstance(atom, Slot)}
    looks = links(source, Side((draft.text,), draft.tokens), spelled, draft.attention)
    found = ((span, _most(link)) for span, link in zip(atoms(draft.text), looks, strict=True))
    return [(span, numbers[place]) for span, place in found if place in numbers]


def _most(link: Mapping[int, float]) -> int:
    """The atom that a word goes back to most; -1 where nothing is known."""
    return max(link, key=link.__getitem__, default=-1)


def _counterpart(text: str, words: Sequence[Span], taken: Sequence[Span]) -> Span | None:
    """The stretch of all these words; None where there are none, or where others stand between them."""
    if not words:
        return None
    whole = Span(words[0].start, words[-1].end)
    if any(not GAP.fullmatch(text, one.end, two.start) for one, two in pairwise(words)):
        return None
    tail = TAIL.search(text[: whole.end])
    whole = Span(whole.start, tail.start()) if tail and tail.start() > whole.start else whole
    return None if any(whole.overlaps(other) for other in taken) else whole


def _may_be(text: str, span: Span, mark: Mark) -> bool:
    """Whether a stretch may be the name: it is spelled nearly so, or has the capitals of one inside a sentence.

    A term in small letters may be called anything.
    """
    written = text[span.start : span.end]
    if not any(map(str.isupper, mark.slot.source)):
        return True
    for form in (mark.slot.source, *mark.forms):
        if SequenceMatcher(None, written.casefold(), form.casefold()).ratio() >= ALIKE:
            return True
    return span.start > 0 and all(written[word.start].isupper() for word in atoms(written))


def _forms(mark: Mark, written: str) -> tuple[str, ...]:
    """What may take the place of what the model wrote: that itself, where it is a form with an ending."""
    inflected = any(written.startswith(form) and len(written) <= len(form) + ENDING for form in mark.forms)
    return tuple(dict.fromkeys((*((written,) if inflected else ()), *mark.forms)))


def _slot(mark: Mark, form: str) -> Slot:
    """The slot of a mark, said in one of its forms, or in one with an ending."""
    return mark.given(form) if form in mark.forms else replace(mark.slot, target=form)


def _edited(
    spelled: Spelled, text: str, claims: Sequence[Claim], edits: Mapping[Span, tuple[Mark, str]]
) -> tuple[str, tuple[Piece, ...]]:
    """A text with forms in place of some stretches, and its pieces."""
    known = {claim.span: claim.slot for claim in claims}
    parts: list[str] = []
    found: list[Claim] = []
    at = length = 0
    for span in sorted([*known, *edits]):
        mark, form = edits.get(span, (None, text[slice(*span)]))
        parts += [text[at : span.start], form]
        length += span.start - at
        slot = known[span] if mark is None else _slot(mark, form)
        found.append(Claim(Span(length, length + len(form)), slot))
        at, length = span.end, length + len(form)
    whole = "".join(parts) + text[at:]
    return whole, spelled.cut(whole, found)
