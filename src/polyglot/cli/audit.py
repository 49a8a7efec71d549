"""`polyglot check`: the quality of what stands on disk."""

from __future__ import annotations

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
    """Check catalogs and localised files: names, numbers, untranslated, copied, repeated."""
    from polyglot import audit

    one_of("--fail-on", fail_on, ("error", "warning", "info", "never"))
    issues = audit.check(_wishes(paths, to, source))
    for issue in issues if as_json else ():
        console.as_json(issue)
    if not as_json:
        console.show_issues(issues)
        console.out(f"{len(issues)} issues")
    return exit_code((issue.severity for issue in issues), fail_on)
