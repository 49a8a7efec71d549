"""The vocabulary: a SentencePiece model that normalises as the training text was, wherever it travels."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

from training.augment import DIRECTION, SLOT
from training.settings import Pieces
from training.text import Sentences

SAME = {
    "'": "’‘ʼ′",
    '"': "“”„‟″",
    " ": "\t\u00a0\u2007\u2009\u202f\u200a\u3000",
    "-": "\u2010\u2011",
    "...": "…",
    "": "\u00ad\u200b\ufeff",
}
"""Characters that are read as others: what the training text was normalised to."""


def train(pairs: Iterable[Sentences], settings: Pieces, place: Path, languages: Iterable[str] = ()) -> None:
    """Learn a vocabulary from both sides and write it: byte-pair merges, unknown characters as bytes, slots whole.

    Each of `languages` has a piece that says that it is wanted, and that no text is made of.
    """
    with tempfile.TemporaryDirectory() as folder:
        rules, text = Path(folder, "rules.tsv"), Path(folder, "text")
        rules.write_text("".join(sorted(_rules())), "utf-8")
        text.write_text("\n".join(side for pair in pairs for side in pair), "utf-8")
        with place.open("wb") as written:
            SentencePieceTrainer.train(
                input=str(text),
                model_writer=written,
                model_type="bpe",
                vocab_size=settings.size,
                character_coverage=0.9995,
                byte_fallback=True,
                control_symbols=[DIRECTION.format(language) for language in languages],
                user_defined_symbols=[SLOT.format(number + 1) for number in range(settings.slots)],
                normalization_rule_tsv=str(rules),
                split_digits=True,
                max_sentence_length=20_000,
                input_sentence_size=2_000_000,
                shuffle_input_sentence=True,
                num_threads=2,
                minloglevel=1,
            )


def _rules() -> Iterable[str]:
    for plain, others in SAME.items():
        for other in others:
            yield f"{ord(other):X}\t{' '.join(f'{ord(char):X}' for char in plain)}\n"


def load(place: Path) -> SentencePieceProcessor:
    """The vocabulary that was written."""
    return SentencePieceProcessor(model_file=str(place))
