"""The ladder: one loop, forward only, over the ways of protecting slots that an engine knows.

A segment whose candidates all break a law on one rung goes on to the next; one that reaches the end keeps its source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from polyglot.engines import Engine
from polyglot.model import Candidate, Candidates, Masked, Pair, Rung, Slot

CLAUSE = regex.compile(
    r"(?<=[;:])[ \u00a0\u202f]+|(?<=,)[ \u00a0\u202f]+(?=(?:et|mais|ou|car|qui|and|but|or|y|pero|und|e)\b)"
)
"""Where a sentence may be cut on the last rung: behind a semicolon or colon, or a comma before a conjunction."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ladder made of a segment: a text, or the reasons why there is none."""

    text: str | None
    unknown: tuple[str, ...] = ()
    score: float | None = None
    failures: tuple[str, ...] = ()
    pivot_unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A segment to translate: how to mask it on a rung, and how to judge an answer."""

    key: str
    mask: Callable[[Rung], Masked]
    accept: Callable[[Candidate, Masked], tuple[str | None, str]]
    """The finished text of a candidate; or None and the law that it breaks; or text and fault, better than none."""


def climb(
    requests: Sequence[Request], engine: Engine, pair: Pair, rungs: Sequence[Rung]
) -> Iterator[tuple[str, Outcome]]:
    """Answer every request once, by its key, as soon as it is known; equal texts are sent to the engine once."""
    waiting = list(requests)
    failures: dict[str, tuple[str, ...]] = {request.key: () for request in requests}
    blemished: dict[str, Outcome] = {}
    for rung in rungs:
        refused = []
        for request, outcome in _on_rung(waiting, engine, pair, rung):
            if outcome.text is not None and not outcome.failures:
                yield request.key, outcome
                continue
            failures[request.key] += tuple(f"{rung}: {failure}" for failure in outcome.failures)
            refused.append(request)
            if outcome.text is not None:
                blemished.setdefault(request.key, outcome)
        waiting = refused
    for request in waiting:
        yield request.key, blemished.get(request.key, Outcome(None, failures=failures[request.key]))


def _on_rung(requests: Sequence[Request], engine: Engine, pair: Pair, rung: Rung) -> Iterator[tuple[Request, Outcome]]:
    """Try all requests on one rung."""
    sharing: dict[Masked, list[Request]] = {}
    for request in requests:
        sharing.setdefault(request.mask(rung), []).append(request)
    answers = _translate_split if rung is Rung.SPLIT else _translate
    for masked, candidates in answers(list(sharing), engine, pair, rung):
        for request in sharing[masked]:
            yield request, _judge(request, masked, candidates)


def _translate(texts: Sequence[Masked], engine: Engine, pair: Pair, rung: Rung) -> Iterator[tuple[Masked, Candidates]]:
    items = ((str(number), masked) for number, masked in enumerate(texts))
    for key, candidates in engine.translate(items, pair, rung):
        yield texts[int(key)], candidates


def _translate_split(
    texts: Sequence[Masked], engine: Engine, pair: Pair, rung: Rung
) -> Iterator[tuple[Masked, Candidates]]:
    """Translate the clauses of each text one by one and join the best candidates."""
    clauses = [_clauses(masked) for masked in texts]
    pieces = {clause for clause, _ in (pair for cut in clauses for pair in cut)}
    ordered = sorted(pieces, key=lambda masked: str(masked.pieces))
    answers: Mapping[Masked, Candidates] = dict(_translate(ordered, engine, pair, rung))
    for masked, cut in zip(texts, clauses, strict=True):
        yield masked, _joined([(answers[clause], space) for clause, space in cut])


def _clauses(masked: Masked) -> list[tuple[Masked, str]]:
    """The clauses of a text, each with the white space behind it; a text without an inner boundary is one clause."""
    clauses: list[tuple[Masked, str]] = []
    current: list[str | Slot] = []
    for piece in masked.pieces:
        rest = piece
        while isinstance(rest, str) and (found := CLAUSE.search(rest)):
            clauses.append((Masked((*current, rest[: found.start()])), found[0]))
            current, rest = [], rest[found.end() :]
        if rest != "":
            current.append(rest)
    return [*clauses, (Masked(tuple(current)), "")] if current else clauses


def _joined(answers: Sequence[tuple[Candidates, str]]) -> Candidates:
    failure = next((candidates.failure for candidates, _ in answers if not candidates.hypotheses), None)
    if failure is not None:
        return Candidates((), failure)
    best = [(candidates.hypotheses[0], space) for candidates, space in answers]
    pieces = tuple(piece for candidate, space in best for piece in (*candidate.pieces, space) if piece != "")
    unknown = tuple(word for candidate, _ in best for word in candidate.unknown)
    of_pivot = tuple(word for candidate, _ in best for word in candidate.pivot_unknown)
    return Candidates((Candidate(pieces, unknown=unknown, pivot_unknown=of_pivot),))


def _judge(request: Request, masked: Masked, candidates: Candidates) -> Outcome:
    """The best candidate without a fault; else one that keeps the laws, with its faults; else why none does."""
    failures = [candidates.failure] if not candidates.hypotheses else []
    blemished: tuple[str, Candidate] | None = None
    for candidate in candidates.hypotheses:
        text, fault = request.accept(candidate, masked)
        if text is not None and not fault:
            return _outcome(text, candidate)
        if text is not None and blemished is None:
            blemished = text, candidate
        failures.append(fault)
    told = tuple(dict.fromkeys(failures))
    if blemished is None:
        return Outcome(None, failures=told)
    return _outcome(*blemished, told)


def _outcome(text: str, candidate: Candidate, failures: tuple[str, ...] = ()) -> Outcome:
    """What a candidate is in the end."""
    return Outcome(text, candidate.unknown, candidate.score, failures, candidate.pivot_unknown)
