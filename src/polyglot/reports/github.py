"""A report as commands of GitHub's workflows, which shows each issue beside its line."""

from __future__ import annotations

from polyglot.model import Severity
from polyglot.reports.findings import Finding, Report

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> str:
    """A line for each issue that the baseline does not have."""
    return "".join(f"{_command(row.finding, report)}\n" for row in report.new)


def _command(finding: Finding, report: Report) -> str:
    issue = finding.issue
    facts = {
        "file": report.path(issue.file),
        "line": str(issue.line or 1),
        "col": str(issue.column or 1),
        "title": f"polyglot {issue.kind}",
    }
    told = ",".join(f"{name}={_property(value)}" for name, value in facts.items() if value)
    return f"::{COMMANDS[issue.severity]} {told}::{_data(_message(finding, report))}"


def _message(finding: Finding, report: Report) -> str:
    """What is wrong, and the line of the catalog where it can be set right."""
    place = f"{report.path(finding.catalog)}:{finding.row}"
    return f"{finding.issue.message} [{place}]" if finding.row_apart else finding.issue.message


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
