"""What of a page is the article: trafilatura finds where its text is, the structure says what stands around it.

Trafilatura gives back text, not places. So the smallest element that has most of that text is looked for: what stands
in it is the article, but for what its elements and the names of their classes call something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from polyglot.formats.html.extracted import start_of, starts
from polyglot.formats.html.layout import PROSE, Layout, in_head, is_article, is_linked, lay_out, shape
from polyglot.formats.html.marks import Mark, own_mark
from polyglot.formats.html.places import DOCUMENT, Element
from polyglot.formats.html.rules import rules
from polyglot.formats.html.spots import Spot
from polyglot.model import Role, Span, Unit

SPACES = re.compile(r"[ \t\r\n\f]+")


def told_apart(text: str, spots: Sequence[Spot], selector: str = "") -> tuple[tuple[Unit, ...], tuple[Span, ...]]:
    """The units of a page with their roles, furniture with its reason; the article and the boxes in it.

    A selector says in which element the article is; a page without such an element is looked at as if it said nothing.
    """
    read = starts(text)
    body = [index for index, spot in enumerate(spots) if not in_head(spot)]
    texts = [index for index in body if spots[index].kind == "text"]
    running = frozenset(index for index in texts if start_of(spots[index].unit) in read)
    layout = lay_out(spots, body, running, selector)
    units = [spot.unit for spot in spots]
    for index in body:
        mark = _mark(index, spots[index], layout, running=index in running)
        if mark is not None:
            units[index] = _furniture(spots[index], mark)
    if layout.title >= 0:
        units[layout.title] = replace(spots[layout.title].unit, role=Role.TITLE)
    return tuple(units), _boxes([spots[index] for index in body], layout)


def _boxes(spots: Iterable[Spot], layout: Layout) -> tuple[Span, ...]:
    """The article, and the elements in it that hold some of its texts, but little of its prose."""
    found: dict[Element, list[Span]] = {}
    for spot in spots:
        chain = spot.element.chain() if layout.root is not None else ()
        for element in takewhile(lambda one: one is not layout.root and one.name not in DOCUMENT, chain):
            found.setdefault(element, []).append(spot.unit.span)
    inner = (found[element] for element in found if element not in layout.large and element not in layout.around)
    boxes = (Span(spans[0].start, spans[-1].end) for spans in inner if len(spans) > 1)
    if layout.root is None:
        return ()
    root = [spot.unit.span for spot in spots if layout.root in spot.element.chain()]
    return Span(root[0].start, root[-1].end), *sorted(boxes)


def _mark(index: int, spot: Spot, layout: Layout, *, running: bool) -> Mark | None:
    """Why a text is not the article's; None where it is."""
    if index == layout.title:
        return None
    near = list(
        takewhile(lambda found: found not in layout.around and found.name not in DOCUMENT, spot.element.chain())
    )
    inside = layout.root in spot.element.chain() if layout.root else any(map(is_article, near))
    if not layout.teasers.isdisjoint(near):
        return Mark("teaser", Role.FURNITURE, "in an article inside the article")
    own = running or (inside and (spot.unit.role is Role.BYLINE or any(found.name == "header" for found in near)))
    prose = running and len(spot.unit.text) >= PROSE
    seen = [mark for found in near if (mark := own_mark(found)) and found not in layout.large]
    saved = {"": False, "running": own, "prose": prose}
    marks = [mark for mark in seen if not saved[mark.doubtful]]
    if marks:
        return next((mark for mark in marks if mark.role is Role.LEGAL), marks[0])
    return _by_place(index, spot, layout, inside=inside, running=running)


def _by_place(index: int, spot: Spot, layout: Layout, *, inside: bool, running: bool) -> Mark | None:
    """Why a text is not the article's that no name speaks against."""
    if layout.root is None:
        return None
    if not layout.asking.isdisjoint(spot.element.chain()):
        return Mark("form", Role.FURNITURE, "in a box with a form")
    if index < layout.title and is_linked(spot) and spot.unit.role not in {Role.BYLINE, Role.METADATA}:
        return Mark("navigation", Role.FURNITURE, "a link above the title")
    alike = running and shape(spot.element) in layout.shapes
    if inside or alike or 0 <= layout.title < index < layout.first:
        return None
    return Mark("outside", Role.FURNITURE, "outside of the article")


def _furniture(spot: Spot, mark: Mark) -> Unit:
    """A unit as furniture: its whole text is a string of the site, but for dates, which change."""
    unit = spot.unit
    legal = mark.role is Role.LEGAL or bool(rules().legal.search(unit.text))
    dated = spot.kind == "text" and unit.role is Role.METADATA
    role = Role.LEGAL if legal else Role.FURNITURE
    said = unit.translate and not dated
    strings = (_string(unit),) if said else ()
    return replace(unit, role=role, reason=f"{mark.kind}: {mark.where}", strings=strings, translate=said)


def _string(unit: Unit) -> str:
    """A unit's text in one line, its codes as they stand: the same words are one string however pages indent them."""
    pieces, at = [], 0
    for code in unit.inline:
        pieces += [SPACES.sub(" ", unit.text[at : code.span.start]), unit.text[slice(*code.span)]]
        at = code.span.end
    return "".join([*pieces, SPACES.sub(" ", unit.text[at:])])
