"""`polyglot status`: what stands on disk, counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from polyglot.cli import console
from polyglot.cli.options import From, Json, Paths, To

if TYPE_CHECKING:
    from polyglot.runs import Wishes


def _wishes(paths: Paths, to: To, source: str) -> Wishes:
    from polyglot import locales, runs

    return runs.Wishes(
        paths=tuple(paths or ()), to=runs.tags(to or ()), source=locales.parse(source) if source else None
    )


def status(paths: Paths = None, *, to: To = None, source: From = "", as_json: Json = False) -> int:
    """Show how far each locale has come: translated, reviewed, stale, missing."""
    from polyglot import audit, orphans
    from polyglot.project import around

    rows = audit.status(_wishes(paths, to, source))
    left = orphans.find(around(paths or (), Path.cwd()))
    if as_json:
        console.as_json({"schema": 1, "locales": [console.plain(row) for row in rows], "orphans": len(left)})
        return 0
    table = console.table(
        "locale", "articles", "segments", "translated", "reviewed", "final", "stale", "missing", "site strings"
    )
    for row in rows:
        counts = (row.articles, row.segments, row.translated, row.reviewed, row.final, row.stale, row.missing)
        table.add_row(row.locale, *map(str, counts), f"{row.strings_reviewed}/{row.strings} reviewed")
    console.results().print(table)
    if left:
        console.say(f"{len(left)} files are left of sources that are gone; see: polyglot review prune --dry-run")
    return 0
