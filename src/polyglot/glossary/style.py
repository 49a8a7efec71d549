"""House styles and dates: which rows and cells of a glossary count for a target, and which on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from polyglot.glossary.concept import Concept, Glossary, Usage, lookup
from polyglot.glossary.concepts import Chosen, concepts_of
from polyglot.glossary.paradigms import reference
from polyglot.glossary.terms import DISPLACED, NAMES, Cell, names
from polyglot.glossary.versions import ANY
from polyglot.model import Tag


def styled(glossary: Glossary, target: Tag, styles: Sequence[str]) -> Glossary:
    """The glossary as it counts for a target with these house styles, of which the first wins.

    The cells of a style take the place of those for everybody, field by field; all else is inherited. It is the same
    glossary where that changes nothing, and has another digest where it does.
    """
    return _styled(glossary, target, tuple(style.casefold() for style in styles))


def known(glossary: Glossary, target: Tag) -> tuple[str, ...]:
    """The house styles that a glossary has for a target, as it writes them, in the order of the alphabet."""
    tags = (*lookup(target), ANY)
    concepts = concepts_of(glossary)
    rows = [concepts[number] for number in concepts.styled]
    cells = (cell for row in rows for cell in (*row.cells, *row.by_style) if cell.tag in tags)
    found = {*(cell.style for cell in cells), *(row.style for row in rows)} - {""}
    return tuple(sorted(found, key=lambda style: (style.casefold(), style)))


def on(glossary: Glossary, date: str) -> Glossary:
    """The glossary as it counts on a day, `2022-02-24`, or in a month or year.

    Rows with dates that hold then come before those without; without a date every row counts, as `versions` has them.
    """
    return _on(glossary, date) if date and concepts_of(glossary).dated else glossary


def clash(one: Concept, other: Concept) -> bool:
    """Whether two rows ever count at once, neither as the exception to the other: another style, a time of its own."""
    if one.style.casefold() != other.style.casefold() or _has_dates(one) != _has_dates(other):
        return False
    ends_first = one.until and other.since and not _at_most(other.since, one.until)
    begins_later = other.until and one.since and not _at_most(one.since, other.until)
    meet = {one.until, other.until} & {one.since, other.since} - {""}
    return not (ends_first or begins_later or meet)


def _has_dates(row: Concept) -> bool:
    return bool(row.since or row.until)


# --- styles ---


@lru_cache(maxsize=64)
def _styled(glossary: Glossary, target: Tag, styles: tuple[str, ...]) -> Glossary:
    concepts = concepts_of(glossary)
    rows = {number: concepts[number] for number in concepts.styled}
    others = {number for number, row in rows.items() if row.style and row.style.casefold() not in styles}
    counting = {number: _counting(row, target, styles) for number, row in rows.items() if number not in others}
    changed = {number: row for number, row in counting.items() if row is not rows[number]}
    if not others and not changed:
        return glossary
    order = tuple(number for number in range(len(concepts)) if number not in others)
    return Glossary(Chosen(concepts, order, changed), _digest(glossary.digest, target, *styles))


def _digest(*facts: object) -> str:
    return sha256(repr(facts).encode()).hexdigest()[:12]


def _counting(row: Concept, target: Tag, styles: Sequence[str]) -> Concept:
    """A row as it counts with some styles; the same where they say nothing about it."""
    tags = lookup(target)
    for style in reversed(styles):
        row = _under(row, tags, style)
    return row


def _under(row: Concept, tags: Sequence[Tag], style: str) -> Concept:
    """A row with the cells of a style in their place."""
    said = {
        (cell.field, cell.tag or tags[0]): cell.text
        for cell in row.by_style
        if cell.tag in (*tags, ANY) and cell.style.casefold() == style
    }
    fields = {cell.field for cell in row.cells if cell.tag in tags and cell.style.casefold() == style}
    if not said and not fields:
        return row
    usages = {tag: Usage(text) for (field, tag), text in said.items() if field == "usage"}
    notes = {tag: text for (field, tag), text in said.items() if field == "first_mention"}
    return replace(
        row,
        cells=tuple(one for cell in row.cells for one in _settled(cell, tags, style, fields)),
        usages=tuple({**dict(row.usages), **usages}.items()),
        first_mention=tuple({**dict(row.first_mention), **notes}.items()),
        housed=tuple({*row.housed, *tags}) if NAMES in fields else row.housed,
    )


def _settled(cell: Cell, tags: Sequence[Tag], style: str, fields: Collection[str]) -> Iterator[Cell]:
    """What becomes of a cell where a style has these fields: what a style does not say is inherited."""
    if cell.tag not in tags or cell.field == "except":
        yield cell
    elif cell.style:
        yield cell._replace(style="") if cell.style.casefold() == style else cell
    elif cell.field in fields:
        yield cell._replace(style=DISPLACED)
    elif cell.field == "forms" and NAMES in fields:
        yield from _reformed(cell)
    else:
        yield cell


def _reformed(cell: Cell) -> Iterator[Cell]:
    """The forms of a name that is another one now: only the paradigms are still true."""
    said = [(part.text, reference(part.text)) for part in names(cell.text)]
    paradigms = [text for text, found in said if found and not found.name]
    yield cell._replace(style=DISPLACED)
    if paradigms:
        yield cell._replace(text="|".join(paradigms))


# --- dates ---


@lru_cache(maxsize=256)
def _on(glossary: Glossary, date: str) -> Glossary:
    concepts = concepts_of(glossary)
    dated = frozenset(concepts.dated)
    there = [number for number in sorted(dated) if _holds(concepts[number], date)]
    newest = sorted(there, key=lambda number: _age(concepts[number]))
    order = (*newest, *(number for number in range(len(concepts)) if number not in dated))
    return Glossary(Chosen(concepts, order), _digest(glossary.digest, tuple(there)), glossary.digest)


def _age(row: Concept) -> tuple[int, ...]:
    """Smaller for what began later; most for what began before all."""
    return tuple(-int(part) for part in row.since.split("-")) if row.since else (0,)


def _holds(row: Concept, date: str) -> bool:
    return (not row.since or _at_most(row.since, date)) and (not row.until or _at_most(date, row.until))


def _at_most(one: str, other: str) -> bool:
    """Whether one date is not after another; what only one of them tells does not count."""
    length = min(len(one), len(other))
    return one[:length] <= other[:length]
