"""The nouns of the road: a source that was read, a work on it for one target, and what becomes of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from polyglot import config, po, review
from polyglot.assets import Asset
from polyglot.catalog import SiteString
from polyglot.direction import Direction
from polyglot.model import UNTOLD, Document, Issue, Origin, SegmentedUnit, Tag
from polyglot.report import Account
from polyglot.review import Recall

OUTPUT_HASH = "X-Polyglot-Output"
"""The header field of a catalog that has the output's SHA-256 where there is no receipt, outside a project."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked to do, flags and configuration joined."""

    out: str = ""
    source: Tag | None = None
    encoding: str = ""
    furniture: config.Furniture = "auto"
    review: bool = True
    publish: bool = True
    companions: frozenset[Path] = frozenset()
    """All sources of the run, their paths resolved."""
    refresh: bool = False
    """Whether machine text is asked for again where it may come out otherwise."""
    frozen: bool = False
    """Whether only what is committed counts, and none of it is changed."""


class Line(NamedTuple):
    """A line of the site in a source."""

    number: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source that has been read, classified, marked and segmented."""

    path: Path
    name: str
    """As it is shown and recorded."""
    data: bytes
    document: Document
    source: Tag
    guessed: bool
    """Whether the source language was detected rather than told."""
    units: tuple[SegmentedUnit, ...]
    """All units, those of the site too."""
    denied: str = ""
    """Why it is not ours to translate; empty where it is."""
    issues: tuple[Issue, ...] = ()
    """What a person should know of the whole of it, whatever it becomes."""

    @property
    def article(self) -> tuple[SegmentedUnit, ...]:
        """The units that the article's catalog has."""
        return tuple(unit for unit in self.units if unit.unit.translate and not unit.unit.role.aside)

    @property
    def aside(self) -> tuple[SegmentedUnit, ...]:
        """The units that belong to the site."""
        return tuple(unit for unit in self.units if unit.unit.role.aside)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that belong to the site."""
        units = (unit.unit for unit in self.aside)
        return tuple(Line(self.document.line(unit.span.start), unit.reason, unit.text) for unit in units)

    @property
    def strings(self) -> tuple[SiteString, ...]:
        """The site strings that this page shows."""
        return tuple(
            SiteString(text, unit.unit.role, (self.name,)) for unit in self.aside for text in unit.unit.strings
        )


@dataclass(frozen=True, slots=True)
class Work:
    """A source and one target: where its results lie and what is on record for it."""

    prepared: Prepared
    direction: Direction
    output: Path | None
    """None where the result goes to standard output."""
    catalog_path: Path | None
    receipt_path: Path | None
    before: str | None
    """The catalog's text on disk."""
    catalog: po.PoFile | None
    """What it has for this article."""
    policy: review.Policy
    recalls: tuple[Recall, ...]
    vouched: str = ""
    """The SHA-256 of the output that polyglot wrote last; empty where it wrote none."""
    siblings: tuple[Tag, ...] = ()
    """All languages that the source is being translated to, this one included."""
    elsewhere: tuple[tuple[Path, po.PoFile], ...] = ()
    """Other catalogs that have the article too: what they say is taken over, and goes from there."""

    @property
    def pending(self) -> tuple[Recall, ...]:
        """The segments that nothing on record serves."""
        return tuple(place for place in self.recalls if place.target is None)

    def is_anothers(self, place: Recall) -> bool:
        """Whether another engine than this work's said what is on record for a segment."""
        ours = self.direction.signature
        said = place.target.engine if place.target is not None and place.target.origin is Origin.MT else ""
        return bool(ours and said) and said != ours


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a source in one target."""

    file: str
    output: str
    source: Tag
    target: Tag
    engine: str
    wrote: bool
    segments: int
    recalled: int
    translated: int
    untranslated: int
    stale: int
    left_out: Mapping[str, int]
    """How many sentences people left out: `dropped`, `joined`."""
    states: Mapping[str, int]
    furniture: int
    terms: Mapping[str, int]
    issues: tuple[Issue, ...] = field(default_factory=tuple)
    assets: int = 0
    """So many files that it refers to lie beside it, copied where that was needed."""
    text: bytes = b""
    """What goes to standard output; empty for what is written to a file."""
    account: Account = field(default=Account(), metadata=UNTOLD)
    """What the report of a build tells beside this."""


class Part(NamedTuple):
    """What an article has in a catalog."""

    catalog: Path
    name: str
    seen: tuple[po.Entry, ...]
    """What it had there when it was read."""
    file: po.PoFile | None
    """None where it is to have nothing there any more."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is left of a work when it is done: its results, to be written."""

    source: Path
    digest: str
    """The SHA-256 of the source as it was read."""
    output: Path | None
    result: Result
    files: Mapping[Path, bytes]
    seen: Mapping[Path, str]
    """The `files.digest_at` of the article and of a catalog of its own that the results were made beside."""
    parts: tuple[Part, ...] = ()
    """What becomes of catalogs that it shares with others, and of those that it has left."""
    assets: tuple[Asset, ...] = ()
    """What the article refers to, that which is not copied too."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A localised file as it would be written."""

    document: Document
    data: bytes
    shown: tuple[str, ...]
    """What each segment says in it, without the marks of direction that are set around stretches."""
    isolates: bool
    """Whether such marks are set."""
    assets: tuple[Asset, ...] = ()
    """What the article refers to, that which is not copied too."""
