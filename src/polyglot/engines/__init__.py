"""Engines: what turns masked source text into candidates. A lazy table of names, extended by entry points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from polyglot.errors import UsageError
from polyglot.model import Candidates, Identity, Masked, Pair, Rung, Tag

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

BUILT_IN = {
    "argos": "polyglot.engines.argos:ArgosEngine",
    "apertium": "polyglot.engines.apertium:ApertiumEngine",
    "pseudo": "polyglot.engines.pseudo:PseudoEngine",
    "echo": "polyglot.engines.echo:EchoEngine",
}
AUTO = ("argos", "apertium")
"""The engines that `--engine auto` asks, in this order; of each, the direct route before a pivot."""


class Engine(Protocol):
    """What the road needs of an engine; what makes one without arguments is an entry point `polyglot.engines`."""

    name: str
    words_per_second: int
    """About how fast it is on one small machine, for estimates only."""

    def supports(self, source: Tag, target: Tag) -> bool:
        """Whether it can translate this pair now, offline."""

    def identity(self, pair: Pair) -> Identity:
        """What would translate the pair. Raises `EngineMissingError` where `supports` is false."""

    def pairs(self) -> tuple[Pair, ...]:
        """Every direct pair that is installed, sorted; empty for engines that take any."""

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        """Answer every item once, by its id, in any order, as soon as it is known.

        An item that fails comes back as empty `Candidates` with the reason; raises `EngineFailureError` only where
        nothing more can be expected of the engine.
        """

    def close(self) -> None:
        """Stop its processes and free its models; called once, also after a failure."""


Survival = Mapping[Rung, tuple[int, int]]
"""Per rung: how many names and marks came through, of how many that were tried."""


@runtime_checkable
class Measured(Protocol):
    """An engine that can find out what its models bring through."""

    def survival(self, pair: Pair) -> Survival:
        """What was measured before on the models of a pair; empty where nothing was."""

    def measure(self, pair: Pair) -> Survival:
        """Measure now, and remember. Raises `EngineFailureError`."""


@runtime_checkable
class Careful(Protocol):
    """An engine that sets installed models aside which it cannot use, and says so."""

    def problems(self) -> tuple[str, ...]:
        """What is wrong with them, a sentence each; empty when all is well."""


def names() -> tuple[str, ...]:
    """The names of all engines, ours first."""
    return (*BUILT_IN, *(point.name for point in _points() if point.name not in BUILT_IN))


def load(name: str, settings: Mapping[str, object] | None = None) -> Engine:
    """Make the engine of that name; settings are for ours. Raises `UsageError` where there is none."""
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        return cast("Engine", getattr(import_module(module), attribute)(**(settings or {})))
    for point in _points(name):
        return cast("Engine", point.load()())
    raise UsageError(f"there is no engine {name!r}", hint=f"choose one of {', '.join(names())}, auto or none")


def _points(name: str = "") -> EntryPoints:
    """The entry points of other distributions, of one name or all; looked for only where ours do not serve."""
    from importlib.metadata import entry_points

    return entry_points(group="polyglot.engines", name=name) if name else entry_points(group="polyglot.engines")
