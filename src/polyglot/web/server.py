"""The page, listening: a socket, a key, uvicorn."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from contextlib import ExitStack

from polyglot import runs
from polyglot.errors import LibraryMissingError, UsageError
from polyglot.runs import Wishes

NEEDED = "starlette uvicorn jinja2"
LOCAL = ("localhost", "127.0.0.1", "::1")
"""Addresses on which only this machine hears us."""


def serve(wishes: Wishes, host: str, port: int, told: Callable[[str], None]) -> None:
    """Show the articles asked for until somebody interrupts; `told` is given the address, with the key.

    Raises `LibraryMissingError`, `UsageError`, and what is wrong with the project, before anything listens.
    """
    try:
        import uvicorn

        from polyglot.web.app import application
        from polyglot.web.gate import Gate, Pass
    except ImportError as error:
        hint = 'run: pip install "polyglot-press[web]"'
        raise LibraryMissingError(f"the page needs {error.name}, which is not installed", hint=hint) from error
    from polyglot.web.desks import Desks

    with ExitStack() as stack:
        desks = Desks(runs.start(wishes, stack))
        listening = stack.enter_context(_listening(host, port))
        number = listening.getsockname()[1]
        key = secrets.token_urlsafe(32)
        gate = Gate(application(desks), Pass(key, f"polyglot-{number}", host))
        settings = uvicorn.Config(
            gate,
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            ws="none",
            proxy_headers=False,
        )
        told(f"http://{_written(host)}:{number}/?key={key}")
        uvicorn.Server(settings).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises `UsageError` where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        hint = "choose another --port, or none, and --host 127.0.0.1"
        raise UsageError(f"cannot listen on {host}, port {port}: {reason}", hint=hint) from error


def _written(host: str) -> str:
    """A host as an address has it; where all are listened on, this machine's own."""
    named = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on
    return f"[{named}]" if ":" in named else named
