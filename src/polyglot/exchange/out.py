"""What goes out: a catalog as a review file, or as a catalog of its own."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Literal

from polyglot import files, locales, po, protect, reuse, xliff
from polyglot.alignment import likeness
from polyglot.desk import Line, Sheet
from polyglot.direction import Direction
from polyglot.memory import Memory
from polyglot.model import Code, CodeKind, Origin, Side, Span, State
from polyglot.xliff import Content, Mark, Match, Note, Piece

Shape = Literal["po", "xliff", "xliff12"]
ENDINGS: Mapping[Shape, str] = {"po": ".po", "xliff": ".xlf", "xliff12": ".xlf"}
VERSIONS: Mapping[Shape, xliff.Version] = {"xliff": "2.1", "xliff12": "1.2"}
ARTICLE = "X-Polyglot-Article"
"""The header field of a catalog that goes out: whose it is."""
EXPORTED = "exported: "
"""How the extracted comment begins that says what stood on record when an entry went out."""
INLINE = {CodeKind.TAG, CodeKind.PLACEHOLDER, CodeKind.CODE}
"""The codes that a translator's tool shows as tags; numbers, addresses and names are text to it."""
OWN_NOTES = {"names", "issue"}
"""The kinds of the notes that go out; others are a colleague's."""
FindMatches = Callable[[Sheet, Line], Iterable[Match]]
"""What a memory offers for a segment."""


def from_memory(known: Memory) -> FindMatches:
    """What a memory has for each segment, but for what its catalog says already."""

    def find(sheet: Sheet, line: Line) -> Iterator[Match]:
        for one in reuse.offers(sheet.work.direction, known, line.segment):
            if one.text != line.text:
                source = one.kept.unit.source if one.match == "fuzzy" else line.segment.text
                yield Match((source,), (one.text,), one.kept.file, float(one.likeness))

    return find


def nothing(_sheet: Sheet, _line: Line) -> Iterable[Match]:
    """Where there is no memory to ask."""
    return ()


def doubtful(line: Line) -> bool:
    """Whether a person should look at a segment: nobody has reviewed it, and there is something to say of it."""
    return state_of(line).rank < State.REVIEWED.rank and bool(line.issues)


def wanted(sheet: Sheet, *, only_doubtful: bool) -> tuple[Line, ...]:
    """The segments of a sheet that go out."""
    return tuple(line for line in sheet.lines if doubtful(line) or not only_doubtful)


def name_of(sheet: Sheet, shape: Shape) -> str:
    """What a sheet's file is called: below the folder of its locale, as its article lies in the project."""
    parts = [part for part in PurePosixPath(sheet.work.prepared.name).parts if part not in {"/", ".."}]
    return f"{locales.posix(sheet.target)}/{'/'.join(parts)}{ENDINGS[shape]}"


def exported(
    sheet: Sheet,
    shape: Shape,
    *,
    only_doubtful: bool = False,
    find: FindMatches = nothing,
    standing: Path | None = None,
) -> bytes:
    """The bytes of a sheet's file; empty where none of its segments goes out.

    `standing` is the file that is written again: what a tool added there is kept.
    """
    lines = wanted(sheet, only_doubtful=only_doubtful)
    if not lines:
        return b""
    if shape == "po":
        return _catalog(sheet, lines).encode()
    before = files.current(standing) if standing else None
    return xliff.write([file_of(sheet, lines, find)], VERSIONS[shape], before, str(standing))


def _catalog(sheet: Sheet, lines: Sequence[Line]) -> str:
    """The catalog with those segments alone, each saying what stood there, and whose catalog it is."""
    catalog = sheet.work.catalog
    assert catalog is not None
    by_entry = {id(line.place.entry): line for line in lines}
    entries = tuple(
        replace(entry, extracted=(*entry.extracted, EXPORTED + _stamp(by_entry[id(entry)], entry.target)))
        for entry in catalog.entries
        if id(entry) in by_entry
    )
    header = (*(field for field in catalog.header if field[0] != ARTICLE), (ARTICLE, sheet.work.prepared.name))
    return po.render(replace(catalog, header=header, entries=entries))


def _stamp(line: Line, text: str) -> str:
    """What goes out for a segment, shortly."""
    return f"{state_of(line)} {po.digest(text)}"


def state_of(line: Line) -> State:
    """How far a segment has come; a person's text that is marked fuzzy is in doubt, even where it may be published."""
    entry = line.place.entry
    fuzzy = entry is not None and entry.fuzzy and entry.target == shown(line)
    return min(line.state, State.TRANSLATED, key=lambda state: state.rank) if fuzzy else line.state


def shown(line: Line) -> str:
    """The text that answers a segment's source as it is now; empty where none does."""
    return line.target.text if line.target and line.target.state is not State.INITIAL else ""


