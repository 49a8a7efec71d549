"""The three laws, each one predicate, called by the program before it writes, by the tests and by the fuzzers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from polyglot.model import Code, CodeKind, Document, Part, Side


def identity(data: bytes, read: Callable[[bytes], Document], write: Callable[[Document], bytes]) -> bool:
    """Whether a file that is read and written again without a change keeps every byte."""
    return write(read(data)) == data


def partition(text: str, parts: Iterable[Part]) -> bool:
    """Whether the parts of a unit, joined, are its text: segmentation may cut, never trim."""
    return "".join(part.text for part in parts) == text


def conserved(source: Sequence[Code], target: Sequence[Code]) -> bool:
    """Whether every code has its counterpart exactly as often (names: at least as often; a pronoun may become one)."""
    return not lost(source, target) and not gained(source, target)


def lost(source: Sequence[Code], target: Sequence[Code]) -> tuple[Code, ...]:
    """The codes of the source that the target does not have, or not often enough."""
    wanted = [(code.kind, code.value) for code in source]
    there = [(code.kind, code.value) for code in target]
    if wanted == there:
        return ()
    left = Counter(there)
    missing = []
    for key, code in zip(wanted, source, strict=True):
        if left[key]:
            left[key] -= 1
        else:
            missing.append(code)
    return tuple(missing)


def gained(source: Sequence[Code], target: Sequence[Code]) -> tuple[Code, ...]:
    """The codes of the target that the source does not have, or not so often; names do not count."""
    return tuple(code for code in lost(target, source) if code.kind is not CodeKind.NAME)


def nested(source: Sequence[Code], target: Sequence[Code]) -> bool:
    """Whether the pairs of a source stand in the target as pairs: each opened, then closed, none crossing another.

    A half whose other half is in another segment has it before or behind all that stands here. The codes of a target
    are told by their text alone; where a source has the same also by itself, nothing can be told.
    """
    halved = {code.text for code in source if code.side is not Side.NONE}
    if any(code.side is Side.NONE and code.text in halved for code in source):
        return True
    wanted, halves = _pairs(source)
    openers = {opener for opener, _ in wanted} | {opener for opener, _ in halves if opener}
    closers = {closer for _, closer in wanted} | {closer for _, closer in halves if closer}
    ended = [closer for opener, closer in halves if not opener]
    waiting: list[str] = []
    left = [code for code in target if code.text in openers | closers]
    for number in range(len(left)):
        if waiting and _swapped(left[number : number + 2], wanted, waiting[-1]):
            left[number : number + 2] = reversed(left[number : number + 2])
        text = left[number].text
        if waiting and wanted[waiting[-1], text] > 0:
            wanted[waiting.pop(), text] -= 1
        elif not waiting and ended[:1] == [text]:
            del ended[0]
        elif text in openers:
            waiting.append(text)
        else:
            return False
    return not ended and not wanted.total() and waiting == [opener for opener, _ in halves if opener]


def _swapped(codes: Sequence[Code], pairs: Counter[tuple[str, str]], opener: str) -> bool:
    """Whether of two codes that touch the second closes a pair, where they may be read the other way: `***`."""
    if len(codes) < 2 or codes[0].span.end != codes[1].span.start:
        return False
    first, second = (code.text for code in codes)
    return first + second == second + first and not pairs[opener, first] and pairs[opener, second] > 0


def _pairs(source: Sequence[Code]) -> tuple[Counter[tuple[str, str]], list[tuple[str, str]]]:
    """How often a source has each pair, as opener and closer, and its halves alone, the other half empty."""
    pairs: Counter[tuple[str, str]] = Counter()
    closing, waiting = [], []
    for code in source:
        if code.side is Side.OPEN:
            waiting.append(code.text)
        elif code.side is Side.CLOSE and waiting:
            pairs[waiting.pop(), code.text] += 1
        elif code.side is Side.CLOSE:
            closing.append(("", code.text))
    return pairs, [*closing, *((opener, "") for opener in waiting)]
