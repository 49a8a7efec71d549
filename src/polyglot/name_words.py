"""By what names are told from other words in a language: `language/names/*.toml` and `language/given_names.toml`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from polyglot import resources
from polyglot.model import Tag


class Words(NamedTuple):
    """What a language's files say, in small letters; `given` names with their capitals."""

    openers: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    linking: frozenset[str]
    articles: frozenset[str]
    heads: frozenset[str]
    common: frozenset[str]
    elided: frozenset[str]
    given: frozenset[str]
    nouns: bool
    """Whether every noun has a capital."""


@cache
def words(tag: Tag) -> Words:
    """The words of a language."""
    general, own = resources.language("names", resources.GENERAL), resources.language("names", tag)

    def small(key: str) -> frozenset[str]:
        return frozenset(str(own.get(key, general[key])).lower().split())

    given = frozenset(name for names in resources.rows("given_names")["names"].values() for name in names.split())
    elided = frozenset(resources.language("elision", tag).get("elided", ()))
    return Words(
        openers=small("openers"),
        titles=small("titles"),
        particles=small("particles"),
        linking=small("linking"),
        articles=small("articles"),
        heads=small("heads"),
        common=small("common"),
        elided=elided,
        given=given,
        nouns=bool(own.get("nouns", general["nouns"])),
    )


def tells_nouns(tag: Tag) -> bool:
    """Whether a capital tells a name from other nouns: not in German."""
    return not words(tag).nouns
