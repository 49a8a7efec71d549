"""The judgement of marks by their kind: whether a stop, an ellipsis, `!` or `?` ends its sentence."""

from __future__ import annotations

import re

from polyglot.segment.abbreviations import (
    abbreviation,
    closes_amount,
    continues_abbreviation,
    is_number,
    is_numbered,
    is_ordinary,
    is_title,
    looks_abbreviated,
    looks_ordinal,
)
from polyglot.segment.lists import begins_next_item, numbers_text
from polyglot.segment.marks import Case, Mark, Passage, is_shouted
from polyglot.segment.openings import is_clear, is_reported
from polyglot.segment.ruleset import CLOSE, Kind, Rules
from polyglot.segment.shadow import uncased

MONEY = "%‰€$£¥₴₽"
MEASURES = MONEY + "°"
HYPHENS = ("-", "‐", "‑")
DOUBTFUL = (Kind.BEFORE_NAME, Kind.ANYWHERE, Kind.AMOUNT)
OMISSION = re.compile(r"…|\.\.")
WORD_ENDS = re.compile(rf"[-'’,;:!?…{CLOSE}]|\.*+(?:{CLOSE}|$)")


def ends_before_lower(mark: Mark, passage: Passage) -> bool:
    """Whether a mark ends its sentence though lower case follows.

    It does behind a sign of money or measure, which nobody abbreviates; before a quotation that begins with an
    omission; before any quotation if it is a full stop behind an ordinary word; and in a text that goes without
    capitals, if nothing before it may be abbreviated.
    """
    rules, last = passage.rules, mark.before[-1]
    if mark.text == "." and not mark.end and last[-1] in MONEY:
        return True
    if mark.quoted and OMISSION.search(mark.opener):
        return mark.text != "." or is_ordinary(last, rules)
    if mark.quoted and not passage.small:
        return mark.text == "." and not mark.end and is_ordinary(last, rules)
    if not passage.small or CLOSE in mark.end or mark.opener or mark.digits:
        return False
    if mark.text == ".":
        return abbreviation(mark, rules) is None and not looks_abbreviated(mark, rules) and not last.isdecimal()
    return not rules.final.isdisjoint(mark.text) and abbreviation(mark, rules) is None


def ends_sentence(mark: Mark, rules: Rules) -> bool:
    """Whether a mark ends its sentence, judged by its kind."""
    if not rules.unspaced.isdisjoint(mark.text):
        return not is_reported(mark, rules)
    if (not mark.spaced and not _joins_sentences(mark, rules)) or (mark.digits and not _is_plain(mark, rules)):
        return False
    if mark.coded:
        return is_clear(mark, rules)
    if not rules.final.isdisjoint(mark.text):
        return not is_reported(mark, rules) and (abbreviation(mark, rules) is None or is_clear(mark, rules))
    return _stop_ends(mark, rules) if mark.text == "." else _ellipsis_ends(mark, rules)


def _is_plain(mark: Mark, rules: Rules) -> bool:
    """Whether the last word before a mark is an ordinary one, so that digits behind it can only number a note."""
    word = mark.before[-1]
    if not (len(word) > 2 and word.isalpha()):
        return False
    return word.islower() or (word[1:].islower() and word not in rules.abbreviating and is_clear(mark, rules))


def _joins_sentences(mark: Mark, rules: Rules) -> bool:
    """Whether a mark without white space behind it was meant to have some: `fini.Ensuite`, but not `Booking.Com`."""
    last = mark.before[-1]
    if mark.case is Case.NONE:
        return len(mark.word) > 2 and len(last) > 2 and uncased(last[-1]) and uncased(mark.word)
    if mark.case is not Case.UPPER or mark.opener.startswith(HYPHENS):
        return False
    if mark.text == "." and not mark.end and not (last[-2:].isalpha() and last[-1].islower()):
        amount = last[-3:].isdecimal() or last[-1] in MEASURES + CLOSE or abbreviation(mark, rules) is Kind.AMOUNT
        return amount and is_clear(mark, rules)
    if mark.word.endswith(("'", "’")):
        return True
    if mark.word.lower() in rules.endings or not WORD_ENDS.match(mark.following[0], len(mark.word)):
        return False
    return mark.word[1:2].islower() or mark.word.lower() in rules.starters


def _ellipsis_ends(mark: Mark, rules: Rules) -> bool:
    """Whether an ellipsis ends a sentence: a capital must follow; one between spaces needs a word that tells more."""
    if mark.case is not Case.UPPER:
        return mark.case is Case.NONE and (mark.turns or is_clear(mark, rules))
    if mark.text.count(".") == 4:  # a full stop and an ellipsis
        return True
    word = mark.word.lower().replace("’", "'")
    if word.rstrip("'") in rules.capitalised:
        return False
    particle = word in rules.particles and not is_shouted(mark)  # of no name: an ellipsis is no initial
    return not mark.loose or particle or is_clear(mark, rules)


def _stop_ends(mark: Mark, rules: Rules) -> bool:
    """Whether a full stop ends a sentence rather than belongs to an abbreviation, an initial, an ordinal or a list."""
    last = mark.before[-1]
    if last.endswith(CLOSE) or is_numbered(mark, rules) or begins_next_item(mark):
        return True
    if numbers_text(mark) or continues_abbreviation(mark, rules):
        return False
    kind = abbreviation(mark, rules)
    if (kind is Kind.BEFORE_NUMBER and is_number(mark, rules)) or (kind is Kind.BEFORE_NAME and is_title(mark)):
        return False
    if kind is Kind.CLOSING or (kind is Kind.AMOUNT and closes_amount(mark, rules)):
        return True
    if kind in DOUBTFUL or looks_abbreviated(mark, rules):
        return not mark.heads and is_clear(mark, rules)  # a sentence says more than « N.B. »
    return not (rules.ordinals and looks_ordinal(mark, rules)) or is_clear(mark, rules)
