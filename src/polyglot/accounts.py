"""What the report of a build tells of a work: where its text comes from, what to look at, how its names are said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from polyglot.direction import Direction
from polyglot.model import CodeKind, Issue, Origin, State, Target
from polyglot.report import Account, Change, Line, Name
from polyglot.review import Recall


def of(recalls: Sequence[Recall], targets: Sequence[Target], direction: Direction, issues: Iterable[Issue]) -> Account:
    """The account of a work, without what its segments said before."""
    pairs = tuple(zip(recalls, targets, strict=True))
    origins = {str(origin): sum(target.origin is origin for target in targets) for origin in Origin}
    doubtful = {(issue.unit, issue.segment) for issue in issues if issue.segment}
    lines = (_line(*pair) for pair in pairs if (pair[0].unit.unit.id, pair[0].number) in doubtful)
    return Account(origins, tuple(lines), (), tuple(_names(pairs, direction)))


def _line(place: Recall, target: Target) -> Line:
    said = "" if target.state is State.INITIAL else target.text
    unit = place.unit.unit.id
    return Line(unit, place.number, place.segment.text, said, str(target.state), str(target.origin))


def changes(recalls: Sequence[Recall], targets: Sequence[Target]) -> Iterator[Change]:
    """The segments of an article that has a catalog which say something else now."""
    for place, target in zip(recalls, targets, strict=True):
        before = place.entry.target if place.entry else ""
        after = "" if target.state is State.INITIAL else target.text
        if place.omitted is None and before != after:
            former = place.entry.source if place.entry else ""
            where = (place.unit.unit.id, place.number)
            yield Change(*where, former, place.segment.text, before, after, str(target.origin))


def _names(pairs: Iterable[tuple[Recall, Target]], direction: Direction) -> Iterator[Name]:
    """Each name that the glossary asks for, with the forms in which the targets have it."""
    wanted: dict[str, str] = {}
    forms: dict[str, Counter[str]] = {}
    missed: Counter[str] = Counter()
    for place, target in pairs:
        asked = direction.asked(place.whole) if place.omitted is None else ()
        for code in asked:
            form = direction.form(code)
            wanted.setdefault(code.value, form[0] if form else code.text)
        found = direction.found(place.whole, target.text) if asked and target.state is not State.INITIAL else ()
        for code in found:
            if code.kind is CodeKind.NAME:
                forms.setdefault(code.value, Counter())[code.text] += 1
        missed.update(code.value for code in (direction.missed(place.whole, target) if asked else ()))
    for concept, form_wanted in sorted(wanted.items()):
        yield Name(concept, form_wanted, dict(sorted(forms.get(concept, Counter()).items())), missed[concept])
