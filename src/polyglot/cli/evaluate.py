"""`polyglot evaluate`: how good and how fast an engine is on a test set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polyglot.cli import console
from polyglot.cli.options import Json, Quiet

if TYPE_CHECKING:
    from polyglot.direction import Watch
    from polyglot.evaluate import Expected, Figures, ParallelSet, Trap
    from polyglot.model import Identity, Pair
    from polyglot.trial import Measure, Result, Task

LIST = "list"
"""The name that is no set: it asks which there are."""
MISSED_SHOWN = 20
"""So many of the names missed most are shown."""
MEASURES = {
    "surface": "TA-surface",
    "lemma": "TA-lemma",
    "forbidden": "forbidden",
    "consistency": "consistency",
    "kept": "segments kept",
    "over_triggering": "over-triggering",
    "agreement": "agreement",
}
"""What is measured of names, and what people call it."""
NUMBER = re.compile("0*[1-9][0-9]{0,8}")
Row = tuple[str, ...]


def evaluate(
    source_file: Annotated[
        Path | None, typer.Argument(help="The lines to translate; or source and reference in one file with tabs.")
    ] = None,
    reference_file: Annotated[Path | None, typer.Argument(help="What people made of them, line by line.")] = None,
    *,
    source: Annotated[str, typer.Option("--from", help="Source language (BCP 47).")] = "",
    to: Annotated[str, typer.Option("--to", help="Target language (BCP 47).")] = "",
    name: Annotated[str, typer.Option("--set", help="A set of the folder --data: NAME.fr and NAME.en; or list.")] = "",
    data: Annotated[Path, typer.Option("--data", help="The folder with test sets.")] = Path(),
    columns: Annotated[str, typer.Option("--columns", help="Which two of one file's columns, from 1.")] = "1,2",
    engine: Annotated[str, typer.Option("--engine", help="argos, apertium, pseudo, echo or auto.")] = "",
    limit: Annotated[str, typer.Option("--limit", help="Only so many lines, from the first.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="A file for the hypotheses, line by line.")] = None,
    segment: Annotated[
        bool, typer.Option("--segment/--no-segment", help="Cut lines into sentences, as articles are.")
    ] = True,
    no_glossary: Annotated[
        bool, typer.Option("--no-glossary", help="The bare engine: names are counted, not enforced.")
    ] = False,
    terms: Annotated[
        bool, typer.Option("--terms", help="Measure names: right, forbidden, consistent; show those missed.")
    ] = False,
    expect: Annotated[
        Path | None, typer.Option("--expect", help="A set with wanted forms: id, source, term=form|form; with tabs.")
    ] = None,
    traps: Annotated[
        Path | None, typer.Option("--traps", help="Sentences, line by line, in which no name should be found.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Progress as lines that do not move.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> int:
    """Measure an engine on a test set: BLEU, chrF2++, speed, memory, names; through the road that articles take."""
    if name == LIST:
        return _list(data, as_json=as_json)
    from polyglot import trial

    pair = _pair(source, to)
    wanted = _expected(expect, source_file, name)
    texts = wanted.texts if wanted else _texts(pair, (source_file, reference_file), name, data, columns)
    texts = texts.first(_count("--limit", limit)) if limit else texts
    _refuse_obstacles(out, texts)
    expectations = tuple(one for one in wanted.expectations if one.line < len(texts.source)) if wanted else ()
    task = trial.Task(pair, texts, engine, not no_glossary, segment, expectations, _traps(traps))
    result = _held(task, static=plain, quiet=quiet or as_json)
    _write(out, result)
    shown = terms or bool(expect or traps)
    _show(task, result, _facts(task, result, terms=shown), terms=shown, as_json=as_json)
    return 0


def _list(folder: Path, *, as_json: bool) -> int:
    """Show the sets of a folder and their languages."""
    from polyglot import evaluate as station

    sets = station.shelf(folder)
    if as_json:
        console.as_json({"schema": 1, "sets": [{"set": name, "languages": tags} for name, tags in sets.items()]})
        return 0
    for row in _aligned([(name, ", ".join(tags)) for name, tags in sets.items()]):
        console.out(row)
    if not sets:
        console.say(f"{folder} has no sets; a set NAME is two files, such as NAME.fr and NAME.en")
    return 0


def _pair(source: str, to: str) -> Pair:
    from polyglot import locales
    from polyglot.errors import UsageError
    from polyglot.model import Pair

    if not (source and to):
        raise UsageError("both languages of the set have to be named", hint="for instance --from fr --to en")
    pair = Pair(locales.parse(source), locales.parse(to))
    if pair.source == pair.target:
        raise UsageError(f"source and target are both {to}", hint="for instance --from fr --to en")
    return pair


def _texts(pair: Pair, paths: Sequence[Path | None], name: str, data: Path, columns: str) -> ParallelSet:
    """The set that the command line names. Raises `UsageError` where it names none, or two."""
    from polyglot import evaluate as station
    from polyglot.errors import UsageError

    source, reference = paths
    if bool(name) == bool(source):
        what = "a set and files are named" if name else "no test set is named"
        raise UsageError(what, hint="name two files, or one with --columns, or --set NAME with --data FOLDER")
    if source is None:
        return station.named(name, data, pair)
    return station.parallel(source, reference, _columns(columns))


def _expected(path: Path | None, source: Path | None, name: str) -> Expected | None:
    """The set with wanted forms. Raises `UsageError` where another set is named too."""
    from polyglot import evaluate as station
    from polyglot.errors import UsageError

    if path is not None and (source or name):
        raise UsageError("two test sets are named", hint="--expect FILE is one; its fourth column may have references")
    return station.expected(path) if path else None


def _traps(path: Path | None) -> tuple[Trap, ...]:
    from polyglot import evaluate as station

    return station.traps(path) if path else ()


def _columns(text: str) -> tuple[int, int]:
    from polyglot.errors import UsageError

    numbers = text.split(",")
    if len(numbers) != 2:
        raise UsageError(f"--columns cannot be {text!r}", hint="name two, such as --columns 2,3")
    return _count("--columns", numbers[0]), _count("--columns", numbers[1])


def _count(name: str, text: str) -> int:
    """A number from 1 on. Raises `UsageError`."""
    from polyglot.errors import UsageError

    if not NUMBER.fullmatch(text):
        raise UsageError(f"{name} cannot be {text!r}", hint="write a number from 1 on")
    return int(text)


def _refuse_obstacles(out: Path | None, texts: ParallelSet) -> None:
    """Raise, before any work, where the hypotheses would be written over the set or into a folder's place."""
    from polyglot.errors import OutputError, UsageError

    if out is not None and out.is_dir():
        raise OutputError("cannot be written: there is a folder in its place", place=str(out), hint="name a file")
    if out is not None and out.resolve() in {path.resolve() for path in texts.files}:
        raise UsageError("this is a file of the test set", place=str(out), hint="name another --out")


