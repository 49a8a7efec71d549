"""Stretches of a text among each other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from polyglot.model import Span


@dataclass(frozen=True, slots=True)
class Cover:
    """Spans, ready to be asked whether others lie inside one of them."""

    starts: tuple[int, ...]
    """Ascending."""
    reach: tuple[int, ...]
    """For each, how far it or one before it goes."""

    @staticmethod
    def of(spans: Iterable[Span]) -> Cover:
        """Make it of spans in any order."""
        ordered = sorted(spans)
        return Cover(tuple(span.start for span in ordered), tuple(accumulate((span.end for span in ordered), max)))

    def holds(self, span: Span) -> bool:
        """Whether a span lies inside one of them."""
        number = bisect_right(self.starts, span.start)
        return number > 0 and self.reach[number - 1] >= span.end


def longest(spans: Iterable[Span], length: int) -> list[Span]:
    """Of spans of a text of that length those that overlap no longer one, nor one as long that begins earlier.

    In text order.
    """
    ordered = sorted(spans)
    if len(ordered) < 2 or all(one.end <= other.start for one, other in pairwise(ordered)):
        return ordered
    taken = bytearray(length)
    kept = []
    for span in sorted(ordered, key=_precedence):
        if taken.find(1, *span) < 0:
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            kept.append(span)
    return sorted(kept)


def _precedence(span: Span) -> tuple[int, int]:
    return span.start - span.end, span.start


def occurrences(text: str, pattern: str, low: int = 0, high: int | None = None) -> Sequence[Span]:
    """Every place, overlapping ones too, of a pattern in a text, or between two offsets of it; nothing has none."""
    low, high = max(low, 0), len(text) if high is None else high
    start = text.find(pattern, low, high) if pattern else -1
    if start < 0:
        return ()
    found = []
    while start >= 0:
        found.append(Span(start, start + len(pattern)))
        start = text.find(pattern, start + 1, high)
    return found
