"""Whole runs: many files, many locales, one project; the order of works, never of stations."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from polyglot import (
    compendium,
    config,
    crew,
    files,
    glossary,
    grouping,
    locales,
    models,
    pipeline,
    resources,
    reuse,
    site,
    unchanged,
)
from polyglot.config import Furniture
from polyglot.direction import Direction, Watch, of, silent
from polyglot.errors import (
    OF_ONE_FILE,
    CatalogError,
    ConfigError,
    EngineMissingError,
    GlossaryError,
    Lost,
    OutputError,
    PolyglotError,
    UnreadableInputError,
    UsageError,
    refuse,
)
from polyglot.glossary import Glossary
from polyglot.memory import Memory
from polyglot.model import Identity, Pair, Segment, Severity, Tag, Target
from polyglot.models import Choice, Shelf
from polyglot.pipeline import Order, Prepared, Result, Settled, Work
from polyglot.project import Project, around, place_of, resolved, sources
from polyglot.report import Account
from polyglot.site import Shown, Tally
from polyglot.unchanged import Ledger

KEPT = 1_000
"""So many issues are kept for a report."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for; empty values mean: as configured."""

    paths: tuple[Path, ...] = ()
    to: tuple[Tag, ...] = ()
    source: Tag | None = None
    out: str = ""
    engine: str = ""
    furniture: Furniture | None = None
    encoding: str = ""
    review: bool = True
    publish: bool = True
    relock: bool = False
    refresh: bool = False
    stdin: bytes | None = None
    """The text of `-`."""
    frozen: bool = False
    """Whether only what is committed counts, and none of it is changed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table that is shown before work starts."""

    pair: Pair
    identity: Identity | None
    """None where no machine translates; `problem` says why where one was wanted."""
    problem: PolyglotError | None = None
    """That no engine serves the pair, or that the locale's site strings cannot be read: it is skipped."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would do, for `--dry-run`."""

    file: str
    pair: Pair
    engine: str
    segments: int
    words: int
    repeats: int
    """Segments that stand more than once and are translated once."""
    recalled: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did."""

    results: tuple[Result, ...] = ()
    """Of each output; of all issues only the first `KEPT` are kept: an audience is told all of them."""
    missing: tuple[EngineMissingError, ...] = ()
    """Locales that no engine serves: skipped."""
    lost: tuple[PolyglotError, ...] = ()
    """What is wrong with files that cannot be read: they, and what would be made from them, are left as they are."""
    strings: tuple[Tally, ...] = ()
    guessed: tuple[tuple[str, Tag], ...] = ()
    """Files whose language was detected."""
    already: tuple[tuple[str, Tag], ...] = ()
    """Files that are in the only target language: skipped."""
    gravest: Severity | None = None
    """That of the worst issue."""
    aside: int = 0
    """How many lines of the site were found in the sources."""
    project: bool = False
    behind: tuple[Path, ...] = ()
    """What a frozen run found that is committed and not what its sources make."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that was set aside."""

    file: str
    line: int
    reason: str
    text: str


Spared = Callable[[Path, bytes], bool]
"""Whether a source with these bytes need not be looked at."""


def unwatched(_rows: Sequence[Row], _segments: int) -> Watch:
    """The plan of a run that nobody watches."""
    return silent


def nothing_spared(_path: Path, _data: bytes) -> bool:
    """Where every page is looked at."""
    return False


def unheard(*_: object) -> None:
    """What nobody listens to."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told what happens, when it happens."""

    plan: Callable[[Sequence[Row], int], Watch] = unwatched
    """Told the table and the number of segments before work starts; answers with who watches the work."""
    written: Callable[[Sequence[Result], Sequence[Aside]], None] = unheard
    """Told the results of a window when they are written, and the lines that were set aside in its sources."""
    warn: Callable[[str], None] = unheard
    """Told what else a person should know, a sentence each."""


NOBODY = Audience()


