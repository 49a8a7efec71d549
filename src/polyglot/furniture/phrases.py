"""Phrases as a linguist writes them, and the table in which the lines of a page are looked up.

In a phrase `(a|b)` is one of several, `[a]` may be missing, `{month}` is a word of that list, `0` any number and `…`
any text: `(leave|post) a comment`, `0 comment[s]`, `read also …`. Case, spaces and marks at the edges of a line do
not count. Phrases without `…` are spelled out when a line begins as they do, and the line is looked up among them; one
with it is tried where its first or last word stands. So the time for a line hardly grows with the number of phrases.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from typing import TypeVar
from unicodedata import normalize

import regex

from polyglot.errors import ConfigError

Phrase = TypeVar("Phrase")
ANY = "…"
PICTURES = (range(0x2190, 0x2400), range(0x25A0, 0x27C0), range(0xFE00, 0xFE10), range(0x1F300, 0x1FB00))
EDGES = " :*|/·•∙⋅+–—-<>«»‹›×!#…\ufeff\u200b\u200d\u200e\u200f" + "".join(chr(at) for signs in PICTURES for at in signs)
"""What decorates the edges of a line and says nothing: marks, arrows, emoji."""
SPACES = (("\u00a0", " "), ("\u202f", " "), ("\n", " "), ("\r", " "), ("\t", " "), ("’", "'"), ("ʼ", "'"))
EVENED = (
    *SPACES,
    *(
        ("\u00ad", ""),
        (" :", ":"),
        (" ?", "?"),
        (" !", "!"),
        (" ;", ";"),
        ("...", "…"),
        ("   ", " "),
        ("  ", " "),
        ("  ", " "),
    ),
)
ACCENT = re.compile("[\u0300-\u036f]+")
NUMBER = re.compile(r"\d+(?:[\u00a0\u202f .,']\d{3}(?!\d))*\s?")
HEAD = 4
PATIENCE = 2.0
"""Seconds that a project's expression may take on one line."""
MANY_FORMS = 200
"""A phrase without gaps that stands for more lines is matched, and not spelled out."""
MOST_FORMS = 400
"""A phrase with gaps may not stand for more."""
SIGNS = {"(": "(?:", "[": "(?:", "|": "|", ")": ")", "]": ")?"}
OPENING = 6
"""Characters: by so many of the first ones phrases without gaps are found."""
LONGEST_LABEL = 160
"""Characters: what is longer is no label of a button or link."""
TOO_FAR = re.compile(r" ([:?!])")
WESTERN = "cp1252"
LIST = re.compile(r"\{(\w+)\}")
LEAVES = re.compile(r"[()\[\]|{}]")


def _bare(byte: int) -> int:
    """What a byte of a Western text is without capital and accent."""
    char = bytes([byte]).decode(WESTERN, "replace")
    bare = dict(SPACES).get(char) or normalize("NFD", char.casefold())[0]
    return bare.encode(WESTERN, "replace")[0] if char.isprintable() or char.isspace() else byte


BARE = bytes(map(_bare, range(256)))


@dataclass(frozen=True, slots=True)
class Found:
    """The phrase that a line is."""

    kind: str
    whole: bool
    """Whether it says all of the line, and not only how it begins, ends or what it holds."""


@dataclass(frozen=True, slots=True)
class Open:
    """A phrase with gaps: what stands between them, in order."""

    kind: str
    pieces: tuple[str, ...]
    sentences: bool
    """Whether a sentence may be such a line."""

    def fits(self, line: str) -> bool:
        """Whether a folded line has the pieces in their order, the first and the last at its ends."""
        first, *middle, last = self.pieces
        if not (_begins(line, first) and line.endswith(last)) or len(line) <= len(first) + len(last):
            return False
        if not self.sentences and (line.endswith(".") or len(line) > LONGEST_LABEL):
            return False
        at, end = len(first.rstrip()), len(line) - len(last)
        for piece in middle:
            at = line.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True


