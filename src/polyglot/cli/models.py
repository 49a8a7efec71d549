"""`polyglot models` and `polyglot doctor`: what is installed and what it can do."""

from __future__ import annotations

from typing import Annotated

import typer

from polyglot.cli import console
from polyglot.cli.options import Json

app = typer.Typer(help="Engines' models: list what is installed.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_models(
    *,
    engine: Annotated[str, typer.Option("--engine", help="Only this engine's.")] = "",
    as_json: Json = False,
) -> int:
    """List the pairs that the installed engines translate, direct ones."""
    from polyglot import installation

    identities = installation.installed(engine)
    if as_json:
        console.as_json({"models": [console.plain(identity) for identity in identities]})
        return 0
    table = console.table("engine", "from", "to", "version", "model", "grade")
    for identity in identities:
        source, target = identity.route[0], identity.route[-1]
        table.add_row(identity.engine, source, target, identity.version, identity.model, identity.grade)
    console.results().print(table)
    if not identities:
        console.talk().print("no engine is installed; run: polyglot doctor")
    return 0


def doctor(*, as_json: Json = False) -> int:
    """Show what is installed, which pairs work with which engine, and what to run next."""
    from polyglot import installation

    findings = installation.examine()
    if as_json:
        console.as_json({"schema": 1, "findings": [console.plain(finding) for finding in findings]})
    else:
        table = console.table("", "what", "found", "what to do")
        for finding in findings:
            table.add_row(
                "[green]✓[/]" if finding.good else "[yellow]![/]", finding.what, finding.found, finding.advice
            )
        console.results().print(table)
    return 0 if all(finding.good for finding in findings if finding.needed) else 3
