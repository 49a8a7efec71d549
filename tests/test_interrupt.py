"""A run that is cut short loses nothing: real processes, ended at many moments, and a second run that goes on."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

import slow_engine
from polyglot import memory

SOURCE = Path(memory.__file__).parents[2]
FILES = 4
EACH = 40
SENTENCES = FILES * EACH
SETTINGS = '[project]\nsource = "fr"\nlocales = ["en", "es"]\n'
SLOW = 0.01
"""Seconds for a text."""


class Folder:
    """Articles, with or without a project around them, and runs over them in processes of their own."""

    def __init__(self, root: Path, site: Path, *, project: bool) -> None:
        self.root = root
        self.site = site
        (root / "articles").mkdir(parents=True)
        for number in range(FILES):
            sentences = (f"Phrase {each} du texte {number}, que voici." for each in range(EACH))
            (root / "articles" / f"{number}.fr.txt").write_text("\n\n".join(sentences) + "\n", "utf-8")
        if project:
            (root / "polyglot.toml").write_text(SETTINGS, "utf-8")

    def start(self, seconds: float = 0.0, terminal: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        """Begin a run in which each text takes so long."""
        (self.site / "seconds.txt").write_text(str(seconds), "utf-8")
        (self.site / "asked.txt").touch()
        command = ("env", f"PYTHONPATH={self.site}:{SOURCE}", sys.executable, "-m", "polyglot", "translate")
        wishes = ("articles", "--to", "en,es", "--engine", "slow")
        return subprocess.Popen((*command, *wishes), cwd=self.root, stdin=terminal, stdout=terminal, stderr=terminal)

    def wait_for(self, count: int) -> None:
        """Wait until the engine was asked so many texts."""
        end = time.monotonic() + 60
        while len(self.texts()) < count:
            assert time.monotonic() < end
            time.sleep(0.005)

    def finish(self) -> str:
        """Run to the end; what was said."""
        with self.start() as child:
            _, said = child.communicate(timeout=120)
        assert child.returncode == 0, said.decode()
        return said.decode()

    def texts(self) -> list[str]:
        """What the engine was asked, in order."""
        return (self.site / "asked.txt").read_text("utf-8").splitlines()

    def tree(self) -> dict[str, bytes]:
        """All files but what a project keeps for itself."""
        paths = (path for path in self.root.rglob("*") if path.is_file())
        named = {path.relative_to(self.root).as_posix(): path for path in paths}
        return {name: path.read_bytes() for name, path in named.items() if not name.startswith(".polyglot/")}


@pytest.fixture(scope="module", params=[True, False], ids=["project", "no project"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[bool, dict[str, bytes]]:
    """Whether there is a project, and the files after a run that nobody interrupted."""
    top = tmp_path_factory.mktemp("whole")
    slow_engine.install(top / "site")
    folder = Folder(top / "here", top / "site", project=request.param)
    folder.finish()
    assert len(folder.texts()) == len(set(folder.texts())) == 2 * SENTENCES
    return request.param, folder.tree()


@pytest.fixture
def folder(whole: tuple[bool, dict[str, bytes]], tmp_path: Path) -> Folder:
    """The same folder before any run."""
    slow_engine.install(tmp_path / "site")
    return Folder(tmp_path / "here", tmp_path / "site", project=whole[0])


MOMENTS = (70, SENTENCES + 30)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_every_answer_and_the_next_one_goes_on(
    whole: tuple[bool, dict[str, bytes]], folder: Folder, number: signal.Signals, moment: int
) -> None:
    with folder.start(SLOW) as child:
        folder.wait_for(moment)
        child.send_signal(number)
        sent = time.monotonic()
        out, said = child.communicate(timeout=30)
        assert time.monotonic() - sent < 2
    assert (child.returncode, out) == (130, b"")
    last = said.decode().splitlines()[-1]
    told = re.fullmatch(r"interrupted: (\d+) of (\d+) segments are done; the same command goes on from there", last)
    assert told, said.decode()
    done, total = map(int, told.groups())
    assert (total, moment - 1 <= done <= len(folder.texts())) == (2 * SENTENCES, True)
    assert b"Traceback" not in said
    assert not [name for name in folder.tree() if re.search(r"\.(en|es)\.txt$|localized|\.po$", name)]
    folder.finish()
    again = Counter(folder.texts())
    assert sum(again.values()) <= 2 * SENTENCES + 1  # the one that the engine was busy with
    assert folder.tree() == whole[1]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_loses_hardly_an_answer(whole: tuple[bool, dict[str, bytes]], folder: Folder, moment: int) -> None:
    with folder.start(SLOW) as child:
        folder.wait_for(moment)
        child.kill()
    assert child.returncode == -signal.SIGKILL
    folder.finish()
    assert len(folder.texts()) <= 2 * SENTENCES + memory.PAUSE / SLOW + 5
    assert folder.tree() == whole[1]


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.1])
def test_a_run_that_is_killed_while_it_writes_leaves_nothing_behind(
    whole: tuple[bool, dict[str, bytes]], folder: Folder, delay: float
) -> None:
    with folder.start() as child:
        folder.wait_for(2 * SENTENCES)
        time.sleep(delay)
        child.kill()
    folder.finish()
    assert folder.tree() == whole[1]


def test_a_run_that_is_cut_short_again_and_again_comes_to_an_end(
    whole: tuple[bool, dict[str, bytes]], folder: Folder
) -> None:
    for moment in range(60, 2 * SENTENCES, 120):
        with folder.start(SLOW / 2) as child:
            folder.wait_for(moment)
            child.send_signal(signal.SIGINT if moment % 20 else signal.SIGKILL)
            child.communicate(timeout=30)
    folder.finish()
    assert folder.tree() == whole[1]


def test_at_a_terminal_a_bar_moves_and_control_c_ends_it(whole: tuple[bool, dict[str, bytes]], folder: Folder) -> None:
    here, there = pty.openpty()
    with folder.start(SLOW, there) as child:
        os.close(there)
        folder.wait_for(100)
        child.send_signal(signal.SIGINT)
        seen = b""
        with suppress(OSError):  # reading from a terminal that was closed is an error on Linux
            while read := os.read(here, 4096):
                seen += read
    os.close(here)
    text = seen.decode()
    assert child.returncode == 130
    assert re.search(rf"translating.+?\d+/{2 * SENTENCES}.+?\d+/s.+?\d:\d\d:\d\d", text, re.DOTALL)
    assert text.rindex("\x1b[?25h") > text.rindex("\x1b[?25l")  # the cursor is back
    assert "segments are done; the same command goes on" in text
    folder.finish()
    assert folder.tree() == whole[1]
