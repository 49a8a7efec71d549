"""Which rows of files make its concepts: the first of several for one time, with what house styles say otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from polyglot.glossary.concept import Concept, Usage
from polyglot.glossary.rows import concept
from polyglot.glossary.table import Row, Table
from polyglot.glossary.terms import Cell, Status
from polyglot.model import Tag

ANY = Tag("")
"""The tag of what a row of a style says of all its languages."""


class Where(NamedTuple):
    """Where a row stands."""

    sheet: int
    line: int
    start: int
    """In the bytes of the file."""
    end: int


class Head(NamedTuple):
    """What tells a row from the others of its concept."""

    id: str
    style: str
    since: str
    until: str
    styled: bool
    """Whether it has cells for a house style."""
    where: Where
    table: Table
    row: Row


def arranged(rows: Iterable[Head]) -> tuple[Sequence[Head], Mapping[str, Sequence[Head]]]:
    """The rows that make concepts, in the order in which they count, and versions of concepts for a house style.

    Those are the rows of a style whose concept has a row for everybody, or that share a term with one; a row of a style
    that has none stands alone.
    """
    first: dict[tuple[str, ...], Head] = {}
    for row in rows:
        first.setdefault((row.id, row.style.casefold(), row.since, row.until), row)
    plain = [row for row in first.values() if not row.style]
    styles = [row for row in first.values() if row.style]
    ids = {row.id for row in plain} if styles else set()
    alike = _by_terms(plain) if any(row.id not in ids for row in styles) else {}
    versions: defaultdict[str, list[Head]] = defaultdict(list)
    for row in styles:
        base = row.id if row.id in ids else next((alike[key] for key in _keys(row) if key in alike), None)
        if base is None:
            plain.append(row)
        else:
            versions[base].append(row)
    return _ordered(plain), versions


def _ordered(rows: Sequence[Head]) -> Sequence[Head]:
    """Rows in the order in which they count where the date is not known: what has ended comes last."""
    if not any(row.since or row.until for row in rows):
        return rows
    return sorted(rows, key=lambda row: 2 if row.until else 0 if row.since else 1)


def _by_terms(rows: Iterable[Head]) -> Mapping[tuple[Tag, str], str]:
    """The concepts that have each term; of several the first."""
    found: dict[tuple[Tag, str], str] = {}
    for row in rows:
        for key in _keys(row):
            found.setdefault(key, row.id)
    return found


def _keys(row: Head) -> Iterator[tuple[Tag, str]]:
    terms = concept(row.table, row.row).terms
    return ((term.tag, term.text) for term in terms if term.status is not Status.FORBIDDEN)


def joined(base: Concept, versions: Sequence[Concept]) -> Concept:
    """A row with the cells of its versions for house styles."""
    cells, said = list(base.cells), list(base.by_style)
    for row in versions:
        cells += [cell._replace(style=row.style) for cell in row.cells if not cell.style]
        usages = [*row.usages, *([(ANY, row.usage)] if row.usage is not Usage.MAP else [])]
        said += [Cell("usage", tag, row.style, usage) for tag, usage in usages]
        said += [Cell("first_mention", tag, row.style, text) for tag, text in row.first_mention]
    return replace(base, cells=tuple(cells), by_style=tuple(said)) if versions else base
