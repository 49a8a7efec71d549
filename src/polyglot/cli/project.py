"""`polyglot init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polyglot.cli import console
from polyglot.cli.options import From, Json, To


def init(
    folder: Annotated[Path, typer.Argument(help="Where the project is to be.")] = Path(),
    *,
    to: To = None,
    source: From = "",
    as_json: Json = False,
) -> int:
    """Make a project: a commented polyglot.toml, the shipped names in glossary/, locales/, a sample article."""
    from polyglot import locales, runs, scaffold

    written = scaffold.create(
        folder, locales.parse(source) if source else locales.parse("fr"), runs.tags(to or ("en", "es"))
    )
    if as_json:
        console.as_json({"schema": 1, "written": [str(path) for path in written]})
    else:
        for path in written:
            console.out(str(path))
        sample = any(path.parent == folder / "articles" for path in written)
        first = "" if sample else f"put your texts into {folder / 'articles'}, then run: "
        console.talk().print(f"next: {first}polyglot translate {folder / 'articles'}", markup=False)
    return 0
