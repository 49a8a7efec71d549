"""What a rule looks at, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import regex

from polyglot.model import Code, Origin, Pair, Severity, State, Tag, Target

WORD = regex.compile(r"\p{L}[\p{L}\p{M}’'-]*")
LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}]*")
HIDDEN = "\ufffc"
UNTOLD = Pair(Tag("und"), Tag("und"))


@dataclass(frozen=True)
class Subject:
    """A segment's source and target, with the codes found in each and the forms that the glossary forbids."""

    source: str
    target: Target
    expected: tuple[Code, ...]
    found: tuple[Code, ...]
    forbidden: Sequence[tuple[str, str]] = ()
    """Each with what to write in its place."""
    same_language: bool = False
    pair: Pair = UNTOLD

    @property
    def text(self) -> str:
        """What the target says."""
        return self.target.text

    @property
    def by_person(self) -> bool:
        """Whether a person stands for the target: they may say a thing otherwise than word by word."""
        return self.target.origin is Origin.HUMAN or self.target.state.rank >= State.REVIEWED.rank

    @property
    def comparable(self) -> bool:
        """Whether the target is meant to be in other words than its source."""
        return not self.same_language and self.text != self.source

    @cached_property
    def plain(self) -> tuple[str, str]:
        """Source and target without what stands in codes; each character of those is `HIDDEN`."""
        return without(self.source, self.expected), without(self.text, self.found)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The runs of letters of both, in small letters."""
        there, here = (tuple(LETTERS.findall(text.casefold())) for text in (self.source, self.text))
        return there, here


class Found(NamedTuple):
    """What a rule says of a subject."""

    message: str
    offset: int = 0
    """How many characters into the source it points."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: how it is called, how grave it is, and the function that finds what breaks it."""

    id: str
    kind: str
    """The ITS 2.0 issue type, or one of ours (`unknown-word`)."""
    severity: Severity
    docs: str
    """One sentence: what is wrong where it speaks."""
    find: Callable[[Subject], Iterable[Found]]


def without(text: str, codes: Iterable[Code]) -> str:
    """A text of the same length that has no words and marks in place of codes."""
    characters = list(text)
    for code in codes:
        if code.kind not in {"name", "number"}:
            start, end = code.span
            characters[start:end] = HIDDEN * (end - start)
    return "".join(characters)
