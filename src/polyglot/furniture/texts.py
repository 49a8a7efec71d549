"""Known lines that are the article's all the same: headings, paragraphs and captions that look like furniture."""

from __future__ import annotations

from collections.abc import Container, Mapping

from polyglot.furniture.page import Page
from polyglot.furniture.shapes import Mark, Rules
from polyglot.model import Unit

LONGEST_CAPTION = 400
LONGEST_OF_LABELS = 30
LABEL_WORDS = 4
AT_THE_END = {"footer", "copyright"}
"""Kinds that stand below an article, and there above buttons, names or forms."""
BEHIND_TEXT = {"tags", "neighbours", "most-read", "author"}
"""Kinds above which stands no comment."""
REACH_OF_TALK = 4
BUTTONS = {"share", "cookies"}
"""Kinds that stand among each other."""
LONGEST_CREDIT = 80
CREDITING = (":", "|", "/", " - ", " – ")
"""What stands before the name of who made an image."""


def texts(page: Page, marks: Mapping[int, Mark]) -> frozenset[int]:
    """The known lines that are rather paragraphs, captions or headings of the article, found from below upwards."""
    found: set[int] = set()
    ended = min((index for index, mark in marks.items() if mark.kind.ends), default=len(page.lines))
    behind = min((index for index, mark in marks.items() if mark.kind.name in BEHIND_TEXT), default=len(page.lines))
    for index in sorted(marks, reverse=True):
        mark = marks[index]
        caption = mark.kind.name == "credit" and _shows(page, index)
        early = mark.kind.late and index <= ended
        if caption or early or _is_paragraph(page, index, marks) or _is_heading(page, index, marks, found, behind):
            found.add(index)
    return frozenset(found)


def _shows(page: Page, index: int) -> bool:
    """Whether a line with a credit says more: what the image shows."""
    text = page.units[index].text
    few = len(text.partition(":")[2].split()) in range(1, 4)
    return len(text) > LONGEST_CREDIT or not (few or names_only(text))


def _is_heading(page: Page, index: int, marks: Mapping[int, Mark], text: Container[int], behind: int) -> bool:
    """Whether a line heads what is below it, rather than being a button or a label of the site."""
    kind = marks[index].kind
    if (not kind.inserted and _stands_alone(page, index, marks)) or (
        kind.heading and kind.proof and page.numbered(index)
    ):
        return True
    if _has_no_place(page, index, marks, text, behind):
        return True
    return _may_head(page, index, marks[index]) and _heads_text(page, index, marks, text)


def _has_no_place(page: Page, index: int, marks: Mapping[int, Mark], text: Container[int], behind: int) -> bool:
    """Whether a label that a page has once stands above a sentence, where no site puts such a label."""
    line, mark, below = page.lines[index], marks[index], index + 1
    if not mark.whole or "0" in line or line.endswith("?") or page.times[line] > 1 or line.count(" ") >= LABEL_WORDS:
        return False
    said = below < len(page.lines) and (page.sentence[below] or page.lines[below].endswith(":"))
    if not said or (below in marks and below not in text):
        return False
    if mark.kind.talk:
        return (
            page.prose(below) and index < behind and not any(at in marks for at in range(below, below + REACH_OF_TALK))
        )
    return mark.kind.name in AT_THE_END or (mark.kind.name in BUTTONS and index - 1 not in marks)


def _may_head(page: Page, index: int, mark: Mark) -> bool:
    """Whether what a line says can be a heading: no count of comments, no date with its hour, nothing that repeats."""
    line, kind = page.lines[index], mark.kind
    counts = "0" in line and (kind.proof or line.count("0") > 2)
    again = kind.proof and page.times[line] > 1
    return mark.whole and kind.heading and not (counts or again or (kind.button and " " in line))


def _heads_text(page: Page, index: int, marks: Mapping[int, Mark], text: Container[int]) -> bool:
    """Whether a line stands inside a text, above a sentence or another heading, with no furniture near it."""
    above, below, kind = index - 1, index + 1, marks[index].kind
    lists = kind.ends or kind.opens or kind.button  # readers' comments are sentences too, with buttons between them
    if below >= len(page.lines) or any(at in marks and at not in text for at in range(below, below + 1 + lists)):
        return False
    crowded = above in marks and (lists or (kind.proof and page.beside(index, above)))
    inside = any(page.sentence[at] and at not in marks for at in range(max(0, index - 4), index))
    return inside and not crowded and (page.sentence[below] or below in text)


def _stands_alone(page: Page, index: int, marks: Mapping[int, Mark]) -> bool:
    """Whether a line stands by itself between two paragraphs, where no site puts what it is."""
    above, below = index - 1, index + 1
    if above < 0 or below >= len(page.lines) or page.beside(index, above) or page.beside(index, below):
        return False
    free = not any(at in marks for at in (above, below, below + 1))
    return free and page.says(above) and page.prose(below)


def _is_paragraph(page: Page, index: int, marks: Mapping[int, Mark]) -> bool:
    """Whether a line is prose, and sentences that nothing speaks against stand right above and below."""
    near = [at for at in (index - 1, index + 1) if 0 <= at < len(page.lines)]
    return page.prose(index) and len(near) == 2 and all(at not in marks and page.sentence[at] for at in near)


def is_caption(unit: Unit, rules: Rules) -> bool:
    """Whether a line says what an image shows."""
    text = unit.text
    labelled = ":" in text[:LONGEST_OF_LABELS] and not names_only(text.partition(":")[2])
    end = text[LONGEST_OF_LABELS:][-LONGEST_CREDIT:]
    credited = text.endswith(")") or "©" in text or any(sign in end for sign in CREDITING)
    if len(text) > LONGEST_CAPTION or not (labelled or credited):
        return False
    return any(pattern.fullmatch(" ".join(text.split())) for pattern in rules.caption)


def names_only(text: str) -> bool:
    """Whether a text, or what is behind its colon, consists of names, as a credit does, or of the name of a file.

    No longer word is in small letters, but perhaps the first, which may be a label.
    """
    words = (text.partition(":")[2] or text.partition(" ")[2] or text).replace("/", " ").split()
    return bool(words) and all(len(word) < 4 or not word[0].islower() or "." in word[1:-1] for word in words)
