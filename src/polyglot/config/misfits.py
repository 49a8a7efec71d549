"""What is said of a file that is no TOML, or has keys and values that its tables do not know."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    keys = [_culprit(values, keys[0]) if key == "*" else key for key in keys]
    unknown = re.search(r"unknown field `(.+?)`", reason)
    if unknown is None:
        called = ".".join(key for key in keys if not key.isdigit())
        sentence = f"{called}: {reason[0].lower()}{reason[1:]}"
        return ConfigError(
            sentence, place=place_of(path, text, keys), hint=_expected([k for k in keys if not k.isdigit()])
        )
    legal = ", ".join(_legal(keys))
    keys.append(unknown[1])
    return ConfigError(f"unknown key {'.'.join(keys)!r}", place=place_of(path, text, keys), hint=f"known keys: {legal}")


def _culprit(values: Mapping[str, Any], table: str) -> str:
    """Which free name of `[locales.*]` or its like has a row that does not fit."""
    for name, row in values[table].items():
        try:
            msgspec.convert({table: {name: row}}, Settings)
        except msgspec.ValidationError:
            return str(name)
    return ""


def _legal(keys: list[str]) -> tuple[str, ...]:
    """The keys that a table may have, by the way to it."""
    return tuple(field.encode_name for field in msgspec.structs.fields(_table(keys)))


def _table(keys: list[str]) -> type[Any]:
    """The class of settings that a way of keys leads to."""
    table: type[Any] = Settings
    for key in keys:
        kind = get_type_hints(table).get(key)
        if kind is None:  # a free name inside `[locales.*]` and its like: `table` already is what they hold
            continue
        table = get_args(kind)[-1] if get_args(kind) else kind
    return table


def _expected(keys: list[str]) -> str:
    """What a key may be, in words."""
    kind = get_type_hints(_table(keys[:-1])).get(keys[-1]) if keys else None
    choices = [value for part in (kind, *get_args(kind)) if get_origin(part) is Literal for value in get_args(part)]
    if choices:
        return f"choose one of {', '.join(choices)}"
    written: dict[object, str] = {
        str: 'a text in quotes, "fr"',
        bool: "true or false",
        int: "a whole number, 2",
        tuple: 'a list of texts, ["en", "es"]',
        UnionType: 'a text in quotes, "AP", or a list of texts',
    }
    return f"write {written.get(get_origin(kind) or kind, 'a table')}"
