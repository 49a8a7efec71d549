"""Pieces of masked text, as the tests of engines read them."""

from __future__ import annotations

from collections.abc import Iterable

from polyglot.model import Slot


def shown(pieces: Iterable[str | Slot]) -> str:
    """Text with its slots as their targets."""
    return "".join(piece if isinstance(piece, str) else piece.target for piece in pieces)
