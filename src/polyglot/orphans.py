"""What is left of sources that are gone: their catalogs, localised files and receipts, found and removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from polyglot import files, po, receipt
from polyglot.errors import OutputError
from polyglot.model import Issue, Origin, Severity, Tag
from polyglot.po import PoFile
from polyglot.project import Project, resolved

UNSEARCHED = {"node_modules"}
"""Folders of a project that hold none of our results, beside those whose names start with a dot."""
ENDING = ".receipt.json"


class Kind(StrEnum):
    """What a file is that has no source any more."""

    CATALOG = "catalog"
    OUTPUT = "output"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Orphan:
    """A result whose source is gone."""

    path: Path
    kind: Kind
    source: str
    """What it was made from, as it was recorded."""
    words: int = 0
    """So many of a catalog's texts are people's."""
    kept: str = ""
    """Why it is not removed; empty where it is."""


def find(project: Project) -> tuple[Orphan, ...]:
    """The orphans of a project, sorted by path; none where there is no project."""
    if project.root is None:
        return ()
    found: dict[Path, Orphan] = {}
    living: set[Path] = set()
    for slip in receipts(project.root):
        made = receipt.made(files.current(slip) or b"")
        if made is None:
            continue
        output = slip.with_name(slip.name.removesuffix(ENDING))
        if (project.root / made.source).exists():
            living.add(resolved(project.catalog(project.root / made.source, output, Tag(made.target))))
        else:
            found |= {orphan.path: orphan for orphan in _results(slip, output, made)}
    found |= {orphan.path: orphan for orphan in _catalogs(project.root) if resolved(orphan.path) not in living}
    return tuple(found[path] for path in sorted(found))


def receipts(root: Path) -> Iterator[Path]:
    """All receipts below a folder."""
    for path in root.rglob(f"*{ENDING}"):
        folders = path.relative_to(root).parts[:-1]
        if not any(part.startswith(".") or part in UNSEARCHED for part in folders):
            yield path


def _results(slip: Path, output: Path, made: receipt.Voucher) -> Iterator[Orphan]:
    """A receipt whose source is gone, and the file that it vouches for; what a person changed is kept with it."""
    data = files.current(output)
    edited = data is not None and files.digest(data) != made.digest
    kept = "changed by hand since it was made" if edited else ""
    if data is not None:
        yield Orphan(output, Kind.OUTPUT, made.source, kept=kept)
    yield Orphan(slip, Kind.RECEIPT, made.source, kept=kept)


def _catalogs(root: Path) -> Iterator[Orphan]:
    """The catalogs of articles in whose place there is no source."""
    for articles in sorted((root / "locales").glob("*/articles")):
        for path in sorted(articles.rglob("*.po")):
            source = path.relative_to(articles).with_suffix("")
            if not (root / source).exists():
                yield Orphan(path, Kind.CATALOG, source.as_posix(), _words(po.read(path)))


def _words(file: PoFile | None) -> int:
    """How many texts of a catalog are people's."""
    entries = file.entries if file else ()
    return sum(
        entry.touched or (entry.provenance is not None and entry.provenance.origin == Origin.HUMAN) for entry in entries
    )


def issues(project: Project) -> Iterator[Issue]:
    """What is told of each orphan."""
    for orphan in find(project):
        message = f"its source {orphan.source} is gone; restore it, or run: polyglot review prune"
        yield Issue("orphan", Severity.WARNING, message, file=project.name(orphan.path))


def prune(project: Project, *, dry_run: bool = False) -> tuple[Orphan, ...]:
    """Remove the orphans of a project but those that a person changed; says which there were.

    The caller holds the project's lock. Raises `OutputError` where one cannot be removed.
    """
    found = find(project)
    for orphan in found:
        if not (dry_run or orphan.kept):
            remove(project, orphan.path)
    return found


def remove(project: Project, path: Path) -> None:
    """Delete a file, and the folders that are empty then, but those at the top of the project."""
    assert project.root is not None
    try:
        path.unlink()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot be removed: {reason}", place=str(path), hint="check that you may write") from error
    for folder in path.relative_to(project.root).parents:
        if len(folder.parts) < 2:
            return
        with suppress(OSError):
            (project.root / folder).rmdir()
