"""Mark, mask, restore: what a translation must conserve is found, taken out as slots, and put back.

Codes are found by shape (URL, e-mail, handle, placeholder, inline tag, number); names come from whoever knows them, as
a function, so that this station does not know the glossary.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import Any

import regex

from polyglot import inline, numbers, resources
from polyglot.model import (
    Candidate,
    Code,
    CodeKind,
    Inline,
    MarkedUnit,
    Masked,
    Rung,
    Segment,
    Side,
    Slot,
    Span,
    Tag,
    Unit,
)
from polyglot.resources import Match, Pattern

FindNames = Callable[[str, Sequence[Span], Sequence[Span]], tuple[Code, ...]]
"""Text, spans that hold no names (URLs, placeholders), spans a name may contain (inline tags) -> names in order."""
ChooseForm = Callable[[Code], tuple[str, tuple[str, ...]] | None]
"""A name -> what to write in the target and what else is right there; None leaves the name to the engine."""

HIDDEN = "\ufffc"
"""Stands for every character of a code where the numbers around it are looked for (U+FFFC, object replacement)."""
SIGN = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}{HIDDEN}-])(?:\p{{N}}{{1,4}}|\p{{Lu}}{{1,6}}|\p{{L}}){HIDDEN}+[\p{{L}}\p{{N}}]{{1,3}}{HIDDEN}+"
    r"[\p{L}\p{N}]{0,3}(?![\p{L}\p{N}])"
)
"""Digits, capitals or a letter with a few more in tags: the first, the nineteenth, carbon dioxide."""
TRAILING = ".,;:!?…*'’"
"""Marks that end a sentence rather than the URL before them."""
BREAK = regex.compile(r"[ \t]*+(?:\r\n|\r|\n)[ \t>]*+")
"""Where a text wrapped by hand goes on in the next line."""
BREAKABLE = regex.compile(r"(?<!«)(?:(?<!\d) ++| ++(?!\d))(?![;:!?»%])")
"""Spaces at which a line may end: no number and no mark is torn from what it belongs to."""
BRACKETS = {")": "(", "]": "[", "}": "{"}


@cache
def _facts() -> Mapping[str, Any]:
    """The shapes of `language/codes.toml`, their parts filled in."""
    facts = tomllib.loads((resources.HERE / "language" / "codes.toml").read_text("utf-8"))
    parts = {name: f"(?i:{'|'.join(sorted(words.split(), reverse=True))})" for name, words in facts["lists"].items()}
    for name, line in facts["parts"].items():
        parts[name] = _filled(line, parts)
    shapes = {kind: [_filled(line, parts) for line in lines] for kind, lines in facts["shapes"].items()}
    signs = {kind: resources.pattern(line) for kind, line in facts["signs"].items()}
    return {"tag": resources.pattern(parts["tag"]), "shapes": shapes, "signs": signs}


@cache
def _compiled(kind: str) -> tuple[Pattern, ...]:
    return tuple(resources.pattern(line) for line in _facts()["shapes"][kind])


def _shapes(text: str) -> Iterator[tuple[CodeKind, Pattern]]:
    """The shapes that a text may have, by the signs in it: most sentences have none, and pay for none."""
    for kind, sign in _facts()["signs"].items():
        if sign.search(text):
            yield from ((CodeKind(kind), shape) for shape in _compiled(kind))


def _is_tag(code: Code) -> bool:
    return code.kind is CodeKind.TAG or bool(_facts()["tag"].fullmatch(code.text))


def _filled(line: str, parts: Mapping[str, str]) -> str:
    return regex.sub("<<([a-z]+)>>", lambda found: parts[found[1]], line)


def mark(unit: Unit, source: Tag, find_names: FindNames, patterns: Sequence[str] = ()) -> MarkedUnit:
    """Find the codes and names of a unit, the project's own `patterns` first; in order, never overlapping."""
    kept = [_code(CodeKind.CODE, span, unit.text) for span in unit.keep]
    kept += [_code(CodeKind.TAG, one.span, unit.text) for one in unit.inline]
    codes = find(unit.text, source, find_names, patterns, kept)
    return MarkedUnit(unit, _paired(codes, unit.inline))


def _paired(codes: Sequence[Code], given: Sequence[Inline]) -> tuple[Code, ...]:
    """Codes that know which half of a pair they are: of the format's tags, and of those that stand in plain text.

    A half whose other was taken up by a name, or that crosses another pair, stands for itself.
    """
    closers: dict[Span, Span | str] = {one.span: given[one.partner].span for one in given if one.kind == "open"}
    sides: dict[Span, Side] = {}
    waiting: list[tuple[Span, Span | str]] = []
    places: defaultdict[Span | str, list[int]] = defaultdict(list)
    for code in codes:
        plain = code.kind is CodeKind.CODE and _is_tag(code)
        key: Span | str = code.text if plain else code.span
        if places[key]:
            at = places[key][-1]
            sides |= {waiting[at][0]: Side.OPEN, code.span: Side.CLOSE}
            while len(waiting) > at:
                places[waiting.pop()[1]].pop()
        elif plain or code.span in closers:
            key = f"</{code.text[1:-1].split()[0]}>" if plain else closers[code.span]
            places[key].append(len(waiting))
            waiting.append((code.span, key))
    return tuple(replace(code, side=sides[code.span]) if code.span in sides else code for code in codes)


