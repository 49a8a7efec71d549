"""The road of a glossary from and to the termbases of others: what an import adds to a file, what an export writes.

A TBX file says more than a glossary's columns can. It is kept beside the CSV file that is made of it, under the same
name (`glossary/medical.csv`, `glossary/medical.tbx`), and an export is that file with what the CSV changed since.
What it changed is what differs from the rows that the TBX file makes: no other record is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from unicodedata import normalize

from polyglot import delimited, files, glossary, termbase
from polyglot.errors import GlossaryError, UsageError
from polyglot.glossary import table
from polyglot.glossary.terms import NAMES
from polyglot.model import Issue, Severity, Tag
from polyglot.project import Project
from polyglot.termbase import Pairing, Row, Shape, Termbase, bilingual
from polyglot.xmlfile import Element

TBX = (".tbx", ".xml")
TABLES = ("own", *bilingual.SHAPES)
"""What a file can be that is no TBX."""
FIRST = ("concept", "kind", "gender")
LAST = ("usage", "status", "case", "style", "since", "until", "note")
"""The columns before and behind those of languages, in a file that is new."""
Languages = tuple[Tag | None, Tag | None]


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


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    output: str
    concepts: int
    wrote: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A glossary file: its rows by concept, with the headings of its columns by what they mean."""

    path: Path
    rows: Mapping[str, Row]
    headings: Mapping[str, str]
    data: bytes = b""

    @property
    def companion(self) -> Path:
        """Where the TBX file lies that the rows came from."""
        return self.path.with_suffix(".tbx")


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brings: rows by concept, and the document that they came from, if that is to be kept."""

    rows: dict[str, Row]
    issues: tuple[Issue, ...] = ()
    termbase: Termbase | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    """The concepts that have another name in the project than in the file."""


# --- glossary files ---


def sheet(path: Path) -> Sheet:
    """A glossary file, empty where there is none; raises `GlossaryError` where it is broken."""
    data = files.current(path)
    if data is None:
        return Sheet(path, {}, {})
    return _sheet(data, path)


def _sheet(data: bytes, path: Path) -> Sheet:
    found = table.read(data, str(path))
    for problem in found.problems:
        if problem.severity is Severity.ERROR:
            raise problem.error
    columns = {_meaning(column): column for column in found.columns if column.heading}
    rows: dict[str, Row] = {}
    for line in found.rows:
        at = f"{path}:{line.number}"
        cells = {meaning: line.cells[column.number - 1].strip() for meaning, column in columns.items()}
        row = {meaning: cell for meaning, cell in cells.items() if cell}
        if "concept" not in row:
            raise GlossaryError("the row has no concept", place=at, hint="name it in the column concept")
        if row["concept"] in rows:
            message = f"the concept {row['concept']!r} is there twice"
            raise GlossaryError(message, place=at, hint="join the rows; several names are separated by |")
        rows[row["concept"]] = row
    return Sheet(path, rows, {meaning: column.heading for meaning, column in columns.items()}, data)


def _meaning(column: table.Column) -> str:
    """A column by what it means, however its heading is spelled: `fr`, `en@AP`, `forms.pt-BR`, `note`."""
    style = f"@{column.style}" if column.style else ""
    if column.field == NAMES:
        return f"{column.tag}{style}"
    return f"{column.field}.{column.tag}" if column.tag else column.field


def _bytes(before: Sheet, rows: Mapping[str, Row]) -> bytes:
    """A glossary file with rows: the columns that it had, and those that are new, in its own way of writing."""
    needed = dict.fromkeys(heading for row in rows.values() for heading in row)
    headings = dict(before.headings) | {
        heading: heading for heading in _ordered(needed) if heading not in before.headings
    }
    lines = [tuple(headings.values()), *(tuple(row.get(one, "") for one in headings) for row in rows.values())]
    text = before.data.decode("utf-8-sig")
    first = text.partition("\n")[0]
    delimiter = delimited.told(text) or max(delimited.DELIMITERS, key=first.count)
    mark = b"\xef\xbb\xbf" if before.data.startswith(b"\xef\xbb\xbf") else b""
    return mark + delimited.written(lines, delimiter, "\r\n" if first.endswith("\r") else "\n").encode()


def _ordered(headings: Iterable[str]) -> list[str]:
    """Columns in the order of a new file: the concept, its names, their forms, all else."""

    def place(heading: str) -> tuple[int, int]:
        if heading in FIRST:
            return 0, FIRST.index(heading)
        if heading in LAST:
            return 3, LAST.index(heading)
        return (2 if "." in heading.partition("@")[0] else 1), 0

    return sorted(headings, key=place)


# --- import ---


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
    base = _base(before) if known else None
    brought = _brought(path, languages, shape)
    brought = _renamed(brought, path.stem, before, _elsewhere(project, place))
    rows, issues = _merged(base.rows if base else {}, before.rows, brought, str(place))
    results = {} if rows == before.rows else {place: _bytes(before, rows)}
    if brought.termbase is not None and brought.rows:
        results[before.companion] = _companion(brought, brought.termbase, base)
    wrote = () if dry else files.write(results, seen)
    added = sum(1 for concept in rows if concept not in before.rows)
    changed = sum(1 for concept in rows if concept in before.rows and rows[concept] != before.rows[concept])
    found = (*brought.issues, *issues)
    unchanged = len(brought.rows) - added - changed
    return Imported(str(path), project.name(place), added, changed, unchanged, bool(wrote), found)


def _base(found: Sheet) -> Brought | None:
    """What the TBX file beside a glossary file says in rows, as the import took it; None where there is none."""
    data = files.current(found.companion)
    return None if data is None else _from_tbx(data, found.companion)


def _brought(path: Path, languages: Languages, shape: str) -> Brought:
    data = files.read(path)
    if (not shape and path.suffix.lower() in TBX) or shape.startswith("tbx"):
        return _from_tbx(data, path)
    text = bilingual.decoded(data, str(path))
    shape = {"csv": "own", "tsv": "own"}.get(shape, shape) or bilingual.shape_of(text, path.name)
    if shape == "own":
        found = _sheet(text.encode(), path)
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
        data = _bytes(Sheet(Path(), {}, {}), rows)
        wrong = [issue for issue in glossary.examine(data, file) if issue.severity is Severity.ERROR]
        if not wrong:
            break
        numbers = dict(zip((line.number for line in table.read(data, file).rows), rows, strict=True))
        headings = _ordered(dict.fromkeys(heading for row in rows.values() for heading in row))
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


def _elsewhere(project: Project, place: Path) -> frozenset[str]:
    """The concepts of the project's other glossary files."""
    others = [path for path in project.glossaries() if path.resolve() != place.resolve()]
    return frozenset(concept.id for concept in glossary.load(others).concepts) if others else frozenset()


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
        termbase.adopt(theirs.root, _alike(base.termbase.root, shape), lacking)
    return termbase.rendered(theirs.root, theirs.data)


