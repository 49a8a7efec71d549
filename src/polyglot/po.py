"""The `.po` files that people edit: read strictly, written so that what did not change keeps its bytes.

The format is that of the GNU gettext manual, "The Format of PO Files". A text is cut into blocks, one per entry, and
each block is kept as it stands, so that an unchanged entry is written with the wrapping and spacing of the tool that
made it. polib writes the strings of what did change. It does not read: its reader takes a text for a path, half a
string for a whole one and U+2028 for a line end, and forgets `#~|`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from io import StringIO
from itertools import pairwise
from pathlib import Path

from polyglot.errors import CatalogError, LawBrokenError
from polyglot.model import State, Tag

LIMIT = 32 * 2**20
"""Bytes; a larger file is refused before it is read."""
FINAL = "final"
"""The provenance flag of a text that was approved; void as soon as the text differs from the digest."""
CONTENT_TYPE = "text/plain; charset=UTF-8"
"""The header field that msgfmt and Python's gettext need to read anything but ASCII."""

UNDATED = "YEAR-MO-DA"
"""Where a date should be: Babel cannot read an empty one, and msgfmt warns where the field is missing."""

_BOM = "\ufeff"
_WHITE = " \t\f\v"
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_KEYWORD = r"msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,3}\])?"
_STATEMENT = re.compile(rf"({_KEYWORD})?[{_WHITE}]*((?:{_STRING}[{_WHITE}]*)*)")
_QUOTED = re.compile(_STRING)
_MARKS = ("#~|", "#~", "#|", "#.", "#:", "#,", "#=", "#")
"""How a line that is not bare begins; `#=` carries flags since gettext 0.26."""
_FORBIDDEN = re.compile("[\0\4]")
"""The ends of strings and of contexts in a `.mo`; msgfmt refuses them."""
_CONFLICT = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_JOINED = re.compile(r"^#-#-#-#-#  .*  #-#-#-#-#$", re.MULTILINE)
"""How msgcat parts the texts of several catalogs that it has put into one entry."""
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
_REFERENCE = re.compile(r"\u2068([^\u2069]*)\u2069(?::\d+)?|([^ \t\f\v]+?)(?::\d+)?(?=[ \t\f\v]|$)")
_PROVENANCE = re.compile(
    r"polyglot: (human|mt|tm)(?: ((?!h=)\S+))? h=([0-9a-f]{8})(?: s=([0-9a-f]{8}))?((?: (?!s=)\S+)*)"
)
_FLAGS = re.compile(r"(?:final|[a-z-]+=\S+)(?: (?:final|[a-z-]+=\S+))*")
_PARTED = re.compile(r"\w-$")
_CHARSET = re.compile(r"charset=\s*([^\s;]+)", re.IGNORECASE)
_UNICODE = {"utf-8", "utf8", "us-ascii", "ascii", "charset"}
_PLURAL = re.compile(r"\s*nplurals\s*=\s*\d+\s*;\s*plural\s*=([^;]*);?\s*")


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the program came to write a msgstr; a translator comment, which msgmerge and Poedit keep."""

    origin: str
    """`mt`, `human` or `tm`, as in `model.Origin`."""
    engine: str
    """`Identity.signature` for `mt`, else empty; no white space."""
    digest: str
    """`digest` of the msgstr that the program wrote: where the msgstr has another, a person touched it."""
    flags: tuple[str, ...] = ()
    """Words without white space: `FINAL`, kinds of issues ..."""
    made_for: str = ""
    """`digest` of the msgid, where recorded: msgmerge carries fuzzy text and its comments to similar messages."""

    @classmethod
    def of(
        cls, text: str, origin: str, engine: str = "", flags: Iterable[str] = (), *, source: str | None = None
    ) -> Provenance:
        """The provenance of a msgstr that the program is about to write, for this msgid where one is given."""
        return cls(origin, engine, digest(text), tuple(flags), "" if source is None else digest(source))

    @classmethod
    def parse(cls, comment: str) -> Provenance | None:
        """Read a translator comment (without its `# `); None where it is not a provenance.

        >>> Provenance.parse("polyglot: mt echo-1/fr-en/0123 h=3fa1b2c4").engine
        'echo-1/fr-en/0123'
        """
        found = _PROVENANCE.fullmatch(comment.strip())
        if found is None:
            return None
        origin, engine, mark, made_for, flags = found.groups()
        return cls(origin, engine or "", mark, tuple(flags.split()), made_for or "")

    def __str__(self) -> str:
        made_for = f"s={self.made_for}" if self.made_for else ""
        return " ".join(
            filter(None, ("polyglot:", self.origin, self.engine, f"h={self.digest}", made_for, *self.flags))
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a catalog and what is said about it."""

    context: str | None
    source: str
    target: str
    """The msgstr; of a plural entry empty, see `forms`."""
    fuzzy: bool = False
    previous: str | None = None
    """`#| msgid`: the source that the target was made for."""
    comments: tuple[str, ...] = ()
    """Translator comments as people wrote them, one per line, without `# ` and without the provenance."""
    extracted: tuple[str, ...] = ()
    """`#.`, one per line."""
    references: tuple[str, ...] = ()
    """`#:` files, without line numbers, each once."""
    flags: tuple[str, ...] = ()
    """Flags other than `fuzzy`."""
    provenance: Provenance | None = None
    obsolete: bool = False
    plural: str | None = None
    """`msgid_plural`."""
    forms: tuple[str, ...] = ()
    """`msgstr[0]`, `msgstr[1]` ... of a plural entry."""
    previous_context: str | None = None
    previous_plural: str | None = None

    @property
    def words(self) -> str:
        """The target, or all its forms, as a provenance knows them."""
        return self.target if self.plural is None else "\0".join(self.forms)

    @property
    def touched(self) -> bool:
        """Whether the target is a person's word: typed, or accepted by clearing `fuzzy`."""
        if not (self.target or any(self.forms)):
            return False
        known = self.provenance
        return not self.fuzzy or known is None or known.digest != digest(self.words)

    @property
    def misplaced(self) -> bool:
        """Whether the program wrote the target for another source, from which msgmerge carried it here."""
        known = self.provenance
        return known is not None and not self.touched and known.made_for not in {"", digest(self.source)}

    @property
    def state(self) -> State:
        """How far the target has come: empty, fuzzy, cleared of `fuzzy`, or approved as it stands."""
        if not (self.target or (self.forms and all(self.forms))):
            return State.INITIAL
        if self.fuzzy:
            return State.TRANSLATED
        known = self.provenance
        approved = known is not None and FINAL in known.flags and known.digest == digest(self.words)
        return State.FINAL if approved else State.REVIEWED


