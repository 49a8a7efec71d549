"""`polyglot translate`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

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
    from polyglot.errors import EngineMissingError
    from polyglot.pipeline import Result
    from polyglot.runs import Report, Row, Wishes

ENGINE_MISSING = 3


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
        stdin=sys.stdin.buffer.read() if Path("-") in given else None,
    )
    return _estimate(wishes, as_json=as_json) if dry_run else _run(wishes, fail_on, plain, quiet, as_json)


def _run(wishes: Wishes, fail_on: str, *shown: bool) -> int:
    """Translate, show, and choose the exit code."""
    from polyglot import config, project, runs

    plain, quiet, as_json = shown
    with ExitStack() as stack:

        def plan(rows: Sequence[Row], segments: int) -> Watch:
            if not (quiet or as_json):
                _show_plan(rows)
            return stack.enter_context(console.progress(segments, quiet=quiet or as_json, static=plain))

        report = runs.translate(wishes, plan)
    _show(report, wishes, quiet=quiet, as_json=as_json)
    if report.missing:
        return ENGINE_MISSING
    settings = project.around(wishes.paths, Path.cwd()).settings if not fail_on else config.Settings()
    issues = [issue for result in report.results for issue in result.issues]
    return exit_code(issues, fail_on or settings.translate.fail_on)


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


def _show(report: Report, wishes: Wishes, *, quiet: bool, as_json: bool) -> None:
    for result in report.results:
        if wishes.stdin is not None and not as_json:
            sys.stdout.buffer.write(result.text)
        elif as_json:
            console.as_json(_object(result))
        else:
            console.out(result.output)
    if not quiet:
        _talk(report, as_json=as_json)
    elif not as_json:
        issues = [issue for result in report.results for issue in result.issues]
        console.show_issues([issue for issue in issues if issue.severity is Severity.ERROR])
    _show_missing(report.missing)


def _show_missing(problems: Sequence[EngineMissingError]) -> None:
    """The locales that are skipped, and what to install for them."""
    for problem in problems:
        sys.stderr.write(f"skipped: {problem.message}\n  → {problem.hint}\n")


def _object(result: Result) -> dict[str, Any]:
    facts = console.plain(result)
    return {"schema": 1} | {name: value for name, value in facts.items() if name != "text"}


def _talk(report: Report, *, as_json: bool) -> None:
    """What a person wants to know: languages guessed, lines set aside, counts, issues, what comes next."""
    for file, tag in report.guessed:
        console.say(f"{file}: taken to be in {tag}")
    for file, tag in report.already:
        console.say(f"{file}: is in {tag} already")
    if as_json:
        return
    for file, line, reason, text in report.furniture:
        short = text if len(text) <= 60 else f"{text[:57]}…"
        console.say(f"set aside {file}:{line}: {short} ({reason})", "dim")
    if report.furniture and not report.project:
        console.say("these lines are the site's; `polyglot init` makes a project that keeps them as site strings")
    for tally in report.strings:
        left = f", {tally.left_out} not reviewed and left out of the .mo" if tally.left_out else ""
        console.say(f"{tally.catalog}: {tally.strings} site strings, {tally.published} published{left}")
    for result in report.results:
        console.say(_counts(result), "bold")
        console.show_most(result.issues)


def _counts(result: Result) -> str:
    """One line of counts."""
    parts = [f"{result.segments} segments", f"{result.translated} translated", f"{result.recalled} recalled"]
    parts += [f"{result.untranslated} kept in {result.source}"] if result.untranslated else []
    parts += [f"{result.stale} stale"] if result.stale else []
    names = f"names {result.terms['right']}/{result.terms['hits']}"
    state = "written" if result.wrote else "unchanged"
    return f"{result.file} → {result.target}: {', '.join(parts)}; {names}; {result.furniture} lines set aside; {state}"


def _estimate(wishes: Wishes, *, as_json: bool) -> int:
    """Show what a run would do."""
    from polyglot import runs

    rows, missing = runs.estimate(wishes)
    _show_missing(missing)
    code = ENGINE_MISSING if missing else 0
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
