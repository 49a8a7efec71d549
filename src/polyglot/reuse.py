"""What is on record in the whole project for a sentence: what may be used as it stands, and what a person is offered.

The same sentence between the same neighbours comes first, then the same sentence, then one that differs in names,
numbers and tags alone, which are put in their places. Sentences that are only alike are offered to people, never used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from unicodedata import normalize

import regex

from polyglot import glossary, likeness, locales, memory, numbers, protect
from polyglot.direction import Direction, find_names
from polyglot.memory import Kept, Kind, Memory
from polyglot.model import (
    Candidate,
    Code,
    CodeKind,
    Masked,
    Origin,
    Role,
    Segment,
    Side,
    Slot,
    Span,
    State,
    Tag,
    Target,
    Unit,
)
from polyglot.pipeline import Work
from polyglot.review import Recall

MOST = 5
"""So many offers are made at most."""
PLAIN = regex.compile(r"[-−]?[\d\s.,'’]+")
"""A number that another can stand for: an ordinal, a century or a time of day has its own grammar."""
VOWELS = frozenset("aeiouyhæœø")
"""What an article or a preposition before it may be written otherwise for: `l'`, `d'`, `an`."""
SWAPPED = (CodeKind.NAME, CodeKind.NUMBER)
"""What may be another in a sentence that is otherwise the same."""
WHOLE = 100
"""The likeness of the same sentence."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A translation on record, for a person to take or leave."""

    text: str
    """As it would be written here: with the names and numbers of the sentence that it is offered for."""
    likeness: int
    """Points of 100, less what is lost for where it comes from, and more between the same neighbours."""
    match: str
    """`context`, `exact`, `filled` (names, numbers or tags were put in), or `fuzzy`."""
    kept: Kept
    """What is on record, and where."""


def fitted(work: Work, known: Memory | None) -> Work:
    """A work whose segments have what the memory says for them, where nothing else serves and that may be used."""
    wanted = work.direction.settings.memory.reuse
    if known is None or wanted == "none" or work.catalog_path is None or not known.trusts:
        return work
    places = work.recalls
    found = tuple(
        _recalled(work, place, known, around) if is_unserved(place) else place
        for place, around in zip(places, contexts(places), strict=True)
    )
    return replace(work, recalls=found)


def is_unserved(place: Recall) -> bool:
    """Whether nothing on record serves a segment, or only that an engine could not translate it."""
    return place.target is None or place.target.state is State.INITIAL


def contexts(places: Sequence[Recall]) -> Iterator[int]:
    """What stands for the neighbours of each segment of an article."""
    texts = ["", *(place.segment.text for place in places), ""]
    return (memory.context(before, after) for before, after in zip(texts, texts[2:], strict=False))


def _recalled(work: Work, place: Recall, known: Memory, around: int) -> Recall:
    if place.former is not None:  # a person has a text there that is out of date: no other's is put beside it
        return place
    strict = work.direction.settings.memory.reuse == "context"
    offers = exact(work.direction, known, place.segment, around, Kind.IMPORT)
    best = next((one for one in offers if not strict or one.match == "context"), None)
    if best is None:
        return place
    return replace(place, target=Target(best.text, State.TRANSLATED, Origin.TM, recalled=True))


def offers(direction: Direction, known: Memory, segment: Segment, around: int = 0, most: int = MOST) -> list[Offer]:
    """What a person may take for a segment, the best first, each text once."""
    found: dict[str, Offer] = {}
    for offer in (*exact(direction, known, segment, around), *islice(fuzzy(direction, known, segment), most)):
        found.setdefault(offer.text, offer)
    return sorted(found.values(), key=lambda offer: -offer.likeness)[:most]


def exact(
    direction: Direction, known: Memory, segment: Segment, around: int = 0, least: Kind = Kind.MT
) -> Iterator[Offer]:
    """What is on record for the same sentence, then for one that differs in names, numbers and tags alone."""
    for kept in known.same(direction.pair, segment.text, around, least):
        text = kept.unit.target if kept.unit.source == segment.text else _lined(kept.unit.target, segment)
        if text is not None and direction.fits(segment, text):
            within = bool(around) and kept.unit.context == around
            yield _offer(kept, text, "context" if within else "exact")
    for kept in known.shaped(direction.pair, segment.text, least):
        filling = filled(direction, marked(direction, kept.unit.source), kept.unit.target, segment)
        if filling is not None and direction.fits(segment, filling):
            yield _offer(kept, filling, "filled")


def fuzzy(direction: Direction, known: Memory, segment: Segment) -> Iterator[Offer]:
    """What is on record for sentences that are alike and say the same of the same names and numbers."""
    least = direction.settings.memory.fuzzy
    for points, kept in known.alike(direction.pair, segment.text, least):
        alike = kept.unit.source != segment.text and not differs(direction, kept.unit.source, segment.text)
        if alike and direction.fits(segment, kept.unit.target):
            yield Offer(kept.unit.target, min(points, WHOLE - 1), "fuzzy", kept)


def _offer(kept: Kept, text: str, match: str) -> Offer:
    points = memory.points()
    return Offer(text, WHOLE + points[match] - points[kept.unit.kind], match, kept)


def differs(direction: Direction, one: str, other: str) -> str:
    """What two sentences differ in that a translation must not get wrong; empty where there is nothing of the kind."""
    found = likeness.difference(one, other, direction.pair.source)
    return found or ("" if direction.means_the_same(one, other) else "codes")


