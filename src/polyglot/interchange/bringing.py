"""What a file of another tool brings: rows that a glossary can hold, and what it has to say besides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from polyglot import files, glossary, termbase
from polyglot.errors import GlossaryError
from polyglot.glossary import table
from polyglot.interchange.sheets import FIRST, LAST, Sheet, ordered, parsed, written
from polyglot.model import Issue, Severity, Tag
from polyglot.termbase import Pairing, Row, Termbase, bilingual

TBX = (".tbx", ".xml")
Languages = tuple[Tag | None, Tag | None]


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brings: rows by concept, and the document that they came from, if that is to be kept."""

    rows: dict[str, Row]
    issues: tuple[Issue, ...] = ()
    termbase: Termbase | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    """The concepts that have another name in the project than in the file."""


def base_of(found: Sheet) -> Brought | None:
    """What the TBX file beside a glossary file says in rows, as the import took it; None where there is none."""
    data = files.current(found.companion)
    return None if data is None else _from_tbx(data, found.companion)


def brought_by(path: Path, languages: Languages, shape: str) -> Brought:
    """What a file brings; raises the error of its kind where it is broken, with its line."""
    data = files.read(path)
    if (not shape and path.suffix.lower() in TBX) or shape.startswith("tbx"):
        return _from_tbx(data, path)
    text = bilingual.decoded(data, str(path))
    shape = {"csv": "own", "tsv": "own"}.get(shape, shape) or bilingual.shape_of(text, path.name)
    if shape == "own":
        found = parsed(text.encode(), path)
        rows, issues = _legible({concept: dict(row) for concept, row in found.rows.items()}, str(path))
        return Brought(rows, tuple(issues))
    return _from_pairs(bilingual.read(text, shape, str(path)), languages, path)


def _from_tbx(data: bytes, path: Path) -> Brought:
    found = termbase.read(data, str(path))
    rows, issues = _legible({concept: dict(row) for concept, row in found.rows.items()}, str(path))
    told = [Issue(one.kind, Severity.WARNING, one.message, str(path), one.line) for one in found.remarks]
    return Brought(rows, (*told, *issues), found)


def _legible(rows: dict[str, Row], file: str) -> tuple[dict[str, Row], list[Issue]]:
    """The rows without the cells that would make the glossary unusable, and what became of those."""
    issues: list[Issue] = []
    while rows:
        data = written(Sheet(Path(), {}, {}), rows)
        wrong = [issue for issue in glossary.examine(data, file) if issue.severity is Severity.ERROR]
        if not wrong:
            break
        numbers = dict(zip((line.number for line in table.read(data, file).rows), rows, strict=True))
        headings = ordered(dict.fromkeys(heading for row in rows.values() for heading in row))
        for issue in wrong:
            if issue.line not in numbers:
                raise GlossaryError(issue.message, place=file, hint="divide what you import")
            concept = numbers[issue.line]
            heading = headings[issue.column - 1] if issue.column else "concept"
            left = rows[concept].pop(heading, "") if heading != "concept" else str(rows.pop(concept, ""))
            if left:
                message = f"{concept!r}: left out: {issue.message}"
                issues.append(Issue(issue.kind, Severity.WARNING, message, file))
    return {concept: row for concept, row in rows.items() if set(row) - set(FIRST) - set(LAST)}, issues


def _from_pairs(pairs: Sequence[Pairing], languages: Languages, path: Path) -> Brought:
    """The rows that pairs of terms make: one for a concept, or for a source term where the file names no concepts."""
    rows: dict[str, Row] = {}
    issues: list[Issue] = []
    for pair in pairs:
        source, target = (given or told for given, told in zip(languages, pair.languages, strict=True))
        if source is None or (target is None and pair.target):
            hint = "tell them with --from and --to"
            raise GlossaryError("the file does not tell its languages", place=str(path), hint=hint)
        if pair.fuzzy:
            message = f"{pair.source!r} -> {pair.target!r} was left out: nobody has reviewed it"
            issues.append(Issue("fuzzy", Severity.WARNING, message, str(path), pair.line))
            continue
        wrong = next((text for text in (pair.source, pair.target) if "|" in text or "\n" in text), "")
        if wrong:
            message = f"{wrong!r} was left out: a cell of names cannot hold it"
            issues.append(Issue("unsayable-term", Severity.WARNING, message, str(path), pair.line))
            continue
        _add(rows.setdefault(pair.concept or _slug(pair.source), {}), pair, source, target)
    for concept, row in rows.items():
        row["concept"] = concept
    legible, more = _legible(rows, str(path))
    return Brought(legible, (*issues, *more))


def _add(row: Row, pair: Pairing, source: Tag, target: Tag | None) -> None:
    """Add a pair to the row of its concept."""
    cells = {source: pair.source}
    if pair.target:
        cells[Tag(f"forbidden.{target}") if bilingual.FORBIDDEN in pair.flags else target or source] = pair.target
    if bilingual.READ_ONLY in pair.flags:
        row[f"usage.{target}" if target else "usage"] = "keep"
    for heading, text in cells.items():
        row[heading] = "|".join(dict.fromkeys([*filter(None, row.get(heading, "").split("|")), text]))
    if pair.note:
        row["note"] = "\n".join(dict.fromkeys([*filter(None, row.get("note", "").split("\n")), *pair.note.split("\n")]))


def _slug(text: str) -> str:
    """A short name for a concept from its term.

    >>> _slug("L’Hôtel de Ville")
    'l-hotel-de-ville'
    """
    bare = "".join(
        character for character in normalize("NFKD", text.casefold()) if not "\u0300" <= character <= "\u036f"
    )
    return re.sub(r"[\W_]+", "-", normalize("NFC", bare)).strip("-") or "term"
