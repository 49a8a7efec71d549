"""Where the article of a page is: in the smallest element that has most of its prose, below its title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from polyglot.formats.html.extracted import START, words
from polyglot.formats.html.marks import own_mark
from polyglot.formats.html.places import DOCUMENT, Element
from polyglot.formats.html.rules import rules
from polyglot.formats.html.selector import selected
from polyglot.formats.html.spots import Spot
from polyglot.model import Role, Unit

ENOUGH = 250
"""So many characters of running text are an article; of less nothing is concluded."""
MOST = 0.7
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
class Layout:
    """Where the article of a page is."""

    root: Element | None
    """The element that holds it; None where the page has no running text."""
    shapes: frozenset[Shape]
    """How the paragraphs in it are marked up: others like them are the article's too, unless the project chose it."""
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


def lay_out(spots: Sequence[Spot], body: Sequence[int], running: Container[int], selector: str) -> Layout:
    """Where the article is, by the texts that are running text of it; `body` are those of the page itself."""
    shares = _shares(spots[index] for index in body if index in running)
    chosen = _chosen((spots[index] for index in body), selector)
    root = chosen or _root(shares)
    inside = [index for index in body if root is None or root in spots[index].element.chain()]
    around = frozenset(root.chain()) if root else frozenset()
    whole = max(shares.values(), default=0)
    large = frozenset(found for found in shares if root is not None and shares[found] >= MUCH * whole)
    paragraphs = [spots[index] for index in inside if index in running and prose(spots[index])]
    shapes = frozenset(shape(spot.element) for spot in paragraphs if chosen is None)
    asking = frozenset(found for index in body for found in _asking(spots[index].element)) - around - large
    title = _title(spots, body, inside, around)
    return Layout(root, shapes, around, _teasers(shares, root), large, title, inside[0] if inside else 0, asking)


def in_head(spot: Spot) -> bool:
    """Whether a text is not shown on the page, but tells of it."""
    return spot.kind == "json" or spot.element.name in {"meta", "title"}


def _shares(spots: Iterable[Spot]) -> Mapping[Element, int]:
    """How much prose each element holds: links and labels lead elsewhere."""
    shares: Counter[Element] = Counter()
    for spot in spots:
        said = prose(spot)
        for element in spot.element.chain() if said else ():
            shares[element] += said
    return shares


def prose(spot: Spot) -> int:
    """How many characters of prose a text has; none where it is short, or a link."""
    said = 0 if in_link(spot.element) else len(TAG.sub("", LINK.sub("", spot.unit.text)))
    return said if said >= PROSE else 0


def in_link(element: Element) -> bool:
    """Whether the text of an element is a link."""
    inline = takewhile(lambda found: found.name not in DOCUMENT, element.chain())
    return any(found.name == "a" for found in inline)


def is_linked(spot: Spot) -> bool:
    """Whether a text is nothing but links."""
    return in_link(spot.element) or not any(map(str.isalpha, LINK.sub("", spot.unit.text)))


def shape(element: Element) -> Shape:
    """How a text is marked up: its block and the element around it."""
    block = next(found for found in element.chain() if found.block)
    around = block.parent or block
    return block.name, block.names, around.name, around.names


def _asking(element: Element) -> Iterator[Element]:
    """The elements right around the forms that one is in."""
    return (found.parent for found in element.chain() if found.name == "form" and found.parent)


def _chosen(spots: Iterable[Spot], selector: str) -> Element | None:
    """The first element with text that the project says holds the article."""
    found = (one for spot in spots for one in reversed(list(spot.element.chain())) if selected(one, selector))
    return next(found, None) if selector.strip() else None


def _root(shares: Mapping[Element, int]) -> Element | None:
    """The smallest element with most of the running text; the article around it, where one is named."""
    whole = max(shares.values(), default=0)
    if whole < ENOUGH:
        return None
    smallest = max((element for element in shares if shares[element] >= MOST * whole), key=lambda found: found.depth)
    return next((element for element in smallest.chain() if is_article(element)), smallest)


def is_article(element: Element) -> bool:
    """Whether an element says by itself that it holds an article."""
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
    said = [_whole(spot.unit) for spot in spots if in_head(spot) and spot.unit.role is Role.TITLE]
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
    return "".join(filter(str.isalnum, words(unit))).casefold()


def _heads(element: Element) -> bool:
    named = (bool(rules().title_names.search(found.names)) for found in element.chain() if found.role is Role.HEADING)
    return any(found.name == "h1" for found in element.chain()) or any(named)


def _own_mark_of(element: Element, around: Container[Element]) -> bool:
    """Whether a heading is the site's by its own name, or stands in a menu."""
    marks = (own_mark(found) for found in element.chain() if found.name not in DOCUMENT and found not in around)
    near = [mark for mark in marks if mark is not None and not mark.doubtful]
    return any(mark.kind in {"site", "nav", "navigation", "footer", "related", "sidebar"} for mark in near)
