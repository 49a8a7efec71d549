"""`polyglot.toml` and the environment, read once into frozen values; no other room reads the environment."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import msgspec

from polyglot import locales
from polyglot.errors import ConfigError, PolyglotError
from polyglot.model import Tag

FILE = "polyglot.toml"

Furniture = Literal["auto", "keep", "drop"]
Level = Literal["machine", "reviewed", "final"]
Missing = Literal["source", "omit"]
Stale = Literal["human", "machine", "hold"]
FailOn = Literal["error", "warning", "info", "never"]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every table of the file has in common: values that cannot change, and no unknown keys."""


class Project(_Table, frozen=True):
    """`[project]`: what is translated from and to."""

    name: str = ""
    source: str = ""
    """The language articles are written in; empty means: found for each file."""
    locales: tuple[str, ...] = ()
    articles: tuple[str, ...] = ("articles",)
    """Files and folders that a command without paths works on."""


class Translate(_Table, frozen=True):
    """`[translate]`: how a run works."""

    engine: str = "auto"
    furniture: Furniture = "auto"
    out: str = "localized/{tag}/{path}"
    """Where outputs go: `{tag}`, `{path}`, `{dir}`, `{stem}` and `{ext}` are filled in."""
    fail_on: FailOn = "error"


class Publish(_Table, frozen=True):
    """`[publish]`: what may appear in localised files and catalogs."""

    articles: Level = "machine"
    strings: Level = "reviewed"
    missing: Missing = "source"
    stale: Stale = "human"
    notice: bool = True


class Glossary(_Table, frozen=True):
    """`[glossary]`: where names and terms are; a project without such files uses the names that polyglot ships."""

    files: tuple[str, ...] = ("glossary/*.csv",)


class FurnitureRules(_Table, frozen=True):
    """`[furniture]`: the project's own word on what is not the article; regular expressions that match a whole line."""

    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


class Segmentation(_Table, frozen=True):
    """`[segmentation.fr]`: what the project adds to a language's rules."""

    abbreviations: tuple[str, ...] = ()


class Protect(_Table, frozen=True):
    """`[protect]`: regular expressions of text that must come through unchanged."""

    patterns: tuple[str, ...] = ()


class LocaleSettings(_Table, frozen=True):
    """`[locales.fi]`: what differs for one locale."""

    machine: bool = True
    articles: Level | None = None
    strings: Level | None = None
    engine: str = ""


class Settings(_Table, frozen=True):
    """Everything that a run may know about what the user wants."""

    project: Project = Project()
    translate: Translate = Translate()
    publish: Publish = Publish()
    glossary: Glossary = Glossary()
    furniture: FurnitureRules = FurnitureRules()
    protect: Protect = Protect()
    segmentation: dict[str, Segmentation] = {}
    locales: dict[str, LocaleSettings] = {}

    def abbreviations(self, tag: Tag) -> tuple[str, ...]:
        """The project's own abbreviations for a language."""
        return self.segmentation.get(tag, Segmentation()).abbreviations

    def locale(self, tag: Tag) -> LocaleSettings:
        """What is set for one locale."""
        return self.locales.get(tag, LocaleSettings())

    def level(self, tag: Tag) -> Level:
        """The least state a segment must have to appear in a localised article."""
        return self.locale(tag).articles or self.publish.articles

    def strings_level(self, tag: Tag) -> Level:
        """The least state a site string must have to be compiled."""
        return self.locale(tag).strings or self.publish.strings


class Environment(_Table, frozen=True):
    """What polyglot takes from the environment."""

    accessible: bool = False
    offline: bool = False
    home: str = ""


def environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read `ACCESSIBLE`, `POLYGLOT_OFFLINE` and the user's state folder (XDG base directories)."""
    values = os.environ if variables is None else variables
    state = values.get("XDG_STATE_HOME") or str(Path(values.get("HOME", "/tmp")) / ".local" / "state")  # noqa: S108
    return Environment(
        accessible=values.get("ACCESSIBLE", "") not in {"", "0"},
        offline=values.get("POLYGLOT_OFFLINE", "") not in {"", "0"},
        home=str(Path(state) / "polyglot"),
    )


