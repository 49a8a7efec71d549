"""Names and terms: those of the glossary, forms that it forbids, words that an engine did not know, surnames."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

import regex

from polyglot import laws, locales, name_words, resources
from polyglot.check import spelling
from polyglot.check.codes import folded
from polyglot.check.subject import LETTERS, Found, Subject
from polyglot.model import Code, CodeKind, Tag
from polyglot.resources import Pattern

STEM = 4
"""So many letters in common, and a word may be made from a name: Russie, Russian."""
INFLECTED = frozenset({"uk", "ru", "pl", "cs", "sk", "be", "bg", "sr", "hr", "sl", "lt", "lv", "fi", "et", "hu", "tr"})
MANY = 25
"""So many words make a sentence long."""
CAPITAL = regex.compile(r"(?<=[\p{Ll},;’'] ?)\p{Lu}\p{Ll}{3,}")
"""A word with a capital behind another word."""
FULL = regex.compile(r"(?<![\p{L}.])(\p{Lu}\p{Ll}{2,}) (\p{Lu}[\p{L}’'-]*\p{Ll}{2,})")
"""A first name and a surname, or what looks like them."""


def lost(subject: Subject) -> Iterator[Found]:
    """Names of the glossary that have no counterpart."""
    for code, otherwise in _missing(subject):
        if not otherwise:
            yield Found(f"the name {code.text!r} has no counterpart in the translation")


def unsaid(subject: Subject) -> Iterator[Found]:
    """Names that a person may have said otherwise, by a pronoun, or left out of a long sentence."""
    for code, otherwise in _missing(subject):
        if otherwise:
            yield Found(f"the name {code.text!r} is said otherwise, or not at all")


def _missing(subject: Subject) -> Iterator[tuple[Code, bool]]:
    """Each name without a counterpart, once, and whether a person may have said it otherwise."""
    said = {folded(word) for word in LETTERS.findall(subject.text)} if subject.by_person else set()
    english = locales.base(subject.pair.target) == "en"
    told: set[str] = set()
    for code in laws.lost(subject.expected, subject.found):
        if code.kind is not CodeKind.NAME or code.value in told:
            continue
        if subject.by_person and (_derived(code, said, english=english) or _again(code, subject)):
            continue
        told.add(code.value)
        left = code.text in subject.text  # as the source has it, and its form in the target's language is another
        yield code, subject.by_person and not left and _otherwise(subject, code, said)


def _derived(code: Code, said: set[str], *, english: bool) -> bool:
    """Whether a person says an adjective for a name, or its initials; the source's own form is none."""
    source, concept = LETTERS.findall(folded(code.text)), code.value.split("-")
    if english and all(any(word.startswith(part) for word in said) for part in concept):
        return True
    stems = {word[: max(STEM, len(word) - 3)] for word in (*source, *concept) if len(word) >= STEM}
    initials = "".join(part[0] for part in source if len(part) > 2)
    others = {initials, initials[::-1], "".join(part[0] for part in concept)} if len(source) > 1 else set()
    others |= set(_adjectives().get(code.value, "").split())
    own = set(source) - (set(concept) if english else set())
    return any(word in others or word.startswith(tuple(stems)) for word in said - own)


def _otherwise(subject: Subject, code: Code, said: set[str]) -> bool:
    """Whether a person may have said a name otherwise, by a pronoun, or left it out of a long sentence."""
    if FULL.fullmatch(code.text):
        return False
    if not _references(subject, "").isdisjoint(said):
        return True
    in_passing = len(subject.words[0]) > MANY or not _references(subject, "-he").isdisjoint(said)
    return in_passing and not _new_names(subject)


def _references(subject: Subject, kind: str) -> frozenset[str]:
    """The words by which a language refers to places and the like, or (`-he`) to people."""
    return frozenset(_adjectives().get(f"-{locales.base(subject.pair.target)}{kind}", "").split())


def _new_names(subject: Subject) -> list[str]:
    """The words with a capital, other than first ones, that stand in no like form in the source."""
    there = {word[:STEM] for word in map(folded, subject.words[0])}
    named = {at for code in subject.found if code.kind is CodeKind.NAME for at in range(*code.span)}
    found = [word for word in CAPITAL.finditer(subject.text) if word.start() not in named]
    return [word[0] for word in found if folded(word[0])[:STEM] not in there]


@cache
def _adjectives() -> Mapping[str, str]:
    """What people say for a country, by its concept."""
    return tomllib.loads((resources.HERE / "language" / "demonyms.toml").read_text("utf-8"))


def _again(code: Code, subject: Subject) -> bool:
    """Whether the name is there, only less often: people say it again with a pronoun."""
    return any(other.kind is CodeKind.NAME and other.value == code.value for other in subject.found)


def forbidden(subject: Subject) -> Iterator[Found]:
    """Forms that the glossary forbids."""
    for form, instead in subject.forbidden:
        if form in subject.text and regex.search(rf"(?<!\w){regex.escape(form)}(?!\w)", subject.text):
            yield Found(f"the glossary forbids {form!r}: write {instead!r}")


def unsettled(subject: Subject) -> Iterator[Found]:
    """Names whose form in the sentence could not be settled."""
    for forms in subject.target.unsettled:
        *others, last = forms.split("|")
        yield Found(f"the form of a name could not be settled: {' or '.join(filter(None, (', '.join(others), last)))}")


