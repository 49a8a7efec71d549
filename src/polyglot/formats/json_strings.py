"""JSON files of strings (i18next, Chrome's messages.json, ARB): every value that is text for people is a unit.

What is written is spelled in the file's own habit: `é` or its escape, `/` or its escape, escapes in small or capital
letters. Keys, numbers, white space and values that stay keep every byte, keys that stand twice too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from polyglot import entries, skeleton
from polyglot.entries import Entry
from polyglot.errors import UnreadableInputError
from polyglot.model import Document, Edit, Publication, Span

TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"|[{}\[\],:]')
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
LOCALE = re.compile(r'\A\s*\{(?:\s*"@@(?!locale")[^"\\]*"\s*:\s*"[^"\\]*"\s*,)*\s*"@@locale"\s*:\s*"([\w-]+)"')
"""Where an Application Resource Bundle says its language: among the facts that it begins with."""
LETTER_HEX = re.compile(r"\\u[0-9a-fA-F]*[a-fA-F]")


@dataclass(frozen=True, slots=True)
class Habit:
    """How a file spells what JSON lets it spell in more than one way."""

    ascii: bool
    """Whether letters beyond ASCII are escapes."""
    capitals: bool
    """Whether the digits of an escape are capital letters."""
    escaped: Mapping[int, str]
    """Signs that are escapes though they need not be."""


class JsonFormat:
    """JSON whose values are strings to translate, in any encoding with a byte order mark, else UTF-8."""

    name = "json"

    def read(self, data: bytes, path: str = "", encoding: str = "") -> Document:
        """Decode and find the strings. Raises `UnreadableInputError` with line and column where it is not JSON."""
        text, spelled = skeleton.decode(data, path, encoding)
        value = _parsed(text, path)
        found = list(_entries(text))
        if _is_chrome(value):
            found = [_of_chrome(entry) for entry in found]
        return Document(path, self.name, text, tuple(entries.units(found)), spelled, structured=True)

    def write(self, document: Document) -> bytes:
        """Splice the targets in, spelled as the file spells its strings."""
        habit = _habit(document.text)
        changes = [
            Edit(unit.span, _spelled(unit.target, habit))
            for unit in document.units
            if unit.target is not None and unit.target != unit.text
        ]
        return skeleton.encode(document, [*changes, *document.edits])

    def publish(self, document: Document, facts: Publication) -> Document:
        """The document with its `@@locale` (ARB); JSON has no place for a line to its readers."""
        locale = LOCALE.search(document.text) if facts.language else None
        if locale is None:
            return document
        edit = Edit(Span(*locale.span(1)), facts.target.replace("-", "_"))
        return replace(document, edits=(*document.edits, edit))


def _parsed(text: str, path: str) -> object:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        message = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise UnreadableInputError(message, place=place, hint="correct it there") from error
    except RecursionError as error:
        hint = "no file of strings is; check what wrote it"
        raise UnreadableInputError("the JSON is nested too deeply", place=path, hint=hint) from error
    except ValueError as error:  # a number of more digits than Python converts
        raise UnreadableInputError(f"not valid JSON: {error}", place=path, hint="shorten the number") from error


def _entries(text: str) -> Iterator[Entry]:
    """The strings that are values, with the keys on the way to them; the text is known to be valid."""
    way: list[str | None] = []
    key: str | None = None
    waiting: re.Match[str] | None = None
    for found in TOKEN.finditer(text):
        sign = found[0]
        if sign[0] == '"':
            waiting = found
            continue
        if sign == ":" and waiting:
            key, waiting = json.loads(waiting[0]), None
            continue
        if waiting:
            yield _entry(waiting, [*way, key])
            waiting = None
        if sign in "{[":
            way.append(key)
            key = None
        elif sign in "}]":
            key = way.pop()
    if waiting:
        yield _entry(waiting, [*way, key])


def _entry(found: re.Match[str], way: list[str | None]) -> Entry:
    path = tuple(key for key in way if key is not None)
    return Entry(path, json.loads(found[0]), Span(*found.span(1)))


def _is_chrome(value: object) -> bool:
    """Whether all that a file has are messages as extensions of Chrome have them."""
    messages = value.values() if isinstance(value, dict) else ()
    return bool(messages) and all(isinstance(entry, dict) and "message" in entry for entry in messages)


def _of_chrome(entry: Entry) -> Entry:
    is_message = len(entry.path) == 2 and entry.path[1] == "message"
    return entry._replace(path=entry.path[:1]) if is_message else entry._replace(kept="not the message itself")


def _habit(text: str) -> Habit:
    """The habit of a file, as its strings show it."""
    codes = [found for found in ESCAPE.finditer(text) if found[1]]
    signs = {int(found[1], 16) for found in codes}
    marks = {code: f"\\u{code:04x}" for code in signs if code >= 0x20 and not _is_letter(code)}
    slash = {ord("/"): r"\/"} if r"\/" in text else {}
    beyond = {code for code in signs if _is_letter(code)}
    capitals = any(LETTER_HEX.match(found[0]) and found[1] == found[1].upper() for found in codes)
    escaped = {code: mark for code, mark in {**slash, **marks}.items() if chr(code) not in '"\\'}
    return Habit(bool(beyond) and text.isascii(), capitals, escaped)


def _is_letter(code: int) -> bool:
    """Whether an escape is a letter, or half a sign beyond the first 65,536: an emoji."""
    return chr(code).isalnum() or 0xD800 <= code < 0xE000


def _spelled(text: str, habit: Habit) -> str:
    body = json.dumps(text, ensure_ascii=habit.ascii)[1:-1].translate(habit.escaped)
    return re.sub(r"\\u[0-9a-f]{4}", _capital, body) if habit.capitals else body


def _capital(found: re.Match[str]) -> str:
    return f"\\u{found[0][2:].upper()}"
