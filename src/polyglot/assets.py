"""Images and other files that an article refers to by their own places: which are copied beside its localised file.

Only files of the project are, none through a link that leads out of it, none that is hidden. What lies in a copy's
place and is none of ours, a screenshot in the reader's language for instance, stays.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from polyglot import files, formats
from polyglot.model import Issue, Pair, Severity
from polyglot.project import Project, place_of, resolved

LARGEST = 64 * 2**20
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article and its localised file."""

    source: Path
    output: Path
    pair: Pair
    out: str
    """The flag that says where outputs go; empty where the project does."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that an article refers to."""

    name: str
    """Its path from the localised file's folder on, as receipts have it."""
    source: Path
    place: Path
    digest: str = ""
    """The SHA-256 of the source's bytes; empty where it is not copied."""
    problem: str = ""
    """Why it is not copied."""
    severity: Severity = Severity.WARNING

    def issue(self, file: str) -> Issue:
        """What a person should know of it."""
        return Issue("asset", self.severity, f"{self.name} is not copied: {self.problem}", file=file)


def local(href: str) -> str:
    """The path that a reference leads to, from the file on that has it; empty where it leads to a site or nowhere."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return ""
    path = unquote(parts.path)
    away = parts.scheme or parts.netloc or path.startswith("/") or "\0" in path or "\\" in path
    return "" if away else path


def found(page: Page, references: Iterable[str], project: Project, vouched: Mapping[str, str]) -> Iterator[Asset]:
    """What an article refers to that is no article itself, each once; `vouched` are the hashes of earlier copies."""
    names = dict.fromkeys(os.path.normpath(path) for href in references if (path := local(href)))
    for name in names:
        source = page.source.parent / name
        if not formats.takes(source) and not source.is_dir():
            yield _judged(name, source, page, project, vouched.get(name, ""))


def _judged(name: str, source: Path, page: Page, project: Project, vouched: str) -> Asset:
    """A file with the reason why it is not copied, if there is one."""
    place = Path(os.path.normpath(page.output.parent / name))
    problem = _away(source, place, page, project)
    if problem:
        return Asset(name, source, place, problem=problem)
    if not source.is_file():
        return Asset(name, source, place, problem="there is no such file", severity=Severity.INFO)
    if source.stat().st_size > LARGEST:
        return Asset(name, source, place, problem=f"it is larger than {LARGEST >> 20} MiB")
    digest = files.digest_of(source)
    if place_of(place) == place_of(source) or not place.exists() or files.digest_of(place) in {digest, vouched}:
        return Asset(name, source, place, digest)
    return Asset(name, source, place, problem=f"{place} is another file and is left as it is", severity=Severity.INFO)


def _away(source: Path, place: Path, page: Page, project: Project) -> str:
    """Why a file or its copy would lie where neither belongs; empty where both are at home."""
    root, full = resolved(project.root or Path()), source.resolve()
    if not full.is_relative_to(root):
        return "it lies outside of the project"
    if any(part.startswith(".") for part in full.relative_to(root).parts):
        return "it is hidden"
    folder = Path(os.path.normpath(page.output.parent))
    beside = place.is_relative_to(folder) or place == _own_place(source, page, project)
    top = root if resolved(folder).is_relative_to(root) else resolved(folder)
    if not beside or not place.parent.resolve().is_relative_to(top) or place.is_dir():
        return f"{place} is no place for localised files"
    return ""


def _own_place(source: Path, page: Page, project: Project) -> Path:
    """Where the file would go if it were an article."""
    return Path(os.path.normpath(project.output(Path(os.path.normpath(source)), *page.pair, page.out)))
