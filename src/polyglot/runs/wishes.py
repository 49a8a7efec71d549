"""What is asked of a run, what it tells, and to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from polyglot import locales
from polyglot.config import Furniture
from polyglot.direction import Watch, silent
from polyglot.errors import EngineMissingError, PolyglotError, UsageError
from polyglot.model import Identity, Pair, Severity, Tag
from polyglot.pipeline import Result
from polyglot.site import Tally


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for; empty values mean: as configured."""

    paths: tuple[Path, ...] = ()
    to: tuple[Tag, ...] = ()
    source: Tag | None = None
    out: str = ""
    engine: str = ""
    furniture: Furniture | None = None
    encoding: str = ""
    review: bool = True
    publish: bool = True
    relock: bool = False
    refresh: bool = False
    stdin: bytes | None = None
    """The text of `-`."""
    frozen: bool = False
    """Whether only what is committed counts, and none of it is changed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table that is shown before work starts."""

    pair: Pair
    identity: Identity | None
    """None where no machine translates; `problem` says why where one was wanted."""
    problem: PolyglotError | None = None
    """That no engine serves the pair, or that the locale's site strings cannot be read: it is skipped."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would do, for `--dry-run`."""

    file: str
    pair: Pair
    engine: str
    segments: int
    words: int
    repeats: int
    """Segments that stand more than once and are translated once."""
    recalled: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did."""

    results: tuple[Result, ...] = ()
    """Of each output; of all issues only the first `KEPT` are kept: an audience is told all of them."""
    missing: tuple[EngineMissingError, ...] = ()
    """Locales that no engine serves: skipped."""
    lost: tuple[PolyglotError, ...] = ()
    """What is wrong with files that cannot be read: they, and what would be made from them, are left as they are."""
    strings: tuple[Tally, ...] = ()
    guessed: tuple[tuple[str, Tag], ...] = ()
    """Files whose language was detected."""
    already: tuple[tuple[str, Tag], ...] = ()
    """Files that are in the only target language: skipped."""
    gravest: Severity | None = None
    """That of the worst issue."""
    aside: int = 0
    """How many lines of the site were found in the sources."""
    project: bool = False
    behind: tuple[Path, ...] = ()
    """What a frozen run found that is committed and not what its sources make."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that was set aside."""

    file: str
    line: int
    reason: str
    text: str


Spared = Callable[[Path, bytes], bool]
"""Whether a source with these bytes need not be looked at."""


def unwatched(_rows: Sequence[Row], _segments: int) -> Watch:
    """The plan of a run that nobody watches."""
    return silent


def nothing_spared(_path: Path, _data: bytes) -> bool:
    """Where every page is looked at."""
    return False


def unheard(*_: object) -> None:
    """What nobody listens to."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told what happens, when it happens."""

    plan: Callable[[Sequence[Row], int], Watch] = unwatched
    """Told the table and the number of segments before work starts; answers with who watches the work."""
    written: Callable[[Sequence[Result], Sequence[Aside]], None] = unheard
    """Told the results of a window when they are written, and the lines that were set aside in its sources."""
    warn: Callable[[str], None] = unheard
    """Told what else a person should know, a sentence each."""


NOBODY = Audience()


def tags(texts: Iterable[str]) -> tuple[Tag, ...]:
    """The tags that a person named, also several with commas between them. Raises `UsageError` where one is empty."""
    parts = [part.strip() for text in texts for part in text.split(",")]
    if not all(parts):
        raise UsageError("a language is empty", hint="write it so: --to en, or --to en,es")
    return tuple(locales.parse(part) for part in parts)
