"""`polyglot models` and `polyglot doctor`: what is installed, what it can do, and how more of it is got."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polyglot.cli import console
from polyglot.cli.options import Json, Quiet

if TYPE_CHECKING:
    from polyglot.engines import Survival
    from polyglot.installation.stock import Stock
    from polyglot.model import Package, Pair
    from polyglot.models.install import Placed

app = typer.Typer(
    help="Engines' models: list, fetch, check and carry them.", no_args_is_help=True, rich_markup_mode=None
)
WRONG = 3
"""The exit code where a model is missing or is not what it should be."""
MEASURED = 12
"""So many pairs of one package are measured: some have hundreds, served by one model."""
Languages = Annotated[list[str] | None, typer.Argument(help="The two languages of a pair (BCP 47): fr en.")]


@app.command("list")
def list_models(
    *,
    engine: Annotated[str, typer.Option("--engine", help="Only this engine's.")] = "",
    as_json: Json = False,
) -> int:
    """List the pairs that the installed engines translate, direct ones."""
    from polyglot import installation
    from polyglot.models.archive import size_told

    found = installation.installed(engine)
    if as_json:
        rows = [
            console.plain(each.identity) | {"package": _package(each.package), "survival": console.plain(each.survival)}
            for each in found
        ]
        console.as_json({"models": rows})
        return 0
    columns = ("engine", "from", "to", "version", "model", "grade", "names kept", "package", "size", "licence")
    table = console.table(*columns)
    for each in found:
        identity, package = each.identity, each.package
        own = (package.name, size_told(package.size), package.licence) if package else ("", "", "")
        source, target = identity.route[0], identity.route[-1]
        kept = _kept(each.survival) if package is None or each.survival else "not measured: polyglot models verify"
        table.add_row(identity.engine, source, target, identity.version, identity.model, identity.grade, kept, *own)
    console.results().print(table, markup=False)
    if not found:
        console.say("no engine is installed; run: polyglot doctor")
    for package in dict.fromkeys(each.package for each in found if each.package):
        if package.distribution or package.scores:
            console.out(f"{package.name}: {'; '.join(_more(package))}")
    for problem in installation.unusable() if engine in {"", "argos"} else ():
        console.say(f"cannot be used: {problem}")
    return 0


def _more(package: Package) -> Iterator[str]:
    """Where a package comes from, what its makers measured, and where they tell about it."""
    if package.distribution:
        yield f"from {package.distribution}"
    for name, figures in package.scores.items():
        yield f"{name} {', '.join(f'{metric} {figure:g}' for metric, figure in figures.items())}"
    if package.card:
        yield f"about it: {package.card}"


def _kept(survival: Survival) -> str:
    """What came through, rung by rung: `inject 98 %, mask 100 %`."""
    return ", ".join(f"{rung} {100 * kept // of} %" for rung, (kept, of) in survival.items() if of)


@app.command("available")
def available(
    languages: Annotated[list[str] | None, typer.Argument(help="A language, or the two of a pair: fr en.")] = None,
    *,
    as_json: Json = False,
) -> int:
    """List the models that can be fetched. Uses the network."""
    from polyglot.errors import UsageError
    from polyglot.installation import stock
    from polyglot.models.archive import size_told

    wanted = languages or []
    if len(wanted) > 2:
        raise UsageError("a pair has two languages", hint="write: polyglot models available fr en")
    rows = stock.available(replace(stock.here(), tell=console.say), *wanted)
    if as_json:
        listed = [console.plain(row.offer) | {"size": row.size, "name": row.offer.name} for row in rows]
        states = [{"installed": row.installed or None, "newer": row.newer} for row in rows]
        console.as_json({"schema": 1, "models": [facts | state for facts, state in zip(listed, states, strict=True)]})
        return 0
    table = console.table("from", "to", "version", "size", "licence", "installed")
    for row in rows:
        state = f"{row.installed} (newer available)" if row.newer else row.installed
        size = size_told(row.size) if row.size else ""
        table.add_row(*row.offer.pair, row.offer.version, size, row.offer.licence, state)
    console.results().print(table, markup=False)
    return 0


@app.command("install")
def install(
    what: Annotated[list[str], typer.Argument(help="Two languages (fr en), an .argosmodel, a bundle or a folder.")],
    *,
    pair: Annotated[
        str, typer.Option("--pair", help="What a folder's model translates, where it does not say: fr-en.")
    ] = "",
    relock: Annotated[bool, typer.Option("--relock", help="Accept other bytes than polyglot.lock pins.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> int:
    """Install models: a pair from the network, direct or through English; a file, a bundle or a folder without it."""
    from polyglot.errors import UsageError
    from polyglot.installation import stock

    named = _pair_named(pair) if pair else None
    found: list[Placed] = []
    with _watched(quiet=quiet or as_json) as store:
        if _is_pair(what):
            if named:
                raise UsageError("--pair goes with a folder", hint="leave it out")
            found += stock.install_pair(store, _pair(what), relock=relock)
        for name in what if not _is_pair(what) else ():
            if not (Path(name).exists() or "/" in name or "." in name):
                hint = "write two languages, or the path of a file or a folder: polyglot models install fr en"
                raise UsageError(f"{name[:80]!r} is no file, and not two languages", hint=hint)
            found += stock.install_path(store, Path(name), named, relock=relock)
    if as_json:
        rows = [
            {
                **console.plain(each.package),
                "replaced": [old.name for old in each.replaced],
                "changed": each.changed,
            }
            for each in found
        ]
        console.as_json({"schema": 1, "installed": rows})
        return 0
    for each in found:
        console.out(str(each.package.folder))
        if not quiet:
            _show_placed(each, pinned=store.project.lock is not None)
    return 0


def _show_placed(placed: Placed, *, pinned: bool) -> None:
    """What happened to a package, in a line."""
    package = placed.package
    pairs = ", ".join(f"{pair.source} to {pair.target}" for pair in package.pairs)
    licence = f"; licence: {package.licence}" if package.licence else "; its licence is not known"
    state = "installed" if placed.changed else "was there already"
    others = [old.name for old in placed.replaced if old.name != package.name]
    instead = f" in place of {', '.join(others)}" if others else ""
    lock = ", pinned in polyglot.lock" if pinned else ""
    console.say(f"{package.name} ({pairs}) {state}{instead}{lock}{licence}")


@app.command("remove")
def remove(
    what: Annotated[list[str], typer.Argument(help="Two languages (fr en), or a package's name.")],
    *,
    as_json: Json = False,
) -> int:
    """Remove the packages of a pair, or one by its name."""
    from polyglot.errors import UsageError
    from polyglot.installation import stock

    if len(what) > 2:
        raise UsageError("name one pair or one package", hint="polyglot models list shows them")
    gone = stock.remove(stock.here(), _pair(what) if len(what) == 2 else what[0])
    if as_json:
        console.as_json({"schema": 1, "removed": [_package(package) for package in gone]})
    else:
        for package in gone:
            console.out(f"removed {package.folder}")
    return 0


@app.command("verify")
def verify(languages: Languages = None, *, as_json: Json = False) -> int:
    """Check installed packages: files, bytes against polyglot.lock, whether they work, and which names come through."""
    from polyglot import installation
    from polyglot.installation import stock

    verdicts = stock.verify(stock.here(), _pair(languages) if languages else None)
    measured = [
        {} if verdict.problems else installation.measure(sorted(verdict.pairs)[:MEASURED]) for verdict in verdicts
    ]
    if as_json:
        told = [{"-".join(pair): console.plain(kept) for pair, kept in each.items()} for each in measured]
        rows = [console.plain(verdict) | {"good": not verdict.problems} for verdict in verdicts]
        console.as_json(
            {"schema": 1, "packages": [row | {"survival": kept} for row, kept in zip(rows, told, strict=True)]}
        )
    else:
        table = console.table("", "package", "pairs", "pinned", "found", "names kept")
        for verdict, kept in zip(verdicts, measured, strict=True):
            pairs = ", ".join(map("-".join, verdict.pairs))
            found = "; ".join(verdict.problems) or "good"
            table.add_row(
                *("!" if verdict.problems else "✓", verdict.name, pairs, "yes" if verdict.pinned else "no", found),
                "; ".join(map(_kept, kept.values())),
            )
        console.results().print(table, markup=False)
        if not verdicts:
            console.say("no package is installed; run: polyglot models install fr en")
    return WRONG if any(verdict.problems for verdict in verdicts) else 0


@app.command("export")
def export(
    languages: Annotated[list[str] | None, typer.Argument(help="Pairs (fr en, fr en en es); all without any.")] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    quiet: Quiet = False,
    as_json: Json = False,
) -> int:
    """Write installed packages to one file, for a machine without a network: polyglot models install FILE."""
    from polyglot.errors import UsageError
    from polyglot.installation import stock
    from polyglot.models.archive import size_told

    named = languages or []
    if len(named) % 2:
        raise UsageError("a pair has two languages", hint="write: polyglot models export fr en --out models.bundle")
    pairs = [_pair(named[at : at + 2]) for at in range(0, len(named), 2)]
    with _watched(quiet=quiet or as_json) as store:
        packages, size, digest = stock.export(store, pairs, out)
    if as_json:
        rows = [_package(package) for package in packages]
        console.as_json({"schema": 1, "bundle": str(out), "size": size, "sha256": digest, "packages": rows})
        return 0
    console.out(str(out))
    if not quiet:
        names = ", ".join(package.name for package in packages)
        console.say(f"{names}: {size_told(size)}, SHA-256 {digest}")
    return 0


@contextmanager
def _watched(*, quiet: bool) -> Iterator[Stock]:
    """The stock of this machine; a person is told what goes on, of the network even with `--quiet`."""
    from polyglot.installation import stock

    with console.transfer(quiet=quiet) as watch:
        yield replace(stock.here(), tell=console.say, watch=watch)


def _is_pair(words: Sequence[str]) -> bool:
    """Whether words are two languages rather than files or folders."""
    from polyglot.locales import SHAPE

    shaped = len(words) == 2 and all(map(SHAPE.fullmatch, words))
    return shaped and not all(Path(word).exists() for word in words)


def _pair(languages: Sequence[str]) -> Pair:
    """Two languages as a pair; raises `UsageError`."""
    from polyglot import locales
    from polyglot.errors import UsageError
    from polyglot.model import Pair

    if len(languages) != 2:
        raise UsageError("a pair has two languages", hint="write them so: fr en")
    pair = Pair(locales.parse(languages[0]), locales.parse(languages[1]))
    if pair.source == pair.target:
        raise UsageError(f"{pair.source} to {pair.target} is no pair", hint="name two different languages")
    return pair


def _pair_named(text: str) -> Pair:
    """The pair that `fr-en` or `pt-BR:en` names; raises `UsageError`."""
    from polyglot.errors import UsageError

    parts = text.split(":") if ":" in text else text.split("-")
    if len(parts) != 2:
        hint = "write --pair fr-en, and with regions --pair pt-BR:en"
        raise UsageError(f"{text[:80]!r} is no pair of languages", hint=hint)
    return _pair(parts)


def _package(package: Package | None) -> dict[str, Any] | None:
    """A package as JSON has it."""
    return None if package is None else console.plain(package)


def doctor(*, as_json: Json = False) -> int:
    """Show what is installed, which pairs work with which engine, and what to run next."""
    from polyglot import installation

    findings = installation.examine()
    if as_json:
        console.as_json({"schema": 1, "findings": [console.plain(finding) for finding in findings]})
    else:
        table = console.table("", "what", "found", "what to do")
        for finding in findings:
            table.add_row(
                "[green]✓[/]" if finding.good else "[yellow]![/]", finding.what, finding.found, finding.advice
            )
        console.results().print(table)
    return 0 if all(finding.good for finding in findings if finding.needed) else 3
