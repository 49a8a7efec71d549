"""Apertium: rule-based translation by the packages that the system has installed (https://apertium.org)."""

from __future__ import annotations

import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from polyglot.engines.apertium.modes import Mode, Route, fingerprint, installed, route
from polyglot.engines.apertium.pipeline import SEARCH_PATH, Command, Pipeline, available, command, printed
from polyglot.engines.apertium.relay import Leg, Relay
from polyglot.errors import EngineMissingError
from polyglot.model import Candidates, Identity, Masked, Pair, Rung, Tag

DATADIR = Path("/usr/share/apertium")
PATIENCE = 60.0
"""Seconds that the shortest item may take at most before its pipeline counts as hung; a longer one has more."""
RUNGS = (Rung.INJECT, Rung.MASK, Rung.SPLIT)


class ApertiumEngine:
    """Every pair for which modes are installed, directly or through one other language."""

    name = "apertium"
    words_per_second = 5000

    def __init__(self, datadir: Path = DATADIR, patience: float = PATIENCE, search_path: str = SEARCH_PATH) -> None:
        """Look for data in `datadir`, for commands on `search_path`; nothing is read or started before it is needed."""
        self._datadir = datadir
        self._patience = patience
        self._search_path = search_path
        self._commands: dict[Mode, Command] = {}
        self._names: defaultdict[Mode, dict[str, str]] = defaultdict(dict)
        self._idle: defaultdict[Mode, list[Pipeline]] = defaultdict(list)
        self._started: weakref.WeakSet[Pipeline] = weakref.WeakSet()

    @cached_property
    def _modes(self) -> Mapping[Pair, Mode]:
        """What is installed; nothing where the commands are missing."""
        return installed(self._datadir) if available(self._search_path) else {}

    @cached_property
    def _version(self) -> str:
        """What `apertium -V` calls itself: `3.8.3`."""
        return printed(self._search_path, "apertium", "-V").rpartition(" ")[2]

    def supports(self, source: Tag, target: Tag) -> bool:
        """Whether modes for the pair are installed, or two that meet in a third language."""
        return bool(route(self._modes, Pair(source, target)))

    def pairs(self) -> tuple[Pair, ...]:
        """The pairs that one mode serves, sorted."""
        return tuple(sorted(self._modes))

    def identity(self, pair: Pair) -> Identity:
        """What would translate the pair; raises `EngineMissingError` where nothing would."""
        way = self._route(pair)
        tags = (way[0].pair.source, *(mode.pair.target for mode in way))
        return Identity(self.name, self._version, fingerprint(way), tags, RUNGS, "gist")

    def _route(self, pair: Pair) -> Route:
        """The modes for a pair; raises `EngineMissingError` where there are none."""
        way = route(self._modes, pair)
        if not way:
            raise EngineMissingError(
                f"Apertium has no modes installed from {pair.source} to {pair.target}",
                hint="install the system's apertium packages for the pair, or for two that meet in a third language",
            )
        return way

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        """Answer every item once, in about the order they came.

        `inject` writes names as the source has them and takes those that cannot be found again for opaque; the other
        rungs hold every slot opaque. Raises `EngineFailureError` where Apertium cannot be started.
        """
        legs: dict[Mode, Leg] = {}
        try:
            way = self._route(pair)
            for mode in way:
                legs[mode] = self._leg(mode, last=mode is way[-1])
            yield from Relay(tuple(legs.values()), self._patience, way[0].pair).run(items, rung)
        finally:
            for mode, leg in legs.items():
                self._put_back(mode, leg)

    def _leg(self, mode: Mode, *, last: bool) -> Leg:
        """A mode ready to work, by a pipeline that is at leisure or a new one."""
        idle = self._idle[mode]
        while idle:
            pipeline = idle.pop()
            if pipeline.alive:
                return Leg(pipeline, lambda: self._start(mode), self._names[mode], last=last)
            pipeline.close()
        leg = Leg(self._start(mode), lambda: self._start(mode), self._names[mode], last=last)
        leg.greet()
        return leg

    def _start(self, mode: Mode) -> Pipeline:
        """A new pipeline for a mode."""
        if mode not in self._commands:
            self._commands[mode] = command(mode.path, self._search_path)
        pipeline = Pipeline(self._commands[mode], self._search_path)
        self._started.add(pipeline)
        return pipeline

    def _put_back(self, mode: Mode, leg: Leg) -> None:
        """Keep a pipeline for the next call unless it still owes answers."""
        if leg.idle and leg.pipeline.alive:
            self._idle[mode].append(leg.pipeline)
        else:
            leg.pipeline.close()

    def close(self) -> None:
        """End every program; a later call starts new ones."""
        self._idle.clear()
        for pipeline in list(self._started):
            pipeline.close()
