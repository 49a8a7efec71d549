"""Which rows make the concepts of files that are in order: what is worked out of large ones once, and kept."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import NamedTuple

from polyglot.glossary.table import Table, starts
from polyglot.glossary.versions import Head, Where, arranged

NUMBERS = "I"
"""The type code of arrays of numbers: a file has fewer bytes than four of its own can count."""
APART = "\0"
"""Between the identities of concepts where they are one text; no cell that is in order has it."""
WIDTH = len(Where._fields)
TOLD = ("concept", "style", "since", "until")
"""The columns that tell rows apart."""


def numbers(data: bytes) -> array[int]:
    """Numbers out of their bytes."""
    found = array(NUMBERS)
    found.frombytes(data)
    return found


class Plan(NamedTuple):
    """Concepts by their numbers, as plain as it lies in a file."""

    ids: str
    """The identity of each."""
    places: array[int]
    """The four numbers of the `Where` of each, one after the other."""
    versions: array[int]
    """For each row of a house style the number of the concept about which it says something, then its `Where`."""
    dated: array[int]
    """The numbers of those that count for a time only."""
    styled: array[int]
    """The numbers of those about which a house style says something."""
    headers: array[int]
    """Where the first row of each file begins, behind its header; 0 where it has none."""

    @staticmethod
    def of(parts: Sequence[bytes]) -> Plan:
        """What `parts` gave."""
        ids, *others = parts
        return Plan(ids.decode(), *map(numbers, others))

    def parts(self) -> Sequence[bytes]:
        """As bytes."""
        ids, *others = self
        return [ids.encode(), *(part.tobytes() for part in others)]


def planned(tables: Sequence[Table], files: Sequence[bytes]) -> Plan:
    """Which rows of the tables of some files make concepts."""
    heads = [list(_heads(*one)) for one in zip(range(len(tables)), tables, files, strict=True)]
    rows, versions = arranged(chain.from_iterable(heads))
    said = {number: versions[row.id] for number, row in enumerate(rows) if row.id in versions and not row.style}
    told = ((number, *version.where) for number, every in said.items() for version in every)
    return Plan(
        ids=APART.join([row.id for row in rows]),
        places=array(NUMBERS, chain.from_iterable([row.where for row in rows])),
        versions=array(NUMBERS, chain.from_iterable(told)),
        dated=array(NUMBERS, [number for number, row in enumerate(rows) if row.since or row.until]),
        styled=array(NUMBERS, [at for at, row in enumerate(rows) if row.styled or row.style or at in said]),
        headers=array(NUMBERS, [each[0].where.start if each else 0 for each in heads]),
    )


def _heads(sheet: int, table: Table, data: bytes) -> Iterator[Head]:
    """What tells the rows of a table apart."""
    columns = {column.field: column.number - 1 for column in table.columns if not column.tag}
    own = [column.number - 1 for column in table.columns if column.style]
    told = (_column(table, columns[field]) if field in columns else repeat("") for field in TOLD)
    styled = (any(row.cells[at].strip() for at in own) for row in table.rows) if own else repeat(bool(own))
    begin = list(starts(data, table.rows))
    lines = (row.number for row in table.rows)
    places = map(Where, repeat(sheet), lines, begin, (*begin[1:], len(data)))
    return map(Head, *told, styled, places, repeat(table), table.rows)


def _column(table: Table, at: int) -> Sequence[str]:
    return [row.cells[at].strip() for row in table.rows]
