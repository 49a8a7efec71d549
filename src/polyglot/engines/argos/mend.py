"""A name that the model wrote in its own way: attention tells where, and the form that is wanted takes its place.

Only what aligns with the name and looks like one is replaced. Whether all is well then is for `slots` to say, which
finds every form exactly once or refuses the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from operator import itemgetter
from typing import NamedTuple

import regex

from polyglot.engines.argos.drafts import Attention, Draft
from polyglot.engines.argos.slots import Mark, Spelled
from polyglot.model import CodeKind, Span

SPACE = "▁"
"""How SentencePiece writes the space before a word."""
BYTE = regex.compile(r"<0x[\dA-F]{2}>")
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[-'’][\p{L}\p{M}\p{N}]+)*")
TAIL = regex.compile(r"['’]s?$")
"""A possessive, which belongs to the sentence."""
ALIKE = 0.5
"""From this likeness on (Ratcliff and Obershelp 1988), a word is taken for another spelling of a name."""
Encode = Callable[[str], Sequence[str]]


class Mended(NamedTuple):
    """A draft with the forms of names that it lacked."""

    text: str
    said: Mapping[int, str]
    """What the model had written in the place of each, by the number of its slot."""


def mended(spelled: Spelled, draft: Draft, tokens: Sequence[str], encode: Encode) -> Mended | None:
    """The draft with the forms of names that it lacks; None where it is not certain where they belong."""
    if not draft.attention or any(BYTE.fullmatch(token) for token in draft.tokens):
        return None
    edits: list[tuple[Span, Mark]] = []
    for mark, place in zip(spelled.marks, _places(spelled, tokens, encode), strict=True):
        if any(form in draft.text for form in mark.forms):
            continue
        span = _counterpart(draft, place) if place and mark.slot.kind is CodeKind.NAME else None
        if span is None or not _is_name(draft.text, span, mark) or any(span.overlaps(other) for other, _ in edits):
            return None
        edits.append((span, mark))
    text = draft.text
    for span, mark in sorted(edits, key=itemgetter(0), reverse=True):
        text = text[: span.start] + mark.forms[0] + text[span.end :]
    said = {mark.slot.number: draft.text[slice(*span)] for span, mark in edits}
    return Mended(text, said) if edits else None


def _places(spelled: Spelled, tokens: Sequence[str], encode: Encode) -> Iterator[Span | None]:
    """The tokens that write each mark; None where that is not certain."""
    whole, at = "".join(tokens), 0
    for mark in spelled.marks:
        written = "".join(encode(mark.forms[0])).removeprefix(SPACE)
        start = whole.find(written, at) if written else -1
        if start < 0:
            yield None
            continue
        at = start + len(written)
        yield _tokens_at(tokens, Span(start, at))


def _tokens_at(tokens: Sequence[str], span: Span) -> Span:
    """The numbers of the tokens that share a character with a span of their joined text."""
    end, touched = 0, []
    for number, token in enumerate(tokens):
        here = Span(end, end + len(token))
        end = here.end
        if here.overlaps(span) and token != SPACE:
            touched.append(number)
    return Span(touched[0], touched[-1] + 1)


def _counterpart(draft: Draft, place: Span) -> Span | None:
    """The whole words of the draft whose tokens look at those tokens of the source more than at any other."""
    wanted = [number for number, row in enumerate(_focus(draft.attention)) if place.start <= row < place.end]
    if not wanted or wanted[-1] - wanted[0] + 1 > 2 * len(wanted):
        return None
    ends, end = [], -1 if draft.tokens[0].startswith(SPACE) else 0
    for token in draft.tokens:
        ends.append((end, end + len(token)))
        end += len(token)
    start, stop = ends[wanted[0]][0], ends[wanted[-1]][1]
    words = [Span(*word.span()) for word in WORD.finditer(draft.text)]
    touched = [word for word in words if word.overlaps(Span(max(start, 0), stop))]
    if not touched:
        return None
    tail = TAIL.search(draft.text[: touched[-1].end])
    return Span(touched[0].start, tail.start() if tail else touched[-1].end)


def _focus(attention: Attention) -> Iterator[int]:
    """The source token that each target token looks at most."""
    return (max(range(len(row)), key=row.__getitem__) for row in attention)


def _is_name(text: str, span: Span, mark: Mark) -> bool:
    """Whether a stretch may be the name: it is spelled nearly so, or has the capitals of one inside a sentence."""
    written = text[span.start : span.end]
    for form in (mark.slot.source, *mark.forms):
        if SequenceMatcher(None, written.casefold(), form.casefold()).ratio() >= ALIKE:
            return True
    return span.start > 0 and all(word[0][0].isupper() for word in WORD.finditer(written))