def find(
    text: str, tag: Tag, find_names: FindNames, patterns: Sequence[str] = (), kept: Sequence[Code] = ()
) -> tuple[Code, ...]:
    """The codes of any text in a language, a source or a target."""
    codes = _by_shape(text, patterns, kept)
    tags = [code.span for code in codes if _is_tag(code)]
    others = [code.span for code in codes if not _is_tag(code)]
    names = find_names(text, others, tags)
    named = _hidden(text, [name.span for name in names])
    free = [code for code in codes if HIDDEN not in named[code.span.start : code.span.end]]
    digits = numbers.find(_hidden(named, [code.span for code in free]), tag)
    return tuple(sorted((*free, *names, *digits), key=lambda code: code.span))


def _hidden(text: str, spans: Iterable[Span]) -> str:
    """A text of the same length that has no words at these spans."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = HIDDEN * (end - start)
    return "".join(characters)


def kept(codes: Iterable[Code], text: str) -> tuple[Code, ...]:
    """Where a text has what stands in a source as code without a shape of its own, or with one that its place gave it.

    An author's name is such a code, and `[b]` in front of a `[/b]` that stands in another sentence.
    """
    kinds = {code.text: code.kind for code in codes if code.kind in {CodeKind.CODE, CodeKind.PLACEHOLDER, CodeKind.TAG}}
    words = sorted(kinds, key=len, reverse=True)
    found = regex.finditer("|".join(map(regex.escape, words)), text) if words else ()
    return tuple(_code(kinds[match[0]], Span(*match.span()), text) for match in found)


def _by_shape(text: str, patterns: Sequence[str], kept: Sequence[Code]) -> tuple[Code, ...]:
    """What is kept, then what the project's own patterns find, then the shapes, the longest first."""
    own = [(CodeKind.CODE, regex.compile(pattern)) for pattern in patterns]
    codes = list(kept)
    free = bytearray(b"\1" * len(text))
    for code in codes:
        free[slice(*code.span)] = bytes(len(code.text))
    for kind, span in (*_found(own, text), *sorted(_found(_shapes(text), text), key=lambda pair: -_length(pair[1]))):
        if span.end > span.start and all(free[slice(*span)]):
            free[slice(*span)] = bytes(_length(span))
            codes.append(_code(kind, span, text))
    return tuple(sorted(codes, key=lambda code: code.span))


def _found(patterns: Iterable[tuple[CodeKind, Pattern]], text: str) -> list[tuple[CodeKind, Span]]:
    return [
        (kind, _trimmed(kind, Span(*found.span()), text)) for kind, shape in patterns for found in shape.finditer(text)
    ]


def _length(span: Span) -> int:
    return span.end - span.start


def _code(kind: CodeKind, span: Span, text: str) -> Code:
    written = text[span.start : span.end]
    return Code(kind, span, written, written)


def _trimmed(kind: CodeKind, span: Span, text: str) -> Span:
    """The span without the marks of the sentence behind a URL; a closing bracket stays with its opening one."""
    start, end = span
    while kind is CodeKind.URL and end > start and text[end - 1] in (*TRAILING, *BRACKETS):
        last = text[end - 1]
        if last in BRACKETS and text.count(BRACKETS[last], start, end) >= text.count(last, start, end):
            break
        end -= 1
    return Span(start, end)


def mask(segment: Segment, rung: Rung, choose: ChooseForm) -> Masked:
    """Take the codes out of a segment; on the first rung the engine still sees the numbers.

    Line breaks of a text wrapped by hand become spaces: `restore` breaks the lines again.
    """
    pieces: list[str | Slot] = []
    at = number = 0
    for code in _with_signs(segment):
        slot = _slot(code, number, rung, choose)
        if slot is not None:
            pieces += [_unbroken(segment.text[at : code.span.start]), slot]
            at, number = code.span.end, number + 1
    pieces.append(_unbroken(segment.text[at:]))
    return Masked(tuple(piece for piece in pieces if piece != ""))


