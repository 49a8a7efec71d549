"""Mark, mask, restore: what a translation must conserve is found, taken out as slots, and put back.

Codes are found by shape (URL, e-mail, handle, placeholder, inline tag, number); names come from whoever knows them, as
a function, so that this station does not know the glossary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import regex

from polyglot import numbers
from polyglot.model import Candidate, Code, CodeKind, MarkedUnit, Masked, Rung, Segment, Slot, Span, Tag, Unit

FindNames = Callable[[str, Sequence[Span], Sequence[Span]], tuple[Code, ...]]
"""Text, spans that hold no names (URLs, placeholders), spans a name may contain (inline tags) -> names in order."""
ChooseForm = Callable[[Code], tuple[str, tuple[str, ...]] | None]
"""A name -> what to write in the target and what else is right there; None leaves the name to the engine."""

DOMAIN = r"(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+(?:[a-z]{2,24}|xn--[a-z\d-]+)"
SHAPES: tuple[tuple[CodeKind, regex.Pattern[str]], ...] = (
    (CodeKind.PLACEHOLDER, regex.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{%[^%]*%\}|%\([^()\s]+\)[#0\- +]?\d*[sdifr]")),
    (CodeKind.CODE, regex.compile(r"`[^`\n]+`|</?[a-zA-Z][^<>]*>|<!--.*?-->|&(?:#\d+|#x[\da-fA-F]+|[a-zA-Z]+);")),
    (CodeKind.URL, regex.compile(r"(?:https?|ftp)://[^\s<>«»“”\"|]+|(?:mailto|tel):[^\s<>«»“”\"]+", regex.IGNORECASE)),
    (CodeKind.EMAIL, regex.compile(rf"[\p{{L}}\d._%+-]+@{DOMAIN}\b", regex.IGNORECASE)),
    (CodeKind.URL, regex.compile(rf"(?<![\w@./-])(?:www\.{DOMAIN}|{DOMAIN})(?::\d+)?(?:/[^\s<>«»“”\"|]*)?(?![\w@])")),
    (
        CodeKind.PLACEHOLDER,
        regex.compile(r"(?<![\w%])%[sdif@](?!\w)|\{[\w.:!-]*\}|\[/?[a-z][\w-]*(?: [^][]*=[^][]*)?\]"),
    ),
    (CodeKind.HANDLE, regex.compile(r"(?<![\w@#&])[@#]\p{L}[\p{L}\p{N}_]*(?:[.-][\p{L}\p{N}_]+)*")),
)
"""What has these shapes goes through unchanged, the first shape that matches wins."""
TRAILING = ".,;:!?…)]}'’"
"""Marks that end a sentence rather than the URL before them."""
TAG = regex.compile(r"</?[a-zA-Z][^<>]*>")


def mark(unit: Unit, source: Tag, find_names: FindNames, patterns: Sequence[str] = ()) -> MarkedUnit:
    """Find the codes and names of a unit, the project's own `patterns` first; in order, never overlapping."""
    kept = [_code(CodeKind.CODE, span, unit.text) for span in unit.keep]
    return MarkedUnit(unit, find(unit.text, source, find_names, patterns, kept))


def find(
    text: str, tag: Tag, find_names: FindNames, patterns: Sequence[str] = (), kept: Sequence[Code] = ()
) -> tuple[Code, ...]:
    """The codes of any text in a language, a source or a target."""
    codes = _by_shape(text, patterns, kept)
    tags = [code.span for code in codes if TAG.fullmatch(code.text)]
    others = [code.span for code in codes if code.span not in tags]
    names = find_names(text, others, tags)
    free = [code for code in codes if not any(code.span.overlaps(name.span) for name in names)]
    taken = [code.span for code in (*free, *names)]
    digits = (code for code in numbers.find(text, tag) if not any(code.span.overlaps(span) for span in taken))
    return tuple(sorted((*free, *names, *digits), key=lambda code: code.span))


def kept(codes: Iterable[Code], text: str) -> tuple[Code, ...]:
    """Where a text has what stands in a source as code without a shape of its own: an author's name."""
    words = {code.text for code in codes if code.kind is CodeKind.CODE}
    found = (found for word in words for found in regex.finditer(regex.escape(word), text))
    return tuple(_code(CodeKind.CODE, Span(*match.span()), text) for match in found)


