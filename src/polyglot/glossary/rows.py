"""Rows to concepts: what each cell of a glossary says. What is wrong is left out here and told by `checks`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeVar
from unicodedata import normalize

from polyglot.glossary.concept import Case, Concept, Kind, Status, Term, Usage
from polyglot.glossary.table import NAMES, Column, Row, Table

GENDERS = {
    **{gender: gender for gender in ("m", "f", "n", "c", "mp", "fp", "np", "cp")},
    "masculine": "m",
    "feminine": "f",
    "neuter": "n",
    "other": "c",
}
"""Masculine, feminine, neuter, common (TBX `grammaticalGender`), with `p` where the name is a plural."""
CASES = frozenset(
    re.split(
        r"\W",
        "abe abl abs acc ade add all ben cau cmp cns com dat del dis ela equ erg ess gen ill ine ins lat loc nom par "
        "per spl sub sup tem ter tra voc",
    )
)
"""Grammatical cases as Universal Dependencies abbreviates them."""
VALUES: Mapping[str, Mapping[str, str]] = {
    "kind": {value: value for value in Kind},
    "gender": GENDERS,
    "status": {value: value for value in Status},
    "usage": {value: value for value in Usage},
    "case": {value: value for value in Case if value},
}
"""What cells may say where only some words are legal, small or capital."""
OF_NAMES = (NAMES, "forms", "forbidden", "except")
"""The fields whose cells hold names separated by `|`."""
OF_TERMS = frozenset({NAMES, "forms", "forbidden"})
ALSO = {status: Status.ADMITTED if status is Status.PREFERRED else status for status in Status}
"""What the other names and forms of a row are, by the row's status."""

Value = TypeVar("Value", bound=StrEnum)


class Name(NamedTuple):
    """One of the names in a cell."""

    text: str
    cases: tuple[str, ...] = ()


@lru_cache(maxsize=2**16)
def names(cell: str) -> tuple[Name, ...]:
    """The names of a cell, composed (NFC); empty ones too.

    >>> [name.text for name in names("Kyiv|Kiev")]
    ['Kyiv', 'Kiev']
    """
    return tuple(Name(part.strip()) for part in normalize("NFC", cell).split("|"))


def forms(cell: str) -> tuple[Name, ...]:
    """The names of a cell of forms, with the grammatical cases that are told.

    >>> forms("Зеленського@gen|acc|Зеленському@dat")[0]
    Name(text='Зеленського', cases=('gen', 'acc'))
    """
    if "@" not in cell:
        return names(cell)
    found: list[Name] = []
    for name in names(cell):
        text, _, label = name.text.partition("@")
        if found and found[-1].cases and name.text in CASES:
            found[-1] = Name(found[-1].text, (*found[-1].cases, name.text))
        elif text.strip() and label.strip():
            found.append(Name(text.strip(), (label.strip(),)))
        else:
            found.append(name)
    return tuple(found)


def names_in(column: Column, cell: str) -> tuple[Name, ...]:
    """The names of a cell of one of the fields `OF_NAMES`."""
    return forms(cell) if column.field == "forms" else names(cell)


def cells(table: Table, row: Row) -> Iterator[tuple[Column, str]]:
    """The cells of a row that say something, with their columns."""
    return ((column, cell) for column, cell in zip(table.columns, row.cells, strict=True) if cell.strip())


def concept(table: Table, row: Row) -> Concept:
    """What a row says."""
    filled = [(column, normalize("NFC", cell.strip())) for column, cell in cells(table, row)]
    plain = {column.field: cell for column, cell in filled if not column.tag}
    status = _value(Status, "status", plain) or Status.PREFERRED
    terms = tuple(term for column, cell in filled if column.field in OF_TERMS for term in _terms(column, cell, status))
    return Concept(
        id=plain.get("concept", ""),
        terms=terms,
        kind=_value(Kind, "kind", plain),
        gender=GENDERS.get(plain.get("gender", "").lower(), ""),
        usage=_value(Usage, "usage", plain) or Usage.MAP,
        usages=tuple(
            (column.tag, usage)
            for column, cell in filled
            if column.field == "usage" and column.tag and (usage := _value(Usage, "usage", {"usage": cell}))
        ),
        case=_value(Case, "case", plain) or Case.NAME,
        exceptions=tuple(
            Term(name.text, column.tag)
            for column, cell in filled
            if column.field == "except"
            for name in names(cell)
            if name.text
        ),
        first_mention=tuple((column.tag, cell) for column, cell in filled if column.field == "first_mention"),
        style=plain.get("style", ""),
        since=plain.get("since", ""),
        until=plain.get("until", ""),
        note=plain.get("note", ""),
        file=table.file,
        row=row.number,
    )


def _terms(column: Column, cell: str, status: Status) -> Iterator[Term]:
    """The terms of a cell; only the first under a language tag has the status of the row."""
    other = Status.FORBIDDEN if column.field == "forbidden" else ALSO[status]
    first = status if column.field == NAMES else other
    for name in names_in(column, cell):
        if name.text:
            yield Term(name.text, column.tag, first, name.cases, column.style)
            first = other


def _value(kind: type[Value], field: str, plain: Mapping[str, str]) -> Value | None:
    """A word out of those that are legal; None where it is another or missing."""
    word = VALUES[field].get(plain.get(field, "").lower())
    return None if word is None else kind(word)
