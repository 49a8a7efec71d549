"""What appears in a localised file: which targets, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from polyglot import locales, po, resources
from polyglot.config import Level, Missing
from polyglot.model import (
    Code,
    CodeKind,
    Document,
    Edit,
    Origin,
    Segment,
    SegmentedUnit,
    Side,
    Span,
    State,
    Tag,
    Target,
    Unit,
)

LETTER = r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Han}\p{Kana}\p{Hangul}]"
LEFT_TO_RIGHT = regex.compile(rf"{LETTER}(?:[^\p{{bc=R}}\p{{bc=AL}}\p{{bc=AN}}،\n]*(?:{LETTER}|[\d+#/]))?")
DIRECTED = regex.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNTOUCHED = {CodeKind.TAG, CodeKind.PLACEHOLDER, CodeKind.CODE}
LEVELS: Mapping[str, State] = {"machine": State.TRANSLATED, "reviewed": State.REVIEWED, "final": State.FINAL}
BY_MACHINE = "This text was translated from {language} by a machine and has not been reviewed."
REVIEWED_IN_PART = "This text was translated from {language} by a machine and reviewed in part."
REVIEWED = "This text was translated from {language} by a machine and reviewed by a person."


@dataclass(frozen=True, slots=True)
class Rule:
    """The publish rule for one output."""

    level: Level = "machine"
    missing: Missing = "source"
    isolates: bool = False
    """Whether stretches from left to right are set apart, as in a text from right to left."""


def allowed(target: Target, rule: Rule) -> bool:
    """Whether a target has come far enough to be published."""
    return target.state.rank >= LEVELS[rule.level].rank


def with_targets(
    document: Document, units: Sequence[SegmentedUnit], targets: Mapping[str, Sequence[Target]], rule: Rule
) -> Document:
    """The document with what may be published of each unit's targets, by unit id; the rest as `missing` says."""
    found = {unit.unit.id: _text(unit, targets[unit.unit.id], rule) for unit in units if unit.unit.id in targets}
    texts = (found.get(unit.id, (None, ())) for unit in document.units)
    shown = (
        replace(unit, target=text, foreign=foreign) for unit, (text, foreign) in zip(document.units, texts, strict=True)
    )
    return replace(document, units=tuple(shown))


def _text(unit: SegmentedUnit, targets: Sequence[Target], rule: Rule) -> tuple[str, tuple[Span, ...]]:
    """A unit's text in the target, and where it still is the source: its parts joined, segments replaced.

    What is omitted takes its space with it, but leaves the tags whose other half stands elsewhere.
    """
    left = iter(targets)
    shown = gap = opening = ""
    foreign = []
    for part in unit.parts:
        if not isinstance(part, Segment):
            gap += "" if opening else part.text
            continue
        target = next(left)
        text = shown_text(part, target, rule)
        if text:
            shown += (gap if shown or part is unit.segments[0] else "") + text
            foreign += [] if allowed(target, rule) else [Span(len(shown) - len(text), len(shown))]
            gap = opening = ""
        else:
            closing, opening = _halves(part.codes)
            shown, gap = shown + closing + (gap if shown and opening else "") + opening, ""
    return shown + gap, tuple(foreign)


def _halves(codes: Sequence[Code]) -> tuple[str, str]:
    """The closing and the opening tags among some codes whose partners are not."""
    closing, opening = "", list[str]()
    for code in codes:
        if code.side is Side.OPEN:
            opening.append(code.text)
        elif code.side is Side.CLOSE and opening:
            opening.pop()
        elif code.side is Side.CLOSE:
            closing += code.text
    return closing, "".join(opening)


def shown_text(segment: Segment, target: Target, rule: Rule) -> str:
    """What stands for a segment in the localised file."""
    if allowed(target, rule):
        return _isolated(target.text, segment) if rule.isolates else target.text
    return "" if rule.missing == "omit" else segment.text


def _isolated(text: str, segment: Segment) -> str:
    """A text from right to left with its stretches from left to right set apart (Unicode UAX 9, isolates).

    Nothing is set inside a tag, a placeholder or code, nor where somebody has set marks of direction already.
    """
    if DIRECTED.search(text):
        return text
    fixed = {code.text for code in segment.codes if code.kind in UNTOUCHED}
    longest_first = sorted(fixed, key=lambda code: (-len(code), code))
    pieces = regex.split(f"({'|'.join(map(regex.escape, longest_first))})", text) if fixed else [text]
    pieces[::2] = [LEFT_TO_RIGHT.sub("\u2068\\g<0>\u2069", piece) for piece in pieces[::2]]
    return "".join(pieces)


def with_strings(document: Document, messages: Mapping[str, str]) -> Document:
    """The document with what the site's catalog says for its furniture; what it does not say stays as it is."""

    def told(unit: Unit) -> Unit:
        said = messages.get(unit.strings[0]) if unit.role.aside and len(unit.strings) == 1 else None
        return replace(unit, target=said) if said else unit

    return replace(document, units=tuple(map(told, document.units)))


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


def notice(targets: Sequence[Target], source: Tag, target: Tag, template: str = "") -> str:
    """What readers are told; nothing where no machine's text is shown or every segment is `final`."""
    chosen = template or _chosen(targets)
    if not chosen or is_final(targets):
        return ""
    said = chosen if template else _in_language(chosen, target)
    fields = {"language": locales.name(source, target), "reviewed": reviewed(targets), "segments": len(targets)}
    return said.format_map(fields)


def reviewed(targets: Sequence[Target]) -> int:
    """How many a person has reviewed."""
    return sum(target.origin is Origin.HUMAN and target.state.rank >= State.REVIEWED.rank for target in targets)


def is_final(targets: Sequence[Target]) -> bool:
    """Whether all of it has been approved."""
    return all(target.state is State.FINAL for target in targets)


def _chosen(targets: Sequence[Target]) -> str:
    persons = reviewed(targets)
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
