"""Sentences: cuts a unit where a new sentence starts, without losing a character of it.

The engine knows no language. What an abbreviation is, which words begin a sentence, how quotation marks face, whether
ordinals carry a stop: all that is read from `language/segmentation/*.toml`, `und.toml` first and the language's own
file over it (`ruleset`). Decisions are made on a shadow of the text (`shadow`, `sentences`), or by the rules of an SRX
file (`srx`, `icu`) for those who have one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from polyglot import laws
from polyglot.errors import LawBrokenError
from polyglot.model import Code, Ignorable, MarkedUnit, Part, Role, Segment, SegmentedUnit, Span, Tag
from polyglot.segment.marks import REACH, Passage
from polyglot.segment.ruleset import Kind, Rules, compiled
from polyglot.segment.sentences import starts
from polyglot.segment.shadow import apart, around, cast
from polyglot.segment.srx import breaks, read

__all__ = ["Kind", "Rules", "boundaries", "rules", "segment"]


def rules(tag: Tag, abbreviations: Sequence[str] = (), srx: Path | None = None) -> Rules:
    """The rules of a language, with abbreviations that a project adds (`Sté.`); compiled once.

    Those of an SRX file decide in place of ours. Raises `ConfigError` where such a file cannot be used.
    """
    known = compiled(tag, tuple(abbreviations))
    return replace(known, srx=read(srx, tag)) if srx else known


def segment(marked: MarkedUnit, rules: Rules) -> SegmentedUnit:
    """Cut a unit into sentences and what lies between them; codes stay whole and count from their segment's start.

    No two ignorables are neighbours; two segments are where a space is missing (`fini.Ensuite`). Raises
    `LawBrokenError` where the parts are not the unit.
    """
    unit = marked.unit
    if unit.role is Role.CODE or not unit.translate:
        return SegmentedUnit(unit, (Ignorable(unit.text),) if unit.text else ())
    spans = apart([code.span for code in marked.codes])
    cuts = (0, *boundaries(unit.text, rules, spans), len(unit.text))
    parts = _parts(unit.text, (_core(unit.text, start, end, spans) for start, end in pairwise(cuts)), marked.codes)
    if not laws.partition(unit.text, parts):
        raise LawBrokenError(f"the segments of unit {unit.id} are not its text", hint="please report this text")
    return SegmentedUnit(unit, parts)


def boundaries(text: str, rules: Rules, protected: Sequence[Span] = ()) -> tuple[int, ...]:
    """Where in the text a new sentence starts: offsets, rising, without 0, none inside a protected span."""
    spans = apart(protected)
    if rules.srx is not None:
        cuts: Iterable[int] = (cut for cut in breaks(text, rules.srx) if not _is_abbreviated(text, cut, rules))
    else:
        cuts = _own_boundaries(text, rules, spans)
    return tuple(cut for cut in cuts if not _within(spans, cut)) if spans else tuple(cuts)


def _own_boundaries(text: str, rules: Rules, spans: Sequence[Span]) -> Iterator[int]:
    """Where our rules start a new sentence."""
    shadow, asides = cast(text, spans, rules)
    stops = frozenset(span.end for span in spans if shadow[span.end - 1] in rules.stops)
    return starts(Passage(text, shadow, rules, asides, stops))


def _is_abbreviated(text: str, cut: int, rules: Rules) -> bool:
    """Whether an abbreviation of the project stands before a position."""
    before = text[max(0, cut - REACH) : cut].rstrip()
    return any(before.endswith(own) and not before[: -len(own)][-1:].isalnum() for own in rules.added)


def _within(spans: Sequence[Span], offset: int) -> bool:
    """Whether a cut would part a span."""
    found = around(spans, offset)
    return found is not None and found.start < offset


def _core(text: str, start: int, end: int, spans: Sequence[Span]) -> Span:
    """A stretch without the white space on its sides; white space of a code is core."""
    stretch = text[start:end]
    core = stretch.lstrip()
    left = end - len(core)
    right = left + len(core.rstrip())
    inside = spans[bisect_left(spans, (start,)) : bisect_left(spans, (end,))] if spans else ()
    return Span(min(left, inside[0].start), max(right, inside[-1].end)) if inside else Span(left, right)


def _parts(text: str, cores: Iterable[Span], codes: Sequence[Code]) -> tuple[Part, ...]:
    """The cores that have a letter or a digit as segments with their codes, what is between them as ignorables."""
    parts: list[Part] = []
    waiting, done = list(reversed(codes)), 0
    for start, end in cores:
        own: list[Code] = []
        while waiting and waiting[-1].span.end <= end:
            own.append(waiting.pop().shifted(-start))
        core = text[start:end]
        if any(map(str.isalnum, core)):
            if done < start:
                parts.append(Ignorable(text[done:start]))
            parts.append(Segment(core, tuple(own)))
            done = end
    if done < len(text):
        parts.append(Ignorable(text[done:]))
    return tuple(parts)
