"""A program that runs Apertium's tagger so that no sentence's tags depend on the sentences before it.

A tagger that meets a combination of tags which its model lacks says so, and from then on decides some ties differently.
Of the sentences of Catalan news, every second one has such a combination. So after each of them a fresh tagger takes
over, one that was started ahead and has read its model already.

It stands in a pipeline in the tagger's place, with the tagger's command as arguments, and does not use polyglot itself.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence

END = b"\0"
CHUNK = 1 << 16
DEBUG = "-d"
"""Makes the tagger speak of combinations that it does not know."""
NEW = b"New ambiguity class"
STDIN, STDOUT = 0, 1


class Tagger:
    """One tagger at work, fed without ever waiting on a full pipe."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it."""
        name, *options = command
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the tagger)
        self._process = subprocess.Popen(
            (name, DEBUG, *options), bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said
        )
        assert self._process.stdin
        assert self._process.stdout
        self._pipes = self._process.stdin, self._process.stdout
        self._input, self._output = (pipe.fileno() for pipe in self._pipes)
        os.set_blocking(self._input, False)

    def tag(self, sentence: bytes) -> bytes:
        """The sentence with its tags, both ended by NUL; raises `EOFError` where the tagger has died."""
        poll = select.poll()
        poll.register(self._output, select.POLLIN)
        poll.register(self._input, select.POLLOUT)
        tagged = b""
        while not tagged.endswith(END):
            ready = dict(poll.poll())
            if self._input in ready:
                sentence = sentence[os.write(self._input, sentence[:CHUNK]) :]
                if not sentence:
                    poll.unregister(self._input)
            if self._output in ready:
                data = os.read(self._output, CHUNK)
                if not data:
                    raise EOFError(self.said().decode("utf-8", "replace"))
                tagged += data
        return tagged

    def said(self) -> bytes:
        """What it said on the error stream."""
        return os.pread(self._said.fileno(), CHUNK, 0)

    def close(self) -> None:
        """Let it end."""
        for pipe in self._pipes:
            pipe.close()
        self._process.wait()
        self._said.close()


def sentences() -> Iterator[bytes]:
    """What stands on the standard input, each with its NUL, as soon as it is whole."""
    unread = b""
    while data := os.read(STDIN, CHUNK):
        *whole, unread = (unread + data).split(END)
        yield from (sentence + END for sentence in whole)


def run(command: Sequence[str]) -> None:
    """Tag the standard input, a fresh tagger taking over where one has met what it does not know."""
    tagger, spare = Tagger(command), Tagger(command)
    for sentence in sentences():
        tagged = tagger.tag(sentence)
        while tagged:
            tagged = tagged[os.write(STDOUT, tagged) :]
        if NEW in tagger.said():
            tagger.close()
            tagger, spare = spare, Tagger(command)
    tagger.close()
    spare.close()


if __name__ == "__main__":
    run(sys.argv[1:])
