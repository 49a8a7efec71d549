"""Names in a text that nobody has listed: told from other words by their capitals, as far as a language lets them be.

A station: it knows no glossary and no format. What counts as a name's part is data (`language/names/*.toml`,
`language/given_names.toml`). Nothing is certain here: the names are offered to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from polyglot import locales
from polyglot.model import Span, Tag
from polyglot.name_words import Words, words

CASED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
"""The scripts that have capitals."""
TOKEN = regex.compile(
    r"(?P<initial>(?<![\p{L}.-])\p{Lu}\.)(?=[ \u00a0]?\p{L})|[\p{L}\p{M}\p{N}]+(?:[-‑'’ʼ.&][\p{L}\p{M}\p{N}]+)*"
)
GAP = regex.compile(r"[ \u00a0\u202f]*")
ACRONYM = regex.compile(r"(?=.*\p{Lu}.*\p{Lu})[\p{Lu}\p{N}][\p{Lu}\p{N}&.]*-?\d*")
CAMEL = regex.compile(r"\p{L}*\p{Ll}\p{Lu}\p{L}*")
SHOUT = 0.7
"""From this share of capitals on a sentence is a headline in capitals, which tells nothing of names."""
LONG = 4
"""The same where every word of so many letters or more begins with one."""
SHORT = 3
"""Letters, or words: so few tell no headline."""
BEGINNING = '«“„"‘:;.!?…–—•·|(['
"""What has a capital behind it anyway."""
POSSESSIVE = regex.compile(r"['’]s?$")


class Sentence(NamedTuple):
    """Something that begins with a capital whatever its first word is."""

    text: str
    place: str
    covered: tuple[Span, ...] = ()
    """Names that are known, and what is no text."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that some sentences have."""

    name: str
    count: int
    place: str
    """Where it is first."""
    around: tuple[str, str]
    """What stands before and after it in its first sentence."""
    person: bool
    """Whether a given name, or a title before it, says so."""


class Token(NamedTuple):
    """A word of a sentence."""

    text: str
    span: Span
    first: bool
    """Whether a sentence or a quotation begins with it, so that its capital says nothing."""


class Run(NamedTuple):
    """Words that follow one another and may be a name."""

    tokens: tuple[Token, ...]
    person: bool
    """Whether a title stands before them, or the first is a given name."""

    @property
    def span(self) -> Span:
        """Where it lies in its sentence."""
        return Span(self.tokens[0].span.start, self.tokens[-1].span.end)

    @property
    def name(self) -> str:
        """As it is written, with single spaces."""
        return " ".join(token.text for token in self.tokens)


Found = dict[str, list[tuple[Run, Sentence]]]
"""The places of each name."""


def has_capitals(tag: Tag) -> bool:
    """Whether a language is written in a script with capitals."""
    return bool(CASED.intersection(locales.scripts(tag)))


def find(sentences: Sequence[Sentence], tag: Tag) -> tuple[Mention, ...]:
    """The names of sentences in one language, most frequent first; none in a script without capitals."""
    if not has_capitals(tag):
        return ()
    known = words(tag)
    texts = [
        (sentence, tuple(_tokens(sentence.text, known))) for sentence in sentences if not _shouts(sentence.text, known)
    ]
    usual = _Usual.of((token for _, tokens in texts for token in tokens), known)
    found: Found = {}
    for sentence, tokens in texts:
        for run in _runs(sentence, tokens, known, usual):
            found.setdefault(run.name, []).append((run, sentence))
    sure = _without_bare_nouns(found) if known.nouns else found
    mentions = (_mention(name, places) for name, places in sure.items())
    return tuple(sorted(mentions, key=lambda mention: (-mention.count, mention.name)))


def _mention(name: str, places: Sequence[tuple[Run, Sentence]]) -> Mention:
    run, sentence = places[0]
    around = sentence.text[: run.span.start], sentence.text[run.span.end :]
    return Mention(name, len(places), sentence.place, around, any(one.person for one, _ in places))


class _Usual(NamedTuple):
    """How words are written where their place does not decide."""

    small: frozenset[str]
    """Words that are somewhere in small letters."""
    capital: frozenset[str]
    """Words that somewhere within a sentence have a capital."""

    @staticmethod
    def of(tokens: Iterable[Token], known: Words) -> _Usual:
        small, capital = set[str](), set[str]()
        for token in tokens:
            if token.text[0].islower():
                small.add(token.text)
            elif not token.first and token.text.lower() not in known.common:
                capital.add(token.text)
        return _Usual(frozenset(small), frozenset(capital))


def _shouts(text: str, known: Words) -> bool:
    """Whether a text is in capitals throughout, or, where nouns have none, every longer word begins with one."""
    letters = [letter for letter in text if letter.isalpha()]
    words = [found[0] for found in TOKEN.finditer(text) if len(found[0]) >= LONG]
    titled = not any(word[0].islower() for word in words) and not text.rstrip().endswith((".", "?", "!"))
    shouted = len(letters) > SHORT and sum(map(str.isupper, letters)) > SHOUT * len(letters)
    return shouted or (titled and len(words) > SHORT and not known.nouns)


