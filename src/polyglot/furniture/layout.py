"""The title of a saved page, the stretch of its article, and which lines are not its own.

The article is the stretch of lines with the greatest weight; the title stands above it; what is above the title or
below the end is the site's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from polyglot.furniture.ends import addressed, downward, upward, without_author
from polyglot.furniture.lists import contents, is_forum, with_lists
from polyglot.furniture.page import Marks, Page
from polyglot.furniture.proof import is_saved_page
from polyglot.furniture.shapes import Mark
from polyglot.furniture.strays import strays
from polyglot.furniture.stretch import best_end, heaviest, weights
from polyglot.furniture.texts import texts
from polyglot.furniture.titles import breadcrumbs, repeats, title_of


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found on a page."""

    title: int | None
    start: int
    """The first line that can be the article's."""
    end: int
    """The line behind its last."""
    marks: Mapping[int, Mark]
    is_page: bool
    """Whether the text is a saved page at all."""


def lay_out(page: Page, shaped: Mapping[int, Mark]) -> Layout:
    """The title, the stretch of the article, and every line that is furniture if the text is a saved page."""
    kept = texts(page, shaped) | page.kept
    marks = {index: mark for index, mark in {**shaped, **contents(page)}.items() if index not in kept}
    first, end = heaviest(weights(page, marks, len(page.lines)))
    title = title_of(page, marks, first)
    body = next((index for index in range(first, end) if index not in marks and page.prose(index)), first)
    marks = with_lists(page, marks, body, body if title is None else title)
    start = upward(marks, first) if title is None else title + 1
    if title is not None:
        marks |= repeats(page, title)
        first = max(first, start)
        end = first + best_end(weights(page, marks, first)[first:])
    marks, end = _ended(page, marks, start, end)
    marks |= breadcrumbs(page, title, start)
    found = {**_outside(page, title, start, end), **strays(page, marks, start, max(first, body)), **marks}
    return Layout(title, start, end, found | _legal(page, end), is_saved_page(page, marks, range(start, end)))


def _ended(page: Page, marks: Mapping[int, Mark], start: int, end: int) -> tuple[Marks, int]:
    """The marks without those of an address that ends the text, and the line behind its last."""
    whom = addressed(page, marks, end)
    others = {index: mark for index, mark in marks.items() if index not in whom}
    end = whom.stop if whom else downward(page, others, end)
    return others, end if is_forum(others) else without_author(page, others, start, end)


def _outside(page: Page, title: int | None, start: int, end: int) -> Marks:
    """Everything above the title and below the article's end."""
    site = page.rules.kinds["site"]
    above, top = (start, "article") if title is None else (title, "title")
    below = dict.fromkeys(range(end, len(page.lines)), Mark(site, "stands below the article"))
    return {**dict.fromkeys(range(above), Mark(site, f"stands above the {top}")), **below}


def _legal(page: Page, end: int) -> Marks:
    """The lines below the article that claim a right."""
    mark = Mark(page.rules.kinds["copyright"], "stands below the article")
    return {index: mark for index in range(end, len(page.lines)) if "©" in page.lines[index]}
