"""What trafilatura takes for the article: it gives back text, not places, so texts are known by how they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from polyglot.model import Unit

START = 24
"""A text is known by so many of its first letters and digits."""
LARGEST = 4_000_000
"""Of a page with more characters the structure alone decides: to look for its article would take minutes."""
WORD = re.compile(r"[^\W_]++")


@lru_cache(maxsize=2)
def starts(text: str) -> frozenset[str]:
    """How texts begin in what trafilatura takes for the article."""
    if len(text) > LARGEST:
        return frozenset()
    from trafilatura import extract

    found = extract(text, include_comments=False, include_tables=True, favor_recall=True, output_format="txt")
    return frozenset(start for line in (found or "").splitlines() for start in _starts(line)) - {""}


def _starts(line: str) -> Iterator[str]:
    """What texts in a line can begin with, as it may hold several: a row of a table is one line."""
    words = [word.casefold() for word in WORD.findall(line)]
    letters = "".join(words)
    for at in accumulate(map(len, words[:-1]), initial=0):
        yield letters[at : at + START]


def _folded(text: str) -> str:
    letters: list[str] = []
    for char in text:
        if char.isalnum():
            letters.append(char)
            if len(letters) == START:
                break
    return "".join(letters).casefold()[:START]


def start_of(unit: Unit) -> str:
    """How the words of a unit begin."""
    return _folded(words(unit))


def words(unit: Unit) -> str:
    """The text of a unit without its codes."""
    edges = [0, *(edge for code in unit.inline for edge in code.span), len(unit.text)]
    return "".join(unit.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
