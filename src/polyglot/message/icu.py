"""Messages in ICU's syntax, as far as they have choices: `{n, plural, one {# page} other {# pages}}`.

A sentence around a choice is drawn into its branches, so that each is a whole sentence to translate, as ICU's guide
asks of those who write messages. The syntax is that of ICU 76, `MessageFormat`; an apostrophe quotes before a brace only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import regex

from polyglot import locales, plurals
from polyglot.message.cases import LARGE, Case, Hole
from polyglot.model import Pair, Tag

DEEPEST = 8
MOST = 64
"""A message with more branches than that, all its choices multiplied, is left to people."""
HEAD = regex.compile(r"\{\s*+([\w.-]{1,100}+)\s*+(?:,\s*+([a-z]{1,20}+)\s*+(,)?)?")
SELECTOR = regex.compile(r"\s*+(=\d{1,9}+|[\w-]{1,50}+)\s*+\{")
OFFSET = regex.compile(r"\s*+offset:(\d{1,9}+)")
CHOOSES = regex.compile(r"\{\s*[\w.-]{1,100}\s*,\s*(?:plural|select)\s*,")
QUOTED = regex.compile(r"'[{}]")


@dataclass(frozen=True, slots=True)
class Argument:
    """What is put in as it is: `{name}`, `{when, date, short}`."""

    name: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Count:
    """The number of the choice around it: `#`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice by a number or a word."""

    name: str
    kind: str
    offset: int
    branches: tuple[tuple[str, tuple[Piece, ...]], ...]

    def branch(self, selector: str) -> tuple[Piece, ...]:
        """A branch, or the one for all others."""
        known = dict(self.branches)
        return known.get(selector, known["other"])


Piece = str | Argument | Count | Choice


class _BrokenError(Exception):
    """The text is no message with choices that can be read."""


def parse(text: str) -> tuple[Piece, ...] | None:
    """A message with choices; None where the text is none, or is broken, or quotes braces."""
    if not CHOOSES.search(text) or QUOTED.search(text):
        return None
    try:
        pieces, at = _pieces(text, 0, 0, counts=False)
    except _BrokenError:
        return None
    return tuple(pieces) if at == len(text) else None


def _pieces(text: str, at: int, depth: int, *, counts: bool) -> tuple[list[Piece], int]:
    """The pieces from a place on to the brace that closes them, or to the end."""
    if depth > DEEPEST:
        raise _BrokenError
    pieces: list[Piece] = []
    while at < len(text) and text[at] != "}":
        if text[at] == "{":
            piece, at = _braced(text, at, depth)
            pieces.append(piece)
        elif text[at] == "#" and counts:
            pieces.append(Count())
            at += 1
        else:
            end = _end(text, at, counts=counts)
            pieces.append(text[at:end].replace("''", "'"))
            at = end
    return pieces, at


def _end(text: str, at: int, *, counts: bool) -> int:
    """Where plain text ends."""
    stops = "{}#" if counts else "{}"
    return next((place for place in range(at + 1, len(text)) if text[place] in stops), len(text))


def _braced(text: str, at: int, depth: int) -> tuple[Piece, int]:
    """An argument or a choice that begins here, and where it ends."""
    head = HEAD.match(text, at)
    if head is None:
        raise _BrokenError
    name, kind, more = head.groups()
    if kind in {"plural", "select", "selectordinal"} and more:
        return _choice(text, head.end(), depth, name, kind)
    end = text.find("}", head.end())
    if end < 0 or "{" in text[head.end() : end]:
        raise _BrokenError
    return Argument(name, text[at : end + 1], kind or ""), end + 1


def _choice(text: str, at: int, depth: int, name: str, kind: str) -> tuple[Choice, int]:
    offset = OFFSET.match(text, at) if kind == "plural" else None
    at = offset.end() if offset else at
    branches: list[tuple[str, tuple[Piece, ...]]] = []
    while (selector := SELECTOR.match(text, at)) is not None:
        inner, at = _pieces(text, selector.end(), depth + 1, counts=kind != "select")
        if text[at : at + 1] != "}":
            raise _BrokenError
        branches.append((selector[1], tuple(inner)))
        at += 1
    rest = regex.match(r"\s*\}", text[at:])
    if rest is None or "other" not in dict(branches) or kind == "selectordinal":
        raise _BrokenError
    return Choice(name, kind, int(offset[1]) if offset else 0, tuple(branches)), at + rest.end()


# --- taking apart ---


@dataclass(frozen=True, slots=True)
class Fork:
    """A choice that stands around everything else."""

    choice: Choice
    branches: tuple[tuple[str, Node], ...]


Node = Case | Fork


def spread(pieces: Sequence[Piece], pair: Pair) -> Node | None:
    """A message as a choice of whole sentences, with the branches that the target needs; None where they are many."""
    try:
        node = _spread(tuple(pieces), pair, {}, ())
    except _BrokenError:
        return None
    return node if sum(1 for _ in leaves(node)) <= MOST else None


def leaves(node: Node) -> Iterator[Case]:
    """The sentences of a message, in order."""
    if isinstance(node, Case):
        yield node
        return
    for _, inner in node.branches:
        yield from leaves(inner)


def _spread(
    pieces: tuple[Piece, ...], pair: Pair, numbers: Mapping[str, Hole], path: tuple[tuple[str, str], ...]
) -> Node:
    if len(path) > DEEPEST:
        raise _BrokenError
    at = next((place for place, piece in enumerate(pieces) if isinstance(piece, Choice)), None)
    if at is None:
        return _sentence(pieces, numbers, path)
    choice = cast("Choice", pieces[at])
    known = dict(path).get(choice.name)
    ways = _ways(choice, pair, numbers) if known is None else [(known, _found(choice, known, pair), None)]
    branches = []
    for selector, source, hole in ways:
        inner = tuple(_counted(piece, choice.name) for piece in choice.branch(source))
        whole = (*pieces[:at], *inner, *pieces[at + 1 :])
        more = numbers if hole is None else {**numbers, choice.name: hole}
        branches.append((selector, _spread(whole, pair, more, path if known else (*path, (choice.name, selector)))))
    return branches[0][1] if known is not None else Fork(choice, tuple(branches))


def _counted(piece: Piece, name: str) -> Piece:
    """A piece of a branch; the number of its choice is named."""
    return Argument(name, "#", "#") if isinstance(piece, Count) else piece


def _found(choice: Choice, selector: str, pair: Pair) -> str:
    """Which branch a second choice by the same argument takes."""
    known = dict(choice.branches)
    if selector in known or choice.kind == "select" or selector.startswith("="):
        return selector
    return locales.plural(pair.source, str(plurals.example(pair.target, selector)))


def _ways(choice: Choice, pair: Pair, numbers: Mapping[str, Hole]) -> list[tuple[str, str, Hole | None]]:
    """The branches that a choice has in the target: selector, the source's branch, and the number to say it with."""
    if choice.kind == "select":
        return [(selector, selector, None) for selector, _ in choice.branches]
    exact = [selector for selector, _ in choice.branches if selector.startswith("=")]
    ways: list[tuple[str, str, Hole | None]] = [
        (one, one, Hole(str(int(one[1:]) - choice.offset), "#")) for one in exact
    ]
    if _hides_nothing(choice, pair) and "=0" not in exact:
        ways.append(("=0", locales.plural(pair.source, "0"), Hole("0", "#")))
    categories = plurals.categories(pair.target)
    taken = {hole.number for hole in numbers.values()}
    for category in dict.fromkeys((*categories, "other")):
        number = _number(pair.target, category if category in categories else categories[-1], taken)
        if number == 1 and not _names_number(choice, "one"):
            number = _larger(pair.target, category) or number
        ways.append((category, locales.plural(pair.source, str(number)), Hole(str(number), "#")))
    return ways


