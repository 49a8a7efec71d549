"""The site's strings end to end: from the furniture of pages to what a program loads with gettext."""

from __future__ import annotations

import gettext
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from polyglot import po
from road import ARTICLE, BODY, Road, apertium, msgfmt, page

TEMPLATE = "locales/site.pot"
CATALOG = "locales/en/LC_MESSAGES/site.po"
COMPILED = "locales/en/LC_MESSAGES/site.mo"
A, B = "articles/a.fr.txt", "articles/b.fr.txt"
CRUMBS = ("Accueil", "Actualité")
COPYRIGHT = "© 2026 Le Journal. Tous droits réservés."
COOKIES = "Nous utilisons des cookies pour mesurer l’audience du site et pour améliorer votre lecture."
LEGAL = (COPYRIGHT, COOKIES)
SHARE = "Partager sur Facebook"
TEASER = "Sommet du 26 mars : ce que les Vingt-Sept ont à décider"
OTHER_TEASER = "Énergie : comment la vallée a passé l’hiver"


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project with two pages of one site, which differ in title, text and what they recommend."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    road.write(A, page("La bibliothèque de Valmorin sera agrandie"))
    road.write(B, page("Le train revient dans la vallée de Montclar").replace(TEASER, OTHER_TEASER))
    return road


def strings(road: Road, catalog: str = TEMPLATE) -> dict[str, po.Entry]:
    """The entries of a catalog that are not obsolete, by source."""
    return {entry.source: entry for entry in road.catalog(catalog).entries if not entry.obsolete}


def compiled(road: Road) -> dict[str, str]:
    """What the compiled catalog has, as Python's gettext reads it, without its header."""
    with (road.root / COMPILED).open("rb") as file:
        loaded = gettext.GNUTranslations(file)
    return {source: loaded.gettext(source) for source in strings(road, CATALOG) if loaded.gettext(source) != source}


# --- from pages to catalogs ---


def test_the_furniture_of_pages_is_in_the_template(road: Road) -> None:
    road.translate()
    found = strings(road)
    assert set(CRUMBS) | set(LEGAL) | {SHARE, TEASER, OTHER_TEASER, "Laissez un commentaire"} <= set(found)
    assert not [source for source in found if "bibliothèque" in source or "Montclar" in source]
    assert {source for source, entry in found.items() if entry.extracted == ("legal",)} == set(LEGAL)
    assert all(entry.target == "" for entry in found.values())


def test_pages_share_their_strings(road: Road) -> None:
    road.translate()
    found = strings(road)
    assert found["Accueil"].references == (A, B)
    assert found[TEASER].references == (A,)
    assert found[OTHER_TEASER].references == (B,)
    assert list(found)[:3] == ["Accueil", "Actualité", "Réinitialiser"]


def test_what_the_site_says_is_not_in_article_or_review_catalog(road: Road) -> None:
    road.translate()
    for source in (*LEGAL, SHARE):
        assert source not in road.read(f"locales/en/articles/{A}.po")
    text = road.read(f"localized/en/{A}")
    said = strings(road, CATALOG)
    assert not [entry.source for entry in said.values() if entry.target in text]
    assert text.count("\n\n") == 3


def test_kept_furniture_stays_in_the_article_and_out_of_the_catalog(road: Road) -> None:
    road.translate("--furniture", "keep")
    assert TEMPLATE not in road.files()
    assert SHARE in road.read(f"locales/en/articles/{A}.po")


def test_the_machine_fills_the_catalog_and_nothing_of_it_is_published(road: Road) -> None:
    ran = road.run("translate", "--engine", "pseudo")
    found = strings(road, CATALOG)
    assert set(found) == set(strings(road))
    assert all(entry.target and entry.fuzzy and not entry.touched for entry in found.values())
    assert compiled(road) == {}
    count = len(found)
    told = f"locales/en/LC_MESSAGES/site.po: {count} site strings, 0 published, {count} not reviewed and left out"
    assert told in ran.err


def test_a_run_over_one_page_keeps_the_strings_of_the_other(road: Road) -> None:
    road.translate()
    before = road.tree()
    ran = road.translate(A)
    assert len(ran.objects) == 1
    assert road.tree() == before


def test_the_order_in_which_pages_come_does_not_matter_later(road: Road) -> None:
    road.translate(B)
    road.translate(A)
    first = set(strings(road))
    road.translate()
    assert set(strings(road)) == first
    assert strings(road)["Accueil"].references == (A, B)


