"""The ladder: one loop, forward only, over the ways of protecting slots that an engine knows.

A segment whose candidates all break a law on one rung goes on to the next; one that reaches the end keeps its source.
The rung `split` has steps of its own: clauses, then phrases between commas, then parts with one slot each, then slots
apart from all words.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from polyglot.clauses import Part, apart, clauses, phrases, singles
from polyglot.engines import Engine
from polyglot.model import Candidate, Candidates, CodeKind, Masked, Pair, Rung, Slot

REMEMBERED = 1024
"""Of so many texts the answer is kept for an equal one that comes later."""
UNANSWERED = Candidates((), "the engine did not answer")
APOSTROPHES = ("'", "’")
CAPITAL_NOUNS = ("de", "lb")
"""Languages in which a word may begin with a capital anywhere."""
Cut = Callable[[Masked], list[Part]]
CUTS: Mapping[Rung, tuple[Cut, ...]] = {Rung.SPLIT: (clauses, phrases, singles, apart)}


@dataclass(frozen=True, slots=True)
class Step:
    """A rung, and into which parts a text is cut there; None leaves it whole."""

    rung: Rung
    cut: Cut | None = None


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
    requests: Iterable[Request], engine: Engine, pair: Pair, rungs: Sequence[Rung]
) -> Iterator[tuple[str, Outcome]]:
    """Answer every request once, by its key, as soon as it is known; they are taken as the engine asks for them.

    Equal texts are sent to the engine once, as far as they come close together.
    """
    waiting: Iterable[Request] = requests
    tried: list[Step] = []
    failures: dict[str, tuple[str, ...]] = {}
    blemished: dict[str, Outcome] = {}
    for step in (Step(rung, cut) for rung in rungs for cut in CUTS.get(rung, (None,))):
        refused = [] if not tried else [request for request in waiting if not _differs(request, step, tried)]
        able = waiting if not tried else [request for request in waiting if _differs(request, step, tried)]
        tried.append(step)
        for request, outcome in _on_step(able, engine, pair, step):
            if outcome.text is not None and not outcome.failures:
                yield request.key, outcome
                continue
            told = tuple(f"{step.rung}: {failure}" for failure in outcome.failures)
            failures[request.key] = failures.get(request.key, ()) + told
            refused.append(request)
            if outcome.text is not None:
                blemished.setdefault(request.key, outcome)
        waiting = refused
    for request in waiting:
        yield request.key, blemished.get(request.key, Outcome(None, failures=failures.get(request.key, ())))


def _differs(request: Request, step: Step, tried: Sequence[Step]) -> bool:
    """Whether a step shows the engine anything that it has not failed at before."""
    masked = request.mask(step.rung)
    if step.rung is Rung.STAND_IN:
        return any(slot.kind is CodeKind.NAME for slot in masked.slots)
    if step.cut is not None and len(parts := step.cut(masked)) > 1:
        return all(parts != other.cut(masked) for other in tried if other.cut is not None)
    if step.rung is Rung.MASK and masked.slots:
        return True
    return all(masked != request.mask(other.rung) for other in tried)


def _on_step(requests: Iterable[Request], engine: Engine, pair: Pair, step: Step) -> Iterator[tuple[Request, Outcome]]:
    """Try all requests on one step."""
    queue = _Queue(requests, step.rung)
    texts = queue.texts()
    cut, rung = step.cut, step.rung
    answers = _translate(texts, engine, pair, rung) if cut is None else _translate_cut(texts, engine, pair, step)
    for masked, candidates in answers:
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


def _translate_cut(
    texts: Iterable[Masked], engine: Engine, pair: Pair, step: Step
) -> Iterator[tuple[Masked, Candidates]]:
    """Translate the parts of each text one by one and join the best candidates."""
    whole = [(masked, step.cut(masked)) for masked in texts if step.cut is not None]
    pieces = {part for _, cut in whole for part, _ in cut}
    ordered = sorted(pieces, key=lambda masked: str(masked.pieces))
    answers: Mapping[Masked, Candidates] = dict(_translate(ordered, engine, pair, step.rung))
    small = pair.target.partition("-")[0] not in CAPITAL_NOUNS
    for masked, cut in whole:
        yield masked, _joined([(part, answers.get(part, UNANSWERED), space) for part, space in cut], small=small)


def _joined(answers: Sequence[tuple[Masked, Candidates, str]], *, small: bool) -> Candidates:
    """The best candidates of all parts in a row; `small` says that words begin with small letters."""
    failure = next((candidates.failure for _, candidates, _ in answers if not candidates.hypotheses), None)
    if failure is not None:
        return Candidates((), failure)
    best = [candidates.hypotheses[0] for _, candidates, _ in answers]
    pieces: list[str | Slot] = []
    for candidate, (part, _, space) in zip(best, answers, strict=True):
        begun = _begun(candidate.pieces, part) if small else candidate.pieces
        pieces += [piece for piece in (*begun, space or _gap(part, begun)) if piece != ""]
    unknown = tuple(word for candidate in best for word in candidate.unknown)
    of_pivot = tuple(word for candidate in best for word in candidate.pivot_unknown)
    return Candidates((Candidate(tuple(pieces), unknown=unknown, pivot_unknown=of_pivot),))


def _begun(pieces: tuple[str | Slot, ...], part: Masked) -> tuple[str | Slot, ...]:
    """A part's translation without the capital of a sentence, where the part has none: engines like to write one."""
    first, source = pieces[:1], part.pieces[:1]
    if not all(isinstance(piece, str) and len(piece) > 1 for piece in (*first, *source)):
        return pieces
    said, shown = str(first[0]), str(source[0])
    word = said.split(maxsplit=1)[0] if said.strip() else ""
    if not shown[0].islower() or not said[0].isupper() or not said[1].islower() or word in shown:
        return pieces
    return (said[0].lower() + said[1:], *pieces[1:])


def _gap(part: Masked, said: Sequence[str | Slot]) -> str:
    """The space that a part needs behind it whose source ends with an elided word: `l’`, `d’`."""
    ends = [str(pieces[-1])[-1:] for pieces in (part.pieces, said) if pieces and isinstance(pieces[-1], str)]
    return " " if len(ends) == 2 and ends[0] in APOSTROPHES and ends[1].isalnum() else ""


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
