"""What a page shows of a sheet: paragraphs as in the article, each sentence beside its translation, said for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

import regex

from polyglot import locales
from polyglot.desk import Line, Sheet
from polyglot.direction import Direction
from polyglot.model import Code, CodeKind, Issue, Origin, Role, Segment, State, Tag
from polyglot.runs import Run
from polyglot.web import desks
from polyglot.web.offers import Offer, machine_texts, offers

WORDS = regex.compile(r"\w+|\s+|[^\w\s]")
"""What two versions of a text are compared by."""
HEADINGS = {Role.TITLE: "h2", Role.HEADING: "h3"}
"""The elements of the page that show a unit as what it is."""
STATES = {
    "missing": "No translation",
    "stale": "Source changed",
    "draft": "Draft",
    "doubtful": "Doubtful",
    "reviewed": "Accepted",
    "final": "Approved",
}
"""What stands in the margin of a sentence, and what it is called."""
ORIGINS = {Origin.HUMAN: "a person", Origin.TM: "memory", Origin.MT: "machine", Origin.SOURCE: ""}


@dataclass(frozen=True, slots=True)
class Language:
    """A language as a page needs it."""

    tag: Tag
    name: str
    direction: str
    """`ltr` or `rtl`."""

    @classmethod
    def of(cls, tag: Tag) -> Language:
        """The language of a tag."""
        return cls(tag, locales.name(tag, Tag("en")), "rtl" if locales.right_to_left(tag) else "ltr")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what it is: a kind of code, or, between two versions, `old` or `new`; empty for neither."""

    text: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a sentence, and what the glossary says of it."""

    source: str
    target: str
    others: tuple[str, ...]
    """Other forms that are right."""
    concept: str


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence beside its translation."""

    context: str
    number: int
    """Counts the sentences of the article from 1."""
    element: str
    source: tuple[Piece, ...]
    former: tuple[Piece, ...]
    """What changed in the source since a person translated it; empty where nothing did."""
    names: tuple[Name, ...]
    text: str
    state: str
    """A key of `STATES`."""
    origin: str
    """Who wrote the text, in words."""
    engine: str
    """Which machine wrote it, or drafted it for a person; empty where none did."""
    issues: tuple[Issue, ...]
    change: tuple[Piece, ...]
    """What a person changed in the machine's text; empty where nothing, or where that is not known."""
    offers: tuple[Offer, ...]
    is_open: bool
    """Whether it can be decided on."""

    @property
    def label(self) -> str:
        """Its state in words."""
        return STATES[self.state]

    @property
    def is_accepted(self) -> bool:
        """Whether a person has settled it."""
        return self.state in {"reviewed", "final"}


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of the article: a heading, a paragraph."""

    role: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """An article in one language."""

    name: str
    version: str
    source: Language
    target: Language
    blocks: tuple[Block, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All its sentences."""
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def accepted(self) -> int:
        """How many sentences a person has settled."""
        return sum(row.is_accepted for row in self.rows)

    def row(self, context: str) -> Row | None:
        """The row of a context."""
        return next((row for row in self.rows if row.context == context), None)


def page(run: Run, sheet: Sheet) -> Page:
    """What is shown of a sheet."""
    known = _Known(machine_texts(run, sheet, sheet.lines), offers(run, sheet))
    numbered = enumerate(sheet.lines, 1)
    blocks = tuple(
        Block(str(lines[0][1].place.unit.unit.role), tuple(_row(sheet, line, n, known) for n, line in lines))
        for lines in (list(group) for _, group in groupby(numbered, lambda item: item[1].place.unit.unit.id))
    )
    pair = sheet.work.direction.pair
    named = sheet.work.prepared.name
    return Page(named, desks.version_of(sheet), Language.of(pair.source), Language.of(pair.target), blocks)


class _Known(NamedTuple):
    """What is on record besides the catalog, by the contexts of lines."""

    machine: Mapping[str, str]
    offers: Mapping[str, tuple[Offer, ...]]


def _row(sheet: Sheet, line: Line, number: int, known: _Known) -> Row:
    state, direction = state_of(line), sheet.work.direction
    said = known.machine.get(line.context, "")
    changed = said and line.text and said != line.text and not line.place.stale
    return Row(
        context=line.context,
        number=number,
        element=HEADINGS.get(line.place.unit.unit.role, "p"),
        source=tuple(pieces(line.segment, direction)),
        former=tuple(compared(line.place.former, line.segment.text)) if line.place.former else (),
        names=tuple(names(line.segment, direction)),
        text=line.text,
        state=state,
        origin=_origin(line),
        engine=_engine(line),
        issues=tuple(dict.fromkeys(line.issues)),
        change=tuple(compared(said, line.text)) if changed else (),
        offers=known.offers.get(line.context, ()),
        is_open=desks.is_open(line),
    )


def state_of(line: Line) -> str:
    """How far a sentence has come: a key of `STATES`."""
    entry = line.place.entry
    if entry is None or not line.text:
        return "missing"
    if line.place.stale or entry.source != line.segment.text:
        return "stale"
    if entry.state.rank >= State.REVIEWED.rank:
        return str(entry.state)
    return "doubtful" if _is_a_persons(line) else "draft"


def _is_a_persons(line: Line) -> bool:
    """Whether the text on record is a person's."""
    entry = line.place.entry
    known = entry.provenance if entry else None
    return entry is not None and (entry.touched or (known is not None and known.origin == Origin.HUMAN))


def _origin(line: Line) -> str:
    if not line.text:
        return ""
    return ORIGINS[Origin.HUMAN if _is_a_persons(line) else line.target.origin if line.target else Origin.MT]


def _engine(line: Line) -> str:
    known = line.place.entry.provenance if line.place.entry else None
    return known.engine if known and line.text else ""


def pieces(segment: Segment, direction: Direction) -> Iterator[Piece]:
    """A source in stretches, each name with what the glossary wants for it."""
    at = 0
    for code in segment.codes:
        if code.span.start > at:
            yield Piece(segment.text[at : code.span.start])
        yield Piece(code.text, str(code.kind), _note(code, direction))
        at = code.span.end
    if at < len(segment.text):
        yield Piece(segment.text[at:])


def _note(code: Code, direction: Direction) -> str:
    form = direction.form(code)
    return f"{code.text} → {form[0]}" if form else ""


def names(segment: Segment, direction: Direction) -> Iterable[Name]:
    """The names of a sentence that the glossary has a form for, each once."""
    found: dict[str, Name] = {}
    for code in segment.codes:
        form = direction.form(code) if code.kind is CodeKind.NAME else None
        if form is not None:
            others = tuple(other for other in dict.fromkeys(form[1]) if other != form[0])
            found.setdefault(code.text, Name(code.text, form[0], others, code.value))
    return found.values()


def compared(old: str, new: str) -> Iterator[Piece]:
    """Two versions of a text in one, word by word: what both have, what only the first has, what only the second.

    >>> [(piece.kind, piece.text) for piece in compared("a red door", "a blue door")]
    [('', 'a '), ('old', 'red'), ('new', 'blue'), ('', ' door')]
    """
    before, after = WORDS.findall(old), WORDS.findall(new)
    for _, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = before[start:end], after[first:last]
        if gone == come:
            yield from _joined(gone, "")
        else:
            yield from _joined(gone, "old")
            yield from _joined(come, "new")


def _joined(words: Sequence[str], kind: str) -> Iterator[Piece]:
    if words:
        yield Piece("".join(words), kind)
