"""Draws `docs/terminal.svg`: what `polyglot translate` shows on a terminal, as it really came out.

Usage: polyglot translate ... 2>&1 | python docs/picture.py "polyglot translate ..." > docs/terminal.svg
"""

from __future__ import annotations

import io
import sys

from rich.console import Console
from rich.text import Text


def main() -> None:
    """Read a program's output from standard input and write the picture to standard output."""
    console = Console(record=True, width=118, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ {sys.argv[1]}", style="bold"))
    console.print(Text.from_ansi(sys.stdin.read()))
    sys.stdout.write(console.export_svg(title="polyglot"))


if __name__ == "__main__":
    main()
