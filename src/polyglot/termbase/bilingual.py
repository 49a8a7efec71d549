"""Glossaries of two languages, as DeepL and Weblate keep them: tables and catalogs of source and target terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from polyglot import delimited, locales, po
from polyglot.errors import GlossaryError, UnknownLanguageError
from polyglot.model import Tag

WEBLATE = (*("location", "source", "target", "ID", "fuzzy", "context", "translator_comments", "developer_comments"),)
"""The columns of a CSV file that Weblate writes."""
TERMINOLOGY, FORBIDDEN, READ_ONLY = "terminology", "forbidden", "read-only"
FLAGS = (TERMINOLOGY, FORBIDDEN, READ_ONLY)
"""What Weblate says of an entry: a term of the glossary, a target that must not be written, a term that stays."""
HEAD = 5
"""So many rows are looked at for a header, above which people write titles."""
SHAPES = ("deepl", "weblate", "po")
QUOTED = re.compile(r'"[^"]*"')
AGAIN = "/forbidden"
"""What stands behind a concept's name where one message for each is not enough, since two would be the same."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A source term and a target term."""

    source: str
    target: str
    """Empty where nobody has translated the term."""
    languages: tuple[Tag | None, Tag | None] = (None, None)
    """As far as the file tells them."""
    concept: str = ""
    note: str = ""
    flags: tuple[str, ...] = ()
    fuzzy: bool = False
    line: int = 0


def decoded(data: bytes, place: str) -> str:
    """The text of a table: UTF-8, or UTF-16 with its mark, as Excel saves "Unicode text"; raises `GlossaryError`."""
    hint = 'save it as "CSV UTF-8"'
    if data.startswith(b"PK\x03\x04"):
        raise GlossaryError("is an archive, as spreadsheet programs save their own files", place=place, hint=hint)
    try:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}"
        raise GlossaryError(message, place=f"{place}:{line}", hint=hint) from None
    if "\0" in text:
        raise GlossaryError("is no text: it has a NUL character", place=place, hint=hint)
    return text


def shape_of(text: str, name: str) -> str:
    """Which of the shapes a file has: `own` where it is a glossary of polyglot's, else one of `SHAPES`."""
    if name.lower().endswith((".po", ".pot")):
        return "po"
    lines = [{cell.lower() for cell in cells} for _, cells in islice(_lines(text, name), HEAD)]
    if any("concept" in cells for cells in lines):
        return "own"
    headings = lines[0] if lines else set()
    return (
        "weblate" if {"source", "target"} <= headings and len(headings & set(map(str.lower, WEBLATE))) > 2 else "deepl"
    )


def read(text: str, shape: str, place: str) -> tuple[Pairing, ...]:
    """The pairs of a file; raises `GlossaryError` or `CatalogError` with the line, and the column of a table."""
    readers = {"deepl": _deepl, "weblate": _weblate, "po": _catalog}
    return tuple(readers[shape](text, place))


def write(pairings: Iterable[Pairing], shape: str, languages: tuple[Tag, Tag], delimiter: str = ",") -> bytes:
    """The bytes of a file; pairs for DeepL have no header, and a source once."""
    if shape == "po":
        return _as_catalog(pairings, languages)
    rows = _as_deepl(pairings, languages) if shape == "deepl" else _as_weblate(pairings)
    return delimited.written(rows, delimiter).encode()


# --- tables ---


