"""What a glossary costs and what it brings: a set translated with it and without, by the road that articles take.

Prints for both how many names and terms are right (TA-surface), how many lines have a segment that was kept in the
source language, how many words stand there twice in a row that do not in the source, BLEU and chrF2++. At the end,
with `--show`, the terms that were missed most, and the reasons for what was kept.
Usage: python benchmarks/terms.py fr en --data FOLDER --set NAME [--engine argos] [--glossary FILE ...] [--limit N]
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import regex

from polyglot import config, evaluate, locales, resources, trial
from polyglot.evaluate import ParallelSet
from polyglot.model import Pair

DOUBLED = regex.compile(r"\b([\p{L}\p{M}'’]+)\s+\1\b", regex.IGNORECASE)
FIGURES = "{:18}{:>16}{:>12}{:>9}{:>8}{:>8}{:>9}"


def doubled(source: str, text: str) -> int:
    """How many words follow themselves in a translation, besides so many as do in its source."""
    return max(0, len(DOUBLED.findall(text)) - len(DOUBLED.findall(source)))


def project(folder: Path, glossaries: Sequence[Path], pair: Pair) -> None:
    """Make a project whose glossary is the files named; without any, the names that polyglot ships."""
    (folder / config.FILE).write_text(f'[project]\nsource = "{pair.source}"\nlocales = ["{pair.target}"]\n', "utf-8")
    (folder / "glossary").mkdir()
    for path in glossaries or sorted(resources.shipped("glossary").glob("*.csv")):
        shutil.copy(path, folder / "glossary" / path.name)


def row(title: str, texts: ParallelSet, result: trial.Result) -> str:
    """The figures of one trial."""
    terms, tally = result.tally.terms, result.tally
    share = f"{terms['right']} of {terms['hits']}"
    part = terms["right"] / max(1, terms["hits"])
    twice = sum(doubled(*both) for both in zip(texts.source, result.hypotheses, strict=True))
    kept = f"{tally.kept} of {len(texts.source)}"
    figures = result.figures
    return FIGURES.format(title, share, kept, twice, f"{part:.3f}", f"{figures.bleu:.2f}", f"{figures.chrf:.2f}")


def show(result: trial.Result) -> None:
    """What was missed, and why something was kept."""
    for name in result.tally.names[:20]:
        if name.right < name.hits:
            print(f"  missed {name.concept}: {name.hits - name.right} of {name.hits}")
    for reason, count in result.tally.reasons.items():
        print(f"  kept {count} times, {reason}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=locales.parse)
    parser.add_argument("target", type=locales.parse)
    parser.add_argument("--data", type=Path, default=Path(), help="the folder with test sets")
    parser.add_argument("--set", required=True, help="NAME.fr and NAME.en")
    parser.add_argument("--engine", default="")
    parser.add_argument("--glossary", type=Path, nargs="*", default=(), help="CSV files; default: the shipped names")
    parser.add_argument("--limit", type=int, default=0, help="only so many lines, from the first")
    parser.add_argument("--show", action="store_true", help="what was missed, and why something was kept")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    pair = Pair(given.source, given.target)
    texts = evaluate.named(given.set, given.data.resolve(), pair)
    texts = texts.first(given.limit) if given.limit else texts
    with tempfile.TemporaryDirectory() as folder:
        project(Path(folder), given.glossary, pair)
        os.chdir(folder)
        task = trial.Task(pair, texts, given.engine)
        result, bare = trial.hold(task), trial.hold(replace(task, names=False))
        os.chdir("/")
    print(FIGURES.format("", "TA-surface", "kept", "doubled", "share", "BLEU", "chrF2++"))
    print(row("with glossary", texts, result))
    print(row("without", texts, bare))
    print(f"{result.figures.chrf - bare.figures.chrf:+.2f} chrF2++, by {result.identity.signature}")
    if given.show:
        show(result)


if __name__ == "__main__":
    main()
