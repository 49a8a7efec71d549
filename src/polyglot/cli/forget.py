"""`polyglot forget`: erase an article's traces, or words, from everything that polyglot keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polyglot.cli import console
from polyglot.cli.options import Json


def forget(
    path: Annotated[Path | None, typer.Argument(help="An article, there or gone.")] = None,
    *,
    match: Annotated[str, typer.Option("--match", help="Words, in whatever case.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be erased; erase nothing.")] = False,
    as_json: Json = False,
) -> int:
    """Erase words, or all that was made from an article, from memory, catalogs, imports and localised files."""
    from polyglot import files
    from polyglot import forget as erasure
    from polyglot.errors import UsageError
    from polyglot.project import around

    if (path is None) == (not match):
        raise UsageError("forget needs an article or --match", hint='write it so: polyglot forget --match "Jane Doe"')
    project = around([path] if path else [], Path.cwd())
    if project.root is None:
        raise UsageError("there is no project here", hint="go into its folder; without one, delete the files")
    with files.locked(project.root):
        done = (
            erasure.match(project, match, dry_run=dry_run)
            if path is None
            else erasure.article(project, path, dry_run=dry_run)
        )
    if as_json:
        console.as_json({"schema": 1, "dry_run": dry_run} | console.plain(done))
        return int(bool(done.left))
    for one in done.erased:
        console.out(f"{one.path}: {f'{one.count} erased' if one.count else 'deleted'}")
    for name in done.left:
        console.say(f" {name}: the words still stand here; it is yours to change", "yellow", head="warning")
    console.say(f"{len(done.erased)} files {'would be' if dry_run else 'were'} changed or deleted")
    return int(bool(done.left))
