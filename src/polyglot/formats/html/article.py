"""What of a page is the article: trafilatura finds where its text is, the structure says what stands around it.

Trafilatura gives back text, not places. So the smallest element that has most of that text is looked for: what stands
in it is the article, but for what its elements and the names of their classes call something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import Literal

from polyglot.formats.html.places import DOCUMENT, Element
from polyglot.formats.html.rules import rules
from polyglot.formats.html.spots import Spot
from polyglot.model import Role, Span, Unit

START = 24
"""A text is known by so many of its first letters and digits."""
LARGEST = 4_000_000
"""Of a page with more characters the structure alone decides: to look for its article would take minutes."""
ENOUGH = 250
"""So many characters of running text are an article; of less nothing is concluded."""
MOST = 0.7
WORD = re.compile(r"[^\W_]++")
SPACES = re.compile(r"[ \t\r\n\f]+")
MUCH = 0.25
"""An element with such a share of the running text is no furniture, whatever its name says."""
PROSE = 80
"""A running text with so many characters is the article's, where names leave doubts."""
LONGEST_TITLE = 200
"""Letters."""
NAMED = 12
"""A text with so many letters that the head of the page has too names the article, whatever its element is."""
TEASER = 0.3
"""An `<article>` inside another with a smaller share of the text is a comment, or leads to another page."""


