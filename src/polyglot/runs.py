"""Whole runs: many files, many locales, one project; the order of works, never of stations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import files, formats, glossary, locales, models, pipeline, protect, resources, site
from polyglot.config import Furniture
from polyglot.direction import Direction, Watch, silent
from polyglot.errors import EngineMissingError, UnreadableInputError, UsageError
from polyglot.glossary import Glossary, Hit
from polyglot.model import Identity, Pair, Tag
from polyglot.models import Choice, Shelf
from polyglot.pipeline import Order, Prepared, Result, Work
from polyglot.project import Project, around, sources
from polyglot.site import Tally


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
    stdin: bytes | None = None
    """The text of `-`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table that is shown before work starts."""

    pair: Pair
    identity: Identity | None
    """None where no machine translates; `problem` says why where one was wanted."""
    problem: EngineMissingError | None = None


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
    missing: tuple[EngineMissingError, ...] = ()
    """Locales that no engine serves: skipped."""
    strings: tuple[Tally, ...] = ()
    furniture: tuple[tuple[str, int, str, str], ...] = ()
    """File, line, reason and text of what was set aside."""
    guessed: tuple[tuple[str, Tag], ...] = ()
    """Files whose language was detected."""
    already: tuple[tuple[str, Tag], ...] = ()
    """Files that are in the only target language: skipped."""
    project: bool = False


Plan = Callable[[Sequence[Row], int], Watch]
"""Told the table and the number of segments before work starts; answers with who watches the work."""


def unwatched(_rows: Sequence[Row], _segments: int) -> Watch:
    """The plan of a run that nobody watches."""
    return silent


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
        return Order(wishes.out, wishes.source, wishes.encoding, shape, wishes.review, wishes.publish)

    @property
    def targets(self) -> tuple[Tag, ...]:
        """The locales to translate to."""
        tags = self.wishes.to or tuple(Tag(tag) for tag in self.project.settings.project.locales)
        if not tags:
            hint = "name one with --to, for instance --to en, or list them in [project] locales"
            raise UsageError("no target language is given", hint=hint)
        return tuple(dict.fromkeys(tags))

    def prepared(self) -> Iterator[Prepared]:
        """Every source of the run, ready to be translated."""
        if self.wishes.stdin is not None:
            yield pipeline.prepare(Path("-"), _standard_input(self), self.project, self.names, self.order)
            return
        yield from self.pages(self.sources(self.targets))

    def sources(self, targets: Iterable[Tag] = ()) -> tuple[Path, ...]:
        """The files to work on, each once; what polyglot wrote is none. Raises `UsageError` where that is named."""
        found: dict[Path, Path] = {}
        for path in sources(self.project, self.paths, targets):
            if not pipeline.is_output(path):
                found.setdefault(path.parent.resolve() / path.name, path)
            elif path in self.wishes.paths:
                hint = "name the article that it is made from"
                raise UsageError("an output of polyglot, not a source", place=str(path), hint=hint)
        return tuple(found.values())

    def pages(self, paths: Iterable[Path]) -> Iterator[Prepared]:
        """These sources, ready to be translated."""
        for path in paths:
            yield pipeline.prepare(path, files.read(path), self.project, self.names, self.order)

    @property
    def paths(self) -> tuple[Path, ...]:
        """What to work on: what was named, or what the project says."""
        if self.wishes.paths or self.project.root is None:
            return self.wishes.paths
        return tuple(self.project.root / name for name in self.project.settings.project.articles)

    def directions(self, languages: Iterable[Tag]) -> tuple[dict[Pair, Direction], list[Row]]:
        """The directions of a run, and the table of their engines; pairs that no engine serves have only a row."""
        recorded = models.read_lock(self.project.lock)
        locked = {} if self.wishes.relock else recorded
        directions, rows = {}, []
        for source in languages:
            for target in self.targets:
                if target == source:
                    continue
                pair = Pair(source, target)
                choice, problem = self._choice(pair, locked.get(pair))
                rows.append(Row(pair, choice.identity if choice else None, problem))
                if problem is None:
                    directions[pair] = Direction(pair, self.names, self.project.settings, choice)
        if not rows:
            raise UsageError(f"the source is in {', '.join(self.targets)} already", hint="name another --to")
        return directions, rows

    def people(self, source: Tag, target: Tag) -> Direction:
        """A direction in which no machine translates."""
        return Direction(Pair(source, target), self.names, self.project.settings, None)

    def _choice(self, pair: Pair, locked: Identity | None) -> tuple[Choice | None, EngineMissingError | None]:
        settings = self.project.settings
        local = settings.locale(pair.target)
        name = self.wishes.engine or local.engine or settings.translate.engine
        if name == models.NONE or (not local.machine and not self.wishes.engine):
            return None, None
        try:
            return self.shelf.choose(pair, name, locked), None
        except EngineMissingError as error:
            return None, error


def names_of(project: Project) -> Glossary:
    """The glossary of a project."""
    return glossary.load(glossary_files(project))


def start(wishes: Wishes, stack: ExitStack) -> Run:
    """Find the project and load its names; the engines are closed with the stack."""
    project = around([path for path in wishes.paths if str(path) != "-"], Path.cwd())
    shelf = stack.enter_context(closing(Shelf()))
    return Run(project, wishes, names_of(project), shelf)


def translate(wishes: Wishes, plan: Plan = unwatched) -> Report:
    """Translate what is asked for and write it. Raises any `PolyglotError` before anything is written."""
    with ExitStack() as stack:
        run = start(wishes, stack)
        prepared = tuple(run.prepared())
        if not prepared:
            raise UsageError("there is nothing to translate here", hint="name a file or a folder with .txt files")
        directions, rows = run.directions(dict.fromkeys(page.source for page in prepared))
        if len(rows) == 1 and rows[0].problem:
            raise rows[0].problem
        if run.project.root and wishes.stdin is None:
            stack.enter_context(files.locked(run.project.root))
            site.require_readable(run.project, run.targets)
        works = _works(run, prepared, directions)
        watch = plan(rows, sum(len(work.pending) for work in works))
        results = [result for window in pipeline.windows(works) for result in _window(run, window, watch)]
        tallies = _site(run, prepared, directions)
        _lock(run, directions)
        missing = tuple(row.problem for row in rows if row.problem)
        already = tuple((page.name, page.source) for page in prepared if {page.source} == set(run.targets))
        told = _told(prepared)
        return Report(tuple(results), missing, tuple(tallies), *told, already, project=bool(run.project.root))


def _standard_input(run: Run) -> bytes:
    """The text of `-`. Raises where it is not all there is to do, or nothing at all."""
    if run.wishes.paths or len(run.targets) > 1:
        hint = "translate `-` alone, to one language: polyglot translate - --to en"
        raise UsageError("standard output can take the translation of one text only", place="-", hint=hint)
    data = run.wishes.stdin or b""
    if not data.strip():
        raise UnreadableInputError("there is no text on standard input", place="-", hint="pipe an article into it")
    return data


def _works(run: Run, prepared: Sequence[Prepared], directions: dict[Pair, Direction]) -> tuple[Work, ...]:
    works = tuple(
        pipeline.open_work(page, directions[pair], run.project, run.order)
        for page in prepared
        for target in run.targets
        if (pair := Pair(page.source, target)) in directions
    )
    _refuse_shared_places(works)
    return works


def _refuse_shared_places(works: Sequence[Work]) -> None:
    """Raise where a result would be written over that of another work, or over a source."""
    owners = {work.prepared.path.resolve(): work for work in works if work.output is not None}
    sources = set(owners)
    for work in works:
        for place in filter(None, (work.output, work.catalog_path)):
            full = place.resolve()
            other = owners.setdefault(full, work)
            if full in sources or other is not work:
                both = f"the results of both {other.prepared.name} and {work.prepared.name}"
                message = f"this would be the place of {'a source' if full in sources else both}"
                hint = "rename one of them, or put {dir} or {path} into --out"
                raise UsageError(message, place=str(place), hint=hint)


def _window(run: Run, works: Sequence[Work], watch: Watch) -> tuple[Result, ...]:
    """Translate the pending segments of many works together, per direction, then settle and write them all."""
    answers = {}
    for direction in dict.fromkeys(work.direction.pair for work in works):
        group = [work for work in works if work.direction.pair == direction]
        pending = [place.segment for work in group for place in work.pending]
        targets = iter(group[0].direction.translate(pending, watch) if pending else ())
        for work in group:
            answers[id(work)] = tuple(next(targets) for _ in work.pending)
    settled = [(work, *pipeline.settle(work, answers[id(work)], run.project, run.order)) for work in works]
    return pipeline.commit(settled)


def _site(run: Run, prepared: Sequence[Prepared], directions: dict[Pair, Direction]) -> Sequence[Tally]:
    """Bring the site's strings up to date, in a project."""
    if run.project.root is None or run.wishes.stdin is not None or run.order.furniture == "keep":
        return ()
    former = site.pages_of(site.known(run.project))
    strings, results = site.extract(run.project, prepared)
    if not results:
        return ()
    pages = former | {page.name for page in prepared}
    for (source, target), direction in directions.items():
        if source == site.language(run.project, target, prepared):
            results |= site.update(run.project, strings, direction, pages)
    tallies = site.compile_catalogs(run.project, [pair.target for pair in directions], results)
    written = files.write(results)
    return [replace(tally, wrote=Path(tally.catalog) in written) for tally in tallies]


