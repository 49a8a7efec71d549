"""Rows to concepts: what each cell of a glossary says. What is wrong is left out here and told by `checks`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar
from unicodedata import normalize

from polyglot.glossary.concept import Case, Concept, Kind, Usage
from polyglot.glossary.table import Column, Row, Sheet, Table
from polyglot.glossary.terms import NAMES, Cell, Name, Status, forms, names

GENDERS = {
    **{gender: gender for gender in ("m", "f", "n", "c", "mp", "fp", "np", "cp")},
    "masculine": "m",
    "feminine": "f",
    "neuter": "n",
    "other": "c",
}
"""Masculine, feminine, neuter, common (TBX `grammaticalGender`), with `p` where the name is a plural."""
VALUES: Mapping[str, Mapping[str, str]] = {
    "kind": {value: value for value in Kind},
    "gender": GENDERS,
    "status": {value: value for value in Status},
    "usage": {value: value for value in Usage},
    "case": {value: value for value in Case if value},
}
"""What cells may say where only some words are legal, small or capital."""
OF_NAMES = (NAMES, "forms", "deprecated", "forbidden", "except")
"""The fields whose cells hold names separated by `|`."""
Value = TypeVar("Value", bound=StrEnum)


def names_in(column: Column, cell: str) -> tuple[Name, ...]:
    """The names of a cell of one of the fields `OF_NAMES`."""
    composed = normalize("NFC", cell)
    return forms(composed) if column.field == "forms" else names(composed)


def cells(table: Table | Sheet, row: Row) -> Iterator[tuple[Column, str]]:
    """The cells of a row that say something, with their columns."""
    return ((column, cell) for column, cell in zip(table.columns, row.cells, strict=True) if cell.strip())


def concept(table: Table | Sheet, row: Row) -> Concept:
    """What a row says."""
    filled = [(column, cell.strip()) for column, cell in cells(table, row)]
    plain = {column.field: cell for column, cell in filled if not column.tag}
    return Concept(
        id=plain.get("concept", ""),
        cells=tuple(
            Cell(column.field, column.tag, column.style, normalize("NFC", cell))
            for column, cell in filled
            if column.field in OF_NAMES
        ),
        status=_value(Status, "status", plain) or Status.PREFERRED,
        kind=_value(Kind, "kind", plain),
        gender=GENDERS.get(plain.get("gender", "").lower(), ""),
        usage=_value(Usage, "usage", plain) or Usage.MAP,
        usages=tuple(
            (column.tag, usage)
            for column, cell in filled
            if (column.field, column.style) == ("usage", "")
            and column.tag
            and (usage := _value(Usage, "usage", {"usage": cell}))
        ),
        case=_value(Case, "case", plain) or Case.NAME,
        first_mention=tuple(
            (column.tag, normalize("NFC", cell))
            for column, cell in filled
            if (column.field, column.style) == ("first_mention", "")
        ),
        by_style=tuple(_by_style(filled)),
        style=plain.get("style", ""),
        since=plain.get("since", ""),
        until=plain.get("until", ""),
        note=plain.get("note", ""),
        file=table.file,
        row=row.number,
    )


def _by_style(filled: Sequence[tuple[Column, str]]) -> Iterator[Cell]:
    """What house styles say of usage and first mention."""
    for column, cell in filled:
        if column.style and column.field == "first_mention":
            yield Cell(column.field, column.tag, column.style, normalize("NFC", cell))
        elif column.style and column.field == "usage" and cell.lower() in VALUES["usage"]:
            yield Cell(column.field, column.tag, column.style, VALUES["usage"][cell.lower()])


def _value(kind: type[Value], field: str, plain: Mapping[str, str]) -> Value | None:
    """A word out of those that are legal; None where it is another or missing."""
    word = VALUES[field].get(plain.get(field, "").lower())
    return None if word is None else kind(word)
