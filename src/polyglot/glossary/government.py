"""Government: the grammatical cases that the word before a name allows (`language/paradigms/<tag>.toml`)."""

from __future__ import annotations

import re
from functools import cache

from polyglot import resources
from polyglot.glossary.fold import tidy
from polyglot.model import Tag

LAST_WORDS = re.compile(r"""((?:[^\W\d_]+(?:['-][^\W\d_]+)*[ ])+)["'«„“(\[<*_]*$""")
"""The words that a text ends in, with nothing but spaces between them; quotes may open before the name."""
TAG = re.compile(r"<[^<>]*>")


def wanted_case(text_before: str, language: Tag) -> tuple[str, ...]:
    """The cases that a name may have after a text, the usual one first; nothing where the text does not tell.

    Only a preposition right before the name tells: "до президента" wants a genitive for its title, not for the name.

    >>> wanted_case("Він поїхав до ", Tag("uk"))
    ('gen',)
    """
    found = LAST_WORDS.search(tidy(TAG.sub("", text_before)))
    words = found[1].lower().split() if found else []
    table = _prepositions(language)
    for start in range(max(0, len(words) - _longest(language)), len(words)):
        if cases := table.get(" ".join(words[start:])):
            return cases
    return ()


def governs(language: Tag) -> bool:
    """Whether the prepositions of a language are known to ask for cases."""
    return bool(_prepositions(language))


@cache
def _prepositions(language: Tag) -> dict[str, tuple[str, ...]]:
    table = resources.language("paradigms", language).get("government", {})
    return {words: tuple(cases.split("|")) for words, cases in table.items()}


@cache
def _longest(language: Tag) -> int:
    """How many words the longest preposition has."""
    return max((len(words.split()) for words in _prepositions(language)), default=0)
