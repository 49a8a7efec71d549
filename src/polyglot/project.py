"""Where things lie: the folder of a project, and the places of outputs, catalogs and receipts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from polyglot import config, formats, grouping, locales, segment
from polyglot.errors import ConfigError, UnreadableInputError, UsageError
from polyglot.furniture import recorded
from polyglot.furniture.recorded import Recorded
from polyglot.model import Tag

GLOB = re.compile(r"[*?\[]")
URL_SAFE = "/:?#[]@!$&'()*+,;=%~"
"""Characters of a URL that stand as they are (RFC 3986)."""
HIDDEN_FOLDERS = {"locales", "localized", "glossary", "memory", "node_modules"}
"""Folders of a project that hold no sources."""


def resolved(path: Path) -> Path:
    """The path without links; where it is absolute, looked for once."""
    return _resolved(path) if path.is_absolute() else path.resolve()


@lru_cache(maxsize=1 << 15)
def _resolved(path: Path) -> Path:
    return path.resolve()


def place_of(path: Path) -> str:
    """Where a file lies, whatever links lead to its folder; a link in its own place would be replaced, not followed."""
    return str(resolved(path.parent) / path.name)


def _name(root: Path, path: Path) -> str:
    full = resolved(path)
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else path.as_posix()


_named = lru_cache(maxsize=1 << 15)(_name)


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with a `polyglot.toml`, or, with `root` None, no project: results lie beside their source."""

    root: Path | None
    settings: config.Settings
    recorded: Recorded = field(default_factory=dict)
    """The lines that several pages of the site share."""

    @property
    def lock(self) -> Path | None:
        """`polyglot.lock`: which engine and model serve a pair."""
        return self.root / "polyglot.lock" if self.root else None

    @property
    def memory(self) -> Path | None:
        """`.polyglot/memory.sqlite`: what engines answered, recorded as it came."""
        return self.root / ".polyglot" / "memory.sqlite" if self.root else None

    @property
    def site_template(self) -> Path:
        """`locales/site.pot`, or as `[strings]` says."""
        strings = self.settings.strings
        return self._top / strings.localedir / f"{strings.domain}.pot"

    @property
    def furniture(self) -> Path:
        """`locales/furniture.toml`: the lines that several pages of the site share."""
        return self._top / "locales" / "furniture.toml"

    def rules(self, source: Tag) -> segment.Rules:
        """The rules of segmentation for a language, with what the project adds to them."""
        file = self.settings.srx(source)
        return segment.rules(source, self.settings.abbreviations(source), self._top / file if file else None)

    def shared_lines(self, source: Tag) -> frozenset[str]:
        """The lines that pages in a language share."""
        return recorded.of(self.recorded, source)

    @property
    def _top(self) -> Path:
        return self.root or Path()

    def site_catalog(self, tag: Tag) -> Path:
        """`locales/<locale>/LC_MESSAGES/site.po`, or as `[strings]` says; the `.mo` lies beside it."""
        return self._catalog_of(locales.posix(tag))

    def site_catalogs(self) -> tuple[tuple[str, Path], ...]:
        """The catalogs of the site that there are, with the names of their locales, sorted."""
        pattern = str(self._catalog_of("*").relative_to(self._top))
        shape = re.compile(re.escape(str(self._catalog_of("\0"))).replace("\0", "([^/]+?)"))
        found = ((shape.fullmatch(str(path)), path) for path in sorted(self._top.glob(pattern)))
        return tuple((match[1], path) for match, path in found if match)

    def _catalog_of(self, locale: str) -> Path:
        strings = self.settings.strings
        name = strings.catalog.replace("{locale}", locale).replace("{domain}", strings.domain)
        return self._top / strings.localedir / name

    def name(self, path: Path) -> str:
        """A path as it is shown and recorded: below the project, with `/`."""
        root = resolved(self.root or Path())
        return _named(root, path) if path.is_absolute() else _name(root, path)

    def glossaries(self) -> tuple[Path, ...]:
        """The project's glossary files, sorted; empty outside a project."""
        if self.root is None:
            return ()
        try:
            found = {path for pattern in self.settings.glossary.files for path in self.root.glob(pattern)}
        except (NotImplementedError, ValueError) as error:
            hint = "name files below the project, like glossary/*.csv"
            place = str(self.root / config.FILE)
            raise ConfigError(f"glossary.files: {str(error).lower()}", place=place, hint=hint) from error
        files = tuple(sorted(path for path in found if path.is_file()))
        wanted = self.settings.glossary.files
        if not files and wanted and wanted != config.Glossary().files:
            place, hint = str(self.root / config.FILE), "without the key, glossary/*.csv is read"
            raise ConfigError(f"glossary.files: no file matches {', '.join(wanted)}", place=place, hint=hint)
        return files

    def articles(self) -> tuple[Path, ...]:
        """What a command without paths works on; raises `ConfigError` for a pattern that finds nothing."""
        found: dict[Path, None] = {}
        for name in self.settings.project.articles:
            try:
                matching = self._matching(name) if GLOB.search(name) else [self._top / name]
            except (NotImplementedError, ValueError) as error:
                raise self._wrong("project.articles", str(error).lower()) from error
            if not matching:
                raise self._wrong("project.articles", f"no file matches {name}")
            found |= dict.fromkeys(matching)
        return tuple(found)

    def _matching(self, pattern: str) -> list[Path]:
        """The files that a pattern finds, but for those that no format takes and those in folders of results."""
        known = formats.endings()
        found = (path for path in self._top.glob(pattern) if path.is_file() and path.suffix.lower() in known)
        return sorted(path for path in found if not _is_hidden(self, self._top, path))

    def _wrong(self, key: str, reason: str) -> ConfigError:
        hint = "name files and folders below the project, like articles or posts/**/*.md"
        return ConfigError(f"{key}: {reason}", place=str(self._top / config.FILE), hint=hint)

    def output(self, source: Path, language: Tag, target: Tag, out: str = "") -> Path:
        """Where a localised file goes; `out` is the flag: a folder, or a pattern with `{tag}` and its like."""
        pattern = out or (self.settings.translate.out if self.root else "{dir}/{stem}.{tag}{ext}")
        if "{" not in pattern:
            pattern += "/{tag}/{path}" if self.root else "/{stem}.{tag}{ext}"
        relative = Path(self.name(source)) if self.root else source
        if relative.is_absolute() and self.root:
            relative = Path(source.name)
        try:
            place = Path(pattern.format_map(_fields(relative, language, target)))
        except (LookupError, ValueError, AttributeError, TypeError) as error:
            hint = "it may have {tag}, {locale}, {path}, {dir}, {stem} and {ext}"
            raise UsageError(f"{pattern!r} is no pattern for outputs", hint=hint) from error
        if "{tag}" not in pattern and "{locale}" not in pattern:
            raise UsageError(f"{pattern!r} would give all locales one place", hint="put {tag} in it")
        return place if out else self._top / place

    def address(self, source: Path, language: Tag, target: Tag) -> str:
        """The URL of an article in a language, its own included; raises `ConfigError` where a pattern is wrong."""
        key = "source_url" if language == target else "url"
        pattern = getattr(self.settings.publish, key)
        try:
            return quote(pattern.format_map(_fields(Path(self.name(source)), language, target)), safe=URL_SAFE)
        except (LookupError, ValueError, AttributeError, TypeError) as error:
            place, hint = str(self._top / config.FILE), "it may have {tag}, {locale}, {path}, {dir}, {stem} and {ext}"
            raise ConfigError(f"publish.{key}: {pattern!r} is no pattern", place=place, hint=hint) from error

    def catalog(self, source: Path, output: Path, target: Tag) -> Path:
        """Where the review catalog of an article lies."""
        return output.with_suffix(".po") if self.root is None else self.catalogs(source, target)[0]

    def catalogs(self, source: Path, target: Tag) -> tuple[Path, ...]:
        """Where a project may have an article's catalog: where `[review] group` says, then where it might have said.

        >>> Project(Path("x"), config.Settings()).catalogs(Path("x/posts/a.md"), Tag("en"))[1].as_posix()
        'x/locales/en/articles/posts/all.po'
        """
        relative = Path(self.name(source))
        inside = Path(relative.name) if relative.is_absolute() else relative
        top = self._top / "locales" / locales.posix(target) / "articles"
        ways: Mapping[config.Group, Path] = {
            "article": top / f"{inside.as_posix()}.po",
            "folder": top / inside.parent / grouping.SHARED,
            "site": top / grouping.SHARED,
        }
        return tuple(dict.fromkeys((ways[self.settings.review.group], *ways.values())))

    def receipt(self, output: Path) -> Path | None:
        """Where the receipt of an output lies; None outside a project, where the catalog's header has its hash."""
        return output.with_name(f"{output.name}.receipt.json") if self.root else None


