"""What a model brings through: names written in, names standing in, opaque marks. Measured once, kept beside the model.

Every model is first tried in a process of its own: settings in a model's file can end the process that runs it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from polyglot.clauses import clauses
from polyglot.engines import Survival
from polyglot.engines.argos import notes
from polyglot.engines.argos.keeper import ArgosKeeper
from polyglot.engines.argos.orders import Way, answers
from polyglot.engines.argos.packages import Leg, table
from polyglot.engines.argos.run import Model
from polyglot.engines.argos.slots import Voice
from polyglot.errors import EngineFailureError
from polyglot.locales import base
from polyglot.model import CodeKind, Masked, Pair, Rung, Slot

CERTAIN = 0.9
"""A name that comes through in so many of the carriers may stand in for another."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What was measured on a model."""

    survival: Survival
    stand_ins: tuple[str, ...]
    """Names that it keeps, the surest first."""
    spellings: tuple[str, ...]
    """Of opaque marks, the surest first."""


@cache
def _facts() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("probes.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Tried:
    """A model and what it translates."""

    model: Model
    pair: Pair


def measure(model: Model, pair: Pair) -> Probe:
    """Translate names and marks in sentences of the source language, and count what comes back."""
    tried, names = Tried(model, pair), _facts()["names"]
    carriers = _facts()["carriers"]
    sentences: Sequence[str] = carriers.get(base(pair.source), carriers["any"])
    injected = [_with_name(sentence, name) for sentence in sentences for name in names["injected"]]
    voice = Voice(model.keeps, _spellings(tried, injected[::4]), _stand_ins(tried, sentences, names["stand_ins"]))
    survival = {
        rung: (_kept(tried, injected, rung, voice), len(injected)) for rung in (Rung.INJECT, Rung.STAND_IN, Rung.MASK)
    }
    second = _facts()["second"].get(base(pair.source), "")
    halves = [part for one in injected[::2] for part, _ in clauses(_continued(one, second)) if part.slots]
    survival[Rung.SPLIT] = (_kept(tried, halves, Rung.SPLIT, voice), len(halves))
    return Probe(survival, voice.stand_ins, voice.spellings)


def _spellings(tried: Tried, texts: Sequence[Masked]) -> tuple[str, ...]:
    """The spellings of marks, those that come through most first."""
    spellings = table("mask")["spellings"]
    kept = {one: _kept(tried, texts, Rung.MASK, Voice(tried.model.keeps, (one,))) for one in spellings}
    return tuple(sorted(spellings, key=lambda one: -kept[one]))


def _stand_ins(tried: Tried, sentences: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """The names that come through nearly always, the surest first."""
    voice = Voice(tried.model.keeps)
    kept = {name: _kept(tried, [_with_name(one, name) for one in sentences], Rung.INJECT, voice) for name in names}
    return tuple(
        sorted((name for name in names if kept[name] >= CERTAIN * len(sentences)), key=lambda name: -kept[name])
    )


def _with_name(sentence: str, name: str) -> Masked:
    before, _, after = sentence.partition("{}")
    pieces: tuple[str | Slot, ...] = (before, Slot(0, CodeKind.NAME, name, name), after)
    return Masked(tuple(piece for piece in pieces if piece != ""))


def _continued(masked: Masked, second: str) -> Masked:
    """A sentence that goes on with another clause."""
    *pieces, last = masked.pieces
    return Masked((*pieces, f"{last.rstrip('.?! ')}, {second}.")) if second and isinstance(last, str) else masked


def _kept(tried: Tried, texts: Iterable[Masked], rung: Rung, voice: Voice) -> int:
    """How many of the texts come back with their slots."""
    items = [(str(number), masked) for number, masked in enumerate(texts)]
    way = Way([tried.model], voice, rung, tried.pair.target)
    return sum(bool(candidates.hypotheses) for _, candidates in answers(items, way))


def shared(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What all lists have, in the order of the first."""
    return tuple(one for one in lists[0] if all(one in other for other in lists[1:])) if lists else ()


def weakest(survivals: Sequence[Survival]) -> Survival:
    """Of a route of several models, for each rung the one that loses most."""
    return {rung: min((one[rung] for one in survivals), key=lambda found: found[0] / found[1]) for rung in survivals[0]}


def recorded(leg: Leg, digest: str) -> Probe | None:
    """What was measured on exactly this model; None where nothing was."""
    note = notes.read(leg, digest) or {}
    if "survival" not in note:
        return None
    survival = {Rung(rung): (kept, of) for rung, (kept, of) in note["survival"].items()}
    return Probe(survival, tuple(note["stand_ins"]), tuple(note["spellings"]))


def record(leg: Leg, digest: str, found: Probe) -> None:
    """Keep a measurement beside the model."""
    facts = {"survival": found.survival, "stand_ins": found.stand_ins, "spellings": found.spellings}
    notes.keep(leg, digest, facts)


def require_sane(leg: Leg, digest: str) -> None:
    """Try a model in another process, unless it was; raises `EngineFailureError` where that goes wrong."""
    if notes.read(leg, digest) is not None:
        return
    if problem := ArgosKeeper().trial(leg.folder):
        hint = "remove that folder and install the package again"
        raise EngineFailureError(f"the Argos model {leg} cannot be loaded: {problem}", place=str(leg.folder), hint=hint)