Shape = tuple[str, ...]
TAG = re.compile(r"<[^>]*>")
LINK = re.compile(r"<a[\s>].*?</a\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """Why the text of an element is not the article's."""

    kind: str
    role: Role
    where: str
    doubtful: Literal["", "running", "prose"] = ""
    """What makes it the article's after all: that trafilatura takes it for that, or that it is long as well."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the article of a page is."""

    root: Element | None
    """The element that holds it; None where the page has no running text."""
    shapes: frozenset[Shape]
    """How the paragraphs in it are marked up: others like them are the article's too."""
    around: frozenset[Element]
    """The root and the elements around it: whatever their names say, they hold the article."""
    teasers: frozenset[Element]
    large: frozenset[Element]
    """The elements that hold much of the running text."""
    title: int
    """The index of its title; -1 where it has none."""
    first: int
    """The index of the first text inside the root."""
    asking: frozenset[Element]
    """The boxes around forms: what they say asks for an address or an opinion."""


def told_apart(text: str, spots: Sequence[Spot]) -> tuple[tuple[Unit, ...], tuple[Span, ...]]:
    """The units of a page with their roles, furniture with its reason; the article and the boxes in it."""
    read = _extracted(text)
    body = [index for index, spot in enumerate(spots) if not _in_head(spot)]
    texts = [index for index in body if spots[index].kind == "text"]
    running = frozenset(index for index in texts if (start := _start(spots[index].unit)) and start in read)
    layout = _layout(spots, body, running)
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


def _in_head(spot: Spot) -> bool:
    return spot.kind == "json" or spot.element.name in {"meta", "title"}


@lru_cache(maxsize=2)
def _extracted(text: str) -> frozenset[str]:
    """How texts begin in what trafilatura takes for the article."""
    if len(text) > LARGEST:
        return frozenset()
    from trafilatura import extract

    found = extract(text, include_comments=False, include_tables=True, favor_recall=True, output_format="txt")
    return frozenset(start for line in (found or "").splitlines() for start in _starts(line))


def _starts(line: str) -> Iterator[str]:
    """What texts in a line can begin with, as it may hold several: a row of a table is one line."""
    words = [word.casefold() for word in WORD.findall(line)]
    letters = "".join(words)
    for at in accumulate(map(len, words[:-1]), initial=0):
        yield letters[at : at + START]


def _folded(text: str) -> str:
    letters: list[str] = []
    for char in text:
        if char.isalnum():
            letters.append(char)
            if len(letters) == START:
                break
    return "".join(letters).casefold()[:START]


def _start(unit: Unit) -> str:
    """How the words of a unit begin."""
    return _folded(_words(unit))


def _words(unit: Unit) -> str:
    """The text of a unit without its codes."""
    edges = [0, *(edge for code in unit.inline for edge in code.span), len(unit.text)]
    return "".join(unit.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


# --- where the article is --------------------------------------------------------------------------------------------


def _layout(spots: Sequence[Spot], body: Sequence[int], running: Container[int]) -> Layout:
    shares = _shares(spots[index] for index in body if index in running)
    root = _root(shares)
    inside = [index for index in body if root is None or root in spots[index].element.chain()]
    around = frozenset(root.chain()) if root else frozenset()
    whole = max(shares.values(), default=0)
    large = frozenset(found for found in shares if root is not None and shares[found] >= MUCH * whole)
    shapes = frozenset(_shape(spots[index].element) for index in inside if index in running and _prose(spots[index]))
    asking = frozenset(found for index in body for found in _asking(spots[index].element)) - around - large
    first = inside[0] if inside else 0
    return Layout(root, shapes, around, _teasers(shares, root), large, _title(spots, body, inside, around), first, asking)


def _shares(spots: Iterable[Spot]) -> Mapping[Element, int]:
    """How much prose each element holds: links and labels lead elsewhere."""
    shares: Counter[Element] = Counter()
    for spot in spots:
        said = _prose(spot)
        for element in spot.element.chain() if said else ():
            shares[element] += said
    return shares


def _prose(spot: Spot) -> int:
    """How many characters of prose a text has; none where it is short, or a link."""
    said = 0 if _in_link(spot.element) else len(TAG.sub("", LINK.sub("", spot.unit.text)))
    return said if said >= PROSE else 0


def _in_link(element: Element) -> bool:
    inline = takewhile(lambda found: found.name not in DOCUMENT, element.chain())
    return any(found.name == "a" for found in inline)


def _shape(element: Element) -> Shape:
    """How a text is marked up: its block and the element around it."""
    block = next(found for found in element.chain() if found.block)
    around = block.parent or block
    return block.name, block.names, around.name, around.names


def _asking(element: Element) -> Iterator[Element]:
    """The elements right around the forms that one is in."""
    return (found.parent for found in element.chain() if found.name == "form" and found.parent)


def _root(shares: Mapping[Element, int]) -> Element | None:
    """The smallest element with most of the running text; the article around it, where one is named."""
    whole = max(shares.values(), default=0)
    if whole < ENOUGH:
        return None
    smallest = max((element for element in shares if shares[element] >= MOST * whole), key=lambda found: found.depth)
    return next((element for element in smallest.chain() if _is_article(element)), smallest)


def _is_article(element: Element) -> bool:
    if element.name in DOCUMENT:
        return False
    named = element.name in rules().articles or element.aria == "main"
    return named or bool(element.names and rules().article_names.search(element.names))


def _teasers(shares: Mapping[Element, int], root: Element | None) -> frozenset[Element]:
    """The articles inside the article, unless they are what the page is made of."""
    if root is None:
        return frozenset()
    inner = [found for found in shares if found.name == "article" and found is not root and root in found.chain()]
    share = sum(shares[found] for found in inner)
    return frozenset(inner) if share < TEASER * shares[root] else frozenset()


def _title(spots: Sequence[Spot], body: Sequence[int], inside: Sequence[int], around: Container[Element]) -> int:
    """The index of the text that names the article: as the head of the page says it, else its first heading."""
    said = [_whole(spot.unit) for spot in spots if _in_head(spot) and spot.unit.role is Role.TITLE]
    texts = [index for index in body if spots[index].kind == "text"]
    texts = [index for index in texts if not _own_mark_of(spots[index].element, around)]
    headings = [index for index in texts if _heads(spots[index].element)]
    agreed = {index: max((_agreed(_whole(spots[index].unit), title) for title in said), default=0) for index in texts}
    told = [index for index in texts if agreed[index] >= (1 if index in set(headings) else NAMED)]
    named = sorted(told, key=lambda index: (-agreed[index], index not in set(headings)))
    within = [index for index in headings if index in set(inside)]
    return next(iter((*named, *within, *headings)), -1)


def _agreed(text: str, title: str) -> int:
    """How many letters of a text the head's title has: all, or those that it begins with, as one of them may be cut."""
    if text in title:
        return len(text)
    return START if len(text) < LONGEST_TITLE and text[:START] in title else 0


def _whole(unit: Unit) -> str:
    """The letters and digits of a unit."""
    return "".join(filter(str.isalnum, _words(unit))).casefold()


def _heads(element: Element) -> bool:
    named = (bool(rules().title_names.search(found.names)) for found in element.chain() if found.role is Role.HEADING)
    return any(found.name == "h1" for found in element.chain()) or any(named)


def _own_mark_of(element: Element, around: Container[Element]) -> bool:
    """Whether a heading is the site's by its own name, or stands in a menu."""
    marks = (own_mark(found) for found in element.chain() if found.name not in DOCUMENT and found not in around)
    near = [mark for mark in marks if mark is not None and not mark.doubtful]
    return any(mark.kind in {"site", "nav", "navigation", "footer", "related", "sidebar"} for mark in near)


# --- what stands around it -------------------------------------------------------------------------------------------


def _mark(index: int, spot: Spot, layout: Layout, *, running: bool) -> Mark | None:
    """Why a text is not the article's; None where it is."""
    if index == layout.title:
        return None
    near = list(
        takewhile(lambda found: found not in layout.around and found.name not in DOCUMENT, spot.element.chain())
    )
    inside = layout.root in spot.element.chain() if layout.root else any(map(_is_article, near))
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
    if index < layout.title and _is_linked(spot) and spot.unit.role not in {Role.BYLINE, Role.METADATA}:
        return Mark("navigation", Role.FURNITURE, "a link above the title")
    alike = running and _shape(spot.element) in layout.shapes
    if inside or alike or 0 <= layout.title < index < layout.first:
        return None
    return Mark("outside", Role.FURNITURE, "outside of the article")


def _is_linked(spot: Spot) -> bool:
    """Whether a text is nothing but links."""
    return _in_link(spot.element) or not any(map(str.isalpha, LINK.sub("", spot.unit.text)))


def own_mark(element: Element) -> Mark | None:
    """What an element says by itself."""
    return _marked(element.name, element.aria, element.names)


@lru_cache(maxsize=4096)
def _marked(name: str, aria: str, names: str) -> Mark | None:
    known = rules()
    for kind in known.kinds if names else ():
        if found := kind.names.search(names):
            where = f"in <{name}> named {found[0].strip('- ')}"
            return Mark(kind.name, kind.role, where, "prose" if kind.doubtful else "")
    if name in known.elements:
        return Mark(known.elements[name], Role.FURNITURE, f"in <{name}>")
    if aria in known.aria:
        return Mark(aria, Role.FURNITURE, f"in <{name} role={aria}>", "running" if aria == "complementary" else "")
    if name in known.doubtful:
        return Mark(known.doubtful[name], Role.FURNITURE, f"in <{name}>", "running")
    return None


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
