"""What stands in text and is no prose: placeholders, tags, URLs, e-mails, handles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from polyglot import laws
from polyglot.check.subject import Found, Subject
from polyglot.model import Code, CodeKind

MARKUP = frozenset({CodeKind.TAG, CodeKind.CODE, CodeKind.HANDLE})


def placeholders(subject: Subject) -> Iterator[Found]:
    """Placeholders that only one side has."""
    return _differing(subject, frozenset({CodeKind.PLACEHOLDER}))


def tags(subject: Subject) -> Iterator[Found]:
    """Tags, code and handles that only one side has."""
    return _differing(subject, MARKUP)


def addresses(subject: Subject) -> Iterator[Found]:
    """URLs and e-mails that only one side has."""
    return _differing(subject, frozenset({CodeKind.URL, CodeKind.EMAIL}))


def nesting(subject: Subject) -> Iterator[Found]:
    """Tags that are all there, but not as pairs in pairs."""
    if laws.conserved(subject.expected, subject.found) and not laws.nested(subject.expected, subject.found):
        yield Found("the tags do not open and close as in the source")


def _differing(subject: Subject, kinds: Iterable[CodeKind]) -> Iterator[Found]:
    gone, new = laws.lost(subject.expected, subject.found), laws.gained(subject.expected, subject.found)
    gone, new = (tuple(code for code in codes if code.kind in kinds) for codes in (gone, new))
    without_scheme = {_bare(code) for code in gone} & {_bare(code) for code in new}
    for codes, told in ((gone, "has no counterpart in the translation"), (new, "is not in the source")):
        for code in codes:
            if not (subject.by_person and _bare(code) in without_scheme):
                yield Found(f"the {code.kind} {code.text!r} {told}", code.span.start if codes is gone else 0)


def _bare(code: Code) -> str:
    """A site's name as people write it, with or without the marks of its letters; other codes are themselves."""
    if code.kind is not CodeKind.URL or "/" in code.text:
        return code.text
    return folded(code.text)


def folded(text: str) -> str:
    """A text in small letters without marks: `Aktuálně.cz` is `aktualne.cz`."""
    return "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))


