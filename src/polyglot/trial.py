"""A trial: how good and how fast an engine is on a test set, by the road that articles take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from polyglot import evaluate, glossary, laws, protect, runs, segment
from polyglot.direction import Direction, Watch, find_names, of, reasons, silent
from polyglot.entities import Entity, Ledger
from polyglot.errors import UsageError
from polyglot.evaluate import Expectation, Figures, ParallelSet, Trap
from polyglot.glossary import Glossary
from polyglot.model import (
    CodeKind,
    Identity,
    Ignorable,
    MarkedUnit,
    Origin,
    Pair,
    Part,
    Role,
    Segment,
    Span,
    State,
    Target,
    Unit,
)
from polyglot.models import NONE, Shelf
from polyglot.project import Project, around

WINDOW = 20_000
"""So many segments are translated together."""
NO_NAMES = Glossary((), "")
Told = TypeVar("Told")
Plan = Callable[[Identity, int], Watch]
"""Told the engine and the number of segments before work starts; answers with who watches the work."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is put to the trial."""

    pair: Pair
    texts: ParallelSet
    engine: str = ""
    """Empty means: as configured."""
    names: bool = True
    """Whether the road knows the glossary; names are counted in any case."""
    sentences: bool = True
    """Whether lines are cut into sentences, as articles are."""
    expectations: tuple[Expectation, ...] = ()
    """The forms of names that a person wants in these texts."""
    traps: tuple[Trap, ...] = ()
    """Sentences in which the glossary should find nothing."""


@dataclass(frozen=True, slots=True)
class Name:
    """How often a concept was asked for, and how often the target had it right."""

    concept: str
    hits: int
    right: int


@dataclass(frozen=True, slots=True)
class Measure:
    """So many out of so many."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where there is nothing to count."""
        return round(self.count / self.of, 4) if self.of else None


