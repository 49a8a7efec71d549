"""Front matter in YAML, TOML or JSON: its texts, where they stand, and how others are written in their stead.

What is not replaced keeps every byte, comments and quotes and order; what replaces is quoted as its source was.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate, chain
from typing import Any

from polyglot.errors import UnreadableInputError
from polyglot.formats.markdown.places import Words
from polyglot.model import Role, Span

Node = Any
"""What ruamel composes; its types do not tell scalars from what holds them."""
FENCES = {"---": r"^(?:---|\.\.\.)[ \t]*$", "+++": r"^\+\+\+[ \t]*$"}
OPENING = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)")
KEY = re.compile(r"""\s*(?:#[^\r\n]*\s+)*["']?[\w.-]+["']?\s*[:=]""")
"""What front matter begins with; a text below a line of dashes does not."""
BREAKS = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n)[ \t]*)+")
ANCHOR = re.compile(r"(?:[&!]\S*\s+)+")
TEXT = "tag:yaml.org,2002:str"
NO_TEXT = re.compile(r"(?i:yes|no|on|off|y|n)|[\d:.]+")
"""What other readers of YAML than ours take for no text."""
TITLE = "front_matter.title"
DEPTH = 100
LANGUAGES = ("lang", "language", "locale")
REFUSAL = re.compile(
    r"""^[ \t{]*(["']?translate["']?[ \t]*[:=][ \t]*["']?(?:false|no)["']?)[ \t]*(?:[,}#]|$)""",
    re.MULTILINE | re.IGNORECASE,
)
DAY = re.compile(
    r"""^[ \t{]*["']?(?:date|publish(?:ed|date|_date|ed_at)|pubdate)["']?[ \t]*[:=][ \t]*"""
    r"""["']?(\d{4}(?:-\d\d){0,2})(?!\d)""",
    re.MULTILINE | re.IGNORECASE,
)
TOP_KEY = re.compile(r"""^(?:[ \t]*["'])?([\w-]+)["']?[ \t]*[:=]""", re.MULTILINE)
HINTS = {
    "YAML": "correct it there; text that has a colon or begins with a mark stands in quotes",
    "TOML": 'correct it there; text stands in quotes: title = "A title"',
    "JSON": "correct it there; names and text stand in double quotes, and no comma before a closing bracket",
}
Write = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a file."""

    end: int
    """Where the file's body begins."""
    values: tuple[Words, ...] = ()
    """All of its texts, by the dotted names of their keys."""
    language: str = ""
    """What it says the file is written in."""
    refusal: str = ""
    """What it says against being translated, as it stands there."""
    date: str = ""
    """The day on which it says that it appeared."""
    keys: frozenset[str] = frozenset()
    """Words that stand where keys of the top level do."""


@lru_cache(maxsize=4)
def read(text: str, path: str) -> Front:
    """The front matter of a file; one without any has none. Raises `UnreadableInputError` with line and column.

    The last ones are kept, as each locale asks.
    """
    found = OPENING.match(text)
    if found:
        return _fenced(text, found[1], found.end(), path)
    if re.match(r"\{[ \t]*(?:\r\n|\r|\n)\s*[\"}]", text):
        return _json(text, path)
    return Front(0)


def _fenced(text: str, fence: str, start: int, path: str) -> Front:
    begins = bool(KEY.match(text, start))
    close = re.compile(FENCES[fence].replace("$", r"(?=[\r\n]|\Z)").replace("^", r"(?<![^\r\n])")).search(text, start)
    if close is None:
        if begins:
            hint = f"close it with a line that has {fence} alone"
            raise UnreadableInputError(
                "the front matter that begins here is never closed", place=f"{path}:1", hint=hint
            )
        return Front(0)
    inner = text[start : close.start()]
    if not begins and inner.strip() and not re.fullmatch(r"(?:\s*#[^\r\n]*)*\s*", inner):
        return Front(0)
    values = tuple((_yaml if fence == "---" else _toml)(inner, start, path))
    return Front(close.end(), values, _language(values), _refusal(inner), _day(inner), _keys(inner))


def _language(values: tuple[Words, ...]) -> str:
    keys = {f"front_matter.{name}" for name in LANGUAGES}
    return next((value.said.strip() for value in values if value.key in keys), "")


def _refusal(inner: str) -> str:
    """A line `translate: false`, in any of the three syntaxes."""
    found = REFUSAL.search(inner)
    return found[1].strip() if found else ""


