"""How a language sets its text: CLDR's facts through Babel, and over them the house's own table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from polyglot import locales, resources
from polyglot.model import Tag


@dataclass(frozen=True)
class Conventions:
    """A language's row of `language/typography.toml`, which explains the fields."""

    quotes: tuple[str, str, str, str]
    inside: str
    before: Mapping[str, str]
    decimal: str
    group: str
    percent: str
    currency: str
    date: str
    clock: str
    dash: tuple[str, ...]
    inverted: bool
    marks: Mapping[str, str]
    amounts: tuple[str, ...]


@cache
def of(tag: Tag) -> Conventions:
    r"""The conventions of a tag: from its language to itself, each step says what differs; our table has the last word.

    >>> of(Tag("fr")).group, of(Tag("fr-CA")).group, of(Tag("es-MX")).decimal
    ('\u202f', '\xa0', '.')
    """
    rows = resources.rows("typography")
    facts: dict[str, Any] = {**rows[resources.GENERAL]}
    former: Mapping[str, str] = {}
    for step in locales.lineage(tag):
        known = locales.signs(step)
        facts |= {key: fact for key, fact in known.items() if former.get(key) != fact}
        facts |= rows.get(step, {})
        former = known
    listed = {
        "quotes": tuple(facts["quotes"]),
        "dash": tuple(facts["dash"]),
        "amounts": tuple(facts["amounts"].split()),
    }
    return Conventions(**{**facts, **listed})
