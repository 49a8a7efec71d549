"""The placeholders of a message, by its format where gettext says one, else by their shape."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import regex

from polyglot import resources
from polyglot.model import Span, Tag
from polyglot.resources import Pattern

NAME = regex.compile(r"[A-Za-z_]\w*")
ORDERLESS = regex.compile(r"%(?!%|\d+\$|\()[^%]+")
"""A directive of printf that stands for whatever comes next."""
COUNTING = regex.compile(r"%(?:\d+\$)?(?:\(\w+\))?[-+ #0']*\d*(?:hh|h|ll|l|q|z|j|t|L)?[diu]|%L?n")
"""One that is always a number."""
LIMIT = regex.compile(
    r"(?i)\bmax(?:imum|imal|\.)?[\s_:=-]*(?:length|len|longueur)?[\s_:=(-]*(\d{1,4})\b"
    r"|\b(?:length|longueur|limit|limite)[\s:=<≤-]*(?:max\w*[\s:=-]*)?(\d{1,4})\b"
    r"|\b(\d{1,4})\s+(?:characters|chars|caractères|signes|letters)\b(?:\s+max\w*)?"
)
"""What a note says of how long a text may be."""


@cache
def facts() -> Mapping[str, Any]:
    """`language/placeholders.toml`."""
    return tomllib.loads((resources.HERE / "language" / "placeholders.toml").read_text("utf-8"))


@cache
def _pattern(flags: tuple[str, ...]) -> Pattern:
    formats = [facts()["formats"][flag] for flag in flags]
    return resources.pattern(
        "|".join(f"(?:{line})" for line in (*formats, *facts()["plain"][0 if not formats else 2 :]))
    )


def _known(flags: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(flag for flag in flags if flag in facts()["formats"]))


def holders(text: str, flags: Iterable[str] = ()) -> tuple[Span, ...]:
    """Where a message has placeholders, `%%` too, in order.

    >>> [span for span in holders("50 % des voix, %d %%")]
    [Span(start=15, end=17), Span(start=18, end=20)]
    """
    return tuple(Span(*found.span()) for found in _pattern(_known(flags)).finditer(text))


def counter(text: str, flags: Iterable[str]) -> str | None:
    """The placeholder that holds the number of a message; None where that cannot be told."""
    every = [text[start:end] for start, end in holders(text, flags)]
    found = {one for one in every if every.count(one) == 1 or not ORDERLESS.fullmatch(one)} - {"%%", "{{", "}}"}
    found = {one for one in found if not one.startswith("\t")}
    if len(found) == 1:
        return next(iter(found))
    numbers = {one for one in found if COUNTING.fullmatch(one)} or {one for one in found if _counts(one)}
    return next(iter(numbers)) if len(numbers) == 1 else None


def _counts(placeholder: str) -> bool:
    """Whether a placeholder is named as numbers are."""
    name = NAME.search(placeholder)
    words = regex.findall(r"[A-Z]?[a-z]+|[A-Z]+", name[0]) if name else []
    return any(word.lower() in facts()["counts"] for word in words)


def numbered(text: str, flags: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """A message whose placeholders have numbers, where there are several that come one after the other; and they.

    >>> numbered("%s a écrit à %s", ())
    ('%1$s a écrit à %2$s', ('%s', '%s'))
    """
    spans = [span for span in holders(text, flags) if ORDERLESS.fullmatch(text[slice(*span)]) and _printf(text, span)]
    if len(spans) < 2:
        return text, ()
    pieces, at = [], 0
    for number, (start, end) in enumerate(spans, 1):
        pieces += [text[at:start], f"%{number}$", text[start + 1 : end]]
        at = end
    return "".join([*pieces, text[at:]]), tuple(text[start:end] for start, end in spans)


def _printf(text: str, span: Span) -> bool:
    """Whether a placeholder takes what comes next, and not the number of what it takes, as Qt's do."""
    return not regex.fullmatch(r"%L?(?:\d+|n)", text[slice(*span)])


def named(placeholder: str, directives: Sequence[str]) -> str:
    """A placeholder with the number that it got among these."""
    return f"%{directives.index(placeholder) + 1}${placeholder[1:]}" if placeholder in directives else placeholder


def unnumbered(text: str, directives: Sequence[str], flags: Collection[str]) -> str | None:
    """A message with its placeholders as they were; they keep their numbers where they stand in another order.

    None where the format knows no numbers.
    """
    if not directives:
        return text
    order = [int(number) for number in regex.findall(r"%(\d+)\$", text)]
    if sorted(order) != list(range(1, len(directives) + 1)):
        return None
    if order == sorted(order):
        return regex.sub(r"%\d+\$", "%", text)
    formats = _known(flags)
    return text if all(flag in facts()["numbered"] for flag in formats) else None


def limit(notes: Iterable[str]) -> int | None:
    """How many characters a text may have, by its notes; None where they do not say.

    >>> limit(["max 20"]), limit(["Shown on the button. Max length: 12"]), limit(["see page 20"])
    (20, 12, None)
    """
    found = [match for note in notes for match in LIMIT.finditer(note)]
    sizes = [int(size) for match in found for size in match.groups() if size]
    return min(sizes) if sizes else None


def one_thing(text: str, source: Tag, placeholder: str) -> str | None:
    """A text for one thing with its first word, that says one, given up for the placeholder; None where there is none.

    >>> one_thing("One comment", Tag("en"), "%d")
    '%d comment'
    """
    words = facts()["one"].get(source.partition("-")[0], [])
    first = regex.match(r"\w+(?=\s)", text)
    return f"{placeholder}{text[first.end() :]}" if first and first[0].lower() in words else None
