"""The first half of reading: a text's lines, one after the other, put into drafts of entries."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from io import StringIO

from polyglot.errors import CatalogError

_BOM = "\ufeff"
WHITE = " \t\f\v"
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_KEYWORD = r"msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,3}\])?"
_STATEMENT = re.compile(rf"({_KEYWORD})?[{WHITE}]*((?:{_STRING}[{WHITE}]*)*)")
_QUOTED = re.compile(_STRING)
_MARKS = ("#~|", "#~", "#|", "#.", "#:", "#,", "#=", "#")
"""How a line that is not bare begins; `#=` carries flags since gettext 0.26."""
_FORBIDDEN = re.compile("[\0\4]")
"""The ends of strings and of contexts in a `.mo`; msgfmt refuses them."""
_CONFLICT = re.compile(r"<{7}|={7}|>{7}|\|{7}")


@dataclass(slots=True)
class Draft:
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


class _Reader:
    """Takes the lines of a text one after the other and puts them into drafts."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.drafts: list[Draft] = []

    def take(self, line: str, number: int, offset: int) -> None:
        """Add a line, its number from 1, and the offset of its first character."""
        content = line.rstrip("\r\n").lstrip(WHITE)
        if content.startswith("#~") and content[2:].lstrip(WHITE).startswith("#"):
            content = content[2:].lstrip(WHITE)  # A comment among obsolete lines.
        mark = next(mark for mark in _MARKS if content.startswith(mark)) if content.startswith("#") else ""
        rest = content[len(mark) :]
        if mark in {"", "#~"} and not rest.strip(WHITE):  # Some tools part obsolete entries by a bare `#~`.
            return
        if mark in {"", "#~", "#|", "#~|"}:
            self._statement(mark, rest.lstrip(WHITE), number, offset)
        else:
            self._remark(mark, rest, number, offset)
        self.drafts[-1].end = offset + len(line)

    def _draft(self, number: int, offset: int, *, opens: bool) -> Draft:
        """The draft that a line belongs to; a new one where the line opens a block and the last block is complete."""
        if not self.drafts or (opens and self.drafts[-1].complete):
            self.drafts.append(Draft(number, offset, offset))
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

    def _open(self, draft: Draft, mark: str, keyword: str, number: int) -> None:
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


def drafts_of(text: str, place: str) -> list[Draft]:
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
