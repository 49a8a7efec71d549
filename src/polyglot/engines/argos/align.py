"""Which words of a draft go back to which of its source, as the model's attention has it: what tags are set by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from polyglot.engines.argos.drafts import Attention
from polyglot.engines.argos.slots import Piece, Spelled
from polyglot.inline import OPAQUE, Links, atoms, flat
from polyglot.model import Slot, Span

SPACE = "▁"
"""How SentencePiece writes the space before a word."""
WINDOW = 40
"""Within so many characters the next word is found; what lies further ahead is another of its kind."""


@dataclass(frozen=True, slots=True)
class Side:
    """A text on one side of a model: what it consists of, and the tokens that write it."""

    pieces: Sequence[Piece]
    tokens: Sequence[str]

    def atoms(self) -> list[Slot | str]:
        """Its words and slots, in order."""
        text, slots = flat(self.pieces), (piece for piece in self.pieces if isinstance(piece, Slot))
        return [next(slots) if text[start] == OPAQUE else text[start:end] for start, end in atoms(text)]

    def tokens_of(self, spelled: Spelled) -> list[list[int]]:
        """For each atom the numbers of the tokens that write it."""
        joined = "".join(self.tokens).replace(SPACE, " ")
        ends = [0]
        for token in self.tokens:
            ends.append(ends[-1] + len(token))
        spans = [Span(*edges) for edges in pairwise(ends)]
        forms = {mark.slot.number: mark.forms for mark in spelled.marks}
        found, at = [], 0
        for atom in self.atoms():
            span = _next(joined, at, forms.get(atom.number, ()) if isinstance(atom, Slot) else (atom,))
            at = span.end if span else at
            found.append([number for number, one in enumerate(spans) if span and one.overlaps(span)])
        return found


def _next(text: str, at: int, forms: Sequence[str]) -> Span | None:
    """Where one of some forms comes next."""
    for form in forms:
        start = text.find(form, at, at + WINDOW + len(form))
        if start >= 0:
            return Span(start, start + len(form))
    return None


def links(source: Side, target: Side, spelled: Spelled, attention: Attention) -> Links:
    """For each atom of a draft the atoms of its source that it goes back to; a slot goes back to itself.

    A word that much of the draft looks at counts for less: else `the` would go back to the noun behind it, which heads
    look at already, rather than to the article that nothing else looks at.
    """
    numbers = {atom.number: n for n, atom in enumerate(source.atoms()) if isinstance(atom, Slot)}
    columns = source.tokens_of(spelled)
    looks = [
        [sum(attention[row][at] for row in rows for at in here) for here in columns]
        for rows in target.tokens_of(spelled)
    ]
    seen = [sum(column) for column in zip(*looks, strict=True)]
    found: list[Mapping[int, float]] = []
    for atom, row in zip(target.atoms(), looks, strict=True):
        if isinstance(atom, Slot):
            found.append({numbers[atom.number]: 1.0})
        else:
            found.append(_shares({n: look / seen[n] for n, look in enumerate(row) if look}))
    return found


def _shares(looks: Mapping[int, float]) -> Mapping[int, float]:
    """Parts of a whole."""
    total = sum(looks.values())
    return {number: look / total for number, look in looks.items() if look} if total else {}


def through(first: Links, second: Links) -> Links:
    """Where the words of a second translation go back to, in the source of the first."""
    found = []
    for link in second:
        shares: dict[int, float] = {}
        for middle, share in link.items():
            for number, part in first[middle].items():
                shares[number] = shares.get(number, 0.0) + share * part
        found.append(_shares(shares))
    return found
