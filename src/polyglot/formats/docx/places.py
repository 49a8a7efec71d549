"""The elements of a part of a Word document and where each stands in its bytes; no entities, no network, no depths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from polyglot.errors import UnreadableInputError
from polyglot.model import Span

DEPTH = 500
"""Word itself nests tables and text a few dozen elements deep."""
ELEMENTS = 1_000_000
"""A book of a thousand pages has half as many."""
START_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


@dataclass(slots=True)
class Node:
    """An element; its spans count bytes of its part."""

    name: str
    """As it is written, with its prefix."""
    attributes: Mapping[str, str]
    start: int
    inner: Span
    """What stands between its tags; empty where it has one tag only."""
    end: int = 0
    children: list[Node] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """The characters right in it, references decoded, in pieces."""

    @property
    def text(self) -> str:
        """The characters right in it."""
        return "".join(self.said)

    def child(self, name: str) -> Node | None:
        """Its first child of a name."""
        return next((node for node in self.children if node.name == name), None)


class _Builder:
    """The tree as the parser tells it."""

    def __init__(self, data: bytes, place: str) -> None:
        self.data, self.place = data, place
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self.declared
        self.parser.StartDoctypeDeclHandler = self.typed
        self.parser.StartElementHandler = self.opened
        self.parser.EndElementHandler = self.closed
        self.parser.CharacterDataHandler = self.said
        self.root = Node("", {}, 0, Span(0, len(data)))
        self.stack = [self.root]
        self.count = 0

    def declared(self, version: str, encoding: str | None, standalone: int) -> None:
        del version, standalone
        if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
            raise _refused(f"a part of it is in {encoding}, not in UTF-8", self.place)

    def typed(self, *_: object) -> None:
        raise _refused("a part of it declares a document type, which no Word document does", self.place)

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        start = self.parser.CurrentByteIndex
        tag = START_TAG.match(self.data, start)
        if tag is None or len(self.stack) > DEPTH:
            raise _refused(f"a part of it is nested more than {DEPTH} deep", self.place)
        self.count += 1
        if self.count > ELEMENTS:
            raise _refused(f"a part of it has more than {ELEMENTS:,} elements", self.place)
        node = Node(name, attributes, start, Span(tag.end(), tag.end()), tag.end())
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def closed(self, name: str) -> None:
        del name
        node, at = self.stack.pop(), self.parser.CurrentByteIndex
        if not self.data.endswith(b"/>", node.start, node.inner.start):
            node.inner = Span(node.inner.start, at)
            node.end = self.data.index(b">", at) + 1

    def said(self, text: str) -> None:
        self.stack[-1].said.append(text)


def parse(data: bytes, place: str) -> Node:
    """A node that has the elements of a part. Raises `UnreadableInputError` where it is no XML, or hostile."""
    builder = _Builder(data, place)
    try:
        builder.parser.Parse(data, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        raise _refused(f"a part of it is not valid XML ({reason}, line {error.lineno})", place) from error
    return builder.root


def _refused(message: str, place: str) -> UnreadableInputError:
    return UnreadableInputError(message, place=place, hint="open it in a word processor and save it as .docx again")