@dataclass(frozen=True)
class Run:
    """A run with everything that it needs: project, names, engines, wishes."""

    project: Project
    wishes: Wishes
    names: Glossary
    shelf: Shelf

    @property
    def order(self) -> Order:
        """The wishes that a single work needs to know."""
        wishes, settings = self.wishes, self.project.settings.translate
        shape = wishes.furniture or settings.furniture
        flags = (wishes.out, wishes.source, wishes.encoding, shape, wishes.review, wishes.publish)
        return Order(*flags, self._companions, wishes.refresh, wishes.frozen)

    @property
    def targets(self) -> tuple[Tag, ...]:
        """The locales to translate to."""
        if not self._wanted:
            hint = "name one with --to, for instance --to en, or list them in [project] locales"
            raise UsageError("no target language is given", hint=hint)
        return self._wanted

    @cached_property
    def _wanted(self) -> tuple[Tag, ...]:
        """The locales to translate to; none where nobody named one."""
        tags = self.wishes.to or tuple(Tag(tag) for tag in self.project.settings.project.locales)
        return tuple(dict.fromkeys(tags))

    @cached_property
    def _companions(self) -> frozenset[Path]:
        """All sources of the run, their paths resolved."""
        nowhere = self.wishes.stdin is not None or not self._wanted
        return frozenset() if nowhere else frozenset(map(resolved, self._sources))

    @cached_property
    def _sources(self) -> tuple[Path, ...]:
        """The files to work on, looked for once."""
        return self.sources(self.targets)

    @property
    def ledger(self) -> Ledger:
        """What need not be done again."""
        return Ledger(self.project, self.order, () if self.wishes.stdin is not None else self._sources)

    def prepared(self, spared: Spared = nothing_spared, lost: Lost = refuse) -> Iterator[Prepared]:
        """Every source of the run, ready to be translated, but those that are spared or cannot be read."""
        if self.wishes.stdin is not None:
            yield pipeline.prepare(Path("-"), _standard_input(self), self.project, self.names, self.order)
            return
        yield from self.pages(self._sources, spared, lost)

    def sources(self, targets: Iterable[Tag] = ()) -> tuple[Path, ...]:
        """The files to work on, each once; what polyglot wrote is none. Raises `UsageError` where that is named."""
        found: dict[Path, Path] = {}
        for path in sources(self.project, self.paths, targets):
            if not pipeline.is_output(path):
                found.setdefault(resolved(path.parent) / path.name, path)
            elif path in self.wishes.paths:
                hint = "name the article that it is made from"
                raise UsageError("an output of polyglot, not a source", place=str(path), hint=hint)
        return tuple(found.values())

    def pages(self, paths: Iterable[Path], spared: Spared = nothing_spared, lost: Lost = refuse) -> Iterator[Prepared]:
        """These sources, ready to be translated, but those that are spared or cannot be read."""
        for path in paths:
            try:
                data = files.read(path)
                page = None if spared(path, data) else self._page(path, data)
            except OF_ONE_FILE as error:
                error.place = error.place or str(path)
                lost(error)
                continue
            if page is not None:
                yield page

    def _page(self, path: Path, data: bytes) -> Prepared:
        return pipeline.prepare(path, data, self.project, self.names, self.order)

    @property
    def paths(self) -> tuple[Path, ...]:
        """What to work on: what was named, or what the project says; a site of strings need have no articles."""
        if self.wishes.paths or self.project.root is None:
            return self.wishes.paths
        strings, articles = self.project.settings.strings, self.project.articles()
        has_strings = bool(strings.sources or strings.mapping)
        return tuple(filter(Path.exists, articles)) if has_strings else articles

    def directions(self, source: Tag) -> tuple[dict[Pair, Direction], list[Row]]:
        """The directions from a language, and the table of their engines; pairs that no engine serves have only a row.

        Nothing leads from a language to itself.
        """
        directions, rows = {}, []
        for target in self.targets:
            if target != source:
                pair = Pair(source, target)
                choice, problem = self._served(pair)
                rows.append(Row(pair, choice.identity if choice else None, problem))
                if problem is None:
                    directions[pair] = of(pair, self.names, self.project.settings, choice)
        return directions, rows

    def _served(self, pair: Pair) -> tuple[Choice | None, PolyglotError | None]:
        """What translates a pair, or why nothing is made of it."""
        broken = self._broken_strings.get(pair.target)
        return (None, broken) if broken else self._choice(pair, self._locked.get(pair))

    @cached_property
    def _broken_strings(self) -> dict[Tag, PolyglotError]:
        """The locales whose site strings cannot be read: pages would lack them."""
        if self.project.root is None or self.wishes.stdin is not None:
            return {}
        common = {target: error for error in self._broken_template for target in self.targets}
        return common | site.broken(self.project, self.targets)

    @cached_property
    def _broken_template(self) -> tuple[PolyglotError, ...]:
        """What is wrong with the template of the site's strings, which every page shows; empty where it is sound."""
        found: list[PolyglotError] = []
        if self.project.root is not None and self.wishes.stdin is None:
            site.has_sound_template(self.project, found.append)
        return tuple(found)

    @property
    def has_strings(self) -> bool:
        """Whether pages bring their strings to the site's, and the template can take them."""
        ours = self.project.root is not None and self.wishes.stdin is None
        return ours and self.order.furniture != "keep" and not self._broken_template

    @cached_property
    def _locked(self) -> dict[Pair, Identity]:
        """What the lock file says of each pair."""
        recorded = models.read_lock(self.project.lock)
        return {} if self.wishes.relock else recorded

    def people(self, source: Tag, target: Tag) -> Direction:
        """A direction in which no machine translates."""
        return of(Pair(source, target), self.names, self.project.settings, None)

    def _choice(self, pair: Pair, locked: Identity | None) -> tuple[Choice | None, EngineMissingError | None]:
        settings = self.project.settings
        local = settings.locale(pair.target)
        name = self.wishes.engine or local.engine or settings.translate.engine
        if self.wishes.frozen or name == models.NONE or (not local.machine and not self.wishes.engine):
            return None, None
        try:
            return self.shelf.choose(pair, name, locked), None
        except EngineMissingError as error:
            return None, error


