"""A glossary file as a table: bytes to columns and rows (CSV, RFC 4180, or with semicolons or tabs, as Excel saves)."""

from __future__ import annotations

import dataclasses
import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from polyglot import delimited, locales
from polyglot.errors import GlossaryError, UnknownLanguageError
from polyglot.glossary.terms import DISPLACED, NAMES
from polyglot.model import Issue, Severity, Tag

PLAIN = ("concept", "kind", "gender", "status", "usage", "case", "style", "since", "until", "note")
PER_TAG = ("forms", "deprecated", "forbidden", "except", "usage", "first_mention")
UNKNOWN = "unknown"
NO_TAG = Tag("")
HEADER = re.compile(r"[\r\n]*([^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*)")
LARGEST = 32 * 2**20
"""Bytes; a glossary of a hundred thousand rows has less."""
LEGAL = (
    f"columns are {', '.join(PLAIN)}, a language tag (fr, pt-BR), a tag with a house style (en@AP), "
    f"{', '.join(f'{field}.<tag>' for field in PER_TAG)}"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a glossary file."""

    kind: str
    severity: Severity
    message: str
    hint: str
    file: str
    row: int = 0
    """The line of the file, from 1; 0 where it concerns the file."""
    column: int = 0
    """The column of the table, from 1; 0 where it concerns the row."""

    @property
    def issue(self) -> Issue:
        """As `polyglot glossary lint` reports it."""
        return Issue(self.kind, self.severity, f"{self.message}; {self.hint}", self.file, self.row, self.column)

    @property
    def error(self) -> GlossaryError:
        """As an exception."""
        place = ":".join([self.file, *(str(number) for number in (self.row, self.column) if number)])
        return GlossaryError(self.message, place=place, hint=self.hint)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says."""

    number: int
    """From 1, as spreadsheets and issues count."""
    heading: str
    field: str
    """`names` under a language tag, otherwise the word before the dot; empty for a column without a heading."""
    tag: Tag = NO_TAG
    style: str = ""


class Row(NamedTuple):
    """A line of the table: as many cells as there are columns."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A glossary file, taken apart."""

    file: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Many rows are read, and none is garbage: to look for that over and over takes as long as reading them."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that paths name, in their order; a folder stands for its `.csv` and `.tsv` files, by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.suffix.lower() in {".csv", ".tsv"})
        else:
            yield path


def read(data: bytes, file: str) -> Table:
    """Take a glossary file apart; what is wrong with it is told in `problems`, and wrong rows are left out."""
    try:
        text = _decoded(data, file)
        return _table(text, file)
    except _BrokenError as broken:
        return Table(file, (), (), (broken.problem,))


class _BrokenError(Exception):
    """A file that cannot be read on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _broken(kind: str, message: str, hint: str, file: str, row: int = 0) -> _BrokenError:
    return _BrokenError(Problem(kind, Severity.ERROR, message, hint, file, row))


def _decoded(data: bytes, file: str) -> str:
    """The text of a file that must be UTF-8, without its mark."""
    hint = 'save it as "CSV UTF-8"'
    if len(data) > LARGEST:
        raise _broken("size", f"is larger than {LARGEST // 2**20} MiB", "split it", file)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _broken("encoding", "is UTF-16, not UTF-8", hint, file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}"
        raise _broken("encoding", message, hint, file, line) from None


def _table(text: str, file: str) -> Table:
    """The header and the rows."""
    lines = _lines(text, file)
    header = next(lines, None)
    if header is None:
        raise _broken("empty", "is empty", f"begin with a header row: {LEGAL}", file)
    columns, problems = _columns(header, file)
    missing = _missing(columns, file, header.number)
    if missing:
        return Table(file, columns, (), (*problems, missing))
    rows = []
    whole, count = all(column.heading for column in columns), len(columns)
    try:
        for line in lines:
            row = _trimmed(line, count)
            wrong = [] if whole and len(row.cells) == count else _misshapen(row, columns, file)
            problems += wrong
            if not wrong:
                rows.append(row)
    except _BrokenError as broken:
        problems.append(broken.problem)
    return Table(file, columns, tuple(rows), tuple(problems))


def _lines(text: str, file: str) -> Iterator[Row]:
    """The lines that are not blank."""
    try:
        for number, cells in delimited.rows(text, _delimiter(text)):
            yield Row(number, cells)
    except delimited.BrokenRowError as broken:
        hint = 'put a cell that contains " into quotes and double those inside; nothing after this row was read'
        message = f"the quotes of this row are wrong: {broken.message}"
        problem = Problem("quoting", Severity.ERROR, message, hint, file, broken.line, broken.column)
        raise _BrokenError(problem) from None


def _delimiter(text: str) -> str:
    """The character that parts the header into the most columns that mean something."""
    said = delimited.told(text)
    if said:
        return said
    found = HEADER.match(text)
    header = found.group(1) if found else ""

    def meaning(delimiter: str) -> int:
        return sum(_known(heading.strip(' \r"')) for heading in header.split(delimiter))

    return max(delimited.DELIMITERS, key=meaning)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of which everything is in order, to read single rows of; most rows of a large one are never asked for."""

    file: str
    digest: str
    data: bytes = dataclasses.field(repr=False, compare=False)
    columns: tuple[Column, ...]
    delimiter: str

    @staticmethod
    def of(data: bytes, file: str, digest: str, start: int) -> Sheet:
        """A file with its header, which ends somewhere before a `start`; without one the file has no row."""
        if not start:
            return Sheet(file, digest, b"", (), delimited.DELIMITERS[0])
        text = data[:start].decode("utf-8-sig")
        return Sheet(file, digest, data, _columns(next(_lines(text, file)), file)[0], _delimiter(text))

    def row(self, number: int, start: int, end: int) -> Row:
        """The row of a line, which begins at `start` and ends before `end`; other lines may stand between them."""
        text = self.data[start:end].decode("utf-8")
        cells = next(delimited.reader(text, self.delimiter))
        return Row(number, tuple(cells[: len(self.columns)]))

    def rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The cells of all rows, the header too, with their line numbers."""
        return delimited.rows(self.data.decode("utf-8-sig"), self.delimiter)


def starts(data: bytes, rows: Iterable[Row]) -> Iterator[int]:
    """Where rows begin in the bytes of their file."""
    lines = [0, *accumulate(map(len, data.splitlines(keepends=True)))]
    return (lines[row.number - 1] for row in rows)


def _known(heading: str) -> bool:
    return (
        heading.lower().partition(".")[0] in {*PLAIN, *PER_TAG}
        or locales.SHAPE.fullmatch(heading.partition("@")[0]) is not None
    )


def _columns(header: Row, file: str) -> tuple[tuple[Column, ...], list[Problem]]:
    """What the columns say, and what is wrong with the header."""
    columns: list[Column] = []
    problems: list[Problem] = []
    for number, heading in enumerate(map(str.strip, header.cells), 1):
        column = _column(number, heading)
        twin = next((one for one in columns if column.field and _says(one) == _says(column)), None)
        if column.field == UNKNOWN:
            kind, message, hint = _unknown(heading)
            problems.append(Problem(kind, Severity.ERROR, message, hint, file, header.number, number))
        elif twin:
            message = f"column {heading!r} is there twice"
            hint = f"join columns {twin.number} and {number}; several names are separated by |"
            problems.append(Problem("duplicate-column", Severity.ERROR, message, hint, file, header.number, number))
        columns.append(column)
    return tuple(columns), problems


def _says(column: Column) -> tuple[str, ...]:
    return column.field, column.tag, column.style


def _missing(columns: Sequence[Column], file: str, row: int) -> Problem | None:
    """The column without which no row says anything."""
    fields = {column.field for column in columns}
    for field, called in (("concept", "'concept'"), (NAMES, "that is a language tag")):
        if field not in fields:
            return Problem("missing-column", Severity.ERROR, f"there is no column {called}", LEGAL, file, row)
    return None


def _column(number: int, heading: str) -> Column:
    """What a heading means; of the field `UNKNOWN` where it means nothing."""
    if heading.lower() in PLAIN or not heading:
        return Column(number, heading, heading.lower())
    field, dot, rest = heading.partition(".")
    tag, at, style = (rest if dot else heading).partition("@")
    if (dot and field.lower() not in PER_TAG) or (at and style.strip() in {"", DISPLACED}):
        return Column(number, heading, UNKNOWN)
    try:
        return Column(number, heading, field.lower() if dot else NAMES, locales.parse(tag), style.strip())
    except UnknownLanguageError:
        return Column(number, heading, UNKNOWN)


def _unknown(heading: str) -> tuple[str, str, str]:
    """The kind of problem, the message and the hint for a heading that means nothing."""
    field, _, rest = heading.rpartition(".")
    tag, at, style = rest.partition("@")
    if field.lower() in {"", *PER_TAG} and locales.SHAPE.fullmatch(tag) and (style not in {"", DISPLACED} or not at):
        return "unknown-tag", f"column {heading!r}: CLDR knows no language {tag!r}", LEGAL
    near = get_close_matches(heading.lower(), (*PLAIN, *(f"{field}.<tag>" for field in PER_TAG)), n=1)
    hint = f"did you mean {near[0]}? {LEGAL}" if near else LEGAL
    return "unknown-column", f"column {heading!r} is neither a field nor a language tag", hint


def _trimmed(row: Row, width: int) -> Row:
    """A row without empty cells beyond the last column, which spreadsheets leave where something once stood."""
    surplus = row.cells[width:]
    return Row(row.number, row.cells[:width]) if surplus and not any(cell.strip() for cell in surplus) else row


def _misshapen(row: Row, columns: Sequence[Column], file: str) -> list[Problem]:
    """What is wrong with the shape of a row."""
    count = len(row.cells)
    if count != len(columns):
        message = f"the row has {count} cells, the header {len(columns)}"
        hint = "a name that contains the delimiter stands in quotes; empty cells at the end count"
        return [Problem("row-length", Severity.ERROR, message, hint, file, row.number)]
    return [
        Problem("unnamed-column", Severity.ERROR, "the cell has no heading", LEGAL, file, row.number, column.number)
        for column, cell in zip(columns, row.cells, strict=True)
        if cell.strip() and not column.heading
    ]