def _write(out: Path | None, result: Result) -> None:
    """Write the hypotheses, one a line."""
    from polyglot import files

    if out is not None:
        files.write({out: "".join(f"{line}\n" for line in result.hypotheses).encode()})


def _held(task: Task, *, static: bool, quiet: bool) -> Result:
    """The trial, watched."""
    from polyglot import trial

    with ExitStack() as stack:

        def plan(identity: Identity, segments: int) -> Watch:
            if not quiet:
                lines = len(task.texts.source)
                console.say(f"{identity.signature} translates {segments} segments of {lines} lines", "dim")
            bar = console.progress(segments, quiet=quiet, static=static)
            bar.start()
            stack.callback(bar.stop)
            return bar.advance

        return trial.hold(task, plan)


def _facts(task: Task, result: Result, *, terms: bool) -> dict[str, Any]:
    """All figures, as machines get them."""
    tally, spent = result.tally, result.spent
    facts: dict[str, Any] = {
        "schema": 1,
        "engine": result.identity.engine,
        "signature": result.identity.signature,
        "source": task.pair.source,
        "target": task.pair.target,
        "set": task.texts.name,
        "lines": len(task.texts.source),
        "segments": tally.segments,
        "words": tally.words,
        "segmented": task.sentences,
        "glossary": task.names,
        **_scores(result.figures),
        "start_seconds": spent.start,
        "seconds": spent.work,
        "sentences_per_second": _rate(tally.segments, spent.work),
        "words_per_second": _rate(tally.words, spent.work),
        "memory_mib": spent.memory,
        "kept": tally.kept,
        "kept_reasons": dict(tally.reasons),
        "issues": dict(tally.issues),
        "terms": tally.terms,
        "published": console.plain(task.texts.published),
    }
    return facts | (_names(result) if terms else {})


def _scores(figures: Figures | None) -> dict[str, Any]:
    """BLEU and chrF; nothing where there are no references."""
    if figures is None:
        return dict.fromkeys(("bleu", "chrf", "bleu_signature", "chrf_signature"))
    scores: dict[str, Any] = console.plain(figures)
    return scores


def _names(result: Result) -> dict[str, Any]:
    """How names fared: the measures, each with its share, then concept by concept."""
    tally = result.tally
    measures = {name: _measure(getattr(tally.measures, name)) for name in MEASURES}
    unmet = [
        {"id": one.id, "term": one.term, "forms": list(one.forms), "hypothesis": result.hypotheses[one.line]}
        for one in tally.unmet
    ]
    entities = [console.plain(one) | {"consistency": one.consistency} for one in tally.entities]
    told = {"names": console.plain(tally.names), "measures": measures, "entities": entities}
    return told | {"unmet": unmet, "sprung": list(tally.sprung)}


