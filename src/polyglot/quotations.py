"""Which quotation marks belong together, whatever language sets them."""

from __future__ import annotations

from typing import NamedTuple

OPENING = {"«": "»", "“": "”", "„": "“”", "‹": "›", "‚": "‘’", "‘": "’", "»": "«", "›": "‹"}
"""Marks that open, with those that may close them; German books set « and » the other way round."""
MARKS = frozenset("«»“”„‹›‚‘’")
CLOSING = "»”›"
"""Marks that close unless they clearly open; the others open unless they clearly close."""
SINGLE = "‘’"
"""Marks that are apostrophes as well: without a partner they are no quotation."""
DOUBLE = MARKS - frozenset(SINGLE + "‹›‚")
"""Marks that are never single; machines often make straight ones of them."""
DEPTH = 8
"""So many quotations that are open at once are kept in mind."""


class Shape(NamedTuple):
    """How the quotation marks of a text stand to each other."""

    pairs: tuple[tuple[int, int, int], ...]
    """Offset of the opening and of the closing mark, and depth from 0, of every quotation."""
    opening: tuple[int, ...]
    """Offsets of marks that open a quotation which the text does not close."""
    closing: tuple[int, ...]
    """Offsets of marks that close a quotation which the text did not open."""


NONE = Shape((), (), ())
"""The shape of most texts."""


def shape(text: str) -> Shape:
    """Which marks of a text belong together, and which wait for another sentence.

    >>> shape("« a “b” »").pairs
    ((4, 6, 1), (0, 8, 0))
    """
    if MARKS.isdisjoint(text):
        return NONE
    waiting: list[int] = []
    found: list[tuple[int, int, int]] = []
    opening: list[int] = []
    closing: list[int] = []
    for at, char in enumerate(text):
        if char not in MARKS or (char in SINGLE and _is_apostrophe(text, at)):
            continue
        depth = _partner(text, waiting, at)
        if depth is not None and not (char in "“‘" and _clearly_opens(text, at)):
            found.append((waiting[depth], at, depth))
            opening += waiting[depth + 1 :]
            del waiting[depth:]
        elif char in OPENING and (_clearly_opens(text, at) if char in CLOSING else not _clearly_closes(text, at)):
            waiting.append(at)
        else:
            closing.append(at)
    alone = (tuple(sorted(at for at in marks if text[at] not in SINGLE)) for marks in (opening + waiting, closing))
    return Shape(tuple(found), *alone)


def _partner(text: str, waiting: list[int], at: int) -> int | None:
    """How deep the quotation lies that a mark may close; an apostrophe's double closes only the innermost."""
    deepest = len(waiting) - (1 if text[at] in SINGLE else DEPTH)
    depths = range(len(waiting) - 1, max(deepest, 0) - 1, -1)
    return next((depth for depth in depths if text[at] in OPENING[text[waiting[depth]]]), None)


def _clearly_opens(text: str, at: int) -> bool:
    return (at == 0 or text[at - 1].isspace() or text[at - 1] in "([{—–-") and text[at + 1 : at + 2].isalnum()


def _clearly_closes(text: str, at: int) -> bool:
    before = text[max(at - DEPTH, 0) : at].rstrip("“‘”»›")[-1:]
    behind_word = bool(before) and not before.isspace() and before not in "([{:¿¡'’«„‹‚"
    return behind_word and not text[at + 1 : at + 2].isalnum()


def _is_apostrophe(text: str, at: int) -> bool:
    """Whether a single mark stands inside a word or number, or before one whose start is left out: rock ’n’ roll."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return after.isalnum() and (before.isalnum() or (text[at] == "’" and (not before or before.isspace())))


def alike(source: str, target: str) -> bool:
    """Whether a target opens and closes as many quotations as its source, whatever marks they are set in.

    Of those that other sentences open or close it must have some where the source has some: inner ones may be single.
    A straight mark does not say whether it opens or closes.
    """
    here, there = shape(source), shape(target)
    straight = source.count('"'), target.count('"')
    ends = [(bool(found.opening), bool(found.closing)) for found in (here, there)]
    if straight[0] % 2 == straight[1] % 2 == 0:
        left = ends[0] == ends[1]
    else:
        left = sum(ends[0]) + straight[0] % 2 == sum(ends[1]) + straight[1] % 2
    return left and len(here.pairs) + straight[0] // 2 == len(there.pairs) + straight[1] // 2
