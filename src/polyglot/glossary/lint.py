"""Files to a glossary: `lint` tells everything that is wrong with them, `load` refuses at the first error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from polyglot import resources
from polyglot.glossary.checks import Entry, Place, between_rows, in_row, same_concept
from polyglot.glossary.concept import Concept, Glossary
from polyglot.glossary.rows import concept
from polyglot.glossary.style import joined, ordered
from polyglot.glossary.table import LARGEST, Problem, Table, files, read
from polyglot.model import Issue, Severity


def load(paths: Sequence[Path]) -> Glossary:
    """The glossary that files, and folders of files, make together; of rows for one concept and time the first counts.

    Raises `GlossaryError` at the first error that `lint` would report, with the place `file:row`. What is the same as
    a file that polyglot ships, as `init` copies it, is not examined again.
    """
    contents = tuple(_contents(paths))
    entries, problems = _read(contents)
    known = _shipped() if contents else frozenset()
    own = {content.file for content in contents if content.digest not in known}
    if own:
        problems += [problem for place, one in entries if place.table.file in own for problem in in_row(place, one)]
        problems += same_concept(entries)
    for problem in _ordered(problems, contents):
        if problem.severity is Severity.ERROR:
            raise problem.error
    rows: dict[tuple[str, ...], Concept] = {}
    for _, one in entries:
        rows.setdefault((one.id, one.style.casefold(), one.since, one.until), one)
    digests = sorted(content.digest for content in contents)
    return Glossary(ordered(joined(tuple(rows.values()))), sha256("".join(digests).encode()).hexdigest()[:12])


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


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it was read, or why it was not."""

    file: str
    data: bytes = b""
    unreadable: Problem | None = None

    @property
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
