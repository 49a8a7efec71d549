"""Every rule and every form that names have to obey: `glossary/specification`, for linguists to extend."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from polyglot import resources
from polyglot.glossary import Glossary, find, found, hits, lint, load, refused, wanted
from polyglot.model import Severity, Tag
from test_glossary_cases import Case, cases, name, tags

HERE = Path(__file__).parent / "glossary" / "specification"
NAMES = load([HERE / "names.csv"])
FRENCH = Tag("fr")


def test_the_names_are_sound() -> None:
    assert [issue for issue in lint([HERE / "names.csv"]) if issue.severity is not Severity.INFO] == []


with (HERE / "table.tsv").open(encoding="utf-8", newline="") as file:
    TABLE = [
        (row["fr"], Tag(tag), forms.split("|"))
        for row in csv.DictReader(file, delimiter="\t")
        for tag, forms in row.items()
        if tag != "fr" and forms
    ]


@pytest.mark.parametrize(("term", "tag", "forms"), TABLE, ids=str)
@pytest.mark.parametrize("shipped", [False, True], ids=["own", "shipped"])
def test_a_term_becomes_what_the_table_says(term: str, tag: Tag, forms: list[str], shipped: bool) -> None:
    names = load([resources.shipped("glossary")]) if shipped else NAMES
    if shipped and tag == "ar":
        pytest.skip("no Arabic names are shipped")
    (hit,) = hits(names, term, FRENCH, tag)
    assert hit.target in forms
    for form in forms:
        assert accepted(names, term, form, tag) == [form]


def accepted(names: Glossary, term: str, form: str, tag: Tag) -> list[str]:
    """What a target that consists of a form has of a source's term."""
    wants = [want for code in find(names, term, FRENCH) if (want := wanted(names, code, tag))]
    return [code.text for code in found(form, wants, tag)]


@pytest.mark.parametrize("case", list(cases("specification/source", 2)), ids=name)
def test_a_source_has_these_names(case: Case) -> None:
    text, expected = case.blocks
    names = hits(NAMES, text, case.language, Tag("en"), transparent=tags(text))
    assert "\n".join(f"{hit.term} -> {hit.concept} -> {hit.target}" for hit in names) == expected


@pytest.mark.parametrize("case", list(cases("specification/target", 3)), ids=name)
def test_a_target_has_these_forms(case: Case) -> None:
    concepts, text, expected = case.blocks
    sources = [
        one.matched(FRENCH)[0].text for one in NAMES.concepts for concept in concepts.split() if one.id == concept
    ]
    wants = [
        want
        for source in sources
        for code in find(NAMES, source, FRENCH)
        if (want := wanted(NAMES, code, case.language))
    ]
    right = {code.span: code for code in found(text, wants, case.language)}
    wrong = {code.span: code for code in refused(text, wants, case.language)}
    told = [
        f"{'! ' if span in wrong else ''}{code.text} -> {code.value}"
        for span, code in sorted({**right, **wrong}.items())
    ]
    assert "\n".join(told) == expected
