"""Two words that may be one name: as two languages spell it, or with a slip."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from polyglot.check.codes import folded

DOUBLED = regex.compile(r"(.)\1")
ENDING = regex.compile(r"(?:i?a?ns?|i?ens?|[aeiouy]{1,2}s?|s)$")
WRONG = 2
"""So many letters differ at most where a name is misspelt, and a third of them."""
ENDS = 3
"""So many letters languages end names on: Maya, Mayan; Appianos, Appian."""
SOUNDS = (
    *(("oua", "va"), ("oui", "vi"), ("ue", "u"), ("oe", "o"), ("ae", "a"), ("ss", "s")),
    *(("tsch", "s"), ("tch", "s"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("zh", "j"), ("dj", "j"), ("kh", "k")),
    *(("ph", "f"), ("th", "t"), ("gu", "g"), ("gh", "g"), ("ck", "k"), ("qu", "k"), ("ou", "u"), ("oo", "u")),
    *(("nce$", "ns"), ("ee", "i"), ("y", "i"), ("j", "i"), ("w", "v"), ("x", "ks"), ("c", "k"), ("q", "k"), ("h", "")),
    *(("z", "s"), ("ine$", "in"), ("re$", "er"), ("iie", "ie"), ("e$", ""), ("o", "u"), ("ij", "i")),
)
"""What languages write for the same sound, in the order in which it is put in one way."""
SOUNDED = tuple((regex.compile(letters), sound) for letters, sound in SOUNDS)
REMEMBERED = 2**14
"""So many words are put in sounds once."""


def same(one: str, other: str) -> bool:
    """Whether two words may be one name, as two languages spell it."""
    marked = other.lower() != folded(other) and single(one) == single(other)
    return marked or _sound(one) == _sound(other) or _stripped(one) == _stripped(other)


def single(name: str) -> str:
    """A name without marks and doubled letters."""
    return DOUBLED.sub(r"\1", folded(name))


def _stripped(name: str) -> str:
    """A name without what languages end names on: Pennsylvanie, Pennsylvania."""
    return ENDING.sub("", folded(name))


@lru_cache(REMEMBERED)
def _sound(name: str) -> str:
    """A name as it may sound, whatever language writes it."""
    written = folded(name.replace("ïe", "e"))  # Nikolaïev, Nikolaev
    for letters, sound in SOUNDED:
        written = letters.sub(sound, written)
    return written


def slip(one: str, other: str) -> bool:
    """Whether two words differ in a letter or two, as where one of them is misspelt."""
    first, second = folded(one), folded(other)
    return first != second and _distance(first, second) <= min(WRONG, max(len(first), len(second)) // 3)


def alike(one: str, other: str) -> bool:
    """Whether two words may be one name in two spellings: they begin alike, or have most letters in common."""
    first, second = _sound(one), _sound(other)
    return first[:3] == second[:3] or same(one, other) or 2 * _distance(first, second) <= max(len(first), len(second))


def _distance(one: Sequence[str], other: Sequence[str]) -> int:
    """How many letters must be changed, put in or taken out (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, there in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != there))
    return row[-1]


def inflected(one: str, other: str) -> bool:
    """Whether a name has an ending more or less in the other language, or lost its accents there."""
    first, second = folded(one), folded(other)
    if (first.startswith(second) or second.startswith(first)) and abs(len(first) - len(second)) <= ENDS:
        return True
    return one.lower() != first and other.lower() == second and _distance(first, second) <= WRONG
