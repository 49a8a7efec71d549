"""One call's items on their way through the modes of a route, all of which work at the same time."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from polyglot.engines.apertium import stand_ins
from polyglot.engines.apertium.answer import LETTER, Answer, Loss, understand
from polyglot.engines.apertium.pipeline import Pipeline, wait
from polyglot.engines.apertium.stream import Held, Piece, Sentence, encode
from polyglot.errors import EngineFailureError
from polyglot.inline import is_tag
from polyglot.model import Candidate, Candidates, CodeKind, Masked, Pair, Rung, Slot, Tag

WINDOW = 256
"""How many items are on their way at most: enough to keep every program busy."""
PACE = 500
"""Characters a second that the slowest machine translates: an item may take so much longer than the patience allows."""
RESTARTS = 50
"""How often the programs of one mode are started anew in one call, before nothing more is expected of them."""
PLAIN = {
    CodeKind.NAME: re.compile(r"(?=.*[^\W\d_])(?:[^\W_]|[ '’.-])+"),
    CodeKind.NUMBER: re.compile(r"\d[\d ,.]*"),
}
"""What a mode can be shown of a name, so that it sees its gender and place, and of a number, which words agree with."""
BARE = re.compile(r"['’](?!\w)")
DIED = "Apertium died of it, and died again when it was given nothing else"
HUNG = "Apertium gave no answer in time"


@dataclass(frozen=True, slots=True)
class Job:
    """An item at one mode."""

    id: str
    pieces: tuple[Piece, ...]
    """What this mode translates."""
    first: tuple[Piece, ...] = ()
    """What the first mode was given, should it all begin again."""
    margins: tuple[str, str] = ("", "")
    """The white space around the item."""
    name: str = ""
    """For a job of ours, the name whose translation is asked for; it answers to no item."""
    alone: bool = False
    """Whether it was on its way when the programs died: its second and last try is with nothing beside it."""
    plain: Answer | None = None
    """The answer without stand-ins, where it is on its way once more with some."""


GREETING = Job("", ())
"""The first item of every new pipeline: one that cannot answer even this does not work at all."""


class Leg:
    """A mode at work in one call: what waits for it and what is on its way."""

    def __init__(
        self, pipeline: Pipeline, fresh: Callable[[], Pipeline], names: dict[str, str], *, last: bool = True
    ) -> None:
        """Take a running pipeline, a way to start another, and the mode's translations of names, to be added to.

        `last` says that no other mode comes after this one.
        """
        self.pipeline = pipeline
        self._last = last
        self._fresh = fresh
        self._names = names
        self._asked: set[str] = set()
        self._waiting: deque[Job] = deque()
        self._flying: deque[tuple[Job, Sentence]] = deque()
        self._restarts = 0
        self._waited = 0.0

    @property
    def idle(self) -> bool:
        """Whether it owes no answer."""
        return not self._flying and not self._waiting

    def left(self, patience: float) -> float:
        """How many seconds the answer that comes next may still take; an item that hangs keeps back all behind it."""
        return patience + (len(self._flying[0][1].stream) / PACE if self._flying else 0.0) - self._waited

    def overdue(self, patience: float, seconds: float) -> bool:
        """Whether the next answer has taken too long, `seconds` more of which have been waited for it.

        Only time spent in waiting counts: whoever takes the answers may be as slow as he likes.
        """
        self._waited += seconds
        return self.left(patience) <= 0 or self.pipeline.swollen(self._flying[0][1].stream if self._flying else "")

    def send(self, job: Job) -> None:
        """Queue a job, and before it the names that it holds and nobody has asked for."""
        for piece in job.pieces:
            if isinstance(piece, Held) and LETTER.search(piece.surface) and not self._knows(piece.surface):
                self._asked.add(piece.surface)
                self._waiting.append(Job("", (piece.surface,), name=piece.surface))
        self._waiting.append(job)
        self._feed()

    def _knows(self, name: str) -> bool:
        """Whether the translation of a name is there, or on its way before whatever is sent now."""
        return name in self._names or name in self._asked

    def greet(self) -> None:
        """Ask a new pipeline for a sign of life."""
        self._waiting.appendleft(GREETING)
        self._feed()

    def _feed(self) -> None:
        """Give the pipeline what waits, a job that is to be alone only when nothing else is on its way."""
        while self._waiting and not (self._flying and (self._waiting[0].alone or self._flying[-1][0].alone)):
            job = self._waiting.popleft()
            sentence = encode(job.pieces, next(self.pipeline.serials))
            self._flying.append((job, sentence))
            self.pipeline.put(sentence.stream)

    def collect(self) -> Iterator[tuple[Job, Answer | Loss]]:
        """What has come back; where the pipeline has died, it is replaced, and what was on its way starts again."""
        for answer in self.pipeline.take():
            if not self._flying or not answer.startswith(self._flying[0][1].frame):
                yield from self.recover(DIED)
                return
            job, sentence = self._flying.popleft()
            self._waited = 0.0
            outcome = understand(sentence, answer, self._names, last=self._last)
            if job.name:
                self._learn(job.name, outcome)
            elif job is not GREETING:
                yield job, outcome
        if self.pipeline.ended:
            yield from self.recover(DIED)
        self._feed()

    def _learn(self, name: str, outcome: Answer | Loss) -> None:
        """Keep the translation of a name."""
        if isinstance(outcome, Answer):
            self._names[name] = "".join(text for text in map(written, outcome.pieces) if isinstance(text, str))

    def recover(self, reason: str) -> Iterator[tuple[Job, Loss]]:
        """Start a new pipeline; the first on its way, which must be what it failed at, has one more try, all alone."""
        flying = [job for job, _ in self._flying]
        complaint = self.pipeline.complaint() or reason
        self.pipeline.close()
        self._restarts += 1
        if flying[:1] == [GREETING]:
            raise EngineFailureError(f"Apertium does not work: {complaint}", hint="run polyglot doctor")
        if self._restarts > RESTARTS:
            told = f"Apertium had to be started anew more than {RESTARTS} times: {complaint}"
            raise EngineFailureError(told, hint="run polyglot doctor")
        self._flying.clear()
        self._waited = 0.0
        given_up = [job for job in flying[:1] if job.alone]
        suspected = [replace(job, alone=True) for job in flying[:1] if not job.alone]
        self._waiting.extendleft(reversed([*suspected, *flying[1:]]))
        self.pipeline = self._fresh()
        self.greet()
        yield from ((job, Loss(reason)) for job in given_up if not job.name)


class Relay:
    """The legs of a route, one after the other."""

    def __init__(self, legs: Sequence[Leg], patience: float, pair: Pair) -> None:
        """Take the legs in order, how many seconds the shortest item may take at most, and what is translated."""
        self._legs = legs
        self._pair = pair
        self._patience = patience
        self._under_way = 0

    def run(self, items: Iterable[tuple[str, Masked]], rung: Rung) -> Iterator[tuple[str, Candidates]]:
        """Answer every item, as soon as its answer is there."""
        for id_, masked in items:
            job = job_of(id_, masked, rung, self._pair.source)
            if not _has_words(job):
                yield job.id, _candidates(job, Answer(job.pieces, ()))
                continue
            self._legs[0].send(job)
            self._under_way += 1
            while self._under_way >= WINDOW:
                yield from self._advance()
        while self._under_way:
            yield from self._advance()

    def _advance(self) -> Iterator[tuple[str, Candidates]]:
        """Wait until something has come back from some leg, and take each on its way."""
        busy = [(number, leg) for number, leg in enumerate(self._legs) if not leg.idle]
        waited = wait([leg.pipeline for _, leg in busy], min(leg.left(self._patience) for _, leg in busy))
        for number, leg in busy:
            for job, outcome in self._arrived(leg, waited):
                candidates = self._pass_on(number, job, outcome)
                if candidates is not None:
                    self._under_way -= 1
                    yield job.id, candidates

    def _arrived(self, leg: Leg, waited: float) -> list[tuple[Job, Answer | Loss]]:
        """What has come back from a leg for which so many seconds were waited; it is started anew where it hangs."""
        arrived = list(leg.collect())
        if not arrived and not leg.idle and leg.overdue(self._patience, waited):
            arrived = list(leg.recover(HUNG))
        return arrived

    def _pass_on(self, number: int, job: Job, outcome: Answer | Loss) -> Candidates | None:
        """Send an answer to the next leg, or an item whose names got lost back to the first, or be done with it."""
        if job.plain is not None:
            return _candidates(job, self._told(outcome, job.plain))
        if isinstance(outcome, Loss):
            hidden = _hide(job.first, outcome.held)
            if hidden == job.first:
                return Candidates((), outcome.reason)
            self._legs[0].send(replace(job, pieces=hidden, first=hidden, alone=False))
        elif number + 1 < len(self._legs):
            self._legs[number + 1].send(replace(job, pieces=outcome.pieces, alone=False))
        elif (again := self._with_stand_ins(job, outcome)) is not None:
            self._legs[0].send(again)
        else:
            return _candidates(job, outcome, pivots=number > 0)
        return None

    def _with_stand_ins(self, job: Job, answer: Answer) -> Job | None:
        """The job once more, with other names in the place of those that the only mode does not know."""
        strange = [
            piece.content
            for piece in answer.pieces
            if isinstance(piece, Held) and piece.strange and isinstance(piece.content, Slot)
        ]
        if not strange or len(self._legs) > 1:
            return None
        pieces = stand_ins.shown_others(job.first, strange, self._pair)
        return replace(job, pieces=pieces, alone=False, plain=answer) if pieces != job.first else None

    def _told(self, outcome: Answer | Loss, plain: Answer) -> Answer:
        """What came of stand-ins, unless one of them got lost: then what was said without them."""
        pieces = stand_ins.told(outcome.pieces, self._pair) if isinstance(outcome, Answer) else None
        return plain if pieces is None or isinstance(outcome, Loss) else replace(outcome, pieces=pieces)


def job_of(id_: str, masked: Masked, rung: Rung, source: Tag) -> Job:
    """An item as it sets out: white space around it put aside, slots held as the rung has it."""
    around = zip(_before(masked.pieces, rung), masked.pieces, _behind(masked.pieces, rung), strict=True)
    pieces: tuple[Piece, ...] = tuple(
        piece if isinstance(piece, str) else stand_ins.possessive(piece, before, behind, source) or _hold(piece, rung)
        for before, piece, behind in around
    )
    pieces, before = _trim(_spelled_out(pieces), 0)
    pieces, after = _trim(pieces, -1)
    return Job(id_, pieces, pieces, (before, after))


def _trim(pieces: tuple[Piece, ...], end: int) -> tuple[tuple[Piece, ...], str]:
    """Pieces without the white space at one end (0 the start, -1 the end), and that white space."""
    if not pieces or not isinstance(edge := pieces[end], str):
        return pieces, ""
    text = edge.rstrip() if end else edge.lstrip()
    space = edge[len(text) :] if end else edge[: len(edge) - len(text)]
    kept = (text,) if text else ()
    return ((*pieces[:-1], *kept) if end else (*kept, *pieces[1:])), space


def _before(pieces: Sequence[str | Slot], rung: Rung) -> list[str]:
    """The text right before each piece; tags that are lifted out do not part them."""
    found: list[str] = []
    text = ""
    for piece in pieces:
        found.append(text)
        if not _is_lifted(piece, rung):
            text = piece if isinstance(piece, str) else ""
    return found


def _behind(pieces: Sequence[str | Slot], rung: Rung) -> list[str]:
    """The text right behind each piece, likewise."""
    return _before(pieces[::-1], rung)[::-1]


def _spelled_out(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Pieces in which a possessive without an s (`the Netherlands' decision`) is that of the name that stands in."""
    standing = False
    found: list[Piece] = []
    for piece in pieces:
        bare = isinstance(piece, str) and standing and BARE.match(piece)
        found.append(f"{piece[0]}s{piece[1:]}" if isinstance(piece, str) and bare else piece)
        standing = (isinstance(piece, Held) and bool(piece.other)) or (standing and isinstance(piece, Slot))
    return tuple(found)


