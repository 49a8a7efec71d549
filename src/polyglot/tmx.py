"""TMX 1.4b, the exchange format for translation memories (LISA/GALA), level 2: texts with their inline codes.

Read and written as a stream, so that a file of any length takes little memory. Files come from anywhere: no entity is
defined or fetched, and neither depth nor length is without limit. What TMX cannot carry is refused, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from polyglot.errors import LawBrokenError, UnreadableInputError
from polyglot.version import VERSION

ANY = "*all*"
"""The source language of a file whose units have several."""
CHUNK = 1 << 16
DEPTH = 64
"""Elements within elements, at most."""
LONGEST = 1 << 20
"""Characters of one text, at most."""
MOST = 1000
"""Texts or properties of one unit, at most."""
FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot say."""
IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
IN_ATTRIBUTES = {**IN_TEXT, **str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})}
CODES = {"bpt": "bpt", "ept": "ept", "ph": "ph", "it": "it", "ut": "ph"}
"""The elements that hold native code, with what they are read as; `hi` holds text, and is read as such."""


@dataclass(frozen=True, slots=True)
class InlineCode:
    """A native code in a text: `bpt` and `ept` open and close a pair, `it` is half of one, `ph` stands for itself."""

    name: str
    text: str
    """As it is written in the native format; empty where the file does not tell."""
    number: str = ""
    """What the two halves of a pair share (`i`), or what counterparts share (`x`)."""
    begins: bool = True
    """Of `it`: whether it is the first half (`pos`)."""


Piece = str | InlineCode


