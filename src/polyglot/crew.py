"""Works shared out among the cores: those that no engine is needed for are settled side by side, with the same bytes.

Each process takes every second source, or every fourth, opens its works, and hands back what `settle` made of them; it
writes nothing. What it cannot do without an engine is left to the run itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from polyglot import hands, pipeline, reuse, unchanged
from polyglot.direction import Direction
from polyglot.errors import PolyglotError
from polyglot.hands import Alone
from polyglot.memory import Memory
from polyglot.model import Candidates, Identity, Masked, Pair, Rung, Tag
from polyglot.pipeline import Order, Settled, Work
from polyglot.project import Project

LEAST = 48
"""So many works are worth a process."""
PATIENCE = 3
"""After so many works in a row that need an engine, the others are taken to need it too."""
Key = tuple[int, Tag]
"""A work of some sources: the number of its source, and its target."""


class Finished(NamedTuple):
    """What is left of a work that is settled."""

    settled: Settled
    done: unchanged.Done
    pending: int = 0
    """So many of its segments nothing on record served."""


Done = Mapping[Key, Finished]
"""What was settled."""


@dataclass(frozen=True, slots=True)
class Source:
    """The works on one source, which are opened where they are settled."""

    path: Path
    segments: int
    """Of all works together."""
    targets: tuple[Tag, ...]
    open: Callable[[Collection[Tag]], Iterable[Work]]
    """The works for these targets."""


class AbsentError(PolyglotError):
    """An engine would be needed, and there is none here."""


class _Absent:
    """What stands in the place of an engine: who asks it has found nothing on record."""

    words_per_second = 1

    def __init__(self, name: str) -> None:
        self.name = name

    def supports(self, _source: Tag, _target: Tag) -> bool:
        return False

    def identity(self, _pair: Pair) -> Identity:
        raise AbsentError("there is no engine here")

    def pairs(self) -> tuple[Pair, ...]:
        return ()

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        for _ in items:
            raise AbsentError(f"there is no engine here for {pair.source} to {pair.target}, {rung}")
        yield from ()

    def close(self) -> None:
        """There is nothing to close."""


@dataclass(frozen=True, slots=True)
class Task:
    """Works, and what they are settled with."""

    sources: Sequence[Source]
    project: Project
    order: Order
    memory: Path | None
    """Each process opens it for itself."""


def settled(task: Task) -> Done:
    """What can be settled of these works without an engine, on all cores."""
    count = hands.wanted(sum(len(source.targets) for source in task.sources), LEAST)
    if count < 2:
        return {}
    found: dict[Key, Finished] = {}
    with ExitStack() as stack:
        shares = [range(first, len(task.sources), count) for first in range(count)]
        ends = [stack.enter_context(hands.lent(partial(_tell_share, task, numbers))) for numbers in shares[1:]]
        found |= share(task, shares[0])
        for end in ends:
            with suppress(EOFError):  # it died: what it was to do is done again, and says what is wrong
                found |= end.recv()
    return found


def _tell_share(task: Task, numbers: range, end: Connection, alone: Alone) -> None:
    end.send(share(task, numbers, alone))


def share(task: Task, numbers: Iterable[int], alone: Alone = hands.never) -> dict[Key, Finished]:
    """What can be settled of these sources; what raises an error is left, so that it is raised where it can be told."""
    found: dict[Key, Finished] = {}
    ways: dict[int, Direction] = {}
    failed = 0
    with ExitStack() as stack:
        known = stack.enter_context(closing(Memory(task.memory, _unheard))) if task.memory else None
        for number, work in _opened(task, numbers):
            if failed == PATIENCE or alone():
                break
            way = id(work.direction)
            if way not in ways:
                ways[way] = _engineless(work.direction)
            own = replace(work, direction=ways[way])
            try:
                found[number, work.direction.pair.target] = _finished(own, task, known)
                failed = 0
            except PolyglotError:
                failed += 1
    return found


def _opened(task: Task, numbers: Iterable[int]) -> Iterator[tuple[int, Work]]:
    """The works of a share; those on a source that can no longer be read are left too."""
    for number in numbers:
        source = task.sources[number]
        with suppress(PolyglotError):
            yield from ((number, work) for work in tuple(source.open(source.targets)))


def _finished(work: Work, task: Task, known: Memory | None) -> Finished:
    pending = len(work.pending)
    work = reuse.fitted(work, known)
    targets = work.direction.translate([place.segment for place in work.pending], known)
    return Finished(pipeline.settle(work, targets, task.project, task.order), unchanged.done(work), pending)


def _engineless(direction: Direction) -> Direction:
    """The direction with nobody where its engine is."""
    if direction.choice is None:
        return direction
    return direction.asking(replace(direction.choice, engine=_Absent(direction.choice.engine.name)))


def _unheard(_: str) -> None:
    """What the run itself has told already."""
