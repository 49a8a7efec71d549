"""What git says has changed, asked of its program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from polyglot.errors import UsageError


@dataclass(frozen=True, slots=True)
class Changes:
    """The files of a repository that differ from what they were, those that are gone or new too."""

    top: Path
    """The top of the repository, without links."""
    paths: frozenset[Path]
    """In full."""

    def has(self, path: Path) -> bool:
        """Whether a file has changed, or lies outside, where git cannot say that it has not."""
        place = path.parent.resolve() / path.name
        return place in self.paths or not place.is_relative_to(self.top)

    def touches(self, places: Iterable[Path], patterns: Iterable[Path]) -> bool:
        """Whether one of these files, or one whose name fits one of these patterns, has changed or is gone."""
        known = {path.parent.resolve() / path.name for path in places}
        fitting = [str(pattern.resolve()) for pattern in patterns]
        return any(path in known or any(map(path.match, fitting)) for path in self.paths)


def since(folder: Path, name: str) -> Changes:
    """What has changed since a commit: since the branch left it, where it has gone on without us.

    Raises `UsageError` where there is no git, no repository, or no such commit.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel", hint="run it in a repository, or leave it out")).resolve()
    commit = _commit(top, name)
    base = _ask(top, "merge-base", commit, "HEAD").stdout.strip() or commit.encode()
    changed = _git(top, "diff", "--name-only", "--no-renames", "--no-relative", "-z", os.fsdecode(base), "--")
    new = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    return Changes(top, frozenset(top / one for one in f"{changed}\0{new}".split("\0") if one))


def _commit(top: Path, name: str) -> str:
    """The commit that a name stands for."""
    hint = "name a branch, a tag or a commit that is here; a shallow clone may lack it: git fetch --unshallow"
    found = _ask(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode or not name:
        raise UsageError(f"git knows no commit {name!r}", place=str(top), hint=hint)
    return os.fsdecode(found.stdout).strip()


def _git(folder: Path, *arguments: str, hint: str = "see what git says") -> str:
    """What git answers. Raises `UsageError` with what it says where it refuses."""
    done = _ask(folder, *arguments)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it says nothing"]
        raise UsageError(f"git cannot say what has changed: {said[0]}", place=str(folder), hint=hint)
    return os.fsdecode(done.stdout).removesuffix("\n")


def _ask(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        command = ["git", "-c", "core.quotePath=false", "-C", str(folder), *arguments]
        return subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        hint = "install git, or leave --changed-since out"
        raise UsageError(f"git cannot be run: {error.strerror}", hint=hint) from error


def above(folder: Path) -> str:
    """Where a folder lies below the top of its repository, with `/`; empty at the top, and where there is none."""
    full = folder.resolve()
    for top in (full, *full.parents):
        if (top / ".git").exists():
            return "" if top == full else full.relative_to(top).as_posix()
    return ""
