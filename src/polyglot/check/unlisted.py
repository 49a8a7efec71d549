"""Names that no glossary has: spelt wrongly, in the way of another language, or another's in their place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product

import regex

from polyglot import locales, name_words, resources
from polyglot.check import lexicon, spelling
from polyglot.check.codes import folded
from polyglot.check.subject import Found, Subject
from polyglot.model import CodeKind, Pair, Tag
from polyglot.resources import Pattern

CAPITAL = regex.compile(r"(?<![\p{L}\p{M}.@#/_])\p{Lu}\p{Ll}{3,}(?![\p{L}\p{M}_/])")
"""A word of four letters or more with a capital."""
MIXED = regex.compile(r"(?<![\p{L}\p{M}\p{N}.@#/_-])\p{L}*\p{Ll}\p{Lu}\p{L}*(?![\p{L}\p{M}\p{N}_/(-])")
"""A word with a capital inside, which only a name has: LibreOffice."""
NAMED = regex.compile(r"(?<![\p{L}\p{M}])\p{Lu}[\p{L}\p{M}]{2,}")
"""A word with a capital, wherever it stands."""
FULL = regex.compile(r"(?<![\p{L}\p{M}.@#/_-])\p{Lu}\p{Ll}{2,} \p{Lu}\p{Ll}{2,}(?![\p{L}\p{M}_/-])")
"""Two of them, which may be a person."""
WITHIN = regex.compile(r"(?<=[\p{L}\p{N},][’')»”\"]?[ \u00a0])|(?<=\p{L}[’'-])")
"""Behind another word, not at the beginning of a sentence."""
SELDOM = 0.3
"""A word that is missed more often in its own translation says nothing where it is not there."""
NEVER, NAME, ALWAYS = 0.0, 0.3, 0.9
"""What has a capital so often is a name; where what took its place is a name always, anything with a capital may be."""


def foreign(subject: Subject) -> Iterator[Found]:
    """Names spelt in the source's way, where the target's language has another."""
    ways = _spelling(subject.pair.source)
    if ways is None or locales.base(subject.pair.target) in ways[1] or not subject.comparable:
        return
    for name in dict.fromkeys(ways[0].findall(subject.plain[1])):
        if name in subject.source:
            yield Found(f"a name in the spelling of the source's language: {name}")


@cache
def _spelling(tag: Tag) -> tuple[Pattern, frozenset[str]] | None:
    row: Mapping[str, str] | None = resources.rows("spellings").get(locales.base(tag))
    if not row:
        return None
    return regex.compile(rf"(?<![\p{{L}}-])(?:{row['words']})(?![\p{{L}}-])"), frozenset(row["shared"].split())


def misspelt(subject: Subject) -> Iterator[Found]:
    """Names that differ from the source's in a letter or two, and not as languages spell otherwise."""
    if not (_comparable(subject) and any(map(name_words.tells_nouns, subject.pair))):
        return
    there, here = _names(subject, 0), _names(subject, 1)
    for one, other in product(there, here):
        if spelling.slip(one, other) and not _explained(one, other, subject):
            yield Found(f"{one} became {other}")


def replaced(subject: Subject) -> Iterator[Found]:
    """A name in whose place another stands."""
    if not (_comparable(subject) and all(map(name_words.tells_nouns, subject.pair))):
        return
    for one in _people(subject, 0):
        if not any(spelling.alike(*both) for both in product(one.split(), CAPITAL.findall(subject.text))):
            yield Found(f"{one} is not named")
            return
    gone, new = (_strange(subject, side) for side in (0, 1))
    if not new and (one := next(_together(gone, subject.source), "")):
        yield Found(f"{one} is not named")
        return
    texts = subject.source, subject.text
    for whole in (*_halved(gone, *texts), *_halved(new, *reversed(texts))):
        yield Found(f"of {whole} one side has a part alone")
    if gone and not new:
        gone, new = _strange(subject, 0, least=ALWAYS), _strange(subject, 1, least=NEVER)
    elif new and not gone:
        gone, new = _strange(subject, 0, least=NEVER), _strange(subject, 1, least=ALWAYS)
    if gone and new and (lexicon.table(subject.pair) or len(gone) == len(new)):
        yield Found(f"{', '.join(gone)} became {', '.join(new)}")


def _halved(names: Sequence[str], text: str, other: str) -> Iterator[str]:
    """Names of two parts of which the other side has the first alone."""
    for name in names:
        found = regex.search(rf"(\p{{Lu}}\p{{Ll}}{{2,}})-{regex.escape(name)}", text)
        if found and regex.search(rf"(?<!\p{{L}}){found[1]}(?![\p{{L}}-])", other):
            yield found[0]


def _together(names: Sequence[str], text: str) -> Iterator[str]:
    """Two of them that stand together, as those of a person do."""
    return (f"{one} {other}" for one, other in pairwise(names) if f"{one} {other}" in text)


def _strange(subject: Subject, side: int, least: float = NAME) -> list[str]:
    """The names of one side that the other says in no form: what has a capital at least so often."""
    other = (subject.source, subject.text)[1 - side]
    pair, said, there = subject.pair[side], NAMED.findall(other), frozenset(lexicon.stems(other))
    people = _of_people(subject.plain[side], pair)
    names = (name for name in _names(subject, side) if not any(spelling.alike(name, word) for word in said))
    return [
        name
        for name in names
        if not _abroad(name, pair, subject.pair[1 - side], other)
        and not lexicon.alike(lexicon.stem(folded(name)), (), there)
        and (name in people or not _translated(name, Pair(pair, subject.pair[1 - side]), there, least))
    ]


