"""Where an article without title begins, and where one ends: with a signature or address, not with its author."""

from __future__ import annotations

import re
from collections.abc import Mapping

from polyglot.furniture.bylines import BESIDE_BYLINES, author_of, is_byline, names_people
from polyglot.furniture.folding import EDGES, fold
from polyglot.furniture.page import HEADER_LINES, LINES_OF_A_BOX, Page
from polyglot.furniture.shapes import ROW, Mark

DESKS = re.compile(r"\(?[a-zà-ÿ]{2,5}(?:/[a-zà-ÿ]{2,5})+\)?|[a-z]{2,3}")
"""The initials with which an agency signs."""
AND = re.compile(r",\s*|\s(?:et|and|und|y|i|e)\s")
WORDS_OF_A_TAG = 3
PARAGRAPHS_OF_A_NOTE = 2
LINES_OF_AN_ADDRESS = 9
OF_ADDRESSES = {"date", "footer", "site"}
"""What lines with telephone numbers and opening hours look like."""


def upward(marks: Mapping[int, Mark], first: int) -> int:
    """The first line of an article without title: up to two unknown ones stand above its first sentence."""
    start = first
    while start > max(0, first - 2) and start - 1 not in marks:
        start -= 1
    return start


def downward(page: Page, marks: Mapping[int, Mark], end: int) -> int:
    """The end with what still belongs to it: all that follows where no furniture does, else a signature."""
    size = len(page.lines)
    below = next((index for index in range(end, size) if index in marks or _ends_text(page, index)), size)
    numbers = sum("0" in page.lines[index] for index in range(end, below))  # hours, prices
    few = below - end <= 2 or (below - end <= LINES_OF_AN_ADDRESS and 2 * numbers >= below - end)
    return below if below == size or few else end


def addressed(page: Page, marks: Mapping[int, Mark], end: int) -> range:
    """The lines right below a text that say whom to turn to, as town halls and companies write; else none."""
    size = len(page.lines)
    if end >= size or page.lines[end].strip(EDGES) not in page.rules.contacts:
        return range(end, end)
    stop = end + 1
    while stop < min(size, end + LINES_OF_AN_ADDRESS) and (stop not in marks or marks[stop].kind.name in OF_ADDRESSES):
        stop += 1
    reached = any("0" in page.lines[at] or "@" in page.lines[at] for at in range(end + 1, stop))
    return range(end, stop if reached else end)


def without_author(page: Page, marks: Mapping[int, Mark], start: int, end: int) -> int:
    """The end without a note on the author: a line of the last few that begins with the byline's name, or is it."""
    header = range(start, min(start + 2 * HEADER_LINES, end))
    texts = [page.units[index].text for index in header]
    names = {fold(name) for text in texts for name in AND.split(author_of(text, page.rules)) if " " in name}
    near = {index for index, mark in marks.items() if mark.kind.name in BESIDE_BYLINES}
    beside = (index for index in header if {index - 1, index + 1} & near)
    again = (page.units[index].text for index in beside if page.times[page.lines[index]] > 1)
    alone = names | {fold(text).strip(EDGES) for text in again if names_people(text)}
    for index in range(start + max(HEADER_LINES, (end - start) // 2), end):
        line = page.lines[index].strip(EDGES)
        note = sum(page.prose(at) and at not in marks for at in range(index, end)) <= PARAGRAPHS_OF_A_NOTE
        if note and (line in alone or (index >= end - LINES_OF_A_BOX and line.startswith(tuple(names)))):
            return index
    return end


def _ends_text(page: Page, index: int) -> bool:
    """Whether an unknown line below the last sentence is none of the article: tags, labels, a second byline."""
    text = page.units[index].text
    names = text.split(",")
    tags = len(names) > 2 and not page.sentence[index] and all(len(name.split()) <= WORDS_OF_A_TAG for name in names)
    return tags or len(ROW.split(text)) > 2 or is_byline(text, page.rules) or DESKS.fullmatch(text) is not None
