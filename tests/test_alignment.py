"""Two versions of a text: what stayed, what moved, what changed a little, and that nothing is used twice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot.alignment import align

texts = st.lists(
    st.text("abc", max_size=3) | st.sampled_from(["Le maire est venu.", "Le maire est parti.", "Il pleut."])
)
distinct = st.lists(st.text(min_size=1), unique=True, max_size=8)


@given(texts, texts)
def test_no_old_text_is_used_twice(old: list[str], new: list[str]) -> None:
    found = align(old, new)
    used = [index for index in found if index is not None]
    assert len(found) == len(new)
    assert len(set(used)) == len(used)
    assert all(0 <= index < len(old) for index in used)


@given(texts, texts)
def test_what_is_unchanged_is_matched_wherever_it_stands(old: list[str], new: list[str]) -> None:
    found = align(old, new)
    same = Counter(text for text, index in zip(new, found, strict=True) if index is not None and old[index] == text)
    assert same == Counter(old) & Counter(new)


@given(texts)
def test_what_did_not_change_is_itself(old: list[str]) -> None:
    assert align(old, old) == tuple(range(len(old)))


@given(distinct.flatmap(lambda old: st.tuples(st.just(old), st.permutations(old))))
def test_what_moved_is_found(versions: tuple[list[str], list[str]]) -> None:
    old, new = versions
    assert align(old, new) == tuple(old.index(text) for text in new)


@given(texts, texts, texts)
def test_what_stands_around_an_insertion_or_a_cut_keeps_its_order(
    head: list[str], inner: list[str], tail: list[str]
) -> None:
    grown = align(head + tail, head + inner + tail)
    kept = [index for index in grown if index is not None]
    assert sorted(kept) == list(range(len(head) + len(tail)))
    cut = align(head + inner + tail, head + tail)
    assert None not in cut


def test_repeated_sentences_keep_their_own_places() -> None:
    assert align(["a", "x", "a", "y", "a"], ["a", "x", "a", "new", "y", "a"]) == (0, 1, 2, None, 3, 4)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["Le maire est venu hier."], ["Le maire est venu lundi."], (0,)),
        (["Le maire est venu hier."], ["Il neige à Kyiv."], (None,)),
        (["Il pleut sur Nantes.", "Le maire vient."], ["Le maire ne vient pas.", "Il pleut sur Nantes !"], (1, 0)),
        (["a1 b2 c3 d4", "z"], ["a1 b2 c3 d5", "a1 b2 c3 d4!"], (None, 0)),
        ([], ["a"], (None,)),
        (["a"], [], ()),
    ],
)
def test_what_changed_a_little_is_the_same_sentence(
    old: list[str], new: list[str], expected: tuple[int | None, ...]
) -> None:
    assert align(old, new) == expected
