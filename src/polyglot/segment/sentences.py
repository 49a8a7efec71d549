"""Where new sentences start.

One pattern finds every mark that may end a sentence with all that stands behind it, and small functions judge it, the
commonest marks by a short way. The questions are those of Unicode UAX #29 and SRX 2.0. Patterns repeat possessively or
a bounded number of times: time grows with the length alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from polyglot.segment.abbreviations import is_ordinary
from polyglot.segment.judgement import ends_before_lower, ends_sentence
from polyglot.segment.lists import dividers, items
from polyglot.segment.marks import REACH, Case, Passage, case_of, is_apart, mark_at, numbers_item
from polyglot.segment.openings import goes_on_behind_dash, is_clear
from polyglot.segment.shadow import around

SAID = re.compile(r"\w")


def starts(passage: Passage) -> Iterator[int]:
    """Where new sentences start in a passage, its own start left out, rising."""
    end = len(passage.shadow)
    for cut, after in pairwise(sorted({0, *dividers(passage), *items(passage), end})):
        if cut:
            yield cut
        yield from _sentences(passage, cut, after)


def _sentences(passage: Passage, start: int, end: int) -> Iterator[int]:
    """Where new sentences start within a stretch of the text, its own start left out."""
    last, said = start, SAID.search(passage.shadow, start, end)
    for match in passage.rules.mark.finditer(passage.shadow, start, end):
        cut = match.start("open")
        if said and said.start() < match.start() and cut < end and _is_boundary(passage, match, last):
            yield cut
            last, said = cut, SAID.search(passage.shadow, cut, end)


def _is_plain_end(passage: Passage, match: re.Match[str], last: int) -> bool:
    """Whether a mark is the commonest one: an ordinary word, a full stop, a space, a capital.

    Only a short way for what `_is_boundary` would say as well: nothing that asks for more thought is let through.
    """
    mark, end, digits, gap, opener, word = match.group("mark", "end", "digits", "gap", "open", "word")
    if mark != "." or end or digits or opener or not gap or not word or not word[0].isupper():
        return False
    start = match.start()
    if not is_ordinary(passage.shadow[max(last, start - REACH) : start].rpartition(" ")[2], passage.rules):
        return False
    return match.end("mark") not in passage.stops and around(passage.asides, start) is None


def _is_boundary(passage: Passage, match: re.Match[str], last: int) -> bool:
    """Whether the sentence that began at `last` ends with a mark, and another starts behind it."""
    if _is_plain_end(passage, match, last):
        return True
    case = case_of(match, passage.rules)
    if case is Case.GOES_ON or (case is not Case.UPPER and not match["gap"] and is_apart(match, passage.rules)):
        return False
    mark = mark_at(passage, match, last, case)
    if not mark.before:  # an omission or a mark by itself: « … Nous verrons », (!), […]
        return False
    aside = around(passage.asides, match.start())
    if aside and (match.start("open") <= aside.end or not is_clear(mark, passage.rules)):
        return False
    if case is Case.LOWER and not numbers_item(match) and passage.rules.unspaced.isdisjoint(mark.text):
        return mark.spaced and ends_before_lower(mark, passage)
    return ends_sentence(mark, passage.rules) and not (case is Case.NONE and goes_on_behind_dash(mark, passage.rules))
