"""Names in a source: tags, excluded spans, order, and laws that hold for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot.glossary import Glossary, find, hits, load
from polyglot.glossary.fold import View, fold, unify
from polyglot.model import CodeKind, Span, Tag

HERE = Path(__file__).parent / "glossary"
GLOSSARY = load([HERE / "glossary.csv"])
FRENCH, ENGLISH = Tag("fr"), Tag("en")
TAG = re.compile(r"</?[a-z][^<>]*>")


def tags(text: str) -> list[Span]:
    return [Span(*found.span()) for found in TAG.finditer(text)]


def names(text: str, transparent: bool = True, excluded: tuple[str, ...] = ()) -> list[str]:
    """What is found in a French text that sees through its tags and not into some of its parts."""
    out = [Span(*found.span()) for part in excluded for found in re.finditer(re.escape(part), text)]
    return [code.text for code in find(GLOSSARY, text, FRENCH, out, tags(text) if transparent else ())]


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("voir https://example.org/Zelensky", "https://example.org/Zelensky"),
        ("Bonjour {{Biden}} !", "{{Biden}}"),
        ("`print(Moscou)`", "`print(Moscou)`"),
        ('<a title="Zelensky">lui</a>', "Zelensky"),
        ("Biden@example.org", "Biden@example.org"),
        ("Joe {{x}}Biden", "{{x}}Biden"),
        ("Joe{{x}} Biden de Joe{{x}}Biden", "Biden"),
    ],
)
def test_excluded_spans_are_never_touched(text: str, excluded: str) -> None:
    assert names(text, transparent=False, excluded=(excluded,)) == []


def test_a_name_does_not_run_through_an_excluded_span_but_stands_beside_it() -> None:
    assert names("Joe{{x}} Biden", excluded=("{{x}}",)) == ["Biden"]
    assert names("{{x}}Moscou{{y}}", excluded=("{{x}}", "{{y}}")) == ["Moscou"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<b>Volodymyr</b> Zelensky", ["<b>Volodymyr</b> Zelensky"]),
        ("Volodymyr <b>Zelensky</b>", ["Volodymyr <b>Zelensky</b>"]),
        ("<b>Volodymyr Zelensky</b>", ["Volodymyr Zelensky"]),
        ("<b>Volodymyr</b> <i>Zelensky</i>", ["<b>Volodymyr</b> <i>Zelensky</i>"]),
        ('<a href="u"><b>Volodymyr</b></a> Zelensky', ['<a href="u"><b>Volodymyr</b></a> Zelensky']),
        ("<b>le président Volodymyr</b> Zelensky", ["Volodymyr</b> Zelensky"]),
        ("<b>Volodymyr </b> Zelensky", ["<b>Volodymyr </b> Zelensky"]),
        ("l’<b>U</b>kraine", ["<b>U</b>kraine"]),
        ("<b>l’</b>Ukraine", ["Ukraine"]),
        ("Zel<em>en</em>sky", ["Zel<em>en</em>sky"]),
        ("<b>Mos</b>covite, <b>ex-</b>Ukraine", []),
        ("Kyiv<br>Moscou", ["Kyiv", "Moscou"]),
        ("Joe <b>Biden</b> <b>Joe</b> Biden", ["Joe <b>Biden</b>", "<b>Joe</b> Biden"]),
    ],
)
def test_names_run_through_tags(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_marks_of_markdown_are_tags_too() -> None:
    text = "**Volodymyr** Zelensky et [Joe](u) Biden"
    marks = [Span(*found.span()) for found in re.finditer(r"\*\*|\[|\]\(u\)", text)]
    assert [code.text for code in find(GLOSSARY, text, FRENCH, (), marks)] == [
        "**Volodymyr** Zelensky",
        "[Joe](u) Biden",
    ]


def test_a_span_that_is_excluded_and_transparent_is_transparent() -> None:
    text = "<b>Volodymyr</b> Zelensky"
    assert [code.text for code in find(GLOSSARY, text, FRENCH, tags(text), tags(text))] == [text]


def test_codes_carry_the_concept() -> None:
    (code,) = find(GLOSSARY, "à Kyiv.", FRENCH)
    assert (code.kind, code.value, code.text, code.span) == (CodeKind.NAME, "kyiv", "Kyiv", Span(2, 6))


def test_a_regional_tag_finds_the_names_of_its_language() -> None:
    assert [code.value for code in find(GLOSSARY, "Moscou", Tag("fr-CA"))] == ["moscow"]
    assert [code.value for code in find(GLOSSARY, "Moscou et Moscovo", Tag("pt-BR"))] == ["moscow", "moscow"]
    assert find(GLOSSARY, "Moscou", Tag("fi")) == ()


def test_equally_long_terms_are_settled_by_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("concept,fr,en\ncity,Washington,Washington\nstate,Washington,Washington State\n", "utf-8")
    (hit,) = hits(load([path]), "Washington", FRENCH, ENGLISH)
    assert hit.concept == "city"


def test_a_project_settles_names_before_later_files(tmp_path: Path) -> None:
    project, shipped = tmp_path / "project.csv", tmp_path / "shipped.csv"
    project.write_text("concept,fr,en\nkyiv,Kyiv,Kiev\n", "utf-8")
    shipped.write_text("concept,fr,en\nkyiv,Kyiv,Kyiv\nmoscow,Moscou,Moscow\n", "utf-8")
    found = hits(load([project, shipped]), "Kyiv, Moscou", FRENCH, ENGLISH)
    assert [hit.target for hit in found] == ["Kiev", "Moscow"]


TERMS = sorted({term.text for concept in GLOSSARY.concepts for term in concept.matched(FRENCH)})
PIECES = st.one_of(
    st.sampled_from([*TERMS, *(term.upper() for term in TERMS)]),
    st.sampled_from(
        [" ", "  ", "\n", "\n\n", "\u00a0", "\u00ad", "-", "’", "'", "l’", "«", ".", "@", "İ", "ß", "\u0301"]
    ),
    st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<br>", "**", "[", "](u)", "{{x}}"]),
    st.text(max_size=4),
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)
MARKS = re.compile(r"</?[bi]>|\*\*|\[|\]\(u\)")


@settings(derandomize=True, max_examples=500)
@given(TEXTS)
def test_spans_are_apart_in_order_and_say_what_the_text_says(text: str) -> None:
    excluded = [Span(*found.span()) for found in re.finditer(r"\{\{x\}\}|«.", text)]
    transparent = [Span(*found.span()) for found in MARKS.finditer(text)]
    codes = find(GLOSSARY, text, FRENCH, excluded, transparent)
    ends = [0, *(code.span.end for code in codes)]
    assert all(end <= code.span.start < code.span.end <= len(text) for end, code in zip(ends, codes, strict=False))
    assert all(text[code.span.start : code.span.end] == code.text for code in codes)
    outside = [span for span in excluded if span not in transparent]
    assert not any(code.span.overlaps(span) for code in codes for span in outside)


@settings(derandomize=True, max_examples=300)
@given(st.text())
def test_folding_keeps_the_length_and_a_view_leads_back(text: str) -> None:
    assert len(fold(text)) == len(unify(text)) == len(text)
    view = View.of(text)
    for start in range(len(view.text)):
        span = view.original(Span(start, start + 1))
        assert 0 <= span.start < span.end <= len(text)
        assert View.of(text[span.start : span.end]).text in {view.text[start], " "} or len(span) > 1


def test_every_character_folds_to_one() -> None:
    assert all(len(fold(chr(code))) == 1 for code in range(0x110000))


@settings(derandomize=True, max_examples=200)
@given(st.sampled_from(TERMS), st.sampled_from(TERMS))
def test_a_term_alone_is_found_whole(term: str, other: str) -> None:
    text = f"Voilà {term}, puis {other}."
    found = [code.text for code in find(GLOSSARY, text, FRENCH)]
    assert found == [term, other]


def test_a_glossary_without_the_language_finds_nothing() -> None:
    assert find(Glossary((), "0" * 12), "Moscou", FRENCH) == ()
