"""One name in several forms: which of those a text has are the same name in another grammatical case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from polyglot.glossary.concept import Wanted
from polyglot.glossary.fold import View, fold, tidy
from polyglot.glossary.paradigms import grammar, inflected
from polyglot.model import Span, Tag

SHORTEST = 4
"""So many letters of a word stay in any case."""
ENDING = 2
"""So many letters at its end may be others."""
LONGEST = 3
"""So many may stand there instead."""
WHOLE = ("name",)
"""The paradigm of languages in which the end of the whole name changes."""


def lemma(form: str, want: Wanted, tag: Tag) -> str:
    """The name that a form is a form of: the one to write, or, for another name of the concept, that one.

    In a language whose words inflect, names that differ in their endings only are taken for one.
    """
    seen = fold(tidy(form))
    for plural, name in want.lemmas:
        if seen == fold(tidy(plural)):
            return name
    if seen in {fold(tidy(name.text)) for name in want.inflected}:
        return want.write
    bases = dict.fromkeys((want.write, *want.accepted))
    return next((base for base in bases if re.fullmatch(_pattern(base, tag), seen)), form)


def alike(name: str, other: str, tag: Tag) -> bool:
    """Whether two names may be one in two grammatical cases.

    >>> alike("Гнатюк", "Гнатюка", Tag("uk")), alike("Odile", "Odilo", Tag("fr"))
    (True, False)
    """
    here, there = fold(tidy(name)), fold(tidy(other))
    return bool(re.fullmatch(_pattern(name, tag), there) or re.fullmatch(_pattern(other, tag), here))


def other_forms(text: str, want: Wanted, tag: Tag, taken: Sequence[Span]) -> Iterator[Span]:
    """Where a text has a wanted name in a form that nobody listed, outside what is taken; capitals count."""
    view = View.of(text)
    for base in dict.fromkeys(want.accepted):
        for found in re.finditer(rf"(?<!\w)(?:{_pattern(base, tag)})(?!\w)", view.folded):
            span = view.original(Span(*found.span()))
            if text[span.start].isupper() == base[:1].isupper() and not any(map(span.overlaps, taken)):
                yield span


def _inflects(tag: Tag) -> bool:
    """Whether the words of a name inflect in a language."""
    rules = grammar(tag)
    return rules is not None and not rules.whole


def _pattern(base: str, tag: Tag) -> str:
    """What a folded form of a name looks like: each word with another ending, or the name with a suffix."""
    if _inflects(tag):
        return " ".join(_word(word) for word in fold(tidy(base)).split(" "))
    forms = inflected(base, WHOLE, tag) or (base,)
    return "|".join(re.escape(fold(tidy(form))) for form in forms)


def _word(word: str) -> str:
    if len(word) <= SHORTEST:
        return re.escape(word) + rf"\w{{0,{ENDING}}}"
    stem = word[: max(SHORTEST, len(word) - ENDING)]
    return re.escape(stem) + rf"\w{{0,{LONGEST}}}"
