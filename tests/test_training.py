"""The recipe of a model, as far as it needs no PyTorch: what is held out, and what copying looks like."""

from __future__ import annotations

import doctest
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from neural import unseen
from training import augment, pieces, settings, shards, text
from training.text import Sentences

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

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


@pytest.mark.parametrize("directions", [("",), ("<2en>", "<2fr>")], ids=["forth", "both"])
def test_every_slot_stands_on_both_sides_and_counts_in_the_order_of_the_source(directions: tuple[str, ...]) -> None:
    changed = augment.examples(PAIRS, augment.lexicon(PAIRS), 16, "3", directions)
    with_slots = [one for one in changed if SLOT.search(one.source)]
    assert len(with_slots) > 100
    assert {one.direction for one in with_slots} == set(directions)
    for one in with_slots:
        left, right = SLOT.findall(one.source), SLOT.findall(one.target)
        assert sorted(left) == sorted(right)
        numbers = [int(slot[1:-1]) for slot in left]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert numbers[-1] <= 16


def test_the_same_seed_gives_the_same_text() -> None:
    words = augment.lexicon(PAIRS)
    assert augment.examples(PAIRS, words, 16, "3") == augment.examples(PAIRS, words, 16, "3")
    assert augment.examples(PAIRS, words, 16, "3") != augment.examples(PAIRS, words, 16, "4")


def test_some_are_set_as_headlines() -> None:
    changed = augment.examples(PAIRS, {}, 16, "5", ("<2en>", "<2fr>"))
    shouted = [one for one in changed if len(one.source) > 20 and one.source.isupper()]
    assert len(shouted) > 5
    assert all(one.target.isupper() and not one.target.endswith(".") for one in shouted)


def vocabulary_of(place: Path) -> SentencePieceProcessor:
    pieces.train(PAIRS, settings.Pieces(size=800, slots=4), place, ["en", "fr"])
    return pieces.load(place)


def test_a_vocabulary_gives_back_what_went_in(tmp_path: Path) -> None:
    vocabulary = vocabulary_of(tmp_path / "sentencepiece.model")
    assert vocabulary.encode("⟦1⟧ “Kyiv”", out_type=str)[1] == "⟦1⟧"
    assert vocabulary.decode(vocabulary.encode("« L’été\u00a0» 😀")) == "« L'été » 😀"
    assert vocabulary.decode(["<2en>", "▁the"]) == "the", "a direction is no part of a text"


def test_rows_hold_every_pair_of_a_shard_once_and_whole(tmp_path: Path) -> None:
    vocabulary = vocabulary_of(tmp_path / "sentencepiece.model")
    examples = augment.examples(PAIRS, {}, 4, "1", ("<2en>", "<2fr>"))
    count = shards.write(examples, vocabulary, 100, tmp_path / "shard.npz")
    shard = shards.read(tmp_path / "shard.npz")
    found: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for batch in shards.batches(shard, 8, 128, random.Random(1)):  # noqa: S311 - with a seed
        assert batch.source.ids.shape == batch.given.ids.shape == batch.wanted.shape == (8, 128)
        assert not batch.source.pair[:, -1].any(), "padding of the target must have something to look at"
        for row in range(8):
            for pair in range(1, int(batch.source.pair[row].max()) + 1):
                left, right = batch.source.pair[row] == pair, batch.given.pair[row] == pair
                assert (batch.source.place[row][left] == range(left.sum())).all()
                assert (batch.given.place[row][right] == range(right.sum())).all()
                given, wanted = batch.given.ids[row][right], batch.wanted[row][right]
                assert given[0] == shards.BEGIN
                assert wanted[-1] == shards.END
                assert (given[1:] == wanted[:-1]).all()
                found.append((tuple(batch.source.ids[row][left]), tuple(wanted[:-1])))
            assert (batch.wanted[row][batch.given.pair[row] == 0] == shards.NOTHING).all()
    assert sum(len(target) for _, target in found) == count
    bounds = [(int(a), int(b)) for a, b in zip(shard.source_ends, shard.target_ends, strict=True)]
    stored, (left_at, right_at) = [], (0, 0)
    for left_end, right_end in bounds:
        stored.append((tuple(shard.source[left_at:left_end]), tuple(shard.target[right_at:right_end])))
        left_at, right_at = left_end, right_end
    assert sorted(found) == sorted(stored)


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
