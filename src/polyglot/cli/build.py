"""`polyglot build`: the whole project, in all locales."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.cli import console
from polyglot.cli.options import FailOn, Json, Quiet, To, exit_code, one_of
from polyglot.cli.translate import Interrupted, Screen, show_unable

if TYPE_CHECKING:
    from polyglot.build import Built
    from polyglot.pipeline import Result
    from polyglot.report import Report


def build(
    *,
    frozen: Annotated[bool, typer.Option("--frozen", help="No engine: go by what is committed, and change none.")] = (
        False
    ),
    prune: Annotated[bool, typer.Option("--prune", help="Remove results whose source is gone.")] = False,
    to: To = None,
    out: Annotated[str, typer.Option("--out", help="Folder for localised files, or a pattern with {tag} in it.")] = "",
    report: Annotated[
        Path | None, typer.Option("--report", help="A folder for the report, as JSON and a page.")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="argos, apertium, pseudo, echo, auto or none.")] = "",
    relock: Annotated[bool, typer.Option("--relock", help="Accept other engines than polyglot.lock names.")] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Have machine text made again that another engine or name changes.")
    ] = False,
    fail_on: FailOn = "",
    plain: Annotated[bool, typer.Option("--plain", help="Progress as lines that do not move.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> int:
    """Build the project: every article and catalog, in all locales; only what has changed is done again."""
    from polyglot import build as building
    from polyglot import project, runs

    one_of("--fail-on", fail_on, ("error", "warning", "info", "never"))
    flags = runs.Wishes(engine=engine, relock=relock, refresh=refresh)
    wishes = replace(flags, to=runs.tags(to or ()), out=out, frozen=frozen)
    screen = _Screen(quiet=quiet, as_json=as_json, static=plain, kept=True)
    try:
        with screen:
            audience = runs.Audience(screen.plan, screen.written, screen.warn)
            built = building.build(wishes, audience, prune=prune)
    except KeyboardInterrupt as error:
        raise Interrupted(screen.so_far) from error
    if report is not None:
        _keep(built.report, report)
    _show(built, quiet=quiet, as_json=as_json)
    if code := show_unable(built.missing, built.lost, as_json=False):
        return code
    configured = project.around((), Path.cwd()).settings.translate.fail_on
    return exit_code((issue.severity for issue in built.report.all_issues), fail_on or configured)


class _Screen(Screen):
    """What a build shows while it goes on: nothing of what stays as it was, but its errors."""

    def _show(self, result: Result) -> None:
        if self._as_json:
            return
        if result.wrote:
            super()._show(result)
        else:
            console.show_most([issue for issue in result.issues if issue.severity.rank])


def _keep(report: Report, folder: Path) -> None:
    """Write the report for machines and for people."""
    from polyglot import files, report_page
    from polyglot import report as reports

    pages = {folder / reports.FILE: reports.render(report), folder / report_page.FILE: report_page.render(report)}
    files.write(pages)


def _show(built: Built, *, quiet: bool, as_json: bool) -> None:
    """The sums, or the whole report for machines."""
    from polyglot import report as reports

    if as_json:
        console.as_json(reports.facts(built.report))
        return
    console.show_issues(built.report.issues)
    if not quiet:
        for line in reports.sums(built.report):
            console.say(line, "bold")
        console.say(f"{built.written} localised files written" if built.written else "nothing was written")
