"""The programs that make up one mode, kept running: items go in and answers come out, in order, ended by NUL.

Everything is read and written without blocking by one thread, so that no full pipe can stop it.
Each program is our own child, so that one that died is noticed, and all can be ended and waited for.
"""

from __future__ import annotations

import os
import select
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Iterable, Mapping
from itertools import count, groupby
from pathlib import Path
from typing import IO

from polyglot.errors import EngineFailureError

SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin"
UTF8 = {"LC_ALL": "C.UTF-8"}
"""Apertium's programs decode their input by the locale and die of the wrong one."""
UNKNOWN_MARKED = "-g"
"""Asks the generator to mark the words that it does not know."""
TAGGER = "apertium-tagger"
TAGGER_KEEPER = (sys.executable, "-I", "-S", str(Path(__file__).with_name("tagger.py")))
END = b"\0"
CHUNK = 1 << 16
READS = 16
"""How many chunks are read at once: a program that never ends is not to be listened to for ever."""
COMPLAINT = 300
COMPLAINTS = 1 << 20
"""Bytes of what programs say on the error stream that are kept on disk at most, but for one item."""
SWELLING = 100
"""How many bytes of answer a character may have."""
GRACE = 0.5
"""Seconds that programs have to end by themselves."""

Command = tuple[tuple[str, ...], ...]
"""Programs with their arguments, each reading what the one before it writes."""


def available(search_path: str = SEARCH_PATH) -> bool:
    """Whether Apertium's commands are installed."""
    return all(shutil.which(name, path=search_path) for name in ("apertium", "apertium-wblank-mode"))


def printed(search_path: str, *words: str) -> str:
    """What a command prints; raises `EngineFailureError` where it fails."""
    try:
        done = subprocess.run(words, env=_environment(search_path), capture_output=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineFailureError(f"{words[0]} fails: {error}", hint="reinstall the apertium packages") from error
    return done.stdout.decode("utf-8", "replace").strip()


def command(mode: Path, search_path: str = SEARCH_PATH) -> Command:
    """The programs of a mode, set to carry word-bound blanks, flush at NUL and mark unknown words.

    `apertium-wblank-mode` prints them as a shell pipeline, in which `$1` stands for the generator's switch and `$2` for
    one of the tagger that is not needed. The tagger runs inside a program of our own.
    """
    shell = shlex.shlex(
        printed(search_path, "apertium-wblank-mode", "-z", str(mode)), posix=True, punctuation_chars="|"
    )
    shell.whitespace_split = True
    programs = [tuple(words) for bar, words in groupby(shell, "|".__eq__) if not bar]
    return tuple(
        (*(TAGGER_KEEPER if words[0] == TAGGER else ()), *(UNKNOWN_MARKED if word == "$1" else word for word in words))
        for words in (tuple(word for word in program if word != "$2") for program in programs)
    )


class Pipeline:
    """A mode's programs, running; `ended` turns true when they answer no more, `serials` number what they are given."""

    def __init__(self, programs: Command, search_path: str = SEARCH_PATH) -> None:
        """Start them; raises `EngineFailureError` where one cannot be started."""
        self._complaints: IO[bytes] = tempfile.TemporaryFile("a+b")  # noqa: SIM115 (closed with the programs)
        self._children: list[subprocess.Popen[bytes]] = []
        self._end = weakref.finalize(self, _end, self._children, self._complaints)
        try:
            self._start(programs, _environment(search_path))
        except OSError as error:
            self.close()
            raise EngineFailureError(
                f"an Apertium program cannot be started: {error}", hint="reinstall the apertium packages"
            ) from error
        self._unsent = bytearray()
        self._unread = bytearray()
        self.ended = False
        self.serials = count(1)

    def _start(self, programs: Command, environment: Mapping[str, str]) -> None:
        """Chain the programs, each in a process group of its own, out of reach of an interrupt from the keyboard."""
        reading: int | IO[bytes] | None = subprocess.PIPE
        for words in programs:
            child = subprocess.Popen(
                words,
                bufsize=0,
                stdin=reading,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env=environment,
                process_group=0,
            )
            if self._children:
                _stream(self._children[-1].stdout).close()
            self._children.append(child)
            reading = child.stdout
        self._input = _stream(self._children[0].stdin).fileno()
        self._output = _stream(self._children[-1].stdout).fileno()
        os.set_blocking(self._input, False)
        os.set_blocking(self._output, False)

    @property
    def children(self) -> tuple[int, ...]:
        """The process ids of its programs, in order."""
        return tuple(child.pid for child in self._children)

    @property
    def alive(self) -> bool:
        """Whether all of its programs run."""
        return not self.ended and all(child.poll() is None for child in self._children)

    def put(self, item: str) -> None:
        """Queue an item, which must not contain NUL."""
        self._unsent += item.encode() + END

    def take(self) -> list[str]:
        """The whole answers that have arrived since the last call; what the programs said long ago is forgotten."""
        *whole, rest = self._unread.split(END)
        self._unread = rest
        if os.fstat(self._complaints.fileno()).st_size > COMPLAINTS:
            self._complaints.truncate(0)
        return [answer.decode("utf-8", "replace") for answer in whole]

    def swollen(self, stream: str) -> bool:
        """Whether it writes far more than any answer to what it was given, and will not come to an end."""
        return len(self._unread) > CHUNK * 16 + SWELLING * len(stream)

    def watched(self) -> Iterable[tuple[int, int]]:
        """The file descriptors and events to poll for."""
        yield self._output, select.POLLIN
        if self._unsent:
            yield self._input, select.POLLOUT

    def move(self) -> None:
        """Read and write what can be without waiting."""
        try:
            while self._unsent:
                del self._unsent[: os.write(self._input, self._unsent[:CHUNK])]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._unsent.clear()
        try:
            for _ in range(READS):
                data = os.read(self._output, CHUNK)
                self._unread += data
                self.ended = not data
                if not data:
                    return
        except BlockingIOError:
            pass

    def complaint(self) -> str:
        """The end of what its programs said on the error stream."""
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - COMPLAINT))
        return self._complaints.read().decode("utf-8", "replace").strip()

    def close(self) -> None:
        """End its programs; done again at the latest when the interpreter exits."""
        self.ended = True
        self._end()


def wait(pipelines: Iterable[Pipeline], seconds: float) -> float:
    """Wait until one of them can be read or written, and do so, for so many seconds at most; says how long it was."""
    began = time.monotonic()
    waiting = list(pipelines)
    poll = select.poll()
    for pipeline in waiting:
        for descriptor, events in pipeline.watched():
            poll.register(descriptor, events)
    ready = {descriptor for descriptor, _ in poll.poll(max(0.0, seconds) * 1000)}
    waited = time.monotonic() - began
    for pipeline in waiting:
        if any(descriptor in ready for descriptor, _ in pipeline.watched()):
            pipeline.move()
    return waited


def _environment(search_path: str) -> Mapping[str, str]:
    """What a program of Apertium's sees of the machine: the same everywhere."""
    return {"PATH": search_path, **UTF8}


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    """A pipe of a child that was started with one."""
    if stream is None:
        raise EngineFailureError("an Apertium program was started without a pipe")
    return stream


def _end(children: list[subprocess.Popen[bytes]], complaints: IO[bytes]) -> None:
    """Let the programs run dry, kill with all their own those that do not, and wait for every one."""
    for child in children:
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()
    until = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    complaints.close()
