"""What stands on disk, looked at again: quality of catalogs, state of locales; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import check as check_rules
from polyglot import desk, files, orphans, pipeline, po, runs, site
from polyglot.check import Sieve
from polyglot.model import Issue, Severity, State, Tag
from polyglot.pipeline import Prepared, Work
from polyglot.runs import Run, Wishes

PAGES = (".html", ".htm", ".xhtml")


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
    strings_reviewed: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look at the sources asked for has found."""

    issues: tuple[Issue, ...]
    silenced: Mapping[str, int]
    """How many issues people do not want to be told, by rule."""


def check(wishes: Wishes) -> tuple[Issue, ...]:
    """The issues of `findings`."""
    return findings(wishes).issues


def findings(wishes: Wishes) -> Findings:
    """The issues of every catalog and localised file of the sources asked for, against the sources as they are now."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        sieve = Sieve(run.project.settings.check)
        works = tuple(desk.works(run))
        found = [issue for work in works for issue in _issues(work, sieve)]
        if not wishes.paths and run.project.root is not None:
            across = (*_across(works), *_hidden(works), *orphans.issues(run.project))
            found += [*_site_issues(run, sieve), *(told for one in across for told in sieve.sift((one,), one.file))]
        return Findings(tuple(found), dict(sorted(sieve.silenced.items())))


def _across(works: Iterable[Work]) -> Iterator[Issue]:
    """Sources that people translated in several ways, by language."""
    said: dict[Tag, dict[str, dict[str, list[str]]]] = {}
    for work in works:
        of_language = said.setdefault(work.direction.pair.target, {})
        for place in work.recalls:
            target = desk.on_record(place)
            if target is not None and target.state.rank >= State.REVIEWED.rank:
                files = of_language.setdefault(place.segment.text, {}).setdefault(target.text, [])
                files.append(work.prepared.name)
    for of_language in said.values():
        yield from check_rules.inconsistent(of_language)


def _hidden(works: Sequence[Work]) -> Iterator[Issue]:
    """Localised pages that do not name all languages that their source is there in."""
    there: dict[str, set[str]] = {}
    pages = [(work, files.current(work.output) if work.output else None) for work in works]
    for work, data in pages:
        if data is not None:
            there.setdefault(work.prepared.name, set()).add(work.direction.pair.target)
    for work, data in pages:
        missing = check_rules.hidden((data or b"").decode(errors="replace"), there.get(work.prepared.name, ()))
        if missing and work.output is not None and work.output.suffix.lower() in PAGES:
            message = f"{work.output} does not name the page in {', '.join(missing)} (hreflang)"
            yield Issue("hreflang", Severity.WARNING, message, file=work.prepared.name)


def _site_issues(run: Run, sieve: Sieve) -> Iterator[Issue]:
    """The issues of the site's catalogs."""
    for target in run.targets:
        source = run.wishes.source or site.language(run.project, target)
        if source not in {None, target}:
            yield from site.examine(run.project, run.people(source, target), sieve)


def status(wishes: Wishes) -> tuple[Standing, ...]:
    """How far each locale has come."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        works = tuple(desk.works(run))
        return tuple(_standing(run, tag, [w for w in works if w.direction.pair.target == tag]) for tag in run.targets)


def _issues(work: Work, sieve: Sieve) -> Iterator[Issue]:
    name = work.prepared.name
    if work.catalog is None:
        yield from sieve.sift((Issue("missing", Severity.ERROR, _untranslated(work), file=name),), name)
        return
    for place in work.recalls:
        found = sieve.sift(desk.issues_of(work, place, desk.on_record(place)), name, place.entry)
        yield from pipeline.located(work, place, found)
    yield from sieve.sift((*pipeline.of_article(work), *_of_output(work)), name)


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
    site = po.read(run.project.site_catalog(locale)) if run.project.root else None
    strings = [entry for entry in site.entries if not entry.obsolete] if site else []
    return Standing(
        locale,
        len(works),
        len(found),
        states.count(State.TRANSLATED),
        states.count(State.REVIEWED),
        states.count(State.FINAL),
        sum(place.stale for work in works for place in work.recalls),
        len(found) - len(states) + states.count(State.INITIAL),
        len(strings),
        sum(entry.state.rank >= State.REVIEWED.rank for entry in strings),
    )


def preview(wishes: Wishes, path: Path) -> Prepared:
    """A source as `polyglot segment` shows it: read, classified, marked and segmented."""
    with ExitStack() as stack:
        run = runs.start(replace(wishes, paths=(path,)), stack)
        return next(iter(run.pages((path,))))
