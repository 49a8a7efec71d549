"""`polyglot translate`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self, cast

import typer

from polyglot.cli import console
from polyglot.cli.options import (
    EncodingName,
    FailOn,
    From,
    FurnitureMode,
    Json,
    Paths,
    Quiet,
    To,
    encoding,
    exit_code,
    one_of,
)
from polyglot.model import Severity

if TYPE_CHECKING:
    from polyglot.config import Furniture
    from polyglot.direction import Watch
    from polyglot.errors import EngineMissingError, PolyglotError
    from polyglot.pipeline import Result
    from polyglot.runs import Aside, Report, Row, Wishes

ENGINE_MISSING = 3


class Interrupted(typer.Abort):
    """Someone ended the command; its message says what there is of its work."""


def translate(
    paths: Paths = None,
    *,
    to: To = None,
    source: From = "",
    out: Annotated[str, typer.Option("--out", help="Folder for the results, or a pattern with {tag} in it.")] = "",
    engine: Annotated[str, typer.Option("--engine", help="argos, apertium, pseudo, echo, auto or none.")] = "",
    furniture: FurnitureMode = "",
    encoding_name: EncodingName = "",
    no_review: Annotated[bool, typer.Option("--no-review", help="Neither read nor write review catalogs.")] = False,
    no_publish: Annotated[bool, typer.Option("--no-publish", help="No notice, no level: the bare text.")] = False,
    relock: Annotated[bool, typer.Option("--relock", help="Accept other engines than polyglot.lock names.")] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Have machine text made again that another engine or name changes.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done: words, repeats, time.")] = False,
    fail_on: FailOn = "",
    plain: Annotated[bool, typer.Option("--plain", help="Progress as lines that do not move.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> int:
    """Translate articles; what people reviewed before is kept. `-` reads standard input and writes standard output."""
    from polyglot import locales, runs

    one_of("--furniture", furniture, ("auto", "keep", "drop"))
    one_of("--fail-on", fail_on, ("error", "warning", "info", "never"))
    given = paths or []
    wishes = runs.Wishes(
        paths=tuple(path for path in given if path != Path("-")),
        to=runs.tags(to or ()),
        source=locales.parse(source) if source else None,
        out=out,
        engine=engine,
        furniture=cast("Furniture", furniture) if furniture else None,
        encoding=encoding(encoding_name),
        review=not no_review,
        publish=not no_publish,
        relock=relock,
        refresh=refresh,
        stdin=sys.stdin.buffer.read() if Path("-") in given else None,
    )
    return _estimate(wishes, as_json=as_json) if dry_run else _run(wishes, fail_on, plain, quiet, as_json)


def _run(wishes: Wishes, fail_on: str, *shown: bool) -> int:
    """Translate, show, and choose the exit code."""
    from polyglot import config, project, runs

    plain, quiet, as_json = shown
    screen = Screen(quiet=quiet, as_json=as_json, static=plain, kept=wishes.stdin is None)
    try:
        with screen:
            report = runs.translate(wishes, runs.Audience(screen.plan, screen.written, screen.warn))
    except KeyboardInterrupt as error:
        raise Interrupted(screen.so_far) from error
    if not quiet:
        _talk(report, as_json=as_json)
    if code := show_unable(report.missing, report.lost, as_json=as_json):
        return code
    settings = project.around(wishes.paths, Path.cwd()).settings if not fail_on else config.Settings()
    return exit_code(() if report.gravest is None else (report.gravest,), fail_on or settings.translate.fail_on)


class Screen:
    """What a run shows while it goes on."""

    def __init__(self, *, quiet: bool, as_json: bool, static: bool, kept: bool) -> None:
        """Take how much is shown, for whom, and whether an interrupted run keeps what it did."""
        self._quiet = quiet
        self._as_json = as_json
        self._static = static
        self._kept = kept
        self._done = self._total = 0
        self._bar = console.Bar()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    @property
    def so_far(self) -> str:
        """What a person who interrupted the run has of it."""
        done = f"{self._done} of {self._total} segments are done"
        if not self._total:
            return ""
        return f"{done}; the same command goes on from there" if self._kept else f"{done}, and nothing was kept"

    def plan(self, rows: Sequence[Row], segments: int) -> Watch:
        """Show the table and, where somebody watches, how the work goes on."""
        silent = self._quiet or self._as_json
        if not silent:
            _show_plan(rows)
        self._total = segments
        self._bar = console.progress(segments, quiet=silent, static=self._static)
        self._bar.start()
        return self._watch

    def _watch(self, answered: int) -> None:
        self._done += answered
        self._bar.advance(answered)

    def written(self, results: Sequence[Result], aside: Sequence[Aside]) -> None:
        """Show the results of a window, without the bar in between."""
        self._bar.stop()
        with console.listened_to():
            if not (self._quiet or self._as_json):
                _show_aside(aside)
            for result in results:
                self._show(result)
        self._bar.start()

    def _show(self, result: Result) -> None:
        if self._as_json:
            console.as_json(_object(result))
        elif result.text:
            sys.stdout.buffer.write(result.text)
        elif result.output:
            console.out(result.output)
        if self._quiet and not self._as_json:
            console.show_issues([issue for issue in result.issues if issue.severity is Severity.ERROR])
        elif not self._quiet and not self._as_json:
            console.say(_counts(result), "bold")
            console.show_most(result.issues)

    def warn(self, message: str) -> None:
        """Say what else a person should know."""
        self._bar.stop()
        console.say(f" {message}", "yellow", head="warning")
        self._bar.start()


def _show_plan(rows: Sequence[Row]) -> None:
    """The table before work: who translates what, by which way, how well."""
    lines = []
    for row in rows:
        identity = row.identity
        if identity is None:
            lines.append((*row.pair, "none" if row.problem else "people", "", ""))
        else:
            lines.append((*row.pair, identity.engine, ", ".join(identity.route[1:-1]) or "-", identity.grade))
    console.say_table(("from", "to", "engine", "through", "grade"), lines)


def _show_aside(lines: Sequence[Aside]) -> None:
    """The lines that are the site's, not the article's."""
    for line in lines:
        short = line.text if len(line.text) <= 60 else f"{line.text[:57]}…"
        console.say(f"set aside {line.file}:{line.line}: {short} ({line.reason})", "dim")


def show_unable(missing: Sequence[EngineMissingError], lost: Sequence[PolyglotError], *, as_json: bool) -> int:
    """Say which locales are skipped, and which files cannot be read; gives the exit code."""
    for problem in missing:
        sys.stderr.write(f"skipped: {problem.message}\n  → {problem.hint}\n")
    unreadable = max((console.told(error, as_json=as_json) for error in lost), default=0)
    return unreadable or (ENGINE_MISSING if missing else 0)


def _object(result: Result) -> dict[str, Any]:
    facts = console.plain(result)
    return {"schema": 1} | {name: value for name, value in facts.items() if name != "text"}


def _talk(report: Report, *, as_json: bool) -> None:
    """What a person wants to know in the end: languages guessed, the site's strings, what comes next."""
    for file, tag in report.guessed:
        console.say(f"{file}: taken to be in {tag}")
    for file, tag in report.already:
        console.say(f"{file}: is in {tag} already")
    if as_json:
        return
    if report.aside and not report.project:
        console.say("these lines are the site's; `polyglot init` makes a project that keeps them as site strings")
    for tally in report.strings:
        left = f", {tally.left_out} not reviewed and left out of the .mo" if tally.left_out else ""
        console.say(f"{tally.catalog}: {tally.strings} site strings, {tally.published} published{left}")


