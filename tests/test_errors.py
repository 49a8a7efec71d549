"""Ways of being wrong: what is said, where, what to do next, with which exit code; and nothing is written.

Each folder of `errors` is one way. It holds the files of a folder as a person might have it; `command.txt`, the command
without `polyglot`; and `expected.txt`, the exit code and what stands on standard error, where `…` stands for any words.
`stdin.txt`, where there is one, is standard input.
"""

from __future__ import annotations

import fcntl
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from polyglot import models
from polyglot.cli import translate as command
from polyglot.engines.pseudo import PseudoEngine
from polyglot.errors import EngineFailureError, OutputError
from road import ARTICLE, Ran, Road, apertium, process

HERE = Path(__file__).parent / "errors"
WAYS = sorted(path.name for path in HERE.iterdir())
NOTES = ("command.txt", "expected.txt", "stdin.txt")


def given(road: Road, way: str, *more: str) -> Ran:
    """Give the command of a way of being wrong in a folder with its files."""
    shutil.copytree(HERE / way, road.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*NOTES))
    arguments = shlex.split((HERE / way / "command.txt").read_text("utf-8"))
    stdin = HERE / way / "stdin.txt"
    return road.run(*arguments, *more, stdin=stdin.read_bytes() if stdin.exists() else None)


def expected(way: str) -> tuple[int, str]:
    """The exit code and the standard error of a way of being wrong."""
    code, _, said = (HERE / way / "expected.txt").read_text("utf-8").partition("\n")
    return int(code.removeprefix("exit ")), said


def matches(said: str, wanted: str) -> bool:
    """Whether a text is the one wanted, where `…` stands for any words of a line."""
    return bool(re.fullmatch(".+?".join(map(re.escape, wanted.split("…"))), said))


@pytest.mark.parametrize("way", WAYS)
def test_a_way_of_being_wrong(road: Road, way: str) -> None:
    ran = given(road, way)
    code, wanted = expected(way)
    said = ran.err.replace(f"{road.root}/", "")
    assert matches(said, wanted), said
    assert (ran.code, ran.out) == (code, "")
    assert re.search(r"^  → .+$", said, re.MULTILINE)
    folder = HERE / way
    there = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {name: stamp.data for name, stamp in road.tree().items()} == {
        name: data for name, data in there.items() if name not in NOTES
    }


@pytest.mark.parametrize("way", [way for way in WAYS if way != "option-without-value"])
def test_machines_are_told_the_same(road: Road, way: str) -> None:
    ran = given(road, way, "--json")
    code, wanted = expected(way)
    facts = ran.object
    assert set(facts) == {"schema", "error", "place", "hint", "exit"}
    assert (facts["schema"], facts["exit"], ran.code) == (1, code, code)
    place = f"{facts['place']}: " if facts["place"] else ""
    said = f"error: {place}{facts['error']}\n  → {facts['hint']}\n".replace(f"{road.root}/", "")
    assert matches(said, wanted), said


# --- what no folder of files can show ---


def test_without_a_command_line_that_can_be_read_nothing_is_imported(road: Road) -> None:
    done = process("translate", "--nonsense", cwd=road.root)
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: no such option: --nonsense")


def test_a_process_of_its_own_answers_the_same(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE.encode("cp1252"))
    done = process("translate", "a.fr.txt", "--to", "en", cwd=road.root)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("error: a.fr.txt: byte 12 (0xe8) is not valid UTF-8\n  → ")


@pytest.mark.parametrize("coding", ["ascii", "latin-1"])
def test_the_coding_of_the_machine_changes_no_result(road: Road, coding: str) -> None:
    road.write("été.fr.txt", "Déjà l’été.\u202e\n")
    wanted = road.run("translate", "-", "--from", "fr", "--to", "uk", "--engine", "pseudo", stdin=ARTICLE.encode()).out
    done = process(
        *("translate", "-", "--from", "fr", "--to", "uk", "--engine", "pseudo"),
        cwd=road.root,
        stdin=ARTICLE.encode(),
        PYTHONIOENCODING=coding,
    )
    assert (done.returncode, done.stdout.decode()) == (0, wanted)
    arguments = ("translate", "été.fr.txt", "--to", "en", "--engine", "pseudo", "--json")
    done = process(*arguments, cwd=road.root, PYTHONIOENCODING=coding)
    assert (done.returncode, json.loads(done.stdout)["file"]) == (0, "été.fr.txt")
    done = process("translate", "là.fr.txt", "--to", "en", cwd=road.root, PYTHONIOENCODING=coding)
    assert (done.returncode, done.stderr.decode().split(":")[1]) == (2, " là.fr.txt")


def test_a_name_that_is_no_text(road: Road) -> None:
    name = b"\xe9t\xe9.fr.txt".decode("utf-8", "surrogateescape")
    (road.root / name).write_bytes(ARTICLE.encode())
    ran = road.translate(".", "--to", "en")
    assert ran.code == 2
    assert "\\udce9t\\udce9.fr.txt: the name of the file is not UTF-8" in ran.err
    assert ran.object["exit"] == 2
    assert len(road.files()) == 1


