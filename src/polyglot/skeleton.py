"""What every format of text shares: bytes decoded, spans spliced, bytes encoded, and names for units.

The decoded file is the skeleton; targets and edits are spliced into it, so what is not translated keeps every byte.
"""

from __future__ import annotations

import codecs
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from polyglot.errors import OutputError, UnreadableInputError
from polyglot.model import Document, Edit, Encoding, Role, Span

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; that of UTF-32 begins with that of UTF-16, so it is tried first."""
UNMARKED = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""What Python's names for encodings with a byte order mark mean for a file that has none."""
SIZE_LIMIT = 64 * 1024 * 1024


class Names:
    """Ids for the units of one document: made from role and text, numbered where both repeat."""

    def __init__(self) -> None:
        """Begin with none given."""
        self._seen: Counter[str] = Counter()

    def of(self, role: Role, content: str) -> str:
        """The id of the next unit in reading order."""
        name = f"{role[0]}{hashlib.sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name}-{self._seen[name]}"


def decode(data: bytes, path: str, wanted: str = "", declared: str = "") -> tuple[str, Encoding]:
    """Text and encoding; `UnreadableInputError` names the first wrong byte.

    `wanted` is the name of an encoding that somebody asks for; `declared`, of the one that a file without a byte order
    mark says it has.
    """
    spelled = _encoding(data, wanted, declared, path)
    return _decode(data[len(spelled.bom) :], spelled, path), spelled


def encode(document: Document, edits: Iterable[Edit]) -> bytes:
    """Splice edits into a document's text; raises `OutputError` where the file's encoding has no such character."""
    text = splice(document.text, edits)
    try:
        return document.encoding.bom + text.encode(document.encoding.name)
    except UnicodeEncodeError as error:
        raise OutputError(
            f"the encoding {document.encoding.name} of the source cannot spell {text[error.start]!r}",
            place=document.path,
            hint="save the source as UTF-8",
        ) from error


def splice(text: str, edits: Iterable[Edit]) -> str:
    """Replace spans of a text; of two that overlap, the larger wins (a left-out line takes its units along)."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, -edit.span.end)):
        if edit.span.start < at:
            continue
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])


def with_last_line(document: Document, line: str) -> Document:
    """The document with a line below all others, whatever was left out above it."""
    line_end = next((end for end in ("\r\n", "\n", "\r") if end in document.text), "\n")
    end = len(document.text.rstrip())
    tail = document.text[end:]
    last = next((edit for edit in document.edits if edit.span.end == len(document.text)), None)
    if last is None:
        edit = Edit(Span(end, len(document.text)), line_end * 2 + line + (tail or line_end))
        return replace(document, edits=(*document.edits, edit))
    joined = replace(last, text=line_end * 2 + line + (last.text or line_end))
    return replace(document, edits=(*(other for other in document.edits if other is not last), joined))


def _encoding(data: bytes, wanted: str, declared: str, path: str) -> Encoding:
    name = _known(wanted, path) if wanted else ""
    for bom, marked in MARKS:
        if data.startswith(bom) and marked.startswith(name.removesuffix("-sig")):
            return Encoding(marked, bom)
    return Encoding(UNMARKED.get(name, name) or declared or "utf-8")


def _known(wanted: str, path: str) -> str:
    """Python's name for an encoding of text."""
    try:
        "".encode(wanted)
    except (LookupError, ValueError) as error:
        hint = "write it like utf-8, windows-1252 or iso-8859-15"
        raise UnreadableInputError(f"there is no encoding {wanted!r}", place=path, hint=hint) from error
    return codecs.lookup(wanted).name


def _decode(data: bytes, encoding: Encoding, path: str) -> str:
    if len(data) > SIZE_LIMIT:
        raise UnreadableInputError(f"larger than {SIZE_LIMIT >> 20} MiB", place=path, hint="split it into files")
    try:
        text = data.decode(encoding.name)
    except UnicodeDecodeError as error:
        raise _undecodable(data, encoding, path, error) from error
    if "\0" in text:
        raise _binary(path)
    if text.encode(encoding.name, "replace") != data:
        message = f"the encoding {encoding.name} does not keep every byte of it"
        raise UnreadableInputError(message, place=path, hint="save it as UTF-8")
    return text


def _undecodable(data: bytes, encoding: Encoding, path: str, error: UnicodeDecodeError) -> UnreadableInputError:
    """What is wrong with bytes that are no text in the encoding: another encoding, or no text at all."""
    if b"\0" in data and not encoding.name.startswith(("utf-16", "utf-32")):
        return _binary(path)
    byte = f"byte {error.start + len(encoding.bom)} (0x{data[error.start]:02x})"
    hint = "name the encoding it was saved in, for instance --encoding windows-1252"
    return UnreadableInputError(f"{byte} is not valid {encoding.name.upper()}", place=path, hint=hint)


def _binary(path: str) -> UnreadableInputError:
    return UnreadableInputError("a binary file, not text", place=path, hint="save the article as text first")
