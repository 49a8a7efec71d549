"""An engine for tests that takes its time and writes down what it is asked; `install` makes it an entry point.

Beside the installed module, `seconds.txt` says how long a text takes, and `asked.txt` has a line for each text.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from polyglot.engines.pseudo import PseudoEngine
from polyglot.model import Candidates, Masked, Pair, Rung, Slot

METADATA = "Metadata-Version: 2.1\nName: slow-engine\nVersion: 1.0\n"
ENTRY_POINTS = "[polyglot.engines]\nslow = slow_engine:SlowEngine\n"


def install(site: Path) -> None:
    """Make a folder for `PYTHONPATH` with the engine `slow` in it."""
    facts = site / "slow_engine-1.0.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text(METADATA, "utf-8")
    (facts / "entry_points.txt").write_text(ENTRY_POINTS, "utf-8")
    (site / "slow_engine.py").write_bytes(Path(__file__).read_bytes())


def written(masked: Masked) -> str:
    """A text as it is written down: slots by their source."""
    return "".join(piece.source if isinstance(piece, Slot) else piece for piece in masked.pieces)


class SlowEngine(PseudoEngine):
    """The pseudo engine, some milliseconds a text."""

    name = "slow"

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        """Answer one after the other."""
        here = Path(__file__)
        seconds = float(here.with_name("seconds.txt").read_text("utf-8"))
        with here.with_name("asked.txt").open("a", encoding="utf-8") as asked:
            for key, masked in items:
                asked.write(f"{pair.target} {written(masked)}\n")
                asked.flush()
                time.sleep(seconds)
                yield from super().translate([(key, masked)], pair, rung)
