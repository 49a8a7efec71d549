"""The texts of a page, each with the place where it stands: runs of text between blocks, attributes, metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Literal

from polyglot import skeleton
from polyglot.formats.html import linked
from polyglot.formats.html.characters import REFERENCE, Spellings, attribute_value, meaning, spellings
from polyglot.formats.html.marks import own_mark
from polyglot.formats.html.places import DOCUMENT, Element, Piece, Walk, values
from polyglot.formats.html.rules import rules
from polyglot.formats.html.scan import Attribute
from polyglot.model import Inline, Role, Span, Unit

BYLINE_LENGTH = 160
"""A longer text that names its author is no byline."""
ParseKind = Literal["text", "open", "close", "empty", "opaque"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A unit with what is needed to write it."""

    unit: Unit
    """As structure alone makes it."""
    element: Element
    kind: Literal["text", "attribute", "json"]
    place: Span
    """Where it really stands. An attribute of a tag inside another unit has its unit's span, empty, behind that one."""
    quote: str = ""
    codes: tuple[Span, ...] = ()
    """Where its inline codes stand in the page."""


@dataclass(frozen=True, slots=True)
class Sight:
    """All that there is to translate on a page, in reading order."""

    spots: tuple[Spot, ...]
    language: str
    """What the page says that it is in; empty where it says nothing."""
    spelled: Spellings


@dataclass(frozen=True, slots=True)
class _Atom:
    """A stretch of a run: text without references, what one reference stands for, or a code."""

    kind: ParseKind
    raw: Span
    text: str
    element: Element

    @property
    def blank(self) -> bool:
        return self.kind == "empty" or (self.kind == "text" and self.text.isspace())

    @property
    def speaks(self) -> bool:
        return self.kind == "text" and any(map(str.isalpha, self.text))


@lru_cache(maxsize=2)
def seen(text: str, path: str) -> Sight:
    """What a page holds; the last pages are remembered, as each is read, written and read again to prove the laws."""
    walk = Walk(text, path)
    found: list[Spot] = []
    texts: list[str] = []
    for run in _runs(walk.pieces(), text):
        texts += [text[slice(*piece.token.span)] for piece in run if piece.token.kind == "text"]
        found += _spots(run, text)
    found.sort(key=lambda spot: spot.unit.span.start)
    return Sight(tuple(_named(found)), walk.language, spellings(texts))


def _named(spots: Iterable[Spot]) -> Iterator[Spot]:
    """The spots with their ids."""
    names = skeleton.Names()
    for spot in spots:
        yield replace(spot, unit=replace(spot.unit, id=names.of(spot.unit.role, spot.unit.text)))


def _runs(pieces: Iterable[Piece], text: str) -> Iterator[list[Piece]]:
    """Pieces between the tags of blocks, each run with the tag that ends it; two line breaks end one too."""
    run: list[Piece] = []
    broken = False
    for piece in pieces:
        run.append(piece)
        again = piece.token.name == "br" and piece.token.kind == "open"
        if piece.boundary or (again and broken):
            yield run
            run, broken = [], False
        elif again or not text[slice(*piece.token.span)].isspace():
            broken = again
    if run:
        yield run


def _spots(run: Sequence[Piece], text: str) -> Iterator[Spot]:
    """The units of a run, mostly one or none, and those of its tags' attributes."""
    parts = (_trimmed(_merged(part, text)) for part in _parts(list(_atoms(run, text))))
    wholes = [spot for atoms in parts if atoms and (spot := _text_spot(atoms, text))]
    yield from wholes
    for piece in run:
        if piece.token.kind == "open":
            for spot in _attribute_spots(piece, text):
                ends = (whole.place.end for whole in wholes if spot.place.overlaps(whole.place))
                span = next((Span(end, end) for end in ends), spot.place)
                yield replace(spot, unit=replace(spot.unit, span=span))
        elif piece.token.kind == "raw" and piece.element.name == "script":
            yield from _linked_spots(piece, text)


# --- runs of text ----------------------------------------------------------------------------------------------------


def _atoms(run: Iterable[Piece], text: str) -> Iterator[_Atom]:
    for token, element, boundary in run:
        if boundary:
            continue
        if token.kind == "text":
            yield from _read(token.span, text, element)
        else:
            paired = token.kind in {"open", "close"} and token.name not in rules().void
            kind: ParseKind = "close" if token.kind == "close" else "open"
            yield _Atom(kind if paired else "empty", token.span, text[slice(*token.span)], element)


