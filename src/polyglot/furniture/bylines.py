"""Who wrote an article: the line that says so, and its phrase in another language."""

from __future__ import annotations

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
