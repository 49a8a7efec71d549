"""Calls in a stream of tokens, whatever the language: a scanner for each cuts its source, this finds what is called."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Literal

from polyglot.extract.found import Call

Kind = Literal["name", "text", "tagged", "sign", "comment", "other"]
DECLARED = frozenset({"function", "class", "def"})
"""What stands before a name that is not called."""
LONGEST = 4000
"""A call of more tokens is none; where a bracket is never closed, not all that follows is looked at again and again."""
OPEN, CLOSE = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a source."""

    kind: Kind
    """`text` is a string without anything to fill in; `tagged` one that may follow a name as its only argument."""
    text: str
    line: int


def find(
    tokens: Sequence[Token], keywords: Collection[str], comments: tuple[str, ...], joins: str, cuts: str = ""
) -> Iterator[Call]:
    """The calls of keywords, also inside other calls; strings that the sign `joins` puts together are one.

    What stands behind one of the signs `cuts` is done to the string: `"%s voix" % n`. It is extracted all the same.
    """
    notes = Notes(comments)
    for at, token in enumerate(tokens):
        if token.kind == "comment":
            notes.hear(token)
            continue
        notes.pass_by(token.line)
        name = _called(tokens, at, keywords)
        following = _next(tokens, at + 1)
        if not name or following is None:
            continue
        if tokens[following].kind == "tagged":
            yield Call(token.line, name, (tokens[following].text,), notes.now())
        elif tokens[following].text == "(" and tokens[following].kind == "sign":
            arguments = _arguments(tokens, following + 1, joins, cuts)
            if arguments is not None:
                inner = Notes(comments)
                for comment in takewhile(lambda one: one.kind == "comment", islice(tokens, following + 1, None)):
                    inner.hear(comment)
                yield Call(token.line, name, arguments, (*notes.now(), *inner.now()))


@dataclass(slots=True)
class Notes:
    """The comments for translators that belong to what comes next: no line of code stands between."""

    tags: tuple[str, ...]
    _lines: list[str] = field(default_factory=list)
    _end: int = 0
    _code: int = 0
    """The line of the last token."""
    _given: bool = False

    def hear(self, comment: Token) -> None:
        """Take a comment in; one without a tag goes on with what stands right above it."""
        lines = [line.strip().removeprefix("*").strip() for line in comment.text.strip().splitlines()]
        if self._code > self._end or not (self._lines and comment.line <= self._end + 1):
            self._lines = []
        start = 0 if self._lines else next((n for n, line in enumerate(lines) if line.startswith(self.tags)), None)
        if start is not None and self.tags:
            self._lines += [line for line in lines[start:] if line]
            self._given = False
        self._end = comment.line + comment.text.count("\n")

    def pass_by(self, line: int) -> None:
        """A token stands in this line: comments above a former line of code, or said of one in it, are not for it."""
        if self._code and self._code < line and (self._given or self._end < self._code):
            self._lines = []
        self._code = line

    def now(self) -> tuple[str, ...]:
        """What is said to translators of a string here."""
        self._given = bool(self._lines)
        return tuple(self._lines)


def _called(tokens: Sequence[Token], at: int, keywords: Collection[str]) -> str:
    """The keyword that a token is, alone or with the names before it; none where a function is only declared."""
    token = tokens[at]
    if token.kind != "name":
        return ""
    before = tokens[at - 1] if at else None
    if before is not None and before.text in DECLARED:
        return ""
    name, place = token.text, at
    while place >= 2 and tokens[place - 1].text == "." and tokens[place - 2].kind == "name":
        place -= 2
        name = f"{tokens[place].text}.{name}"
        if name in keywords:
            return name
    return token.text if token.text in keywords else ""


def _next(tokens: Sequence[Token], at: int) -> int | None:
    """The place of the next token that is no comment."""
    return next((place for place in range(at, len(tokens)) if tokens[place].kind != "comment"), None)


def _arguments(tokens: Sequence[Token], at: int, joins: str, cuts: str) -> list[str | None] | None:
    """The arguments from behind the bracket on; None where it is never closed."""
    arguments: list[str | None] = []
    current: list[Token] = []
    depth = 0
    for token in tokens[at : at + LONGEST]:
        if token.kind == "sign" and token.text in OPEN:
            depth += 1
        elif token.kind == "sign" and token.text in CLOSE:
            if not depth:
                return [*arguments, _joined(current, joins, cuts)] if current else arguments
            depth -= 1
        elif token.kind == "sign" and token.text == "," and not depth:
            arguments.append(_joined(current, joins, cuts))
            current = []
            continue
        if token.kind != "comment":
            current.append(token)
    return None


def _joined(tokens: Sequence[Token], joins: str, cuts: str) -> str | None:
    """The text that an argument is; None where it is more than strings, put together, perhaps in brackets."""
    while len(tokens) > 2 and tokens[0].text == "(" and tokens[0].kind == "sign" and tokens[-1].text == ")":
        tokens = tokens[1:-1]
    cut = next((at for at, token in enumerate(tokens) if token.kind == "sign" and token.text in cuts), len(tokens))
    tokens = tokens[:cut] if cuts else tokens
    parts, signs = tokens[::2], tokens[1::2]
    whole = bool(parts) and all(part.kind in {"text", "tagged"} for part in parts) and len(parts) == len(signs) + 1
    return "".join(part.text for part in parts) if whole and all(sign.text == joins for sign in signs) else None