def _alike(root: Element, shape: Shape) -> Element:
    """A document in an edition."""
    return root if termbase.shape_of(root) == shape else termbase.converted(root, shape)


# --- export ---


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of TBX that is asked for, as far as one is."""

    version: int = 0
    style: str = ""
    dialect: str = ""

    def of(self, own: Shape) -> Shape:
        """The edition to write of a document: its own where nothing else was asked for."""
        version = self.version or own.version
        same = version == own.version
        style = self.style or (own.style if same else "dca")
        return Shape(version, style, self.dialect or (own.dialect if same else "basic"))


def give_tbx(project: Project, out: Path, paths: Sequence[Path], edition: Edition) -> Exported:
    """Write glossary files as TBX: the files that they came from, with what was changed since, or a new document.

    Where nothing is asked for, a document keeps its edition, and a new one is v3, TBX-Basic, with attributes.
    """
    sheets = [sheet(path) for path in _sources(project, paths, out)]
    rows: dict[str, Row] = {}
    for one in sheets:
        rows = {**one.rows, **rows}
    _require(rows, sheets)
    bases = [base for one in sheets if one.path.suffix == ".csv" and (base := _base(one)) is not None]
    if not bases:
        shape = edition.of(Shape())
        root = termbase.document(shape)
        termbase.revise(root, shape, rows)
        return _given(out, termbase.rendered(root), len(rows))
    root, data = _spliced(bases, rows)
    own = termbase.shape_of(root) or Shape()
    if edition.of(own) != own:
        data = termbase.rendered(termbase.converted(root, edition.of(own)))
    return _given(out, data, len(rows))


def _spliced(bases: Sequence[Brought], rows: Mapping[str, Row]) -> tuple[Element, bytes]:
    """The documents that rows came from in one, with what was changed."""
    first, *others = [base.termbase for base in bases if base.termbase is not None]
    shape = termbase.shape_of(first.root) or Shape()
    known: dict[str, Row] = dict(bases[0].rows)
    for base, other in zip(bases[1:], others, strict=True):
        new = [concept for concept in base.rows if concept not in known]
        termbase.adopt(first.root, _alike(other.root, shape), new)
        known |= {concept: base.rows[concept] for concept in new}
    gone = [concept for concept in known if concept not in rows]
    wanted = {concept: dict(row) for concept, row in rows.items() if known.get(concept) != row}
    for former in list(gone):
        name = next((one for one, row in wanted.items() if one not in known and _rest(row) == _rest(known[former])), "")
        if name:  # the same row under another name
            wanted[former] = wanted.pop(name)
            gone.remove(former)
    if not others and not gone and not wanted:
        return first.root, first.data
    termbase.revise(first.root, shape, wanted, gone)
    return first.root, termbase.rendered(first.root, first.data)


def _rest(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((heading, cell) for heading, cell in row.items() if heading != "concept"))


def give_table(project: Project, out: Path, paths: Sequence[Path], delimiter: str = ",") -> Exported:
    """Write glossary files as one, with the columns of all."""
    sheets = [sheet(path) for path in _sources(project, paths, out)]
    rows: dict[str, Row] = {}
    for one in sheets:
        rows = {**rows, **{concept: row for concept, row in one.rows.items() if concept not in rows}}
    _require(rows, sheets)
    before = Sheet(out, {}, {}, b"a\tb\n" if delimiter == "\t" else b"")
    return _given(out, _bytes(before, rows), len(rows))


def give_pairs(project: Project, out: Path, paths: Sequence[Path], shape: str, languages: tuple[Tag, Tag]) -> Exported:
    """Write the names of two languages: each name of a source with the one to write in a target."""
    source, target = languages
    concepts = glossary.load(_sources(project, paths, out)).concepts
    pairs = [pair for concept in concepts for pair in _pairs(concept, source, target)]
    if not pairs:
        message = f"no concept has names in {source} and {target}"
        raise GlossaryError(message, hint="`polyglot glossary list --to TAG` shows those of a language")
    delimiter = "\t" if out.suffix.lower() == ".tsv" else ","
    data = bilingual.write(pairs, shape, languages, delimiter)
    return _given(out, data, len({pair.concept for pair in pairs}))


def _pairs(concept: glossary.Concept, source: Tag, target: Tag) -> Iterator[Pairing]:
    """What a concept is called in a source, with what to write, then with what must not be written."""
    names = list(dict.fromkeys(term.text for term in concept.matched(source)))
    accepted = concept.accepted(target)
    keep = concept.usage_in(target) is glossary.Usage.KEEP
    written = next((term.text for term in accepted if term.status is glossary.Status.PREFERRED), "")
    flags = (bilingual.TERMINOLOGY, *((bilingual.READ_ONLY,) if keep else ()))
    for number, name in enumerate(names if written or keep else ()):
        note = "" if number else concept.note
        yield Pairing(
            name, name if keep else written, languages=(source, target), concept=concept.id, note=note, flags=flags
        )
    for term in concept.forbidden(target) if names else ():
        flags = (bilingual.TERMINOLOGY, bilingual.FORBIDDEN)
        yield Pairing(names[0], term.text, languages=(source, target), concept=concept.id, flags=flags)


def _sources(project: Project, paths: Sequence[Path], out: Path) -> tuple[Path, ...]:
    """The glossary files to export: those that are named, else the project's."""
    found = tuple(table.files(paths)) or project.glossaries()
    if not found:
        raise UsageError("there is no glossary to export", hint="name a glossary file, or run it in a project with one")
    if out.resolve() in {path.resolve() for path in found}:
        raise UsageError("the file is the glossary itself", place=str(out), hint="name another file to write")
    missing = next((path for path in found if not path.is_file()), None)
    if missing:
        raise UsageError("no such file", place=str(missing), hint="name a glossary file (CSV)")
    return found


def _require(rows: Mapping[str, Row], sheets: Sequence[Sheet]) -> None:
    if not rows:
        raise GlossaryError(
            "there is no concept to export", place=str(sheets[0].path), hint="write a row into it first"
        )


def _given(out: Path, data: bytes, concepts: int) -> Exported:
    return Exported(str(out), concepts, bool(files.write({out: data})))
