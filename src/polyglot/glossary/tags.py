"""Inline tags inside names: which ones belong together, and a surface without them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from polyglot.glossary.fold import View
from polyglot.model import Code, CodeKind, Span

INLINE = re.compile(
    r"<(?P<name>[A-Za-z][\w:.-]*)[^<>]*></(?P=name)>"
    r"|</?[A-Za-z][^<>]*>|(?<!\w)(?:\*{1,3}|_{1,3}|~~)|(?:\*{1,3}|_{1,3}|~~)(?!\w)|\[|\](?:\([^()]*\))?"
)
"""Tags of HTML (an empty element is one) and marks of Markdown, but no asterisk between letters (`M*A*S*H`)."""
ELEMENT = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)[^<>]*?(?P<empty>/?)>")
NAME = CodeKind.NAME
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag in a text."""

    span: Span
    name: str
    """What its counterpart is called as well; empty for a tag that has none."""
    opens: bool
    closes: bool
    """A mark of Markdown looks the same on both sides, so that it may do either."""


def mark(text: str, span: Span) -> Mark:
    """What a span that is a tag does."""
    written = text[span.start : span.end]
    element = ELEMENT.fullmatch(written)
    if element is None:
        link, closes = written.startswith(("[", "]")), not written.startswith("[")
        name = "[" if link else "" if written.startswith("<") else written
        return Mark(span, name, opens=not (link and closes), closes=closes)
    name = element["name"].lower()
    if element["empty"] or name in VOID:
        return Mark(span, "", opens=False, closes=False)
    return Mark(span, name, opens=not element["close"], closes=bool(element["close"]))


def marks(surface: str) -> tuple[Mark, ...]:
    """The tags of a surface, in order."""
    return tuple(mark(surface, Span(*found.span())) for found in INLINE.finditer(surface))


def bare_of_tags(surface: str) -> str:
    """A surface without its tags.

    >>> bare_of_tags("<b>Volodymyr</b> Zelensky")
    'Volodymyr Zelensky'
    """
    return INLINE.sub("", surface)


def partners(tags: Sequence[Mark]) -> Mapping[int, int]:
    """For each tag that closes another one among them, by number, the number of that one."""
    waiting: list[int] = []
    closed: dict[int, int] = {}
    for number, tag in enumerate(tags):
        opener = next((one for one in reversed(waiting) if tag.closes and tags[one].name == tag.name), None)
        if opener is not None:
            waiting.remove(opener)
            closed[number] = opener
        elif tag.opens and tag.name:
            waiting.append(number)
    return closed


def completed(text: str, span: Span, tags: Sequence[Span], floor: int = 0) -> Span:
    """A span with the tags right beside it that pair with tags in it; it never begins before `floor`.

    `tags` are in order and do not overlap.

    >>> completed("<b>Volodymyr</b> Zelensky", Span(3, 25), (Span(0, 3), Span(12, 16)))
    Span(start=0, end=25)
    """
    first, last = bisect_left(tags, (span.start,)), bisect_left(tags, (span.end,))
    inside = [mark(text, tag) for tag in tags[first:last]]
    closed = partners(inside)
    paired = {*closed, *closed.values()}
    single = [tag for number, tag in enumerate(inside) if number not in paired and tag.name]
    start, end = span
    for tag in single:
        beside = mark(text, tags[first - 1]) if first and floor <= tags[first - 1].start else None
        if tag.closes and beside and beside.span.end == start and beside.opens and beside.name == tag.name:
            start, first = beside.span.start, first - 1
    for tag in reversed(single):
        beside = mark(text, tags[last]) if last < len(tags) else None
        if tag.opens and beside and beside.span.start == end and beside.closes and beside.name == tag.name:
            end, last = beside.span.end, last + 1
    return Span(start, end)


def codes(text: str, view: View, names: Iterable[tuple[Span, str]], transparent: Sequence[Span]) -> tuple[Code, ...]:
    """The names of a text, from spans of its view in order and their concepts, as codes with the tags they need."""
    tags = sorted(transparent) if transparent else ()
    found: list[Code] = []
    for seen, concept in names:
        span = view.original(seen)
        if span is not seen and span.end - span.start > seen.end - seen.start:  # something not seen stands in it
            span = completed(text, span, tags, floor=found[-1].span.end if found else 0)
        found.append(Code(NAME, span, text[span.start : span.end], concept))
    return tuple(found)
