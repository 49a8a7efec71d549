"""The title of an article, the lines that repeat it, and the breadcrumbs that lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from polyglot.furniture.bylines import is_byline, names_people
from polyglot.furniture.folding import EDGES, fold
from polyglot.furniture.lists import is_forum
from polyglot.furniture.page import HEADER_LINES, SHORT, Marks, Page, is_dateline
from polyglot.furniture.shapes import ROW, SEPARATORS, Mark, names_date, section_names
from polyglot.furniture.texts import is_caption
from polyglot.model import Role

TITLE_LENGTH = range(8, 221)
AND = re.compile(r",? (?:et|and|y|e|und|i|&) |, ")
FAR = 0.4
"""What every unknown line between a title and the first paragraph takes from its likeness to one."""
FACT = re.compile(r"[\w ]{3,20}: .{1,15}")
"""What a list of facts has: `servings: 0`."""
BELOW_PROSE = 5
SHORTEST_REPEATED = 15
LEAST_TITLE = -0.5
FARTHEST = 300
"""Lines: no title is farther from the first paragraph."""
LONGEST_KICKER = 28
LONGEST_TITLE = 110
LONGEST_NAME = 30
BELOW_TITLES = {"share", "player", "credit", "reading-time", "text-size"}
ABOVE_ARTICLES = {"menu", "search", "skip-link", "breadcrumb"}
OF_MENUS = {"site", "footer", "account"}
UNKNOWN_BETWEEN = 0.4
NEAR = 6
"""Lines: so far below a title stand its byline and its date, with at most `FARTHEST_BYLINE` buttons between."""
FARTHEST_BYLINE = 20
OF_THE_SITE = 3.0
"""What a line loses whose words claim the rights of the site."""
ABOVE_POST = 2.0
"""What a forum's lines right below a line say for it."""
ABOVE = 0.3
"""What a byline or a date above a line says of what it says below it."""


class Seen(NamedTuple):
    """What is looked at once for all lines that may be the title."""

    header: Mapping[int, str]
    """The lines around the first paragraphs, without what decorates their edges."""
    rights: str
    """The lines in which the site claims its rights."""
    forum: bool


def title_of(page: Page, marks: Mapping[int, Mark], first: int) -> int | None:
    """The index of the article's title above its first paragraphs; None where no line looks like one."""
    last = next((index for index in range(first + 1, len(page.lines)) if page.prose(index)), first)
    near = range(max(0, first - FARTHEST), min(last + 1, first + FARTHEST, len(page.lines)))
    candidates = [index for index in near if _may_be_title(page, marks, index)]
    if not candidates:
        return None
    header = {index: page.lines[index].strip(EDGES) for index in near}
    forum, rights = is_forum(marks), "\n".join(line for line in page.lines if "©" in line)
    seen = Seen(header, rights, forum)
    far = FAR
    if forum:  # its posts repeat the title, and stand far below it
        posted = (at + 1 for at, mark in sorted(marks.items()) if mark.kind.name == "forum" and at + 1 not in marks)
        post = next((index for index in posted if index < first and page.prose(index)), first)
        candidates, far = [index for index in candidates if index <= post] or candidates, FAR / 4
    scored = {at: _score(page, marks, at, seen) - far * _distance(page, marks, at, first) for at in candidates}
    best = max(scored, key=lambda at: scored[at])  # the first of several
    same = [index for index in candidates if header[index] == header[best]]
    if forum:
        return same[0]
    above = (index for index in same if index < best <= index + HEADER_LINES)
    signed = next((index for index in above if is_byline(page.units[index + 1].text, page.rules)), best)
    return _last_standing(page, marks, signed) if scored[best] >= LEAST_TITLE else None


def _distance(page: Page, marks: Mapping[int, Mark], index: int, first: int) -> int:
    """How many unknown lines part a line from the first paragraph; one below a paragraph is far from it."""
    if index > first:
        return BELOW_PROSE * any(page.says(at) and at not in marks for at in range(first, index))
    return sum(at not in marks and not _is_fact(page, at) for at in range(index, first))


def _is_fact(page: Page, index: int) -> bool:
    """Whether a line says who wrote the text, when, or for how many persons a recipe is: it may follow a title."""
    text = page.units[index].text
    told = is_byline(text, page.rules) or is_dateline(page, index)
    return told or FACT.fullmatch(page.lines[index]) is not None


def _may_be_title(page: Page, marks: Mapping[int, Mark], index: int) -> bool:
    line, unit = page.lines[index], page.units[index]
    if index in marks or len(line) not in TITLE_LENGTH or line.endswith((":", ",", ";")) or page.is_row(index):
        return False
    return unit.role is not Role.LIST_ITEM and not (is_byline(unit.text, page.rules) or is_caption(unit, page.rules))


