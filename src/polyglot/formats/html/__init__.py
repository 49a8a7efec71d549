"""HTML: any page as found in the wild. Texts are found by their places and spliced; all else keeps its bytes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from polyglot import locales, skeleton
from polyglot.errors import PolyglotError
from polyglot.formats.html import article, declared, linked
from polyglot.formats.html.characters import written, written_value
from polyglot.formats.html.places import Element
from polyglot.formats.html.spots import Sight, Spot, seen
from polyglot.model import Document, Edit, Foot

HOLDS_PARAGRAPHS = frozenset({"article", "main", "section", "div", "body"})


class HtmlFormat:
    """Pages in HTML and XHTML, well formed or not, in the encoding that they declare."""

    name = "html"

    def read(self, data: bytes, path: str = "", encoding: str = "") -> Document:
        """Decode and find what there is to translate. Raises `UnreadableInputError`."""
        text, spelled = skeleton.decode(data, path, encoding, declared.encoding(data))
        sight = seen(text, path)
        units, root = article.told_apart(text, sight.spots)
        foot, language = _foot(text, sight, root), _tag(sight.language)
        return Document(path, self.name, text, units, spelled, structured=True, foot=foot, language=language)

    def write(self, document: Document) -> bytes:
        """Splice the targets and edits in; what the encoding of the page cannot spell becomes a character reference."""
        edits = _edits(document, seen(document.text, document.path))
        codec = document.encoding.name
        spelled = (replace(edit, text=written(edit.text, {}, codec)) for edit in document.edits)
        return skeleton.encode(document, [*edits, *spelled])


def _foot(text: str, sight: Sight, root: Element | None) -> Foot:
    """Where a paragraph goes that is added to the article: before the end of what holds it, or of the page."""
    around = root.chain() if root else ()
    ends = [sight.ends[element] for element in around if element.name in HOLDS_PARAGRAPHS and element in sight.ends]
    body = [end for element, end in sight.ends.items() if element.name == "body"]
    at = next(iter([*ends, *body]), len(text.rstrip()))
    return Foot(at, '<p class="translation-notice">', "</p>\n")


def _tag(said: str) -> str:
    """The language that a page says it is in; nothing where that is no language."""
    try:
        return locales.parse(said) if said else ""
    except PolyglotError:
        return ""


def _edits(document: Document, sight: Sight) -> Iterator[Edit]:
    """What changes: texts whose target is not their source.

    An attribute of a tag inside a text that changes is written with that text: its tag stands in the target.
    """
    spots = {spot.unit.id: spot for spot in sight.spots}
    changed = [(unit.target, spots[unit.id]) for unit in document.units if unit.target not in {None, unit.text}]
    small = [_small(target or "", spot, document, sight) for target, spot in changed if spot.kind != "text"]
    small.sort(key=lambda edit: edit.span)
    starts = [edit.span.start for edit in small]
    for target, spot in changed:
        if spot.kind == "text":
            inner = small[bisect_left(starts, spot.place.start) : bisect_left(starts, spot.place.end)]
            yield Edit(spot.place, _filled(target or "", _codes(spot, inner, document.text), document, sight))
    yield from small


def _small(target: str, spot: Spot, document: Document, sight: Sight) -> Edit:
    """The edit of an attribute or of a text in linked data."""
    encoding = document.encoding.name
    if spot.kind == "attribute":
        return Edit(spot.place, written_value(target, sight.spelled, encoding, spot.quote))
    start = document.text.rfind("<script", 0, spot.place.start)
    script = document.text[start : document.text.find("</", spot.place.end)]
    return Edit(spot.place, linked.written(target, script, encoding))


def _codes(spot: Spot, inner: Sequence[Edit], text: str) -> dict[str, deque[str]]:
    """The inline codes of a text by how they stand in it, each as it is to be written."""
    codes: dict[str, deque[str]] = {}
    for span in spot.codes:
        raw = text[slice(*span)]
        within = [Edit(edit.span.shifted(-span.start), edit.text) for edit in inner if edit.span.overlaps(span)]
        codes.setdefault(raw, deque()).append(skeleton.splice(raw, within))
    return codes


def _filled(target: str, codes: dict[str, deque[str]], document: Document, sight: Sight) -> str:
    """A target as it is written: its codes stay what they are, all else is text."""
    pieces, at = [], 0
    shapes = "|".join(map(re.escape, sorted(codes, key=len, reverse=True)))
    for found in re.finditer(shapes, target) if shapes else ():
        ready = codes[found[0]]
        code = ready.popleft() if len(ready) > 1 else ready[0]
        pieces += [written(target[at : found.start()], sight.spelled, document.encoding.name), code]
        at = found.end()
    return "".join([*pieces, written(target[at:], sight.spelled, document.encoding.name)])
