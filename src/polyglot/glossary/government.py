"""Government: the grammatical cases that the word before a name allows (`language/paradigms/<tag>.toml`)."""

from __future__ import annotations

import re
from functools import cache

from polyglot import resources
from polyglot.glossary.fold import tidy
from polyglot.glossary.paradigms import inflected
from polyglot.model import Tag

VOCATIVE = "voc"
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


def titled_case(text_before: str, language: Tag) -> tuple[str, ...]:
    """The cases of a title right before a name, which has the same: those of "президентом" are the instrumental.

    A preposition before the title narrows them.

    >>> titled_case("Він говорив із президентом ", Tag("uk")), titled_case("Він бачив стіл ", Tag("uk"))
    (('ins',), ())
    """
    found = LAST_WORDS.search(tidy(TAG.sub("", text_before)))
    words = found[1].split() if found else []
    cases = _titles(language).get(words[-1].lower(), ()) if words else ()
    governed = wanted_case(" ".join(words[:-1]) + " ", language) if cases else ()
    return tuple(case for case in governed if case in cases) or cases


@cache
def _titles(language: Tag) -> dict[str, tuple[str, ...]]:
    """The forms of titles, with the cases that they stand for."""
    found: dict[str, dict[str, None]] = {}
    for paradigm, titles in resources.language("paradigms", language).get("titles", {}).items():
        for title in titles.split():
            for form, cases in inflected(title, (paradigm,), language).items():
                found.setdefault(form, {}).update(dict.fromkeys(case for case in cases if case != VOCATIVE))
    return {form: tuple(cases) for form, cases in found.items() if cases}


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
