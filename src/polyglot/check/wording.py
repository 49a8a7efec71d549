"""The words of a target: copied from the source, in another script, said twice or again and again."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import regex

from polyglot import locales, resources, stutter
from polyglot.check.subject import WORD, Found, Subject
from polyglot.model import Tag
from polyglot.resources import Pattern

COPIED_WORDS = 5
"""So many words of the source in a row, unchanged in the target, are a copy; those with a capital may be names."""
UNTRANSLATED_WORDS = 3
LOOP = regex.compile(r"\b(\p{L}+(?:\s+\p{L}+){0,5})(?:[\s,.;!?…]+\1\b){2,}", regex.IGNORECASE)
PHRASE = regex.compile(
    r"(?<![\p{L}’'-])(?:(\p{L}+(?:[\s,-]+\p{L}+){2,12})[\s,.!?;…]+\1|(\p{L}+\s+\p{L}+)\s+\2)(?![\p{L}’'-])",
    regex.IGNORECASE,
)
PAUSED = regex.compile(r"(?<![\p{L}’'-])(\p{Ll}{4,}),\s+\1(?![\p{L}’'-])")
SYLLABLE = regex.compile(r"([^\W\d_]{1,6}?)\1{4}")
STOP = regex.compile(r"(?<=[.!?…])\s+")
STEM, LONG, BEGINNING = 2, 5, 4
"""More letters has a word that counts; so many a long one; and by so many the source's are told."""
LETTER = regex.compile(r"\p{L}")


def copied(subject: Subject) -> Iterator[Found]:
    """A target that is its source, or has a long run of it."""
    if subject.same_language:
        return
    taken = {word for code in subject.expected for word in WORD.findall(code.text)}
    source = [word for word in WORD.findall(subject.source) if word not in taken]
    if subject.text.split() == subject.source.split() or _only_marks_differ(subject):
        if len(source) >= UNTRANSLATED_WORDS or _common(source, subject):
            yield Found("the translation is the same as the source")
        return
    if sentence := _left(subject):
        yield Found(f"copied from the source: {sentence}")
        return
    words, here = WORD.findall(subject.source), WORD.findall(subject.text)
    if _threes(words).isdisjoint(_threes(here)):  # mostly so, and no run is long enough
        return
    run = common_run(words, here, taken)
    left = len(run) >= UNTRANSLATED_WORDS and 2 * without_capital(run) > len(run) and _common(run, subject)
    if without_capital(run) >= COPIED_WORDS or (left and not _quoted(run, subject)):
        yield Found(f"copied from the source: {' '.join(run)}")


