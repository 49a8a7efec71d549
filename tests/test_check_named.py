"""What `check` looks at: whatever of a project a person names, and what no single segment shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from road import Road


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """An empty folder with a command line."""
    return Road(tmp_path, monkeypatch, capsys)


# --- what a person names ---

EN, ES = (f"locales/{tag}/articles/articles/{{}}.fr.txt.po" for tag in ("en", "es"))
STRINGS_EN, STRINGS_ES = (f"locales/{tag}/LC_MESSAGES/site.po" for tag in ("en", "es"))
SAID = "Elle a 12 portes."


@pytest.fixture
def wrong(road: Road) -> Road:
    """A project in which every catalog has a wrong number, said by a person."""
    road.project(["en", "es"], '[strings.sources]\n"templates/*.html" = "jinja2"\n')
    road.write("templates/x.html", '{{ _("Les 27 pays") }}\n')
    for name in ("a", "b"):
        road.write(f"articles/{name}.fr.txt", f"{SAID}\n\nVoici la page {name}.\n")
    road.run("build", "--engine", "pseudo")
    for name in ("a", "b"):
        for catalog in (EN, ES):
            road.say(catalog.format(name), SAID, "It has 13 doors.")
    for catalog in (STRINGS_EN, STRINGS_ES):
        road.say(catalog, "Les 27 pays", "The 28 countries")
    road.run("build", "--frozen")
    return road


def numbers(road: Road, *paths: str) -> set[str]:
    """The catalogs of which the check tells a wrong number."""
    found = json.loads(road.run("check", *paths, "--report", "json").out)
    return {one["catalog"] for one in found["issues"] if one["kind"] == "numbers"}


ALL = {*(EN.format(one) for one in "ab"), *(ES.format(one) for one in "ab"), STRINGS_EN, STRINGS_ES}


@pytest.mark.parametrize(
    ("paths", "catalogs"),
    [
        ((), ALL),
        ((EN.format("a"),), {EN.format("a")}),
        ((EN.format("a"), ES.format("b")), {EN.format("a"), ES.format("b")}),
        (("articles/a.fr.txt", ES.format("b")), {EN.format("a"), ES.format("a"), ES.format("b")}),
        (("articles/a.fr.txt", EN.format("a")), {EN.format("a"), ES.format("a")}),
        ((STRINGS_ES,), {STRINGS_ES}),
        ((STRINGS_ES, EN.format("b")), {STRINGS_ES, EN.format("b")}),
        (("locales/site.pot",), {STRINGS_EN, STRINGS_ES}),
        (("locales/en",), {EN.format("a"), EN.format("b"), STRINGS_EN}),
        (("locales",), ALL),
        (("articles",), {path for path in ALL if "/articles/" in path}),
    ],
)
def test_articles_catalogs_and_folders_can_be_named(wrong: Road, paths: tuple[str, ...], catalogs: set[str]) -> None:
    assert numbers(wrong, *paths) == catalogs


def test_a_catalog_that_articles_share_can_be_named(road: Road) -> None:
    road.project(["en", "es"], '[review]\ngroup = "site"\n')
    for name in ("a", "b"):
        road.write(f"articles/{name}.fr.txt", SAID)
    road.translate()
    assert road.run("check", "locales/es/articles/all.po", "--json").code == 0
    (road.root / "articles/b.fr.txt").unlink()
    ran = road.run("check", "locales/es/articles/all.po")
    assert (ran.code, "its source articles/b.fr.txt is gone" in ran.out) == (2, True)


def test_a_catalog_that_is_named_and_cannot_be_read(wrong: Road) -> None:
    for name in (EN.format("a"), STRINGS_ES):
        wrong.write(name, b"<<<<<<< HEAD\n")
    ran = wrong.run("check", "locales")
    assert ran.code == 2
    assert all(f"error {name}:1" in ran.out for name in (EN.format("a"), STRINGS_ES))
    assert EN.format("b") in ran.out


def test_a_catalog_beside_its_article_can_be_named(road: Road) -> None:
    (road.root / "polyglot.toml").unlink(missing_ok=True)
    road.write("p/x.fr.txt", SAID)
    assert road.translate("p/x.fr.txt", "--to", "en").code == 0
    road.say("p/x.en.po", SAID, "It has 13 doors.")
    assert "numbers" in road.run("check", "p/x.en.po").out
    road.write("p/y.en.po", b'msgid "\n')
    assert road.run("check", "p/y.en.po").code == 2


# --- what no segment shows ---


def test_a_page_that_hides_a_language_is_told(road: Road) -> None:
    urls = '[publish]\nurl = "https://example.org/{tag}/{path}"\nsource_url = "https://example.org/{path}"\n'
    road.project(["en", "es"], urls)
    road.write("articles/p.html", '<html lang="fr"><head><title>La page</title></head><body><p>Un.</p></body></html>')
    road.translate()
    page = road.read("localized/en/articles/p.html")
    assert 'hreflang="es"' in page
    assert "(hreflang)" not in road.run("check").out
    road.write("localized/en/articles/p.html", page.replace('hreflang="es"', 'hreflang="de"'))
    said = "localized/en/articles/p.html does not name the page in es (hreflang)"
    assert said in road.run("check").out
    (road.root / "localized/es/articles/p.html").unlink()
    assert "(hreflang)" not in road.run("check").out


def test_an_empty_plural_is_told_in_whatever_catalog(wrong: Road) -> None:
    for name in (EN.format("a"), STRINGS_ES):
        plural = '\nmsgid "one page"\nmsgid_plural "%d pages"\nmsgstr[0] "a page"\nmsgstr[1] ""\n'
        wrong.write(name, wrong.read(name) + plural)
        told = json.loads(wrong.run("check", name, "--report", "json").out)["issues"]
        assert [(one["file"], one["kind"]) for one in told if one["kind"] == "plurals"] == [(name, "plurals")]
