"""A program that runs Apertium's tagger so that no sentence's tags depend on the sentences before it.

A tagger that meets a combination of tags which its model lacks (an ambiguity class) takes for it the smallest class
that has all of its tags, but by mistake makes that class its own idea of an unknown word too: from then on it decides
some ties differently. Of the sentences of Catalan news, every second one has such a combination. So the combination is
added to the model, with the very probabilities that the tagger would have taken, and a tagger with that model tags the
sentence anew: the few dozen that a language has are soon known, and nothing is ever mistaken.

A model that cannot be read so is left as it is; then a fresh tagger takes over after every such sentence.

Of a sentence whose frame begins with `[w` it numbers the words, each by a word-bound blank (`[[t:w:0]]`): here, where
the dictionary has told what is one word, and not in the text, where a blank would part the words of `pour cent`.

It stands in a pipeline in the tagger's place, with the tagger's command as arguments, and does not use polyglot itself.
"""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from pathlib import Path

END = b"\0"
CHUNK = 1 << 16
DEBUG = "-d"
"""Makes the tagger speak of combinations that it does not know."""
NEW = re.compile(rb"New ambiguity class: \{(.*)\}")
OTHER_KINDS = frozenset({"-w", "-x", "-u", "--sliding-window", "--perceptron", "--unigram"})
"""Options for taggers whose models are no hidden Markov models."""
STDIN, STDOUT = 0, 1
REST = 0.02
"""Seconds that sentences are left to gather in: the program before this one writes every few words, and each time that
one of two dozen programs is woken for a few of them costs all the others what the processor had at hand for them."""

NUMBERED = b"[w"
UNIT = re.compile(
    r"\[\[[^\]]*\]\]\^(?:[^\\$]|\\.)*\$|\[[^\]]*\]|\\."
    r"|\^(?P<surface>(?:[^\\/$]|\\.)*)(?:[^\\$]|\\.)*\$|(?P<between>[^\W_]+)",
    re.DOTALL,
)
"""What has a blank of its own, a blank, a mark; a word of the dictionary's; letters that are none of its."""

Class = frozenset[int]


