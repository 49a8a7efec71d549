"""A mark that may end a sentence, gathered with what stands on both sides of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from polyglot.model import Span
from polyglot.segment.ruleset import CLOSE, DASHES, INVERTED, OPEN, UNSEEN, WORD, Rules
from polyglot.segment.shadow import NOT_OF_LINK, uncased

REACH = 48
"""Characters: how far around a mark words are looked at."""
SYMBOLS = "#@§$€£¥₴₽+~≈©"
LEAD = 240
"""Characters: how much of a long sentence is looked at for dashes."""
GROUPS = ("mark", "end", "digits", "gap", "open", "word", "space", "then", "after")
LETTER = re.compile(r"[^\W\d_]")
AFTER_MARK = re.compile(r"[.!?…]\W{1,8}([^\W\d_])")
HASTE = re.compile(r"!!|\?\?")


class Case(Enum):
    """What the first character after a mark is."""

    UPPER = "upper"
    LOWER = "lower"
    DIGIT = "digit"
    NONE = "none"
    """A letter of a script without case, or a code: it says nothing."""
    GOES_ON = "goes on"
    """A comma or the like, with which no sentence starts, or the end of the text."""


@dataclass(frozen=True, eq=False)
class Passage:
    """A text made ready: what the judgement of its marks needs."""

    text: str
    shadow: str
    rules: Rules
    asides: tuple[Span, ...]
    stops: frozenset[int]
    """Where protected spans end that have a mark as their last character."""

    @cached_property
    def small(self) -> bool:
        """Whether sentences begin without capitals, as in a chat: the first does, and so does what follows a mark.

        In a text with marks in a row (`??`) some capitals may be the keyboard's.
        """
        first = LETTER.search(self.shadow)
        if first is None or not first[0].islower():
            return False
        return bool(HASTE.search(self.shadow)) or not any(map(str.isupper, AFTER_MARK.findall(self.shadow)))


class Mark(NamedTuple):
    """A mark that may end a sentence, and what stands on both sides of it."""

    text: str
    before: tuple[str, ...]
    """The last words before it, at most three, without what opens them; the nearest last."""
    heads: bool
    """Whether the sentence has said nothing but one word so far."""
    lead: str
    """The sentence so far, or its end where it is long."""
    loose: bool
    """Whether white space at which a line may break stands before it."""
    coded: bool
    """Whether it belongs to a protected span."""
    end: str
    """What closes behind it, with notes and emoji."""
    digits: str
    """Digits stuck to it: perhaps the number of a note."""
    spaced: bool
    """Whether white space follows."""
    turns: bool
    """Whether a dash on a new line follows, with which somebody else begins to speak."""
    opener: str
    """Opening quotation marks, dashes and the like behind the white space."""
    quoted: bool
    """Whether the first of them is a quotation mark."""
    word: str
    """The word after that, with an apostrophe that ends it; empty where none follows."""
    glued: str
    """The character right behind that word; empty for white space and the end."""
    then: str
    """The first character behind that word that is no white space."""
    after: str
    """The character behind that one, if it is no white space."""
    following: tuple[str, ...]
    """Behind a quotation, before a number, or where a space is missing: that word and up to three after it."""
    case: Case


def is_apart(match: re.Match[str], rules: Rules) -> bool:
    """Whether a mark that has no white space behind it needs some, as all have but those of Asian scripts."""
    return rules.unspaced.isdisjoint(match["mark"]) and not uncased(match["word"] or "")


def case_of(match: re.Match[str], rules: Rules) -> Case:
    """What the first character after a mark is; that of an address (`exemple.fr répond`) says nothing."""
    word = match["word"] or ""
    first = (word or match["then"])[:1]
    if first.isdigit() or (first and first in SYMBOLS):
        return Case.DIGIT
    if first.isupper() or first.istitle() or (first.islower() and not word.islower()):
        return Case.UPPER
    if first.islower():
        return Case.NONE if _is_address(match, rules) else Case.LOWER
    return Case.NONE if first.isalpha() or first == WORD else Case.GOES_ON


def _is_address(match: re.Match[str], rules: Rules) -> bool:
    """Whether a domain or the name of a file follows a mark."""
    name, _, ending = _following(match)[0].rstrip(NOT_OF_LINK).rpartition(".")
    return bool(name) and ending in rules.endings


def _following(match: re.Match[str]) -> list[str]:
    """The words behind a mark and what opens them, as far as `REACH`."""
    start = match.end("open")
    return match.string[start : start + REACH].split()


def numbers_item(match: re.Match[str]) -> bool:
    """Whether a lower-case letter behind a mark numbers an item: `c) fermer`."""
    return len(match["word"]) == 1 and match["then"] == CLOSE and not match["space"] and bool(match["gap"])


def mark_at(passage: Passage, match: re.Match[str], last: int, case: Case) -> Mark:
    """Gather what the judgement of a mark needs."""
    shadow, rules, start = passage.shadow, passage.rules, match.start()
    near = max(last, start - REACH)
    pieces = shadow[near:start].rsplit(None, 3)
    words = [word for piece in pieces[-3:] if (word := piece.lstrip(rules.opening).rstrip(UNSEEN))]
    if not pieces or pieces[-1][-1] in OPEN + INVERTED:
        words = []
    mark, end, digits, gap, opener, word, space, then, after = match.group(*GROUPS)
    return Mark(
        text=mark,
        before=tuple(words),
        heads=near == last and len(pieces) <= 3 and len(words) == 1,
        lead=shadow[max(last, start - LEAD) : start],
        loose=shadow[start - 1] in " \n\t",
        coded=match.end("mark") in passage.stops,
        end=end,
        digits=digits or "",
        spaced=bool(gap),
        turns="\n" in gap and opener.startswith(tuple(DASHES)),
        opener=opener,
        quoted=bool(opener) and passage.text[match.start("open")] in rules.quotes,
        word=word or "",
        glued="" if space else then,
        then=then,
        after=after,
        following=tuple(_following(match)[:4]) if CLOSE in end or not gap or case is Case.DIGIT else (),
        case=case,
    )


def is_shouted(mark: Mark) -> bool:
    """Whether capitals say nothing, as all around are capitals."""
    last = mark.before[-1]
    return (
        len(last) > 1
        and last.replace("-", "").isalpha()
        and last.isupper()
        and (mark.word.isupper() or mark.case is Case.DIGIT)
    )
