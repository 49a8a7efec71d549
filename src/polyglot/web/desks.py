"""The articles of a run on a translator's desk: found, read anew whenever asked for, written sentence by sentence.

A version names an article and its catalog as a person saw them; where either is another by now, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from polyglot import desk, files, grouping, pipeline, po
from polyglot.desk import Decision, Line, Sheet
from polyglot.direction import Direction
from polyglot.errors import ConflictError, OutputError, UsageError
from polyglot.model import Document, Pair, State, Tag
from polyglot.pipeline import Prepared
from polyglot.runs import Run

KEPT = 32
"""So many articles are kept as they were read, until they change."""
REMEMBERED = 200
"""So many decisions can be taken back."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an article has come in one language, as its catalog says."""

    target: Tag
    there: bool
    """Whether it has a catalog yet."""
    sentences: int = 0
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """A source with all its languages."""

    name: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision that can be taken back: the entry as it was, and as the decision left it."""

    context: str
    before: po.Entry
    after: po.Entry


class Desks:
    """All articles of a run in all its languages."""

    def __init__(self, run: Run) -> None:
        """Take the run; raises `UsageError` where it has no article or no language."""
        self.run = run
        self._read: dict[tuple[Path, str], Prepared] = {}
        self._directions: dict[Pair, Direction] = {}
        self._sheets: dict[tuple[str, Tag], Sheet] = {}
        self._deeds: dict[tuple[str, Tag], list[Deed]] = {}
        if not self._sources():
            raise UsageError("there is nothing to review here", hint="name an article, or run: polyglot init")

    def _sources(self) -> dict[str, Path]:
        """The articles by their names, as they lie there now."""
        return {self.run.project.name(path): path for path in self.run.sources(self.run.targets)}

    def shelf(self) -> Iterator[Article]:
        """Every article, with what its catalogs say."""
        for name, path in self._sources().items():
            standings = (self._standing(path, target) for target in self.run.targets)
            yield Article(name, tuple(standings))

    def _standing(self, path: Path, target: Tag) -> Standing:
        place = self._catalog(path, target)
        catalog = grouping.read(po.read_text(place), place, self.run.project.name(path))
        if catalog is None:
            return Standing(target, there=False)
        entries = [entry for entry in catalog.entries if not entry.obsolete and entry.plural is None]
        accepted = sum(entry.state.rank >= State.REVIEWED.rank for entry in entries)
        return Standing(target, there=True, sentences=len(entries), accepted=accepted)

    def _catalog(self, path: Path, target: Tag) -> Path:
        """Where the catalog of an article lies; only outside a project does that depend on the article's language."""
        project = self.run.project
        if project.root is not None:
            return project.catalog(path, path, target)
        output = project.output(path, self._prepared(path).source, target, self.run.order.out)
        return project.catalog(path, output, target)

    def _prepared(self, path: Path) -> Prepared:
        """An article as it is now; read again only where it changed."""
        data = files.read(path)
        key = (path, files.digest(data))
        if key not in self._read:
            self._read[key] = pipeline.prepare(path, data, self.run.project, self.run.names, self.run.order)
            while len(self._read) > KEPT:
                del self._read[next(iter(self._read))]
        return self._read[key]

    def sheet(self, name: str, target: Tag) -> Sheet | None:
        """The sheet of an article in a language, as both stand now; None where there is no such article or catalog."""
        path = self._sources().get(name)
        if path is None or target not in self.run.targets:
            return None
        page = self._prepared(path)
        if target == page.source:
            return None
        former = self._sheets.pop((name, target), None)
        sheet = former if former and _is_current(former, page) else self._opened(page, target, former)
        if sheet is not None:
            self._sheets[name, target] = sheet
            while len(self._sheets) > KEPT:
                del self._sheets[next(iter(self._sheets))]
        return sheet

    def _opened(self, page: Prepared, target: Tag, former: Sheet | None) -> Sheet | None:
        """The sheet, read from the catalog."""
        run, pair = self.run, Pair(page.source, target)
        direction = self._directions.setdefault(pair, run.people(*pair))
        work = pipeline.open_work(page, direction, run.project, run.order, set(run.targets) - {page.source})
        return desk.sheet_of(work, former) if work.catalog is not None else None

    def decide(self, name: str, target: Tag, version: str, context: str, decision: Decision) -> None:
        """Put a decision on record. Raises `ConflictError` where the version is not that of what stands there now."""
        with self._held():
            sheet = self._agreed(name, target, version)
            line = line_of(sheet, context)
            before = line.place.entry
            if before is None or not is_open(line):
                hint = f"run: polyglot translate {sheet.work.prepared.path} --to {target}"
                raise UsageError("this sentence is not in the catalog yet", place=str(sheet.path), hint=hint)
            said = _spelled(decision, line)
            desk.save(sheet, {context: said})
            after = self._entry(name, target, context)
            if (after.target, after.state) != (said.text, said.state):
                raise OutputError(
                    "what was written cannot be read again", place=str(sheet.path), hint="look at the catalog"
                )
            deeds = self._deeds.setdefault((name, target), [])
            deeds.append(Deed(context, before, after))
            del deeds[:-REMEMBERED]

    def take_back(self, name: str, target: Tag, version: str) -> str:
        """Put the entry of the last decision back as it was, and give its context; empty where there is none.

        Raises `ConflictError` as `decide` does, and where somebody has changed the entry since.
        """
        deeds = self._deeds.get((name, target), [])
        if not deeds:
            return ""
        with self._held():
            sheet = self._agreed(name, target, version)
            deed = deeds.pop()
            if self._entry(name, target, deed.context) != deed.after:
                raise ConflictError("this sentence was changed since", hint="what stands there now is kept")
            desk.save(sheet, {deed.context: deed.before})
        return deed.context

    def _agreed(self, name: str, target: Tag, version: str) -> Sheet:
        """The sheet, where it still is what a person saw."""
        sheet = self.sheet(name, target)
        if sheet is None:
            raise ConflictError("the article or its catalog is gone", place=name, hint="look at the list of articles")
        if version_of(sheet) != version:
            hint = "look at it again; what stands there now is kept"
            raise ConflictError("the catalog was changed meanwhile", place=str(sheet.path), hint=hint)
        return sheet

    def _entry(self, name: str, target: Tag, context: str) -> po.Entry:
        """The entry on record for a context."""
        sheet = self.sheet(name, target)
        entry = line_of(sheet, context).place.entry if sheet else None
        if entry is None:
            raise OutputError("what was written cannot be read again", place=name, hint="look at the catalog")
        return entry

    def _held(self) -> AbstractContextManager[None]:
        """Hold the project while something is written."""
        root = self.run.project.root
        return files.locked(root) if root is not None else nullcontext()

    def localised(self, name: str, target: Tag) -> tuple[Document, bytes] | None:
        """The article as a run would publish it now, as document and as file; None where there is no such catalog."""
        sheet = self.sheet(name, target)
        if sheet is None:
            return None
        work = sheet.work
        fresh = iter(work.direction.translate([place.segment for place in work.pending]))
        targets = [place.target or next(fresh) for place in work.recalls]
        draft = pipeline.drafted(work, targets, self.run.project, self.run.order)
        return draft.document, draft.data