class Model:
    """A hidden Markov model as `apertium-tagger` stores it, to which ambiguity classes can be added.

    Numbers are stored in one to four bytes, the first two bits saying how many more there are; a text is the number of
    its characters and each of them; a double has eight bytes. The order is that of `TaggerDataHMM::read`.
    """

    def __init__(self, data: bytes) -> None:
        """Read it; raises `ValueError` or `IndexError` where it is not such a model."""
        self._data = data
        self._place = 0
        self._open = self._set(deltas=True)
        self._opened = self._place
        self._many(2)  # what must not follow what
        self._names = {self._text(): number for number in range(self._number())}
        self._tags = self._number()
        for _ in range(self._tags):  # those that words have, by another name
            self._text()
            self._number()
        for _ in range(self._number()):  # what must follow what
            self._number()
            self._many(1)
        for _ in range(self._number()):  # what is preferred
            self._text()
        for _ in range(self._number()):  # constants
            self._text()
            self._number()
        self._before = data[: self._place]
        self._classes = [self._set() for _ in range(self._number())]
        self._read_probabilities()
        self._after = data[self._place :]

    def _read_probabilities(self) -> None:
        """The sizes, the matrix of transitions as it stands, and what each class says of its tags."""
        if (self._number(), self._number()) != (self._tags, len(self._classes)) or self._open not in self._classes:
            raise ValueError("this is no hidden Markov model")
        start, self._place = self._place, self._place + 8 * self._tags**2
        self._transitions = self._data[start : self._place]
        self._emissions: dict[tuple[int, int], bytes] = {}
        said = self._number()
        behind = self._place
        for _ in range(said):
            place = self._number(), self._number()
            start, self._place = self._place, self._place + 8
            self._emissions[place] = self._data[start : self._place]
        self._written_emissions = bytearray(self._data[behind : self._place])

    def _number(self) -> int:
        first = self._data[self._place]
        length = (first >> 6) + 1
        stored = self._data[self._place : self._place + length]
        self._place += length
        return int.from_bytes(stored) & ((1 << (8 * length - 2)) - 1)

    def _text(self) -> str:
        return "".join(chr(self._number()) for _ in range(self._number()))

    def _many(self, size: int) -> None:
        for _ in range(self._number() * size):
            self._number()

    def _set(self, *, deltas: bool = False) -> Class:
        members: list[int] = []
        for _ in range(self._number()):
            members.append(self._number() + (members[-1] if deltas and members else 0))
        return frozenset(members)

    def add(self, names: bytes) -> None:
        """Add a class by the names of its tags, joined by commas; raises `KeyError` where there is no such tag."""
        found = frozenset(self._names[name] for name in names.decode().split(","))
        if found in self._classes:
            return
        taken = self._open
        for known in self._classes:
            if found <= known and len(known) < len(taken):
                taken = known
        like = self._classes.index(taken)
        for tag in sorted(found):
            if (tag, like) in self._emissions:
                value = self._emissions[tag, like]
                self._emissions[tag, len(self._classes)] = value
                self._written_emissions += _written(tag, len(self._classes)) + value
        self._classes.append(found)

    def stored(self) -> bytes:
        """The model with its classes, as the tagger reads it."""
        classes = [number for one in self._classes for number in (len(one), *sorted(one))]
        sizes = (len(self._classes), *classes, self._tags, len(self._classes))
        said = _written(len(self._emissions)) + self._written_emissions
        return self._before + _written(*sizes) + self._transitions + said + self._after

    def unmistakable(self) -> bytes:
        """The same, in a spelling that the tagger takes for no other kind of model.

        It guesses the kind by reading: where many tags are open to new words, as in Russian and Ukrainian, a hidden
        Markov model happens to read as a perceptron, of which the tagger dies. Two bytes for each of these numbers,
        where one would do, say the same and read as nothing else.
        """
        members = sorted(self._open)
        steps = (member - before for before, member in pairwise((0, *members)))
        return _number_written(len(members)) + b"".join(map(_wide, steps)) + self.stored()[self._opened :]


def _wide(number: int) -> bytes:
    """A number in two bytes at least."""
    return (number | 1 << 14).to_bytes(2) if number < 1 << 14 else _number_written(number)


def _written(*numbers: int) -> bytes:
    """Numbers as a model has them."""
    return b"".join(_number_written(number) for number in numbers)


def _number_written(number: int) -> bytes:
    length = next(length for length in (1, 2, 3, 4) if number < 1 << (8 * length - 2))
    return (number | (length - 1) << (8 * length - 2)).to_bytes(length)


def model_of(command: Sequence[str]) -> Model | None:
    """The model that a tagger's command names last; None where it is of another kind or cannot be read."""
    if OTHER_KINDS.intersection(command):
        return None
    try:
        data = Path(command[-1]).read_bytes()
        model = Model(data)
        return model if model.stored() == data else None
    except (OSError, ValueError, IndexError):
        return None


