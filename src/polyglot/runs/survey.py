"""The first reading of a run: whatever is wrong is found before anything is written, and small facts are kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from polyglot import files, pipeline, reuse, unchanged
from polyglot.direction import Direction
from polyglot.errors import OF_ONE_FILE, CatalogError, EngineMissingError, Lost, PolyglotError, UsageError, refuse
from polyglot.model import Pair, Tag
from polyglot.pipeline import Prepared, Result, Work
from polyglot.runs.places import Places
from polyglot.runs.run import Run
from polyglot.runs.wishes import Row
from polyglot.site import Shown
from polyglot.unchanged import Ledger


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a source between the survey and the work on it."""

    path: Path
    name: str
    source: Tag
    guessed: bool
    digest: bytes
    """The SHA-256 of its bytes."""
    targets: tuple[Tag, ...]
    """What it is translated to: not where its catalog cannot be read."""
    segments: int
    """Of all its works together."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a run will do: small facts of every source, and the works of the first window."""

    pages: tuple[Page, ...]
    rows: tuple[Row, ...]
    directions: dict[Pair, Direction]
    pending: int
    """So many segments nothing on record serves."""
    unserved: int
    """So many have no translation yet: those, and what engines could not translate."""
    outputs: tuple[Path, ...]
    """Without a project."""
    shown: Shown
    """The site's strings of all sources."""
    opened: deque[tuple[Work, ...]]
    """The works on the first pages, opened already: what is taken out is not read twice."""
    refused: tuple[Result, ...] = ()
    """What is told of sources that are not ours to translate."""
    whole: tuple[str, ...] = ()
    """Pages whose furniture stays in its place though it was to be dropped."""
    unchanged: tuple[unchanged.Page, ...] = ()
    """Pages that need not be done again."""
    others: int = 0
    """So many segments keep what another engine said, as nobody wished for the new one's."""
    unreadable: tuple[PolyglotError, ...] = ()
    """What is wrong with sources, and with catalogs and receipts of theirs."""

    @property
    def missing(self) -> tuple[EngineMissingError, ...]:
        """What is wrong where no engine serves a locale."""
        return tuple(row.problem for row in self.rows if isinstance(row.problem, EngineMissingError))

    @property
    def lost(self) -> tuple[PolyglotError, ...]:
        """What is wrong with files that cannot be read, each once."""
        strings = (row.problem for row in self.rows if isinstance(row.problem, CatalogError))
        return tuple({str(error): error for error in (*self.unreadable, *strings)}.values())


def surveyed(run: Run, ledger: Ledger | None = None) -> Survey:
    """Look at every source. Raises whatever is wrong with where results should go; a file that cannot be read is lost.

    Pages that the ledger knows to be as they were are not read.
    """
    look = _Look(run, ledger)
    for prepared in run.prepared(look.spared, look.lost.append):
        look.add(prepared)
    return look.survey()


class _Look:
    """A look at the sources of a run, one by one."""

    def __init__(self, run: Run, ledger: Ledger | None) -> None:
        self._run, self._ledger = run, ledger
        self._pages: list[Page] = []
        self.lost: list[PolyglotError] = []
        self._rows: list[Row] = []
        self._directions: dict[Pair, Direction] = {}
        self._tags: set[Tag] = set()
        self._refused: list[Result] = []
        self._same: list[unchanged.Page] = []
        self._whole: list[str] = []
        self._places, self._seen, self._opened = Places(), Shown(), deque[tuple[Work, ...]]()
        self._pending = self._unserved = self._size = self._others = 0

    def spared(self, path: Path, data: bytes) -> bool:
        """Whether nothing of a page has changed; it will be told as it was then."""
        tag = self._ledger.tag(path, data) if self._ledger else None
        if self._ledger is None or tag is None:
            return False
        try:
            page = self._ledger.page(path, self._lead_from(tag))
        except OF_ONE_FILE:  # it is told which when the page is opened
            return False
        if page is None:
            return False
        self._same.append(page)
        self._note_whole(page.name, page.structured, len(page.lines))
        self._seen.add_again(page.name, page.source, page.strings)
        for result in page.results:
            self._places.keep(path, Path(result.output), page.name, result.target)
        return True

    def add(self, prepared: Prepared) -> None:
        """Look at a page that must be done."""
        if prepared.denied:
            self._refused += pipeline.refusals(prepared, self._run.targets)
            return
        self._lead_from(prepared.source)
        self._note_whole(prepared.name, prepared.document.structured, len(prepared.aside))
        self._seen.add(prepared)
        works = tuple(opened(self._run, prepared, self._directions, self._run.targets, self.lost.append))
        for work in works:
            self._places.take(work)
            self._pending += len(work.pending)
            self._unserved += sum(map(reuse.is_unserved, work.recalls))
            self._others += sum(map(work.is_anothers, work.recalls))
        if self._size < pipeline.WINDOW:
            self._opened.append(works)
        self._pages.append(_page(prepared, works))
        self._size += self._pages[-1].segments

    def _note_whole(self, name: str, structured: bool, aside: int) -> None:
        """Take note of a page that cannot be had without its furniture."""
        if self._run.order.furniture == "drop" and structured and aside:
            self._whole.append(name)

    def _lead_from(self, source: Tag) -> list[Direction]:
        """The directions from a language, looked for once."""
        if source not in self._tags:
            self._tags.add(source)
            ways, told = self._run.directions(source)
            self._directions |= ways
            self._rows += told
        pairs = (Pair(source, target) for target in self._run.targets)
        return [self._directions[pair] for pair in pairs if pair in self._directions]

    def survey(self) -> Survey:
        """What was seen. Raises `UsageError` where there is nothing to do, or where results would fall together.

        Where all there was to do is one file, what is wrong with it is raised.
        """
        readable = (*self._refused, *self._same, *(tag for page in self._pages for tag in page.targets))
        if len(self.lost) == 1 and not readable:
            raise self.lost[0]
        if not self.lost and not (self._pages or self._refused or self._same):
            hint = "name a file, or a folder with files such as .txt, .html or .md"
            raise UsageError("there is nothing to translate here", hint=hint)
        if not self._rows and self._pages:
            raise UsageError(f"the source is in {', '.join(self._run.targets)} already", hint="name another --to")
        self._places.settle()
        return Survey(
            tuple(self._pages),
            tuple(self._rows),
            self._directions,
            self._pending,
            self._unserved,
            () if self._run.project.root else tuple(self._places.outputs),
            self._seen,
            self._opened,
            tuple(self._refused),
            tuple(self._whole),
            tuple(self._same),
            self._others,
            tuple(self.lost),
        )


def _page(prepared: Prepared, works: Sequence[Work]) -> Page:
    digest = bytes.fromhex(files.digest(prepared.data))
    targets, segments = tuple(work.direction.pair.target for work in works), sum(len(work.recalls) for work in works)
    return Page(prepared.path, prepared.name, prepared.source, prepared.guessed, digest, targets, segments)


def opened(
    run: Run, prepared: Prepared, directions: dict[Pair, Direction], wanted: Collection[Tag], lost: Lost = refuse
) -> Iterator[Work]:
    """The works on a source, one for each target that is wanted, but those whose catalog or receipt cannot be read."""
    pairs = [pair for target in run.targets if (pair := Pair(prepared.source, target)) in directions]
    siblings = tuple(pair.target for pair in pairs)
    for pair in (pair for pair in pairs if pair.target in wanted):
        try:
            work = pipeline.open_work(prepared, directions[pair], run.project, run.order, siblings)
        except OF_ONE_FILE as error:
            lost(error)
        else:
            yield work
