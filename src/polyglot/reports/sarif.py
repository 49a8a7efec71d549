"""A report in SARIF 2.1.0, the interchange format of static analysis, which code hosts take."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from polyglot import resources
from polyglot.model import Severity
from polyglot.reports.findings import UNREADABLE, Report, Row
from polyglot.version import VERSION

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
FINGERPRINT = "polyglotIssue/v1"
"""The name of our fingerprints; another number where they are made in another way."""
OF_GITHUB = "primaryLocationLineHash"
"""The only fingerprint that GitHub goes by; without it, it makes one of the line, which several issues may share."""


def render(report: Report) -> str:
    """One run with all issues; those that the baseline has are `unchanged` in it."""
    kinds = sorted({row.finding.issue.kind for row in report.rows})
    run = {
        "tool": {"driver": {"name": "polyglot", "version": VERSION, "rules": list(map(_rule, kinds))}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": all(row.finding.issue.kind != UNREADABLE for row in report.rows)}],
        "results": [_result(row, report, kinds.index(row.finding.issue.kind)) for row in report.rows],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


@cache
def _told() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.HERE / "language" / "issues.toml").read_text("utf-8"))


def _rule(kind: str) -> dict[str, Any]:
    """What is known of a kind of issue; a kind that nobody described has its name."""
    facts = _told().get(kind, {})
    what, help_ = facts.get("what", kind), facts.get("help", "See what the issue says.")
    rule = {
        "id": kind,
        "shortDescription": {"text": what},
        "fullDescription": {"text": f"{what}. {help_}"},
        "help": {"text": help_},
    }
    level = LEVELS[Severity(facts.get("severity", Severity.WARNING))]
    return rule | {"defaultConfiguration": {"level": level}}


def _result(row: Row, report: Report, index: int) -> dict[str, Any]:
    issue, finding = row.finding.issue, row.finding
    result: dict[str, Any] = {
        "ruleId": issue.kind,
        "ruleIndex": index,
        "level": LEVELS[issue.severity],
        "message": {"text": issue.message},
        "locations": [{"physicalLocation": _physical(report, issue.file, issue.line, issue.column)}],
        "partialFingerprints": {FINGERPRINT: row.fingerprint, OF_GITHUB: row.fingerprint},
    }
    if finding.catalog and finding.catalog != issue.file:
        place = _physical(report, finding.catalog, finding.row, 0)
        result["relatedLocations"] = [{"id": 1, "physicalLocation": place, "message": {"text": "its translation"}}]
    if report.against:
        result["baselineState"] = "unchanged" if row.known else "new"
    told = {"locale": finding.locale, "context": finding.context}
    return result | {"properties": {name: text for name, text in told.items() if text}}


def _physical(report: Report, name: str, line: int, column: int) -> dict[str, Any]:
    """A place in a file; code hosts want a line, so that what is about the whole file is in its first."""
    region = {"startLine": line or 1} | ({"startColumn": column} if column else {})
    return {"artifactLocation": _artifact(report.path(name)), "region": region}


def _artifact(path: str) -> dict[str, str]:
    """Where a file is: below the top of the repository, or somewhere else on this machine."""
    if PurePosixPath(path).is_absolute():
        return {"uri": f"file://{quote(path, errors='surrogateescape')}"}
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
