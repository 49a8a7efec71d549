"""`polyglot review export` and `polyglot review import`: catalogs on their way to a colleague's tool and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, cast

import typer

from polyglot.cli import console, review
from polyglot.cli.options import FailOn, From, Json, Paths, To, exit_code, one_of
from polyglot.errors import UsageError
from polyglot.model import Issue

if TYPE_CHECKING:
    from contextlib import ExitStack

    from polyglot.desk import Sheet
    from polyglot.exchange import FindMatches, Outcome, Shape
    from polyglot.kit import Kind
    from polyglot.runs import Run

FORMATS = ("po", "xliff", "xliff12")
KITS = ("po", "xliff", "omegat")
FOLDER = "review"
"""Where exported files go, in a project, if nobody says otherwise."""
ENDINGS = {".po", ".xlf", ".xliff"}

Format = Annotated[str, typer.Option("--format", help="What is written: xliff (2.1), xliff12 (1.2) or po.")]
Kit = Annotated[str, typer.Option("--kit", help="One archive with texts, terms and memory: po, xliff or omegat.")]
Out = Annotated[Path | None, typer.Option("--out", help="The folder to write into, instead of review/.")]
Only = Annotated[str, typer.Option("--only", help="doubtful: what nobody has reviewed and has an issue.")]


@review.app.command("export")
def export(
    paths: Paths = None,
    *,
    to: To = None,
    source: From = "",
    shape: Format = "",
    kit: Kit = "",
    out: Out = None,
    only: Only = "",
    as_json: Json = False,
) -> int:
    """Write what is on record for articles as files for a translator's tool; an engine is not asked."""
    from contextlib import ExitStack

    from polyglot import files, locales, runs

    one_of("--format", shape, FORMATS)
    one_of("--kit", kit, KITS)
    if kit and shape:
        raise UsageError(
            "--kit and --format", hint="a kit's kind says what its texts are written as: leave out --format"
        )
    shape = shape or FORMATS[1]
    one_of("--only", only, ("doubtful",))
    language = locales.parse(source) if source else None
    with ExitStack() as stack:
        run = runs.start(runs.Wishes(paths=tuple(paths or ()), to=runs.tags(to or ()), source=language), stack)
        folder = out or (run.project.root or Path()) / FOLDER
        made = {}
        find = _find(run, stack)
        for name, data in _packed(run, folder, kit, only, find) if kit else _files(run, folder, shape, only, find):
            made[folder / name] = data
        written = files.write(made)
    for path in made:
        if as_json:
            console.as_json({"schema": 1, "output": path, "wrote": path in written})
        else:
            console.out(f"{path}{'' if path in written else ': unchanged'}")
    if not made and only:
        console.say("nothing is in doubt")
    return 0


def _find(run: Run, stack: ExitStack) -> FindMatches:
    """What looks for matches: in a project, its memory."""
    from polyglot import compendium, exchange

    if run.project.memory is None:
        return exchange.nothing
    return exchange.from_memory(stack.enter_context(compendium.opened(run.project, console.say)))


def _sheets(run: Run) -> Iterator[Sheet]:
    """What is on record of each article; where there is no catalog yet, that is said."""
    from polyglot import desk

    for work in desk.works(run):
        if work.catalog is not None:
            yield desk.sheet_of(work)
            continue
        pair = work.direction.pair
        console.say(f"{work.prepared.name} has no catalog in {pair.target} yet; run: polyglot translate")


def _files(run: Run, folder: Path, shape: str, only: str, find: FindMatches) -> Iterator[tuple[str, bytes]]:
    """The file of each article in each language, by its name; what a tool added to one that stands there is kept."""
    from polyglot import exchange, files

    wanted = cast("Shape", shape)
    for sheet in _sheets(run):
        name = exchange.name_of(sheet, wanted)
        data = exchange.exported(sheet, wanted, only_doubtful=bool(only), find=find, standing=folder / name)
        before = files.current(folder / name) if data else None
        if before is not None:
            exchange.require_taken([sheet], exchange.parcels(before, str(folder / name)))
        if data:
            yield name, data


def _packed(run: Run, folder: Path, kind: str, only: str, find: FindMatches) -> Iterator[tuple[str, bytes]]:
    """The kits, by their names; one that stands there must have been taken back."""
    from polyglot import exchange, kit

    sheets = tuple(_sheets(run))
    for name, data in kit.kits(sheets, cast("Kind", kind), only_doubtful=bool(only), find=find).items():
        place = folder / name
        brought = kit.opened(place) if place.exists() else {}
        for inside, text in brought.items():
            exchange.require_taken(sheets, exchange.parcels(text, f"{place}/{inside}"))
        yield name, data


@review.app.command("import")
def take(
    paths: Annotated[list[Path], typer.Argument(help="What came back: .xlf, .po, .zip, or a published file.")],
    *,
    fail_on: FailOn = "error",
    as_json: Json = False,
) -> int:
    """Take back what a colleague decided; what a person wrote here meanwhile is kept, and told."""
    one_of("--fail-on", fail_on, ("error", "warning", "info", "never"))
    found: list[Issue] = []
    for told in (told for path in paths for told in _told(path)):
        found += told.issues
        if as_json:
            console.as_json({"schema": 1} | console.plain(told.report))
            continue
        console.show_issues(told.issues)
        for remark in told.remarks:
            console.say(remark, head="note: ")
        console.out(told.line)
    return exit_code((issue.severity for issue in found), fail_on)


class Told(NamedTuple):
    """What became of something that came back, for people and for machines."""

    report: object
    line: str
    issues: Sequence[Issue]
    remarks: Sequence[str] = ()


def _told(path: Path) -> Iterator[Told]:
    """What becomes of what a file brings, by its kind."""
    from polyglot import exchange, files, kit

    ending = path.suffix.lower()
    if ending == ".zip":
        brought = kit.opened(path)
    elif ending in ENDINGS:
        brought = {str(path): files.read(path)}
    else:
        yield _edited(path)
        return
    for name, data in brought.items():
        place = f"{path}/{name}" if ending == ".zip" else name
        for parcel in exchange.parcels(data, place):
            yield _merged(exchange.take(parcel))


def _merged(outcome: Outcome) -> Told:
    counts = f"{outcome.taken} taken, {outcome.unchanged} unchanged, {outcome.left} left"
    return Told(outcome, f"{outcome.article} ({outcome.target}): {counts}", outcome.issues, outcome.remarks)


def _edited(path: Path) -> Told:
    """What becomes of the edits in a published file."""
    from contextlib import ExitStack

    from polyglot import files, runs

    try:
        edits = import_module("polyglot.edits")
    except ModuleNotFoundError as error:
        message = "nothing that can come back: it ends neither in .xlf, .xliff, .po nor in .zip"
        raise UsageError(message, place=str(path), hint="name what `polyglot review export` wrote") from error
    with ExitStack() as stack:
        run = runs.start(runs.Wishes(paths=(path,)), stack)
        if run.project.root:
            stack.enter_context(files.locked(run.project.root))
        report = edits.take(run, path)
        return Told(report, f"{report.file} ({report.target}): {len(report.taken)} taken", report.issues)
