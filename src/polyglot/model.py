"""The nouns of the road: frozen values that one station returns and the next accepts.

The words are those of the trade: XLIFF 2.1 (document, unit, segment, ignorable, code, target, state), TMX, TBX
(concept, term) and ITS 2.0 (issue). Every span counts characters of decoded text, half open, never bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, NewType

UNTOLD = {"told": False}
"""Metadata of a field that no machine reader is shown."""
Tag = NewType("Tag", str)
"""A BCP 47 tag in its canonical spelling (`fr`, `pt-BR`, `zh-Hant`); `locales.parse` makes one."""


class Span(NamedTuple):
    """Characters `start` to `end` (not included) of some text."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same stretch where the text begins `by` characters later."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Pair(NamedTuple):
    """A direction of translation."""

    source: Tag
    target: Tag


class Role(StrEnum):
    """What a unit is on the page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST_ITEM = "list-item"
    CAPTION = "caption"
    BYLINE = "byline"
    METADATA = "metadata"
    CODE = "code"
    FURNITURE = "furniture"
    LEGAL = "legal"
    INTERFACE = "interface"
    """A string that the site's templates, program or key files name."""

    @property
    def aside(self) -> bool:
        """Whether such a unit belongs to the site rather than to the article."""
        return self is Role.FURNITURE or self is Role.LEGAL


class State(StrEnum):
    """How far a target has come (XLIFF 2.1, `state`)."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"

    @property
    def rank(self) -> int:
        """0 for `initial` up to 3 for `final`."""
        return _RANKS[self]


class Origin(StrEnum):
    """Where the words of a target come from."""

    HUMAN = "human"
    TM = "tm"
    MT = "mt"
    SOURCE = "source"


class Severity(StrEnum):
    """How bad an issue is; the order of the members is the order of gravity."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for `info` up to 2 for `error`."""
        return _GRAVITY[self]


_RANKS = {state: rank for rank, state in enumerate(State)}
_GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}


class CodeKind(StrEnum):
    """What a span that a translation must conserve is."""

    NAME = "name"
    NUMBER = "number"
    URL = "url"
    EMAIL = "email"
    HANDLE = "handle"
    PLACEHOLDER = "placeholder"
    CODE = "code"
    TAG = "tag"
    """An inline code of the format; see `Inline`."""


class Side(StrEnum):
    """Which half of a pair of tags a code is."""

    NONE = ""
    """Neither: it stands for itself."""
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Code:
    """A span of source or target text that must have its counterpart on the other side (XLIFF `<ph>`/`<mrk>`)."""

    kind: CodeKind
    span: Span
    """Where it lies in the text it was found in: a unit's, or, in a `Segment`, the segment's."""
    text: str
    """The characters of that span, unchanged."""
    value: str
    """What counterparts share: a number's value (`3.5`), a name's concept, otherwise the text itself."""
    side: Side = Side.NONE
    """In a unit every `OPEN` has its `CLOSE`, and none cross; a segment may have been cut between the two."""

    def shifted(self, by: int) -> Code:
        """The same code in a text that begins `by` characters later (earlier where negative)."""
        return Code(self.kind, self.span.shifted(by), self.text, self.value, self.side)


class Inline(NamedTuple):
    """An inline code of a format in the text of a unit, as it stands there (XLIFF 2.1: half a `<pc>`, or a `<ph>`)."""

    span: Span
    kind: Literal["open", "close", "empty"]
    partner: int
    """Which of the unit's inline codes is its other half; its own index where it is empty or alone."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a document that is translated as one: a paragraph, a heading, a list item."""

    id: str
    """Unique in its document, the same however the unit moves: made from its role and text."""
    role: Role
    span: Span
    """Where it lies in the decoded file."""
    text: str
    """The translatable text, entities decoded, inline codes as they stand."""
    translate: bool = True
    reason: str = ""
    """Why it has this role, where a rule decided so: shown by `polyglot segment`, never empty for furniture."""
    strings: tuple[str, ...] = ()
    """For furniture: the site strings it consists of (a breadcrumb line has several); empty means its whole text."""
    keep: tuple[Span, ...] = ()
    """Stretches of the text that no translation may touch: the author's name in a byline."""
    inline: tuple[Inline, ...] = ()
    """The inline codes of its text, in order: tags, marks of emphasis, images."""
    target: str | None = None
    """What is written in its place, in the form of `text`; None leaves the source as it stands."""
    foreign: tuple[Span, ...] = ()
    """Stretches of the target that are still in the source language."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a localised file is to say of itself; what is empty here it does not say."""

    source: Tag
    target: Tag
    language: bool = False
    """Whether it says its language, and the direction of its script."""
    right_to_left: bool = False
    notice: str = ""
    """For readers: that a machine translated it, in the target language."""
    engine: str = ""
    """For machines: which one; empty where none of its text is a machine's."""
    reviewed: int = 0
    """So many of its segments a person has reviewed."""
    segments: int = 0
    address: str = ""
    """Its own URL."""
    original: str = ""
    """The URL of the source."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Every language in which the page can be had (`hreflang`), with its URL; `x-default` last."""
    slug: bool = False
    """Whether the last part of its address, where the file names it, is made from the translated title."""
    link: Callable[[str], str] | None = None
    """Where a link leads that leads to some place in the source; None leaves all links as they are."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An explicit change of the decoded file outside the units: a notice, a left-out line, an attribute."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file spell its characters."""

    name: str = "utf-8"
    bom: bytes = b""


