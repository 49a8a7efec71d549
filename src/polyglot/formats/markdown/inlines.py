"""What stands inside a paragraph: its words and its marks, found by the parser, cut where they stand in the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from polyglot.formats.markdown.dialect import inline
from polyglot.formats.markdown.places import Atom, Env, Stretch
from polyglot.model import Span

KEPT = set("\\`*_[]<>~|${}#")
"""Characters that mean something: where the source spells them with an escape, they stay as they stand."""
TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<rest>[^>]*)>")
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
VERBATIM = frozenset(["code", "kbd", "samp", "var", "script", "style", "pre", "math", "svg", "textarea"])
"""HTML elements whose words are no text."""
KEEPS = re.compile(r"""\btranslate\s*=\s*["']?no\b|\bclass\s*=\s*["']?[^"'>]*\bnotranslate\b""", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"«»]*[^\s<>\"«».,;:!?)\]*_~'’”…]")
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
DELIMITER = re.compile(r"[*_~]+")
TITLED = re.compile(
    r"""\]\([ \t\r\n]*(?:<[^<>\r\n]*>|[^ \t\r\n<][^ \t\r\n]*)[ \t\r\n]+
    (?P<title>"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|\((?:\\.|[^()\\\r\n])*\))[ \t\r\n]*\)""",
    re.VERBOSE,
)
"""The end of a link that has a title on one line."""
SHORT = ("]", "][]")
"""How a link ends whose words are its label too."""
ONE_CHARACTER = ("strong_open", "strong_close")


class Mark(NamedTuple):
    """A mark in the content of a paragraph."""

    start: int
    end: int
    kind: str
    """`open`, `close`, `empty`, or `character` for one that is spelled with an escape or as an entity."""
    name: str = ""
    """What its other half is called too."""
    text: str = ""
    """For a character: which. For a link that its words name: what has to follow it once they are others."""


def marks(md: MarkdownIt, content: str, env: Env) -> list[Mark]:
    """The marks of a paragraph's content, in order, not overlapping."""
    found = sorted(_marks(inline(md, content, env), content, 0))
    return _without_verbatim(found, content)


def _marks(tokens: Sequence[Token], content: str, base: int) -> Iterator[Mark]:
    opened = []
    for token in tokens:
        if token.type == "link_open":
            opened.append(token)
        if "span" not in token.meta or token.type in {"text", "softbreak"}:
            continue
        start, end = (base + at for at in token.meta["span"])
        if token.type == "image":
            yield from _image(token, content, base)
        elif token.type == "text_special" and token.content == content[start:end]:
            continue  # a stroke that escapes nothing
        elif token.type == "link_close":
            label = content[base + opened[-1].meta["span"][1] : start]
            yield Mark(start, end, "close", "link", _label(content[start:end], label))
        else:
            yield _mark(token, content, start, end)


def _mark(token: Token, content: str, start: int, end: int) -> Mark:
    if token.type == "text_special":
        return Mark(start, end, "character", text=token.content)
    if token.type == "html_inline":
        return _tag(content, start, end)
    if token.type == "hardbreak":
        start = len(content[:start].rstrip(" "))
    kinds = {1: "open", 0: "empty", -1: "close"}
    kind = "empty" if token.markup == "autolink" else kinds[token.nesting]
    if token.type in ONE_CHARACTER:  # the parser leaves the other star to a text that it empties
        start, end = (start - 1, end) if kind == "open" else (start, end + 1)
    return Mark(start, end, kind, token.type.rpartition("_")[0])


def _image(token: Token, content: str, base: int) -> Iterator[Mark]:
    start, label = (base + at for at in token.meta["span"])
    close, end = (base + at for at in token.meta["close"])
    yield Mark(start, label, "open", "image")
    yield from _marks(token.children or (), content, label)
    yield Mark(close, end, "close", "image", _label(content[close:end], content[label:close]))


def _label(written: str, label: str) -> str:
    return " ".join(label.split()) if written in SHORT else ""


def _tag(content: str, start: int, end: int) -> Mark:
    found = TAG.fullmatch(content, start, end)
    if not found or found["name"].lower() in VOID or found["rest"].endswith("/"):
        return Mark(start, end, "empty")
    return Mark(start, end, "close" if found["end"] else "open", f"<{found['name'].lower()}")


def partners(found: Sequence[Mark]) -> dict[int, int]:
    """Which mark is the other half of which, by their numbers; what crosses another or stands alone has none."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for number, mark in enumerate(found):
        if mark.kind == "open":
            opened.append(number)
        elif mark.kind == "close" and any(found[other].name == mark.name for other in opened):
            while found[other := opened.pop()].name != mark.name:
                pass
            pairs |= {number: other, other: number}
    return pairs


def _without_verbatim(found: list[Mark], content: str) -> list[Mark]:
    """The marks, with an HTML element that must not be translated as one of them, from its tag to the end of it."""
    pairs = partners(found)
    kept, past = [], 0
    for number, mark in enumerate(found):
        if mark.start < past:
            continue
        past = mark.end
        if mark.kind == "open" and number in pairs and _is_verbatim(mark, content):
            past = found[pairs[number]].end
            kept.append(Mark(mark.start, past, "empty"))
        else:
            kept.append(mark)
    return kept


def _is_verbatim(mark: Mark, content: str) -> bool:
    return mark.name.startswith("<") and (
        mark.name[1:] in VERBATIM or bool(KEEPS.search(content, mark.start, mark.end))
    )


def atoms(md: MarkdownIt, stretch: Stretch, source: str, env: Env, *, cell: bool) -> tuple[Atom, ...]:
    """The words and codes of a paragraph as they stand in the file, with the marks before its lines."""
    found = marks(md, stretch.content, env)
    pairs = partners(found)
    pieces: list[Atom] = []
    numbers: dict[int, int] = {}
    at = stretch.span.start
    for number, mark in enumerate(found):
        start, end = stretch.at(mark.start), stretch.at(mark.end)
        pieces += _words(source[at:start], cell=cell)
        numbers[number] = len(pieces)
        pieces.append(_atom(mark, source[start:end], edge=mark.start == 0 or mark.end == len(stretch.content)))
        at = end
    pieces += _words(source[at : stretch.span.end], cell=cell)
    joined = {numbers[number]: numbers[other] for number, other in pairs.items()}
    linked = [atom._replace(partner=joined.get(number, -1)) for number, atom in enumerate(pieces)]
    return tuple(_told_apart(linked))


def titled(md: MarkdownIt, stretch: Stretch, source: str, env: Env) -> Iterator[tuple[Span, re.Match[str]]]:
    """Where in the file links of a paragraph end that have a title, and how."""
    for mark in marks(md, stretch.content, env) if TITLED.search(stretch.content) else ():
        span = Span(stretch.at(mark.start), stretch.at(mark.end))
        if mark.kind == "close" and (found := TITLED.fullmatch(source[slice(*span)])):
            yield span, found


def _atom(mark: Mark, written: str, *, edge: bool) -> Atom:
    if mark.kind == "character":
        plain = not (KEPT & {*mark.text}) and not any(map(_is_blank, mark.text)) and not (edge and mark.text.isspace())
        return Atom(mark.text) if plain else Atom(written, "empty", says=mark.text)
    if mark.text:
        return Atom(f"][{mark.text}]", mark.kind, raw=written)
    return Atom(written, mark.kind)


def _is_blank(character: str) -> bool:
    """Whether a character would be lost or do harm once it is written as itself."""
    return (character.isascii() and character.isspace()) or unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}


def _words(text: str, *, cell: bool) -> Iterator[Atom]:
    """Words, with addresses and, in a table, escaped bars as codes that read as they stand."""
    at = 0
    for found in re.finditer(rf"{ADDRESS.pattern}|\\\|" if cell else ADDRESS.pattern, text):
        if at < found.start():
            yield Atom(text[at : found.start()])
        yield Atom(found[0], "empty", says="|" if found[0] == r"\|" else found[0])
        at = found.end()
    if at < len(text):
        yield Atom(text[at:])


def _told_apart(pieces: Sequence[Atom]) -> Iterable[Atom]:
    """The pieces, with words that look like one of the codes escaped, so that each is known by its text."""
    codes = {atom.text for atom in pieces if atom.kind}
    codes |= {code[0] for code in codes if DELIMITER.fullmatch(code)}  # a lone star, before two that mean something
    words = "\n".join(atom.text for atom in pieces if not atom.kind)
    alike = sorted((code for code in codes if code in words), key=len, reverse=True)
    if not alike:
        return pieces
    clash = re.compile("|".join(map(re.escape, alike)))
    apart: list[Atom] = []
    numbers = []
    for atom in pieces:
        numbers.append(len(apart))
        apart += [atom] if atom.kind else _escaped(atom.text, clash)
    return [atom._replace(partner=numbers[atom.partner]) if atom.partner >= 0 else atom for atom in apart]


def _escaped(text: str, clash: re.Pattern[str]) -> Iterator[Atom]:
    at = 0
    for found in clash.finditer(text):
        if at < found.start():
            yield Atom(text[at : found.start()])
        yield Atom(PUNCTUATION.sub(r"\\\g<0>", found[0]), "empty", says=found[0], raw=found[0])
        at = found.end()
    if at < len(text):
        yield Atom(text[at:])


def reading(md: MarkdownIt, content: str, env: Env) -> str:
    """What a reader sees of a paragraph's content, with its marks between zeros: equal for equal meanings."""
    said, at = [], 0
    for mark in marks(md, content, env):
        said.append(content[at : mark.start])
        written = content[mark.start : mark.end]
        said.append(mark.text if mark.kind == "character" else shown(f"][{mark.text}]" if mark.text else written))
        at = mark.end
    return settled("".join([*said, content[at:]]))


def shown(mark: str) -> str:
    """A mark between zeros."""
    return f"\0{mark}\0"


def settled(read: str) -> str:
    """A reading, its marks joined where they touch, its lines without the space at their ends."""
    return re.sub(r"[ \t]*(?:\r\n|\r|\n)[ \t>]*", "\n", read.replace("\0\0", "")).strip()