def names_of(project: Project, lost: Lost = refuse) -> Glossary:
    """The glossary of a project. Raises `ConfigError` for a house style that it does not have.

    Files that are wrong are lost: a look at what there is goes on with the others, a run refuses.
    """
    try:
        names = glossary.load(glossary_files(project))
    except GlossaryError as error:
        for one in (error, *error.more):
            lost(one)
        return glossary.load(tuple(filter(_is_sound, glossary_files(project))))
    for tag in map(Tag, project.settings.target):
        there = glossary.known(names, tag)
        for style in project.settings.styles(tag):
            if style.casefold() not in map(str.casefold, there):
                place = config.place(project.root / config.FILE, ["target", tag, "style"]) if project.root else ""
                hint = f"those of {tag} are {', '.join(there)}" if there else f"name a column {tag}@{style}"
                raise ConfigError(f"the glossary has no house style {style!r} for {tag}", place=place, hint=hint)
    return names


def _is_sound(file: Path) -> bool:
    try:
        glossary.load((file,))
    except GlossaryError:
        return False
    return True


def start(wishes: Wishes, stack: ExitStack, lost: Lost = refuse) -> Run:
    """Find the project and load its names; the engines are closed with the stack."""
    project = around([path for path in wishes.paths if str(path) != "-"], Path.cwd())
    shelf = stack.enter_context(closing(Shelf(project.settings.engines.by_name)))
    return Run(project, wishes, names_of(project, lost), shelf)


def without_engine(project: Project, source: Tag, target: Tag) -> Direction:
    """A direction of a project in which no machine translates."""
    return of(Pair(source, target), names_of(project), project.settings, None)


