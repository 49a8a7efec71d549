"""BLEU and chrF, by sacrebleu, each with the signature that lets others compute the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polyglot import resources
from polyglot.errors import LibraryMissingError
from polyglot.model import Tag

if TYPE_CHECKING:
    from sacrebleu import BLEU, CHRF

WORD_ORDER = 2
"""chrF2++ (Popović 2017): character n-grams of up to six, words and pairs of words."""
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Figures:
    """How near hypotheses come to references: 0 to 100, rounded to two decimals."""

    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str


class Metrics:
    """The metrics for one target language, made before any work, so that what is missing is said at once."""

    def __init__(self, target: Tag) -> None:
        """Load sacrebleu with the tokenizer of the language. Raises `LibraryMissingError`."""
        self._bleu, self._chrf = _load(resources.table("evaluation", target)["tokenize"])

    def score(self, hypotheses: Sequence[str], references: Sequence[str]) -> Figures:
        """Corpus BLEU (Papineni et al. 2002; Post 2018) and corpus chrF2++ of as many hypotheses as references."""
        bleu = self._bleu.corpus_score(hypotheses, [references])
        chrf = self._chrf.corpus_score(hypotheses, [references])
        signatures = (str(metric.get_signature()) for metric in (self._bleu, self._chrf))
        return Figures(round(bleu.score, DECIMALS), round(chrf.score, DECIMALS), *signatures)


def _load(tokenizer: str) -> tuple[BLEU, CHRF]:
    try:
        from sacrebleu import BLEU, CHRF
    except ImportError as error:
        hint = 'run: pip install "sacrebleu>=2.6"'
        raise LibraryMissingError("evaluation needs sacrebleu, which is not installed", hint=hint) from error
    try:
        # `force` only keeps sacrebleu from warning of hypotheses that look tokenized: it changes no figure.
        return BLEU(tokenize=tokenizer, force=True), CHRF(word_order=WORD_ORDER)
    except RuntimeError as error:
        hint = f'run: pip install "sacrebleu[{tokenizer.partition("-")[0]}]>=2.6"'
        message = f"sacrebleu's tokenizer {tokenizer} needs packages that are not installed"
        raise LibraryMissingError(message, hint=hint) from error
