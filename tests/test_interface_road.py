"""Strings of templates, programs and key files end to end: extract, update, and catalogs of other tools."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from polyglot import po
from road import Road, msgfmt

SETTINGS = """\
[project]
source = "fr"
locales = ["en", "uk"]

[strings.sources]
"**/vendor/**" = "ignore"
"app/**.py" = "python"
"templates/**/*.html" = "jinja2"
"theme/*.php" = "php"
"i18n/fr.yaml" = "keys"
"""
TEMPLATE = "locales/site.pot"
CATALOG = "locales/uk/LC_MESSAGES/site.po"


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A site without articles."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.write("polyglot.toml", SETTINGS)
    road.write("app/views.py", '# Translators: en haut\n_("Accueil")\nngettext("%d vote", "%d votes", n)\n')
    road.write("app/vendor/x.py", '_("nothing of ours")\n')
    road.write(
        "templates/a/base.html", '<p>{{ _("Accueil") }} {{ pgettext("menu", "Ouvrir") }} {{ _("50 % des voix") }}'
    )
    road.write("theme/index.php", "<?php esc_html_e( 'Bonjour %s', 'dawn' );")
    road.write("i18n/fr.yaml", "lire: Lire la suite\n")
    return road


def shown(road: Road, name: str = TEMPLATE) -> dict[str, po.Entry]:
    entries = (entry for entry in road.catalog(name).entries if not entry.obsolete)
    return {"|".join(filter(None, (entry.context, entry.source, entry.plural))): entry for entry in entries}


def test_the_template_has_what_the_sources_name(road: Road) -> None:
    ran = road.run("strings", "extract")
    assert (ran.code, ran.err) == (0, "")
    found = shown(road)
    assert list(found) == [
        "Accueil",
        "%d vote|%d votes",
        "lire|Lire la suite",
        "menu|Ouvrir",
        "50 % des voix",
        "Bonjour %s",
    ]
    assert found["Accueil"].references == ("app/views.py", "templates/a/base.html")
    assert found["Accueil"].extracted == ("interface", "Translators: en haut")
    assert [entry.flags for entry in found.values()] == [(), ("python-format",), (), (), (), ("php-format",)]
    before = road.tree()
    assert "unchanged" in road.run("strings", "extract").out
    assert road.tree() == before


@msgfmt
def test_catalogs_have_the_forms_of_their_language(road: Road) -> None:
    road.run("strings", "extract")
    road.run("strings", "update")
    entry = shown(road, CATALOG)["%d vote|%d votes"]
    assert (entry.forms, entry.extracted) == (("", "", ""), ())
    assert "nplurals=3" in road.catalog(CATALOG).field("Plural-Forms")
    for name in (TEMPLATE.replace("site.pot", "en/LC_MESSAGES/site.po"), CATALOG):
        checked = subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", road.root / name], check=False, capture_output=True
        )
        assert (checked.returncode, checked.stderr) == (0, b"")
    before = road.tree()
    road.run("strings", "update")
    assert road.tree() == before


def test_a_broken_source_stops_no_other_and_keeps_its_strings(road: Road) -> None:
    road.run("strings", "extract")
    road.write("templates/a/base.html", "\n{% if %}")
    road.write("app/views.py", '_("Accueil")\n_("Nouveau")\n')
    ran = road.run("strings", "extract", "--json")
    assert ran.code == 2
    (broken,) = ran.object["broken"]
    assert broken["place"] == "templates/a/base.html:2"
    assert ran.object["sources"] == 3
    found = shown(road)
    assert {"menu|Ouvrir", "50 % des voix", "Nouveau"} <= set(found)
    assert "%d vote|%d votes" not in found
    assert "templates/a/base.html:2" in road.run("strings", "extract").err


def test_what_is_gone_from_the_sources_goes_and_a_persons_word_stays(road: Road) -> None:
    road.run("strings", "extract")
    road.run("strings", "update")
    text = road.read(CATALOG).replace('msgid "Ouvrir"\nmsgstr ""', 'msgid "Ouvrir"\nmsgstr "Відкрити"')
    road.write(CATALOG, text)
    (road.root / "templates/a/base.html").unlink()
    road.run("strings", "extract")
    road.run("strings", "update")
    assert set(shown(road)) == {"Accueil", "%d vote|%d votes", "lire|Lire la suite", "Bonjour %s"}
    (old,) = (entry for entry in road.catalog(CATALOG).entries if entry.obsolete)
    assert (old.context, old.source, old.target) == ("menu", "Ouvrir", "Відкрити")


def test_a_pattern_that_is_taken_out_takes_its_strings_along(road: Road) -> None:
    road.run("strings", "extract")
    road.write("polyglot.toml", SETTINGS.replace('"theme/*.php" = "php"\n', ""))
    road.run("strings", "extract")
    assert "Bonjour %s" not in shown(road)


def test_a_pattern_that_fits_nothing_is_told(road: Road) -> None:
    road.write("polyglot.toml", SETTINGS.replace('"theme/*.php" = "php"', '"theme/*.phtml" = "php"'))
    ran = road.run("strings", "extract")
    assert (ran.code, ran.err.count("no file matches theme/*.phtml")) == (0, 1)


def test_key_files_of_the_locales_are_no_sources(road: Road) -> None:
    road.write("polyglot.toml", SETTINGS.replace("i18n/fr.yaml", "i18n/**.*"))
    road.write("i18n/en.yaml", "lire: Read on\n")
    road.write("i18n/uk/all.json", '{"lire": "Далі"}')
    road.run("strings", "extract")
    assert [name for name in shown(road) if name.startswith("lire")] == ["lire|Lire la suite"]


def test_a_name_that_no_catalog_can_hold_is_told(road: Road) -> None:
    for name in (b"bad\xff.py", b"two\nlines.py"):
        Path(os.fsdecode(os.fsencode(road.root / "app") + b"/" + name)).write_bytes(b'_("x")')
    os.mkfifo(road.root / "app/pipe.py")
    ran = road.run("strings", "extract")
    assert (ran.code, ran.err.count("cannot stand in a catalog")) == (2, 2)
    assert "Accueil" in shown(road)


def test_babel_cfg_names_the_sources(road: Road) -> None:
    road.write("polyglot.toml", '[project]\nsource = "fr"\nlocales = ["en"]\n[strings]\nmapping = "babel.cfg"\n')
    road.write("babel.cfg", "[python: app/**.py]\n[jinja2: templates/**.html]\n")
    assert road.run("strings", "extract").code == 0
    assert "menu|Ouvrir" in shown(road)
    road.write("babel.cfg", "[mako: app/**.py]\n")
    ran = road.run("strings", "extract")
    assert (ran.code, "mako" in ran.err, "babel.cfg" in ran.err) == (2, True, True)


DJANGO = """\
# SOME TITLE
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: mysite 1\\n"
"POT-Creation-Date: 2020-01-01 10:00+0100\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: templates/a/base.html:99
msgctxt "menu"
msgid   "Ouvrir"
msgstr  "Open"

