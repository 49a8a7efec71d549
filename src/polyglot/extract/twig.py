"""Twig, Nunjucks and their like: calls and filters in expressions, and blocks between `trans` and `endtrans`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from polyglot.extract.calls import Notes, Token
from polyglot.extract.found import Found, Wanted
from polyglot.extract.markup import Block, Piece, block, calls, filtered, heard, pieces, words

ENDS = {"trans": "endtrans", "blocktrans": "endblocktrans"}
CONTEXT = re.compile(r"""\bcontext\s+(?:"([^"]*)"|'([^']*)')""")
NAME = re.compile(r"[A-Za-z_][\w.]*")


def read(source: str, wanted: Wanted, place: str, slot: str) -> Iterator[Found]:
    """The strings of a template; `slot` spells a value inside a block: `%{}%` or `%({})s`."""
    stream, notes = pieces(source), Notes(wanted.comments)
    for piece in stream:
        if piece.kind == "comment":
            notes.hear(Token("comment", piece.text, piece.line))
        elif piece.kind in {"tag", "value"}:
            said = heard(notes, piece)
            tokens = words(piece.text, piece.line)
            if piece.kind == "tag" and piece.word in ENDS and not _is_single(tokens):
                yield from _block(block(stream, piece, ENDS[piece.word], place), wanted, said, slot)
            elif piece.kind == "tag" and piece.word in ENDS:
                if tokens[1].text:
                    yield Found(piece.line, tokens[1].text, _context(piece.text), notes=said)
            else:
                yield from _expression(tokens, wanted, said)


def _is_single(tokens: Sequence[Token]) -> bool:
    """Whether a tag has its text in itself: `{% trans "x" %}`."""
    return len(tokens) > 1 and tokens[1].kind == "text"


def _expression(tokens: Sequence[Token], wanted: Wanted, notes: tuple[str, ...]) -> Iterator[Found]:
    for call in calls(tokens, wanted):
        yield from wanted.found(replace(call, notes=notes))
    for call in filtered(tokens, wanted):
        if call.arguments[0]:
            yield Found(call.line, call.arguments[0], notes=notes)


def _block(found: Block, wanted: Wanted, notes: tuple[str, ...], slot: str) -> Iterator[Found]:
    for part in (*found.one, *(found.many or ())):
        if part.kind in {"tag", "value"}:
            yield from _expression(words(part.text, part.line), wanted, ())
    one, many = _said(found.one, slot), None if found.many is None else _said(found.many, slot)
    said = " ".join(_said(found.said, slot).split())
    if one.strip():
        yield Found(
            found.start.line,
            one,
            context=_context(found.start.text),
            plural=many or None,
            notes=(*notes, *([said] if said else [])),
        )


def _context(tag: str) -> str | None:
    """The context that a tag names."""
    found = CONTEXT.search(tag)
    return next(filter(None, found.groups()), None) if found else None


def _said(parts: Sequence[Piece], slot: str) -> str:
    """The text of a block, without the space at its edges, its values by their names."""
    texts = []
    for part in parts:
        if part.kind == "value":
            name = NAME.match(part.text)
            texts.append(slot.format(name[0] if name else part.text))
        elif part.kind == "text":
            texts.append(part.text)
    return "".join(texts).strip()
