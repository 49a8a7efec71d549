"""Catalogs read, from files and from texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from io import StringIO
from pathlib import Path

from polyglot.errors import CatalogError
from polyglot.po.blocks import Block, Cut, cut_of, is_header
from polyglot.po.drafts import WHITE
from polyglot.po.entry import PoFile
from polyglot.po.refusals import refuse_duplicates, refuse_header, refuse_joined

LIMIT = 32 * 2**20
"""Bytes; a larger file is refused before it is read."""


def read(path: Path) -> PoFile | None:
    """The catalog in a file, None where there is no such file. Raises `CatalogError` where it cannot be read."""
    text = read_text(path)
    return None if text is None else parse(text, str(path))


def read_text(path: Path) -> str | None:
    """The text of a catalog as `render` wants it for `before`: UTF-8 with its byte order mark and line ends."""
    try:
        if path.stat().st_size > LIMIT:
            hint = "split it, or check that it is a catalog"
            raise CatalogError(f"the catalog is larger than {LIMIT >> 20} MiB", place=str(path), hint=hint)
        data = path.read_bytes()
        if not data:
            hint = "restore it, or delete it, and it is made anew"
            raise CatalogError("the catalog is empty: 0 bytes", place=str(path), hint=hint)
        return data.decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = "convert it with `msgconv --to-code=UTF-8`, or restore it"
        raise CatalogError(f"byte {error.start} is not UTF-8", place=f"{path}:{line}", hint=hint) from error
    except OSError as error:
        raise CatalogError(f"the catalog cannot be read: {error.strerror}", place=str(path)) from error


def parse(text: str, place: str) -> PoFile:
    """The catalog that a text spells; `place` is its name in errors. Raises `CatalogError` with the line."""
    return catalog_of(cut_of(text, place), place)


@lru_cache(maxsize=4)
def lines(text: str) -> Mapping[tuple[str | None, str], int]:
    """The line, from 1, at which each entry of a catalog begins, by context and source: where its comments end.

    The last catalogs are kept, as each of their issues asks. Raises `CatalogError`.
    """
    found: dict[tuple[str | None, str], int] = {}
    for block in cut_of(text, "").blocks:
        if block.entry is not None:
            said = re.split(r"^[ \t\f\v]*(?:#~[ \t\f\v]*)?msg", block.body, maxsplit=1, flags=re.MULTILINE)[0]
            found.setdefault((block.entry.context, block.entry.source), block.line + said.count("\n"))
    return found


def catalog_of(cut: Cut, place: str) -> PoFile:
    """The catalog in a text that was cut; the first entry is the header if it has neither context nor source."""
    blocks = [block for block in cut.blocks if block.entry is not None]
    first = blocks[0] if blocks and is_header(blocks[0]) else None
    if first is not None:
        del blocks[0]
    refuse_duplicates(blocks, place)
    refuse_joined(blocks, place)
    entries = tuple(block.entry for block in blocks if block.entry is not None)
    if first is None or first.entry is None:
        return PoFile((), entries)
    fields = tuple(_field(line) for line in first.entry.target.split("\n") if line)
    refuse_header(dict(fields), f"{place}:{first.line}")
    return PoFile(fields, entries, _head(first))


def _field(line: str) -> tuple[str, str]:
    """Name and value of a header line; one that has no colon is all value."""
    name, colon, value = line.partition(":")
    return (name.strip(), value.strip()) if colon else ("", line.strip())


def _head(block: Block) -> tuple[str, ...]:
    """The lines of a block above its first keyword."""
    lines = [line.rstrip("\r\n").strip(WHITE) for line in StringIO(block.body, newline="")]
    stop = next(index for index, line in enumerate(lines) if line.startswith("msg"))
    return tuple(line for line in lines[:stop] if line)