@dataclass(frozen=True, slots=True)
class Document:
    """A file read by a format: its decoded text as skeleton, its units as spans of it."""

    path: str
    format: str
    text: str
    """The whole decoded file, line ends as they were."""
    units: tuple[Unit, ...]
    """In reading order; their spans never overlap."""
    encoding: Encoding = Encoding()
    edits: tuple[Edit, ...] = ()
    structured: bool = False
    """Whether the format told article from furniture, so that lines are not guessed at."""
    boxes: tuple[Span, ...] = ()
    """The article on a page with furniture, then its smaller parts that a page shows as a box; empty elsewhere."""
    language: str = ""
    """What the file says that it is in, as it says it; empty where it says nothing."""
    foreign: str = ""
    """What the format writes before a stretch that is still in the source language; empty where it writes nothing."""
    original: bytes = field(default=b"", repr=False)
    """The file as it is, where `text` is only what it says: an archive."""
    notes: tuple[str, ...] = ()
    """What a person should know of how it was read, a sentence each."""
    date: str = ""
    """The day on which it appeared, as far as it says so: `2022-02-24`, `2022-02`, `2022`."""
    refusal: str = ""
    """What it says itself against being translated, as it stands there: `translate: false`."""

    def line(self, offset: int) -> int:
        """The line number, from 1, of a character of the text."""
        return bisect_left(_line_ends(self.text), offset) + 1

    def column(self, offset: int) -> int:
        """The column, from 1, of a character of the text."""
        return offset - self.text.rfind("\n", 0, offset)


@lru_cache(maxsize=4)
def _line_ends(text: str) -> tuple[int, ...]:
    """Where the lines of a text end; kept, as each of its issues asks."""
    return tuple(found.start() for found in re.finditer("\n", text))


@dataclass(frozen=True, slots=True)
class MarkedUnit:
    """A unit whose codes and terms have been found."""

    unit: Unit
    codes: tuple[Code, ...]
    """In text order, not overlapping; spans count from the start of the unit's text."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or what stands for one; the piece that is translated, recalled and reviewed."""

    text: str
    codes: tuple[Code, ...] = ()
    """Spans count from the start of the segment's text."""


@dataclass(frozen=True, slots=True)
class Ignorable:
    """White space (or other text without words) between segments: never translated, never lost."""

    text: str


Part = Segment | Ignorable


