"""`polyglot glossary`: what the glossary says, and whether it is sound."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.cli import console
from polyglot.cli.options import Json, exit_code

if TYPE_CHECKING:
    from polyglot.glossary import Concept
    from polyglot.model import Tag
    from polyglot.project import Project

app = typer.Typer(help="Names and terms: lint, find, list.", no_args_is_help=True, rich_markup_mode=None)


def _project() -> Project:
    from polyglot.project import around

    return around((), Path.cwd())


@app.command("lint")
def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Glossary files; else the project's, else the shipped.")
    ] = None,
    *,
    as_json: Json = False,
) -> int:
    """Look for duplicates, contradictions, unknown tags and forms that can never match."""
    from polyglot import glossary, runs

    files = tuple(paths or ()) or runs.glossary_files(_project())
    issues = glossary.lint(files)
    for issue in issues if as_json else ():
        console.as_json(issue)
    if not as_json:
        console.show_issues(issues)
        console.out(f"{len(files)} files, {len(issues)} issues")
    if not paths and not any(issue.severity == "error" for issue in issues):
        runs.names_of(_project())  # a house style that the project names and the files lack is an error too
    return exit_code((issue.severity for issue in issues), "error")


@app.command("find")
def find(
    text: Annotated[str, typer.Argument(help="A text, or a file.")],
    *,
    source: Annotated[str, typer.Option("--from", help="The language of the text.")],
    to: Annotated[str, typer.Option("--to", help="The target language.")],
    date: Annotated[str, typer.Option("--date", help="That of the article: 2010-05-01, 2010-05 or 2010.")] = "",
    as_json: Json = False,
) -> int:
    """Show which names a text has and what they become."""
    from polyglot import locales, runs
    from polyglot.errors import UsageError

    if date and not re.fullmatch(r"\d{4}(-\d\d){0,2}", date):
        raise UsageError(f"{date!r} is no date", hint="write it so: --date 2010-05-01")
    hits = runs.find_names(_project(), text, locales.parse(source), locales.parse(to), date)
    if as_json:
        rows = [
            {
                "concept": hit.concept,
                "term": hit.term,
                "target": hit.target,
                "usage": str(hit.usage),
                "start": hit.span.start,
                "end": hit.span.end,
            }
            for hit in hits
        ]
        console.as_json({"hits": rows})
        return 0
    table = console.table("concept", "term", "target", "usage", "at")
    for hit in hits:
        table.add_row(hit.concept, hit.term, hit.target, str(hit.usage), f"{hit.span.start}-{hit.span.end}")
    console.results().print(table)
    return 0


@app.command("list")
def list_concepts(
    *,
    to: Annotated[str, typer.Option("--to", help="Show the terms of this language only.")] = "",
    as_json: Json = False,
) -> int:
    """List the concepts of the glossary."""
    from polyglot import locales, runs

    wanted = locales.parse(to) if to else None
    concepts = runs.names_of(_project()).concepts
    if as_json:
        console.as_json({"concepts": [_facts(concept, wanted) for concept in concepts]})
        return 0
    table = console.table("concept", "kind", "usage", "terms")
    for concept in concepts:
        terms = ", ".join(f"{tag} {text}" for tag, text in _terms(concept, wanted).items())
        table.add_row(concept.id, str(concept.kind or ""), str(concept.usage), terms)
    console.results().print(table)
    return 0


def _facts(concept: Concept, wanted: Tag | None) -> dict[str, object]:
    facts = {"concept": concept.id, "kind": str(concept.kind or ""), "usage": str(concept.usage)}
    return {**facts, "terms": _terms(concept, wanted)}


def _terms(concept: Concept, wanted: Tag | None) -> dict[str, str]:
    """The preferred term of each language, or of one."""
    return {
        str(term.tag): term.text for term in reversed(concept.terms) if wanted in {None, term.tag} and not term.style
    }
