"""How names inflect: the tables that linguists write in `glossary/paradigms`, a file per language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from polyglot import resources
from polyglot.errors import GlossaryError
from polyglot.glossary import Wanted, found, in_case, lint, load, refused, wanted, wanted_case
from polyglot.glossary.paradigms import UNCHANGED, grammar, inflected, known, misfit
from polyglot.glossary.terms import CASES
from polyglot.model import Code, CodeKind, Span, Tag

HERE = Path(__file__).parent / "glossary"
UKRAINIAN = Tag("uk")


class Line(NamedTuple):
    """A line of a table: how a name inflects, or that it does not inflect so."""

    tag: Tag
    paradigms: tuple[str, ...]
    name: str
    cases: dict[str, list[str]]
    """The forms of each case, the usual one first."""
    misfit: bool


def table() -> Iterator[Line]:
    for path in sorted((HERE / "paradigms").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                paradigms, name, forms = (part.strip() for part in line.split("|"))
                cases = {
                    case: said.strip().split("/") for case, said in re.findall(r"(\w+)=([^=]+?)(?=\s\w+=|$)", forms)
                }
                yield Line(Tag(path.stem), tuple(paradigms.split()), name, cases, forms == "!")


@pytest.mark.parametrize("line", list(table()), ids=lambda line: f"{line.tag}: {line.name}, {' '.join(line.paradigms)}")
def test_a_name_inflects_so(line: Line) -> None:
    forms = inflected(line.name, line.paradigms, line.tag)
    if line.misfit:
        assert misfit(line.name, line.paradigms, line.tag)
        assert forms == {}
        return
    assert forms[line.name][0] == "nom", misfit(line.name, line.paradigms, line.tag)
    for case, expected in line.cases.items():
        said = [form for form, cases in forms.items() if case in cases or (case == "plural" and not cases)]
        assert sorted(said) == sorted(expected), case


@pytest.mark.parametrize("tag", resources.languages("paradigms"))
def test_every_paradigm_is_sound_and_has_a_line(tag: Tag) -> None:
    rules = grammar(tag)
    assert rules
    shown = {paradigm for line in table() if line.tag == tag and not line.misfit for paradigm in line.paradigms}
    assert set(known(tag)) - {UNCHANGED} - shown == set()
    for name, paradigm in rules.paradigms.items():
        assert paradigm.row(paradigm.like), f"{name} does not fit {paradigm.like}"
        assert {case for row in paradigm.rows for case in row.cases} <= {*CASES, "plural"}, name
        assert all(row.cases for row in paradigm.rows if not (row.ending or row.after)), name


@pytest.mark.parametrize("tag", resources.languages("paradigms"))
def test_every_paradigm_is_documented(tag: Tag) -> None:
    lines = (HERE.parents[1] / "docs" / "glossary.md").read_text("utf-8").splitlines()
    (row,) = (line for line in lines if re.match(rf"\| (\w+, )*{tag}(, \w+)* \| ", line))
    assert [name for name in known(tag) if name != UNCHANGED and f"`{name}`" not in row] == []


def glossary_of(folder: Path, row: str) -> Path:
    path = folder / "names.csv"
    path.write_text(f"concept,kind,fr,uk,forms.uk,forbidden.uk\n{row}\n", "utf-8")
    return path


def want_of(path: Path) -> Wanted:
    """What a Ukrainian target wants for the only name of a glossary."""
    names = load([path])
    (one,) = names.concepts
    surface = one.matched(Tag("fr"))[0].text
    found = wanted(names, Code(CodeKind.NAME, Span(0, len(surface)), surface, one.id), UKRAINIAN)
    assert found
    return found


def test_a_full_name_is_accepted_in_every_case_and_its_words_agree(tmp_path: Path) -> None:
    want = want_of(glossary_of(tmp_path, "z,person,Volodymyr Zelensky,Володимир Зеленський,~noun-m adj-m,"))
    assert want.write == "Володимир Зеленський"
    assert {"Володимира Зеленського", "Володимиру Зеленському", "Володимиром Зеленським"} <= set(want.accepted)
    assert "Володимир Зеленського" not in want.accepted
    text = "Розмова з Володимиром Зеленським, не з Володимиром Зеленського."
    assert [code.text for code in found(text, [want], UKRAINIAN)] == ["Володимиром Зеленським"]


def test_the_form_of_a_case_is_chosen_by_the_preposition(tmp_path: Path) -> None:
    want = want_of(glossary_of(tmp_path, "kyiv,place,Kyiv,Київ,~place-ev,"))
    assert in_case(want, wanted_case("Він живе у ", UKRAINIAN))[0] == "Києві"
    assert in_case(want, wanted_case("Він їде до ", UKRAINIAN)) == ("Києва",)
    assert in_case(want, ("acc",)) == ("Київ",)
    assert in_case(want, wanted_case("Президент відвідав ", UKRAINIAN)) == ()


def test_listed_forms_stand_beside_a_paradigm_and_tell_their_case(tmp_path: Path) -> None:
    want = want_of(glossary_of(tmp_path, "crimea,place,Crimée,Крим,Криму@gen|loc|Кримом@ins,"))
    assert in_case(want, ("loc",)) == ("Криму",)
    both = want_of(glossary_of(tmp_path, "putin,person,Poutine,Путін,~sur-m|Путіном@ins,"))
    assert in_case(both, ("ins",)) == ("Путіним", "Путіном")
    assert {"Путіним", "Путіном"} <= set(both.accepted)


def test_a_forbidden_name_is_forbidden_in_every_case(tmp_path: Path) -> None:
    want = want_of(glossary_of(tmp_path, "odesa,place,Odessa,Одеса,~noun-a,Одесса~noun-a"))
    assert {"Одесса", "Одесси", "Одессі", "Одессою"} <= set(want.forbidden)
    text = "Від Одесси до Одеси."
    assert [code.text for code in refused(text, [want], UKRAINIAN)] == ["Одесси"]
    assert [code.text for code in found(text, [want], UKRAINIAN)] == ["Одеси"]


def test_a_paradigm_inflects_each_name_of_its_column_once(tmp_path: Path) -> None:
    path = glossary_of(tmp_path, "z,place,Lviv,Львів|Харків,~place-ov,")
    forms = [term.text for term in load([path]).concepts[0].terms if term.tag == "uk"]
    assert forms[:2] == ["Львів", "Харків"]
    assert {"Львова", "Харкова"} <= set(forms)
    assert len(forms) == len(set(forms))
    assert lint([path]) == ()


def test_what_no_paradigm_fits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="needs 2 paradigms") as raised:
        load([glossary_of(tmp_path, "z,person,Volodymyr Zelensky,Володимир Зеленський,~adj-m,")])
    assert raised.value.place.endswith("names.csv:2:5")
    assert "noun-m" in raised.value.hint


with (HERE / "government.tsv").open(encoding="utf-8", newline="") as opened:
    PHRASES = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: f"{row['language']}: {row['before']}")
def test_a_preposition_tells_the_case(row: dict[str, str]) -> None:
    assert " ".join(wanted_case(row["before"] + " ", Tag(row["language"]))) == row["cases"]


def test_only_a_preposition_right_before_the_name_tells() -> None:
    assert wanted_case("до", UKRAINIAN) == ()
    assert wanted_case("", UKRAINIAN) == ()
    assert wanted_case("у <b>", UKRAINIAN)[0] == "loc"
    assert wanted_case("до «", UKRAINIAN) == ("gen",)
    assert wanted_case("à ", Tag("fr")) == ()
