"""The road of a build: every article and catalog of a project, in all locales, and the report of what they came to.

It composes the other roads and adds nothing to what they write: strings are gathered and translated, articles are
translated, catalogs compiled, and what is left of sources that are gone is removed where that is wished for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from polyglot import files, locales, models, orphans, report, runs, site, strings
from polyglot.direction import Watch
from polyglot.errors import OF_ONE_FILE, EngineMissingError, Lost, PolyglotError, UsageError
from polyglot.model import Issue, Pair, Role, Severity, Tag
from polyglot.pipeline import Result
from polyglot.project import Project, around, root_of, sources
from polyglot.report import Article, Report, Strings
from polyglot.runs import NOBODY, Aside, Audience, Row, Wishes
from polyglot.site import Tally

PLACE = Path(".polyglot") / report.FILE
"""Where the report lies in a project: it is derived, and not for version control."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    report: Report
    run: runs.Report
    """What became of the articles."""
    lost: tuple[PolyglotError, ...]
    """What is wrong with files that cannot be read: all others were built."""
    missing: tuple[EngineMissingError, ...]
    """Why locales went without an engine."""
    written: int
    """So many localised files are other than they were."""


def build(wishes: Wishes, audience: Audience = NOBODY, *, prune: bool = False) -> Built:
    """Build a project. Raises any `PolyglotError` of usage before anything is written."""
    project = _project(wishes, prune=prune)
    told = _Told(audience)
    broken, stale = strings.gather(wishes)
    bad = list(broken)
    filled = _filled(project, wishes, audience, bad.append)
    run = _translated(project, wishes, told.audience)
    tallies = strings.compile_catalogs(wishes, lost=bad.append)
    behind = dict.fromkeys((*run.behind, *stale))
    missing = tuple({str(error): error for error in (*filled, *run.missing)}.values())
    with files.locked(root_of(project)):
        gone = orphans.prune(project, bad.append) if prune else ()
        left = tuple(orphans.issues(project, bad.append))
        lost = tuple({str(error): error for error in (*bad, *run.lost)}.values())
        issues = (
            *(_behind(project, place) for place in behind),
            *(_untold(project, error) for error in (*lost, *missing)),
            *_unpublished(project, tallies),
            *left,
        )
        made = Report(
            project=project.settings.project.name,
            frozen=wishes.frozen,
            locales=_targets(project, wishes),
            articles=tuple(_articles(project, wishes, told.results)),
            strings=tuple(_strings(project, tally) for tally in tallies),
            issues=issues,
            pruned=tuple(project.name(one.path) for one in gone if not one.kept),
            versions=_versions(project, told.rows),
        )
        files.write({root_of(project) / PLACE: report.render(made)})
    return Built(made, run, lost, missing, sum(result.wrote for result in told.results))


class _Told:
    """Who listens to a run for the report, and tells whoever else listens."""

    def __init__(self, audience: Audience) -> None:
        """Nothing was told yet."""
        self.rows: list[Row] = []
        self.results: list[Result] = []
        self._next = audience
        self.audience = replace(audience, plan=self._plan, written=self._written)

    def _plan(self, rows: Sequence[Row], segments: int) -> Watch:
        self.rows += rows
        return self._next.plan(rows, segments)

    def _written(self, results: Sequence[Result], aside: Sequence[Aside]) -> None:
        self.results += results
        self._next.written(results, aside)


def _project(wishes: Wishes, *, prune: bool) -> Project:
    """The project of the current folder. Raises `UsageError` where there is none, or where wishes contradict."""
    project = around((), Path.cwd())
    root_of(project)
    if wishes.frozen and (wishes.engine or wishes.relock or wishes.refresh or prune):
        hint = "leave --frozen out where something is to be made anew or removed"
        raise UsageError("a frozen build asks no engine and changes nothing that is committed", hint=hint)
    _targets(project, wishes)
    return project


def _targets(project: Project, wishes: Wishes) -> tuple[Tag, ...]:
    """The locales that are built, each once."""
    tags = tuple(dict.fromkeys(wishes.to or map(locales.parse, project.settings.project.locales)))
    if not tags:
        raise UsageError("no target language is given", hint="list them in [project] locales, or name one with --to")
    return tags


