"""Argos Translate's packages, run by CTranslate2 directly: neural, offline, one text at a time in large batches.

`packages` finds what is installed; `tokenise`, `run` and `drafts` are one model at work; `slots` writes names and codes
into the text and finds them again, `mend` where the model spelled them its own way; `sought` finds places for tags of
which attention says nothing; `jobs` leads texts through a route, `orders` items, some without their capitals or in
parts; `probe` measures what a model keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from polyglot.engines import Survival
from polyglot.engines.argos import digests, probe
from polyglot.engines.argos.orders import Way, answers
from polyglot.engines.argos.packages import Leg, Route, Shelf, fingerprint, installed
from polyglot.engines.argos.probe import Probe
from polyglot.engines.argos.run import Model, Setup
from polyglot.engines.argos.slots import Voice
from polyglot.errors import EngineMissingError
from polyglot.model import Candidates, Identity, Masked, Pair, Rung, Tag

RUNGS = (Rung.INJECT, Rung.STAND_IN, Rung.MASK, Rung.SPLIT)
WINDOW = 4096
"""Items that are sorted by length together."""

Items = Iterable[tuple[str, Masked]]
Answers = Iterator[tuple[str, Candidates]]


class ArgosEngine:
    """Neural translation with the packages that Argos Translate has installed, or those in a folder."""

    name = "argos"
    words_per_second = 150

    def __init__(
        self,
        packages: Path | None = None,
        cores: int = 0,
        device: str = "cpu",
        compute_type: str = "int8",
        beam: int = 2,
    ) -> None:
        """Look in a folder other than Argos Translate's own; run CTranslate2 so, on so many cores, 0 for all."""
        self._folder = packages
        self._setup = Setup(device, compute_type, beam, cores)
        self._models: dict[Leg, Model] = {}
        self._prints: dict[Route, str] = {}
        self._probes: dict[Leg, Probe] = {}

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
        return Identity(
            engine=self.name,
            version=f"{version('argostranslate')}+ctranslate2.{version('ctranslate2')}{self._setup.name}",
            model=self._print(route),
            route=(route[0].pair.source, *(leg.pair.target for leg in route)),
            rungs=RUNGS,
            grade="draft" if len(route) == 1 else "gist",
        )

    def _print(self, route: Route) -> str:
        if route not in self._prints:
            self._prints[route] = fingerprint(route, digests.remembered)
        return self._prints[route]

    def translate(self, items: Items, pair: Pair, rung: Rung) -> Answers:
        """Answer every item, the longest of each window first.

        Raises `EngineMissingError` for pairs that it does not support, and `EngineFailureError` for models that
        CTranslate2 refuses.
        """
        route = self._route(pair)
        models = [self._model(leg) for leg in route]
        voice = self._voice(route, rung)
        stream = iter(items)
        while window := list(islice(stream, WINDOW)):
            yield from answers(window, Way(models, voice, rung, pair.target))

    def survival(self, pair: Pair) -> Survival:
        """How many of how many names each rung brought through, as measured before; empty where it never was."""
        known = [probe.recorded(leg, self._print((leg,))) for leg in self._route(pair)]
        return probe.weakest([one.survival for one in known if one is not None]) if all(known) else {}

    def measure(self, pair: Pair) -> Survival:
        """Measure what every rung brings through on the models of a pair, and keep the result beside each model.

        Raises `EngineFailureError` where a model cannot be loaded, or ends the process that first tries it.
        """
        for leg in self._route(pair):
            measured = probe.measure(self._model(leg), leg.pair)
            probe.record(leg, self._print((leg,)), measured)
        return self.survival(pair)

    def score(self, texts: Sequence[tuple[str, str]], pair: Pair) -> list[float]:
        """How likely a direct model finds translations: mean log probability of the tokens of each target."""
        (leg,) = self._route(pair)
        return self._model(leg).score(texts)

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
            digest = self._print((leg,))
            probe.require_sane(leg, digest)
            self._models[leg] = Model(leg, self._setup, digest)
        return self._models[leg]

    def _voice(self, route: Route, rung: Rung) -> Voice:
        """What the models of a route can write: on `inject` anything, on the other rungs what they were seen to keep.

        They are measured when that is first needed, and always then: what a text becomes must not depend on whether
        somebody measured before.
        """
        models = [self._model(leg) for leg in route]
        keeps = Voice(lambda word: all(model.keeps(word) for model in models))
        if rung is Rung.INJECT:
            return keeps
        probes = [probe.recorded(leg, self._print((leg,))) or self._first_probe(leg) for leg in route]
        spellings = probe.shared([one.spellings for one in probes])
        return replace(keeps, spellings=spellings, stand_ins=probe.shared([one.stand_ins for one in probes]))

    def _first_probe(self, leg: Leg) -> Probe:
        """Measure a model and keep the result, for this run too where the folder cannot be written."""
        if leg not in self._probes:
            self._probes[leg] = probe.measure(self._model(leg), leg.pair)
            probe.record(leg, self._print((leg,)), self._probes[leg])
        return self._probes[leg]
