"""The shadow of a text: a string of the same length on which its sentences are judged.

In it quotation marks and brackets face one way or the other (`OPEN`, `CLOSE`), tags look like brackets, and a code is
one word. So one pattern finds every mark that may end a sentence with all that stands behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence

from polyglot.model import Span
from polyglot.segment.ruleset import CLOSE, OPEN, WORD, Rules

LONGEST_ASIDE = 300
"""Characters: what stands in brackets for longer than this is a text of its own, whose sentences are found."""
DEPTH = 8
"""How many quotation marks and brackets that are open at once are kept in mind."""
FOUND = re.compile(
    r"""
      (?<![\w.+-])[\w.+-]++@\w[\w-]*+(?:\.\w[\w-]*+)++      # an e-mail address
    | (?<!\w)(?:\w{2,12}+://|www\.)[^\s<>"«»“”]++            # a web address
    | \]\([^()\s]*+\)                                       # the end of a link in Markdown
    | (?<!\w)\d{1,2}\.\s\d{1,2}\.\s\d{4}(?!\w)              # a date written with spaces
    """,
    re.VERBOSE,
)
LINKS = ("://", "@", "www.")
SPACED_DATE = re.compile(r"\.\s\d{1,2}\.\s\d{4}")
"""The end of such a date."""
DOTTED = re.compile(r"\.(?=\w)(?<![^\s(\[{«„“\"'‘’].)")
"""The point with which a name begins: `.NET`, `.htaccess`, `.22`."""
EMPTY_TAG = re.compile(r"<[^<>]*/>|<(?:br|hr|wbr)\b[^<>]*>", re.IGNORECASE)
NOT_OF_LINK = ".,;:!?…)]}'’*_`"
ROOM_BEFORE = "-–—―/¿¡=([{" + OPEN
ROOM_AFTER = ",;:.!?…»”)]}\"'’" + CLOSE


def apart(spans: Collection[Span]) -> tuple[Span, ...]:
    """The spans in text order, those that overlap joined, empty ones left out."""
    if not spans:
        return ()
    joined: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def around(spans: Sequence[Span], offset: int) -> Span | None:
    """The span, of some that are in order and apart, in which a character lies."""
    at = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[at] if at >= 0 and offset < spans[at].end else None


def uncased(text: str) -> bool:
    """Whether a text begins with a letter of a script without case."""
    return text[:1].isalpha() and text[:1].lower() == text[:1].upper()


def cast(text: str, spans: Sequence[Span], rules: Rules) -> tuple[str, tuple[Span, ...]]:
    """The shadow of a text, and the asides: spans inside of which no sentence starts."""
    return _faced(DOTTED.sub(_point, _cloaked(text, spans, rules)), rules)


def _point(match: re.Match[str]) -> str:
    """What the shadow shows for a point before a word: part of it, unless a space is on its wrong side (`fini .Il`)."""
    word = match.string[match.end() : match.end() + 2]
    return "." if word[0].isupper() and word[1:].islower() else WORD


def _cloaked(text: str, spans: Sequence[Span], rules: Rules) -> str:
    """The text with codes, addresses and dates turned into words, tags and the ends of links into brackets."""
    found = list(spans)
    if _may_have_found(text):
        for match in FOUND.finditer(text):
            cut = 0 if match[0][0] == "]" else len(match[0]) - len(match[0].rstrip(NOT_OF_LINK))
            found.append(Span(match.start(), match.end() - cut))
    if not found:
        return text
    pieces: list[str] = []
    done = 0
    for start, end in apart(found):
        pieces += (text[done:start], _cloak(text[start:end], _room_before(text[max(0, start - 1) : start]), rules))
        done = end
    return "".join(pieces) + text[done:]


def _may_have_found(text: str) -> bool:
    """Whether something may be `FOUND` in a text; to ask so is much faster than to look for it."""
    return "@" in text or "://" in text or "www." in text or "](" in text or bool(SPACED_DATE.search(text))


def _cloak(code: str, room: bool, rules: Rules) -> str:
    """What the shadow shows for a code, character for character; `room` says whether white space is before it."""
    if code.isspace():
        return code
    if code.startswith("<") and code.endswith(">"):
        return (" " if EMPTY_TAG.fullmatch(code) else CLOSE if code.startswith("</") else OPEN) * len(code)
    if code.startswith("]") or not any(map(str.isalnum, code)):
        return (OPEN if room and code[0] != "]" else CLOSE) * len(code)
    link = any(sign in code for sign in LINKS)
    body = code if link else code.rstrip("".join(rules.stops))
    masked = "".join(char if char.isalnum() else WORD for char in body) + code[len(body) :]
    return WORD + masked[1:] if link else masked


def _room_before(char: str) -> bool:
    """Whether what follows a character, or stands at the start where there is none, can be an opening mark."""
    return not char or char.isspace() or char in ROOM_BEFORE


def _faced(text: str, rules: Rules) -> tuple[str, tuple[Span, ...]]:
    """The text with everything paired facing one way, and its asides."""
    pieces: list[str] = []
    stack: list[tuple[str, int]] = []
    asides: list[Span] = []
    done = 0
    for match in rules.paired.finditer(text):
        start, end = match.span()
        before = pieces[-1][-1] if start == done and start else text[max(0, start - 1) : start]
        face = _face(match[0], before, text[end : end + 1], stack, rules)
        if face == OPEN and match[0] in rules.closers:
            stack = [*stack[1 - DEPTH :], (match[0], start)]
        elif face == CLOSE and (opened := _opened(match[0], stack, rules)) is not None:
            asides += [Span(opened + 1, start)] if _is_aside(text, opened, start, rules) else []
        if face:
            pieces += (text[done:start], face * (end - start))
            done = end
    return "".join(pieces) + text[done:] if pieces else text, apart(asides)


def _face(sign: str, before: str, after: str, stack: Sequence[tuple[str, int]], rules: Rules) -> str:
    """Which way a quotation mark, a bracket or emphasis faces; empty for what is none of them.

    That is told by the sign itself, else by the white space on its sides, else by what is open.
    """
    char = sign[0]
    opens, closes = char in rules.closers, char in rules.closing
    if opens != closes and char not in "'’":
        return OPEN if opens else CLOSE
    room_before = _room_before(before)
    room_after = not after or after.isspace() or after in ROOM_AFTER or after in rules.unspaced
    if room_before != room_after:
        return OPEN if room_before else CLOSE
    if closes and (room_before or char not in "'’") and any(char in rules.closers[opener] for opener, _ in stack):
        return CLOSE
    return OPEN if opens and (room_before or char not in "\"'’") else ""


def _opened(char: str, stack: list[tuple[str, int]], rules: Rules) -> int | None:
    """Take off the stack what a character closes and all that was opened later; returns where it was opened."""
    for at in range(len(stack) - 1, -1, -1):
        opener, position = stack[at]
        if char in rules.closers[opener]:
            del stack[at:]
            return position
    return None


def _is_aside(text: str, opened: int, closed: int, rules: Rules) -> bool:
    """Whether what a pair holds is part of the sentence around it, however many sentences it seems to be.

    So it is where a bracket opens within a sentence, and where a quotation that no colon or comma announces opens
    within a sentence that goes on in lower case, or in a script without case, behind it.
    """
    if closed - opened > LONGEST_ASIDE:
        return False
    before = text[max(0, opened - DEPTH) : opened].rstrip(" \u00a0\u202f\n\t-–—―" + OPEN + CLOSE)
    last = before[-1:]
    if not last or last in rules.final or last in '.…»”"' or last in rules.closers:
        return False
    if text[opened] in rules.brackets:
        return True
    after = text[closed + 1 : closed + 4].lstrip()[:1]
    return last not in ":,،：，" and (after.islower() or uncased(after))
