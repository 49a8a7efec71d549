"""What is left of sources that are gone: told, and removed when a person says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyglot import orphans
from polyglot.project import around
from road import ARTICLE, SEGMENTS, Road

SOURCE = "articles/deep/a.fr.txt"
CATALOG = f"locales/en/articles/{SOURCE}.po"
OUTPUT = f"localized/en/{SOURCE}"
LEFT = [CATALOG, OUTPUT, f"{OUTPUT}.receipt.json"]


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project with two articles that have been translated."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    road.write(SOURCE, ARTICLE)
    road.write("articles/b.fr.txt", "Bonjour à tous.\n")
    assert road.translate("articles").code == 0
    return road


def found(road: Road) -> list[str]:
    """The names of all orphans."""
    project = around((), road.root)
    return [project.name(orphan.path) for orphan in orphans.find(project)]


def test_where_all_sources_are_there_nothing_is_an_orphan(road: Road) -> None:
    before = road.tree()
    assert found(road) == []
    assert road.run("review", "prune").code == 0
    assert road.tree() == before


def test_what_is_left_of_a_deleted_source_is_told(road: Road) -> None:
    (road.root / SOURCE).unlink()
    assert found(road) == LEFT
    told = [issue for issue in road.run("check", "--json").objects if issue["kind"] == "orphan"]
    assert [issue["file"] for issue in told] == LEFT
    assert {issue["severity"] for issue in told} == {"warning"}
    assert road.run("status", "--json").object["orphans"] == 3
    assert "3 files are left of sources that are gone" in road.run("status").err


def test_a_rehearsal_removes_nothing_and_says_what_people_would_lose(road: Road) -> None:
    road.accept(CATALOG, SEGMENTS[0])
    (road.root / SOURCE).unlink()
    before = road.tree()
    ran = road.run("review", "prune", "--dry-run")
    assert ran.out.splitlines() == [f"{CATALOG} (with 1 texts of people's)", *LEFT[1:]]
    assert "3 files would be removed" in ran.err
    assert road.tree() == before


def test_pruning_removes_them_with_their_folders_and_nothing_else(road: Road) -> None:
    (road.root / SOURCE).unlink()
    before = road.files()
    ran = road.run("review", "prune", "--json")
    assert (ran.code, [one["path"] for one in ran.objects]) == (0, LEFT)
    assert before - road.files() == set(LEFT)
    assert not (road.root / OUTPUT).parent.exists()
    assert found(road) == []


def test_what_a_person_changed_stays(road: Road) -> None:
    road.write(OUTPUT, "A person's words.\n")
    (road.root / SOURCE).unlink()
    ran = road.run("review", "prune")
    assert ran.out.splitlines() == [CATALOG]
    assert f"kept {OUTPUT}: changed by hand" in ran.err
    assert road.read(OUTPUT) == "A person's words.\n"


def test_a_source_from_elsewhere_is_no_orphan(road: Road, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "c.fr.txt"
    elsewhere.write_text("Bonsoir à tous.\n", "utf-8")
    road.translate("articles", elsewhere)
    assert "locales/en/articles/c.fr.txt.po" in road.files()
    assert found(road) == []
    elsewhere.unlink()
    assert "locales/en/articles/c.fr.txt.po" in found(road)


def test_receipts_of_other_programs_are_none_of_ours(road: Road) -> None:
    for name, data in (("x", "{}"), ("y", "[1]"), ("z", "no JSON"), ("w", '{"source": {"path": 1}}')):
        road.write(f"shop/{name}.receipt.json", data)
    assert found(road) == []


def test_there_is_nothing_to_prune_without_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Road(tmp_path, monkeypatch, capsys).run("review", "prune").code == 2
