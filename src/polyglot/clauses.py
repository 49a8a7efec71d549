"""Where a text may be cut into parts that are translated on their own: at clauses, else commas, else between words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import regex

from polyglot.model import Masked, Slot
from polyglot.resources import Pattern

GAP = r"[ \u00a0\u202f]+"
CLAUSE = regex.compile(rf"(?<=[;:]){GAP}|(?<=,){GAP}(?=(?:et|mais|ou|car|qui|and|but|or|y|pero|und|e)\b)")
"""Behind a semicolon or colon, or a comma before a conjunction."""
COMMA = regex.compile(rf"(?<=[,،、，؛。！？.!?…]){GAP}|(?<=[，、。！？])")
"""Behind any comma or stop; in scripts without spaces nothing else follows it."""
PHRASE = regex.compile(rf"(?:{COMMA.pattern})|(?:{CLAUSE.pattern})")
SPACE = regex.compile(GAP)
FEW = regex.compile(r"\s++|[^\s\p{L}\p{N}]++\s*+|(?:\S++\s*+){1,8}")
"""White space or marks that a text begins with, then as many words as no model loses itself in."""

Part = tuple[Masked, str]
"""A part and the white space behind it; all joined are the text."""


def clauses(masked: Masked) -> list[Part]:
    """The clauses of a text; one without an inner boundary is one clause."""
    return _cut(masked, CLAUSE)


def phrases(masked: Masked) -> list[Part]:
    """What stands between commas, stops and the like."""
    return _cut(masked, PHRASE)


def singles(masked: Masked) -> list[Part]:
    """The phrases of a text, cut again behind every slot that another follows: few models lose one of one."""
    return [(part, space) for phrase, gap in phrases(masked) for part, space in _singles(phrase, gap)]


def _singles(phrase: Masked, gap: str) -> list[Part]:
    found: list[Part] = []
    current: list[str | Slot] = []
    left = len(phrase.slots)
    for piece in phrase.pieces:
        left -= isinstance(piece, Slot)
        rest = piece
        if isinstance(rest, str) and left and current and (behind := SPACE.match(rest)):
            found.append((Masked(tuple(current)), behind[0]))
            rest, current = rest[behind.end() :], []
        current += [rest] if rest else []
    return [*found, (Masked(tuple(current)), gap)] if current else found


def apart(masked: Masked) -> list[Part]:
    """The same parts, each slot by itself, so that none can be lost, and between them few words at a time."""
    return [(part, space) for single, gap in singles(masked) for part, space in _apart(single, gap)]


def _apart(single: Masked, gap: str) -> list[Part]:
    found: list[Part] = []
    for piece in single.pieces:
        if isinstance(piece, Slot):
            found.append((Masked((piece,)), ""))
            continue
        for text in FEW.findall(piece):
            bare = text.rstrip()
            if bare or not found:
                found.append((Masked((bare or text,)), text[len(bare or text) :]))
            else:
                found[-1] = (found[-1][0], found[-1][1] + text)
    return [*found[:-1], *((part, space + gap) for part, space in found[-1:])]


def parts(masked: Masked, fits: Callable[[Masked], bool]) -> list[Part]:
    """As few parts as fit, cut at the strongest boundaries that there are; a word that is too long stays whole."""
    return _parts(masked, fits, (CLAUSE, COMMA, SPACE))


def _parts(masked: Masked, fits: Callable[[Masked], bool], boundaries: Sequence[Pattern]) -> list[Part]:
    if not boundaries or fits(masked):
        return [(masked, "")]
    found: list[Part] = []
    for part, gap in _cut(masked, boundaries[0]):
        smaller = _parts(part, fits, boundaries[1:])
        found += [*smaller[:-1], (smaller[-1][0], smaller[-1][1] + gap)]
    return _gathered(found, fits)


def _gathered(found: Iterable[Part], fits: Callable[[Masked], bool]) -> list[Part]:
    """Neighbouring parts joined as long as they fit."""
    gathered: list[Part] = []
    for part, gap in found:
        if gathered:
            before, space = gathered[-1]
            both = Masked((*before.pieces, space, *part.pieces))
            if fits(both):
                gathered[-1] = (both, gap)
                continue
        gathered.append((part, gap))
    return gathered


def _cut(masked: Masked, boundary: Pattern) -> list[Part]:
    found: list[Part] = []
    current: list[str | Slot] = []
    for piece in masked.pieces:
        rest = piece
        while isinstance(rest, str) and (place := boundary.search(rest, 1)):
            found.append((Masked((*current, rest[: place.start()])), place[0]))
            current, rest = [], rest[place.end() :]
        if rest != "":
            current.append(rest)
    return [*found, (Masked(tuple(current)), "")] if current else found
