"""Which quotation marks belong together, whatever language sets them."""

from __future__ import annotations

from typing import NamedTuple

OPENING = {"«": "»", "“": "”", "„": "“”", "‹": "›", "‚": "‘’"}
"""Marks that only open, with those that may close them."""
CLOSING = "»”›"
EITHER = "“‘"
"""Marks that open in English and close in German: behind a word they close."""


class Shape(NamedTuple):
    """How the quotation marks of a text stand to each other."""

    pairs: tuple[tuple[int, int, int], ...]
    """Offset of the opening and of the closing mark, and depth from 0, of every quotation."""
    opening: tuple[int, ...]
    """Offsets of marks that open a quotation which the text does not close."""
    closing: tuple[int, ...]
    """Offsets of marks that close a quotation which the text did not open."""


def shape(text: str) -> Shape:
    """Which marks of a text belong together, and which wait for another sentence.

    >>> shape("« a “b” »").pairs
    ((4, 6, 1), (0, 8, 0))
    """
    waiting: list[int] = []
    found: list[tuple[int, int, int]] = []
    closing: list[int] = []
    for at, char in enumerate(text):
        if waiting and char in OPENING[text[waiting[-1]]] and not _is_apostrophe(text, at):
            start = waiting.pop()
            found.append((start, at, len(waiting)))
        elif char in OPENING and not _closes(text, at):
            waiting.append(at)
        elif char in CLOSING or char in EITHER:
            closing.append(at)
    return Shape(tuple(found), tuple(waiting), tuple(closing))


def _closes(text: str, at: int) -> bool:
    return text[at] in EITHER and at > 0 and not text[at - 1].isspace() and text[at - 1] not in "([{—–-«„"


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()


def alike(source: str, target: str) -> bool:
    """Whether a target opens and closes as many quotations as its source, whatever marks they are set in."""
    here, there = shape(source), shape(target)
    left = (len(here.opening), len(here.closing)) == (len(there.opening), len(there.closing))
    straight = source.count('"') % 2 == target.count('"') % 2
    return left and straight and len(here.pairs) + source.count('"') // 2 == len(there.pairs) + target.count('"') // 2
