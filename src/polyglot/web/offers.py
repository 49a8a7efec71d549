"""What the memory has for a sentence: the machine's text, whatever a person made of it, and matches to take over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from polyglot import compendium, memory, po, reuse
from polyglot.desk import Line, Sheet
from polyglot.memory import Kind, Memory
from polyglot.model import Origin, State
from polyglot.review import SUGGESTION
from polyglot.runs import Run, unheard

KINDS = {
    Kind.HUMAN: "a person",
    Kind.IMPORT: "an imported memory",
    Kind.DOUBT: "a person, in doubt",
    Kind.MT: "a machine",
}
"""Who wrote it, in words."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A text on record for the same sentence or one like it."""

    text: str
    likeness: int
    """Per cent."""
    origin: str
    """Who wrote it, and where, in words."""


def offers(run: Run, sheet: Sheet) -> dict[str, tuple[Offer, ...]]:
    """The matches that a person may take over, best first, for each line by its context that is not settled yet."""
    if run.project.memory is None:
        return {}
    with compendium.opened(run.project, unheard) as known:
        around = reuse.contexts([line.place for line in sheet.lines])
        waiting = ((line, near) for line, near in zip(sheet.lines, around, strict=False) if _is_unsettled(line))
        return {line.context: tuple(_offers(sheet, line, known, near)) for line, near in waiting}


def _is_unsettled(line: Line) -> bool:
    return line.place.entry is None or line.place.entry.state.rank < State.REVIEWED.rank


def _offers(sheet: Sheet, line: Line, known: Memory, around: int) -> Iterator[Offer]:
    """What the memory has for a line, but for what the line says already."""
    for one in reuse.offers(sheet.work.direction, known, line.segment, around):
        if one.text != line.text:
            yield Offer(one.text, one.likeness, f"{KINDS[one.kept.unit.kind]}, {one.kept.file}")


def machine_texts(run: Run, sheet: Sheet, lines: Sequence[Line]) -> dict[str, str]:
    """What the machine said for lines that a person has written or accepted, by context, where that is known."""
    found = {line.context: text for line in lines if (text := _noted(line))}
    asked = {key: line.context for line in lines if line.context not in found and (key := _key(sheet, line))}
    place = run.project.memory
    if place is None or not asked or not place.exists():
        return found
    with closing(Memory(place, unheard)) as opened:
        answers = opened.find(list(asked))
    return found | {asked[key]: answer.text for key, answer in answers.items()}


def _noted(line: Line) -> str:
    """The machine's text, where the catalog itself has it: the entry as it was written, or a comment of a stale one."""
    entry = line.place.entry
    if entry is None:
        return ""
    known = entry.provenance
    if known is not None and known.origin == Origin.MT and known.digest == po.digest(entry.target):
        return entry.target
    comments = (comment.removeprefix(SUGGESTION) for comment in entry.comments if comment.startswith(SUGGESTION))
    return next(comments, "") if line.place.stale else ""


def _key(sheet: Sheet, line: Line) -> bytes | None:
    """What the engine's answer is recorded under; None where the catalog names no engine."""
    entry, direction = line.place.entry, sheet.work.direction
    if entry is None or entry.provenance is None or not entry.provenance.engine:
        return None
    return memory.key(direction.pair, entry.provenance.engine, direction.edition, line.segment)
