"""The three laws, each one predicate, called by the program before it writes, by the tests and by the fuzzers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from polyglot.model import Code, CodeKind, Document, Part


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
    left = Counter((code.kind, code.value) for code in target)
    missing = []
    for code in source:
        key = (code.kind, code.value)
        if left[key]:
            left[key] -= 1
        else:
            missing.append(code)
    return tuple(missing)


def gained(source: Sequence[Code], target: Sequence[Code]) -> tuple[Code, ...]:
    """The codes of the target that the source does not have, or not so often; names do not count."""
    return tuple(code for code in lost(target, source) if code.kind is not CodeKind.NAME)
