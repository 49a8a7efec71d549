"""The end of the road: the results of many works are written together, or none of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from polyglot import files, grouping, po
from polyglot.errors import ConflictError, OutputError
from polyglot.pipeline.works import Part, Result, Settled


def commit(settled: Sequence[Settled]) -> tuple[Result, ...]:
    """Write all results of a window, if all is still as it was read; says of each whether it was written."""
    for done in settled:
        if done.output is not None and files.digest_at(done.source) != done.digest:
            raise OutputError(
                "the file changed while it was being translated; nothing was written",
                place=str(done.source),
                hint="run the command again",
            )
    shared = rewritten([part for done in settled for part in done.parts])
    results = {path: data for done in settled for path, data in done.files.items()}
    seen = {path: mark for done in settled for path, mark in done.seen.items()}
    written = set(files.write(results | {path: data for path, data in shared.items() if data}, seen))
    for path in [path for path, data in shared.items() if not data]:
        files.remove(path)
    files.copy({one.place: one.source for done in reversed(settled) for one in done.assets if not one.problem})
    return tuple(replace(done.result, wrote=done.output in written) for done in settled)


def rewritten(parts: Iterable[Part]) -> dict[Path, bytes]:
    """The catalogs in which articles have something else from now on; empty for one that has nothing left.

    Raises `ConflictError` where somebody has changed what an article has there since it was read.
    """
    changed: dict[Path, dict[str, po.PoFile | None]] = {}
    texts: dict[Path, str | None] = {}
    for part in parts:
        text = texts.setdefault(part.catalog, po.read_text(part.catalog))
        present = grouping.read(text, part.catalog, part.name)
        if (present.entries if present else ()) != part.seen:
            hint = "run the command again; what stands there now is kept"
            raise ConflictError("the catalog was changed meanwhile", place=str(part.catalog), hint=hint)
        changed.setdefault(part.catalog, {})[part.name] = part.file
    return {place: grouping.written(texts[place], place, own).encode() for place, own in changed.items()}