@dataclass(frozen=True, slots=True)
class PoFile:
    """A catalog: header fields and entries in file order."""

    header: tuple[tuple[str, str], ...]
    """Name and value of each field, in order; empty where the file has no header, or an empty one."""
    entries: tuple[Entry, ...]
    """Obsolete ones too; no two share context and source, which msgfmt refuses."""
    head: tuple[str, ...] = ()
    """The comment and flag lines above the header, as they stand."""

    def field(self, name: str) -> str:
        """The value of a header field, empty where there is none; case does not count."""
        return next((value for key, value in self.header if key.lower() == name.lower()), "")


def digest(text: str) -> str:
    """The first 8 hex digits of the SHA-256 of a text in UTF-8."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def header(language: str, source: Tag, project: str = "polyglot") -> tuple[tuple[str, str], ...]:
    """The fields of a new catalog: all that `msgfmt -c` asks for, no date; `language` is a POSIX name (`pt_BR`)."""
    return (
        ("Project-Id-Version", project),
        ("PO-Revision-Date", UNDATED),
        ("Last-Translator", ""),
        ("Language-Team", ""),
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", CONTENT_TYPE),
        ("Content-Transfer-Encoding", "8bit"),
        ("X-Source-Language", source),
        ("X-Generator", "polyglot"),
    )


def read(path: Path) -> PoFile | None:
    """The catalog in a file, None where there is no such file. Raises `CatalogError` where it cannot be read."""
    text = read_text(path)
    return None if text is None else parse(text, str(path))


def read_text(path: Path) -> str | None:
    """The text of a catalog as `render` wants it for `before`: UTF-8 with its byte order mark and line ends."""
    try:
        if path.stat().st_size > LIMIT:
            hint = "split it, or check that it is a catalog"
            raise CatalogError(f"the catalog is larger than {LIMIT >> 20} MiB", place=str(path), hint=hint)
        data = path.read_bytes()
        if not data:
            hint = "restore it, or delete it, and it is made anew"
            raise CatalogError("the catalog is empty: 0 bytes", place=str(path), hint=hint)
        return data.decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = "convert it with `msgconv --to-code=UTF-8`, or restore it"
        raise CatalogError(f"byte {error.start} is not UTF-8", place=f"{path}:{line}", hint=hint) from error
    except OSError as error:
        raise CatalogError(f"the catalog cannot be read: {error.strerror}", place=str(path)) from error


def parse(text: str, place: str) -> PoFile:
    """The catalog that a text spells; `place` is its name in errors. Raises `CatalogError` with the line."""
    return _file(_cut(text, place), place)


@lru_cache(maxsize=4)
def lines(text: str) -> Mapping[tuple[str | None, str], int]:
    """The line, from 1, at which each entry of a catalog begins, by context and source: where its comments end.

    The last catalogs are kept, as each of their issues asks. Raises `CatalogError`.
    """
    found: dict[tuple[str | None, str], int] = {}
    for block in _cut(text, "").blocks:
        if block.entry is not None:
            said = re.split(r"^[ \t\f\v]*(?:#~[ \t\f\v]*)?msg", block.body, maxsplit=1, flags=re.MULTILINE)[0]
            found.setdefault((block.entry.context, block.entry.source), block.line + said.count("\n"))
    return found


def render(file: PoFile, before: str | None = None) -> str:
    """Spell a catalog; what is as in `before`, the text on disk, keeps its bytes.

    Raises `CatalogError` where `before` is broken, `LawBrokenError` where the result would not read as `file`.
    """
    cut = _cut(before or "", "the catalog on disk")
    text = cut.lead + "".join(_joined(_pieces(file, cut), line_end(before or ""), len(cut.blocks)))
    if text != before and parse(text, "the catalog to be written") != file:
        raise LawBrokenError("a catalog would not read as it was meant", hint="please report it with the catalog")
    return text


def line_end(text: str) -> str:
    """CR LF where the first line of a text ends so, else LF."""
    return "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"


def unwrapped(lines: Sequence[str]) -> str:
    """A comment in one line again that a tool has wrapped at its spaces and hyphens.

    >>> unwrapped(["polyglot: mt argos-1.11.0/fr-", "en/0123456789ab", "h=3fa1b2c4"])
    'polyglot: mt argos-1.11.0/fr-en/0123456789ab h=3fa1b2c4'
    """
    ends = ["" if _PARTED.search(line) else " " for line in lines[:-1]]
    return "".join(f"{line}{end}" for line, end in zip(lines, [*ends, ""], strict=True))


def references(files: Iterable[str]) -> list[str]:
    """The `#:` lines for files, one each; a name with a space stands between U+2068 and U+2069, as in GNU gettext."""
    return [f"#: {name}" if _bare(name) else f"#: \u2068{name}\u2069" for name in files]


def referenced(line: str) -> list[str]:
    """The files of a `#:` line (without the `#:`), without line numbers."""
    return [isolated or plain for isolated, plain in _REFERENCE.findall(line)]


def _bare(name: str) -> bool:
    """Whether a file name reads back as itself without isolates."""
    return referenced(name) == [name]


# --- reading ---


@dataclass(slots=True)
class _Draft:
    """A block while its lines are taken."""

    line: int
    start: int
    end: int
    fields: dict[str, list[str]] = field(default_factory=dict)
    """Quoted strings by keyword, `|` before those of `#|`."""
    remarks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Comment texts by mark (`#`, `#.`, `#:`, `#,`)."""
    mark: str = ""
    """That of the last statement: `#~`, `#|`, `#~|` or none."""
    begun: bool = False
    """It has a keyword of its own, so that comments must wait for the next block."""
    complete: bool = False
    """It has a msgstr, so that what is not its continuation opens the next block."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The stretch of text of one entry, from its first comment to its last string."""

    entry: Entry | None
    """None for comments after the last entry."""
    line: int
    body: str
    gap: str
    """The blank lines between it and the next block."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text in blocks; lead, bodies and gaps joined are the text."""

    lead: str
    blocks: tuple[_Block, ...]


