"""The second reading of a run: sources in windows, each window translated together, settled and written."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from polyglot import crew, files, pipeline, reuse, unchanged
from polyglot.crew import Finished, Key, Source
from polyglot.direction import Watch
from polyglot.errors import OutputError
from polyglot.memory import Memory
from polyglot.model import Pair, Segment, Tag, Target
from polyglot.pipeline import Prepared, Result, Work
from polyglot.runs.looks import Page, opened, those
from polyglot.runs.run import Run
from polyglot.runs.scouts import Scouts
from polyglot.runs.survey import Survey
from polyglot.runs.wishes import Aside
from polyglot.unchanged import Ledger


def sources_of(run: Run, plan: Survey) -> Iterator[Source]:
    """The sources of a run with their works: those that the survey opened, the others when they are wanted."""
    for page in plan.pages:
        works = plan.opened.pop(page.path, None)
        how = partial(_reopened, run, page) if works is None else partial(those, works)
        if page.targets:
            yield Source(page.path, page.segments, page.targets, how)


def _reopened(run: Run, page: Page, wanted: Collection[Tag]) -> Iterator[Work]:
    return opened(run, _again(run, page), wanted)


def windows(sources: Iterable[Source], size: int) -> Iterator[list[Source]]:
    """Sources in groups that have about so many segments; each is the caller's to empty."""
    group: list[Source] = []
    segments = 0
    for source in sources:
        group.append(source)
        segments += source.segments
        if segments >= size:
            yield group
            group, segments = [], 0
    if group:
        yield group


def _again(run: Run, page: Page) -> Prepared:
    """A source, read again. Raises `OutputError` where it is not what it was."""
    data = files.current(page.path)
    if data is None or files.digest(data) != page.digest.hex():
        hint = "run the command again; what was finished has been kept"
        raise OutputError("the file changed while others were being translated", place=str(page.path), hint=hint)
    return pipeline.prepare(page.path, data, run.project, run.names, run.order)


def done(
    run: Run, sources: list[Source], watch: Watch, memory: Memory | None, ledger: Ledger, *, scouts: Scouts
) -> tuple[tuple[Result, ...], tuple[Aside, ...]]:
    """Translate the pending segments of many works together, per direction, settle each and write them all.

    Says what became of them, and which lines of their sources are the site's. The list is emptied: a work goes as soon
    as it is settled.
    """
    order = [(number, target) for number, source in enumerate(sources) for target in source.targets]
    finished = _known(run, sources, watch, memory, scouts)
    groups: dict[tuple[Pair, str], deque[tuple[Key, Work]]] = {}
    for number, source in enumerate(sources):
        left = [target for target in source.targets if (number, target) not in finished]
        for work in source.open(left) if left else ():
            key = number, work.direction.pair.target
            groups.setdefault((work.direction.pair, work.direction.edition), deque()).append((key, work))
    sources.clear()
    for group in groups.values():
        for key, work, targets in _translated(group, watch, memory):
            finished[key] = Finished(pipeline.settle(work, targets, run.project, run.order), unchanged.done(work))
    if memory is not None:
        memory.settle()
    ended = [finished[key] for key in order]
    results = pipeline.commit([one.settled for one in ended])
    for one, result in zip(ended, results, strict=True):
        ledger.note(one.done, result, one.settled.assets)
    lines = {one.done.name: one.done.lines for one in ended}
    return results, tuple(Aside(name, *line) for name, found in lines.items() for line in found)


def _known(
    run: Run, sources: Sequence[Source], watch: Watch, memory: Memory | None, scouts: Scouts
) -> dict[Key, Finished]:
    """What can be settled without an engine."""
    if memory is not None:
        memory.flush()
    task = crew.Task(tuple(sources), run.project, run.order, memory.path if memory else None)
    done = scouts.settled(task) if scouts.are_waiting else crew.settled(task)
    for one in done.values():
        watch(one.pending)
    return dict(done)


def _translated(
    works: deque[tuple[Key, Work]], watch: Watch, memory: Memory | None
) -> Iterator[tuple[Key, Work, list[Target]]]:
    """Each work of a direction with the targets of its pending segments, as soon as all are there."""
    direction = works[0][1].direction
    segments: list[Segment] = []
    starts: list[int] = []
    waiting: dict[int, _Waiting] = {}
    while works:
        key, opened = works.popleft()
        work = reuse.fitted(opened, memory)
        pending = work.pending
        if len(pending) < len(opened.pending):
            watch(len(opened.pending) - len(pending))
        if not pending:
            yield key, work, []
            continue
        starts.append(len(segments))
        waiting[starts[-1]] = _Waiting(key, work, len(pending))
        segments += [place.segment for place in pending]
    for index, target in direction.answers(segments, watch, memory):
        start = starts[bisect_right(starts, index) - 1]
        if waiting[start].takes(index - start, target):
            done = waiting.pop(start)
            yield done.key, done.work, done.given


class _Waiting:
    """A work and the targets that have been found for it."""

    def __init__(self, key: Key, work: Work, size: int) -> None:
        self.key = key
        self.work = work
        self._targets: list[Target | None] = [None] * size
        self._missing = size

    def takes(self, place: int, target: Target) -> bool:
        """Keep a target; says whether it was the last one."""
        self._targets[place] = target
        self._missing -= 1
        return not self._missing

    @property
    def given(self) -> list[Target]:
        """All targets in their order."""
        return [target for target in self._targets if target is not None]


def works(run: Run, plan: Survey) -> Iterator[Work]:
    """All works of a run, one after the other."""
    return chain.from_iterable(source.open(source.targets) for source in sources_of(run, plan))
