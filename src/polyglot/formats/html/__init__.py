"""HTML: any page as found in the wild. Texts are found by their places and spliced; all else keeps its bytes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from polyglot import locales, skeleton
from polyglot.errors import PolyglotError
from polyglot.formats.html import appeared, article, declared, extracted, imprint, linked, references
from polyglot.formats.html.characters import written, written_value
from polyglot.formats.html.rules import rules
from polyglot.formats.html.scan import tokens
from polyglot.formats.html.spots import Sight, Spot, seen
from polyglot.model import Document, Edit, Publication, Span, Unit


class HtmlFormat:
    """Pages in HTML and XHTML, well formed or not, in the encoding that they declare."""

    name = "html"

    def __init__(self, article: str = "") -> None:
        """Take a selector of the element that articles are in; empty where that is to be found out."""
        self._article = article

    def read(self, data: bytes, path: str = "", encoding: str = "") -> Document:
        """Decode and find what there is to translate. Raises `UnreadableInputError`."""
        text, spelled = skeleton.decode(data, path, encoding, declared.encoding(data))
        sight = seen(text, path)
        units, boxes = article.told_apart(text, sight.spots, self._article)
        document = Document(path, self.name, text, units, spelled, structured=True, boxes=boxes)
        return replace(document, language=_tag(sight.language), notes=_notes(text), date=appeared.date(text))

    def write(self, document: Document) -> bytes:
        """Splice the targets and edits in; what the encoding of the page cannot spell becomes a character reference."""
        return skeleton.encode(document, list(_edits(document, seen(document.text, document.path))))

    def addresses(self, document: Document) -> Iterator[str]:
        """What the attributes of its tags refer to; nothing where a `<base>` says that it is found elsewhere."""
        return references.addresses(document.text)

    def publish(self, document: Document, facts: Publication) -> Document:
        """The page with its language, notice, links and metadata; what is still in the source language says so."""
        spots = {spot.unit.id: spot for spot in seen(document.text, document.path).spots}
        shown = [(unit, spots[unit.id]) for unit in document.units if spots[unit.id].kind == "text"]
        places = [spot.place for unit, spot in shown if not unit.role.aside]
        same = [(unit, spot) for unit, spot in shown if unit.translate and unit.target in {None, unit.text}]
        untouched = [spot.place for unit, spot in same if _is_whole(unit)]
        mark = _mark(facts)
        starts, ends = _marks(untouched if facts.language else [], mark)
        edits = (*document.edits, *ends, *imprint.edits(document, facts, places), *starts)
        return replace(document, edits=edits, foreign=mark if facts.language else "")


def _notes(text: str) -> tuple[str, ...]:
    """What is told of a page that is treated otherwise than others."""
    most = extracted.LARGEST
    large = f"of more than {most:_} characters: what is its article was told by its structure alone".replace("_", " ")
    return (large,) if len(text) > most else ()


def _is_whole(unit: Unit) -> bool:
    """Whether no tag in a unit has its other half outside of it."""
    return all(code.kind == "empty" or code.partner != index for index, code in enumerate(unit.inline))


def _marks(places: Sequence[Span], mark: str) -> tuple[list[Edit], list[Edit]]:
    """The edits that say what language stretches of the page are in: where they begin, and where they end.

    Of edits at one place the first comes first: what ends there stands before all, what begins there behind all.
    """
    starts = [Edit(Span(place.start, place.start), mark) for place in places]
    return starts, [Edit(Span(place.end, place.end), "</span>") for place in places]


def _mark(facts: Publication) -> str:
    """The tag of a stretch that is still in the source language; its direction too, where the target's is another."""
    backwards = locales.right_to_left(facts.source)
    turned = "" if backwards == facts.right_to_left else f' dir="{"rtl" if backwards else "ltr"}"'
    return f'<span lang="{facts.source}"{turned}>'


def _tag(said: str) -> str:
    """The language that a page says it is in; nothing where that is no language."""
    try:
        return locales.parse(said) if said else ""
    except PolyglotError:
        return ""


def _edits(document: Document, sight: Sight) -> Iterator[Edit]:
    """What changes: texts whose target is not their source, and what the page says of itself.

    A change of a tag inside a text that changes is written with that text: its tag stands in the target.
    """
    spots = {spot.unit.id: spot for spot in sight.spots}
    changed = [(unit, spots[unit.id]) for unit in document.units if unit.target not in {None, unit.text}]
    small = [_small(unit.target or "", spot, document, sight) for unit, spot in changed if spot.kind != "text"]
    small = sorted([*small, *document.edits], key=lambda edit: edit.span)
    starts = [edit.span.start for edit in small]
    for unit, spot in changed:
        if spot.kind == "text":
            inner = small[bisect_left(starts, spot.place.start) : bisect_left(starts, spot.place.end)]
            codes = _codes(spot, inner, document.text)
            bare = spot.element.name in rules().bare
            told = replace(unit, foreign=()) if bare else unit  # where no element may stand that says the language
            yield Edit(spot.place, "".join(_stretches(told, codes, document, sight)))
    yield from small


def _stretches(unit: Unit, codes: dict[str, deque[str]], document: Document, sight: Sight) -> Iterator[str]:
    """A unit's target as it is written, stretch by stretch: those still in the source language say so."""
    target, at = unit.target or "", 0
    for span in unit.foreign if document.foreign else ():
        yield _filled(target[at : span.start], codes, document, sight)
        text = _filled(target[slice(*span)], codes, document, sight)
        yield f"{document.foreign}{text}</span>" if _is_balanced(text) else text
        at = span.end
    yield _filled(target[at:], codes, document, sight)


def _is_balanced(text: str) -> bool:
    """Whether every tag in a stretch has its other half there too."""
    waiting: list[str] = []
    for token in tokens(text):
        if token.kind == "open" and token.name not in rules().void:
            waiting.append(token.name)
        elif token.kind == "close" and (not waiting or waiting.pop() != token.name):
            return False
    return not waiting


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