def test_a_second_run_writes_nothing(road: Road) -> None:
    road.project(["en", "pt-BR"])
    road.translate()
    assert "locales/pt_BR/LC_MESSAGES/site.mo" in road.files()
    before = road.tree()
    road.translate()
    assert road.tree() == before
    for command in ("extract", "update", "compile"):
        assert road.run("strings", command).code == 0
    assert road.tree() == before


def test_strings_in_several_languages_are_said_by_the_engine_of_the_sites_own(road: Road) -> None:
    road.write("articles/0.de.txt", "Die Bibliothek ist für alle da und kostet nichts.\n")
    road.write("articles/z.es.txt", "La biblioteca es de todos y no cuesta nada.\n")
    ran = road.translate()
    assert {found["source"] for found in ran.objects} == {"de", "fr", "es"}
    engines = {entry.provenance.engine for entry in strings(road, CATALOG).values() if entry.provenance}
    assert engines == {"pseudo-0.1.0/fr-en/000000000000"}
    before = road.tree()
    road.translate()
    assert road.tree() == before


# --- people ---


def test_a_persons_words_survive_and_are_published(road: Road) -> None:
    road.translate()
    road.say(CATALOG, SHARE, "Share it on Facebook")
    road.accept(CATALOG, "Accueil")
    road.say(CATALOG, "Actualité", "News", clear=False)
    catalog = road.read(CATALOG)
    road.translate()
    assert road.read(CATALOG) == catalog
    assert compiled(road) == {
        SHARE: "Share it on Facebook",
        "Accueil": strings(road, CATALOG)["Accueil"].target,
    }
    road.translate("--relock", engine="echo")
    assert strings(road, CATALOG)[SHARE].target == "Share it on Facebook"
    assert compiled(road)[SHARE] == "Share it on Facebook"


def test_nothing_legal_is_published_unreviewed_whatever_the_level(road: Road) -> None:
    road.project(settings='[publish]\nstrings = "machine"\n')
    road.translate()
    assert set(compiled(road)) == set(strings(road)) - set(LEGAL)
    road.say(CATALOG, COPYRIGHT, "© 2026 Le Journal. All rights reserved.")
    road.translate()
    assert set(compiled(road)) == set(strings(road)) - {COOKIES}


def test_a_locale_may_have_a_level_of_its_own(road: Road) -> None:
    road.project(["en", "es"], '[locales.en]\nstrings = "machine"\n')
    road.translate()
    assert set(compiled(road)) == set(strings(road)) - set(LEGAL)
    assert (road.root / "locales/es/LC_MESSAGES/site.mo").stat().st_size < (road.root / COMPILED).stat().st_size


def test_people_may_add_messages_of_their_own(road: Road) -> None:
    road.translate()
    own = '\n# notre application\n#: app.py\nmsgid "Bonjour"\nmsgstr "Hello"\n'
    road.write(CATALOG, road.read(CATALOG) + own)
    road.translate()
    assert own.strip() in road.read(CATALOG)
    assert compiled(road)["Bonjour"] == "Hello"


# --- pages that change ---


def test_a_string_that_no_page_has_any_more_goes_but_not_a_persons_words(road: Road) -> None:
    road.translate()
    road.say(CATALOG, TEASER, "What the 27 have to decide")
    road.write(A, road.read(A).replace(TEASER, "Handball : une belle saison"))
    road.write(B, road.read(B).replace(OTHER_TEASER, "Marché : les étals déménagent"))
    road.translate()
    assert not {TEASER, OTHER_TEASER} & set(strings(road))
    assert not {TEASER, OTHER_TEASER} & set(strings(road, CATALOG))
    (kept,) = [entry for entry in road.catalog(CATALOG).entries if entry.obsolete]
    assert (kept.source, kept.target) == (TEASER, "What the 27 have to decide")
    assert TEASER not in compiled(road)


def test_the_strings_of_a_page_that_was_deleted_go(road: Road) -> None:
    road.translate()
    road.say(CATALOG, OTHER_TEASER, "Energy")
    (road.root / B).unlink()
    road.translate()
    assert OTHER_TEASER not in strings(road)
    assert strings(road)["Accueil"].references == (A,)
    (kept,) = [entry for entry in road.catalog(CATALOG).entries if entry.obsolete]
    assert (kept.source, kept.target) == (OTHER_TEASER, "Energy")


