"""Texts on their way through the models of a route: slots spelled, every draft searched for them, names mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from polyglot.engines.argos.align import Side, links, through
from polyglot.engines.argos.drafts import Answer, Draft
from polyglot.engines.argos.mend import mended
from polyglot.engines.argos.run import Model
from polyglot.engines.argos.slots import Piece, Spelled
from polyglot.inline import Lifted, Links, atoms, flat, settle, written


@dataclass(frozen=True, slots=True)
class Job:
    """A text on its way: which of the caller's it is, its slots as they are spelled, and its words so far."""

    number: int
    spelled: Spelled
    text: str
    lifted: Lifted[Piece] | None = None
    """Where the text had inline tags: what is left, and the tags, which are set again in the end."""
    before: tuple[tuple[Piece, ...], Links] | None = None
    """For a model that is not the first: the text's pieces, and which words of the very source theirs go back to."""
    way: int = 0
    """Which of the ways it is in which the same text is shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """A draft in which every slot was found."""

    draft: Draft
    text: str
    """The draft's, mended where it had to be."""
    pieces: tuple[Piece, ...]
    links: Links = ()
    """Which words of the source its own go back to, where there are tags to be set."""

    def tagged(self, lifted: Lifted[Piece] | None) -> tuple[Piece, ...] | None:
        """Its pieces with the tags of the source; None where it cannot be told where they belong."""
        if lifted is None:
            return self.pieces
        edits = settle(lifted, flat(self.pieces), self.links)
        return None if edits is None else written(self.pieces, edits)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: drafts with all slots, best first, or the reason why there are none."""

    job: Job
    found: tuple[Found, ...]
    failure: str = ""

    @property
    def homeless(self) -> bool:
        """Whether there are drafts, but in none of them a place for the tags."""
        return bool(self.found) and all(found.tagged(self.job.lifted) is None for found in self.found)


def run(jobs: Sequence[Job], models: Sequence[Model]) -> Iterator[Outcome]:
    """Send jobs through all models, one after the other; what fails on the way is told at once."""
    for number, model in enumerate(models, 1):
        last = number == len(models)
        onward = []
        for outcome in _through(jobs, model, "" if len(models) == 1 else f"{model}: "):
            if last or not outcome.found:
                yield outcome
            else:
                best = outcome.found[0]
                onward.append(replace(outcome.job, text=best.text, before=(best.pieces, best.links)))
        jobs = onward


def _through(jobs: Sequence[Job], model: Model, who: str) -> Iterator[Outcome]:
    aligned = any(job.spelled.marks or job.lifted for job in jobs)
    for index, answer in model.translate([job.text for job in jobs], aligned=aligned):
        job = jobs[index]
        found = tuple(_found(job, answer, model))
        yield Outcome(job, found, "" if found else f"{who}{_reason(job, answer)}")


def _found(job: Job, answer: Answer, model: Model) -> Iterator[Found]:
    """The drafts that have all slots, the names of some put in order, each in several forms."""
    for draft in answer.drafts:
        pieces = job.spelled.find(draft.text)
        texts = [(draft.text, pieces)] if pieces is not None else mended(job.spelled, draft, _source(job, model))
        for text, cut in texts:
            yield Found(draft, text, cut, _links(job, draft, cut, model) if job.lifted else ())


def _source(job: Job, model: Model) -> Side:
    """A job's text as its model reads it."""
    return Side(job.spelled.find(job.text) or (job.text,), model.tokenizer.encode(job.text))


def _links(job: Job, draft: Draft, pieces: Sequence[Piece], model: Model) -> Links:
    """Where the words of a draft come from, through all models so far; empty for each where attention is missing."""
    if not draft.attention or job.lifted is None:
        return [{} for _ in atoms(flat(pieces))]
    here = job.before[0] if job.before else job.lifted.pieces
    found = links(
        Side(here, model.tokenizer.encode(job.text)), Side(pieces, draft.tokens), job.spelled, draft.attention
    )
    return through(job.before[1], found) if job.before else found


def _reason(job: Job, answer: Answer) -> str:
    return answer.failure or f"the model did not keep {job.spelled.missing(answer.drafts[0].text)}"
