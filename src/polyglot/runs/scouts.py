"""The first reading on all cores: each process looks at a share of the sources, and keeps open what it may settle.

A source of which anything is to be told, or refused, is left to the run itself, which tells it in its turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from polyglot import crew, hands, pipeline
from polyglot.crew import Done, Finished, Source, Task
from polyglot.errors import PolyglotError
from polyglot.hands import Alone
from polyglot.model import Tag
from polyglot.pipeline import Work
from polyglot.runs.looks import Look, look, opened, those
from polyglot.runs.run import Run


@dataclass(slots=True)
class Seen:
    """What one process saw of its share."""

    looks: dict[Path, Look] = field(default_factory=dict)
    works: dict[Path, tuple[Work, ...]] = field(default_factory=dict)
    """Those that are kept open: its share of the first window."""


class Scouts:
    """The processes of a first reading, until what they keep open is settled."""

    def __init__(self, seen: Seen, ends: Iterable[Connection] = (), stack: ExitStack | None = None) -> None:
        """Hear what each has seen; one that died has seen nothing."""
        self.looks, self.works = dict(seen.looks), seen.works
        self._stack = stack or ExitStack()
        self._kept: dict[Connection, frozenset[Path]] = {}
        for end in ends:
            with suppress(EOFError, OSError):
                looks, self._kept[end] = end.recv()
                self.looks |= looks

    @property
    def are_waiting(self) -> bool:
        """Whether works are open elsewhere."""
        return bool(self._kept)

    def settled(self, task: Task) -> Done:
        """What can be settled of these works without an engine, each where it is open; the scouts go home."""
        numbers = {source.path: number for number, source in enumerate(task.sources)}
        with self._stack:
            for end, kept in self._kept.items():
                with suppress(OSError):
                    end.send((task.memory, kept & numbers.keys()))
            elsewhere = frozenset().union(*self._kept.values())
            found = crew.share(task, [number for path, number in numbers.items() if path not in elsewhere])
            for end in self._kept:
                with suppress(EOFError, OSError):
                    found |= {(numbers[path], target): one for (path, target), one in end.recv().items()}
        self._kept.clear()
        return found


def sent(run: Run, paths: Sequence[Path], stack: ExitStack) -> Scouts:
    """Look at sources on all cores; where one is enough, none was looked at. The processes end with the stack."""
    count = hands.wanted(len(paths) * len(run.targets), crew.LEAST)
    if count < 2:
        return Scouts(Seen())
    room = pipeline.WINDOW // count
    _see(run, paths[:1], 0)  # so that engines are looked for once, not by each
    shares = [paths[first::count] for first in range(count)]
    helped = stack.enter_context(ExitStack())
    ends = [helped.enter_context(hands.lent(partial(_scout, run, share, room))) for share in shares[1:]]
    return Scouts(_see(run, shares[0], room), ends, helped)


def _scout(run: Run, paths: Sequence[Path], room: int, end: Connection, alone: Alone) -> None:
    """Look at a share, tell of it, and settle what is wanted of it when the time has come."""
    seen = _see(run, paths, room, alone)
    end.send((seen.looks, frozenset(seen.works)))
    memory, wanted = end.recv()
    end.send(_settled(run, {path: works for path, works in seen.works.items() if path in wanted}, memory, alone))


def _settled(
    run: Run, works: Mapping[Path, tuple[Work, ...]], memory: Path | None, alone: Alone
) -> dict[tuple[Path, Tag], Finished]:
    sources = [Source(path, 0, run.targets, partial(those, opened_)) for path, opened_ in works.items()]
    done = crew.share(Task(sources, run.project, run.order, memory), range(len(sources)), alone)
    return {(sources[number].path, target): one for (number, target), one in done.items()}


def _see(run: Run, paths: Iterable[Path], room: int, alone: Alone = hands.never) -> Seen:
    """Look at sources, and keep the first works open, with about so many segments."""
    seen = Seen()
    for path in paths:
        if alone():
            break
        with suppress(PolyglotError):
            prepared = next(run.pages((path,)))
            works = tuple(opened(run, prepared, run.targets))
            if prepared.denied:
                continue
            seen.looks[path] = look(prepared, works)
            if room > 0:
                seen.works[path] = works
            room -= seen.looks[path].page.segments
    return seen
