"""Which element the project says that its articles are in: a selector of elements, classes and ids, `main .entry`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from polyglot.formats.html.places import Element, names

PART = re.compile(r"[.#]?[\w-]+")


class Step(NamedTuple):
    """What one word of a selector asks of an element."""

    name: str
    """Of the element; empty for any."""
    names: frozenset[str]
    """Of its classes and its id."""

    def fits(self, element: Element) -> bool:
        """Whether an element is such a one."""
        return self.name in {"", element.name} and self.names <= set(element.names.split())


@lru_cache(maxsize=8)
def steps(selector: str) -> tuple[Step, ...]:
    """The words of a selector, the innermost first."""
    return tuple(_step(word) for word in reversed(selector.split()))


def _step(word: str) -> Step:
    parts = PART.findall(word)
    named = frozenset(names(part[1:]) for part in parts if part[0] in ".#")
    return Step(next((part.lower() for part in parts if part[0] not in ".#"), ""), named)


def selected(element: Element, selector: str) -> bool:
    """Whether a selector means an element: it fits the last word, those around it the ones before."""
    first, *outer = steps(selector)
    if not first.fits(element):
        return False
    around = element.chain()
    next(around)
    return all(any(step.fits(found) for found in around) for step in outer)
