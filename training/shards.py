"""Tokenised pairs on disk, and batches of one shape: each row holds as many pairs as fit in it, one after the other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from training.augment import Example

Ids = NDArray[np.int64]
BEGIN, END = 1, 2
"""The ids of `<s>` and `</s>`."""
NOTHING = -100
"""Where there is no token to learn."""


class Side(NamedTuple):
    """One side of a batch, (rows x width); `pair` numbers the pairs of a row from 1, 0 is padding."""

    ids: Ids
    pair: Ids
    place: Ids
    """How many tokens of its pair come before a token."""


class Batch(NamedTuple):
    """What one step learns from."""

    source: Side
    given: Side
    """The target with `<s>` before it: what the decoder is given."""
    wanted: Ids
    """The target with `</s>` behind it; `NOTHING` where there is nothing to learn."""


class Shard(NamedTuple):
    """Many pairs of token ids, end to end, with where each ends."""

    source: NDArray[np.uint16]
    source_ends: Ids
    target: NDArray[np.uint16]
    target_ends: Ids


def write(examples: Sequence[Example], pieces: SentencePieceProcessor, longest: int, place: Path) -> int:
    """Tokenise examples into a shard; gives the number of target tokens. Those with a side too long are left out."""
    sides = [pieces.encode([example.source for example in examples]), pieces.encode([one.target for one in examples])]
    heads = [[pieces.piece_to_id(one.direction)] if one.direction else [] for one in examples]
    rows = [(left, head + right) for left, head, right in zip(sides[0], heads, sides[1], strict=True)]
    fitting = [row for row in rows if all(0 < len(side) <= longest for side in row)]
    arrays = {}
    for name, columns in zip(("source", "target"), zip(*fitting, strict=True), strict=True):
        arrays[name] = np.concatenate([np.asarray(column, np.uint16) for column in columns])
        arrays[f"{name}_ends"] = np.cumsum([len(column) for column in columns])
    np.savez(place, **arrays)  # type: ignore[arg-type]  # names of arrays, none of an option
    return len(arrays["target"])


def read(place: Path) -> Shard:
    """A shard as it was written."""
    with np.load(place) as found:
        return Shard(*(found[name] for name in Shard._fields))


def batches(shard: Shard, rows: int, width: int, chance: random.Random) -> Iterator[Batch]:
    """Every pair once, in batches of so many rows, which have `width` tokens of either side; in random order.

    Neighbours share a row, so that a shard must be in random order itself. What is left over at the end is a batch that
    has empty rows.
    """
    cuts = _cuts(shard, width)
    chosen = list(pairwise(cuts))
    chance.shuffle(chosen)
    for start in range(0, len(chosen), rows):
        yield _batch(shard, chosen[start : start + rows], rows, width)


def _cuts(shard: Shard, width: int) -> list[int]:
    """The numbers of the pairs that begin rows, and behind them the number of pairs.

    A row keeps one place of the source free: padding of the target must have something to look at.
    """
    count = len(shard.source_ends)
    sums = [ends + np.arange(1, count + 1) * extra for ends, extra in ((shard.source_ends, 0), (shard.target_ends, 1))]
    cuts = [0]
    while cuts[-1] < count:
        at = cuts[-1]
        room = [width - 1, width]
        ends = [
            int(np.searchsorted(one, (int(one[at - 1]) if at else 0) + most, "right"))
            for one, most in zip(sums, room, strict=True)
        ]
        cuts.append(max(min(ends), at + 1))
    return cuts


def _batch(shard: Shard, chosen: Sequence[tuple[int, int]], rows: int, width: int) -> Batch:
    source, given = (Side(*(np.zeros((rows, width), np.int64) for _ in Side._fields)) for _ in range(2))
    wanted = np.full((rows, width), NOTHING, np.int64)
    for row, (first, last) in enumerate(chosen):
        _fill(source, row, shard.source, _lengths(shard.source_ends, first, last), _start(shard.source_ends, first))
        lengths = _lengths(shard.target_ends, first, last)
        words = _fill(given, row, shard.target, lengths, _start(shard.target_ends, first), begin=True)
        wanted[row, : words - 1] = given.ids[row, 1:words]
        wanted[row, np.cumsum(lengths + 1) - 1] = END
    return Batch(source, given, wanted)


def _fill(side: Side, row: int, ids: NDArray[np.uint16], lengths: Ids, start: int, *, begin: bool = False) -> int:
    """Write pairs end to end into a row, each with `<s>` before it where it shall `begin`; gives how many tokens."""
    sizes = lengths + begin
    total = int(sizes.sum())
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    side.place[row, :total] = np.arange(total) - starts
    side.pair[row, :total] = np.repeat(np.arange(1, len(sizes) + 1), sizes)
    plain = ids[start : start + int(lengths.sum())]
    if begin:
        side.ids[row, :total] = BEGIN
        side.ids[row, :total][side.place[row, :total] > 0] = plain
    else:
        side.ids[row, :total] = plain
    return total


def _start(ends: Ids, first: int) -> int:
    return int(ends[first - 1]) if first else 0


def _lengths(ends: Ids, first: int, last: int) -> Ids:
    found: Ids = np.diff(ends[first:last], prepend=_start(ends, first))
    return found