def _fields(path: Path, language: Tag, target: Tag) -> dict[str, str]:
    """What the names in a pattern stand for; `page.fr.txt` has the stem `page`."""
    stem = path.stem
    if locales.suffix(path) == language:
        stem = Path(stem).stem
    return {
        "tag": target,
        "locale": locales.posix(target),
        "dir": path.parent.as_posix(),
        "stem": stem,
        "ext": path.suffix,
        "path": path.as_posix(),
    }


def around(paths: Iterable[Path], here: Path) -> Project:
    """The project that the paths belong to: a `polyglot.toml` above the first of them, or above `here`."""
    for path in paths:
        file = config.find(path if path.is_dir() else path.parent)
        if file is not None:
            return _at(file)
    return _at(config.find(here))


def _at(file: Path | None) -> Project:
    """The project of a `polyglot.toml`; none without one."""
    project = Project(file.parent if file else None, config.load(file))
    return replace(project, recorded=recorded.read(project.furniture)) if file else project


def root_of(project: Project) -> Path:
    """The folder of a project. Raises `UsageError` where there is none."""
    if project.root is None:
        raise UsageError("this is no project: there is no polyglot.toml here or above", hint="run: polyglot init")
    return project.root


def sources(project: Project, paths: Iterable[Path], targets: Iterable[Tag]) -> tuple[Path, ...]:
    """The files to work on: those named, and those in the folders named that a format takes; outputs are none."""
    wanted = set(targets)
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(_in_folder(project, path, wanted))
        elif not path.exists():
            raise UnreadableInputError("no such file or folder", place=str(path), hint=_nearby(path))
        elif project.root and path.resolve().is_relative_to((project.root / "localized").resolve()):
            hint = "name the article that it is made from"
            raise UsageError("an output of polyglot, not a source", place=str(path), hint=hint)
        else:
            found[path] = None
    return tuple(found)


def _in_folder(project: Project, folder: Path, targets: set[Tag]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        takes = path.is_file() and formats.takes(path)
        if takes and not _is_hidden(project, folder, path) and locales.suffix(path) not in targets:
            yield path


def _is_hidden(project: Project, folder: Path, path: Path) -> bool:
    """Whether a file lies in a folder that holds no sources, or one whose name starts with a dot."""
    root = resolved(project.root) if project.root else None
    full = resolved(path)
    inside = full.relative_to(root).parts if root and full.is_relative_to(root) else ("",)
    dotted = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return dotted or inside[0] in HIDDEN_FOLDERS


def _nearby(path: Path) -> str:
    """What there is where a path was looked for."""
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder}"
    names = sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))[:8]
    place = "the current folder" if folder == Path() else str(folder)
    return f"{place} has {', '.join(names)}" if names else f"{place} is empty"
