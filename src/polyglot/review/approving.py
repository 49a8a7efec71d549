"""Whether an article was approved, and is still what it was then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from polyglot import approval, po
from polyglot.model import Issue, Origin, Severity, State
from polyglot.review.places import Recall


def fingerprint(places: Sequence[Recall]) -> str:
    """The hash over an article and its targets, by which it is approved."""
    return approval.digest((place.segment.text, place.target.text if place.target else "") for place in places)


def reviewed(place: Recall) -> bool:
    """Whether a person has said what a segment is to say as it is now."""
    target = place.target
    return target is not None and target.origin is Origin.HUMAN and target.state.rank >= State.REVIEWED.rank


def as_approved(places: Sequence[Recall], catalog: po.PoFile | None) -> tuple[Recall, ...]:
    """The places, `final` where the article was approved as it is now."""
    if not approved_by(places, catalog):
        return tuple(places)
    targets = ((place, place.target) for place in places)
    return tuple(replace(place, target=replace(t, state=State.FINAL)) if t else place for place, t in targets)


def approved_by(places: Sequence[Recall], catalog: po.PoFile | None) -> str:
    """Who approved the article as it is now; empty where nobody did."""
    word = approval.of(catalog)
    holds = word is not None and all(map(reviewed, places)) and word.digest == fingerprint(places)
    return word.by if word and holds else ""


def void(places: Sequence[Recall], catalog: po.PoFile | None) -> tuple[Issue, ...]:
    """The issue that an article was approved, but is not any more what it was then."""
    word = approval.of(catalog)
    if word is None or approved_by(places, catalog):
        return ()
    message = f"{word.by} approved this article before it changed; it is not final any more"
    return (Issue("approval", Severity.WARNING, message),)
