"""The text of the file, and the lines in which its keys stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from polyglot.errors import ConfigError


def read_text(path: Path) -> str:
    """The text of the file; raises `ConfigError` where it cannot be read."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8"
        raise ConfigError(message, place=str(path), hint="save the file as UTF-8") from error
    except OSError as error:
        message = f"cannot be read: {(error.strerror or 'unknown reason').lower()}"
        raise ConfigError(message, place=str(path), hint="check that you may read it") from error


def place_of(path: Path, text: str, keys: Sequence[str]) -> str:
    """`file:line` of a key: the first line that names it, or else the most of the way to it; else the file."""
    shared, line = max(((_shared(way, keys), -number) for number, way in _ways(text)), default=(0, 0))
    return f"{path}:{-line}" if shared else str(path)


def _shared(way: Sequence[str], keys: Sequence[str]) -> int:
    return next(
        (at for at, (here, there) in enumerate(zip(way, keys, strict=False)) if here != there), min(len(way), len(keys))
    )


def _ways(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line number and full way of every line that has a key or the header of a table."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+([^\]]+)\]", line):
            table = _names(header[1])
            yield number, table
        elif key := re.match(r"\s*((?:[\w.\s-]|\"[^\"]*\"|'[^']*')+?)\s*=", line):
            yield number, (*table, *_names(key[1]))


def _names(key: str) -> tuple[str, ...]:
    """The parts of a dotted key."""
    return tuple(bare or quoted for quoted, bare in re.findall(r"[\"']([^\"']*)[\"']|([\w-]+)", key))
