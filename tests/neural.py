"""The small neural model that comes with the tests: trained on Tatoeba (see `training/`), fit for plumbing only.

`models/tatoeba-unseen.tsv` has sentences of Tatoeba (CC BY 2.0 FR) that it never saw, French and English.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from polyglot import glossary, protect, runs
from polyglot.config import Settings
from polyglot.direction import Direction, find_names
from polyglot.engines.argos import ArgosEngine
from polyglot.model import Pair, Role, Segment, Span, Tag, Unit
from polyglot.models import Choice
from polyglot.project import Project

HERE = Path(__file__).parent / "models"
PACKAGE = HERE / "translate-fr_en-0_1.argosmodel"
FR_EN = Pair(Tag("fr"), Tag("en"))


def unpack(folder: Path) -> Path:
    """Unpack the package into a folder of packages; gives its own folder."""
    with zipfile.ZipFile(PACKAGE) as archive:
        archive.extractall(folder)
    (package,) = folder.iterdir()
    return package


@contextmanager
def unpacked(folder: Path) -> Iterator[ArgosEngine]:
    """The engine with the package, unpacked into a folder; closed in the end."""
    unpack(folder)
    engine = ArgosEngine(folder)
    try:
        yield engine
    finally:
        engine.close()


@cache
def unseen() -> tuple[tuple[str, str], ...]:
    """Pairs of sentences that the model never saw."""
    rows = (HERE / "tatoeba-unseen.tsv").read_text("utf-8").splitlines()
    return tuple((row.partition("\t")[0], row.partition("\t")[2]) for row in rows)


def direction(engine: ArgosEngine, pair: Pair = FR_EN) -> Direction:
    """The road of a pair, with the shipped names."""
    names = glossary.load(runs.glossary_files(Project(None, Settings())))
    return Direction(pair, names, Settings(), Choice(engine, engine.identity(pair)))


def segment(text: str, way: Direction) -> Segment:
    """A text as one segment, its codes and names found."""
    unit = Unit("u", Role.PARAGRAPH, Span(0, len(text)), text)
    return Segment(text, protect.mark(unit, way.pair.source, find_names(way.names, way.pair.source)).codes)
