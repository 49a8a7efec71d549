"""Text to tokens and back, with the tokenizers that came with a package.

SentencePiece models are run directly: Argos Translate's own wrapper turns every underscore of the result into a space.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from polyglot.engines.argos.packages import Leg

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


class Tokenizer(Protocol):
    """What a model needs on both sides of it."""

    def encode(self, text: str, /) -> list[str]:
        """The tokens of a text in the source language."""

    def decode(self, tokens: Sequence[str], /) -> str:
        """The text of tokens in the target language."""


class Pieces:
    """SentencePiece models (Kudo and Richardson 2018), mostly one for both languages."""

    def __init__(self, source: SentencePieceProcessor, target: SentencePieceProcessor) -> None:
        self._source = source
        self._target = target

    def encode(self, text: str, /) -> list[str]:
        """The pieces of a text; characters that the model does not know come as pieces of their own."""
        return list(self._source.encode(text, out_type=str))

    def decode(self, tokens: Sequence[str], /) -> str:
        """The text of pieces, those that the model does not know as they stand."""
        return str(self._target.decode(list(tokens)))


class Merges:
    """Moses's tokenizer and byte-pair merges (Sennrich et al. 2016), as older packages have them."""

    def __init__(self, leg: Leg) -> None:
        from argostranslate.tokenizer import BPETokenizer

        self._tokenizer = BPETokenizer(leg.tokenizer, *leg.codes)

    def encode(self, text: str, /) -> list[str]:
        """The tokens of a text."""
        return list(self._tokenizer.encode(text))

    def decode(self, tokens: Sequence[str], /) -> str:
        """The text of tokens."""
        return str(self._tokenizer.decode(list(tokens)))


def load(leg: Leg) -> Tokenizer:
    """The tokenizer of a leg; raises `RuntimeError` or `OSError` where a file of it is damaged."""
    if leg.tokenizer.name == "bpe.model":
        return Merges(leg)
    from sentencepiece import SentencePieceProcessor

    source = SentencePieceProcessor(model_file=str(leg.tokenizer))
    return Pieces(source, SentencePieceProcessor(model_file=str(leg.files[-1])))
