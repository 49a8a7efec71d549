"""Results on standard output, talk on standard error; colour and movement only where a person watches."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Any

from polyglot.model import Issue, Severity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from polyglot.direction import Watch

SHOWN_OF_A_KIND = 3
UNCUT = 10_000
"""Columns."""
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def talk() -> Console:
    """The console of standard error."""
    from rich.console import Console

    return _uncut(Console(stderr=True, highlight=False, soft_wrap=True))


def watched() -> bool:
    """Whether standard error has colours: a terminal, or whatever `FORCE_COLOR` says is one."""
    from polyglot import config

    return sys.stderr.isatty() or config.environment().force_color


def say(text: str, style: str = "", head: str = "") -> None:
    """A line of talk, or a `head` in a style before it; rich is only loaded where there is something to colour."""
    if not watched():
        sys.stderr.write(f"{head}{text}\n")
    elif head:
        talk().print(head, style=style, markup=False, end="")
        talk().print(text, markup=False)
    else:
        talk().print(text, style=style, markup=False)


def say_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table of talk."""
    if watched():
        found = table(*columns)
        for row in rows:
            found.add_row(*row)
        talk().print(found)
        return
    widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
    for row in (columns, *rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stderr.write(line.rstrip() + "\n")


def results() -> Console:
    """The console of standard output, for tables."""
    from rich.console import Console

    return _uncut(Console(highlight=False, soft_wrap=True))


def _uncut(console: Console) -> Console:
    """The console, so wide that no table is cut where nobody watches."""
    if not console.is_terminal:
        console.width = UNCUT
    return console


def ignore(_: int) -> None:
    """The watch of a run that nobody watches."""


def out(text: str) -> None:
    """A line of result."""
    sys.stdout.write(text + "\n")


def as_json(value: object) -> None:
    """An object of result, on one line."""
    out(json.dumps(plain(value), ensure_ascii=False))


def plain(value: object) -> Any:  # noqa: ANN401 - what `json` takes has no better type
    """A value as JSON has it: dataclasses as objects, enumerations as their words."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = (field.name for field in dataclasses.fields(value) if field.metadata.get("told", True))
        return {name: plain(getattr(value, name)) for name in told}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def table(*columns: str) -> Table:
    """A table without lines."""
    from rich.table import Table

    found = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        found.add_column(column, overflow="fold")
    return found


def show_issues(issues: Sequence[Issue]) -> None:
    """Every issue on a line, the gravest first."""
    for issue in sorted(issues, key=lambda issue: -issue.severity.rank):
        _show_issue(issue)


def show_most(issues: Sequence[Issue]) -> None:
    """Every error; of each other kind a few, and how many there are."""
    show_issues([issue for issue in issues if issue.severity is Severity.ERROR])
    kinds: dict[str, list[Issue]] = {}
    for issue in issues:
        if issue.severity is Severity.WARNING:
            kinds.setdefault(issue.kind, []).append(issue)
    for kind, found in kinds.items():
        show_issues(found[:SHOWN_OF_A_KIND])
        if (more := len(found) - SHOWN_OF_A_KIND) > 0:
            say(f"… and {more} more ({kind}); `polyglot check` lists all")


def _show_issue(issue: Issue) -> None:
    place = ":".join([issue.file, *(str(number) for number in (issue.line, issue.column) if number)])
    told = f"{place}: {issue.message}" if issue.file else issue.message
    say(f" {told} ({issue.kind})", COLOURS[issue.severity], head=str(issue.severity))


@contextmanager
def progress(total: int, *, quiet: bool, static: bool) -> Iterator[Watch]:
    """A bar on a terminal; static lines with `--plain` or `ACCESSIBLE=1`; nothing where nobody watches."""
    from polyglot import config

    if quiet or not total or not (sys.stderr.isatty() or static):
        yield ignore
    elif static or config.environment().accessible:
        yield _lines(total)
    else:
        from rich.progress import Progress

        with Progress(console=talk(), transient=True) as bar:
            task = bar.add_task("translating", total=total)
            yield lambda answered: bar.advance(task, answered)


def _lines(total: int) -> Watch:
    """A line at every quarter of the work."""
    done = 0

    def advance(answered: int) -> None:
        nonlocal done
        before, done = done * 4 // total, done + answered
        if done * 4 // total > before:
            sys.stderr.write(f"{done} of {total} segments\n")

    return advance