def _with_signs(segment: Segment) -> Iterator[Code]:
    """The codes of a segment, where `1<sup>er</sup>` and `CO<sub>2</sub>` are one each: they are signs, not words."""
    tags = [code.span for code in segment.codes if code.side is not Side.NONE]
    hidden = _hidden(segment.text, tags) if 0 < len(tags) <= inline.MOST else ""
    signs = [span for found in SIGN.finditer(hidden) if _whole(segment, span := Span(*found.span()))]
    done = 0
    for code in segment.codes:
        while signs and signs[0].start <= code.span.start:
            sign = signs.pop(0)
            yield _code(CodeKind.CODE, sign, segment.text)
            done = sign.end
        if code.span.start >= done:
            yield code


def _whole(segment: Segment, span: Span) -> bool:
    """Whether a stretch has no half of a pair without the other, and no part of a name."""
    inside = [code for code in segment.codes if code.span.overlaps(span)]
    depth = [{Side.OPEN: 1, Side.CLOSE: -1}.get(code.side, 0) for code in inside]
    named = any(code.kind is CodeKind.NAME for code in inside)
    return not named and sum(depth) == 0 and min(accumulate(depth)) >= 0


def _slot(code: Code, number: int, rung: Rung, choose: ChooseForm) -> Slot | None:
    if code.kind is CodeKind.NAME:
        form = choose(code)
        if form is None:
            return None
        return Slot(number, code.kind, _unbroken(code.text), form[0], form[1], concept=code.value)
    if code.kind is CodeKind.NUMBER and rung in {Rung.INJECT, Rung.STAND_IN}:
        return None
    return Slot(number, code.kind, code.text, code.text, (code.text,), code.side)


def _unbroken(text: str) -> str:
    return BREAK.sub(" ", text)


def restore(candidate: Candidate, masked: Masked, segment: Segment) -> str | None:
    """The candidate's text with every slot's target in its place; None where a slot is missing or doubled.

    White space around the segment, and the number of its lines, are those of the source.
    """
    given = sorted(piece.number for piece in candidate.pieces if isinstance(piece, Slot))
    if given != [slot.number for slot in masked.slots]:
        return None
    text, fixed = "", []
    for piece in candidate.pieces:
        if isinstance(piece, Slot):
            fixed.append(Span(len(text), len(text) + len(piece.target)))
        text += piece.target if isinstance(piece, Slot) else regex.sub(r"\s*[\r\n]\s*", " ", piece)
    if _unbroken(text) == _unbroken(segment.text):
        return segment.text
    indent, source = len(text) - len(text.lstrip()), segment.text
    lines = _with_lines(text.strip(), [span.shifted(-indent) for span in fixed], segment)
    return source[: len(source) - len(source.lstrip())] + lines + source[len(source.rstrip()) :]


def _with_lines(text: str, fixed: Sequence[Span], segment: Segment) -> str:
    """Break a translation into as many lines as its source, each at the space nearest to the same share of the text.

    No line breaks in what stands in a slot, which has those of its source already.
    """
    inside = [code.span for code in segment.codes if code.kind is not CodeKind.NAME]
    breaks = [found for found in BREAK.finditer(segment.text) if not _in_any(found, inside)]
    spaces = [found.span() for found in BREAKABLE.finditer(text) if not _in_any(found, fixed)]
    pieces, at = [], 0
    for left, found in zip(range(len(breaks) - 1, -1, -1), breaks, strict=True):
        place = (found.start() + found.end()) / 2 * len(text) / len(segment.text)
        behind = [space for space in spaces if space[0] > at]
        behind = behind[: max(len(behind) - left, 1)]  # the breaks to come need a space each
        start, end = min(behind, key=lambda space: abs(space[0] - place), default=(len(text), len(text)))
        pieces += [text[at:start], found[0]]
        at = end
    return "".join([*pieces, text[at:]])


def _in_any(found: Match, spans: Iterable[Span]) -> bool:
    return any(Span(*found.span()).overlaps(span) for span in spans)


def expected(codes: Iterable[Code], choose: ChooseForm) -> tuple[Code, ...]:
    """The codes of a source that a target in this language must have: names that no form is known for are left out."""
    return tuple(code for code in codes if code.kind is not CodeKind.NAME or choose(code) is not None)


def spread(codes: Iterable[Code]) -> Iterator[Code]:
    """Codes as the laws compare them: the tags that a name has in it count as well, and are like any others.

    A name may have half of its word in tags, and its form in the target all of it: there they are no part of it.
    """
    for code in codes:
        if _is_tag(code):
            yield replace(code, kind=CodeKind.TAG)
            continue
        yield code
        if code.kind is CodeKind.NAME and "<" in code.text:
            spans = [Span(*found.span()) for found in _facts()["tag"].finditer(code.text)]
            for tag in _paired([_code(CodeKind.CODE, span, code.text) for span in spans], ()):
                yield replace(tag.shifted(code.span.start), kind=CodeKind.TAG)
