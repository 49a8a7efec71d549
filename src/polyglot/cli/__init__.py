"""The command line: reads flags, calls the library, shows what came of it, chooses an exit code."""

from __future__ import annotations

import io
import signal
import sys

from polyglot.cli.funnel import guarded


def main() -> None:
    """Run `polyglot`; every way out goes through `funnel`, none with a traceback; UTF-8 on every machine.

    A request to end (SIGTERM, SIGHUP) is an interrupt like that from the keyboard.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has the process ignore one of them
            signal.signal(number, signal.default_int_handler)
    code = guarded(sys.argv[1:])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # all is kept: who is in a hurry now sees no traceback
    sys.exit(code)
