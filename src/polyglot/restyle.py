"""Names brought into the form that the glossary wants now, in all that is on record; no engine is asked.

A machine's text is rewritten where the wrong name stands in it and the case that it stands in can be told. A person's
text is never changed: the other is proposed beside it, and theirs is published until somebody accepts that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from polyglot import desk, files, glossary, locales, po, review, runs
from polyglot.desk import Line, Sheet
from polyglot.direction import Direction
from polyglot.glossary import Wanted
from polyglot.model import Code, Origin, Segment, State, Tag, Target
from polyglot.reuse import begins_with_vowel
from polyglot.runs import Wishes

NOMINATIVE = "nom"
ELIDING = ("ca", "fr", "it")
"""Languages that write an article or a preposition otherwise before a vowel."""
ARROW = " → "


class Outcome(StrEnum):
    """What became of a text that has a name in another form."""

    REWRITTEN = "rewritten"
    """A machine's text has the right form now."""
    PROPOSED = "proposed"
    """The right form is proposed beside a person's text."""
    WITHDRAWN = "withdrawn"
    """A person's text is right as it stands; what was proposed beside it is not any more."""
    OPEN = "open"
    """The form cannot be told: an engine, or a person, must say it anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """A text on record that says a name otherwise than the glossary wants."""

    file: str
    line: int
    column: int
    target: Tag
    catalog: str
    outcome: Outcome
    source: str
    before: str
    after: str
    """The same as before where it is open."""
    why: str = ""
    """Why it is open."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A text with its names as they are wanted, as far as that can be told."""

    text: str
    doubts: tuple[str, ...] = ()


def apply(wishes: Wishes, *, dry: bool = False) -> tuple[Change, ...]:
    """Bring the names of the sources asked for into form, in their catalogs; says of each text what became of it."""
    found: list[Change] = []
    with ExitStack() as stack:
        run = runs.start(wishes, stack)
        if run.project.root and not dry:
            stack.enter_context(files.locked(run.project.root))
        for sheet in desk.sheets(run):
            settled = [(line, made) for line in sheet.lines if (made := _settled(sheet, line))]
            entries = {line.context: entry for line, (_, entry) in settled if entry is not None}
            if entries and not dry:
                desk.save(sheet, entries)
            found += [change for _, (change, _) in settled]
    return tuple(found)


def _settled(sheet: Sheet, line: Line) -> tuple[Change, po.Entry | None] | None:
    """What becomes of a line, and its entry where that changes; None where its names are right."""
    entry, direction = line.place.entry, sheet.work.direction
    if entry is None or not _is_current(line, entry):
        return None
    before = review.standing(entry) or entry.target
    made = corrected(direction, line.segment, before, _wants(direction, line.segment, entry))
    doubts = made.doubts or (_lost(direction, line, entry) if made.text == before else ())
    if made.text == entry.target and not doubts:
        return None
    where = (sheet.work.prepared.name, *sheet.where(line), sheet.target, str(sheet.path))
    if doubts:
        return Change(*where, Outcome.OPEN, line.segment.text, before, before, "; ".join(doubts)), None
    if not review.is_persons(entry):
        return _of_machine(direction, line, entry, made.text, where)
    outcome = Outcome.WITHDRAWN if made.text == before else Outcome.PROPOSED
    return Change(*where, outcome, line.segment.text, before, made.text), review.proposed(entry, made.text)


def _is_current(line: Line, entry: po.Entry) -> bool:
    """Whether an entry has a text for the very segment, and for nothing else."""
    apart = line.place.stale or line.place.omitted or line.place.joined
    return bool(entry.target) and not apart and entry.source == line.segment.text


def _lost(direction: Direction, line: Line, entry: po.Entry) -> tuple[str, ...]:
    """The names that a machine's text has in no form that is known: it will be asked for again."""
    if review.is_persons(entry):
        return ()
    said = Target(entry.target, State.TRANSLATED, Origin.MT)
    return tuple(
        dict.fromkeys(f"no form of {code.text} in it is known" for code in direction.missed(line.segment, said))
    )


