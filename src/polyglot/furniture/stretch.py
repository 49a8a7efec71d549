"""How strongly each line speaks for being inside the article, and the stretch of lines with the greatest weight.

Sentences speak for it, furniture against it (maximum subsequence segmentation: Pasternack and Roth, "Extracting Article
Text from the Web", WWW 2009).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from polyglot.furniture.lists import is_forum, is_hour
from polyglot.furniture.page import PROSE, SHORT, Page
from polyglot.furniture.shapes import Mark
from polyglot.model import Role

RATING = re.compile(r"0[.,] ?0")
"""Stars that readers give stand above a recipe, too."""
HEAVIEST = 240.0
UNKNOWN = -6.0
LONG_LABEL = 60.0
QUOTED = 20.0
WEIGHT_OF_COMMENTS = 150.0
REACH_OF_COMMENTS = 8
AFTER_COMMENTS = 0.25
"""How much of its weight a sentence keeps that stands below the beginning of the readers' comments."""


def weights(page: Page, marks: Mapping[int, Mark], begin: int) -> list[float]:
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
            elif index > begin and not forum and not _goes_on(marks, index):
                share *= mark.kind.after
            weights.append(-(WEIGHT_OF_COMMENTS if index == talk else float(mark.kind.weight)))
        else:
            begun = begun or page.prose(index)
            weights.append(_weight(page, index, share))
    return weights


def _goes_on(marks: Mapping[int, Mark], index: int) -> bool:
    """Whether a line belongs to the same box as the one above it."""
    return index - 1 in marks and marks[index - 1].kind is marks[index].kind


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


def heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """The stretch with the greatest sum, as the index of its first line and that behind its last."""
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, index
        total += weight
        if total > best:
            best, found = total, (start, index + 1)
    return found


def best_end(weights: Sequence[float]) -> int:
    """How many lines from the first on have the greatest sum."""
    sums = list(accumulate(weights, initial=0.0))
    return sums.index(max(sums))
