"""A package's model at work: texts in, sound hypotheses out, or the reason why there are none.

CTranslate2 decodes with a beam of two, in batches counted in tokens: larger or uneven batches change results a little
through padding. What it answers is looked over before anyone sees it as a translation.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from polyglot.engines.argos.packages import Leg
from polyglot.engines.argos.tokenise import Tokenizer, load
from polyglot.errors import EngineFailureError

if TYPE_CHECKING:
    from ctranslate2 import TranslationResult, Translator  # type: ignore[attr-defined]

BEAM = 2
BATCH_TOKENS = 1024
LONGEST = 256
"""Tokens of one text: models are trained on sentences, and lose the thread of anything much longer."""
POSITIONS = 512
"""Tokens that every model can count; some refuse to decode more."""
NOISE = 1.0
"""A hypothesis whose every token is less likely than the best one's by this much (in nats) is a guess, not a choice."""
UNKNOWN = "<unk>"
UNKNOWN_SHOWN = "⁇"
"""How SentencePiece writes the unknown token."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One hypothesis that is sound as a text."""

    text: str
    score: float
    """Log probability per token."""
    unknown: tuple[str, ...] = ()
    """What the model does not know and was left as it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says to one text, best first; `failure` says why there is no draft."""

    drafts: tuple[Draft, ...]
    failure: str = ""


class Model:
    """The model of a leg, loaded; raises `EngineFailureError` where its files are refused."""

    def __init__(self, leg: Leg, cores: int) -> None:
        self._leg = leg
        try:
            self._tokenizer: Tokenizer = load(leg)
            self._translator = _translator(leg.model, cores)
            self._vocabulary = _vocabulary(leg.model)
        except (RuntimeError, ValueError, OSError, ImportError) as error:
            raise self._failure("cannot be loaded", error) from error

    def __str__(self) -> str:
        return str(self._leg)

    def keeps(self, word: str) -> bool:
        """Whether the tokenizer gives a word back as it is, out of tokens that the model knows."""
        tokens = self._tokenizer.encode(word)
        return self._vocabulary.issuperset(tokens) and self._tokenizer.decode(tokens) == word

    def translate(self, texts: Sequence[str]) -> Iterator[tuple[int, Answer]]:
        """Answer every text once, by its index, the longest first; raises `EngineFailureError` where that breaks."""
        encoded = [(index, self._tokenizer.encode(text)) for index, text in enumerate(texts)]
        fitting = sorted((item for item in encoded if 0 < len(item[1]) <= LONGEST), key=lambda item: -len(item[1]))
        results = self._decode([tokens for _, tokens in fitting])
        for (index, tokens), result in zip(fitting, results, strict=True):
            yield index, self._answer(texts[index], tokens, result)
        for index, tokens in encoded:
            if not tokens:
                yield index, Answer((), "there is nothing in it that the model can read")
            elif len(tokens) > LONGEST:
                yield index, Answer((), f"it is too long for the model: {len(tokens)} tokens, at most {LONGEST}")

    def _decode(self, sources: list[list[str]]) -> Iterator[TranslationResult]:
        prefix = [self._leg.prefix] if self._leg.prefix else []
        try:
            yield from self._translator.translate_iterable(
                sources,
                target_prefix=[prefix] * len(sources) if prefix else None,
                max_batch_size=BATCH_TOKENS,
                batch_type="tokens",
                beam_size=BEAM,
                num_hypotheses=BEAM,
                return_scores=True,
                max_input_length=0,
                max_decoding_length=_limit(max(map(len, sources), default=0)) + len(prefix),
            )
        except RuntimeError as error:
            raise self._failure("stopped translating", error) from error

    def _answer(self, text: str, source: list[str], result: TranslationResult) -> Answer:
        """The sound hypotheses, each once; else what is wrong with the best."""
        start = 1 if self._leg.prefix else 0
        judged = [
            self._judged(text, source, tokens[start:], score)
            for tokens, score in zip(result.hypotheses, result.scores, strict=True)
            if not score < result.scores[0] - NOISE  # a broken model's scores are no numbers
        ]
        drafts = {draft.text: draft for draft in reversed(judged) if isinstance(draft, Draft)}
        failures = [failure for failure in judged if isinstance(failure, str)]
        return Answer(tuple(reversed(drafts.values())), "" if drafts else failures[0])

    def _judged(self, text: str, source: list[str], tokens: list[str], score: float) -> Draft | str:
        """A hypothesis as a draft, or why it cannot be one."""
        if len(tokens) >= _limit(len(source)):
            return "the model did not come to an end"
        if loops(tokens, source):
            return "the model repeated itself"
        strangers = [token for token in source if token not in self._vocabulary]
        marks = tokens.count(UNKNOWN)
        if marks and (marks != len(strangers) or len(set(strangers)) > 1):
            return "the model wrote words that it does not know"
        written = self._tokenizer.decode([strangers[0] if token == UNKNOWN else token for token in tokens]).strip()
        if UNKNOWN_SHOWN in written and UNKNOWN_SHOWN not in text:
            return "the model wrote words that it does not know"
        kept = tuple(self._tokenizer.decode([token]) for token in strangers[:marks])
        return Draft(written, score, kept) if written else "the model answered nothing"

    def _failure(self, what: str, error: Exception) -> EngineFailureError:
        return EngineFailureError(
            f"the Argos model {self._leg} {what}: {error}",
            place=str(self._leg.folder),
            hint="remove that folder and install the package again",
        )


def available_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def loops(tokens: Sequence[str], source: Sequence[str]) -> bool:
    """Whether tokens follow themselves more often than a text does of itself, and than the source does.

    One or two tokens may come three times in a row (`very, very, very`, `1,000,000,000`), more of them twice.

    >>> loops("no , no , no , no ,".split(), "non ! non !".split())
    True
    """
    found = ((size, _repeats(tokens, size)) for size in range(1, len(tokens) // 3 + 1))
    striking = max((times for size, times in found if times > (3 if size < 3 else 2)), default=0)
    return striking > 0 and all(_repeats(source, size) < striking for size in range(1, len(source) // 2 + 1))


def _repeats(tokens: Sequence[str], size: int) -> int:
    """How often, at most, a group of so many tokens comes in a row."""
    longest = streak = 0
    for token, later in zip(tokens, tokens[size:], strict=False):
        streak = streak + 1 if token == later else 0
        longest = max(longest, streak)
    return longest // size + 1


def _limit(length: int) -> int:
    """The number of tokens at which a translation of so many is taken to be endless."""
    return min(4 * length + 20, POSITIONS - 2)


def _translator(folder: Path, cores: int) -> Translator:
    """One worker per core, each with one thread: more threads per worker are slower."""
    from ctranslate2 import Translator, get_supported_compute_types  # type: ignore[attr-defined]

    kind = "int8" if "int8" in get_supported_compute_types("cpu") else "default"
    return Translator(str(folder), device="cpu", inter_threads=cores, intra_threads=1, compute_type=kind)


def _vocabulary(folder: Path) -> frozenset[str]:
    """The source tokens that a CTranslate2 model knows: a JSON list, or one to a line in older models."""
    for name in ("source_vocabulary", "shared_vocabulary"):
        if (path := folder / f"{name}.json").is_file():
            return frozenset(json.loads(path.read_text("utf-8")))
        if (path := folder / f"{name}.txt").is_file():
            return frozenset(path.read_text("utf-8").split("\n"))
    raise FileNotFoundError(f"{folder} has no vocabulary")
