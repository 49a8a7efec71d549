"""`polyglot.lock`: which engine and model serve a pair, and which bytes a package has, so that all have the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from polyglot.errors import ConfigError
from polyglot.model import Identity, Pair, Rung, Tag

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Pin:
    """The bytes that a package had when it was first seen; others are refused until `--relock`."""

    package: str
    """The package's name without its version: `translate-fr_en`."""
    version: str
    content: str
    """SHA-256, in hex, over the names and hashes of all its files (`archive.content`)."""
    archive: str = ""
    """SHA-256, in hex, of the file that it was unpacked from; empty where it came as a folder or in a bundle."""


def read_lock(path: Path | None) -> dict[Pair, Identity]:
    """The engine and model of every pair; empty where there is no file. Raises `ConfigError` where it is broken."""
    identities = _rows(path, lambda table: [_identity(row) for row in table["pairs"]])
    return {Pair(Tag(found.route[0]), Tag(found.route[-1])): found for found in identities}


def read_pins(path: Path | None) -> dict[str, Pin]:
    """The pins by the names of packages; empty where there is no file. Raises `ConfigError` where it is broken."""
    return {pin.package: pin for pin in _rows(path, lambda table: [_pin(row) for row in table.get("packages", [])])}


def _rows(path: Path | None, read: Callable[[Any], list[Row]]) -> list[Row]:
    if path is None or not path.exists():
        return []
    try:
        return read(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        hint = "restore it, or delete it and run again with --relock"
        raise ConfigError("the lock file cannot be read", place=str(path), hint=hint) from error


def _identity(row: Mapping[str, Any]) -> Identity:
    facts = {**row, "route": tuple(row["route"]), "rungs": tuple(Rung(rung) for rung in row["rungs"])}
    identity = Identity(**facts)
    if not identity.route:
        raise ValueError(row)
    return identity


def _pin(row: Mapping[str, Any]) -> Pin:
    pin = Pin(**row)
    if not all(isinstance(value, str) for value in asdict(pin).values()):
        raise TypeError(row)
    return pin


def render_lock(pairs: Mapping[Pair, Identity], pins: Mapping[str, Pin] | None = None) -> bytes:
    """The lock file's bytes: one row a pair and one a package, sorted, so that a change shows as a line."""
    body = _body([asdict(identity) for _, identity in sorted(pairs.items())])
    packages = f', "packages": {_body([asdict(pin) for _, pin in sorted(pins.items())])}' if pins else ""
    return f'{{"schema": 1, "pairs": {body}{packages}}}\n'.encode()


def _body(rows: list[dict[str, Any]]) -> str:
    lines = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n  {lines}\n]"
