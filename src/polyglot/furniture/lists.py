"""Unknown lines that belong to furniture: lists below a label, what stands in a box, names above a post."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise, takewhile

from polyglot.furniture.bylines import is_byline, names_people
from polyglot.furniture.folding import EDGES
from polyglot.furniture.page import LINES_OF_A_BOX, LONGEST_LISTED, STOPS, Marks, Page
from polyglot.furniture.shapes import Mark
from polyglot.furniture.texts import is_caption
from polyglot.model import Role

LABEL_WORDS = 5
HOUR = re.compile(r"0 ?[h:.] ?0(?:[:.]0)?")
LONGEST_CALL = 80
"""Characters."""
WORD_ALONE = re.compile(r"[^\w'’-]+")
LONGEST_SHORT_LABEL = 30
LINES_OF_AN_INSERT = 10
INSERTED = {"newsletter", "paywall", "advert", "poll", "share", "account", "related", "most-read", "cookies", "author"}
"""The kinds of furniture that sites put between paragraphs as a box, whatever else the box says."""
LEAST_ROWS = 2
NUMBERING = EDGES + "0.)"
MARKS_OF_A_FORUM = 6


def with_lists(page: Page, marks: Mapping[int, Mark], body: int, title: int) -> Marks:
    """The marks, and the unknown lines that belong to furniture; `body` is the first paragraph of the article."""
    known = dict(marks) | listed(page, marks, body)
    known |= between(known, body) | boxed(page, known, body) | posters(page, known) | again(page, known, body)
    known |= calls(page, known, title)
    known |= crowded(page, known, title)
    return {index: mark for index, mark in known.items() if index not in page.kept}


def listed(page: Page, marks: Mapping[int, Mark], above: int) -> Marks:
    """The short lines of a list under "Read also" and its like: the rest of its block, or the next block."""
    more: Marks = {}
    for index, mark in marks.items():
        line = page.lines[index]
        label = "0" not in line if mark.whole else line.count(" ") < LABEL_WORDS - 1 and ":" not in line
        if index > above and mark.kind.opens and label:
            reason = f"listed under “{page.units[index].text.strip()}”"
            for below in _list_below(page, index, marks):
                more.setdefault(below, Mark(mark.kind, reason, whole=False))
    return more


def _list_below(page: Page, opening: int, marks: Mapping[int, Mark]) -> Iterator[int]:
    """Lines that are no sentences, from below an opening line to the end of its list."""
    lines, size = page.lines, len(page.lines)
    for index in range(opening + 1, size):
        if not page.beside(opening + 1, index) or (marks[opening].kind.name == "related" and page.numbered(index)):
            return
        if page.prose(index) or (page.sentence[index] and not lines[index].endswith("?")):
            return
        if (
            len(lines[index]) > LONGEST_LISTED
            or lines[index].endswith(":")
            or is_caption(page.units[index], page.rules)
        ):
            return
        if index in marks:
            if marks[index].kind.opens:
                return
            continue
        after = index + 1
        if after < size and after not in marks and page.prose(after) and _heads(page, opening, index):
            return
        yield index


def _heads(page: Page, opening: int, index: int) -> bool:
    """Whether the last line that may be of a list is rather the heading of the paragraph after it."""
    if page.units[index].role is Role.LIST_ITEM:
        return False
    if page.beside(index, index + 1):
        return index > opening + 1
    return not page.beside(opening, index) and index == opening + 1


def contents(page: Page) -> Marks:
    """A table of contents: a label, and below it lines that stand again as headings of the article."""
    bare = [line.strip(NUMBERING) for line in page.lines]
    last = {line: index for index, line in enumerate(bare)}
    mark = Mark(page.rules.kinds["contents"], "a table of contents")
    found: Marks = {}
    for index, line in enumerate(page.lines):
        if line.strip(EDGES) in page.rules.contents:
            first = index + 1
            if first < len(bare) and last[bare[first]] == first and page.times[page.lines[first]] > 1:
                first += 1  # the title, which stands above, too
            rows = list(takewhile(lambda at: last[bare[at]] > at + 1, range(first, len(bare))))
            found |= dict.fromkeys([*range(index, first), *rows] if len(rows) >= LEAST_ROWS else [], mark)
    return found


def between(marks: Mapping[int, Mark], body: int) -> Marks:
    """What stands between two lines of one box: of a newsletter, of an offer, of a note on the author."""
    boxes = [index for index in sorted(marks) if index > body and marks[index].kind.box]
    return {
        index: Mark(marks[above].kind, "stands in the same box", whole=False)
        for above, below in pairwise(boxes)
        if marks[above].kind is marks[below].kind and below - above <= LINES_OF_A_BOX
        for index in range(above + 1, below)
        if index not in marks
    }


def boxed(page: Page, marks: Mapping[int, Mark], body: int) -> Marks:
    """What stands in one block with a line of a box, where a paragraph of the article has a block of its own."""
    blocks: dict[int, list[int]] = {}
    for index in range(body, len(page.lines)):
        blocks.setdefault(page.blocks[index], []).append(index)
    found: Marks = {}
    for block in blocks.values():
        boxes = [marks[index] for index in block if index in marks and marks[index].kind.box]
        if boxes and len(block) <= LINES_OF_A_BOX + 1 and all(len(page.lines[at]) <= LONGEST_LISTED for at in block):
            mark = Mark(boxes[0].kind, "stands in the same box", whole=False)
            found |= {at: mark for at in block if at not in marks and not is_byline(page.units[at].text, page.rules)}
    return found


def calls(page: Page, marks: Mapping[int, Mark], title: int) -> Marks:
    """Short lines below the title that ask the reader to do something, beside furniture of their block."""
    mark = Mark(page.rules.kinds["site"], "asks the reader, among furniture", whole=False)
    found: Marks = {}
    unknown = [index for index in range(title + 1, len(page.lines)) if index not in marks and _asks(page, index)]
    for index in (*unknown, *reversed(unknown)):  # one beside another
        near = [at for at in (index - 1, index + 1) if at in marks or at in found]
        heading = page.units[index].role is Role.HEADING
        if len(near) == 2 or (not heading and any(page.beside(index, at) for at in near)):
            found[index] = mark
    return found


def _asks(page: Page, index: int) -> bool:
    line = page.lines[index].strip(EDGES)
    short = len(line) <= LONGEST_CALL and not line.endswith(".")
    plain = page.units[index].role not in {Role.LIST_ITEM, Role.QUOTE, Role.CODE}
    return short and plain and WORD_ALONE.split(line, maxsplit=1)[0] in page.rules.calls


def crowded(page: Page, marks: Mapping[int, Mark], title: int) -> Marks:
    """What stands in a small block without a paragraph that begins or ends with furniture that sites insert.

    Of a block that is furniture for the greater part, only its short labels.
    """
    if is_forum(marks):
        return {}
    blocks: dict[int, list[int]] = {}
    for index in range(title + 1, len(page.lines)):
        blocks.setdefault(page.blocks[index], []).append(index)
    mark = Mark(page.rules.kinds["site"], "stands among furniture", whole=False)
    found: Marks = {}
    for block in blocks.values():
        unknown = [index for index in block if index not in marks and index > title + 1]
        if not unknown or any(page.prose(index) for index in unknown):
            continue
        known = [index for index in (block[0], block[-1]) if index in marks and marks[index].kind.name in INSERTED]
        told = any(" " in page.lines[index].strip(EDGES) for index in known) or len(block) - len(unknown) > 1
        if known and told and len(block) <= LINES_OF_AN_INSERT:
            found |= {index: mark for index in unknown if not _says_who(page, index)}
        elif 2 * len(unknown) <= len(block) and not any(page.says(index) for index in unknown):
            found |= {index: mark for index in unknown if _is_short_label(page, index)}
    return found


def _says_who(page: Page, index: int) -> bool:
    """Whether a line names a person, says who wrote the text, or what an image shows."""
    unit = page.units[index]
    words = unit.text.split()
    signed = len(words) < 4 and words[0].islower() and words[-1][:1].isupper()  # "by Anna"
    named = signed or names_people(unit.text.title() if unit.text.isupper() else unit.text)
    return named or is_byline(unit.text, page.rules) or is_caption(unit, page.rules)


def _is_short_label(page: Page, index: int) -> bool:
    return len(page.lines[index]) <= LONGEST_SHORT_LABEL and not _says_who(page, index)


def posters(page: Page, marks: Mapping[int, Mark]) -> Marks:
    """What a forum writes around a post: in a block without a sentence that has a line of its own, every label."""
    about = {page.blocks[index]: mark for index, mark in marks.items() if mark.kind.name == "forum"}
    said = {page.blocks[index] for index in range(len(page.lines)) if index not in marks and page.sentence[index]}
    found = {
        index: Mark(about[block].kind, "stands around a post")
        for index, block in enumerate(page.blocks)
        if block in about and block not in said and index not in marks and _is_label(page, index)
    }
    return found | _above_posts(page, marks)


def _above_posts(page: Page, marks: Mapping[int, Mark]) -> Marks:
    """Right above what a forum says of a post: who posted it, and of what rank."""
    found: Marks = {}
    hours = {index for index in marks if is_hour(page, index, marks[index])} if is_forum(marks) else set()
    for index in (index for index, mark in marks.items() if mark.kind.name == "forum" or index in hours):
        at = index - 1
        while at > 0 and at not in marks and page.beside(index, at) and _is_label(page, at):
            found[at] = Mark(marks[index].kind, "stands around a post")
            at -= 1
    return found


def again(page: Page, marks: Mapping[int, Mark], body: int) -> Marks:
    """Labels that stand three times and more on the page, each time beside furniture."""
    forum = is_forum(marks)  # below their posts people sign with a saying
    unknown = (index for index in range(body, len(page.lines)) if index not in marks)
    labels = [index for index in unknown if _is_label(page, index) or (forum and not page.prose(index))]
    beside = Counter(page.lines[index] for index in labels if index - 1 in marks or index + 1 in marks)
    often = {line for line, count in beside.items() if count > (1 if forum else 2)}
    mark = Mark(page.rules.kinds["site"], "repeats on the page")
    return {index: mark for index in labels if page.lines[index] in often}


def is_forum(marks: Mapping[int, Mark]) -> bool:
    """Whether a page is that of a forum, so that what readers say is the article."""
    return sum(mark.kind.name == "forum" for mark in marks.values()) >= MARKS_OF_A_FORUM


def is_hour(page: Page, index: int, mark: Mark) -> bool:
    """Whether a line is a date with an hour."""
    return mark.kind.name == "date" and page.lines[index].count("0") > 2 and "0" in HOUR.sub("", page.lines[index])


def _is_label(page: Page, index: int) -> bool:
    line = page.lines[index]
    return not (page.sentence[index] or line.endswith(STOPS)) and line.count(" ") < LABEL_WORDS
