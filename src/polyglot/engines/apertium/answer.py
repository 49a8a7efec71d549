"""What a pipeline's answer says: what was held is found again, and words that it did not know are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from polyglot.engines.apertium.stream import Held, Piece, Reading, Sentence, read, vocalic
from polyglot.engines.apertium.tags import tags
from polyglot.inline import Edit
from polyglot.model import Slot, Span

WORD = re.compile(r"\w+(?:['’·]\w+)*")
PART = re.compile(r"\w+")
"""A word, or what an apostrophe or hyphen leaves of one."""
WITHIN = re.compile(r"[ '’.,-]*")
"""What may stand between the parts of one name or number."""
LETTER = re.compile(r"[^\W\d_]")
LONELY_STOP = re.compile(r" +(?=[.,](?!\w))")
"""A space that a dropped word leaves before a full stop or comma."""
GLUED = re.compile(r"(?<=[^\W\d_])(\d+)(?=[^\W\d_]{2})")
"""A number between words that a mode forgot the spaces of."""
APOSTROPHES = ("'", "’")
HOMELESS = "the words that a tag stood around were not found again"
LEAST = 4
"""An answer with fewer than a quarter of its sentence's words has lost it; the shortest good ones have two fifths."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence in the language of the next mode."""

    pieces: tuple[Piece, ...]
    unknown: tuple[str, ...]
    """Words that stand as they were, or without the form that the sentence wants; none of a slot's."""
    carried: tuple[str, ...] = ()
    """Words that the mode before did not know, kept from this one."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Why an answer cannot be used."""

    reason: str
    held: tuple[Held, ...] = ()
    """Which of those held were not found again; empty where that was not the reason."""


def understand(sentence: Sentence, answer: str, names: Mapping[str, str], *, last: bool = True) -> Answer | Loss:
    """Read the answer to a sentence.

    `names` gives the mode's translation of each name on its own; `last` says that the answer is what people will read.
    """
    reading = read(sentence, answer)
    if reading is None:
        return Loss("the answer is damaged")
    found = [_find(reading, number, sentence, names) for number in range(len(sentence.held))]
    if last:
        found = [
            span if span and _fits(reading.text, span, held) else None
            for span, held in zip(found, sentence.held, strict=True)
        ]
    missing = tuple(held for held, span in zip(sentence.held, found, strict=True) if span is None)
    if missing:
        return Loss(f"{_list(missing)} did not come back once and whole", missing)
    spans = sorted((span, number) for number, span in enumerate(found) if span is not None)
    if any(before.overlaps(after) for (before, _), (after, _) in pairwise(spans)):
        return Loss("two names were merged", sentence.held)
    edits = tags(sentence, reading, [span for span, _ in spans], [number for _, number in spans])
    return Loss(HOMELESS) if edits is None else _assemble(sentence, reading, spans, edits)


def _list(held: tuple[Held, ...]) -> str:
    """What was lost, for a person."""
    return ", ".join(one.content if isinstance(one.content, str) else one.content.source for one in held)


def _find(reading: Reading, number: int, sentence: Sentence, names: Mapping[str, str]) -> Span | None:
    """Where in the answer one of those held stands; None where that is not certain."""
    held = sentence.held[number]
    if not held.surface or isinstance(held.content, str):
        places = _occurrences(reading.text, sentence.spellings[number], bounded=False)
        return places[0] if len(places) == 1 else None
    forms = held.other or _forms(held.content, held.surface, names)
    return _name(reading, number, held.surface, tuple(sorted(forms, key=lambda form: (-len(form), form))))


