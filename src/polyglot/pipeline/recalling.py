"""Where the results of a work lie, and what stands there already."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from polyglot import files, furniture, grouping, po, receipt
from polyglot.direction import Direction
from polyglot.errors import OutputError
from polyglot.model import Origin, Role, State, Tag, Target
from polyglot.pipeline.works import OUTPUT_HASH, Prepared
from polyglot.project import Project
from polyglot.review import Recall


def in_other_catalogs(prepared: Prepared, target: Tag, project: Project) -> dict[Path, po.PoFile]:
    """What other catalogs have for an article, from a time when `[review] group` said so."""
    places = project.catalogs(prepared.path, target)[1:]
    found = {place: grouping.read(po.read_text(place), place, prepared.name) for place in places}
    return {place: file for place, file in found.items() if file is not None}


def refuse_obstacles(*places: Path | None) -> None:
    """Raise `OutputError` where something stands in the way of a result, before any work is done."""
    for place in filter(None, places):
        parent = next(folder for folder in place.parents if folder.exists())
        if place.is_dir() or not parent.is_dir():
            hint = "move it away, or choose another place with --out"
            what = "there is a folder in its place" if place.is_dir() else f"{parent} is a file, not a folder"
            raise OutputError(f"cannot be written: {what}", place=str(place), hint=hint)


def with_phrase(place: Recall, direction: Direction) -> Recall:
    """A byline of a known shape needs no engine: "par NAME" is "by NAME"."""
    role, engineless = place.unit.unit.role, place.target is None and not direction.shows_source
    if not engineless or role is not Role.BYLINE or len(place.unit.segments) != 1:
        return place
    phrase = furniture.byline(place.unit.unit, *direction.pair)
    return replace(place, target=Target(phrase, State.TRANSLATED, Origin.TM)) if phrase else place


def digest_vouched(slip: Path | None, catalog: po.PoFile | None) -> str:
    """The hash of the output that polyglot wrote last, from its receipt or, outside a project, its catalog."""
    if slip is not None:
        return receipt.output_digest(files.current(slip), str(slip))
    return catalog.field(OUTPUT_HASH) if catalog else ""
