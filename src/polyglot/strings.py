"""The commands of the site's strings: extract, update, compile; each a whole run over a project."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import compendium, files, interface, keyfiles, po, runs, site
from polyglot.catalog import SiteString
from polyglot.direction import Direction
from polyglot.errors import (
    EngineMissingError,
    Lost,
    PolyglotError,
    UsageError,
    refuse,
)
from polyglot.furniture import recorded
from polyglot.interface import Gathered
from polyglot.model import Origin, State, Tag
from polyglot.pipeline import Prepared
from polyglot.project import root_of, sources
from polyglot.runs import Run, Wishes
from polyglot.site import Tally


@dataclass(frozen=True, slots=True)
class Extracted:
    """What `extract` found."""

    template: str
    strings: tuple[SiteString, ...]
    wrote: bool
    furniture: str
    recorded: int
    """Lines that are new in `locales/furniture.toml`."""
    lines: int
    """All lines in it."""
    pages: int
    least: int
    """On so many pages a line must stand."""
    sources: int
    """Templates, programs and key files that were read."""
    broken: tuple[PolyglotError, ...]
    """Why others could not be, and pages; their strings stay as they were."""
    warnings: tuple[str, ...]
    """What is doubtful in the sources."""


def extract(wishes: Wishes) -> Extracted:
    """Collect the site's strings into the template, and the lines that its pages share into `furniture.toml`."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        stack.enter_context(files.locked(root_of(run.project)))
        former = recorded.read(run.project.furniture)  # another run may have added to it before this one had the lock
        seen = {run.project.site_template: files.digest_at(run.project.site_template)}
        gathered = interface.gather(run.project)
        site.known(run.project)
        broken = list(gathered.broken)
        run, pages = _read(replace(run, project=replace(run.project, recorded=former)), gathered, broken.append)
        known = run.project.recorded
        results = {run.project.furniture: recorded.render(known).encode()} if known != former else {}
        strings, template = site.extract(run.project, site.shown(pages), gathered)
        written = files.write(results | template, seen)
        total = sum(map(len, known.values()))
        new = total - sum(map(len, former.values()))
        template_path, lines_path = str(run.project.site_template), str(run.project.furniture)
        wrote = run.project.site_template in written
        counts = new, total, len(pages), recorded.PAGES, len(gathered.files)
        return Extracted(template_path, strings, wrote, lines_path, *counts, _each(broken), gathered.warnings)


def gather(wishes: Wishes) -> tuple[tuple[PolyglotError, ...], tuple[Path, ...]]:
    """Bring the strings of templates, programs and key files into the template; pages bring their own when they run.

    Says which sources cannot be read, and, in a frozen run, which writes nothing, what is behind.
    """
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        stack.enter_context(files.locked(root_of(run.project)))
        gathered = interface.gather(run.project)
        if not (gathered.files or gathered.broken):
            return (), ()
        broken = list(gathered.broken)
        if not site.has_sound_template(run.project, broken.append):
            return tuple(broken), ()
        seen = {run.project.site_template: files.digest_at(run.project.site_template)}
        _, template = site.extract(run.project, site.Shown(), gathered)
        if wishes.frozen:
            return gathered.broken, tuple(place for place, data in template.items() if files.current(place) != data)
        files.write(template, seen)
        return gathered.broken, ()


def _each(errors: Iterable[PolyglotError]) -> tuple[PolyglotError, ...]:
    """What is wrong, each once."""
    return tuple({str(error): error for error in errors}.values())


def _read(run: Run, gathered: Gathered, lost: Lost) -> tuple[Run, tuple[Prepared, ...]]:
    """A run that knows the lines that its pages share, and the pages, read again until they share no other line.

    A site may have strings and no articles. Pages that cannot be read are lost.
    """
    if (gathered.files or gathered.broken) and not run.wishes.paths and not any(map(Path.exists, run.paths)):
        return run, ()
    while True:
        pages = tuple(run.pages(run.sources(), lost=lost))
        shown = ((page.source, page.document) for page in pages)
        shared = recorded.repeated(shown, run.project.settings.furniture.keep)
        known = recorded.joined(run.project.recorded, shared)
        if known == run.project.recorded:
            return run, pages
        run = replace(run, project=replace(run.project, recorded=known))


