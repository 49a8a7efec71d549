"""What people do not want to be told is held back, and counted; what no single segment shows is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyglot import po
from polyglot.check import Sieve, hidden, inconsistent, plurals
from polyglot.config import Check, CheckFiles
from polyglot.errors import ConfigError
from polyglot.model import Issue, Severity
from road import Road

NUMBERS = Issue("numbers", Severity.ERROR, "the number '3' has no counterpart", rule="numbers")
MARKS = Issue("typographical", Severity.WARNING, "quotation marks", rule="quotes")
CATALOG = "locales/en/articles/articles/page.fr.txt.po"
SOURCE = "Elle compte 12 000 livres."


def entry(*comments: str, extracted: tuple[str, ...] = ()) -> po.Entry:
    return po.Entry(None, "Trois", "Three", comments=comments, extracted=extracted)


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    road.write("articles/page.fr.txt", f"{SOURCE}\n")
    road.translate()
    road.say(CATALOG, SOURCE, "It has 13,000 books.")
    road.translate()
    return road


@pytest.mark.parametrize(
    ("settings", "of"),
    [
        (Check(ignore=("numbers",)), entry()),
        (Check(files=(CheckFiles("articles/*", ("numbers",)),)), entry()),
        (Check(), entry("polyglot: ignore numbers")),
        (Check(), entry("Polyglot: ignore spaces, numbers")),
        (Check(), entry(extracted=("polyglot: ignore numbers",))),
    ],
)
def test_a_rule_is_silenced_for_a_segment_files_or_all_and_counted(settings: Check, of: po.Entry) -> None:
    sieve = Sieve(settings)
    assert list(sieve.sift((NUMBERS, MARKS), "articles/page.md", of)) == [MARKS]
    assert sieve.silenced == {"numbers": 1}


def test_a_kind_silences_all_rules_that_find_it() -> None:
    sieve = Sieve(Check(ignore=("typographical",)))
    assert list(sieve.sift((NUMBERS, MARKS), "page.md")) == [NUMBERS]
    assert sieve.silenced == {"quotes": 1}


def test_other_files_and_entries_are_told() -> None:
    sieve = Sieve(Check(files=(CheckFiles("legal/*", ("numbers",)),)))
    assert list(sieve.sift((NUMBERS,), "articles/page.md", entry("ignore numbers"))) == [NUMBERS]
    assert not sieve.silenced


def test_a_rule_is_as_grave_as_the_project_says() -> None:
    sieve = Sieve(Check(severity={"numbers": "info", "typographical": "error"}))
    assert [issue.severity for issue in sieve.sift((NUMBERS, MARKS), "page.md")] == ["info", "error"]


def test_a_rule_that_there_is_not_is_said_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="no rule 'nubers'") as told:
        Sieve(Check(ignore=("nubers",)))
    assert "numbers" in told.value.hint
    (issue,) = Sieve(Check()).sift((), "page.md", entry("polyglot: ignore nubers"))
    assert "'nubers'" in issue.message


def test_check_tells_the_rule_until_a_translator_silences_it(road: Road) -> None:
    told = road.run("check")
    assert told.code == 1
    assert "(numbers)" in told.out
    block = road.block(CATALOG, SOURCE)
    road.change(CATALOG, block, f"# polyglot: ignore numbers\n{block}")
    quiet = road.run("check")
    assert quiet.code == 0
    assert "(numbers)" not in quiet.out
    assert "silenced: numbers 2" in quiet.err


def test_a_comment_that_silences_survives_the_next_run(road: Road) -> None:
    block = road.block(CATALOG, SOURCE)
    road.change(CATALOG, block, f"# polyglot: ignore numbers\n{block}")
    assert road.translate().object["issues"] != []
    assert "# polyglot: ignore numbers" in road.block(CATALOG, SOURCE)


def test_the_project_silences_and_weighs_rules(road: Road) -> None:
    road.write("polyglot.toml", road.read("polyglot.toml") + '[check]\nseverity = { numbers = "info" }\n')
    assert road.run("check").code == 0
    road.change("polyglot.toml", "severity = { numbers", "severity = { nubers")
    wrong = road.run("check")
    assert wrong.code == 2
    assert "there is no rule 'nubers'" in wrong.err


def test_one_source_said_in_two_ways_is_found_across_files(road: Road) -> None:
    road.write("articles/other.fr.txt", f"{SOURCE}\n")
    road.translate()
    road.say("locales/en/articles/articles/other.fr.txt.po", SOURCE, "There are 12,000 books.")
    told = road.run("check", "--json")
    (issue,) = [issue for issue in told.objects if issue["kind"] == "inconsistency"]
    assert "13,000 books" in issue["message"]
    assert "There are 12,000 books" in issue["message"]


def test_white_space_is_no_other_translation() -> None:
    said = {"Oui.": {"Yes.": ["a"], "Yes. ": ["b"]}, "Non.": {"No.": ["a"], "Nope.": ["b", "b"]}}
    (issue,) = inconsistent(said)
    assert issue.message == "'Non.' is translated in several ways: 'No.' in a; 'Nope.' in b"


@pytest.mark.parametrize(
    ("forms", "told"),
    [(("a", "b", "c"), ""), (("a", "b"), "2 plural forms where the language has 3"), (("a", "", "c"), "is empty")],
)
def test_plural_forms_are_as_many_as_the_header_says(forms: tuple[str, ...], told: str) -> None:
    header = (("Plural-Forms", "nplurals=3; plural=(n%10==1 ? 0 : n%10<5 ? 1 : 2);"),)
    plural = po.Entry(None, "book", "", plural="books", forms=forms)
    issues = list(plurals(po.PoFile(header, (plural,)), "uk.po"))
    assert [issue.file for issue in issues] == ["uk.po"] * bool(told)
    assert told in "".join(issue.message for issue in issues)


def test_a_page_names_all_its_languages_or_none() -> None:
    page = '<link rel="alternate" hreflang="fr" href="/fr"><link rel=alternate hreflang=pt-br href=/pt>'
    assert hidden(page, ("fr", "pt-BR")) == ()
    assert hidden(page, ("fr", "pt-BR", "uk")) == ("uk",)
    assert hidden("<p>No alternates.</p>", ("fr", "uk")) == ()
