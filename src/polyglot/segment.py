"""Sentences: cuts a unit where a new sentence starts, without losing a character of it.

The engine knows no language. What an abbreviation is, which words begin a sentence, how quotation marks face, whether
ordinals carry a stop: all that is read from `language/segmentation/*.toml`, `und.toml` first and the language's own
file over it.

Decisions are made on a *shadow* of the text: a string of the same length in which quotation marks and brackets face
one way or the other (`OPEN`, `CLOSE`), tags look like brackets, and a code is one word. So one pattern finds every mark
that may end a sentence with all that stands behind it, and small functions judge it. The questions are those of Unicode
UAX #29 and SRX 2.0. Patterns repeat possessively or a bounded number of times: time grows with the length alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple
from unicodedata import normalize

from polyglot import laws
from polyglot.errors import LawBrokenError
from polyglot.model import Code, Ignorable, MarkedUnit, Part, Role, Segment, SegmentedUnit, Span, Tag
from polyglot.resources import GENERAL, language

OPEN, CLOSE, WORD = "\ue000", "\ue001", "\ue002"
"""What the shadow shows for anything that opens, that closes, and for a sign that is part of a word."""
LONGEST_ASIDE = 300
"""Characters: what stands in brackets for longer than this is a text of its own, whose sentences are found."""
REACH = 48
"""Characters: how far around a mark words are looked at."""
DEPTH = 8
"""How many quotation marks and brackets that are open at once are kept in mind."""


class Kind(Enum):
    """What the stop of an abbreviation says about the end of a sentence; the kinds are described in `und.toml`."""

    BEFORE_NAME = "before_name"
    BEFORE_NUMBER = "before_number"
    CLOSING = "closing"
    ANYWHERE = "anywhere"


class Case(Enum):
    """What the first character after a mark is."""

    UPPER = "upper"
    LOWER = "lower"
    DIGIT = "digit"
    NONE = "none"
    """A letter of a script without case, or a code: it says nothing."""
    GOES_ON = "goes on"
    """A comma or the like, with which no sentence starts, or the end of the text."""


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What segmentation knows of one language, compiled; the lists are described in `und.toml`."""

    tag: Tag
    abbreviations: Mapping[str, Kind]
    """Without their last full stop, as they are listed and with a capital."""
    shouted: Mapping[str, Kind]
    """The same in capitals, as in a text that is all in capitals."""
    inner: frozenset[tuple[str, str]]
    """Neighbouring words of abbreviations of several words, without stops: `z`, `B`."""
    compounds: tuple[str, ...]
    """Abbreviations that end a longer word (German `-str.`), without hyphen and stop."""
    starters: frozenset[str]
    particles: frozenset[str]
    capitalised: frozenset[str]
    reporting: frozenset[str]
    endings: frozenset[str]
    words: frozenset[str]
    vowels: frozenset[str]
    ordinals: bool
    final: frozenset[str]
    """Marks that do nothing else than end a sentence."""
    unspaced: frozenset[str]
    """Those of them that need no space after them."""
    opening: str
    """What stands before a word and is not part of it."""
    closers: Mapping[str, str]
    """For every opening quotation mark and bracket the characters that close it."""
    closing: frozenset[str]
    """All of these."""
    brackets: frozenset[str]
    paired: re.Pattern[str]
    """A quotation mark, a bracket or signs of emphasis, in a text."""
    mark: re.Pattern[str]
    """A mark that may end a sentence, with what stands behind it, in a shadow."""
    divider: re.Pattern[str]
    """A bullet or a line of signs, in a shadow."""


def rules(tag: Tag, abbreviations: Sequence[str] = ()) -> Rules:
    """The rules of a language, with abbreviations that a project adds (`Sté.`); compiled once."""
    return _compiled(tag, tuple(abbreviations))


def segment(marked: MarkedUnit, rules: Rules) -> SegmentedUnit:
    """Cut a unit into sentences and what lies between them; codes stay whole and count from their segment's start.

    No two ignorables are neighbours; two segments are where a space is missing (`fini.Ensuite`). Raises
    `LawBrokenError` where the parts are not the unit.
    """
    unit = marked.unit
    if unit.role is Role.CODE or not unit.translate:
        return SegmentedUnit(unit, (Ignorable(unit.text),) if unit.text else ())
    spans = _apart([code.span for code in marked.codes])
    cuts = (0, *boundaries(unit.text, rules, spans), len(unit.text))
    stretches = [piece for start, end in pairwise(cuts) for piece in _trimmed(unit.text, start, end, spans)]
    parts = _parts(unit.text, stretches, marked.codes)
    if not laws.partition(unit.text, parts):
        raise LawBrokenError(f"the segments of unit {unit.id} are not its text", hint="please report this text")
    return SegmentedUnit(unit, parts)


