"""Sentences that linguists write whose words look like names and are not: `glossary/traps/<tag>.txt`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from polyglot import resources
from polyglot.evaluate import Trap, traps
from polyglot.glossary import Glossary, hits, load
from polyglot.glossary.homonyms import facts, given
from polyglot.model import Tag

HERE = Path(__file__).parent / "glossary"
FILES = sorted((HERE / "traps").glob("*.txt"))
OWN = HERE / "glossary.csv"


@cache
def names(own: bool) -> Glossary:
    """The names of the tests, or those that polyglot ships."""
    return load([OWN if own else resources.shipped("glossary")])


def caught(glossary: Glossary, trap: Trap, tag: Tag) -> list[str]:
    target = Tag("fr") if tag == "en" else Tag("en")
    return [hit.term for hit in hits(glossary, trap.text, tag, target)]


CASES = [pytest.param(Tag(path.stem), trap, id=f"{path.stem}: {trap.text}") for path in FILES for trap in traps(path)]


def test_there_are_many_traps_in_every_language() -> None:
    counts = {path.stem: len(traps(path)) for path in FILES}
    assert counts.keys() == {"fr", "en", "de", "es", "uk", "ru"}
    assert sum(counts.values()) >= 250
    assert min(counts.values()) >= 20


@pytest.mark.parametrize(("tag", "trap"), CASES)
def test_no_trap_catches_a_shipped_name(tag: Tag, trap: Trap) -> None:
    assert caught(names(own=False), trap, tag) == list(trap.names)


@pytest.mark.parametrize(("tag", "trap"), CASES)
def test_no_trap_catches_a_name_of_any_other_glossary(tag: Tag, trap: Trap) -> None:
    assert set(caught(names(own=True), trap, tag)) <= set(trap.names)


@pytest.mark.parametrize(
    ("tag", "text", "found"),
    [
        ("fr", "Le président Biden est arrivé à Paris.", ["Biden", "Paris"]),
        ("fr", "Volodymyr Zelensky, Paris et Berlin.", ["Volodymyr Zelensky", "Paris", "Berlin"]),
        ("fr", "Une poupée de Paris, une roulette de Moscou.", ["Paris", "Moscou"]),
        ("en", "Jordan and Chad signed a treaty with Israel.", ["Jordan", "Chad", "Israel"]),
        ("en", "Georgia Governor and Georgia President differ.", ["Georgia", "Georgia"]),
        ("en", "Georgia Signs Deal With Israel After Long Talks", ["Georgia", "Israel"]),
        ("en", "In Paris, Macron spoke; in London, Starmer.", ["Paris", "Macron", "London", "Starmer"]),
        ("en", "GEORGIA ELECTS A PRESIDENT", ["GEORGIA"]),
        ("en", "The Russian dolls of Moscow are French.", ["Moscow", "French"]),
        ("en", "She flew to Moscow, then to Berlin, New York and Rome.", ["Moscow", "Berlin", "New York", "Rome"]),
        ("en", "The Saint-Denis Paris line, and Paris (France).", ["Paris", "Paris", "France"]),
        ("en", "Biden flew from Washington, Oregon and Ohio being far, to Cairo.", ["Biden", "Washington", "Cairo"]),
        ("en", "American airlines and British Airways fly; AMERICAN AIRLINES too.", ["American"]),
        ("fr", "La Cour des États-Unis au Texas.", ["États-Unis"]),
        ("de", "Der deutsche Kanzler und die russische Armee.", ["deutsche", "russische"]),
        ("es", "El Gobierno chino y la embajada rusa.", ["chino", "rusa"]),
        ("uk", "У Лондоні й Вашингтоні чекають.", ["Лондоні", "Вашингтоні"]),
    ],
)
def test_names_beside_such_words_are_found_all_the_same(tag: Tag, text: str, found: list[str]) -> None:
    assert caught(names(own=False), Trap(text, ()), tag) == found


def test_the_words_are_in_order() -> None:
    """No phrase is listed twice, and no given name is a word in small letters."""
    for tag in resources.languages("homonyms"):
        listed = [part for part in resources.language("homonyms", tag)["phrases"].strip().split("|") if part]
        assert len(listed) == len(set(listed)), tag
        assert facts(tag).phrases
    assert all(name[0].isupper() for name in given())
