"""`polyglot strings`: the site's strings, from pages and templates to catalogs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from polyglot.cli import console, options
from polyglot.cli.options import From, Json, Paths, To, one_of

if TYPE_CHECKING:
    from polyglot.errors import Lost, PolyglotError

EngineName = Annotated[str, typer.Option("--engine", help="argos, apertium, pseudo, echo, auto or none.")]
Relock = Annotated[bool, typer.Option("--relock", help="Accept other engines than polyglot.lock names.")]
Refresh = Annotated[
    bool, typer.Option("--refresh", help="Have machine text made again that another engine or name changes.")
]
app = typer.Typer(
    help="Site strings: extract, update, translate, compile, stats.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("extract")
def extract(paths: Paths = None, *, source: From = "", as_json: Json = False) -> int:
    """Collect the site's strings from templates, programs, key files and pages into locales/site.pot.

    What is a source is said under [strings] in polyglot.toml. Lines that at least three of the pages share are recorded
    in locales/furniture.toml.
    """
    from polyglot import strings as site_strings

    found = site_strings.extract(options.wishes(paths, None, source))
    for sentence in found.warnings:
        console.say(f" {sentence}", "yellow", head="warning")
    if as_json:
        told = {
            "output": found.template,
            "strings": len(found.strings),
            "wrote": found.wrote,
            "recorded": found.recorded,
            "sources": found.sources,
            "warnings": found.warnings,
            "broken": console.errors(found.broken),
        }
        console.as_json({"schema": 1, **told})
        return _told_broken(found.broken)
    console.out(f"{found.template}: {len(found.strings)} strings{'' if found.wrote else ', unchanged'}")
    if found.recorded:
        added = f"{found.recorded} lines added that several pages share ({found.lines} in all)"
        console.out(f"{found.furniture}: {added}")
        console.talk().print("read them once: what belongs to the articles, name under keep in [furniture]")
    elif found.pages < found.least and not found.sources:
        console.talk().print(f"no line is recorded as shared: {found.pages} pages; it must stand on {found.least}")
    return _told_broken(found.broken)


def _told_broken(broken: Sequence[PolyglotError]) -> int:
    """Say which sources could not be read; the exit code."""
    code = console.told_all(broken)
    if broken:
        console.say("their strings in the template stay as they were")
    return code


@app.command("update")
def update(*, to: To = None, source: From = "", as_json: Json = False) -> int:
    """Bring each locale's site.po up to locales/site.pot; new strings stay empty until translated."""
    from polyglot import strings as site_strings

    bad: list[PolyglotError] = []
    updated = site_strings.update(options.wishes(None, to, source), bad.append)
    _point_at_extract(updated or bad)
    for path, wrote in updated:
        if as_json:
            console.as_json({"schema": 1, "output": path, "wrote": wrote})
        else:
            console.out(f"{path}{'' if wrote else ': unchanged'}")
    return console.told_all(bad)


@app.command("translate")
def translate(
    *,
    to: To = None,
    source: From = "",
    engine: EngineName = "",
    relock: Relock = False,
    refresh: Refresh = False,
    as_json: Json = False,
) -> int:
    """Fill each locale's catalog: from memory and a table of common words first, by an engine last; all of it fuzzy.

    What people wrote is never changed.
    """
    from dataclasses import replace

    from polyglot import strings as site_strings

    wishes = replace(options.wishes(None, to, source), engine=engine, relock=relock, refresh=refresh)
    bad: list[PolyglotError] = []
    done = site_strings.translate(wishes, lambda told: console.say(told, "yellow"), bad.append)
    _point_at_extract(done.filled or bad)
    for one in done.filled:
        if as_json:
            console.as_json({"schema": 1} | console.plain(one))
        else:
            by = f" by {one.engine}" if one.machine else ""
            counts = (
                f"{one.people} by people, {one.recalled} on record, {one.machine} by machine, {one.missing} missing"
            )
            console.out(f"{one.catalog}: {counts}{by}{'' if one.wrote else '; unchanged'}")
    for problem in done.missing:
        console.say(f" {problem}", "bold red", head="error")
    return console.told_all(bad) or (3 if done.missing else 0)


@app.command("stats")
def stats(*, to: To = None, as_json: Json = False) -> int:
    """How far each locale's catalog has come: translated, fuzzy, missing, and words of the source."""
    from polyglot import strings as site_strings

    bad: list[PolyglotError] = []
    found = site_strings.stats(options.wishes(None, to, ""), bad.append)
    _point_at_extract(found or bad)
    for one in found:
        if as_json:
            console.as_json({"schema": 1} | console.plain(one))
        else:
            words = f"{one.words_translated}, {one.words_fuzzy}, {one.words_missing}"
            counts = f"{one.translated} translated, {one.fuzzy} fuzzy, {one.missing} missing"
            console.out(f"{one.catalog}: {one.strings} strings: {counts}; {one.words} words: {words}")
    return console.told_all(bad)


@app.command("compile")
def compile_catalogs(
    *,
    to: To = None,
    kinds: Annotated[
        list[str] | None, typer.Option("--format", help="mo, jed or i18next; again for more; else as in polyglot.toml.")
    ] = None,
    fuzzy: Annotated[bool, typer.Option("--use-fuzzy", help="Take in what nobody has reviewed.")] = False,
    as_json: Json = False,
) -> int:
    """Compile each locale's site.po to site.mo, or to JSON; what nobody reviewed is left out, and counted."""
    from polyglot import strings as site_strings

    for kind in kinds or ():
        one_of("--format", kind, ("mo", "jed", "i18next"))
    bad: list[PolyglotError] = []
    tallies = site_strings.compile_catalogs(options.wishes(None, to, ""), kinds or (), fuzzy=fuzzy, lost=bad.append)
    _point_at_extract(tallies or bad)
    for tally in tallies:
        if as_json:
            console.as_json({"schema": 1} | console.plain(tally))
        else:
            console.out(f"{tally.catalog}: {tally.published} published, {tally.left_out} left out")
    kept = not kinds and tallies and _keys(to, bad.append, fuzzy=fuzzy, as_json=as_json)
    return console.told_all(bad) or int(bool(kept))


def _keys(to: To, lost: Lost, *, fuzzy: bool, as_json: bool) -> bool:
    """Make the key files of the locales, and say what became of them; whether some stay that people changed."""
    from polyglot import strings as site_strings

    made = site_strings.compile_keys(options.wishes(None, to, ""), fuzzy=fuzzy, lost=lost)
    for path in made.written:
        if as_json:
            console.as_json({"schema": 1, "output": path, "wrote": True})
        else:
            console.out(path)
    for name in made.unfit:
        console.say(
            f"no key file can be made from {name}: it has lists, or its name does not say its language", "yellow"
        )
    for name in made.kept:
        console.say(f" {name} is not as polyglot made it, and stays (move it away to have it made)", "red", head="kept")
    return bool(made.kept)


def _point_at_extract(done: Sequence[object]) -> None:
    """Say what to do first where nothing could be done."""
    if not done:
        console.talk().print("there are no site strings yet; run: polyglot strings extract")
