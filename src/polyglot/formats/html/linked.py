"""Linked data (JSON-LD) in a page: its texts with their places, and how they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from polyglot.formats.html.rules import rules
from polyglot.model import Role, Span

MARK = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]', re.DOTALL)


@dataclass(slots=True)
class _Thing:
    """An object of the data, as far as it has been read."""

    types: list[str] = field(default_factory=list)
    texts: list[tuple[Span, str, Role]] = field(default_factory=list)
    key: str = ""


def texts(text: str, script: Span) -> Iterator[tuple[Span, str, Role]]:
    """The headlines and descriptions of articles and pages in a script, without quotes; none where it is no data.

    What describes an organisation, a person or an image is the site's, not the article's.
    """
    raw = text[slice(*script)]
    try:
        known = '"@type"' in raw and json.loads(raw, strict=False) is not None
    except (ValueError, RecursionError):
        return
    if known:
        yield from sorted(_walked(text, script))


def _walked(text: str, script: Span) -> Iterator[tuple[Span, str, Role]]:
    things: list[_Thing] = []
    for found in MARK.finditer(text, script.start, script.end):
        sign = found[0]
        if sign == "{":
            things.append(_Thing())
        elif sign == "}":
            yield from _told(things.pop())
        elif things and sign.startswith('"'):
            _take(things[-1], text, found)
        elif things and sign == ",":
            things[-1].key = things[-1].key if things[-1].key == "@type" else ""


def _take(thing: _Thing, text: str, found: re.Match[str]) -> None:
    """A string: a key, a type, or a text of its object."""
    said = str(json.loads(found[0], strict=False))
    if re.compile(r"\s*:").match(text, found.end()):
        thing.key = said
    elif thing.key == "@type":
        thing.types.append(said)
    elif thing.key in rules().linked and any(map(str.isalpha, said)):
        span = Span(found.start() + 1, found.end() - 1)
        thing.texts.append((span, said, rules().linked[thing.key]))


def _told(thing: _Thing) -> list[tuple[Span, str, Role]]:
    return thing.texts if any(map(rules().linked_types.search, thing.types)) else []


def written(target: str, script: str, encoding: str) -> str:
    """A text as this script would write it: letters and slashes as they are there, and nothing that ends the script."""
    plain = not (re.search(r"\\u[0-9a-fA-F]{4}", script) and script.isascii())
    try:
        target.encode(encoding)
    except UnicodeEncodeError:
        plain = False
    said = json.dumps(target, ensure_ascii=not plain)[1:-1].replace("<", "\\u003c")
    return said.replace("/", "\\/") if "\\/" in script else said
