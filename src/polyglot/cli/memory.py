"""`polyglot memory`: what has been translated before, and memories that come from elsewhere or go there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.cli import console, options
from polyglot.cli.options import Json

if TYPE_CHECKING:
    from polyglot.reuse import Offer

app = typer.Typer(
    help="Translation memory: stats, search, import, export.", no_args_is_help=True, rich_markup_mode=None
)


def _warn(message: str) -> None:
    console.say(f" {message}", "yellow", head="warning")


@app.command("stats")
def stats(*, as_json: Json = False) -> int:
    """Show how many units the memory has, by languages and by where they come from."""
    from polyglot import compendium

    with compendium.opened(options.project_here(), _warn) as known:
        found = known.counts()
    if as_json:
        rows = [{"source": pair.source, "target": pair.target, "origin": kind, "units": n} for pair, kind, n in found]
        console.as_json({"schema": 1, "units": rows})
        return 0
    table = console.table("from", "to", "origin", "units")
    for pair, kind, units in found:
        table.add_row(*pair, str(kind), str(units))
    console.results().print(table)
    return 0


@app.command("search")
def search(
    text: Annotated[str, typer.Argument(help="A sentence.")],
    *,
    source: Annotated[str, typer.Option("--from", help="The language of the sentence.")],
    to: Annotated[str, typer.Option("--to", help="The target language.")],
    as_json: Json = False,
) -> int:
    """Show what is on record for a sentence, and for sentences that are alike."""
    from polyglot import compendium, locales, reuse, runs

    project = options.project_here()
    direction = runs.without_engine(project, locales.parse(source), locales.parse(to))
    with compendium.opened(project, _warn) as known:
        found = reuse.offers(direction, known, reuse.marked(direction, text))
    if as_json:
        console.as_json({"schema": 1, "offers": [_facts(offer) for offer in found]})
        return 0
    table = console.table("%", "match", "origin", "target", "source", "file")
    for offer in found:
        unit = offer.kept.unit
        table.add_row(str(offer.likeness), offer.match, str(unit.kind), offer.text, unit.source, offer.kept.file)
    console.results().print(table)
    return 0


def _facts(offer: Offer) -> dict[str, object]:
    unit = offer.kept.unit
    facts = {"text": offer.text, "likeness": offer.likeness, "match": offer.match, "origin": unit.kind}
    return facts | {"source": unit.source, "target": unit.target, "file": offer.kept.file, "unit": offer.kept.place}


@app.command("import")
def import_file(
    path: Annotated[Path, typer.Argument(help="A .tmx, .po or .mo file, or a folder of catalogs.")],
    *,
    name: Annotated[str, typer.Option("--name", help="What it is called in memory/; else as the file.")] = "",
    source: Annotated[str, typer.Option("--from", help="The source language of catalogs that do not say it.")] = "",
    to: Annotated[str, typer.Option("--to", help="Their target language.")] = "",
    as_json: Json = False,
) -> int:
    """Keep a translation memory of others as memory/NAME.tmx, to be committed; later runs use it."""
    from polyglot import compendium, locales

    project = options.project_here()
    pair = locales.parse(source) if source else None, locales.parse(to) if to else None
    done = compendium.import_file(project, path, name, pair)
    with compendium.opened(project, _warn):
        pass
    if as_json:
        console.as_json({"schema": 1} | console.plain(done))
    else:
        left = f", {done.skipped} left out" if done.skipped else ""
        console.out(f"{done.file}: {done.units} units{left}")
    return 0


@app.command("export")
def export(
    path: Annotated[Path, typer.Argument(help="The TMX file to write.")],
    *,
    to: Annotated[str, typer.Option("--to", help="Only units to this language.")] = "",
    as_json: Json = False,
) -> int:
    """Write what the memory has as TMX 1.4b, with inline codes."""
    from polyglot import compendium, locales

    project = options.project_here()
    with compendium.opened(project, _warn) as known:
        count = compendium.export(project, known, path, locales.parse(to) if to else None)
    if as_json:
        console.as_json({"schema": 1, "output": str(path), "units": count})
    else:
        console.out(f"{path}: {count} units")
    return 0