# by hand
#: app/views.py:12
msgid "Accueuil"
msgstr "Home"

#: app/views.py:13
#, python-format
msgid "%d vote"
msgid_plural "%d votes"
msgstr[0] "%d vote"
msgstr[1] "%d votes"

#: app/views.py:21
msgid "Parti"
msgstr "Gone"

#: other/tool.c:4
msgid "Autre"
msgstr "Other"
"""


def test_a_catalog_of_another_tool_is_filled_in_its_place(road: Road) -> None:
    road.write(
        "polyglot.toml",
        SETTINGS.replace("[strings.s", '[strings]\ndomain = "django"\nlocaledir = "locale"\n\n[strings.s'),
    )
    name = "locale/en/LC_MESSAGES/django.po"
    road.write(name, DJANGO)
    assert road.run("strings", "extract").code == 0
    assert road.run("strings", "update", "--to", "en").code == 0
    text = road.read(name)
    head, opened, _, votes, *_ = DJANGO.split("\n\n")
    assert text.startswith(head.rstrip())
    assert opened in text
    assert votes in text
    found = {entry.source: entry for entry in road.catalog(name).entries}
    assert (found["Accueil"].target, found["Accueil"].fuzzy, found["Accueil"].previous) == ("Home", True, "Accueuil")
    assert (found["Parti"].obsolete, found["Parti"].target) == (True, "Gone")
    assert (found["Autre"].obsolete, found["Autre"].references) == (False, ("other/tool.c",))
    assert road.run("strings", "update", "--to", "en").out.strip().endswith("unchanged")


def test_wordpress_has_its_locale_in_the_name(road: Road) -> None:
    more = '[strings]\ndomain = "dawn"\nlocaledir = "languages"\ncatalog = "{domain}-{locale}.po"\n'
    more += 'header = ["Thème Dawn"]\n\n'
    road.write("polyglot.toml", SETTINGS.replace("[strings.s", more + "[strings.s").replace('"uk"', '"es-MX"'))
    road.run("strings", "extract")
    road.run("strings", "update")
    assert {"languages/dawn.pot", "languages/dawn-en.po", "languages/dawn-es_MX.po"} <= set(road.files())
    assert road.read("languages/dawn.pot").startswith("# Thème Dawn\n")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('domain = "../x"', "domain"),
        ('localedir = "/etc"', "localedir"),
        ('catalog = "x.po"', "catalog"),
        ('catalog = "{nothing}/{locale}.po"', "catalog"),
        ('mapping = "../babel.cfg"', "mapping"),
        ('sources = { "a" = "mako" }', "mako"),
        ('keywords = ["a:b"]', "keyword"),
        ('source = "nolang"', "nolang"),
        ('sources = { "nothing/*.py" = "python" }', "no file matches"),
    ],
)
def test_settings_that_do_not_fit_are_refused(road: Road, line: str, says: str) -> None:
    table = "" if line.startswith("sources") else '[strings.sources]\n"app/**.py" = "python"\n'
    road.write("polyglot.toml", f'[project]\nsource = "fr"\nlocales = ["en"]\n[strings]\n{line}\n{table}')
    ran = road.run("strings", "extract")
    assert (ran.code, says in ran.err) == (2, True), ran.err
