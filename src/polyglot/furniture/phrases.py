"""The table of phrases in which the lines of a page are looked up.

Case, spaces and marks at the edges of a line do not count. Phrases without gaps are spelled out when a line begins as
they do, and the line is looked up among them; one with gaps is tried where its first or last word stands. So the time
for a line hardly grows with the number of phrases.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from polyglot.furniture.folding import NUMBER, evened
from polyglot.furniture.notation import (
    ANY,
    OPENING,
    beginning_of,
    beginnings,
    expression,
    filled,
    forms_of,
    has_gap,
    is_wide,
    labels,
    openings,
)

Phrase = TypeVar("Phrase")
WORDS_OF_A_SENTENCE = 4
LONGEST_LABEL = 160
"""Characters: what is longer is no label of a button or link."""


@dataclass(frozen=True, slots=True)
class Found:
    """The phrase that a line is."""

    kind: str
    whole: bool
    """Whether it says all of the line, and not only how it begins, ends or what it holds."""


@dataclass(frozen=True, slots=True)
class Open:
    """A phrase with gaps: what stands between them, in order."""

    kind: str
    pieces: tuple[str, ...]
    sentences: bool
    """Whether a sentence may be such a line."""

    def fits(self, line: str) -> bool:
        """Whether a folded line has the pieces in their order, the first and the last at its ends."""
        if not self.sentences and (line.endswith(".") or len(line) > LONGEST_LABEL):
            return False
        first, *middle, last = self.pieces
        if not (_begins(line, first) and line.endswith(last)) or len(line) <= len(first) + len(last):
            return False
        at, end = len(first.rstrip()), len(line) - len(last)
        for piece in middle:
            at = line.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True


@dataclass(frozen=True, slots=True)
class Spelled:
    """Phrases without gaps that begin in one way: their forms, and expressions for those that have too many."""

    forms: Mapping[str, Found]
    wide: tuple[tuple[re.Pattern[str], Found], ...]

    def find(self, line: str) -> Found | None:
        """The phrase that a folded line is."""
        return self.forms.get(line) or next((found for wide, found in self.wide if wide.fullmatch(line)), None)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Phrases of many kinds, ready for looking lines up."""

    whole: Mapping[str, tuple[tuple[str, str], ...]]
    """Kinds and phrases without gaps by how they begin: the first characters, at most `OPENING` of them."""
    first: Mapping[str, tuple[tuple[str, str], ...]]
    """Kinds and phrases with gaps by how they begin, as many characters of what stands before the gap."""
    last: Mapping[str, tuple[Open, ...]]
    """By the last word, for those that begin with a gap."""
    inner: tuple[Open, ...]
    """Those that begin and end with a gap."""
    pieces: frozenset[str]
    """What stands behind their first gap."""
    talkative: Container[str]
    """The kinds whose phrases may be sentences."""
    spelled: dict[str, Spelled] = field(default_factory=dict)
    """What of `whole` was looked up before."""
    opened: dict[str, tuple[Open, ...]] = field(default_factory=dict)
    """What of `first` was."""

    def look_up(self, line: str, bare: str) -> Found | None:
        """The phrase that a folded line is, or that it is without what decorates its edges; None where none fits."""
        if (known := self.label(bare) or self.label(line) or self._stopped(bare)) is not None:
            return known
        for form in (line,) if bare == line else (line, bare):
            for phrase in self._candidates(form):
                if phrase.fits(form):
                    return Found(phrase.kind, whole=False)
        return None

    def label(self, line: str) -> Found | None:
        """The phrase without gaps that a line is."""
        opening = line[:OPENING]
        if opening not in self.whole:
            return None
        if opening not in self.spelled:
            self.spelled[opening] = _spelled(opening, self.whole[opening])
        return self.spelled[opening].find(line)

    def _stopped(self, line: str) -> Found | None:
        """The phrase without gaps that a line is but for its full stop; an article may say it in a few words, too."""
        return self.label(line[:-1]) if line.endswith(".") and line.count(" ") >= WORDS_OF_A_SENTENCE else None

    def _candidates(self, line: str) -> Iterator[Open]:
        """The phrases that begin as a line does, then those that end as it does."""
        for size in range(OPENING, 0, -1):
            if (beginning := line[:size]) in self.first:
                yield from self._opened(beginning)
        yield from self.last.get(line.rpartition(" ")[2], ())

    def speaks(self, line: str) -> Found | None:
        """The phrase with gaps, of a kind that has sentences, that a paragraph is, folded but for its numbers."""
        if not any(line[:size] in self.first for size in range(OPENING, 0, -1)):
            return None
        counted = NUMBER.sub("0 ", line)
        fitting = (phrase for phrase in self._candidates(counted) if phrase.sentences and phrase.fits(counted))
        return next((Found(phrase.kind, whole=False) for phrase in fitting), None)

    def _opened(self, beginning: str) -> tuple[Open, ...]:
        """The phrases with gaps that have a beginning."""
        if beginning not in self.opened:
            self.opened[beginning] = tuple(
                _open(kind, form, sentences=kind in self.talkative)
                for kind, phrase in self.first[beginning]
                for form in forms_of(phrase)
                if ANY in form and beginning_of(form) == beginning
            )
        return self.opened[beginning]

    def held_by(self, text: str) -> tuple[Open, ...]:
        """The phrases known by what a line holds that can occur in a folded text at all."""
        held = {piece for piece in self.pieces if piece in text}
        return tuple(phrase for phrase in self.inner if phrase.pieces[1] in held) if held else ()


def table(phrases: Iterable[tuple[str, str]], lists: Mapping[str, Sequence[str]], talkative: Container[str]) -> Table:
    """A table of phrases, each behind its kind; the longer before its gap counts, then the first.

    Only phrases of a `talkative` kind may be sentences. Raises `ValueError` where a phrase is not well written.
    """
    whole: dict[str, list[tuple[str, str]]] = {}
    first: dict[str, list[tuple[str, str]]] = {}
    behind: list[Open] = []
    for kind, phrase in _folded(phrases, lists):
        if not has_gap(phrase):
            for opening in openings(phrase):
                whole.setdefault(opening, []).append((kind, phrase))
        if ANY in phrase:
            starts = beginnings(phrase)
            for start in starts - {""}:
                first.setdefault(start, []).append((kind, phrase))
            if "" in starts:
                forms = (form for form in forms_of(phrase) if form.startswith(ANY))
                behind += (_open(kind, form, sentences=kind in talkative) for form in forms)
    return Table(_frozen(whole), _frozen(first), *_ending(behind), talkative)


def _ending(behind: Iterable[Open]) -> tuple[Mapping[str, tuple[Open, ...]], tuple[Open, ...], frozenset[str]]:
    """The phrases that begin with a gap by their last word, those that end with one, too, and what these hold."""
    last: dict[str, list[Open]] = {}
    inner: list[Open] = []
    for phrase in behind:
        if end := phrase.pieces[-1]:
            last.setdefault(end.rpartition(" ")[2], []).append(phrase)
        else:
            inner.append(phrase)
    return _frozen(last), tuple(inner), frozenset(phrase.pieces[1] for phrase in inner)


def _open(kind: str, form: str, *, sentences: bool) -> Open:
    pieces = tuple(form.split(ANY))
    if not any(map(str.strip, pieces)):
        raise ValueError(f"a phrase of {kind} fits every line: a | outside brackets parts the whole phrase")
    return Open(kind, pieces, sentences)


def _folded(phrases: Iterable[tuple[str, str]], lists: Mapping[str, Sequence[str]]) -> Sequence[tuple[str, str]]:
    """Every phrase behind its kind, its lists filled in; folded all at once, which saves half of the time."""
    pairs = [(kind, filled(phrase, lists)) for kind, phrase in phrases]
    if not pairs:
        return []
    folded = evened("\0".join(phrase for _, phrase in pairs)).split("\0")
    return [(kind, phrase) for (kind, _), phrase in zip(pairs, folded, strict=True)]


def _spelled(opening: str, phrases: Sequence[tuple[str, str]]) -> Spelled:
    """Phrases without gaps, of which the forms with an opening are wanted."""
    forms: dict[str, Found] = {}
    wide: list[tuple[re.Pattern[str], Found]] = []
    for kind, phrase in phrases:
        found = Found(kind, whole=True)
        if ANY not in phrase and is_wide(phrase):
            wide.append((expression(phrase), found))
            continue
        for form in labels(phrase):
            if form.startswith(opening):
                forms.setdefault(form, found)
    return Spelled(forms, tuple(wide))


def _begins(line: str, piece: str) -> bool:
    """Whether a line begins with a piece; a space at its end says that the word is over."""
    bare = piece.rstrip()
    return line.startswith(bare) and (bare == piece or not line[len(bare) : len(bare) + 1].isalnum())


def _frozen(found: Mapping[str, list[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    return {word: tuple(phrases) for word, phrases in found.items()}
