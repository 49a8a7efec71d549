"""A translator's desk: an article in one language as its catalog has it, and what a person decides put on record there.

A sheet is one catalog, a line is one of its segments. No engine is asked. Decisions are written all together, and only
where the catalog is still what the sheet was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import files, grouping, omission, pipeline, po, runs
from polyglot.errors import OF_ONE_FILE, Lost, UsageError, refuse
from polyglot.model import Issue, Origin, Segment, Severity, State, Tag, Target
from polyglot.omission import Wish
from polyglot.pipeline import Work
from polyglot.review import Recall, comments_of_people
from polyglot.runs import Run, Spared


@dataclass(frozen=True, slots=True)
class Line:
    """A segment, what its catalog says for it, and what a person should know of that."""

    place: Recall
    target: Target | None
    """None where nothing is on record for the source as it is now."""
    issues: tuple[Issue, ...]
    """Each with its place in the source."""
    notes: tuple[str, ...]
    """Its names and the forms wanted: `Kiev → Kyiv`."""

    @property
    def context(self) -> str:
        """The `msgctxt`, by which decisions name it."""
        return self.place.context

    @property
    def segment(self) -> Segment:
        """The source."""
        return self.place.segment

    @property
    def text(self) -> str:
        """What is on record, for whatever source it was made; empty where nothing is."""
        return self.place.entry.target if self.place.entry else ""

    @property
    def state(self) -> State:
        """How far it has come; a person's text for another source is `translated` at most."""
        return self.target.state if self.target else State.INITIAL


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article in one language, on the desk."""

    work: Work
    lines: tuple[Line, ...]

    @property
    def path(self) -> Path:
        """The catalog's place."""
        assert self.work.catalog_path is not None
        return self.work.catalog_path

    @property
    def target(self) -> Tag:
        """The language."""
        return self.work.direction.pair.target

    @property
    def digest(self) -> str:
        """The SHA-256 of the catalog as it was read; empty where there was none."""
        return "" if self.work.before is None else files.digest(self.work.before.encode())

    def where(self, line: Line) -> tuple[int, int]:
        """The line and column, from 1, at which a segment begins in its source."""
        (mark,) = pipeline.located(self.work, line.place, (Issue("here", Severity.INFO, ""),))
        return mark.line, mark.column


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on a line; words for a sentence that was dropped bring it back."""

    text: str
    state: State = State.REVIEWED
    """`translated` puts it in doubt, `reviewed` accepts it, `final` approves it, alone; see `approve`."""
    former: str | None = None
    """The source that it was made for, where the line has another one by now: it is in doubt, and shows that one."""


def works(run: Run, spared: Spared = runs.nothing_spared, lost: Lost = refuse) -> Iterator[Work]:
    """Every source in every target, without an engine: what is on record, whoever made it.

    Sources are spared as in `Run.prepared`; what cannot be read is lost.
    """
    if not run.paths and run.project.root is None:
        raise UsageError("there is nothing to look at here", hint="name a file or a folder, or run: polyglot init")
    for page in tuple(run.prepared(spared, lost)):
        for target in run.targets:
            if target != page.source:
                try:
                    work = pipeline.open_work(page, run.people(page.source, target), run.project, run.order)
                except OF_ONE_FILE as error:
                    lost(error)
                else:
                    yield work


def sheets(run: Run) -> Iterator[Sheet]:
    """A sheet for every catalog that there is of the sources asked for."""
    return (sheet_of(work) for work in works(run) if work.catalog is not None)


def sheet_of(work: Work, former: Sheet | None = None) -> Sheet:
    """The sheet of a work; what a former one of the same source says of the same places is kept."""
    same = former is not None and former.work.prepared is work.prepared and former.work.direction is work.direction
    known = {line.context: line for line in former.lines} if former is not None and same else {}
    lines = ((known.get(place.context), place) for place in work.recalls)
    kept = (replace(line, place=place) if line and line.place == place else _line(work, place) for line, place in lines)
    return Sheet(work, tuple(kept))


def _line(work: Work, place: Recall) -> Line:
    target = _proposed(place) or on_record(place)
    issues = tuple(pipeline.located(work, place, issues_of(work, place, target)))
    return Line(place, target, issues, tuple(work.direction.notes(place.segment)))


def _proposed(place: Recall) -> Target | None:
    """What is proposed in place of a person's text: it waits to be accepted."""
    return Target(place.proposal, State.TRANSLATED, Origin.MT, recalled=True) if place.proposal else None


