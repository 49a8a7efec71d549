"""Packages in one file, for a room without a network: a ZIP file with a manifest, the same bytes on every machine.

Nothing is compressed: models hardly shrink, and compressed bytes differ between machines.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from polyglot.errors import PackageError
from polyglot.model import Package
from polyglot.models import archive
from polyglot.models.archive import HINT, LIMITS, Limits

MANIFEST = "polyglot-models.json"
"""The first entry of a bundle: the SHA-256 of every file of every package."""
LARGEST_MANIFEST = 8 << 20
ROOM_FOR = 20
"""A bundle may be so many times what one package may be."""
LIMITS_OF_BUNDLE = Limits(LIMITS.total * ROOM_FOR, LIMITS.single, LIMITS.files * ROOM_FOR, directory=64 << 20)
Watch = Callable[[str, int, int], None]
"""Told what is at work, how many bytes are done, and how many there are; 0 where nobody knows."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A package in a bundle, as the manifest has it."""

    name: str
    files: Mapping[str, str]
    """The SHA-256, in hex, of every file."""


def is_bundle(path: Path) -> bool:
    """Whether a file is a ZIP file with our manifest."""
    if not archive.is_archive(path):
        return False
    with archive.opened(path, LIMITS_OF_BUNDLE) as opened:
        return MANIFEST in opened.NameToInfo


def write(packages: Sequence[Package], place: Path, watch: Watch) -> tuple[int, str]:
    """Write a bundle, atomically; its size and its SHA-256. Raises `OutputError`, `PackageError`."""
    rows = [_row(package) for package in sorted(packages, key=lambda package: package.name)]
    manifest = {"schema": 1, "packages": rows}
    total = sum(package.size for package in packages)
    with archive.writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        archive.require_room(place.parent, total)
        handle, name = tempfile.mkstemp(prefix=".polyglot.", dir=place.parent)
    temporary = Path(name)
    try:
        with archive.writing(place), os.fdopen(handle, "w+b") as file:
            _fill(file, manifest, {package.name: package.folder for package in packages}, total, watch)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)
    return place.stat().st_size, archive.file_hash(place)


def _row(package: Package) -> dict[str, Any]:
    files = archive.hashes(package.folder)
    return {
        "name": package.name,
        "pairs": sorted(package.pairs),
        "version": package.version,
        "licence": package.licence,
        "content": archive.content(files),
        "files": files,
    }


def _fill(file: IO[bytes], manifest: dict[str, Any], folders: Mapping[str, Path], total: int, watch: Watch) -> None:
    done = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
        bundle.writestr(_entry(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        for row in manifest["packages"]:
            for name in row["files"]:
                path = folders[row["name"]] / name
                size = path.stat().st_size
                entry = _entry(f"{row['name']}/{name}")
                with path.open("rb") as source, bundle.open(entry, "w", force_zip64=size >= 1 << 31) as sink:
                    while data := source.read(archive.CHUNK):
                        sink.write(data)
                        done += len(data)
                        watch("bundle", done, total)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without a date, an owner or anything else of this machine."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry


def unpack(path: Path, work: Path) -> tuple[Path, ...]:
    """Unpack the packages of a bundle, a folder each, and check every hash; raises `PackageError`, `OutputError`."""
    with archive.opened(path, LIMITS_OF_BUNDLE) as bundle:
        entries = archive.files_of(bundle, path, LIMITS_OF_BUNDLE)
        packages = _manifest(bundle, entries, path)
        listed = {f"{package.name}/{name}" for package in packages for name in package.files}
        if strange := sorted(listed ^ (set(entries) - {MANIFEST})):
            message = f"the bundle and its manifest do not agree on {strange[0]!a}"
            raise PackageError(message, place=str(path), hint=HINT)
        archive.require_room(work, sum(entries[name].file_size for name in listed))
        for package in packages:
            for name, wanted in package.files.items():
                entry = entries[f"{package.name}/{name}"]
                if archive.copy_entry(bundle, entry, work / package.name / name, path) != wanted:
                    message = f"{entry.filename!a} is not what the manifest of the bundle says"
                    raise PackageError(message, place=str(path), hint=HINT)
    return tuple(work / package.name for package in packages)


def _manifest(bundle: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], path: Path) -> tuple[Carried, ...]:
    if MANIFEST not in entries or entries[MANIFEST].file_size > LARGEST_MANIFEST:
        raise PackageError("the bundle has no manifest that can be read", place=str(path), hint=HINT)
    try:
        table = json.loads(bundle.read(MANIFEST))
        if table["schema"] != 1:
            hint = "install a newer polyglot"
            raise PackageError("the bundle was made by a newer polyglot", place=str(path), hint=hint)
        packages = tuple(_carried(row) for row in table["packages"])
    except (*archive.BROKEN, KeyError, TypeError, AttributeError, OSError) as error:
        raise PackageError("the manifest of the bundle cannot be read", place=str(path), hint=HINT) from error
    return packages


def _carried(row: Mapping[str, Any]) -> Carried:
    name, files = str(row["name"]), {str(file): str(wanted) for file, wanted in row["files"].items()}
    if "/" in name or name.startswith(".") or any(map(archive.bad_name, (name, *files))):
        raise ValueError(name)
    return Carried(name, files)
