"""Where the article of a saved page begins and ends, and which lines are not its own.

The article is the stretch of lines with the greatest weight: sentences speak for it, furniture against it (maximum
subsequence segmentation: Pasternack and Roth, "Extracting Article Text from the Web", WWW 2009). The title stands above
it; what is above the title or below the end is the site's.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from polyglot.furniture.bylines import author_of, is_byline, names_people
from polyglot.furniture.folding import EDGES, fold
from polyglot.furniture.lists import (
    again,
    between,
    boxed,
    calls,
    contents,
    crowded,
    is_forum,
    is_hour,
    listed,
    posters,
)
from polyglot.furniture.page import HEADER_LINES, LINES_OF_A_BOX, PROSE, SHORT, Marks, Page, is_dateline
from polyglot.furniture.proof import is_saved_page
from polyglot.furniture.shapes import ROW, Mark
from polyglot.furniture.texts import names_only, texts
from polyglot.furniture.titles import breadcrumbs, repeats, title_of
from polyglot.model import Role

DESKS = re.compile(r"\(?[a-zà-ÿ]{2,5}(?:/[a-zà-ÿ]{2,5})+\)?|[a-z]{2,3}")
"""The initials with which an agency signs."""
AND = re.compile(r",\s*|\s(?:et|and|und|y|i|e)\s")
RATING = re.compile(r"0[.,] ?0")
"""Stars that readers give stand above a recipe, too."""
WORDS_OF_A_TAG = 3
WORDS_OF_A_SECTION = 6
LINES_OF_AN_ADDRESS = 9
OF_ADDRESSES = {"date", "footer"}
"""What lines with telephone numbers and opening hours look like."""
BELOW_TITLES = {"date", "reading-time", "share", "text-size", "author"}
"""Kinds that stand beside the name of the author."""
HEAVIEST = 240.0
UNKNOWN = -6.0
LONG_LABEL = 60.0
QUOTED = 20.0
WEIGHT_OF_COMMENTS = 150.0
REACH_OF_COMMENTS = 8
AFTER_COMMENTS = 0.25
"""How much of its weight a sentence keeps that stands below the beginning of the readers' comments."""


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
    text = texts(page, shaped)
    marks = {index: mark for index, mark in shaped.items() if not (index in text or index in page.kept)}
    marks |= {index: mark for index, mark in contents(page).items() if index not in page.kept}
    first, end = _heaviest(_weights(page, marks, len(page.lines)))
    title = title_of(page, marks, first)
    body = next((index for index in range(first, end) if index not in marks and page.prose(index)), first)
    marks |= listed(page, marks, body)
    marks |= between(marks, body) | boxed(page, marks, body) | posters(page, marks) | again(page, marks, body)
    top = body if title is None else title
    marks |= calls(page, marks, top)
    marks |= crowded(page, marks, top)
    marks = {index: mark for index, mark in marks.items() if index not in page.kept}
    if title is None:
        start = _upward(marks, first)
    else:
        start = title + 1
        marks |= repeats(page, title)
        first = max(first, start)
        end = first + _best_end(_weights(page, marks, first)[first:])
    whom = _addressed(page, marks, end)
    marks = {index: mark for index, mark in marks.items() if index not in whom}
    end = whom.stop if whom else _downward(page, marks, end)
    end = end if is_forum(marks) else _without_author(page, marks, start, end)
    marks |= breadcrumbs(page, title, start)
    around = {**_outside(page, title, start, end), **_strays(page, marks, start, max(first, body))}
    found = {**around, **marks, **_legal(page, end)}
    return Layout(title, start, end, found, is_saved_page(page, marks, range(start, end)))


def _weights(page: Page, marks: Mapping[int, Mark], begin: int) -> list[float]:
    """How strongly each line speaks for being inside the article, or against it.

    Below the line `begin` a sentence speaks less behind what ends an article or lists others: it is rather a title.
    So it does behind the beginning of the comments, wherever the article begins.
    """
    weights: list[float] = []
    talk = _talk(page, marks)
    share, begun, forum = 1.0, False, is_forum(marks)
    for index in range(len(page.lines)):
        if mark := marks.get(index):
            if index == talk and begun:
                share *= AFTER_COMMENTS
            elif index > begin and not forum:
                share *= mark.kind.after
            weights.append(-(WEIGHT_OF_COMMENTS if index == talk else float(mark.kind.weight)))
        else:
            begun = begun or page.prose(index)
            weights.append(_weight(page, index, share))
    return weights


