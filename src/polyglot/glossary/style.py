"""House styles and dates: which rows and cells of a glossary count for a target, and which on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from polyglot.glossary.concept import Concept, Glossary, Usage, lookup
from polyglot.glossary.paradigms import reference
from polyglot.glossary.terms import DISPLACED, NAMES, Cell, Status, names
from polyglot.model import Tag

ANY = Tag("")
"""The tag of what a row of a style says of all its languages."""


def styled(glossary: Glossary, target: Tag, styles: Sequence[str]) -> Glossary:
    """The glossary as it counts for a target with these house styles, of which the first wins.

    The cells of a style take the place of those for everybody, field by field; all else is inherited. It is the same
    glossary where that changes nothing, and has another digest where it does.
    """
    return _styled(glossary, target, tuple(style.casefold() for style in styles))


def known(glossary: Glossary, target: Tag) -> tuple[str, ...]:
    """The house styles that a glossary has for a target, as it writes them, in the order of the alphabet."""
    tags = (*lookup(target), ANY)
    cells = (cell for row in glossary.concepts for cell in (*row.cells, *row.by_style) if cell.tag in tags)
    rows = (row.style for row in glossary.concepts)
    return tuple(sorted({*(cell.style for cell in cells), *rows} - {""}, key=str.casefold))


def on(glossary: Glossary, date: str) -> Glossary:
    """The glossary as it counts on a day, `2022-02-24`, or in a month or year.

    Rows with dates that hold then come before those without; without a date every row counts, as `ordered` has them.
    """
    return _on(glossary, date) if date and _is_dated(glossary) else glossary


def joined(rows: Sequence[Concept]) -> tuple[Concept, ...]:
    """The rows of files, those of a house style told as cells of the row that they are another version of.

    That is the row of the same concept, or one that shares a term; a row of a style that has none stands alone.
    """
    styles = [row for row in rows if row.style]
    if not styles:
        return tuple(rows)
    plain = [row for row in rows if not row.style]
    ids = {row.id for row in plain}
    alike = _by_terms(plain) if any(row.id not in ids for row in styles) else {}
    told: defaultdict[str, list[Concept]] = defaultdict(list)
    alone = []
    for row in styles:
        shared = (alike[key] for key in _keys(row) if key in alike)
        base = row.id if row.id in ids else next(shared, "")
        alone += [] if base else [row]
        told[base].append(row)
    return (*(_joined(row, told.get(row.id, ())) for row in plain), *alone)


def ordered(rows: Sequence[Concept]) -> tuple[Concept, ...]:
    """Rows in the order in which they count where the date is not known: what has ended comes last."""
    if not any(row.since or row.until for row in rows):
        return tuple(rows)
    return tuple(sorted(rows, key=lambda row: 2 if row.until else 0 if row.since else 1))


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


def _by_terms(rows: Sequence[Concept]) -> Mapping[tuple[Tag, str], str]:
    """The concepts that have each term; of several the first."""
    return {key: row.id for row in reversed(rows) for key in _keys(row)}


def _keys(row: Concept) -> Iterator[tuple[Tag, str]]:
    return ((term.tag, term.text) for term in row.terms if term.status is not Status.FORBIDDEN)


def _joined(base: Concept, versions: Iterable[Concept]) -> Concept:
    """A row with the cells of its versions."""
    cells, said = list(base.cells), list(base.by_style)
    for row in versions:
        cells += [cell._replace(style=row.style) for cell in row.cells if not cell.style]
        usages = [*row.usages, *([(ANY, row.usage)] if row.usage is not Usage.MAP else [])]
        said += [Cell("usage", tag, row.style, usage) for tag, usage in usages]
        said += [Cell("first_mention", tag, row.style, text) for tag, text in row.first_mention]
    return replace(base, cells=tuple(cells), by_style=tuple(said)) if versions else base


# --- styles ---


@lru_cache(maxsize=64)
def _styled(glossary: Glossary, target: Tag, styles: tuple[str, ...]) -> Glossary:
    concepts = tuple(_counting(glossary.concepts, target, styles))
    if len(concepts) == len(glossary.concepts) and all(map(_same, concepts, glossary.concepts)):
        return glossary
    return Glossary(concepts, _digest(glossary.digest, target, *styles))


def _same(one: Concept, other: Concept) -> bool:
    return one is other


def _digest(*facts: object) -> str:
    return sha256(repr(facts).encode()).hexdigest()[:12]


def _counting(rows: Iterable[Concept], target: Tag, styles: Sequence[str]) -> Iterator[Concept]:
    tags = lookup(target)
    for row in rows:
        if row.style and row.style.casefold() not in styles:
            continue
        found = row
        for style in reversed(styles):
            found = _under(found, tags, style)
        yield found


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


@lru_cache(maxsize=16)
def _is_dated(glossary: Glossary) -> bool:
    return any(map(_has_dates, glossary.concepts))


@lru_cache(maxsize=256)
def _on(glossary: Glossary, date: str) -> Glossary:
    there = [(number, row) for number, row in enumerate(glossary.concepts) if _holds(row, date)]
    dated = tuple(number for number, row in there if _has_dates(row))
    rows = sorted((row for _, row in there), key=_newest)
    return Glossary(tuple(rows), _digest(glossary.digest, dated), glossary.digest)


def _newest(row: Concept) -> tuple[bool, tuple[int, ...]]:
    """Rows with dates come first, of several the one that began last."""
    since = tuple(-int(part) for part in row.since.split("-")) if row.since else (0,)
    return not _has_dates(row), since


def _holds(row: Concept, date: str) -> bool:
    return (not row.since or _at_most(row.since, date)) and (not row.until or _at_most(date, row.until))


def _at_most(one: str, other: str) -> bool:
    """Whether one date is not after another; what only one of them tells does not count."""
    length = min(len(one), len(other))
    return one[:length] <= other[:length]
