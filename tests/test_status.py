"""`polyglot status` as CI uses it: how much must be done, and a badge that says how much is."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from polyglot import badge
from road import ARTICLE, SEGMENTS, Ran, Road, page

CATALOG = "locales/en/articles/articles/a.fr.txt.po"
PAGE = page("La bibliothèque de Valmorin sera agrandie")


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project of five segments: English is translated, one segment of it reviewed; Spanish is not begun."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project(["en", "es"])
    road.write("articles/a.fr.txt", ARTICLE)
    road.translate("--to", "en")
    road.accept(CATALOG, SEGMENTS[0])
    return road


def below(ran: Ran) -> list[str]:
    found: list[str] = ran.object["below"]
    return found


def test_a_locale_of_which_too_little_is_done_fails(road: Road) -> None:
    ran = road.run("status", "--fail-under", "en=100")
    assert (ran.code, ran.err) == (0, "")
    ran = road.run("status", "--fail-under", "es=1")
    assert ran.code == 1
    assert ran.err == "error: es: 0 of 5 segments and strings are translated, 0 %, less than 1 %\n"
    assert len(ran.out.splitlines()) == 3


def test_a_number_alone_is_for_all_and_a_locale_may_differ(road: Road) -> None:
    ran = road.run("status", "--fail-under", "90", "--json")
    assert (ran.code, below(ran)) == (1, ["es"])
    ran = road.run("status", "--fail-under", "90", "--fail-under", "es=0", "--json")
    assert (ran.code, below(ran)) == (0, [])
    assert below(road.run("status", "--fail-under", "90,es=0,en=100", "--json")) == []
    assert road.run("status", "--fail-under", "90", "--to", "en").code == 0


def test_by_reviewed_only_what_people_looked_at_counts(road: Road) -> None:
    ran = road.run("status", "--by", "reviewed", "--fail-under", "en=20", "--json")
    assert (ran.code, ran.object["by"]) == (0, "reviewed")
    assert [row["percent"] for row in ran.object["locales"]] == [20, 0]
    assert road.run("status", "--by", "reviewed", "--fail-under", "en=20.5").code == 1


def test_strings_of_the_site_count_too_and_those_without_a_catalog_are_not_done(road: Road) -> None:
    road.write("articles/b.fr.txt", PAGE)
    road.translate("--to", "en")
    en, es = road.run("status", "--json").object["locales"]
    assert en["percent"] == 100
    assert en["strings"] == en["strings_translated"] == es["strings"] > 5
    catalog = "locales/en/LC_MESSAGES/site.po"
    road.say(catalog, "Accueil", "")
    assert road.run("status", "--json").object["locales"][0]["percent"] == 95
    assert road.run("status", "--fail-under", "en=100").code == 1


@pytest.mark.parametrize("given", ["uk", "uk=", "=90", "101", "-1", "nan", "en=9_0", "١", ""])
def test_what_is_no_percentage_is_refused(road: Road, given: str) -> None:
    ran = road.run("status", "--fail-under", given)
    assert ran.code == 2
    assert "write a percentage: uk=90, or 90 for all" in ran.err


def test_a_locale_that_is_not_looked_at_is_refused(road: Road) -> None:
    ran = road.run("status", "--fail-under", "uk=90")
    assert ran.code == 2
    assert "uk, which is not looked at" in ran.err
    assert "en, es" in ran.err
    assert road.run("status", "--fail-under", "xx-nowhere=90").code == 2


# --- badges ---


def words(data: bytes) -> list[str]:
    """What a badge says, read as XML."""
    root = ET.fromstring(data)  # noqa: S314 - we drew it
    return [str(element.text) for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_badge_says_how_much_is_done(road: Road) -> None:
    ran = road.run("status", "--badge", "i18n.svg")
    assert (ran.code, ran.err) == (0, "i18n.svg says translated in 2 locales\n")
    first = road.root.joinpath("i18n.svg").read_bytes()
    assert words(first) == ["translated", "en 100% · es 0%"]
    assert b"http" not in first.replace(b"http://www.w3.org/2000/svg", b"")
    stamp = road.tree()["i18n.svg"]
    road.run("status", "--badge", "i18n.svg")
    assert road.tree()["i18n.svg"] == stamp
    road.run("status", "--badge", "i18n.svg", "--by", "reviewed")
    assert words(road.root.joinpath("i18n.svg").read_bytes()) == ["reviewed", "en 20% · es 0%"]


def test_the_badge_is_written_also_where_too_little_is_done(road: Road) -> None:
    assert road.run("status", "--badge", "i18n.svg", "--fail-under", "50").code == 1
    assert "i18n.svg" in road.files()


@pytest.mark.parametrize("name", ["README.md", "drawing.svg", "folder.svg"])
def test_a_badge_is_written_over_nothing_else(road: Road, name: str) -> None:
    road.write("README.md", "mine")
    road.write("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    road.write("folder.svg/x", "mine")
    before = road.tree()
    ran = road.run("status", "--badge", name)
    assert ran.code == 2
    assert "name a new file that ends in .svg" in ran.err
    assert road.tree() == before


def test_of_many_locales_the_badge_names_the_least() -> None:
    many = [(tag, 100) for tag in ("ar", "de", "en", "es", "it")]
    assert words(badge.of_locales("reviewed", many).encode())[1] == "5 locales, ar 100%"
    assert words(badge.of_locales("reviewed", [*many, ("uk", 7)]).encode())[1] == "6 locales, uk 7%"
    assert words(badge.of_locales("reviewed", []).encode())[1] == "no locales"


@pytest.mark.parametrize(("percent", "colour"), [(0, 0), (49, 0), (50, 1), (89, 1), (90, 2), (100, 2)])
def test_the_colour_says_the_same(percent: int, colour: int) -> None:
    drawn = badge.of_locales("translated", [("en", 100), ("uk", percent)])
    assert [one for one in badge.COLOURS if one in drawn] == [badge.COLOURS[colour]]


def test_words_of_a_badge_are_no_markup() -> None:
    assert words(badge.draw("<a>&\"'", "</text>", "#000").encode()) == ["<a>&\"'", "</text>"]
