"""`polyglot.toml` found and read."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from polyglot.config.lines import place_of, read_text
from polyglot.config.misfits import misfit, not_toml
from polyglot.config.refusals import refuse
from polyglot.config.settings import Settings

FILE = "polyglot.toml"


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
    text = read_text(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise not_toml(path, text, str(error)) from error
    try:
        settings = msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise misfit(path, text, values, str(error)) from error
    refuse(settings, path, text)
    return settings


def place(path: Path, keys: Sequence[str]) -> str:
    """`file:line` of a key of a file, for what is wrong with its value."""
    return place_of(path, read_text(path), keys)
