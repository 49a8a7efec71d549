"""The one way from an exception to a person: a sentence, the place, what to do next, and the exit code."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

import typer

from polyglot.cli import console
from polyglot.errors import PolyglotError, UsageError

BUG = 70
INTERRUPTED = 130


def guarded(arguments: Sequence[str]) -> int:
    """Run the command line and give its exit code, whatever happens."""
    so_far = ""
    try:
        code = _run(arguments)
    except PolyglotError as error:
        code = console.told(error, as_json="--json" in arguments)
    except typer.TyperException as error:
        code = console.told(_misused(error), as_json="--json" in arguments)
    except (KeyboardInterrupt, typer.Abort) as error:
        code, so_far = INTERRUPTED, str(error)
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except Exception:  # noqa: BLE001 - the one place where a bug becomes a sentence
        code = _bug(arguments)
    if code == INTERRUPTED:
        sys.stderr.write(f"interrupted{f': {so_far}' if so_far else '; what was finished has been kept'}\n")
    return code


def _run(arguments: Sequence[str]) -> int:
    from polyglot.cli.app import app

    code = app(args=list(arguments), standalone_mode=False, prog_name="polyglot")
    return code if isinstance(code, int) else 0


def _misused(error: typer.TyperException) -> UsageError:
    """What of the command line was not understood."""
    message = error.format_message()
    return UsageError(f"{message[:1].lower()}{message[1:]}", hint="polyglot --help lists commands and options")


def _bug(arguments: Sequence[str]) -> int:
    """Keep the traceback in a file for the report, and say where."""
    from polyglot.version import VERSION

    lines = (f"polyglot {VERSION}, Python {sys.version}", f"arguments: {list(arguments)}", traceback.format_exc())
    with tempfile.NamedTemporaryFile(
        "w", prefix="polyglot-bug-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write("\n".join(lines))
    sys.stderr.write(f"error: this is a bug in polyglot ({lines[-1].splitlines()[-1]})\n")
    sys.stderr.write(f"  → please report it with {Path(file.name)}\n")
    return BUG
