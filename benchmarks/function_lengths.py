"""How long the functions of a package are: count, median, p90, longest.

    python benchmarks/function_lengths.py [FOLDER]

A length is the number of lines from `def` to the last line of the body, docstring included, decorators not; p90 is the
nearest rank. It reports and never fails: a long function is a question to its author, not an error.
"""

from __future__ import annotations

import ast
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

SOURCE = Path(__file__).parents[1] / "src" / "polyglot"
SHOWN = 10


class Function(NamedTuple):
    """A function and where it stands."""

    lines: int
    place: str
    name: str


def functions(folder: Path) -> Iterator[Function]:
    """Every function of the Python files below a folder, nested ones and methods too."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield Function(lines, f"{path.relative_to(folder)}:{node.lineno}", node.name)


def report(found: Sequence[Function]) -> str:
    """The figures, then the longest functions, longest first."""
    ranked = sorted(found, key=lambda function: (-function.lines, function.place))
    lengths = sorted(function.lines for function in found)
    figures = {
        "functions": len(lengths),
        "median": f"{median(lengths):g}",
        "p90": lengths[math.ceil(0.9 * len(lengths)) - 1],
        "max": lengths[-1],
    }
    head = [f"{name:<10} {figure:>5}" for name, figure in figures.items()]
    return "\n".join([*head, *(f"{lines:>5}  {place}  {name}" for lines, place, name in ranked[:SHOWN])])


def main(arguments: Sequence[str]) -> int:
    """Print the report for the folder given, or for polyglot itself; 2 where it has no functions."""
    folder = Path(arguments[0]) if arguments else SOURCE
    found = list(functions(folder))
    print(report(found) if found else f"no functions below {folder}")
    return 0 if found else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
