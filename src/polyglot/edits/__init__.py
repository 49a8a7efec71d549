"""Edits made in a published file: changed sentences become a person's word in the catalog, everything else is told.

The file is compared with what polyglot would write now, of which it is known where each sentence stands. A sentence is
taken only where it can be put back just so; what is added, taken out, moved or changed around the sentences is told
with its line, and then the file stays the person's. Once all of it is on record, the next run may write the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import desk, files, locales, pipeline, po, receipt, segment
from polyglot.desk import Decision, Line
from polyglot.edits.page import Base, Change, Remark, bare, compared
from polyglot.errors import UsageError
from polyglot.model import Document, Issue, Origin, Severity, Span, State, Tag, Target
from polyglot.pipeline import OUTPUT_HASH, Draft, Work
from polyglot.runs import Run

__all__ = ["Report", "Taken", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A sentence that a person changed in the published file."""

    line: int
    """Of the published file."""
    source: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the edits in a published file."""

    file: str
    source: str
    target: Tag
    taken: tuple[Taken, ...]
    issues: tuple[Issue, ...]
    """The edits that are not on record, each with its line; while there are any, no run writes the file."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A work with all that is known of what was published."""

    run: Run
    work: Work
    lines: tuple[Line, ...]
    targets: tuple[Target, ...]
    draft: Draft
    published: frozenset[str]
    """The digests of the texts that stood in the published file, where that is on record."""

    @property
    def exact(self) -> bool:
        """Whether the file that polyglot would write now is the one it wrote."""
        return files.digest(self.draft.data) == self.work.vouched

    def read(self, data: bytes) -> Document:
        """A localised file, without what polyglot sets around its stretches, its lines ended as ours."""
        page = pipeline.read(self.work, data, self.run.project, self.run.order)
        text = bare(page.text, self.draft.document.foreign, isolates=self.draft.isolates)
        text = text if "\r" in self.draft.document.text else text.replace("\r\n", "\n")
        if text == page.text:
            return page
        spelled = page.encoding.bom + text.encode(page.encoding.name)
        return pipeline.read(self.work, spelled, self.run.project, self.run.order)

    def cut(self, text: str, protected: Sequence[Span]) -> Sequence[int]:
        """Where sentences start in a text of the target language."""
        return segment.boundaries(text, self.run.project.rules(self.work.direction.pair.target), protected)


def take(run: Run, path: Path) -> Report:
    """Put the edits in a published file on record. Raises `UsageError` where it is not known how it was made.

    The caller holds the project's lock (`files.locked`).
    """
    data = files.read(path)
    table = _laid(run, path)
    page = table.read(data)
    changes, remarks = compared(_base(table), page, table.cut)
    judged = [(change, _refusal(table, change)) for change in changes]
    proof = _proved(table, page, [change for change, reason in judged if reason is None], remarks)
    remarks = (*remarks, *_byways(table, data), *proof.remarks)
    remarks += tuple(Remark(change.line, reason) for change, reason in judged if reason)
    _save(table, proof.changes)
    if not remarks and files.digest(data) != table.work.vouched:
        _vouch(table, data, proof.changes)
    name = table.work.prepared.name
    taken = tuple(Taken(one.line, table.lines[one.number].segment.text, one.before, one.after) for one in proof.changes)
    issues = tuple(_issue(path, remark) for remark in sorted(remarks, key=lambda remark: remark.line))
    return Report(str(path), name, table.work.direction.pair.target, taken, issues)


@dataclass(frozen=True, slots=True)
class _Proof:
    """What stands the test of being written and read again."""

    changes: tuple[Change, ...]
    remarks: tuple[Remark, ...]


def _issue(path: Path, remark: Remark) -> Issue:
    message = f"{remark.message}; not taken, and the file stays as it is"
    return Issue("edited", Severity.ERROR, message, str(path), remark.line, 1)


def _laid(run: Run, path: Path) -> _Table:
    """The work that a published file came from. Raises `UsageError` where that cannot be told."""
    source, target, published = _origin(run, path)
    run = replace(run, wishes=replace(run.wishes, paths=(source,), to=(target,)))
    (prepared,) = run.pages((source,))
    people = run.people(prepared.source, target)
    work = pipeline.open_work(prepared, people, run.project, run.order)
    if work.output is None or work.output.resolve() != path.resolve():
        raise UsageError("not where polyglot would write it", place=str(path), hint=f"that is {work.output}")
    if work.catalog is None:
        hint = f"run: polyglot translate {source} --to {target}"
        raise UsageError("there is no review catalog of it", place=str(path), hint=hint)
    answers = iter(people.translate([place.segment for place in work.pending]))
    targets = tuple(place.target or next(answers) for place in work.recalls)
    draft = pipeline.drafted(work, targets, run.project, run.order)
    lines = tuple(Line(place, place.target, (), ()) for place in work.recalls)  # nobody looks at their issues here
    return _Table(run, work, lines, targets, draft, published)


