"""Names in a source: every term at once (Aho and Corasick, 1975), then words, capitals, exceptions, the longest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from polyglot.glossary.concept import Case, Glossary, Hit, phrase_case
from polyglot.glossary.dress import dress
from polyglot.glossary.edges import Edge, after, before, joints
from polyglot.glossary.fold import View, patterns, spelled, tidy
from polyglot.glossary.spans import Cover, longest
from polyglot.glossary.tags import codes
from polyglot.glossary.target import by_id, wanted
from polyglot.model import Code, Span, Tag


@dataclass(frozen=True, slots=True)
class Entry:
    """What a pattern stands for: a term of a concept, or a phrase in which the concept is not meant."""

    order: int
    """Its place in the glossary, which settles ties."""
    concept: str
    term: str
    case: Case
    exception: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occurrence of a term in a view, which another may yet beat."""

    span: Span
    left: Edge
    right: Edge
    entry: Entry


class Automaton(Protocol):
    """What is used of `ahocorasick.Automaton`, a library without types."""

    def iter(self, text: str) -> Iterator[tuple[int, tuple[int, tuple[Entry, ...]]]]:
        """Where patterns end in a text (their last character), each with its length and its entries."""


def find(
    glossary: Glossary, text: str, source: Tag, excluded: Sequence[Span] = (), transparent: Sequence[Span] = ()
) -> tuple[Code, ...]:
    """The names of a source text as codes whose value is the concept, in text order, never overlapping.

    The longest wins; of equally long ones the first in the text, and of several there the first in the glossary. No
    name touches an `excluded` span (addresses, code, placeholders). A name may run through `transparent` spans (inline
    tags): it then goes from its first to its last character, with the tags between them and those beside it that they
    pair with. A hyphen is part of the word, so `Jean` is not found in `Jean-Pierre`; but where all parts of a compound
    are names (`Moscou-Kyiv`), each is found.
    """
    view = View.of(text, excluded, transparent)
    candidates = list(_candidates(glossary, view, source))
    exceptions = _exceptions(candidates)
    concepts: dict[Span, Entry] = {}
    for found in _whole([found for found in candidates if not found.entry.exception]):
        entry, span = found.entry, found.span
        excepted = entry.concept in exceptions and exceptions[entry.concept].holds(span)
        if not excepted and (span not in concepts or entry.order < concepts[span].order):
            concepts[span] = entry
    names = ((span, concepts[span].concept) for span in sorted(longest(concepts, len(view.text))))
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
    concepts = by_id(glossary)
    found = []
    for code in find(glossary, text, source, excluded, transparent):
        want = wanted(glossary, code, target)
        write = dress(want.write, code.text, want.term) if want else ""
        found.append(Hit(code.value, code.text, write, concepts[code.value].usage_in(target), code.span))
    return tuple(found)


@lru_cache(maxsize=64)
def _automaton(glossary: Glossary, source: Tag) -> Automaton | None:
    """Every term and exception of a language, ready to be searched for; None where there is none."""
    import ahocorasick

    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in _entries(glossary, source):
        for pattern in patterns(entry.term):
            found[pattern].append(entry)
    made = ahocorasick.Automaton()
    for pattern, entries in found.items():
        if pattern:
            made.add_word(pattern, (len(pattern), tuple(entries)))
    made.make_automaton()
    automaton: Automaton = made
    return automaton if len(made) else None


def _entries(glossary: Glossary, source: Tag) -> Iterator[Entry]:
    """What the glossary says about a language, in its order."""
    order = 0
    for concept in glossary.concepts:
        for term in concept.matched(source):
            yield Entry(order, concept.id, tidy(term.text), concept.case, exception=False)
            order += 1
        for phrase in concept.exceptions_in(source):
            yield Entry(order, concept.id, tidy(phrase), phrase_case(concept.case), exception=True)


def _candidates(glossary: Glossary, view: View, source: Tag) -> Iterator[Candidate]:
    """The occurrences of terms and exceptions that are words of the text with the capitals that they may have."""
    automaton = _automaton(glossary, source)
    if automaton is None:
        return
    text, language = view.plain, joints(source)
    for last, (length, entries) in automaton.iter(view.folded):
        span = Span(last + 1 - length, last + 1)
        left = before(text, span.start, language)
        if left is Edge.CLOSED:
            continue
        right = after(text, span.end, language)
        if right is Edge.CLOSED:
            continue
        surface = text[span.start : span.end]
        for entry in entries:
            if spelled(surface, entry.term, entry.case, bare_capitals=True):
                yield Candidate(span, left, right, entry)


def _whole(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that stand alone, and those that a hyphen joins to names only."""
    ends: set[int] = set()
    kept = []
    for found in sorted(candidates, key=lambda found: found.span):
        if found.left is Edge.OPEN or found.span.start - 1 in ends:
            ends.add(found.span.end)
            kept.append(found)
    starts: set[int] = set()
    whole = []
    for found in sorted(kept, key=lambda found: found.span.end, reverse=True):
        if found.right is Edge.OPEN or found.span.end + 1 in starts:
            starts.add(found.span.start)
            whole.append(found)
    return whole


def _exceptions(candidates: Iterable[Candidate]) -> Mapping[str, Cover]:
    """Where the text has exceptions, by the concept that is not meant there."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for found in candidates:
        if found.entry.exception:
            spans[found.entry.concept].append(found.span)
    return {concept: Cover.of(around) for concept, around in spans.items()}
