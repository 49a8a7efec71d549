"""What a translation must conserve: found, taken out, put back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import laws, protect
from polyglot.model import Candidate, Code, CodeKind, Masked, Role, Rung, Segment, Slot, Span, Tag, Unit

CASES = Path(__file__).parent / "protect" / "codes.txt"
FRENCH, ENGLISH = Tag("fr"), Tag("en")
NAMES = {"Joe Biden": "Joe Biden", "Poutine": "Putin", "Kyiv": "Kiev"}

PIECES = st.sampled_from(
    [
        *(
            "Poutine",
            "Joe Biden",
            "l’eau",
            "et",
            "mot",
            "Kyiv",
            "dit-il",
            "fin.Le",
            "« oui »",
            "?",
            "50 % des",
            "1 000",
        ),
        *("https://a.fr/b_(c)", "(https://a.fr/b)", "a.fr,", "x@a.fr", "@qui", "#quoi", "{n}", "{{ n }}", "%s", "%d"),
        *(
            "<b>",
            "</b>",
            "<a href='x'>",
            "&amp;",
            "`c d`",
            "[gallery]",
            "[x y=1]",
            "20h30",
            "3,5",
            "1er",
            "XXe",
            "2024",
        ),
    ]
)
TEXTS = st.text() | st.text("{}[]<>&;:/@#%.`'\"=ab1 -") | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join)


def names(text: str, excluded: Sequence[Span], _: Sequence[Span]) -> tuple[Code, ...]:
    """A glossary of three names."""
    found = (match for match in re.finditer("|".join(NAMES), text))
    codes = (Code(CodeKind.NAME, Span(*match.span()), match[0], match[0]) for match in found)
    return tuple(code for code in codes if not any(code.span.overlaps(span) for span in excluded))


def form(code: Code) -> tuple[str, tuple[str, ...]]:
    return NAMES[code.text], ()


def segment(text: str) -> Segment:
    return Segment(text, protect.find(text, FRENCH, names))


def cases() -> Iterator[tuple[str, list[str]]]:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), CASES.read_text("utf-8"))
    for block in text.split("\n\n")[1:]:
        given, *codes = block.strip("\n").split("\n")
        yield given, codes


@pytest.mark.parametrize(("text", "codes"), list(cases()))
def test_a_text_has_these_codes(text: str, codes: list[str]) -> None:
    assert [f"{code.kind} {code.text}" for code in protect.find(text, FRENCH, lambda *_: ())] == codes


@given(TEXTS)
def test_codes_stand_in_order_and_apart(text: str) -> None:
    codes = protect.find(text, FRENCH, names)
    for code in codes:
        assert code.text == text[code.span.start : code.span.end] != ""
    assert all(before.span.end <= after.span.start for before, after in pairwise(codes))


@given(TEXTS)
def test_no_digit_is_left_to_the_engine_on_the_mask_rung(text: str) -> None:
    masked = protect.mask(segment(text), Rung.MASK, form)
    assert not re.search(r"\d", "".join(piece for piece in masked.pieces if isinstance(piece, str)))


@given(TEXTS, st.sampled_from(Rung))
def test_what_is_masked_can_be_restored(text: str, rung: Rung) -> None:
    whole = segment(text)
    masked = protect.mask(whole, rung, form)
    assert [slot.number for slot in masked.slots] == list(range(len(masked.slots)))
    assert "" not in masked.pieces
    back = protect.restore(Candidate(masked.pieces), masked, whole)
    assert back is not None
    same = all(slot.source == slot.target for slot in masked.slots)
    assert back == text or not same


@given(st.lists(PIECES, min_size=1, max_size=12).map(" ".join), st.sampled_from([Rung.MASK, Rung.SPLIT]), st.data())
def test_a_target_with_all_slots_in_any_order_conserves_all_codes(text: str, rung: Rung, data: st.DataObject) -> None:
    whole = segment(text)
    masked = protect.mask(whole, rung, form)
    pieces = tuple(piece for slot in data.draw(st.permutations(masked.slots)) for piece in ("word ", slot, " "))
    back = protect.restore(Candidate(pieces), masked, whole)
    assert back is not None
    there = protect.find(back, FRENCH, lambda found, excluded, _: target_names(found, excluded))
    assert laws.conserved(whole.codes, there), (back, whole.codes, there)


def target_names(text: str, excluded: Sequence[Span]) -> tuple[Code, ...]:
    """The names of a target, by their source's concept."""
    sources = {target: source for source, target in NAMES.items()}
    found = (match for match in re.finditer("|".join(sources), text))
    codes = (Code(CodeKind.NAME, Span(*match.span()), match[0], sources[match[0]]) for match in found)
    return tuple(code for code in codes if not any(code.span.overlaps(span) for span in excluded))


def test_the_engine_sees_numbers_but_no_other_code_on_the_first_rung() -> None:
    whole = segment("Poutine a lu 3,5 % de https://a.fr à 20h30.")
    inject = protect.mask(whole, Rung.INJECT, form)
    assert inject.pieces == (
        Slot(0, CodeKind.NAME, "Poutine", "Putin", concept="Poutine"),
        " a lu 3,5 % de ",
        Slot(1, CodeKind.URL, "https://a.fr", "https://a.fr", ("https://a.fr",)),
        " à 20h30.",
    )
    assert len(protect.mask(whole, Rung.MASK, form).slots) == 4


def test_a_name_without_a_form_is_left_to_the_engine() -> None:
    whole = segment("Poutine à Kyiv")
    masked = protect.mask(whole, Rung.MASK, lambda code: None if code.text == "Kyiv" else form(code))
    assert masked.pieces == (Slot(0, CodeKind.NAME, "Poutine", "Putin", concept="Poutine"), " à Kyiv")
    asked = protect.expected(whole.codes, lambda code: None if code.text == "Kyiv" else form(code))
    assert [code.text for code in asked] == ["Poutine"]


