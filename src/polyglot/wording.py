"""The road of one string of a site: taken apart, said from what is on record or by an engine, and put together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from polyglot import message, plurals, po, protect, reuse, review, segment, typography, vocabulary
from polyglot.catalog import Key, SiteString
from polyglot.direction import Direction, find_names
from polyglot.memory import Kind, Memory
from polyglot.message import Case, Plan
from polyglot.model import (
    Code,
    CodeKind,
    Ignorable,
    Issue,
    Origin,
    Role,
    Segment,
    SegmentedUnit,
    Severity,
    Span,
    State,
    Target,
    Unit,
)
from polyglot.project import Project

ARROWS = "«»‹›"


@dataclass(frozen=True)
class Wording:
    """What says the strings of one catalog."""

    project: Project
    direction: Direction
    existing: po.PoFile | None
    memory: Memory | None = None

    @property
    def formula(self) -> str:
        """The `Plural-Forms` of the catalog: its own, else CLDR's."""
        told = self.existing.field("Plural-Forms") if self.existing else ""
        return told if plurals.count(told) else plurals.formula(self.direction.pair.target)

    def plan(self, string: SiteString) -> Plan | None:
        """How a string is to be said; None where that is left to people."""
        return message.planned(string.text, string.plural, self.direction.pair, self.formula, string.flags)

    def said(self, strings: Sequence[SiteString], *, refresh: bool) -> dict[Key, tuple[Target, ...]]:
        """What the program says for each string that no person has translated, and that it does not say already."""
        entries = {(entry.context, entry.source): entry for entry in self.existing.entries} if self.existing else {}
        wanted = [(string, plan) for string in strings if (plan := self._wanted(string, entries.get(string.key)))]
        recalled = {
            (string.key, at): self._recalled(string, one)
            for string, plan in wanted
            for at, one in enumerate(plan.cases)
        }
        asked = [
            (key, self.unit(string, plan.cases[key[1]]))
            for string, plan in wanted
            for key in ((string.key, at) for at in range(len(plan.cases)))
            if recalled[key] is None and not self._is_settled(entries.get(string.key), plan, string, refresh=refresh)
        ]
        answers = {**recalled, **self._translated(dict(asked))}
        found = {string.key: self._targets(string, plan, answers) for string, plan in wanted}
        return {key: targets for key, targets in found.items() if targets}

    def _wanted(self, string: SiteString, entry: po.Entry | None) -> Plan | None:
        """The plan of a string that no person has translated."""
        return None if entry is not None and entry.touched and not entry.obsolete else self.plan(string)

    def unit(self, string: SiteString, one: Case) -> SegmentedUnit:
        """A case of a string as the road of articles sees a text."""
        name = hashlib.sha256(one.text.encode()).hexdigest()[:8]
        role = Role.FURNITURE if string.role is Role.INTERFACE else string.role
        settings, source = self.direction.settings, self.direction.pair.source
        shapes = [code.span for code in protect.find(one.text, source, lambda *_: (), settings.protect.patterns)]
        holders = message.holders(one.text, string.flags)
        keep = tuple(span for span in holders if not any(_within(span, shape) for shape in shapes))
        unit = Unit(f"s{name}", role, Span(0, len(one.text)), one.text, keep=keep)
        marked = protect.mark(unit, source, find_names(self.direction.names, source), settings.protect.patterns)
        named = tuple(replace(one, kind=CodeKind.PLACEHOLDER) if one.span in keep else one for one in marked.codes)
        return segment.segment(replace(marked, codes=named), self.project.rules(source))

    def whole(self, string: SiteString, one: Case) -> Segment:
        """A case as one segment, its codes where they are in the whole text."""
        codes: list[Code] = []
        at = 0
        unit = self.unit(string, one)
        for part in unit.parts:
            if isinstance(part, Segment):
                codes += [code.shifted(at) for code in part.codes]
            at += len(part.text)
        return Segment(unit.unit.text, tuple(codes))

    def _is_settled(self, entry: po.Entry | None, plan: Plan, string: SiteString, *, refresh: bool) -> bool:
        """Whether machine text on record keeps the names as they are wanted now and need not be asked for again.

        That of an engine for tests gives way to any other engine's.
        """
        known = entry.provenance if entry else None
        if entry is None or known is None or entry.misplaced or not self.direction.signature:
            return False
        heard = plan.heard(entry.forms or (entry.target,))
        wholes = [self.whole(string, one) for one in plan.cases]
        if heard is None or not all(map(self.direction.fits, wholes, heard)):
            return False
        ours = known.engine == self.direction.signature
        asked = any(map(self.direction.asked, wholes))
        return ours and not asked if refresh else ours or not known.engine.endswith(review.NO_MODEL)

    def _recalled(self, string: SiteString, one: Case) -> Target | None:
        """What is on record for a case, in the project's memory or in the table of common words.

        An engine for tests is asked for everything.
        """
        if self.direction.shows_source:
            return None
        whole = self.whole(string, one)
        if self.memory is not None and self.direction.settings.memory.reuse != "none" and self.memory.trusts:
            offers = reuse.exact(self.direction, self.memory, whole, 0, Kind.IMPORT)
            best = next(offers, None)
            if best is not None:
                return Target(best.text, State.TRANSLATED, Origin.TM)
        common = vocabulary.say(one.text, self.direction.pair, string.context)
        if common is None:
            return None
        arrows = any(sign in common for sign in ARROWS)  # quotation marks that stand alone are arrows
        text = common if arrows else typography.localise(common, *self.direction.pair, whole.codes, whole.text)
        if not self.direction.fits(whole, text):
            return None
        return Target(text, State.TRANSLATED, Origin.TM, engine=vocabulary.NAME)

    def _translated(self, units: Mapping[tuple[Key, int], SegmentedUnit]) -> dict[tuple[Key, int], Target | None]:
        """What the engine says for each; None where a sentence stayed in the source."""
        segments = [part for unit in units.values() for part in unit.segments]
        targets = iter(self.direction.translate(segments, self.memory) if self.direction.choice else ())
        if self.direction.choice is None:
            return {}
        found: dict[tuple[Key, int], Target | None] = {}
        for key, unit in units.items():
            parts = [part.text if isinstance(part, Ignorable) else next(targets) for part in unit.parts]
            said = [part for part in parts if isinstance(part, Target)]
            complete = bool(said) and all(part.state is not State.INITIAL for part in said)
            text = "".join(part if isinstance(part, str) else part.text for part in parts)
            target = Target(text, State.TRANSLATED, Origin.MT, engine=self.direction.signature)
            found[key] = target if complete else None
        return found

    def _targets(
        self, string: SiteString, plan: Plan, answers: Mapping[tuple[Key, int], Target | None]
    ) -> tuple[Target, ...]:
        """The targets of a string, one for each form; none where one of its cases has no answer, or lost something."""
        found = [answers.get((string.key, at)) for at in range(len(plan.cases))]
        given = [target for target in found if target is not None]
        words = plan.said([target.text for target in given]) if len(given) == len(found) else None
        if words is None:
            return ()
        maker = next((target for target in given if target.origin is Origin.MT), given[0])
        issues = tuple(too_long(string, words))
        return tuple(replace(maker, text=text, issues=issues) for text in words)

    def examine(self, string: SiteString, entry: po.Entry) -> Iterator[Issue]:
        """What a person should know of a translation."""
        words = entry.forms or (entry.target,)
        yield from too_long(string, words)
        plan = self.plan(string)
        if plan is None:
            return
        heard = plan.heard(words)
        if heard is None:
            yield Issue("placeholders", Severity.ERROR, "its choices cannot be read, or are not those of the source")
            return
        origin = Origin.HUMAN if entry.touched else Origin.MT
        for one, text in zip(plan.cases, heard, strict=True):
            found = self.direction.examine(self.whole(string, one), Target(text, entry.state, origin))
            yield from (issue for issue in found if not (issue.kind == "numbers" and one.may_be_silent(text)))


def _within(span: Span, other: Span) -> bool:
    """Whether a span is part of a larger one: a placeholder in a tag."""
    return span != other and other.start <= span.start and span.end <= other.end


def too_long(string: SiteString, words: Sequence[str]) -> Iterator[Issue]:
    """The issue of words that are longer than the notes of a string allow."""
    most = message.limit(string.notes)
    longest = max(map(len, words), default=0)
    if most is not None and longest > most:
        yield Issue("length", Severity.WARNING, f"{longest} characters, where {most} are allowed")
