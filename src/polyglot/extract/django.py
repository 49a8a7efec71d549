"""Django's templates, by the rules of its `makemessages`: percent signs are doubled, values have their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from polyglot.extract.calls import Notes, Token
from polyglot.extract.found import Found, Wanted
from polyglot.extract.markup import Block, Piece, block, heard, pieces, words

SINGLE = ("trans", "translate")
BLOCKS = {"blocktrans": "endblocktrans", "blocktranslate": "endblocktranslate"}
STRING = r"""(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')"""
TEXT = re.compile(rf"\w+\s+({STRING})(?P<rest>.*)", re.DOTALL)
CONTEXT = re.compile(rf"\bcontext\s+(?:_\(\s*)?({STRING})")
CONSTANT = re.compile(rf"(?<![\w.])_\(({STRING})\)")


def read(source: str, wanted: Wanted, place: str) -> Iterator[Found]:
    """The strings of a template."""
    stream, notes = pieces(source), Notes(wanted.comments)
    for piece in stream:
        if piece.kind == "comment":
            notes.hear(Token("comment", piece.text, piece.line))
        elif piece.kind == "tag" and piece.word == "comment":
            inner = "".join(part.text for part in block(stream, piece, "endcomment", place).one)
            notes.hear(Token("comment", inner, piece.line))
        elif piece.kind in {"tag", "value"}:
            said = heard(notes, piece)
            if piece.kind == "tag" and piece.word in BLOCKS:
                yield from _block(block(stream, piece, BLOCKS[piece.word], place), said)
            elif piece.kind == "tag" and piece.word in SINGLE and (found := TEXT.match(piece.text)):
                yield from _single(piece, found, said)
            for constant in CONSTANT.finditer(piece.text):
                yield Found(piece.line, _doubled(_unquoted(constant[1])), notes=said)
            yield from _others(piece, wanted, said)


def _others(piece: Piece, wanted: Wanted, notes: tuple[str, ...]) -> Iterator[Found]:
    """Calls of the project's own keywords."""
    from polyglot.extract.markup import calls

    own = [call for call in calls(words(piece.text, piece.line), wanted) if call.name != "_"]
    for call in own:
        for found in wanted.found(call):
            yield Found(found.line, found.text, found.context, found.plural, notes)


def _single(piece: Piece, found: re.Match[str], notes: tuple[str, ...]) -> Iterator[Found]:
    context = CONTEXT.search(found["rest"])
    text = _doubled(_unquoted(found[1]))
    if text:
        yield Found(piece.line, text, _unquoted(context[1]) if context else None, notes=notes)


def _block(found: Block, notes: tuple[str, ...]) -> Iterator[Found]:
    trimmed = "trimmed" in re.sub(STRING, "", found.start.text).split()
    context = CONTEXT.search(found.start.text)
    one = _said(found.one, trimmed=trimmed)
    if one:
        yield Found(
            found.start.line,
            one,
            _unquoted(context[1]) if context else None,
            None if found.many is None else _said(found.many, trimmed=trimmed),
            notes,
        )


def _said(parts: Sequence[Piece], *, trimmed: bool) -> str:
    """The text of a block as Django looks it up."""
    texts = []
    for part in parts:
        if part.kind == "value":
            texts.append(f"%({part.text})s")
        elif part.kind == "text":
            texts.append(_doubled(part.text))
    text = "".join(texts)
    return re.sub(r"\s*\n\s*", " ", text.strip()) if trimmed else text


def _doubled(text: str) -> str:
    return text.replace("%", "%%")


def _unquoted(text: str) -> str:
    r"""What a constant says: a backslash stands for itself but before its own quote and another backslash."""
    quote = text[0]
    return text[1:-1].replace(f"\\{quote}", quote).replace("\\\\", "\\")
