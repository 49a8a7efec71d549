"""Parallel text: read, filtered, split from what is held out, cleared of what a test set has."""

from __future__ import annotations

import hashlib
import lzma
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import regex

WORD = regex.compile(r"\w+")
OVERLAP = 13
"""So many words in a row that a test set has too are no chance."""
SHARES = 1 << 32


class Sentences(NamedTuple):
    """A pair: what is said in the source language, and in the target language."""

    source: str
    target: str


class Split(NamedTuple):
    """Pairs by purpose."""

    train: list[Sentences]
    valid: list[Sentences]
    unseen: list[Sentences]
    overlaps: int
    """Pairs left out because a test set has so many of their words in a row."""


def read(paths: Iterable[Path], sources: Sequence[str]) -> Iterator[Sentences]:
    """The pairs of some sources, from lines `label TAB source TAB target`, plain or `.xz`."""
    for label, source, target in _rows(paths):
        if label in sources:
            yield Sentences(source, target)


def read_part(path: Path) -> list[Sentences]:
    """The pairs of a file that `write_part` wrote."""
    return [Sentences(source, target) for source, target in _rows([path])]


def write_part(pairs: Iterable[Sentences], path: Path) -> None:
    """Write lines `source TAB target`, compressed."""
    with lzma.open(path, "wt", encoding="utf-8", newline="\n") as written:
        written.writelines(f"{pair.source}\t{pair.target}\n" for pair in pairs)


def read_aligned(source: Path, target: Path) -> list[Sentences]:
    """The pairs of two files, a sentence to a line."""
    sides = (path.read_text("utf-8").splitlines() for path in (source, target))
    return [Sentences(*pair) for pair in zip(*sides, strict=True)]


def _rows(paths: Iterable[Path]) -> Iterator[list[str]]:
    for path in paths:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as lines:
            for line in lines:
                yield line.decode().rstrip("\n").split("\t")


def split(pairs: Iterable[Sentences], held_out: int, tests: Sequence[Path]) -> Split:
    """Hold out two sets, chosen by the hash of the source sentence, and keep their sentences out of the rest."""
    forbidden = {gram for path in tests for line in path.read_text("utf-8").splitlines() for gram in grams(line)}
    ordered = sorted(set(pairs), key=lambda pair: (_share(pair.source), pair))
    clean = [pair for pair in ordered if not any(gram in forbidden for side in pair for gram in grams(side))]
    held, seen = _first(clean, 2 * held_out)
    said = {fold(side) for pair in held for side in pair}
    train = [pair for pair in seen if not any(fold(side) in said for side in pair)]
    return Split(train, held[::2], held[1::2], len(ordered) - len(clean))


def _first(pairs: Sequence[Sentences], count: int) -> tuple[list[Sentences], list[Sentences]]:
    """One pair each of the first source sentences, and all pairs of the others."""
    held: dict[str, Sentences] = {}
    rest = []
    for pair in pairs:
        if len(held) < count:
            held.setdefault(pair.source, pair)
        elif pair.source not in held:
            rest.append(pair)
    return list(held.values()), rest


def _share(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % SHARES


def fold(text: str) -> str:
    """A text without what two copies of it may differ in.

    >>> fold("L’été, déjà ?")
    'l ete deja'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))


def grams(text: str) -> Iterator[str]:
    """Every run of so many words; a shorter text of four words or more is one run itself."""
    words = fold(text).split()
    if 4 <= len(words) < OVERLAP:
        yield " ".join(words)
    yield from (" ".join(words[at : at + OVERLAP]) for at in range(len(words) - OVERLAP + 1))
