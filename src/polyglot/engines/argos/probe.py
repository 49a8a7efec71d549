"""What a model brings through: names written in, names standing in, opaque marks. Measured once, kept beside the model.

Every model is first tried in a process of its own: settings in a model's file can end the process that runs it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from polyglot.clauses import clauses
from polyglot.engines.argos import jobs
from polyglot.engines.argos.jobs import Job
from polyglot.engines.argos.packages import Leg, table
from polyglot.engines.argos.run import Model, Setup
from polyglot.engines.argos.slots import Voice, spell
from polyglot.errors import EngineFailureError, OutputError
from polyglot.files import write
from polyglot.locales import base
from polyglot.model import CodeKind, Masked, Pair, Rung, Slot

FILE = "polyglot-probe.json"
CERTAIN = 0.9
"""A name that comes through in so many of the carriers may stand in for another."""
PATIENCE = 300

Survival = Mapping[Rung, tuple[int, int]]
"""Per rung: how many came through, of how many."""


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


def measure(model: Model, pair: Pair) -> Probe:
    """Translate names and marks in sentences of the source language, and count what comes back."""
    carriers = _facts()["carriers"]
    sentences: Sequence[str] = carriers.get(base(pair.source), carriers["any"])
    plain = Voice(model.keeps)
    names = _facts()["names"]
    injected = [_with_name(sentence, name) for sentence in sentences for name in names["injected"]]
    kept = {
        name: _kept(model, [_with_name(one, name) for one in sentences], Rung.INJECT, plain)
        for name in names["stand_ins"]
    }
    stand_ins = sorted((name for name in kept if kept[name] >= CERTAIN * len(sentences)), key=lambda name: -kept[name])
    marks = {
        one: _kept(model, injected[::4], Rung.MASK, Voice(model.keeps, (one,))) for one in table("mask")["spellings"]
    }
    voice = Voice(model.keeps, tuple(sorted(marks, key=lambda one: -marks[one])), tuple(stand_ins))
    survival = {
        rung: (_kept(model, injected, rung, voice), len(injected)) for rung in (Rung.INJECT, Rung.STAND_IN, Rung.MASK)
    }
    second = _facts()["second"].get(base(pair.source), "")
    halves = [part for one in injected[::4] for part, _ in clauses(_continued(one, second))]
    survival[Rung.SPLIT] = (_kept(model, halves, Rung.SPLIT, voice), len(halves))
    return Probe(survival, voice.stand_ins, voice.spellings)


def _with_name(sentence: str, name: str) -> Masked:
    before, _, after = sentence.partition("{}")
    pieces: tuple[str | Slot, ...] = (before, Slot(0, CodeKind.NAME, name, name), after)
    return Masked(tuple(piece for piece in pieces if piece != ""))


def _continued(masked: Masked, second: str) -> Masked:
    """A sentence that goes on with another clause."""
    *pieces, last = masked.pieces
    return Masked((*pieces, f"{last.rstrip('.?! ')}, {second}.")) if second and isinstance(last, str) else masked


def _kept(model: Model, texts: Iterable[Masked], rung: Rung, voice: Voice) -> int:
    """How many of the texts come back with their slots."""
    spelled = [found for masked in texts if (found := spell(masked, rung, voice)) is not None]
    waiting = [Job(number, one, one.text) for number, one in enumerate(spelled)]
    return sum(bool(outcome.found) for outcome in jobs.run(waiting, [model]))


def shared(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What all lists have, in the order of the first."""
    return tuple(one for one in lists[0] if all(one in other for other in lists[1:])) if lists else ()


def weakest(survivals: Sequence[Survival]) -> Survival:
    """Of a route of several models, for each rung the one that loses most."""
    return {rung: min((one[rung] for one in survivals), key=lambda found: found[0] / found[1]) for rung in survivals[0]}


def recorded(leg: Leg, digest: str) -> Probe | None:
    """What was measured on exactly this model; None where nothing was, or the record cannot be read."""
    entry = _entries(leg).get(_key(leg), {})
    if entry.get("model") != digest or "survival" not in entry:
        return None
    survival = {Rung(rung): (kept, of) for rung, (kept, of) in entry["survival"].items()}
    return Probe(survival, tuple(entry["stand_ins"]), tuple(entry["spellings"]))


def record(leg: Leg, digest: str, found: Probe) -> None:
    """Keep a measurement beside the model."""
    _write(
        leg, {"model": digest, "survival": found.survival, "stand_ins": found.stand_ins, "spellings": found.spellings}
    )


def require_sane(leg: Leg, digest: str, setup: Setup) -> None:
    """Try a model in another process, unless it was; raises `EngineFailureError` where that process dies of it."""
    if _entries(leg).get(_key(leg), {}).get("model") == digest:
        return
    command = (sys.executable, "-I", str(Path(__file__).with_name("trial.py")), str(leg.model), setup.device)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        raise _failure(leg, f"could not be tried: {error}") from error
    if done.returncode < 0:
        raise _failure(leg, f"ends the process that runs it (signal {-done.returncode})")
    if done.returncode == 0:
        _write(leg, {"model": digest})


def _failure(leg: Leg, what: str) -> EngineFailureError:
    hint = "remove that folder and install the package again"
    return EngineFailureError(f"the Argos model {leg} {what}", place=str(leg.folder), hint=hint)


def _key(leg: Leg) -> str:
    return "-".join(leg.pair)


def _entries(leg: Leg) -> dict[str, Any]:
    try:
        found = json.loads((leg.folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(leg: Leg, entry: Mapping[str, Any]) -> None:
    """Keep an entry; where the folder cannot be written, the next process finds out again."""
    entries = {**_entries(leg), _key(leg): entry}
    with suppress(OutputError):
        write({leg.folder / FILE: (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()})
