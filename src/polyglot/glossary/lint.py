"""Files to a glossary: `lint` tells everything that is wrong with them, `load` refuses at the first error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from polyglot.glossary.checks import Entry, Place, between_rows, in_row
from polyglot.glossary.concept import Concept, Glossary
from polyglot.glossary.rows import concept
from polyglot.glossary.table import LARGEST, Problem, Table, files, read
from polyglot.model import Issue, Severity


def load(paths: Sequence[Path], *, trusted: bool = False) -> Glossary:
    """The glossary that files, and folders of files, make together; of several rows for a concept the first counts.

    Raises `GlossaryError` at the first error that `lint` would report, with the place `file:row`; files that are
    `trusted`, as those shipped, which the tests lint, are only read.
    """
    contents = tuple(_contents(paths))
    entries, problems = _read(contents) if trusted else _examined(contents)
    for problem in problems:
        if problem.severity is Severity.ERROR:
            raise problem.error
    concepts: dict[str, Concept] = {}
    for _, one in entries:
        concepts.setdefault(one.id, one)
    digests = sorted(sha256(content.data).hexdigest() for content in contents)
    return Glossary(tuple(concepts.values()), sha256("".join(digests).encode()).hexdigest()[:12])


def lint(paths: Sequence[Path]) -> tuple[Issue, ...]:
    """Everything that is wrong with glossary files, by file, row and column; `column` counts cells from 1."""
    _, problems = _examined(tuple(_contents(paths)))
    return tuple(problem.issue for problem in problems)


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it was read, or why it was not."""

    file: str
    data: bytes = b""
    unreadable: Problem | None = None


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
    order = {content.file: number for number, content in enumerate(contents)}
    return entries, sorted(problems, key=lambda problem: (order[problem.file], problem.row, problem.column))


def _read(contents: Sequence[Content]) -> tuple[list[Entry], list[Problem]]:
    """The concepts of files with their rows, and where they are no tables."""
    tables = [_table(content) for content in contents]
    entries = [(Place(table, row), concept(table, row)) for table in tables for row in table.rows]
    return entries, [problem for table in tables for problem in table.problems]


def _table(content: Content) -> Table:
    if content.unreadable:
        return Table(content.file, (), (), (content.unreadable,))
    return read(content.data, content.file)
