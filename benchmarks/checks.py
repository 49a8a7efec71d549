"""How many faults the rules of `check` find, by kind, and how often they speak of good translations, by rule.

    python benchmarks/checks.py [--faults FILE.tsv] [--good FILE.tsv] [--set FOLDER NAME FROM TO] [--limit N] [--show]

A line of FILE is an id, two languages, a source, a target, the kind of its fault and a note, parted by tabs. A set is
two files of lines, `NAME.FROM` and `NAME.TO`. Each target counts as a text that a person reviewed, with the names that
polyglot ships. `--show` prints what was missed, and what was said of good translations.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from polyglot import direction, glossary, locales, protect, resources
from polyglot.config import Settings
from polyglot.direction import Direction
from polyglot.model import Issue, Origin, Pair, Role, Segment, Severity, Span, State, Target, Unit


class Example(NamedTuple):
    """A source and a target, and the kind of fault that the target has."""

    id: str
    pair: Pair
    source: str
    target: str
    kind: str


def table(path: Path) -> Iterator[Example]:
    """The examples of a file of tabs."""
    with path.open(encoding="utf-8", newline="") as file:
        for id_, source, target, original, translation, kind, _ in csv.reader(
            file, delimiter="\t", quoting=csv.QUOTE_NONE
        ):
            yield Example(id_, Pair(locales.parse(source), locales.parse(target)), original, translation, kind)


def parallel(folder: Path, name: str, source: str, target: str) -> Iterator[Example]:
    """The lines of a set."""
    pair = Pair(locales.parse(source), locales.parse(target))
    sides = ((folder / f"{name}.{tag}").read_text("utf-8").splitlines() for tag in pair)
    for number, texts in enumerate(zip(*sides, strict=True), 1):
        original, translation = texts
        yield Example(f"{name}:{number}", pair, original, translation, "none")


@cache
def _direction(pair: Pair) -> Direction:
    names = glossary.load(tuple(sorted(resources.shipped("glossary").glob("*.csv"))))
    return Direction(pair, names, Settings(), None)


def said(example: Example) -> tuple[Issue, ...]:
    """What is said of an example as of a person's reviewed text."""
    known = _direction(example.pair)
    unit = Unit("p", Role.PARAGRAPH, Span(0, len(example.source)), example.source)
    marked = protect.mark(unit, example.pair.source, direction.find_names(known.names, example.pair.source))
    segment = Segment(example.source, marked.codes)
    return known.examine(segment, Target(example.target, State.REVIEWED, Origin.HUMAN))


def share(part: int, whole: int) -> str:
    """A part of a whole, both told."""
    return f"{part} of {whole} ({part / max(whole, 1):.2%})"


def recall(examples: Sequence[Example], *, show: bool) -> None:
    """Print how many faults are found, by kind."""
    found = [(example, said(example)) for example in examples]
    grave = sum(any(issue.severity is not Severity.INFO for issue in issues) for _, issues in found)
    print(f"faults found: {share(sum(bool(issues) for _, issues in found), len(found))}; {grave} gravely")
    every, hit = Counter(one.kind for one in examples), Counter(one.kind for one, issues in found if issues)
    for kind in sorted(every):
        print(f"  {kind:16}{share(hit[kind], every[kind])}")
    if show:
        _list(example for example, issues in found if not issues)


def alarms(name: str, examples: Iterable[Example], *, show: bool) -> None:
    """Print how many good pairs have an alarm, and how many of each rule."""
    found = [(example, said(example)) for example in examples]
    grave = sum(any(issue.severity is not Severity.INFO for issue in issues) for _, issues in found)
    loud = [(example, issues) for example, issues in found if issues]
    print(f"{name}, alarms: {share(len(loud), len(found))}; as warning or error {share(grave, len(found))}")
    for rule, count in Counter(rule for _, issues in loud for rule in {issue.rule for issue in issues}).most_common():
        print(f"  {rule:16}{count}")
    for example, issues in loud if show else ():
        _list([example])
        print("".join(f"    {issue.rule}: {issue.message}\n" for issue in issues), end="")


def _list(examples: Iterable[Example]) -> None:
    for one in examples:
        print(f"{one.id} {one.pair.source} {one.pair.target} {one.kind}\n    {one.source}\n    {one.target}")


def main() -> None:
    """Print the figures of all files and sets that were named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=Path, action="append", default=[])
    parser.add_argument("--good", type=Path, action="append", default=[])
    parser.add_argument("--set", nargs=4, action="append", default=[], metavar=("FOLDER", "NAME", "FROM", "TO"))
    parser.add_argument("--limit", type=int, help="so many lines of each set")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    for path in asked.faults:
        recall(tuple(table(path)), show=asked.show)
    for path in asked.good:
        alarms(path.name, table(path), show=asked.show)
    for folder, name, source, target in asked.set:
        lines = islice(parallel(Path(folder), name, source, target), asked.limit)
        alarms(f"{name} {source}-{target}", lines, show=asked.show)


if __name__ == "__main__":
    main()
