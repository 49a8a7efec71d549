"""The recipe of a model, as far as it needs no PyTorch: what is held out, and what copying looks like."""

from __future__ import annotations

import doctest
import random
import re
from pathlib import Path

import pytest

from neural import unseen
from training import augment, pieces, settings, shards, text
from training.text import Sentences

ROOT = Path(__file__).parents[1]
PAIRS = [Sentences(*pair) for pair in unseen()]
SLOT = re.compile("⟦[0-9]+⟧")


def test_what_a_test_set_has_is_left_out(tmp_path: Path) -> None:
    long = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze"
    test = tmp_path / "set.fr"
    test.write_text(f"Avant {long.upper()} après.\nQui a dit cela ?\nOui.\n", "utf-8")
    inside, short = Sentences(f"Et {long}, enfin.", "And."), Sentences("Qui a dit cela ?", "Who said so?")
    found = text.split([*PAIRS[:100], inside, short, Sentences("Oui.", "Yes.")], 10, [test])
    kept = {*found.train, *found.valid, *found.unseen}
    assert found.overlaps == 2
    assert not {inside, short} & kept
    assert Sentences("Oui.", "Yes.") in kept


def test_what_is_held_out_is_said_nowhere_in_the_rest() -> None:
    twice = [*PAIRS, *(Sentences(pair.source.upper(), "Other.") for pair in PAIRS)]
    found = text.split(twice, 100, [])
    assert (len(found.valid), len(found.unseen)) == (100, 100)
    held = {text.fold(side) for pair in (*found.valid, *found.unseen) for side in pair}
    assert not held & {text.fold(side) for pair in found.train for side in pair}


def test_every_slot_stands_on_both_sides_and_counts_in_the_order_of_the_source() -> None:
    (changed,) = augment.rounds(PAIRS, 1, 16, 3)
    with_slots = [pair for pair in changed if SLOT.search(pair.source)]
    assert len(with_slots) > 100
    for pair in with_slots:
        left, right = (SLOT.findall(side) for side in pair)
        assert sorted(left) == sorted(right)
        numbers = [int(slot[1:-1]) for slot in left]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert numbers[-1] <= 16


def test_the_same_seed_gives_the_same_text() -> None:
    assert list(augment.rounds(PAIRS, 2, 16, 3)) == list(augment.rounds(PAIRS, 2, 16, 3))
    assert list(augment.rounds(PAIRS, 1, 16, 3)) != list(augment.rounds(PAIRS, 1, 16, 4))


def test_vocabulary_and_shards_give_back_what_went_in(tmp_path: Path) -> None:
    place = tmp_path / "sentencepiece.model"
    pieces.train(PAIRS, settings.Pieces(size=800, slots=4), place)
    vocabulary = pieces.load(place)
    assert vocabulary.encode("⟦1⟧ “Kyiv”", out_type=str)[1] == "⟦1⟧"
    assert vocabulary.decode(vocabulary.encode("« L’été\u00a0» 😀")) == "« L'été » 😀"
    count = shards.write(PAIRS, vocabulary, 100, tmp_path / "shard.npz")
    shard = shards.read(tmp_path / "shard.npz")
    batches = list(shards.batches(shard, 500, random.Random(1)))  # noqa: S311
    assert sum(int((batch.wanted >= 0).sum()) for batch in batches) == count + len(PAIRS)
    assert all(batch.source.size + batch.given.size <= 500 or len(batch.source) == 1 for batch in batches)


@pytest.mark.parametrize("recipe", sorted((ROOT / "training" / "configs").glob("*.toml")), ids=lambda path: path.stem)
def test_recipes_can_be_read(recipe: Path) -> None:
    found = settings.load(recipe)
    assert found.package.credit
    assert not {"newstest0812", "wcelig", "newscomm", "tails"} & set(found.data.sources), (
        "licences that do not allow it"
    )


def test_the_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(augment).failed == 0
    assert doctest.testmod(text).failed == 0
