"""`polyglot review`: what people decide on translations, put on record."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="Review: export, import, accept, approve, queue, serve.", no_args_is_help=True, rich_markup_mode=None
)
