"""Who wrote an article: the line that says so, and its phrase in another language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from polyglot import resources
from polyglot.furniture.folding import fold
from polyglot.furniture.shapes import ROW, Rules, names_date
from polyglot.model import Role, Span, Tag, Unit

BESIDE_BYLINES = {"date", "reading-time", "share", "text-size", "author"}
"""The kinds of furniture that stand beside the name of the author."""
LONGEST = 140
"""Characters."""
NAMES = regex.compile(
    r"""
    (?P<name> \p{Lu}[\p{L}.'’-]+
      (?: \s(?:\p{Lu}[\p{L}.'’-]*|\p{Ll}{1,3}) | \s\p{Lu}[\p{L}.'’-]*\s(?:i|y|e|de|del|di|da|do|dos|du|la|le|van|von) )?
      \s\p{Lu}[\p{L}'’-]+ )
    (?: (?:,\s|\s(?:et|and|y|i|e|und|&)\s) (?&name) )*
    """,
    regex.VERBOSE,
)
"""One or several names of people with nothing else."""


PERSON = (
    r"\p{Lu}[\p{L}.'’-]*"
    r"(?:\s(?:(?:de|du|des|del|della|di|da|do|dos|la|le|von|van|der|den|el|ben|y|i|e)\s){0,2}\p{Lu}[\p{L}.'’-]*)+(?<!\.)"
)
"""The name of a person in a line: two capitals at least."""
MORE = regex.compile(r"(?:,\s|\s(?:et|and|y|i|e|und|&)\s)\p{Lu}")
"""What comes between the names of two."""
SIGNED = {Role.PARAGRAPH, Role.BYLINE, Role.QUOTE, Role.LIST_ITEM, Role.CAPTION}
"""What a line may be that gives an author's name."""
ENDS = (".", "!", "?", "…")


def is_byline(text: str, rules: Rules) -> bool:
    """Whether a line says who wrote the text."""
    return bool(author_of(text, rules))


@lru_cache(maxsize=1 << 12)
def author_of(text: str, rules: Rules) -> str:
    """The name that a byline gives; empty where a line is none."""
    if len(text) > LONGEST:
        return ""
    line = " ".join(text.split())
    for pattern in rules.byline:
        if found := pattern.fullmatch(line):
            return str(found["author"])
    name, *rest = ROW.split(text.strip())
    return name if rest and names_people(name) and any(names_date(fold(piece), rules) for piece in rest) else ""


def names_people(text: str) -> bool:
    """Whether a line consists of the names of people: a byline, where it stands among dates and buttons."""
    return len(text) <= LONGEST and not text.isupper() and NAMES.fullmatch(" ".join(text.split())) is not None


def as_byline(unit: Unit, rules: Rules) -> Unit:
    """The unit as the byline that it is; the author's name in it is kept."""
    name = author_of(unit.text, rules) or unit.text
    at = unit.text.find(name)
    keep = (Span(at, at + len(name)),) if at >= 0 else ()
    return replace(unit, role=Role.BYLINE, reason="says who wrote it", keep=keep, strings=(), translate=True)


def signed(unit: Unit, rules: Rules) -> Unit:
    """The unit with the name of its author kept, where it is a short line, and no sentence, that gives one.

    A paragraph that says nothing else is a byline.
    """
    if unit.keep or not unit.translate or unit.role not in SIGNED or len(unit.text) > LONGEST:
        return unit
    places = [at for at in range(len(unit.text)) if not any(c.span.start <= at < c.span.end for c in unit.inline)]
    said = "".join(unit.text[at] for at in places)
    whole, found = ("", "") if said.rstrip().endswith(ENDS) else (author_of(said, rules), _signature(said, rules))
    name = whole if not found or MORE.match(whole.removeprefix(found)) else found
    start = said.find(name)
    if not name or start < 0:
        return unit
    role = Role.BYLINE if whole and unit.role is Role.PARAGRAPH else unit.role
    return replace(unit, role=role, keep=tuple(_together(places[start : start + len(name)])))


def _signature(text: str, rules: Rules) -> str:
    """The name of a person behind the words that a language has before it."""
    found = _lead(rules.signed).search(text) if rules.signed else None
    return found["author"] if found else ""


@lru_cache(maxsize=16)
def _lead(signed: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?i:{signed})\s(?P<author>{PERSON})")


def _together(places: Sequence[int]) -> Iterator[Span]:
    """Characters as stretches without a gap."""
    start = 0
    for index, at in enumerate(places, 1):
        if index == len(places) or places[index] != at + 1:
            yield Span(places[start], at + 1)
            start = index


def author(unit: Unit) -> str:
    """The name that a byline gives; empty where it gives none."""
    return "".join(unit.text[span.start : span.end] for span in unit.keep)


def _with_codes(unit: Unit) -> str:
    """The author's name with the inline codes that stand right around it."""
    if len(unit.keep) != 1:
        return author(unit)
    start, end = unit.keep[0]
    for code in reversed(unit.inline):
        start = code.span.start if code.span.end == start else start
    for code in unit.inline:
        end = code.span.end if code.span.start == end else end
    return unit.text[start:end]


def byline(unit: Unit, source: Tag, target: Tag) -> str | None:
    """A byline of the shape "by NAME" in another language; None where the phrase of either language is not known."""
    here, there = (str(resources.language("furniture", tag).get("byline_phrase", "")) for tag in (source, target))
    name = _with_codes(unit)
    if not (here and there and name) or unit.text.casefold() != here.format(name).casefold():
        return None
    phrase = there.format(name)
    return phrase[0].upper() + phrase[1:] if unit.text[0].isupper() else phrase
