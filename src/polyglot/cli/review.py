"""`polyglot review`: what people decide on translations, put on record."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.cli import console, options
from polyglot.cli.options import From, Json, Paths, To

if TYPE_CHECKING:
    from polyglot.verdicts import Accepted

SHOWN = 20
"""So many lines of the queue are shown where nobody says how many."""
WIDTH = 60
"""Characters of a source that are shown."""

app = typer.Typer(
    help="Review: export, import, accept, approve, queue, serve.", no_args_is_help=True, rich_markup_mode=None
)
Named = Annotated[list[Path], typer.Argument(help="Files or folders.")]
Into = Annotated[list[str], typer.Option("--to", help="Target language (BCP 47), repeated or with commas.")]


@app.command("accept")
def accept(
    paths: Named,
    *,
    to: Into,
    source: From = "",
    clean: Annotated[bool, typer.Option("--clean", help="Only lines without any issue.")] = False,
    as_json: Json = False,
) -> int:
    """Accept what the machine said, but for lines with an error: they become reviewed."""
    from polyglot import verdicts

    for done in verdicts.accept(options.wishes(paths, to, source), clean=clean):
        if as_json:
            console.as_json({"schema": 1} | console.plain(done))
        else:
            _show_accepted(done)
    if not as_json:
        console.say("to publish it, run: polyglot translate")
    return 0


def _show_accepted(done: Accepted) -> None:
    """A line of counts; of what was left, each line with the reason."""
    why = Counter(kind for line in done.left for kind in line.why)
    reasons = ", ".join(f"{count} {kind}" for kind, count in why.most_common())
    left = f", {len(done.left)} left ({reasons})" if done.left else ""
    console.out(f"{done.file} → {done.target}: {done.accepted} accepted, {done.before} reviewed before{left}")
    for line in done.left:
        console.say(f"left {done.file}:{line.line}:{line.column}: {_short(line.source)} ({', '.join(line.why)})")


def _short(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


@app.command("approve")
def approve(
    path: Annotated[Path, typer.Argument(help="An article, or a folder of articles.")],
    *,
    to: Into,
    by: Annotated[str, typer.Option("--by", help="The name of the person who approves.")],
    source: From = "",
    as_json: Json = False,
) -> int:
    """Approve a whole article, every line of which is reviewed: it is final until a word of it changes."""
    from polyglot import verdicts

    for done in verdicts.approve(options.wishes([path], to, source), by):
        if as_json:
            console.as_json({"schema": 1} | console.plain(done))
        else:
            same = "" if done.wrote else ", as before"
            console.out(f"{done.file} → {done.target}: approved by {done.by}{same}")
    if not as_json:
        console.say("to publish it without the notice, run: polyglot translate")
    return 0


@app.command("queue")
def queue(
    paths: Paths = None,
    *,
    to: To = None,
    source: From = "",
    limit: Annotated[int, typer.Option("--limit", help="So many lines at most; 0 for all.")] = SHOWN,
    as_json: Json = False,
) -> int:
    """Show what waits for review, over all articles, the riskiest first, with the reasons."""
    from polyglot import worklist
    from polyglot.errors import UsageError

    if limit < 0:
        raise UsageError(f"--limit cannot be {limit}", hint="give a number from 0; 0 shows all")
    found = worklist.waiting(options.wishes(paths, to, source))
    shown = found[:limit] if limit else found
    if as_json:
        for line in shown:
            console.as_json({"schema": 1} | console.plain(line))
        return 0
    table = console.table("points", "where", "to", "why", "source")
    for line in shown:
        where = f"{line.file}:{line.line}:{line.column}"
        table.add_row(str(line.points), where, line.target, ", ".join(line.reasons), _short(line.source))
    if shown:
        console.results().print(table, markup=False)
    more = f"; {len(found) - len(shown)} more with --limit 0" if len(shown) < len(found) else ""
    console.say(f"{len(found)} lines wait for review{more}")
    return 0


@app.command("prune")
def prune(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be removed; remove nothing.")] = False,
    as_json: Json = False,
) -> int:
    """Remove catalogs, localised files and receipts whose source is gone."""
    from polyglot import files, orphans
    from polyglot.errors import UsageError
    from polyglot.project import around

    project = around((), Path.cwd())
    if project.root is None:
        raise UsageError("there is no project here", hint="go into its folder; polyglot init makes one")
    with files.locked(project.root):
        found = orphans.prune(project, dry_run=dry_run)
    for orphan in found:
        name = project.name(orphan.path)
        if as_json:
            console.as_json({"schema": 1, "dry_run": dry_run} | console.plain(orphan) | {"path": name})
        elif orphan.kept:
            console.say(f"kept {name}: {orphan.kept}")
        else:
            told = f"{name} (with {orphan.words} texts of people's)" if orphan.words else name
            console.out(told)
    removed = sum(not orphan.kept for orphan in found)
    if not as_json:
        console.say(f"{removed} files {'would be' if dry_run else 'were'} removed")
    return 0
