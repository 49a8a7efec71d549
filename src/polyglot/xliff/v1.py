"""XLIFF 1.2 (OASIS Standard, 1 February 2008), by its strict schema: a group for each unit, in it its segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

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
    joined,
    pairs,
    role_of,
    token,
    unlaid,
    untoken,
)
from polyglot.xliff.xml import XML, Element

CORE = "urn:oasis:names:tc:xliff:document:1.2"
MODULES = frozenset({CORE})
EXTENSIONS_LAST = True
VERBATIM = frozenset({"source", "target", "seg-source", "note", "context"})
ROLE = "x-"
"""How a `restype` begins that is no program's but ours."""
EXPORTED = "x-polyglot-exported"
CODE = "x-polyglot-code-"
"""How the type of a context begins that has the text of a code."""
WRITTEN = {
    State.INITIAL: "needs-translation",
    State.TRANSLATED: "needs-review-translation",
    State.REVIEWED: "translated",
    State.FINAL: "final",
}
READ = {
    **dict.fromkeys(("final", "signed-off"), State.FINAL),
    "translated": State.REVIEWED,
    **{f"needs-review-{name}": State.TRANSLATED for name in ("translation", "adaptation", "l10n")},
    **dict.fromkeys(("new", "needs-translation", "needs-adaptation", "needs-l10n"), State.INITIAL),
}
QUALIFIERS = {"mt": "leveraged-mt", "tm": "leveraged-tm"}
ORIGINS = {"leveraged-mt": "mt", "mt-suggestion": "mt", "leveraged-tm": "tm", "tm-suggestion": "tm"}
POSITIONS = {"open": Side.OPEN, "close": Side.CLOSE}


def speaks(root: Element) -> bool:
    """Whether a document is in this version."""
    return bool(root.tag == f"{{{CORE}}}xliff" and root.get("version") == "1.2")


# Reading


def read(root: Element, place: str) -> tuple[File, ...]:
    """The files of a document."""
    return tuple(_file(file, place) for file in xml.children(root, "file"))


def _file(file: Element, place: str) -> File:
    grouped = groupby(file.iter(f"{{{CORE}}}trans-unit"), _home)
    source, target = (_tag(file, name, place) for name in ("source-language", "target-language"))
    units = tuple(_unit(home, [_segment(one) for one in members]) for home, members in grouped)
    return File(file.get("original", ""), source, target, units, tuple(_remarks(file)))


def _remarks(file: Element) -> Iterator[Note]:
    """The notes of a file and of groups that are no units, and what is said of words inside sentences."""
    units = set(map(_home, file.iter(f"{{{CORE}}}trans-unit")))
    for home in file.iter(f"{{{CORE}}}header", f"{{{CORE}}}group"):
        if home not in units:
            yield from _notes(home)
    for mark in file.iter(f"{{{CORE}}}mrk"):
        if mark.get("mtype") != "term" and mark.get("comment"):
            yield Note("", mark.get("comment"))


def _tag(file: Element, name: str, place: str) -> Tag:
    written = file.get(name)
    if not written:
        hint = f"write the language into the attribute {name} of <file>"
        raise UnreadableInputError(f"it does not say its {name}", place=f"{place}:{file.sourceline}", hint=hint)
    return locales.parse(written)


def _home(unit: Element) -> Element:
    """The group that a `trans-unit` is in, or itself."""
    parent = unit.getparent()
    return parent if xml.local(parent) == "group" and parent.get("id") else unit


def _unit(home: Element, segments: Sequence[Segment]) -> Unit:
    notes = tuple(_notes(home)) if xml.local(home) == "group" else ()
    return Unit(untoken(home.get("id", "")), role_of(home.get("restype", ""), ROLE), tuple(segments), notes)


def _notes(element: Element) -> Iterator[Note]:
    for note in xml.children(element, "note"):
        yield Note(note.get("from", ""), xml.text_in(note))


def _segment(unit: Element) -> Segment:
    source, target = (next(xml.children(unit, name), None) for name in ("source", "target"))
    said = {one.get("context-type", ""): xml.text_in(one) for one in unit.iter(f"{{{CORE}}}context")}
    native = {name.removeprefix(CODE): text for name, text in said.items() if name.startswith(CODE)}
    return Segment(
        untoken(unit.get("id", "")),
        () if source is None else content(source, native),
        None if target is None else content(target, native),
        _state(unit, target),
        "" if target is None else ORIGINS.get(target.get("state-qualifier", ""), ""),
        said.get(EXPORTED, ""),
        tuple(_notes(unit)),
        tuple(_matches(unit)),
    )


def _state(unit: Element, target: Element | None) -> State:
    """How far a unit has come: what its target says, and whether it is approved."""
    approved = unit.get("approved") == "yes"
    if target is None:
        return State.INITIAL
    told = READ.get(target.get("state", ""), State.TRANSLATED)
    return max(told, State.REVIEWED, key=lambda state: state.rank) if approved else told


def _matches(unit: Element) -> Iterator[Match]:
    for one in xml.children(unit, "alt-trans"):
        source, target = (next(xml.children(one, name), None) for name in ("source", "target"))
        if source is None or target is None:
            continue
        said = {code.get("context-type", ""): xml.text_in(code) for code in one.iter(f"{{{CORE}}}context")}
        native = {name.removeprefix(CODE): text for name, text in said.items() if name.startswith(CODE)}
        quality = one.get("match-quality", "100").rstrip("%")
        similarity = float(quality) if quality.replace(".", "", 1).isdecimal() else 0.0
        yield Match(content(source, native), content(target, native), one.get("origin", ""), similarity)