class Tagger:
    """One tagger at work, fed without ever waiting on a full pipe."""

    def __init__(self, command: Sequence[str], model: bytes | None = None) -> None:
        """Start it, with a model in place of the one that its command names last if one is given."""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the tagger)
        self._heard = 0
        name, *options = command
        passed: tuple[int, ...] = ()
        if model is not None:
            passed = (_in_memory(model),)
            options[-1] = f"/proc/self/fd/{passed[0]}"
        self._process = subprocess.Popen(
            (name, DEBUG, *options),
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            pass_fds=passed,
        )
        for descriptor in passed:
            os.close(descriptor)
        assert self._process.stdin
        assert self._process.stdout
        self._pipes = self._process.stdin, self._process.stdout
        self._input, self._output = (pipe.fileno() for pipe in self._pipes)
        os.set_blocking(self._input, False)

    def tag(self, sentences: bytes) -> bytes:
        """Sentences with their tags, each ended by NUL on both sides; raises `EOFError` where the tagger has died."""
        wanted, tagged = sentences.count(END), bytearray()
        while wanted:
            if sentences:
                sentences = sentences[self._put(sentences) :]
            if sentences and not self._readable():
                continue
            data = os.read(self._output, CHUNK)
            if not data:
                raise EOFError(self.said().decode("utf-8", "replace"))
            wanted -= data.count(END)
            tagged += data
        return bytes(tagged)

    def _put(self, sentences: bytes) -> int:
        """Write what can be written now; says how much it was."""
        try:
            return os.write(self._input, sentences[:CHUNK])
        except BlockingIOError:
            return 0

    def _readable(self) -> bool:
        """Wait until the tagger can be read or written; whether it can be read."""
        readable, _, _ = select.select((self._output,), (self._input,), ())
        return bool(readable)

    def said(self) -> bytes:
        """What it said on the error stream since the last time; it is not kept."""
        descriptor = self._said.fileno()
        said = os.pread(descriptor, max(0, os.fstat(descriptor).st_size - self._heard), self._heard)
        self._heard += len(said)
        if said:
            os.ftruncate(descriptor, 0)
        return said

    def close(self) -> None:
        """Let it end."""
        for pipe in self._pipes:
            pipe.close()
        self._process.wait()
        self._said.close()


def _in_memory(data: bytes) -> int:
    """The descriptor of a file that has no place on disk."""
    descriptor = os.memfd_create("model")
    while data:
        data = data[os.write(descriptor, data) :]
    return descriptor


def batches() -> Iterator[bytes]:
    """The whole sentences that stand on the standard input, each with its NUL, as soon as there are some."""
    unread = b""
    while data := os.read(STDIN, CHUNK):
        whole, end, unread = (unread + data).rpartition(END)
        if end:
            yield whole + end
        time.sleep(REST)


def write(tagged: bytes) -> None:
    """Write to the standard output, all of it."""
    while tagged:
        tagged = tagged[os.write(STDOUT, tagged) :]


def numbered(batch: bytes) -> bytes:
    """Sentences with their words numbered where their frames ask for it; a word of three parts has three numbers."""
    if NUMBERED not in batch:
        return batch
    sentences = batch.split(END)
    return END.join(_numbered(one.decode()).encode() if one.startswith(NUMBERED) else one for one in sentences)


def _numbered(sentence: str) -> str:
    """One sentence, numbered; what has a blank of its own is left alone."""
    numbers = count()

    def number(found: re.Match[str]) -> str:
        words = [f"t:w:{next(numbers)}" for _ in range(_words(found["surface"] or found["between"] or ""))]
        return f"[[{'; '.join(words)}]]{found[0]}" if words and found["surface"] else found[0]

    return UNIT.sub(number, sentence)


def _words(text: str) -> int:
    """How many runs of letters, marks and digits there are."""
    kinds = "".join("x" if unicodedata.category(character)[0] in "LMN" else " " for character in text)
    return len(kinds.split())


def run(command: Sequence[str], model: Model) -> None:
    """Tag the standard input; where a class was new, all that came with it is tagged anew by who knows it."""
    tagger = Tagger(command, model.unmistakable())
    for batch in map(numbered, batches()):
        tagged = tagger.tag(batch)
        if new := NEW.findall(tagger.said()):
            for names in new:
                model.add(names)
            tagger.close()
            tagger = Tagger(command, model.unmistakable())
            tagged = tagger.tag(batch)
        write(tagged)
    tagger.close()


def run_afresh(command: Sequence[str]) -> None:
    """Tag the standard input, a fresh tagger taking over where one has met what it does not know."""
    tagger, spare = Tagger(command), Tagger(command)
    for batch in map(numbered, batches()):
        for sentence in batch.split(END)[:-1]:
            write(tagger.tag(sentence + END))
            if NEW.search(tagger.said()):
                tagger.close()
                tagger, spare = spare, Tagger(command)
    tagger.close()
    spare.close()


if __name__ == "__main__":
    known = model_of(sys.argv[1:])
    if known is None:
        run_afresh(sys.argv[1:])
    else:
        run(sys.argv[1:], known)
