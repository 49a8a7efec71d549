"""Which rows make the concepts of files that are in order: what is worked out of large ones once, and kept."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
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
    headers = array(NUMBERS, (each[0].where.start if each else 0 for each in heads))
    places = array(NUMBERS, chain.from_iterable(row.where for row in rows))
    dated = array(NUMBERS, (number for number, row in enumerate(rows) if row.since or row.until))
    styled = array(NUMBERS, (number for number, row in enumerate(rows) if _is_styled(row, versions)))
    told = ((number, *version.where) for number, row in enumerate(rows) for version in _versions(row, versions))
    ids = APART.join([row.id for row in rows])
    return Plan(ids, places, array(NUMBERS, chain.from_iterable(told)), dated, styled, headers)


def _heads(sheet: int, table: Table, data: bytes) -> Iterator[Head]:
    """What tells the rows of a table apart."""
    columns = {column.field: column.number - 1 for column in table.columns if not column.tag}
    told = [columns.get(field) for field in TOLD]
    own = [column.number - 1 for column in table.columns if column.style]
    begin = list(starts(data, table.rows))
    for row, start, end in zip(table.rows, begin, (*begin[1:], len(data)), strict=False):
        one, style, since, until = [row.cells[at].strip() if at is not None else "" for at in told]
        styled = any(row.cells[number].strip() for number in own)
        yield Head(one, style, since, until, styled, Where(sheet, row.number, start, end), table, row)


def _versions(row: Head, versions: Mapping[str, Sequence[Head]]) -> Sequence[Head]:
    """What house styles say about the concept of a row, in rows of their own."""
    return versions.get(row.id, ()) if versions and not row.style else ()


def _is_styled(row: Head, versions: Mapping[str, Sequence[Head]]) -> bool:
    return bool(row.style or row.styled or _versions(row, versions))
