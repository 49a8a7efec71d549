"""The tokens of a page with their places, after the tokenizer of the HTML standard: any text is a page, none fails.

Tokens lie end to end and are the text, so that nothing is lost. Time grows with the length of the text only: every
repetition is possessive, and whatever is not closed ends the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from polyglot.model import Span

SPACE = "\t\n\f\r "
MARKUP = re.compile(r"<(?=[A-Za-z!?]|/.)", re.DOTALL)
NAME = re.compile(rf"</?([A-Za-z][^{SPACE}/>]*+)")
BETWEEN = re.compile(rf"[{SPACE}/]*+")
ATTRIBUTE = re.compile(
    rf"(?P<name>=?[^{SPACE}/>=]*+)"
    rf"(?:[{SPACE}]*+(?P<is>=)[{SPACE}]*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^{SPACE}>\"'][^{SPACE}>]*+))?+)?+"
)
COMMENT_END = re.compile(r"--!?>")
SCRIPT_SIGN = re.compile(rf"<!--|-->|<(/?)script(?=[{SPACE}/>])", re.IGNORECASE)
RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose text is no markup and has no character references."""
ESCAPABLE = frozenset({"title", "textarea"})
"""Elements whose text is no markup, but has character references."""
FOREIGN = frozenset({"svg", "math"})

Kind = Literal["text", "raw", "open", "close", "other"]


class Attribute(NamedTuple):
    """An attribute of a tag."""

    name: str
    """In small letters."""
    span: Span
    """Where its value lies, without quotes; empty where it has none."""
    quote: str
    """The quotation mark around the value; empty where there is none."""


class Token(NamedTuple):
    """A stretch of text, a tag, or something else that is no text: a comment, a doctype, an instruction."""

    kind: Kind
    """`raw` is text without character references: a script, a style sheet."""
    span: Span
    name: str = ""
    """Of a tag, in small letters."""
    attributes: tuple[Attribute, ...] = ()


def tokens(text: str) -> Iterator[Token]:
    """All tokens of a page, in order.

    >>> [(token.kind, token.name) for token in tokens("<p id=a>1 < 2<br></p")]
    [('open', 'p'), ('text', ''), ('open', 'br'), ('other', '')]
    """
    at = foreign = 0
    while at < len(text):
        token = _token(text, at, foreign=foreign > 0)
        yield token
        at = token.span.end
        if token.name in FOREIGN:
            foreign = max(0, foreign + (1 if token.kind == "open" else -1))
        elif token.kind == "open" and (content := _content(text, at, token.name)):
            yield content
            at = content.span.end


def _token(text: str, at: int, *, foreign: bool) -> Token:
    found = MARKUP.search(text, at)
    if found is None or found.start() > at:
        return Token("text", Span(at, found.start() if found else len(text)))
    if named := NAME.match(text, at):
        return _tag(text, at, named[1].lower(), named.end())
    return Token("other", Span(at, _end_of_other(text, at, foreign=foreign)))


def _end_of_other(text: str, at: int, *, foreign: bool) -> int:
    """Where a comment, or what browsers take for one, ends."""
    if text.startswith("<!--", at):
        if abrupt := re.compile("-?>").match(text, at + 4):
            return abrupt.end()
        closed = COMMENT_END.search(text, at + 4)
        return closed.end() if closed else len(text)
    mark = "]]>" if foreign and text.startswith("<![CDATA[", at) else ">"
    end = text.find(mark, at + 2)
    return end + len(mark) if end >= 0 else len(text)


def _tag(text: str, start: int, name: str, at: int) -> Token:
    """A tag; one that the end of the text cuts off is none."""
    attributes: dict[str, Attribute] = {}
    while at < len(text):
        at = _skipped(text, at)
        if text.startswith(">", at):
            kind: Kind = "close" if text[start + 1] == "/" else "open"
            return Token(kind, Span(start, at + 1), name, tuple(attributes.values()))
        found = ATTRIBUTE.match(text, at)
        if found is None or (found.lastgroup == "is" and text.startswith(('"', "'"), found.end())):
            break
        attribute = _attribute(found)
        attributes.setdefault(attribute.name, attribute)
        at = found.end()
    return Token("other", Span(start, len(text)))


def _skipped(text: str, at: int) -> int:
    found = BETWEEN.match(text, at)
    return found.end() if found else at


def _attribute(found: re.Match[str]) -> Attribute:
    shape = found.lastgroup or ""
    span = Span(*found.span(shape)) if shape in {"double", "single", "bare"} else Span(found.end(), found.end())
    return Attribute(found["name"].lower(), span, {"double": '"', "single": "'"}.get(shape, ""))


def _content(text: str, at: int, name: str) -> Token | None:
    """The text of an element that has no markup in it; None for other elements, and where it is empty."""
    if name == "plaintext":
        end = len(text)
    elif name == "script":
        end = _end_of_script(text, at)
    elif name in RAW or name in ESCAPABLE:
        closed = _closing(name).search(text, at)
        end = closed.start() if closed else len(text)
    else:
        return None
    return Token("text" if name in ESCAPABLE else "raw", Span(at, end)) if end > at else None


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[{SPACE}/>])", re.IGNORECASE)


def _end_of_script(text: str, at: int) -> int:
    """Where a script ends: not at the end tag of one that it writes inside a comment."""
    hidden = inner = False
    for found in SCRIPT_SIGN.finditer(text, at):
        sign = found[0].lower()
        if sign == "<!--":
            hidden = True
        elif sign == "-->":
            hidden = inner = False
        elif not found[1]:
            inner = hidden
        elif inner:
            inner = False
        else:
            return found.start()
    return len(text)