def _day(inner: str) -> str:
    """A line `date: 2022-02-24`, in any of the three syntaxes; what follows the day does not count."""
    found = DAY.search(inner)
    return found[1] if found else ""


def _keys(inner: str) -> frozenset[str]:
    return frozenset(TOP_KEY.findall(inner))


def _words(key: tuple[str, ...], span: Span, said: str, write: Write) -> Words:
    name = f"front_matter.{'.'.join(key)}"
    return Words(Role.TITLE if name == TITLE else Role.METADATA, span, name, said, write)


def _wrong(kind: str, reason: str, path: str, line: int, column: int) -> UnreadableInputError:
    hint = HINTS[kind]
    message = f"the front matter is not valid {kind}: {reason}"
    return UnreadableInputError(message, place=f"{path}:{line}:{column}", hint=hint)


# --- YAML ------------------------------------------------------------------------------------------------------------


def _yaml(inner: str, start: int, path: str) -> Iterator[Words]:
    node = _composed(inner, path)
    if node is not None and node.id == "mapping":
        yield from _nodes(node, (), inner, start, flow=False)


def _composed(inner: str, path: str) -> Node:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if _depth(inner) > DEPTH:
        raise _wrong("YAML", "it is nested too deeply", path, 2, 1)
    try:
        return YAML().compose(inner)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise _wrong("YAML", _plain_words(error.problem), path, line + 2, column + 1) from error
    except (YAMLError, ValueError) as error:
        raise _wrong("YAML", _plain_words(str(error)), path, 2, 1) from error
    except RecursionError as error:
        raise _wrong("YAML", "it is nested too deeply", path, 2, 1) from error


