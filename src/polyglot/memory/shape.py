"""How a text is found again: by what it says, by what it says of whomever and however many, and by its words.

All of it is read from the text alone, quickly: a million texts are indexed so. Whether a name is one, and what may
stand in its place, is for those to decide who know the glossary; here every word with a capital may be a name.
"""

from __future__ import annotations

from hashlib import blake2b

import regex

SLOT = "\N{OBJECT REPLACEMENT CHARACTER}"
SPACE = regex.compile(r"\s+")
CAPITAL = r"\p{Lu}[\p{L}\p{M}\p{N}]*+"
OPEN = regex.compile(
    r"<[^<>]*+>"
    rf"|(?<![\p{{L}}\p{{N}}]){CAPITAL}(?:(?:[.'’]? |[-'’]| de | du | of | la ){CAPITAL})*+"
    r"|[-−]?\p{N}[\p{N}\p{L}]*+(?:[\u00a0\u202f\u2009 .,:/’'-]\p{N}[\p{N}\p{L}]*+)*+"
)
"""What a text may have otherwise and still be of the same shape: tags, words with a capital, numbers."""
WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}]+")
"""A word, or a character of a script that sets no spaces between words."""


def plain(text: str) -> str:
    """A text whose lines may have been broken elsewhere."""
    return SPACE.sub(" ", text).strip()


def shape(text: str) -> str:
    """A text without its tags, numbers and what may be names.

    >>> shape("Le maire de Lyon a vendu 3 maisons.") == shape("Le maire de New York a vendu 1 200 maisons.")
    True
    """
    return OPEN.sub(SLOT, plain(text))


def words(text: str) -> list[str]:
    """The words of a text as they are looked for."""
    return WORD.findall(text.casefold())


def number(*parts: str) -> int:
    """A number of 64 bits that stands for these texts in an index."""
    told = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(told, digest_size=8).digest(), signed=True)
