"""XLIFF 2.1 (OASIS Standard, 13 February 2018): core, with the modules for matches and metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from polyglot import locales
from polyglot.errors import UnreadableInputError
from polyglot.model import Side, State, Tag
from polyglot.xliff import xml
from polyglot.xliff.content import (
    Code,
    Content,
    File,
    Mark,
    Match,
    Note,
    Piece,
    Segment,
    Unit,
    halves,
    joined,
    pairs,
    role_of,
    token,
    unlaid,
    untoken,
)
from polyglot.xliff.xml import XML, Element

CORE = "urn:oasis:names:tc:xliff:document:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
MODULES = frozenset({CORE, MATCHES, METADATA})
EXTENSIONS_LAST = False
VERBATIM = frozenset({"source", "target", "data", "note", "meta"})
OWN = "polyglot:"
"""How the values begin that XLIFF leaves to its users."""
NOTE = re.compile(r"n(\d+)-\d+")
"""The id of a note on a segment: which one of its unit."""
END = "-end"
"""How the id of a lone second half ends: the first half may stand behind it, alone too."""
DATA = {Side.NONE: "d-{}", Side.OPEN: "d-{}-start", Side.CLOSE: "d-{}-end"}


def speaks(root: Element) -> bool:
    """Whether a document is in this version, or in 2.0, which has the same core."""
    return bool(root.tag == f"{{{CORE}}}xliff" and root.get("version") in {"2.0", "2.1"})


# Reading


def read(root: Element, place: str) -> tuple[File, ...]:
    """The files of a document."""
    source, target = (_tag(root, name, place) for name in ("srcLang", "trgLang"))
    return tuple(_file(file, source, target) for file in xml.children(root, "file"))


def _file(file: Element, source: Tag, target: Tag) -> File:
    units = tuple(_unit(unit) for unit in file.iter(f"{{{CORE}}}unit"))
    return File(file.get("original", ""), source, target, units, tuple(_remarks(file)))


def _remarks(file: Element) -> Iterator[Note]:
    """The notes of a file and of its groups, and what is said of words inside sentences."""
    for home in (file, *file.iter(f"{{{CORE}}}group")):
        yield from (note for _, note in _notes(home))
    for mark in file.iter(f"{{{CORE}}}mrk", f"{{{CORE}}}sm"):
        if mark.get("type") == "comment" and mark.get("value"):
            yield Note("", mark.get("value"))


def _notes(home: Element) -> Iterator[tuple[str, Note]]:
    """The notes of an element, each with its id."""
    for note in home.iterfind(f"{{{CORE}}}notes/{{{CORE}}}note"):
        yield note.get("id", ""), Note(note.get("category", ""), xml.text_in(note))


def _tag(root: Element, name: str, place: str) -> Tag:
    written = root.get(name)
    if not written:
        hint = f"write the language into the attribute {name} of its first element"
        raise UnreadableInputError(f"it does not say its {name}", place=place, hint=hint)
    return locales.parse(written)


def _unit(unit: Element) -> Unit:
    data = {one.get("id", ""): _text(one) for one in unit.iterfind(f"{{{CORE}}}originalData/{{{CORE}}}data")}
    exported = {one.get("type", ""): xml.text_in(one) for one in unit.iter(f"{{{METADATA}}}meta")}
    notes = list(_notes(unit))
    of_segments = [(int(found[1]), note) for name, note in notes if (found := NOTE.fullmatch(name))]
    matches = [(match.get("ref", ""), _match(match)) for match in unit.iter(f"{{{MATCHES}}}match")]
    segments = tuple(
        _segment(
            segment,
            data,
            exported.get(segment.get("id", ""), ""),
            tuple(note for which, note in of_segments if which == number),
            tuple(match for ref, match in matches if match and ref == f"#{segment.get('id')}"),
        )
        for number, segment in enumerate(xml.children(unit, "segment"), 1)
    )
    general = tuple(note for name, note in notes if not NOTE.fullmatch(name))
    return Unit(untoken(unit.get("id", "")), role_of(unit.get("type", ""), OWN), segments, general)


def _segment(
    segment: Element, data: Mapping[str, str], exported: str, notes: tuple[Note, ...], matches: tuple[Match, ...]
) -> Segment:
    source, target = (next(xml.children(segment, name), None) for name in ("source", "target"))
    written = segment.get("state", "initial")
    return Segment(
        untoken(segment.get("id", "")),
        () if source is None else content(source, data),
        None if target is None else content(target, data),
        State(written) if written in set(State) else State.INITIAL,
        segment.get("subState", "").removeprefix(OWN) if segment.get("subState", "").startswith(OWN) else "",
        exported,
        notes,
        matches,
    )


def _match(match: Element) -> Match | None:
    """A match; None where it has no texts, or is in another language (`reference`)."""
    data = {one.get("id", ""): _text(one) for one in match.iterfind(f"{{{CORE}}}originalData/{{{CORE}}}data")}
    source, target = (match.find(f"{{{CORE}}}{name}") for name in ("source", "target"))
    if source is None or target is None or match.get("reference") == "yes":
        return None
    try:
        similarity = float(match.get("similarity", "100"))
    except ValueError:
        similarity = 0.0
    return Match(content(source, data), content(target, data), match.get("origin", ""), similarity)


def _text(element: Element) -> str:
    """The text of an element that may have characters by their number."""
    return "".join(str(piece) for piece in _pieces(element, {}, set()) if isinstance(piece, str))


def content(element: Element, data: Mapping[str, str]) -> Content:
    """The content of a source or target."""
    terms = {one.get("id") for one in element.iter(f"{{{CORE}}}sm") if one.get("type") == "term"}
    found = joined(_pieces(element, data, terms))
    return found if xml.keeps_space(element) else unlaid(found)


def _pieces(element: Element, data: Mapping[str, str], terms: set[str]) -> Iterator[Piece]:
    yield element.text or ""
    for child in element:
        match xml.local(child) if xml.namespace(child) == CORE else "":
            case "cp":
                yield _code_point(child.get("hex", ""))
            case "ph" | "sc" | "ec" as name:
                side = {"ph": Side.NONE, "sc": Side.OPEN, "ec": Side.CLOSE}[name]
                which = child.get("copyOf") or child.get("startRef") or child.get("id", "").removesuffix(END)
                yield Code(which, side, data.get(child.get("dataRef", ""), ""))
            case "pc":
                which = child.get("copyOf") or child.get("id", "")
                yield Code(which, Side.OPEN, data.get(child.get("dataRefStart", ""), ""))
                yield from _pieces(child, data, terms)
                yield Code(which, Side.CLOSE, data.get(child.get("dataRefEnd", ""), ""))
            case "mrk" if child.get("type") == "term":
                yield Mark(child.get("id", ""), Side.OPEN, child.get("value", ""))
                yield from _pieces(child, data, terms)
                yield Mark(child.get("id", ""), Side.CLOSE)
            case "mrk":
                yield from _pieces(child, data, terms)
            case "sm" if child.get("id") in terms:
                yield Mark(child.get("id", ""), Side.OPEN, child.get("value", ""))
            case "em" if child.get("startRef") in terms:
                yield Mark(child.get("startRef", ""), Side.CLOSE)
        yield child.tail or ""


def _code_point(digits: str) -> str:
    """A character by its number; nothing where that is no character, or one that no catalog can hold."""
    try:
        found = chr(int(digits, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if found in "\0\4" or "\ud800" <= found <= "\udfff" else found


# Writing


def write(files: Sequence[File]) -> Element:
    """The document of some files of one direction."""
    root = xml.new("xliff", CORE, {"mtc": MATCHES, "mda": METADATA})
    for name, value in (("version", "2.1"), ("srcLang", files[0].source), ("trgLang", files[0].target)):
        root.set(name, value)
    for number, file in enumerate(files, 1):
        element = xml.add(root, "file", {"id": f"f{number}", "original": file.original, "canResegment": "no"})
        for unit in file.units:
            _write_unit(element, unit)
    return root


def _write_unit(parent: Element, unit: Unit) -> None:
    kind = f"{OWN}{unit.role}" if unit.role else ""
    element = xml.add(parent, "unit", {"id": token(unit.id), "type": kind, f"{XML}space": "preserve"})
    _write_matches(element, unit)
    if any(segment.exported for segment in unit.segments):
        group = xml.add(xml.add(element, f"{{{METADATA}}}metadata"), "metaGroup", {"category": "polyglot"})
        for segment in unit.segments:
            if segment.exported:
                xml.add(group, "meta", {"type": token(segment.id)}, text=segment.exported)
    _write_notes(element, unit)
    sources = [piece for segment in unit.segments for piece in segment.source]
    targets = [piece for segment in unit.segments for piece in segment.target or ()]
    _write_data(element, chain(sources, targets))
    for segment in unit.segments:
        _write_segment(element, segment, halves(sources), halves(targets))


def _write_segment(parent: Element, segment: Segment, sources: frozenset[str], targets: frozenset[str]) -> None:
    """A segment; some codes have both their halves in the sources of the unit, some in its targets."""
    origin = f"{OWN}{segment.origin}" if segment.origin else ""
    state = "" if segment.target is None else str(segment.state)
    element = xml.add(parent, "segment", {"id": token(segment.id), "state": state, "subState": origin if state else ""})
    fill(xml.add(element, "source"), segment.source, sources)
    if segment.target is not None:
        fill(xml.add(element, "target"), segment.target, targets)


def _write_matches(parent: Element, unit: Unit) -> None:
    offered = [(segment, match) for segment in unit.segments for match in segment.matches]
    if not offered:
        return
    matches = xml.add(parent, f"{{{MATCHES}}}matches")
    for segment, match in offered:
        facts = {"ref": f"#{token(segment.id)}", "origin": match.origin, "similarity": f"{match.similarity:g}"}
        element = xml.add(matches, "match", facts)
        _write_data(element, chain(match.source, match.target))
        for name, said in (("source", match.source), ("target", match.target)):
            fill(xml.add(element, f"{{{CORE}}}{name}"), said, halves(said))


def _write_notes(parent: Element, unit: Unit) -> None:
    said = [("", note) for note in unit.notes]
    for number, segment in enumerate(unit.segments, 1):
        said += [(f"n{number}-{count}", note) for count, note in enumerate(segment.notes, 1)]
    if said:
        notes = xml.add(parent, "notes")
        for name, note in said:
            xml.add(notes, "note", {"id": name, "category": note.kind}, text=xml.readable(note.text))


def _write_data(parent: Element, pieces: Iterable[Piece]) -> None:
    """What the codes are in the source file."""
    native = {_data(piece): piece.text for piece in pieces if isinstance(piece, Code) and piece.text}
    if native:
        original = xml.add(parent, f"{{{CORE}}}originalData")
        for name, text in native.items():
            _say(xml.add(original, "data", {"id": name}), text)


def _data(code: Code) -> str:
    return DATA[code.side].format(code.id)


def fill(element: Element, said: Content, whole: frozenset[str]) -> None:
    """Write content into a source or target; the codes named by `whole` have both their halves in the unit."""
    nested = pairs(said)
    closers = set(nested.values())
    here = [element]
    for index, piece in enumerate(said):
        if isinstance(piece, str):
            _say(here[-1], piece)
        elif index in closers:
            here.pop()
        elif index in nested:
            here.append(_spanning(here[-1], piece, said[nested[index]]))
        else:
            _lone(here[-1], piece, whole=piece.id in whole)


def _say(element: Element, text: str) -> None:
    """More text at the end of an element; characters that no XML file can have by their numbers."""
    plain = xml.ILLEGAL.split(text)
    for number, piece in zip((None, *xml.ILLEGAL.findall(text)), plain, strict=True):
        if number is not None:
            xml.add(element, "cp", {"hex": f"{ord(number):04X}"})
        xml.append_text(element, piece)


def _spanning(parent: Element, opener: Code | Mark, closer: Piece) -> Element:
    """A pair in one element."""
    if isinstance(opener, Mark):
        return xml.add(parent, "mrk", {"id": opener.id, "type": "term", "value": opener.wanted})
    ends = {"dataRefEnd": _data(closer)} if isinstance(closer, Code) and closer.text else {}
    starts = {"dataRefStart": _data(opener)} if opener.text else {}
    return xml.add(parent, "pc", {"id": opener.id, **ends, **starts})


def _lone(parent: Element, piece: Code | Mark, *, whole: bool) -> None:
    """A code that is no pair, or half of one that crosses another or a segment's end (`whole`: the unit has both)."""
    if isinstance(piece, Mark):
        if whole and piece.side is Side.OPEN:
            xml.add(parent, "sm", {"id": piece.id, "type": "term", "value": piece.wanted})
        elif whole:
            xml.add(parent, "em", {"startRef": piece.id})
        return
    data = {"dataRef": _data(piece) if piece.text else ""}
    if piece.side is Side.NONE:
        xml.add(parent, "ph", {"id": piece.id, **data})
    elif piece.side is Side.OPEN:
        xml.add(parent, "sc", {"id": piece.id, "isolated": "" if whole else "yes", **data})
    elif whole:
        xml.add(parent, "ec", {"startRef": piece.id, **data})
    else:
        xml.add(parent, "ec", {"id": f"{piece.id}{END}", "isolated": "yes", **data})
