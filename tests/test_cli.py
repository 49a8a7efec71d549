"""The command line end to end: where things are written, what is said, with which exit code."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from polyglot import resources, segment
from polyglot.errors import EngineMissingError
from polyglot.model import Severity, State
from road import ARTICLE, POLYGLOT, SEGMENTS, Road, apertium, page, process

SITE = {"locales/site.pot", "locales/en/LC_MESSAGES/site.po", "locales/en/LC_MESSAGES/site.mo"}


# --- places ---


def test_a_project_has_each_result_in_its_place(road: Road) -> None:
    road.project()
    road.write("articles/a.fr.txt", ARTICLE)
    road.write("articles/deep/page.txt", page("La bibliothèque de Valmorin sera agrandie"))
    before = road.files()
    assert road.translate().code == 0
    assert road.files() - before == SITE | {
        "localized/en/articles/a.fr.txt",
        "localized/en/articles/a.fr.txt.receipt.json",
        "localized/en/articles/deep/page.txt",
        "localized/en/articles/deep/page.txt.receipt.json",
        "locales/en/articles/articles/a.fr.txt.po",
        "locales/en/articles/articles/deep/page.txt.po",
    }


def test_a_text_without_furniture_makes_no_site_strings(road: Road) -> None:
    road.project()
    road.write("articles/a.fr.txt", ARTICLE)
    road.translate()
    assert not SITE & road.files()


def test_a_locale_with_a_region_is_spelled_as_gettext_does_in_catalogs_only(road: Road) -> None:
    road.project(["pt-BR"])
    road.write("a.fr.txt", ARTICLE)
    road.translate("a.fr.txt")
    assert {"localized/pt-BR/a.fr.txt", "locales/pt_BR/articles/a.fr.txt.po"} <= road.files()
    assert road.catalog("locales/pt_BR/articles/a.fr.txt.po").field("Language") == "pt_BR"


@apertium
def test_the_lock_names_engine_and_model_of_each_pair(road: Road) -> None:
    road.project(["es"])
    road.write("a.fr.txt", ARTICLE)
    assert road.translate("a.fr.txt", engine="auto").code == 0
    (row,) = json.loads(road.read("polyglot.lock"))["pairs"]
    assert (row["engine"], row["route"]) == ("apertium", ["fr", "es"])
    assert re.fullmatch("[0-9a-f]{12}", row["model"])


def test_engines_for_tests_are_not_locked(road: Road) -> None:
    road.project()
    road.write("a.fr.txt", ARTICLE)
    road.translate("a.fr.txt")
    assert "polyglot.lock" not in road.files()


@pytest.mark.parametrize(
    ("name", "article", "catalog"),
    [
        ("page.txt", "page.en.txt", "page.en.po"),
        ("page.fr.txt", "page.en.txt", "page.en.po"),
        ("un.deux.fr.txt", "un.deux.en.txt", "un.deux.en.po"),
        ("under/page.text", "under/page.en.text", "under/page.en.po"),
        ("été à Kyiv.txt", "été à Kyiv.en.txt", "été à Kyiv.en.po"),
        ("[b] {tag}.txt", "[b] {tag}.en.txt", "[b] {tag}.en.po"),
    ],
)
def test_without_a_project_article_and_catalog_lie_beside_the_source(
    road: Road, name: str, article: str, catalog: str
) -> None:
    road.write(name, page("La bibliothèque de Valmorin sera agrandie"))
    ran = road.translate(name, "--from", "fr", "--to", "en")
    assert ran.code == 0
    assert road.files() == {name, article, catalog}
    assert ran.object["file"] == name
    assert Path(ran.object["output"]).resolve() == road.root / article


def test_furniture_without_a_project_is_listed_with_a_hint_at_init(road: Road) -> None:
    road.write("page.fr.txt", page("La bibliothèque de Valmorin sera agrandie"))
    ran = road.run("translate", "page.fr.txt", "--to", "en", "--engine", "pseudo")
    assert ran.code == 0
    assert re.search(r"page\.fr\.txt:1: Accueil Actualité La bibliothèque .*breadcrumb", ran.err)
    assert "page.fr.txt:25: © 2026 Le Journal. Tous droits réservés." in ran.err
    assert "polyglot init" in ran.err


@pytest.mark.parametrize(
    ("out", "article"),
    [
        ("build", "build/page.en.txt"),
        ("build/", "build/page.en.txt"),
        ("web/{tag}", "web/en"),
        ("web/{tag}/{stem}{ext}", "web/en/page.txt"),
        ("web/{locale}/{path}", "web/en/sub/page.fr.txt"),
        ("{dir}/{tag}-{stem}{ext}", "sub/en-page.txt"),
    ],
)
def test_out_is_a_folder_or_a_pattern(road: Road, out: str, article: str) -> None:
    road.write("sub/page.fr.txt", ARTICLE)
    ran = road.translate("sub/page.fr.txt", "--to", "en", "--out", out)
    assert ran.code == 0, ran.err
    catalog = str(Path(article).with_suffix(".po"))
    assert road.files() == {"sub/page.fr.txt", article, catalog}


def test_out_in_a_project_moves_the_article_and_its_receipt_only(road: Road) -> None:
    road.project()
    road.write("articles/a.fr.txt", ARTICLE)
    road.translate("--out", "public/{tag}/{stem}{ext}")
    assert {
        "public/en/a.txt",
        "public/en/a.txt.receipt.json",
        "locales/en/articles/articles/a.fr.txt.po",
    } <= road.files()
    assert not any(name.startswith("localized/") for name in road.files())


def test_the_out_pattern_of_the_project_counts(road: Road) -> None:
    road.project(settings='[translate]\nout = "{dir}/{stem}.{tag}{ext}"\n')
    road.write("articles/a.fr.txt", ARTICLE)
    road.translate()
    assert {"articles/a.en.txt", "articles/a.en.txt.receipt.json"} <= road.files()


def test_out_may_lie_outside_the_folder(road: Road, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    road.project()
    road.write("articles/a.fr.txt", ARTICLE)
    assert road.translate("--out", elsewhere).code == 0
    assert (elsewhere / "en/articles/a.fr.txt").is_file()


def test_a_folder_stands_for_the_texts_in_it(road: Road) -> None:
    for name in ("in/b.fr.txt", "in/a.fr.txt", "in/deep/c.TXT", "in/.hidden/d.fr.txt", "in/.e.fr.txt"):
        road.write(name, ARTICLE)
    road.write("in/image.png", b"\x89PNG\r\n\x1a\n\0")
    road.write("in/empty-folder/.keep", b"")
    ran = road.translate("in", "--from", "fr", "--to", "en")
    assert [found["file"] for found in ran.objects] == ["in/a.fr.txt", "in/b.fr.txt", "in/deep/c.TXT"]
    assert ran.code == 0


def test_a_file_named_twice_is_translated_once(road: Road) -> None:
    road.write("in/a.fr.txt", ARTICLE)
    ran = road.translate("in", "in/a.fr.txt", "./in/a.fr.txt", road.root / "in/a.fr.txt", "--to", "en")
    assert len(ran.objects) == 1


@pytest.mark.parametrize("to", [("--to", "en", "--to", "es"), ("--to", "en,es"), ("--to", "EN, es,en")])
def test_several_targets(road: Road, to: tuple[str, ...]) -> None:
    road.write("a.fr.txt", ARTICLE)
    ran = road.translate("a.fr.txt", *to)
    assert [found["target"] for found in ran.objects] == ["en", "es"]
    assert {"a.en.txt", "a.es.txt"} <= road.files()


def test_standard_input_goes_to_standard_output_and_nowhere_else(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    road.translate("a.fr.txt", "--to", "en", "--no-publish")
    (road.root / "in").mkdir()
    road.monkeypatch.chdir(road.root / "in")
    ran = road.run(
        "translate", "-", "--from", "fr", "--to", "en", "--engine", "pseudo", "--no-publish", stdin=ARTICLE.encode()
    )
    assert ran.code == 0
    assert ran.out == road.read("a.en.txt")
    assert list((road.root / "in").iterdir()) == []


def test_standard_input_in_a_project_writes_nothing(road: Road) -> None:
    road.project()
    before = road.tree()
    ran = road.run("translate", "-", "--engine", "pseudo", stdin=page("La bibliothèque de Valmorin").encode())
    assert ran.code == 0
    assert ran.out
    assert road.tree() == before


def test_standard_input_for_machines(road: Road) -> None:
    road.project()
    (road.root / "articles").mkdir()
    road.monkeypatch.chdir(road.root / "articles")
    found = road.translate("-", stdin="Une phrase\u202e.\n".encode()).object
    check_shape(found, RESULT)
    assert (found["file"], found["output"], found["wrote"], found["segments"]) == ("-", "-", False, 1)
    assert [issue["file"] for issue in found["issues"]] == ["-"]


def test_standard_input_through_a_pipe(tmp_path: Path) -> None:
    done = process(
        "translate",
        "-",
        "--from",
        "fr",
        "--to",
        "en",
        "--engine",
        "echo",
        "--no-publish",
        cwd=tmp_path,
        stdin=ARTICLE.encode(),
    )
    assert (done.returncode, done.stdout) == (0, ARTICLE.encode())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_target_equal_to_its_source_is_the_same_bytes(road: Road, end: str, bom: bytes) -> None:
    data = bom + page("La bibliothèque de Valmorin sera agrandie").replace("\n", end).encode()
    road.write("a.fr.txt", data)
    road.translate("a.fr.txt", "--to", "en", "--furniture", "keep", "--no-publish", engine="echo")
    assert (road.root / "a.en.txt").read_bytes() == data


@pytest.mark.parametrize("text", ["12 000\n", "***\n\n— 3 —\n"])
def test_a_text_without_words_is_copied(road: Road, text: str) -> None:
    road.write("a.fr.txt", text)
    ran = road.translate("a.fr.txt", "--to", "en")
    assert (ran.code, ran.object["segments"]) == (0, 0)
    assert road.read("a.en.txt") == text


def test_no_review_neither_reads_nor_writes_catalogs(road: Road) -> None:
    road.project()
    road.write("a.fr.txt", ARTICLE)
    assert road.translate("a.fr.txt", "--no-review").code == 0
    assert not [name for name in road.files() if name.endswith(".po")]


# Outputs are never inputs


def test_a_localised_file_is_no_source_of_a_later_run_over_its_folder(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    road.translate(".", "--to", "en")
    ran = road.translate(".", "--to", "es")
    assert [found["file"] for found in ran.objects] == ["a.fr.txt"]
    assert road.files() == {"a.fr.txt", "a.en.txt", "a.en.po", "a.es.txt", "a.es.po"}


def test_a_localised_file_that_is_named_is_refused(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    road.translate("a.fr.txt", "--to", "en")
    before = road.tree()
    ran = road.translate("a.en.txt", "--to", "es")
    assert ran.code == 2
    assert (
        ran.err == "error: a.en.txt: an output of polyglot, not a source\n  → name the article that it is made from\n"
    )
    assert road.tree() == before


@pytest.mark.parametrize("out", ["public/{tag}/{path}", "{dir}/{stem}.{tag}{ext}", "{tag}/{stem}{ext}"])
def test_outputs_in_another_place_of_the_project_are_no_sources_either(road: Road, out: str) -> None:
    road.project(["en"], f'[translate]\nout = "{out}"\n')
    road.write("a.fr.txt", ARTICLE)
    assert [found["file"] for found in road.translate(".").objects] == ["a.fr.txt"]
    (road.root / "polyglot.toml").write_text(road.read("polyglot.toml").replace('["en"]', '["en", "es"]'))
    ran = road.translate(".")
    assert [(found["file"], found["target"]) for found in ran.objects] == [("a.fr.txt", "en"), ("a.fr.txt", "es")]


def test_a_source_in_the_target_language_is_not_passed_over_in_silence(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    road.write("b.txt", "The library is open to everybody, and the entrance is free for all of us today.\n")
    ran = road.translate("a.fr.txt", "b.txt", "--to", "en")
    assert [found["file"] for found in ran.objects] == ["a.fr.txt"]
    assert "b.txt: is in en already" in ran.err


def test_two_sources_never_share_an_output(road: Road) -> None:
    road.write("one/page.fr.txt", ARTICLE)
    road.write("two/page.fr.txt", "Un autre article.\n")
    before = road.tree()
    ran = road.translate("one", "two", "--to", "en", "--out", "build")
    assert ran.code == 2
    assert "build/page.en.txt" in ran.err
    assert "one/page.fr.txt" in ran.err
    assert "two/page.fr.txt" in ran.err
    assert road.tree() == before


def test_two_sources_never_share_a_catalog(road: Road) -> None:
    road.write("page.fr.txt", ARTICLE)
    road.write("page.fr.text", "Un autre article.\n")
    before = road.tree()
    ran = road.translate("page.fr.txt", "page.fr.text", "--to", "en")
    assert ran.code == 2
    assert "page.en.po" in ran.err
    assert road.tree() == before


# --- for machines ---

RESULT: dict[str, type] = {
    "schema": int,
    "file": str,
    "output": str,
    "source": str,
    "target": str,
    "engine": str,
    "wrote": bool,
    "segments": int,
    "recalled": int,
    "translated": int,
    "untranslated": int,
    "stale": int,
    "left_out": dict,
    "states": dict,
    "furniture": int,
    "terms": dict,
    "issues": list,
    "assets": int,
}
ISSUE: dict[str, type] = {
    "kind": str,
    "severity": str,
    "message": str,
    "file": str,
    "line": int,
    "column": int,
    "unit": str,
    "segment": int,
}


def check_shape(found: dict[str, Any], shape: dict[str, type]) -> None:
    """Exactly these keys, in this order, with values of exactly these types."""
    assert {key: type(value) for key, value in found.items()} == shape
    assert list(found) == list(shape)


def check_counts(found: dict[str, Any]) -> None:
    """Every segment is counted once as recalled, translated or untranslated, and has one state."""
    assert found["recalled"] + found["translated"] + found["untranslated"] == found["segments"]
    assert sum(found["states"].values()) == found["segments"]
    assert set(found["states"]) == {str(state) for state in State}
    assert found["untranslated"] == found["states"]["initial"]


def test_translate_prints_an_object_for_each_output(road: Road) -> None:
    road.project(["en", "es"])
    road.write("a.fr.txt", ARTICLE)
    road.write("b.fr.txt", page("La bibliothèque de Valmorin sera agrandie", "Un arbre\u202e.\n\n12 000"))
    ran = road.translate("a.fr.txt", "b.fr.txt")
    assert ran.code == 0
    assert [(found["file"], found["target"]) for found in ran.objects] == [
        ("a.fr.txt", "en"),
        ("a.fr.txt", "es"),
        ("b.fr.txt", "en"),
        ("b.fr.txt", "es"),
    ]
    for found in ran.objects:
        check_shape(found, RESULT)
        check_counts(found)
        assert (found["schema"], found["engine"], found["wrote"]) == (1, "pseudo", True)
        assert set(found["terms"]) == {"hits", "right"}
        for issue in found["issues"]:
            check_shape(issue, ISSUE)
            assert issue["severity"] in {str(severity) for severity in Severity}
    first, _, second, _ = ran.objects
    assert (first["segments"], first["furniture"], first["terms"]) == (5, 0, {"hits": 2, "right": 2})
    assert second["furniture"] == 15
    assert [(issue["kind"], issue["line"], issue["column"]) for issue in second["issues"]] == [("characters", 9, 1)]


def test_an_issue_says_where_its_segment_is(road: Road) -> None:
    road.write("a.fr.txt", "\n\nUne phrase. Une autre\u202e phrase.\n")
    (issue,) = road.translate("a.fr.txt", "--to", "en").object["issues"]
    assert (issue["file"], issue["line"], issue["column"], issue["segment"]) == ("a.fr.txt", 3, 13, 2)
    assert road.catalog("a.en.po").entries[1].context == f"{issue['unit']}.2"


def test_nothing_but_objects_comes_out_where_machines_listen(road: Road) -> None:
    road.write("a.txt", ARTICLE)
    ran = road.translate("a.txt", "--to", "en")
    assert len(ran.objects) == 1
    assert ran.err == "a.txt: taken to be in fr\n"


def test_segment_shows_units_whose_parts_are_their_text(road: Road) -> None:
    text = page("La bibliothèque de Valmorin sera agrandie", ARTICLE).replace("\n", "\r\n")
    road.write("page.fr.txt", b"\xef\xbb\xbf" + text.encode())
    ran = road.run("segment", "page.fr.txt", "--json")
    assert ran.code == 0
    found = ran.object
    assert (found["file"], found["source"], found["format"]) == ("page.fr.txt", "fr", "plain")
    at = 0
    for unit in found["units"]:
        start, end = unit["span"]
        assert at <= start < end
        at = end
        assert text[start:end] == unit["text"] == "".join(part["text"] for part in unit["parts"])
        assert {part["kind"] for part in unit["parts"]} <= {"segment", "ignorable"}
        assert isinstance(unit["translate"], bool)
        assert set(unit) >= {"id", "role", "translate", "span", "text", "parts"}
    assert len({unit["id"] for unit in found["units"]}) == len(found["units"])
    segments = [part["text"] for unit in found["units"] for part in unit["parts"] if part["kind"] == "segment"]
    assert set(SEGMENTS) <= set(segments)
    roles = {unit["text"]: unit["role"] for unit in found["units"]}
    assert roles["La bibliothèque de Valmorin sera agrandie"] == "title"
    assert roles["par Hélène Vasseur"] == "byline"
    assert roles["© 2026 Le Journal. Tous droits réservés."] == "legal"
    assert roles["A+A-"] == "furniture"


def test_segment_of_hard_spaces_and_wrapped_lines(road: Road) -> None:
    text = "\u00a0 Une phrase\u202f!  Une autre\u00a0?\n\n"
    text += "une ligne qui a été coupée à la main, comme on le faisait\njadis dans le courrier. Une autre phrase.\n"
    road.write("a.fr.txt", text)
    units = road.run("segment", "a.fr.txt", "--json").object["units"]
    assert [text[slice(*unit["span"])] for unit in units] == [unit["text"] for unit in units]
    assert [[part["text"] for part in unit["parts"]] for unit in units] == [
        ["Une phrase\u202f!", "  ", "Une autre\u00a0?"],
        [
            "une ligne qui a été coupée à la main, comme on le faisait\njadis dans le courrier.",
            " ",
            "Une autre phrase.",
        ],
    ]


def test_segment_for_people(road: Road) -> None:
    road.write("page.fr.txt", page("La bibliothèque de Valmorin sera agrandie"))
    ran = road.run("segment", "page.fr.txt")
    assert ran.code == 0
    assert re.search(r"^ +3  title \(the page's title\)$", ran.out, re.MULTILINE)
    assert re.search(r"^ +6  furniture \(.+\)$", ran.out, re.MULTILINE)
    assert "      | La bibliothèque de Valmorin sera agrandie\n" in ran.out


def test_glossary_find(road: Road) -> None:
    text = "À Kyiv, Volodymyr Zelensky a parlé."
    ran = road.run("glossary", "find", text, "--from", "fr", "--to", "es", "--json")
    assert ran.code == 0
    (kyiv, president) = ran.object["hits"]
    check_shape(kyiv, {"concept": str, "term": str, "target": str, "usage": str, "start": int, "end": int})
    assert text[kyiv["start"] : kyiv["end"]] == kyiv["term"] == "Kyiv"
    assert (president["term"], president["target"]) == ("Volodymyr Zelensky", "Volodímir Zelenski")
    road.write("a.fr.txt", text)
    assert road.run("glossary", "find", "a.fr.txt", "--from", "fr", "--to", "es", "--json").object == ran.object


def test_status_counts_each_locale(road: Road) -> None:
    road.project(["en", "es"])
    road.write("articles/a.fr.txt", ARTICLE)
    road.write("articles/b.fr.txt", page("La bibliothèque de Valmorin sera agrandie"))
    catalog = "locales/en/articles/articles/a.fr.txt.po"
    road.translate("--to", "en")
    road.accept(catalog, SEGMENTS[0])
    road.say(catalog, SEGMENTS[2], "It has 12,000 books.", clear=False)
    en, es = road.run("status", "--json").object["locales"]
    assert {key: en[key] for key in ("locale", "articles", "segments", "translated", "reviewed", "final")} == {
        "locale": "en",
        "articles": 2,
        "segments": 9,
        "translated": 7,
        "reviewed": 2,
        "final": 0,
    }
    assert (en["stale"], en["missing"], en["strings_reviewed"]) == (0, 0, 0)
    assert en["strings"] == len(road.catalog("locales/en/LC_MESSAGES/site.po").entries)
    assert (es["segments"], es["translated"], es["missing"], es["strings"]) == (9, 0, 9, en["strings"])


def test_status_for_people_is_not_cut_off_where_nobody_watches(road: Road) -> None:
    road.project()
    road.write("articles/a.fr.txt", ARTICLE)
    ran = road.run("status")
    assert ran.code == 0
    head, row = ran.out.splitlines()
    assert head.split() == [
        "locale",
        "articles",
        "segments",
        "translated",
        "reviewed",
        "final",
        "stale",
        "missing",
        "site",
        "strings",
    ]
    assert row.split() == ["en", "1", "5", "0", "0", "0", "0", "5", "0/0", "reviewed"]


# --- exit codes ---


def test_done(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    assert road.translate("a.fr.txt", "--to", "en").code == 0


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)], ids=str)
def test_fail_on_chooses_from_which_severity(road: Road, fail_on: str, code: int) -> None:
    road.write("a.fr.txt", "Une phrase\u202e.\n")
    ran = road.translate("a.fr.txt", "--to", "en", "--fail-on", fail_on)
    assert [issue["severity"] for issue in ran.object["issues"]] == ["warning"]
    assert ran.code == code
    assert "a.en.txt" in road.files()


def test_fail_on_of_the_project_counts_until_the_flag_overrules_it(road: Road) -> None:
    road.project(settings='[translate]\nfail_on = "warning"\n')
    road.write("a.fr.txt", "Une phrase\u202e.\n")
    assert road.translate("a.fr.txt").code == 1
    assert road.translate("a.fr.txt", "--fail-on", "error").code == 0


def test_a_segment_kept_in_the_source_is_an_error_and_still_written(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    ran = road.translate("a.fr.txt", "--to", "en", engine="none")
    assert ran.code == 1
    found = ran.object
    assert (found["engine"], found["untranslated"], found["translated"]) == ("none", 5, 0)
    assert [(issue["kind"], issue["severity"]) for issue in found["issues"]] == [("untranslated", "error")] * 5
    assert road.read("a.en.txt") == ARTICLE
    assert [entry.target for entry in road.catalog("a.en.po").entries] == [""] * 5


def test_a_locale_without_an_engine_is_skipped_with_the_command_and_the_others_are_written(road: Road) -> None:
    road.project(["fi", "en"], '[locales.fi]\nengine = "apertium"\n[translate]\nengine = "pseudo"\n')
    road.write("a.fr.txt", ARTICLE)
    ran = road.run("translate", "a.fr.txt", "--json")
    assert ran.code == EngineMissingError.exit_code == 3
    assert [found["target"] for found in ran.objects] == ["en"]
    assert re.search(r"^skipped: .*fr to fi\n  → .+$", ran.err, re.MULTILINE)
    assert "localized/en/a.fr.txt" in road.files()
    assert not [name for name in road.files() if "/fi/" in name]


def test_a_locale_that_only_people_translate_is_written_from_its_catalog(road: Road) -> None:
    road.project(["fi"], "[locales.fi]\nmachine = false\n")
    road.write("a.fr.txt", "Bonjour à tous.\n")
    catalog = "locales/fi/articles/a.fr.txt.po"
    assert road.run("translate", "a.fr.txt").code == 1
    road.say(catalog, "Bonjour à tous.", "Hei kaikki.")
    ran = road.run("translate", "a.fr.txt", "--json")
    assert (ran.code, ran.object["engine"], ran.object["recalled"]) == (0, "none", 1)
    assert road.read("localized/fi/a.fr.txt") == "Hei kaikki.\n"


def test_interrupted(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    road.monkeypatch.setattr(segment, "segment", stop)
    ran = road.translate("a.fr.txt", "--to", "en")
    assert ran.code == 130
    assert ran.err == "interrupted; what was finished has been kept\n"
    assert road.files() == {"a.fr.txt"}


def test_a_bug_is_a_sentence_and_a_report(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)

    def fail(*_: object) -> None:
        raise ZeroDivisionError("one by nothing")

    road.monkeypatch.setattr(segment, "segment", fail)
    ran = road.translate("a.fr.txt", "--to", "en")
    assert ran.code == 70
    assert ran.err.startswith("error: this is a bug in polyglot (ZeroDivisionError: one by nothing)\n  → ")
    report = Path(ran.err.split()[-1])
    assert "Traceback" in report.read_text("utf-8")
    assert road.files() == {"a.fr.txt"}
    report.unlink()


# --- a second run ---


@pytest.mark.parametrize("project", [True, False], ids=["project", "no project"])
def test_a_second_run_writes_nothing_and_says_the_same(road: Road, project: bool) -> None:
    if project:
        road.project(["en", "es"])
    road.write("articles/a.fr.txt", ARTICLE.replace("12 000", "12\u202e000"))
    road.write("articles/b.fr.txt", page("La bibliothèque de Valmorin sera agrandie"))
    first = road.translate("articles", "--to", "en,es")
    before = road.tree()
    second = road.translate("articles", "--to", "en,es")
    assert road.tree() == before
    assert second.code == first.code
    for old, new in zip(first.objects, second.objects, strict=True):
        assert old["issues"] == new["issues"]
        assert old["states"] == new["states"]
        assert (new["recalled"], new["translated"], new["wrote"]) == (old["segments"], 0, False)


@apertium
def test_a_second_run_with_a_real_engine(road: Road) -> None:
    road.project(["en", "es", "ca"])
    road.write("articles/a.fr.txt", ARTICLE)
    road.write(
        "articles/b.fr.txt",
        page("La bibliothèque de Valmorin sera agrandie", f"{ARTICLE}\nLa glycine xyzzique fleurit."),
    )
    first = road.run("translate", "--json")
    before = road.tree()
    second = road.run("translate", "--json")
    assert road.tree() == before
    assert second.code == first.code
    assert [found["issues"] for found in second.objects] == [found["issues"] for found in first.objects]
    assert "unknown-word" in second.kinds()
    assert [found["translated"] for found in second.objects] == [0] * 6


@apertium
def test_an_unknown_word_is_told_with_its_line_and_column(road: Road) -> None:
    road.project(["ca", "en"])
    text = (
        "Une glycine à Nantes\n\n"
        "La glycine xyzzique fleurit. Le bulgroz\nde Nantes, xyzzique, dort.\n"
        "\nEnfin, il enfila son manteau.\n"
    )
    road.write("a.fr.txt", text)
    ran = road.run("translate", "a.fr.txt", "--json")
    lines = text.splitlines()
    for result in ran.objects:
        unknown = [issue for issue in result["issues"] if issue["kind"] == "unknown-word"]
        assert {issue["severity"] for issue in unknown} == {"warning"}
        placed = [issue for issue in unknown if issue["message"].startswith("unknown to the engine: ")]
        words = [(issue["message"].rpartition(" ")[2], issue["line"], issue["column"]) for issue in placed]
        assert [one for one in words if one[0] in {"xyzzique", "bulgroz"}] == [
            ("xyzzique", 3, 12),
            ("bulgroz", 3, 33),
            ("xyzzique", 4, 12),
        ]
        for word, line, column in words:
            assert lines[line - 1].startswith(word, column - 1) or column == 1
        receipt = json.loads(road.read(f"{result['output']}.receipt.json"))
        assert receipt["issues"]["unknown-word"] == len(unknown)
        legs = [issue for issue in unknown if issue["message"].startswith("unknown to the second leg: ")]
        assert bool(legs) is (result["target"] == "en")


def test_a_second_run_without_an_engine_says_the_same(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    first = road.translate("a.fr.txt", "--to", "en", engine="none")
    before = road.tree()
    second = road.translate("a.fr.txt", "--to", "en", engine="none")
    assert road.tree() == before
    assert second.object | {"wrote": True} == first.object


def test_a_lost_result_is_made_again_from_the_catalog(road: Road) -> None:
    road.project()
    road.write("a.fr.txt", ARTICLE)
    road.translate("a.fr.txt")
    before = road.read("localized/en/a.fr.txt")
    for name in ("localized/en/a.fr.txt", "localized/en/a.fr.txt.receipt.json"):
        (road.root / name).unlink()
    ran = road.translate("a.fr.txt")
    assert (ran.object["translated"], ran.object["wrote"]) == (0, True)
    assert road.read("localized/en/a.fr.txt") == before


def test_the_same_bytes_wherever_the_project_lies(road: Road) -> None:
    trees = []
    for place in ("here", "elsewhere/deeper"):
        folder = road.root / place
        folder.mkdir(parents=True)
        road.monkeypatch.chdir(folder)
        inside = Road(folder, road.monkeypatch, road.capsys)
        inside.project(["en", "es"])
        inside.write("articles/b.fr.txt", page("La bibliothèque de Valmorin sera agrandie"))
        inside.translate()
        trees.append({name: stamp.data for name, stamp in inside.tree().items()})
    assert trees[0] == trees[1]


def test_a_command_in_a_folder_of_the_project_does_the_same(road: Road) -> None:
    road.project()
    road.write("articles/deep/a.fr.txt", ARTICLE)
    road.translate()
    before = road.tree()
    road.monkeypatch.chdir(road.root / "articles/deep")
    for paths in ((), ("a.fr.txt",), (".",), ("../..",)):
        ran = road.translate(*paths)
        assert ran.object["file"] == "articles/deep/a.fr.txt"
        assert Path(ran.object["output"]).resolve() == road.root / "localized/en/articles/deep/a.fr.txt"
    assert road.tree() == before


# --- before and beside the work ---


def test_a_dry_run_says_what_would_be_done_and_does_nothing(road: Road) -> None:
    road.project(["en", "es"])
    road.write("a.fr.txt", f"{ARTICLE}\nElle compte 12 000 livres.\n")
    road.translate("a.fr.txt", "--to", "en")
    before = road.tree()
    ran = road.translate("a.fr.txt", "--dry-run")
    assert ran.code == 0
    assert road.tree() == before
    assert not (road.root / "localized/es").exists()
    en, es = ran.objects
    words = len(" ".join((*SEGMENTS, SEGMENTS[2])).split())
    facts = {"schema": 1, "dry_run": True, "file": "a.fr.txt", "engine": "pseudo", "source": "fr", "segments": 6}
    assert en == facts | {"target": "en", "recalled": 6, "words": 0, "repeats": 0, "seconds": 0.0}
    assert isinstance(es.pop("seconds"), float)
    assert es == facts | {"target": "es", "recalled": 0, "words": words, "repeats": 1}


def test_a_dry_run_for_people(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    ran = road.run("translate", "a.fr.txt", "--to", "en", "--engine", "pseudo", "--dry-run")
    assert ran.code == 0
    head, row = ran.out.splitlines()
    assert head.split() == ["file", "to", "engine", "segments", "recalled", "words", "repeats", "about"]
    assert row.split() == f"a.fr.txt en pseudo 5 0 {len(' '.join(SEGMENTS).split())} 0 0 s".split()
    assert road.files() == {"a.fr.txt"}


def test_a_dry_run_tells_of_locales_without_an_engine_too(road: Road) -> None:
    road.project(["fi", "en"], '[locales.fi]\nengine = "apertium"\n[translate]\nengine = "pseudo"\n')
    road.write("a.fr.txt", ARTICLE)
    ran = road.run("translate", "a.fr.txt", "--dry-run", "--json")
    assert ran.code == 3
    assert [found["target"] for found in ran.objects] == ["en"]
    assert "skipped: " in ran.err


def test_people_are_told_the_plan_the_counts_and_the_place(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    ran = road.run("translate", "a.fr.txt", "--to", "en", "--engine", "pseudo")
    assert ran.out == "a.en.txt\n"
    plan = [line.split() for line in ran.err.splitlines()[:2]]
    assert plan == [["from", "to", "engine", "through", "grade"], ["fr", "en", "pseudo", "-", "none"]]
    assert "a.fr.txt → en: 5 segments, 5 translated, 0 recalled; names 2/2; 0 lines set aside; written" in ran.err


def test_issues_are_shown_with_their_place(road: Road) -> None:
    road.write("[b] a.fr.txt", "Une phrase\u202e [gras].\n")
    ran = road.run("translate", "[b] a.fr.txt", "--to", "en", "--engine", "pseudo")
    assert "warning [b] a.fr.txt:1:1: invisible characters: U+202E (characters: invisible)\n" in ran.err


def test_quiet_says_nothing_where_nothing_went_wrong(road: Road) -> None:
    road.write("a.txt", page("La bibliothèque de Valmorin sera agrandie"))
    ran = road.run("translate", "a.txt", "--to", "en", "--engine", "pseudo", "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "a.en.txt\n", "")


def test_quiet_still_says_what_went_wrong(road: Road) -> None:
    road.write("a.fr.txt", "Bonjour à tous.\u202e\n")
    ran = road.run("translate", "a.fr.txt", "--to", "en", "--engine", "none", "--quiet")
    assert ran.code == 1
    assert ran.err == "error a.fr.txt:1:1: not translated yet (untranslated)\n"


def progress(seen: str) -> list[str]:
    """The lines that count segments and say how long the rest will take."""
    return re.findall(r"^\d of 8 segments(?:, about \d s left)?$", seen, re.MULTILINE)


EIGHT = "\n\n".join(f"Phrase numéro {number}." for number in range(8))
QUARTERS = [*(f"{done} of 8 segments, about 0 s left" for done in (2, 4, 6)), "8 of 8 segments"]


def test_plain_progress_stands_still(road: Road) -> None:
    road.write("a.fr.txt", EIGHT)
    arguments = ("translate", "a.fr.txt", "--engine", "pseudo", "--to")
    assert progress(road.run(*arguments, "en", "--plain").err) == QUARTERS
    assert progress(road.run(*arguments, "es", "--plain", "--quiet").err) == []
    assert progress(road.run(*arguments, "ca").err) == []


@pytest.mark.parametrize("command", [("translate", "a.fr.txt", "--to", "en", "--engine", "pseudo"), ("doctor",)])
def test_nobody_gets_colours_or_movement_through_a_pipe(road: Road, command: tuple[str, ...]) -> None:
    road.write("a.fr.txt", "Une phrase\u202e.\n")
    done = process(*command, cwd=road.root, TERM="xterm-256color")
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"translating" not in done.stderr


COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3|4|9|10)\d[;m]")
"""A colour (ECMA-48, SGR 30 to 49 and 90 to 107); bold and dim are none."""


def on_a_terminal(road: Road, *arguments: str, **env: str) -> str:
    """What a person sees who gives a command at a terminal."""
    here, there = pty.openpty()
    with subprocess.Popen(
        ["env", "TERM=xterm-256color", *(f"{name}={value}" for name, value in env.items()), POLYGLOT, *arguments],
        cwd=road.root,
        stdin=there,
        stdout=there,
        stderr=there,
    ):
        os.close(there)
        seen = b""
        with suppress(OSError):  # reading from a terminal that was closed is an error on Linux
            while read := os.read(here, 4096):
                seen += read
    os.close(here)
    return seen.decode().replace("\r\n", "\n")


def test_colour_is_for_terminals_that_may_have_it(road: Road) -> None:
    road.write("a.fr.txt", "Une phrase\u202e.\n")
    arguments = ("translate", "a.fr.txt", "--to", "en", "--engine", "pseudo")
    seen = on_a_terminal(road, *arguments)
    assert COLOUR.search(seen)
    assert "warning" in seen
    assert not COLOUR.search(on_a_terminal(road, *arguments, NO_COLOR="1"))


def test_accessible_progress_stands_still(road: Road) -> None:
    road.write("a.fr.txt", EIGHT)
    arguments = ("translate", "a.fr.txt", "--engine", "pseudo", "--to")
    assert progress(on_a_terminal(road, *arguments, "en", ACCESSIBLE="1")) == QUARTERS
    moving = on_a_terminal(road, *arguments, "es", ACCESSIBLE="0")
    assert progress(moving) == []
    assert "translating" in moving


# --- help ---

COMMANDS: dict[tuple[str, ...], tuple[str, ...]] = {
    (): ("--version", "init", "translate", "segment", "glossary", "models", "strings", "check", "status", "doctor"),
    ("init",): ("--to", "--from", "--json"),
    ("translate",): (
        *("--to", "--from", "--out", "--engine", "--furniture", "--encoding", "--no-review", "--no-publish"),
        *("--relock", "--dry-run", "--fail-on", "--plain", "--quiet", "--json"),
    ),
    ("segment",): ("--from", "--furniture", "--encoding", "--json"),
    ("glossary",): ("lint", "find", "list"),
    ("glossary", "lint"): ("--json",),
    ("glossary", "find"): ("--from", "--to", "--json"),
    ("glossary", "list"): ("--to", "--json"),
    ("models",): ("list", "available", "install", "remove", "verify", "export"),
    ("models", "list"): ("--engine", "--json"),
    ("models", "available"): ("--json",),
    ("models", "install"): ("--pair", "--relock", "--quiet", "--json"),
    ("models", "remove"): ("--json",),
    ("models", "verify"): ("--json",),
    ("models", "export"): ("--out", "--quiet", "--json"),
    ("strings",): ("extract", "update", "compile"),
    ("strings", "extract"): ("--from", "--json"),
    ("strings", "update"): ("--to", "--from", "--json"),
    ("strings", "compile"): ("--to", "--json"),
    ("check",): (
        *("--to", "--from", "--fail-on", "--json", "--report", "--baseline", "--write-baseline", "--changed-since"),
    ),
    ("status",): ("--to", "--from", "--fail-under", "--by", "--badge", "--json"),
    ("doctor",): ("--json",),
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_option(road: Road, command: tuple[str, ...], flag: str) -> None:
    ran = road.run(*command, flag)
    assert ran.code == 0
    assert f"polyglot {' '.join(command)}".strip() in ran.out
    listed = re.findall(r"^[│ ]+(?:-[a-z], +)?(--[a-z-]+|[a-z]+)(?:[ ,]|$)", ran.out, re.MULTILINE)
    assert set(COMMANDS[command]) <= set(listed)


def test_without_a_command_the_help_is_shown(road: Road) -> None:
    ran = road.run()
    assert ran.code == 2
    assert "translate" in ran.out + ran.err


def test_the_version(road: Road) -> None:
    from polyglot import __version__

    assert road.run("--version").out == f"polyglot {__version__}\n"


def test_a_closed_pipe_is_no_failure(road: Road) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{POLYGLOT} glossary list --json; echo $? >&2"],
        cwd=road.root,
        check=False,
        capture_output=True,
    )
    assert done.stderr == b"0\n"
    shell = f"({POLYGLOT} glossary list --json; echo $? >&2) | head -c 10"
    done = subprocess.run(["sh", "-c", shell], cwd=road.root, check=False, capture_output=True)
    assert (len(done.stdout), done.stderr) == (10, b"0\n")


# --- a new project ---


def test_init_then_translate(road: Road) -> None:
    ran = road.run("init", "--json")
    assert ran.code == 0
    assert set(ran.object["written"]) == road.files()
    shipped = {f"glossary/{path.name}" for path in resources.shipped("glossary").glob("*.csv")}
    assert len(shipped) > 1
    assert road.files() == {"polyglot.toml", *shipped, "locales/.gitkeep", "articles/exemple.fr.txt"}
    ran = road.translate()
    assert ran.code == 0
    assert [(found["file"], found["target"]) for found in ran.objects] == [
        ("articles/exemple.fr.txt", "en"),
        ("articles/exemple.fr.txt", "es"),
    ]


@apertium
def test_init_then_translate_with_a_real_engine(road: Road) -> None:
    assert road.run("init").code == 0
    ran = road.run("translate", "--json")
    assert ran.code == 0
    en, es = ran.objects
    assert (en["engine"], en["terms"]) == ("apertium", {"hits": 2, "right": 2})
    assert "Volodymyr Zelensky" in road.read("localized/en/articles/exemple.fr.txt")
    assert "Volodímir Zelenski" in road.read("localized/es/articles/exemple.fr.txt")
    assert "12,000" in road.read("localized/en/articles/exemple.fr.txt")
    assert "12.000" in road.read("localized/es/articles/exemple.fr.txt")
    assert es["untranslated"] == 0


def test_every_key_of_the_new_settings_is_a_key(road: Road) -> None:
    road.run("init")
    text = re.sub(r"^# (?=\w+ = |\[)", "", road.read("polyglot.toml"), flags=re.MULTILINE)
    road.write("polyglot.toml", text.replace('patterns = ["REF-[0-9]+"]', "patterns = ['REF-[0-9]+']"))
    ran = road.run("status", "--json")
    assert ran.code == 0, ran.err


def test_init_tells_what_to_do_next(road: Road) -> None:
    assert road.run("init", "here").err == "next: polyglot translate here/articles\n"
    told = road.run("init", "there", "--from", "es").err
    assert told == "next: put your texts into there/articles, then run: polyglot translate there/articles\n"


def test_init_elsewhere_in_other_languages(road: Road) -> None:
    assert road.run("init", "site", "--from", "es", "--to", "pt_br,ca").code == 0
    text = road.read("site/polyglot.toml")
    assert re.search(r'^source = "es"', text, re.MULTILINE)
    assert re.search(r'^locales = \["pt-BR", "ca"\]', text, re.MULTILINE)


def test_init_leaves_what_is_there(road: Road) -> None:
    road.write("glossary/names.csv", "concept,fr,en\nx,X,X\n")
    road.run("init")
    assert road.read("glossary/names.csv") == "concept,fr,en\nx,X,X\n"
    before = road.tree()
    ran = road.run("init")
    assert ran.code == 2
    assert "there is a project here already" in ran.err
    assert road.tree() == before


# --- looking at what stands on disk ---


CATALOG = "locales/en/articles/a.fr.txt.po"


def issues_of(road: Road, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of `check` and its issues."""
    ran = road.run("check", "a.fr.txt", "--json", *arguments)
    for issue in ran.objects:
        check_shape(issue, ISSUE)
    return ran.code, ran.objects


