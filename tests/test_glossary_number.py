"""Terms in the plural: what a language calls several of a thing, and that its terms are found and written so.

A linguist extends `glossary/number/<tag>.txt`, a line for a term.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from polyglot import glossary
from polyglot.agreement import said_of_several
from polyglot.glossary import Glossary, Wanted
from polyglot.glossary.number import plurals
from polyglot.model import CodeKind, Side, Slot, Tag

HERE = Path(__file__).parent / "glossary" / "number"
FR, EN, ES, UK = map(Tag, ("fr", "en", "es", "uk"))
ROWS = """concept,kind,usage,gender,fr,en,es,uk,forms.fr,forms.en,case
stroke,phrase,,,accident vasculaire,stroke,ictus,,,,
pest,term,,f,maladie émergente,emerging disease,enfermedad emergente,,,,
backdoor,term,,f,porte dérobée|accès caché,backdoor,puerta trasera,бекдор,,,
eye,term,,,regard,gaze,mirada,,regards@plural,glances@plural|look,
ache,term,,,douleur,ache,dolor,,,pain,
scan,term,,,IRM,MRI,resonancia magnética,,,,
virus,term,,,virus,virus,virus,,,,
org,organisation,,,brigade rouge,red brigade,brigada roja,,,,
hint,phrase,hint,,basque,Basque,vasco,,,,
keep,term,keep,,jeton,token,ficha,,,,
both,phrase,,,chercheur|chercheurs,researcher,investigador,,,,
worm,term,,,ver,worm,gusano,,,,
"""


def lines() -> list[tuple[Tag, str]]:
    found = []
    for path in sorted(HERE.glob("*.txt")):
        found += [(Tag(path.stem), line) for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return found


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    path = tmp_path_factory.mktemp("terms") / "terms.csv"
    path.write_text(ROWS, "utf-8")
    return glossary.load([path])


def wanted(terms: Glossary, text: str, source: Tag, target: Tag) -> list[Wanted | None]:
    return [glossary.wanted(terms, code, target) for code in glossary.find(terms, text, source)]


def written(terms: Glossary, text: str, source: Tag, target: Tag) -> list[str]:
    return [hit.target for hit in glossary.hits(terms, text, source, target)]


@pytest.mark.parametrize(("tag", "line"), [pytest.param(tag, line, id=f"{tag}: {line}") for tag, line in lines()])
def test_plurals(tag: Tag, line: str) -> None:
    term, _, many = line.partition(": ")
    assert "|".join(plurals(term, tag)) == many.removeprefix("-")


def test_many_plurals_are_shown_in_every_language() -> None:
    counts = {tag: sum(other == tag for other, _ in lines()) for tag, _ in lines()}
    assert counts.keys() == {"fr", "en", "es", "it", "pt", "ca"}
    assert all(counts[tag] >= 35 for tag in (FR, EN, ES))


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("Les maladies émergentes inquiètent.", FR, EN, ["emerging diseases"]),
        ("La maladie émergente inquiète.", FR, EN, ["emerging disease"]),
        ("Les accidents vasculaires tuent.", FR, EN, ["strokes"]),
        ("Les accidents vasculaires tuent.", FR, ES, ["ictus"]),
        ("Two emerging diseases spread.", EN, ES, ["enfermedades emergentes"]),
        ("Las puertas traseras abundan.", ES, FR, ["portes dérobées"]),
        ("Des accès cachés ont servi.", FR, EN, ["backdoors"]),
        ("MALADIES ÉMERGENTES", FR, EN, ["EMERGING DISEASES"]),
        ("Maladies émergentes : le point", FR, EN, ["Emerging diseases"]),
        ("Three MRIs were done.", EN, ES, ["resonancias magnéticas"]),
        ("Des IRM et une IRM.", FR, EN, ["MRI", "MRI"]),
        ("Le virus et les virus.", FR, EN, ["virus", "virus"]),
    ],
)
def test_terms_in_the_plural(terms: Glossary, text: str, source: Tag, target: Tag, expected: list[str]) -> None:
    assert written(terms, text, source, target) == expected


def test_own_forms_settle_the_plural(terms: Glossary) -> None:
    assert written(terms, "Des regards se croisent.", FR, EN) == ["glances"]
    assert written(terms, "Des douleurs persistent.", FR, EN) == ["pain"]
    assert written(terms, "Deux chercheurs ont parlé.", FR, EN) == ["researchers"]
    (want,) = wanted(terms, "Un regard suffit.", FR, EN)
    assert want
    assert (want.write, want.accepted, want.several) == ("gaze", ("gaze", "glances", "look"), False)


def test_what_has_no_plural_is_left_alone(terms: Glossary) -> None:
    assert written(terms, "Les brigades rouges.", FR, EN) == []
    assert written(terms, "Trois basques.", FR, EN) == []
    assert written(terms, "Vers midi, vers l'ouest.", FR, EN) == []
    assert wanted(terms, "Les portes dérobées.", FR, UK) == [None]
    assert written(terms, "La porte dérobée.", FR, UK) == ["бекдор"]
    assert written(terms, "Des jetons circulent.", FR, EN) == ["jetons"]


def test_both_numbers_are_right_and_one_name(terms: Glossary) -> None:
    (one,), (many,) = (wanted(terms, text, FR, EN) for text in ("Une porte dérobée.", "Des portes dérobées."))
    assert one and many
    assert one.write == "backdoor"
    assert many.write == "backdoors"
    assert set(one.accepted) == set(many.accepted) == {"backdoor", "backdoors"}
    assert {glossary.lemma(form, want, EN) for form in one.accepted for want in (one, many)} == {"backdoor"}
    text = "Backdoors and a backdoor."
    assert [code.text for code in glossary.found(text, (one, many), EN)] == ["Backdoors", "backdoor"]


def test_plurals_that_a_row_forbids_are_not_made(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("concept,kind,fr,en,forbidden.en\nmouse,term,souris,mouse,mice\n", "utf-8")
    assert glossary.load([path]).concepts[0].plurals(EN) == ()
    assert [problem for problem in glossary.lint([path]) if problem.severity == "error"] == []


@pytest.mark.parametrize(
    ("text", "tag", "found"),
    [
        ("Les {virus} circulent.", FR, {0}),
        ("Un {virus} et trois « {virus} ».", FR, {1}),
        ("Le {virus} de 12 {virus}", FR, {1}),
        ("Las {crisis} y la {crisis}", ES, {0}),
        ("These <b>{species}</b>, 1 {species}", EN, {0}),
        ("les autres {virus}", FR, {0}),
    ],
)
def test_a_form_of_both_numbers_is_counted_by_the_word_before_it(text: str, tag: Tag, found: set[int]) -> None:
    parts = [part for part in re.split(r"(\{\w+\}|</?b>)", text) if part]
    pieces: list[str | Slot] = []
    for part in parts:
        side = Side.OPEN if part == "<b>" else Side.CLOSE if part == "</b>" else Side.NONE
        kind = CodeKind.TAG if side else CodeKind.NAME
        number = sum(isinstance(piece, Slot) and piece.kind is kind for piece in pieces) + 10 * bool(side)
        slot = Slot(number, kind, part, part, (part,), side)
        pieces.append(slot if part[0] in "{<" else part)
    assert said_of_several(pieces, tag) == found


def test_a_form_of_both_numbers_is_told(terms: Glossary) -> None:
    (both,) = wanted(terms, "Un virus.", FR, EN)
    assert both
    assert (both.several, both.write, both.accepted) == (None, "virus", ("virus", "viruses"))
    (one,) = wanted(terms, "Un token.", EN, FR)
    assert one
    assert one.several is False