def _score(page: Page, marks: Mapping[int, Mark], index: int, seen: Seen) -> float:
    """How much a line looks like the title: by its length, by what repeats it, by what stands above and below."""
    line, unit = seen.header[index], page.units[index]
    heading = 0.5 * (unit.role in {Role.HEADING, Role.TITLE}) - 2.0 * _is_name(unit.text)
    heading -= 2.5 * all(page.rules.is_section(part) for part in AND.split(line))
    dated = (1.5 if len(line) <= SHORT else 0.5) * names_date(line, page.rules)
    return _shape(line) + heading - dated + _repeated(page, index, seen) + _placed(page, marks, index, forum=seen.forum)


def _is_name(text: str) -> bool:
    """Whether a line consists of names; in capitals of one of them, as a newspaper sets its authors."""
    shouted = text.isupper() and len(text) <= LONGEST_NAME and names_people(text.title()) and text.count(" ") < 4
    return shouted or names_people(text)


def _shape(line: str) -> float:
    """A title has some words, but not too many, and rather no full stop."""
    size = len(line)
    length = (size >= 20) + (size >= 35) - (size > LONGEST_TITLE) - (size > 160)
    return length - 2.0 * line.endswith(".") - 1.5 * (" " not in line) - 2.0 * (FACT.fullmatch(line) is not None)


def _repeated(page: Page, index: int, seen: Seen) -> float:
    """A title stands again on the page, or with the name of the site behind it; that longer line is none."""
    header = seen.header
    line = header[index]
    if len(line) < SHORTEST_REPEATED or " " not in line or _is_name(page.units[index].text):
        return 0.0
    if line in seen.rights:
        return -OF_THE_SITE
    longer = any(_extends(other, line) for other in header.values())
    extends = any(_extends(line, other) for other in header.values())
    return 2.5 * (page.times[page.lines[index]] > 1) + 2.0 * longer - 2.0 * extends


def _placed(page: Page, marks: Mapping[int, Mark], index: int, *, forum: bool) -> float:
    """A title stands near a byline or a date, rather above it; below another line of some length it is a standfirst."""
    kicker = LONGEST_KICKER if len(page.lines[index]) <= LONGEST_TITLE else SHORTEST_REPEATED
    above = page.lines[index - 1] if index else ""
    second = len(above) >= kicker and not _extends(above, page.lines[index]) and _may_be_title(page, marks, index - 1)
    late = index - 1 in marks and marks[index - 1].kind.name in BELOW_TITLES
    shown = index - 1 in marks and marks[index - 1].kind.name == "credit"
    posted = forum and index + 1 in marks and marks[index + 1].kind.name == "forum"
    before_menu = index + 1 in marks and marks[index + 1].kind.name in ABOVE_ARTICLES | OF_MENUS
    after, before = range(index + 1, index + FARTHEST_BYLINE), range(index - 1, index - 5, -1)
    return (
        _dated(page, marks, after)
        + ABOVE * _dated(page, marks, before)
        - 2.0 * second
        - 0.5 * late
        - shown
        + ABOVE_POST * posted
        - 1.5 * before_menu
    )


def _dated(page: Page, marks: Mapping[int, Mark], near: Iterable[int]) -> float:
    """How much the lines next to one speak for its being a title; behind a menu or unknown lines, for another."""
    signed = dated = 0.0
    unknown = -UNKNOWN_BETWEEN  # one may be a standfirst
    for index in _near(marks, near):
        kind = marks[index].kind.name if index in marks else ""
        sections = kind == "site" and not marks[index].whole
        if not 0 <= index < len(page.lines) or kind in ABOVE_ARTICLES or sections:
            break
        if kind in {"date", "reading-time"} or (not kind and is_dateline(page, index)):
            dated = max(dated, 1.5 - max(0.0, unknown))
        named = not kind and _is_name(ROW.split(page.units[index].text)[0])
        if named or is_byline(page.units[index].text, page.rules):
            signed = max(signed, (1.5 if named else 2.5) - max(0.0, unknown))
        unknown += UNKNOWN_BETWEEN * (not kind and not named and (1 - page.sentence[index] + 2 * page.prose(index)))
    return signed + dated


def _near(marks: Mapping[int, Mark], lines: Iterable[int]) -> Iterator[int]:
    """The first of some lines, not counting the buttons between a title and its byline."""
    among = (index for index in lines if index not in marks or marks[index].kind.name not in BELOW_TITLES)
    return islice(among, NEAR)


def _extends(other: str, line: str) -> bool:
    """Whether a line is the title with the name of the site behind it, or with sections before it."""
    longer = len(other) > len(line) + 2
    return longer and (other.startswith(line) or other.endswith(line)) and len(other) < 3 * len(line)


def _last_standing(page: Page, marks: Mapping[int, Mark], title: int) -> int:
    """Of several lines with the title the last above the article, so that no sentence is left above it."""
    for index in range(title + 1, min(len(page.lines), title + HEADER_LINES)):
        if index in marks and marks[index].kind.name in {"forum", "reply"}:
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
