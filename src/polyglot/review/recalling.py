"""What people and engines said before: the catalog's entries matched with an article's segments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count

from polyglot import omission, po
from polyglot.alignment import align
from polyglot.model import Issue, Segment, SegmentedUnit, Severity
from polyglot.review.allowing import allowed
from polyglot.review.approving import as_approved
from polyglot.review.joining import with_joined
from polyglot.review.places import Policy, Recall


def recall(units: Sequence[SegmentedUnit], catalog: po.PoFile | None, policy: Policy) -> tuple[Recall, ...]:
    """One `Recall` per segment of the units, in order, with what the catalog has for it."""
    places = [(unit, number, part) for unit in units for number, part in enumerate(unit.segments, 1)]
    texts = [segment.text for _, _, segment in places]
    entries = _candidates(catalog, set(texts))
    matches = align([entry.source for entry in entries], texts)
    matched = [None if index is None else entries[index] for index in matches]
    contexts = _contexts(places, matched, catalog.entries if catalog else ())
    found = [
        allowed(Recall(context, segment, unit, number, entry, remarks=_misspelt(entry)), policy)
        for context, (unit, number, segment), entry in zip(contexts, places, matched, strict=True)
    ]
    return as_approved(with_joined(found, catalog, policy), catalog)


def _candidates(catalog: po.PoFile | None, texts: Collection[str]) -> list[po.Entry]:
    """The entries that a segment can be matched with; obsolete ones, last, only where their very sentence is back."""
    entries = [entry for entry in catalog.entries if entry.plural is None] if catalog else []
    there = [entry for entry in entries if not entry.obsolete or entry.source in texts]
    return sorted(there, key=lambda entry: entry.obsolete)


def _contexts(
    places: Sequence[tuple[SegmentedUnit, int, Segment]],
    matched: Sequence[po.Entry | None],
    entries: Sequence[po.Entry],
) -> list[str]:
    """The `msgctxt` of each segment: its old one, or one that nobody has."""
    contexts: list[str] = []
    used = {entry.context for entry in entries if entry.context}
    given: set[str] = set()
    for (unit, number, _), entry in zip(places, matched, strict=True):
        if entry is not None and entry.context and entry.context not in given:
            given.add(entry.context)
            contexts.append(entry.context)
            continue
        free = next(name for n in count(number) if (name := f"{unit.unit.id}.{n}") not in used)
        used.add(free)
        contexts.append(free)
    return contexts


def _misspelt(entry: po.Entry | None) -> tuple[Issue, ...]:
    said = (f"not understood: # {line} (polyglot knows drop and join-next)" for line in omission.misspelt(entry))
    return tuple(Issue("left-out", Severity.WARNING, message) for message in said)