@dataclass(frozen=True, slots=True)
class Spelled:
    """Phrases without gaps that begin in one way: their forms, and expressions for those that have too many."""

    forms: Mapping[str, Found]
    wide: tuple[tuple[re.Pattern[str], Found], ...]

    def find(self, line: str) -> Found | None:
        """The phrase that a folded line is."""
        return self.forms.get(line) or next((found for wide, found in self.wide if wide.fullmatch(line)), None)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Phrases of many kinds, ready for looking lines up."""

    labels: Mapping[str, tuple[tuple[str, str], ...]]
    """Kinds and phrases without gaps by how they begin: the first characters, at most `OPENING` of them."""
    first: Mapping[str, tuple[Open, ...]]
    """By how they begin: the first characters, at most `HEAD` of them."""
    last: Mapping[str, tuple[Open, ...]]
    """By the last word, for those that begin with a gap."""
    inner: tuple[Open, ...]
    """Those that begin and end with a gap."""
    pieces: frozenset[str]
    """What stands behind their first gap."""
    spelled: dict[str, Spelled] = field(default_factory=dict)
    """What of `labels` was looked up before."""

    def look_up(self, line: str, bare: str) -> Found | None:
        """The phrase that a folded line is, or that it is without what decorates its edges; None where none fits."""
        if (known := self.label(bare) or self.label(line)) is not None:
            return known
        for form in (line,) if bare == line else (line, bare):
            for phrase in self._candidates(form):
                if phrase.fits(form):
                    return Found(phrase.kind, whole=False)
        return None

    def label(self, line: str) -> Found | None:
        """The phrase without gaps that a line is."""
        opening = line[:OPENING]
        if opening not in self.labels:
            return None
        if opening not in self.spelled:
            self.spelled[opening] = _spelled(opening, self.labels[opening])
        return self.spelled[opening].find(line)

    def _candidates(self, line: str) -> Iterator[Open]:
        """The phrases that begin as a line does, then those that end as it does."""
        for size in range(HEAD, 0, -1):
            yield from self.first.get(line[:size], ())
        yield from self.last.get(line.rpartition(" ")[2], ())

    def held_by(self, text: str) -> tuple[Open, ...]:
        """The phrases known by what a line holds that can occur in a folded text at all."""
        held = {piece for piece in self.pieces if piece in text}
        return tuple(phrase for phrase in self.inner if phrase.pieces[1] in held) if held else ()


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """A line as it is compared: case, kinds of spaces and apostrophes, and brackets do not count; a number is `0`."""
    return fold_all([text])[0]


def matching(wanted: str, texts: Sequence[str]) -> Iterator[int]:
    """Which texts a project names: as they stand, whatever the case, or by a regular expression.

    Apostrophes may be straight in both; what is no regular expression is a line. Raises `ConfigError` for one that
    does not come to an end.
    """
    line, pattern = fold(wanted), _expression(wanted.replace("’", "'"))
    evened = [text.replace("’", "'") for text in texts]
    try:
        found = [pattern.fullmatch(even, timeout=PATIENCE) is not None for even in evened]
    except (TimeoutError, MemoryError, RecursionError) as error:
        hint = "repeat less in it, as in (a+)+, or write the line itself"
        raise ConfigError(f"[furniture] {wanted!r} finds no end on a line", place="polyglot.toml", hint=hint) from error
    return (index for index, text in enumerate(texts) if found[index] or fold(text) == line)


def _expression(wanted: str) -> regex.Pattern[str]:
    try:
        return regex.compile(wanted)
    except (regex.error, RecursionError):
        return regex.compile(regex.escape(wanted))


def fold_all(texts: Iterable[str]) -> list[str]:
    """Many lines folded at once, which is much quicker than one by one; none may hold U+0000."""
    joined = "\0".join(texts)
    for bracket in "()[]":
        joined = joined.replace(bracket, "")
    return _evened(joined).replace(" \0", "\0").rstrip().split("\0")


def fold_sentences(texts: Iterable[str]) -> list[str]:
    """The same for lines that are no labels, but numbers and the spaces at marks stay: ten times as quick.

    Letters that no Western language has become `?`; no phrase that a sentence can hold has them.
    """
    joined = "\0".join(texts).replace("\u202f", " ").replace("ß", "ss")
    return joined.encode(WESTERN, "replace").translate(BARE).decode(WESTERN).split("\0")


def _evened(text: str) -> str:
    """Accents do not count either, as capitals are often written without."""
    folded = ACCENT.sub("", normalize("NFD", NUMBER.sub("0 ", text.casefold())))
    for sign, even in EVENED:
        folded = folded.replace(sign, even)
    return folded


def table(phrases: Iterable[tuple[str, str]], lists: Mapping[str, Sequence[str]], talkative: Container[str]) -> Table:
    """A table of phrases, each behind its kind; of two that fit a line the first counts.

    Only phrases of a `talkative` kind may be sentences. Raises `ValueError` where a phrase is not well written.
    """
    labels: dict[str, list[tuple[str, str]]] = {}
    opened: list[Open] = []
    for kind, phrase in _folded(phrases, lists):
        if ANY in phrase:
            forms = _forms(phrase)
            opened += (_open(kind, form, sentences=kind in talkative) for form in forms if ANY in form)
            if all(ANY in form for form in forms):
                continue
        for opening in _openings(phrase):
            labels.setdefault(opening, []).append((kind, phrase))
    return _indexed(_frozen(labels), opened)


def _indexed(labels: Mapping[str, tuple[tuple[str, str], ...]], opened: Iterable[Open]) -> Table:
    """The table, with each phrase that has gaps where it is looked for."""
    first: dict[str, list[Open]] = {}
    last: dict[str, list[Open]] = {}
    inner: list[Open] = []
    for phrase in opened:
        if phrase.pieces[0]:
            first.setdefault(phrase.pieces[0].rstrip()[:HEAD], []).append(phrase)
        elif end := phrase.pieces[-1]:
            last.setdefault(end.rpartition(" ")[2], []).append(phrase)
        else:
            inner.append(phrase)
    pieces = frozenset(phrase.pieces[1] for phrase in inner)
    return Table(labels, _frozen(first), _frozen(last), tuple(inner), pieces)


def _open(kind: str, form: str, *, sentences: bool) -> Open:
    pieces = tuple(form.split(ANY))
    if not any(map(str.strip, pieces)):
        raise ValueError(f"a phrase of {kind} fits every line: a | outside brackets parts the whole phrase")
    return Open(kind, pieces, sentences)


def _bare_form(form: str) -> str:
    """A form without what decorates its edges, unless nothing would be left."""
    if form[:1].isalnum() and form[-1:].isalnum():
        return form
    bare = form.strip(EDGES)
    return bare if len(bare) > 1 else form


def _folded(phrases: Iterable[tuple[str, str]], lists: Mapping[str, Sequence[str]]) -> Sequence[tuple[str, str]]:
    """Every phrase behind its kind, its lists filled in; folded all at once, which saves half of the time."""
    pairs = [(kind, _filled(phrase, lists)) for kind, phrase in phrases]
    if not pairs:
        return []
    folded = _evened("\0".join(phrase for _, phrase in pairs)).split("\0")
    return [(kind, phrase) for (kind, _), phrase in zip(pairs, folded, strict=True)]


def expanded(phrase: str, lists: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Every line that a phrase stands for, folded. Raises `ValueError` where a bracket is wrong or there are many."""
    return _forms(_evened(_filled(phrase, lists)))


