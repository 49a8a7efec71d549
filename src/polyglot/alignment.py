"""Which new text is which old one: sequence alignment of two versions of a document's segments, or of a paragraph's."""

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


def shares(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """For each old text the stretch (start, end) of the new ones, in order, that it has become; empty where it is gone.

    Every new text is somebody's. Among all ways the one that keeps most characters; what was added goes to the old
    text before it.

    >>> shares(["It rains.", "We stay in."], ["It rains.", "Again.", "We stayed in."])
    ((0, 2), (2, 3))
    """
    best: list[list[tuple[float, int]]] = [[(0.0 if end == 0 else -1.0, 0) for end in range(len(new) + 1)]]
    for text in old:
        best.append([_best_share(text, new, best[-1], end) for end in range(len(new) + 1)])
    stretches, end = [], len(new)
    for row in reversed(best[1:]):
        stretches.append((row[end][1], end))
        end = row[end][1]
    return tuple(reversed(stretches))


def _best_share(text: str, new: Sequence[str], before: Sequence[tuple[float, int]], end: int) -> tuple[float, int]:
    """What is kept at most where a text ends before `end`, and where it starts then; -1 where it cannot."""
    ways = [
        (before[start][0] + kept(text, " ".join(new[start:end])), start)
        for start in range(end + 1)
        if before[start][0] >= 0
    ]
    return max(ways, default=(-1.0, end))


def kept(old: str, new: str) -> float:
    """How many characters two texts have in common; a little more where both have any, and where they are alike."""
    from rapidfuzz.distance import LCSseq

    if not old or not new:
        return 0.0
    common = float(LCSseq.similarity(old, new))
    return common + 1 if alike(old, new) else common / 10 + 0.5


def alike(old: str, new: str) -> bool:
    """Whether a text can be taken for a changed version of another."""
    from rapidfuzz.fuzz import ratio

    return ratio(old, new) >= ALIKE
