"""The capital of a sentence: a term in small letters has it where it begins the sentence, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from polyglot.model import CodeKind, Slot

LETTER = re.compile(r"[^\W\d_]")
Pieces = tuple[str | Slot, ...]


def started(pieces: Pieces, source: Pieces, small: Callable[[Slot], bool]) -> Pieces:
    """An answer whose terms in small letters (`small`) have the capital that the start of their sentence wants.

    One that came to the start gets it, where the source's sentence begins with one; one that had it only for beginning
    the source's sentence loses it where it stands elsewhere.
    """
    first = next((piece for piece in source if LETTER.search(_written(piece))), "")
    letter = LETTER.search(_written(first))
    capital = letter is not None and letter[0].isupper()
    opening = first.number if isinstance(first, Slot) else None
    settled: list[str | Slot] = []
    begun = False
    for piece in pieces:
        ours = isinstance(piece, Slot) and piece.kind is CodeKind.NAME and capital and small(piece)
        settled.append(_settled(piece, opening, begun=begun) if ours and isinstance(piece, Slot) else piece)
        begun = begun or any(map(str.isalnum, _written(piece)))
    return tuple(settled)


def _settled(slot: Slot, opening: int | None, *, begun: bool) -> Slot:
    """A term with a capital at the start, and without the one that it had for opening the source's sentence."""
    if not begun:
        return replace(slot, target=slot.target[:1].upper() + slot.target[1:])
    return replace(slot, target=slot.target[:1].lower() + slot.target[1:]) if slot.number == opening else slot


def _written(piece: str | Slot) -> str:
    """What stands in the place of a piece; a tag is no word."""
    if isinstance(piece, str):
        return piece
    return "" if piece.kind in {CodeKind.TAG, CodeKind.CODE} else piece.source