def _parts(atoms: Sequence[_Atom]) -> Iterator[list[_Atom]]:
    """A run, cut only where it is nothing but a byline and a date beside each other, or the links of a menu."""
    links = {_link(atom.element) for atom in atoms if atom.speaks}
    if {atom.element.role for atom in atoms if atom.speaks} == {Role.BYLINE, Role.METADATA}:
        yield from (list(part) for _, part in groupby(atoms, key=lambda atom: atom.element.role))
    elif len(links) > 1 and all(link is not None and _is_site(link) for link in links):
        yield from (list(part) for link, part in groupby(atoms, key=lambda atom: _link(atom.element)) if link)
    else:
        yield list(atoms)


def _link(element: Element) -> Element | None:
    """The link that an element is in."""
    return next((found for found in element.chain() if found.name == "a"), None)


def _is_site(element: Element) -> bool:
    """Whether the elements around one leave no doubt that it is the site's."""
    marks = (own_mark(found) for found in element.chain() if found.name not in DOCUMENT)
    return any(mark is not None and not mark.doubtful for mark in marks)


def _read(span: Span, text: str, element: Element) -> Iterator[_Atom]:
    """Text with its references read; those that stay are codes."""
    at = span.start
    for found in REFERENCE.finditer(text, span.start, span.end):
        said = meaning(found[0], text[found.end() : min(found.end() + 40, span.end)])
        if said == found[0]:
            continue
        if found.start() > at:
            yield _Atom("text", Span(at, found.start()), text[at : found.start()], element)
        yield _Atom("text" if said else "opaque", Span(*found.span()), said or found[0], element)
        at = found.end()
    if span.end > at:
        yield _Atom("text", Span(at, span.end), text[at : span.end], element)


def _merged(atoms: Iterable[_Atom], text: str) -> list[_Atom]:
    """The atoms, what is not translated among them joined to single codes."""
    merged: list[_Atom] = []
    for atom in atoms:
        if not atom.element.kept:
            merged.append(atom)
            continue
        start = merged.pop().raw.start if merged and merged[-1].element.kept else atom.raw.start
        raw = Span(start, atom.raw.end)
        kind: ParseKind = "empty" if atom.element.kept == "hidden" else "opaque"
        merged.append(_Atom(kind, raw, text[slice(*raw)], atom.element))
    return merged


def _partners(atoms: Sequence[_Atom]) -> dict[int, int]:
    """Which start tag and which end tag belong together, by their indexes."""
    partners: dict[int, int] = {}
    waiting: dict[Element, int] = {}
    for index, atom in enumerate(atoms):
        if atom.kind == "open":
            waiting[atom.element] = index
        elif atom.kind == "close" and atom.element in waiting:
            other = waiting.pop(atom.element)
            partners[other], partners[index] = index, other
    return partners


def _trimmed(atoms: Sequence[_Atom]) -> list[_Atom]:
    """The atoms without white space, images and lone tags at the edges, and without tags around them all."""
    partners = _partners(atoms)
    start, end = 0, len(atoms)
    while start < end:
        left, right = atoms[start], atoms[end - 1]
        if left.blank or _is_lone(start, start, end, partners, atoms):
            start += 1
        elif right.blank or _is_lone(end - 1, start, end, partners, atoms):
            end -= 1
        elif partners.get(start) == end - 1:
            start, end = start + 1, end - 1
        else:
            break
    kept = list(atoms[start:end])
    if kept:
        kept[0] = _stripped(kept[0], left=True)
        kept[-1] = _stripped(kept[-1], left=False)
    return kept


def _is_lone(index: int, start: int, end: int, partners: dict[int, int], atoms: Sequence[_Atom]) -> bool:
    """Whether a tag has its other half outside of a stretch, or nothing between itself and it."""
    if atoms[index].kind not in {"open", "close"}:
        return False
    other = partners.get(index, -1)
    if not start <= other < end:
        return True
    inside = atoms[min(index, other) + 1 : max(index, other)]
    return len(inside) < 8 and all(atom.blank or atom.kind in {"open", "close"} for atom in inside)


def _stripped(atom: _Atom, *, left: bool) -> _Atom:
    if atom.kind != "text" or len(atom.text) != atom.raw.end - atom.raw.start:
        return atom
    text = atom.text.lstrip() if left else atom.text.rstrip()
    cut = len(atom.text) - len(text)
    raw = Span(atom.raw.start + cut, atom.raw.end) if left else Span(atom.raw.start, atom.raw.end - cut)
    return _Atom(atom.kind, raw, text, atom.element)


def _text_spot(atoms: Sequence[_Atom], text: str) -> Spot | None:
    """The unit that atoms are: one to translate, one that is kept, or none, where they say nothing."""
    span = Span(atoms[0].raw.start, atoms[-1].raw.end)
    speaking = [atom for atom in atoms if atom.speaks]
    if not speaking:
        return _kept_spot(atoms, span, text)
    content, inline = _content(atoms)
    role = _role(speaking)
    keep = tuple(_author_spans(atoms)) if role is Role.BYLINE else ()
    unit = Unit("", role, span, content, inline=inline, keep=keep)
    codes = tuple(atom.raw for atom in atoms if atom.kind != "text")
    return Spot(unit, _around(speaking), "text", span, codes=codes)


