"""How well HTML pages are told apart: the article's words against the site's, by pages that carry the truth.

An element of such a page says in `data-gold` whose its text is: `a` the article's, `f` the site's, `l` the law's
(cookies, consent, copyright). The attribute is taken out before the page is read. Counted are words: precision is how
many of the words kept as article are the article's, recall how many of the article's are kept. Beside polyglot stands
trafilatura alone, as it extracts by default.

Usage: python benchmarks/pages.py PAGE.src.html... [--words]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from polyglot.config import FurnitureRules
from polyglot.formats.html import HtmlFormat
from polyglot.formats.html.declared import encoding
from polyglot.furniture import classify
from polyglot.model import Document, Tag
from polyglot.skeleton import decode
from polyglot.xmlfile import Element

GOLD = re.compile(rb"""\s+data-gold=(?:"[afl]"|'[afl]'|[afl](?=[\s>]))""")
WORD = re.compile(r"\w+")
UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe")


class Count(NamedTuple):
    """Words of a page."""

    right: int
    kept: int
    """As article."""
    wanted: int

    @property
    def precision(self) -> float:
        """How much of what is kept is the article's."""
        return self.right / self.kept if self.kept else 1.0

    @property
    def recall(self) -> float:
        """How much of the article is kept."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def both(self) -> float:
        """F1."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def gold(source: bytes) -> Counter[str]:
    """The words of the article, as the page's author says."""
    from lxml import html

    page = decode(source, "", "", encoding(source))[0]  # not as lxml guesses
    found: Counter[str] = Counter()
    for text, label in _labelled(html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8")), "a"):
        if label == "a":
            found.update(WORD.findall(text.casefold()))
    return found


def _labelled(element: Element, label: str) -> Iterator[tuple[str, str]]:
    if isinstance(element.tag, str) and element.tag not in UNSEEN:
        own = element.get("data-gold", label)
        yield element.text or "", own
        for child in element:
            yield from _labelled(child, own)
            yield child.tail or "", own


def read(source: bytes, name: str) -> Document:
    """A page as polyglot tells it apart, without its truth."""
    document = HtmlFormat().read(GOLD.sub(b"", source), name)
    return classify(document, Tag(document.language or name[3:5]), "auto", FurnitureRules())


def kept(document: Document) -> Counter[str]:
    """The words that are kept as the article's: what is shown, not what metadata say."""
    body = re.search(r"<body", document.text, re.IGNORECASE)
    start = body.start() if body else 0
    found: Counter[str] = Counter()
    for unit in document.units:
        shown = document.text[slice(*unit.span)]
        if (
            unit.role.aside
            or unit.span.start < start
            or unit.span.start == unit.span.end
            or not _is_text(document, unit.span.start)
        ):
            continue
        found.update(WORD.findall(_words(shown).casefold()))
    return found


def _is_text(document: Document, start: int) -> bool:
    """Whether a place lies between tags, not in one, and in no script."""
    before = document.text[:start]
    opened, closed = before.rfind("<"), before.rfind(">")
    return closed > opened and not re.match(r"(?i)<script", before[opened:])


def _words(raw: str) -> str:
    from html import unescape

    return unescape(re.sub(r"<[^>]*>", " ", raw))


def extracted(source: bytes) -> Counter[str]:
    """What trafilatura extracts."""
    from trafilatura import extract

    text = extract(GOLD.sub(b"", source)) or ""
    return Counter(WORD.findall(text.casefold()))


def count(wanted: Counter[str], found: Counter[str]) -> Count:
    return Count((wanted & found).total(), found.total(), wanted.total())


def main() -> None:
    parser = argparse.ArgumentParser(description="How well HTML pages are told apart.")
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--words", action="store_true", help="show the words that are wrong")
    given = parser.parse_args()
    ours, theirs = [], []
    for page in given.pages:
        source = page.read_bytes()
        wanted, document = gold(source), read(source, page.name)
        found = kept(document)
        ours.append(count(wanted, found))
        theirs.append(count(wanted, extracted(source)))
        figures = (ours[-1].precision, ours[-1].recall, theirs[-1].precision, theirs[-1].recall)
        print(f"{page.name:48}", *(f"{figure:.3f}" for figure in figures))
        if given.words:
            print("   too many:", " ".join((found - wanted).elements())[:400])
            print("   missing: ", " ".join((wanted - found).elements())[:400])
    for name, counts in (("polyglot", ours), ("trafilatura", theirs)):
        whole = Count(*map(sum, zip(*counts, strict=True)))
        mean = sum(one.both for one in counts) / len(counts)
        told = f"precision {whole.precision:.3f}  recall {whole.recall:.3f}  F1 {whole.both:.3f}"
        print(f"{name:14} {told}  mean F1 {mean:.3f}")


if __name__ == "__main__":
    main()
