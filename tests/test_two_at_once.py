"""Two processes, or a process and a person, at the same files: one waits or is told who is at work; no word is lost."""

from __future__ import annotations

import signal
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest

import slow_engine
from polyglot import desk, files, po, runs
from polyglot.desk import Decision
from polyglot.errors import ConflictError, OutputError
from polyglot.runs import Wishes
from test_interrupt import Folder

CATALOG = "locales/en/articles/articles/1.fr.txt.po"
WORDS = "Sentence 0 of text 1, as a person says it."


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Articles in a project."""
    slow_engine.install(tmp_path / "site")
    return Folder(tmp_path / "here", tmp_path / "site", project=True)


@pytest.fixture
def bare(tmp_path: Path) -> Folder:
    """Articles without a project."""
    slow_engine.install(tmp_path / "site")
    return Folder(tmp_path / "here", tmp_path / "site", project=False)


def said(child: subprocess.Popen[bytes]) -> str:
    """What a process said on standard error, when it has come to its end."""
    return child.communicate(timeout=120)[1].decode()


def type_over(place: Path) -> None:
    """Say the first sentence of a catalog otherwise, as in an editor."""
    text = place.read_text("utf-8")
    first = po.parse(text, str(place)).entries[0]
    assert text.count(f'msgstr "{first.target}"') == 1
    place.write_text(text.replace(f'msgstr "{first.target}"', f'msgstr "{WORDS}"'), "utf-8")


def change_sources(folder: Folder) -> None:
    """Change every article, so that all of it is done again."""
    for place in (folder.root / "articles").glob("*.txt"):
        place.write_text(place.read_text("utf-8").replace("que voici", "que voilà"), "utf-8")


def test_the_second_run_is_told_who_is_at_work(folder: Folder) -> None:
    with folder.start(0.005) as first:
        folder.wait_for(5)
        with folder.start() as second:
            told = said(second)
        assert second.returncode == 2
        command = f"process {first.pid}, polyglot translate articles --to en,es --engine slow"
        assert f"another run of polyglot is at work here: {command}" in " ".join(told.split())
        assert "wait for it" in told
        said(first)
    assert first.returncode == 0
    assert (folder.root / files.LOCK).read_bytes() == b""
    before = folder.tree()
    folder.finish()
    assert folder.tree() == before


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_no_more_holds_nothing(folder: Folder, number: signal.Signals) -> None:
    with folder.start(0.005) as first:
        folder.wait_for(5)
        first.send_signal(number)
        said(first)
    folder.finish()
    assert (folder.root / files.LOCK).read_bytes() == b""


def test_two_runs_over_the_same_files_without_a_project(bare: Folder) -> None:
    with bare.start(0.002) as first, bare.start(0.002) as second:
        told = [said(child) for child in (first, second)]
    assert {first.returncode, second.returncode} <= {0, 2}
    assert 0 in {first.returncode, second.returncode}
    for child, words in zip((first, second), told, strict=True):
        assert child.returncode == 0 or "changed meanwhile" in words
        assert "Traceback" not in words
    both = bare.tree()
    bare.finish()
    assert bare.tree() == both
    assert not [name for name in both if name.startswith(".") or "/." in name]
    assert sum(name.endswith((".en.txt", ".es.txt", ".po")) for name in both) == 16


def test_the_desk_is_told_that_a_run_is_at_work(folder: Folder) -> None:
    folder.finish()
    change_sources(folder)
    with ExitStack() as stack:
        run = runs.start(Wishes(paths=(folder.root / "articles" / "1.fr.txt",)), stack)
        sheets = {sheet.target: sheet for sheet in desk.sheets(run)}
        with folder.start(0.005) as child:
            folder.wait_for(len(folder.texts()) + 5)
            with pytest.raises(OutputError, match=f"another run .* process {child.pid}, polyglot translate"):
                stack.enter_context(files.locked(folder.root))
            said(child)
        sheet = next(iter(sheets.values()))
        stack.enter_context(files.locked(folder.root))
        before = folder.tree()
        with pytest.raises(ConflictError, match="changed meanwhile"):
            desk.save(sheet, {sheet.lines[0].context: Decision(WORDS)})
    assert folder.tree() == before


def test_a_run_does_not_write_over_what_a_person_saved_meanwhile(folder: Folder) -> None:
    folder.finish()
    change_sources(folder)
    asked = len(folder.texts())
    with folder.start(0.005) as child:
        folder.wait_for(asked + 50)
        type_over(folder.root / CATALOG)
        before = folder.tree()
        told = said(child)
    assert child.returncode == 2
    assert "changed meanwhile; nothing was written" in " ".join(told.split())
    assert CATALOG.rpartition("/")[2] in "".join(told.split())
    assert folder.tree() == before
    asked = len(folder.texts())
    folder.finish()
    assert len(folder.texts()) <= asked + 1  # the answers are in the memory
    assert WORDS in (folder.root / CATALOG).read_text("utf-8")


def test_a_run_does_not_write_over_an_article_that_a_person_saved_meanwhile(folder: Folder) -> None:
    folder.finish()
    change_sources(folder)
    output = folder.root / "localized/en/articles/1.fr.txt"
    asked = len(folder.texts())
    with folder.start(0.005) as child:
        folder.wait_for(asked + 50)
        output.write_text(WORDS, "utf-8")
        said(child)
    assert child.returncode in {1, 2}
    assert output.read_text("utf-8") == WORDS
