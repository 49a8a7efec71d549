"""A published file beside what polyglot would write: the sentences that differ, and all else that does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from polyglot import alignment
from polyglot.edits.sentences import divided, placed, replaced, squeezed
from polyglot.model import Document, Span, Unit

ISOLATES = re.compile("[\u2066-\u2069]")
LITERAL = re.compile(r"\\[!-/:-@\[-`{-~]")
"""A sign that a format kept from being markup: the catalog has the sign alone."""
MARK = re.compile("\0(\\d+)\0")
SHOWN = 80
"""So many characters of an edit are shown."""
Piece = tuple[str, int]
"""A stretch of a page, or a mark for a unit, and its line."""
Cut = Callable[[str, Sequence[Span]], Sequence[int]]
"""Where sentences start in a text of the target language; not inside these spans."""


@dataclass(frozen=True, slots=True)
class Base:
    """What polyglot would write."""

    units: tuple[Unit, ...]
    """Of the source, with their targets, without marks of direction."""
    page: Document
    """What is written, read again."""
    shown: Mapping[str, Mapping[int, str]]
    """By unit, what each of its segments says, by the segments' numbers in the work."""
    own: tuple[str, ...]
    """What polyglot adds around the texts: the notice, metadata."""
    exact: bool
    """Whether it is, byte for byte, what was published."""


@dataclass(frozen=True, slots=True)
class Change:
    """A segment whose text in the file is another."""

    number: int
    line: int
    before: str
    after: str
    """Empty where it is gone."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A difference that no segment can take."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A unit of the article as it stands in what polyglot would write."""

    unit: Unit
    shown: Mapping[int, str]
    spelling: Mapping[str, str]
    """How the catalog writes an inline code that the page writes otherwise: a link that was localised."""

    def told(self, unit: Unit) -> str:
        """A unit of the page as the catalog would have it."""
        pieces, at = [], 0
        for code, text in zip(unit.inline, self._codes(unit), strict=True):
            pieces += [unit.text[at : code.span.start], text]
            at = code.span.end
        return "".join([*pieces, unit.text[at:]])

    def strange(self, unit: Unit) -> tuple[str, ...]:
        """The inline codes of a unit of the page that the source has not: they cannot be written."""
        known = set(_raw(self.unit))
        codes = zip(_raw(unit), self._codes(unit), strict=True)
        return tuple(code for raw, code in codes if code not in known and not LITERAL.fullmatch(raw))

    def _codes(self, unit: Unit) -> Iterator[str]:
        """The inline codes of a unit of the page as the catalog would have them."""
        known = set(_raw(self.unit))
        for raw in _raw(unit):
            code = self.spelling.get(raw, raw)
            yield code[1:] if code not in known and LITERAL.fullmatch(code) else code


def _raw(unit: Unit) -> list[str]:
    """The inline codes of a unit as they stand."""
    return [unit.text[slice(*code.span)] for code in unit.inline]


def bare(text: str, mark: str, *, isolates: bool) -> str:
    """A page without what is set around stretches that are in the source language, or run from left to right."""
    if isolates:
        text = ISOLATES.sub("", text)
    if not mark:
        return text
    name = mark[1:].partition(" ")[0]
    tag = re.compile(rf"{re.escape(mark)}|<{name}\b[^>]*>|</{name}>")
    pieces: list[str] = []
    waiting: list[bool] = []
    at = 0
    for found in tag.finditer(text):
        closes = found[0].startswith("</")
        ours = found[0] == mark if not closes else bool(waiting) and waiting.pop()
        if not closes:
            waiting.append(ours)
        if ours:
            pieces.append(text[at : found.start()])
            at = found.end()
    return "".join([*pieces, text[at:]])


def compared(base: Base, page: Document, cut: Cut) -> tuple[tuple[Change, ...], tuple[Remark, ...]]:
    """The segments that a person changed in a page, and what else differs."""
    page = _unwrapped(base.page, page)
    pairs = _pairs(base.page.units, page.units)
    paragraphs = _paragraphs(base)
    changes: list[Change] = []
    remarks: list[Remark] = []
    known: dict[int, int] = {}
    for new, old in pairs.items():
        there, here = base.page.units[old], page.units[new]
        if there.text == here.text:
            known[new] = old
        elif old in paragraphs and _is_cut(there, page.units, new, pairs):
            remarks.append(Remark(page.line(here.span.start), f"a paragraph was cut in two: {_short(here.text)}"))
        elif old in paragraphs:
            known[new] = old
            found = _changed(paragraphs[old], there, here, page, cut)
            changes += [one for one in found if isinstance(one, Change)]
            remarks += [one for one in found if isinstance(one, Remark)]
    remarks += _around(base, page, known)
    return tuple(changes), tuple(sorted(remarks, key=lambda remark: remark.line))


