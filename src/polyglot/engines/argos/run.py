"""A package's model at work: texts in, sound hypotheses out, or the reason why there are none.

CTranslate2 decodes with a beam of two, in batches of texts of the same length: padding would change results a little,
so that a translation depended on its neighbours. What it answers is looked over (`drafts`) before anyone sees it.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polyglot import hands
from polyglot.config import environment
from polyglot.engines.argos import binary
from polyglot.engines.argos.drafts import ENDLESS, REPEATED, UNKNOWN, Answer, Draft, judged, limit, rambles
from polyglot.engines.argos.packages import Leg
from polyglot.engines.argos.tokenise import Tokenizer, load
from polyglot.errors import EngineFailureError

if TYPE_CHECKING:
    from ctranslate2 import AsyncTranslationResult, TranslationResult, Translator

BATCH_TOKENS = 1024
"""Tokens of a batch times the beam."""
BATCH_SCORES = 72 * 32_000
"""Texts of a batch times the beam times the vocabulary: so many numbers are made at each step, several times over."""
LONGEST = 256
"""Tokens of one text: models are trained on sentences, and lose the thread of anything much longer."""
NOISE = 1.0
"""A hypothesis whose every token is less likely than the best one's by this much (in nats) is a guess, not a choice."""
UNLIKE_LOOPS = {"repetition_penalty": 1.2, "no_repeat_ngram_size": 4}
"""How a text is decoded again that came out as a loop, and no other: the penalty spoils what is well as it is."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How CTranslate2 runs models; all but `cores` may change what they write."""

    device: str = "cpu"
    compute_type: str = "int8"
    beam: int = 2
    cores: int = 0
    """Workers, each with one thread: more threads per worker are slower. 0 takes all cores."""

    @property
    def name(self) -> str:
        """What differs from the usual, for an identity: empty, or `-beam4-float32-cuda`."""
        usual = Setup()
        facts = {"compute_type": self.compute_type, "device": self.device}
        changed = [value for name, value in facts.items() if value != getattr(usual, name)]
        return "".join(f"-{part}" for part in ([f"beam{self.beam}"] if self.beam != usual.beam else []) + changed)


@dataclass(frozen=True, slots=True)
class Source:
    """A text as the model gets it."""

    index: int
    text: str
    tokens: list[str]


