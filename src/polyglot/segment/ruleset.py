"""What segmentation knows of a language: the lists of `language/segmentation/*.toml`, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import Any, TypedDict, cast
from unicodedata import normalize

from polyglot.model import Tag
from polyglot.resources import GENERAL, language
from polyglot.segment.srx import Rule

OPEN, CLOSE, WORD = "\ue000", "\ue001", "\ue002"
"""What the shadow shows for anything that opens, that closes, and for a sign that is part of a word."""
EMOJI = "\U0001f1e6-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d"
DASHES = "–—―-"
POINTS = "·∙⋅"
"""Points at half the height of a letter: behind a mark they begin an item."""
INVERTED = "¿¡"
UNSEEN = "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Marks of direction and joiners, which are neither white space nor seen."""
ACCENTED = {
    letter: normalize("NFD", letter)[0]
    for first, last in ((0xC0, 0x250), (0x370, 0x530), (0x1E00, 0x2000))
    for letter in map(chr, range(first, last))
}
"""Latin, Greek and Cyrillic letters, and what they are without accents."""


class Kind(Enum):
    """What the stop of an abbreviation says about the end of a sentence; the kinds are described in `und.toml`."""

    BEFORE_NAME = "before_name"
    BEFORE_NUMBER = "before_number"
    CLOSING = "closing"
    AMOUNT = "amount"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What segmentation knows of one language, compiled; the lists are described in `und.toml`."""

    tag: Tag
    abbreviations: Mapping[str, Kind]
    """Without their last full stop, as they are listed and with a capital."""
    shouted: Mapping[str, Kind]
    """The same in capitals, as in a text that is all in capitals."""
    inner: frozenset[tuple[str, str]]
    """Neighbouring words of abbreviations of several words, the first without its stop: `z`, `B.`."""
    abbreviating: frozenset[str]
    """Every word of an abbreviation."""
    compounds: tuple[str, ...]
    """Abbreviations that end a longer word (German `-str.`), without hyphen and stop."""
    starters: frozenset[str]
    particles: frozenset[str]
    prepositions: frozenset[str]
    capitalised: frozenset[str]
    reporting: frozenset[str]
    numbered: frozenset[str]
    endings: frozenset[str]
    words: frozenset[str]
    vowels: frozenset[str]
    """With accents too."""
    proclitics: str
    ordinals: bool
    final: frozenset[str]
    """Marks that do nothing else than end a sentence."""
    stops: frozenset[str]
    """These, the full stop and the ellipsis."""
    unspaced: frozenset[str]
    """Those marks that need no space after them."""
    opening: str
    """What stands before a word and is not part of it."""
    closers: Mapping[str, str]
    """For every opening quotation mark and bracket the characters that close it."""
    closing: frozenset[str]
    """All of these."""
    quotes: frozenset[str]
    """The quotation marks that open."""
    brackets: frozenset[str]
    """The brackets that open."""
    paired: re.Pattern[str]
    """A quotation mark, a bracket or signs of emphasis, in a text."""
    mark: re.Pattern[str]
    """A mark that may end a sentence, with what stands behind it, in a shadow."""
    bullet: re.Pattern[str]
    """What begins an item wherever it stands, in a shadow."""
    asterisks: re.Pattern[str]
    """Asterisks that part scenes, in a shadow."""
    added: tuple[str, ...]
    """The abbreviations of a project, with their stop."""
    srx: tuple[Rule, ...] | None = None
    """The rules of an SRX file, which decide in place of all these."""


@cache
def compiled(tag: Tag, added: tuple[str, ...]) -> Rules:
    """The rules of a language's file over the general one."""
    general, own = language("segmentation", GENERAL), language("segmentation", tag)
    both = {**general, **own}
    entries = {kind: (*_abbreviations(general, kind), *_abbreviations(own, kind)) for kind in Kind}
    entries[Kind.ANYWHERE] += added
    abbreviations = _kinds(entries)
    phrases = [_plain(entry) for kind in Kind for entry in entries[kind]]
    pairs = [*both["quotes"], *both["brackets"]]
    return Rules(
        tag=tag,
        abbreviations=abbreviations,
        shouted={form.upper(): kind for form, kind in abbreviations.items()},
        inner=frozenset(pair for words in phrases for pair in _neighbours(words)),
        abbreviating=frozenset(word for form in abbreviations for word in form.replace(".", " ").split()),
        compounds=tuple(entry[1:].rstrip(".") for entry in entries[Kind.ANYWHERE] if entry.startswith("-")),
        **_words(general, own),
        vowels=frozenset(both["vowels"]) | {letter for letter in ACCENTED if ACCENTED[letter] in both["vowels"]},
        proclitics=both["proclitics"],
        ordinals=both["ordinals"],
        final=frozenset(both["final"]),
        stops=frozenset(both["final"]) | {".", "…"},
        unspaced=frozenset(both["unspaced"]),
        opening=OPEN + UNSEEN + DASHES + POINTS + INVERTED + both["bullets"],
        closers={opener: "".join(pair[1] for pair in pairs if pair[0] == opener) for opener, _ in pairs},
        closing=frozenset(pair[1] for pair in pairs),
        quotes=frozenset(pair[0] for pair in both["quotes"]),
        brackets=frozenset(pair[0] for pair in both["brackets"]),
        paired=_paired_pattern("".join(pairs)),
        mark=_mark_pattern(re.escape(both["final"]), both["bullets"]),
        bullet=re.compile(rf"[{both['bullets']}](?<=\s.)"),
        asterisks=_asterisks_pattern(re.escape(both["final"])),
        added=tuple(f"{_plain(entry).removesuffix('.')}." for entry in added),
    )


