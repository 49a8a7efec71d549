"""Inline tags and the words between them: lifted out of a text before it is translated, set again where the words went.

So no tag disturbs an engine. The engine says which words of its answer go back to which of the source (`Links`); each
pair of tags then stands around the stretch of the answer that has most of its words and fewest others, inside the
pair that it stood in, beside the pairs that it stood beside: what was well nested is so again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar, cast

import regex

from polyglot.model import CodeKind, Side, Slot, Span

T = TypeVar("T")
OPAQUE = "\ufffc"
"""Stands for what is no text in the text that atoms are counted in (U+FFFC, object replacement)."""
FOREIGN = "\ufffd"
"""What is seen of that very character where a text has it by itself."""
ATOM = regex.compile(rf"{OPAQUE}|[\p{{L}}\p{{M}}\p{{N}}]+")
"""What tags stand around: a word, or what is no text."""
SPACES = " \t\u00a0\u202f"
NOTHING = -0.1
"""What an atom that goes back to nothing counts for: it is taken along between two words, and left out at an end."""
QUOTES = frozenset('«»“”„‹›‚‘’"')
MOST = 200
"""A text with more tags than this is no prose; nobody should wait for their places."""
LEAST = -0.7
"""The weight that an atom must have at least where it is the best that there is."""
Links = Sequence[Mapping[int, float]]
"""For each atom of a translation the atoms of its source that it goes back to, with shares that add up to 1."""


def is_tag(piece: object) -> bool:
    """Whether a piece is lifted: an inline code of the format, or half of a pair that a text has by itself."""
    return isinstance(piece, Slot) and (piece.side != Side.NONE or piece.kind is CodeKind.TAG)


@dataclass(frozen=True, slots=True)
class Wrap:
    """A pair of tags, or what this text has of it, or an empty tag, with the text that it stands around."""

    tags: tuple[Slot | None, Slot | None]
    span: Span
    """Where it lies in the lifted text; a half alone reaches to the end of the text, an empty tag is a place."""
    atoms: Span
    """The numbers of the atoms inside; for an empty tag those before it in what it stands in."""
    within: tuple[Wrap, ...] = ()
    space: tuple[str, str] | None = None
    """The white space around an empty tag; None for a pair."""


@dataclass(frozen=True, slots=True)
class Lifted(Generic[T]):
    """Pieces without their tags, and the tags."""

    pieces: tuple[T, ...]
    text: str
    """The pieces in a row, one character for each that is no text."""
    wraps: tuple[Wrap, ...]
    tags: int
    """How many."""

    @property
    def atoms(self) -> tuple[Span, ...]:
        """Where the atoms of the text lie."""
        return atoms(self.text)

    def words(self, numbers: Span) -> tuple[T, ...]:
        """The pieces from one atom to another, without the marks around them."""
        start, end = self.atoms[numbers.start].start, self.atoms[numbers.end - 1].end
        kept: list[T] = []
        at = 0
        for piece in self.pieces:
            size = len(piece) if isinstance(piece, str) else 1
            if isinstance(piece, str):
                kept.append(cast("T", piece[max(0, start - at) : max(0, end - at)]))
            elif start <= at < end:
                kept.append(piece)
            at += size
        return tuple(texts_joined(kept))


class Edit(NamedTuple):
    """A tag to be written into a translation, in place of a stretch that is empty but for white space."""

    span: Span
    before: str
    tag: Slot
    after: str


def atoms(text: str) -> tuple[Span, ...]:
    """Where the words lie, and what is no text."""
    return tuple(Span(*found.span()) for found in ATOM.finditer(text))


def flat(pieces: Sequence[object]) -> str:
    """Pieces as one text."""
    return "".join(piece.replace(OPAQUE, FOREIGN) if isinstance(piece, str) else OPAQUE for piece in pieces)


def lift(pieces: Sequence[T]) -> Lifted[T]:
    """Take the tags out of pieces; white space that stood on both sides of one stays once."""
    kept: list[T] = []
    places: list[tuple[int, Slot, tuple[str, str]]] = []
    length = 0
    for number, piece in enumerate(pieces):
        if not isinstance(piece, Slot) or not is_tag(piece):
            rest = _once_spaced(piece, kept) if places and places[-1][0] == length else piece
        else:
            space = _space(pieces, number)
            places.append((length, piece, space))
            if piece.side is not Side.NONE or any(space) or not 0 < number < len(pieces) - 1:
                continue
            rest = cast("T", " ")  # what an empty tag parts must not become one word
        kept.append(rest)
        length += len(rest) if isinstance(rest, str) else 1
    merged = tuple(texts_joined(kept))
    text = flat(merged)
    return Lifted(merged, text, _tree(places, text) if len(places) <= MOST else (), len(places))


def _once_spaced(piece: T, before: Sequence[T]) -> T:
    """A piece behind a tag, without the white space that stands before the tag already."""
    last = before[-1] if before else " "
    return cast("T", piece.lstrip(SPACES)) if isinstance(piece, str) and str(last)[-1:] in SPACES else piece


def _space(pieces: Sequence[object], number: int) -> tuple[str, str]:
    """The white space on both sides of a piece."""
    before = pieces[number - 1] if number else ""
    after = pieces[number + 1] if number + 1 < len(pieces) else ""
    left = before[len(before.rstrip()) :] if isinstance(before, str) else ""
    return left, after[: len(after) - len(after.lstrip())] if isinstance(after, str) else ""


def texts_joined(pieces: Sequence[T]) -> Iterator[T]:
    """Pieces with neighbouring texts joined and empty ones left out."""
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        if text:
            yield cast("T", text)
        yield piece
        text = ""
    if text:
        yield cast("T", text)


@dataclass(slots=True)
class _Open:
    """A pair whose end has not been met."""

    start: int
    tag: Slot | None
    within: list[Wrap]


def _tree(places: Sequence[tuple[int, Slot, tuple[str, str]]], text: str) -> tuple[Wrap, ...]:
    """The tags as pairs in pairs; one that closes what was opened elsewhere holds all that stands before it."""
    found, end = atoms(text), len(text)
    stack = [_Open(0, None, [])]

    def close(tag: Slot | None, at: int) -> None:
        opened = stack.pop()
        span = Span(opened.start, at)
        wrap = Wrap((opened.tag, tag), span, _inside(found, span), tuple(opened.within))
        if not stack:
            stack.append(_Open(0, None, []))
        stack[-1].within.append(wrap)

    for at, tag, space in places:
        if tag.side == Side.OPEN:
            stack.append(_Open(at, tag, []))
        elif tag.side == Side.CLOSE:
            close(tag, at)
        else:
            before = _inside(found, Span(stack[-1].start, at))
            stack[-1].within.append(Wrap((tag, None), Span(at, at), before, space=space))
    while len(stack) > 1:
        close(None, end)
    return tuple(stack[0].within)


def _inside(found: Sequence[Span], span: Span) -> Span:
    """The numbers of the atoms that share a character with a span."""
    inside = [number for number, atom in enumerate(found) if atom.overlaps(span)]
    if inside:
        return Span(inside[0], inside[-1] + 1)
    before = sum(atom.end <= span.start for atom in found)
    return Span(before, before)


def settle(lifted: Lifted[T], text: str, links: Links) -> list[Edit] | None:
    """Where in a translation the tags go, in order; None where that cannot be told.

    `links` has an entry for each atom of the translation, whose text has one character for what is no text.
    """
    if lifted.tags > MOST:
        return None
    found = atoms(text)
    frame = _Frame(lifted.text, lifted.atoms, text, found, links)
    whole = Wrap((None, None), Span(0, len(lifted.text)), Span(0, len(lifted.atoms)), lifted.wraps)
    margin = len(text) - len(text.lstrip())
    edits = frame.settled(whole, Span(0, len(found)), Span(margin, max(margin, len(text.rstrip()))))
    return None if edits is None else _in_turn(edits)


def _in_turn(edits: list[Edit]) -> list[Edit]:
    """Edits none of which replaces what another has replaced."""
    done, kept = 0, []
    for edit in edits:
        span = Span(max(edit.span.start, done), max(edit.span.end, done))
        kept.append(edit._replace(span=span))
        done = span.end
    return kept


@dataclass(frozen=True, slots=True)
class _Placed:
    """A wrap with the atoms of the translation and the stretch of its text that it is to stand around."""

    wrap: Wrap
    atoms: Span
    span: Span


@dataclass(frozen=True, slots=True)
class _Frame:
    """A source and its translation."""

    source: str
    source_atoms: Sequence[Span]
    text: str
    atoms: Sequence[Span]
    links: Links

    def settled(self, parent: Wrap, room: Span, stretch: Span) -> list[Edit] | None:
        """The edits for all that stands in a wrap, whose atoms and whose stretch of the translation are known."""
        placed: list[_Placed] = []
        for wrap in sorted(parent.within, key=lambda wrap: (wrap.space is not None, all(wrap.tags))):
            one = self._placed(wrap, parent, room, stretch, placed)
            if one is None:
                return None
            placed.append(one)
        edits: list[Edit] = []
        order = {id(wrap): number for number, wrap in enumerate(parent.within)}
        for one in sorted(placed, key=lambda one: (one.span.start, one.span.end, order[id(one.wrap)])):
            found = self._written(one)
            if found is None:
                return None
            edits += found
        return edits

    def _written(self, placed: _Placed) -> list[Edit] | None:
        """A wrap's edits, with those of all that stands in it."""
        wrap, (start, end) = placed.wrap, placed.span
        opener, closer = wrap.tags
        if wrap.space is not None and opener is not None:
            before, after = wrap.space if end > start else ("", "")
            return [Edit(placed.span, before, opener, after)]
        inner = self.settled(wrap, placed.atoms, placed.span)
        if inner is None:
            return None
        opening = [Edit(Span(start, start), "", opener, "")] if opener else []
        return [*opening, *inner, *([Edit(Span(end, end), "", closer, "")] if closer else [])]

    def _placed(self, wrap: Wrap, parent: Wrap, room: Span, stretch: Span, others: Sequence[_Placed]) -> _Placed | None:
        if wrap.space is not None or wrap.atoms.start == wrap.atoms.end:
            return self._point(wrap, parent, room, stretch, others)
        if wrap.atoms == parent.atoms and not any(other.atoms.end > other.atoms.start for other in others):
            best: Span | None = room
        else:
            best = self._best(wrap, room, others)
        if best is None:
            return None
        best = self._grown(best, wrap, parent, room, others)
        start, end = self.atoms[best.start].start, self.atoms[best.end - 1].end
        taken = [other.span for other in others]
        left = max([stretch.start, *(span.end for span in taken if span.end <= start)])
        right = min([stretch.end, *(span.start for span in taken if span.start >= end)])
        start = self._reach_back(wrap, max(left, self._end(best.start - 1)), start)
        end = self._reach_on(wrap, end, min(right, self._start(best.end)))
        if wrap.tags[0] is None:
            start = stretch.start
        if wrap.tags[1] is None:
            end = stretch.end
        return _Placed(wrap, best, Span(start, end))

    def _end(self, number: int) -> int:
        return self.atoms[number].end if number >= 0 else 0

    def _start(self, number: int) -> int:
        return self.atoms[number].start if number < len(self.atoms) else len(self.text)

    def _weights(self, wrap: Wrap) -> list[float]:
        """How much each atom of the translation belongs in a wrap: 1 with all that it goes back to, -1 with nothing."""
        return [
            sum(share if wrap.atoms.start <= number < wrap.atoms.end else -share for number, share in link.items())
            if link
            else NOTHING
            for link in self.links
        ]

    def _best(self, wrap: Wrap, room: Span, others: Sequence[_Placed]) -> Span | None:
        """The stretch of free atoms with the greatest weight; None where no atom belongs in the wrap."""
        taken = {number for other in others for number in range(*other.atoms)}
        weights = [None if n in taken else weight for n, weight in enumerate(self._weights(wrap))][slice(*room)]
        if wrap.tags[1] is None:
            best = _heaviest(weights[::-1], anchored=True)
            return best and Span(room.end - best.end, room.end - best.start)
        best = _heaviest(weights, anchored=wrap.tags[0] is None)
        if best is None and all(wrap.tags):
            linked = zip(weights, self.links[slice(*room)], strict=True)
            best = _likeliest([weight if link else None for weight, link in linked])
        if best is None:
            return None
        best = best.shifted(room.start)
        for child in wrap.within:
            apart = None if child.atoms.start == child.atoms.end else self._best(child, room, others)
            if apart and all(child.tags) and not apart.overlaps(best):
                hull = Span(min(best.start, apart.start), max(best.end, apart.end))
                best = best if taken.intersection(range(*hull)) else hull
        return best

    def _grown(self, best: Span, wrap: Wrap, parent: Wrap, room: Span, others: Sequence[_Placed]) -> Span:
        """A stretch with the atoms on both sides that go back to nothing, where they may be what it lacks.

        So it is where the wrap lies at an end of its parent, or where its own words there have no counterpart.
        """
        covered = {number for link in self.links for number in link}
        taken = {number for other in others for number in range(*other.atoms)}
        inside = range(*wrap.atoms)
        first = next((n for n, number in enumerate(inside) if number in covered), 0)
        last = next((n for n, number in enumerate(reversed(inside)) if number in covered), 0)
        start, end = best
        lower = room.start if wrap.atoms.start == parent.atoms.start else max(room.start, start - first)
        upper = room.end if wrap.atoms.end == parent.atoms.end else min(room.end, end + last)
        while start > lower and start - 1 not in taken and not self.links[start - 1]:
            start -= 1
        while end < upper and end not in taken and not self.links[end]:
            end += 1
        return Span(start, end)

    def _reach_back(self, wrap: Wrap, limit: int, start: int) -> int:
        """Where a wrap begins that has the marks before its first word that it had in the source."""
        marks = self.source[wrap.span.start : self.source_atoms[wrap.atoms.start].start]
        return start - _alike(marks[::-1], self.text[limit:start][::-1])

    def _reach_on(self, wrap: Wrap, end: int, limit: int) -> int:
        """Where a wrap ends that has the marks behind its last word that it had in the source."""
        marks = self.source[self.source_atoms[wrap.atoms.end - 1].end : wrap.span.end]
        return end + _alike(marks, self.text[end:limit])

    def _point(self, wrap: Wrap, parent: Wrap, room: Span, stretch: Span, others: Sequence[_Placed]) -> _Placed | None:
        """The gap that parts the atoms before an empty tag best from those behind it."""
        if self.source[slice(*wrap.span)].strip():
            return None
        before = Span(parent.atoms.start, wrap.atoms.end)
        place = self._gap(replace(wrap, atoms=before), room, others)
        if before.start == before.end:
            return _Placed(wrap, Span(place, place), Span(stretch.start, stretch.start))
        if before.end == parent.atoms.end and not self.source[wrap.span.end : parent.span.end].strip():
            return _Placed(wrap, Span(place, place), Span(stretch.end, stretch.end))
        if not any(self.links):
            return None
        start = max(stretch.start, self._end(place - 1))
        limit = min([stretch.end, self._start(place), *(o.span.start for o in others if o.span.start >= start)])
        start = max([start, *(other.span.end for other in others if other.span.end <= limit)])
        marks = self.source[self.source_atoms[before.end - 1].end : wrap.span.start]
        start += _alike(marks, self.text[start:limit])
        gap = len(self.text[start:limit]) - len(self.text[start:limit].lstrip(SPACES))
        if wrap.space is None:
            start += gap if self.source[wrap.span.start - 1] in SPACES else 0
            return _Placed(wrap, Span(place, place), Span(start, start))
        return _Placed(wrap, Span(place, place), Span(start, start + gap))

    def _gap(self, wrap: Wrap, room: Span, others: Sequence[_Placed]) -> int:
        """Between which atoms of the translation: the number of the one behind."""
        if wrap.atoms.start == wrap.atoms.end:
            return room.start
        weights = self._weights(wrap)
        sums = [0.0, *accumulate(weights[room.start : room.end])]
        shut = {number for other in others for number in range(other.atoms.start + 1, other.atoms.end)}
        free = [number for number in range(room.start, room.end + 1) if number not in shut]
        return max(free, key=lambda number: sums[number - room.start])


