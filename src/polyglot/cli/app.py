"""All commands, put together; each module of this folder has a few of them."""

from __future__ import annotations

from typing import Annotated

import typer

from polyglot.cli import (
    apply,
    build,
    check,
    evaluate,
    exchange,
    forget,
    glossary,
    memory,
    models,
    names,
    project,
    review,
    segment,
    serve,
    status,
    strings,
    termbase,
    translate,
)
from polyglot.cli.values import PlainCommand, PlainGroup

ADDED = (apply, exchange, names, termbase)
"""They add commands to those of `glossary` and `review`."""

app = typer.Typer(
    name="polyglot",
    cls=PlainGroup,
    help="Translate articles and site strings offline, with names that hold and every word under review.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(*, wanted: bool) -> None:
    if wanted:
        from polyglot.version import VERSION

        typer.echo(f"polyglot {VERSION}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=lambda v: _version(wanted=v))
    ] = False,
) -> None:
    """Translate articles and site strings offline, with names that hold and every word under review."""
    del version


app.command("init", cls=PlainCommand)(project.init)
app.command("translate", cls=PlainCommand)(translate.translate)
app.command("segment", cls=PlainCommand)(segment.segment)
app.add_typer(glossary.app, name="glossary")
app.add_typer(models.app, name="models")
app.add_typer(memory.app, name="memory")
app.add_typer(strings.app, name="strings")
review.app.command("serve")(serve.serve)
app.add_typer(review.app, name="review")
app.command("build", cls=PlainCommand)(build.build)
app.command("check", cls=PlainCommand)(check.check)
app.command("status", cls=PlainCommand)(status.status)
app.command("forget", cls=PlainCommand)(forget.forget)
app.command("evaluate", cls=PlainCommand)(evaluate.evaluate)
app.command("doctor", cls=PlainCommand)(models.doctor)