def _filled(phrase: str, lists: Mapping[str, Sequence[str]]) -> str:
    return LIST.sub(lambda match: f"({'|'.join(lists[match[1]])})", phrase) if "{" in phrase else phrase


def _forms(phrase: str) -> Sequence[str]:
    if not LEAVES.search(phrase):
        return _closed_up((phrase,))
    forms, rest = _alternatives(phrase)
    if rest:
        raise ValueError(f"a bracket is closed that was not opened: {phrase}")
    if len(forms) > MOST_FORMS and ANY in phrase:
        raise ValueError(f"a phrase that stands for {len(forms)} lines is better written as several: {phrase}")
    return _closed_up(forms)


def _spelled(opening: str, phrases: Sequence[tuple[str, str]]) -> Spelled:
    """Phrases without gaps, of which the forms with an opening are wanted."""
    forms: dict[str, Found] = {}
    wide: list[tuple[re.Pattern[str], Found]] = []
    for kind, phrase in phrases:
        found = Found(kind, whole=True)
        if ANY not in phrase and _is_wide(phrase):
            wide.append((_expression_of(phrase), found))
            continue
        for form in _labels(phrase):
            if form.startswith(opening):
                forms.setdefault(form, found)
    return Spelled(forms, tuple(wide))


@cache
def _labels(phrase: str) -> frozenset[str]:
    """The lines without gaps that a folded phrase stands for."""
    return frozenset(_bare_form(form) for form in _forms(phrase) if ANY not in form)