def test_a_page_that_comes_back_finds_its_words_again(road: Road) -> None:
    road.translate()
    road.say(CATALOG, OTHER_TEASER, "Energy")
    text = road.read(B)
    (road.root / B).unlink()
    road.translate()
    road.write(B, text)
    road.translate()
    entry = strings(road, CATALOG)[OTHER_TEASER]
    assert (entry.target, entry.fuzzy) == ("Energy", False)
    assert compiled(road) == {OTHER_TEASER: "Energy"}


def test_a_changed_string_keeps_a_persons_words_fuzzy(road: Road) -> None:
    road.translate()
    road.say(CATALOG, COPYRIGHT, "© 2026 Le Journal. All rights reserved.")
    road.translate()
    for name in (A, B):
        road.write(name, road.read(name).replace("© 2026", "© 2027"))
    road.translate()
    entry = strings(road, CATALOG)[COPYRIGHT.replace("2026", "2027")]
    assert (entry.target, entry.fuzzy, entry.previous) == ("© 2026 Le Journal. All rights reserved.", True, COPYRIGHT)
    assert compiled(road) == {}


# --- strings extract, update, compile ---


def test_extract_update_compile(road: Road) -> None:
    ran = road.run("strings", "extract", "--json")
    found = strings(road)
    assert ran.code == 0
    assert ran.object | {"output": TEMPLATE} == {
        "schema": 1,
        "output": TEMPLATE,
        "strings": len(found),
        "recorded": 0,
        "wrote": True,
        "sources": 0,
        "warnings": [],
        "broken": [],
    }
    assert road.files() == {"polyglot.toml", A, B, TEMPLATE}
    assert road.run("strings", "extract", "--json").object["wrote"] is False

    ran = road.run("strings", "update", "--json")
    assert (ran.code, ran.object["wrote"]) == (0, True)
    assert road.files() == {"polyglot.toml", A, B, TEMPLATE, CATALOG}
    assert [entry.target for entry in strings(road, CATALOG).values()] == [""] * len(found)
    assert road.run("strings", "update", "--json").object["wrote"] is False

    block = road.block(CATALOG, SHARE)
    road.change(CATALOG, block, block.replace('msgstr ""', 'msgstr "Share on Facebook"'))
    ran = road.run("strings", "compile", "--json")
    tally = ran.object
    assert ran.code == 0
    assert {key: tally[key] for key in ("schema", "target", "strings", "published", "left_out", "wrote")} == {
        "schema": 1,
        "target": "en",
        "strings": len(found),
        "published": 1,
        "left_out": len(found) - 1,
        "wrote": True,
    }
    assert compiled(road) == {SHARE: "Share on Facebook"}
    assert road.run("strings", "compile", "--json").object["wrote"] is False


def test_lines_that_three_pages_share_are_recorded_and_known_from_then_on(road: Road) -> None:
    own = "Le mot du jour"
    for number in (1, 2, 3):
        title = f"La bibliothèque de Valmorin sera agrandie, épisode {number}"
        road.write(f"articles/p{number}.fr.txt", page(title).replace("À lire aussi", f"{own}\n\nÀ lire aussi"))
    told = road.run("strings", "extract", "articles", "--json").object
    recorded = tomllib.loads(road.read("locales/furniture.toml"))
    assert told["recorded"] == len(recorded["fr"]["lines"]) > 3
    assert own in recorded["fr"]["lines"]
    assert not any("Valmorin" in line for line in recorded["fr"]["lines"])
    assert own in strings(road)
    assert road.run("strings", "extract", "articles", "--json").object["recorded"] == 0

    road.write("new.fr.txt", page("Le marché déménage sur la grande place").replace("par Hélène", f"{own}\npar Hélène"))
    units = road.run("segment", "new.fr.txt", "--json").object["units"]
    (unit,) = [unit for unit in units if unit["text"] == own]
    assert (unit["role"], unit["reason"]) == ("furniture", "recorded: several pages of the site have it")


def test_a_heading_that_articles_share_is_not_recorded(road: Road) -> None:
    for number in (1, 2, 3):
        body = f"{BODY}\n\nLe contexte\n\n{BODY}"
        road.write(f"articles/p{number}.fr.txt", page(f"Un titre assez long, épisode {number}", body))
    assert road.run("strings", "extract", "articles", "--json").object["recorded"] > 3
    assert "Le contexte" not in road.read("locales/furniture.toml")


