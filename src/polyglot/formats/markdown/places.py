"""Where text stands in a Markdown file: each place knows its words, its marks and how to write others in its stead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

from polyglot.model import Inline, Role, Span

Kind = Literal["open", "close", "empty"]
HALVES: Mapping[str, Kind] = {"open": "open", "close": "close"}
"""The inline codes that have another half; others stand alone."""


class Atom(NamedTuple):
    """A piece of a place's text: words, or an inline code."""

    text: str
    kind: str = ""
    """`open`, `close` or `empty`; nothing for words."""
    partner: int = -1
    """Which atom is its other half; -1 for none."""
    says: str | None = None
    """For words that are kept as they stand (an escaped star): what a reader sees; None for marks."""
    raw: str = ""
    """What the file has in its place, where that is something else: a code is known by its text, so words are spelled
    apart from it, and a link tells its label, so that its words may change."""


class Place(Protocol):
    """A stretch of the file whose words a reader sees."""

    @property
    def role(self) -> Role:
        """What it is on the page."""

    @property
    def span(self) -> Span:
        """Where it lies in the decoded file."""

    @property
    def key(self) -> str:
        """What names it, where the configuration says which of its kind are translated; empty where all are."""

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """Its text, cut into words and codes."""

    def spelled(self, target: str) -> str:
        """How a target is written in its stead."""


def text_of(place: Place) -> str:
    """The text of a place as a unit has it."""
    return "".join(atom.text for atom in place.atoms)


def inline_of(place: Place) -> tuple[Inline, ...]:
    """The inline codes of a place's text."""
    codes = [number for number, atom in enumerate(place.atoms) if atom.kind]
    order = {number: index for index, number in enumerate(codes)}
    ends, at = [], 0
    for atom in place.atoms:
        at += len(atom.text)
        ends.append(at)
    found = []
    for number in codes:
        atom = place.atoms[number]
        span = Span(ends[number] - len(atom.text), ends[number])
        kind: Kind = HALVES.get(atom.kind, "empty") if atom.partner in order else "empty"
        found.append(Inline(span, kind, order.get(atom.partner, order[number])))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Code:
    """A block that no translation touches: code, markup, a formula."""

    span: Span
    source: str
    role: Role = Role.CODE
    key: str = ""
    reason: str = ""
    """Why it is not text, where it may look like it."""

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """All of it, as one code."""
        return (Atom(self.source, "empty"),)

    def spelled(self, target: str) -> str:
        """As it is: nobody asks."""
        return target


@dataclass(frozen=True, slots=True)
class Stretch:
    """The text of a paragraph as the parser sees it, without the marks before its lines, and where it comes from."""

    content: str
    pieces: tuple[tuple[int, int, int], ...]
    """Where each of its lines begins in `content` and in the file, and how far it reaches in the file."""
    starts: tuple[int, ...] = field(default=())

    def at(self, offset: int) -> int:
        """Where a character of the content stands in the file."""
        within, start, end = self.pieces[max(bisect_right(self.starts, offset) - 1, 0)]
        return min(max(start + offset - within, start), end)

    @property
    def span(self) -> Span:
        """Where all of it lies in the file."""
        return Span(self.pieces[0][1], self.pieces[-1][2])


@dataclass(frozen=True, slots=True)
class LinkTitle:
    """The title at the end of a link or an image. It comes behind its paragraph, in whose text its link is a code."""

    within: Span
    """Where the paragraph lies."""
    here: Span
    """Where its own words do, with their quotes."""
    code: str
    """The end of the link, as it stands in the paragraph."""
    start: int
    """Where in that it begins."""
    said: str
    spell: Callable[[str], str]
    """How others are written in its stead, quotes included."""
    role: Role = Role.METADATA
    key: str = ""

    @property
    def span(self) -> Span:
        """A place without width, as spans never overlap."""
        return Span(self.within.end, self.within.end)

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """All of it, as words."""
        return (Atom(self.said),)

    def spelled(self, target: str) -> str:
        """A target in quotes."""
        return self.spell(target)

    def coded(self, target: str) -> str:
        """The end of the link with another title."""
        length = self.here.end - self.here.start
        return f"{self.code[: self.start]}{self.spell(target)}{self.code[self.start + length :]}"


Env = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Words without marks: the title of a link, a value of the front matter, a caption in a shortcode."""

    role: Role
    span: Span
    key: str
    said: str
    """What a reader sees: quotes, escapes and entities read."""
    spell: Callable[[str], str]
    """How others are written in its stead."""

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """All of it, as words."""
        return (Atom(self.said),)

    def spelled(self, target: str) -> str:
        """A target, quoted and escaped as its source was."""
        return self.spell(target)
