"""Names and terms: those of the glossary, forms that it forbids, words that an engine did not know, surnames."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import regex

from polyglot import laws
from polyglot.check.codes import folded
from polyglot.check.subject import LETTERS, Found, Subject
from polyglot.model import Code, CodeKind

STEM = 4
"""So many letters in common, and a word may be made from a name: Russie, Russian."""
FULL = regex.compile(r"(?<![\p{L}.])(\p{Lu}\p{Ll}{2,}) (\p{Lu}[\p{L}’'-]*\p{Ll}{2,})")
"""A first name and a surname, or what looks like them."""


def lost(subject: Subject) -> Iterator[Found]:
    """Names of the glossary that have no counterpart."""
    said = {folded(word) for word in LETTERS.findall(subject.text)} if subject.by_person else set()
    told: set[str] = set()
    for code in laws.lost(subject.expected, subject.found):
        named = code.kind is CodeKind.NAME and code.value not in told
        if named and not (subject.by_person and (_derived(code, said) or _again(code, subject))):
            told.add(code.value)
            yield Found(f"the name {code.text!r} has no counterpart in the translation", code.span.start)


def _derived(code: Code, said: set[str]) -> bool:
    """Whether a person says an adjective for a name, or its initials."""
    words = [word for word in (*LETTERS.findall(folded(code.text)), *code.value.split("-")) if len(word) >= STEM]
    stems = {word[: max(STEM, len(word) - 3)] for word in words}
    parts = LETTERS.findall(folded(code.text))
    initials = "".join(part[0] for part in parts if len(part) > 2)
    short = {initials, initials[::-1]} if len(initials) > 1 else set()
    return not short.isdisjoint(said) or any(word.startswith(stem) for stem in stems for word in said)


def _again(code: Code, subject: Subject) -> bool:
    """Whether the name is there, only less often: people say it again with a pronoun."""
    return any(other.kind is CodeKind.NAME and other.value == code.value for other in subject.found)


def forbidden(subject: Subject) -> Iterator[Found]:
    """Forms that the glossary forbids."""
    for form in subject.forbidden:
        if regex.search(rf"(?<!\w){regex.escape(form)}(?!\w)", subject.text):
            yield Found(f"the glossary forbids {form!r}")


def surnames(subject: Subject) -> Iterator[Found]:
    """A person whose first name stayed and whose surname became another."""
    if not subject.comparable:
        return
    there, here = folded(subject.source), folded(subject.text)
    followers = {first: last for first, last in _people(subject.text)}
    for first, last in _people(subject.source):
        other = followers.get(first)
        if other and folded(last) not in here and folded(other) not in there and not _similar(last, other):
            yield Found(f"{first} {last} became {first} {other}")


def _people(text: str) -> Iterator[tuple[str, str]]:
    return ((found[1], found[2]) for found in FULL.finditer(text, overlapped=True))


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
