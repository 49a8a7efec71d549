"""What numbers count: a unit that became another, and numbers that were converted with their units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

import regex

from polyglot import resources
from polyglot.check.codes import folded
from polyglot.model import Code
from polyglot.resources import Pattern

NEAR = regex.compile(r"[ \u00a0\u202f-]?(?:[$£€%]|°[ \u00a0\u202f]?[CF]\b|°|\p{L}+[²³]?(?:/\p{L}+)?(?:\s\p{L}+)?)")
BEFORE = regex.compile(r"([$£€])[ \u00a0\u202f]?$")
EVERY = regex.compile(r"(?:\bper|\bpar|\bpor|\bal|\bpro|\bna|\ba|\bза|\bна|/)\s*(\p{L}+)")
CLOSE = 0.15
"""A converted number may be rounded so much."""


class Unit(NamedTuple):
    """What is counted: units of one kind can be converted where they have a size."""

    name: str
    kind: str
    size: float


def counted(text: str, codes: Iterable[Code]) -> Iterator[tuple[Code, frozenset[Unit]]]:
    """The numbers of a text with what stands beside them, each as all that it may mean; without what is no unit."""
    for code in codes:
        before, behind = BEFORE.search(text[: code.span.start]), NEAR.match(text, code.span.end)
        said = before[1] if before else behind[0].strip(" \u00a0\u202f-") if behind else ""
        units = _units(said) or _units(said.partition(" ")[0])
        if units:
            yield code, units


@cache
def _units(word: str) -> frozenset[Unit]:
    return frozenset(unit for unit, pattern in _table().items() if pattern.fullmatch(folded(word)))


@cache
def _table() -> Mapping[Unit, Pattern]:
    rows = resources.rows("units")
    return {
        Unit(name, row["of"], row.get("in", 0.0)): regex.compile("|".join(map(_pattern, row["words"].split())))
        for name, row in rows.items()
    }


def _pattern(word: str) -> str:
    escaped = regex.escape(folded(word.strip("=")))
    return escaped.replace(r"\*", r"\p{L}*").replace("_", r"\s")


def changed(there: tuple[str, Sequence[Code]], here: tuple[str, Sequence[Code]]) -> Iterator[str]:
    """Numbers that are the same, and count another thing of its kind."""
    sources, targets = ([(code, units) for code, units in counted(*side)] for side in (there, here))
    for code, units in sources:
        same = [others for other, others in targets if other.value == code.value]
        kinds = {unit.kind for unit in units}
        if same and all(units.isdisjoint(others) and kinds & {unit.kind for unit in others} for others in same):
            yield f"{code.text} {'/'.join(sorted(unit.name for unit in units))} became " + "/".join(
                sorted(unit.name for unit in same[0])
            )


def swapped(there: tuple[str, Sequence[Code]], here: tuple[str, Sequence[Code]]) -> Iterator[str]:
    """Two numbers that count different things, each with what the other counts."""
    sources, targets = ([(code, units) for code, units in counted(*side)] for side in (there, here))

    def counts(code: Code, units: frozenset[Unit]) -> bool:
        return any(other.value == code.value and not units.isdisjoint(own) for other, own in targets)

    for (one, its), (other, others) in combinations(sources, 2):
        stays = its & others or counts(one, its) or counts(other, others)
        if one.value != other.value and not stays and counts(one, others) and counts(other, its):
            yield f"{one.text} and {other.text} are exchanged"


def unconverted(codes: Sequence[Code], text: str, other: tuple[str, Sequence[Code]]) -> tuple[Code, ...]:
    """The numbers that were not converted to another unit."""
    amounts = list(_amounts(*other))
    own = {code.span.start: [(unit.kind, size) for unit, size in sizes] for code, sizes in _sized(text, codes)}
    return tuple(
        code
        for code in codes
        if not any(
            kind == other_kind and abs(size - there) <= CLOSE * size
            for kind, size in own.get(code.span.start, ())
            for other_kind, there in amounts
        )
    )


def _amounts(text: str, codes: Sequence[Code]) -> Iterator[tuple[str, float]]:
    for _, sizes in _sized(text, codes):
        yield from ((unit.kind, size) for unit, size in sizes)


def _sized(text: str, codes: Sequence[Code]) -> Iterator[tuple[Code, list[tuple[Unit, float]]]]:
    for code, units in counted(text, codes):
        try:
            number = float(code.value)
        except ValueError:
            continue
        yield code, [(unit, number * unit.size) for unit in units if unit.size]
