"""The road from a site's templates, programs and key files to its strings."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from polyglot import extract, files
from polyglot.catalog import SiteString
from polyglot.errors import ConfigError, LibraryMissingError, PolyglotError, UnreadableInputError
from polyglot.extract import mapping
from polyglot.extract.found import Wanted
from polyglot.extract.mapping import Rule
from polyglot.model import Role
from polyglot.project import Project

CLOSED = frozenset({"node_modules", "__pycache__", "localized", "site-packages"})
"""Folders that hold no sources of the project, besides those whose name begins with a dot."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the sources of a project name."""

    strings: tuple[SiteString, ...] = ()
    files: frozenset[str] = frozenset()
    """The sources that were read, those without strings too."""
    broken: tuple[PolyglotError, ...] = ()
    """Why others could not be; what is known of those stays."""
    unused: tuple[str, ...] = ()
    """Patterns that fit no file, or only such as another fits before."""


NOTHING = Gathered()


def rules(project: Project) -> tuple[Rule, ...]:
    """Which files are sources, by `[strings]`. Raises `ConfigError` where its mapping file cannot be read."""
    strings = project.settings.strings
    own = tuple(Rule(pattern, kind) for pattern, kind in strings.sources.items())
    if not strings.mapping or project.root is None:
        return own
    place = project.root / strings.mapping
    try:
        text = place.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        hint = "write it there, or name the sources in [strings.sources]"
        raise ConfigError("the mapping file cannot be read", place=str(place), hint=hint) from error
    return (*own, *mapping.read(text, str(place)))


def covered(project: Project, names: Collection[str]) -> frozenset[str]:
    """Those of the files that are sources by their names, whether they are there or not."""
    known = rules(project) if names else ()
    return frozenset(name for name in names if mapping.rule_for(known, name)) if known else frozenset()


def gather(project: Project) -> Gathered:
    """The strings of all sources of a project; a source that cannot be read stops no other."""
    known = rules(project)
    if not known or project.root is None:
        return Gathered()
    strings: list[SiteString] = []
    seen: set[str] = set()
    broken: list[PolyglotError] = []
    sources = _sources(project, known)
    for path, rule in sources:
        name = project.name(path)
        try:
            strings += _read(project, path, name, rule)
            seen.add(name)
        except (ConfigError, LibraryMissingError):
            raise
        except PolyglotError as error:
            broken.append(error)
    taken = {rule.pattern for _, rule in sources}
    unused = tuple(rule.pattern for rule in known if rule.kind != "ignore" and rule.pattern not in taken)
    return Gathered(tuple(strings), frozenset(seen), tuple(broken), unused)


def _sources(project: Project, known: Sequence[Rule]) -> list[tuple[Path, Rule]]:
    """The sources with their rules, sorted. Raises `ConfigError` where there are none."""
    names = ((path, project.name(path)) for path in _files(project.root or Path()))
    ruled = ((path, name, mapping.rule_for(known, name)) for path, name in names)
    found = [(path, rule) for path, name, rule in ruled if rule and not _is_translated(project, name, rule)]
    if not found:
        place, hint = str((project.root or Path()) / "polyglot.toml"), "name them from there, like templates/**.html"
        raise ConfigError(f"strings.sources: no file matches {known[0].pattern}", place=place, hint=hint)
    return found


def _is_translated(project: Project, name: str, rule: Rule) -> bool:
    """Whether a key file is that of a locale and no source: `i18n/en.yaml`, `_locales/en/messages.json`."""
    if rule.kind != "keys":
        return False
    settings = project.settings
    locales = {tag.lower() for tag in settings.project.locales}
    locales -= {(settings.strings.source or settings.project.source).lower()}
    *folders, file = name.replace("_", "-").lower().split("/")
    return not locales.isdisjoint([*folders, *file.split(".")[:-1]])


def _files(root: Path) -> Iterable[Path]:
    """The files of a project, but for those in closed folders."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in CLOSED)
        yield from filter(Path.is_file, (Path(folder) / name for name in sorted(names)))


def _read(project: Project, path: Path, name: str, rule: Rule) -> list[SiteString]:
    if not name.isprintable():
        hint = "give it another name"
        raise UnreadableInputError("the name of this file cannot stand in a catalog", place=ascii(name), hint=hint)
    settings = project.settings.strings
    comments = tuple(dict.fromkeys((*settings.comments, *rule.comments)))
    wanted = Wanted(rule.keywords, comments, settings.text_domain, rule.options)
    found = extract.read(files.read(path), name, rule.kind, wanted, own=settings.keywords)
    return [
        SiteString(one.text, Role.INTERFACE, (name,), one.flags, one.context, one.plural, one.notes) for one in found
    ]
