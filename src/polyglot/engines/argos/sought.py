"""Where tags belong of which attention says nothing: what they stand around, translated by itself and looked for.

A pair's words are found in a draft where their own translation stands in it word for word; an empty tag goes between
the two words that it parts, one of which must be found. A draft in which one of its tags has no place keeps none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from polyglot.engines.argos.jobs import Found, Outcome
from polyglot.engines.argos.slots import Piece
from polyglot.inline import OPAQUE, Lifted, Links, Wrap, atoms, flat
from polyglot.model import Candidates, Masked, Slot, Span

Words = tuple[str | int, ...]
"""A text's words in small letters, and the numbers of its slots."""
Known = Mapping[Span, Sequence[Words]]
"""For stretches of a source, by the numbers of their atoms, how they may be said: the shortest first.

A model that is shown two words alone likes to add a subject or an article, which stand outside of the tags.
"""
Ask = Callable[[Sequence[tuple[str, Masked]]], Iterator[tuple[str, Candidates]]]


def sought(outcomes: Sequence[Outcome], ask: Ask) -> Iterator[Outcome]:
    """Outcomes whose drafts have links by what was found in them of the words inside tags."""
    wanted = [
        (outcome.job.number, lifted, span)
        for outcome in outcomes
        if (lifted := outcome.job.lifted)
        for span in dict.fromkeys(_stretches(_whole(lifted)))
    ]
    items = [(str(place), Masked(lifted.words(span))) for place, (_, lifted, span) in enumerate(wanted)]
    said: dict[int, dict[Span, Sequence[Words]]] = {outcome.job.number: {} for outcome in outcomes}
    for key, candidates in ask(items):
        number, _, span = wanted[int(key)]
        spoken = dict.fromkeys(words(candidate.pieces) for candidate in candidates.hypotheses)
        said[number][span] = sorted(filter(None, spoken), key=len)
    for outcome in outcomes:
        known = said[outcome.job.number]
        yield replace(outcome, found=tuple(_linked(found, outcome.job.lifted, known) for found in outcome.found))


def words(pieces: Sequence[Piece]) -> Words:
    """The words and slots of a text, as they are compared."""
    text, slots = flat(pieces), (piece.number for piece in pieces if isinstance(piece, Slot))
    return tuple(next(slots) if text[start] == OPAQUE else text[start:end].casefold() for start, end in atoms(text))


def _whole(lifted: Lifted[Piece]) -> Wrap:
    """A text as what its outermost tags stand in."""
    return Wrap((None, None), Span(0, len(lifted.text)), Span(0, len(lifted.atoms)), lifted.wraps)


def _is_place(wrap: Wrap) -> bool:
    """Whether nothing stands in a wrap."""
    return wrap.space is not None or wrap.atoms.start == wrap.atoms.end


def _stretches(parent: Wrap) -> Iterator[Span]:
    """What of a source must be found: the words of each pair, and one of those beside an empty tag."""
    for wrap in parent.within:
        at = wrap.atoms.end
        if not _is_place(wrap):
            yield wrap.atoms
            yield from _stretches(wrap)
        elif parent.atoms.start < at < parent.atoms.end:
            yield from (Span(at, at + 1), Span(at - 1, at))


def _linked(found: Found, lifted: Lifted[Piece] | None, known: Known) -> Found:
    """A draft with links; as it was where a tag has no place in it."""
    if lifted is None:
        return found
    search = _Search(len(lifted.atoms), words(found.pieces), known)
    complete = search.settle(_whole(lifted), Span(0, len(search.draft)))
    return replace(found, links=search.links()) if complete else found


class _Search:
    """A draft in which the words of tags are looked for: what is found is a part of its own, on both sides."""

    def __init__(self, count: int, draft: Words, known: Known) -> None:
        """Begin with one part that has all atoms of the source and of the draft."""
        self.draft, self._known = draft, known
        self._here, self._there, self._parts = [0] * count, [0] * len(draft), 0

    def links(self) -> Links:
        """Each atom of the draft goes back to all atoms of its part."""
        atoms_of = {part: [n for n, one in enumerate(self._here) if one == part] for part in set(self._there)}
        return [dict.fromkeys(atoms_of[part], 1 / max(1, len(atoms_of[part]))) for part in self._there]

    def settle(self, parent: Wrap, room: Span) -> bool:
        """Find all that stands in a wrap whose own place is known; says whether it was all found."""
        places = [wrap for wrap in parent.within if _is_place(wrap)]
        pairs = [wrap for wrap in parent.within if not _is_place(wrap)]
        taken: set[int] = set()
        if not all(self._parted(wrap.atoms.end, parent, room) for wrap in places):
            return False
        for pair in sorted(pairs, key=lambda pair: pair.atoms.start - pair.atoms.end):
            found = room if pair.atoms == parent.atoms else self._find(pair.atoms, parent, room, taken)
            if found is None:
                return False
            taken.update(range(*found))
            self._part(pair.atoms, found)
            if not self.settle(pair, found):
                return False
        return True

    def _parted(self, at: int, parent: Wrap, room: Span) -> bool:
        """Make what stands behind an empty tag a part; says whether it was found."""
        if not parent.atoms.start < at < parent.atoms.end:
            return True
        behind, before = (self._find(Span(one, one + 1), parent, room) for one in (at, at - 1))
        gap = behind.start if behind else before.end if before else None
        if gap is not None:
            self._part(Span(at, parent.atoms.end), Span(gap, room.end))
        return gap is not None

    def _part(self, here: Span, there: Span) -> None:
        self._parts += 1
        self._here[slice(*here)] = [self._parts] * (here.end - here.start)
        self._there[slice(*there)] = [self._parts] * (there.end - there.start)

    def _find(self, span: Span, parent: Wrap, room: Span, taken: AbstractSet[int] = frozenset()) -> Span | None:
        """Where a stretch of the source stands in a draft: of several places the one that fits their order best."""
        share = (span.start - parent.atoms.start) / (parent.atoms.end - parent.atoms.start)
        wanted = room.start + share * (room.end - room.start)
        for said in self._known.get(span, ()):
            spans = (Span(start, start + len(said)) for start in range(room.start, room.end - len(said) + 1))
            hits = [at for at in spans if self.draft[slice(*at)] == said and taken.isdisjoint(range(*at))]
            if hits:
                return min(hits, key=lambda at: abs(at.start - wanted))
        return None
