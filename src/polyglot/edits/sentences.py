"""A paragraph that a person changed, cut so that each of its former sentences has what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from polyglot import alignment
from polyglot.model import Span

MOSTLY = 0.75
SPACE = re.compile(r"[ \t\r\n]+")


def squeezed(text: str) -> str:
    """A text with one space wherever it has white space; spaces that do not break stay what they are."""
    return SPACE.sub(" ", text).strip(" ")


def placed(whole: str, parts: Sequence[str]) -> tuple[Span, ...] | None:
    """Where the parts of a text stand in it, one after the other; None where one is not there."""
    spans: list[Span] = []
    for part in parts:
        start = whole.find(part, spans[-1].end if spans else 0)
        if start < 0:
            return None
        spans.append(Span(start, start + len(part)))
    return tuple(spans)


def divided(whole: str, spans: Sequence[Span], new: str, boundaries: Iterable[int]) -> tuple[str, ...] | None:
    """What each sentence of a text (at `spans`) has become in the new text; empty where it is gone.

    `boundaries` are where sentences start in the new text. None where the sentences, put in their places, would not
    give the new text: they were moved, or there is text that is nobody's.
    """
    if not spans:
        return None
    head, tail = _unchanged(whole, spans, new)
    first, last = spans[head], spans[len(spans) - tail - 1]
    stretch = Span(first.start, max(first.start, len(new) - (len(whole) - last.end)))
    olds = [whole[slice(*span)] for span in spans]
    middle = olds[head : len(spans) - tail]
    became = (*olds[:head], *_shared(middle, new, stretch, boundaries), *olds[len(spans) - tail :])
    gone = [old for old, text in zip(olds, became, strict=True) if old and not text]
    moved = any(old in new for old in gone)
    return None if moved or squeezed(replaced(whole, spans, became)) != squeezed(new) else became


def replaced(whole: str, spans: Sequence[Span], texts: Sequence[str]) -> str:
    """A text with others in the place of its sentences; what is gone takes the space before it along."""
    pieces = [whole[: spans[0].start]]
    for index, (span, text) in enumerate(zip(spans, texts, strict=True)):
        gap = whole[spans[index - 1].end : span.start] if index else ""
        if text:
            pieces += [gap if any(pieces) else "", text]
    return "".join(pieces) + whole[spans[-1].end :]


def _unchanged(whole: str, spans: Sequence[Span], new: str) -> tuple[int, int]:
    """How many sentences at the beginning and at the end stand as they stood; at least one is between them.

    Where all do, and something was added between two, it is the first of the two.
    """
    head = tail = 0
    for span, following in pairwise(spans):
        if span.end == following.start or not new.startswith(whole[: following.start]):
            break
        head += 1
    for following, span in pairwise(reversed(spans)):
        end = whole[span.end :]
        fits = head + tail < len(spans) and spans[head].start + len(end) <= len(new)
        if span.end == following.start or not fits or not new.endswith(end):
            break
        tail += 1
    return (head, tail) if head + tail < len(spans) else (max(head - 1, 0), min(tail, len(spans) - 1))


def _shared(olds: Sequence[str], new: str, stretch: Span, boundaries: Iterable[int]) -> tuple[str, ...]:
    """What of a stretch of the new text each of the sentences has that were there."""
    if len(olds) == 1:
        return (new[slice(*stretch)].strip(),)
    pieces = _pieces(olds, new, stretch, boundaries)
    shares = alignment.shares(olds, [new[slice(*piece)] for piece in pieces])
    texts = [new[pieces[start].start : pieces[end - 1].end] if start < end else "" for start, end in shares]
    for index in range(len(olds) - 1):
        if bool(texts[index]) != bool(texts[index + 1]) and olds[index] and olds[index + 1]:
            joined = texts[index] or texts[index + 1]
            texts[index : index + 2] = _parted(olds[index], olds[index + 1], joined) or texts[index : index + 2]
    return tuple(texts)


def _pieces(olds: Sequence[str], new: str, stretch: Span, boundaries: Iterable[int]) -> list[Span]:
    """A stretch cut where sentences start, and around those that stand there unchanged."""
    cuts = {*stretch, *(cut for cut in boundaries if stretch.start < cut < stretch.end)}
    for old in filter(None, olds):
        at = new.find(old, *stretch)
        cuts |= {at, at + len(old)} if at >= 0 else set()
    ordered = sorted(cuts)
    bare = ((start, new[start:end]) for start, end in pairwise(ordered))
    cores = ((start + len(text) - len(text.lstrip()), text.strip()) for start, text in bare)
    return [Span(start, start + len(text)) for start, text in cores if text]


def _parted(first: str, second: str, joined: str) -> tuple[str, str] | None:
    """Two sentences that a person joined, parted at the space where both are most like what they were."""
    ways = [(joined[: space.start()], joined[space.end() :]) for space in SPACE.finditer(joined)]
    found = [way for way in ways if _is_mostly(first, way[0]) and _is_mostly(second, way[1])]
    return max(found, key=lambda way: sum(map(alignment.kept, (first, second), way)), default=None)


def _is_mostly(old: str, new: str) -> bool:
    """Whether most of a sentence is still there: a half of another one is no such thing."""
    return alignment.kept(old, new) >= MOSTLY * len(old)
