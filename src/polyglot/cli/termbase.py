"""`polyglot glossary import` and `polyglot glossary export`: to and from the tools of others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.cli import console, glossary, options
from polyglot.cli.options import FailOn, Json, exit_code, one_of

if TYPE_CHECKING:
    from polyglot.interchange import Edition, Exported
    from polyglot.model import Tag

SHAPES = ("tbx", "tbx-v2", "csv", "tsv", "deepl", "weblate", "po")
BILINGUAL = ("deepl", "weblate", "po")
ENDINGS = {".tbx": "tbx", ".xml": "tbx", ".csv": "csv", ".tsv": "tsv", ".po": "po"}

Format = Annotated[str, typer.Option("--format", help=f"What the file is: {', '.join(SHAPES)}; else by its name.")]
From = Annotated[str, typer.Option("--from", help="The source language of a file of two languages.")]
To = Annotated[str, typer.Option("--to", help="Its target language.")]


@glossary.app.command("import")
def take(
    paths: Annotated[list[Path], typer.Argument(help="TBX, CSV, TSV or PO files.")],
    *,
    out: Annotated[Path | None, typer.Option("--out", help="The glossary file; else glossary/NAME.csv.")] = None,
    source: From = "",
    to: To = "",
    shape: Format = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done, and write nothing.")] = False,
    fail_on: FailOn = "error",
    as_json: Json = False,
) -> int:
    """Add the names and terms of other tools to a glossary file; what people wrote there is kept, and told."""
    from polyglot import interchange

    one_of("--format", shape, SHAPES)
    one_of("--fail-on", fail_on, ("error", "warning", "info", "never"))
    languages = _tag(source), _tag(to)
    shipped = not options.project_here().glossaries()
    done = []
    for path in paths:
        one = interchange.take(options.project_here(), path, out, languages, shape, dry=dry_run)
        done.append(one)
        if as_json:
            console.as_json({"schema": 1} | console.plain(one))
            continue
        console.show_most(one.issues)
        counts = f"{one.added} added, {one.changed} changed, {one.unchanged} unchanged"
        console.out(f"{one.output}: {counts}{', nothing written' if dry_run else ''}")
    if shipped and options.project_here().glossaries():
        console.say("the project has a glossary of its own now; `polyglot init` copies the shipped names into it")
    return exit_code((issue.severity for one in done for issue in one.issues), fail_on)


@glossary.app.command("export")
def give(
    path: Annotated[Path, typer.Argument(help="The file to write.")],
    files: Annotated[list[Path] | None, typer.Argument(help="Glossary files; else the project's.")] = None,
    *,
    source: From = "",
    to: To = "",
    shape: Format = "",
    dialect: Annotated[str, typer.Option("--dialect", help="Of TBX: basic or min.")] = "",
    style: Annotated[str, typer.Option("--style", help="Of TBX: dca (attributes) or dct (tags).")] = "",
    as_json: Json = False,
) -> int:
    """Write the glossary for other tools; a TBX file that was imported comes out whole, with what was changed since."""
    one_of("--format", shape, SHAPES)
    one_of("--dialect", dialect, ("basic", "min"))
    one_of("--style", style, ("dca", "dct"))
    done = _given(path, files or [], shape, (source, to), (dialect, style))
    if as_json:
        console.as_json({"schema": 1} | console.plain(done))
    else:
        console.out(f"{done.output}: {done.concepts} concepts{'' if done.wrote else ', unchanged'}")
    return 0


def _given(path: Path, files: list[Path], shape: str, languages: tuple[str, str], ways: tuple[str, str]) -> Exported:
    from polyglot import interchange
    from polyglot.errors import UsageError

    asked, shape = shape, shape or ENDINGS.get(path.suffix.lower(), "")
    if not shape:
        raise UsageError("the name does not tell the format", place=str(path), hint=f"--format: {', '.join(SHAPES)}")
    if any(ways) and not shape.startswith("tbx"):
        raise UsageError("--dialect and --style are of TBX", hint="leave them out, or add --format tbx")
    project = options.project_here()
    if shape in BILINGUAL:
        source, target = _tag(languages[0]), _tag(languages[1])
        if source is None or target is None:
            raise UsageError(f"{shape} is a format of two languages", hint="tell them with --from and --to")
        return interchange.give_pairs(project, path, files, shape, (source, target))
    if shape in {"csv", "tsv"}:
        return interchange.give_table(project, path, files, "\t" if shape == "tsv" else ",")
    return interchange.give_tbx(project, path, files, _edition(asked, *ways))


def _edition(shape: str, dialect: str, style: str) -> Edition:
    """The edition of TBX that was asked for."""
    from polyglot.errors import UsageError
    from polyglot.interchange import Edition

    if shape == "tbx-v2" and (dialect == "min" or style == "dct"):
        raise UsageError("TBX v2 is written as TBX-Basic, with attributes", hint="leave out --dialect and --style")
    version = {"tbx-v2": 2, "tbx": 3}.get(shape, 3 if dialect or style else 0)
    return Edition(version, style, dialect)


def _tag(text: str) -> Tag | None:
    from polyglot import locales

    return locales.parse(text) if text else None