def update(wishes: Wishes, lost: Lost = refuse) -> tuple[tuple[str, bool], ...]:
    """Bring the locales' catalogs up to the template, without a machine; each with whether it was written.

    Catalogs that cannot be read are lost, here as in what follows.
    """
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        stack.enter_context(files.locked(root_of(run.project)))
        targets = _sound(run, lost)
        seen = {path: files.digest_at(path) for path in map(run.project.site_catalog, targets)}
        strings = site.known(run.project) if targets else ()
        there = sources(run.project, filter(Path.exists, run.paths), ())
        pages = site.pages_of(strings) | {run.project.name(path) for path in there}
        results: dict[Path, bytes] = {}
        for direction in _directions(run, targets):
            results |= site.update(run.project, strings, direction, pages, fill=False)
        written = files.write(results, seen)
        return tuple((str(path), path in written) for path in results)


def _sound(run: Run, lost: Lost) -> tuple[Tag, ...]:
    """The locales whose strings can be worked on: none where the template cannot be read, which is lost."""
    targets = site.sound(run.project, run.targets, lost)
    return targets if site.has_sound_template(run.project, lost) else ()


def _directions(run: Run, targets: Iterable[Tag]) -> Iterator[Direction]:
    """From the language of the site's strings to locales, without an engine. Raises `UsageError` if unknown."""
    for target in targets:
        source = run.wishes.source or site.language(run.project, target)
        if source is None:
            hint = "name it with --from, or in [project] source"
            raise UsageError("which language the site's strings are in is not known", hint=hint)
        if source != target:
            yield run.people(source, target)


@dataclass(frozen=True, slots=True)
class Filled:
    """What `translate` made of a locale's catalog."""

    target: Tag
    catalog: str
    engine: str
    """Empty where no machine translated."""
    people: int
    """Strings that people have translated."""
    recalled: int
    """Said from the memory or from the table of common words."""
    machine: int
    missing: int
    """Nobody could say them, or not all their forms."""
    wrote: bool


@dataclass(frozen=True, slots=True)
class Translated:
    """What `translate` did."""

    filled: tuple[Filled, ...]
    missing: tuple[EngineMissingError, ...]
    """Why locales go without an engine; what is on record is theirs all the same."""


def translate(wishes: Wishes, warn: Callable[[str], None] = runs.unheard, lost: Lost = refuse) -> Translated:
    """Fill the locales' catalogs from memory, from the table of common words, then by an engine; people's stay."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        stack.enter_context(files.locked(root_of(run.project)))
        memory = stack.enter_context(compendium.opened(run.project, warn))
        ways, problems = _ways(run, _sound(run, lost))
        places = [run.project.site_catalog(way.pair.target) for way in ways]
        seen = {place: files.digest_at(place) for place in places}
        results: dict[Path, bytes] = {}
        for way in ways:
            strings = site.every(run.project, way.pair.target)
            pages = site.pages_of(strings)
            results |= site.update(run.project, strings, way, pages, memory, refresh=wishes.refresh, others=True)
        memory.settle()
        written = files.write(results, seen)
        runs.lock(run, {way.pair: way for way in ways})
        filled = tuple(
            _filled(way, place, results[place], wrote=place in written)
            for way, place in zip(ways, places, strict=True)
            if place in results
        )
        return Translated(filled, problems)


def _ways(run: Run, targets: Iterable[Tag]) -> tuple[list[Direction], tuple[EngineMissingError, ...]]:
    """The directions to these locales, and why some have no engine."""
    ways, problems = [], []
    for plain in _directions(run, targets):
        found, rows = run.directions(plain.pair.source)
        rows = [row for row in rows if row.pair == plain.pair]
        problems += [row.problem for row in rows if isinstance(row.problem, EngineMissingError)]
        ways.append(found.get(plain.pair, plain))
    return ways, tuple(problems)


def _filled(way: Direction, place: Path, data: bytes, *, wrote: bool) -> Filled:
    entries = [entry for entry in po.parse(data.decode(), str(place)).entries if not entry.obsolete]
    spoken = [entry for entry in entries if entry.state is not State.INITIAL]
    people = sum(entry.touched for entry in spoken)
    ours = [entry.provenance.origin for entry in spoken if entry.provenance and not entry.touched]
    machine = ours.count(Origin.MT)
    rest = len(entries) - len(spoken)
    return Filled(
        way.pair.target, str(place), way.signature, people, len(spoken) - people - machine, machine, rest, wrote
    )


@dataclass(frozen=True, slots=True)
class Stats:
    """How far a locale's catalog has come, in strings and in words of their source."""

    target: Tag
    catalog: str
    strings: int
    translated: int
    fuzzy: int
    missing: int
    words: int
    words_translated: int
    words_fuzzy: int
    words_missing: int


