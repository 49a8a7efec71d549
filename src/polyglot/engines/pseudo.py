"""Pseudo-localisation: accented, longer text, to see whether a layout and its encoding bear a translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from polyglot.model import Candidate, Candidates, Identity, Masked, Pair, Rung, Tag
from polyglot.version import VERSION

ACCENTED = str.maketrans("aceghiklnorstuwyzACEGHIKLNORSTUWYZ", "áçéĝĥíķļñöŕšťüŵýžÁÇÉĜĤÍĶĻÑÖŔŠŤÜŴÝŽ")
WORD = regex.compile(r"\p{L}+")
VOWEL = regex.compile(r"([aeiou])", regex.IGNORECASE)


class PseudoEngine:
    """Every word accented and longer by its vowels; digits, spaces, marks and slots as they were."""

    name = "pseudo"
    words_per_second = 500_000

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
        """Answer each item with its pseudo-localised self."""
        del pair, rung
        for key, masked in items:
            pieces = tuple(_accented(piece) if isinstance(piece, str) else piece for piece in masked.pieces)
            yield key, Candidates((Candidate(pieces),))

    def close(self) -> None:
        """Nothing to free."""


def _accented(text: str) -> str:
    """The text with longer, accented words.

    >>> _accented("Bonjour, 3 fois")
    'Bööñjööüüŕ, 3 fööííš'
    """
    return WORD.sub(lambda found: VOWEL.sub(r"\1\1", found[0]).translate(ACCENTED), text)
