"""`polyglot glossary apply`: names in what is on record brought into the form that the glossary wants now."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from polyglot.cli import console, glossary
from polyglot.cli.options import From, Json, Paths, To, exit_code

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")]


@glossary.app.command("apply")
def apply(
    paths: Paths = None, *, to: To = None, source: From = "", dry_run: DryRun = False, as_json: Json = False
) -> int:
    """Bring names in catalogs into form after a change of the glossary or the house style; an engine is not asked."""
    from polyglot import locales, restyle, runs
    from polyglot.model import Severity

    language = locales.parse(source) if source else None
    wishes = runs.Wishes(paths=tuple(paths or ()), to=runs.tags(to or ()), source=language)
    changes = restyle.apply(wishes, dry=dry_run)
    for change in changes if as_json else ():
        console.as_json({"schema": 1, **console.plain(change), "wrote": not dry_run and change.outcome != "open"})
    code = exit_code((Severity.ERROR for change in changes if change.outcome == "open"), "error")
    if as_json:
        return code
    for change in changes:
        console.out(f"{change.file}:{change.line}:{change.column} → {change.target}: {change.outcome}")
        for line in restyle.diff(change):
            console.out(f"  {line}")
    counts = Counter(change.outcome for change in changes)
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in restyle.Outcome if counts[outcome])
    console.out(f"{told or 'nothing to change'}{'; nothing was written' if dry_run and changes else ''}")
    if changes:
        console.say("published files change with the next: polyglot translate")
    return code