def reviewed(road: Road, words: str, source: str = "Le président Volodymyr Zelensky a 12 livres rares.") -> None:
    """A project where a person translated a sentence so, and the article was made from it."""
    road.project()
    road.write("a.fr.txt", f"{source}\n")
    road.translate("a.fr.txt")
    road.say(CATALOG, source, words)
    road.translate("a.fr.txt")


def test_check_finds_nothing_in_a_good_text(road: Road) -> None:
    reviewed(road, "President Volodymyr Zelensky owns 12 rare books.")
    assert issues_of(road) == (0, [])


@pytest.mark.parametrize(
    ("words", "kind", "severity", "message"),
    [
        ("He owns 12 rare books.", "terminology", "error", "the name 'Volodymyr Zelensky' has no counterpart"),
        ("Volodymyr Zelensky owns 13 rare books.", "numbers", "error", "the number '12' has no counterpart"),
        ("Volodymyr Zelensky owns 12 of 20 rare books.", "numbers", "error", "the number '20' is not in the source"),
        (
            "Volodymyr Zelensky owns owns 12 rare books.",
            "duplication",
            "warning",
            "said more than once: owns owns",
        ),
        (
            "Le président Volodymyr Zelensky a 12 livres rares.",
            "untranslated",
            "warning",
            "the translation is the same as the source",
        ),
        ("“Volodymyr Zelensky owns 12 rare books.", "typographical", "warning", "quotation marks do not open"),
    ],
)
def test_check_finds_what_a_person_got_wrong_and_changes_nothing(
    road: Road, words: str, kind: str, severity: str, message: str
) -> None:
    reviewed(road, words)
    assert words in road.read("localized/en/a.fr.txt")
    before = road.tree()
    code, issues = issues_of(road)
    found = [issue for issue in issues if issue["kind"] == kind and message in issue["message"]]
    assert [
        (issue["severity"], issue["file"], issue["line"], issue["column"], issue["segment"]) for issue in found
    ] == [(severity, "a.fr.txt", 1, 1, 1)]
    assert code == int(severity == "error")
    assert road.tree() == before
    assert road.translate("a.fr.txt").object["issues"] == issues


