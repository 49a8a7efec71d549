"""What a person names to be looked at: articles, folders, and catalogs, which stand for their articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import formats, grouping, locales, pipeline, po
from polyglot.errors import CatalogError, Lost, UnknownLanguageError, UnreadableInputError, UsageError
from polyglot.model import Tag
from polyglot.pipeline import Work
from polyglot.project import Project, place_of, resolved, sources
from polyglot.runs import Wishes

CATALOG, TEMPLATE = ".po", ".pot"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at."""

    wishes: Wishes
    """With articles and folders as paths, and with the languages of the catalogs that were named."""
    everything: bool
    """Whether nothing was named, so that the whole project is meant."""
    strings: frozenset[Tag] = frozenset()
    """The locales of whose site strings the catalog was named."""
    lent: frozenset[Path] = frozenset()
    """Articles that nobody named: they are there for the sake of catalogs."""
    catalogs: frozenset[str] = frozenset()
    """The places of these."""

    @property
    def has_articles(self) -> bool:
        """Whether there is an article to look at, or all are meant."""
        return self.everything or bool(self.wishes.paths)

    def has(self, work: Work) -> bool:
        """Whether a work is asked for: of an article that is there for a catalog's sake, only that of the catalog."""
        if resolved(work.prepared.path) not in self.lent:
            return True
        return work.catalog_path is not None and place_of(work.catalog_path) in self.catalogs


@dataclass(frozen=True, slots=True)
class _Catalog:
    """A catalog, the language that it is in, and the articles that it is of; one of site strings is of none."""

    path: Path
    target: Tag
    articles: tuple[Path, ...] = ()
    strings: bool = False


def asked(wishes: Wishes, project: Project, lost: Lost) -> Asked:
    """What the paths of these wishes mean. Raises `UsageError` for one that means nothing; what is broken is lost."""
    if not wishes.paths:
        return Asked(wishes, everything=True)
    plain = [path for path in wishes.paths if path.suffix.lower() not in {CATALOG, TEMPLATE}]
    found = [one for path in wishes.paths for one in _catalogs(project, path, lost)]
    targets = tuple(map(Tag, project.settings.project.locales))
    articles = set(map(resolved, sources(project, plain, wishes.to or targets)))
    for folder in filter(Path.is_dir, plain):
        _require_something(folder, articles, found)
    lent = dict.fromkeys(path for one in found for path in one.articles if resolved(path) not in articles)
    to = wishes.to or tuple(dict.fromkeys((*targets, *(one.target for one in found))))
    kept = [path for path in plain if path.is_file() or any(one.is_relative_to(resolved(path)) for one in articles)]
    return Asked(
        replace(wishes, paths=(*kept, *lent), to=to),
        everything=False,
        strings=frozenset(one.target for one in found if one.strings),
        lent=frozenset(map(resolved, lent)),
        catalogs=frozenset(place_of(one.path) for one in found),
    )


def _require_something(folder: Path, articles: Iterable[Path], catalogs: Iterable[_Catalog]) -> None:
    """Raise `UsageError` where a folder has neither articles nor catalogs."""
    inside = (*articles, *(resolved(one.path) for one in catalogs))
    if not any(path.is_relative_to(resolved(folder)) for path in inside):
        hint = (
            "name an article, a catalog (.po), or a folder that has some; without a path all of the project is checked"
        )
        raise UsageError("there is nothing in this folder that polyglot knows", place=str(folder), hint=hint)


def _catalogs(project: Project, path: Path, lost: Lost) -> Iterator[_Catalog]:
    """The catalogs that a path names, or that lie in the folder that it names."""
    if path == project.site_template or resolved(path) == resolved(project.site_template):
        yield from _of_site(project)
    elif path.suffix.lower() in {CATALOG, TEMPLATE} and not path.is_dir():
        if not path.exists():
            raise UnreadableInputError("no such file or folder", place=str(path), hint="check the path")
        found = _catalog(project, path, lost)
        if found is None:
            hint = "name one below locales, or say in [strings] where the site's catalogs lie (localedir, domain)"
            raise UsageError("no catalog of this project", place=str(path), hint=hint)
        yield found
    elif path.is_dir() and project.root is not None:
        yield from filter(None, (_catalog(project, one, lost) for one in sorted(path.rglob(f"*{CATALOG}"))))


def _of_site(project: Project) -> Iterator[_Catalog]:
    """The catalogs of the site's strings."""
    for name, path in project.site_catalogs():
        if (tag := _tag(name)) is not None:
            yield _Catalog(path, tag, strings=True)


def _catalog(project: Project, path: Path, lost: Lost) -> _Catalog | None:
    """What a catalog is of; None where it is none of the project's."""
    for one in _of_site(project) if project.root else ():
        if place_of(one.path) == place_of(path):
            return replace(one, path=path)
    try:
        return _in_project(project.root, path, lost) if project.root else _beside(path)
    except CatalogError as error:
        lost(error)
        return _Catalog(path, Tag("und"))


def _in_project(root: Path, path: Path, lost: Lost) -> _Catalog | None:
    """A catalog below `locales/<locale>/articles`, and its articles; one whose article is gone is lost."""
    top = resolved(root) / "locales"
    parts = Path(place_of(path)).relative_to(top).parts if Path(place_of(path)).is_relative_to(top) else ()
    tag = _tag(parts[0]) if len(parts) > 2 and parts[1] == "articles" else None
    if tag is None:
        return None
    names = [Path(*parts[2:]).with_suffix("").as_posix()]
    if grouping.shared(path):
        names = list(grouping.parts(po.read_text(path) or "", str(path)))
    there = [name for name in names if (root / name).exists()]
    for name in names:
        if name not in there:
            hint = "restore it, or run: polyglot review prune"
            lost(UnreadableInputError(f"its source {name} is gone", place=str(path), hint=hint))
    return _Catalog(path, tag, tuple(root / name for name in there))


def _beside(path: Path) -> _Catalog | None:
    """A catalog outside of projects, with the article beside it: `a.en.po` is of `a.fr.txt` or `a.txt`."""
    tag, file = locales.suffix(path), po.read(path)
    if tag is None or file is None:
        return None
    stem, source = Path(path.stem).stem, file.field("X-Source-Language")
    near = sorted(one for one in path.parent.glob("*") if one.stem in {stem, f"{stem}.{source}"})
    found = [one for one in near if one.is_file() and formats.takes(one) and not pipeline.is_output(one)]
    return _Catalog(path, tag, tuple(found)) if found else None


def _tag(name: str) -> Tag | None:
    """The language of a folder of catalogs."""
    try:
        return locales.parse(name.replace("_", "-"))
    except UnknownLanguageError:
        return None
