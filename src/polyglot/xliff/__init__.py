"""XLIFF 1.2 and 2.1: review files for the tools that translators work with, read and written; also TBX.

`read` and `write` speak of `File`s, whatever version spells them. What a tool added in a namespace of its own is kept
when its file is written again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from polyglot.errors import UnreadableInputError
from polyglot.xliff import v1, v2, xml
from polyglot.xliff.content import Code, Content, File, Mark, Match, Note, Piece, Segment, Unit, joined, pairs, spelled

Version = Literal["1.2", "2.1"]


def read(data: bytes, place: str) -> tuple[File, ...]:
    """The files in an XLIFF document; raises `UnreadableInputError` where it is none, or hostile."""
    root = xml.parse(data, place)
    if v2.speaks(root):
        return v2.read(root, place)
    if v1.speaks(root):
        return v1.read(root, place)
    what = f"{xml.local(root)} {root.get('version', '')} in the namespace {xml.namespace(root) or '(none)'}"[:120]
    hint = "save it as XLIFF 1.2 or 2.1"
    raise UnreadableInputError(f"no XLIFF 1.2, 2.0 or 2.1: {what}", place=place, hint=hint)


def write(
    files: Sequence[File], version: Version = "2.1", before: bytes | None = None, place: str = "the file there"
) -> bytes:
    """The XLIFF document of some files of one direction.

    `before` is what stands in its place, of which errors are told with `place`: what another tool added there to units
    that are still the same is kept.
    """
    spelling = v1 if version == "1.2" else v2
    root = spelling.write(files)
    if before is not None:
        former = xml.parse(before, place)
        if spelling.speaks(former):
            xml.carry(former, root, spelling.MODULES, last=spelling.EXTENSIONS_LAST)
    return xml.rendered(root, spelling.VERBATIM)


__all__ = [
    "Code",
    "Content",
    "File",
    "Mark",
    "Match",
    "Note",
    "Piece",
    "Segment",
    "Unit",
    "Version",
    "joined",
    "pairs",
    "read",
    "spelled",
    "write",
]
