"""What stands before a full stop: an abbreviation, initials, a title, a number, or an ordinary word."""

from __future__ import annotations

import re

from polyglot.segment.marks import Case, Mark, is_shouted
from polyglot.segment.ruleset import CLOSE, Kind, Rules

PHRASE = 6
"""Words: how long a phrase of time may be at the start of a sentence (`В ночь на 5 мая 1941 г.`)."""
OTHER_NAME = re.compile(r"[\u0370-\u1dff]++")
"""A name in Greek, Cyrillic and other letters that are not Latin."""
NUMERAL = re.compile(r"[IVXLCDM]+(?:[eèºª°]|er|ème)?")
ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[-‐‑]?)+[^\W\d_]{1,2}")
ORDINAL = re.compile(r"(?:\d{1,3}\.?[–/-])?\d{1,3}|\d{1,2}\.\d{1,2}")


def is_ordinary(word: str, rules: Rules) -> bool:
    """Whether a word is in no abbreviation, can be spoken, and has a capital at most at its start."""
    word = word if word.isalpha() else _unelided(word)
    if len(word) < 2 or not (word.isalpha() and word[1:].islower()) or word in rules.abbreviating:
        return False
    return not (rules.vowels.isdisjoint(word) or word.endswith(rules.compounds))


def continues_abbreviation(mark: Mark, rules: Rules) -> bool:
    """Whether the words on both sides of a mark are neighbours in an abbreviation of several: `z. B.`."""
    last, word = _unelided(mark.before[-1]), mark.word
    return (last, word) in rules.inner or (mark.glued == "." and (last, word + ".") in rules.inner)


def is_numbered(mark: Mark, rules: Rules) -> bool:
    """Whether a letter before a mark is a Roman number: `o século V`, `o rei Carlos I`, `при Петре I`.

    Not in a heading, which numbers what follows: `Chapter I. Loomings`.
    """
    *before, last = mark.before
    if last not in ("I", "V", "X") or not before or mark.case is not Case.UPPER or len(mark.lead.split()) < 3:
        return False
    if before[-1].lower() in rules.numbered:
        return True
    crowned = len(before) > 1 and before[-2].lower() in rules.numbered
    return before[-1].istitle() and (crowned or bool(OTHER_NAME.fullmatch(before[-1])))


def is_title(mark: Mark) -> bool:
    """Whether what reads like a title is one, and no noun (`mon prof.`) or letter (`Sébastien M.`, `lettre : M.`)."""
    *before, last = mark.before
    if CLOSE in mark.end:
        return False
    if len(last) == 1:
        return not before or not (before[-1][-1] == ":" or (before[-1].istitle() and before[-1].isalpha()))
    return not last.islower()


def closes_amount(mark: Mark, rules: Rules) -> bool:
    """Whether a measure, a year or an hour ends its sentence: behind a number, before a capital without other reason.

    It does not where nothing but a phrase of time has been said so far: `В 1941 г. Иванов`.
    """
    *before, last = mark.before
    if is_shouted(mark) or (mark.opener and not mark.quoted):
        return False
    counted = "." in last or any(word[-1] == "." or word[-1].isdigit() or NUMERAL.fullmatch(word) for word in before)
    if not counted or mark.case is not Case.UPPER or mark.word.lower() in rules.capitalised:
        return False
    lead = mark.lead.split()
    first = lead[0].lstrip(rules.opening).lower() if lead else ""
    return not (0 < len(lead) <= PHRASE and (first in rules.prepositions or first[:1].isdigit()))


def abbreviation(mark: Mark, rules: Rules) -> Kind | None:
    """The kind of the longest abbreviation that the words before a mark end in, the mark included (`Yahoo!`)."""
    sign = "" if mark.text == "." else mark.text
    known_pair = len(mark.before) > 1 and (mark.before[-2].rstrip("."), mark.before[-1] + mark.text) in rules.inner
    for count in range(len(mark.before) if known_pair else 1, 0, -1):
        words = " ".join(mark.before[-count:]) + sign
        for form in (words, _unelided(words), words[1:] if words[0] in rules.proclitics else words, _last_part(words)):
            if kind := rules.abbreviations.get(form):
                return kind
            if is_shouted(mark) and form in rules.shouted:
                return rules.shouted[form]
    return Kind.ANYWHERE if rules.compounds and mark.before[-1].endswith(rules.compounds) else None


def _last_part(word: str) -> str:
    """What stands behind the last hyphen, which may be an abbreviation: `Str` of `Karl-Marx-Str`."""
    part = word.rpartition("-")[2]
    return part if len(part) > 1 else word


def _unelided(word: str) -> str:
    """A word without an article that is elided before it: `av` of `l’av`."""
    return word.replace("’", "'").rpartition("'")[2]


def is_number(mark: Mark, rules: Rules) -> bool:
    """Whether a number, a Roman one or a letter that counts, follows a mark."""
    word = mark.word.lower()
    if word in rules.capitalised and not mark.glued and mark.before[-1][0].islower():  # no. I left
        return False
    letter = len(word) == 1 and word not in rules.starters
    return mark.case is Case.DIGIT or letter or bool(ROMAN.fullmatch(mark.word))


def looks_abbreviated(mark: Mark, rules: Rules) -> bool:
    """Whether a word is initials or cannot be spoken; behind a number it is a unit, which may end a sentence."""
    word = _unelided(mark.before[-1])
    if INITIALS.fullmatch(word):
        return True
    number = mark.before[-2] if len(mark.before) > 1 else "."
    unit = number[0].isdigit() and number[-1] != "." and mark.case is not Case.DIGIT
    if len(word) == 1:
        return word.isalpha() and not (unit and (word.islower() or (len(mark.word) > 1 and mark.word.isupper())))
    if unit or not 2 <= len(word) <= 5 or not (word.isalpha() and word[1:].islower()) or word.lower() in rules.words:
        return False
    return word < "\u0530" and word[-1] != word[-2] and rules.vowels.isdisjoint(word.lower())


def looks_ordinal(mark: Mark, rules: Rules) -> bool:
    """Whether a number before a full stop is an ordinal: `3. Mai`, `Ludwig XIV. Bourbon`, but not `Nr. 7.` itself."""
    *before, number = mark.before
    counted = before and before[-1][-1] == "." and rules.abbreviations.get(before[-1][:-1]) is Kind.BEFORE_NUMBER
    return not counted and bool(ORDINAL.fullmatch(number) or ROMAN.fullmatch(number))