def test_too_few_pages_are_told(road: Road) -> None:
    assert "no line is recorded as shared: 2 pages; it must stand on 3" in road.run("strings", "extract").err


def test_a_line_that_the_project_keeps_is_not_recorded(road: Road) -> None:
    road.write("polyglot.toml", road.read("polyglot.toml") + '\n[furniture]\nkeep = ["le mot du jour"]\n')
    for number in (1, 2, 3):
        shown = page(f"Un titre assez long, épisode {number}").replace("À lire aussi", "Le mot du jour\n\nÀ lire aussi")
        road.write(f"articles/p{number}.fr.txt", shown)
    road.run("strings", "extract", "articles")
    assert "Le mot du jour" not in road.read("locales/furniture.toml")


def test_a_second_extract_finds_nothing_new(road: Road) -> None:
    for number in (1, 2, 3):
        shown = page(f"Un titre assez long, épisode {number}").replace("À lire aussi", "Le mot du jour\n\nÀ lire aussi")
        road.write(f"articles/p{number}.fr.txt", shown)
    road.run("strings", "extract", "articles")
    first = road.read("locales/furniture.toml"), road.read("locales/site.pot")
    again = road.run("strings", "extract", "articles", "--json").object
    assert (again["recorded"], again["wrote"]) == (0, False)
    assert (road.read("locales/furniture.toml"), road.read("locales/site.pot")) == first


def test_recorded_lines_of_a_language_serve_its_regions(road: Road) -> None:
    road.write("locales/furniture.toml", '\ufeff[FR]\nlines = ["Le  mot du\\u0000jour"]\n')
    shown = page("Le marché déménage sur la grande place").replace("par Hélène", "Le mot du jour\npar Hélène")
    road.write("new.fr-CA.txt", shown)
    units = road.run("segment", "new.fr-CA.txt", "--json").object["units"]
    (unit,) = [unit for unit in units if unit["text"] == "Le mot du jour"]
    assert unit["reason"] == "recorded: several pages of the site have it"


@pytest.mark.parametrize("content", ["[fr]\nline = []\n", "[klingonisch]\nlines = []\n", "[fr", "[fr]\nlines = [1]\n"])
def test_a_broken_record_of_lines_is_told(road: Road, content: str) -> None:
    road.write("locales/furniture.toml", content)
    ran = road.run("strings", "extract")
    assert ran.code == 2
    assert "locales/furniture.toml" in ran.err
    assert "Traceback" not in ran.err


def test_the_commands_tell_people_what_they_did(road: Road) -> None:
    count = len(road.run("strings", "extract").out and strings(road))
    assert re.fullmatch(rf".*locales/site\.pot: {count} strings, unchanged\n", road.run("strings", "extract").out)
    assert re.fullmatch(r".*locales/en/LC_MESSAGES/site\.po\n", road.run("strings", "update").out)
    assert road.run("strings", "update").out.endswith("site.po: unchanged\n")
    assert road.run("strings", "compile").out.endswith(f"site.po: 0 published, {count} left out\n")


def test_extract_and_update_follow_pages_that_go_or_lose_their_furniture(road: Road) -> None:
    for command in ("extract", "update"):
        road.run("strings", command)
    for source in (TEASER, OTHER_TEASER):
        block = road.block(CATALOG, source)
        road.change(CATALOG, block, block.replace('msgstr ""', 'msgstr "Said"'))
    (road.root / A).unlink()
    road.write(B, ARTICLE)
    for command in ("extract", "update"):
        assert road.run("strings", command).code == 0
    assert strings(road) == strings(road, CATALOG) == {}
    assert {entry.source for entry in road.catalog(CATALOG).entries if entry.obsolete} == {TEASER, OTHER_TEASER}


def test_the_language_of_the_strings_has_to_be_known(road: Road) -> None:
    road.write("polyglot.toml", '[project]\nlocales = ["en"]\n')
    road.run("strings", "extract")
    ran = road.run("strings", "update")
    assert ran.code == 2
    assert "name it with --from, or in [project] source" in ran.err
    assert road.run("strings", "update", "--from", "fr").code == 0
    assert road.catalog(CATALOG).field("X-Source-Language") == "fr"
    assert road.run("strings", "update").code == 0


