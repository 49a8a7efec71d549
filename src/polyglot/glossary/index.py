"""Which rows of a glossary a text may have a name of: each name is known by the rarest of its words.

That spares the search for a hundred thousand names in every sentence: a sentence has twenty words, which a table is
asked for. It may offer a row too many, never one too few; whether a name is there, `match` sees.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from unicodedata import normalize

from polyglot.glossary import compiled
from polyglot.glossary.concept import Concept, Glossary
from polyglot.glossary.concepts import Chosen, Concepts, concepts_of
from polyglot.glossary.edges import bare, joints
from polyglot.glossary.fold import UNSEEN, screened, tidy
from polyglot.glossary.plan import NUMBERS, numbers
from polyglot.glossary.sheets import OfFiles
from polyglot.glossary.table import undisturbed
from polyglot.model import Tag

MANY = 5000
"""So many concepts make an index worth a file."""


@dataclass(frozen=True)
class Index:
    """Words with the rows that have names known by them, as plain as it lies in a file."""

    listed: str
    """The words, in lines. That of names without any word is empty: their rows are offered for every text."""
    ends: array[int]
    """For each word, where its rows end in `rows`; they begin where those of the word before end."""
    rows: array[int]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {word: number for number, word in enumerate(self.listed.split("\n"))} if self.ends else {}

    def known(self, said: Iterable[str]) -> AbstractSet[str]:
        """Those of a text's words, as it is `spoken`, that names are known by."""
        return self._numbers.keys() & said

    def offered(self, word: str) -> Sequence[int]:
        """The rows of names known by a word, in order."""
        number = self._numbers.get(word)
        return () if number is None else self.rows[self.ends[number - 1] if number else 0 : self.ends[number]]


@dataclass(frozen=True)
class Part:
    """The index of rows chosen among others, for those that are changed beside what they were."""

    whole: Index | Part
    changed: Index
    at: Mapping[int, int]

    def known(self, said: Sequence[str]) -> AbstractSet[str]:
        """Those of a text's words, as it is `spoken`, that names are known by."""
        return self.whole.known(said) | self.changed.known(said)

    def offered(self, word: str) -> Sequence[int]:
        """The rows of names known by a word, in order."""
        every = (one for index in (self.whole, self.changed) for one in index.offered(word))
        return sorted({self.at[row] for row in every if row in self.at})


def index_of(glossary: Glossary, source: Tag) -> Index | Part:
    """The index of a glossary for texts in a language; that of a large one is worked out once."""
    return _index_of(concepts_of(glossary), source)


def _index_of(concepts: Concepts, source: Tag) -> Index | Part:
    if isinstance(concepts, Chosen):
        changed = build(_bared(_said(concepts.changed.items(), source), source))
        return Part(_index_of(concepts.base, source), changed, concepts.at)
    if not isinstance(concepts, OfFiles):
        return build(_bared(_said(enumerate(concepts), source), source))
    if len(concepts) < MANY:
        return build(_bared(concepts.named(source), source))
    name = compiled.key("index", str(source), *(sheet.digest for sheet in concepts.sheets))
    kept = compiled.recall(name)
    if kept:
        return Index(kept[0].decode(), numbers(kept[1]), numbers(kept[2]))
    with undisturbed():
        made = build(_bared(concepts.named(source), source))
    compiled.keep(name, (made.listed.encode(), made.ends.tobytes(), made.rows.tobytes()))
    return made


def _said(rows: Iterable[tuple[int, Concept]], source: Tag) -> Iterator[tuple[int, str]]:
    """Everything that a source may have of some concepts, with their numbers."""
    return ((row, name) for row, concept in rows for name in concept.said(source))


def _bared(named: Iterable[tuple[int, str]], source: Tag) -> Iterator[tuple[int, str]]:
    """Names, and what is left of those whose article a preposition takes away (`au Havre`)."""
    language = joints(source)
    starts = tuple(start for start, _ in language.contracted)
    for row, name in named:
        yield row, name
        if name.startswith(starts):
            yield row, bare(tidy(name), language)[0]


def build(named: Iterable[tuple[int, str]]) -> Index:
    """An index of rows with their names, a row's names one after the other."""
    rows: list[int] = []
    names: list[str] = []
    for row, name in named:
        rows.append(row)
        names.append(name)
    small, capital = _lines(names)
    often = Counter(" ".join(small).split())
    known: defaultdict[str, list[int]] = defaultdict(list)
    for row, one, other in zip(rows, small, capital, strict=False):
        for line in (one,) if one == other else (one, other):
            said = line.split()
            here = known[min(said, key=often.__getitem__) if len(said) > 1 else line.strip()]
            if not here or here[-1] != row:
                here.append(row)
    ends = accumulate(map(len, known.values()))
    return Index("\n".join(known), array(NUMBERS, ends), array(NUMBERS, chain.from_iterable(known.values())))


def _lines(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of each name, and those that it has in capitals (`WEISSES HAUS`): mostly the same."""
    joined = "\n".join([name.replace("\n", " ") for name in names])
    composed = UNSEEN.sub("", normalize("NFC", joined))
    return screened(composed).split("\n"), screened(composed.upper()).split("\n")


def spoken(said: list[str], attached: Sequence[str], particles: Sequence[str]) -> list[str]:
    """The words of a text, also without what is attached to them, on either side and on both, and the empty one.

    Particles are what a language writes together with a word: `attached` before it, `particles` after it.
    """
    if not (attached or particles):
        return [*said, ""]
    bare = [word[len(start) :] for word in said for start in attached if word.startswith(start)]
    ended = [word[: -len(end)] for word in (*said, *bare) for end in particles if word.endswith(end)]
    return [*said, *bare, *ended, ""]