def _measure(measure: Measure | None) -> dict[str, Any] | None:
    return None if measure is None else {"count": measure.count, "of": measure.of, "share": measure.share}


def _rate(count: int, seconds: float) -> float | None:
    """So many a second; None where it went too fast to tell."""
    return round(count / seconds, 1) if seconds else None


def _show(task: Task, result: Result, facts: dict[str, Any], *, terms: bool, as_json: bool) -> None:
    if as_json:
        console.as_json(facts)
        return
    systems = [*_aligned(_systems(task, result)), ""] if result.figures else [result.identity.signature, ""]
    for row in (*systems, *_aligned([*_measures(facts), *_counts(facts)])):
        console.out(row)
    for block in _blocks(result, facts) if terms else ():
        for row in ("", *_aligned(block)):
            console.out(row)


def _blocks(result: Result, facts: dict[str, Any]) -> Iterator[list[Row]]:
    """How names fared: the measures, the names missed most, the forms that were expected, the traps that caught."""
    yield [
        (MEASURES[name], f"{told['count']}/{told['of']}", "" if told["share"] is None else f"{told['share']:.4f}")
        for name, told in facts["measures"].items()
        if told is not None
    ]
    missed = [(name.concept, f"{name.right}/{name.hits}") for name in result.tally.names if name.right < name.hits]
    unmet = [(one["id"], f"{one['term']}: {' or '.join(one['forms'])}", one["hypothesis"]) for one in facts["unmet"]]
    sprung = [tuple(name.split(": ", 1)) for name in facts["sprung"]]
    heads = (("names missed", "right"), ("not as expected", "wanted", "said"), ("caught", "by"))
    tables: tuple[Sequence[Row], ...] = (missed, unmet, sprung)
    for head, rows in zip(heads, tables, strict=True):
        if rows:
            more = [("…", f"and {len(rows) - MISSED_SHOWN} more", "")[: len(head)]] if len(rows) > MISSED_SHOWN else []
            yield [head, *rows[:MISSED_SHOWN], *more]


def _systems(task: Task, result: Result) -> Iterator[Row]:
    """A line per system, best first, ours among those that others have published."""
    figures = result.figures
    if figures is None:
        return
    rows = [(score.bleu, score.system, "published", f"{score.bleu:.1f}", "") for score in task.texts.published]
    ours = result.identity.signature + ("" if task.names else ", without the glossary")
    rows.append((figures.bleu, ours, "measured", f"{figures.bleu:.1f}", f"{figures.chrf:.1f}"))
    yield "system", "", "BLEU", "chrF2++"
    yield from (row[1:] for row in sorted(rows, key=lambda row: -row[0]))


def _measures(facts: dict[str, Any]) -> Iterator[Row]:
    """What was measured, and how."""
    cut = "sentences" if facts["segmented"] else "whole lines"
    yield "set", f"{facts['set']}, {facts['source']} to {facts['target']}"
    yield "size", f"{facts['lines']} lines, {facts['segments']} segments ({cut}), {facts['words']} words"
    if facts["bleu"] is not None:
        yield "BLEU", f"{facts['bleu']:.2f}  {facts['bleu_signature']}"
        yield "chrF2++", f"{facts['chrf']:.2f}  {facts['chrf_signature']}"
    yield "start", f"{facts['start_seconds']:.1f} s"
    rates = (facts["words_per_second"], facts["sentences_per_second"])
    told = " ({:.0f} words/s, {:.1f} segments/s)".format(*rates) if all(rates) else ""
    yield "translating", f"{facts['seconds']:.1f} s{told}"
    yield "memory", f"{facts['memory_mib']:.0f} MiB at most" if facts["memory_mib"] else "the system does not tell"


def _counts(facts: dict[str, Any]) -> Iterator[Row]:
    """What was counted."""
    hits, right = facts["terms"]["hits"], facts["terms"]["right"]
    share = f" ({right / hits:.3f})" if hits else ""
    yield "names", f"{right}/{hits}{share}" + ("" if facts["glossary"] else ", not enforced")
    share = f" ({100 * facts['kept'] / facts['lines']:.1f} %)"
    yield "kept", f"{facts['kept']} lines with a segment kept in {facts['source']}{share if facts['kept'] else ''}"
    yield from (("", f"{count} × {reason}") for reason, count in facts["kept_reasons"].items())
    yield "issues", ", ".join(f"{count} {kind}" for kind, count in facts["issues"].items()) or "none"


def _aligned(rows: Sequence[Row] | Iterator[Row]) -> list[str]:
    """Rows with their columns below one another."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
