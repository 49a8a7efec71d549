"""What a localised page says of itself: attributes, links and metadata where browsers and search engines look for them.

`lang` and `dir` after the HTML standard; `hreflang` and `canonical` after its link types; Open Graph and schema.org as
far as the page had them already; how it was translated as metadata, after ITS 2.0's provenance.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import islice

from polyglot import locales
from polyglot.formats.html import linked
from polyglot.formats.html.characters import written_value
from polyglot.formats.html.places import Element, Piece, Walk, values
from polyglot.formats.html.rules import rules
from polyglot.formats.html.scan import Attribute, Token
from polyglot.model import Document, Edit, Publication, Span

CONTAINERS = frozenset({"", "html", "body", "main", "article", "section", "div"})
"""Elements in which a paragraph of its own may stand."""
IN_LANGUAGE = re.compile(r'"inLanguage"\s*+:\s*+"(?P<tag>[^"\\]*+)"')
TYPE = re.compile(r'"@type"\s*+:\s*+"(?P<type>[^"\\]*+)"')


def edits(document: Document, facts: Publication, places: Sequence[Span]) -> tuple[Edit, ...]:
    """The edits that make a page say these facts; `places` are where the article's texts stand, in order."""
    pieces = tuple(Walk(document.text, document.path).pieces())
    page = _Page(document, facts)
    found = [edit for piece in pieces for edit in page.of(piece)]
    return (*found, *page.data(pieces), *page.head(pieces), *page.notice(pieces, places))


