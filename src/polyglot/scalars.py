"""The scalars of a YAML file: where each stands, what it says, and how another text is written in its stead.

A scalar keeps the style that it has (plain, single or double quotes, `|`, `>`) wherever that style can say the text,
and is quoted where YAML would read something else: `oui: non` and, in its version 1.1, `no`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from polyglot.errors import UnreadableInputError
from polyglot.model import Span

Event = Any
"""What ruamel parses; its types do not say which events have a value."""
TEXT = ("!", "!!str", "tag:yaml.org,2002:str")
PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
"""An anchor and a tag in front of a scalar."""
HEADER = re.compile(r"[|>][-+\d]*[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")
BREAKS = re.compile(r"\r\n|\r|\n")
AMBIGUOUS = re.compile(r"(?i:~|null|true|false|yes|no|on|off|y|n|[-+.]?(?:\d[\d_.,:eE+xobTZ\sa-f-]*|\.inf|\.nan)|=|<<)")
"""What YAML 1.1 or 1.2 reads as no text; a little more does no harm."""
PLAIN = re.compile(r"""[^\s\-?:,\[\]{}#&*!|>'"%@`=<~.](?:[^ \t\r\n:#]| (?=\S)|:(?=\w))*""")
"""A text that surely needs no quotes; others might do without, and get them."""
FLOW = re.compile(r"[,\[\]{}]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
"""What YAML keeps in double quotes only."""
SOLID = re.compile(r"(?! )(?:[^ \t\n]| (?=[^ \t\n]))*")
"""A line that can be folded: nothing but single spaces between its words."""
DEPTH = 200
"""Deeper nesting takes the parser time that grows with its square, and no person wrote it."""
WIDTH = 80
"""The least column at which the lines of a folded block are broken."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar that is a value."""

    path: tuple[str, ...]
    """The keys on the way to it; an item of a list has none of its own."""
    value: str
    """What it says, without the line ends behind a block."""
    style: str
    """`"`, `'`, `|`, `>`, or nothing for a plain one."""
    whole: Span
    """All of it: its quotes or its sign too, but no anchor, no tag and no line end behind it."""
    span: Span
    """The text in it, from the first sign to the last."""
    is_text: bool
    """Whether YAML reads it as text, in its version 1.1 too."""
    flow: bool
    """Whether it stands in brackets."""
    tail: str = ""
    """The line ends behind a block that belong to what it says."""


def read(text: str, path: str, above: int = 0) -> Iterator[Scalar]:
    """The values of YAML that are scalars, in order; `above` counts lines that stand before it in its file.

    Raises `UnreadableInputError` with line and column. Aliases are not followed.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from _walk(YAML(typ="safe", pure=True).parse(text), text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{path}:{mark.line + 1 + above}:{mark.column + 1}" if mark else path
        raise _invalid(error.problem or error.context or "it cannot be read", place) from error
    except (YAMLError, ValueError) as error:
        at = getattr(error, "position", None)
        place = path if at is None else _place(text, at, path, above)
        raise _invalid(str(error) if at is None else "a character that may not stand in it", place) from error


def _invalid(reason: str, place: str) -> UnreadableInputError:
    hint = "correct it there; a text with a colon or with a sign in front stands in quotes"
    return UnreadableInputError(f"not valid YAML: {reason.strip().splitlines()[0]}", place=place, hint=hint)


def _place(text: str, at: int, path: str, above: int) -> str:
    before = text[:at]
    return f"{path}:{before.count(chr(10)) + 1 + above}:{at - before.rfind(chr(10))}"


def _walk(events: Iterator[Event], text: str) -> Iterator[Scalar]:
    """The scalars of a stream of events that are no keys."""
    path: list[str | None] = []
    """The key that each collection is at; None for a list, and for a map that waits for a key."""
    maps: list[bool] = []
    flows = 0
    for event in events:
        kind = type(event).__name__
        if kind in {"MappingEndEvent", "SequenceEndEvent"}:
            flows -= flows > 0
            maps.pop()
            path.pop()
            _done(path, maps)
        elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
            flows += bool(flows or event.flow_style)
            maps.append(kind == "MappingStartEvent")
            path.append(None)
            if len(maps) > DEPTH:
                raise ValueError(f"it is nested more than {DEPTH} deep")
        elif kind in {"ScalarEvent", "AliasEvent"}:
            if maps and maps[-1] and path[-1] is None:
                path[-1] = str(getattr(event, "value", event.anchor))
                continue
            if kind == "ScalarEvent":
                yield _scalar(event, tuple(key for key in path if key is not None), text, flow=bool(flows))
            _done(path, maps)


def _done(path: list[str | None], maps: list[bool]) -> None:
    """The value of a key has been read: the map waits for the next."""
    if maps and maps[-1]:
        path[-1] = None


def _scalar(event: Event, path: tuple[str, ...], text: str, *, flow: bool) -> Scalar:
    start, end = event.start_mark.index, event.end_mark.index
    found = PROPERTIES.match(text, start, end)
    start = found.end() if found else start
    style = event.style or ""
    value = event.value
    tail = value[len(value.rstrip("\n")) :] if style in {"|", ">"} else ""
    end = start + len(text[start:end].rstrip()) if style in {"|", ">", ""} else end
    whole = Span(start, max(start, end))
    implicit = event.tag in (None, *TEXT) and not (not style and AMBIGUOUS.fullmatch(value))
    is_text = bool(value.strip()) and implicit
    return Scalar(path, value.removesuffix(tail), style, whole, _inner(whole, style, text), is_text, flow, tail)


def _inner(whole: Span, style: str, text: str) -> Span:
    if style in {"'", '"'}:
        return Span(whole.start + 1, whole.end - 1)
    header = HEADER.match(text, *whole) if style else None
    if header is None:
        return whole
    raw = text[header.end() : whole.end]
    return Span(whole.end - len(raw.lstrip()), whole.end)


# --- writing ---------------------------------------------------------------------------------------------------------


def spelled(scalar: Scalar, text: str, source: str) -> str:
    """How a text is written in place of a scalar's `whole`, in a file that says `source`."""
    raw = source[slice(*scalar.whole)]
    if scalar.style in {"|", ">"}:
        return _block(scalar, text, raw) or _double(text + scalar.tail, raw)
    if scalar.style == '"' or CONTROL.search(text) or "\n" in text or "\t" in text:
        return _double(text, raw)
    if not scalar.style and _may_be_plain(text, flow=scalar.flow):
        return text
    return _double(text, raw) if not scalar.style and "'" in text else "'{}'".format(text.replace("'", "''"))


def _may_be_plain(text: str, *, flow: bool) -> bool:
    return bool(PLAIN.fullmatch(text)) and not AMBIGUOUS.fullmatch(text) and not (flow and FLOW.search(text))


def _double(text: str, raw: str) -> str:
    """In double quotes, with escapes for letters where the source has such."""
    escaped = bool(re.search(r"\\[ux]", raw)) and raw.isascii()
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=escaped))


