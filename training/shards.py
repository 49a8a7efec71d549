"""Tokenised pairs on disk, and batches of pairs of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from training.text import Sentences

Ids = NDArray[np.int64]
BEGIN, END = 1, 2
"""The ids of `<s>` and `</s>`."""


class Batch(NamedTuple):
    """Padded rows of token ids: (sentences x longest), what is no token being 0 in the masks' sense."""

    source: Ids
    source_lengths: Ids
    given: Ids
    """The target with `<s>` before it: what the decoder is given."""
    wanted: Ids
    """The target with `</s>` behind it; -100 where there is nothing to learn."""


class Shard(NamedTuple):
    """Many pairs of token ids, end to end, with where each ends."""

    source: NDArray[np.uint16]
    source_ends: Ids
    target: NDArray[np.uint16]
    target_ends: Ids


def write(pairs: Sequence[Sentences], pieces: SentencePieceProcessor, longest: int, place: Path) -> int:
    """Tokenise pairs into a shard; gives the number of target tokens. Pairs with a side too long are left out."""
    sides = [pieces.encode([pair[side] for pair in pairs]) for side in (0, 1)]
    fitting = [rows for rows in zip(*sides, strict=True) if all(0 < len(row) <= longest for row in rows)]
    arrays = {}
    for name, rows in zip(("source", "target"), zip(*fitting, strict=True), strict=True):
        arrays[name] = np.concatenate([np.asarray(row, np.uint16) for row in rows])
        arrays[f"{name}_ends"] = np.cumsum([len(row) for row in rows])
    np.savez(place, **arrays)  # type: ignore[arg-type]
    return len(arrays["target"])


def read(place: Path) -> Shard:
    """A shard as it was written."""
    with np.load(place) as found:
        return Shard(*(found[name] for name in Shard._fields))


def batches(shard: Shard, tokens: int, chance: random.Random) -> Iterator[Batch]:
    """Every pair once, in batches of at most so many tokens of both sides, padding counted; in random order."""
    sizes = [np.diff(ends, prepend=0) for ends in (shard.source_ends, shard.target_ends)]
    order = sorted(range(len(sizes[0])), key=lambda row: (max(size[row] for size in sizes), chance.random()))
    groups: list[list[int]] = [[]]
    widest = [0, 0]
    for row in order:
        wider = [max(width, int(size[row]) + 1) for width, size in zip(widest, sizes, strict=True)]
        if groups[-1] and sum(wider) * (len(groups[-1]) + 1) > tokens:
            groups.append([])
            wider = [int(size[row]) + 1 for size in sizes]
        groups[-1].append(row)
        widest = wider
    chance.shuffle(groups)
    yield from (_padded(shard, group) for group in groups)


def _padded(shard: Shard, rows: Sequence[int]) -> Batch:
    source = [shard.source[_span(shard.source_ends, row)] for row in rows]
    target = [shard.target[_span(shard.target_ends, row)] for row in rows]
    given = [np.concatenate(([BEGIN], row)) for row in target]
    wanted = [np.concatenate((row, [END])) for row in target]
    lengths = np.asarray([len(row) for row in source])
    return Batch(_matrix(source, END), lengths, _matrix(given, END), _matrix(wanted, -100))


def _span(ends: Ids, row: int) -> slice:
    return slice(int(ends[row - 1]) if row else 0, int(ends[row]))


def _matrix(rows: Sequence[NDArray[np.uint16]], padding: int) -> Ids:
    whole = np.full((len(rows), max(len(row) for row in rows)), padding, np.int64)
    for index, row in enumerate(rows):
        whole[index, : len(row)] = row
    return whole
