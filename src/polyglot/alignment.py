"""Which new text is which old one: sequence alignment of two versions of a document's segments."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from difflib import SequenceMatcher

ALIKE = 50.0
"""The least similarity (0 to 100, Indel ratio) at which a changed sentence is taken for the same one."""


def align(old: Sequence[str], new: Sequence[str]) -> tuple[int | None, ...]:
    """For each new text the index of the old one that it is, or None; no old text is used twice.

    First what stands unchanged and in order, then what moved unchanged, then, between those, what is alike.

    >>> align(["a", "b", "c"], ["b", "a", "x"])
    (1, 0, None)
    """
    matched: dict[int, int] = {}
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, old_start, old_end, new_start, _ in blocks:
        if kind == "equal":
            matched |= {new_start + offset: old_start + offset for offset in range(old_end - old_start)}
    matched |= _moved(old, new, matched)
    used = set(matched.values())
    for kind, old_start, old_end, new_start, new_end in blocks:
        if kind == "replace":
            free_old = [index for index in range(old_start, old_end) if index not in used]
            free_new = [index for index in range(new_start, new_end) if index not in matched]
            matched |= _alike(old, new, free_old, free_new)
    return tuple(matched.get(index) for index in range(len(new)))


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 100 (Indel ratio)."""
    from rapidfuzz.fuzz import ratio

    return float(ratio(one, other))


def _moved(old: Sequence[str], new: Sequence[str], matched: dict[int, int]) -> dict[int, int]:
    """Texts that stand elsewhere, unchanged, in their order."""
    used = set(matched.values())
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for index, text in enumerate(old):
        if index not in used:
            places[text].append(index)
    return {
        index: places[text].popleft() for index, text in enumerate(new) if index not in matched and places.get(text)
    }


def _alike(old: Sequence[str], new: Sequence[str], free_old: list[int], free_new: list[int]) -> dict[int, int]:
    """Of two runs that replaced each other, the pairs that are alike, the best first."""
    from rapidfuzz.fuzz import ratio

    scores = (
        (ratio(old[a], new[b]), -abs(i - j), a, b) for i, a in enumerate(free_old) for j, b in enumerate(free_new)
    )
    matched: dict[int, int] = {}
    used: set[int] = set()
    for _, _, a, b in sorted((row for row in scores if row[0] >= ALIKE), reverse=True):
        if a not in used and b not in matched:
            used.add(a)
            matched[b] = a
    return matched
