"""What was worked out of large glossary files, kept for the next run in the user's own cache folder.

It is no more than numbers and words; nothing in it is ever executed. And it is read from a folder only that no one else
may write to: what a stranger's project brings along is never taken for what we once found to be right. Whatever is
damaged, of other files or of another version is made anew, and nothing is said about it.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from polyglot import files, resources
from polyglot.config import environment
from polyglot.errors import OutputError
from polyglot.version import VERSION

FORMAT = 1
ENDING = ".compiled"
MOST = 24
"""So many files are kept: a glossary has one, and one for each language that is looked for."""
OTHERS_MAY_WRITE = 0o022


def key(*parts: str) -> str:
    """What names a thing that is made of some parts by this version."""
    return sha256(json.dumps([_edition(), *parts]).encode()).hexdigest()[:32]


def recall(name: str) -> list[bytes] | None:
    """The parts of what is kept under a name; None where it is not there or not what was put there."""
    try:
        data = (_private(environment().downloads / "glossary") / f"{name}{ENDING}").read_bytes()
        head, _, body = data.partition(b"\n")
        facts = json.loads(head)
        if facts["name"] != name or facts["sum"] != _sum(body, facts["sizes"]) or sum(facts["sizes"]) != len(body):
            return None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return list(_cut(body, facts["sizes"]))


def keep(name: str, parts: Sequence[bytes]) -> None:
    """Keep parts under a name; where nothing can be written, the next run works it out again."""
    body, sizes = b"".join(parts), [len(part) for part in parts]
    facts = {"name": name, "sum": _sum(body, sizes), "sizes": sizes}
    folder = environment().downloads / "glossary"
    with suppress(OSError, OutputError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = _private(folder) / f"{name}{ENDING}"
        files.write({place: json.dumps(facts).encode() + b"\n" + body})
        kept = sorted(folder.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for old in kept[MOST:]:
            old.unlink()


def _private(folder: Path) -> Path:
    """A folder that is ours alone; raises `PermissionError` where others may write into it."""
    facts = folder.stat()
    if facts.st_uid != os.getuid() or facts.st_mode & OTHERS_MAY_WRITE:
        raise PermissionError(str(folder))
    return folder


def _sum(body: bytes, sizes: Sequence[int]) -> int:
    return zlib.crc32(body, zlib.crc32(json.dumps(sizes).encode()))


def _cut(body: bytes, sizes: Iterable[int]) -> Iterable[bytes]:
    start = 0
    for size in sizes:
        yield body[start : start + size]
        start += size


@cache
def _edition() -> str:
    """What may change what is made: the version, this room's source, its rules, the tables of characters."""
    rules = (path for kind in ("paradigms", "number") for path in (resources.HERE / "language" / kind).glob("*.toml"))
    sources = [*Path(__file__).parent.glob("*.py"), *rules]
    states = sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sources)
    return json.dumps([FORMAT, VERSION, unicodedata.unidata_version, sys.byteorder, states])