def _is_wide(phrase: str) -> bool:
    """Whether a phrase stands for very many lines: those of its groups that follow each other, multiplied."""
    lines = options = 1
    depth = 0
    for leaf in map(re.Match.group, LEAVES.finditer(phrase)):
        if leaf in "([":
            options = options if depth else 1 + (leaf == "[")
            depth += 1
        elif leaf == "|":
            options += 1
        else:
            depth -= 1
            lines *= options if not depth else 1
    return lines > MANY_FORMS


@cache
def _expression_of(phrase: str) -> re.Pattern[str]:
    """A folded phrase as a regular expression; one space may be missing, so that none is left over beside a gap."""
    pieces = re.split(r"([()\[\]|])", phrase)
    return re.compile("".join(SIGNS.get(piece) or re.escape(piece).replace(r"\ ", " ?") for piece in pieces))


def _openings(phrase: str) -> frozenset[str]:
    """How the lines begin that a folded phrase stands for."""
    most = 2 * OPENING  # some of it may be spaces that are closed up, or decorate the edge
    cut = set(_closed_up(_alternatives(phrase, most)[0]))
    return frozenset(start[:OPENING] for form in cut for start in (_bare_form(form), form.lstrip(EDGES)))


def _closed_up(forms: Iterable[str]) -> Sequence[str]:
    """Forms without the spaces that a part left out, or an article before an apostrophe, leaves in them."""
    text = "\0".join(("", *forms, ""))
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \0", "\0").replace("\0 ", "\0").replace("' ", "'")
    return TOO_FAR.sub(r"\1", text)[1:-1].split("\0")


def _alternatives(text: str, most: int | None = None, *, inside: bool = False) -> tuple[list[str], str]:
    """What a text up to the bracket that closes it stands for, and the text from that bracket on.

    With `most`, only so many of the first characters of what it stands for, each once.
    """
    done: list[str] = []
    forms = [""]
    while match := LEAVES.search(text):
        sign, before, text = match[0], text[: match.start()], text[match.end() :]
        forms = [form + before for form in forms]
        if sign == "|":
            done, forms = done + forms, [""]
        elif sign in "([":
            pieces, text = _alternatives(text, most, inside=True)
            if text[:1] != {"(": ")", "[": "]"}[sign]:
                raise ValueError(f"a bracket is not closed: {sign}{text}")
            text = text[1:]
            forms = [form + piece for form, piece in product(forms, pieces + ([""] if sign == "[" else []))]
            if most:
                forms = list(dict.fromkeys(form[:most] for form in forms))
                if not inside and min(map(len, forms)) == most:
                    return done + forms, ""
        else:
            return done + forms, sign + text
    return done + [form + text for form in forms], ""


def _begins(line: str, piece: str) -> bool:
    """Whether a line begins with a piece; a space at its end says that the word is over."""
    bare = piece.rstrip()
    return line.startswith(bare) and (bare == piece or not line[len(bare) : len(bare) + 1].isalnum())


def _frozen(found: Mapping[str, list[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    return {word: tuple(phrases) for word, phrases in found.items()}