def _of_people(text: str, tag: Tag) -> frozenset[str]:
    """The given names of a text, and the words behind them."""
    given = name_words.words(tag).given
    full = (found[0].split() for found in FULL.finditer(text))
    return given.intersection(NAMED.findall(text)) | {surname for first, surname in full if first in given}


def _abroad(name: str, own: Tag, other: Tag, text: str) -> bool:
    """Whether a text names the country that is called so in another language."""
    code = _territories(own).get(name)
    return code is not None and locales.countries(other)[code] in text


def _translated(name: str, pair: Pair, there: Collection[str], least: float) -> bool:
    """Whether a word with a capital is no name, or one that people leave out, or is there in the other language."""
    stem = lexicon.stem(folded(name))
    entry = lexicon.table(pair).get(stem)
    return entry is not None and (
        entry.capital < least or entry.missed > SELDOM or lexicon.alike(stem, _long(entry.said), there)
    )


def _long(said: Collection[str]) -> Collection[str]:
    """Those words that may be a name's counterpart."""
    return [word for word in said if len(word) >= lexicon.SHORTEST]


def _people(subject: Subject, side: int) -> list[str]:
    """People by two names of which the other side has none, in whatever form."""
    own, other = subject.pair[side], subject.pair[1 - side]
    there = set(lexicon.stems((subject.text, subject.source)[side]))
    found = FULL.findall(subject.plain[side], overlapped=True)
    given = name_words.words(own).given
    people = (name for name in found if name.split()[0] in given)
    return [name for name in people if not any(_told(word, Pair(own, other), there) for word in name.split())]


def _told(word: str, pair: Pair, there: Collection[str]) -> bool:
    """Whether the other side may have a word, or it is none of a name's; what mostly stays as it is, it has not."""
    if word.lower() in _common(pair.source):
        return True
    stem = lexicon.stem(folded(word))
    entry = lexicon.table(pair).get(stem)
    return lexicon.alike(stem, entry.said if entry and stem not in entry.said else (), there)


@cache
def _common(tag: Tag) -> frozenset[str]:
    """Words of a language that have a capital and are no names."""
    known = name_words.words(tag)
    return known.common | known.titles | known.openers


def _comparable(subject: Subject) -> bool:
    """Whether both languages have the same letters."""
    return subject.comparable and {locales.scripts(tag) for tag in subject.pair} == {("Latn",)}


def _names(subject: Subject, side: int) -> list[str]:
    """The words with a capital inside a sentence that the other side has not, but for names of the glossary."""
    text, codes = subject.plain[side], (subject.expected, subject.found)[side]
    found = [word for word in CAPITAL.finditer(text) if _within(text, word.start()) or _opens(word[0], subject, side)]
    found += MIXED.finditer(text)
    if not found:
        return []
    taken = {at for code in codes if code.kind is CodeKind.NAME for at in range(*code.span)}
    other = {folded(word) for word in subject.words[1 - side]}
    common = _common(subject.pair[side])
    names = (word[0] for word in found if word.start() not in taken)
    return list(dict.fromkeys(name for name in names if folded(name) not in other and name.lower() not in common))


def _opens(word: str, subject: Subject, side: int) -> bool:
    """Whether a word that opens a sentence is a name: one that the tables have always with a capital."""
    entry = lexicon.table(Pair(subject.pair[side], subject.pair[1 - side])).get(lexicon.stem(folded(word)))
    return entry is not None and entry.capital >= ALWAYS


def _within(text: str, at: int) -> bool:
    return WITHIN.match(text, at) is not None


def _known(name: str, subject: Subject, side: int) -> bool:
    """Whether a name is a word that the tables of stems know."""
    own, other = (subject.pair[side], subject.pair[1 - side])
    return lexicon.stem(folded(name)) in lexicon.table(Pair(own, other)) or name in _territories(own)


@cache
def _territories(tag: Tag) -> Mapping[str, str]:
    """The codes of countries by what they are called in a language."""
    return {name: code for code, name in locales.countries(tag).items()}


def _explained(one: str, other: str, subject: Subject) -> bool:
    """Whether two like words are the same name in two languages; a person whose first name stays has one spelling."""
    if folded(one) != folded(other) and _first_name(one, subject.source) & _first_name(other, subject.text):
        return spelling.inflected(one, other)
    if spelling.same(one, other) or spelling.inflected(one, other):
        return True
    return any(_known(name, subject, side) for side, name in enumerate((one, other)))


def _first_name(surname: str, text: str) -> frozenset[str]:
    """The names in front of a surname, as they are given in languages with Latin letters."""
    found = regex.findall(rf"(\p{{Lu}}\p{{Ll}}+) {regex.escape(surname)}", text)
    return frozenset(map(folded, _given_here() & frozenset(found)))


@cache
def _given_here() -> frozenset[str]:
    """Given names of languages that are written in Latin letters, but those which others have too."""
    names = {row: frozenset(listed.split()) for row, listed in resources.rows("given_names")["names"].items()}
    return frozenset().union(*names.values()) - names["cyrillic"] - names["slavic"]
