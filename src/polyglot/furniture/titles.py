"""The title of an article, the lines that repeat it, and the breadcrumbs that lead to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polyglot.furniture.bylines import is_byline, names_people
from polyglot.furniture.lists import is_forum
from polyglot.furniture.page import HEADER_LINES, SHORT, Marks, Page
from polyglot.furniture.phrases import EDGES, fold
from polyglot.furniture.shapes import SEPARATORS, Mark, names_date, section_names
from polyglot.furniture.texts import is_caption
from polyglot.model import Role

TITLE_LENGTH = range(8, 221)
FAR = 0.4
"""What every unknown line between a title and the first paragraph takes from its likeness to one."""
BELOW_PROSE = 5
SHORTEST_REPEATED = 15
LEAST_TITLE = -0.5


def title_of(page: Page, marks: Mapping[int, Mark], first: int) -> int | None:
    """The index of the article's title above its first paragraphs; None where no line looks like one."""
    last = next((index for index in range(first + 1, len(page.lines)) if page.prose(index)), first)
    candidates = [index for index in range(min(last + 1, len(page.lines))) if _may_be_title(page, marks, index)]
    if not candidates:
        return None
    header = [line.strip(EDGES) for line in page.lines[: last + 1]]
    scored = ((_score(page, marks, at, header) - FAR * _distance(page, marks, at, first), at) for at in candidates)
    score, best = max(scored)
    if is_forum(marks):  # its posts repeat the title
        return min(index for index in candidates if header[index] == header[best])
    return _last_standing(page, marks, best, first) if score >= LEAST_TITLE else None


def _distance(page: Page, marks: Mapping[int, Mark], index: int, first: int) -> int:
    """How many unknown lines part a line from the first paragraph; one below a paragraph is far from it."""
    if index > first:
        return BELOW_PROSE * any(page.says(at) and at not in marks for at in range(first, index))
    return sum(at not in marks for at in range(index, first))


def _may_be_title(page: Page, marks: Mapping[int, Mark], index: int) -> bool:
    line, unit = page.lines[index], page.units[index]
    if index in marks or len(line) not in TITLE_LENGTH or line.endswith((".", ":", ",", ";")) or page.is_row(index):
        return False
    return unit.role is not Role.LIST_ITEM and not (is_byline(unit.text, page.rules) or is_caption(unit, page.rules))


def _score(page: Page, marks: Mapping[int, Mark], index: int, header: Sequence[str]) -> float:
    """How much a line looks like the title: by its length, by what repeats it, by what stands above and below."""
    line = page.lines[index].strip(EDGES)
    length = 0.0 + (len(line) >= 20) + (len(line) >= 35) - (len(line) > 110) - (len(line) > 160)
    length -= 2.0 * names_people(page.units[index].text)
    role = 0.5 * (page.units[index].role in {Role.HEADING, Role.TITLE}) - (1.5 if len(line) <= SHORT else 0.5) * names_date(line, page.rules)
    return length + role + _repeated(page, index, line, header) + _placed(page, marks, index)


def _repeated(page: Page, index: int, line: str, header: Sequence[str]) -> float:
    """A title stands again on the page, or with the name of the site behind it; that longer line is none."""
    if len(line) < SHORTEST_REPEATED:
        return 0.0
    again = 2.5 * (page.times[page.lines[index]] > 1)
    return (
        again + 2.0 * any(_extends(other, line) for other in header) - 2.0 * any(_extends(line, one) for one in header)
    )


def _placed(page: Page, marks: Mapping[int, Mark], index: int) -> float:
    """A title stands above a byline or a date; below another line of some length it is rather a standfirst."""
    second = index > 0 and len(page.lines[index - 1]) >= 20 and _may_be_title(page, marks, index - 1)
    below = range(index + 1, min(index + 7, len(page.lines)))
    dated = any(marks[at].kind.name in {"date", "reading-time"} for at in below if at in marks)
    signed = any(is_byline(page.units[at].text, page.rules) for at in below)
    return 2.5 * signed + 1.5 * dated - second


def _extends(other: str, line: str) -> bool:
    """Whether a line is the title with the name of the site behind it, or with sections before it."""
    longer = len(other) > len(line) + 2
    return longer and (other.startswith(line) or other.endswith(line)) and len(other) < 3 * len(line)


def _last_standing(page: Page, marks: Mapping[int, Mark], title: int, first: int) -> int:
    """Of several lines with the title the last above the article, so that no sentence is left above it."""
    for index in range(title + 1, min(first, title + HEADER_LINES)):
        if index in marks and marks[index].kind.name in {"forum", "comments", "reply"}:
            break
        said = index not in marks and page.sentence[index] and len(page.lines[index]) >= SHORT
        if said or is_byline(page.units[index].text, page.rules):
            break
        if page.lines[index].strip(EDGES) == page.lines[title].strip(EDGES):
            title = index
    return title


def repeats(page: Page, title: int | None) -> Marks:
    """The lines that repeat the title."""
    if title is None:
        return {}
    mark = Mark(page.rules.kinds["repeated-title"], "repeats the title")
    bare = page.lines[title].strip(EDGES)
    again = (index for index, line in enumerate(page.lines) if bare in line and line.strip(EDGES) == bare)
    return {index: mark for index in again if index != title}


def breadcrumbs(page: Page, title: int | None, start: int) -> Marks:
    """Lines near the top that end with the title behind section names."""
    if title is None:
        return {}
    named = page.lines[title].strip(EDGES)
    mark = Mark(page.rules.kinds["breadcrumb"], "sections, then the title")
    near = (index for index in range(min(start + 4, len(page.lines))) if page.lines[index].endswith(named))
    return {index: mark for index in near if crumbs(page, index, title)}


def crumbs(page: Page, index: int, title: int) -> str:
    """The part of a breadcrumb line before the title, in its own spelling; empty where it is none."""
    line, folded_title = page.lines[index], page.lines[title].strip(EDGES)
    if index == title or not line.endswith(folded_title) or line == folded_title:
        return ""
    text = page.units[index].text
    near = range(max(0, len(text) - 2 * len(folded_title)), len(text))
    head = next((text[:at] for at in near if fold(text[at:]) == folded_title), "")
    names = tuple(section_names(head, page.rules))
    if not names:
        return ""
    known_names = [page.rules.is_section(fold(name)) for name in names]
    return head if known_names[0] or all(known_names) or SEPARATORS.search(head.strip()) else ""