class Words(TypedDict):
    """The lists of words to which a language's file adds."""

    starters: frozenset[str]
    particles: frozenset[str]
    prepositions: frozenset[str]
    capitalised: frozenset[str]
    reporting: frozenset[str]
    numbered: frozenset[str]
    endings: frozenset[str]
    words: frozenset[str]


def _words(general: Mapping[str, Any], own: Mapping[str, Any]) -> Words:
    """Those of the general file and of a language's own."""
    return cast("Words", {name: frozenset((*general[name], *own.get(name, ()))) for name in Words.__annotations__})


def _abbreviations(file: Mapping[str, Any], kind: Kind) -> tuple[str, ...]:
    """What a language file lists as abbreviations of a kind."""
    return tuple(file.get("abbreviations", {}).get(kind.value, ()))


def _kinds(entries: Mapping[Kind, Iterable[str]]) -> dict[str, Kind]:
    """The kinds of abbreviations without their last stop: as they are listed, else with a capital added.

    Measures have none: with a capital, `s.` and `h.` are initials.
    """
    listed = {_plain(entry).removesuffix("."): kind for kind in Kind for entry in entries[kind]}
    return {form[:1].upper() + form[1:]: kind for form, kind in listed.items() if kind is not Kind.AMOUNT} | listed


def _neighbours(phrase: str) -> Iterator[tuple[str, str]]:
    """Two words of an abbreviation that follow each other, as listed and in capitals."""
    for text in (phrase, phrase.upper()):
        yield from ((one.rstrip("."), other) for one, other in pairwise(text.split()))


def _plain(entry: str) -> str:
    """An abbreviation with single spaces and straight apostrophes."""
    return " ".join(entry.split()).replace("’", "'")


def _paired_pattern(signs: str) -> re.Pattern[str]:
    """Finds quotation marks, brackets and emphasis; no apostrophe inside a word, no bracket of an emoticon.

    It begins with a set of characters, which are searched much faster than alternatives, and looks back afterwards.
    """
    apart = re.escape("".join(sorted(set(signs) - set("'’()"))))
    return re.compile(
        rf"""
        [{apart}'’()*_`]
        (?: (?<=[{apart}]) | (?<![:;=].)(?<![:;=]-.)(?<=[()]) | (?<=['’])(?:(?<!\w.)|(?!\w)) | (?<=[*_`])[*_`]*+ )
        """,
        re.VERBOSE | re.DOTALL,
    )


def _mark_pattern(final: str, bullets: str) -> re.Pattern[str]:
    """Finds a mark and, looking ahead, what closes behind it, the gap, what opens behind that, and a word."""
    note = rf"{OPEN}++\^?(?:[^\W\d_]{{0,6}}\s?\d{{1,4}}(?:[:,–-]\d{{1,4}})?|[a-z*]){CLOSE}++|[¹²³⁰-⁹]++"
    emoticon = r"[:;=]-?[()DP](?!\w)"
    omission = rf"{OPEN}\s?(?:\.{{3}}|…)\s?{CLOSE}|\.{{2,5}}|…"
    return re.compile(
        rf"""
        (?P<mark> [.…{final}](?: (?<=\.)(?:[^\S\n]\.){{2,}}+ | [.…{final}]*+(?:[^\S\n]?[{final}]++[.…]*+)*+ ) )
        (?=
            (?P<end> (?: \s{{0,2}}(?:{CLOSE}++|[{EMOJI}]++|{emoticon}) | {note} | [{UNSEEN}]++ )*+ )
            (?P<digits> \d{{1,2}}(?=\s) )?
            (?P<gap> \s*+ )
            (?P<open> (?: (?:{omission}|[{OPEN}{INVERTED}{UNSEEN}{POINTS}{bullets}{DASHES}])\s*+ ){{0,8}}+ )
            (?P<word> [^\W\d_][\w{WORD}\u0300-\u036f\u064b-\u065f]*+['’]? )?
            (?P<space> \s*+ )
            (?P<then> \S? ) (?P<after> \S? )
        )
        """,
        re.VERBOSE,
    )


def _asterisks_pattern(final: str) -> re.Pattern[str]:
    """Finds asterisks behind a sentence, with the white space on both sides."""
    asterisks = r"\*{3,}+|\*(?:\s\*){2,}+|⁂"
    return re.compile(rf"(?<=[.…{CLOSE}{final}])\s++(?P<asterisks>{asterisks})(?:\s++|\Z)")