def translate(wishes: Wishes, audience: Audience = NOBODY) -> Report:
    """Translate what is asked for and write it. Raises any `PolyglotError` of usage before anything is written."""
    with ExitStack() as stack:
        run = start(wishes, stack)
        if run.project.root and wishes.stdin is None:
            stack.enter_context(files.locked(run.project.root))
        ledger = run.ledger
        plan = surveyed(run, None if wishes.refresh else ledger)
        for problem in run.shelf.problems():
            audience.warn(f"cannot be used: {problem}")
        if plan.whole:
            audience.warn(f"furniture is dropped from plain text only; it stays in {', '.join(plan.whole)}")
        if plan.others:
            audience.warn(f"{plan.others} segments are another engine's and stay; --refresh has them translated again")
        if len(plan.rows) == 1 and plan.rows[0].problem and not plan.unreadable:
            raise plan.rows[0].problem
        memory = _memory(run, plan, audience.warn)
        if memory is not None:
            stack.enter_context(closing(memory))
            if plan.unserved:
                compendium.sync(run.project, memory, audience.warn)
        watch = audience.plan(plan.rows, plan.pending)
        behind = _behind(run, plan) if wishes.frozen else ()
        tallies = () if wishes.frozen else _site(run, plan, memory)  # before the pages, which show what it says
        kept = _Kept()
        told = (*plan.refused, *(result for page in plan.unchanged for result in page.results))
        aside = tuple(Aside(page.name, *line) for page in plan.unchanged for line in page.lines)
        audience.written(told, aside)
        kept.add(told, len(aside))
        for window in pipeline.windows(_works(run, plan), pipeline.WINDOW):
            aside = _aside(window, kept.results[-1].file if kept.results else "")
            results = _window(run, window, watch, memory, ledger)
            audience.written(results, aside)
            kept.add(results, len(aside))
        lock(run, plan.directions)
        ledger.save()
        if memory is not None and not run.project.root:
            _discard(memory, plan)
        already = tuple((page.name, page.source) for page in plan.pages if {page.source} == set(run.targets))
        guessed = tuple((page.name, page.source) for page in plan.unchanged if page.guessed)
        guessed += tuple((page.name, page.source) for page in plan.pages if page.guessed)
        facts = (tuple(kept.results), plan.missing, plan.lost, tuple(tallies))
        whole = (*facts, guessed, already, kept.gravest, kept.aside)
        return Report(*whole, project=bool(run.project.root), behind=behind)


