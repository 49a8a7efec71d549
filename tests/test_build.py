"""`polyglot build`: the whole project in one command, and, frozen, what is committed and nothing else."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counting_engine import PLACE, CountingEngine
from polyglot import crew, engines, hands, pipeline
from polyglot.runs import scouts
from road import ARTICLE, SEGMENTS, Road, page, process

A, B = "articles/a.fr.txt", "articles/b.md"
OUT = "localized/en/articles/a.fr.txt"
CATALOG = f"locales/en/articles/{A}.po"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS
REPORT = ".polyglot/build.json"
DERIVED = r"\.polyglot/(?!build\.json)"


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project of two articles whose engine counts what it is asked, built once."""
    monkeypatch.setitem(engines.BUILT_IN, "counting", PLACE)
    monkeypatch.setattr(CountingEngine, "asked", [])
    road = Road(tmp_path, monkeypatch, capsys)
    road.project(["en", "es"])
    road.write("glossary/names.csv", "concept,kind,fr,en,es\nkyiv,place,Kyiv,Kyiv,Kiev\n")
    road.write(A, ARTICLE)
    road.write(B, "---\ntitle: Un titre\n---\n\nLa ville de **Kyiv** a `ouvert` la porte 3.\n")
    build(road)
    return road


def build(road: Road, *flags: str) -> int:
    """Build with the engine that counts; what it was asked is counted anew."""
    CountingEngine.asked.clear()
    return road.run("build", "--engine", "counting", *flags).code


def told(road: Road) -> dict[str, Any]:
    """The report of the last build."""
    found = json.loads(road.read(REPORT))
    assert isinstance(found, dict)
    return found


def article(road: Road, file: str, target: str) -> dict[str, Any]:
    """An article in the report."""
    (one,) = [one for one in told(road)["articles"] if (one["file"], one["target"]) == (file, target)]
    assert isinstance(one, dict)
    return one


def without_outputs(road: Road) -> None:
    """A project whose localised files are not committed."""
    shutil.rmtree(road.root / "localized")
    shutil.rmtree(road.root / ".polyglot")


def localized(road: Road) -> dict[str, bytes]:
    """The localised files."""
    files = ((name, stamp.data) for name, stamp in road.tree().items() if name.startswith("localized/"))
    return {name: data for name, data in files if not name.endswith(".receipt.json")}


# --- with an engine ---


def test_everything_is_built_in_all_locales(road: Road) -> None:
    for tag in ("en", "es"):
        for name in (A, B):
            assert {f"localized/{tag}/{name}", f"locales/{tag}/articles/{name}.po"} <= road.files()
    report = told(road)
    assert [one["locale"] for one in report["locales"]] == ["en", "es"]
    assert {one["articles"] for one in report["locales"]} == {2}
    assert report["schema"] == 1
    assert report["articles"][0]["changed"]


def test_a_second_build_asks_and_writes_nothing(road: Road) -> None:
    tree = road.tree()
    build(road)
    once = road.read(REPORT)
    assert not CountingEngine.asked
    assert road.tree() == tree
    build(road)
    assert road.read(REPORT) == once
    assert not any(one["changed"] or one["changes"] for one in told(road)["articles"])