def marked(direction: Direction, text: str) -> Segment:
    """A text on record as a segment of its own."""
    source = direction.pair.source
    unit = Unit("", Role.PARAGRAPH, Span(0, len(text)), text)
    found = protect.mark(unit, source, find_names(direction.names, source), direction.settings.protect.patterns)
    return Segment(text, found.codes)


# --- other names and numbers ---


def filled(direction: Direction, former: Segment, text: str, present: Segment) -> str | None:
    """A translation of one segment as that of another that differs in names, numbers and tags alone.

    None where the two differ otherwise, or where what stands for something in the translation cannot be told or would
    not be right for the other: another form of the noun, another article.
    """
    swaps = _swaps(former, present)
    if swaps is None:
        return None
    changed = {key: pair for key, pair in swaps.items() if pair[0].text != pair[1].text}
    counts = Counter(_key(code) for code in former.codes)
    pieces: list[str | Slot] = []
    at = 0
    for code in direction.found(former, text):
        if _key(code) not in changed:
            continue
        counts[_key(code)] -= 1
        written = _written(direction, code, changed[_key(code)])
        if written is None or code.span.start < at:
            return None
        pieces += [text[at : code.span.start], Slot(len(pieces), code.kind, code.text, written)]
        at = code.span.end
    if any(counts[key] for key in changed):
        return None
    return _restored((*pieces, text[at:]), present)


def _swaps(former: Segment, present: Segment) -> dict[tuple[str, str], tuple[Code, Code]] | None:
    """What became of each thing in a segment; None where the texts around them differ, or where one became two."""
    if len(former.codes) != len(present.codes) or _around(former) != _around(present):
        return None
    swaps: dict[tuple[str, str], tuple[Code, Code]] = {}
    for old, new in zip(former.codes, present.codes, strict=True):
        known = swaps.setdefault(_key(old), (old, new))
        if old.kind is not new.kind or old.side is not new.side or known[1].text != new.text:
            return None
        if old.text != new.text and not (old.kind in SWAPPED or _is_tag(old)):
            return None
    return swaps


def _around(segment: Segment) -> list[str]:
    """The text between the things of a segment, however its lines are broken."""
    ends = [0, *(code.span.end for code in segment.codes)]
    starts = [*(code.span.start for code in segment.codes), len(segment.text)]
    between = [segment.text[end:start] for end, start in zip(ends, starts, strict=True)]
    return " \0 ".join(between).split()


def _key(code: Code) -> tuple[str, str]:
    """What counterparts share; a format's tag and the same tag in plain text are one."""
    return ("tag", code.text) if _is_tag(code) else (str(code.kind), code.value)


def _is_tag(code: Code) -> bool:
    tag = code.kind is CodeKind.CODE and code.text.startswith("<") and code.text.endswith(">")
    return code.kind is CodeKind.TAG or code.side is not Side.NONE or tag


def _written(direction: Direction, found: Code, swap: tuple[Code, Code]) -> str | None:
    """What is to stand in a translation in the place of a thing found there; None where that cannot be told."""
    former, present = swap
    if former.kind is CodeKind.NAME:
        return _name(direction, found, former, present)
    return _number(direction, found, former, present) if former.kind is CodeKind.NUMBER else present.text


def _name(direction: Direction, found: Code, former: Code, present: Code) -> str | None:
    """Another name: where both stand in their plain form, and are of one kind, number of letters aside."""
    forms = direction.form(former), direction.form(present)
    if forms[0] is None or forms[1] is None or found.text != forms[0][0] or "<" in former.text + present.text:
        return None
    concepts = glossary.by_id(direction.names)
    one, other = concepts.get(former.value), concepts.get(present.value)
    if one is None or other is None or (one.kind, one.gender) != (other.kind, other.gender):
        return None
    return forms[1][0] if begins_with_vowel(forms[0][0]) == begins_with_vowel(forms[1][0]) else None


def begins_with_vowel(word: str) -> bool:
    """Whether a word begins with a vowel, or a letter that may not be heard."""
    return normalize("NFD", word[:1].casefold())[:1] in VOWELS


def _number(direction: Direction, found: Code, former: Code, present: Code) -> str | None:
    """Another number: where both are plain, are written as the target language does, and ask for one form of a noun."""
    source, target = direction.pair
    if not (PLAIN.fullmatch(former.text) and PLAIN.fullmatch(present.text)):
        return None
    if found.text != numbers.render(former, source, target):
        return None
    same = all(_forms(tag, former.value) == _forms(tag, present.value) for tag in (source, target))
    return numbers.render(present, source, target) if same else None


def _forms(tag: Tag, value: str) -> str:
    """The form of a noun that a number asks for; the value itself where it counts nothing: a date, a version."""
    return locales.plural(tag, value) if regex.fullmatch(r"-?\d{1,15}(?:\.\d{1,9})?", value) else value


def _lined(text: str, segment: Segment) -> str | None:
    """A translation of the same sentence with lines broken as this one's are."""
    return _restored((text,), segment)


def _restored(pieces: Sequence[str | Slot], segment: Segment) -> str | None:
    given = tuple(piece for piece in pieces if piece != "")
    slots = tuple(piece for piece in given if isinstance(piece, Slot))
    return protect.restore(Candidate(given), Masked(slots), segment)