class _Kept:
    """What is kept of results for the report: no more than few facts for each."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.gravest: Severity | None = None
        self.aside = 0
        self._room = KEPT

    def add(self, results: Sequence[Result], aside: int) -> None:
        self.aside += aside
        for result in results:
            for issue in result.issues:
                if self.gravest is None or issue.severity.rank > self.gravest.rank:
                    self.gravest = issue.severity
            self.results.append(replace(result, issues=result.issues[: self._room], account=Account()))
            self._room = max(0, self._room - len(result.issues))


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
    opened: deque[Work]
    """The first works, opened already: what is taken out is not read twice."""
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
        self._places, self._seen, self._opened = _Places(), Shown(), deque[Work]()
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
        targets: list[Tag] = []
        for work in _opened(self._run, prepared, self._directions, self._run.targets, self.lost.append):
            targets.append(work.direction.pair.target)
            self._places.take(work)
            self._pending += len(work.pending)
            self._unserved += sum(map(reuse.is_unserved, work.recalls))
            self._others += sum(map(work.is_anothers, work.recalls))
            if self._size < pipeline.WINDOW:
                self._opened.append(work)
            self._size += len(work.recalls)
        self._pages.append(_page(prepared, targets))

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


def _page(prepared: Prepared, targets: Iterable[Tag]) -> Page:
    digest = bytes.fromhex(files.digest(prepared.data))
    return Page(prepared.path, prepared.name, prepared.source, prepared.guessed, digest, tuple(targets))


def _opened(
    run: Run, prepared: Prepared, directions: dict[Pair, Direction], wanted: Iterable[Tag], lost: Lost = refuse
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


def _works(run: Run, plan: Survey) -> Iterator[Work]:
    """All works of a run: those that the survey opened, the others as they are wanted."""
    done = len(plan.opened)
    while plan.opened:
        yield plan.opened.popleft()
    for page in plan.pages:
        if done >= len(page.targets):
            done -= len(page.targets)
            continue
        yield from islice(_opened(run, _again(run, page), plan.directions, page.targets), done, None)
        done = 0


def _again(run: Run, page: Page) -> Prepared:
    """A source, read again. Raises `OutputError` where it is not what it was."""
    data = files.current(page.path)
    if data is None or files.digest(data) != page.digest.hex():
        hint = "run the command again; what was finished has been kept"
        raise OutputError("the file changed while others were being translated", place=str(page.path), hint=hint)
    return pipeline.prepare(page.path, data, run.project, run.names, run.order)


def _memory(run: Run, plan: Survey, warn: Callable[[str], None]) -> Memory | None:
    """Where answers are recorded: in the project, or, without one, in a hidden file beside the first output."""
    machine = any(direction.choice for direction in plan.directions.values())
    if run.wishes.stdin is not None or run.wishes.frozen or not (machine or run.project.memory):
        return None
    if run.project.memory is not None:
        return Memory(run.project.memory, warn)
    places = _journals(plan)
    if not places:
        return None
    return Memory(next((place for place in places if place.exists()), places[0]), warn, alone=True)


def _journals(plan: Survey) -> tuple[Path, ...]:
    """The hidden files beside the outputs, in one of which, without a project, answers are recorded."""
    return tuple(output.with_name(f".{output.name}.polyglot") for output in plan.outputs)


def _discard(memory: Memory, plan: Survey) -> None:
    """Delete the hidden file now that results are written, and what other runs over these sources have left."""
    memory.discard()
    for place in _journals(plan):
        if place.exists():
            with closing(Memory(place, unheard, alone=True)) as left:
                left.discard()


def _standard_input(run: Run) -> bytes:
    """The text of `-`. Raises where it is not all there is to do, or nothing at all."""
    if run.wishes.paths or len(run.targets) > 1:
        hint = "translate `-` alone, to one language: polyglot translate - --to en"
        raise UsageError("standard output can take the translation of one text only", place="-", hint=hint)
    data = run.wishes.stdin or b""
    if not data.strip():
        raise UnreadableInputError("there is no text on standard input", place="-", hint="pipe an article into it")
    return data


class _Places:
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


def _aside(works: Sequence[Work], told: str) -> tuple[Aside, ...]:
    """The lines of the site in the sources of these works, but for the one whose lines were told already."""
    pages = {work.prepared.name: work.prepared for work in works if work.prepared.name != told}
    return tuple(Aside(page.name, *line) for page in pages.values() for line in page.lines)


def _window(run: Run, works: list[Work], watch: Watch, memory: Memory | None, ledger: Ledger) -> tuple[Result, ...]:
    """Translate the pending segments of many works together, per direction, settle each and write them all.

    The list is emptied: a work goes as soon as it is settled.
    """
    settled = _known(run, works, watch, memory)
    groups: dict[tuple[Pair, str], deque[tuple[int, Work]]] = {}
    for number, work in enumerate(works):
        if number not in settled:
            groups.setdefault((work.direction.pair, work.direction.edition), deque()).append((number, work))
    works.clear()
    for group in groups.values():
        for number, work, targets in _translated(group, watch, memory):
            settled[number] = pipeline.settle(work, targets, run.project, run.order), unchanged.done(work)
    if memory is not None:
        memory.settle()
    pairs = [pair for _, pair in sorted(settled.items(), key=lambda item: item[0])]
    results = pipeline.commit([one for one, _ in pairs])
    for (one, done), result in zip(pairs, results, strict=True):
        ledger.note(done, result, one.assets)
    return results


def _known(
    run: Run, works: list[Work], watch: Watch, memory: Memory | None
) -> dict[int, tuple[Settled, unchanged.Done]]:
    """What can be settled without an engine, by the numbers of the works."""
    if memory is not None:
        memory.flush()
    done = crew.settled(crew.Task(tuple(works), run.project, run.order, memory.path if memory else None))
    for number in done:
        watch(len(works[number].pending))
    return {number: (one, unchanged.done(works[number])) for number, one in done.items()}


def _translated(
    works: deque[tuple[int, Work]], watch: Watch, memory: Memory | None
) -> Iterator[tuple[int, Work, list[Target]]]:
    """Each work of a direction with the targets of its pending segments, as soon as all are there."""
    direction = works[0][1].direction
    segments: list[Segment] = []
    starts: list[int] = []
    waiting: dict[int, _Waiting] = {}
    while works:
        number, opened = works.popleft()
        work = reuse.fitted(opened, memory)
        pending = work.pending
        if len(pending) < len(opened.pending):
            watch(len(opened.pending) - len(pending))
        if not pending:
            yield number, work, []
            continue
        starts.append(len(segments))
        waiting[starts[-1]] = _Waiting(number, work, len(pending))
        segments += [place.segment for place in pending]
    for index, target in direction.answers(segments, watch, memory):
        start = starts[bisect_right(starts, index) - 1]
        if waiting[start].takes(index - start, target):
            done = waiting.pop(start)
            yield done.number, done.work, done.given


class _Waiting:
    """A work and the targets that have been found for it."""

    def __init__(self, number: int, work: Work, size: int) -> None:
        self.number = number
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


def _behind(run: Run, plan: Survey) -> tuple[Path, ...]:
    """The site's template, where it is not what the pages make of it."""
    _, results = site.extract(run.project, plan.shown) if run.has_strings else ((), {})
    return tuple(place for place, data in results.items() if files.current(place) != data)


