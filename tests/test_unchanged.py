"""What need not be done again: a run that spares pages tells the same as any other, and does what has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from polyglot import pipeline
from road import ARTICLE, Road

PAGE = """<!doctype html><html lang="fr"><head><title>Une page</title></head><body><nav><a href="/">Accueil</a></nav>
<article><h1>Une page</h1><p>La ville de Kyiv a <b>rouvert</b> sa bibliothèque lundi.</p></article>
<footer><p>Tous droits réservés.</p></footer></body></html>
"""
PATH = ".polyglot/settled.json"


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    road = Road(tmp_path, monkeypatch, capsys)
    road.project(["en", "es"])
    road.write("articles/a.txt", ARTICLE)
    road.write("articles/b.html", PAGE)
    road.write("articles/c.md", "---\ntitle: Un titre\n---\n\nLa ville de **Kyiv** a `ouvert` la porte 3.\n")
    road.write("articles/d.txt", "Le président xyz a parlé à Kyiv. Il y a 12 000 livres.\n")
    road.translate()
    return road


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that are read from now on."""
    names: list[str] = []
    real = pipeline.prepare

    def watched(path: Path, *arguments: object) -> pipeline.Prepared:
        names.append(path.name)
        return real(path, *arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(pipeline, "prepare", watched)
    return names


def test_a_run_without_changes_reads_no_page_and_tells_the_same(road: Road, prepared: list[str]) -> None:
    tree = road.tree()
    spared = road.translate()
    assert not prepared
    assert road.tree() == tree
    (road.root / PATH).unlink()
    whole = road.translate()
    assert sorted(prepared) == ["a.txt", "b.html", "c.md", "d.txt"]
    assert sorted(spared.objects, key=str) == sorted(whole.objects, key=str)
    assert spared.code == whole.code


def reviewed(road: Road, name: str) -> None:
    """A person has looked at the first entry of a catalog."""
    road.write(name, road.read(name).replace("#, fuzzy\n", "", 1))


CHANGES: dict[str, tuple[Callable[[Road], object], set[str]]] = {
    "source": (lambda road: road.change("articles/a.txt", "L’entrée", "La sortie"), {"a.txt"}),
    "a person's word": (lambda road: reviewed(road, "locales/es/articles/articles/d.txt.po"), {"d.txt"}),
    "output": (lambda road: road.change("localized/en/articles/c.md", "title", "Title"), {"c.md"}),
    "output gone": (lambda road: (road.root / "localized/en/articles/a.txt").unlink(), {"a.txt"}),
    "receipt gone": (lambda road: (road.root / "localized/en/articles/a.txt.receipt.json").unlink(), {"a.txt"}),
    "settings": (
        lambda road: road.change("polyglot.toml", "[project]", "[publish]\nnotice = false\n[project]"),
        {"a.txt", "b.html", "c.md", "d.txt"},
    ),
    "site": (lambda road: reviewed(road, "locales/en/LC_MESSAGES/site.po"), {"b.html"}),
    "another page": (
        lambda road: road.write("articles/e.txt", "Une autre page à lire.\n"),
        {"a.txt", "b.html", "c.md", "d.txt", "e.txt"},
    ),
    "record damaged": (lambda road: road.write(PATH, "{"), {"a.txt", "b.html", "c.md", "d.txt"}),
    "a letter of the record": (
        lambda road: road.write(PATH, road.read(PATH).replace("furniture", "furnitura", 1)),
        {"a.txt", "b.html", "c.md", "d.txt"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_change_reaches_is_done_again(road: Road, prepared: list[str], change: str) -> None:
    make, wanted = CHANGES[change]
    make(road)
    road.translate()
    assert set(prepared) == wanted
    prepared.clear()
    road.translate()
    assert set(prepared) <= {"b.html"}, "whose site has other strings now, perhaps"


def test_another_engine_does_it_again(road: Road, prepared: list[str]) -> None:
    road.translate(engine="echo")
    assert len(set(prepared)) == 4


def test_without_catalogs_nothing_is_spared(road: Road, prepared: list[str]) -> None:
    road.translate("--no-review")
    assert len(set(prepared)) == 4


def test_furniture_that_is_not_dropped_is_told_each_time(road: Road, prepared: list[str]) -> None:
    told = "furniture is dropped from plain text only; it stays in articles/b.html"
    assert told in road.translate("--furniture", "drop").err
    road.translate("--furniture", "drop")
    prepared.clear()
    assert told in road.translate("--furniture", "drop").err
    assert not prepared
    assert told not in road.translate().err


def test_lines_set_aside_are_listed_again(road: Road, prepared: list[str]) -> None:
    (road.root / PATH).unlink()
    first = [
        line for line in road.run("translate", "--engine", "pseudo").err.splitlines() if line.startswith("set aside")
    ]
    prepared.clear()
    again = [
        line for line in road.run("translate", "--engine", "pseudo").err.splitlines() if line.startswith("set aside")
    ]
    assert not prepared
    assert len(first) == 2
    assert sorted(again) == sorted(first)


def test_what_nobody_has_translated_is_looked_at_again_when_people_have_said_something(
    road: Road, prepared: list[str]
) -> None:
    """In whatever article: the memory may serve it now."""
    road.write("articles/e.txt", "Il y a 12 000 livres.\n")
    road.translate("--to", "en", engine="none")
    prepared.clear()
    road.translate("--to", "en", engine="none")
    assert not prepared
    road.say("locales/en/articles/articles/d.txt.po", "Il y a 12 000 livres.", "There are 12,000 books.")
    road.translate("--to", "en", engine="none")
    assert "e.txt" in prepared
    assert "There are 12,000 books." in road.read("localized/en/articles/e.txt")
    road.translate("--to", "en", engine="none")
    prepared.clear()
    road.translate("--to", "en", engine="none")
    assert not prepared
