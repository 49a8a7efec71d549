"""Where a list or a line of signs parts a text, and what numbers its items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyglot.segment.abbreviations import ROMAN
from polyglot.segment.marks import Case, Mark, Passage
from polyglot.segment.ruleset import CLOSE, OPEN

NUMBERING = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[^\W\d_]")
NEWLINE = re.compile(r"\n")
SIGNS = re.compile(
    rf"[^\S\n]*+(?P<line>(?P<sign>[^\w\s{OPEN}{CLOSE}]|_)(?P=sign){{2,}}+)[^\S\n]*+$(?:\s++|\Z)", re.MULTILINE
)
"""A line that one sign fills, from its start."""
ITEM = re.compile(rf"(?<!\S)(?P<value>\d{{1,3}}|[^\W\d_])(?P<form>\.?{CLOSE}|\.)(?=\s+\S)")


def dividers(passage: Passage) -> Iterator[int]:
    """Where a bullet or a line of signs stands, and where the text goes on behind such a line."""
    shadow, rules = passage.shadow, passage.rules
    for match in rules.bullet.finditer(shadow):
        yield match.start()
    if "*" in shadow or "⁂" in shadow:
        for match in rules.asterisks.finditer(shadow):
            yield from (match.start("asterisks"), match.end())
    for start in (0, *(match.end() for match in NEWLINE.finditer(shadow))):
        if line := SIGNS.match(shadow, start):
            yield from (line.start("line"), line.end())


def items(passage: Passage) -> Iterator[int]:
    """Where items start in a list that was run together: `1) ... 2) ...`, `a. ... b. ...`, each one higher."""
    shadow = passage.shadow
    head = ITEM.match(shadow, len(shadow) - len(shadow.lstrip()))
    if not head:
        return
    value, form = head["value"], head["form"]
    if form == "." and (passage.rules.ordinals or value.isupper()):  # rather an ordinal or an initial
        return
    for match in ITEM.finditer(shadow, head.end()):
        if match["form"] == form and _follows(value, match["value"]):
            yield match.start()
            value = match["value"]


def _follows(value: str, other: str) -> bool:
    """Whether a number or a letter is the next one after another."""
    if value.isdecimal() and other.isdecimal():
        return int(other) == int(value) + 1
    return len(value) == len(other) == 1 and ord(other) == ord(value) + 1


def begins_next_item(mark: Mark) -> bool:
    """Whether the sentence is an item, and the next one follows: `1. Wait for 30 s. 2. Press`."""
    head = ITEM.match(mark.lead.lstrip()) if mark.case is Case.DIGIT and len(mark.following) > 1 else None
    if head is None or not head["value"].isdecimal():
        return False
    return mark.following[0] == f"{int(head['value']) + 1}{head['form']}" and not mark.following[1][0].islower()


def numbers_text(mark: Mark) -> bool:
    """Whether what is before a full stop numbers what follows: at the start, behind a semicolon, `1` behind a colon."""
    *before, last = mark.before
    if not (NUMBERING.fullmatch(last) or ROMAN.fullmatch(last)):
        return False
    return mark.heads or bool(before and (before[-1][-1] == ";" or (before[-1][-1] == ":" and last in "1aAiI")))
