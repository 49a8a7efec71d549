"""`polyglot glossary find`, `suggest` and `report`: names of texts, those that no entry covers, those of results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.cli import console, glossary, options
from polyglot.cli.options import From, Json, Paths, To

if TYPE_CHECKING:
    from polyglot.entities import Deviation, Entity
    from polyglot.glossary import Hit
    from polyglot.sightings import Sighting
    from polyglot.suggest import Survey

SHOWN = 3
"""So many deviations of a name are shown, of however many there are."""
COLOUR = "bold green"


@glossary.app.command("find")
def find(
    text: Annotated[str, typer.Argument(help="A text, or a file.")],
    *,
    source: Annotated[str, typer.Option("--from", help="The language of the text.")],
    to: Annotated[str, typer.Option("--to", help="The target language.")],
    date: Annotated[str, typer.Option("--date", help="That of the article: 2010-05-01, 2010-05 or 2010.")] = "",
    as_json: Json = False,
) -> int:
    """Show which names a text has, where, what they become, and which entry says so."""
    from polyglot import locales, sightings
    from polyglot.errors import UsageError
    from polyglot.project import around

    if date and not re.fullmatch(r"\d{4}(-\d\d){0,2}", date):
        raise UsageError(f"{date!r} is no date", hint="write it so: --date 2010-05-01")
    found = sightings.look(around((), Path.cwd()), text, locales.parse(source), locales.parse(to), date)
    if as_json:
        console.as_json({"hits": [_facts(one.hit) for one in found]})
    elif found:
        _show(found)
    else:
        console.say("no names of the glossary were found")
    return 0


def _facts(hit: Hit) -> dict[str, object]:
    facts = {"concept": hit.concept, "term": hit.term, "target": hit.target, "usage": str(hit.usage)}
    return {**facts, "start": hit.span.start, "end": hit.span.end}


def _show(found: Sequence[Sighting]) -> None:
    """A line for each name, coloured among the words around it."""
    from rich.text import Text

    table = console.table("at", "in", "target", "usage", "concept", "entry")
    for one in found:
        hit = one.hit
        context = Text.assemble(one.before, (" ".join(hit.term.split("\n")), COLOUR), one.after)
        at = f"{hit.span.start}-{hit.span.end}"
        table.add_row(at, context, Text(hit.target), str(hit.usage), Text(hit.concept), Text(one.entry))
    console.results().print(table)


@glossary.app.command("suggest")
def suggest(
    paths: Paths = None,
    *,
    source: From = "",
    to: To = None,
    least: Annotated[str, typer.Option("--min", help="Only names that are there so often or more.")] = "1",
    as_csv: Annotated[bool, typer.Option("--csv", help="Write a glossary file, ready to be checked and kept.")] = False,
    as_json: Json = False,
) -> int:
    """Show names in articles that no entry covers, by frequency, with what other languages may call them."""
    from polyglot import suggest as road
    from polyglot.errors import UsageError

    if not least.isascii() or not least.isdigit() or not int(least[:9]):
        raise UsageError(f"--min cannot be {least!r}", hint="write a number from 1 on")
    wishes = options.wishes(paths, to, source)
    survey = road.survey(wishes, int(least[:9]))
    for remark in survey.remarks:
        console.say(remark, head="note: ")
    if as_json:
        for one in survey.suggestions:
            console.as_json({"schema": 1} | console.plain(one))
    elif as_csv:
        console.out(road.as_csv(survey).rstrip("\n"))
    else:
        _show_suggested(survey)
    return 0


def _show_suggested(survey: Survey) -> None:
    from rich.text import Text

    table = console.table("times", "name", "kind", "may become", "first in")
    for one in survey.suggestions:
        terms = ", ".join(f"{tag} {term}" for tag, term in one.terms.items())
        head, name, tail = one.context
        context = Text.assemble(f"{one.place}: ", head, (name, COLOUR), tail)
        table.add_row(str(one.count), Text(one.name), one.kind, Text(terms), context)
    console.results().print(table)
    if survey.suggestions:
        console.say("what targets may call them is a guess to be checked; for a glossary file add --csv")


@glossary.app.command("report")
def report(paths: Paths = None, *, to: To = None, source: From = "", as_json: Json = False) -> int:
    """Show how the names of articles stand in their catalogs: forms, consistency, deviations."""
    from polyglot import entities

    found = entities.report(options.wishes(paths, to, source))
    if as_json:
        for one in found:
            console.as_json({"schema": 1} | console.plain(one) | {"consistency": one.consistency})
    else:
        show_entities(found)
    return 0


def show_entities(found: Sequence[Entity]) -> None:
    """A line for each name and target, then where it deviates."""
    from rich.text import Text

    table = console.table("concept", "target", "asked", "consistency", "forms", "deviations")
    for one in found:
        forms = ", ".join(f"{form} {count}" for form, count in one.forms.items())
        share = "" if one.consistency is None else f"{one.same}/{one.used}"
        row = (one.concept, one.target, str(one.asked), share, forms, str(len(one.deviations) or ""))
        table.add_row(*map(Text, row))
    console.results().print(table)
    for one in found:
        for told in _told(one.deviations):
            console.out(f"{one.concept} ({one.target}): {told}")
    asked, wrong = sum(one.asked for one in found), sum(len(one.deviations) for one in found)
    console.out(f"{len(found)} names, asked for {asked} times, {wrong} deviations")


def _told(deviations: Iterable[Deviation]) -> list[str]:
    """The first deviations with their places, and how many more there are."""
    lines = [f"{one.file}:{one.line}:{one.column}: {one.kind} {one.form}".rstrip() for one in deviations]
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [*lines[:SHOWN], *more]
