"""What a review file says, whatever syntax spells it: files, units, segments, and text with inline codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from polyglot.model import Role, Side, State, Tag

OURS = re.compile(r"[cmx]\d+(-end)?")
"""The ids of inline codes and marks, which no segment of their unit may have too (XLIFF 2.1, `id`)."""
LAYOUT = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
"""White space that breaks a line."""
LAST = re.compile(r"\n[ \t\r\n]*\Z")
ESCAPED = re.compile(r"_x([0-9A-F]*)_")


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code, or one half of a pair; both halves have the same id."""

    id: str
    side: Side
    text: str
    """As the source file has it; empty where the review file does not say."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a name of the glossary begins or ends."""

    id: str
    side: Side
    wanted: str = ""
    """The form to write in the target; told where it begins."""


Piece = str | Code | Mark
Content = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a segment."""

    kind: str
    """`names`, `issue` ...; what others write has mostly none."""
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A translation of the same or a similar source, to be offered."""

    source: Content
    target: Content
    origin: str = ""
    similarity: float = 100.0
    """0 to 100."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence and its translation."""

    id: str
    """The context of its entry in the catalog."""
    source: Content
    target: Content | None = None
    state: State = State.INITIAL
    origin: str = ""
    """`mt` or `tm` where no person wrote the target."""
    exported: str = ""
    """What the exporter needs to know of it when it comes back; no tool looks at it."""
    notes: tuple[Note, ...] = ()
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a heading."""

    id: str
    role: str
    """A `Role`; empty where another program made the file."""
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...] = ()
    """Those that belong to no single segment."""


@dataclass(frozen=True, slots=True)
class File:
    """An article in one direction."""

    original: str
    """The name of the source."""
    source: Tag
    target: Tag
    units: tuple[Unit, ...]
    notes: tuple[Note, ...] = ()
    """Remarks on the whole of it, on a group of units, and on words inside a sentence; read, never written."""


def joined(pieces: Iterable[Piece]) -> Content:
    """Pieces as content: no empty text, no text beside text."""
    found: list[Piece] = []
    for textual, group in groupby(pieces, lambda piece: isinstance(piece, str)):
        run = list(group)
        found += ["".join(map(str, run))] if textual else run
    return tuple(piece for piece in found if piece != "")


def spelled(content: Content) -> str:
    """The text as the source file has it, codes included."""
    return "".join(piece.text if isinstance(piece, Code) else piece for piece in content if not isinstance(piece, Mark))


def pairs(content: Content) -> dict[int, int]:
    """The halves that can be written as one element, by their indexes: what crosses another pair is not among them."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for index, piece in enumerate(content):
        if isinstance(piece, str) or piece.side is Side.NONE:
            continue
        if piece.side is Side.OPEN:
            waiting.append(index)
            continue
        opener = next((at for at in reversed(waiting) if _same(content[at], piece)), None)
        if opener is None:
            continue
        if waiting[-1] == opener:
            found[opener] = index
        waiting.remove(opener)
    return found


def _same(one: Piece, other: Code | Mark) -> bool:
    return not isinstance(one, str) and type(one) is type(other) and one.id == other.id


def halves(pieces: Iterable[Piece]) -> frozenset[str]:
    """The ids of what begins and then ends among these pieces."""
    begun: set[str] = set()
    whole: set[str] = set()
    for piece in pieces:
        if not isinstance(piece, str) and piece.side is Side.OPEN:
            begun.add(piece.id)
        elif not isinstance(piece, str) and piece.side is Side.CLOSE and piece.id in begun:
            whole.add(piece.id)
    return frozenset(whole)


def token(name: str) -> str:
    """A name as an id that every version takes (an NMTOKEN); `untoken` reads it.

    >>> token("p3fa1.1"), token("à_1"), token("c1")
    ('p3fa1.1', '_xE0__x5F_1', '_x63_1')
    """
    written = re.sub(r"[^A-Za-z0-9.-]", lambda found: f"_x{ord(found[0]):X}_", name) or "_x_"
    return f"_x{ord(name[0]):X}_{name[1:]}" if OURS.fullmatch(name) else written


def untoken(written: str) -> str:
    """The name that `token` spelled; what others wrote stays as it is."""
    return ESCAPED.sub(lambda found: _character(found[1]), written)


def _character(digits: str) -> str:
    number = int(digits or "0", 16)
    return chr(number) if digits and number <= 0x10FFFF else ""


def role_of(written: str, prefix: str) -> str:
    """The role in a type such as `polyglot:heading`; empty where it is another program's."""
    name = written.removeprefix(prefix)
    return name if written.startswith(prefix) and name in set(Role) else ""


def unlaid(said: Content) -> Content:
    """Content without its file's layout: lines that were broken and moved in are one line again."""
    lines = [LAYOUT.sub(" ", piece) if isinstance(piece, str) else piece for piece in said]
    if lines and isinstance(said[0], str) and isinstance(lines[0], str) and LAYOUT.match(said[0]):
        lines[0] = lines[0].removeprefix(" ")
    if lines and isinstance(said[-1], str) and isinstance(lines[-1], str) and LAST.search(said[-1]):
        lines[-1] = lines[-1].removesuffix(" ")
    return tuple(piece for piece in lines if piece != "")
