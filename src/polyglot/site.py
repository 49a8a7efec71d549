"""The road of the site's strings: from the furniture of pages to `site.pot`, `site.po` and `site.mo`."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import catalog, files, po, protect, review, segment
from polyglot.catalog import SiteString
from polyglot.check import Sieve, plurals
from polyglot.direction import Direction, find_names
from polyglot.memory import Memory
from polyglot.model import Code, Ignorable, Issue, Origin, Role, Segment, SegmentedUnit, Span, State, Tag, Target, Unit
from polyglot.pipeline import Prepared
from polyglot.project import Project


@dataclass(frozen=True, slots=True)
class Tally:
    """What a locale's catalog of site strings holds."""

    target: Tag
    catalog: str
    strings: int
    published: int
    left_out: int
    """Texts that nobody has reviewed, or that are empty: not in the `.mo`."""
    wrote: bool


def known(project: Project) -> tuple[SiteString, ...]:
    """The strings of the site as the template has them; empty where there is none."""
    place = project.site_template
    text = po.read_text(place)
    return catalog.known(text, str(place)) if text is not None else ()


def require_readable(project: Project, targets: Iterable[Tag]) -> None:
    """Raise `CatalogError` where the template or a catalog of the site is broken."""
    known(project)
    for target in targets:
        po.read(project.site_catalog(target))


def pages_of(strings: Iterable[SiteString]) -> frozenset[str]:
    """The files that strings come from."""
    return frozenset(name for string in strings for name in string.files)


class Shown:
    """What pages show of the site, gathered page by page: each text once, with the names of the files it stands in."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self.pages: dict[str, Tag] = {}
        """The names of all pages with their languages, those without strings too."""
        self._roles: dict[str, set[Role]] = {}
        self._files: dict[str, dict[str, int]] = {}
        """For each text, the files it stands in, and as which of their strings."""

    def add(self, page: Prepared) -> None:
        """Look at one more page."""
        self.add_again(page.name, page.source, [(string.text, string.role) for string in page.strings])

    def add_again(self, name: str, source: Tag, strings: Iterable[tuple[str, Role]]) -> None:
        """Take note of a page whose strings are known."""
        self.pages[name] = source
        for place, (text, role) in enumerate(strings):
            self._roles.setdefault(text, set()).add(role)
            self._files.setdefault(text, {}).setdefault(name, place)

    @property
    def strings(self) -> tuple[SiteString, ...]:
        """The strings in the order of the files' names, each once."""
        first = {text: min(files.items()) for text, files in self._files.items()}
        return tuple(
            SiteString(text, max(self._roles[text], key=catalog.ROLES.index), tuple(sorted(self._files[text])))
            for text in sorted(first, key=first.__getitem__)
        )

    @property
    def source(self) -> Tag | None:
        """The language of the first page that shows something."""
        some = {name for files in self._files.values() for name in files}
        return next((tag for name, tag in self.pages.items() if name in some), None)


def shown(pages: Iterable[Prepared]) -> Shown:
    """What these pages show."""
    found = Shown()
    for page in pages:
        found.add(page)
    return found


def extract(project: Project, seen: Shown) -> tuple[tuple[SiteString, ...], dict[Path, bytes]]:
    """The strings of the site after these pages were read, and `site.pot` to write."""
    place = project.site_template
    before = po.read_text(place)
    former = known(project)
    strings = catalog.refresh(former, seen.strings, seen.pages.keys() | _gone(project, pages_of(former)))
    if not strings and before is None:
        return (), {}
    return strings, {place: catalog.template(strings, before).encode()}


def _gone(project: Project, names: Iterable[str]) -> frozenset[str]:
    """Those of the files that are no more."""
    top = project.site_template.parents[1]
    return frozenset(name for name in names if not (top / name).exists())


def language(project: Project, target: Tag, seen: Shown | None = None) -> Tag | None:
    """The language of the site's strings: the project's, else the catalog's, else the first page's that has some."""
    file = po.read(project.site_catalog(target))
    told = project.settings.project.source or (file.field("X-Source-Language") if file else "")
    if told:
        return Tag(told)
    return seen.source if seen else None


def update(
    project: Project,
    strings: Sequence[SiteString],
    direction: Direction,
    pages: Collection[str],
    recorded: Memory | None = None,
    *,
    refresh: bool = False,
) -> dict[Path, bytes]:
    """A locale's `site.po` with these strings, what a machine can say for new ones fuzzy.

    `pages` are all files whose strings are ours to judge, also those that have none any more. `refresh` asks again for
    machine text that another engine, or the glossary, may say otherwise.
    """
    place = project.site_catalog(direction.pair.target)
    before = po.read_text(place)
    if not strings and before is None:
        return {}
    existing = po.parse(before, str(place)) if before is not None else None
    machine = _machine(strings, existing, direction, project, recorded, refresh=refresh)
    referred = (name for entry in (existing.entries if existing else ()) for name in entry.references)
    pages = {*pages, *_gone(project, referred)}
    source, target = direction.pair
    file = catalog.update(existing, strings, target=target, source=source, machine=machine, pages=pages)
    return {place: po.render(file, before).encode()}


