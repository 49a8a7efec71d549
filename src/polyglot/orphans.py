"""What is left of sources that are gone: their catalogs, localised files and receipts, found and removed."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from polyglot import files, grouping, po, receipt
from polyglot.errors import CatalogError, Lost, refuse
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


def find(project: Project, lost: Lost = refuse) -> tuple[Orphan, ...]:
    """The orphans of a project, sorted by path; none where there is no project. What cannot be read is lost."""
    if project.root is None:
        return ()
    found: list[Orphan] = []
    living: set[Path] = set()
    for slip in receipts(project.root):
        made = receipt.made(files.current(slip) or b"")
        if made is None:
            continue
        output = slip.with_name(slip.name.removesuffix(ENDING))
        if (project.root / made.source).exists():
            living.add(resolved(project.catalog(project.root / made.source, output, Tag(made.target))))
        else:
            found += _results(slip, output, made)
    found += _catalogs(project.root, living, lost)
    return tuple(sorted(found, key=lambda orphan: (orphan.path, orphan.source)))


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


def _catalogs(root: Path, living: Container[Path], lost: Lost) -> Iterator[Orphan]:
    """The catalogs of articles in whose place there is no source, and whose article is none from elsewhere."""
    for articles in sorted((root / "locales").glob("*/articles")):
        for path in sorted(articles.rglob("*.po")):
            source = path.relative_to(articles).with_suffix("")
            alone = not (root / source).exists() and resolved(path) not in living
            try:
                if grouping.shared(path):
                    yield from _shared(root, path)
                elif alone:
                    yield Orphan(path, Kind.CATALOG, source.as_posix(), _words(po.read(path)))
            except CatalogError as error:
                lost(error)


def _shared(root: Path, path: Path) -> Iterator[Orphan]:
    """The parts of a catalog whose articles are gone."""
    for name, part in grouping.parts(po.read_text(path) or "", str(path)).items():
        if not (root / name).exists():
            yield Orphan(path, Kind.CATALOG, name, _words(part))


def _words(file: PoFile | None) -> int:
    """How many texts of a catalog are people's."""
    entries = file.entries if file else ()
    return sum(
        entry.touched or (entry.provenance is not None and entry.provenance.origin == Origin.HUMAN) for entry in entries
    )


def issues(project: Project, lost: Lost = refuse) -> Iterator[Issue]:
    """What is told of each orphan."""
    for orphan in find(project, lost):
        message = f"its source {orphan.source} is gone; restore it, or run: polyglot review prune"
        yield Issue("orphan", Severity.WARNING, message, file=project.name(orphan.path))


def prune(project: Project, lost: Lost = refuse, *, dry_run: bool = False) -> tuple[Orphan, ...]:
    """Remove the orphans of a project but those that a person changed; says which there were.

    What cannot be read is lost, and stays. The caller holds the project's lock. Raises `OutputError` where one cannot
    be removed.
    """
    found = find(project, lost)
    for orphan in found:
        if not (dry_run or orphan.kept):
            _pruned(project, orphan)
    return found


def _pruned(project: Project, orphan: Orphan) -> None:
    """Take an orphan away; of a catalog that articles share, its part."""
    text = without(orphan.path, orphan.source) if grouping.shared(orphan.path) else ""
    if text:
        files.write({orphan.path: text.encode()})
    else:
        remove(project, orphan.path)


def without(catalog: Path, name: str) -> str:
    """The text of a catalog without what it has for an article; empty where nothing is left."""
    return grouping.written(po.read_text(catalog), catalog, {name: None})


def remove(project: Project, path: Path) -> None:
    """Delete a file, and the folders that are empty then, but those at the top of the project."""
    assert project.root is not None
    files.remove(path)
    for folder in path.relative_to(project.root).parents:
        if len(folder.parts) < 2:
            return
        with suppress(OSError):
            (project.root / folder).rmdir()
