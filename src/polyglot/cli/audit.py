"""`polyglot check` and `polyglot status`: what stands on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from polyglot.cli import console
from polyglot.cli.options import FailOn, From, Json, Paths, To, exit_code, one_of

if TYPE_CHECKING:
    from polyglot.runs import Wishes


def _wishes(paths: Paths, to: To, source: str) -> Wishes:
    from polyglot import locales, runs

    return runs.Wishes(
        paths=tuple(paths or ()), to=runs.tags(to or ()), source=locales.parse(source) if source else None
    )


def check(
    paths: Paths = None, *, to: To = None, source: From = "", fail_on: FailOn = "error", as_json: Json = False
) -> int:
    """Check catalogs and localised files: names, numbers, placeholders, omissions, repetitions, marks and spaces."""
    from polyglot import audit

    one_of("--fail-on", fail_on, ("error", "warning", "info", "never"))
    found = audit.findings(_wishes(paths, to, source))
    issues = found.issues
    for issue in issues if as_json else ():
        console.as_json(issue)
    if not as_json:
        console.show_issues(issues)
        console.out(f"{len(issues)} issues")
    if found.silenced:
        told = ", ".join(f"{name} {number}" for name, number in found.silenced.items())
        console.say(f"silenced: {told}")
    return exit_code((issue.severity for issue in issues), fail_on)


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
