"""Tiny real Argos packages, made in a moment: Transformers with weights set by hand, which translate word for word.

No training and no chance. A source token's embedding holds the code of its translation, and every position has a code
of its own. The only layer that does anything is the decoder's attention to the source: at each step it looks for the
position that the step is to read, and takes the code found there, which the output layer turns back into a token.
What is not in the lexicon is copied, piece by piece; the sentence's end is copied too. So such a package runs through
the very code that a large one runs through, and its right answer is known.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from polyglot.engines.argos import notes

if TYPE_CHECKING:
    import numpy as np
    from ctranslate2.specs.attention_spec import MultiHeadAttentionSpec
    from ctranslate2.specs.common_spec import LayerNormSpec, LinearSpec
    from ctranslate2.specs.transformer_spec import FeedForwardSpec, TransformerSpec
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

UNKNOWN = "<unk>"
SPECIALS = (UNKNOWN, "<s>", "</s>")
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789éèàçôêäöü.,;:!?'’«»\"()[]{}<>/%#@_-+&"
POSITIONS = 600
HALF = 64
"""Dimensions that tell tokens apart; as many tell positions apart."""
GAIN = 16
"""How sharply the attention looks, and how far the token found outweighs the one before."""
Reads = Callable[[int], int]
"""Which source position each step of the decoder reads."""


def in_order(step: int) -> int:
    """Reads a sentence from its beginning to its end."""
    return step


def behind_prefix(step: int) -> int:
    """Reads in order where the first step's token is given: without it the first word comes twice."""
    return max(step - 1, 0)


def round_and_round(step: int) -> int:
    """Reads the first three tokens again and again, and never comes to the end of a longer sentence."""
    return step % 3


def four_rounds(step: int) -> int:
    """Reads the first three tokens four times, then what comes behind the fourth."""
    return step % 3 if step < 12 else step - 8


def wandering(step: int) -> int:
    """Reads the first three tokens for ever, without ever repeating a group of them (Thue 1906)."""
    return (step.bit_count() % 2 - (step + 1).bit_count() % 2) % 3


def write_package(
    folder: Path,
    source: str,
    target: str,
    lexicon: Mapping[str, str],
    *,
    reads: Reads = in_order,
    certainty: float = 1.0,
    metadata: Mapping[str, object] | None = None,
) -> Path:
    """Write a package with a SentencePiece model; `lexicon` gives each word its translation, `<unk>` or nothing.

    It counts as tried, so that tests need not wait for that.
    With a `certainty` of 1 every other hypothesis is out of the question; with 0.06 they come close.
    """
    known = {"package_version": "1.0", "argos_version": "1.9", "from_code": source, "to_code": target}
    whole = {**known, "from_name": source.upper(), "to_name": target.upper(), **(metadata or {})}
    pieces, vocabulary = sentencepiece_model(tuple(sorted({*lexicon, *lexicon.values()} - {"", UNKNOWN})))
    turned = {f"▁{word}": to if to == UNKNOWN else f"▁{to}" for word, to in lexicon.items()}
    extra = [str(whole["target_prefix"])] if whole.get("target_prefix") else []
    write_model(folder / "model", [*vocabulary, *extra], turned, reads, certainty)
    (folder / "sentencepiece.model").write_bytes(pieces)
    (folder / "metadata.json").write_text(json.dumps(whole), "utf-8")
    notes.vouch(folder)
    return folder


def write_bpe_package(folder: Path, source: str, target: str, lexicon: Mapping[str, str]) -> Path:
    """Write a package of the other kind: Moses's tokenizer and subword-nmt's merges (Sennrich et al. 2016)."""
    merges, vocabulary = bpe_model({*lexicon, *lexicon.values()})
    write_model(folder / "model", vocabulary, lexicon, in_order, certainty=1.0)
    (folder / "bpe.model").write_text(merges, "utf-8")
    (folder / "metadata.json").write_text(json.dumps({"from_code": source, "to_code": target}), "utf-8")
    return folder


