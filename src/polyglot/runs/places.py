"""Where the results of a run go: each place is for one work alone."""

from __future__ import annotations

from pathlib import Path

from polyglot import grouping
from polyglot.errors import UsageError
from polyglot.model import Tag
from polyglot.pipeline import Work
from polyglot.project import place_of


class Places:
    """Where the results of a run go, each place for one work alone."""

    def __init__(self) -> None:
        self._owners: dict[str, tuple[Path, str, Tag]] = {}
        self._sources: set[str] = set()
        self._shared: list[UsageError] = []
        self.outputs: dict[Path, None] = {}

    def take(self, work: Work) -> None:
        """Have a work's results in their places."""
        if work.output is not None:
            self._sources.add(place_of(work.prepared.path))
            self.outputs[work.output] = None
        name, target = work.prepared.name, work.direction.pair.target
        own = work.catalog_path and not grouping.shared(work.catalog_path)
        for result in filter(None, (work.output, work.catalog_path if own else None)):
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
