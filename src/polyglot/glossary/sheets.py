"""The concepts of files that are in order, without reading them: a row is read when it is asked for.

Of a hundred thousand concepts an article has a dozen.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import overload

from polyglot.glossary.concept import Concept, Glossary, lookup
from polyglot.glossary.paradigms import MARK
from polyglot.glossary.rows import OF_NAMES, concept, names_in
from polyglot.glossary.table import Column, Sheet
from polyglot.model import Tag

NUMBERS = "I"
"""The type code of arrays of numbers: a file has fewer bytes than four of its own can count."""
MATCHED = tuple(field for field in OF_NAMES if field != "forbidden")
"""The fields that say what a source may have."""
APART = "\0"
"""Between the identities of concepts where they are one text; no cell that is in order has it."""


def numbers(data: bytes) -> array[int]:
    """Numbers out of their bytes."""
    found = array(NUMBERS)
    found.frombytes(data)
    return found


class Concepts(Sequence[Concept]):
    """The concepts of some files, in their order; each is made when it is asked for."""

    def __init__(self, sheets: Sequence[Sheet], places: array[int], ids: str) -> None:
        """Of each concept `places` has three numbers: its sheet, its line there, and where in the bytes that begins."""
        self.sheets, self.places, self.ids = tuple(sheets), places, ids
        self._made: dict[int, Concept] = {}

    def __len__(self) -> int:
        return len(self.places) // 3

    @overload
    def __getitem__(self, number: int) -> Concept: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Concept, ...]: ...
    def __getitem__(self, number: int | slice) -> Concept | tuple[Concept, ...]:
        if isinstance(number, slice):
            return tuple(self[one] for one in range(*number.indices(len(self))))
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        number %= len(self)
        if number not in self._made:
            self._made[number] = self._read(number)
        return self._made[number]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Concepts):
            return self.sheets == other.sheets
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self.sheets)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Where each concept is, by its identity."""
        return {one: number for number, one in enumerate(self.ids.split(APART))} if self.places else {}

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of all files: what none of them has, no concept says."""
        return tuple(column for sheet in self.sheets for column in sheet.columns)

    def named(self, source: Tag) -> Iterator[tuple[int, str]]:
        """Everything that rows say a source may have, and a little more, each with the number of its concept."""
        tags = lookup(source)
        for sheet, rows in self._rows():
            columns = [one for one in sheet.columns if one.tag in tags and one.field in MATCHED]
            for number, cells in rows if columns else ():
                for column in columns:
                    cell = cells[column.number - 1]
                    if MARK in cell:
                        yield from ((number, text) for text in self._read(number).said(source))
                    elif cell:
                        yield from ((number, name) for name in _names(column, cell))

    def _rows(self) -> Iterator[tuple[Sheet, Iterator[tuple[int, Sequence[str]]]]]:
        """The rows that make the concepts, in one go, with their numbers among these."""
        for order, sheet in enumerate(self.sheets):
            places = zip(self.places[::3], self.places[1::3], strict=True)
            numbers = {line: number for number, (other, line) in enumerate(places) if other == order}
            yield sheet, ((numbers[line], cells) for line, cells in sheet.rows() if line in numbers)

    def _read(self, number: int) -> Concept:
        at = 3 * number
        order, line, start = self.places[at : at + 3]
        following = self.places[at + 3 : at + 6]
        end = following[2] if following and following[0] == order else len(self.sheets[order].data)
        sheet = self.sheets[order]
        return concept(sheet, sheet.row(line, start, end))


def _names(column: Column, cell: str) -> Iterable[str]:
    """The names of a cell; labels of grammatical cases are none."""
    if column.field == "forms" and "@" in cell:
        return (name.text for name in names_in(column, cell))
    return cell.split("|")


class ById(Mapping[str, Concept]):
    """Concepts by their identities; each is made when it is asked for."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts

    def __getitem__(self, one: str) -> Concept:
        return self._concepts[self._concepts.numbers[one]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._concepts.numbers)

    def __len__(self) -> int:
        return len(self._concepts.numbers)


@lru_cache(maxsize=16)
def by_id(glossary: Glossary) -> Mapping[str, Concept]:
    """The concepts of a glossary by their identities."""
    concepts = glossary.concepts
    return ById(concepts) if isinstance(concepts, Concepts) else {concept.id: concept for concept in concepts}
