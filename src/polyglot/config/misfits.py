"""What is said of a file that is no TOML, or has keys and values that its tables do not know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from polyglot.config.lines import place_of
from polyglot.config.settings import Settings
from polyglot.errors import ConfigError


def not_toml(path: Path, text: str, message: str) -> ConfigError:
    """The error for what is no TOML, with the place that the parser gives at the end of its sentence."""
    found = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    reason = found[1] if found else message
    place = f"{found[2]}:{found[3]}" if found and found[2] else str(len(text.splitlines()))
    hint = "texts stand in quotes, lists in [ ], names of tables alone on a line in [ ] (https://toml.io)"
    sentence = f"the file is not valid TOML: {reason[:1].lower()}{reason[1:]}"
    return ConfigError(sentence, place=f"{path}:{place}", hint=hint)


def misfit(path: Path, text: str, values: Mapping[str, Any], message: str) -> ConfigError:
    """The error for a value that does not fit, with the line of its key and, for an unknown key, the legal ones."""
    reason, _, where = message.partition(" - at `$")
    keys = [key for key in re.split(r"[.\[\]`]+", where.replace("[...]", ".*")) if key]
    keys = [_culprit(values, keys[:at]) if key == "*" else key for at, key in enumerate(keys)]
    unknown = re.search(r"unknown field `(.+?)`", reason)
    if unknown is None:
        called = ".".join(key for key in keys if not key.isdigit())
        sentence = f"{called}: {reason[0].lower()}{reason[1:]}"
        return ConfigError(sentence, place=place_of(path, text, keys), hint=_expected(keys))
    legal = ", ".join(_legal(keys))
    keys.append(unknown[1])
    way = [key for key in keys if not key.isdigit()]
    return ConfigError(f"unknown key {'.'.join(way)!r}", place=place_of(path, text, way), hint=f"known keys: {legal}")


def _culprit(values: Mapping[str, Any], way: Sequence[str]) -> str:
    """Which free name of `[locales.*]`, `[check.severity]` or its like has a value that does not fit."""
    rows: Any = values
    for key in way:
        rows = rows[int(key) if key.isdigit() else key]
    for name, row in rows.items():
        try:
            msgspec.convert({name: row}, _kind(way))
        except msgspec.ValidationError:
            return str(name)
    return ""


def _legal(keys: list[str]) -> tuple[str, ...]:
    """The keys that a table may have, by the way to it."""
    return tuple(field.encode_name for field in msgspec.structs.fields(_kind(keys)))


def _kind(way: Sequence[str]) -> Any:  # noqa: ANN401 - a class, or what stands for one in a type hint
    """What may stand at the end of a way of keys, as settings know it."""
    kind: Any = Settings
    for key in way:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            kind = get_type_hints(kind).get(key)
        elif get_args(kind):  # a place of a list, or a free name inside `[locales.*]` and its like
            kind = get_args(kind)[0 if get_origin(kind) is tuple else -1]
    return kind


TABLES: Mapping[str, str] = {
    "strings": 'domain = "site"',
    "strings.sources": '"templates/*.html" = "jinja2"',
    "check": 'ignore = ["french-spaces"]',
    "check.severity": 'punctuation = "info"',
    "check.files": 'path = "articles/legal/*" and ignore = ["quotes"]',
    "project": 'source = "fr"',
    "publish": 'missing = "fail"',
    "target": '[target.en], then style = "AP"',
    "locales": '[locales.uk], then engine = "argos"',
}
"""What a line below the header of a table looks like, shown where something else was written."""


def _expected(way: Sequence[str]) -> str:
    """What a key may be, in words."""
    kind, called = _kind(way), ".".join(key for key in way if not key.isdigit())
    parts = (kind, *get_args(kind)) if get_origin(kind) is UnionType else (kind,)
    choices = [value for part in parts if get_origin(part) is Literal for value in get_args(part)]
    if choices:
        return f"choose one of {', '.join(choices)}"
    if called in TABLES:
        header = f"[[{called}]]" if get_origin(kind) is tuple or way[-1].isdigit() else f"[{called}]"
        return f"write a table: {header}, and below it {TABLES[called]}"
    written: dict[object, str] = {
        str: 'a text in quotes, "fr"',
        bool: "true or false",
        int: "a whole number, 2",
        tuple: 'a list of texts, ["en", "es"]',
        UnionType: 'a text in quotes, "AP", or a list of texts',
    }
    return f"write {written.get(get_origin(kind) or kind, 'a table')}"