def stats(wishes: Wishes, lost: Lost = refuse) -> tuple[Stats, ...]:
    """How far the locales' catalogs have come."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        root_of(run.project)
        targets = site.sound(run.project, run.targets, lost)
        site.has_sound_template(run.project, lost)
        found = ((tag, run.project.site_catalog(tag)) for tag in targets)
        return tuple(_stats(tag, place, file) for tag, place in found if (file := po.read(place)) is not None)


def _stats(target: Tag, place: Path, file: po.PoFile) -> Stats:
    groups: dict[State, list[int]] = {state: [] for state in State}
    for entry in file.entries:
        if not entry.obsolete:
            groups[entry.state].append(len(f"{entry.source} {entry.plural or ''}".split()))
    spoken = groups[State.REVIEWED] + groups[State.FINAL]
    parts = (spoken, groups[State.TRANSLATED], groups[State.INITIAL])
    done, fuzzy, missing = map(len, parts)
    total = done + fuzzy + missing
    return Stats(target, str(place), total, done, fuzzy, missing, sum(map(sum, parts)), *map(sum, parts))


@dataclass(frozen=True, slots=True)
class CompiledKeys:
    """What became of the key files of the locales."""

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """A person made or changed them, so that they stay."""
    unfit: tuple[str, ...] = ()
    """Those of the source that none can be made from."""


def compile_keys(wishes: Wishes, *, fuzzy: bool = False, lost: Lost = refuse) -> CompiledKeys:
    """Make the locales' key files from their catalogs."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        stack.enter_context(files.locked(root_of(run.project)))
        sources = keyfiles.sound(run.project, lost)
        ways = _directions(run, _sound(run, lost)) if sources else ()
        tried = (keyfiles.made(run.project, sources, *way.pair, fuzzy=fuzzy) for way in ways)
        made = [one for one in tried if one is not None]
        written = files.write({path: data for one in made for path, data in one.results.items()})
        return CompiledKeys(
            tuple(str(path) for path in written if not path.name.endswith(keyfiles.RECORD)),
            tuple(name for one in made for name in one.kept),
            tuple(dict.fromkeys(name for one in made for name in one.unfit)),
        )


def compile_catalogs(
    wishes: Wishes, kinds: Collection[str] = (), *, fuzzy: bool = False, lost: Lost = refuse
) -> tuple[Tally, ...]:
    """Compile the locales' catalogs, to these kinds of files or to those that the project wants."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        stack.enter_context(files.locked(root_of(run.project)))
        results: dict[Path, bytes] = {}
        tallies = site.compile_catalogs(run.project, _sound(run, lost), results, kinds, fuzzy=fuzzy)
        written = files.write(results)
        return tuple(replace(tally, wrote=_any_of(Path(tally.catalog), written)) for tally in tallies)


def _any_of(catalog: Path, written: Collection[Path]) -> bool:
    """Whether one of the files that are made of a catalog was written."""
    return any(path.parent == catalog.parent and path.name.startswith(f"{catalog.stem}.") for path in written)