def _is_current(sheet: Sheet, page: Prepared) -> bool:
    """Whether a sheet still says what the article and its catalog say."""
    present = files.current(sheet.path)
    return sheet.work.prepared is page and present is not None and files.digest(present) == sheet.digest


def version_of(sheet: Sheet) -> str:
    """What names an article and its catalog as they are: a person decides on both."""
    return files.digest(f"{sheet.digest} {files.digest(sheet.work.prepared.data)}".encode())[:16]


def line_of(sheet: Sheet, context: str) -> Line:
    """The line of a context. Raises `UsageError`."""
    for line in sheet.lines:
        if line.context == context:
            return line
    raise UsageError(f"there is no sentence {context!r}", place=str(sheet.path), hint="load the page again")


def is_open(line: Line) -> bool:
    """Whether decisions can be taken on a line: its catalog has it."""
    return line.place.entry is not None and not line.place.entry.obsolete


def _spelled(decision: Decision, line: Line) -> Decision:
    """A decision with the line ends of the source, which forms do not keep, and without blanks around it."""
    text = decision.text.replace("\r\n", "\n").strip()
    if not text:
        raise UsageError("there is no text to put on record", hint="write one, or leave the sentence as it is")
    if "\r\n" in line.segment.text:
        text = text.replace("\n", "\r\n")
    return Decision(text, decision.state)