def _lock(run: Run, directions: dict[Pair, Direction]) -> None:
    """Record which engine and model served each pair."""
    place = run.project.lock
    if place is None or run.wishes.stdin is not None:
        return
    known = models.read_lock(place)
    chosen = {pair: direction.choice.identity for pair, direction in directions.items() if direction.choice}
    serious = {pair: identity for pair, identity in chosen.items() if identity.grade != models.NONE}
    if serious:
        files.write({place: models.render_lock(known | serious, models.read_pins(place))})


def _told(
    prepared: Sequence[Prepared],
) -> tuple[tuple[tuple[str, int, str, str], ...], tuple[tuple[str, Tag], ...]]:
    """What a person is told of the sources: the lines set aside, the languages guessed."""
    aside = tuple(
        (page.name, page.document.line(unit.unit.span.start), unit.unit.reason, unit.unit.text)
        for page in prepared
        for unit in page.aside
    )
    return aside, tuple((page.name, page.source) for page in prepared if page.guessed)


def estimate(wishes: Wishes) -> tuple[tuple[Estimate, ...], tuple[EngineMissingError, ...]]:
    """What a run would do, without doing it, and the locales that it would skip."""
    with ExitStack() as stack:
        run = start(wishes, stack)
        prepared = tuple(run.prepared())
        directions, rows = run.directions(dict.fromkeys(page.source for page in prepared))
        estimates = tuple(_estimate(work) for work in _works(run, prepared, directions))
        return estimates, tuple(row.problem for row in rows if row.problem)


def _estimate(work: Work) -> Estimate:
    pending = [place.segment.text for place in work.pending]
    words = sum(len(text.split()) for text in pending)
    choice = work.direction.choice
    return Estimate(
        work.prepared.name,
        work.direction.pair,
        choice.identity.engine if choice else models.NONE,
        len(work.recalls),
        words,
        len(pending) - len(set(pending)),
        sum(place.target is not None for place in work.recalls),
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


def find_names(project: Project, text: str, source: Tag, target: Tag) -> tuple[Hit, ...]:
    """The names of a text, or of the file that it names, and what they become."""
    path = Path(text) if len(text) < 250 and "\n" not in text else None
    if path is not None and path.is_file():
        text = formats.for_path(path).read(files.read(path), str(path)).text
    excluded = [code.span for code in protect.find(text, source, lambda *_: (), project.settings.protect.patterns)]
    return glossary.hits(names_of(project), text, source, target, excluded)
