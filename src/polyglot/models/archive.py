"""Archives and folders of strangers, taken apart with care: limits first, then bytes, and never a path outside.

A ZIP file (PKWARE APPNOTE 6.3) is refused as a whole for one bad entry: nothing of it is worth having then. What is
refused is told in a sentence, with the entry's name.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO

from polyglot.errors import OutputError, PackageError

OUR_NOTES = "polyglot-"
"""How the names of files begin that polyglot keeps beside a model, and takes from nobody."""
CHUNK = 1 << 20
"""Bytes that are copied at once."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)
"""What reading a ZIP file raises where it is none, is cut off or damaged."""
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]")
"""What no name of a file in a package has: control characters, and what other systems take for drives and paths."""
HINT = "fetch the package again, or from another place"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a package may be, in bytes and files; the largest real ones stay far below."""

    total: int = 6 << 30
    single: int = 4 << 30
    files: int = 2_000
    ratio: int = 100
    """How often its packed size a file may have when unpacked (models have less than twice)."""
    free: int = 8 << 20
    """Bytes that a file may have whatever its ratio."""
    depth: int = 8
    """Folders in folders."""
    directory: int = 4 << 20
    """Bytes of an archive's own list of entries."""


LIMITS = Limits()


def is_archive(path: Path) -> bool:
    """Whether a file says that it is a ZIP file, by its first bytes."""
    try:
        with path.open("rb") as file:
            return file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}
    except OSError:
        return False


def unpack(path: Path, target: Path, limits: Limits = LIMITS) -> None:
    """Unpack a package's archive into a folder that is made for it, without the one folder that all its entries lie in.

    Raises `PackageError` for what no package has, `OutputError` where there is no room; half of it may stand there.
    """
    with opened(path, limits) as archive:
        entries = files_of(archive, path, limits)
        require_room(target.parent, sum(entry.file_size for entry in entries.values()))
        names = _without_top(tuple(entries), path)
        for name, short in names.items():
            copy_entry(archive, entries[name], target / short, path)


@contextmanager
def opened(path: Path, limits: Limits = LIMITS) -> Iterator[zipfile.ZipFile]:
    """A ZIP file, its list of entries no longer than allowed; raises `PackageError`."""
    try:
        with path.open("rb") as file:
            length, count = _directory(file)
        if length > limits.directory:
            raise PackageError("the archive has far too many entries", place=str(path), hint=HINT)
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise PackageError(f"no ZIP archive, or cut off: {_told(error)}", place=str(path), hint=HINT) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PackageError(f"cannot be read: {reason}", place=str(path), hint="check the path") from error
    with archive:
        if len(archive.infolist()) != count:
            message = f"the archive is damaged: it has {len(archive.infolist())} entries, and says {count}"
            raise PackageError(message, place=str(path), hint=HINT)
        yield archive


