"""Issues told in the forms that other programs read: each form is a function from a report to its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from polyglot.reports import as_json, baseline, github, junit, sarif
from polyglot.reports.findings import Checked, Finding, Known, Report, Row

FORMS: Mapping[str, Callable[[Report], str]] = {
    "json": as_json.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "github": github.render,
}

__all__ = ["FORMS", "Checked", "Finding", "Known", "Report", "Row", "baseline"]