def _forms(slot: Slot, surface: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The ways in which a name may have been written."""
    return tuple({names.get(surface, ""), slot.target, *slot.accepted, surface} - {""})


def _occurrences(text: str, form: str, *, bounded: bool) -> list[Span]:
    """Where a form stands, upper and lower case and kinds of white space aside; `bounded` takes it as a word only."""
    pattern = r"\s+".join(map(re.escape, form.split()))
    if bounded:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    return [Span(*found.span()) for found in re.finditer(pattern, text, re.IGNORECASE)]


def _name(reading: Reading, number: int, surface: str, forms: tuple[str, ...]) -> Span | None:
    """The name in the stretches that belong to it, to which an article or preposition may have been drawn."""
    stretches = list(_stretches(reading, number))
    for form in forms:
        places = [place.shifted(stretch.start) for stretch in stretches for place in _inside(reading, stretch, form)]
        if places:
            certain = len(places) == 1 and not _remains(reading, stretches, places[0])
            return places[0] if certain else None
    return _alike(reading.text, stretches[0], surface) if len(stretches) == 1 else None


def _alike(text: str, stretch: Span, surface: str) -> Span | None:
    """A stretch that must be the name for its shape: as many words, small ones before it aside."""
    words = list(PART.finditer(text, *stretch))
    while words and surface[0].isupper() and words[0][0].islower():
        del words[0]
    same = words and len(words) == len(PART.findall(surface))
    return Span(words[0].start(), words[-1].end()) if same else None


def _inside(reading: Reading, stretch: Span, form: str) -> list[Span]:
    """Where a form stands in a stretch, counted from its start."""
    return _occurrences(reading.text[stretch.start : stretch.end], form, bounded=True)


def _stretches(reading: Reading, number: int) -> Iterator[Span]:
    """The stretches that belong to one of those held, those taken as one that nothing foreign parts."""
    start = end = -1
    for place, owner in enumerate(reading.owners):
        if number not in owner:
            continue
        if start >= 0 and not WITHIN.fullmatch(reading.text, end, place):
            yield Span(start, end)
            start = place
        start, end = (place if start < 0 else start), place + 1
    if start >= 0:
        yield Span(start, end)


def _remains(reading: Reading, stretches: list[Span], name: Span) -> bool:
    """Whether a part of a name stands beside it: what a name draws to itself is known and begins small."""
    for stretch in stretches:
        for word in WORD.finditer(reading.text, *stretch):
            place = Span(*word.span())
            first = not LETTER.search(reading.text, 0, place.start)
            capital = word[0][0].isupper() and not first and not reading.text.isupper()
            if not place.overlaps(name) and (capital or place.start in reading.marks):
                return True
    return False


def _fits(text: str, place: Span, held: Held) -> bool:
    """Whether what will stand there goes with an article that was shortened for what the engine wrote there."""
    elided = text[: place.start].endswith(APOSTROPHES)
    return not elided or vocalic(text[slice(*place)]) == vocalic(held.meaning)


def _assemble(
    sentence: Sentence, reading: Reading, spans: list[tuple[Span, int]], edits: Sequence[Edit]
) -> Answer | Loss:
    """The pieces of the answer, with each of those held in its place, and words not known held for the next mode."""
    kept: list[tuple[Span, Held | Edit]] = [
        (span, _renewed(sentence.held[number], reading, span)) for span, number in spans
    ]
    strange = [span for span in _unknown(reading) if not any(span.overlaps(name) for name, _ in kept)]
    unknown = [reading.text[slice(*span)] for span in strange]
    kept += [(span, Held(word)) for span, word in zip(strange, unknown, strict=True)]
    kept += [(edit.span, edit) for edit in edits]
    text = _lowered(sentence, reading.text, {span: one for span, one in kept if isinstance(one, Held)})
    pieces = tuple(_pieces(sentence, text, sorted(kept, key=lambda one: one[0])))
    if _words(pieces) * LEAST < _words(sentence.pieces):
        return Loss("the answer has lost the sentence")
    carried = [held.content for held in sentence.held if isinstance(held.content, str)]
    return Answer(pieces, tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(carried)))


def _renewed(held: Held, reading: Reading, span: Span) -> Held:
    """The same for the next mode: a name as this one wrote it."""
    strange = any(span.start <= mark < span.end for mark in reading.marks)
    return replace(held, surface=reading.text[slice(*span)], strange=strange) if held.surface else held


def _unknown(reading: Reading) -> Iterator[Span]:
    """The marked words, each up to the next mark at most."""
    for mark, following in pairwise((*reading.marks, len(reading.text))):
        if word := WORD.match(reading.text, mark, following):
            yield Span(*word.span())


def _pieces(sentence: Sentence, text: str, kept: list[tuple[Span, Held | Edit]]) -> Iterator[Piece]:
    """The text between those kept, and them, and the tags; begun as the sentence began."""
    source = "".join(piece for piece in sentence.pieces if isinstance(piece, str))
    place, end = len(text) - len(text.lstrip(" ")), len(text.rstrip(" "))
    behind = {span.end for span, held in kept if isinstance(held, Held) and held.other}
    for span, held in (*kept, (Span(end, end), None)):
        between = text[place : span.start]
        if not LONELY_STOP.search(source):
            between = LONELY_STOP.sub("", between)
        if not GLUED.search(source):
            between = GLUED.sub(r" \1 ", between)
        if place in behind and LETTER.match(between):
            between = f" {between}"  # a possessive that was taken for a verb
        if between:
            yield between if text[:place].strip(" ") else _begun(sentence, between)
        if isinstance(held, Edit):
            yield from (piece for piece in (held.before, held.tag, held.after) if piece)
        elif held is not None:
            yield held
        place = span.end


def _lowered(sentence: Sentence, text: str, held: Mapping[Span, Held]) -> str:
    """An answer without the capital that some modes give to the word behind a name or unknown word at the start."""
    first = min(held, default=Span(0, 0))
    word = PART.search(text, first.end)
    begins = first.end > first.start and not LETTER.search(text, 0, first.start)
    if word is None or not begins or not word[0].istitle() or any(word.start() in range(*span) for span in held):
        return text
    source = [piece for piece in sentence.pieces if isinstance(piece, str)]
    behind = "".join(source).lstrip().removeprefix(text[slice(*first)] if isinstance(held[first].content, str) else "")
    names = [text[slice(*span)] for span, one in held.items() if isinstance(one.content, Slot)]
    capitals = _capitals([text]) - _capitals(names) <= _capitals(source) + 1  # more have languages of many capitals
    small = (following := PART.search(behind)) is not None and following[0].islower()
    return f"{text[: word.start()]}{word[0].lower()}{text[word.end() :]}" if small and capitals else text


def _capitals(texts: Iterable[str]) -> int:
    """How many words begin with a capital."""
    return sum(word[0].isupper() for text in texts for word in PART.findall(text))


def _begun(sentence: Sentence, text: str) -> str:
    """The start of an answer with the capital of its sentence, no more and no less.

    A dropped first word takes the capital away; a first word of one letter passes it to all of the next (`AN answer`).
    """
    first = sentence.pieces[0]
    opening = PART.search(first if isinstance(first, str) else _source(first))
    word = PART.search(text)
    if word is None or opening is None or not opening[0][0].isupper():
        return text
    shouted = len(word[0]) > 1 and word[0].isupper() and not any(map(_shouts, sentence.pieces))
    begun = word[0].capitalize() if shouted else word[0][0].upper() + word[0][1:]
    return text[: word.start()] + begun + text[word.end() :]


def _source(piece: Piece) -> str:
    """What the source writes where a piece is."""
    content = piece.content if isinstance(piece, Held) else piece
    return content.source if isinstance(content, Slot) else content


def _shouts(piece: Piece) -> bool:
    """Whether a piece has a word in capitals, an acronym too."""
    return isinstance(piece, str) and any(len(word) > 1 and word.isupper() for word in PART.findall(piece))


def _words(pieces: tuple[Piece, ...]) -> int:
    """How many words there are, one for each held."""
    return sum(len(WORD.findall(piece)) if isinstance(piece, str) else isinstance(piece, Held) for piece in pieces)
