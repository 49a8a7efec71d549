"""The names that polyglot ships: many, clean, in seven languages at least, and countries as CLDR calls them."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from polyglot import resources
from polyglot.glossary import Concept, Kind, Status, hits, lint, load
from polyglot.glossary.concept import Glossary
from polyglot.model import Tag

FOLDER = resources.shipped("glossary")
REQUIRED = ("fr", "en", "es", "de", "uk", "it", "pl")
ALL = (*REQUIRED, "ca", "pt")


@cache
def shipped() -> Glossary:
    """The names."""
    return load([FOLDER])


def territories(tag: str) -> dict[str, str]:
    """What CLDR calls countries in a language, by their ISO 3166 codes."""
    from babel import Locale

    return {code: name for code, name in Locale(tag).territories.items() if len(code) == 2 and code.isalpha()}


def named(concept: Concept, tag: str) -> set[str]:
    """Everything that a concept may be called in a language."""
    return {term.text for term in concept.terms if term.tag == tag and term.status is not Status.FORBIDDEN}


def test_lint_finds_nothing() -> None:
    assert lint([FOLDER]) == ()


def test_there_are_many_of_every_kind() -> None:
    counts = Counter(concept.kind for concept in shipped().concepts)
    assert sum(counts.values()) >= 900
    assert all(counts[kind] >= 10 for kind in Kind if kind is not Kind.TERM), counts


@pytest.mark.parametrize("tag", REQUIRED)
def test_every_concept_has_the_language(tag: str) -> None:
    assert [concept.id for concept in shipped().concepts if not named(concept, tag)] == []


@pytest.mark.parametrize("tag", ALL)
def test_countries_are_called_as_cldr_calls_them(tag: str) -> None:
    local = territories(tag)
    codes = {name: code for code, name in territories("en").items()}
    asked = [
        (concept.id, local[code])
        for concept in shipped().concepts
        if concept.kind is Kind.PLACE
        for code in {codes[name] for name in named(concept, "en") if name in codes}
        if named(concept, tag)
    ]
    names = {concept.id: named(concept, tag) for concept in shipped().concepts}
    other = [
        (concept, name)
        for concept, name in asked
        if name.replace("’", "'") not in {n.replace("’", "'") for n in names[concept]}
    ]
    assert len(asked) > 180
    assert len(other) <= 0.06 * len(asked), other


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("La Maison Blanche et le Kremlin se parlent.", ["white-house", "kremlin"]),
        ("Le Quai d’Orsay attend la réponse de Moscou.", ["quai-d-orsay", "moscow"]),
        ("La Géorgie veut entrer dans l’Union européenne.", ["georgia-country", "european-union"]),
        ("L'armée ukrainienne tient.", ["ukrainian"]),
        ("Les Ukrainiens d’Odessa.", ["ukrainian", "odesa"]),
        ("Il mange une poutine.", []),
        ("Une crème anglaise, une roulette russe.", []),
        ("Le télégramme est arrivé.", []),
        ("MOSCOU : LE KREMLIN NIE", ["moscow", "kremlin"]),
        ("https://example.org/zelensky", []),
    ],
)
def test_the_usual_traps(text: str, concepts: list[str]) -> None:
    assert [hit.concept for hit in hits(shipped(), text, Tag("fr"), Tag("en"))] == concepts
