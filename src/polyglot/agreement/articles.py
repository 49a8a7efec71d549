"""How a language writes articles and short words before a name, as data (`language/articles/<tag>.toml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import regex

from polyglot import resources
from polyglot.model import Tag
from polyglot.resources import Match, Pattern

OTHER = "other"
"""The sound that no pattern describes."""
EITHER = "either"
"""The sound before which people write both `de` and `d'`: what is written there stays."""
MARKS = r"""(?:[«“„"(\[][\s\u200b]?)*"""
"""Marks that may open between a word and the name that it goes with."""
FAR = 80
"""Characters before a name among which the words lie that go with it."""


class Left(NamedTuple):
    """What stands before a name: a word that goes with names, and an article, as the dictionary has them."""

    word: str = ""
    """`de` also where `d'` or `du` is written; empty where another word stands there, or none."""
    article: str = ""


@dataclass(frozen=True)
class Writing:
    """How the articles and the short words of a language are written together."""

    sounds: Mapping[str, Pattern]
    """How names begin, the first that fits."""
    articles: Mapping[str, Mapping[str, str]]
    """By gender and sound."""
    merged: Mapping[str, str]
    """A word and an article that become one: `de le`, `du`."""
    sounding: Mapping[str, Mapping[str, str]]
    """By sound: what becomes of a word before it."""
    allowed: Mapping[str, Mapping[str, str]]
    """By sound: what may become of a word before it."""
    joined: frozenset[str]
    """What is written together with the word behind it."""
    words: tuple[str, ...]
    """The words that go with names."""

    def sound(self, name: str) -> str:
        """How a name begins."""
        return next((sound for sound, shape in self.sounds.items() if shape.search(name)), OTHER)

    def article(self, gender: str, name: str) -> str:
        """The definite article before a name of that gender; empty where the language has none for it."""
        forms = self.articles.get(gender, {})
        return forms.get(self.sound(name), forms.get(OTHER, ""))

    def genders(self, article: str) -> tuple[str, ...]:
        """The genders that an article stands for."""
        return tuple(gender for gender, forms in self.articles.items() if article in forms.values())

    @cached_property
    def definite(self) -> tuple[str, ...]:
        """Every article."""
        return tuple(dict.fromkeys(form for forms in self.articles.values() for form in forms.values()))

    def written(self, left: Left, name: str) -> str:
        """How they are written before a name.

        >>> french = writing(Tag("fr"))
        >>> french.written(Left("de", "le"), "Kremlin"), french.written(Left("de"), "Odessa")
        ('du', "d'")
        """
        both = " ".join(filter(None, left))
        if left.article:
            return self.merged.get(both, both)
        return self.sounding.get(self.sound(name), {}).get(left.word, left.word)

    @cached_property
    def readings(self) -> Mapping[str, Left]:
        """What each way of writing stands for; those that stand for two things are left out."""
        found: dict[str, set[Left]] = {}
        for way, left in self._ways():
            found.setdefault(way, set()).add(left)
        return {way: next(iter(lefts)) for way, lefts in found.items() if len(lefts) == 1}

    def _ways(self) -> Iterator[tuple[str, Left]]:
        for left in (Left(word, article) for word in ("", *self.words) for article in ("", *self.definite)):
            both = " ".join(filter(None, left))
            if both:
                yield both, left
            if both in self.merged:
                yield self.merged[both], left
        for becomes in (*self.sounding.values(), *self.allowed.values()):
            yield from ((other, Left(word)) for word, other in becomes.items())

    def may_be(self, said: str, left: Left, name: str) -> bool:
        """Whether they may be written so before a name."""
        sound = self.sound(name)
        if not left.article and (sound == EITHER or self.allowed.get(sound, {}).get(left.word) == said):
            return True
        return said == self.written(left, name)

    def gap(self, written: str) -> str:
        """What parts a written word from the name behind it."""
        return "" if not written or written.endswith(("'", "’")) or written in self.joined else " "

    @cached_property
    def shape(self) -> Pattern:
        """The end of a text that is one of them, and the marks between it and the name."""
        ways = sorted({way for way, _ in self._ways()}, key=len, reverse=True)
        every = "|".join(regex.escape(way, literal_spaces=True).replace(" ", r"\s+") for way in ways).replace(
            "'", "['’]"
        )
        return regex.compile(rf"(?<![\w'’-])(?P<left>{every})(?P<gap>(?<=['’])\s?|\s+)(?P<marks>{MARKS})$", regex.I)

    def read(self, text: str) -> tuple[Left, Match | None]:
        """What stands at the end of a text, and where; no match where nothing does, or nothing certain."""
        found = self.shape.search(text, max(0, len(text) - FAR))
        if found is None:
            return Left(), None
        left = self.readings.get(" ".join(found["left"].lower().replace("’", "'").split()))
        return (left, found) if left else (Left(), None)


@cache
def writing(tag: Tag) -> Writing | None:
    """How a language writes them; None where nobody has told."""
    table = resources.language("articles", tag)
    if not table:
        return None
    sounding, allowed, merged = (table.get(key, {}) for key in ("sounding", "allowed", "merged"))
    joined = frozenset(table.get("joined", ()))
    words = {word for becomes in (*sounding.values(), *allowed.values()) for word in becomes} | joined
    words |= {way.rpartition(" ")[0] for way in merged}
    words |= {word for group in ("place", "country", "town") for word in table.get(group, {})}
    words |= {word for group in ("always", "organisation") for word in table.get(group, ())}
    return Writing(
        sounds={sound: regex.compile(_filled(shape, table)) for sound, shape in table.get("sounds", {}).items()},
        articles=table.get("article", {}),
        merged=merged,
        sounding=sounding,
        allowed=allowed,
        joined=joined | frozenset(merged.values() if joined else ()),
        words=tuple(sorted(words)),
    )


def _filled(shape: str, table: Mapping[str, Any]) -> str:
    """A sound's pattern, with the lists of the table in it that it names in angle brackets."""
    return regex.sub("<<([a-z]+)>>", lambda found: "|".join(map(regex.escape, table[found[1]])), shape)
