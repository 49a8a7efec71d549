"""Lines as they are compared: without capitals, accents, kinds of spaces, brackets; a number is `0`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from unicodedata import normalize

import regex

from polyglot.errors import ConfigError

PICTURES = (range(0x2190, 0x2400), range(0x25A0, 0x27C0), range(0xFE00, 0xFE10), range(0x1F300, 0x1FB00))
EDGES = " :*|/·•∙⋅+–—-<>«»‹›×!#…\ufeff\u200b\u200d\u200e\u200f" + "".join(chr(at) for signs in PICTURES for at in signs)
"""What decorates the edges of a line and says nothing: marks, arrows, emoji."""
SPACES = (("\u00a0", " "), ("\u202f", " "), ("\n", " "), ("\r", " "), ("\t", " "), ("’", "'"), ("ʼ", "'"))
EVENED = (
    *SPACES,
    *(
        ("\u00ad", ""),
        (" :", ":"),
        (" ?", "?"),
        (" !", "!"),
        (" ;", ";"),
        ("...", "…"),
        ("   ", " "),
        ("  ", " "),
        ("  ", " "),
    ),
)
ACCENT = re.compile("[\u0300-\u036f]+")
NUMBER = re.compile(r"\d+(?:[\u00a0\u202f .,']\d{3}(?!\d))*\s?")
PATIENCE = 2.0
"""Seconds that a project's expression may take on one line."""
WESTERN = "cp1252"


def _bare(byte: int) -> int:
    """What a byte of a Western text is without capital and accent."""
    char = bytes([byte]).decode(WESTERN, "replace")
    bare = dict(SPACES).get(char) or normalize("NFD", char.casefold())[0]
    return bare.encode(WESTERN, "replace")[0] if char.isprintable() or char.isspace() else byte


BARE = bytes(map(_bare, range(256)))


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """A line as it is compared: case, kinds of spaces and apostrophes, and brackets do not count; a number is `0`."""
    return fold_all([text])[0]


def matching(wanted: str, texts: Sequence[str]) -> Iterator[int]:
    """Which texts a project names: as they stand, whatever the case, or by a regular expression.

    Apostrophes may be straight in both; what is no regular expression is a line. Raises `ConfigError` for one that
    does not come to an end.
    """
    line, pattern = fold(wanted), _expression(wanted.replace("’", "'"))
    evened = [text.replace("’", "'") for text in texts]
    try:
        found = [pattern.fullmatch(even, timeout=PATIENCE) is not None for even in evened]
    except (TimeoutError, MemoryError, RecursionError) as error:
        hint = "repeat less in it, as in (a+)+, or write the line itself"
        raise ConfigError(f"[furniture] {wanted!r} finds no end on a line", place="polyglot.toml", hint=hint) from error
    return (index for index, text in enumerate(texts) if found[index] or fold(text) == line)


def _expression(wanted: str) -> regex.Pattern[str]:
    try:
        return regex.compile(wanted)
    except (regex.error, RecursionError):
        return regex.compile(regex.escape(wanted))


def fold_all(texts: Iterable[str]) -> list[str]:
    """Many lines folded at once, which is much quicker than one by one; none may hold U+0000."""
    joined = "\0".join(texts)
    for bracket in "()[]":
        joined = joined.replace(bracket, "")
    return evened(joined).replace(" \0", "\0").rstrip().split("\0")


def fold_sentences(texts: Iterable[str]) -> list[str]:
    """The same for lines that are no labels, but numbers and the spaces at marks stay: ten times as quick.

    Letters that no Western language has become `?`; no phrase that a sentence can hold has them.
    """
    joined = "\0".join(texts).replace("\u202f", " ").replace("ß", "ss")
    return joined.encode(WESTERN, "replace").translate(BARE).decode(WESTERN).split("\0")


def evened(text: str) -> str:
    """A text folded, but for brackets; accents do not count, as capitals are often written without."""
    folded = ACCENT.sub("", normalize("NFD", NUMBER.sub("0 ", text.casefold())))
    for sign, even in EVENED:
        folded = folded.replace(sign, even)
    return folded
