"""The commands of the site's strings: extract, update, compile; each a whole run over a project."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from polyglot import files, locales, models, runs, site
from polyglot.catalog import SiteString
from polyglot.errors import UsageError
from polyglot.project import Project, sources
from polyglot.runs import Wishes
from polyglot.site import Tally


def extract(wishes: Wishes) -> tuple[str, tuple[SiteString, ...], bool]:
    """Collect the site's strings into the template: its place, the strings, whether it was written."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        root = _root(run.project)
        stack.enter_context(files.locked(root))
        pages = tuple(run.pages(sources(run.project, run.paths, ())))
        strings, results = site.extract(run.project, pages)
        return str(run.project.site_template), strings, bool(files.write(results))


def update(wishes: Wishes) -> tuple[tuple[str, bool], ...]:
    """Bring the locales' catalogs up to the template, without a machine; each with whether it was written."""
    with ExitStack() as stack:
        run = runs.start(replace(wishes, engine=models.NONE), stack)
        stack.enter_context(files.locked(_root(run.project)))
        strings = site.known(run.project)
        directions, _ = run.directions([wishes.source or locales.parse(run.project.settings.project.source or "und")])
        results: dict[Path, bytes] = {}
        for direction in directions.values():
            results |= site.update(run.project, strings, direction, site.pages_of(strings))
        written = files.write(results)
        return tuple((str(path), path in written) for path in results)


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
