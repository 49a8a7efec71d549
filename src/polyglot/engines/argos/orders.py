"""Items and what the models see of them: headlines without capitals, fragments as sentences, long texts in parts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from polyglot.clauses import Part, parts
from polyglot.engines.argos import casing, jobs
from polyglot.engines.argos.drafts import EMPTY
from polyglot.engines.argos.jobs import Job, Outcome
from polyglot.engines.argos.run import LONGEST, Model
from polyglot.engines.argos.slots import Voice, ways
from polyglot.engines.argos.sought import sought
from polyglot.inline import Lifted, is_tag, lift
from polyglot.model import Candidate, Candidates, CodeKind, Masked, Rung, Slot, Tag

COPIED = 0.6
"""A headline of whose longer words so many come back as they were has not been translated."""
NO_WAY = "its slots could not be told from its text"
HOMELESS = "it could not be told where the tags belong"
LOUD, TITLED = "loud", "titled"
SHORT = 2
"""Words."""


@dataclass(frozen=True, slots=True)
class Way:
    """What a call translates with."""

    models: Sequence[Model]
    voice: Voice
    rung: Rung
    target: Tag

    def fits(self, masked: Masked) -> bool:
        """Whether the first model can take a text in one; no text has more tokens than bytes."""
        text = "".join(piece if isinstance(piece, str) else f" {piece.target} " for piece in masked.pieces)
        return len(text.encode()) < LONGEST or self.models[0].length(text) <= LONGEST


@dataclass(frozen=True, slots=True)
class Order:
    """An item, as it is shown to the models."""

    id: str
    masked: Masked
    capitals: str = ""
    """`loud` or `titled`, where it is shown without its capitals."""
    stopped: bool = False
    """Whether it is shown with the full stop that it lacks: many models have seen nothing but sentences."""
    marked: bool = False
    """Whether inline tags are shown as marks, as codes are: where it could not be told what words they belong to."""

    def parts(self, way: Way) -> list[Part]:
        """What the models are shown, and the white space between."""
        masked = casing.quiet(self.masked) if self.capitals else self.masked
        return parts(casing.stopped(masked) if self.stopped else masked, way.fits)

    def dressed(self, candidate: Candidate, target: Tag) -> Candidate:
        """A candidate with the capitals and the end of its source."""
        pieces = candidate.pieces
        if self.stopped or casing.unended(self.masked):
            pieces = casing.unstopped(pieces, self.masked, shown=self.stopped)
        if self.capitals == LOUD:
            pieces = casing.loud(pieces, target)
        if self.capitals == TITLED:
            pieces = casing.recapitalised(pieces, self.masked)
        return replace(candidate, pieces=pieces) if pieces != candidate.pieces else candidate


def answers(window: Sequence[tuple[str, Masked]], way: Way) -> Iterator[tuple[str, Candidates]]:
    """Translate a window; what failed is tried again as a sentence, headlines that came back as they were in small."""
    orders = []
    for name, masked in window:
        if _has_words(masked):
            orders.append(_first(name, masked))
        else:
            yield name, Candidates((Candidate(masked.pieces),))
    failed: dict[str, Candidates] = {}
    again = []
    for order, candidates in _translated(orders, way):
        second = _second(order, candidates)
        if second is None:
            yield order.id, candidates
        else:
            failed[order.id] = candidates
            again.append(second)
    for order, candidates in _translated(again, way):
        yield order.id, candidates if candidates.hypotheses else failed[order.id]


def _first(name: str, masked: Masked) -> Order:
    """An item as it is tried first: single words and the like are sentences from the start."""
    short = casing.unended(masked) and casing.words(masked) <= SHORT
    return Order(name, masked, LOUD if casing.shouted(masked) else "", stopped=short)


def _second(order: Order, candidates: Candidates) -> Order | None:
    """How an item is tried again; None where it need not be, or where there is no other way."""
    titled = not order.capitals and casing.titled(order.masked) and _copied(order.masked, candidates)
    other_end = not candidates.hypotheses and casing.unended(order.masked)
    if candidates.failure == HOMELESS:
        return replace(order, marked=True)
    if not titled and not other_end:
        return None
    return replace(order, capitals=TITLED if titled else order.capitals, stopped=order.stopped is not other_end)


def _has_words(masked: Masked) -> bool:
    """Whether there is anything to translate: models make words up for text without letters."""
    return any(character.isalpha() for piece in masked.pieces if isinstance(piece, str) for character in piece)


def _copied(masked: Masked, candidates: Candidates) -> bool:
    """Whether most of the words came back as they were, or none at all."""
    words = {word for piece in masked.pieces if isinstance(piece, str) for word in piece.split() if len(word) > 3}
    best = candidates.hypotheses[0].pieces if candidates.hypotheses else ()
    kept = {word for piece in best if isinstance(piece, str) for word in piece.split()} & words
    return not best or len(kept) >= COPIED * len(words)


def _translated(orders: Sequence[Order], way: Way) -> Iterator[tuple[Order, Candidates]]:
    """Send every part of every order, and join what comes back."""
    cut = [order.parts(way) for order in orders]
    places: list[tuple[int, int]] = []
    waiting: list[Job] = []
    done: dict[int, dict[int, Candidates]] = {index: {} for index in range(len(orders))}
    for index, found in enumerate(cut):
        for number, (masked, _) in enumerate(found):
            if not _has_words(masked):
                done[index][number] = Candidates((Candidate(masked.pieces),))
                continue
            lifted = _lifted(masked) if not orders[index].marked else None
            spelled = ways(Masked(lifted.pieces) if lifted else masked, way.rung, way.voice)
            if not spelled:
                done[index][number] = Candidates((), NO_WAY)
            waiting += (Job(len(places), one, one.text, lifted, way=nth) for nth, one in enumerate(spelled))
            places += [(index, number)] if spelled else []
    ready = [index for index, found in enumerate(cut) if len(done[index]) == len(found)]
    yield from ((orders[index], _joined(orders[index], cut[index], done.pop(index), way.target)) for index in ready)
    for outcomes in _gathered(_outcomes(waiting, way), waiting):
        index, number = places[outcomes[0].job.number]
        done[index][number] = _candidates(outcomes, cut[index][number][0], way)
        if len(done[index]) == len(cut[index]):
            yield orders[index], _joined(orders[index], cut[index], done.pop(index), way.target)


def _outcomes(waiting: Sequence[Job], way: Way) -> Iterator[Outcome]:
    """What becomes of jobs; where attention cannot set their tags, their words are looked for."""
    homeless = []
    for outcome in jobs.run(waiting, way.models):
        if outcome.homeless:
            homeless.append(outcome)
        else:
            yield outcome
    if homeless:
        yield from sought(homeless, lambda items: answers(items, way))


def _lifted(masked: Masked) -> Lifted[str | Slot] | None:
    """A text whose inline tags the models do not see."""
    return lift(masked.pieces) if any(map(is_tag, masked.pieces)) else None


def _joined(order: Order, cut: Sequence[Part], done: Mapping[int, Candidates], target: Tag) -> Candidates:
    """The candidates of a whole item from those of its parts: of several parts the best of each."""
    answers = [done[number] for number in range(len(cut))]
    failure = next((answer.failure for answer in answers if not answer.hypotheses), "")
    if failure:
        return Candidates((), failure)
    if len(answers) == 1:
        dressed = (order.dressed(candidate, target) for candidate in answers[0].hypotheses)
        whole = tuple(candidate for candidate in dressed if _written(candidate.pieces).strip())
        return Candidates(whole, "" if whole else EMPTY)
    best = [answer.hypotheses[0] for answer in answers]
    pieces = tuple(
        piece for one, (_, gap) in zip(best, cut, strict=True) for piece in (*one.pieces, gap) if piece != ""
    )
    unknown = tuple(word for one in best for word in one.unknown)
    return Candidates((order.dressed(Candidate(pieces, unknown=unknown), target),))


def _gathered(outcomes: Iterable[Outcome], jobs: Sequence[Job]) -> Iterator[list[Outcome]]:
    """All that was made of each text, in the order of the ways it was shown, as soon as all of it is there."""
    shown = Counter(job.number for job in jobs)
    known: defaultdict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        number = outcome.job.number
        known[number].append(outcome)
        if len(known[number]) == shown[number]:
            yield sorted(known.pop(number), key=lambda one: one.job.way)


def _candidates(outcomes: Sequence[Outcome], masked: Masked, way: Way) -> Candidates:
    """The drafts that have all slots, each once; where there are names, as the model likes them given the true source.

    What it thought of a draft as it wrote it tells little: it was shown another source, and wrote other names.
    """
    found: dict[tuple[str | Slot, ...], Candidate] = {}
    for one, lifted in ((one, outcome.job.lifted) for outcome in outcomes for one in outcome.found):
        pieces = one.tagged(lifted)
        if pieces is not None:
            found.setdefault(pieces, Candidate(pieces, one.draft.score, one.draft.unknown))
    named = any(slot.kind is CodeKind.NAME for slot in masked.slots)
    ranked = list(found.values())
    if len(found) > 1 and len(way.models) == 1 and named:
        source = _written(masked.pieces, as_source=True)
        scores = way.models[0].score([(source, _written(pieces)) for pieces in found])
        ranked = [replace(one, score=score) for one, score in zip(ranked, scores, strict=True)]
        ranked.sort(key=lambda candidate: -(candidate.score or 0.0))
    homeless = not ranked and any(outcome.found for outcome in outcomes)
    return Candidates(tuple(ranked), HOMELESS if homeless else outcomes[0].failure if not ranked else "")


def _written(pieces: Iterable[str | Slot], *, as_source: bool = False) -> str:
    """A text with its slots' targets in place, or their sources, as the models see it: without inline tags."""
    shown = (piece for piece in pieces if not is_tag(piece))
    return "".join(one if isinstance(one, str) else one.source if as_source else one.target for one in shown)
