"""Sentences that one text of a person's stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polyglot import omission, po
from polyglot.model import Issue, Origin, Severity
from polyglot.omission import Wish
from polyglot.review.allowing import nothing_said, persons, stale
from polyglot.review.entries import is_persons, made_for
from polyglot.review.places import Policy, Recall


def with_joined(places: Sequence[Recall], catalog: po.PoFile | None, policy: Policy) -> list[Recall]:
    """The places, those that an earlier one stands for omitted."""
    found = list(places)
    for index, place in enumerate(places):
        if place.entry is None or found[index].omitted or omission.of(place.entry) is not Wish.JOIN:
            continue
        now, then = _group(places, index, catalog.entries if catalog else ())
        found[index : index + len(now)] = _joined(now, then, policy)
    return found


def _group(places: Sequence[Recall], index: int, entries: Sequence[po.Entry]) -> tuple[list[Recall], list[po.Entry]]:
    """The sentences that a place's target should stand for, as they are now, and as the catalog has them."""
    first = places[index]
    assert first.entry is not None
    now, then = [first], [first.entry]
    for place in places[index + 1 :]:
        if place.unit is not first.unit or omission.of(now[-1].entry) is not Wish.JOIN:
            break
        now.append(place)
    matched = {id(place.entry): place.unit for place in places}
    at = next(number for number, entry in enumerate(entries) if entry is first.entry)
    for entry in entries[at + 1 :]:
        elsewhere = len(then) >= len(now) and matched.get(id(entry), first.unit) is not first.unit
        if omission.of(then[-1]) is not Wish.JOIN or entry.obsolete or elsewhere:
            break
        then.append(entry)
    return now, then


def _joined(now: list[Recall], then: list[po.Entry], policy: Policy) -> list[Recall]:
    """A sentence and those after it that one text stands for, where it is a person's and the source is as it was."""
    first, entry = now[0], then[0]
    if not is_persons(entry):
        return _disregarded(now, "join-next counts only beside a text of a person's")
    if len(now) == len(then) == 1:
        return _disregarded(now, "join-next: no sentence follows in the paragraph")
    former = made_for(entry)
    former = " ".join(part.source for part in then) if former == entry.source else former
    segments = [place.segment for place in now]
    present = " ".join(segment.text for segment in segments)
    if former == present:
        first = persons(replace(first, former=None), entry)
    else:
        first = stale(replace(first, target=None), entry, policy, former, present)
        if first.target is None or first.target.origin is not Origin.HUMAN:
            return [first, *now[1:]]
    assert first.target is not None
    nothing = nothing_said(first.target.state)
    rest = [replace(place, target=nothing, omitted=Wish.JOIN, former=None) for place in now[1:]]
    return [replace(first, joined=tuple(segments[1:])), *rest]


def _disregarded(now: list[Recall], message: str) -> list[Recall]:
    issue = Issue("left-out", Severity.WARNING, message)
    return [replace(now[0], remarks=(*now[0].remarks, issue)), *now[1:]]
