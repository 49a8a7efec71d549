"""The command line: reads flags, calls the library, shows what came of it, chooses an exit code."""

from __future__ import annotations

import io
import sys

from polyglot.cli.funnel import guarded


def main() -> None:
    """Run `polyglot`; every way out goes through `funnel`, none with a traceback; UTF-8 on every machine."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(guarded(sys.argv[1:]))
