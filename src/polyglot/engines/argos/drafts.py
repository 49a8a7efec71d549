"""What a model wrote, looked over: a draft is a hypothesis that is sound as a text, whatever it may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from polyglot.engines.argos.tokenise import Tokenizer

POSITIONS = 512
"""Tokens that every model can count; some refuse to decode more."""
UNKNOWN = "<unk>"
UNKNOWN_SHOWN = "⁇"
"""How SentencePiece writes the unknown token."""
ENDLESS = "the model did not come to an end"
REPEATED = "the model repeated itself"
STRANGE = "the model wrote words that it does not know"
EMPTY = "the model answered nothing"

VARIED = 0.7
"""A text whose share of different tokens is below so much of its source's rambles."""

Attention = Sequence[Sequence[float]]
"""For each token of the target how much it owes to each token of the source: (target x source), rows adding up to 1."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One hypothesis that is sound as a text."""

    text: str
    score: float
    """Log probability per token."""
    unknown: tuple[str, ...] = ()
    """What the model does not know and was left as it is."""
    tokens: tuple[str, ...] = ()
    attention: Attention = ()
    """Empty where nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says to one text, best first; `failure` says why there is no draft."""

    drafts: tuple[Draft, ...]
    failure: str = ""


def judged(
    source: tuple[str, Sequence[str], Sequence[str]], tokens: Sequence[str], score: float, tokenizer: Tokenizer
) -> Draft | str:
    """A hypothesis as a draft, or why it cannot be one; the source is its text, tokens, and those not known."""
    text, known, strangers = source
    if len(tokens) >= limit(len(known)):
        return ENDLESS
    if loops(tokens, known):
        return REPEATED
    marks = tokens.count(UNKNOWN)
    if marks and (marks != len(strangers) or len(set(strangers)) > 1):
        return STRANGE
    shown = [strangers[0] if token == UNKNOWN else token for token in tokens] if marks else tokens
    written = tokenizer.decode(shown).strip()
    if UNKNOWN_SHOWN in written and UNKNOWN_SHOWN not in text:
        return STRANGE
    kept = tuple(tokenizer.decode([token]) for token in strangers[:marks])
    return Draft(written, score, kept, tuple(tokens)) if written else EMPTY


def loops(tokens: Sequence[str], source: Sequence[str]) -> bool:
    """Whether tokens follow themselves more often than a text does of itself, and than the source does.

    One or two tokens may come three times in a row (`very, very, very`, `1,000,000,000`), more of them twice.

    >>> loops("no , no , no , no ,".split(), "non ! non !".split())
    True
    """
    if len(set(tokens)) > len(tokens) - 2 or max(Counter(tokens).values()) < 3:
        return False
    found = ((size, _repeats(tokens, size)) for size in range(1, len(tokens) // 3 + 1))
    striking = max((times for size, times in found if times > (3 if size < 3 else 2)), default=0)
    return striking > 0 and all(_repeats(source, size) < striking for size in range(1, len(source) // 2 + 1))


def rambles(tokens: Sequence[str], source: Sequence[str]) -> bool:
    """Whether a text says the same few things over and over, though in no order: a loop that was kept from closing.

    >>> rambles("the cat the big cat , the cat big".split(), "le gros chat noir".split())
    True
    """
    return len(set(tokens)) * len(source) < VARIED * len(set(source)) * len(tokens)


def _repeats(tokens: Sequence[str], size: int) -> int:
    """How often, at most, a group of so many tokens comes in a row."""
    longest = streak = 0
    for token, later in zip(tokens, tokens[size:], strict=False):
        streak = streak + 1 if token == later else 0
        longest = max(longest, streak)
    return longest // size + 1


def limit(length: int) -> int:
    """The number of tokens at which a translation of so many is taken to be endless."""
    return min(4 * length + 20, POSITIONS - 2)