def _by_shape(text: str, patterns: Sequence[str], kept: Sequence[Code]) -> tuple[Code, ...]:
    codes = list(kept)
    own = ((CodeKind.CODE, regex.compile(pattern)) for pattern in patterns)
    for kind, shape in (*own, *SHAPES):
        for found in shape.finditer(text):
            span = _trimmed(kind, Span(*found.span()), text)
            if span.end > span.start and not any(span.overlaps(code.span) for code in codes):
                codes.append(_code(kind, span, text))
    return tuple(codes)


def _code(kind: CodeKind, span: Span, text: str) -> Code:
    written = text[span.start : span.end]
    return Code(kind, span, written, written)


def _trimmed(kind: CodeKind, span: Span, text: str) -> Span:
    """The span without the marks of the sentence behind a URL; a closing bracket stays with its opening one."""
    end = span.end
    while kind is CodeKind.URL and end > span.start and text[end - 1] in TRAILING:
        if text[end - 1] == ")" and "(" in text[span.start : end]:
            break
        end -= 1
    return Span(span.start, end)


def mask(segment: Segment, rung: Rung, choose: ChooseForm) -> Masked:
    """Take the codes out of a segment; on the first rung the engine still sees the numbers.

    Line breaks of a text wrapped by hand become spaces: `restore` breaks the lines again.
    """
    pieces: list[str | Slot] = []
    at = number = 0
    for code in segment.codes:
        slot = _slot(code, number, rung, choose)
        if slot is not None:
            pieces += [_unbroken(segment.text[at : code.span.start]), slot]
            at, number = code.span.end, number + 1
    pieces.append(_unbroken(segment.text[at:]))
    return Masked(tuple(piece for piece in pieces if piece != ""))


def _slot(code: Code, number: int, rung: Rung, choose: ChooseForm) -> Slot | None:
    if code.kind is CodeKind.NAME:
        form = choose(code)
        return Slot(number, code.kind, _unbroken(code.text), form[0], form[1]) if form else None
    if code.kind is CodeKind.NUMBER and rung in {Rung.INJECT, Rung.STAND_IN}:
        return None
    return Slot(number, code.kind, code.text, code.text, (code.text,))


def _unbroken(text: str) -> str:
    return regex.sub(r"[ \t]*(?:\r\n|\r|\n)[ \t>]*", " ", text)


def restore(candidate: Candidate, masked: Masked, segment: Segment) -> str | None:
    """The candidate's text with every slot's target in its place; None where a slot is missing or doubled.

    White space around the segment, and the number of its lines, are those of the source.
    """
    given = sorted(piece.number for piece in candidate.pieces if isinstance(piece, Slot))
    if given != [slot.number for slot in masked.slots]:
        return None
    text = "".join(piece if isinstance(piece, str) else piece.target for piece in candidate.pieces)
    unbroken = _unbroken(segment.text)
    return segment.text if text == unbroken else _with_lines(text, segment.text)


def _with_lines(text: str, source: str) -> str:
    """Break a translation into as many lines as its source, each at the space nearest to the same share of the text."""
    breaks = list(regex.finditer(r"[ \t]*(?:\r\n|\r|\n)[ \t>]*", source))
    for position, found in enumerate(breaks):
        share = (found.start() + found.end()) / 2 / len(source)
        before = max((text.rfind(old[0]) + len(old[0]) for old in breaks[:position]), default=0)
        spaces = [space.span() for space in regex.finditer(r" +", text) if space.start() > before]
        start, end = min(spaces, key=lambda span: abs(span[0] - share * len(text)), default=(len(text), len(text)))
        text = text[:start] + found[0] + text[end:]
    return text


def expected(codes: Iterable[Code], choose: ChooseForm) -> tuple[Code, ...]:
    """The codes of a source that a target in this language must have: names that no form is known for are left out."""
    return tuple(code for code in codes if code.kind is not CodeKind.NAME or choose(code) is not None)
