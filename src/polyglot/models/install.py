"""Packages put in place and taken away: beside their place first, then by a rename, and one command at a time."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from polyglot.errors import ModelError, OutputError, PackageError
from polyglot.model import Distribution, Package, Pair, Tag
from polyglot.models import archive
from polyglot.models.lock import Pin

UNFINISHED = ".polyglot-"
"""What the name of a folder of work begins with: all there is in it may be removed."""


class Keeper(Protocol):
    """What an engine knows of the packages that it keeps, and where."""

    @property
    def folder(self) -> Path:
        """Where packages lie, a folder each. Raises `EngineMissingError` where the engine is not installed."""

    @property
    def brought(self) -> Mapping[Path, Distribution]:
        """Folders of packages elsewhere, each with the distribution that brings it: read, never written."""

    def tag(self, code: str) -> Tag:
        """The tag of a language by the engine's own name for it. Raises `UnknownLanguageError`."""

    def serving(self, tag: Tag, offered: set[Tag]) -> Tag | None:
        """The tag, of those offered, whose model serves this one; None where there is none."""

    def complete(self, folder: Path, pair: Pair | None) -> None:
        """Make a package of a bare converted model; leave what is one as it is. Raises `PackageError`, `UsageError`."""

    def read(self, folder: Path) -> Package:
        """What a package says of itself, and that all its parts are there. Raises `PackageError`."""

    def trial(self, folder: Path) -> str:
        """What goes wrong when its model is loaded and asked, in a process of its own; empty where nothing does."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A package that was looked over and waits beside its place."""

    package: Package
    content: str
    """`archive.content` of its files."""
    origin: str = ""
    """SHA-256 of the archive that it came in; empty where there was none."""

    @property
    def pin(self) -> Pin:
        """What the lock file is to hold."""
        return Pin(self.package.stem, self.package.version, self.content, self.origin)


@dataclass(frozen=True, slots=True)
class Placed:
    """A package that is in place now."""

    package: Package
    replaced: tuple[Package, ...] = ()
    """The packages of the same pairs that it took the place of."""
    changed: bool = True
    """False where just this package was there already."""


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A folder of work beside the packages, removed at the end; only one command has one at a time.

    Argos Translate opens every folder there, and breaks where one has no metadata, so this one has some that says it
    is none. Raises `OutputError`.
    """
    with held(folder):
        for left in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        with archive.writing(folder):
            work = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
        try:
            with archive.writing(work):
                (work / "metadata.json").write_text(json.dumps({"type": "unfinished"}), "utf-8")
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder itself, so that no file of a lock is left; raises `OutputError` where another command holds it."""
    with archive.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        hint = "wait until it has finished"
        raise OutputError("another command works on the models here", place=str(folder), hint=hint) from error
    else:
        yield
    finally:
        os.close(handle)


def look_over(folder: Path, keeper: Keeper, pin: Pin | None, origin: str = "") -> Ready:
    """Check a package that was unpacked: what it says, its pin, and that its model works.

    Notes on a model are ours to take, and never believed where they come with it. Raises `PackageError` for what is
    broken, and `ModelError` where other bytes were pinned.
    """
    for foreign in folder.glob(f"{archive.OUR_NOTES}*"):
        foreign.unlink()
    ready = Ready(keeper.read(folder), archive.content(archive.hashes(folder)), origin)
    require_pinned(ready.package.stem, pin, ready.content)
    if trouble := keeper.trial(folder):
        raise PackageError(f"the model of {ready.package.name} does not work: {trouble}", hint=archive.HINT)
    return ready


def require_pinned(stem: str, pin: Pin | None, found: str, *, packed: bool = False) -> None:
    """Raise `ModelError` where the SHA-256 of a package, or of its archive where `packed`, is not the pinned one."""
    wanted = (pin.archive if packed else pin.content) if pin else ""
    if wanted and wanted != found:
        what = f"the archive of {stem}" if packed else stem
        raise ModelError(
            f"{what} has the SHA-256 {found[:12]}…, but polyglot.lock pins {wanted[:12]}…",
            hint="find out why it changed, then accept it with --relock",
        )


def put(ready: Ready, keeper: Keeper, work: Path) -> Placed:
    """Move a package to its place, then remove those of the same pairs; on failure all is as it was."""
    same = [package for package in packages(keeper)[0] if set(package.pairs) == set(ready.package.pairs)]
    place = keeper.folder / ready.package.name
    there = next((package for package in same if package.folder == place), None)
    if there and content_of(there) == ready.content:
        others = tuple(package for package in same if package.folder != place)
        discard([package.folder for package in others], work)
        return Placed(there, others, changed=bool(others))
    _swap(ready.package.folder, place, work)
    discard([package.folder for package in same if package.folder != place], work)
    return Placed(keeper.read(place), tuple(same))


def content_of(package: Package) -> str:
    """`archive.content` of an installed package; empty where there is something in it that no package has."""
    try:
        return archive.content(archive.hashes(package.folder))
    except PackageError:
        return ""


def _swap(new: Path, place: Path, work: Path) -> None:
    """Put a folder in a place, and what stands there into the folder of work."""
    aside = work / "former"
    shutil.rmtree(aside, ignore_errors=True)
    with archive.writing(place):
        new.chmod(0o755)
        if place.exists() or place.is_symlink():
            place.rename(aside)
        try:
            new.rename(place)
        except OSError:
            if aside.exists():
                aside.rename(place)
            raise


def discard(folders: Sequence[Path], work: Path) -> None:
    """Take folders away by a rename, so that none is ever half there; a link goes, what it leads to stays."""
    for number, folder in enumerate(folders):
        with archive.writing(folder):
            if folder.is_symlink():
                folder.unlink()
            else:
                gone = work / f"gone-{number}"
                folder.rename(gone)
                shutil.rmtree(gone)


def packages(keeper: Keeper) -> tuple[tuple[Package, ...], tuple[PackageError, ...]]:
    """The packages that are installed, in order of their names, and what is wrong with the other folders."""
    with suppress(FileNotFoundError), archive.writing(keeper.folder):
        there = sorted(path for path in keeper.folder.iterdir() if path.is_dir())
        return _read((path for path in there if not path.name.startswith(UNFINISHED)), keeper)
    return (), ()


def brought(keeper: Keeper) -> tuple[tuple[Package, ...], tuple[PackageError, ...]]:
    """The packages that distributions bring, and what is wrong with folders that should be some."""
    return _read(keeper.brought, keeper)


def _read(folders: Iterable[Path], keeper: Keeper) -> tuple[tuple[Package, ...], tuple[PackageError, ...]]:
    found, wrong = [], []
    for folder in folders:
        try:
            found.append(keeper.read(folder))
        except PackageError as error:
            wrong.append(error)
    return tuple(found), tuple(wrong)
