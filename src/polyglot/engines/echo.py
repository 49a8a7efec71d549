"""The engine that says what it hears: for tests of formats, which must give the same bytes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from polyglot.model import Candidate, Candidates, Identity, Masked, Pair, Rung, Tag
from polyglot.version import VERSION


class EchoEngine:
    """Text and slots come back unchanged, for any pair."""

    name = "echo"
    words_per_second = 1_000_000

    def supports(self, source: Tag, target: Tag) -> bool:
        """Every pair of two languages."""
        return source != target

    def identity(self, pair: Pair) -> Identity:
        """The same for every pair but for its route."""
        return Identity(self.name, VERSION, "0" * 12, tuple(pair), (Rung.MASK,), "none")

    def pairs(self) -> tuple[Pair, ...]:
        """None that could be listed."""
        return ()

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        """Answer each item with itself."""
        del pair, rung
        for key, masked in items:
            yield key, Candidates((Candidate(masked.pieces),))

    def close(self) -> None:
        """Nothing to free."""
