"""What comes back: a colleague's decisions, taken into a catalog where no person's word is in the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import desk, files, locales, pipeline, po, runs, xliff
from polyglot.alignment import align
from polyglot.desk import Decision, Line, Sheet
from polyglot.errors import ConflictError, UnreadableInputError, UsageError
from polyglot.exchange.out import ARTICLE, EXPORTED, OWN_NOTES, contents, shown, state_of
from polyglot.model import Issue, Origin, Severity, Side, State, Tag, Target
from polyglot.project import around
from polyglot.runs import Run, Wishes
from polyglot.xliff import Content


@dataclass(frozen=True, slots=True)
class Returned:
    """A segment as it comes back."""

    context: str
    source: Content
    target: Content
    state: State
    stamp: str
    """What stood on record when it went out; empty where the file does not say."""

    @property
    def silent(self) -> bool:
        """Whether it has no text and does not say that it ever had one: nobody deleted anything."""
        return not any(self.target) and not self.stamp


@dataclass(frozen=True, slots=True)
class Parcel:
    """An article in one language as it comes back."""

    place: str
    """The file that it came in."""
    original: str
    source: Tag
    target: Tag
    segments: tuple[Returned, ...]
    remarks: tuple[str, ...] = ()
    """Notes that people wrote."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a parcel."""

    file: str
    article: str
    target: Tag
    catalog: str
    taken: int
    unchanged: int
    left: int
    issues: tuple[Issue, ...]
    """Why segments were left, and what a person should know of those that were taken."""
    remarks: tuple[str, ...]
    wrote: bool


def parcels(data: bytes, place: str) -> tuple[Parcel, ...]:
    """What a file brings back: XLIFF, or a catalog that was exported."""
    if place.lower().endswith(".po"):
        return (_of_catalog(data, place),)
    return tuple(_of_file(file, place) for file in xliff.read(data, place))


def _of_file(file: xliff.File, place: str) -> Parcel:
    segments = [segment for unit in file.units for segment in unit.segments]
    notes = [note for unit in file.units for note in (*unit.notes, *(n for s in unit.segments for n in s.notes))]
    told = (note.text.strip() for note in (*file.notes, *notes) if note.kind not in OWN_NOTES)
    returned = tuple(Returned(one.id, one.source, one.target or (), one.state, one.exported) for one in segments)
    return Parcel(place, file.original, file.source, file.target, returned, tuple(dict.fromkeys(filter(None, told))))


def _of_catalog(data: bytes, place: str) -> Parcel:
    try:
        catalog = po.parse(data.decode("utf-8"), place)
    except UnicodeDecodeError as error:
        raise UnreadableInputError(f"byte {error.start} is not UTF-8", place=place, hint="save it as UTF-8") from error
    article, source = catalog.field(ARTICLE), catalog.field("X-Source-Language")
    if not article or not source:
        message = f"the catalog does not say whose it is: its header has no {ARTICLE}"
        raise UnreadableInputError(message, place=place, hint="only what `polyglot review export` wrote can come back")
    returned = tuple(
        Returned(entry.context or "", (entry.source,), (entry.target,), entry.state, _stamp_in(entry.extracted))
        for entry in catalog.entries
        if not entry.obsolete and entry.plural is None
    )
    target = locales.parse(catalog.field("Language"))
    return Parcel(place, article, locales.parse(source), target, returned)


def _stamp_in(comments: Iterable[str]) -> str:
    return next((line.removeprefix(EXPORTED) for line in comments if line.startswith(EXPORTED)), "")


def require_taken(sheets: Iterable[Sheet], standing: Iterable[Parcel]) -> None:
    """Raise `ConflictError` where a file that is to be written again has a colleague's work that is not on record."""
    by_article = {(sheet.work.prepared.name, sheet.target): sheet for sheet in sheets}
    for parcel in standing:
        sheet = by_article.get((parcel.original, parcel.target))
        if sheet is not None and _merged(sheet, parcel).news:
            hint = "take it back first (polyglot review import), or move it away"
            raise ConflictError("it has work that was not taken back yet", place=parcel.place, hint=hint)


def take(parcel: Parcel) -> Outcome:
    """Put what a parcel brings on record. Raises `UnreadableInputError` where its article or catalog is not here."""
    with ExitStack() as stack:
        run = runs.start(Wishes(paths=(_article(parcel),), to=(parcel.target,), source=parcel.source), stack)
        if run.project.root:
            stack.enter_context(files.locked(run.project.root))
        sheet = _sheet(run, parcel)
        merge = _merged(sheet, parcel)
        wrote = bool(merge.decisions) and desk.save(sheet, merge.decisions)
        return merge.outcome(parcel, wrote=wrote)


