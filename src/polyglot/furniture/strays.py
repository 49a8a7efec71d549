"""Lines between title and article that say, beside furniture, in which section or of which kind the article is."""

from __future__ import annotations

from collections.abc import Container, Mapping

from polyglot.furniture.bylines import is_byline, names_people
from polyglot.furniture.folding import EDGES
from polyglot.furniture.page import Marks, Page, is_dateline
from polyglot.furniture.shapes import Mark
from polyglot.furniture.texts import names_only

WORDS_OF_A_SECTION = 6


def strays(page: Page, marks: Mapping[int, Mark], start: int, first: int) -> Marks:
    """The lines from one below the title to the first paragraph that are neither the article's nor known."""
    site = Mark(page.rules.kinds["site"], "stands among furniture")
    bylines = {index for index in range(start, first) if is_byline(page.units[index].text, page.rules)}
    named = {index for index in range(start, first) if names_people(page.units[index].text)}
    known = {start - 1, *marks, *bylines}
    around = known | named
    above = set(page.lines[: max(0, start - 1)])
    unknown = [index for index in range(start, first) if index not in known and {index - 1, index + 1} & around]
    return {index: site for index in unknown if page.lines[index] in above or _is_stray(page, index, around)}


def _is_stray(page: Page, index: int, around: Container[int]) -> bool:
    line, text = page.lines[index], page.units[index].text
    words = text.split()
    if len(words) <= WORDS_OF_A_SECTION and page.rules.filed.look_up(line, line.strip(EDGES)):
        return True
    if is_dateline(page, index):
        return True
    few = len(words) <= 3 and not page.sentence[index] and (len(words) == 1 or not names_only(text))
    last = len(words) == 1 and page.beside(index, index - 1) and index - 1 in around
    return few and index + 1 in around and (last or page.beside(index, index + 1))
