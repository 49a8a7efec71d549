"""`polyglot glossary`: what the glossary says, and whether it is sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.cli import console, options
from polyglot.cli.options import Json, exit_code

if TYPE_CHECKING:
    from polyglot.glossary import Concept
    from polyglot.model import Tag

app = typer.Typer(
    help="Names and terms: lint, find, list, suggest, report, import, export.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


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

    files = tuple(paths or ()) or runs.glossary_files(options.project_here())
    issues = glossary.lint(files)
    for issue in issues if as_json else ():
        console.as_json(issue)
    if not as_json:
        console.show_issues(issues)
        console.out(f"{len(files)} files, {len(issues)} issues")
    if not paths and not any(issue.severity == "error" for issue in issues):
        runs.names_of(options.project_here())  # a house style that the project names and the files lack is an error too
    return exit_code((issue.severity for issue in issues), "error")


@app.command("list")
def list_concepts(
    *,
    to: Annotated[str, typer.Option("--to", help="Show the terms of this language only.")] = "",
    missing: Annotated[str, typer.Option("--missing", help="Only those that have no name in this language.")] = "",
    as_json: Json = False,
) -> int:
    """List the concepts of the glossary."""
    from polyglot import locales, runs

    wanted, lacking = (locales.parse(tag) if tag else None for tag in (to, missing))
    every = runs.names_of(options.project_here()).concepts
    concepts = [concept for concept in every if lacking is None or concept.lacks(lacking)]
    if as_json:
        counts = {"missing": lacking, "count": len(concepts), "of": len(every)} if lacking else {}
        console.as_json({"concepts": [_facts(concept, wanted) for concept in concepts]} | counts)
        return 0
    table = console.table("concept", "kind", "usage", "terms")
    for concept in concepts:
        terms = ", ".join(f"{tag} {text}" for tag, text in _terms(concept, wanted).items())
        table.add_row(concept.id, str(concept.kind or ""), str(concept.usage), terms)
    console.results().print(table)
    if lacking:
        console.out(f"{len(concepts)} of {len(every)} concepts have no name in {lacking}")
    return 0


def _facts(concept: Concept, wanted: Tag | None) -> dict[str, object]:
    facts = {"concept": concept.id, "kind": str(concept.kind or ""), "usage": str(concept.usage)}
    return {**facts, "terms": _terms(concept, wanted)}


def _terms(concept: Concept, wanted: Tag | None) -> dict[str, str]:
    """The preferred term of each language, or of one."""
    return {
        str(term.tag): term.text for term in reversed(concept.terms) if wanted in {None, term.tag} and not term.style
    }
