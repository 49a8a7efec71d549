"""The words that every interface has: "Accueil" is "Home". A table that ships with polyglot; names of months from CLDR.

`language/interface.csv` has a concept in each row: what it is, where its words come from, and in each language the word
that is written, with others of the same meaning behind it. A word of several concepts means the one further up, unless
the context of the message names another.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from unicodedata import normalize

import regex

from polyglot import locales, resources
from polyglot.model import Pair, Tag

NAME = "interface"
"""What its answers are signed with."""
AROUND = regex.compile(r"(?s)([\s«‹<←→»›>|•·:*+(\[-]*+)(.*?)(\s*+(?:[:…*→←»›>|)\]+-]|\.\.\.|\s)*+)")
"""A word with the signs around it that go over as they are: `« Précédent`, `Commentaire *`, `Rechercher…`."""


@cache
def _rows() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The words of each concept by language, the one that is written first."""
    text = (resources.HERE / "language" / "interface.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["concept"]: {
            name: tuple(word.strip() for word in words.split("|"))
            for name, words in row.items()
            if name not in {"concept", "source"} and words
        }
        for row in rows
    }


@cache
def _words(language: Tag) -> Mapping[str, tuple[str, ...]]:
    """The concepts that each word of a language names, in the order of the table; CLDR's after it."""
    found: dict[str, list[str]] = {}
    for concept, by_language in _rows().items():
        for word in by_language.get(language, ()):
            found.setdefault(_key(word), []).append(concept)
    for concept, words in locales.calendar(language).items():
        for word in words:
            found.setdefault(_key(word), []).append(concept)
    return {word: tuple(dict.fromkeys(concepts)) for word, concepts in found.items()}


def _key(word: str) -> str:
    """A word however it is capitalised, spaced and accented."""
    return " ".join(normalize("NFC", word).replace("’", "'").casefold().split())


def say(text: str, pair: Pair, context: str | None = None) -> str | None:
    """What a text is called in the interfaces of another language; None where it is no common word.

    >>> from polyglot.model import Pair, Tag
    >>> fr_en = Pair(Tag("fr"), Tag("en"))
    >>> say("Accueil", fr_en), say("ACCUEIL", fr_en), say("Rechercher…", fr_en), say("Les élections", fr_en)
    ('Home', 'HOME', 'Search…', None)
    """
    found = AROUND.fullmatch(text)
    if found is None or not found[2]:
        return None
    for before, bare, behind in ((found[1], found[2], found[3]), ("", text.strip(), "")):
        concepts = _words(locales.base(pair.source)).get(_key(bare), ())
        for concept in _nearest(concepts, context):
            word = _word(concept, pair.target)
            if word is not None:
                return f"{before}{_dressed(word, bare)}{behind}"
    return None


def _nearest(concepts: tuple[str, ...], context: str | None) -> Iterator[str]:
    """Concepts, first those that share a word with the context of the message."""
    said = set(regex.findall(r"\w+", (context or "").casefold().replace("_", " ")))
    yield from sorted(concepts, key=lambda concept: -len(said.intersection(regex.findall(r"\w+", concept))))


def _word(concept: str, target: Tag) -> str | None:
    """What is written for a concept in a language; of `pt-BR` where it has one, else of `pt`."""
    by_language = _rows().get(concept) or locales.calendar(target)
    names = (target, locales.base(target)) if concept in _rows() else (concept,)
    return next((by_language[name][0] for name in names if by_language.get(name)), None)


def _dressed(word: str, as_in: str) -> str:
    """A word in capitals as another is."""
    letters = [char for char in as_in if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return word.upper()
    return word[:1].upper() + word[1:] if letters and letters[0].isupper() else word
