"""Words taken out of catalogs and of files in TMX: what has them goes, the rest keeps its bytes.

They are looked for in whatever case, with whatever space between them, composed or decomposed (Unicode NFC, NFD).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from polyglot import po
from polyglot.errors import UnreadableInputError

REDACTED = "…"
"""What stands in the place of words in a comment or in a former source: that there was one is not forgotten."""
SPACES = (" ", "\u00a0", "\u202f")
NATIVE = {"bpt", "ept", "ph", "it", "ut"}
"""The elements of TMX whose content is code, not text."""
TEXTS = {"seg", "note", "prop"}
"""The elements of TMX that hold a text each."""
_BOM = "\ufeff".encode()
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Found = Callable[[str], bool]
"""Whether a text has what is looked for."""


def spellings(words: str) -> tuple[str, ...]:
    """The ways in which words may be written in a file, each once; the first is as they were given."""
    plain = " ".join(words.split())
    forms = (words.strip(), *(unicodedata.normalize(form, plain) for form in ("NFC", "NFD")))
    return tuple(dict.fromkeys(form.replace(" ", space) for space in SPACES for form in forms))


def pattern(words: str) -> re.Pattern[str]:
    """What finds words in a text."""
    return re.compile("|".join(map(re.escape, spellings(words))), re.IGNORECASE)


def catalog(text: str, place: str, words: re.Pattern[str]) -> tuple[str, int]:
    """A catalog without the entries that say these words, and how many there were.

    From comments, former sources and the header, where the entry itself does not have them, only the words go.
    """
    file = po.parse(text, place)

    def clean(said: str) -> str:
        return words.sub(REDACTED, said)

    left = [entry for entry in file.entries if not any(map(words.search, _texts(entry)))]
    entries = tuple(_without(entry, clean) for entry in left)
    header = tuple((name, clean(value)) for name, value in file.header)
    cleaned = replace(file, header=header, entries=entries, head=tuple(map(clean, file.head)))
    found = len(file.entries) - len(left) + sum(a != b for a, b in zip(left, entries, strict=True))
    if cleaned == file and not words.search(text):
        return text, 0
    return clean(po.render(cleaned, text)), max(found, 1)


def _texts(entry: po.Entry) -> Iterable[str]:
    return (entry.source, entry.target, entry.plural or "", *entry.forms)


def _without(entry: po.Entry, clean: Callable[[str], str]) -> po.Entry:
    """An entry whose notes and former texts are without some words."""
    former = (entry.previous, entry.previous_context, entry.previous_plural)
    previous, context, plural = (None if said is None else clean(said) for said in former)
    return replace(
        entry,
        previous=previous,
        previous_context=context,
        previous_plural=plural,
        comments=tuple(map(clean, entry.comments)),
        extracted=tuple(map(clean, entry.extracted)),
    )


@dataclass
class _Units:
    """The stretches of a file in TMX that its units take, gathered as it is read."""

    data: bytes
    found: Found
    spans: list[tuple[int, int]] = field(default_factory=list)
    _start: int = -1
    _native: int = 0
    _texts: list[tuple[str, bool]] = field(default_factory=list)
    """What was read since the unit began, and whether it is code."""

    def opened(self, name: str, attributes: dict[str, str], at: int) -> None:
        if name == "tu":
            self._start, self._texts = at, []
        elif name in TEXTS:
            self._texts.append(("\n", False))
        self._native += name in NATIVE
        self._texts += [(f"{value}\n", False) for value in attributes.values()] if self._start >= 0 else []

    def said(self, text: str) -> None:
        if self._start >= 0:
            self._texts.append((text, self._native > 0))

    def closed(self, name: str, at: int) -> None:
        self._native -= name in NATIVE
        if name in TEXTS:
            self._texts.append(("\n", False))
        if name != "tu":
            return
        ways = ("".join(text for text, _ in self._texts), "".join(text for text, code in self._texts if not code))
        if any(map(self.found, ways)):
            start = len(self.data[: self._start].rstrip())
            self.spans.append((start, self.data.index(b">", at) + 1))
        self._start = -1


def tmx(data: bytes, place: str, found: Found) -> tuple[bytes, int]:
    """A file in TMX without the units in which something is found, and how many there were.

    `found` is given the texts of a unit, a line each. Raises `UnreadableInputError` for what is no XML or has entities.
    """
    encoding = _encoding(data)
    mark = _BOM if data.startswith(_BOM) else b""
    try:
        plain = data.removeprefix(mark).decode(encoding).encode()
        units = _Units(plain, found)
        _read(plain, units)
    except (expat.ExpatError, LookupError, UnicodeError) as error:
        hint = "correct it, or delete it, and run the command again"
        raise UnreadableInputError(f"cannot be read as TMX: {error}", place=place, hint=hint) from error
    kept, at = b"", 0
    for start, end in units.spans:
        kept, at = kept + plain[at:start], end
    return (mark + (kept + plain[at:]).decode().encode(encoding), len(units.spans)) if units.spans else (data, 0)


def _encoding(data: bytes) -> str:
    """How a file of XML spells its characters, so that they are spelled so again."""
    if data.startswith(_UTF_16):
        return "utf-16"
    declared = _ENCODING.match(data.removeprefix(_BOM))
    return declared[1].decode() if declared else "utf-8"


def _read(plain: bytes, units: _Units) -> None:
    """Read a file of XML in UTF-8; nothing is fetched, and it may define no entities."""
    parser = expat.ParserCreate("utf-8")

    def refuse(*_: object) -> None:
        raise UnicodeError("it defines entities")

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: units.opened(name, attributes, parser.CurrentByteIndex)
    parser.EndElementHandler = lambda name: units.closed(name, parser.CurrentByteIndex)
    parser.CharacterDataHandler = units.said
    parser.Parse(plain, True)  # noqa: FBT003 - expat has no name for it
