"""Number: what a language calls several of a thing, as a linguist writes it down (`language/number/<tag>.toml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice, product
from typing import Any

from polyglot import resources
from polyglot.model import Tag

MOST = 8
"""So many plurals of a phrase are made at most."""
ANY_PART = "*"
"""Among `fixed`: every part of a compound stays but the last."""
APOSTROPHES = ("'", "’")
LAST = "last"
Forms = tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """What a language's file says."""

    last: bool
    """Whether the last word alone inflects, and not each."""
    links: frozenset[str]
    """What ends the part of a phrase that inflects."""
    elided: frozenset[str]
    unchanged: frozenset[str]
    apposed: frozenset[str]
    either: frozenset[str]
    verbs: frozenset[str]
    fixed: frozenset[str]
    capitals: str
    other: frozenset[str]
    """Plurals that in most texts are another word."""
    words: Mapping[str, Forms]
    endings: Mapping[str, tuple[int, Forms]]
    """How many letters are taken off a word that ends so, and what is put there."""
    sizes: tuple[int, ...]
    """How long these endings are, the longest first."""

    def phrases(self, name: str) -> Iterator[str]:
        """The plurals of a phrase, the usual one first."""
        words = name.split(" ")
        linked = (at for at, word in enumerate(words) if at and self._is_link(word))
        head = next(linked, len(words))
        yield from self._inflected(words, range(head - 1 if self.last else 0, head))
        if self.last and head < len(words):
            yield from self._inflected(words, range(len(words) - 1, len(words)))

    def _inflected(self, words: Sequence[str], places: range) -> Iterator[str]:
        """A phrase with some of its words in the plural; none where the first of them has none."""
        head = self.word(words[places[0]])
        if head and len(places) == 1:
            before, after = words[: places[0]], words[places[0] + 1 :]
            yield from (" ".join((*before, form, *after)) for form in head)
        elif head:
            beside = map(self._beside, words[1 : places.stop])
            tail = words[places.stop :]
            yield from (" ".join((*every, *tail)) for every in product(head, *beside))

    def _beside(self, word: str) -> Forms:
        """What a word beside the noun may be."""
        made = (self.word(word) if word not in self.unchanged else ()) or (word,)
        if word in self.apposed:
            return (word, *made)
        return (*made, word) if word in self.either else made

    def _is_link(self, word: str) -> bool:
        start = next((word.partition(mark)[0] for mark in APOSTROPHES if mark in word), "")
        return word.lower() in self.links or start.lower() in self.elided

    def word(self, word: str) -> Forms:
        """The plurals of a word; none of a name, which begins with a capital."""
        if word.isupper() and len(word) > 1:
            return (word + self.capitals,)
        if not word[:1].islower() or not word[-1].isalpha():
            return ()
        return self._compound(word) if "-" in word and word not in self.words else self._simple(word)

    def _compound(self, word: str) -> Forms:
        """`pare-feux`, `sous-réseaux`, `mots-clés`."""
        first, *others, last = word.split("-")
        ends = self._simple(last) if last[:1].islower() else (last,)
        if first in self.verbs:
            return tuple(dict.fromkeys((word, *("-".join((first, *others, end)) for end in ends))))
        if {first, ANY_PART} & self.fixed or others:
            return tuple("-".join((first, *others, end)) for end in ends)
        return tuple("-".join(both) for both in product(self._simple(first), (*ends, last)))

    def _simple(self, word: str) -> Forms:
        if word in self.words:
            return self.words[word]
        for size in self.sizes:
            found = self.endings.get(word[-size:] if size else "")
            if found:
                stem = word[: len(word) - found[0]]
                return tuple(stem + end for end in found[1])
        return (word,)


@lru_cache(maxsize=2**16)
def plurals(name: str, tag: Tag) -> Forms:
    """What several of a common noun, or of a phrase of them, are called, the usual plural first; maybe nothing.

    >>> plurals("mise à jour", Tag("fr")), plurals("stem cell", Tag("en")), plurals("infección viral", Tag("es"))
    (('mises à jour',), ('stem cells',), ('infecciones virales',))
    """
    known = rules(tag)
    if known is None or not name:
        return ()
    every = dict.fromkeys(islice(known.phrases(name), MOST))
    return tuple(one for one in every if one not in known.other)


@cache
def rules(tag: Tag) -> Rules | None:
    """The rules of a language; None where nobody has told them."""
    table = resources.language("number", tag)
    if not table:
        return None
    endings: dict[str, tuple[int, Forms]] = {}
    for row in table["rows"]:
        forms = _alternatives(row["plur"])
        for before in _alternatives(row.get("after", "")):
            for ending in _spelled_out(before + row["sing"], table.get("letters", {})):
                endings[ending] = len(row["sing"]), forms

    def listed(key: str) -> frozenset[str]:
        return frozenset(table.get(key, "").split())

    return Rules(
        last=table["inflect"] == LAST,
        links=listed("links"),
        elided=listed("elided"),
        unchanged=listed("unchanged"),
        apposed=listed("apposed"),
        either=listed("either"),
        verbs=listed("verbs"),
        fixed=listed("fixed"),
        capitals=table.get("capitals", ""),
        other=listed("other"),
        words={word: _alternatives(forms) for word, forms in table["words"].items()},
        endings=endings,
        sizes=tuple(sorted(set(map(len, endings)), reverse=True)),
    )


def _alternatives(cell: str) -> Forms:
    return tuple(cell.split("|"))


def _spelled_out(ending: str, letters: Mapping[str, Any]) -> Iterator[str]:
    """An ending with each of the letters that a capital in it stands for."""
    return map("".join, product(*(letters.get(letter, letter) for letter in ending)))


def several(names: Sequence[str], tag: Tag) -> Forms:
    """The plurals of some names of one thing, those of the first name first."""
    return tuple(dict.fromkeys(chain.from_iterable(plurals(name, tag) for name in names)))
