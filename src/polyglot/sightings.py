"""Where a text or a file has names of the glossary, with what stands around them and the entry that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from polyglot import files, formats, glossary, protect, runs
from polyglot.direction import find_names, of
from polyglot.glossary import Glossary, Hit
from polyglot.model import CodeKind, Document, Pair, Role, Span, Tag, Unit
from polyglot.project import Project

AROUND = 40
"""So many characters are shown on each side."""
LONGEST = 250
"""No name of a file is longer, in characters."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name where it stands."""

    hit: Hit
    """Its span counts from the start of the text, or of the decoded file."""
    before: str
    """The words before it, on one line."""
    after: str
    entry: str
    """The row of the glossary, `file:row`."""


def look(project: Project, text: str, source: Tag, target: Tag, date: str = "") -> tuple[Sighting, ...]:
    """The names of a text, or, by its format, of the file that it names: only where the file has text for readers.

    `date` is that of the article, instead of what the file says.
    """
    document = _document(project, text)
    direction = of(Pair(source, target), glossary.load(runs.glossary_files(project)), project.settings, None)
    names = direction.on(date or document.date).names
    patterns = project.settings.protect.patterns
    return tuple(_sightings(document, names, source, target, patterns))


def _document(project: Project, text: str) -> Document:
    """The file that a text names, read, or the text itself as the only unit of one."""
    if len(text) < LONGEST and "\n" not in text and Path(text).is_file():
        return formats.for_path(Path(text), project.settings.formats).read(files.read(Path(text)), text)
    unit = Unit("text", Role.PARAGRAPH, Span(0, len(text)), text)
    return Document("", "plain", text, (unit,))


def _sightings(
    document: Document, names: Glossary, source: Tag, target: Tag, patterns: Sequence[str]
) -> Iterator[Sighting]:
    finder = find_names(names, source)
    concepts = glossary.by_id(names)
    for unit in document.units:
        codes = protect.mark(unit, source, finder, patterns).codes if unit.translate else ()
        for code in (code for code in codes if code.kind is CodeKind.NAME):
            found, row = glossary.hit(names, code, target), concepts[code.value]
            before = " ".join(unit.text[max(0, code.span.start - AROUND) : code.span.start].split("\n"))
            after = " ".join(unit.text[code.span.end : code.span.end + AROUND].split("\n"))
            place = _in_file(document, unit, code.span)
            yield Sighting(replace(found, span=place), before, after, f"{row.file}:{row.row}")


def _in_file(document: Document, unit: Unit, span: Span) -> Span:
    """Where a stretch of a unit lies in its file, which may spell characters otherwise (`&eacute;`, a wrapped line)."""
    written = document.text[unit.span.start : unit.span.end]
    if written == unit.text:
        return span.shifted(unit.span.start)
    blocks = SequenceMatcher(None, unit.text, written, autojunk=False).get_matching_blocks()
    start, last = (_mapped(offset, blocks) for offset in (span.start, span.end - 1))
    return Span(start, last + 1).shifted(unit.span.start)


def _mapped(offset: int, blocks: Sequence[tuple[int, int, int]]) -> int:
    """Where a character lies in the other text; the nearest place behind, where it is spelled otherwise there."""
    ours, theirs, _ = max(block for block in blocks if block[0] <= offset or block is blocks[0])
    return max(0, theirs + offset - ours)
