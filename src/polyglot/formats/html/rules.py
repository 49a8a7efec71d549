"""What elements, attributes and names mean: `language/html.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from polyglot import resources
from polyglot.model import Role

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of furniture, known by the names that themes give it."""

    name: str
    names: re.Pattern[str]
    role: Role
    doubtful: bool
    """Whether long running text under such a name is the article's all the same."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The tables of the file, in the forms that they are asked in."""

    inline: Words
    block: Words
    prose: Words
    void: Words
    code: Words
    hidden: Words
    bare: Words
    """Elements that may hold nothing but text."""
    closes: Mapping[str, tuple[Words, Words]]
    """For a start tag: the open elements that it closes, and those inside which it looks no further."""
    roles: Mapping[str, Role]
    role_names: Mapping[Role, re.Pattern[str]]
    attributes: Words
    labelled: Words
    pressed: Words
    """Types of `<input>` whose value is shown."""
    untitled: Words
    meta: Mapping[str, Role]
    addresses: Words
    """Attributes that refer to a file."""
    address_lists: Words
    """Attributes that refer to several, with their sizes."""
    linked_types: re.Pattern[str]
    linked_articles: re.Pattern[str]
    """The types among them that are a page's text rather than the page."""
    linked: Mapping[str, Role]
    elements: Mapping[str, str]
    doubtful: Mapping[str, str]
    """Elements that may hold furniture: not where the text belongs to the article by other signs."""
    aria: Words
    kinds: tuple[Kind, ...]
    legal: re.Pattern[str]
    articles: Words
    article_names: re.Pattern[str]
    title_names: re.Pattern[str]


@cache
def rules() -> Rules:
    """The rules that polyglot ships."""
    facts = tomllib.loads((resources.HERE / "language" / "html.toml").read_text("utf-8"))
    elements, attributes, furniture = facts["elements"], facts["attributes"], facts["furniture"]
    kinds = (
        Kind(row["kind"], re.compile(row["names"]), _role(row), bool(row.get("doubtful"))) for row in furniture["names"]
    )
    return Rules(
        **{name: _words(elements[name]) for name in ("inline", "block", "prose", "void", "code", "hidden", "bare")},
        closes={name: (_words(closed), _words(within)) for name, (closed, within) in facts["closes"].items()},
        roles=_by_word(facts["roles"]),
        role_names={Role(role): re.compile(names) for role, names in facts["role-names"].items()},
        attributes=_words(attributes["text"]),
        labelled=_words(attributes["label"]),
        pressed=_words(attributes["value"]),
        untitled=_words(attributes["without-title"]),
        meta=_by_word({role: attributes[role] for role in ("title", "metadata")}),
        addresses=_words(attributes["address"]),
        address_lists=_words(attributes["addresses"]),
        linked_types=re.compile(facts["json-ld"]["types"]),
        linked_articles=re.compile(facts["json-ld"]["articles"]),
        linked=_by_word({role: facts["json-ld"][role] for role in ("title", "metadata")}),
        elements=furniture["elements"],
        doubtful=furniture["doubtful"],
        aria=_words(furniture["roles"]),
        kinds=tuple(kinds),
        legal=re.compile(furniture["texts"]["legal"], re.IGNORECASE),
        articles=_words(facts["article"]["elements"]),
        article_names=re.compile(facts["article"]["names"]),
        title_names=re.compile(facts["article"]["title"]),
    )


def _role(row: Mapping[str, Any]) -> Role:
    return Role.LEGAL if row.get("legal") else Role.FURNITURE


def _words(line: str) -> Words:
    return frozenset(line.split())


def _by_word(roles: Mapping[str, str]) -> dict[str, Role]:
    return {word: Role(role) for role, line in roles.items() for word in line.split()}