def _directory(file: IO[bytes]) -> tuple[int, int]:
    """How many bytes an archive's list of entries claims to have, and how many entries, without reading it."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 65_557 - 76))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile("it has no end")
    count, length = struct.unpack_from("<HL", tail, at + 10)
    if tail[max(0, at - 20) : at].startswith(b"PK\x06\x07") and at >= 76:  # the same in 64 bits, which then counts
        count, length = struct.unpack_from("<QQ", tail, at - 44)
    return length, count


def files_of(archive: zipfile.ZipFile, path: Path, limits: Limits = LIMITS) -> dict[str, zipfile.ZipInfo]:
    """The files of an archive by their names, all of them found harmless; raises `PackageError`."""
    entries = archive.infolist()
    if len(entries) > limits.files:
        raise PackageError(f"the archive has more than {limits.files} entries", place=str(path), hint=HINT)
    for entry in entries:
        if reason := _harm(entry, limits):
            told = _shown(entry.orig_filename)
            raise PackageError(f"the entry {told} of the archive is refused: {reason}", place=str(path), hint=HINT)
    if reason := clash([entry.filename for entry in entries]):
        raise PackageError(f"the archive is refused: {reason}", place=str(path), hint=HINT)
    files = {entry.filename: entry for entry in entries if not entry.is_dir()}
    total, packed = sum(entry.file_size for entry in files.values()), path.stat().st_size
    if total > limits.total or total > max(limits.free, limits.ratio * packed):
        message = f"the archive of {size_told(packed)} would unpack to {size_told(total)}"
        raise PackageError(message, place=str(path), hint=HINT)
    return files


def _harm(entry: zipfile.ZipInfo, limits: Limits) -> str:
    """Why an entry is refused; empty where it is harmless."""
    bad = bad_name(entry.filename.removesuffix("/"), limits)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    unpacked = f"{size_told(entry.compress_size)} would unpack to {size_told(entry.file_size)}"
    harms = (
        (entry.orig_filename != entry.filename, "its name has a NUL"),
        (bool(bad), bad),
        (kind not in {0, stat.S_IFREG, stat.S_IFDIR}, "it is a link or a device"),
        (entry.is_dir() and entry.file_size > 0, "it is a folder with bytes of its own"),
        (entry.flag_bits & 0x41 != 0, "it is encrypted"),
        (entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}, "it is packed in an unusual way"),
        (entry.file_size > limits.single, f"it is larger than {size_told(limits.single)}"),
        (entry.file_size > max(limits.free, limits.ratio * entry.compress_size), unpacked),
    )
    return next((reason for harmful, reason in harms if harmful), "")


def bad_name(name: str, limits: Limits = LIMITS) -> str:
    """Why a name of a file, with `/` between folders, is refused; empty where it is good on every system."""
    parts = name.split("/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "its path is absolute"
    if ".." in parts:
        return "its path leads out of the package"
    if FORBIDDEN.search(name) or not name.isprintable() or not {"", "."}.isdisjoint(parts):
        return "its name has what no name may have"
    if any(part != part.strip() or part.endswith(".") or len(part.encode("utf-8", "replace")) > 200 for part in parts):
        return "its name has what no name may have"
    return "it lies too deep in folders" if len(parts) > limits.depth else ""


def clash(names: Sequence[str]) -> str:
    """Why names cannot stand beside one another, on any system; empty where they can. Folders end in `/`."""
    seen: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFC", name.rstrip("/")).casefold()
        if key in seen:
            same = seen[key] == name
            return f"{_shown(name)} is in it twice" if same else f"{_shown(seen[key])} and {_shown(name)} are one name"
        seen[key] = name
    for key, name in seen.items():
        parts = key.split("/")
        for above in ("/".join(parts[:count]) for count in range(1, len(parts))):
            if above in seen and not seen[above].endswith("/"):
                return f"{_shown(seen[above])} is a file, and {_shown(name)} lies in it"
    return ""


def _without_top(names: tuple[str, ...], path: Path) -> dict[str, str]:
    """Names without the folder that all of them lie in; as they stand where the package's metadata is at the top."""
    if "metadata.json" in names:
        return {name: name for name in names}
    tops = {name.partition("/")[0] for name in names}
    if len(tops) != 1 or not all("/" in name for name in names):
        raise PackageError("the archive does not hold one folder, as a package's does", place=str(path), hint=HINT)
    return {name: name.partition("/")[2] for name in names}


def copy_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path, path: Path) -> str:
    """Write a file of an archive to a place; the SHA-256 of its bytes. Raises `PackageError` or `OutputError`."""
    try:
        source = archive.open(entry)
    except (*BROKEN, OSError) as error:
        raise _damaged(entry.filename, path, error) from error
    with source:

        def read() -> bytes:
            try:
                return source.read(CHUNK)
            except (*BROKEN, OSError) as error:
                raise _damaged(entry.filename, path, error) from error

        return write(place, read, entry.file_size, lambda: _damaged(entry.filename, path, "its size is not as said"))


def write(place: Path, read: Callable[[], bytes], size: int, wrong: Callable[[], PackageError]) -> str:
    """Write what `read` gives until it gives nothing, which must be `size` bytes; the SHA-256 of it."""
    total, written = sha256(), 0
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            while data := read():
                written += len(data)
                if written > size:
                    raise wrong()
                total.update(data)
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
    if written != size:
        raise wrong()
    return total.hexdigest()


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Make what the system says to a write a sentence: `OutputError`."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "check that you may write there and that the disk is not full"
        raise OutputError(f"cannot be written: {reason}", place=str(place), hint=hint) from error


