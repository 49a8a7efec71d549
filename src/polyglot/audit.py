"""What stands on disk, looked at again: quality of catalogs, state of locales; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from polyglot import desk, files, orphans, pipeline, po, runs, site
from polyglot.model import Issue, Severity, State, Tag
from polyglot.pipeline import Prepared, Work
from polyglot.runs import Run, Wishes

Measure = Literal["translated", "reviewed"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one locale has come, in segments of articles and in site strings."""

    locale: Tag
    articles: int
    segments: int
    translated: int
    """By a machine, not reviewed."""
    reviewed: int
    final: int
    stale: int
    missing: int
    strings: int
    strings_translated: int
    """By anybody."""
    strings_reviewed: int

    @property
    def whole(self) -> int:
        """All that is to be said in the language: segments and strings."""
        return self.segments + self.strings

    def done(self, by: Measure) -> int:
        """How much of it is translated by anybody, or reviewed."""
        reviewed = self.reviewed + self.final
        if by == "reviewed":
            return reviewed + self.strings_reviewed
        return self.translated + reviewed + self.strings_translated

    def percent(self, by: Measure) -> int:
        """The same of a hundred, rounded down, so that 100 means all of it; 100 too where nothing is to be said."""
        return self.done(by) * 100 // self.whole if self.whole else 100


def check(wishes: Wishes) -> tuple[Issue, ...]:
    """The issues of every catalog and localised file of the sources asked for, against the sources as they are now."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        found = [issue for work in desk.works(run) for issue in _issues(work)]
        if wishes.paths or run.project.root is None:
            return tuple(found)
        return (*found, *_site_issues(run), *orphans.issues(run.project))


def _site_issues(run: Run) -> Iterator[Issue]:
    """The issues of the site's catalogs."""
    for target in run.targets:
        source = run.wishes.source or site.language(run.project, target)
        if source not in {None, target}:
            yield from site.examine(run.project, run.people(source, target))


def status(wishes: Wishes) -> tuple[Standing, ...]:
    """How far each locale has come."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        works = tuple(desk.works(run))
        return tuple(_standing(run, tag, [w for w in works if w.direction.pair.target == tag]) for tag in run.targets)


def _issues(work: Work) -> Iterator[Issue]:
    if work.catalog is None:
        yield Issue("missing", Severity.ERROR, _untranslated(work), file=work.prepared.name)
        return
    for place in work.recalls:
        found = desk.issues_of(work, place, desk.on_record(place))
        yield from pipeline.located(work, place, found)
    yield from pipeline.of_article(work)
    yield from _of_output(work)


def _untranslated(work: Work) -> str:
    pair = work.direction.pair
    return f"not translated to {pair.target} yet; run: polyglot translate {work.prepared.path} --to {pair.target}"


def _of_output(work: Work) -> Iterator[Issue]:
    """Whether the localised file is there, and is what polyglot wrote."""
    if work.output is None:
        return
    present = files.current(work.output)
    if present is None:
        yield Issue("missing", Severity.ERROR, f"there is no {work.output}", file=work.prepared.name)
    elif work.vouched and files.digest(present) != work.vouched:
        message = f"{work.output} was changed by hand since it was made"
        yield Issue("edited", Severity.WARNING, message, file=work.prepared.name)


def _standing(run: Run, locale: Tag, works: list[Work]) -> Standing:
    found = [desk.on_record(place) for work in works for place in work.recalls]
    states = [target.state for target in found if target is not None]
    catalog = po.read(run.project.site_catalog(locale)) if run.project.root else None
    strings = [entry for entry in catalog.entries if not entry.obsolete] if catalog else []
    wanted = 0 if catalog or not run.project.root else len(site.known(run.project))
    return Standing(
        locale,
        len(works),
        len(found),
        states.count(State.TRANSLATED),
        states.count(State.REVIEWED),
        states.count(State.FINAL),
        sum(place.stale for work in works for place in work.recalls),
        len(found) - len(states) + states.count(State.INITIAL),
        len(strings) or wanted,
        sum(entry.state is not State.INITIAL for entry in strings),
        sum(entry.state.rank >= State.REVIEWED.rank for entry in strings),
    )


def preview(wishes: Wishes, path: Path) -> Prepared:
    """A source as `polyglot segment` shows it: read, classified, marked and segmented."""
    with ExitStack() as stack:
        run = runs.start(replace(wishes, paths=(path,)), stack)
        return next(iter(run.pages((path,))))