def _has_articles(project: Project, wishes: Wishes) -> bool:
    """Whether there is an article; a site may have strings alone. Where it has neither, `translate` says what to do."""
    there = (path for path in project.articles() if path.exists())
    return bool(sources(project, there, _targets(project, wishes))) or not project.site_template.exists()


def _translated(project: Project, wishes: Wishes, audience: Audience) -> runs.Report:
    """Translate the articles; where there is but one, and it cannot be read, that is told like that of others."""
    if not _has_articles(project, wishes):
        return runs.Report(project=True)
    try:
        return runs.translate(wishes, audience)
    except OF_ONE_FILE as error:
        return runs.Report(lost=(error,), project=True)


def _filled(project: Project, wishes: Wishes, audience: Audience, lost: Lost) -> tuple[EngineMissingError, ...]:
    """Translate the strings that come from no article, whose road cannot know them; says which engines are missing."""
    if not site.has_sound_template(project, lost):
        return ()
    ours = any(string.role is Role.INTERFACE for string in site.known(project))
    if wishes.frozen or not ours:
        return ()
    return strings.translate(wishes, audience.warn, lost).missing


def _articles(project: Project, wishes: Wishes, results: Iterable[Result]) -> Iterator[Article]:
    """What became of each article, by its name, then in the order of the locales."""
    order = {tag: number for number, tag in enumerate(_targets(project, wishes))}
    digests: dict[str, str] = {}
    for result in sorted(results, key=lambda result: (result.file, order.get(result.target, 0))):
        if result.file not in digests:
            digests[result.file] = files.digest_at(root_of(project) / result.file)
        yield _article(project, result, digests[result.file])


def _article(project: Project, result: Result, digest: str) -> Article:
    return Article(
        file=result.file,
        source=result.source,
        target=result.target,
        output=project.name(Path(result.output)) if result.output else "",
        engine=result.engine,
        segments=result.segments,
        states=result.states,
        stale=result.stale,
        untranslated=result.untranslated,
        left_out=result.left_out,
        terms=result.terms,
        furniture=result.furniture,
        source_digest=digest,
        output_digest=files.digest_at(Path(result.output)) if result.output else "",
        changed=bool(result.wrote or result.account.changes),
        account=result.account,
        issues=result.issues,
    )


def _strings(project: Project, tally: Tally) -> Strings:
    place = project.name(Path(tally.catalog))
    return Strings(tally.target, place, tally.strings, tally.published, tally.left_out)


def _unpublished(project: Project, tallies: Iterable[Tally]) -> Iterator[Issue]:
    """The issues of catalogs that lack strings where nothing may be missing."""
    for tally in tallies:
        if tally.left_out and project.settings.missing(tally.target) == "fail":
            message = f"{tally.left_out} of {tally.strings} site strings have nothing to publish ([publish] missing)"
            yield Issue("missing", Severity.ERROR, message, file=project.name(Path(tally.catalog)))


def _behind(project: Project, place: Path) -> Issue:
    """The issue that what is committed of the site's strings is not what its sources make."""
    return Issue("stale", Severity.ERROR, "is behind its sources; run: polyglot build", file=project.name(place))


def _untold(project: Project, error: PolyglotError) -> Issue:
    """What could not be read, or be done without an engine, as an issue of the report."""
    kind = "engine" if isinstance(error, EngineMissingError) else "unreadable"
    return Issue(kind, Severity.ERROR, error.message, file=error.place.removeprefix(f"{root_of(project)}/"))


def _versions(project: Project, rows: Iterable[Row]) -> Mapping[str, str]:
    """What the text was made with: the glossary's digest and each pair's engine, as it ran, or as it is locked."""
    locked = models.read_lock(project.lock)
    served = {row.pair: row.identity for row in rows if row.identity}
    pairs = dict(chain(locked.items(), served.items()))
    engines = {_named(pair): identity.signature for pair, identity in pairs.items()}
    return {"glossary": runs.names_of(project).digest, **engines}


def _named(pair: Pair) -> str:
    return f"{pair.source}-{pair.target}"
