"""A look at one source: its works, opened, and the small facts that a survey keeps of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from polyglot import files, pipeline, reuse
from polyglot.errors import OF_ONE_FILE, Lost, refuse
from polyglot.model import Pair, Role, Tag
from polyglot.pipeline import Prepared, Work
from polyglot.runs.places import Claim, claim
from polyglot.runs.run import Run


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a source between the survey and the work on it."""

    path: Path
    name: str
    source: Tag
    guessed: bool
    digest: bytes
    """The SHA-256 of its bytes."""
    targets: tuple[Tag, ...]
    """What it is translated to: not where its catalog cannot be read."""
    segments: int
    """Of all its works together."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a source that must be done."""

    page: Page
    structured: bool
    """Whether its format told article from furniture."""
    aside: int
    """So many of its lines are the site's."""
    strings: tuple[tuple[str, Role], ...]
    """The site's strings that it shows."""
    claims: tuple[Claim, ...]
    pending: int
    """So many segments nothing on record serves."""
    unserved: int
    """So many have no translation yet."""
    others: int
    """So many keep what another engine said."""


def look(prepared: Prepared, works: Sequence[Work]) -> Look:
    """What is to be kept of a source and its works."""
    return Look(
        _page(prepared, works),
        prepared.document.structured,
        len(prepared.aside),
        tuple((string.text, string.role) for string in prepared.strings),
        tuple(map(claim, works)),
        sum(len(work.pending) for work in works),
        sum(reuse.is_unserved(place) for work in works for place in work.recalls),
        sum(work.is_anothers(place) for work in works for place in work.recalls),
    )


def _page(prepared: Prepared, works: Sequence[Work]) -> Page:
    digest = bytes.fromhex(files.digest(prepared.data))
    targets, segments = tuple(work.direction.pair.target for work in works), sum(len(work.recalls) for work in works)
    return Page(prepared.path, prepared.name, prepared.source, prepared.guessed, digest, targets, segments)


def opened(run: Run, prepared: Prepared, wanted: Collection[Tag], lost: Lost = refuse) -> Iterator[Work]:
    """The works on a source, one for each target that is wanted, but those whose catalog or receipt cannot be read."""
    directions, _ = run.directions(prepared.source)
    pairs = [pair for target in run.targets if (pair := Pair(prepared.source, target)) in directions]
    siblings = tuple(pair.target for pair in pairs)
    for pair in (pair for pair in pairs if pair.target in wanted):
        try:
            work = pipeline.open_work(prepared, directions[pair], run.project, run.order, siblings)
        except OF_ONE_FILE as error:
            lost(error)
        else:
            yield work


def those(works: Sequence[Work], wanted: Collection[Tag]) -> Iterator[Work]:
    """Of works that are open, those for these targets."""
    return (work for work in works if work.direction.pair.target in wanted)
