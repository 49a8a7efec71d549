"""Numbers by value: the cases in `numbers/`, and what holds for every text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import numbers
from polyglot.model import Code, CodeKind, Span, Tag

HERE = Path(__file__).parent / "numbers"
LANGUAGES = tuple(Tag(tag) for tag in ("fr", "en", "es", "ca", "de", "it", "pt", "uk", "pl", "sv"))
NUMERIC = "0123456789.,:/-−+'’ \u00a0\u202fhH%°eèrsn()XVImap"
"""What numbers are made of, so that generated text has many."""


def cases() -> Iterator[tuple[Tag, str, str]]:
    for path in sorted(HERE.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if not line.startswith("#"):
                text, _, values = line.rpartition(" =")
                yield Tag(path.stem), re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text), values


def values(text: str, tag: Tag) -> list[str]:
    return [code.value for code in numbers.find(text, tag)]


def number(text: str, tag: Tag) -> Code:
    (code,) = numbers.find(text, tag)
    return code


@pytest.mark.parametrize(("tag", "text", "expected"), list(cases()))
def test_a_text_has_these_values(tag: Tag, text: str, expected: str) -> None:
    assert values(text, tag) == expected.split()


@pytest.mark.parametrize(
    "alike",
    [
        [("fr", "1er"), ("fr", "1re"), ("en", "1st"), ("es", "1.º"), ("es", "1.ª"), ("ca", "1r"), ("de", "1.")],
        [("fr", "XXe"), ("en", "20th"), ("es", "XX"), ("de", "20.")],
        [
            ("fr", "20h30"),
            ("fr", "20 h 30"),
            ("en", "8:30 p.m."),
            ("en", "20:30"),
            ("es", "20:30"),
            ("de", "20.30 Uhr"),
        ],
        [("fr", "20h"), ("fr", "20 heures"), ("en", "8 p.m."), ("en", "20:00"), ("es", "20 horas"), ("de", "20 Uhr")],
        [
            ("fr", "2\u202f000"),
            ("fr", "2 000"),
            ("en", "2,000"),
            ("es", "2.000"),
            ("de", "2.000"),
            ("uk", "2\u00a0000"),
        ],
        [("fr", "3,50"), ("en", "3.5"), ("es", "3,5"), ("en", "3.50")],
        [("fr", "\u22123,5"), ("en", "-3.5")],
        [("fr", "01 23 45 67 89"), ("en", "01-23-45-67-89"), ("es", "01.23.45.67.89")],
    ],
)
def test_counterparts_share_a_value(alike: list[tuple[str, str]]) -> None:
    assert len({number(text, Tag(tag)).value for tag, text in alike}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("3.5bn", "3.7bn"), ("-3", "3"), ("1.500", "1,500"), ("20:30", "8:30"), ("1.4.2", "1.4.3"), ("1 200", "1 300")],
)
def test_what_differs_has_different_values(one: str, other: str) -> None:
    assert values(one, Tag("en")) != values(other, Tag("en"))


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("3,5", "fr", "en", "3.5"),
        ("3,50", "fr", "en", "3.50"),
        ("3,00", "fr", "en", "3.00"),
        ("2 000", "fr", "en", "2,000"),
        ("2\u202f000", "fr", "es", "2.000"),
        ("2 000", "fr", "uk", "2\u00a0000"),
        ("1 234 567,5", "fr", "de", "1.234.567,5"),
        ("80.000", "fr", "en", "80,000"),
        ("1,234.50", "en", "fr", "1\u202f234,50"),
        ("0.500", "en", "fr", "0,500"),
        ("-0,5", "fr", "en", "-0.5"),
        ("\u22121 500", "fr", "en", "\u22121,500"),
        ("2024", "fr", "en", "2024"),
        ("1er", "fr", "en", "1er"),
        ("20h30", "fr", "en", "20:30"),
        ("20 h 30", "fr", "es", "20:30"),
        ("20h30", "pt", "fr", "20\u00a0h\u00a030"),
        ("20 h 30", "fr", "pt", "20h30"),
        ("20h", "fr", "en", "20h"),
        ("20:30", "en", "fr", "20:30"),
        ("8:30 p.m.", "en", "fr", "8:30 p.m."),
        ("12.05.2024", "fr", "en", "12.05.2024"),
        ("12.05.2024", "de", "fr", "12/05/2024"),
        ("12/05/2024", "fr", "de", "12.05.2024"),
        ("12/05/2024", "fr", "en-GB", "12/05/2024"),
        ("12/05/2024", "fr", "en-US", "12/05/2024"),
        ("12/05/2024", "en", "de", "12/05/2024"),
        ("5/12/2024", "en-GB", "ru", "5.12.2024"),
        ("12-05-2024", "es", "fr-CA", "12-05-2024"),
        ("12.05.24", "de", "fr", "12.05.24"),
        ("1\u2019500.5", "de-CH", "fr", "1\u202f500,5"),
        ("1 500,5", "fr", "de-CH", "1\u2019500.5"),
        ("1,500.5", "en", "fr-CA", "1\u00a0500,5"),
        ("1 500,5", "fr", "es-MX", "1,500.5"),
        ("1 500,5", "fr", "sv", "1\u00a0500,5"),
        ("01 23 45 67 89", "fr", "en", "01 23 45 67 89"),
        ("0800 123 456", "fr", "en", "0800 123 456"),
        ("007", "fr", "en", "007"),
        ("٣", "ar", "en", "٣"),
    ],
)
def test_a_number_is_written_as_the_target_does(text: str, source: str, target: str, expected: str) -> None:
    assert numbers.render(number(text, Tag(source)), Tag(source), Tag(target)) == expected


TEXTS = st.text() | st.text(NUMERIC) | st.lists(st.text(NUMERIC, max_size=8) | st.text(max_size=4)).map(" ".join)


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_every_digit_is_part_of_one_number(text: str, tag: Tag) -> None:
    found = numbers.find(text, tag)
    for code in found:
        assert code.kind is CodeKind.NUMBER
        assert code.text == text[code.span.start : code.span.end] != ""
        assert code.value
    assert all(before.span.end <= after.span.start for before, after in pairwise(found))
    covered = {at for code in found for at in range(*code.span)}
    assert {at for at, char in enumerate(text) if char.isdecimal()} <= covered


@given(st.text(st.sampled_from("XVIIVX1 eèérᵉʳ-.,hD"), max_size=8))
def test_no_number_is_overlooked_for_want_of_a_hint(text: str) -> None:
    assert numbers.HINT.search(text) or not numbers.NUMBER.search(text)


@given(TEXTS, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_a_number_written_as_the_target_does_keeps_its_value(text: str, source: Tag, target: Tag) -> None:
    for code in numbers.find(text, source):
        written = numbers.render(code, source, target)
        assert [found.value for found in numbers.find(written, target)] == [code.value], (code, written)


@given(st.integers(-(10**12), 10**12), st.integers(0, 999), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_a_decimal_goes_through_any_pair_and_back(whole: int, thousandths: int, source: Tag, target: Tag) -> None:
    signs = numbers.signs(source)
    text = f"{whole:,}".replace(",", signs.group) + f"{signs.decimal}{thousandths:03d}"
    there = numbers.render(number(text, source), source, target)
    assert number(there, target).value == number(text, source).value
    assert numbers.render(number(there, target), target, source) == text


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "0 ",
        "01 ",
        "1.1",
        "1 000 ",
        " 100",
        "+1 ",
        "+(1)",
        "XVI",
        "12:30",
        "-",
        "8 p. ",
        "0.00",
        "1’000",
        "٣",
    ],
)
def test_hostile_numbers_come_to_an_end(piece: str) -> None:
    text = "1" + piece * (200_000 // len(piece)) + "a 1"
    assert numbers.find(text, Tag("fr"))[-1].span.end <= len(text)


def test_a_number_may_be_longer_than_any_type_holds() -> None:
    digits = "1" * 10_000
    code = number(f"{digits},5", Tag("fr"))
    assert code.value == f"{digits}.5"
    assert code.span == Span(0, 10_002)
    assert number(f"{digits}2", Tag("fr")).value != number(f"{digits}3", Tag("fr")).value
    groups = ".".join(["123"] * 2_000)
    assert numbers.render(number(groups, Tag("es")), Tag("es"), Tag("en")) == groups.replace(".", ",")
