"""How the names of articles stand in their translations: which forms, how often, and where one deviates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

from polyglot import desk, glossary, runs
from polyglot.desk import Line, Sheet
from polyglot.direction import Direction
from polyglot.model import CodeKind, Segment, State, Tag
from polyglot.runs import Wishes


@dataclass(frozen=True, slots=True)
class Deviation:
    """A place where a name is not as elsewhere, or not as the glossary wants it."""

    kind: str
    """`missing`, `forbidden`, or `other`: another of its names than the one that is used most."""
    form: str
    """What stands there; empty where the name is missing."""
    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in one target, over all articles."""

    concept: str
    target: Tag
    asked: int
    """How often the sources have it where there is a translation."""
    forms: Mapping[str, int]
    """What the translations have, the most used first, as often as they have it."""
    lemmas: Mapping[str, int]
    """The same by name, whatever its grammatical case."""
    deviations: tuple[Deviation, ...]

    @property
    def used(self) -> int:
        """How often the translations have it."""
        return sum(self.forms.values())

    @property
    def same(self) -> int:
        """How often they call it by the name that they use most."""
        return max(self.lemmas.values(), default=0)

    @property
    def consistency(self) -> float | None:
        """The share of the name that is used most; None where there is none."""
        return round(self.same / self.used, 4) if self.used else None


@dataclass
class Uses:
    """What has been seen of one name in one target so far."""

    asked: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    lemmas: Counter[str] = field(default_factory=Counter)
    places: list[tuple[str, Deviation]] = field(default_factory=list)
    """Each with the name that stands there."""


Place = tuple[str, int, int]
"""File, line, column."""


class Ledger:
    """Counts names, segment by segment, in however many directions."""

    def __init__(self) -> None:
        """Begin with none."""
        self._uses: dict[tuple[str, Tag], Uses] = {}

    def add(self, direction: Direction, segment: Segment, text: str, place: Place = ("", 0, 0)) -> None:
        """Count the names of a segment that has this translation."""
        target = direction.pair.target
        asked = direction.asked(segment)
        wants = {code.value: want for code in asked if (want := direction.wanted(code))}
        found = [code for code in direction.found(segment, text) if code.kind is CodeKind.NAME and code.value in wants]
        missing = Counter(code.value for code in asked) - Counter(code.value for code in found)
        for code in asked:
            self._of(code.value, target).asked += 1
        for code in found:
            uses, name = self._of(code.value, target), glossary.lemma(code.text, wants[code.value], target)
            uses.forms[code.text] += 1
            uses.lemmas[name] += 1
            uses.places.append((name, Deviation("other", code.text, *place)))
        for concept, count in missing.items():
            self._of(concept, target).places += [("", Deviation("missing", "", *place))] * count
        for code in direction.refused_codes(segment, text):
            self._of(code.value, target).places.append(("", Deviation("forbidden", code.text, *place)))

    def _of(self, concept: str, target: Tag) -> Uses:
        return self._uses.setdefault((concept, target), Uses())

    def entities(self) -> tuple[Entity, ...]:
        """What has been counted, those that deviate first, then the most frequent."""
        found = (_entity(concept, target, uses) for (concept, target), uses in self._uses.items())
        return tuple(sorted(found, key=lambda one: (-len(one.deviations), -one.asked, one.concept, one.target)))


def _entity(concept: str, target: Tag, uses: Uses) -> Entity:
    usual = uses.lemmas.most_common(1)[0][0] if uses.lemmas else None
    deviations = (told for name, told in uses.places if told.kind != "other" or name != usual)
    forms, lemmas = (dict(counter.most_common()) for counter in (uses.forms, uses.lemmas))
    return Entity(concept, target, uses.asked, forms, lemmas, tuple(deviations))


def report(wishes: Wishes) -> tuple[Entity, ...]:
    """The names of all catalogs that there are of the sources asked for; no engine is asked."""
    with ExitStack() as stack:
        return of_sheets(desk.sheets(runs.start(wishes, stack)))


def of_sheets(sheets: Iterable[Sheet]) -> tuple[Entity, ...]:
    """The names of some catalogs."""
    ledger = Ledger()
    for sheet in sheets:
        for line, text in _translated(sheet):
            place = (sheet.work.prepared.name, *sheet.where(line))
            ledger.add(sheet.work.direction, line.segment, text, place)
    return ledger.entities()


def _translated(sheet: Sheet) -> Iterator[tuple[Line, str]]:
    """The lines that are translated and have names."""
    for line in sheet.lines:
        target = line.target
        if target is not None and target.state is not State.INITIAL and sheet.work.direction.asked(line.segment):
            yield line, target.text
