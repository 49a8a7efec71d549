"""Learn which words of one language stand for which of another, for the rule that finds what a translation left out.

    python training/lexicon.py FOLDER fr en --most europarl=420000 tatoeba=160000 laws=25000 pydocs=15000 cds=6000

FOLDER has `*.tsv.xz` files with lines of source, text, text, parted by tabs. Writes `language/lexicon/fr-en.tsv` and
`en-fr.tsv`: IBM's model 1 (Brown and others 1993) in both directions over stems, and, counted on pairs that were held
out, how often a stem has no counterpart in its own translation, and how often it has one in another sentence's.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from polyglot import resources
from polyglot.check.codes import folded
from polyglot.check.lexicon import FOLDER, Entry, alike, stem, stems
from polyglot.check.subject import LETTERS

SEED = 7
LONGEST = 190
"""Longer texts are left out: their words stand for one another by chance."""
ROUNDS = 5
FREQUENT = 8
"""Rarer stems have no row."""
LIKELY, BACKWARDS = 0.03, 0.08
"""From so likely on, one way or the other, a stem stands for another."""
LEAST = 1.5
COUNTERPARTS = 8
HELD_OUT = 60000
STOPS = frozenset({". ", "! ", "? ", ": ", "« ", ' "', "- "})
"""Behind these a word has a capital as the first of a sentence."""

Texts = Sequence[Sequence[str]]
Likely = dict[tuple[str, str], float]


def read(folder: Path, most: Mapping[str, int]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """So many pairs of each source, and some that are held out."""
    pools = defaultdict[str, list[tuple[str, str]]](list)
    for path in sorted(folder.glob("*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                source, one, other = line.rstrip("\n").split("\t")
                if source in most and len(one) < LONGEST:
                    pools[source].append((one, other))
    chance = random.Random(SEED)
    taken, held = list[tuple[str, str]](), list[tuple[str, str]]()
    for source, count in most.items():
        chance.shuffle(pools[source])
        taken += pools[source][:count]
        held += pools[source][count : count + HELD_OUT]
    return taken, held[:HELD_OUT]


def numbered(texts: Texts) -> dict[str, int]:
    """The stems that are not too rare, from 1 on; 0 is what words without a counterpart stand for."""
    counts = Counter(word for text in texts for word in text)
    return {word: at for at, word in enumerate((word for word, count in counts.items() if count >= FREQUENT), 1)}


def model(given: Texts, said: Texts) -> Likely:
    """How likely each stem of one side is said for each of the other."""
    known, others = numbered(given), numbered(said)
    ones, twos, places, count = list[npt.NDArray[np.int64]](), list[npt.NDArray[np.int64]](), [], 0
    for left, right in zip(given, said, strict=True):
        one = np.array([0, *(known[word] for word in left if word in known)])
        two = np.array([others[word] for word in right if word in others], dtype=np.int64)
        ones.append(np.tile(one, len(two)))
        twos.append(np.repeat(two, len(one)))
        places.append(np.repeat(np.arange(count, count + len(two)), len(one)))
        count += len(two)
    place, width = np.concatenate(places), len(others) + 1
    cells, cell = np.unique(np.concatenate(ones) * width + np.concatenate(twos), return_inverse=True)
    likely, expected = np.ones(len(cells)), np.zeros(len(cells))
    for _ in range(ROUNDS):
        weight = likely[cell]
        weight /= np.bincount(place, weight, count)[place]
        expected = np.bincount(cell, weight, len(cells))
        likely = expected / np.maximum(np.bincount(cells // width, expected), 1e-9)[cells // width]
    names, words = ["", *known], ["", *others]
    kept = np.nonzero((likely > LIKELY / 2) & (expected > LEAST) & (cells >= width))[0]
    return {(names[cells[at] // width], words[cells[at] % width]): float(likely[at]) for at in kept}


def counterparts(forward: Likely, backward: Likely) -> dict[str, tuple[str, ...]]:
    """The likeliest counterparts of each stem."""
    found = defaultdict[str, list[tuple[float, str]]](list)
    for one, other in sorted({*forward, *((one, other) for other, one in backward)}):
        there, back = forward.get((one, other), 0.0), backward.get((other, one), 0.0)
        if there > LIKELY or back > BACKWARDS:
            found[one].append((max(there, back / 2), other))
    return {one: tuple(word for _, word in sorted(words, reverse=True)[:COUNTERPARTS]) for one, words in found.items()}


def counted(
    words: Mapping[str, tuple[str, ...]], given: Texts, said: Texts, capitals: Mapping[str, float]
) -> Iterator[tuple[str, Entry]]:
    """Each stem with how often it is missed in its own translation and met in another, and how often it is a name."""
    every, missed, met = Counter[str](), Counter[str](), Counter[str]()
    others = random.Random(SEED).sample(said, len(said))
    for text, own, other in zip(given, said, others, strict=True):
        for word in words.keys() & set(text):
            every[word] += 1
            missed[word] += not alike(word, words[word], set(own))
            met[word] += alike(word, words[word], set(other))
    for word in sorted(words):
        count = every[word]
        yield (
            word,
            Entry(
                (missed[word] + 0.2) / (count + 0.8),
                (met[word] + 0.2) / (count + 1),
                capitals.get(word, 0.0),
                words[word],
            ),
        )


def named(texts: Iterable[str]) -> dict[str, float]:
    """How often each stem has a capital inside a sentence."""
    every, capital = Counter[str](), Counter[str]()
    for text in texts:
        for word in list(LETTERS.finditer(text))[1:]:
            if text[word.start() - 2 : word.start()] not in STOPS:
                every[stem(folded(word[0]))] += 1
                capital[stem(folded(word[0]))] += word[0][0].isupper()
    return {word: capital[word] / count for word, count in every.items()}


def write(name: str, rows: Iterator[tuple[str, Entry]]) -> None:
    """A table that people can read and correct."""
    lines = ["# stem, missed in its own translation (%), met in another (%), has a capital (%), what stands for it\n"]
    for word, (missed, met, capital, said) in rows:
        lines.append(f"{word}\t{100 * missed:.0f}\t{100 * met:.0f}\t{100 * capital:.0f}\t{' '.join(said)}\n")
    path = resources.HERE / "language" / FOLDER / f"{name}.tsv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(lines), "utf-8")


def main() -> None:
    """Learn both directions and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs=2)
    parser.add_argument("--most", nargs="+", required=True, help="source=count")
    asked = parser.parse_args()
    most = {name: int(count) for name, _, count in (item.partition("=") for item in asked.most)}
    taken, held = read(asked.folder, most)
    one, other = ([list(dict.fromkeys(stems(text))) for text in side] for side in zip(*taken, strict=True))
    forward, backward = model(one, other), model(other, one)
    left, right = ([list(stems(text)) for text in side] for side in zip(*held, strict=True))
    these, those = (named(side) for side in zip(*taken, strict=True))
    first, second = asked.languages
    write(f"{first}-{second}", counted(counterparts(forward, backward), left, right, these))
    write(f"{second}-{first}", counted(counterparts(backward, forward), right, left, those))


if __name__ == "__main__":
    main()
