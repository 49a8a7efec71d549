"""Pairs in which names, numbers, codes and tags are copied: what a model has never seen copied, it does not copy.

Words that both sides share (names, numbers), or that a lexicon learned from the text itself pairs, are replaced on
both sides by an invented name, another number or a slot, or wrapped in two slots as in tags. Slots count from 1 in the
order of the source sentence, as the engine writes them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from training.text import Sentences

SLOT = "⟦{}⟧"
DIRECTION = "<2{}>"
"""The piece that a target begins with, where a model translates in both directions: what language is wanted."""
PLACE = "\ue000"
"""Stands for a slot that has no number yet; two of a kind stand in the same order on both sides or are told apart."""
MARK = regex.compile("[\ue000-\uf8ff]")
TOKEN = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:[’'-]\p{Lu}\p{L}+)*|\d+(?:[.,]\d+)*")
VOWELS = "a e i o u a e i o u y ia ie io ou ei au é oa ai"
ONSETS = "b br c ch cl d dr f fl g gl gr h j k kl kr l m n p pr qu r s sk st sv t tr v vl w z zh y n m l r s t d ts sh"
CODAS = "   n r l s k m t x nd rk sky ov ev sson ić ez ard in"
"""Sounds with spaces between them; a coda may be nothing."""
LETTERS = "абвгдежзиклмнопрстуфхчшіїЗКВПòôáãâçñöüšžłęóťřåøßğı"
WORDS_LEARNED = 12
"""How often a pair of words must be seen together to enter the lexicon."""
CERTAIN = 0.45
"""Dice's coefficient from which two words are translations of each other."""