def _hides_nothing(choice: Choice, pair: Pair) -> bool:
    """Whether the form for one is also that for none in the target, but its branch in the source says one in words."""
    apart = locales.plural(pair.target, "0") == "one" != locales.plural(pair.source, "0")
    return apart and not _names_number(choice, "one")


def _names_number(choice: Choice, selector: str) -> bool:
    """Whether a branch shows the number."""
    return any(
        isinstance(piece, Count) or getattr(piece, "name", "") == choice.name for piece in choice.branch(selector)
    )


def _larger(target: Tag, category: str) -> int | None:
    """A number above one that takes the same form in the target, as 21 does in Ukrainian."""
    return next((n for n in range(2, 200) if locales.plural(target, str(n)) == category), None)


def _number(target: Tag, category: str, taken: set[str]) -> int:
    """A number of a category that no other choice is said with; forms for millions are said as those for two."""
    found = (n for n in plurals.COUNTS if locales.plural(target, str(n)) == category and str(n) not in taken)
    first = next(found, LARGE)
    return first if first < LARGE else next(n for n in (2, 3, 4, 5) if str(n) not in taken)


def _sentence(pieces: Sequence[Piece], numbers: Mapping[str, Hole], path: tuple[tuple[str, str], ...]) -> Case:
    """The case of a sentence that has no more choices."""
    text, holes = "", []
    for piece in pieces:
        if isinstance(piece, Argument):
            hole = numbers.get(piece.name) if piece.kind in {"#", "", "number"} else None
            if hole is not None:
                holes.append(Hole(hole.number, piece.text))
            text += hole.number if hole else piece.text
        elif isinstance(piece, str):
            text += piece
    if len({hole.placeholder for hole in holes}) > len({hole.number for hole in holes}):
        raise _BrokenError  # one number, written in two ways: nobody could tell which is which
    return Case(text, tuple(dict.fromkeys(holes)), path=path)


# --- putting together ---


def write(node: Node, answers: Iterator[str], *, doubled: bool) -> str:
    """The message of these sentences; `doubled` apostrophes are as the source has them."""
    if isinstance(node, Case):
        return _escaped(next(answers), doubled=doubled)
    inner = [f"{selector} {{{write(branch, answers, doubled=doubled)}}}" for selector, branch in node.branches]
    offset = f"offset:{node.choice.offset} " if node.choice.offset else ""
    return f"{{{node.choice.name}, {node.choice.kind}, {offset}{' '.join(inner)}}}"


def _escaped(text: str, *, doubled: bool) -> str:
    return text.replace("'", "''") if doubled else regex.sub("'(?=[{}#'])", "''", text)


def heard(pieces: Sequence[Piece], leaf: Case) -> str | None:
    """What a message says on the way to a sentence of another, for the same numbers; None where it has no such way."""
    text = ""
    path, numbers = dict(leaf.path), {hole.placeholder: hole.number for hole in leaf.holes}
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        elif isinstance(piece, Argument):
            text += numbers.get(piece.text, piece.text)
        elif isinstance(piece, Count):
            text += numbers.get("#", "#")
        elif piece.name not in path:
            return None
        else:
            inner = heard(piece.branch(path[piece.name]), leaf)
            if inner is None:
                return None
            text += inner
    return text
