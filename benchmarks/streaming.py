"""Whether a run's memory and speed bear its size: prints, per way of sharing sentences out, peak memory and speed.

Seconds are those of the processor: what else goes on at the machine counts less.

Each run is a process of its own over a new project in a temporary folder. A ratio of 1.0 says that five times as many
sentences take no more memory, or go as fast. Usage: python benchmarks/streaming.py [--engine NAME] [--only NAME]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

FEW, MANY = 20_000, 100_000
SHAPES = {"files of 50": 50, "files of 500": 500, "one file": 0}
"""Sentences in a file; 0 stands for all of them."""
PARAGRAPH = 5
WHO = ("Le maire", "La présidente", "Volodymyr Zelensky", "Une élève", "Le Conseil de l’Europe", "Notre voisin", "Elle")
DID = ("a visité", "a fermé", "a peint", "a vendu", "veut agrandir", "n’a jamais aimé", "a promis", "a dessiné")
WHAT = ("la bibliothèque", "le vieux pont", "un jardin", "les écoles", "la gare de Kyiv", "le moulin", "trois maisons")
WHEN = ("lundi soir", "en mars", "à 20h30", "avant l’été", "sans le dire", "deux fois", "pour ses enfants", "hier")
SETTINGS = '[project]\nsource = "fr"\nlocales = ["en"]\n'


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took."""

    seconds: float
    peak: float
    """MiB."""


def sentences(count: int) -> Iterator[str]:
    """So many sentences, no two the same."""
    shapes = tuple(product(WHO, DID, WHAT, WHEN))
    for number in range(count):
        who, did, what, when = shapes[number * 7 % len(shapes)]
        yield f"{who} {did} {what} {when}, dit la note {number + 2000}."


def write_project(folder: Path, count: int, each: int) -> None:
    """A project of so many sentences, shared out over files."""
    (folder / "articles").mkdir()
    (folder / "polyglot.toml").write_text(SETTINGS, "utf-8")
    found = list(sentences(count))
    for number, start in enumerate(range(0, count, each or count)):
        part = found[start : start + (each or count)]
        paragraphs = (" ".join(part[at : at + PARAGRAPH]) for at in range(0, len(part), PARAGRAPH))
        place = folder / "articles" / f"{number // 100:03}" / f"{number:05}.fr.txt"
        place.parent.mkdir(exist_ok=True)
        place.write_text("\n\n".join(paragraphs) + "\n", "utf-8")


def measured(folder: Path, engine: str) -> Run:
    """Translate a project in a process of its own."""
    command = (sys.executable, "-m", "polyglot", "translate", "--engine", engine, "--json", "--fail-on", "never")
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"polyglot ended with {child.returncode}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def runs(count: int, each: int, engine: str) -> tuple[Run, Run]:
    """A first run over a project, and a second one, which has nothing to translate."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder, count, each)
        return measured(folder, engine), measured(folder, engine)


def main() -> None:
    parser = argparse.ArgumentParser(description="Peak memory and speed of long runs.")
    parser.add_argument("--engine", default="echo")
    parser.add_argument("--only", choices=SHAPES)
    wishes = parser.parse_args()
    print(f"{'':14} {'run':7} {'MiB':>12} {'ratio':>6} {'sentences/s':>14} {'ratio':>6}   for {FEW} and {MANY}")
    for name, each in SHAPES.items():
        if wishes.only in {None, name}:
            sizes = (runs(size, each, wishes.engine) for size in (FEW, MANY))
            for which, few, many in zip(("first", "second"), *sizes, strict=True):
                slow, fast = FEW / few.seconds, MANY / many.seconds
                memory = f"{few.peak:5.0f} {many.peak:6.0f} {many.peak / few.peak:6.2f}"
                print(f"{name:14} {which:7} {memory} {slow:7.0f} {fast:6.0f} {fast / slow:6.2f}", flush=True)


if __name__ == "__main__":
    main()
