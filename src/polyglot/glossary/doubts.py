"""Which rows may have an error: the few that a closer look is worth before a glossary is used.

`checks` knows every error and takes its time for each row. Here the columns are searched for what all errors have in
common, so that a hundred thousand rows in order take no second. A row too many does no harm; a row too few would.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from unicodedata import normalize

from polyglot.glossary.checks import DATE, LINE_END, ODD
from polyglot.glossary.fold import screened
from polyglot.glossary.paradigms import MARK
from polyglot.glossary.rows import OF_NAMES, VALUES
from polyglot.glossary.table import Column, Row, Table
from polyglot.glossary.terms import CASES

DATES = ("since", "until")
NOT_MEANT = ("forbidden", "except")
"""The fields of names that contradict others of the row where they are the same."""
TELLING = re.compile(rf'[{ODD.pattern[1:-1]}{LINE_END.pattern[1:-1]}{MARK}"\u1e9e]')
"""What no name has that is in order, what names a paradigm, and the one capital that is like two small letters."""
NAMELESS = re.compile(r"\|(?=[\W_]*[|@])")
"""Before a name without letters and digits."""
MISLABELLED = re.compile(rf"@(?!\s*(?:{'|'.join(sorted(CASES))})\s*\|)")
"""A label that is no grammatical case."""


def doubtful(table: Table) -> tuple[Row, ...]:
    """The rows of a table that may have an error, in order."""
    columns = list(zip(*(row.cells for row in table.rows), strict=True))
    found: set[int] = set()
    for column, cells in zip(table.columns, columns, strict=False):
        found.update(_in_column(column, cells))
    found.update(_among_cells(table, columns))
    return tuple(table.rows[number] for number in sorted(found))


def _in_column(column: Column, cells: Sequence[str]) -> Iterator[int]:
    """The numbers of the cells of a column that may be wrong by themselves."""
    if column.field in OF_NAMES:
        looks = (TELLING, NAMELESS, MISLABELLED) if column.field == "forms" else (TELLING, NAMELESS)
        yield from _with(cells, looks)
    elif column.field == "concept":
        yield from (number for number, cell in enumerate(cells) if not cell.strip())
        yield from _with(cells, (TELLING,))
    elif wrong := set(_wrong_values(column.field, set(cells))):
        yield from (number for number, cell in enumerate(cells) if cell in wrong)


def _with(cells: Sequence[str], looks: Iterable[re.Pattern[str]]) -> Iterator[int]:
    """The numbers of the cells that have something to be found, by one search through them all."""
    text = "|".join(["", *filter(None, cells), ""])
    places = [found.start() for look in looks for found in look.finditer(text)]
    if places:
        filled = [number for number, cell in enumerate(cells) if cell]
        starts = list(accumulate((len(cells[number]) + 1 for number in filled), initial=0))
        yield from (filled[min(bisect_right(starts, place) - 1, len(filled) - 1)] for place in places if filled)


def _wrong_values(field: str, cells: Iterable[str]) -> Iterator[str]:
    """The different cells of a column that say what it cannot say."""
    legal = VALUES.get(field)
    for cell in cells:
        value = cell.strip()
        right = DATE.fullmatch(value) if field in DATES else legal is None or value.lower() in legal
        if value and not right:
            yield cell


def _among_cells(table: Table, columns: Sequence[Sequence[str]]) -> Iterator[int]:
    """The rows in which one cell may contradict another."""
    by_field = [(column.field, cells) for column, cells in zip(table.columns, columns, strict=False)]
    bad = [cells for field, cells in by_field if field in NOT_MEANT]
    good = [cells for field, cells in by_field if field in OF_NAMES and field not in NOT_MEANT]
    rows = sorted({number for cells in bad for number, cell in enumerate(cells) if cell})
    yield from (number for number, _ in _told(good, rows) & _told(bad, rows))
    dates = [cells for field, cells in by_field if field in DATES]
    if len(dates) > 1:
        yield from (number for number, days in enumerate(zip(*dates, strict=True)) if all(map(str.strip, days)))


def _told(columns: Iterable[Sequence[str]], rows: Sequence[int]) -> set[tuple[int, str]]:
    """The words of each name in some cells of rows, as they are in capitals: names alike have the same."""
    filled = [(number, cells[number]) for cells in columns for number in rows if cells[number]]
    names = [(number, name.partition("@")[0].replace("\n", " ")) for number, cell in filled for name in cell.split("|")]
    lines = screened(normalize("NFC", "\n".join([name for _, name in names])).upper()).split("\n")
    return {(number, " ".join(line.split())) for (number, _), line in zip(names, lines, strict=False)}
