"""Subtitles, SubRip and WebVTT: the text of a cue is a unit; numbers, times, settings, notes and styles stay.

A sentence that runs over two cues stays in two units, as each is shown at its own time. Where two people speak in one
cue, each line behind a dash is a unit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from polyglot import skeleton
from polyglot.errors import UnreadableInputError
from polyglot.model import Document, Edit, Inline, Publication, Role, Span, Unit
from polyglot.resources import Pattern

TIME = r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}[,.]\d{1,3}"
TIMES = re.compile(rf"\s*{TIME}[ \t]*-->[ \t]*{TIME}(?:[ \t].*)?")
NUMBER = re.compile(r"\s*\d+\s*")
LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
BREAK = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))+")
DASH = re.compile(r"(?:(?<=[\r\n])|\A)[ \t]*(?:\{\\[^{}]*\})*[-–—][ \t\u00a0\u202f]*(?=[^\s\d–—-])")
"""Where a speaker begins; a place on the screen (`{\\an8}`) may stand before it."""
TAG_NAME = re.compile(r"</?([^\W\d_]+)")
BLOCKS = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
"""How the blocks of WebVTT begin that are no cues."""
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&lrm;": "\u200e", "&rlm;": "\u200f"}
"""Those of WebVTT."""
ENTITY = re.compile("|".join(ENTITIES))


class Line(NamedTuple):
    """A line without its end."""

    span: Span
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one kind of subtitles has that the other has not."""

    header: str
    """What a file begins with; empty where it begins with a cue."""
    code: Pattern
    """The inline codes of a cue's text."""
    entities: Mapping[str, str]
    notice: str
    example: str


SRT = Dialect("", re.compile(r"</?(?i:i|b|u|s|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}"), {}, "", "00:00:01,000")
VTT = Dialect("WEBVTT", re.compile(r"<[^<>]*>"), ENTITIES, "NOTE {}", "00:00:01.000")


class _Subtitles:
    """What reading and writing have in common for both kinds."""

    name: str
    dialect: Dialect

    def read(self, data: bytes, path: str = "", encoding: str = "") -> Document:
        """Decode and find the cues. Raises `UnreadableInputError` with the line where times are missing."""
        text, spelled = skeleton.decode(data, path, encoding)
        units = tuple(_units(text, path, self.dialect))
        return Document(path, self.name, text, units, spelled, structured=True)

    def write(self, document: Document) -> bytes:
        """Splice the targets in, each in the lines of its cue."""
        break_ = next(iter(re.findall(r"\r\n|\r|\n", document.text)), "\n")
        changes = [
            Edit(unit.span, _spelled(unit, document.text, break_, self.dialect))
            for unit in document.units
            if unit.target not in {None, unit.text}
        ]
        return skeleton.encode(document, [*changes, *document.edits])

    def publish(self, document: Document, facts: Publication) -> Document:
        """The document with the notice as a note behind its cues, where its kind has notes."""
        if not (facts.notice and self.dialect.notice):
            return document
        return skeleton.with_last_line(document, self.dialect.notice.format(" ".join(facts.notice.split())))


class SrtFormat(_Subtitles):
    """SubRip: cues with a number and times, text with a few tags of HTML."""

    name = "srt"
    dialect = SRT


class VttFormat(_Subtitles):
    """WebVTT: a header, cues with times and settings, notes, styles and regions."""

    name = "vtt"
    dialect = VTT


# --- reading ---------------------------------------------------------------------------------------------------------


def _units(text: str, path: str, dialect: Dialect) -> Iterator[Unit]:
    """The units of all cues, in order."""
    names = skeleton.Names()
    for lines in _cues(text, path, dialect):
        whole = Span(lines[0].span.start, lines[-1].span.end)
        for span in _turns(text[slice(*whole)], whole.start):
            said, codes = _decoded(text[slice(*span)], dialect)
            if said.strip():
                yield Unit(names.of(Role.PARAGRAPH, said), Role.PARAGRAPH, span, said, inline=_inline(said, codes))


def _turns(text: str, start: int) -> Iterator[Span]:
    """What each speaker says: the stretches behind dashes, or all of a cue."""
    found = list(DASH.finditer(text))
    begins = [dash.end() for dash in found] if found and not found[0].start() and len(found) > 1 else [0]
    ends = [dash.start() for dash in found[1:]] if len(begins) > 1 else []
    for begin, end in zip(begins, [*ends, len(text)], strict=True):
        raw = text[begin:end]
        left = begin + len(raw) - len(raw.lstrip())
        yield Span(start + left, start + max(left, begin + len(raw.rstrip())))


def _cues(text: str, path: str, dialect: Dialect) -> Iterator[Sequence[Line]]:
    """The lines of text of each cue that has any."""
    blocks = list(_blocks(text))
    if dialect.header:
        _check_header(blocks, path, dialect)
        blocks = [block for block in blocks[1:] if not BLOCKS.match(block[0].text)]
    for number, block in enumerate(blocks):
        yield from _cues_of(block, path, dialect, first=not number)


