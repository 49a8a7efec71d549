"""What looks like a name of the glossary and is another thing: a dish, a person of that name, a town beyond the sea.

What a single concept is not is told in its row (`except.<tag>`); what a language's words may mean besides, whatever
glossary has them, is told in `language/homonyms/<tag>.toml` and `language/given_names.toml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from polyglot import resources
from polyglot.glossary.concept import Kind
from polyglot.glossary.fold import fold, in_word, tidy
from polyglot.model import Span, Tag
from polyglot.resources import Pattern

PERSONAL = (Kind.PLACE, Kind.PHRASE, Kind.PRODUCT)
"""What may be a person's family name too: places, what their people are called, makes."""
BEFORE = regex.compile(r"(?<![\p{L}\p{M}-])(\p{Lu}[\p{L}\p{M}]*(?:-\p{Lu}[\p{L}\p{M}]*)*) $")
AFTER = regex.compile(r" (\p{Lu}[\p{L}\p{M}'-]+)")
WORD = regex.compile(r"[\p{L}\p{M}]+")
REACH = 40
"""No given name is longer, in characters."""
HEADLINE = 0.7
"""From this share of words with capitals on, a capital says nothing of the word behind a name."""
AROUND = 80
"""So many characters on each side are looked at to tell a headline."""
SHORT = 5
"""Of fewer words than that none is told to be a headline."""
CYRILLIC_ENDING = 3
"""So many letters at most does a case add to a given name in Cyrillic."""
VOWELS = "аяоеєіїийьюу"


BEGINS = regex.compile(r"""(?:^|[.!?…:]["'»”)\]]*\s)[\s"'«“„(\[*_–—-]*$""")
"""Where a sentence begins, and a capital says nothing of the word."""
SEEN = 200
"""So many characters on each side are looked at to tell a sense."""
NEVER_WORDS = frozenset({Kind.PERSON, Kind.PLACE})
"""What is no acronym."""
LEAST = 3
"""So many words in capitals at least make a text one in which an acronym looks like a word."""


Doubt = Callable[[str, str, Span], bool]
"""Tells of a span of a text, which also comes folded, whether it means something else there."""


class Sense(NamedTuple):
    """What words may mean besides their names; all that is told must be so."""

    names: frozenset[str]
    first: bool
    """Whether only where a sentence begins."""
    before: Pattern | None
    """What stands right before them."""
    after: Pattern | None
    """What follows them."""
    words: Pattern | None
    """What the sentence is about: a word of it."""

    def holds(self, text: str, span: Span) -> bool:
        """Whether it is meant at a span of a text."""
        start = max(0, span.start - SEEN)
        before, after = text[start : span.start], text[span.end : span.end + SEEN]
        return (
            (not self.first or (BEGINS.search(before) is not None))
            and (self.before is None or self.before.search(before) is not None)
            and (self.after is None or self.after.match(after) is not None)
            and (self.words is None or self.words.search(f"{before} {after}") is not None)
        )


class Facts(NamedTuple):
    """What a language's file says."""

    phrases: Mapping[str, tuple[tuple[str, int], ...]]
    """By each stretch of words in them, folded: the phrases, and where in them it lies."""
    brands: frozenset[str]
    """Those of them whose capitals matter."""
    persons: frozenset[str]
    company: frozenset[str]
    regions: regex.Pattern[str]
    senses: Mapping[str, Sequence[Sense]]
    """By name."""
    capitals: frozenset[str]
    """Words that in a text all in capitals look like an acronym."""
    spoken: Sense
    """What is said of an acronym and not of such a word."""
    works: regex.Pattern[str]
    """What stands behind a name that is part of another: of a law, a prize."""


@lru_cache(maxsize=2**14)
def doubts(surface: str, kind: Kind | None, tag: Tag) -> Sequence[Doubt]:
    """What is to be asked where a text calls a concept of a kind so: mostly nothing."""
    return tuple(_doubts(surface, kind, tag))


def _doubts(surface: str, kind: Kind | None, tag: Tag) -> Iterator[Doubt]:
    known = facts(tag)
    if fold(surface) in known.phrases:
        yield lambda text, folded, span: in_phrase(text, folded, span, tag)
    senses = _senses_of(surface, known)
    if senses:
        yield lambda text, _, span: any(sense.holds(text, span) for sense in senses)
    if kind not in NEVER_WORDS and surface.isupper() and surface.lower() in known.capitals:
        yield lambda text, _, span: _is_word_in_capitals(text, span, known)
    if kind is Kind.PRODUCT:
        yield lambda text, _, span: bool(known.works.match(text, span.end)) and not _is_headline(text, span)
    if kind not in PERSONAL or not surface[0].isupper():
        return
    if kind is Kind.PLACE:
        yield lambda text, _, span: known.regions.match(text, span.end) is not None
    if " " in surface:
        return
    yield lambda text, _, span: _named_before(text, span)
    if surface in known.persons:
        yield lambda text, _, span: _named_after(text, span, known)


def _senses_of(surface: str, known: Facts) -> Sequence[Sense]:
    """What a surface may mean besides, in capitals too."""
    return known.senses.get(surface) or (known.senses.get(surface.capitalize(), ()) if surface.isupper() else ())


def _is_word_in_capitals(text: str, span: Span, known: Facts) -> bool:
    """Whether such a word looks like an acronym because the whole text is in capitals."""
    around = f"{text[max(0, span.start - SEEN) : span.start]} {text[span.end : span.end + SEEN]}"
    others = [word for word in WORD.findall(around) if len(word) > 1]
    return len(others) >= LEAST and all(map(str.isupper, others)) and not _spoken_of(text, span, known)