def _tokens(text: str, known: Words) -> Iterator[Token]:
    """The words of a sentence, without what is elided before them or says that something is theirs."""
    first = True
    for found in TOKEN.finditer(text):
        word, start = found[0], found.start()
        head, mark, tail = word.replace("’", "'").partition("'")
        if mark and head.lower() in known.elided and tail:
            start, word = start + len(head) + 1, word[len(head) + 1 :]
            yield Token(head, Span(found.start(), start), first)
            first = False
        word = POSSESSIVE.sub("", word) or word
        begins = first or text[:start].rstrip(" \u00a0\u202f")[-1:] in set(BEGINNING)
        yield Token(word, Span(start, start + len(word)), (begins and not found["initial"]) or first)
        first = False


def _runs(sentence: Sentence, tokens: Sequence[Token], known: Words, usual: _Usual) -> Iterator[Run]:
    """The names of a sentence that nobody has listed."""
    at = 0
    while at < len(tokens):
        end = _end(sentence, tokens, at, known)
        run = _trimmed(tokens[:at], tokens[at:end], known, usual) if end > at else None
        if run:
            yield run
        at = max(end, at + 1)


def _end(sentence: Sentence, tokens: Sequence[Token], start: int, known: Words) -> int:
    """Where the words with capitals that begin there end; small words between two of them belong to them."""
    at, end = start, start
    while at < len(tokens) and (at == start or _joined(sentence.text, tokens[at - 1], tokens[at])):
        word = tokens[at].text
        if _covered(sentence, tokens[at]):
            break
        if word[0].isupper() or (CAMEL.fullmatch(word) is not None):
            end = at + 1
        elif at == start or not _may_link(tokens[start - 1 : start], tokens[start:at], word, known):
            break
        at += 1
    return end


def _may_link(before: Sequence[Token], name: Sequence[Token], word: str, known: Words) -> bool:
    """Whether a small word may stand inside a name after these words of it: `Charles de`, `l'Hôtel de`."""
    if word.lower() in known.particles:
        return True
    alone = len([token for token in name if token.text[0].isupper()]) == 1
    defined = bool(before) and before[0].text.lower() in known.articles
    return word.lower() in known.linking and alone and (defined or name[0].text in known.given)


def _joined(text: str, left: Token, right: Token) -> bool:
    """Whether only a space, an initial's or an elision's mark at most, stands between two words."""
    return GAP.fullmatch(text[left.span.end : right.span.start].strip("'’")) is not None


def _covered(sentence: Sentence, token: Token) -> bool:
    return any(token.span.overlaps(span) for span in sentence.covered)


def _trimmed(before: Sequence[Token], tokens: Sequence[Token], known: Words, usual: _Usual) -> Run | None:
    """A run without the words at its beginning that are no name's; None where nothing is left, or nothing is sure."""
    titled = bool(before) and _is_title(before[-1], known)
    last = max((at for at, token in enumerate(tokens[:-1], 1) if _is_title(token, known)), default=0)
    words, titled = list(tokens[last:]), titled or last > 0
    while words and (
        _opens(words, known, usual) or words[0].text.lower() in known.common or _is_title(words[0], known)
    ):
        titled = _is_title(words.pop(0), known)
    while words and words[-1].text.lower() in known.common:
        words.pop()
    if not words or not words[0].text[0].isalpha() or (len(words) == 1 and not _sure_alone(words[0], known, usual)):
        return None
    if not titled and _complement(before, known):
        return None
    given = words[0].text in known.given or words[0].text.split("-")[0] in known.given
    return Run(tuple(words), person=titled or (given and len(words) > 1))


def _is_title(token: Token, known: Words) -> bool:
    return token.text.rstrip(".").lower() in known.titles


def _opens(words: Sequence[Token], known: Words, usual: _Usual) -> bool:
    """Whether the first of some words only has its capital from the sentence that it begins."""
    first = words[0]
    if not first.first or first.text in known.given:
        return False
    small = first.text.lower()
    if small in known.openers or small in usual.small:
        return True
    return first.text not in usual.capital and len(words) == 1 and not _told_by_shape(first.text)


def _sure_alone(word: Token, known: Words, usual: _Usual) -> bool:
    """Whether a single word is a name: no single letter, no word that also has small letters elsewhere."""
    text = word.text
    if sum(map(str.isalpha, text)) < 2 or text.lower() in known.openers:
        return False
    return _told_by_shape(text) or (text.lower() not in usual.small and not (word.first and text not in usual.capital))


def _told_by_shape(word: str) -> bool:
    """Whether a word is an acronym or a product's name with a capital inside (`NASA`, `iPhone`)."""
    return ACRONYM.fullmatch(word) is not None or CAMEL.fullmatch(word) is not None


def _complement(before: Sequence[Token], known: Words) -> bool:
    """Whether what stands before says what the words are of: `ministère de la` Défense."""
    near = [token.text.lower() for token in before[-4:]]
    while near and (near[-1] in known.linking or near[-1] in {"l", "aux"}):
        near.pop()
    return bool(near) and len(near) < len(before[-4:]) and near[-1] in known.heads


def _without_bare_nouns(found: Found) -> Found:
    """In a language whose nouns have capitals: persons, their last names, acronyms, and several words met again."""
    persons = {name for name, runs in found.items() if any(run.person for run, _ in runs)}
    last = {name.rpartition(" ")[2] for name in persons}
    return {
        name: runs
        for name, runs in found.items()
        if name in persons | last or _told_by_shape(name.split(" ")[0]) or (" " in name and len(runs) > 1)
    }