def test_a_changed_article_is_built_alone(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = pipeline.prepare

    def watched(path: Path, *rest: object) -> pipeline.Prepared:
        read.append(path.name)
        return real(path, *rest)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(pipeline, "prepare", watched)
    before = road.tree()
    road.change(A, "12 000 livres", "13 000 livres")
    build(road)
    assert sorted(CountingEngine.asked) == ["Elle compte 13 000 livres."] * 2
    assert read == ["a.fr.txt"]
    written = {name for name, stamp in road.tree().items() if stamp != before.get(name)} - {A}
    assert written == {
        place
        for tag in ("en", "es")
        for place in (f"localized/{tag}/{A}", f"localized/{tag}/{A}.receipt.json", f"locales/{tag}/articles/{A}.po")
    }
    (change,) = article(road, A, "en")["changes"]
    assert (change["former"], change["source"]) == (BOOKS, "Elle compte 13 000 livres.")
    assert "13" in change["after"]
    assert "12" in change["before"]
    assert article(road, B, "en")["changed"] is False


def test_the_report_tells_how_names_are_said(road: Road) -> None:
    names = {(one["locale"], one["concept"]): one for one in told(road)["names"]}
    assert names["es", "kyiv"]["forms"] == {"Kiev": 2}
    assert names["es", "kyiv"]["consistent"]
    road.say(CATALOG, TITLE, "A library opens today")
    build(road)
    names = {(one["locale"], one["concept"]): one for one in told(road)["names"]}
    assert (names["en", "kyiv"]["missed"], names["en", "kyiv"]["consistent"]) == (1, False)
    (issue,) = [one for one in article(road, A, "en")["issues"] if one["kind"] == "terminology"]
    assert (issue["source"], issue["target"]) == (TITLE, "A library opens today")


def test_a_report_in_a_folder_is_the_same_and_a_page(road: Road) -> None:
    build(road, "--report", "out")
    assert road.read("out/build.json") == road.read(REPORT)
    assert road.read("out/report.html").startswith("<!DOCTYPE html>")


def test_prune_removes_what_has_no_source(road: Road) -> None:
    (road.root / B).unlink()
    build(road)
    assert [one["kind"] for one in told(road)["issues"]].count("orphan") == 6
    build(road, "--prune")
    assert len(told(road)["pruned"]) == 6
    assert not [name for name in road.files() if "b.md" in name]
    assert told(road)["issues"] == []


def test_a_site_of_strings_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    road = Road(tmp_path, monkeypatch, capsys)
    road.project(["en"], '[publish]\nstrings = "machine"\n[strings.sources]\n"src/**/*.py" = "python"\n')
    road.write("src/a.py", '_("Le temps passe.")\n')
    assert road.run("build", "--engine", "pseudo").code == 0
    assert road.entry("locales/en/LC_MESSAGES/site.po", "Le temps passe.").target
    assert "locales/en/LC_MESSAGES/site.mo" in road.files()
    assert told(road)["locales"][0]["strings"]["published"] == 1
    tree = road.tree()
    assert road.run("build", "--frozen").code == 0
    assert road.tree() == tree
    road.write("src/a.py", '_("Le temps presse.")\n')
    assert road.run("build", "--frozen").code == 1
    assert [one["file"] for one in told(road)["issues"]] == ["locales/site.pot"]


@pytest.mark.parametrize("flags", [("--engine", "pseudo"), ("--prune",), ("--refresh",), ("--relock",)])
def test_a_frozen_build_makes_and_removes_nothing(road: Road, flags: tuple[str, ...]) -> None:
    ran = road.run("build", "--frozen", *flags)
    assert ran.code == 2
    assert "frozen" in ran.err


def test_no_project_no_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = Road(tmp_path, monkeypatch, capsys).run("build")
    assert ran.code == 2
    assert "polyglot init" in ran.err


# --- frozen ---


def test_frozen_files_are_those_of_the_build(road: Road) -> None:
    tree, files = road.tree(), localized(road)
    assert road.run("build", "--frozen").code == 0
    assert road.tree() == tree, "what is committed stands as it stood"
    without_outputs(road)
    assert road.run("build", "--frozen").code == 0
    assert localized(road) == files
    assert not (road.root / ".polyglot/memory.sqlite").exists()
    committed = {name for name in tree if not name.startswith("localized/")}
    assert {name: road.tree()[name] for name in committed} == {name: tree[name] for name in committed}
    again = road.tree()
    assert road.run("build", "--frozen").code == 0
    assert road.tree() == again


def test_what_people_said_goes_out_frozen_too(road: Road) -> None:
    without_outputs(road)
    road.run("build", "--frozen")
    road.say(CATALOG, FREE, "Come in, it is free.")
    assert road.run("build", "--frozen").code == 0, "a frozen build makes its own files anew"
    assert "Come in, it is free." in road.read(OUT)
    build(road)
    assert "Come in, it is free." in road.read(OUT)
    assert '"frozen"' not in road.read(f"{OUT}.receipt.json")


def test_a_committed_file_that_would_be_another_is_left_and_told(road: Road) -> None:
    tree = road.tree()
    road.say(CATALOG, FREE, "Come in, it is free.")
    ran = road.run("build", "--frozen")
    assert ran.code == 1
    assert "polyglot build" in ran.err
    assert road.tree()[OUT] == tree[OUT]
    assert [one["kind"] for one in article(road, A, "en")["issues"]] == ["stale"]
    assert road.run("build", "--frozen", "--out", "public").code == 0
    assert "Come in, it is free." in road.read("public/en/articles/a.fr.txt")


def test_a_published_file_that_a_person_changed_is_left(road: Road) -> None:
    without_outputs(road)
    road.run("build", "--frozen")
    road.write(OUT, "Mine.")
    road.say(CATALOG, FREE, "Come in, it is free.")
    assert road.run("build", "--frozen").code == 1
    assert road.read(OUT) == "Mine."


def test_a_catalog_behind_its_source_is_told(road: Road) -> None:
    without_outputs(road)
    before = road.read(CATALOG)
    road.change(A, "12 000 livres", "13 000 livres")
    assert road.run("build", "--frozen").code == 1
    issues = article(road, A, "en")["issues"]
    assert [(one["kind"], one["severity"]) for one in issues if one["kind"] == "stale"] == [("stale", "error")]
    assert "13 000 livres" in road.read(OUT), "the others are built, with the source in its place"
    assert road.read(CATALOG) == before


@pytest.mark.parametrize(
    ("missing", "code", "shown"), [("source", 0, BOOKS), ("omit", 0, ""), ("fail", 1, None)], ids=str
)
def test_what_is_missing_falls_back_or_fails_by_choice(road: Road, missing: str, code: int, shown: str | None) -> None:
    without_outputs(road)
    road.project(["en", "es"], f'[publish]\nmissing = "{missing}"\n')
    road.say(CATALOG, BOOKS, "")
    assert road.run("build", "--frozen").code == code
    if shown is None:
        assert OUT not in road.files()
        assert f"localized/es/{A}" in road.files()
        assert "missing" in [one["kind"] for one in article(road, A, "en")["issues"]]
    else:
        assert (BOOKS in road.read(OUT)) is bool(shown)
        assert "untranslated" in [one["kind"] for one in article(road, A, "en")["issues"]]


def test_a_new_article_falls_back(road: Road) -> None:
    road.write("articles/c.txt", "Il neige sur la ville.\n")
    assert road.run("build", "--frozen").code == 0
    assert "Il neige sur la ville." in road.read("localized/en/articles/c.txt")
    assert not [name for name in road.files() if name.startswith("locales") and "c.txt" in name]
    build(road)
    assert "Il neige sur la ville." not in road.read("localized/en/articles/c.txt")


def test_strings_of_pages_are_compiled_and_never_gathered(road: Road) -> None:
    road.write("articles/d.txt", page("La bibliothèque de Valmorin sera agrandie"))
    build(road)
    mo = "locales/en/LC_MESSAGES/site.mo"
    data = (road.root / mo).read_bytes()
    (road.root / mo).unlink()
    assert road.run("build", "--frozen").code == 0
    assert (road.root / mo).read_bytes() == data
    (road.root / "locales/site.pot").unlink()
    assert road.run("build", "--frozen").code == 1
    assert "locales/site.pot" not in road.files()


def test_the_same_bytes_on_any_machine(road: Road) -> None:
    road.write("articles/d.txt", page("La bibliothèque de Valmorin sera agrandie"))
    build(road)
    road.say(CATALOG, FREE, "Come in, it is free.")
    without_outputs(road)
    machines: tuple[dict[str, str], ...] = (
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "77"},
        {"LC_ALL": "de_DE.UTF-8", "TZ": "America/Lima", "PYTHONHASHSEED": "random", "PYTHONUTF8": "0"},
    )
    trees = []
    for number, machine in enumerate(machines):
        copy = road.root.with_name(f"machine {number}")
        shutil.copytree(road.root, copy)
        ran = process("build", "--frozen", "--json", cwd=copy, stdin=b"", **machine)
        assert ran.returncode == 0, ran.stderr.decode()
        files = {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        trees.append(({name: files[name] for name in files if not re.match(DERIVED, str(name))}, ran.stdout))
    assert len(trees[0][0]) > 20
    assert trees[0] == trees[1] == trees[2]


# --- on all cores ---


def shared_out(road: Road, monkeypatch: pytest.MonkeyPatch, cores: int) -> tuple[dict[str, bytes], str, int]:
    """What a build from memory alone makes on so many cores, its report, and what it asked."""
    monkeypatch.setattr(hands, "cores", lambda: cores)
    for name in ("localized", "locales"):
        shutil.rmtree(road.root / name)
    (road.root / ".polyglot/settled.json").unlink()
    build(road)
    return {name: stamp.data for name, stamp in road.tree().items()}, road.read(REPORT), len(CountingEngine.asked)


@pytest.fixture
def many(road: Road, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A site of many articles that was built; the list gets how many works each window has settled on several cores."""
    for number in range(12):
        road.write(f"articles/n{number:02}.txt", ARTICLE.replace("12 000", f"{number} 000"))
    build(road)
    monkeypatch.setattr(crew, "LEAST", 4)
    handed: list[int] = []

    def watched(real: Callable[..., crew.Done]) -> Callable[..., crew.Done]:
        def settled(*given: object) -> crew.Done:
            done = real(*given)
            handed.append(len(done))
            return done

        return settled

    monkeypatch.setattr(scouts.Scouts, "settled", watched(scouts.Scouts.settled))
    monkeypatch.setattr(crew, "settled", watched(crew.settled))
    return handed


def test_many_cores_make_the_same_bytes_as_one(road: Road, monkeypatch: pytest.MonkeyPatch, many: list[int]) -> None:
    alone = shared_out(road, monkeypatch, 1)
    several = shared_out(road, monkeypatch, 3)
    assert several == alone
    assert alone[2] == 0
    assert many == [0, 28]


def test_later_windows_are_shared_out_anew(road: Road, monkeypatch: pytest.MonkeyPatch, many: list[int]) -> None:
    alone = shared_out(road, monkeypatch, 1)
    monkeypatch.setattr(pipeline, "WINDOW", 50)
    assert shared_out(road, monkeypatch, 3) == alone
    assert many == [0, 12, 10, 0], "the last window has too few"


def test_a_process_that_dies_is_done_without(road: Road, monkeypatch: pytest.MonkeyPatch, many: list[int]) -> None:
    def dies(*_: object) -> None:
        os._exit(1)

    alone = shared_out(road, monkeypatch, 1)
    monkeypatch.setattr(scouts, "_scout", dies)
    assert shared_out(road, monkeypatch, 3) == alone
    assert many[0] == 0


def test_what_cannot_be_read_is_told_by_many_cores_as_by_one(
    road: Road, monkeypatch: pytest.MonkeyPatch, many: list[int]
) -> None:
    for number in (3, 4, 8):
        (road.root / f"articles/n{number:02}.txt").write_bytes(b"\xff\xfe\xff")
    road.write("articles/n06.txt", " ")
    alone = shared_out(road, monkeypatch, 1)
    assert shared_out(road, monkeypatch, 3) == alone
    assert alone[1].count('"unreadable"') == 4
    assert many == [0, 20]


def test_what_needs_an_engine_is_left_to_it(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "LEAST", 4)
    monkeypatch.setattr(hands, "cores", lambda: 2)
    for number in range(12):
        road.write(f"articles/n{number:02}.txt", f"Il y a {number} livres sur la table.\n")
    build(road)
    assert len(CountingEngine.asked) == 24
    assert len(localized(road)) == 28