def test_check_finds_a_copied_run_of_words(road: Road) -> None:
    source = "Les habitants de la vallée attendent depuis longtemps le retour du train."
    reviewed(road, "People say: habitants de la vallée attendent depuis longtemps.", source)
    code, (issue,) = issues_of(road)
    assert (code, issue["kind"]) == (0, "untranslated")
    assert issue["message"] == "copied from the source: habitants de la vallée attendent depuis longtemps"


def test_check_knows_what_was_never_translated(road: Road) -> None:
    road.project(["en", "es"])
    road.write("a.fr.txt", "Une phrase. Une autre.\n")
    code, issues = issues_of(road)
    assert code == 1
    assert [issue["kind"] for issue in issues] == ["missing", "missing"]
    assert "polyglot translate a.fr.txt --to en" in issues[0]["message"]
    road.translate("a.fr.txt", "--to", "en", engine="none")
    code, issues = issues_of(road, "--to", "en")
    assert code == 1
    assert [(issue["kind"], issue["segment"]) for issue in issues] == [("untranslated", 1), ("untranslated", 2)]


def test_check_knows_when_the_article_is_gone_or_was_edited(road: Road) -> None:
    reviewed(road, "President Volodymyr Zelensky owns 12 rare books.")
    road.change("localized/en/a.fr.txt", "owns", "has")
    code, (issue,) = issues_of(road)
    assert (code, issue["kind"], issue["severity"]) == (0, "edited", "warning")
    (road.root / "localized/en/a.fr.txt").unlink()
    code, (issue,) = issues_of(road)
    assert (code, issue["kind"], issue["severity"]) == (1, "missing", "error")