def content(element: Element, native: Mapping[str, str]) -> Content:
    """The content of a source or target; what others call segments in it is one."""
    found = joined(_pieces(element, native))
    return found if xml.keeps_space(element) else unlaid(found)


def _pieces(element: Element, native: Mapping[str, str]) -> Iterator[Piece]:
    yield element.text or ""
    for child in element:
        name, which = xml.local(child) if xml.namespace(child) == CORE else "", child.get("id", "")
        match name:
            case "x":
                yield Code(which, Side.NONE, native.get(which, ""))
            case "ph":
                yield Code(which, Side.NONE, xml.text_in(child))
            case "bpt" | "ept":
                side = Side.OPEN if name == "bpt" else Side.CLOSE
                yield Code(child.get("rid") or which, side, xml.text_in(child))
            case "bx" | "ex":
                which, side = child.get("rid") or which, Side.OPEN if name == "bx" else Side.CLOSE
                yield Code(which, side, native.get(_key(which, side), ""))
            case "it":
                yield Code(which, POSITIONS.get(child.get("pos", ""), Side.NONE), xml.text_in(child))
            case "g":
                yield Code(which, Side.OPEN, native.get(_key(which, Side.OPEN), ""))
                yield from _pieces(child, native)
                yield Code(which, Side.CLOSE, native.get(_key(which, Side.CLOSE), ""))
            case "mrk" if child.get("mtype") == "term":
                yield Mark(child.get("mid", ""), Side.OPEN, child.get("comment", ""))
                yield from _pieces(child, native)
                yield Mark(child.get("mid", ""), Side.CLOSE)
            case "mrk":
                yield from _pieces(child, native)
        yield child.tail or ""


def _key(which: str, side: Side) -> str:
    return f"{which}-{side}" if side else which


# Writing


def write(files: Sequence[File]) -> Element:
    """The document of some files."""
    root = xml.new("xliff", CORE)
    root.set("version", "1.2")
    for file in files:
        facts = {"original": file.original, "datatype": "plaintext"}
        facts |= {"source-language": file.source, "target-language": file.target}
        body = xml.add(xml.add(root, "file", facts), "body")
        for unit in file.units:
            kind = f"{ROLE}{unit.role}" if unit.role else ""
            group = xml.add(body, "group", {"id": token(unit.id), "restype": kind})
            _write_notes(group, unit.notes)
            for segment in unit.segments:
                _write_segment(group, segment)
    return root


def _write_segment(parent: Element, segment: Segment) -> None:
    approved = "yes" if segment.target is not None and segment.state.rank >= State.REVIEWED.rank else ""
    facts = {"id": token(segment.id), "approved": approved, f"{XML}space": "preserve"}
    element = xml.add(parent, "trans-unit", facts)
    fill(xml.add(element, "source"), segment.source)
    if segment.target is not None:
        state = {"state": WRITTEN[segment.state], "state-qualifier": QUALIFIERS.get(segment.origin, "")}
        fill(xml.add(element, "target", state), segment.target)
    contexts = {EXPORTED: segment.exported} if segment.exported else {}
    _write_contexts(element, contexts | _native((*segment.source, *(segment.target or ()))))
    _write_notes(element, segment.notes)
    for match in segment.matches:
        facts = {"match-quality": f"{match.similarity:g}%", "origin": match.origin, f"{XML}space": "preserve"}
        alternative = xml.add(element, "alt-trans", facts)
        fill(xml.add(alternative, "source"), match.source)
        fill(xml.add(alternative, "target"), match.target)
        _write_contexts(alternative, _native((*match.source, *match.target)))


def _native(pieces: Iterable[Piece]) -> dict[str, str]:
    """What the halves of pairs are in the source file, by the type of the context that says so."""
    codes = [piece for piece in pieces if isinstance(piece, Code) and piece.side is not Side.NONE and piece.text]
    return {f"{CODE}{_key(code.id, code.side)}": code.text for code in codes}


def _write_contexts(parent: Element, said: Mapping[str, str]) -> None:
    if said:
        group = xml.add(parent, "context-group", {"purpose": "x-polyglot"})
        for kind, text in said.items():
            xml.add(group, "context", {"context-type": kind}, text=text)


def _write_notes(parent: Element, notes: Iterable[Note]) -> None:
    for note in notes:
        xml.add(parent, "note", {"from": note.kind}, text=xml.readable(note.text))


def fill(element: Element, said: Content) -> None:
    """Write content into a source or target; a mark that crosses a pair is left out, as this version has no halves."""
    nested = pairs(said)
    closers = set(nested.values())
    here = [element]
    for index, piece in enumerate(said):
        if isinstance(piece, str):
            xml.append_text(here[-1], piece)
        elif index in closers:
            here.pop()
        elif index in nested:
            here.append(_spanning(here[-1], piece))
        elif isinstance(piece, Code):
            name = "ph" if piece.side is Side.NONE else "it"
            xml.add(here[-1], name, {"id": piece.id, "pos": str(piece.side)}, text=piece.text)


def _spanning(parent: Element, opener: Code | Mark) -> Element:
    """A pair in one element."""
    if isinstance(opener, Mark):
        return xml.add(parent, "mrk", {"mtype": "term", "mid": opener.id, "comment": opener.wanted})
    return xml.add(parent, "g", {"id": opener.id})
