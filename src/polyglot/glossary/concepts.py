"""Many concepts, of which those are made that are asked for: an article has a dozen of a hundred thousand."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import overload

from polyglot.glossary.concept import Concept, Glossary


class Concepts(Sequence[Concept]):
    """Concepts by their numbers, from 0 in their order, and what is known of them before they are made."""

    def __init__(self) -> None:
        self._made: dict[int, Concept] = {}

    @property
    @abstractmethod
    def ids(self) -> Sequence[str]:
        """The identity of each; where several have the same, the first counts."""

    @property
    @abstractmethod
    def dated(self) -> Sequence[int]:
        """The numbers of those that count for a time only."""

    @property
    @abstractmethod
    def styled(self) -> Sequence[int]:
        """The numbers of those about which a house style may say something."""

    @abstractmethod
    def make(self, number: int) -> Concept:
        """Make one."""

    @overload
    def __getitem__(self, number: int) -> Concept: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Concept, ...]: ...
    def __getitem__(self, number: int | slice) -> Concept | tuple[Concept, ...]:
        if isinstance(number, slice):
            return tuple(self[one] for one in range(*number.indices(len(self))))
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        number %= len(self)
        if number not in self._made:
            self._made[number] = self.make(number)
        return self._made[number]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self.ids))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Where each concept is, by its identity."""
        found: dict[str, int] = {}
        for number, one in enumerate(self.ids):
            found.setdefault(one, number)
        return found


class Given(Concepts):
    """Concepts that are made already."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        super().__init__()
        self._concepts = concepts

    def __len__(self) -> int:
        return len(self._concepts)

    @property
    def ids(self) -> Sequence[str]:
        """The identity of each."""
        return [concept.id for concept in self._concepts]

    @property
    def dated(self) -> Sequence[int]:
        """The numbers of those that count for a time only."""
        return [number for number, row in enumerate(self._concepts) if row.since or row.until]

    @property
    def styled(self) -> Sequence[int]:
        """The numbers of all: they need not be looked for."""
        return range(len(self))

    def make(self, number: int) -> Concept:
        """Take one."""
        return self._concepts[number]


class Chosen(Concepts):
    """Some concepts out of others, in an order of their own, a few of them changed."""

    def __init__(self, base: Concepts, order: Sequence[int], changed: Mapping[int, Concept] | None = None) -> None:
        """`order` has numbers of `base`, of which some may be `changed`."""
        super().__init__()
        self.base, self.order, self.changed = base, order, changed or {}

    def __len__(self) -> int:
        return len(self.order)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Chosen) and (self.base, self.order) == (other.base, other.order):
            return self.changed == other.changed
        return super().__eq__(other)

    __hash__ = Concepts.__hash__

    @cached_property
    def at(self) -> Mapping[int, int]:
        """The numbers that those of `base` have here."""
        return {number: place for place, number in enumerate(self.order)}

    @cached_property
    def ids(self) -> Sequence[str]:
        """The identity of each."""
        return [self.base.ids[number] for number in self.order]

    @cached_property
    def dated(self) -> Sequence[int]:
        """The numbers of those that count for a time only."""
        return sorted(self.at[number] for number in self.base.dated if number in self.at)

    @cached_property
    def styled(self) -> Sequence[int]:
        """The numbers of those about which a house style may say something."""
        return sorted(self.at[number] for number in self.base.styled if number in self.at)

    def make(self, number: int) -> Concept:
        """Take one out of the others."""
        there = self.order[number]
        return self.changed[there] if there in self.changed else self.base[there]


@lru_cache(maxsize=16)
def concepts_of(glossary: Glossary) -> Concepts:
    """The concepts of a glossary, however they were made."""
    concepts = glossary.concepts
    return concepts if isinstance(concepts, Concepts) else Given(concepts)


class ById(Mapping[str, Concept]):
    """Concepts by their identities; each is made when it is asked for."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts

    def __getitem__(self, one: str) -> Concept:
        return self._concepts[self._concepts.numbers[one]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._concepts.numbers)

    def __len__(self) -> int:
        return len(self._concepts.numbers)


def by_id(glossary: Glossary) -> Mapping[str, Concept]:
    """The concepts of a glossary by their identities; of several rows the first."""
    return ById(concepts_of(glossary))