@dataclass(frozen=True, slots=True)
class SegmentedUnit:
    """A unit cut into parts; joined, they are its text (`laws.partition`)."""

    unit: Unit
    parts: tuple[Part, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts that are translated, in order."""
        return tuple(part for part in self.parts if isinstance(part, Segment))


@dataclass(frozen=True, slots=True)
class Slot:
    """A code taken out of the text that an engine sees; the engine gives it back in its place."""

    number: int
    """Counts the slots of one segment from 0."""
    kind: CodeKind
    source: str
    """As it is written in the source: an engine that knows the name can use its grammar."""
    target: str
    """What stands in the target in its place."""
    accepted: tuple[str, ...] = ()
    """Other forms that are right in the target; an engine that wrote one of them is left alone."""
    side: Side = Side.NONE
    """Which half of a pair of tags it is; see `Code.side`."""
    concept: str = ""
    """For a name, the glossary's concept."""
    nature: str = ""
    """What sort of name it is (`person-f`, `place-pl`): an engine may see another of that sort in its place."""
    cases: tuple[str, ...] = ()
    """The grammatical cases that the source's form stands for, where its language tells."""
    said: str = field(default="", compare=False)
    """Given back: what the engine itself wrote in its place; empty where it wrote nothing of its own."""
    shown: tuple[str, ...] = field(default=(), compare=False)
    """Given back: the cases that another name of its nature came out in."""


@dataclass(frozen=True, slots=True)
class Masked:
    """The only text that an engine is given: what is translated as `str`, what is not as `Slot`."""

    pieces: tuple[str | Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Its slots, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Slot))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One hypothesis of an engine, its slots given back."""

    pieces: tuple[str | Slot, ...]
    score: float | None = None
    """Log probability per token where the engine has one; only comparable within one `Candidates`."""
    unknown: tuple[str, ...] = ()
    """Source words that the engine said it does not know and left as they are."""
    pivot_unknown: tuple[str, ...] = ()
    """Words of the pivot language that the second leg does not know; no place in the source can be told for them."""
    unsettled: tuple[tuple[str, ...], ...] = ()
    """The forms that each name may have whose form could not be settled; the first is the one that is written."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What an engine answers for one item, best first; empty means that it failed, and `failure` says why."""

    hypotheses: tuple[Candidate, ...]
    failure: str = ""


class Rung(StrEnum):
    """A way of protecting slots; the ladder is climbed down in this order."""

    INJECT = "inject"
    STAND_IN = "stand-in"
    MASK = "mask"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Identity:
    """What exactly translates a pair: recorded in `polyglot.lock`, receipts and catalogs."""

    engine: str
    version: str
    model: str
    """The first 12 hex digits of a SHA-256 over the model's files."""
    route: tuple[Tag, ...]
    """Source, pivots, target."""
    rungs: tuple[Rung, ...]
    grade: str
    """`gist` for rule-based or pivot, `draft` for neural, `none` for engines that do not translate."""
    aligns: bool = False

    @property
    def signature(self) -> str:
        """A short, stable name, as written in catalogs: `apertium-3.8.3/fr-ca-en/0123456789ab`."""
        return f"{self.engine}-{self.version}/{'-'.join(self.route)}/{self.model}"


@dataclass(frozen=True, slots=True)
class Distribution:
    """A Python distribution (PEP 503), as `pip` installs and removes it."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


Scores = Mapping[str, Mapping[str, float]]
"""By test set and metric: `{"wmt14": {"bleu": 35.0}}`."""


@dataclass(frozen=True, slots=True)
class Package:
    """A model of an engine, with all that belongs to it, in a folder of its own."""

    name: str
    """What its folder is called, or is to be called: one part of a path, of letters, digits and `._-`."""
    stem: str
    """The name without the version."""
    pairs: tuple[Pair, ...]
    """Every direction that it translates, sorted; never empty."""
    version: str
    licence: str
    """One line; empty where it is not known."""
    size: int
    """Bytes of all its files."""
    folder: Path
    """Where it lies now."""
    distribution: Distribution | None = None
    """What brought it, and alone may take it away; None for what stands among the engine's own packages."""
    scores: Scores = field(default_factory=dict, hash=False)
    """What its makers say that they measured; mostly empty."""
    card: Path | None = None
    """The page about it that lies among its files; None where there is none."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person should know about a result (ITS 2.0 localization quality issue)."""

    kind: str
    """An ITS 2.0 issue type or one of ours: `untranslated`, `terminology`, `numbers`, `stale`, `unknown-word` ..."""
    severity: Severity
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    unit: str = ""
    segment: int = 0
    """Which segment of the unit, from 1; 0 where it concerns the whole unit or file."""
    offset: int = field(default=0, metadata=UNTOLD)
    """How many characters into its segment's source it points, until the road knows line and column."""
    rule: str = field(default="", compare=False, metadata=UNTOLD)
    """Which rule of `check` found it, by which it can be silenced; empty for what no rule found."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a segment says in the target, and how it came to say so."""

    text: str
    state: State
    origin: Origin
    issues: tuple[Issue, ...] = ()
    engine: str = ""
    """The engine's `Identity.signature` for `Origin.MT`."""
    recalled: bool = False
    """Whether it was on record, in a catalog or in the memory, when it was wanted."""
    unknown: tuple[str, ...] = ()
    """Source words that the engine left as they are because it does not know them."""
    pivot_unknown: tuple[str, ...] = ()
    """Words of the pivot language that the second leg left as they are."""
    unsettled: tuple[str, ...] = ()
    """The forms, joined by `|`, of each name whose form could not be settled; the first is the one that is written."""
