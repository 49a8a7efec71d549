"""The review catalog: what people and engines said before is recalled from it, and what was said now is recorded in it.

One entry per segment in reading order; a person's words are never overwritten, and where their source changes the entry
turns fuzzy and shows the source it was made for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from polyglot import po
from polyglot.alignment import align
from polyglot.config import Stale
from polyglot.model import Issue, Origin, Segment, SegmentedUnit, Severity, State, Target

UNKNOWN = "unknown="
"""How a flag of a provenance begins that names a word the engine did not know."""
PIVOT_UNKNOWN = "pivot-unknown="
"""How one begins that names a word of the pivot language that the second leg did not know."""
NAMES = "names="
"""How a flag of a provenance begins that has the digest of the names' forms that the text was made with."""
NO_MODEL = f"/{'0' * 12}"
"""How the signature of an engine ends that has no model: one for tests."""
SUGGESTION = "machine: "
"""How a translator comment begins that carries the machine's text beside a person's that is out of date."""
REASON = "not translated: "
"""How a translator comment begins that says why no engine's text was taken."""


@dataclass(frozen=True, slots=True)
class Recall:
    """A segment, its place in the catalog, and what is on record for it."""

    context: str
    """The `msgctxt`: unit id, dot, number; kept for as long as the sentence can be told to be the same."""
    segment: Segment
    unit: SegmentedUnit
    number: int
    """Which segment of its unit, from 1."""
    entry: po.Entry | None = None
    target: Target | None = None
    """What may be used as it stands; None where an engine is needed."""
    former: str | None = None
    """The source that a person's translation on record was made for, where it is another one."""
    spare: Target | None = None
    """What is asked for again, and used where no engine has anything better to say."""

    @property
    def stale(self) -> bool:
        """Whether a person's translation is on record for an earlier source."""
        return self.former is not None

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What a person should know, whatever its target will be."""
        message = f"the source has changed since a person translated it: {self.former}"
        return (Issue("stale", Severity.WARNING, message),) if self.stale else ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What decides whether a recorded text still serves."""

    engine: str
    """The `Identity.signature` that machine text must come from; empty accepts any."""
    fits: Callable[[Segment, str], bool]
    """Whether a text keeps the codes and names of a segment as the glossary wants them now."""
    means_the_same: Callable[[str, str], bool]
    """Whether two versions of a source agree in what a translation must not get wrong: numbers, names, negation."""
    stale: Stale = "human"
    glossary: str = ""
    """What names the glossary and this version: what failed with others is tried again."""
    names: Callable[[Segment], str] = lambda _: ""
    """A digest of the forms that the glossary wants for the names of a segment; empty where it wants none."""
    refresh: bool = False
    """Whether machine text is asked for again where another engine, or other forms of names, may say it otherwise."""

    @property
    def failure(self) -> po.Provenance:
        """The provenance of a segment that this engine, with this glossary, could not translate."""
        return po.Provenance.of("", str(Origin.MT), self.engine, (f"failed={self.glossary}",))

    def keeps(self, known: po.Provenance, segment: Segment) -> bool:
        """Whether machine text that fits stays as it is; that of an engine for tests gives way to any other."""
        ours = known.engine in {self.engine, ""}
        if not self.engine or not self.refresh:
            return ours or not self.engine or not known.engine.endswith(NO_MODEL)
        return ours and "".join(_flagged(known, NAMES)) == self.names(segment)


def recall(units: Sequence[SegmentedUnit], catalog: po.PoFile | None, policy: Policy) -> tuple[Recall, ...]:
    """One `Recall` per segment of the units, in order, with what the catalog has for it."""
    places = [(unit, number, part) for unit in units for number, part in enumerate(unit.segments, 1)]
    texts = [segment.text for _, _, segment in places]
    entries = _candidates(catalog, set(texts))
    matches = align([entry.source for entry in entries], texts)
    matched = [None if index is None else entries[index] for index in matches]
    contexts = _contexts(places, matched, catalog.entries if catalog else ())
    return tuple(
        _recalled(Recall(context, segment, unit, number, entry), policy)
        for context, (unit, number, segment), entry in zip(contexts, places, matched, strict=True)
    )


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


def _recalled(place: Recall, policy: Policy) -> Recall:
    """The place with what its entry allows to use."""
    entry = place.entry
    if entry is None:
        return place
    same = entry.source == place.segment.text
    known = entry.provenance
    if not entry.target:
        return replace(place, target=_failed(place, policy)) if same and known == policy.failure else place
    if entry.touched or (known is not None and known.origin == Origin.HUMAN):
        made_for = _made_for(entry)
        return _stale(place, entry, policy, made_for) if made_for != place.segment.text else _persons(place, entry)
    if known is not None and same and not entry.misplaced and policy.fits(place.segment, entry.target):
        target = Target(
            entry.target,
            State.TRANSLATED,
            Origin(known.origin),
            engine=known.engine,
            recalled=True,
            unknown=_flagged(known, UNKNOWN),
            pivot_unknown=_flagged(known, PIVOT_UNKNOWN),
        )
        keeps = policy.keeps(known, place.segment)
        return replace(place, target=target) if keeps else replace(place, spare=target)
    return place