def file_of(sheet: Sheet, lines: Iterable[Line], find: FindMatches = nothing) -> xliff.File:
    """A sheet as a review file."""
    source, said = sheet.work.prepared, contents(sheet)
    units: dict[str, list[xliff.Segment]] = {}
    roles: dict[str, str] = {}
    for line in lines:
        unit = line.place.unit.unit
        roles[unit.id] = str(unit.role)
        matches = (*_former(line), *find(sheet, line))
        units.setdefault(unit.id, []).append(replace(_segment(line, *said[line.context]), matches=matches))
    made = tuple(xliff.Unit(name, roles[name], tuple(segments)) for name, segments in units.items())
    return xliff.File(source.name, source.source, sheet.target, made)


def _segment(line: Line, source: Content, target: Content | None) -> xliff.Segment:
    said = line.target if target is not None else None
    origin = str(said.origin) if said and said.origin is not Origin.HUMAN else ""
    notes = [Note("names", "; ".join(line.notes))] if line.notes else []
    notes += [Note("issue", f"{issue.kind}: {issue.message}") for issue in line.issues]
    state = state_of(line) if said else State.INITIAL
    return xliff.Segment(line.context, source, target, state, origin, _stamp(line, shown(line)), tuple(notes))


def _former(line: Line) -> Iterator[Match]:
    """What a person wrote for an earlier version of the source."""
    if line.place.former is not None and line.text:
        alike = float(round(likeness(line.place.former, line.segment.text)))
        yield Match((line.place.former,), (line.text,), "the same sentence, before its source changed", alike)


class _Numbers:
    """Ids for the codes and marks of one unit."""

    def __init__(self) -> None:
        self._given: defaultdict[str, int] = defaultdict(int)
        self.waiting: list[str] = []
        """The codes that were opened and not closed yet, maybe in another segment."""

    def next(self, kind: str) -> str:
        self._given[kind] += 1
        return f"{kind}{self._given[kind]}"


def contents(sheet: Sheet) -> dict[str, tuple[Content, Content | None]]:
    """Source and target of each segment by its context, with their inline codes: a code has one id on both sides."""
    numbers: defaultdict[str, _Numbers] = defaultdict(_Numbers)
    found: dict[str, tuple[Content, Content | None]] = {}
    for line in sheet.lines:
        own = numbers[line.place.unit.unit.id]
        source = _source(sheet.work.direction, line, own)
        found[line.context] = source, _target(sheet.work.direction, line, source, own)
    return found


def _target(direction: Direction, line: Line, source: Content, numbers: _Numbers) -> Content | None:
    """The target of a segment; None where it has none."""
    target = line.target
    if target is None or not shown(line):
        return None
    known: defaultdict[str, deque[xliff.Code]] = defaultdict(deque)
    for piece in source:
        if isinstance(piece, xliff.Code):
            known[piece.text].append(piece)
    found = [code for code in direction.found(line.segment, target.text) if code.kind in INLINE]
    codes = [(code.span, known[code.text].popleft() if known[code.text] else _added(code, numbers)) for code in found]
    return _cut(target.text, codes)


def _added(code: Code, numbers: _Numbers) -> xliff.Code:
    """A code that the source does not have."""
    return xliff.Code(numbers.next("x"), Side.NONE, code.text)


def _source(direction: Direction, line: Line, numbers: _Numbers) -> Content:
    """A source with its inline codes, and its names marked."""
    pieces: list[tuple[Span, Piece]] = []
    for code in protect.spread(line.segment.codes):
        if code.kind is CodeKind.NAME:
            form = direction.form(code)
            if form is not None:
                name, (start, end) = numbers.next("m"), code.span
                pieces += [
                    (Span(start, start), Mark(name, Side.OPEN, form[0])),
                    (Span(end, end), Mark(name, Side.CLOSE)),
                ]
        elif code.kind in INLINE:
            paired = code.side is Side.CLOSE and numbers.waiting
            name = numbers.waiting.pop() if paired else numbers.next("c")
            if code.side is Side.OPEN:
                numbers.waiting.append(name)
            pieces.append((code.span, xliff.Code(name, code.side, code.text)))
    return _cut(line.segment.text, _in_order(pieces))


def _in_order(pieces: Iterable[tuple[Span, Piece]]) -> list[tuple[Span, Piece]]:
    """Pieces as they stand in the text: a name ends before what begins where it ends."""

    def place(one: tuple[Span, Piece]) -> tuple[int, int, int]:
        ends = isinstance(one[1], Mark) and one[1].side is Side.CLOSE
        return one[0].start, -1 if ends else 0, one[0].end

    return sorted(pieces, key=place)


def _cut(text: str, pieces: Iterable[tuple[Span, Piece]]) -> Content:
    """A text with pieces in the place of their spans."""
    found: list[Piece] = []
    at = 0
    for span, piece in pieces:
        found += [text[at : span.start], piece]
        at = span.end
    return xliff.joined([*found, text[at:]])
