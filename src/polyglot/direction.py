"""What the road needs to know of one direction: its names, its protection, its engine, bound to the stations."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache, partial
from itertools import chain

import regex

from polyglot import (
    agreement,
    check,
    detect,
    glossary,
    guards,
    ladder,
    laws,
    memory,
    po,
    protect,
    quotations,
    stutter,
    typography,
)
from polyglot.config import Settings
from polyglot.glossary import Glossary, Usage, Wanted
from polyglot.memory import Memory
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
from polyglot.models import NONE, Choice
from polyglot.version import VERSION

WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|\w+")
"""A word, or a character of a script that sets no spaces between words."""
SHARED_WORDS = 0.5
REMEMBERED = 20_000
"""So many segments' codes, those of a window: what recall, check and receipt ask in turn is found once."""
STRETCH = 256
"""So many segments are looked up in the memory at a time."""
NOWHERE = Span(0, 0)
KEPT = "kept in the source language"
QUOTED = regex.compile(r"(?<!\w)(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
"""Words in a message, as `repr` writes them."""
Watch = Callable[[int], None]
"""Told how many segments have been answered since the last call."""


def silent(_: int) -> None:
    """The watch of those who do not watch."""


def find_names(names: Glossary, source: Tag) -> protect.FindNames:
    """The glossary as a station sees it that looks for names."""
    return lambda text, excluded, transparent: glossary.find(names, text, source, excluded, transparent)


def of(pair: Pair, names: Glossary, settings: Settings, choice: Choice | None) -> Direction:
    """A direction in the house style that the settings name for its target."""
    return Direction(pair, glossary.styled(names, pair.target, settings.styles(pair.target)), settings, choice)


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

    @property
    def edition(self) -> str:
        """What names the glossary and this version: what was recorded with others is asked again."""
        return f"{self.names.digest}-{VERSION}"

    @cached_property
    def on(self) -> Callable[[str], Direction]:
        """The direction for an article of a date: with the names that count on that day."""
        known = {self.names.digest: self}

        def dated(date: str) -> Direction:
            names = glossary.on(self.names, date)
            return known.setdefault(names.digest, replace(self, names=names))

        return dated

    @cached_property
    def wanted(self) -> Callable[[Code], Wanted | None]:
        """What the target must say for a name; None where the glossary does not insist."""

        @cache
        def named(text: str, concept: str) -> Wanted | None:
            want = glossary.wanted(self.names, Code(CodeKind.NAME, NOWHERE, text, concept), self.pair.target)
            return None if want is None or want.usage == Usage.HINT else want

        return lambda code: named(code.text, code.value) if code.kind is CodeKind.NAME else None

    def asking(self, choice: Choice | None) -> Direction:
        """The same direction with another engine; what was found in texts, for which none is asked, is known there."""
        other = replace(self, choice=choice)
        vars(other).update({name: getattr(self, name) for name in ("wanted", "expected", "found")})
        return other

    def form(self, code: Code) -> tuple[str, tuple[str, ...]] | None:
        """What to write for a name, in the capitals of its source, and what else a machine may write.

        A person may say in the plural what the source says of one, and the other way round.
        """
        want = self.wanted(code)
        return None if want is None else (glossary.dress(want.write, code.text, want.term), glossary.as_many(want))

    @cached_property
    def expected(self) -> Callable[[Segment], tuple[Code, ...]]:
        """The codes of a segment that its target must have; the last answers are remembered."""
        return lru_cache(REMEMBERED)(self._expected)

    def _expected(self, segment: Segment) -> tuple[Code, ...]:
        return tuple(protect.spread(protect.expected(segment.codes, self.form)))

    @cached_property
    def found(self) -> Callable[[Segment, str], tuple[Code, ...]]:
        """The codes that a target text has, as far as its segment asks for them; the last answers are remembered."""
        return lru_cache(REMEMBERED)(self._found)

    def _found(self, segment: Segment, text: str) -> tuple[Code, ...]:
        wants = [want for code in segment.codes if (want := self.wanted(code))]

        def names(words: str, excluded: Sequence[Span], transparent: Sequence[Span]) -> tuple[Code, ...]:
            return glossary.found(words, wants, self.pair.target, excluded, transparent)

        text = _unnoted(text, wants)
        kept = protect.kept(segment.codes, text)
        return tuple(protect.spread(protect.find(text, self.pair.target, names, self.settings.protect.patterns, kept)))

    def fits(self, segment: Segment, text: str) -> bool:
        """Whether a text keeps everything that its segment must not lose (`laws.conserved`)."""
        expected, found = self.expected(segment), self.found(segment, text)
        return laws.conserved(expected, found) and laws.nested(expected, found) and not self.refused(segment, text)

    def refused(self, segment: Segment, text: str) -> tuple[str, ...]:
        """The forms in a text that the glossary forbids for a name of its segment."""
        return tuple(code.text for code in self.refused_codes(segment, text))

    def refused_codes(self, segment: Segment, text: str) -> tuple[Code, ...]:
        """The same with their places and concepts."""
        return tuple(code for code, _ in self.corrections(segment, text))

    def corrections(
        self, segment: Segment, text: str, wanted: Iterable[Wanted] = ()
    ) -> tuple[tuple[Code, Wanted], ...]:
        """The forbidden forms in a text, each with what the glossary wants for that name, or what is told here."""
        asked = tuple(wanted) or (want for code in segment.codes if (want := self.wanted(code)))
        wants = {want.concept: want for want in asked if want.forbidden}
        if not wants:
            return ()
        text = _unnoted(text, wants.values())
        codes = protect.find(text, self.pair.target, lambda *_: (), self.settings.protect.patterns)
        excluded = [code.span for code in codes if code.kind is not CodeKind.NUMBER]
        wrong = glossary.refused(text, tuple(wants.values()), self.pair.target, excluded)
        return tuple((code, wants[code.value]) for code in wrong)

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
            raw = protect.restore(self._around(candidate, masked, segment), masked, segment)
            if raw is None:
                return None, "a protected word was lost or doubled"
            text = self._set(stutter.once(raw, segment.text), segment) if raw != segment.text else raw
            if broken := self._broken(segment, text):
                return None, broken
            return text, "" if quotations.alike(segment.text, text) else "a quotation mark lost its partner"

        return judge

    def _around(self, candidate: Candidate, masked: Masked, segment: Segment) -> Candidate:
        """A candidate whose words fit the names that they touch."""
        if self.shows_source or all(slot.kind is not CodeKind.NAME for slot in masked.slots):
            return candidate
        said = agreement.said_with_article(masked.pieces, self.pair.source)
        many = agreement.said_of_several(masked.pieces, self.pair.source)
        wants = {" ".join(code.text.split()): want for code in segment.codes if (want := self.wanted(code))}

        def counted(slot: Slot) -> Slot:
            want = wants.get(" ".join(slot.source.split()))
            if want is None or want.several is not None or slot.number not in many or not want.lemmas:
                return slot
            one, several = (glossary.dress(form, slot.source, want.term) for form in (want.write, want.lemmas[0][0]))
            return replace(slot, target=several) if slot.target == one else slot

        def facts(slot: Slot) -> agreement.Facts:
            want = wants.get(" ".join(slot.source.split()))
            if want is None:
                return agreement.Facts()
            article = said.get(slot.number) and not want.own_article
            several = want.several or (want.several is None and slot.number in many)
            return agreement.Facts(want.kind or "", want.gender, article, several)

        def small(slot: Slot) -> bool:
            want = wants.get(" ".join(slot.source.split()))
            return want is not None and want.term[:1].islower() and not slot.source.isupper()

        pieces = [counted(piece) if isinstance(piece, Slot) else piece for piece in candidate.pieces]
        fitted = agreement.around(pieces, facts, self.pair.target)
        return replace(candidate, pieces=agreement.started(fitted, masked.pieces, small))

    def _set(self, text: str, segment: Segment) -> str:
        """A machine's text as the target language sets it."""
        return typography.localise(text, *self.pair, segment.codes, segment.text)

    def _broken(self, segment: Segment, text: str) -> str:
        """The first law that a machine's text breaks, in words; empty where it keeps them all."""
        if not text.strip():
            return "an empty answer"
        expected, found = self.expected(segment), self.found(segment, text)
        for code in (*laws.lost(expected, found), *laws.gained(expected, found)):
            return f"{code.kind} {code.text!r} has no counterpart"
        if not laws.nested(expected, found):
            return "the tags are not nested as they were"
        for form in self.refused(segment, text):
            return f"the glossary forbids {form!r}"
        if self.choice is None or self.choice.identity.grade == NONE:
            return ""
        return guards.fault(segment.text, text, self.pair, [code.text for code in (*expected, *found)])

    def translate(self, segments: Sequence[Segment], known: Memory | None = None) -> tuple[Target, ...]:
        """A machine target for each segment, or its source with the reason why there is none."""
        targets = dict(self.answers(segments, known=known))
        return tuple(targets[index] for index in range(len(segments)))

    def answers(
        self, segments: Sequence[Segment], watch: Watch = silent, known: Memory | None = None
    ) -> Iterator[tuple[int, Target]]:
        """The target of each segment by its index, as soon as it is there; equal segments are asked for once.

        What the memory has reaches no engine; what an engine says is recorded there before it is given.
        """
        firsts, later = _distinct(segments)
        found: deque[tuple[int, Target]] = deque()
        requests = self._requests(segments, firsts, known, found)
        for index, target in chain(self._climbed(segments, requests, known, found), _drained(found)):
            for place in (index, *later.get(index, ())):
                watch(1)
                yield place, target

    def _climbed(
        self,
        segments: Sequence[Segment],
        requests: Iterable[ladder.Request],
        known: Memory | None,
        found: deque[tuple[int, Target]],
    ) -> Iterator[tuple[int, Target]]:
        """What the engine answers, and, as it goes, what was found without it."""
        if self.choice is None:
            deque(requests, maxlen=0)  # there are none, but what needs no engine is found on the way
            return
        for key, outcome in ladder.climb(requests, self.choice.engine, self.pair, self.choice.identity.rungs):
            yield from _drained(found)
            segment = segments[int(key)]
            if known is not None and outcome.text is not None:
                known.record(self._key(segment), _answer(outcome.text, outcome))
            yield int(key), self._target(segment, outcome)

    def _requests(
        self,
        segments: Sequence[Segment],
        indexes: Sequence[int],
        known: Memory | None,
        found: deque[tuple[int, Target]],
    ) -> Iterator[ladder.Request]:
        """What is to be asked, a stretch at a time; what need not be goes to `found`."""
        for start in range(0, len(indexes), STRETCH):
            stretch = indexes[start : start + STRETCH]
            recorded = self._recorded([segments[index] for index in stretch], known)
            for index, said in zip(stretch, recorded, strict=True):
                given = said or self._without_engine(segments[index])
                if given is None:
                    yield self._request(str(index), segments[index])
                else:
                    found.append((index, given))

    def _recorded(self, segments: Sequence[Segment], known: Memory | None) -> list[Target | None]:
        """What the memory has for each segment, judged like any machine's text; None where nothing serves."""
        if known is None or self.choice is None:
            return [None] * len(segments)
        keys = [self._key(segment) for segment in segments]
        answers = known.find(keys)
        said = [(segment, answers.get(key)) for segment, key in zip(segments, keys, strict=True)]
        return [
            replace(self._said(answer), recalled=True)
            if answer is not None and not self._broken(segment, answer.text)
            else None
            for segment, answer in said
        ]

    def _key(self, segment: Segment) -> bytes:
        return memory.key(self.pair, self.signature, self.edition, segment)

    def unanswered(self, segments: Sequence[Segment], known: Memory | None) -> list[Segment]:
        """The segments that the memory has nothing for."""
        recorded = self._recorded(segments, known)
        return [segment for segment, target in zip(segments, recorded, strict=True) if target is None]

    def _without_engine(self, segment: Segment) -> Target | None:
        """The target of a segment that has nothing to translate, or that no engine may translate."""
        masked = self._masked(segment, Rung.MASK)
        if not any(char.isalpha() for piece in masked.pieces if isinstance(piece, str) for char in piece):
            bare = Candidate(masked.pieces)
            settled = self._agreed(bare, masked) if glossary.governs(self.pair.source) else bare
            text = protect.restore(settled, masked, segment) or segment.text
            text = segment.text if text == segment.text else self._set(text, segment)
            return Target(text, State.TRANSLATED, Origin.TM, unsettled=_told(settled.unsettled))
        if self.choice is None:
            issue = Issue("untranslated", Severity.ERROR, "not translated yet")
            return Target(segment.text, State.INITIAL, Origin.SOURCE, (issue,))
        return None

    def _request(self, key: str, segment: Segment) -> ladder.Request:
        return ladder.Request(key, lambda rung: self._masked(segment, rung), self.accept(segment), self._agreed)

    def _masked(self, segment: Segment, rung: Rung) -> Masked:
        """What an engine sees of a segment, with what the source's language tells of its names."""
        masked = protect.mask(segment, rung, self.form)
        return Masked(tuple(self._told(piece) if isinstance(piece, Slot) else piece for piece in masked.pieces))

    def _told(self, slot: Slot) -> Slot:
        told = glossary.told(self.names, _name(slot), self.pair.source) if slot.kind is CodeKind.NAME else None
        return replace(slot, nature=told.nature, cases=told.cases) if told else slot

    def _agreed(self, candidate: Candidate, masked: Masked) -> Candidate:
        """A candidate with its names in the forms that their places want."""
        source = partial(glossary.wanted_case, language=self.pair.source)
        target = self._target_cases if glossary.governs(self.pair.target) else None
        pieces, unsettled = agreement.agree(candidate.pieces, masked, self._known, source, target)
        return replace(candidate, pieces=pieces, unsettled=unsettled)

    def _target_cases(self, text: str) -> tuple[str, ...]:
        """The cases that a name may have after a text of the target; titles tell where the source's language cannot."""
        language = self.pair.target
        governed = glossary.wanted_case(text, language)
        return governed or (() if glossary.governs(self.pair.source) else glossary.titled_case(text, language))

    def _known(self, slot: Slot) -> agreement.Name | None:
        """What is known of a name; None where its form does not change, or nobody told with what."""
        want = self.wanted(_name(slot))
        if want is None or want.usage == Usage.KEEP or len(want.accepted) == 1:
            return None
        if not want.inflected and not glossary.governs(self.pair.target):
            return None
        told = [agreement.Form(*form) for form in want.inflected]
        lemma = ("nom", "acc") if told else ("nom",)
        untold = tuple(case for case in lemma if not any(case in form.cases for form in told))
        forms = [*([agreement.Form(want.write, untold)] if untold else []), *told]
        forms += [] if told else [agreement.Form(text, ()) for text in want.accepted[1:]]
        return agreement.Name(tuple(forms), slot.cases, partial(glossary.dress, surface=slot.source, term=want.term))

    def _target(self, segment: Segment, outcome: ladder.Outcome) -> Target:
        if outcome.text is None:
            reasons = "; ".join(dict.fromkeys(outcome.failures))
            issue = Issue("untranslated", Severity.ERROR, f"{KEPT} ({reasons})")
            return Target(segment.text, State.INITIAL, Origin.SOURCE, (issue,), self.signature)
        return self._said(_answer(outcome.text, outcome))

    def _said(self, answer: memory.Answer) -> Target:
        target = Target(answer.text, State.TRANSLATED, Origin.MT, engine=self.signature)
        return replace(target, unknown=answer.unknown, pivot_unknown=answer.pivot_unknown, unsettled=answer.unsettled)

    def examine(self, segment: Segment, target: Target) -> tuple[Issue, ...]:
        """All issues of a segment's target."""
        shown = self.shows_source and target.origin is Origin.MT
        return check.examine(
            check.Subject(
                segment.text,
                target,
                self.expected(segment),
                self.found(segment, target.text),
                [(code.text, want.write) for code, want in self.corrections(segment, target.text)],
                same_language=self.pair.source == self.pair.target or shown,
                pair=self.pair,
            )
        )

    @cached_property
    def shows_source(self) -> bool:
        """Whether the engine is one for tests, whose text is meant to be the source's."""
        return self.choice is not None and self.choice.identity.grade == "none"

    def asked(self, segment: Segment) -> tuple[Code, ...]:
        """The names of a segment that the glossary asks for, each as often as it stands there."""
        return tuple(code for code in self.expected(segment) if code.kind is CodeKind.NAME)

    def missed(self, segment: Segment, target: Target) -> tuple[Code, ...]:
        """Those of them that the target does not have right; all of them where it is the source."""
        asked = self.asked(segment)
        return asked if target.state is State.INITIAL else laws.lost(asked, self.found(segment, target.text))

    def terms(self, segment: Segment, target: Target) -> tuple[int, int]:
        """How many names the glossary asks for in a segment, and how many its target has right."""
        asked = len(self.asked(segment))
        return asked, asked - len(self.missed(segment, target))

    def forms(self, segment: Segment) -> str:
        """A digest of the names of a segment and of the forms that are wanted for them; empty where there are none."""
        wanted = {(code.text, form) for code in segment.codes if (form := self.form(code))}
        return po.digest(repr(sorted(wanted))) if wanted else ""

    def notes(self, segment: Segment) -> Iterable[str]:
        """The lines that tell a translator which names a segment has and how to write them."""
        forms = ((code, self.form(code)) for code in segment.codes)
        return dict.fromkeys(f"{code.text} → {form[0]}" for code, form in forms if form)


def _name(slot: Slot) -> Code:
    """A slot's name as it was found."""
    return Code(CodeKind.NAME, NOWHERE, slot.source, slot.concept)


def _unnoted(text: str, wants: Iterable[Wanted]) -> str:
    """A text of the same length that does not say what is noted at first mentions: a former name is no name there."""
    for words in {glossary.words_of_note(want) for want in wants if want.first_mention}:
        text = regex.sub(regex.escape(words), " " * len(words), text, flags=regex.IGNORECASE)
    return text


def reasons(target: Target) -> tuple[str, ...]:
    """Why an engine's target is its source: each rung with the law broken there, without the words that broke it.

    >>> issue = Issue("untranslated", Severity.ERROR, "kept in the source language (mask: number '3' lost)")
    >>> reasons(Target("3 livres", State.INITIAL, Origin.SOURCE, (issue,)))
    ('mask: number lost',)
    """
    messages = [issue.message for issue in target.issues if issue.message.startswith(f"{KEPT} (")]
    told = [QUOTED.sub("", message[len(KEPT) + 2 : -1]) for message in messages]
    return _once(" ".join(reason.split()) for message in told for reason in message.split("; "))


def _is_version(former: str, present: str) -> bool:
    """Whether two texts share half of their words, in order: another sentence in the same place does not."""
    old, new = (WORD.findall(text.casefold()) for text in (former, present))
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= SHARED_WORDS


def _distinct(segments: Sequence[Segment]) -> tuple[list[int], dict[int, list[int]]]:
    """The indexes of the segments that are the first of their kind, and of those that are equal to them."""
    firsts: dict[Segment, int] = {}
    later: dict[int, list[int]] = {}
    for index, segment in enumerate(segments):
        first = firsts.setdefault(segment, index)
        if first != index:
            later.setdefault(first, []).append(index)
    return list(firsts.values()), later


def _drained(found: deque[tuple[int, Target]]) -> Iterator[tuple[int, Target]]:
    while found:
        yield found.popleft()


def _answer(text: str, outcome: ladder.Outcome) -> memory.Answer:
    """What is worth remembering of an outcome."""
    return memory.Answer(text, _once(outcome.unknown), _once(outcome.pivot_unknown), _told(outcome.unsettled))


def _told(unsettled: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The forms in doubt as they are recorded."""
    return _once(map("|".join, unsettled))


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
