"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.model import Severity

if TYPE_CHECKING:
    from polyglot.project import Project
    from polyglot.runs import Wishes

Paths = Annotated[list[Path] | None, typer.Argument(help="Files or folders; in a project, its articles by default.")]
To = Annotated[list[str] | None, typer.Option("--to", help="Target language (BCP 47), repeated or with commas.")]
From = Annotated[str, typer.Option("--from", help="Source language; else configured, in the file's name, or detected.")]
Json = Annotated[bool, typer.Option("--json", help="Write objects for machines to standard output, one to a line.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on standard error but errors.")]
EncodingName = Annotated[str, typer.Option("--encoding", help="How the files are encoded, where it is not UTF-8.")]
FurnitureMode = Annotated[str, typer.Option("--furniture", help="The site's lines in a saved page: auto, keep, drop.")]
FailOn = Annotated[str, typer.Option("--fail-on", help="Exit 1 from this severity on: error, warning, info, never.")]


def project_here() -> Project:
    """The project of the current folder, or what stands for one where there is none."""
    from polyglot.project import around

    return around((), Path.cwd())


def wishes(paths: Paths, to: To, source: str) -> Wishes:
    """What is asked for by files, targets and a source language alone."""
    from polyglot import locales, runs

    language = locales.parse(source) if source else None
    return runs.Wishes(paths=tuple(paths or ()), to=runs.tags(to or ()), source=language)


def one_of(name: str, value: str, legal: Sequence[str]) -> str:
    """The value, if it is legal. Raises `UsageError` with what is."""
    from polyglot.errors import UsageError

    if value and value not in legal:
        raise UsageError(f"{name} cannot be {value!r}", hint=f"choose one of {', '.join(legal)}")
    return value


def encoding(name: str) -> str:
    """The encoding, if Python knows it. Raises `UsageError`."""
    import codecs

    from polyglot.errors import UsageError

    try:
        "".encode(name or "utf-8")  # `codecs` also knows what turns bytes into other bytes, such as base64
        return codecs.lookup(name).name if name else ""
    except (LookupError, UnicodeError) as error:
        hint = "write it like utf-8, windows-1252 or iso-8859-15"
        raise UsageError(f"there is no encoding {name!r}", hint=hint) from error


def exit_code(found: Iterable[Severity], fail_on: str) -> int:
    """1 where something is as grave as `fail_on` or graver, else 0."""
    if fail_on == "never":
        return 0
    return int(any(severity.rank >= Severity(fail_on).rank for severity in found))
