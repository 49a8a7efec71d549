"""Where the results of a run go: each place is for one work alone."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from polyglot import grouping
from polyglot.errors import UsageError
from polyglot.model import Tag
from polyglot.pipeline import Work
from polyglot.project import place_of


class Claim(NamedTuple):
    """The places that a work needs for itself."""

    source: Path
    name: str
    target: Tag
    output: Path | None
    catalog: Path | None
    """None where it shares one with others."""


def claim(work: Work) -> Claim:
    """What a work needs for itself."""
    own = work.catalog_path if work.catalog_path and not grouping.shared(work.catalog_path) else None
    return Claim(work.prepared.path, work.prepared.name, work.direction.pair.target, work.output, own)


class Places:
    """Where the results of a run go, each place for one work alone."""

    def __init__(self) -> None:
        self._owners: dict[str, tuple[Path, str, Tag]] = {}
        self._sources: set[str] = set()
        self._shared: list[UsageError] = []
        self.outputs: dict[Path, None] = {}

    def take(self, claim: Claim) -> None:
        """Have a work's results in their places."""
        source, name, target, output, catalog = claim
        if output is not None:
            self._sources.add(place_of(source))
            self.outputs[output] = None
        for result in filter(None, (output, catalog)):
            _, owner, tag = self._owners.setdefault(place_of(result), (result, name, target))
            if (owner, tag) != (name, target) and not self._shared:
                self._shared.append(_taken(result, f"the results of both {owner} and {name}"))

    def keep(self, source: Path, output: Path, name: str, target: Tag) -> None:
        """Have an output that stays as it is in its place."""
        self._sources.add(place_of(source))
        self._owners.setdefault(place_of(output), (output, name, target))

    def settle(self) -> None:
        """Raise `UsageError` where a result would be written over a source, or over that of another work."""
        for full, (result, _, _) in self._owners.items():
            if full in self._sources:
                raise _taken(result, "a source")
        for error in self._shared:
            raise error


def _taken(place: Path, what: str) -> UsageError:
    hint = "rename one of them, or put {dir} or {path} into --out"
    return UsageError(f"this would be the place of {what}", place=str(place), hint=hint)
