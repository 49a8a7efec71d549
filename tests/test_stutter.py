"""Words said twice in a row: an engine's are said once, a language's and a source's own stay."""

from __future__ import annotations

import doctest

import pytest

from polyglot import stutter


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("Aux États-Unis.", "In the the United States.", "In the United States."),
        ("Le serveur.", "The server Server server.", "The server."),
        ("Ce que nous savons.", "Nous nous disons.", "Nous nous disons."),
        ("Il avait eu peur.", "He had had fear.", "He had had fear."),
        ("Très, très bien.", "Very, very well.", "Very, very well."),
        ("Duran Duran chante.", "Duran Duran sings.", "Duran Duran sings."),
        ("Boutros-Ghali parle.", "Boutros Boutros-Ghali speaks.", "Boutros Boutros-Ghali speaks."),
        ("10 10 fois", "10 10 times", "10 10 times"),
        ("Une ligne.", "A\nA line.", "A\nA line."),
        ("Un lien.", "<b>a</b> a link", "<b>a</b> a link"),
    ],
)
def test_what_is_said_twice_is_said_once(source: str, text: str, expected: str) -> None:
    assert stutter.once(text, source) == expected
    assert stutter.once(expected, source) == expected


def test_the_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(stutter).failed == 0
