"""The review catalog: what people and engines said before is recalled from it, and what was said now is recorded in it.

One entry per segment in reading order; a person's words are never overwritten, and where their source changes the entry
turns fuzzy and shows the source it was made for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from polyglot import approval, omission, po, remarks
from polyglot.alignment import align
from polyglot.config import Stale
from polyglot.model import Code, Issue, Origin, Segment, SegmentedUnit, Severity, State, Target
from polyglot.omission import Wish

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
FORMER = "made for: "
"""How one begins that carries the source of such a person's text: many tools lose the `#| msgid`."""
WAS = "was="
"""How the flag begins that has the digest of that source, or says that it is not known."""
NOWHERE = "unknown"
"""What it says then."""
MACHINE = "machine="
"""How the flag begins that has the digest of that machine's text."""
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
    """The source that a person's translation on record was made for, where it is another one; empty if not known."""
    spare: Target | None = None
    """What is asked for again, and used where no engine has anything better to say."""
    omitted: Wish | None = None
    """Why it publishes nothing, where a person wants it so: it is dropped, or joined to the sentence before it."""
    joined: tuple[Segment, ...] = ()
    """The sentences after it that its target stands for too."""
    remarks: tuple[Issue, ...] = ()
    """What else a person should know of what was asked for."""

    @property
    def whole(self) -> Segment:
        """All that its target stands for."""
        return _together((self.segment, *self.joined)) if self.joined else self.segment

    @property
    def stale(self) -> bool:
        """Whether a person's translation is on record for an earlier source."""
        return self.former is not None

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What a person should know, whatever its target will be."""
        message = ": ".join(filter(None, ["the source has changed since a person translated it", self.former]))
        return (*self.remarks, Issue("stale", Severity.WARNING, message)) if self.stale else self.remarks


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
    found = [
        _recalled(Recall(context, segment, unit, number, entry, remarks=_misspelt(entry)), policy)
        for context, (unit, number, segment), entry in zip(contexts, places, matched, strict=True)
    ]
    return _approved(_with_joined(found, catalog, policy), catalog)


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
    if omission.of(entry) is Wish.DROP and not (entry.misplaced and entry.previous is None):
        return _dropped(place, entry, policy)
    if not entry.target:
        return replace(place, target=_failed(place, policy)) if same and known == policy.failure else place
    if is_persons(entry):
        former = made_for(entry)
        return _stale(place, entry, policy, former) if former != place.segment.text else _persons(place, entry)
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


def is_persons(entry: po.Entry) -> bool:
    """Whether an entry has a person's text."""
    known = entry.provenance
    return entry.touched or (bool(entry.target) and known is not None and known.origin == Origin.HUMAN)


def made_for(entry: po.Entry) -> str:
    """The source of a person's text: a former one where polyglot or msgmerge put the text in doubt since.

    Empty where the text is for another source, and it is not known for which.
    """
    known = entry.provenance
    here = known is None or known.made_for in {"", po.digest(entry.source)}
    if not entry.fuzzy or (known is not None and entry.touched and here):
        return entry.source
    return _former(entry) or ("" if not here or _mark(entry, WAS) else entry.source)


def _former(entry: po.Entry) -> str:
    """The source that an entry says its text was made for; empty where it does not."""
    return entry.previous or remarks.take(entry.comments, FORMER, _mark(entry, WAS) or NOWHERE)[0]


def _mark(entry: po.Entry, flag: str) -> str:
    """The digest that a flag of the provenance has."""
    return remarks.flagged(entry.provenance.flags, flag) if entry.provenance else ""


def _persons(place: Recall, entry: po.Entry) -> Recall:
    """A person's text for this very source; in doubt where it is fuzzy, and not because a machine's was typed over."""
    known = entry.provenance
    doubted = entry.fuzzy and not _former(entry) and (known is None or not entry.touched)
    state = State.TRANSLATED if doubted else State.REVIEWED
    drafted = entry.provenance.engine if entry.provenance else ""
    return replace(place, target=Target(entry.target, state, Origin.HUMAN, engine=drafted, recalled=True))


def _stale(place: Recall, entry: po.Entry, policy: Policy, former: str, present: str = "") -> Recall:
    """A person's text whose source has changed: theirs while the meaning allows, else what the machine said.

    `present` is all that it should stand for, where that is more than the segment.
    """
    place = replace(place, former=former)
    same = bool(former) and policy.means_the_same(former, present or place.segment.text)
    keeps = policy.stale == "hold" or same
    if keeps and policy.stale != "machine":
        return replace(place, target=Target(entry.target, State.TRANSLATED, Origin.HUMAN, recalled=True))
    suggested = _suggestion(entry) if entry.source == place.segment.text and not policy.refresh else None
    if not suggested or not policy.fits(place.segment, suggested):
        return place
    return replace(place, target=Target(suggested, State.TRANSLATED, Origin.MT, engine=policy.engine, recalled=True))