def boundaries(text: str, rules: Rules, protected: Sequence[Span] = ()) -> tuple[int, ...]:
    """Where in the text a new sentence starts: offsets, rising, without 0, none inside a protected span."""
    spans = _apart(protected)
    shadow, asides = _shadow(_cloaked(text, spans, rules), rules)
    stops = frozenset(span.end for span in spans if shadow[span.end - 1] in rules.final | {".", "…"})
    passage = Passage(shadow, rules, asides, stops)
    cuts: list[int] = []
    for start, end in pairwise(sorted({0, *_dividers(passage), *_items(passage), len(text)})):
        cuts += [start, *_sentences(passage, start, end)]
    return tuple(cut for cut in cuts if cut and not _within(spans, cut))


# --- parts -----------------------------------------------------------------------------------------------------------


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in text order, those that overlap joined, empty ones left out."""
    joined: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _around(spans: Sequence[Span], offset: int) -> Span | None:
    """The span, of some that are in order and apart, in which a character lies."""
    at = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[at] if at >= 0 and offset < spans[at].end else None


def _within(spans: Sequence[Span], offset: int) -> bool:
    """Whether a cut would part a span."""
    around = _around(spans, offset)
    return around is not None and around.start < offset


def _trimmed(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Span]:
    """A stretch as the white space before it, its core and the white space after it; white space of a code is core."""
    core = text[start:end]
    left, right = start + len(core) - len(core.lstrip()), max(start, end - len(core) + len(core.rstrip()))
    inside = spans[bisect_left(spans, (start,)) : bisect_left(spans, (end,))]
    if inside:
        left, right = min(left, inside[0].start), max(right, inside[-1].end)
    for piece in (Span(start, left), Span(left, right), Span(max(left, right), end)):
        if piece.start < piece.end:
            yield piece


def _parts(text: str, stretches: Iterable[Span], codes: Sequence[Code]) -> tuple[Part, ...]:
    """The stretches that have a letter or a digit as segments with their codes, what is between them as ignorables."""
    parts: list[Part] = []
    waiting, done = list(reversed(codes)), 0
    for start, end in stretches:
        own: list[Code] = []
        while waiting and waiting[-1].span.end <= end:
            own.append(waiting.pop().shifted(-start))
        if any(map(str.isalnum, text[start:end])):
            parts += [Ignorable(text[done:start])] if done < start else []
            parts.append(Segment(text[start:end], tuple(own)))
            done = end
    parts += [Ignorable(text[done:])] if done < len(text) else []
    return tuple(parts)


# --- the shadow ------------------------------------------------------------------------------------------------------

FOUND = re.compile(
    r"""
      (?<![\w.+-])[\w.+-]++@\w[\w-]*+(?:\.\w[\w-]*+)++      # an e-mail address
    | (?<!\w)(?:\w{2,12}+://|www\.)[^\s<>"«»“”]++            # a web address
    | \]\([^()\s]*+\)                                       # the end of a link in Markdown
    | (?<!\w)\d{1,2}\.\s\d{1,2}\.\s\d{4}(?!\w)              # a date written with spaces
    """,
    re.VERBOSE,
)
EMPTY_TAG = re.compile(r"<[^<>]*/>|<(?:br|hr|wbr)\b[^<>]*>", re.IGNORECASE)
LINKS = ("://", "@", "www.")
NOT_OF_LINK = ".,;:!?…)]}'’*_`"
ROOM_BEFORE = "-–—―/¿¡=([{" + OPEN
ROOM_AFTER = ",;:.!?…»”)]}\"'’" + CLOSE


def _cloaked(text: str, spans: Sequence[Span], rules: Rules) -> str:
    """The text with codes, addresses and dates turned into words, tags and the ends of links into brackets."""
    found = list(spans)
    for match in FOUND.finditer(text):
        cut = 0 if match[0][0] == "]" else len(match[0]) - len(match[0].rstrip(NOT_OF_LINK))
        found.append(Span(match.start(), match.end() - cut))
    pieces: list[str] = []
    done = 0
    for start, end in _apart(found):
        pieces += (text[done:start], _cloak(text[start:end], _room_before(text, start), rules))
        done = end
    return "".join(pieces) + text[done:]


def _cloak(code: str, room: bool, rules: Rules) -> str:
    """What the shadow shows for a code, character for character; `room` says whether white space is before it."""
    if code.isspace():
        return code
    if code.startswith("<") and code.endswith(">"):
        return (" " if EMPTY_TAG.fullmatch(code) else CLOSE if code.startswith("</") else OPEN) * len(code)
    if code.startswith("]") or not any(map(str.isalnum, code)):
        return (OPEN if room and code[0] != "]" else CLOSE) * len(code)
    link = any(sign in code for sign in LINKS)
    body = code if link else code.rstrip(".…" + "".join(rules.final))
    masked = "".join(char if char.isalnum() else WORD for char in body) + code[len(body) :]
    return WORD + masked[1:] if link else masked


def _room_before(text: Sequence[str], start: int) -> bool:
    """Whether what begins there can be an opening mark by what is before it."""
    return start == 0 or text[start - 1].isspace() or text[start - 1] in ROOM_BEFORE


def _shadow(text: str, rules: Rules) -> tuple[str, tuple[Span, ...]]:
    """The text with everything paired facing one way, and the asides: spans inside of which no sentence starts."""
    shadow = list(text)
    stack: list[tuple[str, int]] = []
    asides: list[Span] = []
    for match in rules.paired.finditer(text):
        start, end = match.span()
        face = _face(shadow, start, end, stack, rules)
        if face == OPEN and match[0] in rules.closers:
            stack = [*stack[1 - DEPTH :], (match[0], start)]
        elif face == CLOSE and (opened := _opened(match[0], stack, rules)) is not None:
            asides += [Span(opened + 1, start)] if _is_aside(text, opened, start, rules) else []
        if face:
            shadow[start:end] = face * (end - start)
    return "".join(shadow), _apart(asides)


def _face(shadow: Sequence[str], start: int, end: int, stack: Sequence[tuple[str, int]], rules: Rules) -> str:
    """Which way a quotation mark, a bracket or emphasis faces; empty for what is none of them.

    That is told by the sign itself, else by the white space on its sides, else by what is open.
    """
    char = shadow[start]
    opens, closes = char in rules.closers, char in rules.closing
    if opens != closes and char not in "'’":
        return OPEN if opens else CLOSE
    before = _room_before(shadow, start)
    after = end == len(shadow) or shadow[end].isspace() or shadow[end] in ROOM_AFTER or shadow[end] in rules.unspaced
    if before != after:
        return OPEN if before else CLOSE
    if closes and (before or char not in "'’") and any(char in rules.closers[opener] for opener, _ in stack):
        return CLOSE
    return OPEN if opens and (before or char not in "\"'’") else ""


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
    within a sentence that goes on in lower case behind it.
    """
    if closed - opened > LONGEST_ASIDE:
        return False
    before = text[max(0, opened - DEPTH) : opened].rstrip(" \u00a0\u202f\n\t-–—―" + OPEN + CLOSE)
    last = before[-1:]
    if not last or last in rules.final or last in '.…»”"' or last in rules.closers:
        return False
    if text[opened] in rules.brackets:
        return True
    return last not in ":,،：，" and text[closed + 1 : closed + 4].lstrip()[:1].islower()


