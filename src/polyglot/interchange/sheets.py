"""Glossary files as rows by concept, whatever their columns are called and in whatever order they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from polyglot import delimited, files
from polyglot.errors import GlossaryError
from polyglot.glossary import table
from polyglot.glossary.terms import NAMES
from polyglot.model import Severity
from polyglot.termbase import Row

FIRST = ("concept", "kind", "gender")
LAST = ("usage", "status", "case", "style", "since", "until", "note")
"""The columns before and behind those of languages, in a file that is new."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A glossary file: its rows by concept, with the headings of its columns by what they mean."""

    path: Path
    rows: Mapping[str, Row]
    headings: Mapping[str, str]
    data: bytes = b""

    @property
    def companion(self) -> Path:
        """Where the TBX file lies that the rows came from."""
        return self.path.with_suffix(".tbx")


def sheet(path: Path, *, joined: bool = False) -> Sheet:
    """A glossary file, empty where there is none; raises `GlossaryError` where it is broken.

    `joined` tells rows of a house style as columns of their concept (`en@AP`); rows of a time have it in their names.
    """
    data = files.current(path)
    if data is None:
        return Sheet(path, {}, {})
    return parsed(data, path, joined=joined)


def parsed(data: bytes, path: Path, *, joined: bool = False) -> Sheet:
    """The bytes of a glossary file; raises `GlossaryError` where they are broken."""
    found = table.read(data, str(path))
    for problem in found.problems:
        if problem.severity is Severity.ERROR:
            raise problem.error
    columns = {_meaning(column): column for column in found.columns if column.heading}
    rows: dict[str, Row] = {}
    for line in found.rows:
        at = f"{path}:{line.number}"
        cells = {meaning: line.cells[column.number - 1].strip() for meaning, column in columns.items()}
        row = {meaning: cell for meaning, cell in cells.items() if cell}
        if "concept" not in row:
            raise GlossaryError("the row has no concept", place=at, hint="name it in the column concept")
        if joined:
            row = _of_style(row)
            rows[row["concept"]] = told_together(rows.get(row["concept"], row), row)
            continue
        if row["concept"] in rows:
            message = f"the concept {row['concept']!r} is there twice"
            raise GlossaryError(message, place=at, hint="join the rows; several names are separated by |")
        rows[row["concept"]] = row
    return Sheet(path, rows, {meaning: column.heading for meaning, column in columns.items()}, data)


def _of_style(row: Row) -> Row:
    """A row of a house style with the style told by its columns; one of a time with the time told by its name."""
    style, time = row.get("style", ""), row.get("since") or row.get("until") or ""
    told = {meaning: cell for meaning, cell in row.items() if meaning != "style"}
    if style:
        told = {f"{meaning}@{style}" if _is_styled(meaning) else meaning: cell for meaning, cell in told.items()}
    return told | ({"concept": f"{row['concept']}-{time}"} if time else {})


def _is_styled(meaning: str) -> bool:
    """Whether a column may belong to a house style: names, and what is told of a language's names."""
    return "@" not in meaning and ("." in meaning or meaning not in {*FIRST, *LAST})


def told_together(one: Row, other: Row) -> Row:
    """Two rows of a concept in one: what the first says, and what only the other says of a house style."""
    return {**{meaning: cell for meaning, cell in other.items() if "@" in meaning}, **one}


def _meaning(column: table.Column) -> str:
    """A column by what it means, however its heading is spelled: `fr`, `en@AP`, `forms.pt-BR`, `note`."""
    style = f"@{column.style}" if column.style else ""
    if column.field == NAMES:
        return f"{column.tag}{style}"
    return f"{column.field}.{column.tag}" if column.tag else column.field


def written(before: Sheet, rows: Mapping[str, Row]) -> bytes:
    """A glossary file with rows: the columns that it had, and those that are new, in its own way of writing."""
    needed = dict.fromkeys(heading for row in rows.values() for heading in row)
    headings = dict(before.headings) | {
        heading: heading for heading in ordered(needed) if heading not in before.headings
    }
    lines = [tuple(headings.values()), *(tuple(row.get(one, "") for one in headings) for row in rows.values())]
    text = before.data.decode("utf-8-sig")
    first = text.partition("\n")[0]
    delimiter = delimited.told(text) or max(delimited.DELIMITERS, key=first.count)
    mark = b"\xef\xbb\xbf" if before.data.startswith(b"\xef\xbb\xbf") else b""
    return mark + delimited.written(lines, delimiter, "\r\n" if first.endswith("\r") else "\n").encode()


def ordered(headings: Iterable[str]) -> list[str]:
    """Columns in the order of a new file: the concept, its names, their forms, all else."""

    def place(heading: str) -> tuple[int, int]:
        if heading in FIRST:
            return 0, FIRST.index(heading)
        if heading in LAST:
            return 3, LAST.index(heading)
        return (2 if "." in heading.partition("@")[0] else 1), 0

    return sorted(headings, key=place)
