"""Long runs: what is asked, recorded and written is the same however the work is cut into windows."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from polyglot import engines, files, pipeline, runs
from polyglot.direction import Watch
from polyglot.engines.pseudo import PseudoEngine
from polyglot.errors import OutputError
from polyglot.memory import Answer, Memory
from polyglot.model import Candidates, Masked, Pair, Rung, Tag
from polyglot.runs import Aside, Audience, Wishes
from road import ARTICLE, POLYGLOT, SEGMENTS, Road, page
from slow_engine import written


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """An empty folder with a command line, and an engine that remembers what it is asked."""
    monkeypatch.setitem(engines.BUILT_IN, "listening", f"{__name__}:Listening")
    Listening.asked.clear()
    Listening.recorded.clear()
    return Road(tmp_path, monkeypatch, capsys)


class Listening(PseudoEngine):
    """The pseudo engine, which remembers what it is asked, and how much is on record by then."""

    name = "listening"
    asked: list[str] = []  # noqa: RUF012 - one list for the engines of all runs of a test
    recorded: list[int] = []  # noqa: RUF012 - as above

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        """Answer one after the other."""
        for key, masked in items:
            self.asked.append(f"{pair.target} {written(masked)}")
            database = Path(".polyglot/memory.sqlite-wal")
            self.recorded.append(database.stat().st_size if database.exists() else 0)
            yield from super().translate([(key, masked)], pair, rung)


def many(road: Road, count: int, each: int) -> None:
    """A project with files of so many sentences, the first of which stands in all of them."""
    road.project(["en", "es"])
    for number in range(count):
        own = (f"La note {number} a {place} lignes." for place in range(each - 1))
        road.write(f"articles/{number:03}.fr.txt", "\n\n".join(("Bonjour à toutes.", *own)) + "\n")


def test_answers_are_recorded_before_the_last_question_is_asked(road: Road) -> None:
    many(road, 1, 400)
    assert road.translate("--to", "en", engine="listening").code == 0
    assert Listening.recorded[0] == 0
    assert 0 < Listening.recorded[100] < Listening.recorded[200] < Listening.recorded[-1]


@pytest.mark.parametrize("window", [1, 7, 30, 1000])
def test_windows_change_nothing(road: Road, window: int) -> None:
    road.monkeypatch.setattr(pipeline, "WINDOW", window)
    many(road, 6, 5)
    road.write("articles/page.fr.txt", page("La bibliothèque de Valmorin sera agrandie"))
    ran = road.translate(engine="listening")
    assert ran.code == 0
    assert len(Listening.asked) == len(set(Listening.asked))
    assert [found["file"] for found in ran.objects] == sorted(found["file"] for found in ran.objects)
    assert [found["target"] for found in ran.objects] == ["en", "es"] * 7
    digest = files.digest(b"".join(name.encode() + stamp.data for name, stamp in road.tree().items()))
    road.monkeypatch.setattr(pipeline, "WINDOW", 20_000)
    for name in road.files() - {"polyglot.toml"}:
        if not name.startswith("articles/"):
            (road.root / name).unlink()
    (road.root / ".polyglot" / "memory.sqlite").unlink()
    road.translate(engine="listening")
    assert files.digest(b"".join(name.encode() + stamp.data for name, stamp in road.tree().items())) == digest
    before = road.tree()
    again = road.translate(engine="listening")
    assert (road.tree(), again.code) == (before, 0)


def test_an_equal_sentence_in_another_file_is_not_asked_again_and_says_the_same(road: Road) -> None:
    many(road, 1, 4)
    road.translate(engine="listening")
    road.write("articles/later.fr.txt", "Bonjour à toutes. Et à tous.\n")
    Listening.asked.clear()
    ran = road.translate("articles/later.fr.txt", "--to", "en", engine="listening")
    assert Listening.asked == ["en Et à tous."]
    assert (ran.object["recalled"], ran.object["translated"]) == (1, 1)
    said = road.entry("locales/en/articles/articles/000.fr.txt.po", "Bonjour à toutes.")
    again = road.entry("locales/en/articles/articles/later.fr.txt.po", "Bonjour à toutes.")
    assert (again.target, again.provenance, again.fuzzy) == (said.target, said.provenance, True)


def test_lost_catalogs_come_back_from_the_memory(road: Road) -> None:
    many(road, 2, 4)
    road.translate(engine="listening")
    before = {name: stamp.data for name, stamp in road.tree().items()}
    for name in before:
        if name.startswith(("localized/", "locales/")):
            (road.root / name).unlink()
    Listening.asked.clear()
    estimates = road.translate("--dry-run", engine="listening").objects
    assert {(found["segments"], found["recalled"], found["words"]) for found in estimates} == {(4, 4, 0)}
    assert [found["recalled"] for found in road.translate(engine="listening").objects] == [4] * 4
    assert Listening.asked == []
    assert {name: stamp.data for name, stamp in road.tree().items()} == before


def test_another_glossary_is_asked_again(road: Road) -> None:
    many(road, 1, 3)
    road.translate("--to", "en", engine="listening")
    (road.root / "locales" / "en" / "articles" / "articles" / "000.fr.txt.po").unlink()
    road.write("glossary/own.csv", "concept,fr,en\nnote,note,memo\n")
    Listening.asked.clear()
    assert road.translate("--to", "en", engine="listening").object["recalled"] == 0
    assert len(Listening.asked) == 3


def test_an_answer_on_record_that_breaks_a_law_is_not_used(road: Road) -> None:
    many(road, 1, 3)
    road.translate("--to", "en", engine="listening")
    right = road.read("localized/en/articles/000.fr.txt")
    for name in ("locales/en/articles/articles/000.fr.txt.po", "localized/en/articles/000.fr.txt"):
        (road.root / name).unlink()
    database = sqlite3.connect(road.root / ".polyglot" / "memory.sqlite")
    database.execute("UPDATE answers SET target = 'Note 99.'")
    database.commit()
    database.close()
    assert road.translate("--to", "en", engine="listening").object["translated"] == 3
    assert road.read("localized/en/articles/000.fr.txt") == right


def test_a_damaged_memory_is_a_warning(road: Road) -> None:
    many(road, 1, 3)
    road.write(".polyglot/memory.sqlite", b"nonsense" * 1000)
    ran = road.run("translate", "--engine", "pseudo")
    assert ran.code == 0
    assert "warning the memory" in ran.err
    assert "memory.sqlite.damaged" in ran.err
    assert "warning" not in road.run("translate", "--engine", "pseudo").err


def test_the_memory_is_not_for_version_control(road: Road) -> None:
    many(road, 1, 3)
    road.translate()
    assert road.read(".polyglot/.gitignore") == "*\n"
    assert (road.root / ".polyglot" / "memory.sqlite").stat().st_size


def test_without_a_project_nothing_stays_but_article_and_catalog(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    road.translate("a.fr.txt", "--to", "en", "--out", "there")
    assert {path.relative_to(road.root).as_posix() for path in road.root.rglob("*") if path.is_file()} == {
        "a.fr.txt",
        "there/a.en.txt",
        "there/a.en.po",
    }


def test_a_run_that_failed_goes_on_where_it_was(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)

    def plan(*_: object) -> Watch:
        road.write("a.fr.txt", f"{ARTICLE}\nEncore une phrase.\n")
        return lambda _: None

    wishes = Wishes(paths=(Path("a.fr.txt"),), to=(Tag("en"),), engine="listening")
    with pytest.raises(OutputError):
        runs.translate(wishes, Audience(plan=plan))
    kept = Memory(road.root / ".a.en.txt.polyglot", pytest.fail)
    kept.close()
    Listening.asked.clear()
    (result,) = runs.translate(wishes).results
    assert (result.segments, result.recalled, result.translated) == (6, 5, 1)
    assert Listening.asked == ["en Encore une phrase."]
    assert sorted(path.name for path in road.root.iterdir()) == ["a.en.po", "a.en.txt", "a.fr.txt"]


def test_results_are_told_as_their_window_is_written(road: Road) -> None:
    road.monkeypatch.setattr(pipeline, "WINDOW", len(SEGMENTS))
    many(road, 3, len(SEGMENTS))
    told: list[tuple[str, bool]] = []

    def hear(results: Iterable[pipeline.Result], _: Iterable[Aside]) -> None:
        told.extend((result.file, Path(result.output).exists()) for result in results)
        assert not (road.root / "localized" / "en" / "articles" / "002.fr.txt").exists() or len(told) == 3

    runs.translate(Wishes(to=(Tag("en"),), engine="pseudo"), Audience(written=hear))
    assert told == [(f"articles/00{number}.fr.txt", True) for number in range(3)]


def test_a_report_keeps_no_more_issues_than_it_may(road: Road) -> None:
    road.monkeypatch.setattr(runs, "KEPT", 7)
    many(road, 3, 5)
    told: list[int] = []
    audience = Audience(written=lambda results, _: told.extend(len(result.issues) for result in results))
    report = runs.translate(Wishes(to=(Tag("en"),), engine="none"), audience)
    assert told == [5, 5, 5]
    assert [len(result.issues) for result in report.results] == [5, 2, 0]
    assert report.gravest == "error"


def test_a_source_that_changes_between_its_two_readings(road: Road) -> None:
    road.monkeypatch.setattr(pipeline, "WINDOW", 3)
    many(road, 3, 3)

    def hear(*_: object) -> None:
        road.write("articles/002.fr.txt", "Un autre texte.\n")

    with pytest.raises(OutputError, match="changed while others were being translated"):
        runs.translate(Wishes(to=(Tag("en"),), engine="pseudo"), Audience(written=hear))
    assert road.translate("--to", "en").code == 0


@pytest.mark.parametrize("option", ["--json", "--quiet"])
def test_a_reader_who_goes_away_stops_no_run(road: Road, option: str) -> None:
    many(road, 3, 5)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [POLYGLOT, "translate", "--engine", "pseudo", option], cwd=road.root, stdout=writing, stderr=PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len([name for name in road.files() if name.startswith("localized/") and name.endswith(".txt")]) == 6


def test_what_interrupted_runs_have_left_goes_when_their_results_are_written(road: Road) -> None:
    for name in ("a", "b"):
        road.write(f"{name}.fr.txt", ARTICLE)
        left = Memory(road.root / f".{name}.en.txt.polyglot", pytest.fail)
        left.record(b"key", Answer("Said before."))
        left.close()
    assert road.translate("b.fr.txt", "a.fr.txt", "--to", "en").code == 0
    assert sorted(path.name for path in road.root.iterdir()) == [
        *("a.en.po", "a.en.txt", "a.fr.txt"),
        *("b.en.po", "b.en.txt", "b.fr.txt"),
    ]
