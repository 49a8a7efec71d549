"""Text to tokens and back, with the tokenizer that came with a package.

SentencePiece models are run directly: Argos Translate's own wrapper turns every underscore of the result into a space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from polyglot.engines.argos.packages import Leg

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


class Tokenizer(Protocol):
    """What a model needs on both sides of it."""

    def encode(self, text: str, /) -> list[str]:
        """The tokens of a text."""

    def decode(self, tokens: list[str], /) -> str:
        """The text of tokens."""


class Pieces:
    """A SentencePiece model (Kudo and Richardson 2018)."""

    def __init__(self, processor: SentencePieceProcessor) -> None:
        self._processor = processor

    def encode(self, text: str, /) -> list[str]:
        """The pieces of a text; characters that the model does not know come as pieces of their own."""
        return list(self._processor.encode(text, out_type=str))

    def decode(self, tokens: list[str], /) -> str:
        """The text of pieces, those that the model does not know as they stand."""
        return str(self._processor.decode(tokens))


def load(leg: Leg) -> Tokenizer:
    """The tokenizer of a leg; raises `RuntimeError` or `OSError` where its file is damaged."""
    if leg.tokenizer.name == "bpe.model":
        from argostranslate.tokenizer import BPETokenizer

        return cast("Tokenizer", BPETokenizer(leg.tokenizer, *leg.codes))
    from sentencepiece import SentencePieceProcessor

    return Pieces(SentencePieceProcessor(model_file=str(leg.tokenizer)))
