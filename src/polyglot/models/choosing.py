"""Which engine and model serve a pair, and what to install where none does."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from polyglot import engines, locales, resources
from polyglot.engines import Careful, Engine
from polyglot.errors import EngineMissingError
from polyglot.model import Identity, Pair

NONE = "none"
"""The engine's name that means: people and memory only."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine and what exactly it will use for a pair."""

    engine: Engine
    identity: Identity


class Shelf:
    """The engines of a run, made once and closed together."""

    def __init__(self, settings: Mapping[str, Mapping[str, object]] | None = None) -> None:
        """Start with none; engines are loaded when they are asked for, with what is set for them by name."""
        self._made: dict[str, Engine] = {}
        self._settings = settings or {}

    def engine(self, name: str) -> Engine:
        """The engine of that name. Raises `UsageError` where there is none."""
        if name not in self._made:
            self._made[name] = engines.load(name, self._settings.get(name))
        return self._made[name]

    def choose(self, pair: Pair, name: str, locked: Identity | None = None) -> Choice:
        """The engine for a pair: the locked one, the one named, or for `auto` the first that supports it.

        Raises `EngineMissingError` where there is none, or where the lock says another.
        """
        candidates = engines.AUTO if name == "auto" else (name,)
        if locked is not None and locked.engine in candidates:
            candidates = (locked.engine,)
        found = next((engine for engine in map(self.engine, candidates) if engine.supports(*pair)), None)
        if found is None:
            raise _missing(pair, name, locked)
        identity = found.identity(pair)
        if locked is not None and identity.grade != NONE and identity.signature != locked.signature:
            raise _changed(pair, locked, identity)
        return Choice(found, identity)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with models that the engines loaded so far cannot use, a sentence each."""
        careful = [engine for engine in self._made.values() if isinstance(engine, Careful)]
        return tuple(problem for engine in careful for problem in engine.problems())

    def close(self) -> None:
        """Close all engines."""
        for engine in self._made.values():
            engine.close()


def _missing(pair: Pair, name: str, locked: Identity | None) -> EngineMissingError:
    what = "no installed engine" if name == "auto" else f"the engine {name}, as it is installed, does not"
    verb = "translates" if name == "auto" else "translate"
    if locked is not None and name in {"auto", locked.engine}:
        what, verb = f"{locked.engine}, which polyglot.lock names, no longer", "translates"
    return EngineMissingError(f"{what} {verb} {pair.source} to {pair.target}", hint=how_to_install(pair, name))


def _changed(pair: Pair, locked: Identity, found: Identity) -> EngineMissingError:
    return EngineMissingError(
        f"polyglot.lock has {locked.signature} for {pair.source} to {pair.target}, but {found.signature} is installed",
        hint="install what the lock names, or accept the new one with --relock",
    )


def how_to_install(pair: Pair, engine: str = "auto") -> str:
    """The command that installs an engine for a pair: from Debian where it has one, else a neural model."""
    packages = () if engine == "argos" else _debian_packages(pair)
    if packages:
        return f"run: sudo apt-get install apertium {' '.join(packages)}"
    return f"run: polyglot models install {pair.source} {pair.target}"


def _debian_packages(pair: Pair) -> tuple[str, ...]:
    """The Debian packages of an Apertium route: direct, else through one language; empty where there is none."""
    table = tomllib.loads((resources.HERE / "language" / "apertium_packages.toml").read_text("utf-8"))["packages"]
    edges = {frozenset(pair): package for package, pair in table.items()}
    source, target = locales.base(pair.source), locales.base(pair.target)
    if frozenset((source, target)) in edges:
        return (edges[frozenset((source, target))],)
    pivots = sorted({tag for edge in edges if source in edge for tag in edge} - {source})
    for pivot in pivots:
        if frozenset((pivot, target)) in edges:
            return edges[frozenset((source, pivot))], edges[frozenset((pivot, target))]
    return ()
