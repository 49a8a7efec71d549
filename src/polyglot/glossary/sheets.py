"""The concepts of files that are in order, without reading them: a row is read when it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from polyglot.glossary.concept import COUNTED, Concept, lookup
from polyglot.glossary.concepts import Concepts
from polyglot.glossary.number import plurals
from polyglot.glossary.paradigms import MARK
from polyglot.glossary.plan import APART, WIDTH, Plan
from polyglot.glossary.rows import OF_NAMES, concept, names_in
from polyglot.glossary.table import Column, Sheet
from polyglot.glossary.terms import NAMES
from polyglot.glossary.versions import Where, joined
from polyglot.model import Tag

MATCHED = tuple(field for field in OF_NAMES if field != "forbidden")
"""The fields that say what a source may have."""


class OfFiles(Concepts):
    """The concepts of some files, as planned; each is read when it is asked for."""

    def __init__(self, sheets: Sequence[Sheet], plan: Plan) -> None:
        super().__init__()
        self.sheets, self._plan = tuple(sheets), plan

    def __len__(self) -> int:
        return len(self._plan.places) // WIDTH

    def __eq__(self, other: object) -> bool:
        return self.sheets == other.sheets if isinstance(other, OfFiles) else super().__eq__(other)

    def __hash__(self) -> int:
        return hash(self.sheets)

    @cached_property
    def ids(self) -> Sequence[str]:
        """The identity of each."""
        return self._plan.ids.split(APART) if self._plan.places else ()

    @property
    def dated(self) -> Sequence[int]:
        """The numbers of those that count for a time only."""
        return self._plan.dated

    @property
    def styled(self) -> Sequence[int]:
        """The numbers of those about which a house style says something."""
        return self._plan.styled

    def make(self, number: int) -> Concept:
        """Read one."""
        row = self._read(Where(*self._plan.places[WIDTH * number : WIDTH * (number + 1)]))
        return joined(row, [self._read(where) for where in self._versions.get(number, ())])

    def _read(self, where: Where) -> Concept:
        sheet = self.sheets[where.sheet]
        return concept(sheet, sheet.row(where.line, where.start, where.end))

    @cached_property
    def _versions(self) -> Mapping[int, Sequence[Where]]:
        """By the number of a concept, the rows of house styles about it."""
        found: defaultdict[int, list[Where]] = defaultdict(list)
        every = self._plan.versions
        for at in range(0, len(every), WIDTH + 1):
            found[every[at]].append(Where(*every[at + 1 : at + 1 + WIDTH]))
        return found

    def named(self, source: Tag) -> Iterator[tuple[int, str]]:
        """Everything that rows say a source may have, and a little more, each with the number of its concept."""
        tags = lookup(source)
        for order, sheet in enumerate(self.sheets):
            columns = [one for one in sheet.columns if one.tag in tags and one.field in MATCHED]
            may_count = _counting(sheet)
            for number, cells in self._rows(order, sheet) if columns else ():
                for column in columns:
                    cell = cells[column.number - 1]
                    if MARK in cell:
                        yield from ((number, text) for text in self[number].said(source))
                    elif cell:
                        yield from ((number, name) for name in _names(column, cell))
                    if column.field == NAMES and cell and may_count(cells):
                        yield from (
                            (number, many) for name in cell.split("|") for many in plurals(name.strip(), source)
                        )

    def _rows(self, order: int, sheet: Sheet) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows of a sheet in one go, with the numbers of the concepts that they make."""
        places = zip(self._plan.places[::WIDTH], self._plan.places[1::WIDTH], strict=True)
        numbers = {line: number for number, (other, line) in enumerate(places) if other == order}
        versions: defaultdict[int, list[int]] = defaultdict(list)
        for number, every in self._versions.items():
            for where in (where for where in every if where.sheet == order):
                versions[where.line].append(number)
        for line, cells in sheet.rows():
            if line in numbers:
                yield numbers[line], cells
            elif line in versions:
                yield from ((number, cells) for number in versions[line])


def _counting(sheet: Sheet) -> Callable[[Sequence[str]], bool]:
    """Tells rows whose names may have plurals that no row lists."""
    at = next((one.number - 1 for one in sheet.columns if (one.field, one.style) == ("kind", "")), None)
    if at is None:
        return lambda _: True
    kinds = {"", *(kind for kind in COUNTED if kind)}
    return lambda cells: cells[at].strip().lower() in kinds


def _names(column: Column, cell: str) -> Iterable[str]:
    """The names of a cell; labels of grammatical cases are none."""
    if column.field == "forms" and "@" in cell:
        return (name.text for name in names_in(column, cell))
    return cell.split("|")
