"""Apertium's stream format: text and what it must give back, to a line that a pipeline reads, and back again.

https://wiki.apertium.org/wiki/Apertium_stream_format. Three of its devices carry everything that is not plain prose:

- A *superblank* (`[b3]`) stands for what the programs would spoil: their marks, control characters, doubled spaces.
- A *word-bound blank* (`[[t:n:3]]Moscou[[/]]`) follows a word through the translation, and neighbours that it draws in.
- A *frame* of superblanks stands around each sentence. It closes with a full stop of its own, as `apertium-destxt` has
  it: without one the tagger loses or misreads the last word. An answer without its frame belongs to nobody.

Of a sentence with inline tags the tags are lifted out (`polyglot.inline`), and its frame begins with a `w`: that asks
`tagger` to number its words by word-bound blanks (`[[t:w:0]]`), by which each word of the answer tells whence it comes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from polyglot.inline import Lifted, lift
from polyglot.model import Slot, Span

ESCAPED = frozenset("\\[]{}^$/<>")
"""Characters with a meaning in the stream that come back as they were when a backslash goes before them."""
SPOILT = frozenset("*@#~")
"""Characters that the programs write as marks, drop, or join words at, escaped or not."""
UNEASY = re.compile(r"\s\s+|[^\w ]")
"""What may need a device: runs of white space, and any character that is neither of a word nor a space."""
TOKEN = re.compile(
    r"(?P<close>\[\[/\]\])|\[\[(?P<open>[^\]]*)\]\]|\[b(?P<blank>\d+)\]"
    r"|\\?#(?P<grammar>(?:\\?<\w+\\?>)+)|\\?(?P<mark>[*@#])|\\(?P<escaped>.)"
    r"|/(?P<choice>\w*)|(?P<text>[^\\\[*@#/]+)|(?P<stray>.)",
    re.DOTALL,
)
"""The parts of an answer. A mark goes before a word not known to the dictionaries (`*`, `@`) or without a form (`#`);
with nothing but grammar (`#<prn>`) there is no word at all. Some pairs escape their marks (`\\@`).
An unescaped `/` goes before a second form of a word."""
CLOSING = re.compile(r"(?P<body>.*)\.(?P<blanks>(?: |\[\w+\])*)", re.DOTALL)
"""An answer and the stop of its frame: the last, with nothing but blanks behind it."""
OWNER = re.compile(r"t:n:(\d+)")
WORD_NUMBER = re.compile(r"t:w:(\d+)")
CONSONANTS = "bdfgkptvz"
STEMS = ("xq", "qx", "xzq", "zqx", "qxz")
"""What makes an opaque word one that no dictionary holds and no rule takes apart."""
VOWELS = frozenset("aeiouœæ")


@dataclass(frozen=True, slots=True)
class Held:
    """What a pipeline must give back once: a slot, or a word that the mode before it did not know."""

    content: Slot | str
    surface: str = ""
    """How a name stands in the language of this mode, which uses its grammar; empty where it must stay opaque."""
    strange: bool = False
    """In an answer: whether the mode left it as it was because it does not know it."""
    other: tuple[str, ...] = ()
    """Where `surface` is another name that stands in for it, the forms which that may come back in."""

    @property
    def meaning(self) -> str:
        """What will stand in its place in the end."""
        return self.content if isinstance(self.content, str) else self.content.target


Piece = str | Held | Slot
"""What is neither text nor held is an inline tag."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Pieces as a pipeline reads them, with what is needed to read its answer."""

    stream: str
    frame: str
    """The superblank that it begins with, and that stands on both sides of its closing stop."""
    pieces: tuple[Piece, ...]
    held: tuple[Held, ...]
    spellings: tuple[str, ...]
    """How each of `held` is written in the stream."""
    blanks: tuple[str, ...]
    """What each superblank stands for."""
    lifted: Lifted[Piece] | None = None
    """Where it has inline tags, the pieces without them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer taken apart: its text, the numbers of those held that own each character, and the marked places."""

    text: str
    owners: tuple[tuple[int, ...], ...]
    marks: tuple[int, ...]
    words: tuple[tuple[Span, tuple[int, ...]], ...] = ()
    """Stretches that go back to words of the source, and the numbers of these, where they were numbered."""


