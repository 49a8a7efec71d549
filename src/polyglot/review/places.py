"""A segment with its place in the catalog, and what decides whether a recorded text still serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from polyglot import po
from polyglot.config import Stale
from polyglot.model import Code, Issue, Origin, Segment, SegmentedUnit, Severity, State, Target
from polyglot.omission import Wish
from polyglot.review.entries import NAMES, flagged

NO_MODEL = f"/{'0' * 12}"
"""How the signature of an engine ends that has no model: one for tests."""


@dataclass(frozen=True, slots=True)
class Recall:
    """A segment, its place in the catalog, and what is on record for it."""

    context: str
    """The `msgctxt`: unit id, dot, number; kept for as long as the sentence can be told to be the same."""
    segment: Segment
    unit: SegmentedUnit
    number: int
    """Which segment of its unit, from 1."""
    entry: po.Entry | None = None
    target: Target | None = None
    """What may be used as it stands; None where an engine is needed."""
    former: str | None = None
    """The source that a person's translation on record was made for, where it is another one; empty if not known."""
    spare: Target | None = None
    """What is asked for again, and used where no engine has anything better to say."""
    omitted: Wish | None = None
    """Why it publishes nothing, where a person wants it so: it is dropped, or joined to the sentence before it."""
    joined: tuple[Segment, ...] = ()
    """The sentences after it that its target stands for too."""
    proposal: str = ""
    """What is proposed in place of a person's text, which is the target until somebody accepts it; mostly empty."""
    remarks: tuple[Issue, ...] = ()
    """What else a person should know of what was asked for."""

    @property
    def whole(self) -> Segment:
        """All that its target stands for."""
        return _together((self.segment, *self.joined)) if self.joined else self.segment

    @property
    def stale(self) -> bool:
        """Whether a person's translation is on record for an earlier source."""
        return self.former is not None

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What a person should know, whatever its target will be."""
        message = ": ".join(filter(None, ["the source has changed since a person translated it", self.former]))
        return (*self.remarks, Issue("stale", Severity.WARNING, message)) if self.stale else self.remarks


@dataclass(frozen=True, slots=True)
class Policy:
    """What decides whether a recorded text still serves."""

    engine: str
    """The `Identity.signature` that machine text must come from; empty accepts any."""
    fits: Callable[[Segment, str], bool]
    """Whether a text keeps the codes and names of a segment as the glossary wants them now."""
    means_the_same: Callable[[str, str], bool]
    """Whether two versions of a source agree in what a translation must not get wrong: numbers, names, negation."""
    stale: Stale = "human"
    glossary: str = ""
    """What names the glossary and this version: what failed with others is tried again."""
    names: Callable[[Segment], str] = lambda _: ""
    """A digest of the forms that the glossary wants for the names of a segment; empty where it wants none."""
    refresh: bool = False
    """Whether machine text is asked for again where another engine, or other forms of names, may say it otherwise."""

    @property
    def failure(self) -> po.Provenance:
        """The provenance of a segment that this engine, with this glossary, could not translate."""
        return po.Provenance.of("", str(Origin.MT), self.engine, (f"failed={self.glossary}",))

    def keeps(self, known: po.Provenance, segment: Segment) -> bool:
        """Whether machine text that fits stays as it is; that of an engine for tests gives way to any other."""
        ours = known.engine in {self.engine, ""}
        if not self.engine or not self.refresh:
            return ours or not self.engine or not known.engine.endswith(NO_MODEL)
        return ours and "".join(flagged(known, NAMES)) == self.names(segment)


def _together(segments: Sequence[Segment]) -> Segment:
    """Sentences as one, a space between each two."""
    text, codes = "", list[Code]()
    for segment in segments:
        text += " " if text else ""
        codes += [code.shifted(len(text)) for code in segment.codes]
        text += segment.text
    return Segment(text, tuple(codes))


def left_out(places: Iterable[Recall]) -> dict[str, int]:
    """How many sentences people left out, by what they asked for, all ways named."""
    counts = {"dropped": 0, "joined": 0}
    for place in places:
        if place.omitted is not None:
            counts["dropped" if place.omitted is Wish.DROP else "joined"] += 1
    return counts


def states(targets: Iterable[Target]) -> dict[str, int]:
    """How many targets there are in each state, all states named."""
    counts = dict.fromkeys(map(str, State), 0)
    for target in targets:
        counts[str(target.state)] += 1
    return counts