# --- sentences -------------------------------------------------------------------------------------------------------

EMOJI = "\U0001f1e6-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d"
DASHES = "–—―-"
INVERTED = "¿¡"
SYMBOLS = "#@§$€£¥₴₽+~≈©"
MEASURES = "%‰€$£¥₴₽°"
UNSEEN = "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Marks of direction and joiners, which are neither white space nor seen."""
SAID = re.compile(r"\w")
ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[-‐‑]?)+[^\W\d_]{1,2}")
ORDINAL = re.compile(r"(?:\d{1,3}\.?[–/-])?\d{1,3}|\d{1,2}\.\d{1,2}")
NUMBERING = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[^\W\d_]")
WORD_ENDS = re.compile(rf"[-'’,;:!?…{CLOSE}]|\.*+(?:{CLOSE}|$)")
ITEM = re.compile(rf"(?<!\S)(?P<value>\d{{1,3}}|[^\W\d_])(?P<form>\.?{CLOSE}|\.)(?=\s+\S)")


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A text made ready: what the judgement of its marks needs."""

    shadow: str
    rules: Rules
    asides: tuple[Span, ...]
    stops: frozenset[int]
    """Where protected spans end that have a mark as their last character."""


class Mark(NamedTuple):
    """A mark that may end a sentence, and what stands on both sides of it."""

    text: str
    before: tuple[str, ...]
    """The last words before it, at most three, without what opens them; the nearest last."""
    heads: bool
    """Whether the sentence has said nothing but one word so far."""
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
    opener: str
    """Opening quotation marks, dashes and the like behind the white space."""
    word: str
    """The word after that, with an apostrophe that ends it; empty where none follows."""
    glued: str
    """The character right behind that word; empty for white space and the end."""
    then: str
    """The first character behind that word that is no white space."""
    following: tuple[str, ...]
    """Behind a quotation, or where a space is missing: that word and up to three after it, as they stand."""
    case: Case


def _dividers(passage: Passage) -> Iterator[int]:
    """Where a bullet or a line of signs stands, and where the text goes on behind such a line."""
    for match in passage.rules.divider.finditer(passage.shadow):
        yield match.start(match.lastgroup or 0)
        if match.lastgroup:
            yield match.end()


def _items(passage: Passage) -> Iterator[int]:
    """Where items start in a list that was run together: `1) ... 2) ...`, `a. ... b. ...`, each one higher."""
    found = ITEM.finditer(passage.shadow)
    head = next(found, None)
    if not head or passage.shadow[: head.start()].strip():
        return
    value, form = head["value"], head["form"]
    if form == "." and (passage.rules.ordinals or value.isupper()):  # rather an ordinal or an initial
        return
    for match in found:
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


def _is_boundary(passage: Passage, match: re.Match[str], last: int) -> bool:
    """Whether the sentence that began at `last` ends with a mark, and another starts behind it."""
    case = _case(match, passage.rules)
    if case is Case.GOES_ON or (case is Case.LOWER and not _numbers_item(match)):
        return False
    mark = _mark(passage, match, last, case)
    if not mark.before:  # an omission or a mark by itself: « … Nous verrons », (!), […]
        return False
    aside = _around(passage.asides, match.start())
    if aside and (match.start("open") <= aside.end or not _is_clear(mark, passage.rules)):
        return False
    return _ends_sentence(mark, passage.rules)


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
    return Mark(
        text=match["mark"],
        before=tuple(words),
        heads=near == last and len(pieces) <= 3 and len(words) == 1,
        loose=shadow[start - 1] in " \n\t",
        coded=match.end("mark") in passage.stops,
        end=match["end"],
        digits=match["digits"] or "",
        spaced=bool(match["gap"]),
        opener=match["open"],
        word=match["word"] or "",
        glued="" if match["space"] else match["then"],
        then=match["then"],
        following=tuple(_following(match)[:4]) if CLOSE in match["end"] or not match["gap"] else (),
        case=case,
    )


def _ends_sentence(mark: Mark, rules: Rules) -> bool:
    """Whether a mark ends its sentence, judged by its kind."""
    if not rules.unspaced.isdisjoint(mark.text):
        return True
    if (not mark.spaced and not _joins_sentences(mark, rules)) or (mark.digits and not _is_plain(mark)):
        return False
    if mark.coded:
        return _is_clear(mark, rules)
    if not rules.final.isdisjoint(mark.text):
        return not _is_reported(mark, rules) and (_abbreviation(mark, rules) is None or _is_clear(mark, rules))
    return _stop_ends(mark, rules) if mark.text == "." else _ellipsis_ends(mark, rules)


def _is_plain(mark: Mark) -> bool:
    """Whether the last word before a mark is an ordinary one, so that digits behind it can only number a note."""
    return len(mark.before[-1]) > 2 and mark.before[-1].isalpha() and mark.before[-1].islower()


def _joins_sentences(mark: Mark, rules: Rules) -> bool:
    """Whether a mark without white space behind it was meant to have some: `fini.Ensuite`, but not `Booking.Com`."""
    last = mark.before[-1]
    if mark.case is not Case.UPPER:
        return False
    if mark.text == "." and not mark.end and not (last[-2:].isalpha() and last[-1].islower()):
        return (last[-3:].isdecimal() or last[-1] in MEASURES) and _is_clear(mark, rules)
    if mark.word.endswith(("'", "’")):
        return True
    if mark.word.lower() in rules.endings or not WORD_ENDS.match(mark.following[0], len(mark.word)):
        return False
    return mark.word[1:2].islower() or mark.word.lower() in rules.starters


def _is_reported(mark: Mark, rules: Rules) -> bool:
    """Whether a verb of saying follows a quotation: `"Why?" Tom asked`, but not `"Why?" He asked`."""
    if CLOSE not in mark.end:
        return False
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
        return False
    if mark.text.count(".") == 4:  # a full stop and an ellipsis
        return True
    if mark.word.lower().rstrip("'’") in rules.capitalised:
        return False
    return not mark.loose or _is_clear(mark, rules)


def _stop_ends(mark: Mark, rules: Rules) -> bool:
    """Whether a full stop ends a sentence rather than belongs to an abbreviation, an initial, an ordinal or a list."""
    last = mark.before[-1]
    if last.endswith(CLOSE):
        return True
    if _numbers_text(mark) or ((_unelided(last), mark.word) in rules.inner and mark.glued == "."):
        return False
    kind = _abbreviation(mark, rules)
    if kind is Kind.CLOSING:
        return True
    if (kind is Kind.BEFORE_NUMBER and _is_number(mark, rules)) or (kind is Kind.BEFORE_NAME and CLOSE not in mark.end):
        return False
    doubtful = kind in (Kind.BEFORE_NAME, Kind.ANYWHERE) or _looks_abbreviated(mark, rules)
    return _is_clear(mark, rules) if doubtful or (rules.ordinals and _looks_ordinal(mark, rules)) else True


def _abbreviation(mark: Mark, rules: Rules) -> Kind | None:
    """The kind of the longest abbreviation that the words before a mark end in, the mark included (`Yahoo!`)."""
    sign = "" if mark.text == "." else mark.text
    shouted = rules.shouted if len(mark.word) > 1 and mark.word.isupper() else {}
    known_pair = tuple(word.rstrip(".") for word in mark.before[-2:]) in rules.inner
    for count in range(len(mark.before) if known_pair else 1, 0, -1):
        words = " ".join(mark.before[-count:]) + sign
        for form in (words, _unelided(words)):
            if kind := rules.abbreviations.get(form) or shouted.get(form):
                return kind
    return Kind.ANYWHERE if rules.compounds and mark.before[-1].endswith(rules.compounds) else None


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
    letter = len(mark.word) == 1 and mark.word.lower() not in rules.starters
    return mark.case is Case.DIGIT or letter or bool(ROMAN.fullmatch(mark.word))


def _looks_abbreviated(mark: Mark, rules: Rules) -> bool:
    """Whether a word is initials or cannot be spoken; behind a number it is a unit, which may end a sentence."""
    word = _unelided(mark.before[-1])
    if INITIALS.fullmatch(word):
        return True
    unit = len(mark.before) > 1 and mark.before[-2][0].isdigit() and mark.case is not Case.DIGIT
    if len(word) == 1:
        return word.isalpha() and not (unit and word.islower())
    if unit or not 2 <= len(word) <= 5 or not (word.isalpha() and word[1:].islower()) or word.lower() in rules.words:
        return False
    letters = set(normalize("NFD", word.lower())) | set(word.lower())
    return word < "\u0530" and word[-1] != word[-2] and not letters & rules.vowels


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
    if mark.case not in (Case.UPPER, Case.NONE) or word not in rules.starters:
        return False
    if mark.glued == "." and (len(mark.word) == 1 or mark.word in rules.abbreviations):
        return False
    return word not in rules.particles or mark.then.islower()


# --- rules -----------------------------------------------------------------------------------------------------------

WORD_LISTS = ("starters", "particles", "capitalised", "reporting", "endings", "words")


@cache
def _compiled(tag: Tag, added: tuple[str, ...]) -> Rules:
    """The rules of a language's file over the general one."""
    general, own = language("segmentation", GENERAL), language("segmentation", tag)
    both = {**general, **own}
    entries = {kind: (*_abbreviations(general, kind), *_abbreviations(own, kind)) for kind in Kind}
    entries[Kind.ANYWHERE] += added
    phrases = [[word.rstrip(".") for word in entry.split()] for kind in Kind for entry in entries[kind]]
    pairs = [*both["quotes"], *both["brackets"]]
    return Rules(
        tag=tag,
        abbreviations={form: kind for kind in Kind for entry in entries[kind] for form in _forms(entry)},
        shouted={form.upper(): kind for kind in Kind for entry in entries[kind] for form in _forms(entry)},
        inner=frozenset(pair for words in phrases for pair in pairwise(words)),
        compounds=tuple(entry[1:].rstrip(".") for entry in entries[Kind.ANYWHERE] if entry.startswith("-")),
        **{name: frozenset((*general[name], *own.get(name, ()))) for name in WORD_LISTS},
        vowels=frozenset(both["vowels"]),
        ordinals=both["ordinals"],
        final=frozenset(both["final"]),
        unspaced=frozenset(both["unspaced"]),
        opening=OPEN + UNSEEN + DASHES + INVERTED + both["bullets"],
        closers={opener: "".join(pair[1] for pair in pairs if pair[0] == opener) for opener, _ in pairs},
        closing=frozenset(pair[1] for pair in pairs),
        brackets=frozenset(pair[0] for pair in both["brackets"]),
        paired=_paired_pattern("".join(pairs)),
        mark=_mark_pattern(re.escape(both["final"]), both["bullets"]),
        divider=_divider_pattern(re.escape(both["final"]), both["bullets"]),
    )


