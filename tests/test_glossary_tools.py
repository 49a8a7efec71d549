"""`glossary find`, `suggest`, `list --missing` and `report`, and what of them linguists write: `glossary/suggest`."""

from __future__ import annotations

import csv
import doctest
from importlib import import_module
from pathlib import Path

import pytest

from polyglot import glossary, mentions, transliteration
from polyglot.mentions import Sentence
from polyglot.model import Tag
from road import Road
from test_glossary_cases import Case, cases, name

glossary_lemma = import_module("polyglot.glossary.lemma")
HERE = Path(__file__).parent / "glossary"
NAMES = """\
concept,kind,fr,en,es,uk,forms.uk,forbidden.es,usage.es
moscow,place,Moscou,Moscow,Moscú,Москва,~noun-a,Moscu,
ferrand,person,Odile Ferrand,Odile Ferrand,,,,,
telegram,product,Telegram,Telegram,,,,,keep
"""


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project with a glossary of its own."""
    found = Road(tmp_path, monkeypatch, capsys)
    found.project(["en", "es"])
    found.write("glossary/names.csv", NAMES)
    return found


# --- find ---


def test_a_file_is_read_by_its_format_and_positions_are_those_of_the_file(road: Road) -> None:
    page = '<p id="Moscou">&Agrave; <b>Mos</b>cou &amp; <a href="/Moscou">&Eacute;cole</a>,\n  Odile\n Ferrand</p>'
    road.write("page.html", f'<html lang="fr"><body>{page}</body></html>')
    text = road.read("page.html")
    hits = road.run("glossary", "find", "page.html", "--from", "fr", "--to", "en", "--json").object["hits"]
    assert [hit["concept"] for hit in hits] == ["moscow", "ferrand"]
    assert [text[hit["start"] : hit["end"]] for hit in hits] == ["<b>Mos</b>cou", "Odile\n Ferrand"]


def test_code_and_addresses_of_markdown_are_no_text(road: Road) -> None:
    road.write("page.md", "# Moscou\n\n`Moscou` et [Moscou](https://example.org/Moscou)\n\n```\nMoscou\n```\n")
    hits = road.run("glossary", "find", "page.md", "--from", "fr", "--to", "en", "--json").object["hits"]
    assert [(hit["start"], hit["end"]) for hit in hits] == [(2, 8), (23, 29)]


def test_what_machines_get_of_a_text(road: Road) -> None:
    ran = road.run("glossary", "find", "À MOSCOU", "--from", "fr", "--to", "es", "--json")
    hit = {"concept": "moscow", "term": "MOSCOU", "target": "MOSCÚ", "usage": "map", "start": 2, "end": 8}
    assert ran.object == {"hits": [hit]}


def test_people_see_the_words_around_a_name_and_its_entry(road: Road) -> None:
    told = road.run("glossary", "find", "Demain [b] à Moscou, sans faute.", "--from", "fr", "--to", "en").out
    assert "Demain [b] à Moscou, sans faute." in told
    assert "names.csv:2" in told


def test_names_are_coloured_where_a_person_watches(road: Road) -> None:
    road.monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;32mMoscou" in road.run("glossary", "find", "à Moscou", "--from", "fr", "--to", "en").out


def test_nothing_found_is_said(road: Road) -> None:
    ran = road.run("glossary", "find", "rien", "--from", "fr", "--to", "en")
    assert (ran.code, ran.out, ran.err) == (0, "", "no names of the glossary were found\n")


# --- list --missing ---


def test_what_has_no_name_in_a_language_is_listed_but_what_is_kept(road: Road) -> None:
    facts = road.run("glossary", "list", "--missing", "es", "--json").object
    assert [concept["concept"] for concept in facts["concepts"]] == ["ferrand"]
    assert (facts["missing"], facts["count"], facts["of"]) == ("es", 1, 3)
    told = road.run("glossary", "list", "--missing", "uk").out
    assert "2 of 3 concepts have no name in uk" in told
    assert "moscow" not in told


# --- suggest ---


@pytest.mark.parametrize("case", list(cases("suggest", 2)), ids=name)
def test_these_names_are_offered(case: Case) -> None:
    text, expected = case.blocks
    sentences = [Sentence(line, "") for line in text.split("\n")]
    found = mentions.find(sentences, case.language)
    told = [f"{one.name} {one.count}{' person' if one.person else ''}" for one in found]
    assert "\n".join(told) == expected


with (HERE / "transliteration.tsv").open(encoding="utf-8", newline="") as file:
    WRITTEN = list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: f"{row['source']}-{row['target']}: {row['name']}")
def test_a_name_is_written_as_the_table_of_its_language_says(row: dict[str, str]) -> None:
    assert transliteration.romanised(row["name"], Tag(row["source"]), Tag(row["target"])) == row["written"]


def test_examples_in_the_source_hold() -> None:
    assert doctest.testmod(transliteration).failed == 0
    assert doctest.testmod(glossary_lemma).failed == 0


def test_known_names_are_left_out_and_targets_offered(road: Road) -> None:
    road.write("articles/a.uk.txt", "У Москві живе Володимир Гнатюк.\n\nМи бачили Володимира Гнатюка.\n")
    ran = road.run("glossary", "suggest", "articles", "--to", "fr,en", "--json")
    (one,) = ran.objects
    assert (one["name"], one["count"], one["kind"], one["place"]) == (
        "Володимир Гнатюк",
        2,
        "person",
        "articles/a.uk.txt:1",
    )
    assert one["terms"] == {"fr": "Volodymyr Hnatiouk", "en": "Volodymyr Hnatiuk"}
    assert one["context"] == ["У Москві живе ", "Володимир Гнатюк", "."]


def test_words_of_known_persons_are_written_as_in_their_entries(road: Road) -> None:
    road.write("glossary/names.csv", "concept,kind,fr,es\nz,person,Volodymyr Zelensky,Volodímir Zelenski\n")
    road.write("articles/a.fr.txt", "Hier, Volodymyr Hnatiouk est venu.\n")
    (one,) = road.run("glossary", "suggest", "articles", "--to", "es", "--json").objects
    assert one["terms"] == {"es": "Volodímir Hnatiouk"}


def test_what_is_pasted_is_a_sound_glossary(road: Road) -> None:
    road.write(
        "articles/a.fr.txt", "Hier, Jean Dupont et, dit-on, Zoé Ferrand, sont à Valmorin.\n\nAller à Valmorin.\n"
    )
    ran = road.run("glossary", "suggest", "articles", "--csv")
    assert ran.out.splitlines()[0] == "concept,kind,fr,en,es,note"
    path = road.write("glossary/suggested.csv", ran.out)
    assert glossary.lint([path]) == ()
    assert road.run("glossary", "suggest", "articles", "--json").objects == []


def test_only_frequent_names_where_so_many_are_wanted(road: Road) -> None:
    road.write("articles/a.fr.txt", "Il va à Valmorin et à Grandlieu.\n\nAller à Valmorin.\n")
    found = road.run("glossary", "suggest", "articles", "--min", "2", "--json").objects
    assert [one["name"] for one in found] == ["Valmorin"]
    assert road.run("glossary", "suggest", "articles", "--min", "x").code == 2


def test_a_language_without_capitals_is_skipped_with_a_sentence(road: Road) -> None:
    road.write("articles/a.ar.txt", "وصل أحمد إلى المدينة.\n")
    ran = road.run("glossary", "suggest", "articles")
    assert ran.code == 0
    assert "ar has no capitals" in ran.err


# --- report ---

ARTICLE = "Moscou dort.\n\nIl va à Moscou.\n\nElle vit à Moscou.\n"


def test_a_report_tells_forms_and_where_they_deviate(road: Road) -> None:
    road.write("articles/a.fr.txt", ARTICLE)
    assert road.translate("--to", "es").code == 0
    catalog = "locales/es/articles/articles/a.fr.txt.po"
    (one,) = road.run("glossary", "report", "--to", "es", "--json").objects
    assert (one["concept"], one["target"], one["asked"], one["forms"]) == ("moscow", "es", 3, {"Moscú": 3})
    assert (one["consistency"], one["deviations"]) == (1.0, [])
    road.say(catalog, "Il va à Moscou.", "Va a Moscu.")
    road.say(catalog, "Elle vit à Moscou.", "Vive allí.")
    (one,) = road.run("glossary", "report", "--to", "es", "--json").objects
    assert [(told["kind"], told["form"], told["line"], told["column"]) for told in one["deviations"]] == [
        ("missing", "", 3, 1),
        ("forbidden", "Moscu", 3, 1),
        ("missing", "", 5, 1),
    ]
    told = road.run("glossary", "report", "--to", "es").out
    assert "moscow (es): articles/a.fr.txt:3:1: forbidden Moscu" in told
    assert "1 names, asked for 3 times, 3 deviations" in told


def test_the_cases_of_a_name_are_one_name(road: Road) -> None:
    road.write("articles/a.fr.txt", ARTICLE)
    assert road.translate("--to", "uk").code == 0
    road.say("locales/uk/articles/articles/a.fr.txt.po", "Elle vit à Moscou.", "Вона живе в Москві.")
    (one,) = road.run("glossary", "report", "--to", "uk", "--json").objects
    assert one["forms"] == {"Москва": 2, "Москві": 1}
    assert one["lemmas"] == {"Москва": 3}
    assert (one["consistency"], one["deviations"]) == (1.0, [])