class _Page:
    """A page with what it is to say."""

    def __init__(self, document: Document, facts: Publication) -> None:
        self._text, self._encoding, self._facts = document.text, document.encoding.name, facts
        self._told = bool(facts.alternates)

    def of(self, piece: Piece) -> Iterator[Edit]:
        """The edits of one token."""
        token = piece.token
        if token.kind == "open":
            said = values(self._text, token)
            yield from self._language(token, said)
            yield from self._linked(token, said)
            if token.name in {"link", "meta"}:
                yield from self._metadata(token, said)
        elif token.kind == "raw" and piece.element.name == "script":
            yield from self._data(token)

    def _language(self, token: Token, said: Mapping[str, str]) -> Iterator[Edit]:
        """The page's own language, also where elements repeat it; foreign words keep theirs."""
        if not self._facts.language:
            return
        whole = token.name == "html"
        if whole and "lang" not in said:
            yield self._set(token, "lang", self._facts.target)
        for name in ("lang", "xml:lang"):
            if name in said and (whole or locales.akin(said[name], self._facts.source)):
                yield self._set(token, name, self._facts.target)
        if whole and (self._facts.right_to_left or said.get("dir", "").lower() == "rtl"):
            yield self._set(token, "dir", "rtl" if self._facts.right_to_left else "ltr")

    def _linked(self, token: Token, said: Mapping[str, str]) -> Iterator[Edit]:
        if token.name in {"a", "area"} and self._facts.link and said.get("href"):
            leads = self._facts.link(said["href"])
            if leads != said["href"]:
                yield self._set(token, "href", leads)

    def _metadata(self, token: Token, said: Mapping[str, str]) -> Iterator[Edit]:
        """What the head says of the source's address and language."""
        kinds = said.get("rel", "").lower().split()
        name = (said.get("property") or said.get("name") or "").lower()
        if self._told and "alternate" in kinds and "hreflang" in said:
            yield Edit(token.span, "")
        elif self._told and "canonical" in kinds:
            yield self._set(token, "href", self._facts.address)
        elif self._told and name == "og:url":
            yield self._set(token, "content", self._facts.address)
        elif name == "og:locale" and self._facts.language:
            yield self._set(token, "content", locales.with_territory(self._facts.target))

    def _data(self, token: Token) -> Iterator[Edit]:
        """What linked data say of the source's language; and what they are a translation of."""
        for found in IN_LANGUAGE.finditer(self._text, *token.span) if self._facts.language else ():
            if locales.akin(found["tag"], self._facts.source):
                yield Edit(Span(*found.span("tag")), self._facts.target)
        for found in TYPE.finditer(self._text, *token.span) if self._facts.original else ():
            if rules().linked_types.search(found["type"]):
                original = json.dumps({"@type": found["type"], "@id": self._facts.original}, ensure_ascii=True)
                yield Edit(Span(found.end(), found.end()), f', "translationOfWork": {original}'.replace("<", "\\u003c"))

    def data(self, pieces: Sequence[Piece]) -> Iterator[Edit]:
        """What the linked data of the article say of how it was translated; a page without such data says nothing."""
        facts = self._facts
        said = {
            "translator": {"@type": "SoftwareApplication", "name": facts.engine},
            "creativeWorkStatus": f"machine translation, reviewed {facts.reviewed}/{facts.segments}",
        }
        scripts = (one for one in pieces if one.token.kind == "raw" and one.element.name == "script" and facts.engine)
        places = (linked.noted(self._text, piece.token.span, said) for piece in scripts)
        for at, text in islice(filter(None, places), 1):
            yield Edit(Span(at, at), text)

    def head(self, pieces: Sequence[Piece]) -> Iterator[Edit]:
        """New lines at the end of the head; a page without one says nothing there."""
        lines = [*self._alternates(), *self._provenance()]
        at = next((piece.token.span.start for piece in pieces if _is(piece, "close", "head")), None)
        if at is None:
            at = next((piece.token.span.end for piece in pieces if _is(piece, "open", "head")), None)
        if lines and at is not None:
            yield Edit(Span(at, at), "".join(f"{line}\n" for line in lines))

    def _alternates(self) -> Iterator[str]:
        for tag, address in self._facts.alternates:
            yield f'<link rel="alternate" hreflang="{tag}" href="{escape(address)}">'

    def _provenance(self) -> Iterator[str]:
        facts = self._facts
        if facts.engine:
            yield '<meta name="translation-origin" content="machine">'
            yield f'<meta name="translation-source" content="{facts.source}">'
            yield f'<meta name="translation-engine" content="{escape(facts.engine)}">'
            yield f'<meta name="translation-reviewed" content="{facts.reviewed}/{facts.segments}">'

    def notice(self, pieces: Sequence[Piece], places: Sequence[Span]) -> Iterator[Edit]:
        """A paragraph behind the block that ends the article."""
        if not self._facts.notice or not places:
            return
        starts = [piece.token.span.start for piece in pieces]
        first, last = (pieces[bisect_right(starts, place.start) - 1].element for place in (places[0], places[-1]))
        block = _outermost(last, first)
        at = max(piece.token.span.end for piece in pieces if block in piece.element.chain())
        said = self._spelled(escape(self._facts.notice, quote=False))
        yield Edit(Span(at, at), f'\n<p class="translation-notice" role="note">{said}</p>\n')

    def _set(self, token: Token, name: str, value: str) -> Edit:
        """The edit that gives an attribute of a tag a value."""
        known = next((one for one in token.attributes if one.name == name), None)
        if known is None:
            at = token.span.start + 1 + len(token.name)
            return Edit(Span(at, at), f' {name}="{self._spelled(escape(value))}"')
        if not known.quote and not known.span.end > known.span.start:
            return Edit(known.span, self._valued(known, value))
        return Edit(
            known.span, written_value(value, {ord("&"): "&amp;", ord("<"): "&lt;"}, self._encoding, known.quote)
        )

    def _valued(self, known: Attribute, value: str) -> str:
        """What stands behind an attribute that had no value."""
        sign = "" if self._text[: known.span.start].endswith("=") else "="
        return f'{sign}"{self._spelled(escape(value))}"'

    def _spelled(self, text: str) -> str:
        """A text as far as the page's encoding can spell it, in references where it cannot."""
        return text.encode(self._encoding, "xmlcharrefreplace").decode(self._encoding)


def _is(piece: Piece, kind: str, name: str) -> bool:
    return piece.token.kind == kind and piece.token.name == name


def _outermost(element: Element, first: Element) -> Element:
    """The largest element around the article's last text that does not hold its first; no list or table is broken."""
    around = set(first.chain())
    apart = [one for one in element.chain() if one not in around]
    fitting = [one for one in (apart or [element]) if one.parent is None or one.parent.name in CONTAINERS]
    return fitting[0] if fitting else element