def _spoken_of(text: str, span: Span, known: Facts) -> bool:
    """Whether what stands beside it is said of an organisation only."""
    before, after = text[max(0, span.start - SEEN) : span.start], text[span.end : span.end + SEEN]
    said = known.spoken
    return bool((said.before and said.before.search(before)) or (said.after and said.after.match(after)))


def in_phrase(text: str, folded: str, span: Span, tag: Tag) -> bool:
    """Whether a phrase in which it means something else stands around a span of a unified text, also folded."""
    known = facts(tag)
    for phrase, offset in known.phrases.get(folded[span.start : span.end], ()):
        start = span.start - offset
        end = start + len(phrase)
        there = start >= 0 and folded.startswith(fold(phrase), start) and _is_word(folded, start, end)
        if there and (phrase not in known.brands or text[start:end] in {phrase, phrase.upper()}):
            return True
    return False


def _is_word(text: str, start: int, end: int) -> bool:
    return not (start and in_word(text[start - 1])) and not (end < len(text) and in_word(text[end]))


def _named_before(text: str, span: Span) -> bool:
    """Whether a given name stands before a span."""
    before = text[max(0, span.start - REACH) : span.start]
    if before[:-1].rpartition(" ")[2].islower():  # no capital: mostly so, and asked in no time
        return False
    found = BEFORE.search(before)
    return found is not None and _is_given(found[1])


def _is_given(word: str) -> bool:
    """Whether a word is a given name, in whatever case, or two of them with a hyphen."""
    parts = [part.capitalize() for part in word.split("-")]
    return all(part in given() or any(part[:-cut] in stems() for cut in _cuts(part)) for part in parts)


def _cuts(part: str) -> range:
    return range(1, min(CYRILLIC_ENDING, len(part) - CYRILLIC_ENDING) + 1) if part[0] > "Ѐ" else range(0)


def _named_after(text: str, span: Span, known: Facts) -> bool:
    """Whether what may be a family name follows a span, and not in a headline where every word has a capital."""
    found = AFTER.match(text, span.end)
    if found is None or found[1] in known.company or found[1].isupper():
        return False
    return not _is_headline(text, span)


def _is_headline(text: str, span: Span) -> bool:
    """Whether most words around a span have capitals."""
    words = WORD.findall(text, max(0, span.start - AROUND), span.end + AROUND)
    return len(words) >= SHORT and sum(word[0].isupper() for word in words) >= HEADLINE * len(words)


@cache
def given() -> frozenset[str]:
    """The given names of all languages."""
    return frozenset(name for names in resources.rows("given_names")["names"].values() for name in names.split())


@cache
def stems() -> frozenset[str]:
    """What given names in Cyrillic begin with in every case."""
    return frozenset(name.rstrip(VOWELS) for name in given() if name[0] > "Ѐ")


@cache
def facts(tag: Tag) -> Facts:
    """What the file of a language says, with what holds for all."""
    table = {**resources.language("homonyms", resources.GENERAL), **resources.language("homonyms", tag)}
    brands = frozenset(map(tidy, _listed(table["brands"])))
    phrases: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for phrase in (*map(tidy, _listed(table["phrases"])), *sorted(brands)):
        for inner in _stretches(phrase):
            phrases[fold(phrase[inner.start : inner.end])].append((phrase, inner.start))
    regions = _either(_listed(table["regions"]) + _listed(table["local"]))
    behind = r"(?![\p{L}\p{M}])(?!,? (?:and|or|et|ou|y|o|und|oder) )"
    return Facts(
        {inner: tuple(places) for inner, places in phrases.items()},
        brands,
        frozenset(_listed(table["persons"])),
        frozenset(_listed(table["company"])),
        regex.compile(rf"(?:{_either(table['within'].split('|'))})(?:{regions}){behind}"),
        _senses(table.get("sense", ())),
        frozenset(table.get("capitals", "").split()),
        _sense(table.get("spoken", {})),
        regex.compile(rf" (?:{table.get('works', '(?!)')})(?![\p{{L}}\p{{M}}])"),
    )


def _senses(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Sequence[Sense]]:
    found: defaultdict[str, list[Sense]] = defaultdict(list)
    for sense in map(_sense, rows):
        for name in sense.names:
            found[name].append(sense)
    return found


def _sense(row: Mapping[str, Any]) -> Sense:
    names = frozenset(_listed(row.get("names", "")))
    before, after, words = (row.get(key, "") for key in ("before", "after", "words"))
    letters = r"[\p{L}\p{M}\d]"
    return Sense(
        names,
        row.get("first", False),
        regex.compile(rf"(?<!{letters})(?:{before})$", regex.I) if before else None,
        regex.compile(rf"(?:{after})(?!{letters})", regex.I) if after else None,
        regex.compile(rf"(?<!{letters})(?:{words})(?!{letters})", regex.I) if words else None,
    )


def _either(words: Sequence[str]) -> str:
    return "|".join(regex.escape(tidy(word)) for word in words)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _stretches(phrase: str) -> list[Span]:
    """The words of a phrase, and several of them, but not all."""
    words = [Span(*found.span()) for found in WORD.finditer(phrase)]
    every = (Span(first.start, last.end) for at, first in enumerate(words) for last in words[at:])
    return [span for span in every if span.end - span.start < len(phrase)]
