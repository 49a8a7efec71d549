"""Whether a text is a saved page at all: whether enough kinds of furniture agree on it."""

from __future__ import annotations

from collections.abc import Mapping

from polyglot.furniture.page import Page
from polyglot.furniture.phrases import EDGES
from polyglot.furniture.shapes import Mark
from polyglot.model import Role

PROOF_OF_A_PAGE = 3.5
"""So many kinds of furniture make a text a saved page, those counted less that other texts have too."""
PROOF_ALONE = 6
"""So many make it one however little of it is known."""
PROOF_OF_A_FRAME = 0.5
"""What furniture in the first lines says for a saved page, and what furniture in the last lines does."""
NAMES_OF_A_MENU = 5
MANY_MARKS = 15
SHARE_OF_A_PAGE = 0.25
"""So much of what is neither a sentence nor an item of a list must be known furniture."""


def is_saved_page(page: Page, marks: Mapping[int, Mark]) -> bool:
    """Whether at least three kinds agree on it, with many lines, or with a good part of those that are no sentences."""
    proof: dict[str, float] = {}
    for index, mark in marks.items():
        proof[mark.kind.name] = max(proof.get(mark.kind.name, 0.0), _proof(page, index, mark))
    if _has_menu(page, marks):
        proof["menu"] = 1.0
    size = len(page.lines)
    edges = (range(min(3, size)), range(max(0, size - 3), size))
    framed = sum(any(index in marks and _proof(page, index, marks[index]) for index in edge) for edge in edges)
    short = sum(not page.sentence[at] and unit.role is not Role.LIST_ITEM for at, unit in enumerate(page.units))
    many = len(marks) >= MANY_MARKS or len(marks) >= SHARE_OF_A_PAGE * short
    return sum(proof.values()) + framed * PROOF_OF_A_FRAME >= (PROOF_OF_A_PAGE if many else PROOF_ALONE)


def _has_menu(page: Page, marks: Mapping[int, Mark]) -> bool:
    """Whether names of sections stand in a row, one below the other: no prose has that."""
    run = 0
    for index in range(len(page.lines)):
        run = run + 1 if index in marks and marks[index].kind.name in {"site", "footer"} else 0
        if run >= NAMES_OF_A_MENU:
            return True
    return False


def _proof(page: Page, index: int, mark: Mark) -> float:
    """What a line proves: texts too have lists, headings or forms of single words, and sentences about anything."""
    line = page.lines[index]
    word = mark.kind.heading and line.count(" ") < 3 and " " not in line.strip(EDGES)
    if word or page.units[index].role is Role.LIST_ITEM:
        return 0.0
    return mark.kind.proof * (0.5 if page.sentence[index] and not mark.whole else 1.0)
