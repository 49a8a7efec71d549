"""Argos packages that other Python distributions bring, named by entry points of the group `polyglot.models`.

An entry point names a top-level Python package in whose folder Argos packages lie, a folder each. It is looked up and
never imported: models are data, and what a stranger's code does when it is imported must not reach a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, distributions
from importlib.util import find_spec
from pathlib import Path

from polyglot.model import Distribution

GROUP = "polyglot.models"
NOT_READABLE = (OSError, ValueError, TypeError, AttributeError, KeyError, ImportError)
"""What a distribution's own files make the standard library raise where they are broken."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The folders of packages, each with what brought it, and a sentence per entry point that leads to none."""

    folders: Mapping[Path, Distribution]
    problems: tuple[str, ...]


def brought() -> Brought:
    """Look through all distributions on Python's path, in the order of their names; never raises."""
    folders: dict[Path, Distribution] = {}
    problems = []
    for owner, point in sorted(_points(), key=lambda found: (str(found[0]), found[1].name)):
        found = _folders(point)
        if not found:
            problems.append(f"{owner}: its entry point {point.name!a} of {GROUP} leads to no model: {point.value!a}")
        folders |= {folder: owner for folder in found if folder not in folders}
    return Brought(folders, tuple(problems))


def _points() -> Iterator[tuple[Distribution, EntryPoint]]:
    """The entry points of the group; of two distributions of one name that Python finds first counts."""
    seen = set()
    for installed in distributions():
        try:
            points = installed.entry_points.select(group=GROUP)
            owner = Distribution(installed.name, installed.version) if points else None
        except NOT_READABLE:
            continue  # it is broken for all programs, and nobody can say what it meant to bring
        if owner and owner.name not in seen:
            seen.add(owner.name)
            yield from ((owner, point) for point in points)


def _folders(point: EntryPoint) -> list[Path]:
    """The folders of packages in what an entry point names; inside another it had to be imported to be found."""
    try:
        spec = find_spec(point.value) if point.value.isidentifier() else None
        places = spec.submodule_search_locations or () if spec else ()
        return sorted(path.parent for place in places for path in Path(place).glob("*/metadata.json"))
    except NOT_READABLE:
        return []
