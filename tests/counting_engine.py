"""An engine for tests that remembers what it is asked; `engines.BUILT_IN` takes it by `PLACE`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import ClassVar

from polyglot.engines.pseudo import PseudoEngine
from polyglot.model import Candidates, Identity, Masked, Pair, Rung, Slot

PLACE = "counting_engine:CountingEngine"


class CountingEngine(PseudoEngine):
    """The pseudo engine, with a model that can be exchanged."""

    name = "counting"
    model: ClassVar[str] = "1" * 12
    asked: ClassVar[list[str]] = []
    mute: ClassVar[bool] = False

    def identity(self, pair: Pair) -> Identity:
        """Of the model that is in place now."""
        return replace(super().identity(pair), engine=self.name, model=self.model)

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        """Answer, and write down what was asked."""
        for key, masked in items:
            self.asked.append("".join(piece.source if isinstance(piece, Slot) else piece for piece in masked.pieces))
            if self.mute:
                yield key, Candidates((), "no idea")
            else:
                yield from super().translate([(key, masked)], pair, rung)