def _site(run: Run, plan: Survey, memory: Memory | None) -> Sequence[Tally]:
    """Bring the site's strings up to date, in a project."""
    if not run.has_strings:
        return ()
    places = (run.project.site_template, *map(run.project.site_catalog, run.targets))
    seen = {place: files.digest_at(place) for place in places}
    former = site.pages_of(site.known(run.project))
    strings, results = site.extract(run.project, plan.shown)
    if not results:
        return ()
    pages = former | plan.shown.pages.keys()
    for (source, target), direction in plan.directions.items():
        if source == site.language(run.project, target, plan.shown):
            results |= site.update(run.project, strings, direction, pages, memory, refresh=run.wishes.refresh)
    tallies = site.compile_catalogs(run.project, [pair.target for pair in plan.directions], results)
    written = files.write(results, seen)
    return [replace(tally, wrote=Path(tally.catalog) in written) for tally in tallies]


def lock(run: Run, directions: dict[Pair, Direction]) -> None:
    """Record which engine and model served each pair."""
    place = run.project.lock
    if place is None or run.wishes.stdin is not None:
        return
    known = models.read_lock(place)
    chosen = {pair: direction.choice.identity for pair, direction in directions.items() if direction.choice}
    serious = {pair: identity for pair, identity in chosen.items() if identity.grade != models.NONE}
    if serious:
        files.write({place: models.render_lock(known | serious, models.read_pins(place))})


def estimate(wishes: Wishes) -> tuple[tuple[Estimate, ...], Survey]:
    """What a run would do, without doing it, and what it would go by."""
    with ExitStack() as stack:
        run = start(wishes, stack)
        plan = surveyed(run)
        memory = _memory(run, plan, unheard)  # asked only: what is never recorded in makes no file
        if memory is not None:
            stack.enter_context(closing(memory))
            if plan.unserved:
                compendium.sync(run.project, memory, unheard)
        return tuple(_estimate(reuse.fitted(work, memory), memory) for work in _works(run, plan)), plan


def _estimate(work: Work, memory: Memory | None) -> Estimate:
    asked = work.direction.unanswered([place.segment for place in work.pending], memory)
    words = sum(len(segment.text.split()) for segment in asked)
    choice = work.direction.choice
    return Estimate(
        work.prepared.name,
        work.direction.pair,
        choice.identity.engine if choice else models.NONE,
        len(work.recalls),
        words,
        len(asked) - len({segment.text for segment in asked}),
        len(work.recalls) - len(asked),
        round(words / choice.engine.words_per_second, 1) if choice else 0.0,
    )


def tags(texts: Iterable[str]) -> tuple[Tag, ...]:
    """The tags that a person named, also several with commas between them. Raises `UsageError` where one is empty."""
    parts = [part.strip() for text in texts for part in text.split(",")]
    if not all(parts):
        raise UsageError("a language is empty", hint="write it so: --to en, or --to en,es")
    return tuple(locales.parse(part) for part in parts)


def glossary_files(project: Project) -> tuple[Path, ...]:
    """The files whose names count: the project's own, or, where it has none, those that polyglot ships."""
    return project.glossaries() or tuple(sorted(resources.shipped("glossary").glob("*.csv")))
