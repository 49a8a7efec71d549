"""What a person should know of a work: the issues of its segments, each with its place in the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from polyglot import first_mentions, inline, publish, review
from polyglot.model import CodeKind, Issue, Severity, State, Target
from polyglot.omission import Wish
from polyglot.pipeline.works import Work
from polyglot.review import Recall

LEFT_OUT: Mapping[Wish, str] = {
    Wish.DROP: "left out on purpose",
    Wish.JOIN: "said together with the sentence before it",
}
"""What is told of a sentence that a person left out."""


def judged(work: Work, targets: Sequence[Target], rule: publish.Rule) -> tuple[tuple[Issue, ...], dict[str, int]]:
    """The issues of all segments, each with its place in the source; how many names there are, and how many right."""
    issues: list[Issue] = []
    terms = {"hits": 0, "right": 0}
    for place, target in zip(work.recalls, targets, strict=True):
        issues += located(work, place, (*examined(work, place, target), *_withheld(target, rule)))
        hits, right = work.direction.terms(place.whole, target) if place.omitted is None else (0, 0)
        terms = {"hits": terms["hits"] + hits, "right": terms["right"] + right}
    return (*issues, *of_article(work)), terms


def examined(work: Work, place: Recall, target: Target) -> tuple[Issue, ...]:
    """What a person should know of a segment and its target."""
    if place.omitted is not None:
        return (*place.issues, Issue("left-out", Severity.INFO, LEFT_OUT[place.omitted]))
    return (*place.issues, *work.direction.examine(place.whole, target), *_crowded(place))


def of_article(work: Work) -> Iterator[Issue]:
    """What a person should know of an article as a whole."""
    for issue in review.void(work.recalls, work.catalog):
        yield replace(issue, file=work.prepared.name, line=1, column=1)
    for place, issue in first_mentions.missing(work.direction, work.recalls):
        yield from located(work, place, (issue,))


def _crowded(place: Recall) -> Iterator[Issue]:
    """The issue that a segment has more tags than can be set around the right words."""
    tags = sum(code.kind is CodeKind.TAG for code in place.segment.codes)
    if tags > inline.MOST:
        yield Issue("markup", Severity.WARNING, f"{tags} tags in one sentence: at most {inline.MOST} find their places")


def located(work: Work, place: Recall, issues: Iterable[Issue]) -> Iterator[Issue]:
    """Issues of a segment with its place in the source."""
    found = tuple(issues)
    if not found:  # a place is counted from the start of the file, so that looking for each would take long
        return
    unit, document = place.unit, work.prepared.document
    before = takewhile(lambda part: part is not place.segment, unit.parts)
    at = unit.unit.span.start + sum(len(part.text) for part in before)
    for issue in found:
        here = at + issue.offset
        line, column, name = document.line(here), document.column(here), work.prepared.name
        spot = replace(issue, file=name, line=line, column=column, offset=0)
        yield replace(spot, unit=unit.unit.id, segment=place.number)


def _withheld(target: Target, rule: publish.Rule) -> tuple[Issue, ...]:
    """The issue that a translation is there, but may not appear yet."""
    if target.state is State.INITIAL or publish.allowed(target, rule):
        return ()
    instead = "left out" if rule.missing == "omit" else "kept in the source language"
    instead = "not published" if rule.missing == "fail" else instead
    return (Issue("unreviewed", Severity.ERROR, f"{instead}: its translation is not {rule.level} yet"),)