def _dropped(place: Recall, entry: po.Entry, policy: Policy) -> Recall:
    """A sentence that a person left out: for as long as it says what it said then, as with a person's text."""
    former = made_for(entry)
    if former == place.segment.text:
        return replace(place, target=_nothing(State.REVIEWED), omitted=Wish.DROP)
    place = _stale(place, entry, policy, former)
    kept = place.target is not None and place.target.origin is Origin.HUMAN
    return replace(place, target=_nothing(State.TRANSLATED), omitted=Wish.DROP) if kept else place


def _nothing(state: State) -> Target:
    """The target of a sentence that a person left out."""
    return Target("", state, Origin.HUMAN, recalled=True)


def _with_joined(places: Sequence[Recall], catalog: po.PoFile | None, policy: Policy) -> list[Recall]:
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
        first = _persons(replace(first, former=None), entry)
    else:
        first = _stale(replace(first, target=None), entry, policy, former, present)
        if first.target is None or first.target.origin is not Origin.HUMAN:
            return [first, *now[1:]]
    assert first.target is not None
    nothing = _nothing(first.target.state)
    rest = [replace(place, target=nothing, omitted=Wish.JOIN, former=None) for place in now[1:]]
    return [replace(first, joined=tuple(segments[1:])), *rest]


def _disregarded(now: list[Recall], message: str) -> list[Recall]:
    issue = Issue("left-out", Severity.WARNING, message)
    return [replace(now[0], remarks=(*now[0].remarks, issue)), *now[1:]]


def _misspelt(entry: po.Entry | None) -> tuple[Issue, ...]:
    said = (f"not understood: # {line} (polyglot knows drop and join-next)" for line in omission.misspelt(entry))
    return tuple(Issue("left-out", Severity.WARNING, message) for message in said)


def _together(segments: Sequence[Segment]) -> Segment:
    """Sentences as one, a space between each two."""
    text, codes = "", list[Code]()
    for segment in segments:
        text += " " if text else ""
        codes += [code.shifted(len(text)) for code in segment.codes]
        text += segment.text
    return Segment(text, tuple(codes))


def fingerprint(places: Sequence[Recall]) -> str:
    """The hash over an article and its targets, by which it is approved."""
    return approval.digest((place.segment.text, place.target.text if place.target else "") for place in places)


def reviewed(place: Recall) -> bool:
    """Whether a person has said what a segment is to say as it is now."""
    target = place.target
    return target is not None and target.origin is Origin.HUMAN and target.state.rank >= State.REVIEWED.rank


def _approved(places: Sequence[Recall], catalog: po.PoFile | None) -> tuple[Recall, ...]:
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


def _suggestion(entry: po.Entry) -> str:
    return remarks.take(entry.comments, SUGGESTION, _mark(entry, MACHINE))[0]


def comments_of_people(entry: po.Entry) -> tuple[str, ...]:
    """The comments of an entry without what a run says there of its text."""
    comments = entry.comments
    for prefix, mark in ((SUGGESTION, _mark(entry, MACHINE)), (FORMER, _mark(entry, WAS)), (REASON, "")):
        _, comments = remarks.take(comments, prefix, mark)
    return comments


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
    if target.origin is Origin.HUMAN and not (old.fuzzy and _former(old) == place.whole.text):
        return base
    comments = comments_of_people(old)
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
    said = target.text if target.origin is Origin.MT else ""
    machine = base.provenance is not None and base.provenance.origin != Origin.HUMAN and not base.touched
    words = "" if machine else base.target
    flags = [WAS + (po.digest(former) if former else NOWHERE), *([MACHINE + po.digest(said)] if said else [])]
    provenance = po.Provenance.of(words, str(Origin.HUMAN), flags=flags, source=base.source)
    told = base.provenance == provenance and (_former(base), _suggestion(base)) == (former, said)
    new = [remarks.remark(prefix, text) for prefix, text in ((FORMER, former), (SUGGESTION, said)) if text]
    comments = base.comments if told else (*comments_of_people(base), *new)
    return replace(base, target=words, fuzzy=True, previous=former or None, comments=comments, provenance=provenance)


def left_out(places: Iterable[Recall]) -> dict[str, int]:
    """How many sentences people left out, by what they asked for, all ways named."""
    counts = {"dropped": 0, "joined": 0}
    for place in places:
        if place.omitted is not None:
            counts["dropped" if place.omitted is Wish.DROP else "joined"] += 1
    return counts


def states(targets: Iterable[Target]) -> dict[str, int]:
    """How many targets there are in each state, all states named."""
    counts = dict.fromkeys(map(str, State), 0)
    for target in targets:
        counts[str(target.state)] += 1
    return counts
