"""Tables in text (CSV, RFC 4180, with commas, semicolons or tabs), as spreadsheet programs write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = ",;\t"
MARK = "sep="
"""How a first line begins that tells the delimiter; Excel reads and writes it."""


class BrokenRowError(Exception):
    """A row whose quotes are wrong, so that nothing after it can be read."""

    def __init__(self, message: str, line: int, column: int) -> None:
        """Take what is wrong, the line where the row begins, and the cell of the row, both from 1."""
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


def told(text: str) -> str:
    r"""The delimiter that a first line `sep=;` tells; empty where there is none.

    >>> told("sep=;\r\na;b")
    ';'
    """
    first = text.partition("\n")[0].rstrip("\r")
    return first[-1] if first.lower().startswith(MARK) and len(first) == len(MARK) + 1 else ""


def rows(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    r"""The rows of a text that are not blank, each with the line where it begins; raises `BrokenRowError`.

    >>> list(rows('a,b\n"c, ""d""\ne",f\n', ","))
    [(1, ('a', 'b')), (2, ('c, "d"\ne', 'f'))]
    """
    lines = reader(text, delimiter)
    number = 1
    marked = bool(told(text))
    while True:
        try:
            cells = next(lines, None)
        except csv.Error as error:
            raise BrokenRowError(str(error), number, _broken_cell(text, number, delimiter)) from None
        if cells is None:
            return
        if _says_something(cells) and not (marked and number == 1):
            yield number, tuple(cells)
        number = lines.line_num + 1


def reader(text: str, delimiter: str) -> Reader:
    """What reads the rows of a text, blank ones too, and raises `csv.Error` where quotes are wrong."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _says_something(cells: Sequence[str]) -> bool:
    """Whether a row is not blank; mostly its first cell tells."""
    return bool(cells and cells[0].strip()) or any(cell.strip() for cell in cells)


def _broken_cell(text: str, line: int, delimiter: str) -> int:
    """Which cell of a row has wrong quotes: one whose quotes never end, or are followed by more text."""
    rest = "".join(text.splitlines(keepends=True)[line - 1 :])
    column, at = 1, 0
    while rest[at : at + 1] == '"' or delimiter in rest[at:]:
        if rest[at : at + 1] != '"':
            at = rest.index(delimiter, at) + 1
        else:
            end = rest.find('"', at + 1)
            while end >= 0 and rest[end + 1 : end + 2] == '"':
                end = rest.find('"', end + 2)
            if end < 0 or rest[end + 1 : end + 2] != delimiter:
                break
            at = end + 2
        column += 1
    return column


def written(lines: Iterable[Sequence[str]], delimiter: str = ",", end: str = "\n") -> str:
    """Rows as text; cells are quoted where they must be."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(lines)
    return text.getvalue()
