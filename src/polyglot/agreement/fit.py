"""A name and the words that touch it, as text: what is certainly wrong between them is put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

import regex

from polyglot import resources
from polyglot.agreement.articles import EITHER, MARKS, Left, Writing, writing
from polyglot.agreement.takes import Name, Takes
from polyglot.model import Tag
from polyglot.resources import Match, Pattern

WITH_ARTICLE = "+"
"""Behind a word of a table: the name takes its article after it."""
JOINTS = tuple("-–/'’")
"""What makes a name and what follows it one word."""
VOWEL = "vowel"
BEGINNING = regex.compile(
    rf"(?:(?P<stop>^|[.!?…]\s+)|[,;:]\s+|(?<!\w)(?P<word>\w+(?:\s\w+)?)\s+)(?P<marks>{MARKS})$"
)
"""Where a sentence, or a part of one, may begin: in front of a name."""
ACRONYM = 5
"""Letters up to which a word in capitals says nothing of the sentence that it stands in."""


class Beside(NamedTuple):
    """A name and the text on both sides of it."""

    before: str
    name: str
    after: str
    opens: bool = True
    """Whether nothing comes before that text."""


@dataclass(frozen=True)
class Fit:
    """The rules of a language."""

    writing: Writing
    table: Mapping[str, Any]
    verbs: Pattern
    """A verb right behind a name that is its subject."""
    end: Pattern
    """What follows a name that nothing behind it describes further."""

    def fitted(self, here: Beside, name: Name) -> Beside:
        """A name and what touches it, as they should be."""
        here = self._behind(self._once(here))
        left, found = self.writing.read(here.before)
        if found is None:
            return self._as_subject(here, name)
        wanted, text = self._own_article(left, here.name, name)
        if text == here.name:
            wanted = self._wanted(wanted, here, name)
        if (wanted, text) == (left, here.name) and not self._misspelt(found, left, here.name):
            return here
        return here._replace(before=self._rewritten(here, found, wanted, text), name=text)

    def _misspelt(self, found: Match, left: Left, name: str) -> bool:
        """Whether a word is not written as it is before such a name; where both are written, neither is wrong."""
        said = " ".join(found["left"].lower().replace("’", "'").split())
        settled = left.article or self.writing.sound(name) != EITHER
        return bool(settled and said != self.writing.written(left, name)) or (
            said.endswith("'") and not found["marks"] and bool(found["gap"])
        )

    def _rewritten(self, here: Beside, found: Match, left: Left, name: str) -> str:
        """The text before a name with something else at its end, in the capitals of what stood there."""
        new = _in_capitals(self.writing.written(left, name), found["left"], name)
        if "’" in found["left"]:
            new = new.replace("'", "’")
        gap = "" if not new or new.endswith(("'", "’")) else found["gap"] or " "
        return here.before[: found.start()] + new + gap + found["marks"]

    def _own_article(self, left: Left, text: str, name: Name) -> tuple[Left, str]:
        """A name that begins with an article has no other, and that one may go with the preposition: `au Caire`."""
        first, _, rest = text.partition(" ")
        if name.takes is Takes.NONE or not rest or first.lower() not in self.writing.definite:
            return left, text
        own = self.table.get("own", {}).get(first, "")
        if own and " ".join((left.word, own)) in self.writing.merged:
            return Left(left.word, own), rest
        return Left(left.word), text

    def _wanted(self, left: Left, here: Beside, name: Name) -> Left:
        """What should stand before a name instead of something."""
        if name.takes in {Takes.NONE, Takes.TOWN}:
            return self._without(left, here, name)
        if name.takes is Takes.UNKNOWN or here.after.startswith(JOINTS):
            return self._agreeing(left, name)
        return self._with(left, here, name)

    def _without(self, left: Left, here: Beside, name: Name) -> Left:
        """Before a name that takes no article."""
        one = any(not gender.endswith("p") for gender in self.writing.genders(left.article))
        if left.article and not (one and name.loose and self.end.match(here.after)):
            return self._agreeing(left, name)
        word = self.table.get("town", {}).get(left.word) if name.takes is Takes.TOWN and name.loose else None
        return Left(word or left.word)

    def _with(self, left: Left, here: Beside, name: Name) -> Left:
        """Before a name that takes an article, unless its preposition does without."""
        if not name.gender:
            return self._agreeing(left, name)
        agreeing = self._agreeing(left, name)
        way = ""
        if name.takes is Takes.PLACE:
            ways = "place" if not left.article else "place-with-article"
            if left.article and agreeing != left and not self._to_somebody(here):
                ways = "place-with-wrong-article"
            way = self.table.get(ways, {}).get(left.word, {}).get(self._key(name), "")
        if not left.article and not way and self._asks(left.word, here, name):
            way = left.word + WITH_ARTICLE
        if not way:
            return agreeing
        word = way.removesuffix(WITH_ARTICLE)
        return Left(word, self.writing.article(name.gender, name.text) if way != word else "")

    def _to_somebody(self, here: Beside) -> bool:
        """Whether the words before say that something is given to a country, not that somebody is there."""
        words = here.before.lower().split()[-2:-1]
        return bool(words) and words[0] in self.table.get("giving", ())

    def _asks(self, word: str, here: Beside, name: Name) -> bool:
        """Whether a word without an article wants one before such a name."""
        if word in self.table.get("starts", ()):
            return bool(self.verbs.match(here.after))
        group = "always" if name.takes is Takes.PLACE else "organisation"
        return word in self.table.get(group, ()) and (not self.table.get("ended") or bool(self.end.match(here.after)))

    def _key(self, name: Name) -> str:
        """By what a table of places tells them apart."""
        if name.gender.endswith("p"):
            return "p"
        return "v" if self.writing.sound(name.text) == VOWEL else name.gender

    def _agreeing(self, left: Left, name: Name) -> Left:
        """The article that is written, or the only one that it can stand for."""
        written = self.writing.genders(left.article)
        if not written or (self.writing.sound(name.text) == EITHER and name.gender in {"", *written}):
            return left
        ours = {name.gender} if name.gender and name.takes is not Takes.NONE else set(written)
        if all(gender.endswith("p") for gender in written) and not all(gender.endswith("p") for gender in ours):
            return left
        forms = {self.writing.article(gender, name.text) for gender in ours}
        return Left(left.word, forms.pop() or left.article) if len(forms) == 1 else left

    def _as_subject(self, here: Beside, name: Name) -> Beside:
        """A name that its verb follows, with the article that it lacks."""
        if name.takes not in {Takes.PLACE, Takes.ARTICLE} or not name.gender or not self.verbs.match(here.after):
            return here
        if here.name.split()[0].lower() in self.writing.definite:
            return here
        found = BEGINNING.search(here.before)
        if found is None or not self._begins(found, here):
            return here
        article = self.writing.article(name.gender, here.name)
        article = article.capitalize() if found["stop"] is not None else article
        gap = "" if article.endswith("'") else " "
        return here._replace(before=here.before[: found.start("marks")] + article + gap + found["marks"])

    def _begins(self, found: Match, here: Beside) -> bool:
        """Whether what was found before a name lets a sentence or a clause begin with it."""
        if found["stop"] == "":
            return here.opens
        return not found["word"] or found["word"].lower() in self.table.get("starts", ())

    def _once(self, here: Beside) -> Beside:
        """A name's first or last words are not said again beside it."""
        words = here.name.split()
        before, after = here.before, here.after
        for size in range(len(words) - 1, 0, -1):
            found = regex.search(rf"(?<![\w'’-]){_spelled(words[:size])}\s+$", before, regex.I)
            if found and not self._preposition(words[:size]):
                before = before[: found.start()]
                break
        for size in range(len(words) - 1, 0, -1):
            if found := regex.match(rf"\s+{_spelled(words[-size:])}(?![\w'’-])", after, regex.I):
                after = after[found.end() :]
                break
        return here._replace(before=before, after=after)

    def _preposition(self, words: Iterable[str]) -> bool:
        """Whether the words may as well be a preposition before a name that begins like one: `de De Gaulle`."""
        left = self.writing.readings.get(" ".join(words).lower())
        return left is not None and left.word != ""

    def _behind(self, here: Beside) -> Beside:
        """What is written together with a name behind it."""
        for rule in self.table.get("behind", ()):
            found = regex.match(rule["text"], here.after)
            if found and regex.search(rule.get("name", ""), here.name):
                return here._replace(after=rule["becomes"] + here.after[found.end() :])
        return here


def _spelled(words: Iterable[str]) -> str:
    return r"\s+".join(map(regex.escape, words))


def _in_capitals(new: str, old: str, name: str) -> str:
    """A word in the capitals of the one in whose place it stands."""
    letters = sum(map(str.isalpha, old))
    if old.isupper() and (letters > 1 or (name.isupper() and len(name) > ACRONYM)):
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


@cache
def fit(language: Tag) -> Fit | None:
    """The rules of a language; None where nobody has told them."""
    table, words = resources.language("articles", language), writing(language)
    if words is None:
        return None
    verbs, after = table.get("verbs", ""), table.get("after", "")
    said = _next(verbs.split())
    stops = rf"\s*(?:$|[,.;:!?…»”)\]])|{table.get('ends', '(?!)')}"
    return Fit(words, table, regex.compile(said, regex.I), regex.compile(f"{stops}|{_next([*verbs.split(), *after.split()])}", regex.I))


def _next(words: Iterable[str]) -> str:
    """A pattern for one of some words after a space."""
    every = "|".join(map(regex.escape, words)) or "(?!)"
    return rf"\s+(?:{every})(?![\w-])"