def _origin(run: Run, path: Path) -> tuple[Path, Tag, frozenset[str]]:
    """The source of a published file, its language, and the digests of its texts."""
    slip = run.project.receipt(path)
    data = files.current(slip) if slip else None
    if run.project.root is not None and data is not None:
        told = receipt.voucher(data, str(slip))
        return run.project.root / told.source, told.target, told.texts
    catalog = po.read(path.with_suffix(".po")) if run.project.root is None else None
    if catalog is not None and catalog.field(OUTPUT_HASH):
        target = locales.parse(catalog.field("Language"))
        source = _beside(run, path, Tag(catalog.field("X-Source-Language")), target)
        if source is not None:
            return source, target, frozenset()
    hint = "name a localised file that has its receipt, or its catalog, beside it"
    raise UsageError("not known to be made by polyglot", place=str(path), hint=hint)


def _beside(run: Run, path: Path, source: Tag, target: Tag) -> Path | None:
    """The file of which another, in the same folder, is the translation."""
    there = sorted(one for one in path.parent.iterdir() if one.suffix == path.suffix and one.is_file() and one != path)
    made = (one for one in there if run.project.output(one, source, target, run.wishes.out) == path)
    return next((one for one in made if locales.suffix(one) in {None, source}), None)


def _base(table: _Table) -> Base:
    """What polyglot would write, as it is compared."""
    document = table.draft.document
    shown: dict[str, dict[int, str]] = {}
    for number, (line, text) in enumerate(zip(table.lines, table.draft.shown, strict=True)):
        if text:
            shown.setdefault(line.place.unit.unit.id, {})[number] = text
    units = document.units
    if table.draft.isolates:
        units = tuple(replace(unit, target=unit.target and bare(unit.target, "", isolates=True)) for unit in units)
    own = tuple(edit.text for edit in document.edits if edit.text.strip())
    return Base(units, table.read(table.draft.data), shown, own, table.exact)


def _refusal(table: _Table, change: Change) -> str | None:
    """Why a change is not put on record; empty where there is nothing to put, None where it is."""
    line = table.lines[change.number]
    if po.digest(change.after) in table.published and not table.exact:
        return ""  # as it was published: the catalog has gone on since
    if line.place.entry is None:
        return f"its sentence is in no catalog yet; run polyglot translate first: {change.after}"
    if not table.exact and po.digest(change.before) not in table.published:
        return f"the catalog says something else since this was published ({change.before}): {change.after}"
    return None


def _proved(table: _Table, page: Document, changes: Sequence[Change], told: Sequence[Remark]) -> _Proof:
    """The changes that, put on record, would be written as they stand in the file, and what differs then besides."""
    level = State(table.run.project.settings.level(table.work.direction.pair.target).replace("machine", "reviewed"))
    targets = list(table.targets)
    for one in changes:
        targets[one.number] = replace(targets[one.number], text=one.after, state=level, origin=Origin.HUMAN)
    draft = pipeline.drafted(table.work, targets, table.run.project, table.run.order)
    after = replace(table, targets=tuple(targets), draft=_imprinted(draft, table.draft))
    left, remarks = compared(_base(after), page, table.cut)
    lost = {change.number for change in left}
    refused = [
        Remark(one.line, f"it would not be written as it stands: {one.after}") for one in changes if one.number in lost
    ]
    return _Proof(
        tuple(change for change in changes if change.number not in lost),
        (*refused, *(remark for remark in remarks if remark not in told)),
    )


def _imprinted(draft: Draft, former: Draft) -> Draft:
    """A draft that says of itself what the former one says: the notice, counts, and what is made from the title."""
    text = draft.data.decode(draft.document.encoding.name, "surrogateescape")
    for now, then in zip(draft.document.edits, former.document.edits, strict=False):
        if now.text != then.text and now.span == then.span and now.text.strip():
            text = text.replace(now.text, then.text)
    return replace(draft, data=text.encode(draft.document.encoding.name, "surrogateescape"))


def _byways(table: _Table, data: bytes) -> Iterator[Remark]:
    """What differs in all of the file."""
    page, source = pipeline.read(table.work, data, table.run.project, table.run.order), table.draft.document
    if "\r\n" in page.text and "\r" not in source.text:
        yield Remark(1, "its lines end as on Windows")
    if page.encoding != source.encoding:
        yield Remark(1, f"it was saved as {page.encoding.name}{' with a byte order mark' if page.encoding.bom else ''}")


def _save(table: _Table, changes: Sequence[Change]) -> None:
    """Put changes on record, as a person's who has reviewed them."""
    decisions = {table.lines[change.number].context: Decision(change.after) for change in changes}
    if decisions:
        desk.save(desk.Sheet(table.work, table.lines), decisions)


def _vouch(table: _Table, data: bytes, changes: Sequence[Change]) -> None:
    """Have the next run write the file, as all that a person changed in it is on record."""
    work, digest = table.work, files.digest(data)
    slip = files.current(work.receipt_path) if work.receipt_path else None
    if work.receipt_path is not None and slip is not None:
        said = receipt.vouching(slip, digest, [po.digest(change.after) for change in changes])
        files.write({work.receipt_path: said})
    elif work.catalog_path is not None:
        before = po.read_text(work.catalog_path) or ""
        catalog = po.parse(before, str(work.catalog_path))
        header = tuple((name, digest if name == OUTPUT_HASH else value) for name, value in catalog.header)
        files.write({work.catalog_path: po.render(replace(catalog, header=header), before).encode()})
