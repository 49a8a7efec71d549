"""Where each token of a page stands: inside which open elements, after what browsers make of unclosed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from polyglot.errors import UnreadableInputError
from polyglot.formats.html.rules import Rules, rules
from polyglot.formats.html.scan import Attribute, Token, tokens
from polyglot.model import Role

DEPTH = 1000
"""Browsers nest no deeper than 512 elements; a page with more was not made for people."""
DOCUMENT = frozenset({"html", "head", "body"})
CELLS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})
WALLS = frozenset({"table", "td", "th", "caption", "object", "template", "html"})
"""No end tag from inside one of these closes an element around it, but those of tables."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NOT_TRANSLATED = frozenset({"notranslate", "skiptranslate"})
AUTHOR_NAMES = re.compile(r"(?:^| )-(?:fn|author-name|p-author)-(?: |$)")


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An open element, with what it and those around it say of its text."""

    name: str
    parent: Element | None
    depth: int
    block: bool
    lang: str
    kept: str
    """Why its text is not translated; empty where it is."""
    role: Role | None
    """What its text is by the nearest element that says so."""
    names: str
    """Its classes and id, read as `-entry-title- -left-`."""
    aria: str
    author: bool
    """Whether its text is the name of the one who wrote the page."""

    def chain(self) -> Iterator[Element]:
        """The element and those around it, from the inside."""
        at: Element | None = self
        while at is not None:
            yield at
            at = at.parent


class Piece(NamedTuple):
    """A token with the element that it is in; a tag, with its own."""

    token: Token
    element: Element
    boundary: bool
    """Whether no sentence goes on behind it."""


class Walk:
    """One way through a page."""

    def __init__(self, text: str, path: str) -> None:
        """Begin before the first token."""
        self.language = ""
        """What the page says that it is in."""
        self._text, self._path, self._rules = text, path, rules()
        self._open = [Element("", None, 0, block=True, lang="", kept="", role=None, names="", aria="", author=False)]

    def pieces(self) -> Iterator[Piece]:
        """All tokens in order. Raises `UnreadableInputError` where they are nested too deep."""
        for token in tokens(self._text):
            if token.kind == "open":
                yield self._opened(token)
            elif token.kind == "close":
                yield self._closed(token)
            else:
                yield Piece(token, self._open[-1], boundary=False)

    def _opened(self, token: Token) -> Piece:
        block = self._is_block(token.name)
        if block:
            self._end_paragraph()
        self._end_siblings(token.name)
        element = self._element(token, block=block)
        if token.name not in self._rules.void and not self._is_empty(token):
            if element.depth > DEPTH:
                line = self._text.count("\n", 0, token.span.start) + 1
                hint = "look at how the page was saved: no browser shows elements nested as deep as that"
                place = f"{self._path}:{line}"
                raise UnreadableInputError(f"elements nested more than {DEPTH} deep", place=place, hint=hint)
            self._open.append(element)
        return Piece(token, element, boundary=block)

    def _is_empty(self, token: Token) -> bool:
        """Whether a tag in a drawing or formula closes itself."""
        drawn = any(element.name in {"svg", "math"} for element in reversed(self._open[-8:]))
        closes = self._text.startswith("/>", token.span.end - 2)
        return closes and (drawn or token.name in {"svg", "math"})

    def _is_block(self, name: str) -> bool:
        """Unknown elements are what their place makes of them: part of a sentence inside prose."""
        if name in self._rules.block or name in self._rules.inline:
            return name in self._rules.block
        return self._nearest_block().name not in self._rules.prose

    def _nearest_block(self) -> Element:
        return next(element for element in reversed(self._open) if element.block)

    def _end_paragraph(self) -> None:
        while self._nearest_block().name == "p":
            self._pop(self._nearest_block())

    def _end_siblings(self, name: str) -> None:
        if name in self._rules.closes:
            closed, within = self._rules.closes[name]
            for element in reversed(self._open):
                if element.name in within:
                    return
                if element.name in closed:
                    self._pop(element)
                    return

    def _pop(self, element: Element) -> None:
        while self._open.pop() is not element:
            pass

    def _closed(self, token: Token) -> Piece:
        block = self._is_block(token.name)
        for element in reversed(self._open[1:]):
            if element.name == token.name:
                if token.name not in DOCUMENT:
                    self._pop(element)
                return Piece(token, element, boundary=element.block)
            if (element.block and not block) or (element.name in WALLS and token.name not in CELLS):
                break
        return Piece(token, self._open[-1], boundary=block)

    def _element(self, token: Token, *, block: bool) -> Element:
        parent, said = self._open[-1], values(self._text, token)
        lang = (said.get("lang") or said.get("xml:lang") or parent.lang).strip()
        if token.name == "html":
            self.language = lang
        called = names(_called(token.name, said))
        aria = said.get("role", "").strip().lower()
        author = parent.author or _is_author(said, called)
        depth = parent.depth + 1
        kept, role = self._kept(token.name, said, parent, lang), _role(token.name, said, called, parent, self._rules)
        return Element(token.name, parent, depth, block, lang, kept, role, called, aria, author)

    def _kept(self, name: str, said: Mapping[str, str], parent: Element, lang: str) -> str:
        """Why an element's text is not translated: the standard's attribute, ITS 2.0, its kind, its language."""
        told = (said.get("translate") or said.get("its:translate") or said.get("its-translate") or "").strip().lower()
        if told == "yes" and name not in self._rules.hidden:
            return ""
        if told == "no" or not NOT_TRANSLATED.isdisjoint(said.get("class", "").lower().split()):
            return "translate=no"
        if name in self._rules.hidden or name in self._rules.code:
            return "hidden" if name in self._rules.hidden else "code"
        if parent.kept and not parent.kept.startswith("lang="):
            return parent.kept
        foreign = lang and self.language and _base(lang) != _base(self.language)
        return f"lang={lang}" if foreign else ""


def _base(lang: str) -> str:
    return lang.replace("_", "-").partition("-")[0].lower()


def values(text: str, token: Token) -> dict[str, str]:
    """The attributes of a tag by name, as they stand."""
    return {attribute.name: raw(text, attribute) for attribute in token.attributes}


def raw(text: str, attribute: Attribute) -> str:
    """The value of an attribute as it stands."""
    return text[attribute.span.start : attribute.span.end]


def _called(name: str, said: Mapping[str, str]) -> str:
    """The classes and the id of an element; the id of a heading, or of a bare section, only repeats what it says."""
    classes = said.get("class", "")
    slug = name in HEADINGS or (name == "section" and not classes)
    return classes if slug else f"{classes} {said.get('id', '')}"


@lru_cache(maxsize=4096)
def names(words: str) -> str:
    """Words as names are compared: `entryTitle left_0` is `-entry-title- -left-0-`."""
    return " ".join(f"-{HUMP.sub('-', word).replace('_', '-').lower()}-" for word in words.split())


def _is_author(said: Mapping[str, str], names: str) -> bool:
    return "author" in said.get("rel", "").lower().split() or bool(AUTHOR_NAMES.search(names))


def _role(name: str, said: Mapping[str, str], names: str, parent: Element, known: Rules) -> Role | None:
    if name in known.roles:
        return known.roles[name]
    if "author" in said.get("rel", "").lower().split() or said.get("itemprop", "") == "author":
        return Role.BYLINE
    if name not in DOCUMENT:
        for role, pattern in known.role_names.items():
            if names and pattern.search(names):
                return role
    return parent.role
