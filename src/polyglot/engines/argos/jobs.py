"""Texts on their way through the models of a route: slots spelled, every draft searched for them, names mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from polyglot.engines.argos.drafts import Answer, Draft
from polyglot.engines.argos.mend import mended
from polyglot.engines.argos.run import Model
from polyglot.engines.argos.slots import Piece, Spelled


@dataclass(frozen=True, slots=True)
class Job:
    """A text on its way: which of the caller's it is, its slots as they are spelled, and its words so far."""

    number: int
    spelled: Spelled
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A draft in which every slot was found."""

    draft: Draft
    text: str
    """The draft's, mended where it had to be."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: drafts with all slots, best first, or the reason why there are none."""

    job: Job
    found: tuple[Found, ...]
    failure: str = ""


def run(jobs: Sequence[Job], models: Sequence[Model]) -> Iterator[Outcome]:
    """Send jobs through all models, one after the other; what fails on the way is told at once."""
    for number, model in enumerate(models, 1):
        last = number == len(models)
        onward = []
        for outcome in _through(jobs, model, "" if len(models) == 1 else f"{model}: "):
            if last or not outcome.found:
                yield outcome
            else:
                onward.append(replace(outcome.job, text=outcome.found[0].text))
        jobs = onward


def _through(jobs: Sequence[Job], model: Model, who: str) -> Iterator[Outcome]:
    aligned = any(job.spelled.marks for job in jobs)
    for index, answer in model.translate([job.text for job in jobs], aligned=aligned):
        job = jobs[index]
        found = tuple(_found(job, answer, model))
        yield Outcome(job, found, "" if found else f"{who}{_reason(job, answer)}")


def _found(job: Job, answer: Answer, model: Model) -> Iterator[Found]:
    """The drafts that have all slots, the names of some put in order."""
    for draft in answer.drafts:
        pieces = job.spelled.find(draft.text)
        if pieces is not None:
            yield Found(draft, draft.text, pieces)
            continue
        text = mended(job.spelled, draft, model.tokenizer.encode(job.text), model.tokenizer.encode)
        pieces = job.spelled.find(text) if text is not None else None
        if pieces is not None and text is not None:
            yield Found(draft, text, pieces)


def _reason(job: Job, answer: Answer) -> str:
    return answer.failure or f"the model did not keep {job.spelled.missing(answer.drafts[0].text)}"
