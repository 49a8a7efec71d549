"""Marks and spaces: quotation marks and brackets in pairs, the end of a sentence, the spaces around marks."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping

import regex

from polyglot import conventions, locales, quotations, resources
from polyglot.check.subject import WORD, Found, Subject

BRACKETS: Mapping[str, str] = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【"}
OPENED = frozenset(BRACKETS.values())
PAIRED = OPENED | BRACKETS.keys()
ENUMERATED = regex.compile(r"(?:^|(?<=[.;:,]\s))\s*\w{1,2}\)|[:;=]-?[()]+(?=\s|$)")
"""Brackets that close without having been opened: `a)`, and faces."""
QUOTED = 5
"""So many words between quotation marks are what somebody said; fewer may be set in other marks, or in none."""
LABEL = 8
"""So many words may be a label, whose marks mean something: `Saving…`."""
ENDS: Mapping[str, str] = {
    "？": "?",
    "！": "!",
    "。": ".",
    "؟": "?",
    "\u037e": "?",
    "؛": ";",
    "،": ",",
    "：": ":",
    "...": "…",
    "۔": ".",
    "।": ".",
}
CLOSERS = "»”“\"'’)]› \u00a0\u202f*_"
SPACES = "\u00a0\u202f\u2009 "
GAP = regex.compile(r"(?<=\S)[ ]{2,}(?=\S)")
BEFORE_MARK = regex.compile(rf"(?<=[\p{{L}}\d])([{SPACES}]+)([,;:!?…](?!\d)|\.(?![.\w])|\))(?!\.)")
AFTER_MARK = regex.compile(r"(?<=\p{Ll}{2})([,;:!?…]|\.(?=\p{Lu}\p{Ll}))(?=\p{L}{2})")
AFTER_OPENING = regex.compile(rf"\([{SPACES}]+(?=\w)")
TORN = regex.compile(
    rf"(?<!\p{{L}})(?:[cdjlmnstCDJLMNST]|[Qq]u)[’'][{SPACES}]+(?=\p{{L}}{{2}})|(?<=\p{{L}})[’'][{SPACES}]+(?:s|t|re|ve|ll)(?!\p{{L}})"
)
"""An elision, or an English ending, that is parted from its word."""
GUILLEMET = regex.compile(rf"«[{SPACES}]?(?=\w)|(?<=[\w.,!?…])[{SPACES}]?»")
INVERTED = regex.compile(r"[¡¿](?=\p{L})")
LOW = regex.compile(r"„(?=\w)")
LOOSE = regex.compile(rf"“[{SPACES}]+(?=\w)|(?<=[\w.,!?…])[{SPACES}]+”")
"""Marks that do not touch what they quote."""
TWICE = regex.compile(
    rf"(?<![.…?!])\.[{SPACES}]*\.(?![.\w\"”»])|,[{SPACES}]*[,.](?!\d|\.)|[;:][{SPACES}]*[,.;](?!\d|\.)"
)
TIGHT = frozenset({"en"})
"""Languages in which nobody sets a space before %."""
PERCENT = regex.compile(rf"(?<=\d)[{SPACES}]+%")
BARE = regex.compile(
    r"(?<=[\p{L}\d]) [;!?:](?=\s|$)|« (?=\S)|(?<=\S) »|(?<=[\p{L}\d])[;!?:](?=\s|$)|«(?=[\p{L}\d])|(?<=[\p{L}\d.!?…])»"
    r"|(?<=\d)%(?!\w)"
)
"""In French no mark of these touches a word."""


def quotes(subject: Subject) -> Iterator[Found]:
    """Quotations that the target opens or closes more or less often."""
    if quotations.alike(subject.source, subject.text):
        return
    if not subject.by_person:
        yield Found("quotation marks do not open and close as in the source")
    elif not _whole(subject.text) and (_set(subject.source) or (_set_here(subject.text) and _whole(subject.source))):
        yield Found("quotation marks do not open and close")
    elif _said(subject.source) and not _marked(subject.text):
        yield Found("what stands in quotation marks in the source stands in none")


def _set(text: str) -> bool:
    """Whether a text has quotations in marks that are set with care, all with their partners: straight ones are not."""
    return bool(quotations.shape(text).pairs) and '"' not in text and _whole(text)


def _set_here(text: str) -> bool:
    """Whether a text sets its quotations with care."""
    return '"' not in text and not quotations.DOUBLE.isdisjoint(text)


def _whole(text: str) -> bool:
    """Whether all quotation marks of a text have their partners."""
    shape = quotations.shape(text)
    return not (shape.opening or shape.closing) and text.count('"') % 2 == 0


def _marked(text: str) -> bool:
    return '"' in text or not quotations.MARKS.isdisjoint(text.replace("’", "")) or "''" in text or "'" in text


def _said(text: str) -> bool:
    """Whether a text has a quotation of some length."""
    spans = [(start, end) for start, end, _ in quotations.shape(text).pairs]
    return any(len(WORD.findall(text[start:end])) >= QUOTED for start, end in spans)


def foreign(subject: Subject) -> Iterator[Found]:
    """Quotation marks of other languages: « and », or „."""
    if subject.pair.target == "und" or subject.same_language:
        return
    ours = "".join(conventions.of(subject.pair.target).quotes)
    for mark, pattern in (("«", GUILLEMET), ("„", LOW)):
        if mark not in ours and (found := pattern.search(subject.plain[1])):
            yield Found(f"quotation marks of another language: {found[0]}")


def brackets(subject: Subject) -> Iterator[Found]:
    """Brackets that do not open and close, though those of the source do."""
    source, target = (ENUMERATED.sub(" ", text) for text in subject.plain)
    if _paired(source) and not _paired(target):
        yield Found("brackets do not open and close")
    elif subject.comparable and not subject.by_person and _brackets(source) != _brackets(target):
        yield Found("brackets are not those of the source")


def _paired(text: str) -> bool:
    waiting: list[str] = []
    for char in filter(PAIRED.__contains__, text):
        if char in OPENED:
            waiting.append(char)
        elif not waiting or waiting.pop() != BRACKETS[char]:
            return False
    return not waiting


def _brackets(text: str) -> Counter[str]:
    return Counter(char for char in text if char in "([{")


def ending(subject: Subject) -> Iterator[Found]:
    """A question, an exclamation or a sentence that ends otherwise; marks that came twice."""
    if (found := TWICE.search(subject.text)) and not TWICE.search(subject.source):
        yield Found(f"two marks in a row: {_around(subject.text, found.start())}")
    if conventions.of(subject.pair.target).inverted:
        yield from _unopened(subject)
    elif subject.pair.target != "und" and not subject.same_language and (found := INVERTED.search(subject.plain[1])):
        yield Found(f"a mark of another language: {found[0]}")
    if subject.same_language:
        return
    source, target = _end(subject.source), _end(subject.text)
    if source == target or not subject.text.strip() or subject.text == subject.source:
        return
    gone = source in _CLEAR and target not in _CLEAR[source] and source not in _latin(subject.text)
    come = target in "!?" and source not in _CLEAR.get(target, "") and target not in _latin(subject.source)
    if gone and source == "?" and target == ".":
        gone = _asks(subject)
    label = source == "…" and target == "." and len(subject.words[0]) <= LABEL
    if gone or come or label:
        yield Found(f"the source ends with {source or 'no mark'}, the translation with {target or 'no mark'}")


def _asks(subject: Subject) -> bool:
    """Whether a target that ends with a stop begins as a question does; always in languages whose questions do not."""
    rows = tomllib.loads((resources.HERE / "language" / "questions.toml").read_text("utf-8"))
    words = rows.get(locales.base(subject.pair.target), "").split()
    first = WORD.search(subject.text.casefold())
    return not words or (first is not None and first[0] in words)


_CLEAR: Mapping[str, frozenset[str]] = {
    "?": frozenset("?!"),
    "!": frozenset("!?.…"),
    ":": frozenset(":,.;?…!"),
    "…": frozenset("….,!?;:"),
}
"""How a sentence may end in a translation that ends so in the source."""


def _end(text: str) -> str:
    """The last mark of a text, as Latin script has it; empty where the text ends with a word."""
    bare = text.rstrip().rstrip(CLOSERS)
    for mark, latin in ENDS.items():
        if bare.endswith(mark):
            return latin
    return bare[-1:] if bare[-1:] in ".,;:!?…" else ""


def _unopened(subject: Subject) -> Iterator[Found]:
    """Questions and exclamations that are not opened, or not closed."""
    here = subject.plain[1]
    for opening, mark in ("¿?", "¡!"):
        if here.count(mark) > here.count(opening) == 0:
            yield Found(f"{mark} is not opened")
        elif here.count(opening) > here.count(mark) == 0:
            yield Found(f"{opening} is not closed")


def _latin(text: str) -> str:
    """A text with the marks of Latin script."""
    return "".join(ENDS.get(char, char) for char in text)


def spaces(subject: Subject) -> Iterator[Found]:
    """Spaces that are missing around marks, or too many, though the source has none such."""
    source, target = subject.plain
    before = conventions.of(subject.pair.target).before
    own = conventions.of(subject.pair.source).before
    loose = {found[2] for found in BEFORE_MARK.finditer(source) if found[2] not in own}
    for found in BEFORE_MARK.finditer(target):
        if found[2] not in before and found[2] not in loose:
            yield Found(f"a space stands before {found[2]!r}")
            break
    for pattern, told in _SPACING:
        if (place := pattern.search(target)) and not pattern.search(source):
            yield Found(f"{told}: {_around(target, place.start())}")
    if locales.base(subject.pair.target) in TIGHT and (place := PERCENT.search(target)):
        yield Found(f"a space stands before %: {_around(target, place.start())}")
    if "“" in conventions.of(subject.pair.target).quotes[:1] and (place := LOOSE.search(target)):
        yield Found(f"a space inside quotation marks: {_around(target, place.start())}")
    yield from _edges(subject)


def french(subject: Subject) -> Iterator[Found]:
    """Marks that touch a word, in a language that sets a space between the two."""
    target = subject.plain[1]
    if conventions.of(subject.pair.target).before.get("?") and (found := BARE.search(target)):
        yield Found(f"no space between a word and {found[0]!r}: {_around(target, found.start())}")


_SPACING = (
    (GAP, "two spaces in a row"),
    (AFTER_MARK, "no space behind a mark"),
    (AFTER_OPENING, "a space behind an opening bracket"),
    (TORN, "a space behind an apostrophe"),
)


def _edges(subject: Subject) -> Iterator[Found]:
    """White space at the edges that the source has not, or has otherwise."""
    for told, own, other in (
        ("begin", subject.text[:1].isspace(), subject.source[:1].isspace()),
        ("end", subject.text[-1:].isspace(), subject.source[-1:].isspace()),
    ):
        if own != other and subject.text:
            yield Found(f"white space at the {told}{'ning' if told == 'begin' else ''} is not as in the source")


def _around(text: str, at: int) -> str:
    return text[max(at - 12, 0) : at + 12].strip()