def test_a_slot_that_is_lost_or_doubled_or_invented_is_no_translation() -> None:
    whole = segment("{a} et {b}")
    masked = protect.mask(whole, Rung.MASK, form)
    one, two = masked.slots
    assert protect.restore(Candidate((one, " and ", two)), masked, whole) == "{a} and {b}"
    assert protect.restore(Candidate((two, " and ", one)), masked, whole) == "{b} and {a}"
    for pieces in (
        (one, " and"),
        ("and",),
        (one, " and ", two, one),
        (one, two, Slot(2, one.kind, "x", "x")),
        (one, one),
    ):
        assert protect.restore(Candidate(pieces), masked, whole) is None


@pytest.mark.parametrize("answer", [" Yes and no ", "Yes and no\n", "\nYes and\nno", "Yes and \r\n no"])
def test_white_space_around_and_lines_are_the_sources(answer: str) -> None:
    whole = Segment("Oui et non")
    assert protect.restore(Candidate((answer,)), Masked((whole.text,)), whole) == "Yes and no"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\n> ", "  \n\t"])
def test_a_text_wrapped_by_hand_is_one_line_to_the_engine_and_keeps_its_lines(ending: str) -> None:
    source = f"Le président Joe{ending}Biden a vu{ending}1 000 personnes à{ending}Kyiv."
    whole = Segment(source, protect.find(source, FRENCH, lambda *_: ()))
    masked = protect.mask(whole, Rung.INJECT, form)
    assert masked.pieces == ("Le président Joe Biden a vu 1 000 personnes à Kyiv.",)
    back = protect.restore(Candidate(("President Joe Biden saw 1 000 people in Kyiv.",)), masked, whole)
    assert back is not None
    assert back.count(ending) == 3
    assert back.replace(ending, " ") == "President Joe Biden saw 1 000 people in Kyiv."
    assert "1 000" in back
    assert protect.restore(Candidate(masked.pieces), masked, whole) == source


@given(
    st.lists(PIECES, min_size=2, max_size=30), st.integers(1, 6), st.lists(st.sampled_from(["a", "word", "1 000", "!"]))
)
def test_lines_are_kept_and_no_code_is_torn(pieces: list[str], width: int, words: list[str]) -> None:
    lines = [" ".join(pieces[start : start + width]) for start in range(0, len(pieces), width)]
    whole = segment("\n".join(lines))
    masked = protect.mask(whole, Rung.MASK, form)
    answer = tuple(piece for slot in masked.slots for piece in (slot, " ")) + tuple(f"{word} " for word in words)
    back = protect.restore(Candidate(answer), masked, whole)
    assert back is not None
    assert back.count("\n") == whole.text.count("\n")
    assert all(slot.target in back for slot in masked.slots)


def test_the_projects_own_patterns_come_first() -> None:
    text = "REF-12 sur https://a.fr/REF-13 et 14"
    codes = protect.find(text, FRENCH, lambda *_: (), ["REF-[0-9]+", r"x*"])
    assert [(code.kind, code.text) for code in codes] == [
        (CodeKind.CODE, "REF-12"),
        (CodeKind.CODE, "REF-13"),
        (CodeKind.NUMBER, "14"),
    ]


def test_what_a_unit_keeps_is_a_code() -> None:
    unit = Unit("p1", Role.BYLINE, Span(0, 20), "par Anne Paris Martin", keep=(Span(4, 21),))
    codes = protect.mark(unit, FRENCH, names).codes
    assert [(code.kind, code.text) for code in codes] == [(CodeKind.CODE, "Anne Paris Martin")]
    back = protect.kept((*codes, Code(CodeKind.CODE, Span(0, 4), "Anne", "Anne")), "by Anne Paris Martin, with Anne")
    assert [code.text for code in back] == ["Anne Paris Martin", "Anne"]


def test_a_shortcode_whose_end_stands_in_another_sentence_is_found_again() -> None:
    codes = protect.find("Un [b]mot. Un autre[/b].", FRENCH, names)
    first = [code for code in codes if code.span.end < 10]
    assert [(code.kind, code.text) for code in first] == [(CodeKind.PLACEHOLDER, "[b]")]
    assert protect.find("A [b]word.", ENGLISH, names, kept=protect.kept(first, "A [b]word."))[0].text == "[b]"


def test_names_go_before_what_they_contain_and_not_into_urls() -> None:
    def finds(text: str, excluded: Sequence[Span], transparent: Sequence[Span]) -> tuple[Code, ...]:
        assert [text[slice(*span)] for span in excluded] == ["https://Kyiv.fr"]
        assert [text[slice(*span)] for span in transparent] == ["<b>", "</b>"]
        start = text.index("G7")
        return (Code(CodeKind.NAME, Span(start, start + 2), "G7", "g7"),)

    codes = protect.find("Le G7 <b>à</b> https://Kyiv.fr", FRENCH, finds)
    assert [code.kind for code in codes] == [CodeKind.NAME, CodeKind.CODE, CodeKind.CODE, CodeKind.URL]


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "{a,b,{",
        "[a ",
        "[a]",
        "<a ",
        "<a b=",
        "<a b='",
        "a.",
        "a@",
        "https://",
        "&#",
        "`a",
        "@a",
        "%",
        "<!--",
        "{%",
        "a",
    ],
)
def test_hostile_text_comes_to_an_end(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    assert all(text[slice(*code.span)] == code.text for code in protect.find(text, FRENCH, lambda *_: ()))