def find(start: Path) -> Path | None:
    """The `polyglot.toml` in a folder or above it; None outside a project."""
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / FILE).is_file():
            return candidate / FILE
    return None


def load(path: Path | None) -> Settings:
    """Read the file into settings, or give the defaults for None; raises `ConfigError` with file and line."""
    if path is None:
        return Settings()
    text = _read(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(*_syntax(path, str(error))) from error
    try:
        settings = msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise _wrong(path, text, str(error)) from error
    _check(settings, path, text)
    return settings


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("cannot be read as UTF-8 text", place=str(path), hint=str(error)) from error


def _syntax(path: Path, message: str) -> tuple[str]:
    """The sentence for a TOML syntax error, the place first as the parser gives it at its end."""
    found = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|(end of document))\)$", message)
    if found is None:
        return (f"{path}: {message}",)
    place = f"{path}:{found[2]}:{found[3]}" if found[2] else f"{path}"
    return (f"{place}: the file is not valid TOML: {found[1][0].lower()}{found[1][1:]}",)


def _wrong(path: Path, text: str, message: str) -> ConfigError:
    """The error for a value that does not fit, with the line of its key and, for an unknown key, the legal ones."""
    reason, _, where = message.partition(" - at `$")
    keys = [key for key in re.split(r"[.\[\]`]+", where) if key and key != "..."]
    unknown = re.search(r"unknown field `(.+?)`", reason)
    if unknown is None:
        return ConfigError(f"{'.'.join(keys)}: {reason[0].lower()}{reason[1:]}", place=_place(path, text, keys))
    legal = ", ".join(_legal(keys))
    keys.append(unknown[1])
    return ConfigError(f"unknown key {'.'.join(keys)!r}", place=_place(path, text, keys), hint=f"known keys: {legal}")


def _legal(keys: list[str]) -> tuple[str, ...]:
    """The keys that a table may have, by the way to it."""
    table: Any = Settings
    for key in keys:
        kind = get_type_hints(table).get(key)
        if kind is None:  # a free name inside `[locales.*]` and its like: `table` already is what they hold
            continue
        table = get_args(kind)[-1] if get_args(kind) else kind
    return tuple(field.encode_name for field in msgspec.structs.fields(table))


def _place(path: Path, text: str, keys: list[str]) -> str:
    """`file:line` of a key: the line that names it under its table, else the table's own, else the file."""
    table, last = ".".join(keys[:-1]), keys[-1] if keys else ""
    for number, current, key in _keys(text):
        if key == last and (current in {table, ".".join(keys)} or current.startswith(f"{table}.")):
            return f"{path}:{number}"
    for number, current, _ in _keys(text):
        if current == ".".join(keys) or (current.startswith(".".join(keys) + ".") and keys):
            return f"{path}:{number}"
    return str(path)


def _keys(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, table and key (empty for the header itself) of every line that has one."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = header[1].replace('"', "").replace("'", "")
            yield number, table, ""
        elif key := re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=", line):
            yield number, table, key[1]


def _check(settings: Settings, path: Path, text: str) -> None:
    """Refuse what TOML types cannot: unknown languages and patterns that are no regular expressions."""
    tags = [("project", "locales", tag) for tag in settings.project.locales]
    tags += [("project", "source", settings.project.source)] if settings.project.source else []
    tags += [(table, tag, tag) for table in ("segmentation", "locales") for tag in getattr(settings, table)]
    for table, key, tag in tags:
        try:
            canonical = locales.parse(tag)
        except PolyglotError as error:
            raise ConfigError(error.message, place=_place(path, text, [table, key]), hint=error.hint) from error
        if canonical != tag:
            raise ConfigError(f"{tag!r} is spelled {canonical!r}", place=_place(path, text, [table, key]))
    patterns = [("furniture", "drop", p) for p in settings.furniture.drop]
    patterns += [("furniture", "keep", p) for p in settings.furniture.keep]
    patterns += [("protect", "patterns", p) for p in settings.protect.patterns]
    for table, key, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            message = f"{pattern!r} is not a regular expression: {error}"
            raise ConfigError(message, place=_place(path, text, [table, key])) from error
