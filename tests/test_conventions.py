"""What each language does, from CLDR and from the house's own table."""

from __future__ import annotations

from dataclasses import fields

import pytest

from polyglot import conventions, locales, resources
from polyglot.conventions import Conventions
from polyglot.model import Tag

ROWS = resources.rows("typography")


def test_the_general_row_says_everything() -> None:
    assert ROWS[resources.GENERAL].keys() == {field.name for field in fields(Conventions)}


@pytest.mark.parametrize("tag", ROWS)
def test_a_row_has_a_tag_in_its_canonical_spelling_and_known_keys(tag: str) -> None:
    assert tag == "und" or locales.parse(tag) == tag
    assert ROWS[tag].keys() <= ROWS[resources.GENERAL].keys()


@pytest.mark.parametrize("tag", ROWS)
def test_a_row_makes_sense(tag: str) -> None:
    row = conventions.of(Tag(tag))
    assert len(set(row.quotes)) == len(row.quotes) == 4
    assert len(row.dash) in {0, 2}
    assert row.decimal != row.group
    assert row.currency == "" or {"1", "¤"} <= set(row.currency) <= {"1", "¤", "\u00a0", "\u202f"}
    assert row.date == "" or sorted(row.date[::2]) == ["d", "m", "y"]


@pytest.mark.parametrize("tag", [tag for tag in ROWS if tag not in {"und", "fr-CH"}])
def test_what_cldr_knows_is_not_repeated(tag: str) -> None:
    """Our table may leave money and dates as they stand; other numbers than CLDR's need a reason here."""
    assert ROWS[tag].keys().isdisjoint({"decimal", "group", "percent"})


def test_a_region_says_what_differs_from_its_language() -> None:
    french, canada, switzerland = (conventions.of(Tag(tag)) for tag in ("fr", "fr-CA", "fr-CH"))
    assert (french.group, canada.group, switzerland.group) == ("\u202f", "\u00a0", "\u202f")
    assert [row.before.get("!") for row in (french, canada, switzerland)] == ["\u202f", None, "\u202f"]
    assert [row.before[":"] for row in (french, canada, switzerland)] == ["\u00a0", "\u00a0", "\u202f"]
    assert conventions.of(Tag("fr-BE")) == french


def test_a_region_may_inherit_from_a_group_of_regions() -> None:
    assert conventions.of(Tag("es-AR")).quotes[0] == conventions.of(Tag("es-MX")).quotes[0] == "“"
    assert (conventions.of(Tag("es-AR")).decimal, conventions.of(Tag("es-MX")).decimal) == (",", ".")
    assert conventions.of(Tag("en-AU")).date == "d/m/y"


def test_a_language_that_no_table_has_is_general() -> None:
    assert conventions.of(resources.GENERAL).decimal == "."
    assert conventions.of(Tag("sv")).decimal == ","
