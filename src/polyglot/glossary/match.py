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
from polyglot.glossary.homonyms import Doubt, doubts
from polyglot.glossary.index import index_of, spoken
from polyglot.glossary.spans import Cover, longest
from polyglot.glossary.tags import codes
from polyglot.glossary.target import wanted
from polyglot.model import Code, Span, Tag

FAR = 8
"""No contracted article is longer, in characters."""
SPELLINGS = 64
"""So many ways to write a pattern are remembered."""
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
    doubts: Sequence[Doubt] = ()
    """What is to be asked where a text spells it in a certain way: whether another thing is meant."""


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
        if not (excepted or (entry.doubts and _meant_otherwise(view, span, entry.doubts))):
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


class Pattern:
    """What to look for in a folded text, and what it stands for."""

    __slots__ = ("_entries", "_meant", "_source", "text")

    def __init__(self, text: str, entries: Sequence[Entry], source: Tag) -> None:
        self.text, self._entries, self._source = text, entries, source
        self._meant: dict[str, Sequence[Entry]] = {}

    def meant(self, surface: str) -> Sequence[Entry]:
        """What it stands for where a text has this surface there: what may have such capitals and accents."""
        meant = self._meant.get(surface)
        if meant is None:
            if len(self._meant) == SPELLINGS:
                self._meant.clear()
            meant = self._meant[surface] = [
                entry if entry.exception else entry._replace(doubts=doubts(surface, entry.kind, self._source))
                for entry in self._entries
                if spelled(surface, entry.term, entry.case, bare_capitals=True)
            ]
        return meant


class Terms:
    """Every term and exception of a language, ready to be searched for."""

    def __init__(self, glossary: Glossary, source: Tag) -> None:
        self._concepts, self._source = concepts_of(glossary), source
        self._index = index_of(glossary, source)
        self.joints = joints(source)
        self._rows: dict[int, Sequence[tuple[str, Entry]]] = {}
        self._sought: dict[str, Sequence[Pattern]] = {}

    def known(self, said: list[str]) -> AbstractSet[str]:
        """The words that names are known by of a text with these, or of a stretch of it."""
        return self._index.known(spoken(said, self.joints.attached, self.joints.particles))

    def sought(self, word: str) -> Sequence[Pattern]:
        """What to look for in a text with a word that names are known by: what has this word itself."""
        if word not in self._sought:
            found: defaultdict[str, list[Entry]] = defaultdict(list)
            for row in self._index.offered(word):
                for pattern, entry in self.row(row):
                    if word in (words(pattern) or ("",)):
                        found[pattern].append(entry)
            self._sought[word] = [Pattern(one, entries, self._source) for one, entries in found.items()]
        return self._sought[word]

    def row(self, row: int) -> Sequence[tuple[str, Entry]]:
        """The patterns of a concept, each with what it stands for."""
        if row not in self._rows:
            entries = dict.fromkeys(self._entries(row))
            self._rows[row] = [(one, entry) for entry in entries for one in patterns(entry.term) if one]
        return self._rows[row]

    def _entries(self, row: int) -> Sequence[Entry]:
        """The terms of a concept and the phrases in which it is not meant."""
        concept = self._concepts[row]
        around = phrase_case(concept.case)
        entries = [
            Entry(row, concept.id, tidy(term.text), concept.case, concept.kind, exception=False)
            for term in concept.matched(self._source)
        ]
        if concept.kind is Kind.PLACE:
            named = ((entry, *bare(entry.term, self.joints)) for entry in entries)
            entries += [entry._replace(term=left, behind=behind) for entry, left, behind in named if left]
        phrases = concept.exceptions_in(self._source)
        return entries + [Entry(row, concept.id, tidy(one), around, concept.kind, exception=True) for one in phrases]


_terms = lru_cache(maxsize=64)(Terms)


def _candidates(terms: Terms, view: View) -> list[Candidate]:
    """The occurrences of terms and exceptions that are words of the text with the capitals that they may have."""
    found: list[Candidate] = []
    plain = view.plain
    for low, high, said in _stretches(view):
        for word in terms.known(said):
            folded = view.folded
            for pattern in terms.sought(word):
                size = len(pattern.text)
                start = folded.find(pattern.text, max(low - size, 0), high + size)
                while start >= 0:
                    entries = pattern.meant(plain[start : start + size])
                    if entries:
                        found += _there(plain, Span(start, start + size), entries, terms.joints)
                    start = folded.find(pattern.text, start + 1, high + size)
    return found


def _stretches(view: View) -> Iterable[tuple[int, int, list[str]]]:
    """A text in parts that begin and end between words, each with its words, so that it is asked for them only."""
    text = view.plain
    return ((0, len(text), view.words()),) if len(text) <= 2 * STRETCH else _parts(text)


def _parts(text: str) -> Iterator[tuple[int, int, list[str]]]:
    start = 0
    while start < len(text):
        end = text.find(" ", start + STRETCH) if len(text) - start > 2 * STRETCH else -1
        end = len(text) if end < 0 else end
        yield start, end, words(text[start:end])
        start = end


def _there(text: str, span: Span, entries: Sequence[Entry], language: Joints) -> Sequence[Candidate]:
    """What an occurrence of a pattern may be, where it is a word."""
    start, end = span
    left, right = before(text, start, language), after(text, end, language)
    if left is CLOSED or right is CLOSED:
        return ()
    return [
        (span, left, right, entry)
        for entry in entries
        if not entry.behind or text[max(0, start - FAR) : start].lower().endswith(entry.behind)
    ]


def _meant_otherwise(view: View, span: Span, asked: Iterable[Doubt]) -> bool:
    """Whether what looks like a name is another thing."""
    return any(doubt(view.plain, view.folded, span) for doubt in asked)


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