def countries(subject: Subject) -> Iterator[Found]:
    """A country that became another, and one that has its name in the source's language still."""
    if "und" in subject.pair or not subject.comparable:
        return
    there, here = (
        _countries(text, tag) for text, tag in zip((subject.source, subject.text), subject.pair, strict=True)
    )
    said, others = (_beside(subject.words[side], known) for side, known in ((1, here), (0, there)))
    gone = {code for code in there.keys() - here.keys() if not _said_of(there[code], said)}
    new = {code for code in here.keys() - there.keys() if not _said_of(here[code], others)}
    if gone and new:
        told = (", ".join(sorted(known[code] for code in codes)) for known, codes in ((there, gone), (here, new)))
        yield Found(" became ".join(told))


def _beside(words: Sequence[str], countries: Mapping[str, str]) -> frozenset[str]:
    """The words of a text that are not in the names of its countries."""
    return frozenset(map(folded, words)).difference(*(LETTERS.findall(folded(name)) for name in countries.values()))


def _said_of(country: str, words: Iterable[str]) -> bool:
    """Whether one of the words is an adjective for a country, or its people: russe, Russia."""
    name = folded(country)
    others = _adjectives().get(name.replace(" ", "-"), "").split()
    return any(word.startswith(name[:STEM]) or word in others for word in words)


def _countries(text: str, tag: Tag) -> dict[str, str]:
    """The countries that a text names, by their codes, as it names them."""
    pattern, codes = _atlas(tag)
    return {codes[folded(found[1])]: found[0] for found in pattern.finditer(text)}


@cache
def _atlas(tag: Tag) -> tuple[Pattern, Mapping[str, str]]:
    """The names of countries, but for the endings that they take in some languages."""
    stems = {_stem(name, tag): code for code, name in locales.countries(tag).items()}
    words = "|".join(regex.escape(stem) for stem in sorted(stems, key=len, reverse=True))
    ending = r"\w{0,3}" if locales.base(tag) in INFLECTED else ""
    return regex.compile(rf"(?<![\w-])({words}){ending}(?![\w-])"), {folded(stem): code for stem, code in stems.items()}


def _stem(name: str, tag: Tag) -> str:
    return name[:-1] if locales.base(tag) in INFLECTED and len(name) > STEM and name[-1] not in "нкжр" else name


def surnames(subject: Subject) -> Iterator[Found]:
    """A person whose first name stayed and whose surname became another."""
    if not subject.comparable:
        return
    followers = dict(_people(subject.text))
    if not followers:
        return
    there, here = folded(subject.source), folded(subject.text)
    for first, last in _people(subject.source):
        other = followers.get(first)
        if other and folded(last) not in here and folded(other) not in there and not _may_be(last, other, subject):
            yield Found(f"{first} {last} became {first} {other}")
    yield from _first_names(subject)


def _first_names(subject: Subject) -> Iterator[Found]:
    """A person whose surname stayed and whose first name became another, or that of somebody else there."""
    named, said = dict(_people(subject.source)), dict(_people(subject.text))
    for (first, last), (other, same) in product(_people(subject.source), _people(subject.text)):
        swapped = other in named and first in said and named[other] != last and said[first] != last
        new = other not in subject.source and first not in subject.text
        slipped = new and (_misspelt(first, other) or _given(first, other))
        if same == last and other != first and (swapped or slipped):
            yield Found(f"{first} {last} became {other} {same}")


def _people(text: str) -> Iterator[tuple[str, str]]:
    return ((found[1], found[2]) for found in FULL.finditer(text.replace("’", "'"), overlapped=True))


def _may_be(one: str, other: str, subject: Subject) -> bool:
    """Whether two words may be one surname, in another spelling or form."""
    inflected = not INFLECTED.isdisjoint(map(locales.base, subject.pair))
    return (
        _similar(one, other)
        if inflected
        else spelling.same(one, other) or spelling.single(one) == spelling.single(other)
    )


def _given(one: str, other: str) -> bool:
    """Whether two words are given names, and not one as two languages spell it."""
    return not spelling.same(one, other) and {one, other} <= name_words.words(resources.GENERAL).given


def _misspelt(one: str, other: str) -> bool:
    """Whether two words differ in a doubled letter or in the order of letters alone."""
    first, second = spelling.single(one), spelling.single(other)
    return folded(one) != folded(other) and sorted(first) == sorted(second)


def _similar(one: str, other: str) -> bool:
    """Whether two words may be one name in two spellings."""
    first, second = ({word[at : at + 2] for at in range(len(word) - 1)} for word in (folded(one), folded(other)))
    return 2 * len(first & second) >= 0.3 * (len(first) + len(second))


def unknown(subject: Subject) -> Iterator[Found]:
    """Words that the engine does not know, each where it stands in the source; those of a pivot stand in no source."""
    places = [(at, word) for word in subject.target.unknown for at in _places(subject, word)]
    for at, word in sorted(places):
        yield Found(f"unknown to the engine: {word}", at)
    for word in subject.target.pivot_unknown:
        yield Found(f"unknown to the second leg: {word}")


def _places(subject: Subject, word: str) -> Sequence[int]:
    """Where a word stands in the source outside of codes, in whatever form of its accents; the start where nowhere.

    As a whole word every time; a part of one (`bp3` of `4bp3`) is pointed at once. What stands in codes alone (`h15` of
    `7h15`) has no place: codes have their counterparts in the target, whatever the engine knows.
    """
    taken = {at for code in subject.expected for at in range(*code.span)}
    forms = "|".join(sorted({regex.escape(unicodedata.normalize(form, word)) for form in ("NFC", "NFD")}))
    found: list[int] = []
    for pattern, most in ((rf"(?<![\w\p{{M}}])(?:{forms})(?![\w\p{{M}}])", None), (forms, 1)):
        found = [match.start() for match in regex.finditer(pattern, subject.source)]
        if free := [at for at in found if at not in taken]:
            return free[:most]
    return [] if found else [0]
