"""Whether a text is a saved page at all: whether enough kinds of furniture agree on it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from polyglot.furniture.folding import EDGES
from polyglot.furniture.lists import is_forum
from polyglot.furniture.page import Page
from polyglot.furniture.shapes import Mark
from polyglot.model import Role

PROOF_OF_A_PAGE = 3.5
"""So many kinds of furniture make a text a saved page, those counted less that other texts have too."""
PROOF_ALONE = 6
"""So many make it one however little of it is known, or is an article."""
PROOF_OF_A_FRAME = 0.5
"""What furniture in the first lines says for a saved page, and what furniture in the last lines does."""
PROOF_OF_A_FORUM = 3.0
"""What the many lines of a forum say for it."""
EDGE = 3
"""So many of the first lines, and of the last."""
NAMES_OF_A_MENU = 5
DENSE_MARKS = 20
"""So many, and half of what is no sentence, say as much as a kind."""
MANY_MARKS = 15
SHARE_OF_A_PAGE = 0.25
"""So much of what is neither a sentence nor an item of a list must be known furniture."""
MOST_AROUND = 0.6
"""How many times the article's characters unknown sentences around it may have, as readers' comments do."""
AT_THE_TOP = {"breadcrumb", "menu", "search"}
"""What stands above all that is said on a page."""


def is_saved_page(page: Page, marks: Mapping[int, Mark], article: range) -> bool:
    """Whether at least three kinds agree on it, around an article, with many lines or a good part of the labels."""
    size = len(page.lines)
    top = next((index for index in range(size) if index not in marks and page.says(index)), size)
    proven = {index: _proof(page, index, marks, top) for index in marks}
    proof = {"menu": float(_has_menu(marks, top)), "dense": float(_is_dense(page, marks))}
    for index, mark in marks.items():
        proof[mark.kind.name] = max(proof.get(mark.kind.name, 0.0), proven[index])
    if is_forum(marks):
        proof["forum"] = PROOF_OF_A_FORUM
    framed = sum(_frames(proven, edge) for edge in (range(size)[:EDGE], range(size)[: -EDGE - 1 : -1]))
    usual = framed and _is_around(page, marks, article) and _is_much(page, marks)
    return sum(proof.values()) + framed * PROOF_OF_A_FRAME >= (PROOF_OF_A_PAGE if usual else PROOF_ALONE)


def _frames(proven: Mapping[int, float], edge: Sequence[int]) -> bool:
    """Whether furniture stands in the first lines, or in the last, counted from the edge: a proof, or two in all."""
    known = [index for index in edge if index in proven]
    return any(proven[index] for index in known) or (len(known) > 1 and edge[0] in known)


def _is_dense(page: Page, marks: Mapping[int, Mark]) -> bool:
    """Whether half of what is no sentence is furniture, and much of it."""
    labels = sum(not sentence for sentence in page.sentence)
    return len(marks) >= DENSE_MARKS and 2 * len(marks) >= labels


def _is_around(page: Page, marks: Mapping[int, Mark], article: range) -> bool:
    """Whether most of what is said is the article's."""
    said = [index for index in range(len(page.lines)) if page.sentence[index] and index not in marks]
    inside = sum(len(page.lines[index]) for index in said if index in article)
    around = sum(len(page.lines[index]) for index in said if index not in article)
    return around <= MOST_AROUND * inside


def _is_much(page: Page, marks: Mapping[int, Mark]) -> bool:
    """Whether many lines are known furniture, or many of those that are neither sentences nor items of lists."""
    short = sum(not page.sentence[at] and unit.role is not Role.LIST_ITEM for at, unit in enumerate(page.units))
    return len(marks) >= MANY_MARKS or len(marks) >= SHARE_OF_A_PAGE * short


def _has_menu(marks: Mapping[int, Mark], top: int) -> bool:
    """Whether names of sections stand in a row, one below the other, above what is said first: no prose has that."""
    run = 0
    for index in range(top):
        run = run + 1 if index in marks and marks[index].kind.name in {"site", "footer"} else 0
        if run >= NAMES_OF_A_MENU:
            return True
    return False


def _proof(page: Page, index: int, marks: Mapping[int, Mark], top: int) -> float:
    """What a line proves: texts too have lists, tables, headings or forms of single words, and write about anything."""
    line, unit, mark = page.lines[index], page.units[index], marks[index]
    word = (mark.kind.heading or mark.kind.proof > 1) and line.count(" ") < 3 and " " not in line.strip(EDGES)
    if word or unit.role is Role.LIST_ITEM or page.is_table(index) or _is_headline(page, index, marks):
        return 0.0
    if index > top and mark.kind.name in AT_THE_TOP:
        return 0.0
    return mark.kind.proof * (0.5 if page.sentence[index] and not mark.whole else 1.0)


def _is_headline(page: Page, index: int, marks: Container[int]) -> bool:
    """Whether a line is written as a heading, or begins a block with what it heads."""
    start = page.units[index].span.start
    if page.text.startswith("#", page.text.rfind("\n", 0, start) + 1):
        return True
    heads = not page.beside(index, index - 1) and page.beside(index, index + 1)
    return heads and page.sentence[index + 1] and index + 1 not in marks
