"""A report as one JSON object."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from polyglot.model import Severity
from polyglot.reports.findings import Report, Row


def render(report: Report) -> str:
    """The report; issues that the baseline has are in it, and marked."""
    facts = {
        "schema": 1,
        "files": len(report.files),
        "counts": _counts(report),
        "issues": [_issue(row, report) for row in report.rows],
        "fixed": [known._asdict() for known in report.fixed],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def _counts(report: Report) -> dict[str, int]:
    """How many issues of each severity there are that the baseline does not have, and how many that it has."""
    found = Counter(str(row.finding.issue.severity) for row in report.new)
    return {**{str(severity): found[severity] for severity in Severity}, "known": len(report.rows) - len(report.new)}


def _issue(row: Row, report: Report) -> dict[str, Any]:
    issue, finding = row.finding.issue, row.finding
    return {
        "kind": issue.kind,
        "severity": str(issue.severity),
        "message": issue.message,
        "file": issue.file,
        "line": issue.line,
        "column": issue.column,
        "unit": issue.unit,
        "segment": issue.segment,
        "locale": finding.locale,
        "catalog": finding.catalog,
        "catalog_line": finding.row,
        "context": finding.context,
        "source": finding.source,
        "target": finding.target,
        "fingerprint": row.fingerprint,
        "known": row.known,
        "fails": report.is_failure(row),
    }
