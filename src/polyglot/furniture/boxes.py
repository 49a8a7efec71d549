"""The furniture that the structure of a page does not tell: by what it says, and by the box that it heads.

A page with structure has told its article apart already. What is left in it are lines such as `Advertisement`, `Read
also: …` between two paragraphs, and boxes that their first line gives away. A short line may as well be the article's:
so it has to stand where no article has such a line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from polyglot.furniture.page import PROSE, Marks, folded, labels_of, marks_of
from polyglot.furniture.shapes import Mark, Rules
from polyglot.model import Document, Role, Span, Unit

STANDING = {Role.TITLE, Role.HEADING, Role.CAPTION, Role.METADATA}
"""Roles that a line is never deprived of by what it says alone."""


def without_boxes(document: Document, rules: Rules) -> Document:
    """The document, its lines and boxes of furniture set aside; as it is where no article was found in it."""
    units = document.units
    prose = [index for index, unit in enumerate(units) if _is_prose(unit)]
    if not document.boxes or not prose:
        return document
    known = _known(units, rules)
    marks = {**_alone(units, known, range(prose[0], prose[-1])), **_boxed(document, known)}
    told = (_aside(unit, marks[index]) if index in marks else unit for index, unit in enumerate(units))
    return replace(document, units=tuple(told))


def _is_prose(unit: Unit) -> bool:
    return not unit.role.aside and unit.role is not Role.METADATA and len(_words(unit)) >= PROSE


def _words(unit: Unit) -> str:
    """What a unit says in one line, without its codes."""
    edges = [0, *(edge for code in unit.inline for edge in code.span), len(unit.text)]
    pieces = (unit.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return " ".join(" ".join(pieces).split())


def _known(units: Sequence[Unit], rules: Rules) -> Marks:
    """What is known of the lines of the article, if they stood among furniture."""
    texts = ["" if unit.role.aside or not unit.translate else _words(unit) for unit in units]
    lines = folded(texts)
    marks = marks_of(texts, lines, rules, labels_of(lines, rules))
    return {index: mark for index, mark in marks.items() if mark.kind.proof and texts[index]}


def _alone(units: Sequence[Unit], known: Marks, within: range) -> Marks:
    """The lines that are furniture by themselves: above and below the prose, or between two paragraphs."""
    lines = {index: mark for index, mark in known.items() if units[index].role not in STANDING}
    rest = [index for index, unit in enumerate(units) if index not in lines and not unit.role.aside]
    return {
        index: mark
        for index, mark in lines.items()
        if index not in within or (mark.kind.inserted and _is_between(units, rest, index))
    }


def _is_between(units: Sequence[Unit], rest: Sequence[int], index: int) -> bool:
    """Whether a line has paragraphs, headings or captions on both sides: no cell of a table, no item of a list."""
    at = bisect_left(rest, index)
    beside = (units[near] for near in rest[max(0, at - 1) : at + 1])
    return all(unit.role in STANDING or _is_prose(unit) for unit in beside)


def _boxed(document: Document, known: Marks) -> Marks:
    """The lines of the boxes that a line heads above which only lists of other pages stand."""
    starts = [unit.span.start for unit in document.units]
    marks: dict[int, Mark] = {}
    for box in document.boxes[1:]:
        first = bisect_left(starts, box.start)
        mark = known.get(first)
        if mark and mark.whole and _opens(mark, document.units[first]):
            marks |= dict.fromkeys(_inside(starts, box), mark)
    return marks


def _opens(mark: Mark, unit: Unit) -> bool:
    """Whether a line heads a box; an article may have some of them as headings."""
    return mark.kind.opens and not (mark.kind.heading and unit.role is Role.HEADING)


def _inside(starts: Sequence[int], box: Span) -> range:
    return range(bisect_left(starts, box.start), bisect_left(starts, box.end))


def _aside(unit: Unit, mark: Mark) -> Unit:
    """A unit as furniture; what differs from page to page is no string of the site."""
    if unit.role.aside:
        return unit
    said = unit.translate and not mark.kind.changes
    strings = (" ".join(unit.text.split()),) if said else ()
    return replace(
        unit, role=mark.kind.role, reason=f"{mark.kind.name}: {mark.reason}", strings=strings, translate=said
    )
