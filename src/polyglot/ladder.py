"""The ladder: one loop, forward only, over the ways of protecting slots that an engine knows.

A segment whose candidates all break a law on one rung goes on to the next; one that reaches the end keeps its source.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from polyglot.clauses import clauses
from polyglot.engines import Engine
from polyglot.model import Candidate, Candidates, CodeKind, Masked, Pair, Rung

REMEMBERED = 1024
"""Of so many texts the answer is kept for an equal one that comes later."""
UNANSWERED = Candidates((), "the engine did not answer")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the ladder made of a segment: a text, or the reasons why there is none."""

    text: str | None
    unknown: tuple[str, ...] = ()
    score: float | None = None
    failures: tuple[str, ...] = ()
    pivot_unknown: tuple[str, ...] = ()
    unsettled: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A segment to translate: how to mask it on a rung, and how to judge an answer."""

    key: str
    mask: Callable[[Rung], Masked]
    accept: Callable[[Candidate, Masked], tuple[str | None, str]]
    """The finished text of a candidate; or None and the law that it breaks; or text and fault, better than none."""
    agree: Callable[[Candidate, Masked], Candidate] = lambda candidate, _: candidate
    """Gives a candidate's names the forms that their places want, before it is judged."""


def climb(
    requests: Iterable[Request], engine: Engine, pair: Pair, rungs: Sequence[Rung]
) -> Iterator[tuple[str, Outcome]]:
    """Answer every request once, by its key, as soon as it is known; they are taken as the engine asks for them.

    Equal texts are sent to the engine once, as far as they come close together.
    """
    waiting: Iterable[Request] = requests
    tried: list[Rung] = []
    failures: dict[str, tuple[str, ...]] = {}
    blemished: dict[str, Outcome] = {}
    for rung in rungs:
        refused = [] if not tried else [request for request in waiting if not _differs(request, rung, tried)]
        able = waiting if not tried else [request for request in waiting if _differs(request, rung, tried)]
        tried.append(rung)
        for request, outcome in _on_rung(able, engine, pair, rung):
            if outcome.text is not None and not outcome.failures:
                yield request.key, outcome
                continue
            told = tuple(f"{rung}: {failure}" for failure in outcome.failures)
            failures[request.key] = failures.get(request.key, ()) + told
            refused.append(request)
            if outcome.text is not None:
                blemished.setdefault(request.key, outcome)
        waiting = refused
    for request in waiting:
        yield request.key, blemished.get(request.key, Outcome(None, failures=failures.get(request.key, ())))


def _differs(request: Request, rung: Rung, tried: Sequence[Rung]) -> bool:
    """Whether a rung shows the engine anything that it has not failed at before."""
    masked = request.mask(rung)
    if rung is Rung.STAND_IN:
        return any(slot.kind is CodeKind.NAME for slot in masked.slots)
    if rung is Rung.SPLIT and len(clauses(masked)) > 1:
        return True
    return all(masked != request.mask(other) for other in tried if rung is not Rung.MASK or not masked.slots)


def _on_rung(requests: Iterable[Request], engine: Engine, pair: Pair, rung: Rung) -> Iterator[tuple[Request, Outcome]]:
    """Try all requests on one rung."""
    queue = _Queue(requests, rung)
    answers = _translate_split if rung is Rung.SPLIT else _translate
    for masked, candidates in answers(queue.texts(), engine, pair, rung):
        yield from queue.answered(masked, candidates)
    yield from queue.forgotten()


class _Queue:
    """The requests of a rung on their way: each text once, and with it all who wait for its answer."""

    def __init__(self, requests: Iterable[Request], rung: Rung) -> None:
        self._requests = requests
        self._rung = rung
        self._waiting: dict[Masked, list[Request]] = {}
        self._late: list[Request] = []
        self._known: OrderedDict[Masked, Candidates] = OrderedDict()

    def texts(self) -> Iterator[Masked]:
        """The texts to translate, as they are asked for."""
        for request in self._requests:
            masked = request.mask(self._rung)
            if masked in self._known:
                self._late.append(request)
            elif masked in self._waiting:
                self._waiting[masked].append(request)
            else:
                self._waiting[masked] = [request]
                yield masked

    def answered(self, masked: Masked, candidates: Candidates) -> Iterator[tuple[Request, Outcome]]:
        """What an answer is to all who wait for it, and to those whose text was answered shortly before."""
        self._known[masked] = candidates
        for request in self._waiting.pop(masked):
            yield request, _judge(request, masked, candidates)
        yield from self._answer_late()
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _answer_late(self) -> Iterator[tuple[Request, Outcome]]:
        late, self._late = self._late, []
        for request in late:
            masked = request.mask(self._rung)
            yield request, _judge(request, masked, self._known[masked])

    def forgotten(self) -> Iterator[tuple[Request, Outcome]]:
        """Those that come last, and those that the engine never answered."""
        yield from self._answer_late()
        for masked, requests in self._waiting.items():
            for request in requests:
                yield request, _judge(request, masked, UNANSWERED)


def _translate(texts: Iterable[Masked], engine: Engine, pair: Pair, rung: Rung) -> Iterator[tuple[Masked, Candidates]]:
    """Send each text as the engine asks for it."""
    flying: dict[str, Masked] = {}

    def items() -> Iterator[tuple[str, Masked]]:
        for number, masked in enumerate(texts):
            flying[str(number)] = masked
            yield str(number), masked

    for key, candidates in engine.translate(items(), pair, rung):
        yield flying.pop(key), candidates


def _translate_split(
    texts: Iterable[Masked], engine: Engine, pair: Pair, rung: Rung
) -> Iterator[tuple[Masked, Candidates]]:
    """Translate the clauses of each text one by one and join the best candidates."""
    whole = [(masked, clauses(masked)) for masked in texts]
    pieces = {clause for _, cut in whole for clause, _ in cut}
    ordered = sorted(pieces, key=lambda masked: str(masked.pieces))
    answers: Mapping[Masked, Candidates] = dict(_translate(ordered, engine, pair, rung))
    for masked, cut in whole:
        yield masked, _joined([(answers.get(clause, UNANSWERED), space) for clause, space in cut])


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
    for answered in candidates.hypotheses:
        candidate = request.agree(answered, masked)
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
    of_pivot = candidate.pivot_unknown
    return Outcome(text, candidate.unknown, candidate.score, failures, of_pivot, candidate.unsettled)
