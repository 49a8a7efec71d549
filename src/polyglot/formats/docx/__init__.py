"""Word documents (.docx): paragraphs are units; what is not replaced keeps every byte of its part.

The text of the body comes first, then notes, headers and footers. A document that nothing changes is written as the
bytes that it was read from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from polyglot import skeleton
from polyglot.errors import UnreadableInputError
from polyglot.formats.docx import archive, paragraphs
from polyglot.formats.docx.paragraphs import Paragraph
from polyglot.formats.docx.places import Node, parse
from polyglot.model import Document, Publication, Role, Span, Unit

BODY = "word/document.xml"
TEXTS = (BODY, "word/footnotes", "word/endnotes", "word/header", "word/footer")
"""How the names of the parts begin that have text, in reading order."""
STYLES = "word/styles.xml"
ROLES = {
    "title": Role.TITLE,
    "subtitle": Role.HEADING,
    "heading": Role.HEADING,
    "caption": Role.CAPTION,
    "quote": Role.QUOTE,
    "intense quote": Role.QUOTE,
    "list": Role.LIST_ITEM,
    "html preformatted": Role.CODE,
}
"""How Word's own names of styles begin, the same in all its languages."""


class Place(NamedTuple):
    """A paragraph that has words, and the part in which it stands."""

    part: str
    role: Role
    paragraph: Paragraph


class DocxFormat:
    """Word documents as word processors have written them since 2007."""

    name = "docx"

    def read(self, data: bytes, path: str = "", encoding: str = "") -> Document:
        """Find the paragraphs. Raises `UnreadableInputError` where it is no Word document, or a hostile one."""
        del encoding  # that of a part is always UTF-8
        names = skeleton.Names()
        units: list[Unit] = []
        at = 0
        for place in _places(_texts(data, path), path):
            text, role = place.paragraph.text, place.role
            translate = role is not Role.CODE and place.paragraph.is_plain
            span = Span(at, at + len(text))
            units.append(Unit(names.of(role, text), role, span, text, translate, inline=place.paragraph.inline))
            at = span.end + 1
        text = "\n".join(unit.text for unit in units)
        return Document(path, self.name, text, tuple(units), structured=True, original=data)

    def write(self, document: Document) -> bytes:
        """The archive with the targets in their paragraphs; the original where none differs from its source."""
        changed = [unit.target not in {None, unit.text} for unit in document.units]
        if not any(changed):
            return document.original
        texts = _texts(document.original, document.path)
        edits: dict[str, list[tuple[Span, bytes]]] = {}
        for unit, place in zip(document.units, _places(texts, document.path), strict=True):
            if unit.target is not None and unit.target != unit.text:
                written = paragraphs.spelled(place.paragraph, unit.target)
                edits.setdefault(place.part, []).append((place.paragraph.whole, written))
        parts = {name: _spliced(texts[name], found) for name, found in edits.items()}
        return archive.replaced(document.original, document.path, parts)

    def publish(self, document: Document, facts: Publication) -> Document:
        """The document as it is: what it says of itself stays for a person to write."""
        del facts
        return document


def _texts(data: bytes, path: str) -> Mapping[str, bytes]:
    """The parts that have text, and the styles."""
    found = archive.parts(data, path, (*TEXTS, STYLES))
    if BODY not in found:
        hint = "open it in a word processor and save it as .docx"
        raise UnreadableInputError(f"not a Word document: it has no {BODY}", place=path, hint=hint)
    return found


def _places(parts: Mapping[str, bytes], path: str) -> Iterator[Place]:
    """The paragraphs that have letters, in reading order."""
    styles = _styles(parts.get(STYLES, b""), path)
    for name, data in parts.items():
        if name == STYLES:
            continue
        beside = name.startswith(TEXTS[3:])
        for node in _found(parse(data, path)):
            paragraph = paragraphs.read(node, data)
            if any(map(str.isalpha, paragraphs.CODE.sub("", paragraph.text))):
                yield Place(name, Role.METADATA if beside else _role(node, styles), paragraph)


def _found(root: Node) -> Iterator[Node]:
    """The paragraphs of a part; none inside another (the text of a shape stays with the shape)."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.name == "w:p":
            yield node
        else:
            waiting += reversed(node.children)


def _styles(data: bytes, path: str) -> Mapping[str, str]:
    """Word's name of each style, by the name that a document has for it."""
    if not data:
        return {}
    styles = (node for root in parse(data, path).children for node in root.children if node.name == "w:style")
    named = ((style.attributes.get("w:styleId", ""), style.child("w:name")) for style in styles)
    return {own: name.attributes.get("w:val", "").lower() for own, name in named if name}


def _role(node: Node, styles: Mapping[str, str]) -> Role:
    properties = node.child("w:pPr")
    style = properties.child("w:pStyle") if properties else None
    own = style.attributes.get("w:val", "") if style else ""
    name = styles.get(own, own.lower())
    role = next((role for start, role in ROLES.items() if name.startswith(start)), Role.PARAGRAPH)
    numbered = properties is not None and properties.child("w:numPr") is not None
    return Role.LIST_ITEM if numbered and role is Role.PARAGRAPH else role


def _spliced(data: bytes, edits: Sequence[tuple[Span, bytes]]) -> bytes:
    pieces, at = [], 0
    for span, written in edits:
        pieces += [data[at : span.start], written]
        at = span.end
    return b"".join([*pieces, data[at:]])
