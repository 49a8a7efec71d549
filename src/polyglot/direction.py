"""What the road needs to know of one direction: its names, its protection, its engine, bound to the stations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache

import regex

from polyglot import check, detect, glossary, ladder, laws, protect, quotations, typography
from polyglot.config import Settings
from polyglot.glossary import Glossary, Usage, Wanted
from polyglot.model import (
    Candidate,
    Code,
    CodeKind,
    Issue,
    Masked,
    Origin,
    Pair,
    Rung,
    Segment,
    Severity,
    Slot,
    Span,
    State,
    Tag,
    Target,
)
from polyglot.models import Choice

WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|\w+")
"""A word, or a character of a script that sets no spaces between words."""
SHARED_WORDS = 0.5
REMEMBERED = 4096
"""So many segments' codes: what recall, check and receipt ask in turn is found once."""
NOWHERE = Span(0, 0)
Watch = Callable[[int], None]
"""Told how many segments have been answered since the last call."""


def silent(_: int) -> None:
    """The watch of those who do not watch."""


def find_names(names: Glossary, source: Tag) -> protect.FindNames:
    """The glossary as a station sees it that looks for names."""
    return lambda text, excluded, transparent: glossary.find(names, text, source, excluded, transparent)


@dataclass(frozen=True)
class Direction:
    """A pair with everything that its segments are translated and judged by."""

    pair: Pair
    names: Glossary
    settings: Settings
    choice: Choice | None
    """None where no machine may translate."""

    @property
    def signature(self) -> str:
        """What machine text is signed with; empty without an engine."""
        return self.choice.identity.signature if self.choice else ""

    @cached_property
    def wanted(self) -> Callable[[Code], Wanted | None]:
        """What the target must say for a name; None where the glossary does not insist."""

        @cache
        def named(code: Code) -> Wanted | None:
            want = glossary.wanted(self.names, code, self.pair.target)
            return None if want is None or want.usage == Usage.HINT else want

        return lambda code: named(replace(code, span=NOWHERE)) if code.kind is CodeKind.NAME else None

    def form(self, code: Code) -> tuple[str, tuple[str, ...]] | None:
        """What to write for a name, in the capitals of its source, and what else is right."""
        want = self.wanted(code)
        return None if want is None else (glossary.dress(want.write, code.text, want.term), want.accepted)

    def expected(self, segment: Segment) -> tuple[Code, ...]:
        """The codes of a segment that its target must have."""
        return protect.expected(segment.codes, self.form)

    @cached_property
    def found(self) -> Callable[[Segment, str], tuple[Code, ...]]:
        """The codes that a target text has, as far as its segment asks for them; the last answers are remembered."""
        return lru_cache(REMEMBERED)(self._found)

    def _found(self, segment: Segment, text: str) -> tuple[Code, ...]:
        wants = [want for code in segment.codes if (want := self.wanted(code))]

        def names(words: str, excluded: Sequence[Span], transparent: Sequence[Span]) -> tuple[Code, ...]:
            return glossary.found(words, wants, self.pair.target, excluded, transparent)

        kept = protect.kept(segment.codes, text)
        return protect.find(text, self.pair.target, names, self.settings.protect.patterns, kept)

    def fits(self, segment: Segment, text: str) -> bool:
        """Whether a text keeps everything that its segment must not lose (`laws.conserved`)."""
        return laws.conserved(self.expected(segment), self.found(segment, text)) and not self.refused(segment, text)

    def refused(self, segment: Segment, text: str) -> tuple[str, ...]:
        """The forms in a text that the glossary forbids for a name of its segment."""
        wants = [want for code in segment.codes if (want := self.wanted(code)) and want.forbidden]
        if not wants:
            return ()
        codes = protect.find(text, self.pair.target, lambda *_: (), self.settings.protect.patterns)
        excluded = [code.span for code in codes if code.kind is not CodeKind.NUMBER]
        return tuple(code.text for code in glossary.refused(text, wants, self.pair.target, excluded))

    def means_the_same(self, former: str, present: str) -> bool:
        """Whether two texts are versions of one, with the same codes and as many negations."""
        if not _is_version(former, present):
            return False
        source = self.pair.source
        old, new = (protect.find(text, source, find_names(self.names, source)) for text in (former, present))
        same = laws.conserved(old, new) and laws.conserved(new, old)
        return same and detect.negations(former, source) == detect.negations(present, source)

    def accept(self, segment: Segment) -> Callable[[Candidate, Masked], tuple[str | None, str]]:
        """The judge of a segment's candidates: the finished text, or the law that it breaks, or both text and fault."""

        def judge(candidate: Candidate, masked: Masked) -> tuple[str | None, str]:
            raw = protect.restore(candidate, masked, segment)
            if raw is None:
                return None, "a protected word was lost or doubled"
            text = typography.localise(raw, *self.pair, segment.codes) if raw != segment.text else raw
            if broken := self._broken(segment, text):
                return None, broken
            return text, "" if quotations.alike(segment.text, text) else "a quotation mark lost its partner"

        return judge

    def _broken(self, segment: Segment, text: str) -> str:
        """The first law that a machine's text breaks, in words; empty where it keeps them all."""
        if not text.strip():
            return "an empty answer"
        expected, found = self.expected(segment), self.found(segment, text)
        for code in (*laws.lost(expected, found), *laws.gained(expected, found)):
            return f"{code.kind} {code.text!r} has no counterpart"
        for form in self.refused(segment, text):
            return f"the glossary forbids {form!r}"
        return ""

    def translate(self, segments: Sequence[Segment], watch: Watch = silent) -> tuple[Target, ...]:
        """A machine target for each segment, or its source with the reason why there is none."""
        targets: dict[int, Target] = {}
        requests = []
        for index, segment in enumerate(segments):
            given = self._without_engine(segment)
            if given is None:
                requests.append(self._request(str(index), segment))
            else:
                targets[index] = given
                watch(1)
        if requests and self.choice is not None:
            rungs = self.choice.identity.rungs
            for key, outcome in ladder.climb(requests, self.choice.engine, self.pair, rungs):
                targets[int(key)] = self._target(segments[int(key)], outcome)
                watch(1)
        return tuple(targets[index] for index in range(len(segments)))

    def _without_engine(self, segment: Segment) -> Target | None:
        """The target of a segment that has nothing to translate, or that no engine may translate."""
        pieces = protect.mask(segment, Rung.MASK, self.form).pieces
        if not any(char.isalpha() for piece in pieces if isinstance(piece, str) for char in piece):
            text = "".join(piece.target if isinstance(piece, Slot) else piece for piece in pieces)
            text = segment.text if text == segment.text else typography.localise(text, *self.pair, segment.codes)
            return Target(text, State.TRANSLATED, Origin.TM)
        if self.choice is None:
            issue = Issue("untranslated", Severity.ERROR, "not translated yet")
            return Target(segment.text, State.INITIAL, Origin.SOURCE, (issue,))
        return None

    def _request(self, key: str, segment: Segment) -> ladder.Request:
        return ladder.Request(key, lambda rung: protect.mask(segment, rung, self.form), self.accept(segment))

    def _target(self, segment: Segment, outcome: ladder.Outcome) -> Target:
        if outcome.text is None:
            reasons = "; ".join(dict.fromkeys(outcome.failures))
            issue = Issue("untranslated", Severity.ERROR, f"kept in the source language ({reasons})")
            return Target(segment.text, State.INITIAL, Origin.SOURCE, (issue,), self.signature)
        return Target(
            outcome.text,
            State.TRANSLATED,
            Origin.MT,
            engine=self.signature,
            unknown=_once(outcome.unknown),
            pivot_unknown=_once(outcome.pivot_unknown),
        )

    def examine(self, segment: Segment, target: Target) -> tuple[Issue, ...]:
        """All issues of a segment's target."""
        shown = self.shows_source and target.origin is Origin.MT
        return check.examine(
            check.Subject(
                segment.text,
                target,
                self.expected(segment),
                self.found(segment, target.text),
                self.refused(segment, target.text),
                same_language=self.pair.source == self.pair.target or shown,
            )
        )

    @cached_property
    def shows_source(self) -> bool:
        """Whether the engine is one for tests, whose text is meant to be the source's."""
        return self.choice is not None and self.choice.identity.grade == "none"

    def terms(self, segment: Segment, target: Target) -> tuple[int, int]:
        """How many names the glossary asks for in a segment, and how many its target has right."""
        asked = [code for code in self.expected(segment) if code.kind is CodeKind.NAME]
        if target.state is State.INITIAL:
            return len(asked), 0
        return len(asked), len(asked) - len(laws.lost(asked, self.found(segment, target.text)))

    def notes(self, segment: Segment) -> Iterable[str]:
        """The lines that tell a translator which names a segment has and how to write them."""
        forms = ((code, self.form(code)) for code in segment.codes)
        return dict.fromkeys(f"{code.text} → {form[0]}" for code, form in forms if form)


def _is_version(former: str, present: str) -> bool:
    """Whether two texts share half of their words, in order: another sentence in the same place does not."""
    old, new = (WORD.findall(text.casefold()) for text in (former, present))
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= SHARED_WORDS


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