def _flagged(known: po.Provenance, prefix: str) -> tuple[str, ...]:
    """The words that the flags of a provenance name."""
    return tuple(flag.removeprefix(prefix) for flag in known.flags if flag.startswith(prefix))


def _failed(place: Recall, policy: Policy) -> Target:
    """What an engine could not translate before it cannot translate now; the reasons are told again."""
    comments = place.entry.comments if place.entry else ()
    reason = next((line.removeprefix(REASON) for line in comments if line.startswith(REASON)), "")
    issue = Issue("untranslated", Severity.ERROR, reason or "kept in the source language")
    return Target(place.segment.text, State.INITIAL, Origin.SOURCE, (issue,), policy.engine, recalled=True)


def _made_for(entry: po.Entry) -> str:
    """The source of a person's text: the previous one where polyglot or msgmerge put the text in doubt since."""
    if entry.previous is None or not entry.fuzzy:
        return entry.source
    known = entry.provenance
    answers = known is not None and entry.touched and known.made_for in {"", po.digest(entry.source)}
    return entry.source if answers else entry.previous


def _persons(place: Recall, entry: po.Entry) -> Recall:
    """A person's text for this very source."""
    state = max(entry.state, State.REVIEWED, key=lambda state: state.rank)
    drafted = entry.provenance.engine if entry.provenance else ""
    return replace(place, target=Target(entry.target, state, Origin.HUMAN, engine=drafted, recalled=True))


def _stale(place: Recall, entry: po.Entry, policy: Policy, former: str) -> Recall:
    """A person's text whose source has changed: theirs while the meaning allows, else what the machine said."""
    place = replace(place, former=former)
    keeps = policy.stale == "hold" or policy.means_the_same(former, place.segment.text)
    if keeps and policy.stale != "machine":
        return replace(place, target=Target(entry.target, State.TRANSLATED, Origin.HUMAN, recalled=True))
    suggested = _suggestion(entry) if entry.source == place.segment.text and not policy.refresh else None
    if suggested is None or not policy.fits(place.segment, suggested):
        return place
    return replace(place, target=Target(suggested, State.TRANSLATED, Origin.MT, engine=policy.engine, recalled=True))


def _suggestion(entry: po.Entry) -> str | None:
    return next((line.removeprefix(SUGGESTION) for line in entry.comments if line.startswith(SUGGESTION)), None)


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


def _worth_keeping(entry: po.Entry) -> bool:
    persons = entry.provenance is not None and entry.provenance.origin == Origin.HUMAN
    return bool(entry.plural is not None or entry.touched or (entry.target and persons))


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
    if target.origin is Origin.HUMAN and not (old.fuzzy and old.previous == base.source):
        return base
    comments = tuple(line for line in old.comments if not line.startswith((SUGGESTION, REASON)))
    base = replace(base, comments=comments, previous=None, previous_context=None)
    if target.origin is Origin.HUMAN:  # its source is again the one that it was made for
        return replace(base, fuzzy=False)
    if target.origin is Origin.SOURCE:
        failure = notes.policy.failure if target.engine else None
        reasons = [REASON + " ".join(issue.message.split()) for issue in target.issues if failure]
        return replace(base, target="", fuzzy=False, provenance=failure, comments=(*comments, *reasons))
    named = [(UNKNOWN, word) for word in target.unknown] + [(PIVOT_UNKNOWN, word) for word in target.pivot_unknown]
    flags = [prefix + "_".join(word.split()) for prefix, word in named]
    flags += [NAMES + names for names in _names(place, target, notes.policy) if names]
    provenance = po.Provenance.of(target.text, str(target.origin), target.engine, flags, source=base.source)
    return replace(base, target=target.text, fuzzy=True, provenance=provenance)


def _names(place: Recall, target: Target, policy: Policy) -> tuple[str, ...]:
    """The digest of the names' forms that a machine's text was made with: as recorded, or as they are wanted now."""
    if target.origin is not Origin.MT:
        return ()
    known = (
        place.entry.provenance if place.entry and any(target is one for one in (place.target, place.spare)) else None
    )
    return _flagged(known, NAMES) if known else (policy.names(place.segment),)


def _stale_entry(base: po.Entry, former: str, target: Target) -> po.Entry:
    """A person's text, fuzzy, with the source it was made for, and what the machine would say now as a comment."""
    comments = [line for line in base.comments if not line.startswith((SUGGESTION, REASON))]
    if target.origin is Origin.MT:
        comments.append(SUGGESTION + " ".join(target.text.split()))
    provenance = po.Provenance.of(base.target, str(Origin.HUMAN), source=base.source)
    return replace(base, fuzzy=True, previous=former, comments=tuple(comments), provenance=provenance)


def states(targets: Iterable[Target]) -> dict[str, int]:
    """How many targets there are in each state, all states named."""
    counts = dict.fromkeys(map(str, State), 0)
    for target in targets:
        counts[str(target.state)] += 1
    return counts
