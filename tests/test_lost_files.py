"""Files that cannot be read: each is told with its place and left as it is, and all others are done; exit 2."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from road import ARTICLE, Road

CONFLICT = b'<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n=======\nmsgid "a"\nmsgstr "c"\n>>>>>>> theirs\n'
GOOD = ("articles/a.fr.txt", "articles/c.fr.txt")


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project with two good articles."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project(["en", "es"])
    for name in GOOD:
        road.write(name, ARTICLE)
    return road


def docx() -> bytes:
    """A small document of a word processor."""
    paragraph = "<w:p><w:r><w:t>Une phrase.</w:t></w:r></w:p>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{paragraph}</w:body></w:document>")
    return held.getvalue()


BROKEN_ARTICLES = {
    "articles/b.fr.txt": b"",
    "articles/b2.fr.txt": "Une phrase à lire.".encode("latin-1"),
    "articles/b3.fr.txt": b"\x00\x01\x02" * 40,
    "articles/b4.fr.docx": docx()[:-30],
    "articles/b5.fr.docx": docx()[:60],
    "articles/b6.fr.md": b"---\ntitle: [\n---\n\nUne phrase.\n",
}


@pytest.mark.parametrize("name", BROKEN_ARTICLES)
def test_an_article_that_cannot_be_read_stops_no_other(road: Road, name: str) -> None:
    road.write(name, BROKEN_ARTICLES[name])
    ran = road.translate()
    *results, error = ran.objects
    assert ran.code == error["exit"] == 2
    assert error["place"].startswith(str(road.root / name))
    assert error["error"]
    assert f"error: {error['place']}: {error['error']}" in ran.err
    assert {(result["file"], result["target"]) for result in results} == {(a, to) for a in GOOD for to in ("en", "es")}
    assert {f"localized/{to}/{a}" for a in GOOD for to in ("en", "es")} <= road.files()
    assert not [made for made in road.files() if name in made and made != name]
    assert road.read_bytes(name) == BROKEN_ARTICLES[name]
    before = road.tree()
    again = road.translate()
    assert (again.code, road.tree()) == (2, before)


def test_a_language_that_cannot_be_told_stops_no_other(road: Road) -> None:
    road.project(["en"], source="")
    road.write("articles/short.txt", "Ok\n")
    ran = road.translate()
    assert ran.code == 2
    assert "short.txt: too short to tell which language it is in" in ran.err
    assert len(ran.objects) == 3


@pytest.mark.parametrize("data", [CONFLICT, b"", b"\xff\xfe", b'msgid "a', b"\x00" * 64])
def test_a_catalog_that_cannot_be_read_stops_no_other(road: Road, data: bytes) -> None:
    road.translate()
    place = "locales/en/articles/articles/a.fr.txt.po"
    road.write(place, data)
    for name in GOOD:
        road.write(name, f"{road.read(name)}\nEncore une phrase.\n")
    before = road.read("localized/en/articles/a.fr.txt")
    ran = road.translate()
    *results, error = ran.objects
    assert ran.code == 2
    assert error["place"].startswith(str(road.root / place))
    made = {(result["file"], result["target"]) for result in results if result["wrote"]}
    assert made == {("articles/a.fr.txt", "es"), ("articles/c.fr.txt", "en"), ("articles/c.fr.txt", "es")}
    assert (road.read_bytes(place), road.read("localized/en/articles/a.fr.txt")) == (data, before)


def test_a_shared_catalog_that_cannot_be_read_is_told_once(road: Road) -> None:
    road.project(["en", "es"], '[review]\ngroup = "site"\n')
    road.translate()
    place = "locales/en/articles/all.po"
    road.write(place, CONFLICT)
    ran = road.translate()
    *results, error = ran.objects
    assert error["place"] == f"{road.root / place}:1"
    assert {(result["file"], result["target"]) for result in results} == {(name, "es") for name in GOOD}
    assert (ran.code, road.read_bytes(place)) == (2, CONFLICT)


def test_site_strings_that_cannot_be_read_stop_no_other_locale(road: Road) -> None:
    place = "locales/en/LC_MESSAGES/site.po"
    road.write(place, CONFLICT)
    ran = road.translate()
    *results, error = ran.objects
    assert error["place"] == f"{road.root / place}:1"
    assert {result["target"] for result in results} == {"es"}
    assert (ran.code, road.read_bytes(place)) == (2, CONFLICT)


def test_a_receipt_that_cannot_be_read_stops_no_other(road: Road) -> None:
    road.translate()
    place = "localized/en/articles/a.fr.txt.receipt.json"
    road.write(place, CONFLICT)
    ran = road.translate()
    assert (ran.code, ran.objects[-1]["place"]) == (2, str(road.root / place))
    assert len(ran.objects) == 4
    assert road.read_bytes(place) == CONFLICT


def test_nothing_that_can_be_read_is_nothing_to_do(road: Road) -> None:
    for name in GOOD:
        road.write(name, b"")
    before = road.tree()
    ran = road.translate()
    assert (ran.code, ran.kinds_of_errors()) == (2, ["the file is empty", "the file is empty"])
    assert road.tree() == before


def test_without_a_project_the_others_are_done_too(road: Road) -> None:
    (road.root / "polyglot.toml").unlink()
    road.write("articles/b.fr.txt", b"\x00\x01\x02" * 40)
    ran = road.translate("articles/a.fr.txt", "articles/b.fr.txt", "--to", "en")
    assert (ran.code, ran.objects[-1]["error"]) == (2, "a binary file, not text")
    assert {"articles/a.en.txt", "articles/a.en.po"} <= road.files()
    road.write("articles/a.en.po", CONFLICT)
    ran = road.translate("articles/a.fr.txt", "articles/b.fr.txt", "--to", "en")
    assert (ran.code, len(ran.objects)) == (2, 2)


def test_a_dry_run_tells_them_too(road: Road) -> None:
    road.write("articles/b.fr.txt", b"")
    ran = road.translate("--dry-run")
    assert (ran.code, len(ran.objects)) == (2, 5)


def test_a_broken_configuration_stops_all(road: Road) -> None:
    road.write("polyglot.toml", b"<<<<<<< HEAD\n[project]\n=======\n>>>>>>> theirs\n")
    for command in ("check", "translate"):
        ran = road.run(command)
        assert (ran.code, ran.out) == (2, "")
        assert "polyglot.toml:1" in ran.err


# --- every command tells every file ---

CUT_OFF = b'msgid ""\nmsgstr ""\n"Language: es\\n"\n\nmsgid "Une phr'
SITE = "locales/{}/LC_MESSAGES/site.po"
STRINGS = ("update", "stats", "translate --engine pseudo", "compile")


@pytest.fixture
def strings(road: Road) -> Road:
    """The project has templates and a key file too, and all of it was built."""
    settings = '[strings.sources]\n"templates/*.html" = "jinja2"\n"i18n/fr.yaml" = "keys"\n'
    road.project(["en", "es", "uk"], settings)
    for name in ("x", "y"):
        road.write(f"templates/{name}.html", f'<p>{{{{ _("Accueil {name}") }}}}</p>\n')
    road.write("i18n/fr.yaml", "hello: Bonjour\n")
    assert road.run("build", "--engine", "pseudo").code == 0
    return road


def is_told(road: Road, told: str, broken: dict[str, bytes]) -> bool:
    """Whether all of these files are named, and are what they were."""
    return all(name in told and road.read_bytes(name) == data for name, data in broken.items())


def broken_strings(road: Road) -> dict[str, bytes]:
    """Two catalogs of site strings that cannot be read."""
    broken = {SITE.format("en"): CONFLICT, SITE.format("es"): CUT_OFF}
    for name, data in broken.items():
        road.write(name, data)
    return broken


@pytest.mark.parametrize("command", [*(f"strings {one}" for one in STRINGS), "status", "check", "build --frozen"])
def test_all_catalogs_of_strings_that_cannot_be_read_are_told(strings: Road, command: str) -> None:
    broken = broken_strings(strings)
    ran = strings.run(*command.split())
    assert (ran.code, is_told(strings, ran.out + ran.err, broken)) == (2, True)
    if command.startswith("strings"):
        assert SITE.format("uk") in ran.out


@pytest.mark.parametrize("command", [*(f"strings {one}" for one in STRINGS), "status", "check", "build --frozen"])
def test_nothing_is_made_without_the_template(strings: Road, command: str) -> None:
    broken = broken_strings(strings) | {"locales/site.pot": CONFLICT, "articles/b.fr.txt": b""}
    for name, data in broken.items():
        strings.write(name, data)
    before = strings.tree()
    ran = strings.run(*command.split())
    if command.startswith("strings"):
        broken.pop("articles/b.fr.txt")
    assert (ran.code, is_told(strings, ran.out + ran.err, broken)) == (2, True)
    assert strings.tree() == before
    assert "there are no site strings yet" not in ran.err


@pytest.mark.parametrize("command", ["strings extract", "check", "build --engine pseudo"])
def test_all_sources_that_cannot_be_read_are_told(strings: Road, command: str) -> None:
    broken = {
        "templates/x.html": "{{ _('Été') }}".encode("latin-1"),
        "i18n/fr.yaml": b"a: [\n",
        "articles/b.fr.txt": b"",
        "articles/c.fr.txt": b"\x00\x01" * 40,
    }
    for name, data in broken.items():
        strings.write(name, data)
    ran = strings.run(*command.split())
    assert (ran.code, is_told(strings, ran.out + ran.err, broken)) == (2, True)
    assert "i18n/fr.yaml:2:1" in ran.out + ran.err
    strings.change("templates/y.html", "Accueil y", "Nouveau")
    assert strings.run("strings", "extract").code == 2
    assert {"Nouveau", "Accueil x", "Bonjour"} <= {
        entry.source for entry in strings.catalog("locales/site.pot").entries
    }


def test_a_key_file_that_cannot_be_read_is_no_bug(strings: Road) -> None:
    strings.write("i18n/fr.yaml", "a: été\n".encode("latin-1"))
    ran = strings.run("strings", "compile")
    assert (ran.code, "i18n/fr.yaml:1: byte 3 is not UTF-8" in ran.err) == (2, True)


def test_the_status_counts_what_can_be_read(strings: Road) -> None:
    strings.write("locales/en/articles/articles/a.fr.txt.po", CONFLICT)
    broken_strings(strings)
    ran = strings.run("status", "--json")
    assert ran.code == 2
    assert [place["place"].split(f"{strings.root}/")[1].partition(":")[0] for place in ran.object["broken"]] == [
        "locales/en/articles/articles/a.fr.txt.po",
        SITE.format("en"),
        SITE.format("es"),
    ]
    counts = {row["locale"]: (row["articles"], row["strings"]) for row in ran.object["locales"]}
    assert counts["en"][0] == 1
    assert counts["uk"][0] == counts["es"][0] == 2
    assert counts["uk"][1] == 3


GLOSSARIES = {
    "glossary/a.csv": b"id,fr\nx,y\n",
    "glossary/b.csv": "concept,fr\nété,Été\n".encode("latin-1"),
    "glossary/c.csv": b"concept,fr,en\nparis,Paris,Paris\n,Lyon,Lyon\n",
}


@pytest.mark.parametrize("command", ["check", "status", "translate", "build", "strings update"])
def test_all_errors_of_a_glossary_are_told(strings: Road, command: str) -> None:
    for name, data in GLOSSARIES.items():
        strings.write(name, data)
    strings.write("articles/b.fr.txt", b"")
    before = strings.tree()
    ran = strings.run(*command.split())
    assert (ran.code, is_told(strings, ran.out + ran.err, GLOSSARIES)) == (2, True)
    assert "glossary/c.csv:3" in ran.out + ran.err
    assert ("articles/b.fr.txt" in ran.out + ran.err) is (command in {"check", "status"})
    assert strings.tree() == before