def _lines(text: str, place: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that are not blank, with the lines where they begin; the first row tells the delimiter."""
    first = QUOTED.sub("", next(iter(text.lstrip("\r\n").splitlines()), ""))
    delimiter = delimited.told(text) or ("\t" if "\t" in first else max(",;", key=first.count))
    try:
        for line, cells in delimited.rows(text, delimiter):
            yield line, tuple(cell.strip() for cell in cells)
    except delimited.BrokenRowError as broken:
        hint = 'put a cell that contains " into quotes and double those inside'
        message = f"the quotes of this row are wrong: {broken.message}"
        raise GlossaryError(message, place=f"{place}:{broken.line}:{broken.column}", hint=hint) from None


def _deepl(text: str, place: str) -> Iterator[Pairing]:
    """Rows of source and target, with their languages or without."""
    for line, every in _lines(text, place):
        cells = every[:2] + tuple(cell for cell in every[2:] if cell)
        if len(cells) not in {2, 4}:
            message = f"the row has {len(cells)} cells, not 2 (source, target) or 4 (with their languages)"
            hint = "a term that contains the delimiter stands in quotes; --format tells another kind of table"
            raise GlossaryError(message, place=f"{place}:{line}:{min(len(cells) + 1, 3)}", hint=hint)
        if [cell.lower() for cell in cells[:2]] == ["source", "target"] and line == 1:
            continue
        for column, cell in enumerate(cells, 1):
            if not cell:
                raise GlossaryError(
                    "the cell is empty", place=f"{place}:{line}:{column}", hint="fill it or remove the row"
                )
        named = tuple(_tag(cell, f"{place}:{line}:{column}") for column, cell in enumerate(cells[2:], 3))
        yield Pairing(cells[0], cells[1], (named[0], named[1]) if named else (None, None), line=line)


def _tag(text: str, place: str) -> Tag:
    try:
        return locales.parse(text)
    except UnknownLanguageError as error:
        raise GlossaryError(error.message, place=place, hint=error.hint) from None


def _weblate(text: str, place: str) -> Iterator[Pairing]:
    """Rows under the headings of Weblate, in any order; other columns are read over."""
    lines = _lines(text, place)
    _, header = next(lines)
    headings = [heading.lower() for heading in header]
    for line, cells in lines:
        if len(cells) != len(headings):
            message = f"the row has {len(cells)} cells, the header {len(headings)}"
            hint = "a term that contains the delimiter stands in quotes"
            raise GlossaryError(message, place=f"{place}:{line}:{min(len(cells), len(headings)) + 1}", hint=hint)
        row = dict(zip(headings, cells, strict=True))
        if not row["source"]:
            column = headings.index("source") + 1
            raise GlossaryError("the cell is empty", place=f"{place}:{line}:{column}", hint="fill it or remove the row")
        flags, remarks = _parted(row.get("developer_comments", ""))
        flags += _parted(row.get("flags", ""))[0]
        note = "\n".join(filter(None, (row.get("translator_comments", ""), remarks)))
        fuzzy = row.get("fuzzy", "").lower() in {"true", "1", "yes"}
        concept = (row.get("id", "") or row.get("context", "")).partition(AGAIN)[0]
        yield Pairing(row["source"], row["target"], (None, None), concept, note, flags, fuzzy, line)


def _parted(comment: str) -> tuple[tuple[str, ...], str]:
    r"""The flags of a comment, which stand on a line of their own, and what else it says.

    >>> _parted("the app\nFlags: terminology, read-only")
    (('terminology', 'read-only'), 'the app')
    """
    flags: list[str] = []
    rest: list[str] = []
    for line in comment.splitlines():
        words = [word.strip().lower() for word in line.removeprefix("Flags:").split(",")]
        if all(word in FLAGS for word in words):
            flags += words
        else:
            rest.append(line)
    return tuple(flags), "\n".join(rest).strip()


def _as_deepl(pairings: Iterable[Pairing], languages: tuple[Tag, Tag]) -> Iterator[tuple[str, ...]]:
    """Source, target and languages; what must not be written has no place there."""
    said: set[str] = set()
    for one in pairings:
        if one.target and FORBIDDEN not in one.flags and one.source not in said:
            said.add(one.source)
            yield one.source, one.target, *languages


def _as_weblate(pairings: Iterable[Pairing]) -> Iterator[tuple[str, ...]]:
    yield WEBLATE
    for one in _told_apart(pairings):
        comment = "\n".join(filter(None, (one.note, f"Flags: {', '.join(one.flags)}" if one.flags else "")))
        yield "", one.source, one.target, one.concept, "", one.concept, "", comment


def _told_apart(pairings: Iterable[Pairing]) -> Iterator[Pairing]:
    """The pairs with names that are unique among those of a source."""
    seen: dict[tuple[str, str], int] = {}
    for one in pairings:
        number = seen[one.concept, one.source] = seen.get((one.concept, one.source), 0) + 1
        yield replace(one, concept=f"{one.concept}{AGAIN}/{number - 1}") if number > 1 else one


# --- catalogs ---


def _catalog(text: str, place: str) -> Iterator[Pairing]:
    """The messages of a catalog; its header tells the languages where it does."""
    file = po.parse(text, place)
    languages = _known(file.field("X-Source-Language")), _known(file.field("Language"))
    for entry in (entry for entry in file.entries if not entry.obsolete and entry.source):
        flags = tuple(flag for flag in entry.flags if flag in FLAGS)
        note = "\n".join((*entry.comments, *entry.extracted))
        concept = (entry.context or "").partition(AGAIN)[0]
        yield Pairing(entry.source, entry.target, languages, concept, note, flags, entry.fuzzy)


def _known(text: str) -> Tag | None:
    try:
        return locales.parse(text) if text else None
    except UnknownLanguageError:
        return None


def _as_catalog(pairings: Iterable[Pairing], languages: tuple[Tag, Tag]) -> bytes:
    source, target = languages
    entries = tuple(
        po.Entry(one.concept or None, one.source, one.target, extracted=tuple(one.note.splitlines()), flags=one.flags)
        for one in _told_apart(pairings)
    )
    return po.render(po.PoFile(po.header(locales.posix(target), source), entries)).encode()
