"""The command line: reads flags, calls the library, shows what came of it, chooses an exit code."""

from __future__ import annotations

import sys

from polyglot.cli.funnel import guarded


def main() -> None:
    """Run `polyglot`; every way out goes through `funnel`, none with a traceback."""
    sys.exit(guarded(sys.argv[1:]))
