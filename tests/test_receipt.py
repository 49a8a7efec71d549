"""The recipe of a result: all that a person may audit, none of its text, the same bytes each time."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from polyglot import receipt
from polyglot.errors import ConfigError
from polyglot.model import Identity, Issue, Pair, Rung, Severity, Tag

IDENTITY = Identity("apertium", "3.8.3", "0123456789ab", (Tag("fr"), Tag("ca"), Tag("en")), (Rung.MASK,), "gist")
RECEIPT = receipt.Receipt(
    "0.1.0",
    "articles/été.txt",
    "a" * 64,
    "b" * 64,
    Pair(Tag("fr"), Tag("en")),
    IDENTITY,
    "c" * 64,
    5,
    {"translated": 4, "initial": 1},
    {"mt": 4, "source": 1},
    {"joined": 0, "dropped": 1},
    3,
    {"hits": 2, "right": 2},
    {"untranslated": 1},
    ("3fa1b2c4", "00c0ffee"),
)


def test_a_receipt_says_how_a_result_came_about() -> None:
    assert json.loads(receipt.render(RECEIPT)) == {
        "schema": 1,
        "polyglot": "0.1.0",
        "source": {"path": "articles/été.txt", "sha256": "a" * 64, "tag": "fr"},
        "output": {"sha256": "b" * 64, "tag": "en", "texts": "3fa1b2c4 00c0ffee"},
        "engine": {"signature": "apertium-3.8.3/fr-ca-en/0123456789ab", "grade": "gist"},
        "glossary": "c" * 64,
        "segments": 5,
        "states": {"translated": 4, "initial": 1},
        "origins": {"mt": 4, "source": 1},
        "left_out": {"dropped": 1, "joined": 0},
        "furniture": 3,
        "terms": {"hits": 2, "right": 2},
        "issues": {"untranslated": 1},
    }


def test_a_receipt_is_a_file_that_shows_its_changes() -> None:
    data = receipt.render(RECEIPT)
    assert data == receipt.render(replace(RECEIPT))
    assert data.endswith(b"\n}\n")
    assert "été" in data.decode("utf-8")
    changed = receipt.render(replace(RECEIPT, segments=6)).splitlines()
    assert sum(a != b for a, b in zip(data.splitlines(), changed, strict=True)) == 1


@pytest.mark.parametrize("states", [{"initial": 1, "translated": 4}, {"translated": 4, "initial": 1}])
def test_the_order_of_counts_changes_nothing(states: dict[str, int]) -> None:
    assert receipt.render(replace(RECEIPT, states=states)) == receipt.render(RECEIPT)


def test_people_alone_have_no_engine() -> None:
    assert json.loads(receipt.render(replace(RECEIPT, identity=None)))["engine"] is None


def test_issues_are_counted_by_kind_in_order() -> None:
    kinds = ["stale", "numbers", "stale"]
    counted = receipt.count(Issue(kind, Severity.WARNING, "x") for kind in kinds)
    assert list(counted.items()) == [("numbers", 1), ("stale", 2)]
    assert receipt.count([]) == {}


def test_a_receipt_vouches_for_its_output() -> None:
    assert receipt.output_digest(receipt.render(RECEIPT), "a.json") == "b" * 64
    assert receipt.output_digest(None, "a.json") == ""


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"{}", b'{"output": 1}', b'{"output": {}}', b"\xff"])
def test_a_broken_receipt_is_told(data: bytes) -> None:
    with pytest.raises(ConfigError) as caught:
        receipt.output_digest(data, "out/a.json")
    assert caught.value.place == "out/a.json"
    assert caught.value.hint