def _unwrapped(written: Document, page: Document) -> Document:
    """A page of plain text in which lines that an edit made shorter still are of the paragraph they were wrapped in."""
    wrapped = [unit.text for unit in written.units if "\n" in unit.text]
    if page.structured or not wrapped:
        return page
    blocks: list[list[Unit]] = []
    for unit in page.units:
        touches = blocks and page.text[blocks[-1][-1].span.end : unit.span.start] == "\n"
        blocks[-1].append(unit) if touches else blocks.append([unit])
    spans = [Span(block[0].span.start, block[-1].span.end) for block in blocks]
    matches = alignment.align(wrapped, [page.text[slice(*span)] for span in spans])
    units: list[Unit] = []
    for block, span, match in zip(blocks, spans, matches, strict=True):
        joined = replace(block[0], span=span, text=page.text[slice(*span)], inline=())
        units += block if match is None else [joined]
    return replace(page, units=tuple(units))


def _is_cut(old: Unit, units: Sequence[Unit], number: int, pairs: Mapping[int, int]) -> bool:
    """Whether a unit beside one that was changed has most of its words from the same paragraph."""
    words = set(old.text.split())
    beside = (units[one].text.split() for one in (number - 1, number + 1) if one not in pairs and 0 <= one < len(units))
    return any(sum(word in words for word in others) * 2 > len(others) for others in beside)


