"""What is committed does not depend on what is not: without `.polyglot` the same bytes come, and of its own only."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from neural import unpack
from polyglot import desk, files, runs
from polyglot.desk import Decision
from polyglot.runs import Wishes
from road import ARTICLE, SEGMENTS, Road, Stamp, page, process

A, B = "articles/a.fr.txt", "articles/b.fr.txt"
CATALOG = f"locales/en/articles/{A}.po"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS
LATER = "La salle de lecture a 12 places."


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project with an article and a saved page."""
    (tmp_path / "packages").mkdir()
    unpack(tmp_path / "packages")
    (tmp_path / "project").mkdir()
    road = Road(tmp_path / "project", monkeypatch, capsys)
    road.project()
    road.write(A, f"{ARTICLE}\n{LATER}\n")
    road.write(B, page("La bibliothèque de Valmorin sera agrandie"))
    return road


def people(road: Road, catalog: str) -> None:
    """What people do in a catalog: accept, say it otherwise, and leave the doubt where it was."""
    road.accept(catalog, QUOTE)
    road.say(catalog, BOOKS, "12,000 books!")
    road.say(catalog, FREE, "Free!", clear=False)
    road.say(catalog, LATER, "There are 12 seats in the reading room.")


def committed(road: Road) -> dict[str, bytes]:
    """The bytes of all that is for version control."""
    return {name: stamp.data for name, stamp in road.tree().items()}


def run(road: Road, engine: str) -> None:
    """Translate all; with the neural engine in a process of its own, which looks for packages anew."""
    if engine == "argos":
        packages = str(road.root.with_name("packages"))
        done = process("translate", "--engine", "argos", cwd=road.root, ARGOS_PACKAGES_DIR=packages)
        assert done.returncode in {0, 1}, done.stderr.decode()
    else:
        road.translate(engine=engine)


def afresh(road: Road, engine: str) -> dict[str, bytes]:
    """What a run gives in a copy that nothing but the committed files have come to."""
    copy = road.root.with_name("clone")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(road.root, copy, ignore=shutil.ignore_patterns(".polyglot"))
    other = Road(copy, road.monkeypatch, road.capsys)
    run(other, engine)
    road.monkeypatch.chdir(road.root)
    return committed(other)


@pytest.mark.parametrize(
    ("engine", "target"),
    [("pseudo", "en"), pytest.param("apertium", "es", marks=pytest.mark.apertium), ("argos", "en")],
)
def test_without_the_memory_the_same_bytes_come(road: Road, engine: str, target: str) -> None:
    if engine == "apertium" and shutil.which("apertium") is None:
        pytest.skip("Apertium is not installed")
    road.project([target])
    catalog = CATALOG.replace("/en/", f"/{target}/")
    run(road, engine)
    first = committed(road)
    assert {"polyglot.lock", catalog} <= first.keys() or engine == "pseudo"
    assert afresh(road, engine) == first
    people(road, catalog)
    beside = afresh(road, engine)
    run(road, engine)
    assert committed(road) == beside
    assert "12,000 books!" in road.read(f"localized/{target}/{A}")
    road.change(A, "12 places", "13 places")
    road.change(A, "a déclaré une élève", "a déclaré une jeune élève")
    beside = afresh(road, engine)
    run(road, engine)
    assert committed(road) == beside
    assert road.entry(catalog, LATER.replace("12", "13")).previous == LATER
    shutil.rmtree(road.root / ".polyglot")
    run(road, engine)
    assert committed(road) == beside


def others(road: Road) -> dict[str, Stamp]:
    """All that belongs to the other article."""
    return {name: stamp for name, stamp in road.tree().items() if "b.fr" in name}


def test_another_articles_review_is_not_touched(road: Road) -> None:
    road.translate()
    road.say(f"locales/en/articles/{B}.po", "par Hélène Vasseur", "by Hélène Vasseur, at the town hall")
    road.translate()
    before = others(road)
    road.change(A, "12 places", "13 places")
    for paths in ((A,), ()):
        road.translate(*paths)
        assert others(road) == before
    with ExitStack() as stack:
        run = runs.start(Wishes(paths=(road.root / A,)), stack)
        stack.enter_context(files.locked(road.root))
        (sheet,) = desk.sheets(run)
        assert desk.save(sheet, {sheet.lines[0].context: Decision("A library in Kyiv")})
    assert others(road) == before
    road.translate()
    assert others(road) == before


def test_a_run_over_one_article_gives_what_a_run_over_all_gives(road: Road) -> None:
    road.translate()
    whole = committed(road)
    shutil.rmtree(road.root / ".polyglot")
    for name in whole:
        if name.startswith("localized/"):
            (road.root / name).unlink()
    for article in (B, A):
        road.translate(article)
    assert committed(road) == whole
