"""Export: glossary files as other tools read them; the TBX files that they came from, with what was changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from polyglot import files, glossary, termbase
from polyglot.errors import GlossaryError, UsageError
from polyglot.glossary import table
from polyglot.interchange.bringing import Brought, base_of
from polyglot.interchange.sheets import Sheet, sheet, told_together, written
from polyglot.model import Tag
from polyglot.project import Project
from polyglot.termbase import Pairing, Row, Shape, bilingual
from polyglot.xmlfile import Element


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    output: str
    concepts: int
    wrote: bool


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
    sheets = [sheet(path, joined=True) for path in _sources(project, paths, out)]
    rows = _joined(sheets)
    _require(rows, sheets)
    bases = [base for one in sheets if one.path.suffix == ".csv" and (base := base_of(one)) is not None]
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
        termbase.adopt(first.root, termbase.alike(other.root, shape), new)
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
    sheets = [sheet(path, joined=True) for path in _sources(project, paths, out)]
    rows = _joined(sheets)
    _require(rows, sheets)
    before = Sheet(out, {}, {}, b"a\tb\n" if delimiter == "\t" else b"")
    return _given(out, written(before, rows), len(rows))


def _joined(sheets: Sequence[Sheet]) -> dict[str, Row]:
    """The rows of files; of two for a concept the first counts, with what the other says of a house style."""
    rows: dict[str, Row] = {}
    for one in sheets:
        for concept, row in one.rows.items():
            rows[concept] = told_together(rows.get(concept, row), row)
    return rows


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
    listed = {term.text for term in concept.terms}
    names = list(dict.fromkeys(term.text for term in concept.matched(source) if term.text in listed))
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
