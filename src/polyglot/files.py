"""Reading sources and writing results: whole files, atomically, only where something changed, one run at a time."""

from __future__ import annotations

import fcntl
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from polyglot.errors import ConflictError, OutputError, UnreadableInputError

LOCK = ".polyglot/lock"
STAGED = ".polyglot."
"""How the name of a file that is being written begins; the number of its process follows."""


def digest(data: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return sha256(data).hexdigest()


def read(path: Path) -> bytes:
    """The bytes of a source; raises `UnreadableInputError` where there is none, or it is empty."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableInputError("no such file or folder", place=str(path), hint="check the path") from error
    except IsADirectoryError as error:
        raise UnreadableInputError("a folder, not a file", place=str(path), hint="name a file in it") from error
    except OSError as error:
        raise UnreadableInputError(f"cannot be read: {_reason(error)}", place=str(path)) from error
    if not data.strip():
        raise UnreadableInputError("the file is empty", place=str(path), hint="save the article's text in it first")
    return data


def current(path: Path) -> bytes | None:
    """The bytes that stand at a place now; None where nothing does."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"cannot be read: {_reason(error)}", place=str(path), hint="check the path") from error


def digest_at(path: Path) -> str:
    """The digest of the bytes that stand at a place now; empty where nothing does."""
    data = current(path)
    return "" if data is None else digest(data)


def write(results: Mapping[Path, bytes], seen: Mapping[Path, str] | None = None) -> tuple[Path, ...]:
    """Write what differs from what stands there, each file atomically; returns what was written, in order.

    All of it is first written beside its place, so that a full disk or a read-only folder leaves everything as it was.
    `seen` has the `digest_at` of files that the results were made from: where somebody has written one of them since,
    nothing is written, and `ConflictError` is raised. Raises `OutputError`.
    """
    changed = {path: data for path, data in results.items() if current(path) != data}
    for folder in dict.fromkeys(path.parent for path in changed):
        _sweep(folder)
    staged: dict[Path, Path] = {}
    try:
        for path, data in changed.items():
            staged[path] = _stage(path, data)
        _refuse_conflicts(changed, seen or {})  # as late as can be
        for path, temporary in staged.items():
            temporary.replace(path)
    except OSError as error:
        place = str(error.filename2 or error.filename or "")
        hint = "check that you may write there and that the disk is not full"
        raise OutputError(f"cannot be written: {_reason(error)}", place=place, hint=hint) from error
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink()
    return tuple(changed)


def _refuse_conflicts(changed: Mapping[Path, bytes], seen: Mapping[Path, str]) -> None:
    """Raise `ConflictError` where a file that is to be written is neither what was seen nor what it is to be."""
    for path in filter(seen.__contains__, changed):
        if digest_at(path) not in {seen[path], digest(changed[path])}:
            hint = "run the command again; what stands there now is kept"
            raise ConflictError("the file was changed meanwhile; nothing was written", place=str(path), hint=hint)


def remove(path: Path) -> None:
    """Delete a file, if it is there. Raises `OutputError` where that cannot be done."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        hint = "check that you may write there"
        raise OutputError(f"cannot be removed: {_reason(error)}", place=str(path), hint=hint) from error


def _stage(path: Path, data: bytes) -> Path:
    """A temporary file with the data in the folder of its future place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{STAGED}{os.getpid()}.", dir=path.parent)
    with ExitStack() as stack:
        stack.callback(Path(name).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        stack.pop_all()
    return Path(name)


def _sweep(folder: Path) -> None:
    """Remove what a run that was killed while it wrote has left in a folder."""
    for path in folder.glob(f"{STAGED}*.*"):
        owner = path.name.removeprefix(STAGED).partition(".")[0]
        if owner.isdecimal() and not _runs(int(owner)):
            with suppress(OSError):
                path.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold a project for one run; raises `OutputError` where another run holds it, and says which.

    The lock dies with its process. Where its holder was killed, what it was writing is removed.
    """
    with _lock_of(root) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = ": process ".join(filter(None, ["another run of polyglot is at work here", _signature(file)]))
            raise OutputError(message, place=str(root), hint="wait for it") from error
        killed = _signature(file).partition(",")[0]
        if killed.isdecimal():
            _sweep_all(root, killed)
        _sign(file, f"{os.getpid()}, {shlex.join(['polyglot', *sys.argv[1:]])}")
        try:
            yield
        finally:
            _sign(file, "")


def _lock_of(root: Path) -> TextIO:
    """The file that is locked, in a folder of which nothing is for version control."""
    path = root / LOCK
    try:
        path.parent.mkdir(exist_ok=True)
        ignore = path.with_name(".gitignore")
        if not ignore.exists():
            write({ignore: b"*\n"})
        return path.open("a+", encoding="utf-8", errors="replace")
    except OSError as error:
        hint = "polyglot writes its results into the project; check that you may write there"
        raise OutputError(f"cannot be written: {_reason(error)}", place=str(path), hint=hint) from error


def _signature(file: TextIO) -> str:
    """The process that holds the lock, or was killed while it did, and its command."""
    file.seek(0)
    return file.readline().rstrip("\n")


def _sign(file: TextIO, holder: str) -> None:
    file.truncate(0)
    file.write(holder and f"{holder}\n")
    file.flush()


def _sweep_all(root: Path, owner: str) -> None:
    """Remove what a process that is no more was writing anywhere in a project."""
    for path in root.rglob(f"{STAGED}{owner}.*"):
        with suppress(OSError):
            path.unlink()


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
