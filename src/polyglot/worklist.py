"""What waits for a person, over all articles and languages, the riskiest first. The weights are a data file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any

from polyglot import desk, detect, quotations, resources, review, runs
from polyglot.desk import Line, Sheet
from polyglot.model import CodeKind, Severity, State, Tag
from polyglot.runs import Wishes

Weight = tuple[int, str]
"""Points, and the reason in words."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line that no person has reviewed as it is now."""

    file: str
    line: int
    column: int
    target: Tag
    catalog: str
    context: str
    source: str
    text: str
    """What is on record; empty where nothing is."""
    state: State
    points: int
    reasons: tuple[str, ...]
    """In words, the gravest first; empty where nothing but the missing review speaks for looking at it."""


def waiting(wishes: Wishes) -> tuple[Waiting, ...]:
    """Every line that waits in the catalogs of the sources asked for, the riskiest first."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        found = [
            _waiting(sheet, line)
            for sheet in desk.sheets(run)
            for line in sheet.lines
            if not review.reviewed(line.place) or line.place.proposal
        ]
    return tuple(sorted(found, key=lambda one: (-one.points, one.file, one.target, one.line, one.column)))


def _waiting(sheet: Sheet, line: Line) -> Waiting:
    weights = sorted(set(_weights(sheet, line)), key=lambda weight: (-weight[0], weight[1]))
    return Waiting(
        sheet.work.prepared.name,
        *sheet.where(line),
        sheet.target,
        str(sheet.path),
        line.context,
        line.segment.text,
        line.text,
        line.state,
        sum(points for points, _ in weights),
        tuple(dict.fromkeys(why for _, why in weights)),
    )


def _weights(sheet: Sheet, line: Line) -> Iterator[Weight]:
    """What speaks for looking at a line; the same reason may come twice."""
    role = _table("roles").get(str(line.place.unit.unit.role))
    if role:
        yield role
    for name in _contents(sheet, line):
        yield _table("contents")[name]
    issues = _table("issues")
    for issue in line.issues:
        if issue.severity is not Severity.INFO:
            yield issues.get(issue.kind, issues["other"])


def _contents(sheet: Sheet, line: Line) -> Iterator[str]:
    """What stands in a segment that a translation easily gets wrong."""
    text, kinds = line.segment.text, {code.kind for code in line.segment.codes}
    if '"' in text or quotations.shape(text) != quotations.NONE:
        yield "quotation"
    if detect.negations(text, sheet.work.prepared.source):
        yield "negation"
    yield from (str(kind) for kind in (CodeKind.NUMBER, CodeKind.NAME) if kind in kinds)


@cache
def _table(name: str) -> Mapping[str, Weight]:
    rows: Mapping[str, Any] = tomllib.loads((resources.HERE / "language" / "queue.toml").read_text("utf-8"))[name]
    return {key: (row["points"], row["why"]) for key, row in rows.items()}