def require_room(folder: Path, size: int) -> None:
    """Raise `OutputError` where a disk has less room than so many bytes."""
    with writing(folder):
        free = shutil.disk_usage(folder).free
    if free < size:
        message = f"the disk is full: {size_told(size)} are needed, {size_told(free)} are free"
        raise OutputError(message, place=str(folder), hint="make room, and run the command again")


def copy(source: Path, target: Path, limits: Limits = LIMITS) -> None:
    """Copy a folder into one that is made for it, under the limits of archives; links in it are refused."""
    sizes = survey(source, limits)
    require_room(target.parent, sum(sizes.values()))
    for name, size in sizes.items():
        place = source / name
        try:
            file = place.open("rb")
        except OSError as error:
            raise PackageError(f"cannot be read: {error.strerror}", place=str(place), hint="check the file") from error
        with file:
            write(target / name, partial(file.read, CHUNK), size, partial(_changed, place))


def survey(folder: Path, limits: Limits = LIMITS) -> dict[str, int]:
    """The files of a folder, with `/` between folders, and their sizes, sorted; raises `PackageError`."""
    sizes: dict[str, int] = {}
    for name, facts in sorted(_walk(folder, folder)):
        if not stat.S_ISREG(facts.st_mode):
            raise PackageError("a link or a device, not a file", place=str(folder / name), hint="put the file there")
        if reason := bad_name(name, limits):
            raise PackageError(f"the file is refused: {reason}", place=str(folder / name), hint="rename it")
        sizes[name] = facts.st_size
    if len(sizes) > limits.files or sum(sizes.values()) > limits.total:
        message = f"more than {limits.files} files or {size_told(limits.total)}, which no package has"
        raise PackageError(message, place=str(folder), hint="name the folder of one model")
    if reason := clash(tuple(sizes)):
        raise PackageError(f"the folder is refused: {reason}", place=str(folder), hint="rename one of them")
    return sizes


def _walk(folder: Path, top: Path, seen: int = 0) -> Iterator[tuple[str, os.stat_result]]:
    """Everything in a folder that is no folder itself, links not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise PackageError(f"cannot be read: {error.strerror}", place=str(folder), hint="check the folder") from error
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if seen >= LIMITS.depth:
                raise PackageError("it lies too deep in folders", place=str(path), hint="name the folder of one model")
            yield from _walk(path, top, seen + 1)
        else:
            yield path.relative_to(top).as_posix(), entry.stat(follow_symlinks=False)


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256, in hex, of every file of a package but our own notes, sorted; raises `PackageError`."""
    found = {}
    for name in (name for name in survey(folder) if not name.startswith(OUR_NOTES)):
        try:
            found[name] = file_hash(folder / name)
        except OSError as error:
            place = str(folder / name)
            hint = "install the package again"
            raise PackageError(f"cannot be read: {error.strerror}", place=place, hint=hint) from error
    return found


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    total = sha256()
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            total.update(data)
    return total.hexdigest()


def content(files: Mapping[str, str]) -> str:
    """One SHA-256 for the names and hashes of all files, whatever archive they came in.

    It is that of the lines `HASH  NAME`, sorted by name, as `sha256sum` writes them.
    """
    return sha256("".join(f"{files[name]}  {name}\n" for name in sorted(files)).encode()).hexdigest()


def size_told(size: int) -> str:
    """Bytes for people, in powers of 1,000.

    >>> size_told(87_500_000)
    '87.5 MB'
    """
    if size < 1000:
        return f"{size} bytes"
    for unit in ("kB", "MB", "GB"):
        size_in_unit = size / 1000 ** ("kB", "MB", "GB").index(unit) / 1000
        if size_in_unit < 1000 or unit == "GB":
            return f"{size_in_unit:.1f} {unit}"
    return ""


def _damaged(name: str, path: Path, error: object) -> PackageError:
    message = f"the entry {_shown(name)} of the archive is damaged: {_told(error)}"
    return PackageError(message, place=str(path), hint=HINT)


def _changed(place: Path) -> PackageError:
    return PackageError("the file changed while it was read", place=str(place), hint="try again")


def _told(error: object) -> str:
    """What an error says, on one line and no longer than a line."""
    text = " ".join(str(error).split()) or type(error).__name__
    return "".join(character if character.isprintable() else "?" for character in text)[:120]


def _shown(name: str) -> str:
    """A name as it may be shown on a terminal."""
    return ascii(name if len(name) <= 80 else f"{name[:77]}...")
