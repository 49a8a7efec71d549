"""Linked data (JSON-LD) in a page: its texts with their places, and how they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from polyglot.formats.html.rules import rules
from polyglot.model import Role, Span

OWN = frozenset({"@graph", "mainEntity"})
"""Keys under which data have what the page itself is about; under others stands what that refers to."""
MARK = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]', re.DOTALL)


@dataclass(slots=True)
class _Thing:
    """An object of the data, as far as it has been read."""

    types: list[str] = field(default_factory=list)
    texts: list[tuple[Span, str, Role]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    key: str = ""
    lists: int = 0
    """So many brackets are open in it."""
    own: bool = True
    """Whether the page itself is about it."""
    typed: int = 0
    """Where its types end."""


def texts(text: str, script: Span) -> Iterator[tuple[Span, str, Role]]:
    """The headlines and descriptions of articles and pages in a script, without quotes; none where it is no data.

    What describes an organisation, a person or an image is the site's, not the article's.
    """
    yield from sorted(said for thing in _things(text, script) for said in _told(thing))


def noted(text: str, script: Span, facts: Mapping[str, object]) -> tuple[int, str] | None:
    """Where the article of a page takes these facts of itself, and how they are written; None where there is none.

    What it says of itself already it says alone.
    """
    about = rules().linked_articles
    things = (thing for thing in _things(text, script) if thing.own and any(map(about.search, thing.types)))
    article = min(things, key=lambda thing: thing.typed, default=None)
    new = {key: value for key, value in facts.items() if article and key not in article.keys}
    if article is None or not new:
        return None
    return article.typed, f", {json.dumps(new)[1:-1]}".replace("<", "\\u003c")


def _things(text: str, script: Span) -> Iterator[_Thing]:
    """All objects of a script, each when it ends; none where it is no data."""
    raw = text[slice(*script)]
    try:
        known = '"@type"' in raw and json.loads(raw, strict=False) is not None
    except (ValueError, RecursionError):
        return
    open_things: list[_Thing] = []
    for found in MARK.finditer(text, script.start, script.end) if known else ():
        sign = found[0]
        if sign == "{":
            outer = open_things[-1] if open_things else None
            open_things.append(_Thing(own=outer is None or (outer.own and outer.key in OWN)))
        elif sign == "}":
            yield open_things.pop()
        elif open_things:
            _take(open_things[-1], text, found)


def _take(thing: _Thing, text: str, found: re.Match[str]) -> None:
    """A comma, a bracket, or a string: a key, a type, or a text of its object."""
    if not found[0].startswith('"'):
        thing.lists += {"[": 1, "]": -1}.get(found[0], 0)
        thing.typed = found.end() if thing.key == "@type" and found[0] == "]" else thing.typed
        thing.key = "" if found[0] == "," and not thing.lists else thing.key
        return
    said = str(json.loads(found[0], strict=False))
    if re.compile(r"\s*:").match(text, found.end()):
        thing.key = said
        thing.keys.add(said)
    elif thing.key == "@type":
        thing.types.append(said)
        thing.typed = found.end()
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
