"""The road from a site's templates, programs and key files to its strings."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from polyglot import extract, files
from polyglot.catalog import SiteString
from polyglot.errors import ConfigError, PolyglotError
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
    for path, rule in _sources(project, known):
        name = project.name(path)
        try:
            found = _read(project, path, name, rule)
        except ConfigError:
            raise
        except PolyglotError as error:
            broken.append(error)
            continue
        seen.add(name)
        strings += found
    return Gathered(tuple(strings), frozenset(seen), tuple(broken))


def _sources(project: Project, known: tuple[Rule, ...]) -> Iterator[tuple[Path, Rule]]:
    """The sources with their rules, sorted. Raises `ConfigError` where there are none."""
    found = [
        (path, rule)
        for path in _files(project.root or Path())
        if (rule := mapping.rule_for(known, project.name(path))) is not None
    ]
    if not found:
        place, hint = str((project.root or Path()) / "polyglot.toml"), "name them from there, like templates/**.html"
        raise ConfigError(f"strings.sources: no file matches {known[0].pattern}", place=place, hint=hint)
    yield from found


def _files(root: Path) -> Iterable[Path]:
    """The files of a project, but for those in closed folders."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in CLOSED)
        yield from (Path(folder) / name for name in sorted(names))


def _read(project: Project, path: Path, name: str, rule: Rule) -> list[SiteString]:
    settings = project.settings.strings
    comments = tuple(dict.fromkeys((*settings.comments, *rule.comments)))
    wanted = Wanted(rule.keywords, comments, settings.text_domain, rule.options)
    found = extract.read(files.read(path), name, rule.kind, wanted, own=settings.keywords)
    return [
        SiteString(one.text, Role.INTERFACE, (name,), one.flags, one.context, one.plural, one.notes) for one in found
    ]
