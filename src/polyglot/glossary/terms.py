"""What the cells of a glossary say: names with their grammatical cases, and what each name is good for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from polyglot.glossary.paradigms import PLURAL, inflected, reference
from polyglot.model import Tag

NAMES = "names"
"""The field of a column that is headed by a tag alone."""
CASES = frozenset(
    re.split(
        r"\W",
        "abe abl abs acc ade add all ben cau cmp cns com dat del dis ela equ erg ess gen ill ine ins lat loc nom par "
        "per spl sub sup tem ter tra voc",
    )
) | {PLURAL}
"""Grammatical cases as Universal Dependencies abbreviates them, and what marks the plural of a term."""


class Status(StrEnum):
    """How welcome a term is (TBX `administrativeStatus`)."""

    PREFERRED = "preferred"
    """Matched in a source, accepted in a target and written there."""
    ADMITTED = "admitted"
    """Matched and accepted, never written."""
    DEPRECATED = "deprecated"
    """Matched only."""
    FORBIDDEN = "forbidden"
    """Neither matched nor accepted: reported where a target has it."""


class Term(NamedTuple):
    """A name of a concept in one language."""

    text: str
    tag: Tag
    status: Status = Status.PREFERRED
    cases: tuple[str, ...] = ()
    """The grammatical cases it stands for (Universal Dependencies: `gen`, `acc`); empty where they are not told."""
    style: str = ""
    """The house style it belongs to (`AP`); empty for the term of everybody."""


DISPLACED = "*"
"""The style of a cell for everybody where a house style has put its own in its place."""


class Cell(NamedTuple):
    """A cell of a row that holds names, as it is written; most cells of a glossary are never asked for."""

    field: str
    """`names`, `forms`, `deprecated`, `forbidden` or `except`."""
    tag: Tag
    style: str
    text: str


INFLECTED = ("forms", "forbidden")
"""The fields whose cells may name paradigms."""


class Name(NamedTuple):
    """One of the names in a cell."""

    text: str
    cases: tuple[str, ...] = ()


@lru_cache(maxsize=2**16)
def names(cell: str) -> tuple[Name, ...]:
    """The names of a cell; empty ones too.

    >>> [name.text for name in names("Kyiv|Kiev")]
    ['Kyiv', 'Kiev']
    """
    return tuple(Name(part.strip()) for part in cell.split("|"))


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


ALSO = {status: Status.ADMITTED if status is Status.PREFERRED else status for status in Status}
"""What the other names and forms of a row are, by the row's status."""

OWN_STATUS = {"deprecated": Status.DEPRECATED, "forbidden": Status.FORBIDDEN}
"""What names are by the column that they stand in, whatever the row is."""


def terms(cell: Cell, status: Status, column: Sequence[str] = ()) -> Iterator[Term]:
    """The terms of a cell of a row with that status; only the first under a language tag has the status itself.

    `column` has the names that inflect where the cell names a paradigm alone.
    """
    if cell.field == "except":
        return
    other = OWN_STATUS.get(cell.field, ALSO[status])
    first = status if cell.field == NAMES else other
    for name in written(cell, column):
        if name.text:
            yield Term(name.text, cell.tag, first, name.cases, cell.style)
            first = other


def written(cell: Cell, column: Sequence[str]) -> Iterator[Name]:
    """The names of a cell, a paradigm's forms in its place; those are told once, and none that the column has."""
    bases = column if cell.field == "forms" else ()
    told = set(bases)
    for name in forms(cell.text) if cell.field == "forms" else names(cell.text):
        said = reference(name.text) if cell.field in INFLECTED else None
        if said is None:
            yield name
            continue
        for base in (said.name,) if said.name else bases:
            every = inflected(base, said.paradigms, cell.tag)
            yield from (Name(form, cases) for form, cases in every.items() if form not in told)
            told.update(every)


def exceptions(cell: Cell) -> Iterator[Term]:
    """The phrases of a cell of exceptions."""
    if cell.field == "except":
        yield from (Term(name.text, cell.tag) for name in names(cell.text) if name.text)
