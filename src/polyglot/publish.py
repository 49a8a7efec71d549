"""What appears in a localised file: which targets, without which lines, with which notice; as explicit edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from polyglot import locales, po, resources
from polyglot.config import Level, Missing
from polyglot.model import Document, Edit, Origin, Segment, SegmentedUnit, Span, State, Tag, Target, Unit

LEVELS: Mapping[str, State] = {"machine": State.TRANSLATED, "reviewed": State.REVIEWED, "final": State.FINAL}
BY_MACHINE = "This text was translated from {language} by a machine and has not been reviewed."
REVIEWED_IN_PART = "This text was translated from {language} by a machine and reviewed in part."
REVIEWED = "This text was translated from {language} by a machine and reviewed by a person."


@dataclass(frozen=True, slots=True)
class Rule:
    """The publish rule for one output."""

    level: Level = "machine"
    missing: Missing = "source"
    notice: bool = True


def allowed(target: Target, rule: Rule) -> bool:
    """Whether a target has come far enough to be published."""
    return target.state.rank >= LEVELS[rule.level].rank


def with_targets(
    document: Document, units: Sequence[SegmentedUnit], targets: Mapping[str, Sequence[Target]], rule: Rule
) -> Document:
    """The document with what may be published of each unit's targets, by unit id; the rest as `missing` says."""
    texts = {unit.unit.id: _text(unit, targets[unit.unit.id], rule) for unit in units if unit.unit.id in targets}
    return replace(document, units=tuple(replace(unit, target=texts.get(unit.id)) for unit in document.units))


def _text(unit: SegmentedUnit, targets: Sequence[Target], rule: Rule) -> str:
    """A unit's text in the target: its parts joined, segments replaced; what is omitted takes its space with it."""
    left = iter(targets)
    shown = gap = ""
    for part in unit.parts:
        if isinstance(part, Segment):
            text = _shown(part, next(left), rule)
            shown += (gap if shown or part is unit.segments[0] else "") + text if text else ""
            gap = ""
        else:
            gap += part.text
    return shown + gap


def _shown(segment: Segment, target: Target, rule: Rule) -> str:
    if allowed(target, rule):
        return target.text
    return "" if rule.missing == "omit" else segment.text


def without_furniture(document: Document) -> Document:
    """The document without the lines of the site; where they stood, the larger of the gaps around them remains."""
    return replace(document, edits=(*document.edits, *_left_out(document)))


def _left_out(document: Document) -> list[Edit]:
    edits: list[Edit] = []
    run: list[Unit] = []
    kept: Unit | None = None
    for unit in document.units:
        if unit.role.aside:
            run.append(unit)
            continue
        if run:
            edits.append(_gap(document.text, kept, run, unit))
        run, kept = [], unit
    return [*edits, _gap(document.text, kept, run, None)] if run else edits


def _gap(text: str, before: Unit | None, run: Sequence[Unit], after: Unit | None) -> Edit:
    """The edit that takes a run of lines away, from the end of what stays above to the line of what stays below."""
    start = before.span.end if before else 0
    end = _line_start(text, after.span.start) if after else len(text)
    above = text[start : _line_start(text, run[0].span.start)] if before else ""
    below = text[run[-1].span.end : end]
    if after is None:
        blank = text[len(text.rstrip()) :]
        return Edit(Span(start, end), blank if before else "")
    return Edit(Span(start, end), max(above, below, key=_breaks) if before else "")


def _breaks(gap: str) -> int:
    return len(gap.splitlines()) if not gap.strip() else 0


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def with_notice(document: Document, targets: Sequence[Target], source: Tag, target: Tag) -> Document:
    """The document with a last line that says how it was translated; none where every segment is `final`.

    Nor where its format has no place for a line that is no text of its own.
    """
    notice = _notice(targets)
    if notice is None or not document.notice:
        return document
    text = document.notice.format(_in_language(notice, target).format(language=locales.name(source, target)))
    line_end = next((end for end in ("\r\n", "\n", "\r") if end in document.text), "\n")
    end = len(document.text.rstrip())
    tail = document.text[end:]
    last = next((edit for edit in document.edits if edit.span.end == len(document.text)), None)
    edit = Edit(Span(end, len(document.text)), line_end * 2 + text + (tail or line_end))
    if last is None:
        return replace(document, edits=(*document.edits, edit))
    joined = replace(last, text=line_end * 2 + text + (last.text or line_end))
    return replace(document, edits=(*(other for other in document.edits if other is not last), joined))


def _notice(targets: Sequence[Target]) -> str | None:
    if all(target.state is State.FINAL for target in targets):
        return None
    persons = sum(target.origin is Origin.HUMAN and target.state.rank >= State.REVIEWED.rank for target in targets)
    if persons == len(targets):
        return REVIEWED
    return REVIEWED_IN_PART if persons else BY_MACHINE


def _in_language(message: str, tag: Tag) -> str:
    """A message of polyglot's own in a language; in English where it has no translation yet."""
    for name in (locales.posix(tag), locales.base(tag)):
        catalog = po.read(resources.shipped("locales") / name / "LC_MESSAGES" / "polyglot.po")
        for entry in catalog.entries if catalog else ():
            if entry.source == message and entry.target and not entry.fuzzy:
                return entry.target
    return message
