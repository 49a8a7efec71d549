"""The first reading of a run: whatever is wrong is found before anything is written, and small facts are kept."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from polyglot import files, pipeline, unchanged
from polyglot.direction import Direction
from polyglot.errors import OF_ONE_FILE, CatalogError, EngineMissingError, PolyglotError, UsageError
from polyglot.model import Pair, Tag
from polyglot.pipeline import Prepared, Result, Work
from polyglot.runs.looks import Look, Page, look, opened
from polyglot.runs.places import Places
from polyglot.runs.run import Run
from polyglot.runs.scouts import Scouts, Seen, sent
from polyglot.runs.wishes import Row
from polyglot.site import Shown
from polyglot.unchanged import Ledger


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
    opened: dict[Path, tuple[Work, ...]]
    """The works on the first pages, opened already: what is taken out is not read twice."""
    scouts: Scouts
    """Who keeps others open."""
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


def surveyed(run: Run, ledger: Ledger | None = None, stack: ExitStack | None = None) -> Survey:
    """Look at every source. Raises whatever is wrong with where results should go; a file that cannot be read is lost.

    Pages that the ledger knows to be as they were are not read. With a stack, on which processes end, all cores look.
    """
    same = _unchanged(run, ledger) if ledger else {}
    left = [path for path in run.files if path not in same]
    scouts = sent(run, left, stack) if stack else Scouts(Seen())
    notes = _Notes(run, scouts)
    for path in run.files:
        if path in same:
            notes.keep(same[path])
        elif path in scouts.looks:
            notes.note(scouts.looks[path])
        else:
            for prepared in run.pages((path,), lost=notes.lost.append):
                notes.add(prepared)
    for prepared in run.prepared() if run.wishes.stdin is not None else ():
        notes.add(prepared)
    return notes.survey()


def _unchanged(run: Run, ledger: Ledger) -> dict[Path, unchanged.Page]:
    """The pages of which nothing has changed; they will be told as they were then."""
    found: dict[Path, unchanged.Page] = {}
    for path in run.files:
        with suppress(*OF_ONE_FILE):  # it is told which when the page is opened
            tag = ledger.tag(path, files.read(path))
            page = ledger.page(path, _led(run, tag)) if tag else None
            if page is not None:
                found[path] = page
    return found


def _led(run: Run, source: Tag) -> list[Direction]:
    """The directions from a language, in the order of the targets."""
    directions, _ = run.directions(source)
    pairs = (Pair(source, target) for target in run.targets)
    return [directions[pair] for pair in pairs if pair in directions]


class _Notes:
    """What is noted of the sources of a run, one by one."""

    def __init__(self, run: Run, scouts: Scouts) -> None:
        self._run, self._scouts = run, scouts
        self._pages: list[Page] = []
        self.lost: list[PolyglotError] = []
        self._rows: list[Row] = []
        self._directions: dict[Pair, Direction] = {}
        self._tags: set[Tag] = set()
        self._refused: list[Result] = []
        self._same: list[unchanged.Page] = []
        self._whole: list[str] = []
        self._places, self._seen, self._opened = Places(), Shown(), dict(scouts.works)
        self._pending = self._unserved = self._size = self._others = 0

    def keep(self, page: unchanged.Page) -> None:
        """Note a page of which nothing has changed."""
        self._lead_from(page.source)
        self._same.append(page)
        self._note_whole(page.name, page.structured, len(page.lines))
        self._seen.add_again(page.name, page.source, page.strings)
        for result in page.results:
            self._places.keep(page.path, Path(result.output), page.name, result.target)

    def add(self, prepared: Prepared) -> None:
        """Look at a page that must be done."""
        if prepared.denied:
            self._refused += pipeline.refusals(prepared, self._run.targets)
            return
        works = tuple(opened(self._run, prepared, self._run.targets, self.lost.append))
        if self._size < pipeline.WINDOW:
            self._opened[prepared.path] = works
        self.note(look(prepared, works))

    def note(self, seen: Look) -> None:
        """Note what was seen of a page that must be done."""
        page = seen.page
        self._lead_from(page.source)
        self._note_whole(page.name, seen.structured, seen.aside)
        self._seen.add_again(page.name, page.source, seen.strings)
        for claim in seen.claims:
            self._places.take(claim)
        self._pending += seen.pending
        self._unserved += seen.unserved
        self._others += seen.others
        self._pages.append(page)
        self._size += page.segments

    def _note_whole(self, name: str, structured: bool, aside: int) -> None:
        """Take note of a page that cannot be had without its furniture."""
        if self._run.order.furniture == "drop" and structured and aside:
            self._whole.append(name)

    def _lead_from(self, source: Tag) -> None:
        """Note the directions from a language, once."""
        if source not in self._tags:
            self._tags.add(source)
            ways, told = self._run.directions(source)
            self._directions |= ways
            self._rows += told

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
            self._scouts,
            tuple(self._refused),
            tuple(self._whole),
            tuple(self._same),
            self._others,
            tuple(self.lost),
        )
