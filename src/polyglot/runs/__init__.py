"""Whole runs: many files, many locales, one project; the order of works, never of stations."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from polyglot import compendium, files, models, pipeline, reuse, site
from polyglot.direction import Direction
from polyglot.memory import Memory
from polyglot.model import Pair, Severity
from polyglot.pipeline import Result, Work
from polyglot.report import Account
from polyglot.runs.answers import discard, memory_for
from polyglot.runs.run import Run, glossary_files, names_of, start, without_engine
from polyglot.runs.survey import Survey, surveyed
from polyglot.runs.windows import done, sources_of, windows, works
from polyglot.runs.wishes import (
    NOBODY,
    Aside,
    Audience,
    Estimate,
    Report,
    Row,
    Spared,
    Wishes,
    nothing_spared,
    tags,
    unheard,
)
from polyglot.site import Tally

__all__ = [
    "NOBODY",
    "Aside",
    "Audience",
    "Estimate",
    "Report",
    "Row",
    "Run",
    "Spared",
    "Wishes",
    "estimate",
    "glossary_files",
    "lock",
    "names_of",
    "nothing_spared",
    "start",
    "surveyed",
    "tags",
    "translate",
    "unheard",
    "without_engine",
]

KEPT = 1_000
"""So many issues are kept for a report."""


def translate(wishes: Wishes, audience: Audience = NOBODY) -> Report:
    """Translate what is asked for and write it. Raises any `PolyglotError` of usage before anything is written."""
    with ExitStack() as stack:
        run = start(wishes, stack)
        if run.project.root and wishes.stdin is None:
            stack.enter_context(files.locked(run.project.root))
        ledger = run.ledger
        plan = surveyed(run, None if wishes.refresh else ledger, stack)
        for problem in run.shelf.problems():
            audience.warn(f"cannot be used: {problem}")
        if plan.whole:
            audience.warn(f"furniture is dropped from plain text only; it stays in {', '.join(plan.whole)}")
        if plan.others:
            audience.warn(f"{plan.others} segments are another engine's and stay; --refresh has them translated again")
        if len(plan.rows) == 1 and plan.rows[0].problem and not plan.unreadable:
            raise plan.rows[0].problem
        memory = memory_for(run, plan, audience.warn)
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
        for window in windows(sources_of(run, plan), pipeline.WINDOW):
            results, aside = done(run, window, watch, memory, ledger, scouts=plan.scouts)
            audience.written(results, aside)
            kept.add(results, len(aside))
        lock(run, plan.directions)
        ledger.save()
        if memory is not None and not run.project.root:
            discard(memory, plan)
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
        memory = memory_for(run, plan, unheard)  # asked only: what is never recorded in makes no file
        if memory is not None:
            stack.enter_context(closing(memory))
            if plan.unserved:
                compendium.sync(run.project, memory, unheard)
        return tuple(_estimate(reuse.fitted(work, memory), memory) for work in works(run, plan)), plan


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