@dataclass(frozen=True, slots=True)
class Variant:
    """What a unit says in one language."""

    language: str
    """As the file spells it: `FR-FR`."""
    pieces: tuple[Piece, ...]
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The text with its codes as they stand."""
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class TransUnit:
    """A text in two or more languages (`tu`)."""

    source: str
    """The language that the others were translated from; `*all*` where any may be."""
    variants: tuple[Variant, ...]
    properties: tuple[tuple[str, str], ...] = ()
    line: int = 0


def read(file: BinaryIO, place: str) -> Iterator[TransUnit]:
    """The units of a file, as it is read. Raises `UnreadableInputError` with the line."""
    from xml.parsers import expat

    reader = _Reader(place)
    try:
        while chunk := file.read(CHUNK):
            reader.parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position
            yield from reader.taken()
        reader.parser.Parse(b"", True)  # noqa: FBT003 - as above
    except expat.ExpatError as error:
        message = f"the file is no XML: {expat.errors.messages[error.code]}"
        hint = "open it in a browser to see where"
        raise UnreadableInputError(message, place=f"{place}:{error.lineno}", hint=hint) from error
    except (LookupError, ValueError) as error:
        hint = "save it as UTF-8, and say so in its first line"
        raise UnreadableInputError(
            f"the file's encoding is not read: {error}", place=f"{place}:1", hint=hint
        ) from error
    yield from reader.taken()


@dataclass(slots=True)
class _Draft:
    """A unit while it is read."""

    source: str
    line: int
    properties: list[tuple[str, str]] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)
    language: str = ""
    """Of the variant that is being read."""
    own: list[tuple[str, str]] = field(default_factory=list)
    """Its properties."""
    pieces: list[Piece] | None = None
    """Its text so far; None before it begins."""


class _Reader:
    """Takes the elements of a file and has the units that are complete."""

    def __init__(self, place: str) -> None:
        from xml.parsers import expat

        self._place, self._path = place, list[str]()
        self._source = ANY
        self._draft: _Draft | None = None
        self._done: list[TransUnit] = []
        self._text: list[str] = []
        self._room = LONGEST
        self._code: InlineCode | None = None
        self._property = ""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._take
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = lambda *_: self._refuse("the file defines entities, which are not read")
        self.parser.SkippedEntityHandler = lambda *_: self._refuse("the file has an entity that is not defined")

    def taken(self) -> list[TransUnit]:
        """The units that are complete, each given once."""
        done, self._done = self._done, []
        return done

    def _refuse(self, message: str, hint: str = "export it again from the tool that it comes from") -> None:
        raise UnreadableInputError(message, place=f"{self._place}:{self.parser.CurrentLineNumber}", hint=hint)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inside: int) -> None:
        """A file may name its DTD, which is not fetched; it may not bring one along."""
        if inside:
            self._refuse("the file brings a DTD of its own, which is not read", "take out <!DOCTYPE ...>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path and name != "tmx":
            self._refuse("this is no TMX", 'the file begins with <tmx version="1.4">')
        if len(self._path) >= DEPTH:
            self._refuse(f"more than {DEPTH} elements in one another")
        self._path.append(name)
        if name == "header":
            self._source = attributes.get("srclang", ANY)
        elif name == "tu":
            self._draft = _Draft(attributes.get("srclang", self._source), self.parser.CurrentLineNumber)
        elif self._draft is not None:
            self._inside(self._draft, name, attributes)

    def _inside(self, draft: _Draft, name: str, attributes: dict[str, str]) -> None:
        """The start of an element of a unit."""
        if name == "tuv":
            draft.language = attributes.get("xml:lang") or attributes.get("lang", "")
            draft.own, draft.pieces = [], None
            if not draft.language or len(draft.variants) >= MOST:
                self._refuse("a text without its language" if not draft.language else "too many texts in one unit")
        elif name == "seg":
            draft.pieces, self._text, self._room = [], [], LONGEST
        elif name == "prop":
            self._property, self._text, self._room = attributes.get("type", ""), [], LONGEST
        elif name in CODES and draft.pieces is not None and self._code is None:
            self._flush(draft.pieces)
            number = attributes.get("i") or attributes.get("x", "")
            self._code = InlineCode(name, "", number, attributes.get("pos", "begin") == "begin")

    def _take(self, text: str) -> None:
        if self._draft is None or not (self._draft.pieces is not None or self._property):
            return
        self._room -= len(text)
        if self._room < 0:
            self._refuse(f"a text of more than {LONGEST:,} characters")
        self._text.append(text)

    def _end(self, name: str) -> None:
        self._path.pop()
        draft = self._draft
        if draft is None:
            return
        if name == "tu":
            self._done.append(TransUnit(draft.source, tuple(draft.variants), tuple(draft.properties), draft.line))
            self._draft = None
        elif name == "tuv" and draft.pieces is not None:
            draft.variants.append(Variant(draft.language, tuple(draft.pieces), tuple(draft.own)))
            draft.language, draft.pieces = "", None
        elif name == "prop":
            self._keep(draft)
        elif draft.pieces is not None:
            self._close(draft.pieces, name)

    def _keep(self, draft: _Draft) -> None:
        """Keep a property with the variant or the unit that it stands in."""
        kept = draft.own if draft.language else draft.properties
        if self._property and len(kept) < MOST:
            kept.append((self._property, "".join(self._text)))
        self._property, self._text = "", []

    def _close(self, pieces: list[Piece], name: str) -> None:
        """The end of a code, or of the text."""
        if self._code is not None and name == self._code.name:
            code, self._code = self._code, None
            pieces.append(InlineCode(CODES[code.name], "".join(self._text), code.number, code.begins))
            self._text = []
        elif name == "seg":
            self._flush(pieces)

    def _flush(self, pieces: list[Piece]) -> None:
        """Put the text that was read so far behind the pieces; texts beside each other are one."""
        text, self._text = "".join(self._text), []
        if text and pieces and isinstance(pieces[-1], str):
            pieces[-1] += text
        elif text:
            pieces.append(text)


# --- writing ---


def write(units: Iterable[TransUnit], source: str = ANY) -> Iterator[str]:
    """The lines of a file with these units. Raises `LawBrokenError` for text that XML cannot say. It has no dates."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    tool = f'creationtool="polyglot" creationtoolversion={_attribute(VERSION)} o-tmf="polyglot" datatype="unknown"'
    yield f'  <header {tool} segtype="sentence" adminlang="en" srclang={_attribute(source)}/>\n  <body>\n'
    for unit in units:
        own = "" if unit.source == source else f" srclang={_attribute(unit.source)}"
        yield f"    <tu{own}>\n"
        yield from _properties(unit.properties, "      ")
        for variant in unit.variants:
            yield f"      <tuv xml:lang={_attribute(variant.language)}>\n"
            yield from _properties(variant.properties, "        ")
            yield f"        <seg>{''.join(map(_piece, variant.pieces))}</seg>\n      </tuv>\n"
        yield "    </tu>\n"
    yield "  </body>\n</tmx>\n"


def _properties(properties: Sequence[tuple[str, str]], indent: str) -> Iterator[str]:
    for name, value in properties:
        yield f"{indent}<prop type={_attribute(name)}>{_said(value)}</prop>\n"


def _piece(piece: Piece) -> str:
    if isinstance(piece, str):
        return _said(piece)
    return f"<{piece.name}{ATTRIBUTES[piece.name](piece)}>{_said(piece.text)}</{piece.name}>"


ATTRIBUTES: dict[str, Callable[[InlineCode], str]] = {
    "bpt": lambda code: f" i={_attribute(code.number)} x={_attribute(code.number)}",
    "ept": lambda code: f" i={_attribute(code.number)}",
    "ph": lambda code: f" x={_attribute(code.number)}" if code.number else "",
    "it": lambda code: f' pos="{"begin" if code.begins else "end"}"',
}
"""The attributes that each code must have."""


def _said(text: str) -> str:
    """A text as XML says it, carriage returns too, which a reader would otherwise take for line ends."""
    return _sayable(text).translate(IN_TEXT)


def _attribute(text: str) -> str:
    return f'"{_sayable(text).translate(IN_ATTRIBUTES)}"'


def _sayable(text: str) -> str:
    found = FORBIDDEN.search(text)
    if found:
        message = f"the character U+{ord(found[0]):04X} cannot stand in TMX"
        raise LawBrokenError(message, hint=f"remove it from: {text[:60]!r}")
    return text
