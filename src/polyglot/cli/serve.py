"""`polyglot review serve`: the page in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from polyglot.cli import console
from polyglot.cli.options import From, Json, To

LARGEST_PORT = 65_535


def serve(
    article: Annotated[Path | None, typer.Argument(help="A file or folder; in a project, its articles.")] = None,
    *,
    to: To = None,
    source: From = "",
    port: Annotated[int, typer.Option("--port", help="The port; by default one that is free.")] = 0,
    host: Annotated[
        str, typer.Option("--host", help="The address; by default only this machine is heard.")
    ] = "127.0.0.1",
    as_json: Json = False,
) -> int:
    """Review articles in the browser: source and translation side by side. Ctrl+C ends it.

    The address that is shown has a key in it; whoever has the key can change the catalogs.
    """
    from polyglot import locales, runs
    from polyglot.errors import UsageError
    from polyglot.web import server

    if not 0 <= port <= LARGEST_PORT:
        raise UsageError(f"{port} is no port", hint=f"choose one from 1024 to {LARGEST_PORT}, or leave --port out")
    if host not in server.LOCAL:
        message = f" {host} can be reached by other machines; what is sent there is not encrypted"
        console.say(message, "yellow", head="warning:")
    wishes = runs.Wishes(
        paths=(article,) if article else (),
        to=runs.tags(to or ()),
        source=locales.parse(source) if source else None,
    )
    try:
        server.serve(wishes, host, port, lambda url: _tell(url, as_json=as_json))
    except KeyboardInterrupt:
        console.say("stopped; every decision is in the catalogs")
    return 0


def _tell(url: str, *, as_json: bool) -> None:
    """Show where the page is, at once: somebody or something waits for it."""
    with console.listened_to():
        if as_json:
            console.as_json({"schema": 1, "url": url})
        else:
            console.out(url)
            console.say("open this address in a browser; Ctrl+C ends it")