def _is_lifted(piece: str | Slot, rung: Rung) -> bool:
    """Whether a piece is an inline tag, which is free but for the rung where everything is opaque."""
    return not isinstance(piece, str) and is_tag(piece) and rung is not Rung.MASK


def _hold(slot: Slot, rung: Rung) -> Piece:
    """A slot as a rung gives it to a mode: names and numbers of a plain shape as they are in `inject`, else opaque.

    Inline tags are free, but for the rung where everything is opaque.
    """
    if _is_lifted(slot, rung):
        return slot
    surface = " ".join(slot.source.split())
    plain = slot.kind in PLAIN and PLAIN[slot.kind].fullmatch(surface)
    return Held(slot, surface if plain and rung is Rung.INJECT else "")


def _hide(pieces: tuple[Piece, ...], lost: tuple[Held, ...]) -> tuple[Piece, ...]:
    """The same with what was lost opaque."""
    contents = [held.content for held in lost]
    return tuple(
        replace(piece, surface="") if isinstance(piece, Held) and piece.content in contents else piece
        for piece in pieces
    )


def _has_words(job: Job) -> bool:
    """Whether there is anything to translate."""
    return any(LETTER.search(piece) for piece in job.pieces if isinstance(piece, str))


def written(piece: Piece) -> str | Slot:
    """What a piece is in the end: a name that the mode knows, with what it wrote for it."""
    if not isinstance(piece, Held):
        return piece
    if isinstance(piece.content, str) or not piece.surface or piece.strange or piece.other:
        return piece.content
    return replace(piece.content, said=piece.surface)


def _candidates(job: Job, answer: Answer, *, pivots: bool = False) -> Candidates:
    """The only hypothesis, neighbouring texts joined and the white space around it restored.

    Of the words not known to the second leg of a pivot, those that the first passed on to it are the source's.
    """
    joined: list[str | Slot] = []
    for piece in (job.margins[0], *map(written, answer.pieces), job.margins[1]):
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece:
            joined.append(piece)
    if pivots:
        return Candidates((Candidate(tuple(joined), unknown=answer.carried, pivot_unknown=answer.unknown),))
    return Candidates((Candidate(tuple(joined), unknown=answer.unknown),))