def _counts(result: Result) -> str:
    """One line of counts."""
    parts = [f"{result.segments} segments", f"{result.translated} translated", f"{result.recalled} recalled"]
    parts += [f"{result.untranslated} kept in {result.source}"] if result.untranslated else []
    parts += [f"{result.stale} stale"] if result.stale else []
    parts += [f"{number} {way}" for way, number in result.left_out.items() if number]
    names = f"names {result.terms['right']}/{result.terms['hits']}"
    state = "written" if result.wrote else "unchanged"
    aside = f"{result.furniture} lines set aside" + (f"; {result.assets} files beside it" if result.assets else "")
    return f"{result.file} → {result.target}: {', '.join(parts)}; {names}; {aside}; {state}"


def _estimate(wishes: Wishes, *, as_json: bool) -> int:
    """Show what a run would do."""
    from polyglot import runs

    rows, plan = runs.estimate(wishes)
    code = show_unable(plan.missing, plan.lost, as_json=as_json)
    if as_json:
        for row in rows:
            facts = console.plain(row) | {"source": row.pair.source, "target": row.pair.target}
            console.as_json({"schema": 1, "dry_run": True} | {key: facts[key] for key in facts if key != "pair"})
        return code
    table = console.table("file", "to", "engine", "segments", "recalled", "words", "repeats", "about")
    for row in rows:
        counts = (row.segments, row.recalled, row.words, row.repeats)
        table.add_row(row.file, row.pair.target, row.engine, *map(str, counts), f"{row.seconds:.0f} s")
    console.results().print(table)
    return code
