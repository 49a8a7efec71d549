"""Jobs in processes that are ended with SIGKILL in the midst of what they write.

A warmed process, `Killer`, forks one that does the job; `killing.c`, preloaded, counts the bytes that it writes, those
of SQLite too, and ends it at the byte asked for. Run as a program, this module is that warmed process.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from polyglot import desk, files, memory, runs
from polyglot.cli.funnel import guarded
from polyglot.desk import Decision
from polyglot.memory import Answer, Memory
from polyglot.model import Pair, Segment, Tag
from polyglot.runs import Wishes

HERE = Path(__file__).parent
COMPILER = shutil.which("cc")
WARM = "Le maire a ouvert la bibliothèque. Elle compte 12 livres.\n"
ANSWERS = 300
"""So many answers does the job `memory` record."""
DECIDED = "Kyiv, decided at the desk."


def translate() -> int:
    """Translate all that is here."""
    return guarded(["translate", "--engine", "pseudo", "--json"])


def translate_alone() -> int:
    """Translate an article without a project."""
    return guarded(["translate", "a.fr.txt", "--to", "en", "--engine", "pseudo", "--json"])


def build() -> int:
    """Build all that is here."""
    return guarded(["build", "--engine", "pseudo", "--json"])


def build_frozen() -> int:
    """Build what is committed."""
    return guarded(["build", "--frozen", "--json"])


def save() -> int:
    """Put a decision on record for the first line of every sheet."""
    with ExitStack() as stack:
        run = runs.start(Wishes(), stack)
        stack.enter_context(files.locked(Path.cwd()))
        for sheet in desk.sheets(run):
            desk.save(sheet, {sheet.lines[0].context: Decision(DECIDED)})
    return 0


def answer(number: int) -> tuple[bytes, Answer]:
    """An answer and what it is recorded under."""
    text = f"Phrase {number}, un peu plus longue que les autres phrases du texte."
    return memory.key(Pair(Tag("fr"), Tag("en")), "engine", "edition", Segment(text)), Answer(text[::-1])


def remember() -> int:
    """Record many answers, in order."""
    with ExitStack() as stack:
        recorded = Memory(Path("memory.sqlite"), lambda _: None)
        stack.callback(recorded.close)
        for number in range(ANSWERS):
            recorded.record(*answer(number))
            if number % 100 == 99:
                recorded.settle()
    return 0


def bring() -> int:
    """Import a colleague's memory."""
    return guarded(["memory", "import", "colleague.tmx", "--json"])


JOBS: dict[str, Callable[[], int]] = {
    "translate": translate,
    "translate alone": translate_alone,
    "build": build,
    "build frozen": build_frozen,
    "save": save,
    "memory": remember,
    "import": bring,
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended."""

    code: int
    """The exit code; -9 where it was killed."""
    counted: int
    """What it wrote, as `killing.c` counts; 0 where it was killed."""


class Killer:
    """The warmed process, seen from the tests."""

    def __init__(self, work: Path) -> None:
        """Compile the library and start the process."""
        library = work / "killing.so"
        source = HERE / "killing.c"
        assert COMPILER
        subprocess.run([COMPILER, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
        here = f"PYTHONPATH={Path(files.__file__).parents[1]}:{HERE}"
        self._said = (work / "said").open("wb")
        self._process = subprocess.Popen(
            ["env", f"LD_PRELOAD={library}", here, sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._process.communicate()
        self._said.close()

    def run(self, job: str, folder: Path, limit: int = -1) -> Ended:
        """Do a job in a folder, to its end or up to the byte where it is killed."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([job, str(folder), limit]) + "\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))


def chosen(seed: str, number: int, total: int) -> int:
    """A byte of so many, at random but the same for a seed and a number."""
    return int.from_bytes(sha256(f"{seed} {number}".encode()).digest()[:8]) % total


def _serve(library: ctypes.CDLL) -> None:
    """Do what is asked on standard input, each in a process of its own."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.fr.txt").write_text(WARM, "utf-8")
        os.chdir(folder)
        translate_alone()
        os.chdir("/")
    for line in sys.stdin:
        answers.write(json.dumps(_forked(library, *json.loads(line))) + "\n")
        answers.flush()


def _forked(library: ctypes.CDLL, job: str, folder: str, limit: int) -> tuple[int, int]:
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            os.chdir(folder)
            library.kill_after(ctypes.c_long(limit))
            code = JOBS[job]()
            os.write(sending, str(library.counted_so_far()).encode())
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(sending)
    with os.fdopen(receiving) as pipe:
        counted = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, int(counted or 0)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    own = ctypes.CDLL(None)
    own.counted_so_far.restype = ctypes.c_long
    _serve(own)