@dataclass(frozen=True, slots=True)
class Measures:
    """How names fared. What is kept in the source language is a miss in each of them."""

    surface: Measure
    """TA-surface: the names that a target has in an accepted form, of all that the sources have."""
    lemma: Measure
    """TA-lemma: those that it has in whatever grammatical form."""
    forbidden: Measure
    """Forbidden forms in targets, of all names that the sources have."""
    consistency: Measure
    """The uses of the name that each entity is called most, of all uses."""
    kept: Measure
    """Segments kept in the source language, of all."""
    over_triggering: Measure | None
    """Names found in traps, of so many traps; None where none were set."""
    agreement: Measure | None
    """The expected forms that targets have, of all that were expected; None where none were."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What the work took."""

    start: float
    """Seconds until the engine had answered a first, short segment."""
    work: float
    """Seconds for all segments after that: masking, translating, restoring."""
    memory: float | None
    """The most MiB that this process and the engine's used; None where the system does not tell."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted."""

    segments: int
    words: int
    """Of the source's segments, as white space parts them."""
    kept: int
    """Lines with a segment that was kept in the source language."""
    reasons: Mapping[str, int]
    """How many segments were kept for each reason; one may have several, one for each rung."""
    issues: Mapping[str, int]
    """How many issues there are of each kind."""
    names: tuple[Name, ...]
    """Those that were asked for, most missed first."""
    entities: tuple[Entity, ...]
    """The same with the forms that targets have."""
    measures: Measures
    unmet: tuple[Expectation, ...]
    """The expectations that their lines do not meet."""
    sprung: tuple[str, ...]
    """The names that were found in traps."""

    @property
    def terms(self) -> dict[str, int]:
        """How many names were asked for, and how many the targets have right (TA-surface, with its denominator)."""
        return {"hits": sum(name.hits for name in self.names), "right": sum(name.right for name in self.names)}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a trial."""

    identity: Identity
    figures: Figures | None
    """None where there are no references."""
    hypotheses: tuple[str, ...]
    """One a line of the set; where a segment was kept, its source stands in it and counts as what was said."""
    spent: Spent
    tally: Tally


@dataclass(frozen=True)
class Court:
    """Who translates and who judges: the same direction, or one that knows no names and one that does."""

    worker: Direction
    judge: Direction
    rules: segment.Rules | None
    """None where lines are not cut."""

    def parts(self, line: str) -> tuple[Part, ...]:
        """A line in its sentences, with all codes and names that the judge knows."""
        pair, patterns = self.judge.pair, self.judge.settings.protect.patterns
        unit = Unit("line", Role.PARAGRAPH, Span(0, len(line)), line)
        marked = protect.mark(unit, pair.source, find_names(self.judge.names, pair.source), patterns)
        return _whole(marked) if self.rules is None else segment.segment(marked, self.rules).parts

    def task(self, judged: Segment) -> Segment:
        """A segment as the worker sees it: without the glossary, what stands in a name is looked at for itself."""
        if self.worker is self.judge:
            return judged
        pair, patterns = self.worker.pair, self.worker.settings.protect.patterns
        return Segment(judged.text, protect.find(judged.text, pair.source, lambda *_: (), patterns))


def _whole(marked: MarkedUnit) -> tuple[Part, ...]:
    """A line as one segment, or, where it has nothing to translate, as none."""
    text = marked.unit.text
    if any(map(str.isalnum, text)):
        return (Segment(text, marked.codes),)
    return (Ignorable(text),) if text else ()


def unwatched(_identity: Identity, _segments: int) -> Watch:
    """The plan of a trial that nobody watches."""
    return silent


def hold(task: Task, plan: Plan = unwatched) -> Result:
    """Translate a set by the product's road and score it; nothing is written, recalled or recorded.

    Raises `EngineMissingError` and `LibraryMissingError` before any work, `EngineFailureError` where the engine dies.
    """
    project = around((), Path.cwd())
    with closing(Shelf(project.settings.engines.by_name)) as shelf:
        choice, chosen = _timed(lambda: shelf.choose(task.pair, _engine(project, task)))
        metrics = evaluate.Metrics(task.pair.target) if task.texts.references else None
        judge = of(task.pair, runs.names_of(project), project.settings, choice)
        worker = judge if task.names else replace(judge, names=NO_NAMES)
        court = Court(worker, judge, project.rules(task.pair.source) if task.sentences else None)
        lines = tuple(court.parts(line) for line in task.texts.source)
        given = [court.task(part) for parts in lines for part in parts if isinstance(part, Segment)]
        watch = plan(choice.identity, len(given))
        _, started = _timed(lambda: worker.translate(_shortest(given)))
        targets, seconds = _timed(lambda: tuple(_translated(worker, given, watch)))
        spent = Spent(round(chosen + started, 3), round(seconds, 3), evaluate.peak_memory())
    answers = _answers(lines, targets)
    hypotheses = tuple("".join(answer.text for answer in line) for line in answers)
    figures = metrics.score(hypotheses, task.texts.references) if metrics else None
    return Result(choice.identity, figures, hypotheses, spent, _tally(task, judge, lines, answers))


def _engine(project: Project, task: Task) -> str:
    """The name of the engine: that asked for, else the configured one, though no machine may publish there."""
    settings = project.settings
    name = task.engine or settings.locale(task.pair.target).engine or settings.translate.engine
    if name == NONE:
        raise UsageError("without an engine there is nothing to evaluate", hint="name one with --engine")
    return name


def _timed(work: Callable[[], Told]) -> tuple[Told, float]:
    """What a work gives, and its seconds."""
    began = perf_counter()
    told = work()
    return told, perf_counter() - began


def _shortest(segments: Sequence[Segment]) -> list[Segment]:
    """The shortest segment that an engine is needed for: one with words and without codes."""
    plain = [each for each in segments if not each.codes and any(map(str.isalpha, each.text))]
    return [min(plain, key=lambda each: len(each.text))] if plain else list(segments[:1])


def _translated(worker: Direction, segments: Sequence[Segment], watch: Watch) -> Iterator[Target]:
    for start in range(0, len(segments), WINDOW):
        window = segments[start : start + WINDOW]
        answered = dict(worker.answers(window, watch))
        yield from (answered[index] for index in range(len(window)))


Answer = Target | Ignorable


def _answers(lines: Sequence[tuple[Part, ...]], targets: Sequence[Target]) -> list[list[Answer]]:
    """The lines with a target in the place of each segment."""
    waiting = iter(targets)
    return [[next(waiting) if isinstance(part, Segment) else part for part in parts] for parts in lines]


Judged = Sequence[tuple[Segment, Target]]


def _tally(
    task: Task, judge: Direction, lines: Sequence[tuple[Part, ...]], answers: Sequence[Sequence[Answer]]
) -> Tally:
    """Count what was kept and why, the issues, and the names."""
    judged = [
        (part, answer)
        for parts, line in zip(lines, answers, strict=True)
        for part, answer in zip(parts, line, strict=True)
        if isinstance(part, Segment) and isinstance(answer, Target)
    ]
    issues = Counter(issue.kind for given, target in judged for issue in judge.examine(given, target))
    asked = Counter(code.value for given, _ in judged for code in judge.asked(given))
    missed = Counter(code.value for given, target in judged for code in judge.missed(given, target))
    names = [Name(concept, hits, hits - missed[concept]) for concept, hits in asked.items()]
    entities = _entities(judge, judged)
    unmet = evaluate.missed(task.expectations, ["".join(map(_said, line)) for line in answers])
    sprung = tuple(name for trap in task.traps for name in _sprung(judge, trap))
    return Tally(
        segments=len(judged),
        words=sum(len(given.text.split()) for given, _ in judged),
        kept=sum(any(_is_kept(answer) for answer in line) for line in answers),
        reasons=_ordered(Counter(reason for _, target in judged if _is_kept(target) for reason in reasons(target))),
        issues=_ordered(issues),
        names=tuple(sorted(names, key=lambda name: (name.right - name.hits, -name.hits, name.concept))),
        entities=entities,
        measures=_measures(task, judge, judged, entities, (len(unmet), len(sprung))),
        unmet=unmet,
        sprung=sprung,
    )


def _measures(
    task: Task, judge: Direction, judged: Judged, entities: Sequence[Entity], wrong: tuple[int, int]
) -> Measures:
    """How names fared; `wrong` counts expectations that are not met, and names in traps."""
    hits = sum(len(judge.asked(given)) for given, _ in judged)
    right = hits - sum(len(judge.missed(given, target)) for given, target in judged)
    forbidden = sum(told.kind == "forbidden" for one in entities for told in one.deviations)
    expected, traps = len(task.expectations), len(task.traps)
    return Measures(
        surface=Measure(right, hits),
        lemma=Measure(right + sum(_by_lemma(judge, given, target) for given, target in judged), hits),
        forbidden=Measure(forbidden, hits),
        consistency=Measure(sum(one.same for one in entities), sum(one.used for one in entities)),
        kept=Measure(sum(_is_kept(target) for _, target in judged), len(judged)),
        over_triggering=Measure(wrong[1], traps) if traps else None,
        agreement=Measure(expected - wrong[0], expected) if expected else None,
    )


def _entities(judge: Direction, judged: Judged) -> tuple[Entity, ...]:
    """The names with the forms that targets have; what is kept in the source language has none."""
    ledger = Ledger()
    for given, target in judged:
        ledger.add(judge, given, "" if target.state is State.INITIAL else target.text)
    return ledger.entities()


def _by_lemma(judge: Direction, given: Segment, target: Target) -> int:
    """How many of the names that a target misses it has in a form that nobody accepted; each stretch counts once."""
    if target.state is State.INITIAL:
        return 0
    found = judge.found(given, target.text)
    taken, count = [code.span for code in found if code.kind is CodeKind.NAME], 0
    for code in laws.lost(judge.asked(given), found):
        want = judge.wanted(code)
        span = next(glossary.other_forms(target.text, want, judge.pair.target, taken), None) if want else None
        taken += [span] if span else []
        count += span is not None
    return count


def _sprung(judge: Direction, trap: Trap) -> Iterator[str]:
    """The names that are found in a trap beyond those that it has."""
    finder, patterns = find_names(judge.names, judge.pair.source), judge.settings.protect.patterns
    meant = list(trap.names)
    for code in protect.find(trap.text, judge.pair.source, finder, patterns):
        if code.kind is CodeKind.NAME and code.text in meant:
            meant.remove(code.text)
        elif code.kind is CodeKind.NAME:
            yield f"{code.text}: {trap.text}"


def _said(answer: Answer) -> str:
    """What an answer says in the target language."""
    return "" if _is_kept(answer) else answer.text


def _is_kept(answer: Answer) -> bool:
    """Whether an answer is the source of a segment, for want of a translation."""
    return isinstance(answer, Target) and answer.origin is Origin.SOURCE


def _ordered(counts: Counter[str]) -> dict[str, int]:
    """Counts, the highest first."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
