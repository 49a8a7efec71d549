"""Templates with tags in braces, cut into text, tags, expressions and comments: what Django, Twig, Nunjucks share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polyglot.errors import UnreadableInputError
from polyglot.extract.calls import Notes, Token, find
from polyglot.extract.found import Call, Wanted

OPENING = re.compile(r"\{[{%#]")
KINDS = {"{": ("value", "}}"), "%": ("tag", "%}"), "#": ("comment", "#}")}
_STRING = r"""\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\"|'[^'\\]*+(?:\\.[^'\\]*+)*+'"""
INSIDE = {
    "}}": re.compile(rf"(?:[^\"'}}]|{_STRING}|\}}(?!\}}))*+\}}\}}", re.DOTALL),
    "%}": re.compile(rf"(?:[^\"'%]|{_STRING}|%(?!\}}))*+%\}}", re.DOTALL),
}
"""What stands between braces, with strings in which the closing ones do not count."""
TRIES = 100
"""After so many quotes that nothing closes, quotes are not heeded any more: each was looked for to the end."""
WORD = re.compile(
    r"""(?P<space>\s+)
    | (?P<text>"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')
    | (?P<name>[A-Za-z_$\x80-\U0010ffff][\w$]*)
    | (?P<number>\d[\w.]*)
    | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
VERBATIM = ("verbatim", "raw")
"""Tags whose content is no template."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a template."""

    kind: str
    """`text`, `comment`, `tag` or `value`."""
    text: str
    """What stands inside the braces."""
    line: int
    end: int
    """The line that it ends in."""

    @property
    def word(self) -> str:
        """The first word of a tag."""
        return self.text.split(None, 1)[0] if self.text else ""


def pieces(source: str) -> Iterator[Piece]:
    """A template from its beginning to its end; what is verbatim is text."""
    at, line, verbatim = 0, 1, ""
    for start, end, kind in _spans(source):
        if start > at:
            yield Piece("text", source[at:start], line, line := line + source.count("\n", at, start))
        raw, at = source[start:end], end
        text = raw[2:-2] if kind == "comment" else raw[2:-2].strip("-~+").strip()
        piece = Piece(kind, text, line, line := line + raw.count("\n"))
        if verbatim and piece.word != f"end{verbatim}":
            yield Piece("text", raw, piece.line, piece.end)
            continue
        verbatim = piece.word if kind == "tag" and piece.word in VERBATIM else ""
        yield piece
    if at < len(source):
        yield Piece("text", source[at:], line, line + source.count("\n", at))


def _spans(source: str) -> Iterator[tuple[int, int, str]]:
    """Where something stands in braces: its beginning, its end, and what it is."""
    last = {closing: source.rfind(closing) for _, closing in KINDS.values()}
    at = missed = 0
    while (opening := OPENING.search(source, at)) is not None:
        kind, closing = KINDS[opening[0][1]]
        at = opening.end()
        if last[closing] < at:
            continue
        inside = INSIDE[closing].match(source, at) if closing in INSIDE and missed < TRIES else None
        missed += inside is None and closing in INSIDE
        at = inside.end() if inside else source.index(closing, at) + 2
        yield opening.start(), at, kind


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a template between two tags that is translated as a whole."""

    start: Piece
    one: tuple[Piece, ...]
    many: tuple[Piece, ...] | None
    """What stands behind the tag `plural`; None where there is none."""
    said: tuple[Piece, ...]
    """What stands behind the tag `notes`."""


def block(stream: Iterator[Piece], start: Piece, end: str, place: str) -> Block:
    """Take a block to its end. Raises `UnreadableInputError` where it has none."""
    parts: dict[str, list[Piece]] = {"": [], "plural": [], "notes": []}
    now = ""
    seen: set[str] = set()
    for piece in stream:
        if piece.kind == "tag" and piece.word == end:
            many = tuple(parts["plural"]) if "plural" in seen else None
            return Block(start, tuple(parts[""]), many, tuple(parts["notes"]))
        if piece.kind == "tag" and piece.word in {"plural", "notes"}:
            now = piece.word
            seen.add(now)
        else:
            parts[now].append(piece)
    hint = f"write {{% {end} %}} where the text ends"
    raise UnreadableInputError(f"{{% {start.word} %}} is not closed", place=f"{place}:{start.line}", hint=hint)


def words(text: str, line: int) -> list[Token]:
    """The tokens of a tag or an expression."""
    found = []
    for word in WORD.finditer(text):
        if word["text"]:
            found.append(Token("text", unquoted(word[0]), line))
        elif not word["space"]:
            found.append(Token("name" if word["name"] else "sign" if word["sign"] else "other", word[0], line))
        line += word[0].count("\n")
    return found


def unquoted(text: str) -> str:
    r"""What a string in a tag says: a backslash keeps the mark behind it from ending the string.

    >>> unquoted(r"'l\'été'")
    "l'été"
    """
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text[1:-1], flags=re.DOTALL)


def filtered(tokens: Sequence[Token], wanted: Wanted) -> Iterator[Call]:
    """Texts that a filter translates: `'x'|trans`, `"x" | t({...})`."""
    for at in range(len(tokens) - 2):
        text, bar, name = tokens[at : at + 3]
        before = tokens[at - 1] if at else None
        alone = before is None or before.kind != "sign" or before.text not in {"~", "+", "."}
        if text.kind == "text" and bar.text == "|" and name.text in wanted.filters and alone:
            yield Call(text.line, name.text, (text.text,))


def calls(tokens: Sequence[Token], wanted: Wanted) -> Iterator[Call]:
    """Calls of keywords in an expression."""
    joins = "+" if any(token.text == "+" for token in tokens) else "~"
    return find(tokens, wanted.keywords, (), joins)


def heard(notes: Notes, piece: Piece) -> tuple[str, ...]:
    """What is said to translators of a piece."""
    notes.pass_by(piece.line)
    return notes.now()
