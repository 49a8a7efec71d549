"""`polyglot status`: how far each locale has come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from polyglot.cli import console
from polyglot.cli.options import From, Json, Paths, To

if TYPE_CHECKING:
    from polyglot.audit import Measure, Standing
    from polyglot.errors import PolyglotError

By = Annotated[
    Literal["translated", "reviewed"],
    typer.Option("--by", help="What --fail-under and --badge count: translated by anybody, or reviewed by people."),
]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-under", help="Exit 1 where less is done: uk=90, or 90 for each locale; repeated or with commas."
    ),
]
Badge = Annotated[Path | None, typer.Option("--badge", help="Write a badge (SVG) that says how much is done.")]
COLUMNS = ("locale", "articles", "segments", "translated", "reviewed", "final", "stale", "missing", "site strings")


def status(
    paths: Paths = None,
    *,
    to: To = None,
    source: From = "",
    fail_under: FailUnder = None,
    by: By = "translated",
    badge: Badge = None,
    as_json: Json = False,
) -> int:
    """Show how far each locale has come: translated, reviewed, stale, missing."""
    from polyglot import audit, locales, orphans, runs
    from polyglot.project import around

    given = dict(_floors(fail_under or ()))
    if badge:
        _require_badge(badge)
    tag = locales.parse(source) if source else None
    wishes = runs.Wishes(paths=tuple(paths or ()), to=runs.tags(to or ()), source=tag)
    bad: list[PolyglotError] = []
    rows = audit.status(wishes, bad.append)
    below = tuple(_below(rows, given, by))
    left = orphans.find(around(paths or (), Path.cwd()), bad.append)
    if badge:
        _write_badge(badge, rows, by)
    if as_json:
        shown = [{**console.plain(row), "percent": row.percent(by)} for row in rows]
        behind = [row.locale for row, _ in below]
        facts = {"schema": 1, "locales": shown, "orphans": len(left), "by": by, "below": behind}
        console.as_json({**facts, "broken": console.errors(bad)})
    else:
        _show(rows)
    if left and not as_json:
        console.say(f"{len(left)} files are left of sources that are gone; see: polyglot review prune --dry-run")
    for row, floor in below:
        console.say(f" {_told(row, floor, by)}", "red", head="error:")
    return console.told_all(bad) or int(bool(below))


def _show(rows: Sequence[Standing]) -> None:
    table = console.table(*COLUMNS)
    for row in rows:
        counts = (row.articles, row.segments, row.translated, row.reviewed, row.final, row.stale, row.missing)
        table.add_row(row.locale, *map(str, counts), f"{row.strings_reviewed}/{row.strings} reviewed")
    console.results().print(table)


def _floors(given: Sequence[str]) -> Iterator[tuple[str, float]]:
    """What `--fail-under` says, by locale; under the empty name for all that it does not name."""
    from polyglot import locales
    from polyglot.errors import UsageError

    for word in (word.strip() for words in given for word in words.split(",")):
        locale, _, number = word.rpartition("=")
        if not _is_percent(number) or (not locale and "=" in word):
            raise UsageError(f"--fail-under cannot be {word!r}", hint="write a percentage: uk=90, or 90 for all")
        yield locales.parse(locale) if locale else "", float(number)


def _is_percent(number: str) -> bool:
    whole, _, rest = number.strip().partition(".")
    digits = (whole + rest).isascii() and whole.isdigit() and (not rest or rest.isdigit())
    return digits and float(number) <= 100


def _below(rows: Sequence[Standing], floors: Mapping[str, float], by: Measure) -> Iterator[tuple[Standing, float]]:
    """The locales of which less is done than is wanted, each with that. Raises `UsageError` for one not looked at."""
    from polyglot.errors import UsageError

    seen = [row.locale for row in rows]
    if strangers := [locale for locale in floors if locale and locale not in seen]:
        hint = f"the locales looked at are {', '.join(seen)}; others come with --to"
        raise UsageError(f"--fail-under names {strangers[0]}, which is not looked at", hint=hint)
    for row in rows:
        floor = floors.get(row.locale, floors.get("", 0.0))
        if row.done(by) * 100 < floor * row.whole:
            yield row, floor


def _told(row: Standing, floor: float, by: Measure) -> str:
    share = f"{row.done(by)} of {row.whole} segments and strings are {by}"
    return f"{row.locale}: {share}, {row.percent(by)} %, less than {floor:g} %"


def _require_badge(place: Path) -> None:
    """Raise `UsageError` where a badge would be written over something else."""
    from polyglot import badge, files
    from polyglot.errors import UsageError

    there = None if place.is_dir() else files.current(place)
    if place.suffix.lower() != ".svg" or place.is_dir() or (there and not badge.is_badge(there)):
        reason = "is no badge that polyglot drew" if there else "is no name for a badge"
        raise UsageError(f"{place} {reason}", hint="name a new file that ends in .svg")


def _write_badge(place: Path, rows: Sequence[Standing], by: Measure) -> None:
    from polyglot import badge, files

    drawn = badge.of_locales(by, [(row.locale, row.percent(by)) for row in rows])
    files.write({place: drawn.encode()})
    console.say(f"{place} says {by} in {len(rows)} locales")
