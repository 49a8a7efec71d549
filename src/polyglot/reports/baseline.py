"""The baseline: the issues that a project has and lives with, so that only others fail. A file for version control."""

from __future__ import annotations

import json
from collections.abc import Iterable

from polyglot.errors import ConfigError
from polyglot.reports.findings import UNREADABLE, Known, Report

SCHEMA = 1


def read(data: bytes, place: str) -> tuple[Known, ...]:
    """The findings in a baseline. Raises `ConfigError` where it is none."""
    try:
        facts = json.loads(data)
        if facts["schema"] != SCHEMA:
            raise _broken(f"it has the schema {facts['schema']!r}, not {SCHEMA}", place)
        return tuple(Known(*(str(one[name]) for name in Known._fields)) for one in facts["issues"])
    except json.JSONDecodeError as error:
        raise _broken(error.msg.lower(), f"{place}:{error.lineno}:{error.colno}") from error
    except UnicodeDecodeError as error:
        raise _broken(f"byte {error.start} is not UTF-8", place) from error
    except (KeyError, TypeError, RecursionError) as error:
        raise _broken("it has no list of issues with fingerprints", place) from error


def _broken(why: str, place: str) -> ConfigError:
    hint = "restore it, or make it anew with --write-baseline"
    return ConfigError(f"the baseline cannot be read: {why}", place=place, hint=hint)


def render(report: Report, former: Iterable[Known]) -> bytes:
    """The baseline after a look: all that was found, and what a former one has of files that were not looked at.

    What cannot be read is nothing to live with: it is not in it.
    """
    found = {row.record for row in report.rows if row.finding.issue.kind != UNREADABLE}
    kept = set(former) - set(report.fixed)
    issues = [one._asdict() for one in sorted(found | kept)]
    return (json.dumps({"schema": SCHEMA, "issues": issues}, ensure_ascii=False, indent=1) + "\n").encode()
