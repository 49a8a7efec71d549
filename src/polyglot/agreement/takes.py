"""Which article a name takes, as far as kind, gender, CLDR and the lists of its language tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

import regex

from polyglot import locales, resources
from polyglot.model import Tag

REMEMBERED = 4096
"""So many names are looked up once."""
TERMS = ("term", "phrase", "")
"""What is called by common nouns, whose endings may tell their gender."""


PLURAL = "p"
"""Ends the genders of plurals."""


class Takes(StrEnum):
    """Whether a name stands with an article."""

    UNKNOWN = ""
    NONE = "none"
    """A person, a country without one."""
    TOWN = "town"
    """None, and a preposition of its own for being there: `à Kyiv`, `à Cuba`."""
    PLACE = "place"
    """One, and a preposition of its own for being there: `en Ukraine`, `au Canada`."""
    ARTICLE = "article"
    """One, whatever comes before it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the thing that a name stands for."""

    kind: str = ""
    """As in a glossary: person, place, organisation ..."""
    gender: str = ""
    """Of the thing in French: m, f, mp, fp."""
    article: bool | None = None
    """Whether the source says it with an article; None where nothing can be told from that."""
    several: bool = False
    """Whether the source says it of several."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is to be written, and what it takes."""

    text: str
    takes: Takes = Takes.UNKNOWN
    gender: str = ""
    """In its own language; empty where that is not certain."""
    loose: bool = False
    """Whether an article before it is certainly one too many."""
    country: bool = False


@lru_cache(REMEMBERED)
def known(text: str, facts: Facts, language: Tag) -> Name:
    """A name with what it takes in a language.

    >>> known("Ukraine", Facts("place", "f"), Tag("fr")).takes, known("Kyiv", Facts("place"), Tag("fr")).takes
    (<Takes.PLACE: 'place'>, <Takes.TOWN: 'town'>)
    """
    table = resources.language("articles", language)
    if not facts.kind and text in locales.territories(language):
        facts = replace(facts, kind="place")
    gender = _of_noun(text, facts, table) or _gender(text, facts, language, table)
    if facts.several and gender and not gender.endswith(PLURAL):
        gender += PLURAL
    takes = _takes(text, facts, gender, language, table)
    country = takes is Takes.PLACE and text in locales.territories(language)
    return Name(text, takes, gender, _loose(text, facts, takes, table), country)


def _takes(text: str, facts: Facts, gender: str, language: Tag, table: Mapping[str, Any]) -> Takes:
    place, countries = facts.kind == "place", table.get("countries")
    common = _common(text, table)
    ways = (
        (text in table.get("without", ()), Takes.NONE),
        (facts.kind == "person" and not _titled(text, table), Takes.NONE),
        (text in table.get("optional", ()), Takes.UNKNOWN),
        (text in table.get("islands", ()), Takes.TOWN),
        (bool(_listed(text, table)), Takes.PLACE if place else Takes.ARTICLE),
        (place and countries == "with" and bool(gender), Takes.ARTICLE if common else Takes.PLACE),
        (place and countries == "without" and text in locales.territories(language), Takes.NONE),
        (place and not facts.gender and (not facts.article or articled(text, table)), Takes.TOWN),
        (facts.kind == "organisation" and bool(gender) and (common or _acronym(text, table)), Takes.ARTICLE),
    )
    return next((takes for holds, takes in ways if holds), Takes.UNKNOWN)


def _loose(text: str, facts: Facts, takes: Takes, table: Mapping[str, Any]) -> bool:
    """A town of which the source does not tell may be a region after all, and a person may have the name of many."""
    if takes is Takes.TOWN:
        return facts.article is False or text in table.get("islands", ())
    if facts.kind == "person":
        return takes is Takes.NONE and not facts.article and not table.get("persons")
    return takes is Takes.NONE


def _gender(text: str, facts: Facts, language: Tag, table: Mapping[str, Any]) -> str:
    """As listed, else as the glossary tells it for French; elsewhere only where the ending agrees.

    A title has that of the person who bears it.
    """
    place, endings = facts.kind == "place", table.get("ending", {})
    if listed := _listed(text, table):
        return listed
    if facts.kind == "title":
        return ""
    if facts.gender and table.get("told"):
        return (place and _ending(text, table.get("sure", {}))) or facts.gender
    if facts.gender:
        gender = facts.gender.removesuffix(PLURAL) + PLURAL * (facts.several or facts.gender.endswith(PLURAL))
        return gender if regex.search(endings.get(gender, "(?!)"), text.split(maxsplit=1)[0]) else ""
    return _ending(text, endings) if place and text in locales.territories(language) else ""


def _of_noun(text: str, facts: Facts, table: Mapping[str, Any]) -> str:
    """The gender that the first noun of a term tells by itself, as a word of a list or by its ending.

    What ends like a plural is one only where the source says so too.
    """
    noun = text.split(maxsplit=1)[0]
    if facts.kind not in TERMS or facts.gender.endswith(PLURAL) or not noun.islower():
        return ""
    if facts.gender and table.get("told"):
        return facts.gender
    several = facts.several or bool(regex.search(table.get("plurals", "(?!)"), text))
    one = noun.removesuffix("s") if several else noun
    listed = (gender for gender, nouns in table.get("nouns", {}).items() if {noun, one} & set(nouns.split()))
    gender = next(listed, "") or _ending(noun, table.get("noun", {}))
    if not gender or gender.endswith(PLURAL) > several:
        return ""
    return gender.removesuffix(PLURAL) + PLURAL * several


def _ending(text: str, endings: Mapping[str, str]) -> str:
    return next((gender for gender, ending in endings.items() if regex.search(ending, text)), "")


def _listed(text: str, table: Mapping[str, Any]) -> str:
    """The gender of a name that its language's table has."""
    return next((gender for gender, names in table.get("names", {}).items() if text in names), "")


def articled(text: str, table: Mapping[str, Any]) -> bool:
    """Whether a name has an article of its own, in whatever language: `Le Havre`, `El Paso`."""
    return regex.match(table.get("articled", "(?!)"), text) is not None


def _common(text: str, table: Mapping[str, Any]) -> bool:
    """Whether a name is made of common nouns: `mer Noire`, `Conseil de sécurité`."""
    first = text.split(maxsplit=1)[0]
    return first[:1].islower() or first in table.get("heads", ())


def _titled(text: str, table: Mapping[str, Any]) -> bool:
    """Whether the name of a person begins with a title: `président Zelensky`."""
    return text[:1].islower() or text.split(maxsplit=1)[0] in table.get("titles", ())


def _acronym(text: str, table: Mapping[str, Any]) -> bool:
    return bool(table.get("acronyms")) and text.isupper() and text.isalpha() and 1 < len(text) < 6
