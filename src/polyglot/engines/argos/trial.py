"""A package's model loaded and asked once, in a process that may die of it; what it raises is its answer.

`keeper` starts it. It asks for attention too, because a model whose settings name a layer that it does not have dies of
just that.
"""

from __future__ import annotations

import json
import resource
from pathlib import Path

STEPS = 16
ASKED = 8
"""Tokens."""
IN_COMMON = 10
"""A model knows more than one in so many pieces of its tokenizer."""
SPECIAL = 3
"""The first pieces of every SentencePiece model stand for what is no text."""


def run(folder: str) -> None:
    """Load the model and the tokenizers of a package, and translate a few tokens; raises where something is wrong."""
    from ctranslate2 import Translator

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    package = Path(folder)
    known = _vocabulary(package / "model")
    pieces = _pieces(package)
    tokens = [token for token in pieces if token in known]
    if len(tokens) * IN_COMMON <= len(pieces):
        raise ValueError("its tokenizer and its model have hardly any words in common")
    facts = json.loads((package / "metadata.json").read_text("utf-8"))
    prefixes = [facts.get("target_prefix"), *dict(facts.get("target_prefixes", {})).values()]
    prefix = next(([[str(piece)]] for piece in prefixes if piece), None)
    translator = Translator(str(package / "model"), device="cpu", inter_threads=1, intra_threads=1)
    for attention in (False, True):
        translator.translate_batch(
            [tokens[:ASKED]], target_prefix=prefix, beam_size=2, max_decoding_length=STEPS, return_attention=attention
        )


def _pieces(package: Path) -> list[str]:
    """What the tokenizer of the source makes; all of them are loaded."""
    from sentencepiece import SentencePieceProcessor

    names = [name for name in ("source.spm", "target.spm", "sentencepiece.model") if (package / name).is_file()]
    loaded = [SentencePieceProcessor(model_file=str(package / name)) for name in names]
    if not loaded:
        return _merged(package / "bpe.model")
    return [str(loaded[0].id_to_piece(index)) for index in range(SPECIAL, loaded[0].get_piece_size())]


def _merged(path: Path) -> list[str]:
    """What the merges of a BPE model make."""
    rows = (line.split() for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return ["".join(row).removesuffix("</w>") for row in rows if len(row) == 2]


def _vocabulary(model: Path) -> frozenset[str]:
    """The source tokens that the model knows."""
    for name in ("source_vocabulary", "shared_vocabulary"):
        if (path := model / f"{name}.json").is_file():
            return frozenset(json.loads(path.read_text("utf-8")))
        if (path := model / f"{name}.txt").is_file():
            return frozenset(path.read_text("utf-8").split("\n"))
    raise FileNotFoundError("it has no vocabulary")