def pack(package: Path, file: Path) -> Path:
    """Zip a package as it is offered for download (`.argosmodel`), the same bytes each time."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(package.rglob("*")):
            if path.is_file():
                archive.writestr(zipfile.ZipInfo(str(path.relative_to(package.parent))), path.read_bytes())
    return file


@cache
def sentencepiece_model(words: tuple[str, ...]) -> tuple[bytes, tuple[str, ...]]:
    """A model that has every word as one piece, and every letter; and its vocabulary."""
    from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

    written = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join([word] * 20) for word in words] + [" ".join(ALPHABET)]),
        model_writer=written,
        model_type="bpe",
        vocab_size=1000,
        hard_vocab_limit=False,
        character_coverage=1.0,
        num_threads=1,
        minloglevel=2,
    )
    processor = SentencePieceProcessor(model_proto=written.getvalue())
    vocabulary = tuple(processor.id_to_piece(index) for index in range(processor.get_piece_size()))
    assert {f"▁{word}" for word in words} <= set(vocabulary)
    return written.getvalue(), vocabulary


def bpe_model(words: Iterable[str]) -> tuple[str, list[str]]:
    """Merges that make every word one token, from left to right; and the vocabulary of all that they can make."""
    merges: dict[str, None] = {}
    made = set(ALPHABET)
    for word in sorted(words):
        starts = [word[:length] for length in range(1, len(word) + 1)]
        made.update(starts)
        for start, letter in zip(starts, word[1:], strict=False):
            last = len(start) + 1 == len(word)
            merges[f"{start} {letter}{'</w>' if last else ''}"] = None
    vocabulary = [*SPECIALS, *sorted({*made, *(f"{piece}@@" for piece in made)})]
    return "\n".join(["#version: 0.2", *merges]) + "\n", vocabulary


def write_model(
    folder: Path, vocabulary: Sequence[str], lexicon: Mapping[str, str], reads: Reads, certainty: float
) -> None:
    """Write a CTranslate2 model, stored as Argos stores them: 8 bits, one vocabulary for both sides."""
    from ctranslate2.specs.transformer_spec import TransformerSpec

    spec = TransformerSpec.from_config((1, 1), num_heads=1)
    _embed(spec, vocabulary, lexicon, reads)
    _wire(spec)
    _plain(spec.decoder.layer_norm, certainty)
    spec.config.add_source_eos = True
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    spec.validate()
    spec.optimize("int8")
    folder.mkdir(parents=True)
    spec.save(str(folder))


def _embed(spec: TransformerSpec, vocabulary: Sequence[str], lexicon: Mapping[str, str], reads: Reads) -> None:
    """Codes of tokens in the first half of the dimensions, of positions in the second."""
    import numpy as np

    chance = np.random.default_rng(7)
    tokens = chance.choice([-1.0, 1.0], size=(len(vocabulary), HALF))
    positions = chance.choice([-1.0, 1.0], size=(POSITIONS, HALF))
    number = {token: index for index, token in enumerate(vocabulary)}
    translated = [number[lexicon.get(token, token)] for token in vocabulary]
    read = [min(reads(step), POSITIONS - 1) for step in range(POSITIONS)]
    for side, table, places in ((spec.encoder, tokens[translated], positions), (spec.decoder, tokens, positions[read])):
        side.scale_embeddings = False
        side.position_encodings.encodings = _half(places, first=False)  # type: ignore[assignment]  # None at first
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = _half(table, first=True)
    spec.decoder.projection.weight = _half(tokens, first=True)


def _wire(spec: TransformerSpec) -> None:
    """Let the decoder's attention compare positions and carry tokens over; leave all else without effect."""
    import numpy as np

    positions, tokens = (_half(np.eye(HALF), first=first) for first in (False, True))
    pick_position = np.concatenate([np.zeros_like(positions), positions])
    pick_token = np.concatenate([tokens, np.zeros_like(tokens)])
    for side in (spec.encoder, spec.decoder):
        _plain(side.layer_norm)
        _silence(side.layer[0].self_attention)
        _silence(side.layer[0].ffn)
    attention = spec.decoder.layer[0].attention
    _plain(attention.layer_norm)
    _set(attention.linear[0], pick_position * GAIN)
    _set(attention.linear[1], np.concatenate([pick_position, pick_token]))
    _set(attention.linear[2], pick_token * GAIN)


def _silence(part: MultiHeadAttentionSpec | FeedForwardSpec) -> None:
    """Make a part of a layer add nothing."""
    import numpy as np

    _plain(part.layer_norm)
    linears = part.linear if hasattr(part, "linear") else (part.linear_0, part.linear_1)
    wide = 3 * 2 * HALF if hasattr(part, "linear") else 4
    shapes = ((wide, 2 * HALF), (2 * HALF, 2 * HALF if hasattr(part, "linear") else wide))
    for linear, shape in zip(linears, shapes, strict=True):
        _set(linear, np.zeros(shape))


def _plain(norm: LayerNormSpec, scale: float = 1.0) -> None:
    import numpy as np

    norm.gamma = np.full(2 * HALF, scale, np.float32)
    norm.beta = np.zeros(2 * HALF, np.float32)


def _set(linear: LinearSpec, weight: NDArray[np.float64]) -> None:
    import numpy as np

    linear.weight = weight.astype(np.float32)
    linear.bias = np.zeros(weight.shape[0], np.float32)  # type: ignore[assignment]  # None at first


def _half(rows: NDArray[np.float64], *, first: bool) -> Array:
    """Rows of half the width in the first or the second half of full rows."""
    import numpy as np

    empty = np.zeros_like(rows)
    return np.concatenate([rows, empty] if first else [empty, rows], axis=1).astype(np.float32)