def _depth(inner: str) -> int:
    """How deep brackets, or dashes on a line, are nested at most; those in quotes count too, as they stand in pairs."""
    steps = accumulate(1 if sign in "[{" else -1 for sign in re.findall(r"[\[\]{}]", inner))
    dashes = (len(found) // 2 for found in re.findall(r"(?:[-?:] )+", inner))
    return max(chain((0,), steps, dashes))


def _plain_words(reason: str | None) -> str:
    """The first line of what a parser says."""
    return (reason or "it cannot be read").strip().splitlines()[0]


def _nodes(node: Node, key: tuple[str, ...], inner: str, start: int, *, flow: bool) -> Iterator[Words]:
    """The texts of a node and of what it holds."""
    flow = flow or bool(getattr(node, "flow_style", False))
    if node.id == "mapping":
        for name, value in node.value:
            if name.id == "scalar":
                yield from _nodes(value, (*key, str(name.value)), inner, start, flow=flow)
    elif node.id == "sequence":
        for value in node.value:
            yield from _nodes(value, key, inner, start, flow=flow)
    elif str(node.tag) == TEXT and node.value.strip():
        yield from _scalar(node, key, inner, start, flow=flow)


def _scalar(node: Node, key: tuple[str, ...], inner: str, start: int, *, flow: bool) -> Iterator[Words]:
    at, end = node.start_mark.index, node.end_mark.index
    skipped = ANCHOR.match(inner, at, end)
    at = skipped.end() if skipped else at
    raw = inner[at:end]
    if node.style in {"|", ">"}:
        yield from _block(inner, at, end, key, start)
    elif node.style is None or raw[:1] == node.style:
        ways: dict[str | None, Write] = {'"': _double, "'": _single}
        write = ways.get(node.style, partial(_plain, flow=flow))
        yield _words(key, Span(start + at, start + at + len(raw.rstrip())), node.value, write)


def _block(inner: str, at: int, end: int, key: tuple[str, ...], start: int) -> Iterator[Words]:
    """The paragraphs of a block scalar."""
    head = re.compile(r"[^\r\n]*(?:(?:\r\n|\r|\n)[ \t]*(?=[\r\n]))*(?:\r\n|\r|\n)( *)").match(inner, at, end)
    if head is None or not head[1]:
        return
    line = rf"{head[1]}[ \t]*[^\s][^\r\n]*"
    for found in re.compile(rf"(?<=[\r\n]){line}(?:(?:\r\n|\r|\n){line})*").finditer(inner, at, end):
        words = found[0].strip()
        left = found.end() - len(found[0].lstrip())
        gap = next(iter(BREAKS.findall(words)), f"\n{head[1]}")
        span = Span(start + left, start + left + len(words))
        yield _words(key, span, words, partial(_in_block, gap=gap))


def _in_block(text: str, gap: str) -> str:
    return BREAKS.sub(gap, text.strip())


def _double(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _single(text: str) -> str:
    return "'{}'".format(BREAKS.sub(" ", text).replace("'", "''"))


def _plain(text: str, *, flow: bool) -> str:
    """A text without quotes, where YAML reads it as it is."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    line = BREAKS.sub(" ", text)
    if NO_TEXT.fullmatch(line):
        return _double(line)
    try:
        node = YAML().compose(f"k: [{line}]\n" if flow else f"k: {line}\n")
        value = node.value[0][1].value[0] if flow else node.value[0][1]
        single = len(node.value) == 1 and (not flow or len(node.value[0][1].value) == 1)
        if single and value.id == "scalar" and str(value.tag) == TEXT and value.value == line and value.style is None:
            return line
    except (YAMLError, ValueError, IndexError, AttributeError, RecursionError):
        pass
    return _double(line)


# --- TOML ------------------------------------------------------------------------------------------------------------

TOML = re.compile(
    r'''(?P<comment>\#[^\r\n]*)
    |(?P<table>(?<![^\r\n])[ \t]*\[\[?(?P<name>[^\]\r\n]+)\]\]?[ \t]*(?=[\#\r\n]|\Z))
    |(?P<key>(?:[\w-]+|"[^"\r\n]*"|'[^'\r\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\r\n]*"|'[^'\r\n]*'))*)[ \t]*=
    |(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\\r\n])*"|'[^'\r\n]*')''',
    re.VERBOSE | re.DOTALL,
)


LONG = ('"""', "'''")
QUOTES_OR_STROKE = r'\\|"(?="")|"\Z'
UNSINGLE = re.compile(r"['\x00-\x1f\x7f]")
"""What a text in single quotes cannot hold."""


def _toml(inner: str, start: int, path: str) -> Iterator[Words]:
    try:
        tomllib.loads(inner)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
        line, column = (int(found[2]), int(found[3])) if found and found[2] else (inner.count("\n"), 1)
        reason = found[1] if found else str(error)
        raise _wrong("TOML", f"{reason[:1].lower()}{reason[1:]}", path, line + 1, column) from error
    except RecursionError as error:
        raise _wrong("TOML", "it is nested too deeply", path, 2, 1) from error
    table: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    for found in TOML.finditer(inner):
        if found["table"]:
            table = _names(found["name"])
        elif found["key"]:
            key = (*table, *_names(found["key"]))
        elif found["string"]:
            said = tomllib.loads(f"x = {found[0]}")["x"]
            yield _words(key, Span(*found.span()).shifted(start), said, partial(_in_toml, raw=found[0]))


def _names(key: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in key.split("."))


def _in_toml(text: str, raw: str) -> str:
    """A text in the quotes of its source; in double ones where single ones cannot hold it."""
    if raw.startswith(LONG):
        mark = raw[:3]
        begin = raw[: len(raw) - len(raw[3:].lstrip("\r\n"))]
        if mark == LONG[0]:
            return f"{begin}{re.sub(QUOTES_OR_STROKE, _escaped, text)}{mark}"
        if mark not in text and not text.endswith("'"):
            return f"{begin}{text}{mark}"
    elif raw.startswith("'") and not UNSINGLE.search(text):
        return f"'{text}'"
    return _double(text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


# --- JSON ------------------------------------------------------------------------------------------------------------

JSON = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\],:]')


def _json(text: str, path: str) -> Front:
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as error:
        raise _wrong("JSON", f"{error.msg[:1].lower()}{error.msg[1:]}", path, error.lineno, error.colno) from error
    except RecursionError as error:
        raise _wrong("JSON", "it is nested too deeply", path, 1, 1) from error
    values = tuple(_members(text, end))
    return Front(end, values, _language(values), _refusal(text[:end]), _day(text[:end]), _keys(text[:end]))


def _members(text: str, end: int) -> Iterator[Words]:
    """The strings that are values, with the keys on the way to them."""
    way: list[str] = []
    last = key = ""
    closed = Span(0, 0)
    for found in JSON.finditer(text, 0, end):
        sign = found[0]
        if sign[0] == '"':
            last, closed = sign, Span(*found.span())
            continue
        if sign == ":":
            key = json.loads(last)
        elif last:
            yield _words((*filter(None, way), key), closed, json.loads(last), _double)
        last = ""
        if sign in "{[":
            way.append(key if sign == "{" else "")
        elif sign in "}]":
            key = way.pop() or key
