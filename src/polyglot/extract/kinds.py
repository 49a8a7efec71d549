"""The kinds of sources, a row each in `language/sources.toml`, and how each is read."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePath
from typing import Any

from polyglot import resources
from polyglot.errors import LibraryMissingError, UnreadableInputError
from polyglot.extract import django, keyed, php, placeholders, python, script, twig
from polyglot.extract.found import Call, Found, Wanted
from polyglot.extract.keywords import parse

KINDS = ("python", "jinja2", "django", "twig", "nunjucks", "html", "php", "javascript", "keys")
MENDED = "correct it there; its strings in the template stay as they are until then"
LIMIT = 8 * 2**20
"""Bytes; a larger source is refused: no person wrote it."""
ALIASES = {"html": "twig"}
"""Kinds that are read as others."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table."""

    suffixes: tuple[str, ...]
    formats: tuple[str, ...]
    keywords: tuple[str, ...]
    filters: frozenset[str]


@cache
def _table() -> Mapping[str, Kind]:
    rows = tomllib.loads((resources.HERE / "language" / "sources.toml").read_text("utf-8"))
    return {
        name: Kind(
            tuple(row["suffixes"]),
            tuple(row["formats"]),
            tuple(row["keywords"].split()),
            frozenset(row.get("filters", "").split()),
        )
        for name, row in rows.items()
    }


def kind_of(name: str) -> str:
    """The kind that a file's name tells; empty where it tells none, as `.html`, which many kinds have."""
    suffix = PurePath(name).suffix.lower()
    return next((kind for kind, row in _table().items() if suffix in row.suffixes), "")


def read(data: bytes, place: str, kind: str, wanted: Wanted, own: Iterable[str] = ()) -> tuple[Found, ...]:
    """The strings of a source in the order in which they stand.

    `own` are the project's keywords, besides those of the kind. Raises `UnreadableInputError` with the line where the
    source cannot be read, `ConfigError` for a broken keyword.
    """
    row = _table()[ALIASES.get(kind, kind)]
    wanted = replace(wanted, keywords={**parse(row.keywords), **wanted.keywords, **parse(own)}, filters=row.filters)
    text = decoded(data, place, wanted.options.get("encoding", "utf-8"))
    try:
        found = tuple(_READERS[kind](text, wanted, place))
    except RecursionError as error:
        hint = "no person nests so deep: leave the file out of [strings.sources]"
        raise UnreadableInputError("the source is nested too deep", place=place, hint=hint) from error
    return tuple(_flagged(one, row.formats) for one in sorted(found, key=lambda one: one.line) if _is_text(one))


def _is_text(one: Found) -> bool:
    """Whether a string can stand in a catalog: halves of characters and the marks of a `.mo` cannot."""
    texts = (one.text, one.plural or "", one.context or "")
    return bool(one.text.strip()) and not any(char in "\0\4" or "\ud800" <= char <= "\udfff" for char in "".join(texts))


def _flagged(one: Found, formats: Iterable[str]) -> Found:
    return replace(one, flags=placeholders.flags((one.text, one.plural), formats))


def decoded(data: bytes, place: str, encoding: str = "utf-8") -> str:
    """The text of a source, with LF line ends. Raises `UnreadableInputError` with the line."""
    if len(data) > LIMIT:
        hint = "leave it out of [strings.sources]"
        raise UnreadableInputError(f"the source is larger than {LIMIT >> 20} MiB", place=place, hint=hint)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8; with a mapping file, name its encoding there"
        raise UnreadableInputError(
            f"byte {error.start} is not {encoding.upper()}", place=f"{place}:{line}", hint=hint
        ) from error
    except LookupError as error:
        hint = "name one that Python knows, such as utf-8 or latin-1"
        raise UnreadableInputError(f"{encoding!r} is no encoding", place=place, hint=hint) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _python(text: str, wanted: Wanted, place: str) -> Iterator[Found]:
    for call in python.calls(text, wanted, place):
        yield from wanted.found(call)


def _jinja(text: str, wanted: Wanted, place: str) -> Iterator[Found]:
    """By Jinja2's own extractor, and with its own extensions: no code that a project names is run."""
    try:
        from jinja2 import TemplateSyntaxError
        from jinja2.ext import babel_extract
    except ImportError as error:
        hint = "pip install 'polyglot-press[web]'"
        raise LibraryMissingError("Jinja2 is not installed, which reads its templates", hint=hint) from error
    named = (name.strip() for name in wanted.options.get("extensions", "").split(","))
    own = ",".join(name for name in named if name.startswith("jinja2.ext."))
    options = {**wanted.options, "silent": "false", "extensions": own}
    try:
        yield from _by_babel(babel_extract, text, replace(wanted, options=options))
    except TemplateSyntaxError as error:
        reason = error.message or "it is no template"
        hint = "read it as html, which takes any tag" if "unknown tag" in reason else MENDED
        raise _broken(place, error.lineno, reason, hint) from error
    except (ImportError, AttributeError, ValueError) as error:
        raise _broken(place, None, str(error)) from error


def _by_babel(extractor: Callable[..., Any], text: str, wanted: Wanted) -> list[Found]:
    """What an extractor of Babel's finds, by our keywords."""
    options = {key: value for key, value in wanted.options.items() if key != "encoding"}
    calls = extractor(io.BytesIO(text.encode("utf-8", "replace")), tuple(wanted.keywords), wanted.comments, options)
    found: list[Found] = []
    with redirect_stderr(io.StringIO()):
        for line, name, said, notes in calls:
            arguments = said if isinstance(said, (list, tuple)) else (said,)
            kept = tuple(note.strip() for note in notes if note.strip())
            found += wanted.found(Call(line, name, tuple(arguments), kept))
    return found


def _broken(place: str, line: int | None, reason: str, hint: str = MENDED) -> UnreadableInputError:
    return UnreadableInputError(
        f"the source cannot be read: {reason}", place=f"{place}:{line}" if line else place, hint=hint
    )


def _by_calls(scan: Callable[[str, Wanted], Iterator[Call]]) -> Callable[[str, Wanted, str], Iterator[Found]]:
    def read_calls(text: str, wanted: Wanted, _: str) -> Iterator[Found]:
        for call in scan(text, wanted):
            yield from wanted.found(call)

    return read_calls


_READERS: Mapping[str, Callable[[str, Wanted, str], Iterator[Found]]] = {
    "python": _python,
    "jinja2": _jinja,
    "django": django.read,
    "twig": lambda text, wanted, place: twig.read(text, wanted, place, "%{}%"),
    "html": lambda text, wanted, place: twig.read(text, wanted, place, "%{}%"),
    "nunjucks": lambda text, wanted, place: twig.read(text, wanted, place, "%({})s"),
    "php": _by_calls(php.calls),
    "javascript": _by_calls(script.calls),
    "keys": lambda text, _, place: keyed.read(text, place),
}
