"""A name and the words that touch it, as text: what is certainly wrong between them is put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import regex

from polyglot import resources
from polyglot.agreement.articles import EITHER, FAR, MARKS, Left, Writing, writing
from polyglot.agreement.takes import Name, Takes, articled
from polyglot.model import Tag
from polyglot.resources import Match, Pattern

WITH_ARTICLE = "+"
"""Behind a word of a table: the name takes its article after it."""
JOINTS = tuple("-–/'’")
"""What makes a name and what follows it one word."""
VOWEL = "vowel"
BEGINNING = r"(?:(?P<stop>^|[.!?…]\s+)|[,;:]\s+|(?<!\w)(?P<word>\w+(?:\s\w+)?)\s+)"
"""Where a sentence, or a part of one, may begin."""
ANOTHER = "\ufffc"
"""Stands for another name."""
LONGER = regex.compile(r"\s[\p{Lu}\d]")
"""What makes it a part of a longer name: `BBC Two`."""
ACRONYM = 5
"""Letters up to which a word in capitals says nothing of the sentence that it stands in."""


class Beside(NamedTuple):
    """A name in its sentence."""

    before: str
    """The text that touches it, as far as the name or the number before."""
    name: str
    after: str
    prefix: str = ""
    """What comes before that text, other names as one character each."""
    suffix: str = ""

    @property
    def whole(self) -> str:
        """All that comes before the name."""
        return self.prefix + self.before

    @property
    def rest(self) -> str:
        """All that follows it."""
        return self.after + self.suffix


@dataclass(frozen=True)
class Fit:
    """The rules of a language."""

    writing: Writing
    table: Mapping[str, Any]
    verbs: Pattern
    """A verb right behind a name that is its subject."""
    end: Pattern
    """What follows a name that nothing behind it describes further."""
    transitive: Pattern
    """A verb at the end of a text whose object has no preposition."""
    verbal: Pattern
    """A verb there that a name without a preposition is the object of."""

    def fitted(self, here: Beside, name: Name) -> Beside:
        """A name and what touches it, as they should be."""
        here = self._determined(self._behind(self._once(here)), name)
        left, found = self.writing.read(here.before)
        if found is None:
            return self._bare(here, name)
        wanted = left if name.takes is Takes.NONE else self._one_article(left, here.name, name)
        wanted = self._wanted(wanted, here, name)
        wanted, text = self._own_article(wanted, here.name, name)
        if (wanted, text) == (left, here.name) and not self._misspelt(found, left, here.name):
            return here
        return here._replace(before=self._rewritten(here, found, wanted, text), name=text)

    def _determined(self, here: Beside, name: Name) -> Beside:
        """A word before a noun that agrees with it (`un`, `esta`), in its gender and number."""
        found = self._determiner.search(here.before, max(0, len(here.before) - FAR)) if name.gender else None
        if found is None or here.after.startswith(JOINTS):
            return here
        said = found["word"].lower()
        row = next(row for row in self.table["determiner"] if said in row.values())
        one = any(form == said and not gender.startswith(("mp", "fp")) for gender, form in row.items())
        wanted = row.get(f"{name.gender}-{self.writing.sound(name.text)}") or row.get(name.gender, said)
        if said == wanted or not (one or name.gender.endswith("p")):
            return here
        new = _in_capitals(wanted, found["word"], name.text)
        return here._replace(before=here.before[: found.start("word")] + new + here.before[found.end("word") :])

    @cached_property
    def _determiner(self) -> Pattern:
        """The end of a text that is a word which agrees with the noun behind it."""
        words = {form for row in self.table.get("determiner", ()) for form in row.values()}
        every = "|".join(map(regex.escape, sorted(words, key=len, reverse=True))) or "(?!)"
        return regex.compile(rf"(?:(?<![\w'’-])|(?<=(?<!\w)(?:d|qu)['’]))(?P<word>{every})\s+{MARKS}$", regex.I)

    def _misspelt(self, found: Match, left: Left, name: str) -> bool:
        """Whether a word is not written as it is before such a name, or apart from it."""
        said = " ".join(found["left"].lower().replace("’", "'").split())
        apart = bool(found["gap"]) and not self.writing.gap(said) and not found["marks"]
        return apart or not self.writing.may_be(said, left, name)

    def _rewritten(self, here: Beside, found: Match, left: Left, name: str) -> str:
        """The text before a name with something else at its end, in the capitals of what stood there."""
        new = _in_capitals(self.writing.written(left, name), found["left"], name)
        if "’" in found["left"]:
            new = new.replace("'", "’")
        gap = self.writing.gap(new) and (found["gap"] or " ")
        return here.before[: found.start()] + new + gap + found["marks"]

    def _one_article(self, left: Left, text: str, name: Name) -> Left:
        """A name that begins with an article has no other, and a town's name in no language."""
        foreign = name.takes is Takes.TOWN and articled(text, self.table)
        return Left(left.word) if foreign or self._begins_with_article(text) else left

    def _own_article(self, left: Left, text: str, name: Name) -> tuple[Left, str]:
        """That article may go with the preposition: `au Caire`."""
        start, own = self._own(text) if name.takes is not Takes.NONE and not left.article else ("", "")
        merges = own and f"{left.word} {own}" in self.writing.merged
        return (Left(left.word, own), text.removeprefix(start)) if merges else (left, text)

    def _own(self, text: str) -> tuple[str, str]:
        """What a name begins with, and the article that it is."""
        every: Mapping[str, str] = self.table.get("own", {})
        return next(
            ((start, own) for start, own in every.items() if text.startswith(start) and text != start), ("", "")
        )

    def parted(self, text: str, forms: Iterable[str]) -> bool:
        """Whether a name is one of some forms without its own article: the Caire of `au Caire`."""
        return any(start + text in forms for start in self.table.get("own", {}))

    def _begins_with_article(self, text: str) -> bool:
        forms = (form + self.writing.gap(form) for form in self.writing.definite)
        return any(text.lower().startswith(form) and len(text) > len(form) for form in forms)

    def _wanted(self, left: Left, here: Beside, name: Name) -> Left:
        """What should stand before a name instead of something."""
        if name.takes in {Takes.NONE, Takes.TOWN}:
            return self._without(left, here, name)
        if name.takes is Takes.UNKNOWN or here.after.startswith(JOINTS) or self._begins_with_article(here.name):
            return self._agreeing(left, name)
        return self._with(left, here, name)

    def _without(self, left: Left, here: Beside, name: Name) -> Left:
        """Before a name that takes no article."""
        one = any(not gender.endswith("p") for gender in self.writing.genders(left.article))
        if left.article and not (one and name.loose and self.end.match(here.rest)):
            return self._agreeing(left, name)
        town = name.takes is Takes.TOWN and name.loose
        sure = town and regex.search(self.table.get("town-name", {}).get(left.word, ""), name.text)
        return Left(self.table.get("town", {}).get(left.word, left.word) if sure else left.word)

    def _with(self, left: Left, here: Beside, name: Name) -> Left:
        """Before a name that takes an article, unless its preposition does without."""
        agreeing = self._agreeing(left, name)
        if not name.gender:
            return agreeing
        object_of = name.takes is Takes.PLACE or not left.article
        if object_of and left.word in self.table.get("object", ()) and self._has_object(here):
            return Left("", self.writing.article(name.gender, name.text))
        way = self._way(left, here, name)
        if not left.article and not way and self._asks(left.word, here, name):
            way = left.word + WITH_ARTICLE
        if not way:
            return agreeing
        word = way.removesuffix(WITH_ARTICLE)
        return Left(word, self.writing.article(name.gender, name.text) if way != word else "")

    def _way(self, left: Left, here: Beside, name: Name) -> str:
        """What the tables of places say of a preposition; empty where they say nothing."""
        if name.takes is not Takes.PLACE:
            return ""
        key = "p" if name.gender.endswith("p") else "v" if self.writing.sound(name.text) == VOWEL else name.gender
        tables = ["place-with-article" if left.article else "place"]
        if left.article and self._before(here) in self.table.get("moving", ()):
            tables.insert(0, "place")
        if left.article and name.gender not in self.writing.genders(left.article):
            tables.append("place-with-wrong-article")
        if name.country and self.end.match(here.rest):
            tables.insert(0, "country")
        said = (self.table.get(which, {}).get(left.word, {}).get(key, "") for which in tables)
        way = next((way for way in said if way), "")
        gives = way and left.word in self.table.get("gifts", ()) and self._before(here) in self.table["giving"]
        return str(self.table["gift"] if gives else way)

    def _said_before(self, here: Beside) -> str:
        """The text before the words that touch a name."""
        _, found = self.writing.read(here.before)
        return here.prefix + here.before[: found.start()] if found else here.whole

    def _before(self, here: Beside) -> str:
        """The last word of it."""
        words = self._said_before(here).lower().replace("’", "'").split()
        return words[-1].rpartition("'")[2] if words else ""

    def _has_object(self, here: Beside) -> bool:
        """Whether the words that touch a name follow a verb that does without them."""
        return _at_end(self.transitive, self._said_before(here)) is not None

    def _asks(self, word: str, here: Beside, name: Name) -> bool:
        """Whether a word without an article wants one before such a name."""
        group = "always" if name.takes is Takes.PLACE else "organisation"
        if word not in self.table.get(group, ()):
            return word in self.table.get("starts", ()) and self._is_subject(here)
        if LONGER.match(here.after):
            return False
        alone = self.end.match(here.rest) and not regex.match(self._and, here.rest)
        describes = not name.country or name.text.isupper()
        return bool(alone) or not (self.table.get("ended") and describes)

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

    def _bare(self, here: Beside, name: Name) -> Beside:
        """A name with the article that it lacks where a verb says that it is its subject or its object."""
        if name.takes not in {Takes.PLACE, Takes.ARTICLE} or not name.gender or here.after.startswith(JOINTS):
            return here
        if self._begins_with_article(here.name):
            return here
        if LONGER.match(here.after) or not (self._is_subject(here) or self._is_second(here) or self._is_object(here)):
            return here
        marks = regex.search(f"{MARKS}$", here.before)
        at = marks.start() if marks else len(here.before)
        article = self.writing.article(name.gender, here.name)
        if regex.search(rf"(?:^|[.!?…]\s+){MARKS}$", here.whole):
            article = article[:1].upper() + article[1:]
        article += self.writing.gap(article)
        return here._replace(before=here.before[:at] + article + here.before[at:])

    def _is_subject(self, here: Beside) -> bool:
        """Whether a verb follows a name that begins a clause, or the last of the names that it is said with."""
        followed = bool(self.verbs.match(here.rest))
        if self._begins(self._alone, here):
            others = self._others.match(here.rest)
            return followed or (others is not None and bool(self.verbs.match(here.rest[others.end() :])))
        return followed and self._begins(self._last, here)

    def _begins(self, shape: Pattern, here: Beside) -> bool:
        """Whether a clause begins where a name does, or where the one does that it is said with."""
        found = _at_end(shape, here.whole)
        words = found["word"].lower() if found and found["word"] else ""
        return found is not None and (
            not words or not {words, words.split()[-1]}.isdisjoint(self.table.get("starts", ()))
        )

    def _is_object(self, here: Beside) -> bool:
        """Whether a verb right before a name has it as its object."""
        return bool(_at_end(self.transitive, here.whole) or _at_end(self.verbal, here.whole))

    def _is_second(self, here: Beside) -> bool:
        """Whether a name is said with another that has its article: `la Russie et l'Ukraine`."""
        return bool(self.table.get("parallel") and _at_end(self._first, here.whole))

    @cached_property
    def _alone(self) -> Pattern:
        """Where a clause begins with a name."""
        return regex.compile(f"{BEGINNING}{MARKS}$")

    @cached_property
    def _last(self) -> Pattern:
        """Where one begins with another name, and this."""
        return regex.compile(f"{BEGINNING}{self._other}{self._and}{MARKS}$", regex.I)

    @cached_property
    def _others(self) -> Pattern:
        """The names that a name is said with, behind it."""
        return regex.compile(rf"(?:,\s+{self._other})*{self._and}{self._other}", regex.I)

    @cached_property
    def _first(self) -> Pattern:
        """Another name with its article, which no preposition goes with, and what joins it to this."""
        said = "|".join(regex.escape(way) for way, left in self.writing.readings.items() if not left.word) or "(?!)"
        words = "|".join(map(regex.escape, self.writing.words)) or "(?!)"
        alone = rf"(?<!(?<!\w)(?:{words})\s)(?<![\w'’])"
        return regex.compile(rf"{alone}(?:{said})\s?{ANOTHER}{self._and}{MARKS}$", regex.I)

    @cached_property
    def _other(self) -> str:
        """A pattern for another name, with an article or none."""
        forms = "|".join(rf"{regex.escape(form)}\s*" for form in self.writing.definite).replace("'", "['’]")
        return f"(?:{forms})?{ANOTHER}"

    @cached_property
    def _and(self) -> str:
        return rf"\s+{self.table.get('and', '(?!)')}\s+"

    def _once(self, here: Beside) -> Beside:
        """A name's first or last words are not said again beside it."""
        words = here.name.split()
        before, after = here.before, here.after
        for size in range(len(words) - 1, 0, -1):
            found = regex.search(rf"(?<![\w'’-]){_spelled(words[:size])}\s+$", before, regex.I)
            if found and not self._is_preposition(words[:size]):
                before = before[: found.start()]
                break
        for size in range(len(words) - 1, 0, -1):
            if found := regex.match(rf"\s+{_spelled(words[-size:])}(?![\w'’-])", after, regex.I):
                after = after[found.end() :]
                break
        return here._replace(before=before, after=after)

    def _is_preposition(self, words: Iterable[str]) -> bool:
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


def _at_end(shape: Pattern, text: str) -> Match | None:
    """Where a shape stands at the end of a text."""
    return shape.search(text, max(0, len(text) - FAR))


def _spelled(words: Iterable[str]) -> str:
    """A pattern for some words."""
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
    verbs, after = table.get("verbs", "").split(), table.get("after", "").split()
    verb = table.get("verb", "(?!)")
    stops = rf"\s*(?:$|[,.;:!?…»”)\]])|{table.get('ends', '(?!)')}"
    return Fit(
        words,
        table,
        verbs=regex.compile(_next(verbs, verb), regex.I),
        end=regex.compile(f"{stops}|{_next([*verbs, *after], verb)}", regex.I),
        transitive=_before(table.get("transitive", "(?!)")),
        verbal=_before(table.get("verbal", "(?!)")),
    )


def _before(shape: str) -> Pattern:
    """Words of a shape at the end of a text."""
    return regex.compile(rf"(?<![\w-])(?:{shape})\s+{MARKS}$", regex.I)


def _next(words: Iterable[str], shape: str) -> str:
    """A pattern for one of some words, or one of a shape, after a space."""
    return rf"\s+(?:{'|'.join((*map(regex.escape, words), shape))})(?![\w-])"
