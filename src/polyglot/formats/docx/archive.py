"""The archive that a Word document is: its parts read within limits, and written with those that changed."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO

from polyglot.errors import UnreadableInputError
from polyglot.skeleton import SIZE_LIMIT

PARTS = 10_000
UNPACKED = 8 * SIZE_LIMIT
"""Bytes of all parts together: pictures hardly shrink, so only a bomb has more."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError)


@contextmanager
def _opened(data: bytes, path: str) -> Iterator[zipfile.ZipFile]:
    """The archive, with every way of its being broken told in a sentence."""
    hint = "open it in a word processor and save it as .docx, without a password"
    if len(data) > SIZE_LIMIT:
        raise UnreadableInputError(f"larger than {SIZE_LIMIT >> 20} MiB", place=path, hint="split it into files")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check(archive.infolist(), path)
            yield archive
    except (RuntimeError, NotImplementedError) as error:
        raise UnreadableInputError("it is encrypted or packed in an unusual way", place=path, hint=hint) from error
    except BROKEN as error:
        raise UnreadableInputError("not a Word document, or a broken one", place=path, hint=hint) from error


def _check(parts: Sequence[zipfile.ZipInfo], path: str) -> None:
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        limits = f"{PARTS:,} parts and {UNPACKED >> 20} MiB"
        raise UnreadableInputError(f"unpacked it is larger than {limits}", place=path, hint="split it into files")
    if len({part.filename for part in parts}) != len(parts):
        raise UnreadableInputError("two of its parts have one name", place=path, hint="save it as .docx again")


def parts(data: bytes, path: str, wanted: Sequence[str]) -> dict[str, bytes]:
    """The parts whose names begin like one of those wanted, in the order wanted, then of names."""
    found: dict[str, bytes] = {}
    with _opened(data, path) as archive:
        names = {part.filename: part for part in archive.infolist()}
        for start in wanted:
            for name in sorted(name for name in names if name.startswith(start) and name.endswith(".xml")):
                if names[name].file_size > SIZE_LIMIT:
                    message = f"its part {name} is larger than {SIZE_LIMIT >> 20} MiB"
                    raise UnreadableInputError(message, place=path, hint="split it into files")
                found[name] = archive.read(name)
    return found


def replaced(data: bytes, path: str, changed: Mapping[str, bytes]) -> bytes:
    """The archive with other bytes for some parts, all else as it was and in its order; the same for the same input."""
    written = BytesIO()
    with _opened(data, path) as archive, zipfile.ZipFile(written, "w") as copy:
        copy.comment = archive.comment
        for part in archive.infolist():
            kept = zipfile.ZipInfo(part.filename, part.date_time)
            kept.compress_type, kept.external_attr = part.compress_type, part.external_attr
            kept.create_system, kept.comment = part.create_system, part.comment
            copy.writestr(kept, changed.get(part.filename) or archive.read(part))
    return written.getvalue()
