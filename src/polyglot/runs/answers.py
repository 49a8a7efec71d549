"""Where a run records what engines answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from polyglot.memory import Memory
from polyglot.runs.run import Run
from polyglot.runs.survey import Survey
from polyglot.runs.wishes import unheard


def memory_for(run: Run, plan: Survey, warn: Callable[[str], None]) -> Memory | None:
    """Where answers are recorded: in the project, or, without one, in a hidden file beside the first output."""
    machine = any(direction.choice for direction in plan.directions.values())
    if run.wishes.stdin is not None or run.wishes.frozen or not (machine or run.project.memory):
        return None
    if run.project.memory is not None:
        return Memory(run.project.memory, warn)
    places = _journals(plan)
    if not places:
        return None
    return Memory(next((place for place in places if place.exists()), places[0]), warn, alone=True)


def _journals(plan: Survey) -> tuple[Path, ...]:
    """The hidden files beside the outputs, in one of which, without a project, answers are recorded."""
    return tuple(output.with_name(f".{output.name}.polyglot") for output in plan.outputs)


def discard(memory: Memory, plan: Survey) -> None:
    """Delete the hidden file now that results are written, and what other runs over these sources have left."""
    memory.discard()
    for place in _journals(plan):
        if place.exists():
            with closing(Memory(place, unheard, alone=True)) as left:
                left.discard()
