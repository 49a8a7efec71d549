"""What the entry of one segment allows to use."""

from __future__ import annotations

from dataclasses import replace

from polyglot import omission, po
from polyglot.model import Issue, Origin, Severity, State, Target
from polyglot.omission import Wish
from polyglot.review.entries import (
    DOUBTED,
    PIVOT_UNKNOWN,
    REASON,
    UNKNOWN,
    UNSETTLED,
    flagged,
    former_source,
    is_persons,
    made_for,
    standing,
    suggestion,
)
from polyglot.review.places import Policy, Recall


def allowed(place: Recall, policy: Policy) -> Recall:
    """The place with what its entry allows to use."""
    entry = place.entry
    if entry is None:
        return place
    same = entry.source == place.segment.text
    known = entry.provenance
    if omission.of(entry) is Wish.DROP and not (entry.misplaced and entry.previous is None):
        return _dropped(place, entry, policy)
    if not entry.target:
        return replace(place, target=_failed(place, policy)) if same and known == policy.failure else place
    if is_persons(entry):
        former = made_for(entry)
        return stale(place, entry, policy, former) if former != place.segment.text else persons(place, entry)
    if known is not None and same and not entry.misplaced and policy.fits(place.segment, entry.target):
        target = Target(
            entry.target,
            State.TRANSLATED,
            Origin(known.origin),
            engine=known.engine,
            recalled=True,
            unknown=flagged(known, UNKNOWN),
            pivot_unknown=flagged(known, PIVOT_UNKNOWN),
            unsettled=tuple(forms.replace("_", " ") for forms in flagged(known, UNSETTLED)),
        )
        keeps = policy.keeps(known, place.segment)
        return replace(place, target=target) if keeps else replace(place, spare=target)
    return place


def _failed(place: Recall, policy: Policy) -> Target:
    """What an engine could not translate before it cannot translate now; the reasons are told again."""
    comments = place.entry.comments if place.entry else ()
    reason = next((line.removeprefix(REASON) for line in comments if line.startswith(REASON)), "")
    issue = Issue("untranslated", Severity.ERROR, reason or "kept in the source language")
    return Target(place.segment.text, State.INITIAL, Origin.SOURCE, (issue,), policy.engine, recalled=True)


def persons(place: Recall, entry: po.Entry) -> Recall:
    """A person's text for this very source; in doubt where it is fuzzy, and not because a machine's was typed over."""
    known = entry.provenance
    if own := standing(entry):
        state = State.TRANSLATED if known and DOUBTED in known.flags else State.REVIEWED
        return replace(place, target=Target(own, state, Origin.HUMAN, recalled=True), proposal=entry.target)
    doubted = entry.fuzzy and not former_source(entry) and (known is None or not entry.touched)
    state = State.TRANSLATED if doubted else State.REVIEWED
    drafted = entry.provenance.engine if entry.provenance else ""
    return replace(place, target=Target(entry.target, state, Origin.HUMAN, engine=drafted, recalled=True))


def stale(place: Recall, entry: po.Entry, policy: Policy, former: str, present: str = "") -> Recall:
    """A person's text whose source has changed: theirs while the meaning allows, else what the machine said.

    `present` is all that it should stand for, where that is more than the segment.
    """
    place = replace(place, former=former)
    same = bool(former) and policy.means_the_same(former, present or place.segment.text)
    keeps = policy.stale == "hold" or same
    if keeps and policy.stale != "machine":
        words = standing(entry) or entry.target
        return replace(place, target=Target(words, State.TRANSLATED, Origin.HUMAN, recalled=True))
    suggested = suggestion(entry) if entry.source == place.segment.text and not policy.refresh else None
    if not suggested or not policy.fits(place.segment, suggested):
        return place
    return replace(place, target=Target(suggested, State.TRANSLATED, Origin.MT, engine=policy.engine, recalled=True))


def _dropped(place: Recall, entry: po.Entry, policy: Policy) -> Recall:
    """A sentence that a person left out: for as long as it says what it said then, as with a person's text."""
    former = made_for(entry)
    if former == place.segment.text:
        return replace(place, target=nothing_said(State.REVIEWED), omitted=Wish.DROP)
    place = stale(place, entry, policy, former)
    kept = place.target is not None and place.target.origin is Origin.HUMAN
    return replace(place, target=nothing_said(State.TRANSLATED), omitted=Wish.DROP) if kept else place


def nothing_said(state: State) -> Target:
    """The target of a sentence that a person left out."""
    return Target("", state, Origin.HUMAN, recalled=True)