def test_check_knows_when_the_source_has_changed_since(road: Road) -> None:
    reviewed(road, "President Volodymyr Zelensky owns 12 rare books.")
    road.change("a.fr.txt", "rares", "très rares")
    _, issues = issues_of(road)
    assert "stale" in [issue["kind"] for issue in issues]


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_check_fails_from_the_severity_that_is_asked_for(road: Road, fail_on: str, code: int) -> None:
    reviewed(road, "Volodymyr Zelensky owns owns 12 rare books.")
    assert issues_of(road, "--fail-on", fail_on)[0] == code


def test_check_for_people(road: Road) -> None:
    reviewed(road, "Volodymyr Zelensky owns 13 rare books.")
    ran = road.run("check", "a.fr.txt")
    assert (ran.code, ran.out.splitlines()[-1], ran.err) == (1, "2 issues", "")
    assert "error a.fr.txt:1:1: the number '12' has no counterpart in the translation (numbers) [" in ran.out


def test_check_without_a_project(road: Road) -> None:
    road.write("a.fr.txt", "Il a 12 livres rares.\n")
    road.translate("a.fr.txt", "--to", "en")
    road.say("a.en.po", "Il a 12 livres rares.", "He has 13 rare books.")
    road.translate("a.fr.txt", "--to", "en")
    code, issues = issues_of(road, "--to", "en")
    assert (code, [issue["kind"] for issue in issues]) == (1, ["numbers", "numbers"])
    road.change("a.en.txt", "13", "14")
    assert "edited" in [issue["kind"] for issue in issues_of(road, "--to", "en")[1]]


