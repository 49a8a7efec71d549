"""What stands on disk, looked at again: quality of catalogs, state of locales; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from polyglot import (
    changes,
    config,
    desk,
    files,
    grouping,
    interface,
    locales,
    named,
    orphans,
    pipeline,
    po,
    runs,
    site,
)
from polyglot import check as check_rules
from polyglot.check import Sieve
from polyglot.errors import CatalogError, Lost, PolyglotError, refuse
from polyglot.model import Issue, Severity, State, Tag
from polyglot.pipeline import Prepared, Work
from polyglot.project import Project, around
from polyglot.reports.findings import UNREADABLE, Checked, Collected, Finding
from polyglot.review import Recall
from polyglot.runs import Run, Wishes

_PLACE = re.compile(r"(.*?)(?::(\d+))?(?::(\d+))?", re.DOTALL)
Measure = Literal["translated", "reviewed"]
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


def check(wishes: Wishes, since: str = "") -> Checked:
    """The issues of every catalog and localised file of the sources asked for, against the sources as they are now.

    `since` names a commit: only what git says has changed since then is looked at. What cannot be read is among what
    is found, and all else is looked at.
    """
    with ExitStack() as stack:
        seen, lost = Collected(), list[PolyglotError]()
        asked = named.asked(wishes, around(wishes.paths, Path.cwd()), lost.append)
        run = runs.start(asked.wishes, stack, lost.append)
        scope, sieve = _Scope(run, since), _sieve(run.project)
        opened = desk.works(run, scope.spares, lost.append) if asked.has_articles else ()
        works = [work for work in opened if scope.has(work) and asked.has(work)]
        for work in works:
            seen.add(work.prepared.name, work.direction.pair.target, _findings(work, run.project, sieve))
        if asked.strings:
            _look_at_strings(run, _sound(run, lost) & asked.strings, scope, seen, sieve)
        elif asked.everything and run.project.root is not None:
            lost += interface.gather(run.project).broken
            _look_at_strings(run, _sound(run, lost), scope, seen, sieve)
            gone = orphans.issues(run.project, lost.append)
            across = (*_across(works), *_hidden(works), *(one for one in gone if scope.names(run.project, one.file)))
            seen.findings += [Finding(told) for one in across for told in sieve.sift((one,), one.file)]
        every = tuple({str(error): error for error in lost}.values())
        found = (*(_unreadable(error, run.project) for error in every), *seen.findings)
        return Checked(found, seen.looked_at.keys(), every, dict(sorted(sieve.silenced.items())))


def _sieve(project: Project) -> Sieve:
    place = config.place(project.root / config.FILE, ["check"]) if project.root else ""
    return Sieve(project.settings.check, place)


class _Scope:
    """What is looked at: all, or only what has changed."""

    def __init__(self, run: Run, since: str) -> None:
        """Ask git, where only changes are wanted; where the glossary or the settings changed, all is looked at."""
        self._project, self._run = run.project, run
        top = run.project.root or Path()
        changed = changes.since(top, since) if since else None
        settings = run.project.settings
        rules = (top / one.srx for one in settings.segmentation.values() if one.srx)
        common = (top / config.FILE, run.project.furniture, *rules)
        glossary = [top / name for name in settings.glossary.files]
        self._changed = None if changed and changed.touches(common, glossary) else changed

    def spares(self, path: Path, _data: bytes) -> bool:
        """Whether nothing of a source has changed, in whatever locale."""
        return self._changed is not None and not any(map(self._changed.has, (path, *self._results(path))))

    def _results(self, path: Path) -> Iterator[Path]:
        """Where results of a source lie, in all locales."""
        for target in self._run.targets:
            output = self._project.output(path, locales.suffix(path) or Tag(""), target)
            yield from (output, self._project.catalog(path, output, target))

    def has(self, work: Work) -> bool:
        """Whether a work is looked at."""
        places = (work.prepared.path, work.output, work.catalog_path, work.receipt_path)
        return self._changed is None or any(map(self._changed.has, filter(None, places)))

    def has_strings(self, target: Tag) -> bool:
        """Whether the site's strings of a locale are looked at."""
        places = (self._project.site_template, self._project.site_catalog(target))
        return self._changed is None or any(map(self._changed.has, places))

    def names(self, project: Project, name: str) -> bool:
        """Whether a result is looked at whose source is gone."""
        return self._changed is None or self._changed.has((project.root or Path()) / name)