def _of_machine(
    direction: Direction, line: Line, entry: po.Entry, text: str, where: tuple[str, int, int, Tag, str]
) -> tuple[Change, po.Entry | None]:
    """A machine's text with other names, if it keeps the laws with them."""
    if not direction.fits(line.segment, text):
        why = f"{text!r} would not have everything that the source has"
        return Change(*where, Outcome.OPEN, line.segment.text, entry.target, entry.target, why), None
    made = replace(entry, target=text, fuzzy=True, provenance=_signed(direction, line.segment, entry, text))
    return Change(*where, Outcome.REWRITTEN, line.segment.text, entry.target, text), made


def _signed(direction: Direction, segment: Segment, entry: po.Entry, text: str) -> po.Provenance:
    """The provenance of a machine's text whose names are those wanted now."""
    known = entry.provenance
    flags = [flag for flag in known.flags if not flag.startswith(review.NAMES)] if known else []
    names = direction.forms(segment)
    flags += [review.NAMES + names] if names else []
    origin = known.origin if known else str(Origin.MT)
    return po.Provenance.of(text, origin, known.engine if known else "", flags, source=segment.text)


def _wants(direction: Direction, segment: Segment, entry: po.Entry) -> tuple[Wanted, ...]:
    """What the glossary wants, with what it wanted when the entry was made: its notes still say so."""
    notes = [note.rpartition(ARROW) for note in entry.extracted if ARROW in note]
    wants: dict[str, Wanted] = {}
    for code in segment.codes:
        want = wants.get(code.value) or direction.wanted(code)
        if want is not None:
            former = [form for name, _, form in notes if name == code.text and form not in want.accepted]
            wants[code.value] = replace(want, forbidden=tuple(dict.fromkeys((*want.forbidden, *former))))
    return tuple(wants.values())


def corrected(direction: Direction, segment: Segment, text: str, wants: Sequence[Wanted]) -> Correction:
    """A text with the forms that the glossary wants in place of those that it refuses, each in the same case."""
    pieces, at, doubts = [], 0, []
    for code, want in direction.corrections(segment, text, wants):
        choices = _choices(direction, code, want)
        if len(choices) != 1:
            said = " or ".join(choices) or want.write
            doubts.append(f"{code.text!r}: its case cannot be told ({said})")
        elif _elided(direction.pair.target, code.text, choices[0]):
            doubts.append(f"{code.text!r}: the words before {choices[0]} may have to change")
        else:
            pieces += [text[at : code.span.start], glossary.dress(choices[0], code.text, _plain(code, want))]
            at = code.span.end
    return Correction("".join([*pieces, text[at:]]), tuple(doubts))


def _plain(code: Code, want: Wanted) -> str:
    """How the glossary writes the form that a text has, whatever its capitals there."""
    return next((form for form in want.forbidden if form.casefold() == code.text.casefold()), "")


def _choices(direction: Direction, code: Code, want: Wanted) -> tuple[str, ...]:
    """What may be right in place of a wrong form: one form where that is certain."""
    concept = glossary.by_id(direction.names)[want.concept]
    cases = concept.cases_of(_plain(code, want) or code.text, direction.pair.target)
    ways = [glossary.in_case(want, (case,)) or ((want.write,) if case == NOMINATIVE else ()) for case in cases]
    shared = [form for form in dict.fromkeys(chain.from_iterable(ways)) if all(form in way for way in ways)]
    return tuple(shared[:1]) or tuple(dict.fromkeys(form for way in ways for form in way[:1]))


def _elided(target: Tag, before: str, after: str) -> bool:
    """Whether what stands before a name may depend on which of the two it is."""
    return locales.base(target) in ELIDING and begins_with_vowel(before) != begins_with_vowel(after)


def diff(change: Change) -> Iterator[str]:
    """A change as lines of a diff."""
    yield f"- {change.before}"
    if change.after != change.before:
        yield f"+ {change.after}"