def _abbreviations(file: Mapping[str, Any], kind: Kind) -> tuple[str, ...]:
    """What a language file lists as abbreviations of a kind."""
    return tuple(file.get("abbreviations", {}).get(kind.value, ()))


def _forms(entry: str) -> tuple[str, str]:
    """An abbreviation without its last stop, as listed and with a capital."""
    word = " ".join(entry.split()).removesuffix(".").replace("’", "'")
    return word, word[:1].upper() + word[1:]


def _paired_pattern(signs: str) -> re.Pattern[str]:
    """Finds quotation marks, brackets and emphasis; no apostrophe inside a word, no bracket of an emoticon."""
    apart = re.escape("".join(sorted(set(signs) - set("'’()"))))
    return re.compile(rf"[{apart}]|(?<![:;=])(?<![:;=]-)[()]|(?<!\w)['’]|['’](?!\w)|(?<![*_`])[*_`]+")


def _mark_pattern(final: str, bullets: str) -> re.Pattern[str]:
    """Finds a mark and, looking ahead, what closes behind it, the gap, what opens behind that, and a word."""
    note = rf"{OPEN}++\^?(?:[^\W\d_]{{0,6}}\s?\d{{1,4}}(?:[:,–-]\d{{1,4}})?|[a-z*]){CLOSE}++|[¹²³⁰-⁹]++"
    emoticon = r"[:;=]-?[()DP](?!\w)"
    omission = rf"{OPEN}\s?(?:\.{{3}}|…)\s?{CLOSE}|\.{{2,5}}|…"
    return re.compile(
        rf"""
        (?P<mark> \.(?:[^\S\n]\.){{2,}}+ | [.…{final}]++(?:[^\S\n]?[{final}]++[.…]*+)*+ )
        (?=
            (?P<end> (?: \s{{0,2}}(?:{CLOSE}++|[{EMOJI}]++|{emoticon}) | {note} | [{UNSEEN}]++ )*+ )
            (?P<digits> \d{{1,2}}(?=\s) )?
            (?P<gap> \s*+ )
            (?P<open> (?: (?:{omission}|[{OPEN}{INVERTED}{UNSEEN}{bullets}{DASHES}])\s*+ ){{0,8}}+ )
            (?P<word> [^\W\d_][\w{WORD}\u0300-\u036f\u064b-\u065f]*+['’]? )?
            (?P<space> \s*+ )
            (?P<then> \S? )
        )
        """,
        re.VERBOSE,
    )


def _divider_pattern(final: str, bullets: str) -> re.Pattern[str]:
    """Finds a bullet behind a space, and what parts scenes: asterisks behind a sentence, one sign that fills a line."""
    asterisks = r"\*{3,}+|\*(?:\s\*){2,}+|⁂"
    sign = rf"(?P<sign>[^\w\s{OPEN}{CLOSE}]|_)(?P=sign){{2,}}+"
    return re.compile(
        rf"""
          (?<=\s)[{bullets}]
        | (?<=[.…{CLOSE}{final}])\s++(?P<asterisks>{asterisks})(?:\s++|\Z)
        | ^[^\S\n]*+(?P<line>{sign})[^\S\n]*+$(?:\s++|\Z)
        """,
        re.VERBOSE | re.MULTILINE,
    )