def _sound(run: Run, lost: list[PolyglotError]) -> frozenset[Tag]:
    """The locales whose site strings can be looked at: none without the template, which is lost like catalogs are."""
    sound = site.sound(run.project, run.targets, lost.append)
    return frozenset(sound) if site.has_sound_template(run.project, lost.append) else frozenset()


def _look_at_strings(run: Run, sound: Collection[Tag], scope: _Scope, seen: Collected, sieve: Sieve) -> None:
    """Look at the site's catalogs of these locales."""
    for target in (tag for tag in run.targets if tag in sound):
        place = run.project.site_catalog(target)
        name = run.project.name(place)
        source = run.wishes.source or site.language(run.project, target)
        if place.exists() and source not in {None, target} and scope.has_strings(target):
            strings = site.examine(run.project, run.people(source, target), sieve)
            seen.add(name, target, [_of_string(name, target, entry, issue) for entry, issue in strings])


def _of_string(name: str, target: Tag, entry: po.Entry | None, issue: Issue) -> Finding:
    if entry is None:
        return Finding(issue, target, name)
    return Finding(issue, target, name, issue.line, entry.context or "", entry.source, entry.target)


def _unreadable(error: PolyglotError, project: Project) -> Finding:
    """What is told of a file that cannot be read, at the place where it cannot."""
    found = _PLACE.fullmatch(error.place)
    file, line, column = found.groups() if found else (error.place, None, None)
    message = f"{error.message}; {error.hint}" if error.hint else error.message
    name = project.name(Path(file)) if file else ""
    issue = Issue(UNREADABLE, Severity.ERROR, message, name, int(line or 0), int(column or 0))
    return Finding(issue, catalog=name, row=issue.line) if name.endswith(".po") else Finding(issue)


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


def status(wishes: Wishes, lost: Lost = refuse) -> tuple[Standing, ...]:
    """How far each locale has come; what cannot be read counts nothing, and is lost."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack, lost)
        works = tuple(desk.works(run, lost=lost))
        if run.project.root:
            site.has_sound_template(run.project, lost)
            site.sound(run.project, run.targets, lost)
        return tuple(_standing(run, tag, [w for w in works if w.direction.pair.target == tag]) for tag in run.targets)


def _findings(work: Work, project: Project, sieve: Sieve) -> Iterator[Finding]:
    """What a person should know of an article in one locale."""
    name = work.prepared.name
    target = work.direction.pair.target
    if work.catalog is None:
        missing = Issue("missing", Severity.ERROR, _untranslated(work), file=name)
        yield from (Finding(issue, target) for issue in sieve.sift((missing,), name))
        return
    place = work.catalog_path if work.before is not None else None
    catalog = project.name(place) if place else ""
    for recall in work.recalls:
        found = sieve.sift(desk.issues_of(work, recall, desk.on_record(recall)), name, recall.entry)
        for issue in pipeline.located(work, recall, found):
            said = recall.entry.target if recall.entry else ""
            row = _row(work, recall)
            yield Finding(issue, target, catalog, row, recall.context, recall.segment.text, said)
    plurals = check_rules.plurals(work.catalog, catalog or name)
    for issue in sieve.sift((*pipeline.of_article(work), *_of_output(work), *plurals), name):
        yield Finding(issue, target, catalog)


def _row(work: Work, place: Recall) -> int:
    """The line of a segment's entry in its catalog; 0 where it has none."""
    if place.entry is None or work.before is None or work.catalog_path is None:
        return 0
    return grouping.line(work.before, work.catalog_path, work.prepared.name, place.entry)


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
    strings, wanted = _strings(run.project, locale) if run.project.root else ([], 0)
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


def _strings(project: Project, locale: Tag) -> tuple[list[po.Entry], int]:
    """The site's strings in a locale's catalog, and how many the template has; none where they cannot be read."""
    with suppress(CatalogError):
        catalog = po.read(project.site_catalog(locale))
        if catalog is not None:
            return [entry for entry in catalog.entries if not entry.obsolete], 0
    with suppress(CatalogError):
        return [], len(site.known(project))
    return [], 0


def preview(wishes: Wishes, path: Path) -> Prepared:
    """A source as `polyglot segment` shows it: read, classified, marked and segmented."""
    with ExitStack() as stack:
        run = runs.start(replace(wishes, paths=(path,)), stack)
        return next(iter(run.pages((path,))))