def _around(speaking: Sequence[_Atom]) -> Element:
    """The smallest element that holds all that a unit says."""
    first, *others = {atom.element: None for atom in speaking}
    shared = set(first.chain()).intersection(*(other.chain() for other in others)) if others else {first}
    return max(shared, key=lambda element: element.depth)


def _kept_spot(atoms: Sequence[_Atom], span: Span, text: str) -> Spot | None:
    """The unit of a text that is not translated, so that people see it and why."""
    shown = [atom for atom in atoms if atom.kind == "opaque" and atom.element.kept]
    written = text[slice(*span)]
    if not shown or not any(map(str.isalpha, written)):
        return None
    why = shown[0].element.kept
    role = Role.CODE if why == "code" else shown[0].element.role or Role.PARAGRAPH
    return Spot(Unit("", role, span, written, translate=False, reason=why), shown[0].element, "text", span)


def _content(atoms: Sequence[_Atom]) -> tuple[str, tuple[Inline, ...]]:
    """The text of a unit and its inline codes."""
    partners = _partners(atoms)
    order = {index: number for number, index in enumerate(i for i, atom in enumerate(atoms) if atom.kind != "text")}
    inline: list[Inline] = []
    at = 0
    for index, atom in enumerate(atoms):
        if atom.kind != "text":
            kind = "empty" if atom.kind == "opaque" else atom.kind
            inline.append(Inline(Span(at, at + len(atom.text)), kind, order[partners.get(index, index)]))
        at += len(atom.text)
    return "".join(atom.text for atom in atoms), tuple(inline)


def _role(speaking: Sequence[_Atom]) -> Role:
    """What a unit is: a byline where someone is named as its author, else what its words agree on, else its block."""
    roles = {atom.element.role for atom in speaking}
    if Role.BYLINE in roles and sum(len(atom.text) for atom in speaking) <= BYLINE_LENGTH:
        return Role.BYLINE
    if len(roles) == 1:
        return roles.pop() or Role.PARAGRAPH
    block = next(element for element in speaking[0].element.chain() if element.block)
    return block.role or Role.PARAGRAPH


def _author_spans(atoms: Iterable[_Atom]) -> Iterator[Span]:
    """Where the author's name stands in a unit's text."""
    at = 0
    for atom in atoms:
        if atom.speaks and atom.element.author:
            lead = len(atom.text) - len(atom.text.lstrip())
            yield Span(at + lead, at + len(atom.text.rstrip()))
        at += len(atom.text)


# --- attributes ------------------------------------------------------------------------------------------------------


def _attribute_spots(piece: Piece, text: str) -> Iterator[Spot]:
    """The attributes of a tag that are text."""
    if piece.element.kept:
        return
    said = values(text, piece.token)
    for attribute in piece.token.attributes:
        role = _attribute_role(piece.token.name, attribute, said)
        if role is not None and (spot := _attribute_spot(attribute, role, piece.element, text)):
            yield spot


def _attribute_role(name: str, attribute: Attribute, said: dict[str, str]) -> Role | None:
    known = rules()
    if name == "meta":
        keys = (said.get(key, "").strip().lower() for key in ("name", "property", "itemprop"))
        return (
            next((known.meta[key] for key in keys if key in known.meta), None) if attribute.name == "content" else None
        )
    labels = attribute.name == "label" and name in known.labelled
    shown = attribute.name == "value" and name == "input" and said.get("type", "").strip().lower() in known.pressed
    if labels or shown or (attribute.name in known.attributes and name not in known.untitled):
        return Role.CAPTION if attribute.name == "alt" else Role.METADATA
    return None


def _attribute_spot(attribute: Attribute, role: Role, element: Element, text: str) -> Spot | None:
    raw = text[slice(*attribute.span)]
    content = attribute_value(raw.strip())
    if not any(map(str.isalpha, content)):
        return None
    start = attribute.span.start + len(raw) - len(raw.lstrip())
    place = Span(start, start + len(raw.strip()))
    return Spot(Unit("", role, place, content), element, "attribute", place, attribute.quote)


def _linked_spots(piece: Piece, text: str) -> Iterator[Spot]:
    """The texts of linked data (JSON-LD) in a script; its element is the page, of which they tell."""
    for place, content, role in linked.texts(text, piece.token.span):
        page = [*piece.element.chain()][-1]
        yield Spot(Unit("", role, place, content), page, "json", place)