def test_a_locked_project_waits_for_the_other_run(road: Road) -> None:
    road.project()
    road.write("articles/a.fr.txt", ARTICLE)
    lock = road.write(".polyglot/lock", "")
    before = road.tree()
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for arguments in (("translate",), ("strings", "extract"), ("strings", "compile")):
            ran = road.run(*arguments)
            assert ran.code == 2
            assert ran.err.replace(str(road.root), "HERE") == (
                "error: HERE: another run of polyglot is at work here\n  → wait for it\n"
            )
        assert road.run("status").code == 0
    assert road.tree() == before
    assert road.translate().code == 0


def test_a_source_that_changes_while_it_is_translated(road: Road) -> None:
    """The plan is shown when the sources have been read and before anything is written: there the file changes."""
    road.write("a.fr.txt", ARTICLE)
    road.write("b.fr.txt", ARTICLE)

    def edit(_: object) -> None:
        road.write("b.fr.txt", "Un autre texte.\n")

    road.monkeypatch.setattr(command, "_show_plan", edit)
    ran = road.run("translate", "a.fr.txt", "b.fr.txt", "--to", "en", "--engine", "pseudo")
    assert ran.code == OutputError.exit_code == 2
    assert ran.err == (
        "error: b.fr.txt: the file changed while it was being translated; nothing was written\n"
        "  → run the command again\n"
    )
    assert road.files() == {"a.fr.txt", "b.fr.txt"}


def test_a_source_that_is_deleted_while_it_is_translated(road: Road) -> None:
    road.write("a.fr.txt", ARTICLE)
    road.monkeypatch.setattr(command, "_show_plan", lambda _: (road.root / "a.fr.txt").unlink())
    ran = road.run("translate", "a.fr.txt", "--to", "en", "--engine", "pseudo")
    assert ran.code == 2
    assert road.files() == set()


def test_an_engine_that_dies_is_no_translation(road: Road) -> None:
    road.project(["en", "es"])
    road.write("articles/a.fr.txt", ARTICLE)
    before = road.tree()

    def die(*_: object) -> None:
        raise EngineFailureError("pseudo stopped in the middle of a sentence", hint="run: polyglot doctor")

    road.monkeypatch.setattr(PseudoEngine, "translate", die)
    ran = road.translate()
    assert ran.code == 3
    assert ran.object["error"] == "pseudo stopped in the middle of a sentence"
    assert road.tree() == before


def test_a_disk_that_is_full_leaves_everything_as_it_was(road: Road) -> None:
    road.project(["en", "es"])
    road.write("articles/a.fr.txt", ARTICLE)
    road.translate()
    road.write("articles/a.fr.txt", f"{ARTICLE}\nEncore une phrase.\n")
    before = road.tree()
    calls = []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")

    road.monkeypatch.setattr("polyglot.files.os.fsync", fsync)
    ran = road.translate()
    assert ran.code == 2
    assert "no space left on device" in ran.err
    assert "  → " in ran.err
    assert road.tree() == before


def test_a_reader_of_python_gets_the_same_errors(road: Road) -> None:
    from polyglot import localize
    from polyglot.errors import UnreadableInputError

    with pytest.raises(UnreadableInputError, match="no such file or folder"):
        localize(["a.fr.txt"], to=["en"], engine="pseudo")
    road.write("a.fr.txt", ARTICLE)
    report = localize(["a.fr.txt"], to=["en"], engine="pseudo")
    assert [result.output for result in report.results] == ["a.en.txt"]
    assert road.read("a.en.txt")


# --- the lock of engines ---


def other_model(road: Road) -> None:
    """Write into the lock that another model was used."""
    (row,) = json.loads(road.read("polyglot.lock"))["pairs"]
    road.change("polyglot.lock", row["model"], "0123456789ab")


@apertium
def test_another_model_than_the_locked_one_is_refused_until_relock(road: Road) -> None:
    road.project(["es"])
    road.write("articles/a.fr.txt", ARTICLE)
    road.translate(engine="auto")
    right = road.read("polyglot.lock")
    other_model(road)
    before = road.tree()
    for engine in ("auto", "apertium"):
        ran = road.translate(engine=engine)
        assert ran.code == 3
        assert re.search(r"polyglot\.lock has apertium-\S+/fr-es/0123456789ab for fr to es, but", ran.object["error"])
        assert "--relock" in ran.object["hint"]
    assert road.tree() == before
    ran = road.translate("--relock", engine="auto")
    assert (ran.code, ran.object["recalled"]) == (0, 5)
    assert road.read("polyglot.lock") == right
    assert road.translate(engine="auto").code == 0


@apertium
def test_a_locked_pair_does_not_hold_up_the_others(road: Road) -> None:
    road.project(["es"])
    road.write("articles/a.fr.txt", ARTICLE)
    road.translate(engine="auto")
    other_model(road)
    ran = road.translate("--to", "ca,es", engine="auto")
    assert ran.code == 3
    assert [found["target"] for found in ran.objects] == ["ca"]
    assert "skipped: polyglot.lock has" in ran.err
    assert "0123456789ab" in road.read("polyglot.lock")
    assert models.read_lock(road.root / "polyglot.lock").keys() == {("fr", "ca"), ("fr", "es")}


@apertium
def test_people_may_translate_whatever_the_lock_says(road: Road) -> None:
    road.project(["es"])
    road.write("articles/a.fr.txt", ARTICLE)
    road.translate(engine="auto")
    other_model(road)
    assert road.translate(engine="none").code in {0, 1}
