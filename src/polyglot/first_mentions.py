"""First mentions: what a house wants noted once in an article, after a name in its text: `Odesa (formerly Odessa)`.

A machine's texts say it where the name comes first below the title, and nowhere else, whatever they said before. A
person's text is never changed: where one mentions the name first and none says the note, an issue tells so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from polyglot.direction import Direction
from polyglot.glossary import Wanted, note_of, words_of_note
from polyglot.model import Issue, Origin, Role, Severity, State, Target
from polyglot.review import Recall

BODY = (Role.PARAGRAPH, Role.LIST_ITEM, Role.QUOTE)
ENDING = re.compile(r"(?:[-\u2011'’][^\W\d_]+)*")
"""What a text writes together with a name behind it: `Odesa’s`, `Odesa-based`."""


def noted(direction: Direction, places: Sequence[Recall], targets: Sequence[Target]) -> tuple[Target, ...]:
    """The targets of an article, each note where it belongs."""
    found = list(targets)
    for want in _wanted(direction, places).values():
        note = note_of(want)
        bare = [_without(target, note) for target in found]
        first = _first(direction, places, bare, want)
        if first is not None and _is_machines(bare[first]) and not _is_said(bare, want):
            bare[first] = _with(direction, places[first], bare[first], want)
        found = [old if old.text == new.text else new for old, new in zip(found, bare, strict=True)]
    return tuple(found)


def missing(direction: Direction, places: Sequence[Recall]) -> Iterator[tuple[Recall, Issue]]:
    """Where people mention a name first and nobody says what is to be noted."""
    targets = [place.target for place in places]
    for want in _wanted(direction, places).values():
        first = _first(direction, places, targets, want)
        target = targets[first] if first is not None else None
        if first is not None and target and not _is_machines(target) and not _is_said(targets, want):
            message = f"the first mention of {want.write} lacks: {want.first_mention}"
            yield places[first], Issue("first-mention", Severity.INFO, message)


def _wanted(direction: Direction, places: Sequence[Recall]) -> Mapping[str, Wanted]:
    """The names of an article that want a note."""
    wants = (want for place in places for code in place.segment.codes if (want := direction.wanted(code)))
    return {want.concept: want for want in wants if want.first_mention}


def _first(
    direction: Direction, places: Sequence[Recall], targets: Sequence[Target | None], want: Wanted
) -> int | None:
    """Which segment mentions a name first below the title; none where a segment is still to be translated."""
    for number, (place, target) in enumerate(zip(places, targets, strict=True)):
        if place.unit.unit.role not in BODY or place.omitted is not None:
            continue
        if all(code.value != want.concept for code in place.whole.codes):
            continue
        if target is None:
            return None
        if target.state is not State.INITIAL and _end(direction, place, target, want) is not None:
            return number
    return None


def _end(direction: Direction, place: Recall, target: Target, want: Wanted) -> int | None:
    """Where the first mention ends in a text; None where it has none."""
    found = direction.found(place.whole, target.text)
    return next((code.span.end for code in found if code.value == want.concept), None)


def _with(direction: Direction, place: Recall, target: Target, want: Wanted) -> Target:
    end = _end(direction, place, target, want)
    ending = ENDING.match(target.text, end) if end is not None else None
    at = ending.end() if ending else len(target.text)
    return replace(target, text=target.text[:at] + note_of(want) + target.text[at:])


def _without(target: Target, note: str) -> Target:
    return replace(target, text=target.text.replace(note, "")) if _is_machines(target) else target


def _is_machines(target: Target) -> bool:
    return target.origin in {Origin.MT, Origin.TM}


def _is_said(targets: Sequence[Target | None], want: Wanted) -> bool:
    """Whether a person's text says a note, with or without brackets."""
    words = words_of_note(want).casefold()
    return any(target and not _is_machines(target) and words in target.text.casefold() for target in targets)