def _article(parcel: Parcel) -> Path:
    """The article that a parcel names: a file below the project, or below the folder where we are."""
    base = (around([], Path.cwd()).root or Path.cwd()).resolve()
    place = (base / parcel.original).resolve()
    if not parcel.original or "\0" in parcel.original or not place.is_relative_to(base) or not place.is_file():
        message = f"its article is not here: {parcel.original[:200]!r}"
        raise UnreadableInputError(message, place=parcel.place, hint=f"looked for in {base}; go to its project first")
    return place


def _sheet(run: Run, parcel: Parcel) -> Sheet:
    found = next(desk.sheets(run), None)
    if found is None:
        message = f"{parcel.original} has no catalog in {parcel.target}"
        hint = f"make it first: polyglot translate {parcel.original} --to {parcel.target}"
        raise UsageError(message, place=parcel.place, hint=hint)
    return found


def _matched(sheet: Sheet, returned: Sequence[Returned]) -> Iterator[tuple[Line | None, Returned]]:
    """Each segment that came back with its line: that of its context and source, else as two versions are aligned.

    Its texts come as the source file would have them.
    """
    by_context, known = {line.context: line for line in sheet.lines}, _codes(sheet)
    plain = [
        replace(one, source=_plain(one.source, one.context, known), target=_plain(one.target, one.context, known))
        for one in returned
    ]
    sure: dict[int, Line] = {}
    for index, one in enumerate(plain):
        line = by_context.get(one.context)
        if line is not None and (line.segment.text,) == one.source:
            sure[index] = by_context.pop(one.context)
    left = [index for index in range(len(plain)) if index not in sure]
    free = list(by_context.values())
    matches = align([xliff.spelled(plain[index].source) for index in left], [line.segment.text for line in free])
    found = sure | {left[match]: line for line, match in zip(free, matches, strict=True) if match is not None}
    return ((found.get(index), one) for index, one in enumerate(plain))


Codes = Mapping[tuple[str, str, Side], str]
"""What a code is, by the context of its segment, its id and which half it is."""


def _codes(sheet: Sheet) -> Codes:
    return {
        (context, piece.id, piece.side): piece.text
        for context, both in contents(sheet).items()
        for content in both
        for piece in content or ()
        if isinstance(piece, xliff.Code)
    }


def _plain(said: Content, context: str, known: Codes) -> Content:
    """A text as the source file would have it; codes that a tool emptied are those that went out."""
    filled = (
        known.get((context, piece.id, piece.side), "") if isinstance(piece, xliff.Code) and not piece.text else piece
        for piece in said
    )
    return (xliff.spelled(tuple(filled)),)


def _merged(sheet: Sheet, parcel: Parcel) -> _Merge:
    merge = _Merge(sheet)
    for line, returned in _matched(sheet, parcel.segments):
        merge.add(line, returned)
    return merge


