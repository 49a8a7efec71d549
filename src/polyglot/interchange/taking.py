"""Import: what a file brings is put into a glossary file, where people's words stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import files, glossary, termbase
from polyglot.errors import UsageError
from polyglot.interchange.bringing import Brought, Languages, base_of, brought_by
from polyglot.interchange.sheets import FIRST, LAST, Sheet, sheet, written
from polyglot.model import Issue, Severity
from polyglot.project import Project
from polyglot.termbase import Row, Shape, Termbase


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    file: str
    output: str
    added: int
    changed: int
    unchanged: int
    wrote: bool
    issues: tuple[Issue, ...]


def take(
    project: Project, path: Path, out: Path | None, languages: Languages, shape: str = "", *, dry: bool = False
) -> Imported:
    """Add what a file brings to a glossary file; what a person wrote there is never overwritten.

    Raises `GlossaryError`, `UnreadableInputError` or `CatalogError` where the file is broken, with its line.
    """
    place = out or (project.root / "glossary" if project.root else Path()) / f"{path.stem}.csv"
    if place.resolve() == path.resolve():
        raise UsageError("the file is the glossary already", place=str(path), hint="name another file with --out")
    before = sheet(place)
    seen = {one: files.digest_at(one) for one in (place, before.companion)}
    known = bool(before.data) and before.companion.resolve() != path.resolve()
    base = base_of(before) if known else None
    brought = brought_by(path, languages, shape)
    brought = _renamed(brought, path.stem, before, _elsewhere(project, place))
    rows, issues = _merged(base.rows if base else {}, before.rows, brought, str(place))
    results = {} if rows == before.rows else {place: written(before, rows)}
    if brought.termbase is not None and brought.rows:
        results[before.companion] = _companion(brought, brought.termbase, base)
    wrote = () if dry else files.write(results, seen)
    added = sum(1 for concept in rows if concept not in before.rows)
    changed = sum(1 for concept in rows if concept in before.rows and rows[concept] != before.rows[concept])
    found = (*brought.issues, *issues)
    unchanged = len(brought.rows) - added - changed
    return Imported(str(path), project.name(place), added, changed, unchanged, bool(wrote), found)


def _elsewhere(project: Project, place: Path) -> frozenset[str]:
    """The concepts of the project's other glossary files."""
    others = [path for path in project.glossaries() if path.resolve() != place.resolve()]
    return frozenset(glossary.by_id(glossary.load(others))) if others else frozenset()


def _renamed(brought: Brought, stem: str, before: Sheet, elsewhere: frozenset[str]) -> Brought:
    """What is brought, with other names for concepts that are another's in the project.

    Concepts of one name are one where they share a name in some language; numbers (`c1`) are in every termbase.
    """
    rows: dict[str, Row] = {}
    renamed: dict[str, str] = {}
    issues = list(brought.issues)
    taken = elsewhere | set(brought.rows) | {concept for concept in before.rows if concept not in brought.rows}
    for concept, row in brought.rows.items():
        ours = before.rows.get(concept)
        if concept not in elsewhere and (ours is None or _same(ours, row)):
            rows[concept] = row
            continue
        name, number = f"{stem}-{concept}", 1
        while name in taken and not (name in before.rows and _same(before.rows[name], row)):
            number += 1
            name = f"{stem}-{concept}-{number}"
        rows[name], renamed[concept] = {**row, "concept": name}, name
        message = f"the concept {concept!r} is another one in this project; this one is called {name!r}"
        issues.append(Issue("concept-renamed", Severity.INFO, message))
    return replace(brought, rows=rows, issues=tuple(issues), renamed=renamed)


def _same(ours: Row, theirs: Row) -> bool:
    """Whether two rows share a name in some language, or have no language in common."""
    common = [
        heading for heading in ours if heading in theirs and heading not in {*FIRST, *LAST} and "." not in heading
    ]
    return not common or any(set(ours[one].split("|")) & set(theirs[one].split("|")) for one in common)


def _merged(
    base: Mapping[str, Row], ours: Mapping[str, Row], brought: Brought, file: str
) -> tuple[dict[str, Row], list[Issue]]:
    """Our rows with what is brought; where both changed a cell since the last import, ours stays, and is told of."""
    rows = {concept: dict(row) for concept, row in ours.items()}
    issues: list[Issue] = []
    for concept, theirs in brought.rows.items():
        if concept in base and concept not in ours:
            message = f"the concept {concept!r} was left out: its row has been removed here"
            issues.append(Issue("removed-here", Severity.INFO, message, file))
            continue
        row, former = rows.setdefault(concept, {}), base.get(concept, {})
        for heading in {**former, **theirs}:
            mine, new, old = row.get(heading, ""), theirs.get(heading, ""), former.get(heading, "")
            if mine in {old, new}:
                row[heading] = new
            elif new not in {old, ""}:
                message = f"{concept!r}, column {heading}: {mine!r} was kept; the file says {new!r}"
                issues.append(Issue("conflict", Severity.WARNING, message, file))
        rows[concept] = {heading: cell for heading, cell in row.items() if cell}
    return rows, issues


def _companion(brought: Brought, theirs: Termbase, base: Brought | None) -> bytes:
    """The TBX file to keep: the one that was imported, with the entries of the one before that it lacks."""
    shape = termbase.shape_of(theirs.root) or Shape()
    renamed = {former: {**theirs.rows[former], "concept": name} for former, name in brought.renamed.items()}
    lacking = [concept for concept in (base.rows if base else {}) if concept not in brought.rows]
    if not renamed and not lacking:
        return theirs.data
    termbase.revise(theirs.root, shape, renamed)
    if base is not None and base.termbase is not None and lacking:
        termbase.adopt(theirs.root, termbase.alike(base.termbase.root, shape), lacking)
    return termbase.rendered(theirs.root, theirs.data)
