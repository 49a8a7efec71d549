"""What no translation looks like, whatever engine it is from: loops, copies, far too long or short, in another script.

A fault here sends a machine's text back down the ladder. Of good pairs about one in ten thousand has one (counted on
30,000 by people, French and English); scripts that write a word in few characters are weighed for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import regex

from polyglot import locales, sizes
from polyglot.model import Pair
from polyglot.resources import Pattern

WORD = regex.compile(r"\p{L}[\p{L}\p{M}’'-]*+")
LEAST, MOST = 0.45, 2.0
"""A translation's length by its source's, each and ten characters more."""
COPIED_WORDS = 4
"""So many words without a capital, and nothing else, are no name: a copy of them is not a translation."""
PHRASE = 6
"""Up to so many words may make a phrase that loops: it comes three times in a row."""
SYLLABLE = re.compile(r"([^\W\d_]{1,6}?)\1{4}")
"""Letters that come five times in a row: `aaaaa`, `mentmentmentmentment`."""
RAMBLING_WORDS = 12
VARIED = 0.5
"""A text whose share of different words is below so much of its source's goes round in circles."""
FOREIGN = 0.3
"""A text with more letters of another script than this is not in its language."""
MARKS = ("⁇", "<unk>", "\ufffd", "▁")
"""What engines write for what they do not know."""


def fault(source: str, target: str, pair: Pair, kept: Sequence[str] = ()) -> str:
    """What is wrong with a machine's target, in words; empty where nothing is. `kept` are texts that must be in both.

    >>> from polyglot.model import Tag
    >>> fault("Il pleut souvent ici en hiver.", "It often often often rains here.", Pair(Tag("fr"), Tag("en")))
    'the engine repeated itself'
    """
    if any(mark in target and mark not in source for mark in MARKS):
        return "the engine wrote a mark for what it does not know"
    if _loops(source, target):
        return "the engine repeated itself"
    if not LEAST <= (sizes.size(target) + 10) / (sizes.size(source) + 10) <= MOST:
        return "the answer is far too short" if len(target) < len(source) else "the answer is far too long"
    if _copied(source, target, kept):
        return "the answer is the source"
    if _foreign(target, pair, kept):
        return "the answer is in another script"
    return ""


def _loops(source: str, target: str) -> bool:
    if SYLLABLE.search(target) and not SYLLABLE.search(source):
        return True
    there, here = (WORD.findall(text.casefold()) for text in (source, target))
    if len(set(here)) == len(here) or not there:
        return False
    rambling = len(here) >= RAMBLING_WORDS and _variety(here) < VARIED * _variety(there)
    return rambling or (_phrases(here) and not _phrases(there))


def _phrases(words: Sequence[str]) -> bool:
    """Whether some words come three times in a row: each of them is the one so many before it, for twice as many."""
    for size in range(1, PHRASE + 1):
        streak = 0
        for word, later in zip(words, words[size:], strict=False):
            streak = streak + 1 if word == later else 0
            if streak == 2 * size:
                return True
    return False


def _variety(words: Sequence[str]) -> float:
    return len(set(words)) / len(words)


def _copied(source: str, target: str, kept: Sequence[str]) -> bool:
    if source.casefold().split() != target.casefold().split():
        return False
    taken = {word for text in kept for word in WORD.findall(text)}
    return sum(word not in taken and not word[0].isupper() for word in WORD.findall(source)) >= COPIED_WORDS


def _foreign(target: str, pair: Pair, kept: Sequence[str]) -> bool:
    """Whether too many letters are in no script of the target language; what must be kept does not count."""
    for text in sorted(kept, key=len, reverse=True):
        target = target.replace(text, " ")
    letters = [character for character in target if character.isalpha()]
    ours = _letter(locales.scripts(pair.target))
    return len(letters) > 3 and sum(not ours.match(letter) for letter in letters) > FOREIGN * len(letters)


@cache
def _letter(scripts: tuple[str, ...]) -> Pattern:
    """A letter of one of these scripts (ISO 15924)."""
    return regex.compile("[" + "".join(rf"\p{{Script_Extensions={script}}}" for script in scripts) + "]")
