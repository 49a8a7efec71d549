"""How much of a bare Apertium pipe's speed polyglot keeps: words a second, and as ratios to the pipe's in one run.

The bare pipe is `cat FILE | apertium fra-cat` (and `| apertium cat-eng` for the pivot) on one file with a sentence to
a line. Polyglot is measured twice through the engine alone, with sentences as they are and with their names and numbers
as slots, and once as `polyglot translate FILE --to TAG --engine apertium`, with all that a run does. The sides take
turns; each ratio is that of a round, and the median round is shown beside the best one. Processor time (of all programs
of a side, in seconds) is shown too: it says more than the clock where other programs run on the machine.

Usage: python benchmarks/apertium.py FILE [--sentences 10000] [--rounds 3] [--to ca --to es --to en]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from polyglot import config, protect, runs
from polyglot.direction import Direction, find_names
from polyglot.engines.apertium import ApertiumEngine
from polyglot.model import Masked, Pair, Rung, Segment, Tag
from polyglot.project import Project

FRENCH = Tag("fr")
PIPES: Mapping[str, Sequence[str]] = {"ca": ("fra-cat",), "es": ("fr-es",), "en": ("fra-cat", "cat-eng")}
"""The modes that the bare pipe runs for a target; polyglot is asked for the same language and finds the same way."""


class Took(NamedTuple):
    """What a side took, in seconds."""

    clock: float
    processor: float


def took(work: Callable[[], object]) -> Took:
    """The time that some work took, with that of every child that ended in it."""
    began, before = time.perf_counter(), processor()
    work()
    return Took(time.perf_counter() - began, processor() - before)


def processor() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def bare(lines: Path, to: str) -> None:
    pipe = " | ".join((f"cat {lines}", *(f"apertium {mode}" for mode in PIPES[to])))
    subprocess.run(("sh", "-c", pipe), check=True, stdout=subprocess.DEVNULL)


def through_engine(items: Sequence[Masked], to: str) -> None:
    """Translate items by an engine that is started for it and ended, as a program would."""
    engine = ApertiumEngine()
    try:
        numbered = ((str(number), masked) for number, masked in enumerate(items))
        answered = sum(1 for _ in engine.translate(numbered, Pair(FRENCH, Tag(to)), Rung.INJECT))
    finally:
        engine.close()
    if answered != len(items):
        raise SystemExit(f"{len(items) - answered} sentences were not answered")


def through_program(lines: Path, to: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "news.fr.txt")
        shutil.copy(lines, source)
        command = (sys.executable, "-m", "polyglot", "translate", str(source), "--to", to, "--engine", "apertium")
        subprocess.run((*command, "--fail-on", "never", "--quiet"), check=True, stdout=subprocess.DEVNULL)


def with_slots(sentences: Sequence[str], to: str) -> list[Masked]:
    """The sentences with the names of the shipped glossary and all numbers as slots."""
    project = Project(None, config.Settings())
    names = runs.names_of(project)
    direction = Direction(Pair(FRENCH, Tag(to)), names, project.settings, None)
    found = (Segment(line, protect.find(line, FRENCH, find_names(names, FRENCH))) for line in sentences)
    return [protect.mask(segment, Rung.MASK, direction.form) for segment in found]


def measure(lines: Path, sentences: Sequence[str], to: str, rounds: int) -> None:
    words = sum(len(line.split()) for line in sentences)
    masked = with_slots(sentences, to)
    slots = sum(len(one.slots) for one in masked)
    sides: Mapping[str, Callable[[], object]] = {
        "bare pipe": lambda: bare(lines, to),
        "engine, no slots": lambda: through_engine([Masked((line,)) for line in sentences], to),
        f"engine, {slots} slots": lambda: through_engine(masked, to),
        "polyglot translate": lambda: through_program(lines, to),
    }
    times = {name: [Took(0, 0)] * 0 for name in sides}
    for _ in range(rounds):
        for name, work in sides.items():
            times[name].append(took(work))
    print(f"\nfr-{to}, {' then '.join(PIPES[to])}: {len(sentences)} sentences, {words} words, {rounds} rounds")
    print(f"{'':24}{'words/s':>10}{'processor s':>13}{'ratio':>8}{'best':>8}{'of processor time':>19}")
    for name, all_took in times.items():
        pairs = list(zip(times["bare pipe"], all_took, strict=True))
        ratios = [pipe.clock / one.clock for pipe, one in pairs]
        spent = statistics.median(pipe.processor / one.processor for pipe, one in pairs)
        clock, used = (statistics.median(values) for values in zip(*all_took, strict=True))
        print(
            f"{name:24}{words / clock:10.0f}{used:13.1f}{statistics.median(ratios):8.2f}{max(ratios):8.2f}{spent:19.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="How much of a bare Apertium pipe's speed polyglot keeps.")
    parser.add_argument("file", type=Path, help="French text, a sentence to a line")
    parser.add_argument("--sentences", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--to", action="append", choices=sorted(PIPES), help="each target in turn; all by default")
    given = parser.parse_args()
    sentences = given.file.read_text("utf-8").splitlines()[: given.sentences]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start")
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "lines.txt")
        lines.write_text("\n".join(sentences) + "\n", "utf-8")
        for to in given.to or sorted(PIPES):
            measure(lines, sentences, to, given.rounds)


if __name__ == "__main__":
    main()
