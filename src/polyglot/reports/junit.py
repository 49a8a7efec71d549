"""A report as JUnit has it, which GitLab, Jenkins and others show: a suite for each file, a case for each issue."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from polyglot.reports.findings import UNREADABLE, Finding, Report, Row, place

ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def render(report: Report) -> str:
    """A file without an issue has one case, which passes, as do the issues that do not fail the command."""
    top = ET.Element("testsuites", {"name": "polyglot"})
    by_file: dict[str, list[Row]] = {name: [] for name in report.files}
    for row in report.new:
        by_file.setdefault(row.finding.issue.file, []).append(row)
    for name, found in by_file.items():
        _suite(top, report, report.path(name), found)
    _count(top, list(top))
    ET.indent(top, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, encoding="unicode")}\n'


def _suite(top: ET.Element, report: Report, name: str, found: list[Row]) -> None:
    suite = ET.SubElement(top, "testsuite", {"name": _legal(name or "polyglot")})
    for row in found:
        _case(suite, report, name, row)
    if not found:
        ET.SubElement(suite, "testcase", {"name": "polyglot check", "classname": _legal(name)})
    failures, errors = (len(suite.findall(f"testcase/{tag}")) for tag in ("failure", "error"))
    facts = {"tests": len(suite), "failures": failures, "errors": errors, "skipped": 0}
    suite.attrib.update({key: str(value) for key, value in facts.items()})


def _case(suite: ET.Element, report: Report, name: str, row: Row) -> None:
    issue = row.finding.issue
    where = place(name, issue)
    title = " ".join(filter(None, (issue.kind, row.finding.locale, where)))
    facts = {"name": title, "classname": name, "file": name, "line": str(issue.line or 1)}
    case = ET.SubElement(suite, "testcase", {key: _legal(value) for key, value in facts.items()})
    text = _legal(_text(row.finding, report, where))
    if report.is_failure(row):
        tag = "error" if issue.kind == UNREADABLE else "failure"
        told = {"message": _legal(issue.message), "type": issue.kind}
        ET.SubElement(case, tag, told).text = text
    else:
        ET.SubElement(case, "system-out").text = text


def _text(finding: Finding, report: Report, where: str) -> str:
    """All that is known of an issue, a line each."""
    issue = finding.issue
    lines = [f"{issue.severity}: {issue.message}", where]
    lines += [f"{report.path(finding.catalog)}:{finding.row}"] if finding.row_apart else []
    lines += [f"source: {finding.source}"] if finding.source else []
    lines += [f"target: {finding.target}"] if finding.target else []
    return "\n".join(lines)


def _count(top: ET.Element, suites: list[ET.Element]) -> None:
    for name in ("tests", "failures", "errors", "skipped"):
        top.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))


def _legal(text: str) -> str:
    return ILLEGAL.sub("\ufffd", text)