def _block(scalar: Scalar, text: str, raw: str) -> str:
    """As a block with the header and the margin of its source; nothing where a block cannot say it.

    A folded one becomes literal where lines that begin with spaces would not be folded.
    """
    header = HEADER.match(raw)
    lines = [line for line in BREAKS.split(raw)[1:] if line.strip()]
    if header is None or not lines or CONTROL.search(text) or not text.strip() or text.endswith("\n"):
        return ""
    explicit = re.search(r"\d", header[0].partition("#")[0])
    if text.lstrip("\n")[0] in " \t" and not explicit:
        return ""
    margin = _margin(lines[0], scalar.value if explicit else "")
    written = _folded(text, max(WIDTH, *map(len, lines)) - len(margin)) if scalar.style == ">" else []
    sign = ">" if written else "|"
    break_ = header[0][len(header[0].rstrip("\r\n")) :]
    rows = (f"{margin}{line}" if line else "" for line in written or text.split("\n"))
    return sign + header[0][1:] + break_.join(rows)


def _margin(first: str, value: str) -> str:
    """The indentation of a block, by its first line; without the spaces that its value begins with."""
    said = next((line for line in value.split("\n") if line.strip()), "")
    return " " * (len(first) - len(first.lstrip(" ")) - (len(said) - len(said.lstrip(" "))))


def _folded(text: str, width: int) -> list[str]:
    """The lines of a folded block: those of the text broken at spaces, a blank one between; none where that fails."""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if not SOLID.fullmatch(line):
            return []
        if number:
            lines.append("")
        lines += _wrapped(line, width) if line else []
    return lines


def _wrapped(line: str, width: int) -> list[str]:
    rows: list[str] = []
    for word in line.split(" "):
        if rows and len(rows[-1]) + 1 + len(word) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows
