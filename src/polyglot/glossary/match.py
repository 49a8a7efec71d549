"""Names in a source: rows that its words point to, then their terms, capitals, exceptions, the longest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from polyglot.glossary.concept import Case, Glossary, Hit, Kind, phrase_case
from polyglot.glossary.concepts import by_id, concepts_of
from polyglot.glossary.dress import dress
from polyglot.glossary.edges import CLOSED, OPEN, Edge, Joints, after, bare, before, joints
from polyglot.glossary.fold import View, patterns, spelled, tidy, words
from polyglot.glossary.homonyms import meant_otherwise
from polyglot.glossary.index import index_of, spoken
from polyglot.glossary.spans import Cover, longest
from polyglot.glossary.tags import codes
from polyglot.glossary.target import wanted
from polyglot.model import Code, Span, Tag

FAR = 8
"""No contracted article is longer, in characters."""
STRETCH = 500
"""So many characters of a long text are looked at at a time."""


class Entry(NamedTuple):
    """What a pattern stands for: a term of a concept, or a phrase in which the concept is not meant."""

    order: int
    """Its place in the glossary, which settles ties."""
    concept: str
    term: str
    case: Case
    kind: Kind | None
    exception: bool
    behind: tuple[str, ...] = ()
    """What it must stand behind: for a name without its article, the words that this is contracted to."""


ByWord = tuple[tuple[str, Sequence[tuple[str, Entry]]], ...]
"""Patterns with what they stand for, by their longest word: a text without it need not be searched for them."""
Candidate = tuple[Span, Edge, Edge, Entry]
"""An occurrence of a term in a view, which another may yet beat: what stands to its left and to its right."""


def find(
    glossary: Glossary, text: str, source: Tag, excluded: Sequence[Span] = (), transparent: Sequence[Span] = ()
) -> tuple[Code, ...]:
    """The names of a source text as codes whose value is the concept, in text order, never overlapping.

    The longest wins; of equally long ones the first in the text, and of several there the first in the glossary. No
    name touches an `excluded` span (addresses, code, placeholders). A name may run through `transparent` spans (inline
    tags): it then goes from its first to its last character, with the tags between them and those beside it that they
    pair with. A hyphen is part of the word, so `Jean` is not found in `Jean-Pierre`; but where all parts of a compound
    are names (`Moscou-Kyiv`), each is found. What looks like a name and is another thing (`homonyms`) is none.
    """
    view = View.of(text, excluded, transparent)
    candidates = _candidates(_terms(glossary, source), view)
    if not candidates:
        return ()
    exceptions = _exceptions(candidates)
    concepts: dict[Span, Entry] = {}
    for span, entry in _whole(candidates):
        if entry.exception or (span in concepts and entry.order >= concepts[span].order):
            continue
        excepted = entry.concept in exceptions and exceptions[entry.concept].holds(span)
        if not (excepted or meant_otherwise(view.plain, view.folded, span, entry.kind, source)):
            concepts[span] = entry
    names = [(span, concepts[span].concept) for span in longest(concepts, len(view.text))]
    return codes(text, view, names, transparent)


def hits(
    glossary: Glossary,
    text: str,
    source: Tag,
    target: Tag,
    excluded: Sequence[Span] = (),
    *,
    transparent: Sequence[Span] = (),
) -> tuple[Hit, ...]:
    """The names of a source text with what a target would call them."""
    return tuple(hit(glossary, code, target) for code in find(glossary, text, source, excluded, transparent))


def hit(glossary: Glossary, code: Code, target: Tag) -> Hit:
    """What a target would call a name that `find` found in this glossary."""
    want, concept = wanted(glossary, code, target), by_id(glossary)[code.value]
    write = dress(want.write, code.text, want.term) if want else ""
    return Hit(code.value, code.text, write, concept.usage_in(target), code.span)


class Terms:
    """Every term and exception of a language, ready to be searched for."""

    def __init__(self, glossary: Glossary, source: Tag) -> None:
        self._concepts, self._source = concepts_of(glossary), source
        self._index = index_of(glossary, source)
        self.joints = joints(source)
        self._entries: dict[int, ByWord] = {}

    def spoken(self, said: list[str]) -> list[str]:
        """The words that names may be known by in a text with these."""
        return spoken(said, self.joints.attached, self.joints.particles)

    def rows(self, said: Sequence[str]) -> Sequence[int]:
        """The rows of names that a text may have, or a stretch of it, with such words."""
        return self._index.offered(said)

    def offered(self, rows: Iterable[int], said: AbstractSet[str]) -> Iterator[tuple[str, Entry]]:
        """The patterns of rows that a text with such words may have, with what they stand for."""
        for row in rows:
            if row not in self._entries:
                self._entries[row] = self._patterns(row)
            for word, listed in self._entries[row]:
                if word in said:
                    yield from listed

    def _patterns(self, row: int) -> ByWord:
        """What to look for to find a concept, and what it stands for, by the longest word of it."""
        concept = self._concepts[row]
        around = phrase_case(concept.case)
        entries = [
            Entry(row, concept.id, tidy(term.text), concept.case, concept.kind, exception=False)
            for term in concept.matched(self._source)
        ]
        if concept.kind is Kind.PLACE:
            named = ((entry, *bare(entry.term, self.joints)) for entry in entries)
            entries += [entry._replace(term=left, behind=behind) for entry, left, behind in named if left]
        entries += [
            Entry(row, concept.id, tidy(one), around, concept.kind, exception=True)
            for one in concept.exceptions_in(self._source)
        ]
        found: defaultdict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for entry in dict.fromkeys(entries):
            for pattern in filter(None, patterns(entry.term)):
                found[max(words(pattern), key=len, default="")].append((pattern, entry))
        return tuple(found.items())


_terms = lru_cache(maxsize=64)(Terms)


def _candidates(terms: Terms, view: View) -> list[Candidate]:
    """The occurrences of terms and exceptions that are words of the text with the capitals that they may have."""
    found: list[Candidate] = []
    plain, folded, language = view.plain, "", terms.joints
    every = terms.spoken(view.words())
    everywhere: set[str] = set()
    for low, high in _stretches(plain):
        rows = terms.rows(every if high - low == len(plain) else terms.spoken(words(plain[low:high])))
        if rows:
            everywhere = everywhere or set(every)
        for pattern, entry in terms.offered(rows, everywhere):
            folded, size = folded or view.folded, len(pattern)
            start = folded.find(pattern, max(low - size, 0), high + size)
            while start >= 0:
                candidate = _candidate(plain, start, start + size, entry, language)
                if candidate:
                    found.append(candidate)
                start = folded.find(pattern, start + 1, high + size)
    return found


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """A text in parts that begin and end between words, so that each is asked for the names of its own words only."""
    start = 0
    while len(text) - start > 2 * STRETCH:
        end = text.find(" ", start + STRETCH)
        end = len(text) if end < 0 else end
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _candidate(text: str, start: int, end: int, entry: Entry, language: Joints) -> Candidate | None:
    """An occurrence of a pattern, where it is a word with the capitals that the entry may have."""
    surface = text[start:end]
    if surface != entry.term and not spelled(surface, entry.term, entry.case, bare_capitals=True):
        return None
    left = before(text, start, language)
    if left is CLOSED or (entry.behind and not text[max(0, start - FAR) : start].lower().endswith(entry.behind)):
        return None
    right = after(text, end, language)
    return None if right is CLOSED else (Span(start, end), left, right, entry)


def _whole(candidates: Sequence[Candidate]) -> Iterable[tuple[Span, Entry]]:
    """The terms that stand alone, and those that a hyphen joins to names only."""
    alone = [(span, entry) for span, left, right, entry in candidates if left is OPEN and right is OPEN]
    return alone if len(alone) == len(candidates) else _compounded(candidates)


def _compounded(candidates: Iterable[Candidate]) -> Iterator[tuple[Span, Entry]]:
    """Where some are joined by a hyphen, those that names begin and end."""
    ends: set[int] = set()
    kept = []
    for span, left, right, entry in sorted(candidates, key=lambda found: found[0]):
        if not entry.exception and (left is OPEN or span.start - 1 in ends):
            ends.add(span.end)
            kept.append((span, right, entry))
    starts: set[int] = set()
    for span, right, entry in sorted(kept, key=lambda found: found[0].end, reverse=True):
        if right is OPEN or span.end + 1 in starts:
            starts.add(span.start)
            yield span, entry


def _exceptions(candidates: Iterable[Candidate]) -> Mapping[str, Cover]:
    """Where the text has exceptions, by the concept that is not meant there."""
    phrases = [(span, entry) for span, _, _, entry in candidates if entry.exception]
    if not phrases:
        return {}
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for span, entry in phrases:
        spans[entry.concept].append(span)
    return {concept: Cover.of(around) for concept, around in spans.items()}