def _heaviest(weights: Sequence[float | None], *, anchored: bool) -> Span | None:
    """The stretch with the greatest sum (Kadane) and without a None; `anchored` where it must be the first.

    Of two that begin in one place the longer, so that one foreign word between two of its own is taken along.
    """
    best, found, total, start = 0.0, None, 0.0, 0
    for number, weight in enumerate(weights):
        if weight is None and anchored:
            break
        if weight is None or (total < 0 and not anchored):
            total, start = 0.0, number + (weight is None)
        total += weight or 0.0
        if total > best or (found and total == best and found.start == start):
            best, found = total, Span(start, number + 1)
    return found


def _likeliest(weights: Sequence[float | None]) -> Span | None:
    """The one atom that goes back to some of a wrap's words, where none goes back to them mostly."""
    weight, number = max(
        ((-1.0 if weight is None else weight, -n) for n, weight in enumerate(weights)), default=(-1, 0)
    )
    return Span(-number, 1 - number) if weight > LEAST else None


def _alike(marks: str, text: str) -> int:
    """How far a text goes on with such marks as these: the same, or quotation marks of another language."""
    length = 0
    for mark in (mark for mark in marks if not mark.isspace()):
        at = length + len(text[length:]) - len(text[length:].lstrip(SPACES))
        if text[at : at + 1] != mark and not (mark in QUOTES and text[at : at + 1] in QUOTES):
            break
        length = at + 1
    return length


def written(pieces: Sequence[str | Slot], edits: Sequence[Edit]) -> tuple[str | Slot, ...]:
    """Pieces of a translation with the tags in their places."""
    parts: list[str | Slot] = []
    at, left = 0, list(pieces)[::-1]
    for edit in edits:
        while left and at + _size(left[-1]) <= edit.span.start:
            at += _size(left[-1])
            parts.append(left.pop())
        if left and isinstance(rest := left[-1], str):
            parts.append(rest[: edit.span.start - at])
            left[-1] = rest[edit.span.end - at :]
            at = edit.span.end
        parts += [edit.before, edit.tag, edit.after]
    return tuple(texts_joined([*parts, *reversed(left)]))


def _size(piece: str | Slot) -> int:
    return len(piece) if isinstance(piece, str) else 1
