"""`polyglot check`: what stands on disk, and whether it is good enough."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.cli import console
from polyglot.cli.options import FailOn, From, Json, Paths, To, one_of
from polyglot.model import Severity

if TYPE_CHECKING:
    from polyglot.project import Project
    from polyglot.reports import Checked, Known, Report, Row

REPORTS = ("text", "json", "sarif", "junit", "github")
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters with which a text could change what a terminal shows of others."""


def check(
    paths: Paths = None,
    *,
    to: To = None,
    source: From = "",
    report: Annotated[str, typer.Option("--report", help="text, json, sarif, junit or github.")] = "text",
    fail_on: FailOn = "error",
    baseline: Annotated[str, typer.Option("--baseline", help="A file of issues that do not fail any more.")] = "",
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write all issues there are to the --baseline.")
    ] = False,
    changed_since: Annotated[
        str, typer.Option("--changed-since", help="Look only at what git says has changed since this commit.")
    ] = "",
    as_json: Json = False,
) -> int:
    """Check catalogs and localised files: names, numbers, placeholders, omissions, repetitions, marks and spaces."""
    from polyglot import audit, locales, runs

    one_of("--fail-on", fail_on, ("error", "warning", "info", "never"))
    one_of("--report", report, REPORTS)
    _require_sense(report, baseline, write_baseline=write_baseline, as_json=as_json)
    origin = locales.parse(source) if source else None
    wishes = runs.Wishes(paths=tuple(paths or ()), to=runs.tags(to or ()), source=origin)
    project = _project(paths)
    former = _former(baseline, write=write_baseline)
    checked = audit.check(wishes, changed_since)
    told = _report(checked, project, former if baseline else None, fail_on)
    if write_baseline:
        _write(project, Path(baseline), told, former)
        return _unreadable(checked)
    _show(told, report, as_json=as_json)
    if checked.silenced:
        console.say("silenced: " + ", ".join(f"{name} {number}" for name, number in checked.silenced.items()))
    return _unreadable(checked) or int(any(map(told.is_failure, told.rows)))


def _require_sense(report: str, baseline: str, *, write_baseline: bool, as_json: bool) -> None:
    """Raise `UsageError` where options contradict one another."""
    from polyglot.errors import UsageError

    if write_baseline and not baseline:
        raise UsageError("--write-baseline needs a file", hint="name it: --baseline polyglot-baseline.json")
    if as_json and report not in {"text", "json"}:
        raise UsageError(f"--json and --report {report} are two reports", hint="ask for one of them")


def _project(paths: Paths) -> Project:
    from polyglot.project import around

    return around(paths or (), Path.cwd())


def _former(baseline: str, *, write: bool) -> tuple[Known, ...]:
    """What the baseline has; one that is to be written need not be there."""
    from polyglot import files, reports
    from polyglot.errors import UsageError

    data = files.current(Path(baseline)) if baseline else b""
    if data is None and not write:
        raise UsageError("there is no baseline", place=baseline, hint="make it with --write-baseline")
    return reports.baseline.read(data, baseline) if data else ()


def _report(checked: Checked, project: Project, former: Sequence[Known] | None, fail_on: str) -> Report:
    from polyglot import changes
    from polyglot.reports import findings

    top = project.root or Path.cwd()
    fails = None if fail_on == "never" else Severity(fail_on)
    gone = {one.file for one in former or () if not (top / one.file).exists()}
    return findings.report(checked, former, fails, changes.above(top), gone)


def _write(project: Project, place: Path, told: Report, former: Sequence[Known]) -> None:
    """Write the baseline, while nobody else works on the project."""
    from contextlib import nullcontext

    from polyglot import files, reports

    data = reports.baseline.render(told, former)
    with files.locked(project.root) if project.root else nullcontext():
        files.write({place: data})
    console.out(f"{place}: {len(reports.baseline.read(data, str(place)))} issues")


def _unreadable(checked: Checked) -> int:
    """The exit code for files that cannot be read; 0 where all can."""
    return max((error.exit_code for error in checked.lost), default=0)


def _show(told: Report, report: str, *, as_json: bool) -> None:
    from polyglot import reports

    if as_json:
        for row in told.new:
            console.as_json(row.finding.issue)
    elif report == "text":
        _as_text(told)
    else:
        sys.stdout.write(reports.FORMS[report](told))


def _as_text(told: Report) -> None:
    """A line for each issue, the gravest first, and how many there are."""
    for row in sorted(told.new, key=lambda row: -row.finding.issue.severity.rank):
        severity = row.finding.issue.severity
        console.result(f" {_line(row)}", console.COLOURS[severity], head=str(severity))
    for one in told.fixed:
        console.result(f" {_plain(one.file)}: {one.rule} {one.context}".rstrip(), "green", head="fixed")
    known = len(told.rows) - len(told.new)
    counts = [f"{len(told.new)} issues", *([f"{known} more in the baseline"] if known else [])]
    counts += [f"{len(told.fixed)} fixed: write the baseline again"] if told.fixed else []
    console.out(", ".join(counts))


def _line(row: Row) -> str:
    """What is wrong, where in the article, and where in the catalog."""
    from polyglot.reports.findings import place

    finding, issue = row.finding, row.finding.issue
    catalog = f" [{finding.catalog}:{finding.row}]" if finding.row_apart else ""
    return _plain(f"{place(issue.file, issue)}: {issue.message} ({issue.kind}){catalog}")


def _plain(text: str) -> str:
    """A text on one line, without characters that a terminal obeys."""
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", " ".join(text.splitlines()))
