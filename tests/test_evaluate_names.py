"""`polyglot evaluate --terms`: how names fare, with denominators; forms that people expect, and traps."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from polyglot import evaluate
from polyglot.errors import UnreadableInputError
from polyglot.evaluate import Expectation
from polyglot.glossary import alike, lemma, load, other_forms, wanted
from polyglot.glossary.concept import Wanted
from polyglot.model import Code, CodeKind, Span, Tag
from road import Road, apertium

NAMES = """\
concept,kind,fr,en,es,uk,forms.uk,forbidden.es
moscow,place,Moscou,Moscow,Moscú,Москва,~noun-a,Moscu
kyiv,place,Kyiv|Kiev,Kyiv,Kiev,Київ,~place-ev,Kyiv
hnatiuk,person,Hnatiouk,Hnatiuk,Hnatiuk,Гнатюк,,
"""


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project with a glossary of its own."""
    found = Road(tmp_path, monkeypatch, capsys)
    found.project(["es", "en"])
    found.write("glossary/names.csv", NAMES)
    return found


def held(road: Road, *more: str | Path, engine: str = "echo", to: str = "es") -> dict[str, Any]:
    ran = road.run("evaluate", *more, "--from", "fr", "--to", to, "--engine", engine, "--json")
    assert ran.code == 0, ran.err
    return ran.object


def shares(facts: dict[str, Any]) -> dict[str, str]:
    return {name: f"{one['count']}/{one['of']}" for name, one in facts["measures"].items() if one is not None}


def test_measures_have_their_denominators(road: Road) -> None:
    road.write("a.fr", "Moscou attend Kyiv.\nKiev et https://example.org/Moscou\n")
    road.write("a.es", "Moscú espera a Kiev.\nKiev y https://example.org/Moscou\n")
    facts = held(road, "a.fr", "a.es", "--terms", engine="pseudo")
    assert shares(facts) == {
        "surface": "3/3",
        "lemma": "3/3",
        "forbidden": "0/3",
        "consistency": "3/3",
        "kept": "0/2",
    }
    assert [(one["concept"], one["forms"]) for one in facts["entities"]] == [
        ("kyiv", {"Kiev": 2}),
        ("moscow", {"Moscú": 1}),
    ]


def test_an_engine_that_knows_no_names_misses_them_and_says_what_is_forbidden(road: Road) -> None:
    road.write("a.fr", "Moscou attend Kyiv.\n")
    facts = held(road, "a.fr", "a.fr", "--terms", "--no-glossary")
    assert shares(facts)["surface"] == "0/2"
    assert shares(facts)["forbidden"] == "1/2"


def test_expected_forms_are_counted_and_those_that_fail_are_shown(road: Road) -> None:
    road.write("e.tsv", "# id, source, forms\n\n7\tMoscou attend.\tMoscou=Moscú\n8\tKiev dort.\tKiev=Kieva|Kievu\n")
    facts = held(road, "--expect", "e.tsv", engine="pseudo")
    assert shares(facts)["agreement"] == "1/2"
    assert (facts["bleu"], facts["lines"]) == (None, 2)
    (one,) = facts["unmet"]
    assert (one["id"], one["term"], one["forms"]) == ("8", "Kiev", ["Kieva", "Kievu"])
    told = road.run("evaluate", "--expect", "e.tsv", "--from", "fr", "--to", "es", "--engine", "pseudo").out
    assert "agreement      1/2  0.5000" in told
    assert "8                Kiev: Kieva or Kievu" in told


def test_a_fourth_column_has_references(road: Road) -> None:
    road.write("e.tsv", "1\tMoscou dort.\tMoscou=Moscou\tMoscou dort.\n")
    assert held(road, "--expect", "e.tsv", "--no-glossary")["bleu"] == 0.0
    road.write("f.tsv", "1\tIl dort bien ici.\tMoscou=Moscou\tIl dort bien ici.\n")
    assert held(road, "--expect", "f.tsv", "--no-glossary")["bleu"] == 100.0


@pytest.mark.parametrize(
    ("text", "place"),
    [("1\tMoscou\n", ":1"), ("1\ta\tx=y\n2\tb\tx\n", ":2"), ("1\ta\tx=\n", ":1"), ("1\ta\t=x\n", ":1"), ("# x\n", "")],
)
def test_a_broken_table_of_expectations_is_refused_with_its_line(road: Road, text: str, place: str) -> None:
    path = road.write("e.tsv", text)
    with pytest.raises(UnreadableInputError) as error:
        evaluate.expected(path)
    assert error.value.place == f"{path}{place}"
    assert "source, term=form" in error.value.hint


def test_two_sets_are_refused(road: Road) -> None:
    road.write("e.tsv", "1\ta\tx=y\n")
    assert road.run("evaluate", "e.tsv", "--expect", "e.tsv", "--from", "fr", "--to", "es").code == 2


def test_traps_that_catch_are_counted_and_shown(road: Road) -> None:
    road.write("a.fr", "Bonjour.\n")
    road.write("traps.txt", "# dishes\nUn poulet Kiev.\nKiev dort.\nMoscou et Kyiv. | Moscou\n")
    facts = held(road, "a.fr", "a.fr", "--traps", "traps.txt")
    assert shares(facts)["over_triggering"] == "2/3"
    assert facts["sprung"] == ["Kiev: Kiev dort.", "Kyiv: Moscou et Kyiv. | Moscou".removesuffix(" | Moscou")]


def test_each_stretch_of_a_hypothesis_meets_one_expectation() -> None:
    two = (Expectation(0, "1", "Kyiv", ("Києві",)), Expectation(0, "1", "Kiev", ("Києві", "Київ")))
    assert evaluate.missed(two, ["у Києві"]) == (two[1],)
    assert evaluate.missed(two, ["Київ і в Києві"]) == ()
    assert evaluate.missed(two[:1], ["Києвіх"]) == two[:1]
    assert evaluate.missed((Expectation(0, "1", "x", ("war crime",)),), ["War <b>crime</b> there"]) == ()


def want(road: Road, concept: str, surface: str, tag: str) -> Wanted:
    names = load([road.root / "glossary" / "names.csv"])
    found = wanted(names, Code(CodeKind.NAME, Span(0, len(surface)), surface, concept), Tag(tag))
    assert found
    return found


def test_other_grammatical_forms_count_by_lemma(road: Road) -> None:
    hnatiuk, text = want(road, "hnatiuk", "Hnatiouk", "uk"), "Бачу Гнатюка, гнатюка й Гнатюківну."
    assert [text[slice(*span)] for span in other_forms(text, hnatiuk, Tag("uk"), ())] == ["Гнатюка"]
    assert lemma("Москві", want(road, "moscow", "Moscou", "uk"), Tag("uk")) == "Москва"
    assert lemma("Moscú", want(road, "moscow", "Moscou", "es"), Tag("es")) == "Moscú"
    assert list(other_forms("Hnatiuka", want(road, "hnatiuk", "Hnatiouk", "es"), Tag("es"), ())) == []
    assert alike("Згурівка", "Згурівки", Tag("uk"))
    assert not alike("Кремль", "Кремлівський", Tag("uk"))


@apertium
def test_a_real_engine_is_measured(road: Road) -> None:
    assert shutil.which("apertium")
    road.write("e.tsv", "1\tLe maire va à Moscou.\tMoscou=Moscú\n2\tKiev dort.\tKiev=Kiev\n")
    facts = held(road, "--expect", "e.tsv", engine="apertium")
    assert shares(facts)["agreement"] == "2/2"
    assert shares(facts)["surface"] == "2/2"
