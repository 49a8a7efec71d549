"""The commands of the site's strings: extract, update, compile; each a whole run over a project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import files, interface, runs, site
from polyglot.catalog import SiteString
from polyglot.direction import Direction
from polyglot.errors import PolyglotError, UsageError
from polyglot.furniture import recorded
from polyglot.interface import Gathered
from polyglot.pipeline import Prepared
from polyglot.project import Project, sources
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
    """Why others could not be; their strings stay as they were."""
    warnings: tuple[str, ...]
    """What is doubtful in the sources."""


def extract(wishes: Wishes) -> Extracted:
    """Collect the site's strings into the template, and the lines that its pages share into `furniture.toml`."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        stack.enter_context(files.locked(_root(run.project)))
        former = recorded.read(run.project.furniture)  # another run may have added to it before this one had the lock
        seen = {run.project.site_template: files.digest_at(run.project.site_template)}
        gathered = interface.gather(run.project)
        run, pages = _read(replace(run, project=replace(run.project, recorded=former)), gathered)
        known = run.project.recorded
        results = {run.project.furniture: recorded.render(known).encode()} if known != former else {}
        strings, template = site.extract(run.project, site.shown(pages), gathered)
        written = files.write(results | template, seen)
        total = sum(map(len, known.values()))
        new = total - sum(map(len, former.values()))
        template_path, lines_path = str(run.project.site_template), str(run.project.furniture)
        wrote = run.project.site_template in written
        counts = new, total, len(pages), recorded.PAGES, len(gathered.files)
        return Extracted(template_path, strings, wrote, lines_path, *counts, gathered.broken, gathered.warnings)


def _read(run: Run, gathered: Gathered) -> tuple[Run, tuple[Prepared, ...]]:
    """A run that knows the lines that its pages share, and the pages, read again until they share no other line.

    A site may have strings and no articles.
    """
    if (gathered.files or gathered.broken) and not run.wishes.paths and not any(map(Path.exists, run.paths)):
        return run, ()
    while True:
        pages = tuple(run.pages(run.sources()))
        shown = ((page.source, page.document) for page in pages)
        shared = recorded.repeated(shown, run.project.settings.furniture.keep)
        known = recorded.joined(run.project.recorded, shared)
        if known == run.project.recorded:
            return run, pages
        run = replace(run, project=replace(run.project, recorded=known))


def update(wishes: Wishes) -> tuple[tuple[str, bool], ...]:
    """Bring the locales' catalogs up to the template, without a machine; each with whether it was written."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        stack.enter_context(files.locked(_root(run.project)))
        seen = {path: files.digest_at(path) for path in map(run.project.site_catalog, run.targets)}
        strings = site.known(run.project)
        there = sources(run.project, filter(Path.exists, run.paths), ())
        pages = site.pages_of(strings) | {run.project.name(path) for path in there}
        results: dict[Path, bytes] = {}
        for direction in _directions(run):
            results |= site.update(run.project, strings, direction, pages)
        written = files.write(results, seen)
        return tuple((str(path), path in written) for path in results)


def _directions(run: Run) -> Iterator[Direction]:
    """From the language of the site's strings to each locale, without an engine. Raises `UsageError` if unknown."""
    for target in run.targets:
        source = run.wishes.source or site.language(run.project, target)
        if source is None:
            hint = "name it with --from, or in [project] source"
            raise UsageError("which language the site's strings are in is not known", hint=hint)
        if source != target:
            yield run.people(source, target)


def compile_catalogs(wishes: Wishes) -> tuple[Tally, ...]:
    """Compile the locales' catalogs."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        stack.enter_context(files.locked(_root(run.project)))
        results: dict[Path, bytes] = {}
        tallies = site.compile_catalogs(run.project, run.targets, results)
        written = files.write(results)
        return tuple(replace(tally, wrote=Path(tally.catalog).with_suffix(".mo") in written) for tally in tallies)


def _root(project: Project) -> Path:
    if project.root is None:
        raise UsageError("this is no project: there is no polyglot.toml here or above", hint="run: polyglot init")
    return project.root
