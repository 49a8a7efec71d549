"""TMX 1.4b: translations on record for the memory of another tool, with their inline codes (level 2)."""

from __future__ import annotations

from collections.abc import Iterable

from polyglot.model import Side, Tag
from polyglot.version import VERSION
from polyglot.xliff import xml
from polyglot.xliff.content import Code, Content, pairs
from polyglot.xliff.xml import XML, Element

HALVES = {Side.OPEN: "begin", Side.CLOSE: "end"}


def tmx(units: Iterable[tuple[Content, Content]], source: Tag, target: Tag) -> bytes:
    """The document of sources and targets, each pair once."""
    root = xml.new("tmx", "")
    root.set("version", "1.4")
    facts = {"creationtool": "polyglot", "creationtoolversion": VERSION, "segtype": "sentence", "o-tmf": "polyglot"}
    xml.add(root, "header", {**facts, "adminlang": "en", "srclang": source, "datatype": "plaintext"})
    body = xml.add(root, "body")
    for texts in dict.fromkeys(units):
        unit = xml.add(body, "tu")
        for tag, said in zip((source, target), texts, strict=True):
            _fill(xml.add(xml.add(unit, "tuv", {f"{XML}lang": tag}), "seg"), said)
    return xml.rendered(root, {"seg"})


def _fill(seg: Element, said: Content) -> None:
    """Write content into a `seg`: pairs as `bpt` and `ept`, single codes as `ph`, lone halves as `it`."""
    nested = pairs(said)
    numbers = {
        index: str(count) for count, opener in enumerate(sorted(nested), 1) for index in (opener, nested[opener])
    }
    for index, piece in enumerate(said):
        if isinstance(piece, str):
            xml.append_text(seg, piece)
        elif isinstance(piece, Code):
            if index in numbers:
                xml.add(seg, "bpt" if index in nested else "ept", {"i": numbers[index]}, text=piece.text)
            elif piece.side is Side.NONE:
                xml.add(seg, "ph", text=piece.text)
            else:
                xml.add(seg, "it", {"pos": HALVES[piece.side]}, text=piece.text)
