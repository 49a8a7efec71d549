"""Files to a glossary: `lint` tells everything that is wrong with them, `load` refuses at the first error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path

from polyglot import resources
from polyglot.glossary import compiled
from polyglot.glossary.checks import Entry, Place, between_rows, grave_in_row, in_row, same_concept
from polyglot.glossary.concept import Glossary
from polyglot.glossary.doubts import doubtful
from polyglot.glossary.plan import Plan, planned
from polyglot.glossary.rows import concept
from polyglot.glossary.sheets import OfFiles
from polyglot.glossary.table import LARGEST, Problem, Sheet, Table, files, read, undisturbed
from polyglot.model import Issue, Severity

MOST = 20
"""So many errors are told beside the first; `lint` tells all."""
LARGE = 2**20
"""Bytes of glossary files; what is worked out of less is not worth a file in the cache."""


def load(paths: Sequence[Path]) -> Glossary:
    """The glossary that files, and folders of files, make together; of rows for one concept and time the first counts.

    Raises `GlossaryError` for the first error that `lint` would report, with the place `file:row`, and some of the
    `more` that it would report. What is the same as
    a file that polyglot ships, as `init` copies it, is not examined again, and large files are examined once.
    """
    contents = tuple(_contents(paths))
    large = sum(len(content.data) for content in contents) >= LARGE
    name = compiled.key("concepts", *(content.digest for content in contents)) if large else ""
    kept = compiled.recall(name) if large else None
    with undisturbed():
        plan = Plan.of(kept) if kept else _plan(contents)
    if large and not kept:
        compiled.keep(name, plan.parts())
    digests = sorted(content.digest for content in contents)
    return Glossary(_concepts(contents, plan), sha256("".join(digests).encode()).hexdigest()[:12])


def _concepts(contents: Sequence[Content], plan: Plan) -> OfFiles:
    """The concepts of files that are in order, as planned."""
    sheets = [Sheet.of(one.data, one.file, one.digest, at) for one, at in zip(contents, plan.headers, strict=True)]
    return OfFiles(sheets, plan)


def _plan(contents: Sequence[Content]) -> Plan:
    """Which rows of files make their concepts. Raises `GlossaryError` where one is wrong."""
    tables = [_table(content) for content in contents]
    _refuse(tables, contents)
    return planned(tables, [content.data for content in contents])


def _refuse(tables: Sequence[Table], contents: Sequence[Content]) -> None:
    """Raise `GlossaryError` where a row is wrong: the first one, with the others."""
    known = _shipped() if contents else frozenset()
    problems = [problem for table in tables for problem in table.problems]
    own = [table for table, content in zip(tables, contents, strict=True) if content.digest not in known]
    for table in own:
        for row in doubtful(table):
            problems += grave_in_row(Place(table, row), concept(table, row))
    if own:
        problems += same_concept(_namesakes(tables))
    errors = [problem.error for problem in _ordered(problems, contents) if problem.severity is Severity.ERROR]
    if errors:
        errors[0].more = tuple(errors[1 : MOST + 1])
        raise errors[0]


def _ids(table: Table) -> list[str]:
    """What the rows of a table call their concepts."""
    at = next((column.number - 1 for column in table.columns if column.field == "concept"), 0)
    return [row.cells[at].strip() for row in table.rows]


def _namesakes(tables: Sequence[Table]) -> list[Entry]:
    """The rows whose concept others have as well."""
    every = [_ids(table) for table in tables]
    often = Counter(chain.from_iterable(every))
    if len(often) == sum(often.values()):
        return []
    return [
        (Place(table, row), concept(table, row))
        for table, ids in zip(tables, every, strict=True)
        for row, one in zip(table.rows, ids, strict=True)
        if often[one] > 1
    ]


@cache
def _shipped() -> frozenset[str]:
    """The digests of the files that polyglot ships, which its tests lint."""
    return frozenset(content.digest for content in _contents([resources.shipped("glossary")]))


def lint(paths: Sequence[Path]) -> tuple[Issue, ...]:
    """Everything that is wrong with glossary files, by file, row and column; `column` counts cells from 1."""
    _, problems = _examined(tuple(_contents(paths)))
    return tuple(problem.issue for problem in problems)


def examine(data: bytes, file: str) -> tuple[Issue, ...]:
    """Everything that is wrong with the bytes of a glossary file, which need not be written yet."""
    _, problems = _examined((Content(file, data),))
    return tuple(problem.issue for problem in problems)


@dataclass(frozen=True)
class Content:
    """A file as it was read, or why it was not."""

    file: str
    data: bytes = b""
    unreadable: Problem | None = None

    @cached_property
    def digest(self) -> str:
        """A SHA-256 over the bytes, in hex."""
        return sha256(self.data).hexdigest()


def _contents(paths: Sequence[Path]) -> Iterator[Content]:
    """The files that paths name."""
    for path in files(paths):
        try:
            with path.open("rb") as opened:
                yield Content(str(path), opened.read(LARGEST + 1))
        except OSError as error:
            message = "cannot be read: " + (error.strerror or "unknown reason").lower()
            hint = "name a CSV file or a folder that has some"
            yield Content(str(path), unreadable=Problem("unreadable", Severity.ERROR, message, hint, str(path)))


def _examined(contents: Sequence[Content]) -> tuple[list[Entry], list[Problem]]:
    """The concepts of files with their rows, and what is wrong, in the order of files, rows and columns."""
    entries, problems = _read(contents)
    problems += [problem for place, one in entries for problem in in_row(place, one)]
    problems += between_rows(entries)
    return entries, _ordered(problems, contents)


def _ordered(problems: Iterable[Problem], contents: Sequence[Content]) -> list[Problem]:
    """Problems in the order of files, rows and columns."""
    order = {content.file: number for number, content in enumerate(contents)}
    return sorted(problems, key=lambda problem: (order[problem.file], problem.row, problem.column))


def _read(contents: Sequence[Content]) -> tuple[list[Entry], list[Problem]]:
    """The concepts of files with their rows, and where they are no tables."""
    tables = [_table(content) for content in contents]
    entries = [(Place(table, row), concept(table, row)) for table in tables for row in table.rows]
    return entries, [problem for table in tables for problem in table.problems]


def _table(content: Content) -> Table:
    if content.unreadable:
        return Table(content.file, (), (), (content.unreadable,))
    return read(content.data, content.file)
