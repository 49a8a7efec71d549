"""What a person decides on whole articles: machine lines accepted as they stand, an article approved as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar

from polyglot import approval, desk, files, review, runs
from polyglot.approval import Approval
from polyglot.desk import Decision, Line, Sheet
from polyglot.errors import UsageError
from polyglot.model import Origin, Severity, State, Tag
from polyglot.runs import Wishes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Left:
    """A line that was not accepted."""

    line: int
    column: int
    source: str
    why: tuple[str, ...]
    """The kinds of the issues that stand in the way, each once; never empty."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was accepted of an article."""

    file: str
    catalog: str
    target: Tag
    accepted: int
    before: int
    """So many lines people had reviewed already."""
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Approved:
    """An article that a person approved."""

    file: str
    catalog: str
    target: Tag
    by: str
    sha256: str
    wrote: bool


def accept(wishes: Wishes, *, clean: bool = False) -> tuple[Accepted, ...]:
    """Take the machine's lines as they stand: those without an error, or, to be `clean`, without any issue."""
    grave = Severity.INFO if clean else Severity.ERROR
    return tuple(_on_sheets(wishes, lambda sheet: _accepted(sheet, grave)))


def approve(wishes: Wishes, by: str) -> tuple[Approved, ...]:
    """Put a person's word for whole articles on record. Raises `UsageError` where a line waits for review."""
    name = approval.name(by)
    _ = tuple(_on_sheets(wishes, _require_reviewed))
    return tuple(_on_sheets(wishes, lambda sheet: _approved(sheet, name)))


def _on_sheets(wishes: Wishes, act: Callable[[Sheet], T]) -> Iterator[T]:
    """Do something with each catalog of the sources asked for, alone in the project."""
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        if run.project.root:
            stack.enter_context(files.locked(run.project.root))
        found = False
        for sheet in desk.sheets(run):
            found = True
            yield act(sheet)
        if not found:
            tags = ", ".join(run.targets)
            hint = f"run first: polyglot translate {run.paths[0]} --to {run.targets[0]}"
            raise UsageError(f"there is no catalog in {tags} yet", place=str(run.paths[0]), hint=hint)


def _accepted(sheet: Sheet, grave: Severity) -> Accepted:
    waiting = [line for line in sheet.lines if line.state.rank < State.REVIEWED.rank]
    why = {line.context: _hindrances(line, grave) for line in waiting}
    taken = {line.context: Decision(line.text) for line in waiting if not why[line.context]}
    left = [Left(*sheet.where(line), line.segment.text, why[line.context]) for line in waiting if why[line.context]]
    desk.save(sheet, taken)
    before = len(sheet.lines) - len(waiting)
    return Accepted(sheet.work.prepared.name, str(sheet.path), sheet.target, len(taken), before, tuple(left))


def _hindrances(line: Line, grave: Severity) -> tuple[str, ...]:
    """Why a line cannot be accepted as it stands; empty where it can."""
    found = dict.fromkeys(issue.kind for issue in line.issues if issue.severity.rank >= grave.rank)
    if line.place.stale:
        found["stale"] = None
    machine = line.target is not None and line.target.origin in {Origin.MT, Origin.TM}
    misplaced = line.place.entry is not None and line.place.entry.misplaced
    if not found and (not machine or not line.text or misplaced):
        found["untranslated"] = None
    return tuple(found)


def _require_reviewed(sheet: Sheet) -> None:
    """Raise `UsageError` where a line waits for review."""
    waiting = [line for line in sheet.lines if not review.reviewed(line.place)]
    if not waiting:
        return
    (line, column), tag, name = sheet.where(waiting[0]), sheet.target, sheet.work.prepared.path
    message = f"{len(waiting)} of {len(sheet.lines)} lines are not reviewed in {tag}, the first: "
    hint = f"see them with: polyglot review queue {name} --to {tag}"
    raise UsageError(message + waiting[0].segment.text, place=f"{name}:{line}:{column}", hint=hint)


def _approved(sheet: Sheet, by: str) -> Approved:
    catalog = sheet.work.catalog
    assert catalog is not None
    word = Approval(by, review.fingerprint(sheet.work.recalls))
    wrote = desk.put(sheet, desk.text_of(sheet, approval.recorded(catalog, word)))
    return Approved(sheet.work.prepared.name, str(sheet.path), sheet.target, by, word.digest, wrote)
