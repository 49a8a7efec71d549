"""A CTranslate2 model's file, read as far as needed to have it tell by all its heads what it looked at.

Packages come with `alignment_heads` 1: attention of a single head, in which names align no better than by chance. With
all heads of the last layer they do. The file is patched in memory; what lies on disk stays as it was installed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

HEADS, ALIGNED = "decoder/num_heads", "decoder/alignment_heads"
INT16 = 2
"""CTranslate2's number for that type."""


class Variable(NamedTuple):
    """A value in the file: where it begins and how many bytes it has."""

    name: str
    kind: int
    start: int
    size: int


def patch(data: bytearray) -> bool:
    """Let all heads give the alignment; false, and nothing changed, where the file has no such settings."""
    try:
        found = {variable.name: variable for variable in _variables(data) if variable.name in {HEADS, ALIGNED}}
    except (struct.error, UnicodeDecodeError):
        return False
    if len(found) < 2 or any(one.size != 2 for one in found.values()):
        return False
    heads, aligned = found[HEADS], found[ALIGNED]
    data[aligned.start : aligned.start + 2] = data[heads.start : heads.start + 2]
    return True


def _variables(data: bytearray) -> Iterator[Variable]:
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


def _behind_text(data: bytearray, at: int) -> tuple[str, int]:
    """A text that begins with its length and ends with NUL, and what comes after it."""
    (size,) = struct.unpack_from("<H", data, at)
    return data[at + 2 : at + 1 + size].decode(), at + 2 + size