def test_extract_looks_at_sources_only(road: Road) -> None:
    road.project(settings='[translate]\nout = "{dir}/{stem}.{tag}{ext}"\nfurniture = "keep"\n')
    road.translate()
    assert "articles/a.en.txt" in road.files()
    road.run("strings", "extract")
    road.project(settings='[translate]\nout = "{dir}/{stem}.{tag}{ext}"\n')
    road.run("strings", "extract")
    assert {name for entry in strings(road).values() for name in entry.references} == {A, B}


def test_update_leaves_the_machines_words_as_they_are(road: Road) -> None:
    road.translate()
    before = road.tree()
    assert road.run("strings", "update").code == 0
    assert road.tree() == before


def test_without_strings_there_is_nothing_to_update_or_compile(road: Road) -> None:
    before = road.tree()
    for command in ("update", "compile"):
        ran = road.run("strings", command)
        assert ran.code == 0
        assert "polyglot strings extract" in ran.err
    assert road.tree() == before


@pytest.mark.parametrize("command", ["extract", "update", "compile"])
def test_site_strings_need_a_project(road: Road, command: str) -> None:
    (road.root / "polyglot.toml").unlink()
    ran = road.run("strings", command, *(() if command == "extract" else ("--to", "en")))
    assert ran.code == 2
    assert ran.err == ("error: this is no project: there is no polyglot.toml here or above\n  → run: polyglot init\n")


def test_texts_without_furniture_have_no_strings(road: Road) -> None:
    road.write(A, ARTICLE)
    road.write(B, ARTICLE)
    ran = road.run("strings", "extract", "--json")
    assert (ran.code, ran.object["strings"], ran.object["wrote"]) == (0, 0, False)
    assert TEMPLATE not in road.files()


@msgfmt
def test_msgfmt_accepts_template_and_catalog_and_compiles_the_same(road: Road) -> None:
    road.write(A, road.read(A).replace(TEASER, "50 % des voix, 100 % des {sièges} et %s"))
    road.translate()
    for source in (SHARE, COPYRIGHT):
        road.accept(CATALOG, source)
    road.translate()
    for name in (TEMPLATE, CATALOG):
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(road.root / name)], check=True)
    subprocess.run(["msgfmt", "-o", str(road.root / "theirs.mo"), str(road.root / CATALOG)], check=True)
    with (road.root / "theirs.mo").open("rb") as file:
        theirs = gettext.GNUTranslations(file)
    assert {source: theirs.gettext(source) for source in (SHARE, COPYRIGHT)} == compiled(road)


@apertium
def test_with_a_real_engine(road: Road) -> None:
    road.write("polyglot.toml", '[project]\nsource = "fr"\nlocales = ["es"]\n[publish]\nstrings = "machine"\n')
    road.translate(engine="auto")
    found = strings(road, "locales/es/LC_MESSAGES/site.po")
    assert set(found) == set(strings(road))
    assert found["Actualité"].target
    assert all(entry.fuzzy for entry in found.values() if entry.target)
    before = road.tree()
    road.translate(engine="auto")
    assert road.tree() == before


def test_check_looks_at_the_strings_too(road: Road) -> None:
    road.translate()
    assert road.run("check", "--json").code == 0
    road.say(CATALOG, TEASER, "Summit of 27 March: what the 27 have to decide")
    ran = road.run("check", "--json")
    assert ran.code == 1
    errors = [issue for issue in ran.objects if issue["severity"] == "error"]
    assert {(issue["file"], issue["kind"]) for issue in errors} == {(CATALOG, "numbers")}
    assert all(issue["message"].startswith(f"{TEASER}: the number ") for issue in errors)
    assert road.run("check", A, B).code == 0


def test_pages_show_what_the_run_itself_says_of_the_site(road: Road) -> None:
    road.project(settings='[publish]\nstrings = "machine"\n')
    road.write(
        "articles/c.html", f"<nav><a href=/>{SHARE}</a></nav><article><h1>Un titre</h1><p>Un texte.</p></article>"
    )
    road.translate()
    said = strings(road, CATALOG)[SHARE].target
    assert said != SHARE
    assert said in road.read("localized/en/articles/c.html")
    before = road.tree()
    road.translate()
    assert road.tree() == before