def _machine(
    strings: Sequence[SiteString],
    existing: po.PoFile | None,
    direction: Direction,
    project: Project,
    memory: Memory | None,
    *,
    refresh: bool,
) -> dict[str, Target]:
    """What the machine says for each string that no person has translated: as recorded, or anew."""
    entries = {entry.source: entry for entry in existing.entries if entry.context is None} if existing else {}
    recorded: dict[str, Target] = {}
    units: list[SegmentedUnit] = []
    for string in strings:
        entry = entries.get(string.text)
        unit = _unit(string, direction, project)
        if entry is not None and (entry.touched or _still_right(entry, unit, direction, refresh=refresh)):
            signed = entry.provenance.engine if entry.provenance else ""
            recorded[string.text] = Target(entry.target, State.TRANSLATED, Origin.MT, engine=signed)
        else:
            units.append(unit)
    return recorded | _translated(units, direction, memory)


def _unit(string: SiteString, direction: Direction, project: Project) -> SegmentedUnit:
    """A site string as the road sees it."""
    name = hashlib.sha256(string.text.encode()).hexdigest()[:8]
    unit = Unit(f"s{name}", string.role, Span(0, len(string.text)), string.text)
    settings, source = direction.settings, direction.pair.source
    marked = protect.mark(unit, source, find_names(direction.names, source), settings.protect.patterns)
    return segment.segment(marked, project.rules(source))


def _still_right(entry: po.Entry, unit: SegmentedUnit, direction: Direction, *, refresh: bool) -> bool:
    """Whether machine text on record keeps the names as they are wanted now and need not be asked for again.

    That of an engine for tests gives way to any other engine's.
    """
    known, whole = entry.provenance, _whole(unit)
    if known is None or not entry.target or not direction.signature or not direction.fits(whole, entry.target):
        return False
    ours = known.engine == direction.signature
    return ours and not direction.asked(whole) if refresh else ours or not known.engine.endswith(review.NO_MODEL)


def _whole(unit: SegmentedUnit) -> Segment:
    """A unit as one segment, its codes where they are in the whole text."""
    codes: list[Code] = []
    at = 0
    for part in unit.parts:
        if isinstance(part, Segment):
            codes += [code.shifted(at) for code in part.codes]
        at += len(part.text)
    return Segment(unit.unit.text, tuple(codes))


def _translated(units: Sequence[SegmentedUnit], direction: Direction, memory: Memory | None) -> dict[str, Target]:
    """The strings that the machine can say as a whole; one with a sentence kept in the source is left empty."""
    targets = iter(direction.translate([part for unit in units for part in unit.segments], memory))
    found: dict[str, Target] = {}
    for unit in units:
        parts = [part.text if isinstance(part, Ignorable) else next(targets) for part in unit.parts]
        said = [part for part in parts if isinstance(part, Target)]
        if said and all(part.state is not State.INITIAL for part in said):
            text = "".join(part if isinstance(part, str) else part.text for part in parts)
            found[unit.unit.text] = Target(text, State.TRANSLATED, Origin.MT, engine=direction.signature)
    return found


def examine(project: Project, direction: Direction, sieve: Sieve) -> Iterator[Issue]:
    """What a person should know of the strings that a locale's catalog translates."""
    place = project.site_catalog(direction.pair.target)
    file = po.read(place)
    entries = {entry.source: entry for entry in file.entries if not entry.obsolete} if file else {}
    if file is not None:
        yield from sieve.sift(plurals(file, project.name(place)), project.name(place))
    for string in known(project):
        entry = entries.get(string.text)
        if entry is not None and entry.target:
            target = Target(entry.target, entry.state, Origin.HUMAN if entry.touched else Origin.MT)
            found = direction.examine(_whole(_unit(string, direction, project)), target)
            for issue in sieve.sift(found, project.name(place), entry):
                yield replace(issue, message=f"{string.text}: {issue.message}", file=project.name(place))


def compile_catalogs(project: Project, targets: Iterable[Tag], results: dict[Path, bytes]) -> list[Tally]:
    """Add each locale's `site.mo` to the results, from the catalog there or on disk; says how many strings it has."""
    tallies = []
    legal = _legal(project, results)
    for tag in targets:
        place = project.site_catalog(tag)
        data = results.get(place) or files.current(place)
        if data is None:
            continue
        file = po.parse(data.decode(), str(place))
        messages, left_out = catalog.publishable(file, project.settings.strings_level(tag), legal)
        results[place.with_suffix(".mo")] = catalog.compile_mo(file, tag, messages)
        tallies.append(Tally(tag, str(place), len(messages) + left_out, len(messages), left_out, wrote=False))
    return tallies


def _legal(project: Project, results: dict[Path, bytes]) -> frozenset[str]:
    place = project.site_template
    data = results.get(place) or files.current(place)
    strings = catalog.known(data.decode(), str(place)) if data else ()
    return frozenset(string.text for string in strings if string.role is Role.LEGAL)
