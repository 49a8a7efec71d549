"""What is told of a source as it is read: its day, its doubts, whether it is ours to translate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from polyglot import detect, files, formats, laws, locales, review, segment
from polyglot.errors import LawBrokenError, UnreadableInputError
from polyglot.model import Document, Issue, MarkedUnit, Role, SegmentedUnit, Severity, Tag
from polyglot.pipeline.works import OUTPUT_HASH, Prepared, Result

PROSE = 100
"""A paragraph of so many characters is the article's; what tells its day stands above."""
DATELINE = 10
"""A line that tells the day of an article has so many words at most."""
HEADLINES = (Role.TITLE, Role.HEADING)


def dated(document: Document, source: Tag) -> Document:
    """A document with the day on which it appeared: what its format tells, else what stands alone above its prose."""
    if document.date:
        return document
    head = takewhile(lambda unit: len(unit.text) < PROSE, document.units[1:])
    lines = (unit.text for unit in head if unit.role not in HEADLINES and len(unit.text.split()) <= DATELINE)
    return replace(document, date=next(filter(None, (locales.day(line, source) for line in lines)), ""))


def doubts(document: Document, declared: Tag | None, name: str) -> Iterator[Issue]:
    """What a person should know of a file as it was read: that it is in another language than it declares, perhaps."""
    for note in document.notes:
        yield Issue("large", Severity.INFO, note, name, 1, 1)
    said = "\n".join(unit.text for unit in document.units if unit.translate and not unit.role.aside)
    if declared and (found := detect.contradicted(said, declared)):
        message = f"declares {declared!r}, and reads as if it were in {found!r}: taken to be in {declared}, as it says"
        yield Issue("language", Severity.WARNING, f"{message}; name the language with --from", name, 1, 1)


def why_denied(document: Document, words: Iterable[str]) -> str:
    """Why an article is not ours to translate: it says so itself, or its byline has one of these words."""
    if document.refusal:
        return f"the article says {document.refusal}"
    bylines = [unit.text.casefold() for unit in document.units if unit.role is Role.BYLINE]
    found = (word for word in words if any(re.search(_word(word), line) for line in bylines))
    return next((f"[articles] deny: its byline names {word}" for word in found), "")


def _word(word: str) -> str:
    return rf"(?<!\w){re.escape(word.casefold())}(?!\w)"


def refusals(prepared: Prepared, targets: Iterable[Tag]) -> Iterator[Result]:
    """What is told of a source that is not ours to translate, for each target."""
    issue = Issue("rights", Severity.WARNING, f"skipped: {prepared.denied}", prepared.name, 1, 1)
    for target in targets:
        yield Result(
            file=prepared.name,
            output="",
            source=prepared.source,
            target=target,
            engine="none",
            wrote=False,
            segments=0,
            recalled=0,
            translated=0,
            untranslated=0,
            stale=0,
            left_out=review.left_out(()),
            furniture=0,
            states=review.states(()),
            terms={"hits": 0, "right": 0},
            issues=(issue,),
        )


def format_of(path: Path, told: formats.Options) -> formats.Format:
    """What reads and writes a file; standard input is plain text."""
    return formats.load("plain") if path == Path("-") else formats.for_path(path, told)


def spoken(document: Document) -> str:
    """The text of a document by which its language is told: markup is in none."""
    return "\n".join(unit.text for unit in document.units) if document.structured else document.text


def refuse_unspeakable(path: Path) -> None:
    """Raise where a file's name is no text: it could stand in no receipt and no catalog."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        place = str(path).encode(errors="backslashreplace").decode()
        raise UnreadableInputError("the name of the file is not UTF-8", place=place, hint="rename it") from error


def segmented(marked: MarkedUnit, rules: segment.Rules) -> SegmentedUnit:
    """A unit in its parts (`laws.partition`)."""
    unit = segment.segment(marked, rules)
    if not laws.partition(unit.unit.text, unit.parts):
        raise LawBrokenError("a paragraph was not the sum of its sentences", hint="please report it with the text")
    return unit


def is_output(path: Path) -> bool:
    """Whether polyglot wrote a file: its receipt lies beside it, or a catalog that has its hash."""
    signed = OUTPUT_HASH.encode() in (files.current(path.with_suffix(".po")) or b"")
    return signed or path.with_name(f"{path.name}.receipt.json").is_file()
