"""Argos Translate's packages, run by CTranslate2 directly: neural, offline, one text at a time in large batches.

`packages` finds what is installed, `tokenise` and `run` are one model at work, `slots` writes names and codes into the
text and finds them again; here a route of one or two models answers items.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from polyglot.engines.argos.packages import Leg, Route, Shelf, fingerprint, installed
from polyglot.engines.argos.run import Answer, Model, available_cores
from polyglot.engines.argos.slots import Spelled, spell
from polyglot.errors import EngineMissingError
from polyglot.model import Candidate, Candidates, Identity, Masked, Pair, Rung, Tag

RUNGS = (Rung.INJECT, Rung.MASK, Rung.SPLIT)
WINDOW = 4096
"""Items that are sorted by length together."""

Items = Iterable[tuple[str, Masked]]
Answers = Iterator[tuple[str, Candidates]]


class ArgosEngine:
    """Neural translation with the packages that Argos Translate has installed, or those in a folder."""

    name = "argos"
    words_per_second = 150

    def __init__(self, packages: Path | None = None, cores: int = 0) -> None:
        """Look in a folder other than Argos Translate's own; use so many cores, 0 for all."""
        self._folder = packages
        self._cores = cores or available_cores()
        self._models: dict[Leg, Model] = {}
        self._prints: dict[Route, str] = {}

    @cached_property
    def _shelf(self) -> Shelf:
        return installed(self._folder)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with installed packages that cannot be used, a sentence each; empty when all is well."""
        return self._shelf.problems

    def supports(self, source: Tag, target: Tag) -> bool:
        """Whether installed packages lead from one language to the other, at most through one more."""
        return bool(self._shelf.route(Pair(source, target)))

    def pairs(self) -> tuple[Pair, ...]:
        """Every direct pair that is installed, sorted."""
        return tuple(self._shelf.legs)

    def identity(self, pair: Pair) -> Identity:
        """The packages that translate a pair, named by their content; raises `EngineMissingError`."""
        route = self._route(pair)
        if route not in self._prints:
            self._prints[route] = fingerprint(route)
        return Identity(
            engine=self.name,
            version=f"{version('argostranslate')}+ctranslate2.{version('ctranslate2')}",
            model=self._prints[route],
            route=(route[0].pair.source, *(leg.pair.target for leg in route)),
            rungs=RUNGS,
            grade="draft" if len(route) == 1 else "gist",
        )

    def translate(self, items: Items, pair: Pair, rung: Rung) -> Answers:
        """Answer every item, the longest of each window first; on rungs other than `inject`, slots are opaque marks.

        Raises `EngineMissingError` for pairs that it does not support, and `EngineFailureError` for models that
        CTranslate2 refuses.
        """
        models = [self._model(leg) for leg in self._route(pair)]
        stream = iter(items)
        while window := list(islice(stream, WINDOW)):
            yield from _answers(window, models, rung)

    def close(self) -> None:
        """Free the models."""
        self._models.clear()

    def _route(self, pair: Pair) -> Route:
        route = self._shelf.route(pair)
        if not route:
            raise EngineMissingError(
                f"no installed Argos package leads from {pair.source} to {pair.target}, direct or through another",
                hint="see polyglot models available, then polyglot models install",
            )
        return route

    def _model(self, leg: Leg) -> Model:
        """A leg's model, loaded once; a package of several directions has one for each, as prefixes may differ."""
        if leg not in self._models:
            self._models[leg] = Model(leg, self._cores)
        return self._models[leg]


@dataclass(frozen=True, slots=True)
class Job:
    """An item on its way: its id, its slots as they are spelled, and its text so far."""

    id: str
    spelled: Spelled
    text: str


def _answers(window: Sequence[tuple[str, Masked]], models: Sequence[Model], rung: Rung) -> Answers:
    """Send a window through all models; what fails on the way is answered at once."""
    jobs = []
    for name, masked in window:
        if not _has_words(masked):
            yield name, Candidates((Candidate(masked.pieces),))
        elif spelled := spell(masked, rung, lambda word: all(model.keeps(word) for model in models)):
            jobs.append(Job(name, spelled, spelled.text))
        else:
            yield name, Candidates((), "its slots could not be told from its text")
    for model in models[:-1]:
        outcomes = [(job, answer, _passed_on(job, answer)) for job, answer in _translated(jobs, model)]
        yield from ((job.id, _failed(job, answer, models, model)) for job, answer, text in outcomes if text is None)
        jobs = [replace(job, text=text) for job, _, text in outcomes if text is not None]
    for job, answer in _translated(jobs, models[-1]):
        yield job.id, _candidates(job, answer) or _failed(job, answer, models, models[-1])


def _has_words(masked: Masked) -> bool:
    """Whether there is anything to translate: models make words up for text without letters."""
    return any(character.isalpha() for piece in masked.pieces if isinstance(piece, str) for character in piece)


def _translated(jobs: Sequence[Job], model: Model) -> Iterator[tuple[Job, Answer]]:
    return ((jobs[index], answer) for index, answer in model.translate([job.text for job in jobs]))


def _passed_on(job: Job, answer: Answer) -> str | None:
    """What the next model gets: the best draft that has all slots."""
    return next((draft.text for draft in answer.drafts if job.spelled.find(draft.text) is not None), None)


def _candidates(job: Job, answer: Answer) -> Candidates | None:
    """The drafts that have all slots; None where there is none."""
    found = ((draft, job.spelled.find(draft.text)) for draft in answer.drafts)
    hypotheses = tuple(Candidate(pieces, draft.score, draft.unknown) for draft, pieces in found if pieces is not None)
    return Candidates(hypotheses) if hypotheses else None


def _failed(job: Job, answer: Answer, models: Sequence[Model], model: Model) -> Candidates:
    """Why an item has no hypothesis, with the leg where it failed if there are two."""
    reason = answer.failure or f"the model did not keep {job.spelled.missing(answer.drafts[0].text)}"
    return Candidates((), f"{model}: {reason}" if len(models) > 1 else reason)
