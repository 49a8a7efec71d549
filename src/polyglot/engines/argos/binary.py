"""A CTranslate2 model's file, read as far as needed to have it tell by all its heads what it looked at.

Packages come with `alignment_heads` 1: attention of a single head, in which names align no better than by chance. With
all heads of the last layer they do. What was installed stays as it is; a copy, kept by its hash, has the setting.
"""

from __future__ import annotations

import mmap
import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

HEADS, ALIGNED = "decoder/num_heads", "decoder/alignment_heads"
Buffer = mmap.mmap | bytes


class Variable(NamedTuple):
    """A value in the file: where it begins and how many bytes it has."""

    name: str
    kind: int
    start: int
    size: int


def aligned(model: Path, copies: Path, digest: str) -> Path:
    """The folder to load a model from: its own where all heads align, else that of a copy in `copies` in which they do.

    Its own too where the file has no such settings, or no copy can be written; it works as well, but does not align.
    """
    with (model / "model.bin").open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        change = _change(data)
    if change is None:
        return model
    place = copies / digest
    with suppress(OSError):
        if not (place / "model.bin").is_file():
            _copy(model, place, *change)
    return place if (place / "model.bin").is_file() else model


def _change(data: Buffer) -> tuple[int, bytes] | None:
    """What to write where, so that all heads align; None where there is nothing to change."""
    try:
        found = {variable.name: variable for variable in _variables(data) if variable.name in {HEADS, ALIGNED}}
    except (struct.error, UnicodeDecodeError):
        return None
    if len(found) < 2 or any(one.size != 2 for one in found.values()):
        return None
    wanted, present = (data[found[name].start : found[name].start + 2] for name in (HEADS, ALIGNED))
    return None if wanted == present else (found[ALIGNED].start, wanted)


def _copy(model: Path, place: Path, at: int, value: bytes) -> None:
    """Copy a model's folder with two bytes changed; it is in its place once it is whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=place.parent) as folder:
        new = Path(folder, place.name)
        shutil.copytree(model, new)
        with (new / "model.bin").open("r+b") as file:
            file.seek(at)
            file.write(value)
        new.rename(place)


def _variables(data: Buffer) -> Iterator[Variable]:
    """The variables of a model in the binary format that CTranslate2 has had since version 2 (`model_spec.py`)."""
    (version,) = struct.unpack_from("<I", data, 0)
    if not 4 <= version <= 6:
        return
    at = _behind_text(data, 4)[1] + 4
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    for _ in range(count):
        name, at = _behind_text(data, at)
        at += 1 + 4 * data[at]
        kind, size = struct.unpack_from("<BI", data, at)
        at += 5
        yield Variable(name, kind, at, size)
        at += size


def _behind_text(data: Buffer, at: int) -> tuple[str, int]:
    """A text that begins with its length and ends with NUL, and what comes after it."""
    (size,) = struct.unpack_from("<H", data, at)
    return data[at + 2 : at + 1 + size].decode(), at + 2 + size