class _Reader:
    """Takes the lines of a text one after the other and puts them into drafts."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.drafts: list[_Draft] = []

    def take(self, line: str, number: int, offset: int) -> None:
        """Add a line, its number from 1, and the offset of its first character."""
        content = line.rstrip("\r\n").lstrip(_WHITE)
        if content.startswith("#~") and content[2:].lstrip(_WHITE).startswith("#"):
            content = content[2:].lstrip(_WHITE)  # A comment among obsolete lines.
        mark = next(mark for mark in _MARKS if content.startswith(mark)) if content.startswith("#") else ""
        rest = content[len(mark) :]
        if mark in {"", "#~"} and not rest.strip(_WHITE):  # Some tools part obsolete entries by a bare `#~`.
            return
        if mark in {"", "#~", "#|", "#~|"}:
            self._statement(mark, rest.lstrip(_WHITE), number, offset)
        else:
            self._remark(mark, rest, number, offset)
        self.drafts[-1].end = offset + len(line)

    def _draft(self, number: int, offset: int, *, opens: bool) -> _Draft:
        """The draft that a line belongs to; a new one where the line opens a block and the last block is complete."""
        if not self.drafts or (opens and self.drafts[-1].complete):
            self.drafts.append(_Draft(number, offset, offset))
        return self.drafts[-1]

    def _remark(self, mark: str, text: str, number: int, offset: int) -> None:
        draft = self._draft(number, offset, opens=True)
        if draft.begun and not draft.complete:
            raise self._error("a comment stands inside an entry", number, "move it above the entry's msgid")
        draft.remarks["#," if mark == "#=" else mark].append(text)

    def _statement(self, mark: str, text: str, number: int, offset: int) -> None:
        found = _STATEMENT.fullmatch(text)
        if found is None:
            raise self._unreadable(text, number)
        keyword, strings = found.groups()
        draft = self._draft(number, offset, opens=bool(keyword) and not keyword.startswith("msgstr["))
        if keyword:
            self._open(draft, mark, keyword, number)
        elif mark != draft.mark or not draft.fields:
            raise self._error("a string follows no keyword", number, "put msgid or msgstr before it")
        next(reversed(draft.fields.values())).extend(quoted[1:-1] for quoted in _QUOTED.findall(strings))

    def _open(self, draft: _Draft, mark: str, keyword: str, number: int) -> None:
        """Begin a field of a draft."""
        previous = mark.endswith("|")
        key = f"|{keyword}" if previous else keyword
        if key in draft.fields:
            raise self._error(f"a second {keyword} before a msgstr", number, "the entry above is not complete")
        if draft.begun and mark != draft.mark:
            raise self._error("an entry is obsolete (`#~`) in part", number, "mark all of its lines or none")
        draft.fields[key] = []
        draft.mark = mark
        draft.begun = draft.begun or not previous
        draft.complete = draft.complete or keyword.startswith("msgstr")

    def _unreadable(self, text: str, number: int) -> CatalogError:
        if _CONFLICT.match(text):
            hint = "choose a side and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
            return self._error("a merge conflict is not settled", number, hint)
        if text.startswith(('"', "msg")) and '"' in text:
            hint = r"end it with a quote and write quotes inside it as \"; the file may be cut off here"
            return self._error(f"a string does not end where its line ends: {text[:40]}", number, hint)
        return self._error(f"this is not a line of a PO file: {text[:40]!r}", number, "correct or restore the file")

    def _error(self, message: str, number: int, hint: str) -> CatalogError:
        return CatalogError(message, place=f"{self.place}:{number}", hint=hint)


def _cut(text: str, place: str) -> _Cut:
    """Cut a text into blocks."""
    drafts = _drafts(text, place)
    starts = [*(draft.start for draft in drafts), len(text)]
    blocks = [
        _Block(_entry(draft, place), draft.line, text[draft.start : draft.end], text[draft.end : following])
        for draft, following in zip(drafts, starts[1:], strict=True)
    ]
    return _Cut(text[: starts[0]], tuple(blocks))


def _drafts(text: str, place: str) -> list[_Draft]:
    """Read a text line by line; lines end as in GNU gettext, at LF, CR LF or CR alone."""
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        number = text.count("\n", 0, forbidden.start()) + 1
        message = f"the control character U+{ord(forbidden[0]):04X}, which no PO file can hold"
        raise CatalogError(message, place=f"{place}:{number}", hint="remove it, or restore the file")
    reader = _Reader(place)
    body = text.removeprefix(_BOM)
    offset = len(text) - len(body)
    for index, line in enumerate(StringIO(body, newline="")):
        reader.take(line, index + 1, offset)
        offset += len(line)
    return reader.drafts


def _entry(draft: _Draft, place: str) -> Entry | None:
    """What a draft says; None where it holds nothing but comments. Raises `CatalogError` where it is incomplete."""
    if not draft.fields:
        return None
    strings = _strings(draft, place)
    forms = tuple(text for key, text in strings.items() if key.startswith("msgstr["))
    comments, provenance = _comments(draft.remarks["#"])
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


def _strings(draft: _Draft, place: str) -> dict[str, str]:
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


def _comments(lines: Sequence[str]) -> tuple[tuple[str, ...], Provenance | None]:
    """What people wrote, and the provenance, which is the last line that reads as one."""
    texts = [line.removeprefix(" ") for line in lines]
    for start in range(len(texts) - 1, -1, -1):
        end = _end_of_provenance(texts, start)
        if end:
            return (*texts[:start], *texts[end:]), Provenance.parse(unwrapped(texts[start:end]))
    return tuple(texts), None


def _end_of_provenance(lines: Sequence[str], start: int) -> int:
    """Where a provenance ends that begins in this line, which tools may have wrapped; 0 where none does."""
    if not lines[start].lstrip().startswith("polyglot: "):
        return 0
    ends = range(start + 1, len(lines) + 1)
    end = next((end for end in ends if Provenance.parse(unwrapped(lines[start:end]))), 0)
    while end and end < len(lines) and (_PARTED.search(lines[end - 1]) or _FLAGS.fullmatch(lines[end].strip())):
        end += 1
    return end


def _file(cut: _Cut, place: str) -> PoFile:
    """The catalog in a text that was cut; the first entry is the header if it has neither context nor source."""
    blocks = [block for block in cut.blocks if block.entry is not None]
    first = blocks[0] if blocks and _is_header(blocks[0]) else None
    if first is not None:
        del blocks[0]
    _refuse_duplicates(blocks, place)
    _refuse_joined(blocks, place)
    entries = tuple(block.entry for block in blocks if block.entry is not None)
    if first is None or first.entry is None:
        return PoFile((), entries)
    fields = tuple(_field(line) for line in first.entry.target.split("\n") if line)
    _refuse_header(dict(fields), f"{place}:{first.line}")
    return PoFile(fields, entries, _head(first))


def _is_header(block: _Block) -> bool:
    entry = block.entry
    return entry is not None and (entry.context, entry.source, entry.obsolete, entry.plural) == (None, "", False, None)


def _field(line: str) -> tuple[str, str]:
    """Name and value of a header line; one that has no colon is all value."""
    name, colon, value = line.partition(":")
    return (name.strip(), value.strip()) if colon else ("", line.strip())


def _head(block: _Block) -> tuple[str, ...]:
    """The lines of a block above its first keyword."""
    lines = [line.rstrip("\r\n").strip(_WHITE) for line in StringIO(block.body, newline="")]
    stop = next(index for index, line in enumerate(lines) if line.startswith("msg"))
    return tuple(line for line in lines[:stop] if line)


def _refuse_duplicates(blocks: Iterable[_Block], place: str) -> None:
    """Raise `CatalogError` where two entries have the same context and source (or a second header is there)."""
    seen: dict[tuple[str | None, str], int] = {}
    for block in blocks:
        entry, line = block.entry, block.line
        if entry is None:
            continue
        if _is_header(block):
            hint = "keep one header, as the first entry"
            raise CatalogError("a header stands among the entries", place=f"{place}:{line}", hint=hint)
        first = seen.setdefault((entry.context, entry.source), line)
        if first != line:
            message = f"the entry {entry.source[:40]!r} is there twice, first in line {first}"
            raise CatalogError(message, place=f"{place}:{line}", hint="delete one of the two")


def _refuse_joined(blocks: Iterable[_Block], place: str) -> None:
    """Raise `CatalogError` where msgcat has put the texts of several catalogs into one."""
    for block in blocks:
        texts = (block.entry.target, *block.entry.forms) if block.entry else ()
        if any(map(_JOINED.search, texts)):
            hint = "choose one text and delete the lines that begin with #-#-#-#-#"
            message = "two texts stand in one entry, as msgcat leaves them"
            raise CatalogError(message, place=f"{place}:{block.line}", hint=hint)


def _refuse_header(fields: dict[str, str], place: str) -> None:
    """Raise `CatalogError` where the header declares another charset or plural forms that are not an expression."""
    charset = _CHARSET.search(fields.get("Content-Type", ""))
    if charset and charset[1].lower() not in _UNICODE:
        hint = "convert it with `msgconv --to-code=UTF-8`"
        raise CatalogError(f"the catalog says that it is in {charset[1]}", place=place, hint=hint)
    plural = fields.get("Plural-Forms", "")
    if plural and not _is_plural(plural):
        hint = "write it as in `nplurals=2; plural=(n != 1);`"
        raise CatalogError(f"Plural-Forms is not an expression: {plural[:40]}", place=place, hint=hint)


def _is_plural(value: str) -> bool:
    """Whether Python's gettext, which compiles it, takes a Plural-Forms value; a template's may be unfilled."""
    from gettext import c2py

    found = _PLURAL.fullmatch(value)
    if value.replace(" ", "").startswith("nplurals=INTEGER;"):
        return True
    try:
        return found is not None and c2py(found[1]) is not None
    except (ValueError, RecursionError):
        return False


# --- writing ---


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block to be written."""

    body: str
    gap: str = ""
    """What stood behind it."""
    number: int = 0
    """Which block of the text on disk it is, from 1; 0 for one that is new."""


def _pieces(file: PoFile, cut: _Cut) -> list[_Piece]:
    """The blocks of a catalog in order: those on disk where they say the same, else new ones."""
    old: dict[Entry, _Piece] = {}
    pieces: list[_Piece] = []
    remarks: list[_Piece] = []
    for number, block in enumerate(cut.blocks, 1):
        piece = _Piece(block.body, block.gap, number)
        if block.entry is None:
            remarks.append(piece)
        elif number == 1 and _is_header(block):
            same = _file(_Cut("", (block,)), "") == PoFile(file.header, (), file.head)
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
