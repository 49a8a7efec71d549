"""The road of the site's strings: from the furniture of pages to `site.pot`, `site.po` and `site.mo`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import catalog, files, frontend, interface, po
from polyglot.catalog import SiteString
from polyglot.check import Sieve, plurals
from polyglot.direction import Direction
from polyglot.errors import CatalogError, Lost
from polyglot.interface import NOTHING, Gathered
from polyglot.memory import Memory
from polyglot.model import Issue, Role, Tag
from polyglot.pipeline import Prepared
from polyglot.project import Project
from polyglot.wording import Wording


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


def every(project: Project, target: Tag) -> tuple[SiteString, ...]:
    """The strings of the site with those that other tools have put into the template; without one, the catalog's."""
    file = po.read(project.site_template) or po.read(project.site_catalog(target))
    return catalog.every(file) if file is not None else ()


def broken(project: Project, targets: Iterable[Tag]) -> dict[Tag, CatalogError]:
    """The locales whose catalog of the site's strings cannot be read, and what is wrong with it."""
    found: dict[Tag, CatalogError] = {}
    for target in targets:
        try:
            po.read(project.site_catalog(target))
        except CatalogError as error:
            found[target] = error
    return found


def sound(project: Project, targets: Iterable[Tag], lost: Lost) -> tuple[Tag, ...]:
    """The locales whose catalog can be read; what is wrong with the others is lost."""
    found = broken(project, targets)
    for error in found.values():
        lost(error)
    return tuple(target for target in targets if target not in found)


def has_sound_template(project: Project, lost: Lost) -> bool:
    """Whether the template can be read, or is not there yet; what is wrong with it is lost."""
    try:
        known(project)
    except CatalogError as error:
        lost(error)
        return False
    return True


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


def extract(
    project: Project, seen: Shown, gathered: Gathered = NOTHING
) -> tuple[tuple[SiteString, ...], dict[Path, bytes]]:
    """The strings of the site after these pages and sources were read, and `site.pot` to write."""
    place = project.site_template
    before = po.read_text(place)
    former = known(project)
    read = {*seen.pages, *gathered.files, *_gone(project, pages_of(former))}
    if gathered is not NOTHING:
        read |= _dropped(project, former)
    strings = catalog.refresh(former, (*gathered.strings, *seen.strings), read)
    if not strings and before is None:
        return (), {}
    head = [f"# {line}".rstrip() for line in project.settings.strings.header] or catalog.TEMPLATE_HEAD
    return strings, {place: catalog.template(strings, before, gathered.files, head).encode()}


def _dropped(project: Project, former: Iterable[SiteString]) -> frozenset[str]:
    """The files that only strings of the interface name and that are no sources any more."""
    named = pages_of(string for string in former if string.role is Role.INTERFACE)
    others = pages_of(string for string in former if string.role is not Role.INTERFACE)
    return named - others - interface.covered(project, named)


def _gone(project: Project, names: Iterable[str]) -> frozenset[str]:
    """Those of the files that are no more."""
    top = project.root or Path()
    return frozenset(name for name in names if not (top / name).exists())


def language(project: Project, target: Tag, seen: Shown | None = None) -> Tag | None:
    """The language of the site's strings: the project's, else the catalog's, else the first page's that has some."""
    file = po.read(project.site_catalog(target))
    settings = project.settings
    told = settings.strings.source or settings.project.source or (file.field("X-Source-Language") if file else "")
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
    fill: bool = True,
    others: bool = False,
) -> dict[Path, bytes]:
    """A locale's `site.po` with these strings, what a machine can say for new ones fuzzy, where `fill` asks for it.

    `others` has it said also for what other tools have put into the catalog. `pages` are all files whose strings are
    ours to judge, also those that have none any more. `refresh` asks again for machine text that another engine, or the
    glossary, may say otherwise.
    """
    place = project.site_catalog(direction.pair.target)
    before = po.read_text(place)
    if not strings and before is None:
        return {}
    existing = po.parse(before, str(place)) if before is not None else None
    wording = Wording(project, direction, existing, recorded)
    more = catalog.every(existing) if others and existing else ()
    machine = wording.said(catalog.merge((*strings, *more)), refresh=refresh) if fill else {}
    referred = {name for entry in (existing.entries if existing else ()) for name in entry.references}
    pages = {*pages, *_gone(project, referred)}
    source, target = direction.pair
    file = catalog.update(
        existing,
        strings,
        target=target,
        source=source,
        machine=machine,
        pages=pages,
        code=interface.covered(project, referred),
        similar=project.settings.strings.similar,
    )
    return {place: po.render(file, before).encode()}


def examine(project: Project, direction: Direction, sieve: Sieve) -> Iterator[tuple[po.Entry | None, Issue]]:
    """What a person should know of a locale's catalog and of its strings, each with its line there."""
    place = project.site_catalog(direction.pair.target)
    text = po.read_text(place) or ""
    file = po.parse(text, str(place))
    wording, name = Wording(project, direction, file), project.name(place)
    entries = {(entry.context, entry.source): entry for entry in file.entries if not entry.obsolete}
    yield from ((None, issue) for issue in sieve.sift(plurals(file, name), name))
    for string in every(project, direction.pair.target):
        entry = entries.get(string.key)
        if entry is not None and entry.words.strip("\0"):
            for issue in sieve.sift(wording.examine(string, entry), name, entry):
                told, line = f"{string.text}: {issue.message}", po.lines(text)[entry.context, entry.source]
                yield entry, replace(issue, message=told, file=name, line=line)


def compile_catalogs(
    project: Project,
    targets: Collection[Tag],
    results: dict[Path, bytes],
    kinds: Collection[str] = (),
    *,
    fuzzy: bool = False,
) -> list[Tally]:
    """Add each locale's compiled catalogs to the results, from the one there or on disk; says how many strings it has.

    `kinds` are those to write, else the project's. `fuzzy` takes in what nobody has reviewed, but for legal texts.
    """
    tallies = []
    legal = _legal(project, results) if targets else frozenset()
    for tag in targets:
        place = project.site_catalog(tag)
        data = results.get(place) or files.current(place)
        if data is None:
            continue
        file = po.parse(data.decode(), str(place))
        found = catalog.published(file, "machine" if fuzzy else project.settings.strings_level(tag), legal)
        results |= _compiled(place, file, tag, found, kinds or project.settings.strings.compile)
        count = len(found.messages) + len(found.others)
        tallies.append(Tally(tag, str(place), count + found.left_out, count, found.left_out, wrote=False))
    return tallies


def _compiled(
    place: Path, file: po.PoFile, tag: Tag, found: catalog.Published, kinds: Collection[str]
) -> dict[Path, bytes]:
    """What programs read of a catalog, in each kind that is wanted."""
    made: dict[Path, bytes] = {}
    if "mo" in kinds:
        made[place.with_suffix(".mo")] = catalog.compile_mo(file, tag, found.messages, found.others)
    for kind in kinds:
        if kind in frontend.FORMATS:
            write = frontend.FORMATS[kind]
            header = catalog.mo_header(file, tag)
            made[place.with_suffix(f".{kind}.json")] = write(found.entries, header, tag, place.stem)
    return made


def _legal(project: Project, results: dict[Path, bytes]) -> frozenset[str]:
    place = project.site_template
    data = results.get(place) or files.current(place)
    strings = catalog.known(data.decode(), str(place)) if data else ()
    return frozenset(string.text for string in strings if string.role is Role.LEGAL)