def _threes(words: Sequence[str]) -> set[tuple[str, str, str]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def _left(subject: Subject) -> str:
    """A sentence that stands in the target as in the source, beside others; not where it is mostly names."""
    sentences = [part.strip() for part in STOP.split(subject.source)]
    copies = [part for part in sentences if 2 * without_capital(WORD.findall(part)) > len(WORD.findall(part))]
    here = {part.strip() for part in STOP.split(subject.text)}
    long = (part for part in copies if len(WORD.findall(part)) >= UNTRANSLATED_WORDS)
    return next((part for part in long if part in here and len(sentences) > 1), "")


def _only_marks_differ(subject: Subject) -> bool:
    return "".join(subject.text.split()) == "".join(subject.source.split())


def _quoted(run: Sequence[str], subject: Subject) -> bool:
    """Whether a run is a title or the like, between quotation marks."""
    pattern = "[«“\"'‘„(][^»”\"'’“)]*" + r"\W+".join(map(regex.escape, run))
    return regex.search(pattern, subject.text) is not None


def _common(run: Sequence[str], subject: Subject) -> bool:
    """Whether a run has one of the commonest words of the source's language, which the target's has not."""
    ours, theirs = (_commonest(tag) for tag in subject.pair)
    return any(word.casefold() in ours - theirs for word in run)


@cache
def _commonest(tag: Tag) -> frozenset[str]:
    lists = tomllib.loads((resources.HERE / "language" / "commonest.toml").read_text("utf-8"))
    return frozenset(lists.get(locales.base(tag), "").split())


def common_run(source: Sequence[str], target: Sequence[str], taken: set[str]) -> list[str]:
    """The run that both have with the most words without a capital, names left out."""
    best: list[str] = []
    places: dict[str, list[int]] = {}
    for index, word in enumerate(source):
        places.setdefault(word, []).append(index)
    sizes: dict[int, int] = {}  # where a run ends in the source that ends here in the target -> how long it is
    for end, word in enumerate(target, 1):
        sizes = {at: sizes.get(at - 1, 0) + 1 for at in places.get(word, ())}
        size = max(sizes.values(), default=0)
        run = [word for word in target[end - size : end] if word not in taken]
        best = max(best, run, key=without_capital)
    return best


def without_capital(words: Sequence[str]) -> int:
    """How many words have no capital; single letters are signs."""
    return sum(len(word) > 1 and not word[0].isupper() for word in words)


def foreign(subject: Subject) -> Iterator[Found]:
    """Words in a script that is not the target's, and that the source does not have so; Latin ones only where many."""
    if subject.pair.target == "und" or not subject.comparable:
        return
    ours = _letter(locales.scripts(subject.pair.target))
    if all(map(ours.match, set(LETTER.findall(subject.text)))):
        return
    words = [word for word in WORD.findall(subject.plain[1]) if not all(map(ours.match, LETTER.findall(word)))]
    mixed = [word for word in words if any(map(ours.match, LETTER.findall(word)))]
    there = set(WORD.findall(subject.source))
    strange = [word for word in dict.fromkeys(mixed) if word not in there]
    latin = _letter(("Latn",))
    alien = [word for word in words if word not in mixed and not all(map(latin.match, LETTER.findall(word)))]
    strange += [word for word in alien if word not in there or locales.scripts(subject.pair.source) != ("Latn",)]
    whole = [word for word in words if word not in mixed]
    if strange:
        yield Found(f"letters of another script: {', '.join(dict.fromkeys(strange))}")
    elif len(whole) >= UNTRANSLATED_WORDS and without_capital(whole) >= UNTRANSLATED_WORDS:
        yield Found(f"words in another script: {' '.join(whole[:8])}")


@cache
def _letter(scripts: tuple[str, ...]) -> Pattern:
    """A letter of one of these scripts (ISO 15924)."""
    return regex.compile(
        "[" + "".join(rf"\p{{Script_Extensions={script}}}" for script in (*scripts, "Zyyy", "Zinh")) + "]"
    )


def alphabet(subject: Subject) -> Iterator[Found]:
    """Letters that a neighbouring language of the same script has, and the target's has not."""
    letters = _aliens(subject.pair.target)
    found = [word for word in WORD.findall(subject.text) if not letters.isdisjoint(word.casefold())]
    there = set(WORD.findall(subject.source))
    if words := [word for word in dict.fromkeys(found) if word not in there]:
        yield Found(f"letters that {subject.pair.target} does not have: {', '.join(words)}")


@cache
def _aliens(tag: Tag) -> frozenset[str]:
    lists = tomllib.loads((resources.HERE / "language" / "aliens.toml").read_text("utf-8"))
    return frozenset(lists.get(locales.base(tag), ""))


def doubled(subject: Subject) -> Iterator[Found]:
    """A word said twice in a row where the source does not."""
    if (words := stutter.twice(subject.text)) and not stutter.TWICE.search(subject.source) and not words.isupper():
        yield Found(f"said more than once: {words}")


def loops(subject: Subject) -> Iterator[Found]:
    """A word or phrase said again and again, or a long phrase twice, where the source does not."""
    patterns = (LOOP, PHRASE, PAUSED, SYLLABLE) if _echoes(subject.words[1]) else (SYLLABLE,)
    for pattern in patterns:
        found = pattern.search(subject.text)
        if (
            found
            and not stutter.may_repeat(found[1] or "")
            and not pattern.search(subject.source)
            and not _repeats(subject)
        ):
            yield Found(f"said more than once: {found[0]}")
            return
    if words := _again(subject) or _two_again(subject):
        yield Found(f"said more than once: {words}")


def _echoes(words: Sequence[str]) -> bool:
    """Whether some words stand twice in a row, or two of them twice: without that nothing is said again."""
    pairs = list(pairwise(words))
    return len(set(pairs)) < len(pairs) or any(one == other for one, other in pairs)


def _repeats(subject: Subject) -> bool:
    """Whether the source says a long word three times."""
    words = Counter(word for word in subject.words[0] if len(word) > STEM)
    return max(words.values(), default=0) > 2


def _again(subject: Subject) -> str:
    """Six words that the target has more often than any such words of the source."""
    there, here = subject.words
    grams = Counter(tuple(here[start : start + 6]) for start in range(len(here) - 5))
    most = max(grams.values(), default=0)
    if most < 2:
        return ""
    before = max(Counter(tuple(there[start : start + 4]) for start in range(len(there) - 3)).values(), default=0)
    return " ".join(grams.most_common(1)[0][0]) if before < most else ""


def _two_again(subject: Subject) -> str:
    """Two long words, one behind the other, that the target has twice, where the source says no word twice."""
    there, here = ([word for word in words if len(word) >= LONG] for words in subject.words)
    pairs = Counter(pair for pair in pairwise(here) if pair[0] != pair[1])
    if max(pairs.values(), default=0) < 2 or len({word[:BEGINNING] for word in there}) < len(there):
        return ""
    return " ".join(pairs.most_common(1)[0][0])