def test_check_and_status_need_something_to_look_at(road: Road) -> None:
    for command in ("check", "status"):
        ran = road.run(command, "--to", "en")
        assert ran.code == 2
        assert "  → " in ran.err


# --- doctor and models ---


def test_doctor_without_a_project(road: Road) -> None:
    ran = road.run("doctor", "--json")
    assert ran.code in {0, 3}
    for finding in ran.object["findings"]:
        check_shape(finding, {"what": str, "found": str, "good": bool, "advice": str, "needed": bool})
        assert finding["good"] or finding["advice"]
    assert "polyglot init" in next(found["advice"] for found in ran.object["findings"] if found["what"] == "project")


@apertium
def test_doctor_knows_the_pairs_of_the_project(road: Road) -> None:
    road.project(["en", "es"])
    ran = road.run("doctor", "--json")
    found = {finding["what"]: finding for finding in ran.object["findings"]}
    assert ran.code == 0
    assert found["fr to en"]["found"] == "apertium, through ca"
    assert found["fr to es"]["good"]
    assert "fr-es" in found["engine apertium"]["found"]


def test_doctor_says_what_to_install_for_a_pair_without_an_engine(road: Road) -> None:
    road.project(["fi"], '[locales.fi]\nengine = "apertium"\n')
    ran = road.run("doctor", "--json")
    (pair,) = [finding for finding in ran.object["findings"] if finding["what"] == "fr to fi"]
    assert (ran.code, pair["good"], pair["needed"]) == (3, False, True)
    assert pair["advice"]


def test_doctor_does_not_ask_for_engines_where_people_translate(road: Road) -> None:
    road.project(["fi"], "[locales.fi]\nmachine = false\n")
    (pair,) = [found for found in road.run("doctor", "--json").object["findings"] if found["what"] == "fr to fi"]
    assert pair["good"]


@apertium
def test_models_lists_what_is_installed(road: Road) -> None:
    found = road.run("models", "list", "--engine", "apertium", "--json").object["models"]
    assert ["fr", "es"] in [model["route"] for model in found]
    ran = road.run("models", "list")
    assert ran.code == 0
    assert re.search(r"^apertium +fr +es ", ran.out, re.MULTILINE)