class Model:
    """The model of a leg, loaded; raises `EngineFailureError` where its files are refused."""

    def __init__(self, leg: Leg, setup: Setup, digest: str) -> None:
        """Load the model of a leg whose fingerprint this is."""
        self._leg = leg
        self._beam = setup.beam
        try:
            self.tokenizer: Tokenizer = load(leg)
            copies = environment().downloads / "aligned"
            self._translator = _translator(binary.aligned(leg.model, copies, digest), setup)
            self._vocabulary = _vocabulary(leg.model)
        except (RuntimeError, ValueError, OSError, ImportError) as error:
            raise self._failure("cannot be loaded", error) from error

    def __str__(self) -> str:
        return str(self._leg)

    def keeps(self, word: str) -> bool:
        """Whether the tokenizer gives a word back as it is, out of tokens that the model knows."""
        tokens = self.tokenizer.encode(word)
        return self._vocabulary.issuperset(tokens) and self.tokenizer.decode(tokens) == word

    def length(self, text: str) -> int:
        """How many tokens a text has; at most `LONGEST` can be translated."""
        return len(self.tokenizer.encode(text))

    def translate(self, texts: Sequence[str], *, aligned: bool = False) -> Iterator[tuple[int, Answer]]:
        """Answer every text once, by its index, the longest first, those that came out as loops last.

        `aligned` asks for attention with the drafts. Raises `EngineFailureError` where the model breaks.
        """
        sources = [Source(index, text, self.tokenizer.encode(text)) for index, text in enumerate(texts)]
        yield from ((source.index, Answer((), refusal)) for source in sources if (refusal := _refusal(source.tokens)))
        fitting = sorted((s for s in sources if not _refusal(s.tokens)), key=lambda source: -len(source.tokens))
        loops = []
        for source, answer in self._answers(fitting, {"return_attention": aligned}):
            if answer.failure in {REPEATED, ENDLESS}:
                loops.append((source, answer))
            else:
                yield source.index, answer
        first = {source.index: answer for source, answer in loops}
        for source, answer in self._answers(
            [source for source, _ in loops], {"return_attention": aligned, **UNLIKE_LOOPS}
        ):
            drafts = tuple(draft for draft in answer.drafts if not rambles(draft.tokens, source.tokens))
            yield source.index, Answer(drafts) if drafts else first[source.index]

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How likely the model finds each target, given its source: log probability per token, the end included."""
        encoded = [(self.tokenizer.encode(source), self.tokenizer.encode(target)) for source, target in pairs]
        sources, targets = [source for source, _ in encoded], [target for _, target in encoded]
        prefix = [self._leg.prefix] if self._leg.prefix else []
        results = self._translator.score_batch(
            sources, [prefix + target for target in targets], max_batch_size=BATCH_TOKENS, batch_type="tokens"
        )
        scores = [result.log_probs[len(prefix) :] for result in results]
        return [sum(score) / max(1, len(score)) for score in scores]

    def _answers(self, sources: Sequence[Source], options: dict[str, Any]) -> Iterator[tuple[Source, Answer]]:
        """Decode texts in batches, a few batches ahead of who takes the answers."""
        waiting: deque[tuple[Source, AsyncTranslationResult]] = deque()
        try:
            for batch in _batches(sources, self._beam, len(self._vocabulary)):
                waiting.extend(zip(batch, self._submit(batch, options), strict=True))
                while waiting and waiting[0][1].done():
                    source, result = waiting.popleft()
                    yield source, self._answer(source, result.result())
            while waiting:
                source, result = waiting.popleft()
                yield source, self._answer(source, result.result())
        except RuntimeError as error:
            raise self._failure("stopped translating", error) from error

    def _submit(self, batch: Sequence[Source], options: dict[str, Any]) -> list[AsyncTranslationResult]:
        """Queue a batch; waits where the queue is full."""
        prefix = [self._leg.prefix] if self._leg.prefix else []
        found: list[AsyncTranslationResult] = self._translator.translate_batch(
            [source.tokens for source in batch],
            target_prefix=[prefix] * len(batch) if prefix else None,
            asynchronous=True,
            beam_size=self._beam,
            num_hypotheses=self._beam,
            return_scores=True,
            max_input_length=0,
            max_decoding_length=limit(len(batch[0].tokens)) + len(prefix),
            **options,
        )
        return found

    def _answer(self, source: Source, result: TranslationResult) -> Answer:
        """The sound hypotheses, each once; else what is wrong with the best."""
        start = 1 if self._leg.prefix else 0
        known = self._vocabulary.issuperset(source.tokens)
        strangers = [] if known else [token for token in source.tokens if token not in self._vocabulary]
        hypotheses, scores = result.hypotheses, result.scores  # CTranslate2 copies them each time that it is asked
        attentions = result.attention or [()] * len(hypotheses)
        drafts: dict[str, Draft] = {}
        failures = []
        for tokens, score, attention in zip(hypotheses, scores, attentions, strict=True):
            if score < scores[0] - NOISE:  # never so where a broken model's scores are no numbers
                continue
            found = judged((source.text, source.tokens, strangers), tokens[start:], score, self.tokenizer)
            if isinstance(found, str):
                failures.append(found)
            elif found.text not in drafts:
                aligned = attention and UNKNOWN not in tokens
                drafts[found.text] = replace(found, attention=attention[start:]) if aligned else found
        return Answer(tuple(drafts.values()), "" if drafts else failures[0])

    def _failure(self, what: str, error: Exception) -> EngineFailureError:
        return EngineFailureError(
            f"the Argos model {self._leg} {what}: {error}",
            place=str(self._leg.folder),
            hint="remove that folder and install the package again",
        )


def _refusal(tokens: Sequence[str]) -> str:
    """Why a text cannot be given to a model; empty where it can."""
    if not tokens:
        return "there is nothing in it that the model can read"
    return f"it is too long for the model: {len(tokens)} tokens, at most {LONGEST}" if len(tokens) > LONGEST else ""


def _batches(sources: Sequence[Source], beam: int, vocabulary: int) -> Iterator[Sequence[Source]]:
    """Texts of the same length, as many as memory has room for; they come in order of length."""
    most = BATCH_SCORES // (beam * vocabulary)
    for length, alike in groupby(sources, key=lambda source: len(source.tokens)):
        while batch := list(islice(alike, max(1, min(most, BATCH_TOKENS // (beam * length))))):
            yield batch


def _translator(folder: Path, setup: Setup) -> Translator:
    """CTranslate2 with the files of a model."""
    from ctranslate2 import Translator, get_supported_compute_types

    device = "cpu" if setup.device == "auto" else setup.device
    supported = setup.compute_type != Setup().compute_type or setup.compute_type in get_supported_compute_types(device)
    kind = setup.compute_type if supported else "default"
    options = {"device": setup.device, "compute_type": kind, "intra_threads": 1}
    return Translator(str(folder), inter_threads=setup.cores or hands.cores(), **options)


def _vocabulary(folder: Path) -> frozenset[str]:
    """The source tokens that a CTranslate2 model knows: a JSON list, or one to a line in older models."""
    for name in ("source_vocabulary", "shared_vocabulary"):
        if (path := folder / f"{name}.json").is_file():
            return frozenset(json.loads(path.read_text("utf-8")))
        if (path := folder / f"{name}.txt").is_file():
            return frozenset(path.read_text("utf-8").split("\n"))
    raise FileNotFoundError(f"{folder} has no vocabulary")
