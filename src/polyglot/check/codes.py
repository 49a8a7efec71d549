"""What stands in text and is no prose: placeholders, tags, URLs, e-mails, handles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from polyglot import laws
from polyglot.check.subject import Found, Subject
from polyglot.model import Code, CodeKind

ICU = regex.compile(r"\{\s*([\w.]+)\s*,\s*(plural|select|selectordinal)\s*,")
CASE = regex.compile(r"(?<=[,}]\s*)\w+(?=\s*\{)")
"""The cases of a choice, which all languages have but for those of plurals."""
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""What cases of plurals are called (CLDR)."""
CODED = regex.compile(r"<(code|kbd|samp|tt|var)\b[^>]*>([^<]{1,200})</\1>")
COMMAND = regex.compile(r"[-_./\\=()$\d]")
"""What a piece of code has, and words that may be translated have not."""
TAG = regex.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
ARGUMENT = regex.compile(r"\{\s*(\w+)\s*[,}](?<!other\})")
MARKDOWN = (
    (regex.compile(r"!?(?<=\])\([^()\s]+\)"), "links"),
    (regex.compile(r"!\[(?=[^\]]*\]\()"), "images"),
    (regex.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\w)"), "marks of emphasis"),
    (regex.compile(r"(?<![\w/])_{1,2}(?=\w)|(?<=\w)_{1,2}(?![\w/])"), "marks of emphasis"),
    (regex.compile(r"^#{1,6} ", regex.MULTILINE), "headings"),
)
VARIABLE = regex.compile(r"(?<![\w$])\$[A-Za-z_]\w*|(?<![\w%])%[A-Za-z_]{3,}\w*%(?!\w)")
JOINED = regex.compile(r"(?:[$#]?\{\w+\}|%[sd])(?:[:/.@_-](?:[$#]?\{\w+\}|%[sd]))+")
PRINTF = regex.compile(r"%[-+#0]*\d*(?:\.\d+)?[sdifuxXeEgGcr@]")
"""A placeholder that is filled by its place."""
COMBINING = regex.compile(r"\P{ccc=0}+")
MARKUP = frozenset({CodeKind.TAG, CodeKind.CODE, CodeKind.HANDLE})


def placeholders(subject: Subject) -> Iterator[Found]:
    """Placeholders that only one side has."""
    return _differing(subject, frozenset({CodeKind.PLACEHOLDER}))


def tags(subject: Subject) -> Iterator[Found]:
    """Tags, code and handles that only one side has."""
    return _differing(subject, MARKUP)


def markdown(subject: Subject) -> Iterator[Found]:
    """Links, images and emphasis of Markdown that only one side has."""
    for pattern, what in MARKDOWN:
        there, here = (sorted(pattern.findall(text)) for text in (subject.source, subject.text))
        if there and there != here:
            yield Found(
                f"{what} of Markdown differ: {', '.join(there)} in the source, {', '.join(here) or 'none'} here"
            )


def variables(subject: Subject) -> Iterator[Found]:
    """`$name` of a shell or template that only one side has, and placeholders that touch in another order."""
    there, here = (sorted(VARIABLE.findall(text)) for text in (subject.source, subject.text))
    if there != here:
        differing = sorted(set(there) ^ set(here)) or there
        yield Found(f"a variable is not as in the source: {', '.join(differing)}")
    for found in JOINED.finditer(subject.source):
        if found[0] not in subject.text:
            yield Found(f"placeholders that belong together are not there so: {found[0]}", found.start())
    order = [
        [code.text for code in codes if PRINTF.fullmatch(code.text)] for codes in (subject.expected, subject.found)
    ]
    if order[0] != order[1] and sorted(order[0]) == sorted(order[1]):
        yield Found(f"placeholders without a number in another order: {' '.join(order[1])}")


def addresses(subject: Subject) -> Iterator[Found]:
    """URLs and e-mails that only one side has."""
    return _differing(subject, frozenset({CodeKind.URL, CodeKind.EMAIL}))


def nesting(subject: Subject) -> Iterator[Found]:
    """Tags that are all there, but not as pairs in pairs, or around other code."""
    if not laws.conserved(subject.expected, subject.found):
        return
    if not laws.nested(subject.expected, subject.found) or _depth(subject.source) < _depth(subject.text):
        yield Found("the tags do not open and close as in the source")
    here = {found[2] for found in CODED.finditer(subject.text)}
    for found in CODED.finditer(subject.source):
        if COMMAND.search(found[2]) and found[2] not in here:
            yield Found(f"the tags are not around the same code: {found[2]}", found.start())


def _depth(text: str) -> int:
    """How deep the tags of a text stand in one another."""
    depth = deepest = 0
    for closes, name, closed in TAG.findall(text):
        if not closed and name.lower() not in VOID:
            depth += -1 if closes else 1
        deepest = max(deepest, depth)
    return deepest


def _icu(code: Code) -> Code:
    """A choice of ICU without its texts, which are translated, and cases of plurals: languages have their own."""
    found = ICU.match(code.text) if code.kind is CodeKind.PLACEHOLDER else None
    if not found:
        return code
    inner = sorted(set(ARGUMENT.findall(code.text)) - {found[1]})
    every = CASE.findall(code.text)
    cases = sorted(every) if found[2] == "select" else sorted(set(every) - PLURALS)
    return replace(code, value=f"{found[1]}, {found[2]}, {'#' in code.text}, {'other' in every}, {inner}, {cases}")


def _differing(subject: Subject, kinds: Iterable[CodeKind]) -> Iterator[Found]:
    there, here = (tuple(code for code in codes if code.kind in kinds) for codes in (subject.expected, subject.found))
    there, here = (tuple(map(_icu, codes)) for codes in (there, here))
    gone, new = laws.lost(there, here), laws.gained(there, here)
    without_scheme = {_bare(code) for code in gone} & {_bare(code) for code in new}
    for codes, told in ((gone, "has no counterpart in the translation"), (new, "is not in the source")):
        for code in codes:
            if not (subject.by_person and _bare(code) in without_scheme):
                yield Found(f"the {code.kind} {code.text!r} {told}")


def _bare(code: Code) -> str:
    """A site's name as people write it, with or without the marks of its letters; other codes are themselves."""
    if code.kind is not CodeKind.URL or "/" in code.text:
        return code.text
    return folded(code.text)


def folded(text: str) -> str:
    """A text in small letters without marks: `Aktuálně.cz` is `aktualne.cz`."""
    small = text.casefold()
    return small if small.isascii() else COMBINING.sub("", unicodedata.normalize("NFD", small))
