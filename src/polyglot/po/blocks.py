"""The second half of reading: a text cut into blocks, each with the entry that it spells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from polyglot.errors import CatalogError
from polyglot.po.comments import provenance_among, referenced
from polyglot.po.drafts import Draft, drafts_of
from polyglot.po.entry import Entry

_ORDER = re.compile(
    r"((\|msgctxt )?\|msgid (\|msgid_plural )?)?(msgctxt )?msgid (msgstr |msgid_plural (msgstr\[\d+\] )+)"
)
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}))+)|\\(.)", re.DOTALL)
_CODE = re.compile(r"\\(?:x([0-9A-Fa-f]+)|([0-7]+))")
_CONTROL = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "\\": "\\",
    '"': '"',
}


@dataclass(frozen=True, slots=True)
class Block:
    """The stretch of text of one entry, from its first comment to its last string."""

    entry: Entry | None
    """None for comments after the last entry."""
    line: int
    body: str
    gap: str
    """The blank lines between it and the next block."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in blocks; lead, bodies and gaps joined are the text."""

    lead: str
    blocks: tuple[Block, ...]


def cut_of(text: str, place: str) -> Cut:
    """Cut a text into blocks."""
    drafts = drafts_of(text, place)
    starts = [*(draft.start for draft in drafts), len(text)]
    blocks = [
        Block(_entry(draft, place), draft.line, text[draft.start : draft.end], text[draft.end : following])
        for draft, following in zip(drafts, starts[1:], strict=True)
    ]
    return Cut(text[: starts[0]], tuple(blocks))


def _entry(draft: Draft, place: str) -> Entry | None:
    """What a draft says; None where it holds nothing but comments. Raises `CatalogError` where it is incomplete."""
    if not draft.fields:
        return None
    strings = _strings(draft, place)
    forms = tuple(text for key, text in strings.items() if key.startswith("msgstr["))
    comments, provenance = provenance_among(draft.remarks["#"])
    flags = [flag.strip() for line in draft.remarks["#,"] for flag in line.split(",") if flag.strip()]
    files = dict.fromkeys(name for line in draft.remarks["#:"] for name in referenced(line))
    return Entry(
        context=strings.get("msgctxt"),
        source=strings["msgid"],
        target=strings.get("msgstr", ""),
        fuzzy="fuzzy" in flags,
        previous=strings.get("|msgid"),
        comments=comments,
        extracted=tuple(line.removeprefix(" ") for line in draft.remarks["#."]),
        references=tuple(files),
        flags=tuple(dict.fromkeys(flag for flag in flags if flag != "fuzzy")),
        provenance=provenance,
        obsolete=draft.mark == "#~",
        plural=strings.get("msgid_plural"),
        forms=forms,
        previous_context=strings.get("|msgctxt"),
        previous_plural=strings.get("|msgid_plural"),
    )


def _strings(draft: Draft, place: str) -> dict[str, str]:
    """The unescaped strings of a draft by keyword, which must come in the order of the format."""
    keys = list(draft.fields)
    numbers = [key for key in keys if key.startswith("msgstr[")]
    place = f"{place}:{draft.line}"
    if not draft.complete:
        raise CatalogError("an entry has no msgstr", place=place, hint="the file may be cut off here: restore it")
    in_order = _ORDER.fullmatch("".join(f"{key} " for key in keys))
    if not in_order or numbers != [f"msgstr[{number}]" for number in range(len(numbers))]:
        hint = "the order is msgctxt, msgid, msgid_plural, msgstr or msgstr[0], msgstr[1] ..."
        raise CatalogError("the parts of an entry are not in order", place=place, hint=hint)
    if not all(draft.fields.values()):
        raise CatalogError("a keyword has no string", place=place, hint='write "" for an empty one')
    return {key: _unescaped("".join(parts), place) for key, parts in draft.fields.items()}


def _unescaped(text: str, place: str) -> str:
    r"""A string with its escapes read as in C; runs of octal or hexadecimal ones are bytes of UTF-8."""
    if "\\" not in text:
        return text

    def plain(found: re.Match[str]) -> str:
        if found[1]:
            codes = (int(x, 16) if x else int(octal, 8) for x, octal in _CODE.findall(found[1]))
            return bytes(code & 0xFF for code in codes).decode("utf-8")
        return _CONTROL[found[2]]

    try:
        return _ESCAPE.sub(plain, text)
    except (KeyError, UnicodeDecodeError) as error:
        hint = r"write a backslash as \\ and other characters as they are"
        raise CatalogError("an escape that no PO file has", place=place, hint=hint) from error


def is_header(block: Block) -> bool:
    """Whether a block is the header: it has neither context nor source."""
    entry = block.entry
    return entry is not None and (entry.context, entry.source, entry.obsolete, entry.plural) == (None, "", False, None)
