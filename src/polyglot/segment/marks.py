"""The judgement of marks: which of them end a sentence, and where a list or a line of signs parts a text.

One pattern finds every mark that may end a sentence with all that stands behind it, and small functions judge it, the
commonest marks by a short way. The questions are those of Unicode UAX #29 and SRX 2.0. Patterns repeat possessively or
a bounded number of times: time grows with the length alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from polyglot.model import Span
from polyglot.segment.ruleset import CLOSE, DASHES, INVERTED, OPEN, UNSEEN, WORD, Kind, Rules
from polyglot.segment.shadow import NOT_OF_LINK, around, uncased

REACH = 48
"""Characters: how far around a mark words are looked at."""
SYMBOLS = "#@§$€£¥₴₽+~≈©"
LEAD = 240
"""Characters: how much of a long sentence is looked at for dashes."""
MONEY = "%‰€$£¥₴₽"
MEASURES = MONEY + "°"
HYPHENS = ("-", "‐", "‑")
PHRASE = 6
"""Words: how long a phrase of time may be at the start of a sentence (`В ночь на 5 мая 1941 г.`)."""
DOUBTFUL = (Kind.BEFORE_NAME, Kind.ANYWHERE, Kind.AMOUNT)
OMISSION = re.compile(r"…|\.\.")
FREE_DASH = re.compile(rf"(?<=\s)[{DASHES}](?=\s)")
OTHER_NAME = re.compile(r"[\u0370-\u1dff]++")
"""A name in Greek, Cyrillic and other letters that are not Latin."""
NUMERAL = re.compile(r"[IVXLCDM]+(?:[eèºª°]|er|ème)?")
GROUPS = ("mark", "end", "digits", "gap", "open", "word", "space", "then", "after")
SAID = re.compile(r"\w")
LETTER = re.compile(r"[^\W\d_]")
AFTER_MARK = re.compile(r"[.!?…]\W{1,8}([^\W\d_])")
HASTE = re.compile(r"!!|\?\?")
ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[-‐‑]?)+[^\W\d_]{1,2}")
ORDINAL = re.compile(r"(?:\d{1,3}\.?[–/-])?\d{1,3}|\d{1,2}\.\d{1,2}")
NUMBERING = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[^\W\d_]")
WORD_ENDS = re.compile(rf"[-'’,;:!?…{CLOSE}]|\.*+(?:{CLOSE}|$)")
NEWLINE = re.compile(r"\n")
SIGNS = re.compile(
    rf"[^\S\n]*+(?P<line>(?P<sign>[^\w\s{OPEN}{CLOSE}]|_)(?P=sign){{2,}}+)[^\S\n]*+$(?:\s++|\Z)", re.MULTILINE
)
"""A line that one sign fills, from its start."""
ITEM = re.compile(rf"(?<!\S)(?P<value>\d{{1,3}}|[^\W\d_])(?P<form>\.?{CLOSE}|\.)(?=\s+\S)")


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


def starts(passage: Passage) -> Iterator[int]:
    """Where new sentences start in a passage, its own start left out, rising."""
    end = len(passage.shadow)
    for cut, after in pairwise(sorted({0, *_dividers(passage), *_items(passage), end})):
        if cut:
            yield cut
        yield from _sentences(passage, cut, after)


def _dividers(passage: Passage) -> Iterator[int]:
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


def _items(passage: Passage) -> Iterator[int]:
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
    if not _is_ordinary(passage.shadow[max(last, start - REACH) : start].rpartition(" ")[2], passage.rules):
        return False
    return match.end("mark") not in passage.stops and around(passage.asides, start) is None


def _is_ordinary(word: str, rules: Rules) -> bool:
    """Whether a word is in no abbreviation, can be spoken, and has a capital at most at its start."""
    word = word if word.isalpha() else _unelided(word)
    if len(word) < 2 or not (word.isalpha() and word[1:].islower()) or word in rules.abbreviating:
        return False
    return not (rules.vowels.isdisjoint(word) or word.endswith(rules.compounds))


def _is_boundary(passage: Passage, match: re.Match[str], last: int) -> bool:
    """Whether the sentence that began at `last` ends with a mark, and another starts behind it."""
    if _is_plain_end(passage, match, last):
        return True
    case = _case(match, passage.rules)
    if case is Case.GOES_ON or (case is not Case.UPPER and not match["gap"] and _is_apart(match, passage.rules)):
        return False
    mark = _mark(passage, match, last, case)
    if not mark.before:  # an omission or a mark by itself: « … Nous verrons », (!), […]
        return False
    aside = around(passage.asides, match.start())
    if aside and (match.start("open") <= aside.end or not _is_clear(mark, passage.rules)):
        return False
    if case is Case.LOWER and not _numbers_item(match) and passage.rules.unspaced.isdisjoint(mark.text):
        return mark.spaced and _ends_before_lower(mark, passage)
    return _ends_sentence(mark, passage.rules) and not (case is Case.NONE and _goes_on_behind_dash(mark, passage.rules))


def _is_apart(match: re.Match[str], rules: Rules) -> bool:
    """Whether a mark that has no white space behind it needs some, as all have but those of Asian scripts."""
    return rules.unspaced.isdisjoint(match["mark"]) and not uncased(match["word"] or "")


def _case(match: re.Match[str], rules: Rules) -> Case:
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


def _numbers_item(match: re.Match[str]) -> bool:
    """Whether a lower-case letter behind a mark numbers an item: `c) fermer`."""
    return len(match["word"]) == 1 and match["then"] == CLOSE and not match["space"] and bool(match["gap"])


def _mark(passage: Passage, match: re.Match[str], last: int, case: Case) -> Mark:
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


def _ends_before_lower(mark: Mark, passage: Passage) -> bool:
    """Whether a mark ends its sentence though lower case follows.

    It does behind a sign of money or measure, which nobody abbreviates; before a quotation that begins with an
    omission; before any quotation if it is a full stop behind an ordinary word; and in a text that goes without
    capitals, if nothing before it may be abbreviated.
    """
    rules, last = passage.rules, mark.before[-1]
    if mark.text == "." and not mark.end and last[-1] in MONEY:
        return True
    if mark.quoted and OMISSION.search(mark.opener):
        return mark.text != "." or _is_ordinary(last, rules)
    if mark.quoted and not passage.small:
        return mark.text == "." and not mark.end and _is_ordinary(last, rules)
    if not passage.small or CLOSE in mark.end or mark.opener or mark.digits:
        return False
    if mark.text == ".":
        return _abbreviation(mark, rules) is None and not _looks_abbreviated(mark, rules) and not last.isdecimal()
    return not rules.final.isdisjoint(mark.text) and _abbreviation(mark, rules) is None


def _ends_sentence(mark: Mark, rules: Rules) -> bool:
    """Whether a mark ends its sentence, judged by its kind."""
    if not rules.unspaced.isdisjoint(mark.text):
        return not _is_reported(mark, rules)
    if (not mark.spaced and not _joins_sentences(mark, rules)) or (mark.digits and not _is_plain(mark, rules)):
        return False
    if mark.coded:
        return _is_clear(mark, rules)
    if not rules.final.isdisjoint(mark.text):
        return not _is_reported(mark, rules) and (_abbreviation(mark, rules) is None or _is_clear(mark, rules))
    return _stop_ends(mark, rules) if mark.text == "." else _ellipsis_ends(mark, rules)


def _goes_on_behind_dash(mark: Mark, rules: Rules) -> bool:
    """Whether, in a script without case, a dash leads back into the sentence: to who said it, or out of an insertion.

    So it does before a verb of saying, with whatever ending, and, unless the sentence began with a dash as in a
    dialogue, where an odd number of dashes stands before it.
    """
    if not mark.opener.startswith(tuple(DASHES)):
        return False
    if mark.word.startswith(tuple(rules.reporting)):
        return True
    return not mark.lead.lstrip().startswith(tuple(DASHES)) and len(FREE_DASH.findall(mark.lead)) % 2 == 1


def _is_plain(mark: Mark, rules: Rules) -> bool:
    """Whether the last word before a mark is an ordinary one, so that digits behind it can only number a note."""
    word = mark.before[-1]
    if not (len(word) > 2 and word.isalpha()):
        return False
    return word.islower() or (word[1:].islower() and word not in rules.abbreviating and _is_clear(mark, rules))


def _joins_sentences(mark: Mark, rules: Rules) -> bool:
    """Whether a mark without white space behind it was meant to have some: `fini.Ensuite`, but not `Booking.Com`."""
    last = mark.before[-1]
    if mark.case is Case.NONE:
        return len(mark.word) > 2 and len(last) > 2 and uncased(last[-1]) and uncased(mark.word)
    if mark.case is not Case.UPPER or mark.opener.startswith(HYPHENS):
        return False
    if mark.text == "." and not mark.end and not (last[-2:].isalpha() and last[-1].islower()):
        amount = last[-3:].isdecimal() or last[-1] in MEASURES + CLOSE or _abbreviation(mark, rules) is Kind.AMOUNT
        return amount and _is_clear(mark, rules)
    if mark.word.endswith(("'", "’")):
        return True
    if mark.word.lower() in rules.endings or not WORD_ENDS.match(mark.following[0], len(mark.word)):
        return False
    return mark.word[1:2].islower() or mark.word.lower() in rules.starters


def _is_reported(mark: Mark, rules: Rules) -> bool:
    """Whether a verb of saying follows a quotation: `"Why?" Tom asked`, but not `"Why?" He asked`.

    In a script without case it is known by its beginning: words are not always apart there, and have endings.
    """
    if CLOSE not in mark.end:
        return False
    if uncased(mark.word):
        return mark.word not in rules.starters and mark.word.startswith(tuple(rules.reporting))
    for word in mark.following:
        bare = word.rstrip(",.;:" + CLOSE).lower()
        if bare in rules.reporting:
            return True
        if bare in rules.starters or len(bare) < len(word):
            return False
    return False


def _ellipsis_ends(mark: Mark, rules: Rules) -> bool:
    """Whether an ellipsis ends a sentence: a capital must follow; one between spaces needs a word that tells more."""
    if mark.case is not Case.UPPER:
        return mark.case is Case.NONE and (mark.turns or _is_clear(mark, rules))
    if mark.text.count(".") == 4:  # a full stop and an ellipsis
        return True
    word = mark.word.lower().replace("’", "'")
    if word.rstrip("'") in rules.capitalised:
        return False
    particle = word in rules.particles and not _is_shouted(mark)  # of no name: an ellipsis is no initial
    return not mark.loose or particle or _is_clear(mark, rules)


def _stop_ends(mark: Mark, rules: Rules) -> bool:
    """Whether a full stop ends a sentence rather than belongs to an abbreviation, an initial, an ordinal or a list."""
    last = mark.before[-1]
    if last.endswith(CLOSE) or _is_numbered(mark, rules) or _begins_next_item(mark):
        return True
    if _numbers_text(mark) or _continues_abbreviation(mark, rules):
        return False
    kind = _abbreviation(mark, rules)
    if (kind is Kind.BEFORE_NUMBER and _is_number(mark, rules)) or (kind is Kind.BEFORE_NAME and _is_title(mark)):
        return False
    if kind is Kind.CLOSING or (kind is Kind.AMOUNT and _closes_amount(mark, rules)):
        return True
    if kind in DOUBTFUL or _looks_abbreviated(mark, rules):
        return not mark.heads and _is_clear(mark, rules)  # a sentence says more than « N.B. »
    return not (rules.ordinals and _looks_ordinal(mark, rules)) or _is_clear(mark, rules)


def _continues_abbreviation(mark: Mark, rules: Rules) -> bool:
    """Whether the words on both sides of a mark are neighbours in an abbreviation of several: `z. B.`."""
    last, word = _unelided(mark.before[-1]), mark.word
    return (last, word) in rules.inner or (mark.glued == "." and (last, word + ".") in rules.inner)


def _is_numbered(mark: Mark, rules: Rules) -> bool:
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


def _begins_next_item(mark: Mark) -> bool:
    """Whether the sentence is an item, and the next one follows: `1. Wait for 30 s. 2. Press`."""
    head = ITEM.match(mark.lead.lstrip()) if mark.case is Case.DIGIT and len(mark.following) > 1 else None
    if head is None or not head["value"].isdecimal():
        return False
    return mark.following[0] == f"{int(head['value']) + 1}{head['form']}" and not mark.following[1][0].islower()


def _is_title(mark: Mark) -> bool:
    """Whether what reads like a title is one, and no noun (`mon prof.`) or letter (`Sébastien M.`, `lettre : M.`)."""
    *before, last = mark.before
    if CLOSE in mark.end:
        return False
    if len(last) == 1:
        return not before or not (before[-1][-1] == ":" or (before[-1].istitle() and before[-1].isalpha()))
    return not last.islower()


def _closes_amount(mark: Mark, rules: Rules) -> bool:
    """Whether a measure, a year or an hour ends its sentence: behind a number, before a capital without other reason.

    It does not where nothing but a phrase of time has been said so far: `В 1941 г. Иванов`.
    """
    *before, last = mark.before
    if _is_shouted(mark) or (mark.opener and not mark.quoted):
        return False
    counted = "." in last or any(word[-1] == "." or word[-1].isdigit() or NUMERAL.fullmatch(word) for word in before)
    if not counted or mark.case is not Case.UPPER or mark.word.lower() in rules.capitalised:
        return False
    lead = mark.lead.split()
    first = lead[0].lstrip(rules.opening).lower() if lead else ""
    return not (0 < len(lead) <= PHRASE and (first in rules.prepositions or first[:1].isdigit()))


def _abbreviation(mark: Mark, rules: Rules) -> Kind | None:
    """The kind of the longest abbreviation that the words before a mark end in, the mark included (`Yahoo!`)."""
    sign = "" if mark.text == "." else mark.text
    known_pair = len(mark.before) > 1 and (mark.before[-2].rstrip("."), mark.before[-1] + mark.text) in rules.inner
    for count in range(len(mark.before) if known_pair else 1, 0, -1):
        words = " ".join(mark.before[-count:]) + sign
        for form in (words, _unelided(words), words[1:] if words[0] in rules.proclitics else words, _last_part(words)):
            if kind := rules.abbreviations.get(form):
                return kind
            if _is_shouted(mark) and form in rules.shouted:
                return rules.shouted[form]
    return Kind.ANYWHERE if rules.compounds and mark.before[-1].endswith(rules.compounds) else None


def _last_part(word: str) -> str:
    """What stands behind the last hyphen, which may be an abbreviation: `Str` of `Karl-Marx-Str`."""
    part = word.rpartition("-")[2]
    return part if len(part) > 1 else word


def _is_shouted(mark: Mark) -> bool:
    """Whether capitals say nothing, as all around are capitals."""
    last = mark.before[-1]
    return (
        len(last) > 1
        and last.replace("-", "").isalpha()
        and last.isupper()
        and (mark.word.isupper() or mark.case is Case.DIGIT)
    )


def _numbers_text(mark: Mark) -> bool:
    """Whether what is before a full stop numbers what follows: at the start, behind a semicolon, `1` behind a colon."""
    *before, last = mark.before
    if not (NUMBERING.fullmatch(last) or ROMAN.fullmatch(last)):
        return False
    return mark.heads or bool(before and (before[-1][-1] == ";" or (before[-1][-1] == ":" and last in "1aAiI")))


def _unelided(word: str) -> str:
    """A word without an article that is elided before it: `av` of `l’av`."""
    return word.replace("’", "'").rpartition("'")[2]


def _is_number(mark: Mark, rules: Rules) -> bool:
    """Whether a number, a Roman one or a letter that counts, follows a mark."""
    word = mark.word.lower()
    if word in rules.capitalised and not mark.glued and mark.before[-1][0].islower():  # no. I left
        return False
    letter = len(word) == 1 and word not in rules.starters
    return mark.case is Case.DIGIT or letter or bool(ROMAN.fullmatch(mark.word))


def _looks_abbreviated(mark: Mark, rules: Rules) -> bool:
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


def _looks_ordinal(mark: Mark, rules: Rules) -> bool:
    """Whether a number before a full stop is an ordinal: `3. Mai`, `Ludwig XIV. Bourbon`, but not `Nr. 7.` itself."""
    *before, number = mark.before
    counted = before and before[-1][-1] == "." and rules.abbreviations.get(before[-1][:-1]) is Kind.BEFORE_NUMBER
    return not counted and bool(ORDINAL.fullmatch(number) or ROMAN.fullmatch(number))


def _is_clear(mark: Mark, rules: Rules) -> bool:
    """Whether what follows clearly starts a sentence: a word that has no other reason for its capital."""
    if any(char in mark.opener for char in INVERTED):
        return True
    word = mark.word.lower().replace("’", "'")
    word = word if word in rules.starters else word.rstrip("'")
    if mark.case not in (Case.UPPER, Case.NONE) or word not in rules.starters or _is_shouted(mark):
        return False
    if mark.glued == "." and (len(mark.word) == 1 or mark.word in rules.abbreviations):
        return False
    return word not in rules.particles or not _is_name(mark)


def _is_name(mark: Mark) -> bool:
    """Whether a name seems to go on behind a particle: `Le Pen`, but not `Le maire`, `La SNCF`, `La T.V.A.`, `Le 4`."""
    then, after = mark.then, mark.after
    return not (then.islower() or then.isdigit() or (then.isupper() and (after.isupper() or after == ".")))
