"""Catalogs spelled: blocks of the text on disk where they say the same, else new ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from polyglot.errors import LawBrokenError
from polyglot.po.blocks import Cut, cut_of, is_header
from polyglot.po.comments import references
from polyglot.po.entry import Entry, PoFile
from polyglot.po.reading import catalog_of, parse


def render(file: PoFile, before: str | None = None) -> str:
    """Spell a catalog; what is as in `before`, the text on disk, keeps its bytes.

    Raises `CatalogError` where `before` is broken, `LawBrokenError` where the result would not read as `file`.
    """
    cut = cut_of(before or "", "the catalog on disk")
    text = cut.lead + "".join(_joined(_pieces(file, cut), line_end(before or ""), len(cut.blocks)))
    if text != before and parse(text, "the catalog to be written") != file:
        raise LawBrokenError("a catalog would not read as it was meant", hint="please report it with the catalog")
    return text


def line_end(text: str) -> str:
    """CR LF where the first line of a text ends so, else LF."""
    return "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block to be written."""

    body: str
    gap: str = ""
    """What stood behind it."""
    number: int = 0
    """Which block of the text on disk it is, from 1; 0 for one that is new."""


def _pieces(file: PoFile, cut: Cut) -> list[_Piece]:
    """The blocks of a catalog in order: those on disk where they say the same, else new ones."""
    old: dict[Entry, _Piece] = {}
    pieces: list[_Piece] = []
    remarks: list[_Piece] = []
    for number, block in enumerate(cut.blocks, 1):
        piece = _Piece(block.body, block.gap, number)
        if block.entry is None:
            remarks.append(piece)
        elif number == 1 and is_header(block):
            same = catalog_of(Cut("", (block,)), "") == PoFile(file.header, (), file.head)
            pieces = [piece] if same else []
        else:
            old[block.entry] = piece
    if (file.header or file.head) and not pieces:
        pieces = [_Piece(_header_text(file))]
    pieces += [old.get(entry) or _Piece(_entry_text(entry)) for entry in file.entries]
    return pieces + remarks


def _joined(pieces: Sequence[_Piece], end: str, total: int) -> Iterable[str]:
    """The pieces, each parted from the next as it was in the text on disk of `total` blocks, else by a blank line."""
    ending = _Piece("", number=total + 1)
    for piece, following in pairwise([*pieces, ending]):
        body = piece.body if piece.number else piece.body.replace("\n", end)
        yield body
        if piece.number and following.number == piece.number + 1:
            yield piece.gap
            continue
        if not body.endswith(("\n", "\r")):
            yield end
        if following is not ending:
            yield piece.gap or end


def _header_text(file: PoFile) -> str:
    """The header entry, LF line ends."""
    fields = "".join(f"{name}: {value}\n" if name else f"{value}\n" for name, value in file.header)
    return "".join(f"{line}\n" for line in file.head) + _strings_text(Entry(None, "", fields))


def _entry_text(entry: Entry) -> str:
    """An entry, LF line ends. Comments are written here: polib would wrap them."""
    comments = [*entry.comments, *([str(entry.provenance)] if entry.provenance else [])]
    lines = [
        *(f"# {comment}" if comment else "#" for comment in comments),
        *(f"#. {comment}" if comment else "#." for comment in entry.extracted),
        *references(entry.references),
    ]
    return "".join(f"{line}\n" for line in lines) + _strings_text(entry)


def _strings_text(entry: Entry) -> str:
    """Flags, previous strings and strings of an entry as polib writes them, wrapped at its 78 columns."""
    from polib import POEntry

    return str(
        POEntry(
            msgctxt=entry.context,
            msgid=entry.source,
            msgid_plural=entry.plural or "",
            msgstr=entry.target,
            msgstr_plural=dict(enumerate(entry.forms)),
            flags=["fuzzy", *entry.flags] if entry.fuzzy else list(entry.flags),
            previous_msgctxt=entry.previous_context,
            previous_msgid=entry.previous,
            previous_msgid_plural=entry.previous_plural,
            obsolete=entry.obsolete,
        )
    )
