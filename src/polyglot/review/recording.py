"""The catalog after a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from polyglot import omission, po, remarks
from polyglot.model import Origin, Segment, Target
from polyglot.review.entries import (
    FORMER,
    MACHINE,
    NAMES,
    NOWHERE,
    PIVOT_UNKNOWN,
    PROPOSAL,
    REASON,
    SUGGESTION,
    UNKNOWN,
    UNSETTLED,
    WAS,
    comments_of_people,
    flagged,
    former_source,
    is_persons,
    mark_of,
    standing,
    suggestion,
)
from polyglot.review.places import Policy, Recall


@dataclass(frozen=True, slots=True)
class Notes:
    """What a catalog says beside the texts."""

    policy: Policy
    of: Callable[[Segment], Iterable[str]]
    """The extracted comments of a segment beside its role: its names and the forms wanted."""
    header: tuple[tuple[str, str], ...]
    """The fields that a new catalog has."""


def record(recalls: Sequence[Recall], targets: Sequence[Target], catalog: po.PoFile | None, notes: Notes) -> po.PoFile:
    """The catalog after a run: an entry per segment, then what people wrote for sentences that are gone (obsolete)."""
    entries = [_entry(place, target, notes) for place, target in zip(recalls, targets, strict=True)]
    used = {id(place.entry) for place in recalls}
    left = [entry for entry in (catalog.entries if catalog else ()) if id(entry) not in used]
    obsolete = [replace(entry, obsolete=True, references=()) for entry in left if _worth_keeping(entry)]
    file = catalog or po.PoFile(notes.header, ())
    return replace(file, header=_merged(file.header, notes.header), entries=(*entries, *obsolete))


def behind(recalls: Sequence[Recall], catalog: po.PoFile | None) -> int:
    """How many entries of a catalog are for sentences that the article does not have, or not so, any more."""
    if catalog is None:
        return 0
    current = {id(place.entry) for place in recalls if place.entry and place.entry.source == place.segment.text}
    return sum(not entry.obsolete and entry.plural is None and id(entry) not in current for entry in catalog.entries)


def _worth_keeping(entry: po.Entry) -> bool:
    return entry.plural is not None or omission.of(entry) is not None or is_persons(entry)


def _merged(old: tuple[tuple[str, str], ...], new: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The header that other tools left, completed by the fields that it lacks."""
    names = {name for name, _ in old}
    return (*old, *(field for field in new if field[0] not in names))


def _entry(place: Recall, target: Target, notes: Notes) -> po.Entry:
    """The catalog's entry for a segment as it stands after a run."""
    role = str(place.unit.unit.role)
    old = place.entry or po.Entry(place.context, place.segment.text, "")
    extracted = (role, *notes.of(place.segment))
    base = replace(old, context=place.context, source=place.segment.text, extracted=extracted, obsolete=False)
    if place.former is not None:
        return _stale_entry(base, place.former, target)
    if target.origin is Origin.HUMAN and not (old.fuzzy and former_source(old) == place.whole.text):
        return _answered(base)
    comments = comments_of_people(old)
    base = replace(base, comments=comments, previous=None, previous_context=None)
    if target.origin is Origin.HUMAN:  # its source is again the one that it was made for
        return replace(base, fuzzy=False)
    if target.origin is Origin.SOURCE:
        failure = notes.policy.failure if target.engine else None
        reasons = [REASON + " ".join(issue.message.split()) for issue in target.issues if failure]
        return replace(base, target="", fuzzy=False, provenance=failure, comments=(*comments, *reasons))
    named = [(UNKNOWN, word) for word in target.unknown] + [(PIVOT_UNKNOWN, word) for word in target.pivot_unknown]
    named += [(UNSETTLED, forms) for forms in target.unsettled]
    flags = [prefix + "_".join(word.split()) for prefix, word in named]
    flags += [NAMES + names for names in _names(place, target, notes.policy) if names]
    provenance = po.Provenance.of(target.text, str(target.origin), target.engine, flags, source=base.source)
    return replace(base, target=target.text, fuzzy=True, provenance=provenance)


def _answered(entry: po.Entry) -> po.Entry:
    """An entry without what was said of a proposal, once a person has accepted it or written something else."""
    if not mark_of(entry, PROPOSAL) or standing(entry):
        return entry
    return replace(entry, comments=comments_of_people(entry), provenance=None)


def _names(place: Recall, target: Target, policy: Policy) -> tuple[str, ...]:
    """The digest of the names' forms that a machine's text was made with: as recorded, or as they are wanted now."""
    if target.origin is not Origin.MT:
        return ()
    known = (
        place.entry.provenance if place.entry and any(target is one for one in (place.target, place.spare)) else None
    )
    return flagged(known, NAMES) if known else (policy.names(place.segment),)


def _stale_entry(base: po.Entry, former: str, target: Target) -> po.Entry:
    """A person's text, fuzzy, with the source it was made for, and what the machine would say now as a comment."""
    said = target.text if target.origin is Origin.MT else ""
    machine = base.provenance is not None and base.provenance.origin != Origin.HUMAN and not base.touched
    words = "" if machine else standing(base) or base.target
    flags = [WAS + (po.digest(former) if former else NOWHERE), *([MACHINE + po.digest(said)] if said else [])]
    provenance = po.Provenance.of(words, str(Origin.HUMAN), flags=flags, source=base.source)
    told = base.provenance == provenance and (former_source(base), suggestion(base)) == (former, said)
    new = [remarks.remark(prefix, text) for prefix, text in ((FORMER, former), (SUGGESTION, said)) if text]
    comments = base.comments if told else (*comments_of_people(base), *new)
    return replace(base, target=words, fuzzy=True, previous=former or None, comments=comments, provenance=provenance)