def _pairs(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """For units of the new page those of the old one: the same, alike, or in the same place between such."""
    matches = alignment.align([unit.text for unit in old], [unit.text for unit in new])
    pairs = {index: match for index, match in enumerate(matches) if match is not None}
    free = [index for index in range(len(old)) if index not in pairs.values()]
    lost = [index for index in range(len(new)) if index not in pairs]
    for run in _runs(lost):
        start, end = pairs.get(run[0] - 1, -1) + 1, pairs.get(run[-1] + 1, len(old))
        between = [index for index in free if start <= index < end]
        same_roles = [old[index].role for index in between] == [new[index].role for index in run]
        if same_roles and len(between) == end - start:
            pairs |= dict(zip(run, between, strict=True))
    return pairs


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that follow one another, together."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in run]


def _paragraphs(base: Base) -> dict[int, _Paragraph]:
    """The units of the written page that are the article's, by their numbers there."""
    said = [unit.text if unit.target is None else unit.target for unit in base.units]
    found = {}
    for number, match in enumerate(alignment.align(said, [unit.text for unit in base.page.units])):
        unit = base.units[match] if match is not None else None
        if unit is not None and unit.id in base.shown:
            paragraph = _Paragraph(unit, base.shown[unit.id], _spelling(unit, base.page.units[number]))
            if squeezed(paragraph.told(base.page.units[number])) == squeezed(said[match or 0]):
                found[number] = paragraph
    return found


def _spelling(unit: Unit, written: Unit) -> dict[str, str]:
    """For the inline codes of a written unit, those of its target, which stand in the same order."""
    own = sorted(set(_raw(unit)), key=len, reverse=True)
    text = unit.text if unit.target is None else unit.target
    wanted = re.findall("|".join(map(re.escape, own)), text) if own else []
    there = [code for code in _raw(written) if code in own or not LITERAL.fullmatch(code)]
    return dict(zip(there, wanted, strict=True)) if len(there) == len(wanted) else {}


def _changed(paragraph: _Paragraph, old: Unit, new: Unit, page: Document, cut: Cut) -> list[Change | Remark]:
    """What a person did to a paragraph."""
    line = page.line(new.span.start)
    before, after = paragraph.told(old), paragraph.told(new)
    if before == after:  # spelled otherwise
        return []
    if squeezed(before) == squeezed(after):
        return [Remark(line, f"the lines or spaces of a paragraph were set otherwise: {_short(after)}")]
    spans = placed(before, list(paragraph.shown.values()))
    starts = cut(after, [code.span for code in new.inline] if not paragraph.spelling else ())
    texts = divided(before, spans, after, starts) if spans else None
    if spans is None or texts is None:
        return [Remark(line, f"sentences were moved, or cannot be told apart: {_short(after)}")]
    return list(_told(paragraph, new, texts, line, exact=replaced(before, spans, texts) == after))


def _told(
    paragraph: _Paragraph, new: Unit, texts: Sequence[str], line: int, *, exact: bool
) -> Iterator[Change | Remark]:
    """The segments of a paragraph that changed."""
    strange = paragraph.strange(new)
    after, at = paragraph.told(new), 0
    for (number, before), text in zip(paragraph.shown.items(), texts, strict=True):
        at = max(at, after.find(text, at))
        here = line + after.count("\n", 0, at)
        code = next((code for code in strange if code in text), "")
        if before and not text:
            yield Remark(here, f"a sentence was taken out: {_short(before)}")
        elif code:
            yield Remark(here, f"the source has no such markup: {_short(code)}")
        elif squeezed(text) != squeezed(before):
            yield Change(number, here, before, text)
    if not exact:
        yield Remark(line, f"the spaces between sentences were set otherwise: {_short(after)}")


def _around(base: Base, page: Document, known: Mapping[int, int]) -> Iterator[Remark]:
    """What differs outside of the units that both have."""
    marks = {old: new for new, old in known.items()}
    there = list(_pieces(base.page, {old: old for old in marks}))
    here = list(_pieces(page, dict(known)))
    blocks = SequenceMatcher(None, [text for text, _ in there], [text for text, _ in here], autojunk=False)
    for kind, start, end, first, last in blocks.get_opcodes():
        was, now = there[start:end], here[first:last]
        if kind != "equal" and (base.exact or not _is_own(base, was, now)):
            yield _remark(base.page, was, now, here[: first + 1])


def _pieces(document: Document, marks: Mapping[int, int]) -> Iterator[Piece]:
    """A page in pieces with their lines: about a line each, no more than one unit in it, which a mark stands for.

    Blank lines go with what stands above them: as pieces of their own they would all be the same.
    """
    piece, line = "", 1
    for text, at, blank in _stretches(document, marks):
        ends = piece.endswith(("\n", "\r")) and not blank
        if piece and (ends or ("\0" in piece and "\0" in text)):
            yield piece, line
            piece = ""
        line = line if piece else at
        piece += text
    yield piece, line


def _stretches(document: Document, marks: Mapping[int, int]) -> Iterator[tuple[str, int, bool]]:
    """Marks and the lines around them, each with its line and whether it is blank."""
    at, line = 0, 1
    for number, unit in sorted(enumerate(document.units), key=lambda pair: pair[1].span):
        if number in marks:
            for text in document.text[at : unit.span.start].splitlines(keepends=True):
                yield text, line, not text.strip()
                line += text.endswith(("\n", "\r"))
            yield f"\0{marks[number]}\0", line, False
            line += document.text.count("\n", *unit.span)
            at = unit.span.end
    for text in document.text[at:].splitlines(keepends=True):
        yield text, line, not text.strip()
        line += text.endswith(("\n", "\r"))


def _said(piece: str, page: Document) -> str:
    """A piece as it stands in the page that has these units."""
    return MARK.sub(lambda found: page.units[int(found[1])].text, piece)


def _is_own(base: Base, was: Sequence[Piece], now: Sequence[Piece]) -> bool:
    """Whether a difference is in what polyglot itself adds, which says something else of the page now."""
    former, present = (" ".join(text.strip() for text, _ in pieces if text.strip()) for pieces in (was, now))
    ours = any(former in " ".join(own.split()) for own in base.own)
    return bool(former) and ours and alignment.alike(former, present)


def _remark(written: Document, was: Sequence[Piece], now: Sequence[Piece], before: Sequence[Piece]) -> Remark:
    """A difference in words; its line is the first that has some."""
    said = [(_said(text, written), line) for text, line in now]
    line = next((line for text, line in said if text.strip()), before[-1][1] if before else 1)
    former, present = (squeezed(" ".join(_said(text, written) for text, _ in pieces)) for pieces in (was, now))
    if present == former:
        return Remark(line, f"lines or spaces were set otherwise: {_short(present)}")
    if not present:
        return Remark(line, f"taken out by hand: {_short(former)}")
    return Remark(line, f"{'changed' if former else 'added'} by hand around the sentences: {_short(present)}")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