class _Merge:
    """What is taken into a sheet, and what is not, and why."""

    def __init__(self, sheet: Sheet) -> None:
        self.decisions: dict[str, Decision] = {}
        self._sheet = sheet
        self._issues: list[Issue] = []
        self._unchanged = self._left = 0

    @property
    def news(self) -> bool:
        """Whether a colleague did anything that is not on record."""
        return bool(self.decisions) or self._left > 0

    def add(self, line: Line | None, returned: Returned) -> None:
        """Decide on a segment that came back."""
        (source,), (theirs,) = returned.source, returned.target
        assert isinstance(source, str)
        assert isinstance(theirs, str)
        wish = _wish(returned, theirs, line)
        if wish is None or _doubted_already(line, source, theirs) or _left_out(line, theirs):
            self._unchanged += 1
        elif _copied(returned, source, theirs):
            self._unchanged += 1
            self._say(line, Issue("copied", Severity.INFO, f"not taken: their text is the source: {source}"))
        elif line is None:
            self._leave(None, "gone", f"its sentence is not in the article any more: {source} → {theirs}")
        elif not theirs.strip():
            self._leave(line, "emptied", f"they have deleted the text; kept: {line.text}", Severity.WARNING)
        elif _decided_since(line, returned) and shown(line) != theirs:
            self._leave(line, "conflict", f"kept {line.text!r}, which a person wrote here meanwhile; theirs: {theirs}")
        elif line.segment.text != source:
            self._take_stale(line, source, theirs)
        else:
            self._take(line, Decision(theirs, wish), returned)

    def _leave(self, line: Line | None, kind: str, message: str, severity: Severity = Severity.ERROR) -> None:
        self._left += 1
        self._say(line, Issue(kind, severity, message))

    def _say(self, line: Line | None, *issues: Issue) -> None:
        """Issues, each with its place in the source where there is one."""
        if line is None:
            self._issues += [replace(issue, file=self._sheet.work.prepared.name) for issue in issues]
        else:
            self._issues += pipeline.located(self._sheet.work, line.place, issues)

    def _take_stale(self, line: Line, source: str, theirs: str) -> None:
        """A translation of what the source was before: kept in doubt, with the source that it was made for."""
        if _persons(line):
            self._leave(line, "conflict", f"kept {line.text!r}; theirs is for an earlier source: {source} → {theirs}")
            return
        self.decisions[line.context] = Decision(theirs, State.TRANSLATED, former=source)
        self._say(line, Issue("stale", Severity.WARNING, f"taken in doubt, as the source has changed since: {source}"))

    def _take(self, line: Line, decision: Decision, returned: Returned) -> None:
        self.decisions[line.context] = decision
        target = Target(decision.text, decision.state, Origin.HUMAN)
        self._say(line, *pipeline.examined(self._sheet.work, replace(line.place, former=None), target))
        if returned.state is State.FINAL:
            hint = "taken as reviewed; only `polyglot review approve` makes it final"
            self._say(line, Issue("final", Severity.INFO, hint))

    def outcome(self, parcel: Parcel, *, wrote: bool) -> Outcome:
        """What became of all of it."""
        sheet = self._sheet
        return Outcome(
            parcel.place,
            sheet.work.prepared.name,
            sheet.target,
            str(sheet.path),
            len(self.decisions),
            self._unchanged,
            self._left,
            tuple(self._issues),
            parcel.remarks,
            wrote,
        )


def _before(returned: Returned) -> tuple[State, str] | None:
    """What stood on record when a segment went out: how far it had come, and the digest of its text."""
    found = re.fullmatch(r"(\w+) ([0-9a-f]{8})", returned.stamp.strip())
    return (State(found[1]), found[2]) if found and found[1] in set(State) else None


def _wish(returned: Returned, theirs: str, line: Line | None) -> State | None:
    """How far a colleague wants to have a segment; None where they did nothing, or what is on record already.

    What they wrote themselves is reviewed unless they say that it is not. Without a word of what went out, what is on
    record now must do.
    """
    if returned.silent:
        return None
    state, digest = _before(returned) or _now(line)
    wrote = po.digest(theirs) != digest
    accepted = returned.state.rank >= State.REVIEWED.rank
    doubted = not wrote and not accepted and state.rank >= State.REVIEWED.rank
    if not wrote and not doubted and returned.state.rank <= state.rank:
        return None
    wish = State.REVIEWED if accepted or (wrote and returned.state is not State.INITIAL) else State.TRANSLATED
    if line is None or shown(line) != theirs:
        return wish
    if doubted:
        return None if _decided_since(line, returned) or state_of(line).rank <= wish.rank else wish
    return wish if wish.rank > state_of(line).rank else None


def _copied(returned: Returned, source: str, theirs: str) -> bool:
    """Whether a tool wrote the source where nobody translated it, as some do."""
    state, digest = _before(returned) or (State.INITIAL, "")
    return theirs == source and po.digest(theirs) != digest and returned.state.rank <= state.rank


def _left_out(line: Line | None, theirs: str) -> bool:
    """Whether a text is missing that a machine wrote: many tools give back only what somebody translated there."""
    return line is not None and not theirs.strip() and not _persons(line)


def _doubted_already(line: Line | None, source: str, theirs: str) -> bool:
    """Whether a text is on record, in doubt, with the earlier source that it was made for."""
    entry = line.place.entry if line else None
    return entry is not None and (entry.target, entry.previous) == (theirs, source)


def _now(line: Line | None) -> tuple[State, str]:
    return (state_of(line), po.digest(shown(line))) if line else (State.INITIAL, po.digest(""))


def _decided_since(line: Line, returned: Returned) -> bool:
    """Whether a person's word is on record that was not there, or not so far, when the segment went out."""
    before = _before(returned)
    if before is None or not _persons(line):
        return before is None and _persons(line)
    state, digest = before
    return digest not in {po.digest(line.text), po.digest(shown(line))} or state_of(line).rank > state.rank


def _persons(line: Line) -> bool:
    """Whether a person's word is on record."""
    entry = line.place.entry
    if entry is None or not entry.target:
        return False
    return entry.touched or (entry.provenance is not None and entry.provenance.origin == Origin.HUMAN)