def encode(pieces: tuple[Piece, ...], serial: int) -> Sentence:
    """Write pieces as one item for a pipeline; `serial` tells its answer from any other's."""
    lifted = lift(pieces) if any(isinstance(piece, Slot) for piece in pieces) else None
    pieces = lifted.pieces if lifted else pieces
    held = tuple(piece for piece in pieces if isinstance(piece, Held))
    spellings = _spellings(pieces, held)
    blanks: list[str] = []
    parts, number = [], 0
    for piece in pieces:
        if isinstance(piece, Held):
            parts.append(f"[[t:n:{number}]]{_escape(spellings[number], blanks)}[[/]]")
            number += 1
        elif isinstance(piece, str):
            parts.append(_escape(unicodedata.normalize("NFC", piece), blanks))
    frame = f"[{'w' if lifted else 'f'}{serial}]"
    stream = f"{frame}{''.join(parts)}{frame}.{frame}"
    return Sentence(stream, frame, pieces, held, spellings, tuple(blanks), lifted)


def _escape(text: str, blanks: list[str]) -> str:
    """Plain prose as it is, the rest escaped or set aside among the superblanks."""

    def device(found: re.Match[str]) -> str:
        part = found[0]
        if part in ESCAPED:
            return f"\\{part}"
        if len(part) == 1 and part not in SPOILT and (part.isprintable() or unicodedata.category(part) == "Zs"):
            return part
        blanks.append(part)
        return f"[b{len(blanks) - 1}]"

    return UNEASY.sub(device, text)


def _spellings(pieces: tuple[Piece, ...], held: tuple[Held, ...]) -> tuple[str, ...]:
    """How each is written: a name as it stands, anything else as an opaque word that occurs nowhere in the text."""
    text = "".join(piece if isinstance(piece, str) else getattr(piece, "surface", "") for piece in pieces).casefold()
    stem = next((stem for stem in STEMS if stem not in text), f"{STEMS[0] * (text.count(STEMS[0]) + 1)}")
    return tuple(one.surface or opaque(number, stem, one.meaning) for number, one in enumerate(held))


def opaque(number: int, stem: str, meaning: str) -> str:
    """A capitalised word of one shape for each number, none within another: `Kxqbbw`, `Axqbdw`.

    It begins with a vowel where what it stands for does, for the sake of elision (« d'Odessa », « de Kyiv »).
    """
    digits = CONSONANTS[number % 9]
    while number := number // 9:
        digits = CONSONANTS[number % 9] + digits
    return f"{'A' if vocalic(meaning) else 'K'}{stem}{digits:b>2}w"


def vocalic(word: str) -> bool:
    """Whether a word begins with a vowel letter, accents aside."""
    return unicodedata.normalize("NFD", word[:1]).casefold()[:1] in VOWELS


def read(sentence: Sentence, answer: str) -> Reading | None:
    """Take an answer apart; None where it is not the answer to this sentence, whole."""
    body = _unframed(sentence.frame, answer)
    if body is None:
        return None
    text: list[str] = []
    owners: list[tuple[int, ...]] = []
    marks: list[int] = []
    returned: list[int] = []
    owner: tuple[int, ...] = ()
    words: list[tuple[Span, tuple[int, ...]]] = []
    numbers: tuple[int, ...] = ()
    begun = 0
    for kind, value in _tokens(body):
        match kind:
            case "open":
                owner = tuple(sorted({int(number) for number in OWNER.findall(value)}))
                numbers, begun = tuple(dict.fromkeys(map(int, WORD_NUMBER.findall(value)))), len(text)
            case "close":
                owner = ()
                words += [(Span(begun, len(text)), numbers)] if numbers else []
            case "mark":
                marks.append(len(text))
            case "stray":
                return None
            case "blank":
                returned.append(int(value))
                text += sentence.blanks[int(value)] if int(value) < len(sentence.blanks) else ""
            case "escaped" | "text":
                text += value if text[-1:] != [" "] else value.lstrip(" ")
        owners += [owner] * (len(text) - len(owners))
    whole = sorted(returned) == list(range(len(sentence.blanks)))
    return Reading("".join(text), tuple(owners), tuple(marks), tuple(words)) if whole else None


def _unframed(frame: str, answer: str) -> str | None:
    """What stands in a frame, whose stop a last « du » may have drawn before the blanks; None where it is not whole."""
    found = CLOSING.fullmatch(answer)
    if found is None or answer.count(frame) != 3 or not answer.startswith(frame):
        return None
    return (found["body"] + found["blanks"]).replace(frame, "")


def _tokens(body: str) -> Iterator[tuple[str, str]]:
    """The kind and content of each part of an answer, runs of spaces in plain text taken as one."""
    for found in TOKEN.finditer(body):
        kind = found.lastgroup or ""
        yield kind, re.sub(" +", " ", found[kind])
