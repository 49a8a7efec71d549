"""Which words of a source have no counterpart: by tables of stems (`language/lexicon/*.tsv`), where there is one.

A single word says little, since people translate freely. So each word of a clause is evidence for or against the
clause being lost: how much likelier its state is where its translation is not there (as in another sentence's) than
where it is. `training/lexicon.py` counts both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from math import log
from typing import NamedTuple

import regex

from polyglot import locales, resources
from polyglot.check.codes import folded
from polyglot.check.subject import LETTERS
from polyglot.model import Pair, Tag
from polyglot.resources import Pattern

FOLDER = "lexicon"
SHORTEST, LONGEST, ENDING = 4, 6, 2
"""How many letters of a word are its stem: without what may be an ending."""
SURE = 0.02
"""No word is surer than that."""
RARE = 0.05
TOKEN = regex.compile(rf"[,;:.!?…()«»\"“”–—]|{LETTERS.pattern}")


class Entry(NamedTuple):
    """A stem's row."""

    missed: float
    """How often it has no counterpart in its own translation."""
    met: float
    """How often it has one in the translation of something else."""
    capital: float
    """How often it has a capital inside a sentence."""
    said: tuple[str, ...]


def stems(text: str) -> Iterator[str]:
    """The stems of a text's words, without marks.

    >>> list(stems("Les élèves révisaient"))
    ['les', 'elev', 'revisa']
    """
    return map(stem, LETTERS.findall(folded(text)))


def stem(word: str) -> str:
    """The first letters of a word."""
    return word[: min(LONGEST, max(SHORTEST, len(word) - ENDING))]


def alike(word: str, said: Collection[str], there: Collection[str]) -> bool:
    """Whether a text has one of the stems that stand for a word, or a word that begins as it does."""
    if any(other in there for other in said):
        return True
    return len(word) >= SHORTEST and any(other.startswith(word[:SHORTEST]) for other in there)


@cache
def table(pair: Pair) -> Mapping[str, Entry]:
    """The table from a language to another; empty where none is shipped."""
    path = resources.HERE / "language" / FOLDER / f"{'-'.join(map(locales.base, pair))}.tsv"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else ()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {
        word: Entry(int(missed) / 100, int(met) / 100, int(capital) / 100, tuple(said.split()))
        for word, missed, met, capital, said in rows
    }


def lost(source: str, target: str, pair: Pair) -> float:
    """How much the words of the clauses that fare worst speak for their loss, as a logarithm; 0 where nothing does."""
    worst = current = 0.0
    for clause in _clauses(source, target, pair):
        current = max(0.0, current + clause)
        worst = max(worst, current)
    return worst


def _clauses(source: str, target: str, pair: Pair) -> Iterator[float]:
    """What the words of each clause say together."""
    known, there, openers = table(pair), set(stems(target)), _openers(pair.source)
    current = 0.0
    for token in TOKEN.findall(folded(source)):
        if not token[0].isalpha() or token in openers:
            yield current
            current = 0.0
        if entry := known.get(stem(token)):
            current += _evidence(entry, found=alike(stem(token), entry.said, there))
    yield current


def _evidence(entry: Entry, *, found: bool) -> float:
    missed = min(max(entry.missed, SURE), 1 - RARE)
    met = max(RARE, min(0.9 * (1 - missed), entry.met))
    return log(met / (1 - missed)) if found else log((1 - met) / missed)


@cache
def _openers(tag: Tag) -> frozenset[str]:
    """The words with which clauses begin."""
    return frozenset(map(folded, str(resources.rows("clauses").get(locales.base(tag), {}).get("opens", "")).split()))


def kinds(words: Collection[str], tag: Tag) -> frozenset[str] | None:
    """The kinds of clauses that words tell; None in a language without a row."""
    found = (kind for kind, pattern in _kinds(tag).items() if any(map(pattern.fullmatch, words)))
    return frozenset(found) if _kinds(tag) else None


@cache
def _kinds(tag: Tag) -> Mapping[str, Pattern]:
    row = resources.rows("clauses").get(locales.base(tag), {})
    words = {
        kind: str(listed).replace(" ", "|").replace("*", r"\w*") for kind, listed in row.items() if kind != "opens"
    }
    return {kind: regex.compile(pattern) for kind, pattern in words.items()}