def on_record(place: Recall) -> Target | None:
    """What the catalog says for a segment, even what a run would not use again."""
    entry = place.entry
    if entry is None or place.target is not None:
        return place.target if entry else None
    if not entry.target or entry.source != place.segment.text:
        return None
    return Target(entry.target, entry.state, Origin.MT, recalled=True)


def issues_of(work: Work, place: Recall, target: Target | None) -> Iterable[Issue]:
    """What a person should know of a segment, still without its place."""
    if target is None:
        message = f"no {work.direction.pair.target} text for: {place.segment.text}"
        return (*place.issues, Issue("untranslated", Severity.ERROR, message))
    if target.state is State.INITIAL:
        return (*place.issues, *target.issues)
    return pipeline.examined(work, place, target)


def save(sheet: Sheet, decisions: Mapping[str, Decision | po.Entry]) -> bool:
    """Put decisions on record, by the contexts of their lines; says whether the catalog changed.

    An entry in place of a decision is put back as it was. Raises `ConflictError` where the catalog is not what the
    sheet was made from: nothing is written then. The caller holds the project's lock (`files.locked`).
    """
    return put(sheet, decided(sheet, decisions))


def put(sheet: Sheet, text: str) -> bool:
    """Write a sheet's catalog where it still is what the sheet was made from; says whether it changed.

    Raises `ConflictError` where it is not. The caller holds the project's lock.
    """
    return bool(files.write({sheet.path: text.encode()}, {sheet.path: sheet.digest}))


def decided(sheet: Sheet, decisions: Mapping[str, Decision | po.Entry]) -> str:
    """The catalog's text with decisions; entries that nobody decided on keep their bytes.

    Raises `UsageError` where a line has no entry in it: its decision would be lost.
    """
    catalog = sheet.work.catalog
    assert catalog is not None
    there = set(map(id, catalog.entries))
    known = {line.context for line in sheet.lines if id(line.place.entry) in there}
    if strangers := decisions.keys() - known:
        hint = "run: polyglot translate"
        raise UsageError(f"no entry for {', '.join(sorted(strangers))}", place=str(sheet.path), hint=hint)
    by_entry = {id(line.place.entry): line for line in sheet.lines if line.context in decisions}
    entries = tuple(
        _entry(entry, by_entry[id(entry)], decisions[by_entry[id(entry)].context]) if id(entry) in by_entry else entry
        for entry in catalog.entries
    )
    return text_of(sheet, replace(catalog, entries=entries))


def text_of(sheet: Sheet, catalog: po.PoFile) -> str:
    """The text of a sheet's catalog where it says this of the article; what it has of others keeps its bytes."""
    return grouping.written(sheet.work.before, sheet.path, {sheet.work.prepared.name: catalog})


def _entry(entry: po.Entry, line: Line, decision: Decision | po.Entry) -> po.Entry:
    """An entry with a person's word; what it was made for before, and what the machine said meanwhile, is settled."""
    if isinstance(decision, po.Entry):
        return decision
    comments = comments_of_people(entry)
    fuzzy = decision.state.rank < State.REVIEWED.rank or decision.former is not None
    flags = (po.FINAL,) if decision.state is State.FINAL else ()
    engine = entry.provenance.engine if entry.provenance else ""
    return replace(
        entry,
        source=line.segment.text,
        target=decision.text,
        comments=omission.without(comments, Wish.DROP) if decision.text else comments,
        fuzzy=fuzzy,
        previous=decision.former,
        previous_context=None,
        provenance=po.Provenance.of(decision.text, str(Origin.HUMAN), engine, flags, source=line.segment.text),
    )
