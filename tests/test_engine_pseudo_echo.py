"""The engines for tests: text that comes back, and text that is plainly not the source's."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import engines
from polyglot.model import CodeKind, Masked, Pair, Rung, Slot, Tag

PAIR = Pair(Tag("fr"), Tag("uk"))
SLOT = Slot(0, CodeKind.NAME, "Kyiv", "Київ")


def answer(name: str, masked: Masked) -> tuple[str | Slot, ...]:
    (key, candidates), *rest = engines.load(name).translate([("a", masked)], PAIR, Rung.MASK)
    assert (key, rest) == ("a", [])
    return candidates.hypotheses[0].pieces


@given(st.text())
def test_echo_gives_back_what_it_gets(text: str) -> None:
    assert answer("echo", Masked((text, SLOT))) == (text, SLOT)


@given(st.text())
def test_pseudo_keeps_all_but_letters(text: str) -> None:
    said, slot = answer("pseudo", Masked((text, SLOT)))
    assert slot == SLOT
    assert isinstance(said, str)
    others = [char for char in text if not unicodedata.category(char).startswith("L")]
    assert [char for char in said if not unicodedata.category(char).startswith("L")] == others


def test_pseudo_is_longer_and_other_than_its_source() -> None:
    said = answer("pseudo", Masked(("Bonjour tout le monde",)))[0]
    assert isinstance(said, str)
    assert len(said) > 1.2 * len("Bonjour tout le monde")
    assert said.isascii() is False


@pytest.mark.parametrize("name", ["echo", "pseudo"])
def test_they_take_any_pair_and_are_told_from_real_ones(name: str) -> None:
    engine = engines.load(name)
    assert engine.supports(*PAIR)
    assert not engine.supports(Tag("fr"), Tag("fr"))
    assert engine.identity(PAIR).grade == "none"
    assert engine.pairs() == ()
