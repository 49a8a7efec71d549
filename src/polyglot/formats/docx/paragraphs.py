"""A paragraph of Word as text and back: what is formatted unlike the rest of it stands between codes.

`<g1>…</g1>` is text of another format than most of its paragraph, `<a1>…</a1>` a link or another element around text,
and `<x1/>` what is no text: a picture, a note's number, a field. Runs that differ only in spelling marks are one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

from polyglot.formats.docx.places import Node
from polyglot.model import Inline, Span

AROUND = {"w:hyperlink", "w:ins", "w:smartTag"}
"""Elements around runs whose text is the paragraph's."""
FRONT = {"w:bookmarkStart", "w:commentRangeStart", "w:permStart"}
BACK = {"w:bookmarkEnd", "w:commentRangeEnd", "w:permEnd"}
"""Marks without text: those that begin something go before the words, those that end it behind them."""
DROPPED = {"w:proofErr", "w:lastRenderedPageBreak", "w:rPr"}
"""What a word processor makes anew."""
SIGNS = {"w:tab": "\t", "w:cr": "\n", "w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
SPELLED = {"\t": b"<w:tab/>", "\n": b"<w:br/>", "\u2011": b"<w:noBreakHyphen/>", "\u00ad": b"<w:softHyphen/>"}
CODE = re.compile(r"<(/?)([gax])(\d+)(/?)>")
CUT = re.compile(r"([\t\n\u2011\u00ad])|\r\n?")
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
OF_SPELLING = re.compile(rb"<w:(?:lang|noProof)\b[^>]*>")
Kind = Literal["text", "open", "close", "empty", "front", "back"]


class Atom(NamedTuple):
    """A piece of a paragraph."""

    kind: Kind
    raw: bytes
    """Its XML; for text the properties of its run."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of a paragraph with what is needed to write another in its stead."""

    text: str
    inline: tuple[Inline, ...]
    whole: Span
    """What of its part is replaced: all behind the paragraph's properties; it counts bytes."""
    codes: dict[str, bytes]
    """What each code stands for: XML, or the properties of its runs."""
    bases: dict[str, bytes]
    """The properties of most text inside each link, by its code; those of the paragraph by nothing."""
    front: bytes
    back: bytes

    @property
    def is_plain(self) -> bool:
        """Whether its text has nothing of its own that looks like a code."""
        return len(CODE.findall(self.text)) == len(self.inline)


def read(node: Node, data: bytes) -> Paragraph:
    """A paragraph of a part."""
    properties = node.child("w:pPr")
    start = properties.end if properties else node.inner.start
    atoms = tuple(_merged(_atoms(node.children, data)))
    text = _Text(atoms)
    front, back = (b"".join(atom.raw for atom in atoms if atom.kind == kind) for kind in ("front", "back"))
    return Paragraph(text.text, tuple(text.inline), Span(start, node.inner.end), text.codes, text.bases, front, back)


def _atoms(nodes: Iterable[Node], data: bytes) -> Iterator[Atom]:
    """The pieces of a paragraph; a field is one, from its first run to its last."""
    field_, depth = b"", 0
    for node in nodes:
        signs = [sign.attributes.get("w:fldCharType") for sign in node.children if sign.name == "w:fldChar"]
        if depth or "begin" in signs:
            depth += signs.count("begin") - signs.count("end")
            field_ += data[node.start : node.end]
            if depth <= 0:
                yield Atom("empty", field_)
                field_, depth = b"", 0
        else:
            yield from _pieces(node, data)
    if field_:
        yield Atom("empty", field_)


def _pieces(node: Node, data: bytes) -> Iterator[Atom]:
    raw = data[node.start : node.end]
    if node.name == "w:r":
        yield from _run(node, data)
    elif node.name in AROUND and node.children:
        yield Atom("open", data[node.start : node.inner.start])
        yield from _atoms(node.children, data)
        yield Atom("close", data[node.inner.end : node.end])
    elif node.name in FRONT:
        yield Atom("front", raw)
    elif node.name in BACK:
        yield Atom("back", raw)
    elif node.name not in {"w:pPr", *DROPPED}:
        yield Atom("empty", raw)


def _run(node: Node, data: bytes) -> Iterator[Atom]:
    found = node.child("w:rPr")
    properties = OF_SPELLING.sub(b"", data[found.start : found.end]) if found else b""
    properties = b"" if properties in {b"<w:rPr></w:rPr>", b"<w:rPr/>"} else properties
    for child in node.children:
        if child.name == "w:t":
            yield Atom("text", properties, child.text)
        elif child.name in SIGNS or (child.name == "w:br" and not child.attributes):
            yield Atom("text", properties, SIGNS.get(child.name, "\n"))
        elif child.name not in DROPPED:
            yield Atom("empty", b"".join([b"<w:r>", properties, data[child.start : child.end], b"</w:r>"]))


def _merged(atoms: Iterable[Atom]) -> Iterator[Atom]:
    """The pieces with text of one format joined; blank text has the format of what stands before it."""
    last: Atom | None = None
    for atom in atoms:
        joins = last is not None and last.kind == atom.kind == "text"
        if joins and last is not None and (last.raw == atom.raw or not atom.text.strip()):
            last = Atom("text", last.raw, last.text + atom.text)
            continue
        if last is not None:
            yield last
        last = atom
    if last is not None:
        yield last


@dataclass(slots=True)
class _Text:
    """The text of pieces while it is put together, its codes numbered from 1."""

    atoms: Sequence[Atom]
    text: str = ""
    inline: list[Inline] = field(default_factory=list)
    count: int = 0
    codes: dict[str, bytes] = field(default_factory=dict)
    bases: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bases[""] = _base(self.atoms)
        within = [""]
        for index, atom in enumerate(self.atoms):
            if atom.kind == "text":
                self._say(atom, self.bases[within[-1]])
            elif atom.kind == "open":
                within.append(f"<a{self._number()}>")
                self.bases[within[-1]] = _base(self.atoms[index + 1 :])
                self._code(within[-1], atom.raw, "open")
            elif atom.kind == "close":
                self._code(f"</{within.pop()[1:]}", atom.raw, "close")
            elif atom.kind == "empty":
                self._code(f"<x{self._number()}/>", atom.raw, "empty")
        self.inline = list(_partnered(self.inline, self.text))

    def _number(self) -> int:
        self.count += 1
        return self.count

    def _say(self, atom: Atom, base: bytes) -> None:
        if atom.raw == base or not atom.text.strip():
            self.text += atom.text
            return
        name = f"g{self._number()}"
        self._code(f"<{name}>", atom.raw, "open")
        self.text += atom.text
        self._code(f"</{name}>", b"", "close")

    def _code(self, code: str, raw: bytes, kind: Literal["open", "close", "empty"]) -> None:
        span = Span(len(self.text), len(self.text) + len(code))
        self.inline.append(Inline(span, kind, len(self.inline)))
        self.codes[code] = raw
        self.text += code


def _base(atoms: Sequence[Atom]) -> bytes:
    """The format of most of the text that stands at the level of the first piece, up to where that level ends."""
    sizes: Counter[bytes] = Counter()
    depth = 0
    for atom in atoms:
        depth += (atom.kind == "open") - (atom.kind == "close")
        if depth < 0:
            break
        if atom.kind == "text" and not depth:
            sizes[atom.raw] += len(atom.text.strip())
    return sizes.most_common(1)[0][0] if sizes else b""


def _partnered(inline: Sequence[Inline], text: str) -> Iterator[Inline]:
    """The codes, each with the number of its other half."""
    numbers = {text[slice(*code.span)]: index for index, code in enumerate(inline)}
    for code, (span, kind, own) in zip(numbers, inline, strict=True):
        other = f"</{code[1:]}" if kind == "open" else f"<{code[2:]}" if kind == "close" else code
        yield Inline(span, kind, numbers.get(other, own))


# --- writing ---------------------------------------------------------------------------------------------------------


def spelled(paragraph: Paragraph, target: str) -> bytes:
    """The XML of another text in a paragraph's stead: valid whatever a person did with the codes."""
    written = [paragraph.front]
    within = [""]
    format_, at = paragraph.bases[""], 0
    for found in CODE.finditer(target):
        code = found[0]
        if code not in paragraph.codes:
            continue
        written.append(_words(target[at : found.start()], format_))
        at = found.end()
        if found[2] == "g":
            format_ = paragraph.bases[within[-1]] if found[1] else paragraph.codes[code]
            continue
        if found[2] == "a":
            written += _turned(code, within, paragraph)
            format_ = paragraph.bases[within[-1]]
        else:
            written.append(paragraph.codes[code])
    written.append(_words(target[at:], format_))
    written += [paragraph.codes[f"</{code[1:]}"] for code in reversed(within[1:])]
    return b"".join([*written, paragraph.back])


def _turned(code: str, within: list[str], paragraph: Paragraph) -> list[bytes]:
    """What is written where a link begins or ends: an end without its beginning is nothing, inner links end with it."""
    if not code.startswith("</"):
        within.append(code)
        return [paragraph.codes[code]]
    opener = f"<{code[2:]}"
    closed = within[within.index(opener) :] if opener in within else []
    del within[len(within) - len(closed) :]
    return [paragraph.codes[f"</{one[1:]}"] for one in reversed(closed)]


def _words(text: str, properties: bytes) -> bytes:
    """A run of text; nothing for none."""
    if not text:
        return b""
    pieces = CUT.sub(lambda found: f"\0{found[1] or chr(10)}\0", NOT_XML.sub("", text)).split("\0")
    return b"".join([b"<w:r>", properties, *map(_piece, filter(None, pieces)), b"</w:r>"])


def _piece(text: str) -> bytes:
    return SPELLED.get(text) or b'<w:t xml:space="preserve">%s</w:t>' % escape(text).encode()