def _blocks(text: str) -> Iterator[Sequence[Line]]:
    """Lines between blank ones."""
    lines = [Line(Span(*found.span(1)), found[1], number) for number, found in enumerate(LINE.finditer(text), 1)]
    for filled, block in groupby(lines, key=lambda line: bool(line.text.strip())):
        if filled:
            yield tuple(block)


def _check_header(blocks: Sequence[Sequence[Line]], path: str, dialect: Dialect) -> None:
    if blocks and (blocks[0][0].number > 1 or not re.match(rf"{dialect.header}(?:\s|\Z)", blocks[0][0].text)):
        hint = f"begin the file with a line {dialect.header}, or name it .srt if that is what it is"
        raise UnreadableInputError(f"the line {dialect.header} is missing", place=f"{path}:1", hint=hint)


def _cues_of(block: Sequence[Line], path: str, dialect: Dialect, *, first: bool) -> Iterator[Sequence[Line]]:
    """The cues of a block: mostly one, more where blank lines between cues were forgotten.

    A block without times goes on with the cue above it in SubRip: somebody left a line blank inside the text.
    """
    timed = [index for index, line in enumerate(block) if TIMES.fullmatch(line.text)]
    if not timed and (first or dialect.header or NUMBER.fullmatch(block[0].text)):
        raise _untimed(block[min(1, len(block) - 1)] if NUMBER.fullmatch(block[0].text) else block[0], path, dialect)
    if timed and timed[0] > 1:
        raise _untimed(block[0], path, dialect)
    begins = [index + 1 for index in timed] or [0]
    for begin, after in zip(begins, [*timed[1:], len(block)], strict=True):
        numbered = after < len(block) and after > begin and NUMBER.fullmatch(block[after - 1].text)
        lines = block[begin : after - 1 if numbered else after]
        if lines:
            yield lines


def _untimed(line: Line, path: str, dialect: Dialect) -> UnreadableInputError:
    hint = f"write when the cue is shown, like {dialect.example} --> {dialect.example.replace('01', '04')}"
    return UnreadableInputError("no times where a cue's times must be", place=f"{path}:{line.number}", hint=hint)


def _decoded(raw: str, dialect: Dialect) -> tuple[str, list[Span]]:
    """A cue's text with its entities decoded, and where its codes are: `&lt;i&gt;` is none."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = size = 0
    for found in dialect.code.finditer(raw):
        words = _meant(raw[at : found.start()], dialect)
        size += len(words)
        spans.append(Span(size, size + len(found[0])))
        pieces += [words, found[0]]
        at, size = found.end(), size + len(found[0])
    return "".join([*pieces, _meant(raw[at:], dialect)]), spans


def _meant(raw: str, dialect: Dialect) -> str:
    return ENTITY.sub(lambda found: dialect.entities[found[0]], raw) if dialect.entities else raw


def _inline(text: str, spans: Sequence[Span]) -> tuple[Inline, ...]:
    """The inline codes of a text, the halves of a pair told."""
    partners: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    open_names: Counter[str] = Counter()
    for index, span in enumerate(spans):
        tag = text[slice(*span)]
        name = TAG_NAME.match(tag)
        if name and tag.startswith("</"):
            while open_names[name[1]]:
                other, partner = opened.pop()
                open_names[other] -= 1
                if other == name[1]:
                    partners |= {index: partner, partner: index}
                    break
        elif name:
            opened.append((name[1], index))
            open_names[name[1]] += 1
    return tuple(_told(span, index, partners.get(index, index)) for index, span in enumerate(spans))


def _told(span: Span, index: int, partner: int) -> Inline:
    if partner == index:
        return Inline(span, "empty", index)
    return Inline(span, "open" if index < partner else "close", partner)


# --- writing ---------------------------------------------------------------------------------------------------------


def _spelled(unit: Unit, text: str, break_: str, dialect: Dialect) -> str:
    """A target as it stands in the file: without blank lines, which would end the cue."""
    target = BREAK.sub(break_, (unit.target or "").strip("\r\n"))
    if not dialect.entities:
        return target
    raw = text[slice(*unit.span)]
    habit = {sign: entity for entity, sign in dialect.entities.items() if entity in raw or sign in "&<"}
    spelling = str.maketrans(habit)
    codes = {unit.text[slice(*inline.span)] for inline in unit.inline}
    shape = re.compile("|".join(map(re.escape, sorted(codes, key=len, reverse=True))) or r"(?!)")
    pieces, at = [], 0
    for found in shape.finditer(target):
        pieces += [target[at : found.start()].translate(spelling), found[0]]
        at = found.end()
    return "".join([*pieces, target[at:].translate(spelling)]).replace("-->", "--&gt;")