class Example(NamedTuple):
    """What a model learns from: a pair as it has become, and what its target must begin with."""

    source: str
    target: str
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word of the source and its counterpart in the target, by their places in the two texts."""

    source: tuple[int, int]
    target: tuple[int, int]
    text: str
    kind: str
    """`name`, `number` or `word`."""


def lexicon(pairs: Sequence[Sentences]) -> Mapping[str, str]:
    """Words that nearly always come together, source to target (Dice 1945)."""
    sources: Counter[str] = Counter()
    targets: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        left, right = ({word for word in TOKEN.findall(side.lower()) if len(word) > 3} for side in pair)
        sources.update(left)
        targets.update(right)
        both.update((one, other) for one in left for other in right)
    found: dict[str, tuple[float, str]] = {}
    for (one, other), times in both.items():
        dice = 2 * times / (sources[one] + targets[other])
        if times >= WORDS_LEARNED and dice >= CERTAIN:
            found[one] = max(found.get(one, (0.0, "")), (dice, other))
    return {one: other for one, (_, other) in found.items()}


def anchors(pair: Sentences, words: Mapping[str, str]) -> list[Anchor]:
    """Words with a certain counterpart, in the order of the source; each stands once on its side."""
    left, right = (_once(side) for side in pair)
    found = []
    for word, place in left.items():
        other = word if word in right and (word[0].isupper() or word[0].isdigit()) else words.get(word.lower(), "")
        if other in right and len(word) > (0 if word[0].isdigit() else 2):
            kind = "number" if word[0].isdigit() else "name" if other == word else "word"
            found.append(Anchor(place, right[other], word, kind))
    return sorted(found, key=lambda anchor: anchor.source)


def _once(text: str) -> dict[str, tuple[int, int]]:
    places: dict[str, list[tuple[int, int]]] = {}
    for match in TOKEN.finditer(text):
        places.setdefault(match[0], []).append(match.span())
    return {word: spans[0] for word, spans in places.items() if len(spans) == 1}


def examples(
    pairs: Sequence[Sentences], words: Mapping[str, str], slots: int, seed: str, directions: Sequence[str] = ("",)
) -> list[Example]:
    """The whole text once, with other names and slots than with another seed, in random order.

    With two directions (forth and back), a pair is given in one of them, by chance. Plain pairs stay the larger part.
    """
    chance = random.Random(seed)
    changed = [_changed(pair, words, chance) for pair in pairs]
    chance.shuffle(changed)
    return [_directed(pair, directions, slots, chance) for pair in _some_joined(changed, chance)]


def _directed(pair: Sentences, directions: Sequence[str], slots: int, chance: random.Random) -> Example:
    back = len(directions) > 1 and chance.random() < 0.5
    turned = Sentences(pair.target, pair.source) if back else pair
    return Example(*_numbered(_set(turned, chance), slots, chance), directions[back])


def _changed(pair: Sentences, words: Mapping[str, str], chance: random.Random) -> Sentences:
    found = anchors(pair, words)
    kept = [anchor for anchor in found if chance.random() < (0.2 if anchor.kind == "word" else 0.6)]
    if kept and chance.random() < 0.75:
        pair = _replaced(pair, kept, chance)
    return _framed(pair, chance) if chance.random() < 0.1 else pair


def _set(pair: Sentences, chance: random.Random) -> Sentences:
    """A few pairs as headlines are set: without their stop, in capitals throughout, or With Capitals in the source."""
    throw = chance.random()
    if throw > 0.09 or not all(side.endswith(".") for side in pair):
        return pair
    pair = Sentences(*(side.removesuffix(".").rstrip() for side in pair))
    if throw < 0.03:
        return Sentences(*(side.upper() for side in pair))
    if throw < 0.04:
        return Sentences(pair.source.title().replace("'S ", "'s "), pair.target)
    return pair


def _replaced(pair: Sentences, kept: Sequence[Anchor], chance: random.Random) -> Sentences:
    """Both sides with other words at their anchors; slots still carry letters in place of numbers."""
    said = [_said(anchor, chr(ord(PLACE) + 2 * index), chance) for index, anchor in enumerate(kept)]
    left = _spliced(pair.source, [(anchor.source, one) for anchor, (one, _) in zip(kept, said, strict=True)])
    right = _spliced(pair.target, [(anchor.target, other) for anchor, (_, other) in zip(kept, said, strict=True)])
    return Sentences(left, right)


def _spliced(text: str, edits: Iterable[tuple[tuple[int, int], str | None]]) -> str:
    for (start, end), written in sorted(edits, reverse=True):
        if written is not None:
            text = text[:start] + written.replace("\0", text[start:end]) + text[end:]
    return text


def _said(anchor: Anchor, mark: str, chance: random.Random) -> tuple[str, str]:
    """What stands there instead, in the source and in the target; a NUL stands for the word as it was."""
    throw = chance.random()
    closing = chr(ord(mark) + 1)
    if throw < 0.35:
        return mark, mark
    if throw < 0.5:
        return f"{mark} \0 {closing}", f"{mark} \0 {closing}"
    if anchor.kind == "number":
        return number(chance)
    if anchor.kind == "word" and throw < 0.9:
        return "\0", "\0"
    name = invented(chance)
    return name, name


def invented(chance: random.Random) -> str:
    """A name that nobody has, of one to three words; now and then an acronym or one in foreign letters.

    >>> invented(random.Random(4))
    'Giclark'
    """
    throw = chance.random()
    if throw < 0.06:
        return "".join(chance.choice("ABCDEFGIKLMNOPRSTUVX") for _ in range(chance.randint(2, 5)))
    if throw < 0.1:
        return "".join(chance.choice(LETTERS) for _ in range(chance.randint(3, 8))).capitalize()
    if throw < 0.13:
        return f"{chance.choice('ABCDGXPQRT')}{chance.randint(1, 99)}"
    names = [_name(chance) for _ in range(chance.choices((1, 2, 3), (70, 26, 4))[0])]
    return ("-" if chance.random() < 0.06 else " ").join(names)


def _name(chance: random.Random) -> str:
    syllables = [
        chance.choice(ONSETS.split()) + chance.choice(VOWELS.split())
        for _ in range(chance.choices((1, 2, 3), (35, 50, 15))[0])
    ]
    return ("".join(syllables) + chance.choice(CODAS.split(" "))).capitalize()


def number(chance: random.Random) -> tuple[str, str]:
    """A number as a French and as an English text write it.

    >>> number(random.Random(12))
    ('148', '148')
    """
    throw = chance.random()
    if throw < 0.6:
        plain = str(chance.randint(2, chance.choice((20, 100, 1000, 2100))))
        return plain, plain
    if throw < 0.8:
        whole, part = chance.randint(0, 99), chance.randint(1, 99)
        return f"{whole},{part}", f"{whole}.{part}"
    large = chance.randint(1000, 9_999_999)
    return f"{large:,}".replace(",", " "), f"{large:,}"


def _framed(pair: Sentences, chance: random.Random) -> Sentences:
    """A slot before, behind or around the whole sentence."""
    first, last = "\uf000", "\uf001"
    throw = chance.random()
    if throw < 0.4:
        return Sentences(*(f"{first} {side} {last}" for side in pair))
    return Sentences(*(f"{first} {side}" if throw < 0.7 else f"{side} {last}" for side in pair))


def _numbered(pair: Sentences, slots: int, chance: random.Random) -> Sentences:
    """Slots numbered in the order of the source, mostly from 1 on."""
    marks = MARK.findall(pair.source)
    if not marks:
        return pair
    if len(marks) > slots:
        return Sentences(*(regex.sub(f"{MARK.pattern} ?", "", side) for side in pair))
    first = 1 if chance.random() < 0.7 else chance.randint(1, slots - len(marks) + 1)
    names = {ord(mark): SLOT.format(first + index) for index, mark in enumerate(marks)}
    return Sentences(*(side.translate(names) for side in pair))


def _some_joined(pairs: Sequence[Sentences], chance: random.Random) -> Iterator[Sentences]:
    """One in eight of the pairs goes on with the next ones, so that longer texts are not unheard of."""
    waiting = iter(pairs)
    for pair in waiting:
        if chance.random() < 0.12:
            more = [one for one in (next(waiting, None) for _ in range(chance.randint(1, 3))) if one is not None]
            joined = [one for one in (pair, *more) if not MARK.search(one.source)]
            yield from (one for one in (pair, *more) if MARK.search(one.source))
            if joined:
                yield Sentences(*(" ".join(sides) for sides in zip(*joined, strict=True)))
        else:
            yield pair