def _weight(page: Page, index: int, share: float) -> float:
    """How strongly an unknown line speaks for the article."""
    size = len(page.lines[index])
    if index in page.kept:
        return float(PROSE)
    if page.is_table(index):
        return UNKNOWN
    if page.says(index):
        return min(size, HEAVIEST) * share * (1.0 if size >= SHORT / 2 else 0.5)
    if page.units[index].role is Role.QUOTE:
        return QUOTED * share
    return LONG_LABEL * share if size >= PROSE and not page.is_row(index) else UNKNOWN


def _talk(page: Page, marks: Mapping[int, Mark]) -> int:
    """Where the readers' comments begin: with the first of two lines about them that are not far apart; -1 for none.

    Below the article a date with its hour is such a line too. A count of comments below the title stands alone; in a
    forum, what readers say is the article.
    """
    if is_forum(marks):
        return -1
    prose = [index for index in range(len(page.lines)) if index not in marks and page.prose(index)][:2]
    body = prose[-1] if len(prose) == 2 else len(page.lines)
    hours = {index for index, mark in marks.items() if index > body and is_hour(page, index, mark)}
    about = sorted(hours | {index for index, mark in marks.items() if mark.kind.talk})
    near = (index for index, other in pairwise(about) if other - index <= REACH_OF_COMMENTS)
    told = (i for i in about if i > body and marks[i].kind.talk and not RATING.search(page.lines[i]))
    counted = (index for index in told if marks[index].whole and "0" in page.lines[index])
    return min((*near, *counted), default=-1)


def _heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """The stretch with the greatest sum, as the index of its first line and that behind its last."""
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, index
        total += weight
        if total > best:
            best, found = total, (start, index + 1)
    return found


def _best_end(weights: Sequence[float]) -> int:
    """How many lines from the first on have the greatest sum."""
    sums = list(accumulate(weights, initial=0.0))
    return sums.index(max(sums))


def _upward(marks: Mapping[int, Mark], first: int) -> int:
    """The first line of an article without title: up to two unknown ones stand above its first sentence."""
    start = first
    while start > max(0, first - 2) and start - 1 not in marks:
        start -= 1
    return start


def _downward(page: Page, marks: Mapping[int, Mark], end: int) -> int:
    """The end with what still belongs to it: all that follows where no furniture does, else a signature."""
    size = len(page.lines)
    below = next((index for index in range(end, size) if index in marks or _ends_text(page, index)), size)
    numbers = sum("0" in page.lines[index] for index in range(end, below))  # hours, prices
    few = below - end <= 2 or (below - end <= LINES_OF_AN_ADDRESS and 2 * numbers >= below - end)
    return below if below == size or few else end


def _addressed(page: Page, marks: Mapping[int, Mark], end: int) -> range:
    """The lines right below a text that say whom to turn to, as town halls and companies write; else none."""
    size = len(page.lines)
    if end >= size or page.lines[end].strip(EDGES) not in page.rules.contacts:
        return range(end, end)
    stop = end + 1
    while stop < min(size, end + LINES_OF_AN_ADDRESS) and (stop not in marks or marks[stop].kind.name in OF_ADDRESSES):
        stop += 1
    reached = any("0" in page.lines[at] or "@" in page.lines[at] for at in range(end + 1, stop))
    return range(end, stop if reached else end)


def _without_author(page: Page, marks: Mapping[int, Mark], start: int, end: int) -> int:
    """The end without a note on the author: a line of the last few that begins with the byline's name, or is it."""
    header = range(start, min(start + 2 * HEADER_LINES, end))
    texts = [page.units[index].text for index in header]
    names = {fold(name) for text in texts for name in AND.split(author_of(text, page.rules)) if " " in name}
    near = {index for index, mark in marks.items() if mark.kind.name in BELOW_TITLES}
    beside = (index for index in header if {index - 1, index + 1} & near)
    again = (page.units[index].text for index in beside if page.times[page.lines[index]] > 1)
    alone = names | {fold(text).strip(EDGES) for text in again if names_people(text)}
    for index in range(start + max(HEADER_LINES, (end - start) // 2), end):
        line = page.lines[index].strip(EDGES)
        if line in alone or (index >= end - LINES_OF_A_BOX and line.startswith(tuple(names))):
            return index
    return end


def _ends_text(page: Page, index: int) -> bool:
    """Whether an unknown line below the last sentence is none of the article: tags, labels, a second byline."""
    text = page.units[index].text
    names = text.split(",")
    tags = len(names) > 2 and not page.sentence[index] and all(len(name.split()) <= WORDS_OF_A_TAG for name in names)
    return tags or len(ROW.split(text)) > 2 or is_byline(text, page.rules) or DESKS.fullmatch(text) is not None


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


def _strays(page: Page, marks: Mapping[int, Mark], start: int, first: int) -> Marks:
    """Lines between title and article that say, beside furniture, in which section or of which kind the article is."""
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
