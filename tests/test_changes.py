"""`check --changed-since`: what git says has changed is looked at, and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from polyglot import changes
from polyglot.errors import UsageError
from road import Ran, Road

SOURCE = "Il a 12 livres rares."
WRONG = "He owns 13 rare books."
NAMES = ("a.fr.txt", "b.fr.txt")


def git(folder: Path, *arguments: str) -> None:
    """Run git as a person whom it knows, without the settings of this machine."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(road: Road) -> None:
    git(road.root, "add", "--all")
    git(road.root, "commit", "--quiet", "--message", "x")


def catalog(name: str, locale: str = "en") -> str:
    return f"locales/{locale}/articles/articles/{name}.po"


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A repository with a project in which every article has a wrong number in both languages."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project(["en", "es"])
    for name in NAMES:
        road.write(f"articles/{name}", f"{SOURCE}\n")
    road.translate()
    for name in NAMES:
        for locale in ("en", "es"):
            road.say(catalog(name, locale), SOURCE, WRONG)
    road.translate()
    git(tmp_path, "init", "--quiet")
    commit(road)
    return road


def since(road: Road, name: str = "HEAD", *more: str) -> Ran:
    return road.run("check", "--changed-since", name, "--json", *more)


def test_nothing_has_changed(road: Road) -> None:
    ran = since(road)
    assert (ran.code, ran.objects) == (0, [])
    assert len(road.run("check", "--json").objects) == 8


def test_a_changed_article_is_looked_at_in_every_locale(road: Road) -> None:
    road.write("articles/a.fr.txt", f"{SOURCE}\n\nUne phrase.\n")
    ran = since(road)
    assert ran.code == 1
    assert {one["file"] for one in ran.objects} == {"articles/a.fr.txt"}
    assert [one["kind"] for one in ran.objects].count("untranslated") == 2


@pytest.mark.parametrize("place", [catalog("b.fr.txt", "es"), "localized/es/articles/b.fr.txt"])
def test_a_changed_result_is_looked_at_in_its_locale(road: Road, place: str) -> None:
    road.write(place, f"{road.read(place)}\n")
    ran = since(road)
    assert {one["file"] for one in ran.objects} == {"articles/b.fr.txt"}
    assert [one["kind"] for one in ran.objects].count("numbers") == 2


@pytest.mark.parametrize("place", ["glossary/new.csv", "polyglot.toml"])
def test_a_changed_glossary_or_setting_concerns_all(road: Road, place: str) -> None:
    before = road.read(place) if place in road.files() else "concept,fr,en\nx,X,X\n"
    road.write(place, f"{before}\n")
    assert {one["file"] for one in since(road).objects} == {f"articles/{name}" for name in NAMES}
    commit(road)
    assert since(road).objects == []
    if place.startswith("glossary"):
        (road.root / place).unlink()
        assert {one["file"] for one in since(road).objects} == {f"articles/{name}" for name in NAMES}


def test_a_renamed_and_a_new_article_are_looked_at(road: Road) -> None:
    git(road.root, "mv", "articles/a.fr.txt", "articles/à l’été.fr.txt")
    road.write("articles/new one.fr.txt", "Une phrase.\n")
    told = {(one["file"], one["kind"]) for one in since(road).objects}
    assert told == {
        *((f"articles/{name}.fr.txt", "missing") for name in ("à l’été", "new one")),
    }
    git(road.root, "mv", catalog("a.fr.txt"), catalog("gone.fr.txt"))
    assert (catalog("gone.fr.txt"), "orphan") in {(one["file"], one["kind"]) for one in since(road).objects}


def test_a_branch_is_compared_with_where_it_began(road: Road) -> None:
    git(road.root, "branch", "topic")
    road.write("articles/a.fr.txt", f"{SOURCE}\n\nUne phrase.\n")
    commit(road)
    git(road.root, "branch", "trunk")
    git(road.root, "checkout", "--quiet", "topic")
    road.write("articles/b.fr.txt", f"{SOURCE}\n\nUne phrase.\n")
    assert {one["file"] for one in since(road, "trunk").objects} == {"articles/b.fr.txt"}


def test_a_project_below_the_top_of_a_repository(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    road.write("articles/a.fr.txt", f"{SOURCE}\n\nUne phrase.\n")
    monkeypatch.chdir(road.root / "articles")
    assert {one["file"] for one in since(road).objects} == {"articles/a.fr.txt"}


def test_what_lies_outside_is_looked_at(road: Road, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "c.fr.txt"
    outside.write_text("Une phrase.\n", "utf-8")
    assert {one["kind"] for one in since(road, "HEAD", str(outside)).objects} == {"missing"}


def test_a_broken_file_that_has_not_changed_is_not_looked_at(road: Road) -> None:
    road.write(catalog("a.fr.txt"), "<<<<<<< HEAD\n")
    assert since(road).code == 2
    commit(road)
    assert since(road).code == 0


@pytest.mark.parametrize("name", ["nowhere", "--output=x", "", "HEAD:articles", "HEAD..HEAD"])
def test_a_commit_that_is_none(road: Road, name: str) -> None:
    ran = road.run("check", f"--changed-since={name}")
    assert ran.code == (1 if not name else 2)
    assert ("git knows no commit" in ran.err) == bool(name)


def test_without_a_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a git repository"):
        changes.since(tmp_path, "HEAD")


def test_without_git(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran = since(road)
    assert (ran.code, ran.object["error"]) == (2, "git cannot be run: no such file or directory")


def test_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(UsageError, match="git knows no commit 'HEAD'"):
        changes.since(tmp_path, "HEAD")
