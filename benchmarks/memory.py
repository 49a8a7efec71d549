"""Whether the translation memory bears a million units: prints import, recall, fuzzy matches found, and peak memory.

The texts are made up, as natural as it takes: words as rare and as common as in a language (Zipf), sentences of 6 to 24
words, names and numbers. Queries are units with two mistakes each: a slip of the pen, a word too many, too few, or
another. Usage: python benchmarks/memory.py [UNITS] [--folder FOLDER]   (a folder keeps the files for another time)
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from statistics import median, quantiles

from polyglot import compendium, project, reuse, runs, tmx
from polyglot.direction import Direction
from polyglot.memory import Kind, Memory
from polyglot.model import Pair, Segment, Tag
from polyglot.reuse import Offer
from polyglot.tmx import TransUnit, Variant

PAIR = Pair(Tag("fr"), Tag("en"))
FILE = 100_000
"""Units in a file."""
QUERIES = 100
LOOKUPS = 2000
WORDS = 60_000
FREQUENT = "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont"
COMMON = FREQUENT.split()
SPOKEN = "ba co du fe gi lo ma ne pi ra so tu ve zo cha dre fla gni pre tri"
SYLLABLES = SPOKEN.split()
NAMES = {"Paris": "Paris", "Kiev": "Kyiv", "Bruxelles": "Brussels", "Emmanuel Macron": "Emmanuel Macron"}
SETTINGS = '[project]\nsource = "fr"\nlocales = ["en"]\n'


def chance(*of: object) -> float:
    """A number from 0 to 1 that is always the same for the same things."""
    return int.from_bytes(blake2b(repr(of).encode(), digest_size=7).digest()) / 2**56


def word(rank: int) -> str:
    """The word that is so common, from 0."""
    if rank < len(COMMON):
        return COMMON[rank]
    parts: list[str] = []
    left = rank * 7
    while left or len(parts) < 2:
        left, at = divmod(left, len(SYLLABLES))
        parts.append(SYLLABLES[at])
    return "".join(parts)


def sentence(number: int) -> list[str]:
    """The words of a sentence."""
    length = 6 + int(19 * chance(number, "length") ** 2)
    found = [word(int(WORDS ** chance(number, at)) - 1) for at in range(length)]
    if chance(number, "name") < 0.25:
        found[length // 2] = list(NAMES)[number % len(NAMES)]
    if chance(number, "number") < 0.25:
        found[length // 3] = str(int(10 ** (4 * chance(number, "how many"))) + 2)
    return [found[0].capitalize(), *found[1:]]


def noisy(words: Sequence[str], seed: int) -> list[str]:
    """A sentence with two mistakes, none in a name or a number."""
    found = list(words)
    for turn in range(2):
        places = [at for at in range(1, len(found)) if found[at].isalpha() and found[at].islower()]
        places = [at for at in places if found[at] not in COMMON] or places
        at = places[int(chance(seed, turn) * len(places))]
        other = word(300 + int(5000 * chance(seed, turn, "word")))
        kinds: tuple[list[str], ...] = ([found[at][1::-1] + found[at][2:]], [found[at], other], [other], [])
        found[at : at + 1] = kinds[(seed + turn) % len(kinds)]
    return found


def text(words: Sequence[str]) -> str:
    return f"{' '.join(words)}."


def target(number: int) -> str:
    """What stands for a translation: the same names and numbers, other words."""
    return text([NAMES.get(said, f"{said}s" if said.islower() else said) for said in sentence(number)])


def units(start: int, end: int) -> Iterator[TransUnit]:
    for number in range(start, end):
        yield TransUnit("fr", (Variant("fr", (text(sentence(number)),)), Variant("en", (target(number),))))


@dataclass(frozen=True, slots=True)
class Times:
    """How many milliseconds each call took, by the clock and of the processor."""

    clock: list[float]
    processor: list[float]


def timed(calls: Sequence[Callable[[], object]]) -> Times:
    found = Times([], [])
    for call in calls:
        begun, spent = time.perf_counter(), time.process_time()
        call()
        found.clock.append((time.perf_counter() - begun) * 1000)
        found.processor.append((time.process_time() - spent) * 1000)
    return found


def show(what: str, times: Times) -> None:
    told = [
        f"{median(each):8.3f} ms, p95 {quantiles(each, n=20)[-1]:8.3f} ms" for each in (times.clock, times.processor)
    ]
    print(f"{what:28} median {told[0]}   of the processor: median {told[1]}", flush=True)


def imports(folder: Path, count: int) -> Memory:
    """A project's memory with so many units; the first file's way into it is timed."""
    here = project.around([folder], folder)
    for start in range(0, count, FILE):
        given = folder / f"part-{start // FILE:03}.tmx"
        if (folder / "memory" / given.name).exists():
            continue
        given.write_text("".join(tmx.write(units(start, min(count, start + FILE)), "fr")), "utf-8")
        begun, spent = time.perf_counter(), time.process_time()
        compendium.import_file(here, given)
        with compendium.opened(here, sys.exit):
            pass
        took, own = time.perf_counter() - begun, time.process_time() - spent
        print(f"import of units from {start:9}  {took:6.1f} s ({own:.1f} s of the processor)", flush=True)
        given.unlink()
    assert here.memory is not None
    return Memory(here.memory, sys.exit)


def recall(known: Memory, direction: Direction, count: int) -> None:
    """The time of exact recall, for texts that are there and for texts that are not."""
    numbers = [int(chance("exact", turn) * count) for turn in range(LOOKUPS)]
    here = [text(sentence(number)) for number in numbers]
    gone = [text(noisy(sentence(number), number)) for number in numbers]
    show("exact, on record", timed([partial(known.same, PAIR, said) for said in here]))
    show("exact, not on record", timed([partial(known.same, PAIR, said) for said in gone]))
    segments = [reuse.marked(direction, said) for said in here]
    show("exact, fitted and checked", timed([partial(first, direction, known, one) for one in segments]))


def first(direction: Direction, known: Memory, segment: Segment) -> Offer | None:
    """What a run would use."""
    return next(reuse.exact(direction, known, segment, 0, Kind.IMPORT), None)


def fuzzy(known: Memory, direction: Direction, count: int) -> None:
    """The time of fuzzy matches, and how many of the queries find what they were made from."""
    numbers = [int(chance("fuzzy", turn) * count) for turn in range(QUERIES)]
    segments = [reuse.marked(direction, text(noisy(sentence(number), number))) for number in numbers]
    offers: list[list[Offer]] = []
    times = timed([lambda: offers.append(reuse.offers(direction, known, segments[len(offers)]))] * QUERIES)
    found = [target(number) in [offer.text for offer in given] for number, given in zip(numbers, offers, strict=True)]
    show("fuzzy", times)
    print(f"found                        {sum(found)} of {QUERIES} noisy queries", flush=True)


def measure(folder: Path, count: int) -> None:
    (folder / "polyglot.toml").write_text(SETTINGS, "utf-8")
    with closing(imports(folder, count)) as known:
        here = project.around([folder], folder)
        direction = Direction(PAIR, runs.names_of(here), here.settings, None)
        recall(known, direction, count)
        fuzzy(known, direction, count)
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
    size = (folder / ".polyglot" / "memory.sqlite").stat().st_size >> 20
    print(f"peak memory                  {peak:.0f} MiB; the file has {size} MiB for {count} units")


def main() -> None:
    parser = argparse.ArgumentParser(description="A translation memory of many units.")
    parser.add_argument("units", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    wishes = parser.parse_args()
    if wishes.folder:
        wishes.folder.mkdir(parents=True, exist_ok=True)
        measure(wishes.folder, wishes.units)
        return
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), wishes.units)


if __name__ == "__main__":
    main()
