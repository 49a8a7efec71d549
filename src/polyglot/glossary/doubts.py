"""Which rows may have an error: the few that a closer look is worth before a glossary is used.

`checks` knows every error, and takes its time for each row. Here cells are looked at for what all errors have in common,
so that a hundred thousand rows in order take no second. A row too many is no harm, a row too few would be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from unicodedata import normalize

from polyglot.glossary.checks import DATE, LINE_END, ODD
from polyglot.glossary.fold import screened
from polyglot.glossary.paradigms import MARK
from polyglot.glossary.rows import OF_NAMES, VALUES
from polyglot.glossary.table import Column, Row, Table
from polyglot.glossary.terms import CASES, NAMES

ODD_OR_END = re.compile(rf'[{ODD.pattern[1:-1]}{LINE_END.pattern[1:-1]}{MARK}"ẞ]')
"""What no name has that is in order, what names a paradigm, and the one capital that is like two small letters."""
DATES = ("since", "until")
NAMELESS = re.compile(r"(?:^|\|)[\W_]*(?:[|@]|$)")
"""A name without letters and digits."""
LABEL = re.compile(rf"@(?!\s*(?:{'|'.join(sorted(CASES))})\s*(?:\||$))")
"""A label that is no grammatical case."""


def doubtful(table: Table) -> tuple[Row, ...]:
    """The rows of a table that may have an error, in order."""
    found: set[int] = set()
    for column, cells in zip(table.columns, zip(*(row.cells for row in table.rows), strict=True), strict=False):
        found.update(_in_column(column, cells))
    found.update(_among_cells(table))
    return tuple(table.rows[number] for number in sorted(found))


def _in_column(column: Column, cells: Sequence[str]) -> Iterator[int]:
    """The numbers of the cells of a column that may be wrong by themselves."""
    if column.field in OF_NAMES:
        labelled = column.field == "forms"
        wrong: Callable[[str], object] = _wrong_form if labelled else _wrong_name
        return (number for number, cell in enumerate(cells) if cell and wrong(cell))
    if column.field == "concept":
        return (number for number, cell in enumerate(cells) if not cell.strip() or ODD_OR_END.search(cell))
    bad = set(_wrong_values(column.field, set(cells)))
    return (number for number, cell in enumerate(cells) if cell in bad) if bad else iter(())


def _wrong_name(cell: str) -> bool:
    if ODD_OR_END.search(cell):
        return True
    return not (cell[0].isalnum() and "|" not in cell) and NAMELESS.search(cell) is not None


def _wrong_form(cell: str) -> bool:
    return _wrong_name(cell) or ("@" in cell and LABEL.search(cell) is not None)


def _wrong_values(field: str, cells: Iterable[str]) -> Iterator[str]:
    """The different cells of a column that say what it cannot say."""
    legal = VALUES.get(field)
    for cell in cells:
        value = cell.strip()
        if (value and legal and value.lower() not in legal) or (value and field in DATES and not DATE.fullmatch(value)):
            yield cell


def _among_cells(table: Table) -> Iterator[int]:
    """The rows in which one cell may contradict another."""
    good = [column.number - 1 for column in table.columns if column.field in {NAMES, "forms"}]
    bad = [column.number - 1 for column in table.columns if column.field in {"forbidden", "except"}]
    dates = [column.number - 1 for column in table.columns if column.field in DATES]
    for number, row in enumerate(table.rows):
        cells = row.cells
        if (any([cells[at] for at in bad]) and not _told(cells, good).isdisjoint(_told(cells, bad))) or (
            len(dates) > 1 and all([cells[at].strip() for at in dates])
        ):
            yield number


def _told(cells: Sequence[str], columns: Iterable[int]) -> set[str]:
    """The words of each name in some cells of a row, as they are in capitals: names alike have the same."""
    names = "|".join(cells[at] for at in columns if cells[at]).split("|")
    lines = "\n".join(name.partition("@")[0].replace("\n", " ") for name in names)
    return {" ".join(line.split()) for line in screened(normalize("NFC", lines).upper()).split("\n")}
