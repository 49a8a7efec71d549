"""Results on standard output, talk on standard error; colour and movement only where a person watches."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO

from polyglot.errors import PolyglotError
from polyglot.model import Issue, Severity

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

SHOWN_OF_A_KIND = 3
PACE_SECONDS = 0.5
"""So often the pace that a bar shows is counted anew."""
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


def result(text: str, style: str, head: str) -> None:
    """A line of result with a `head` in a style before it; rich is only loaded where there is something to colour."""
    from polyglot import config

    if not (sys.stdout.isatty() or config.environment().force_color):
        out(f"{head}{text}")
        return
    results().print(head, style=style, markup=False, end="")
    results().print(text, markup=False)


def _uncut(console: Console) -> Console:
    """The console, so wide that no table is cut where nobody watches."""
    if not console.is_terminal:
        console.width = UNCUT
    return console


def out(text: str) -> None:
    """A line of result."""
    sys.stdout.write(text + "\n")


@contextmanager
def listened_to() -> Iterator[None]:
    """Hand over what is shown at once; where nobody reads any more, go on without showing it."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        for stream in (sys.stdout, sys.stderr):
            _turn_away(stream)


def _turn_away(stream: TextIO) -> None:
    """Have a stream that nobody reads any more lead nowhere."""
    try:
        stream.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def as_json(value: object) -> None:
    """An object of result, on one line."""
    out(json.dumps(plain(value), ensure_ascii=False))


def told(error: PolyglotError, *, as_json: bool) -> int:
    """Say what is wrong, for machines also as an object, and what else is; gives the exit code."""
    for one in (error, *error.more):
        _tell(one, as_json=as_json)
    return error.exit_code


def _tell(error: PolyglotError, *, as_json: bool) -> None:
    if as_json:
        facts = {"schema": 1, "error": error.message, "place": error.place, "hint": error.hint, "exit": error.exit_code}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
    place = f"{error.place}: " if error.place else ""
    sys.stderr.write(f"error: {place}{error.message}\n")
    if error.hint:
        sys.stderr.write(f"  → {error.hint}\n")


def told_all(errors: Sequence[PolyglotError]) -> int:
    """Say what is wrong with files that could not be read, each once; the exit code, 0 where all could."""
    for text in dict.fromkeys(map(str, errors)):
        say(f" {text}", "bold red", head="error")
    return max((error.exit_code for error in errors), default=0)


def errors(found: Sequence[PolyglotError]) -> list[dict[str, str]]:
    """What is wrong with files, each once, as objects."""
    once = {str(error): error for error in found}.values()
    return [{"message": error.message, "place": error.place, "hint": error.hint} for error in once]


def plain(value: object) -> Any:  # noqa: ANN401 - what `json` takes has no better type
    """A value as JSON has it: dataclasses as objects, enumerations as their words."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = (field.name for field in dataclasses.fields(value) if field.metadata.get("told", True))
        return {name: plain(getattr(value, name)) for name in told}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PurePath):
        return str(value)
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


def _named(issue: Issue) -> str:
    """The type of an issue, and the rule by which it can be silenced where that is called otherwise."""
    return f"{issue.kind}: {issue.rule}" if issue.rule not in {"", issue.kind} else issue.kind


def _show_issue(issue: Issue) -> None:
    place = ":".join([issue.file, *(str(number) for number in (issue.line, issue.column) if number)])
    told = f"{place}: {issue.message}" if issue.file else issue.message
    say(f" {told} ({_named(issue)})", COLOURS[issue.severity], head=str(issue.severity))


class Bar:
    """What shows how the work goes on: this one shows nothing."""

    def start(self) -> None:
        """Appear, at first and again after a stop."""

    def stop(self) -> None:
        """Go, so that something else can be shown."""

    def advance(self, answered: int) -> None:
        """So many segments more are done."""


class _Lines(Bar):
    """A line at every quarter of the work, with the time that the rest will take at the pace of that quarter."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = self._told = 0
        self._since = time.monotonic()

    def advance(self, answered: int) -> None:
        before, self._done = self._done * 4 // self._total, self._done + answered
        if self._done * 4 // self._total > before:
            left = f", about {self._left()} left" if self._done < self._total else ""
            sys.stderr.write(f"{self._done} of {self._total} segments{left}\n")
            self._told, self._since = self._done, time.monotonic()

    def _left(self) -> str:
        pace = (time.monotonic() - self._since) / (self._done - self._told)
        return duration(pace * (self._total - self._done))


class _Moving(Bar):
    """A bar that moves: how many segments are done, how many in a second, how long the rest will take."""

    def __init__(self, total: int) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        pace = TextColumn("{task.fields[pace]}")
        columns = (TextColumn("translating"), BarColumn(), MofNCompleteColumn(), pace, TimeRemainingColumn())
        self._bar = Progress(*columns, console=talk(), transient=True, redirect_stdout=False, redirect_stderr=False)
        self._task = self._bar.add_task("", total=total, pace="")
        self._told = time.monotonic()

    def start(self) -> None:
        self._bar.start()

    def stop(self) -> None:
        self._bar.stop()

    def advance(self, answered: int) -> None:
        self._bar.advance(self._task, answered)
        now = time.monotonic()
        if now - self._told < PACE_SECONDS:
            return
        self._told = now
        if speed := self._bar.tasks[0].speed:
            self._bar.update(self._task, pace=f"{speed:.0f}/s" if speed >= 10 else f"{speed:.1f}/s")


def duration(seconds: float) -> str:
    """A time as people say it, in the unit that fits.

    >>> duration(4.4), duration(200), duration(20_000)
    ('4 s', '3 min', '5.6 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.1f} h"


def progress(total: int, *, quiet: bool, static: bool) -> Bar:
    """A bar on a terminal; static lines with `--plain` or `ACCESSIBLE=1`; nothing where nobody watches."""
    from polyglot import config

    if quiet or not total or not (sys.stderr.isatty() or static):
        return Bar()
    return _Lines(total) if static or config.environment().accessible else _Moving(total)


@contextmanager
def transfer(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each file whose bytes come; lines where nothing may move; nothing where nobody watches."""
    from polyglot import config

    if quiet or not sys.stderr.isatty():
        yield lambda _name, _done, _total: None
    elif config.environment().accessible:
        yield _quarters()
    else:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        with Progress(*columns, console=talk(), transient=True) as bar:
            tasks: dict[str, Any] = {}

            def show(name: str, done: int, total: int) -> None:
                if name not in tasks:
                    tasks[name] = bar.add_task(name, total=total or None)
                bar.update(tasks[name], completed=done, total=total or None)

            yield show


def _quarters() -> Callable[[str, int, int], None]:
    """A line at every quarter of a file of known size."""
    said: dict[str, int] = {}

    def advance(name: str, done: int, total: int) -> None:
        quarter = done * 4 // total if total else 0
        if quarter > said.get(name, 0):
            said[name] = quarter
            sys.stderr.write(f"{name}: {quarter * 25} % of {total} bytes\n")

    return advance
