"""What can be wrong in a glossary: in a cell, in a row, between rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import is_normalized
from unicodedata import name as name_of

from polyglot.glossary.concept import Case, Concept, Kind, Usage, lookup, phrase_case
from polyglot.glossary.fold import INVISIBLE, JOINERS, fold, spelled, tidy
from polyglot.glossary.paradigms import MARK, UNCHANGED, inflected, known, misfit, offered, reference
from polyglot.glossary.rows import OF_NAMES, VALUES, cells, names_in
from polyglot.glossary.style import clash
from polyglot.glossary.table import NO_TAG, Column, Problem, Row, Table
from polyglot.glossary.terms import CASES, INFLECTED, NAMES, Status, Term, names
from polyglot.model import Severity, Tag

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
ODD = re.compile(rf"[{INVISIBLE}{JOINERS}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00a0\u202f\u2007\u2011]")
"""What shows nothing, or looks like a space or hyphen that it is not."""
UNBREAKABLE = re.compile(r"[\u00a0\u202f\u2007\u2011]")
LINE_END = re.compile(r"[\r\n\v\f\x85\u2028\u2029]")
PROTECTED = re.compile(r"</?[A-Za-z!]|\{\{|\}\}|://|\S@\S")
"""What is markup, a placeholder or an address in a text: no name is looked for there."""
WITHOUT_JOINERS = ("LATIN", "GREEK", "CYRILLIC")


@dataclass(frozen=True, slots=True)
class Place:
    """A row that something is said about, or one of its cells."""

    table: Table
    row: Row
    column: Column | None = None

    def at(self, field: str, tag: Tag, style: str = "") -> Place:
        """The cell of that field and language."""
        wanted = field, tag, style
        same = (column for column in self.table.columns if (column.field, column.tag, column.style) == wanted)
        return replace(self, column=next(same, None))

    @property
    def cell(self) -> str:
        """What the cell says; nothing for a row, or where the table lacks the column."""
        return self.row.cells[self.column.number - 1].strip() if self.column else ""

    def error(self, kind: str, message: str, hint: str) -> Problem:
        """Something that makes the glossary unusable."""
        return self._problem(kind, Severity.ERROR, message, hint)

    def warning(self, kind: str, message: str, hint: str) -> Problem:
        """Something that is likely a mistake."""
        return self._problem(kind, Severity.WARNING, message, hint)

    def info(self, kind: str, message: str, hint: str) -> Problem:
        """Something that might be better."""
        return self._problem(kind, Severity.INFO, message, hint)

    def _problem(self, kind: str, severity: Severity, message: str, hint: str) -> Problem:
        said = f"column {self.column.heading}: {message}" if self.column else message
        number = self.column.number if self.column else 0
        return Problem(kind, severity, said, hint, self.table.file, self.row.number, number)


Entry = tuple[Place, Concept]
"""A concept with its row."""
Occurrence = tuple[Place, Concept, Term]


def in_row(place: Place, concept: Concept) -> Iterator[Problem]:
    """What is wrong with a row by itself."""
    yield from grave_in_row(place, concept)
    if not concept.terms:
        yield place.warning("empty-row", "the row has no name in any language", "fill a column such as fr or remove it")
    for check in MILD_CHECKS:
        yield from check(place, concept)


def grave_in_row(place: Place, concept: Concept) -> Iterator[Problem]:
    """What is wrong with a row by itself, all errors among it."""
    for column, cell in cells(place.table, place.row):
        yield from _in_cell(Place(place.table, place.row, column), column, cell)
    if not concept.id:
        yield place.error(
            "missing-concept", "the row has no concept", "name it in the column concept, in any short word"
        )
    if concept.since and concept.until and concept.until < concept.since:
        message = f"it ends ({concept.until}) before it begins ({concept.since})"
        yield place.error("wrong-date", message, "swap since and until")
    for check in GRAVE_CHECKS:
        yield from check(place, concept)


def between_rows(entries: Sequence[Entry]) -> Iterator[Problem]:
    """What is wrong with rows together."""
    yield from same_concept(entries)
    yield from _same_term(entries)


def _in_cell(place: Place, column: Column, cell: str) -> Iterator[Problem]:
    """What is wrong with a cell by itself."""
    if column.field in OF_NAMES:
        yield from _characters(place, cell)
        yield from _names(place, column, cell)
    elif column.field in VALUES:
        legal = VALUES[column.field]
        if cell.strip().lower() not in legal:
            message = f"{cell.strip()!r} is no {column.field}"
            yield place.error("unknown-value", message, f"leave it empty or write {', '.join(legal)}")
    elif column.field in {"since", "until"} and not DATE.fullmatch(cell.strip()):
        yield place.error("wrong-date", f"{cell.strip()!r} is no date", "write 2022, 2022-02 or 2022-02-24")
    elif column.field == "concept":
        yield from _characters(place, cell)


def _characters(place: Place, cell: str) -> Iterator[Problem]:
    """Characters that nobody sees."""
    shown = cell.strip()
    if cell != shown:
        yield place.warning("white-space", f"{cell!r} has white space around it", "remove it")
    if not shown.isascii() and not is_normalized("NFC", shown):
        yield place.warning("decomposed", f"{shown!r} has accents apart from their letters", "save it composed (NFC)")
    for odd in dict.fromkeys(found.group() for found in ODD.finditer(shown) if not _joins(shown, found.start())):
        message = f"{shown!r} contains the invisible character U+{ord(odd):04X} {name_of(odd, 'CONTROL')}"
        if UNBREAKABLE.match(odd):
            yield place.warning("invisible-character", message, "a plain space or hyphen matches all of its kind")
        else:
            yield place.error("invisible-character", message, "type the name again")


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands between letters of a script in which it means something (Arabic, Indic)."""
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return text[at] in JOINERS and all(
        letter.isalpha() and not name_of(letter, "").startswith(WITHOUT_JOINERS) for letter in around
    )


def _names(place: Place, column: Column, cell: str) -> Iterator[Problem]:
    """Names that no text can have, and cells that mean something else than they say."""
    for name in dict.fromkeys(names_in(column, cell)):
        if not name.text:
            yield place.warning("empty-name", f"{cell.strip()!r} has nothing beside a |", "remove the |")
        elif LINE_END.search(name.text):
            yield place.error("never-matches", f"{name.text!r} contains a line end", "separate names by |")
        elif not any(character.isalnum() for character in name.text) and not _unchanged(column, name.text):
            yield place.error("never-matches", f"{name.text!r} has no letter and no digit", "remove it")
        elif name.text.startswith('"') and name.text.endswith('"'):
            yield place.error(
                "quoting", f"{name.text} stands in quotes of its own", "quotes begin right after the delimiter"
            )
        elif PROTECTED.search(name.text):
            message = f"{name.text!r} looks like markup or an address, where no name is looked for"
            yield place.warning("never-matches", message, "write the name alone")
        for case in name.cases:
            if case not in CASES:
                message = f"{case!r} of {name.text!r} is no grammatical case"
                hint = "write nom, gen, dat, acc, ins, loc, voc or another case of Universal Dependencies"
                yield place.error("unknown-value", message, hint)


def _unchanged(column: Column, text: str) -> bool:
    """Whether a cell says that the name keeps one form: `~-`."""
    said = reference(text) if column.field in INFLECTED else None
    return said is not None and UNCHANGED in said.paradigms


def _paradigms(place: Place, concept: Concept) -> Iterator[Problem]:
    """Paradigms that there are not, or that a name does not fit."""
    for cell in (cell for cell in concept.cells if cell.field in INFLECTED and MARK in cell.text):
        where = place.at(cell.field, cell.tag)
        for part in names(cell.text):
            said = reference(part.text)
            if said is None:
                continue
            bases = (said.name,) if said.name else concept.names_of(cell.tag) if cell.field == "forms" else ()
            if not bases:
                hint = "write the name before it" if cell.field == "forbidden" else f"fill the column {cell.tag}"
                yield where.error("wrong-paradigm", f"{part.text!r} has no name to inflect", hint)
            for wrong in dict.fromkeys(misfit(base, said.paradigms, cell.tag) for base in bases):
                if wrong:
                    yield where.error("wrong-paradigm", wrong, _ways(cell.tag))


def _ways(tag: Tag) -> str:
    """How forms may be told in a language."""
    ways = known(tag)
    return f"list the forms, or write {MARK} and one of {', '.join(ways)} for each word" if ways else "list the forms"


def _paradigm_offered(place: Place, concept: Concept) -> Iterator[Problem]:
    """A person or place without forms whose ending leaves no choice of paradigm."""
    if concept.kind not in {Kind.PERSON, Kind.PLACE} or concept.usage is Usage.KEEP:
        return
    listed = {cell.tag for cell in concept.cells if cell.field == "forms"}
    for cell in (cell for cell in concept.cells if cell.field == NAMES and not cell.style and cell.tag not in listed):
        name = names(cell.text)[0].text
        paradigms = offered(name, concept.kind, concept.gender, cell.tag)
        if paradigms:
            forms = ", ".join(list(inflected(name, paradigms, cell.tag))[1:4])
            hint = f"write {MARK}{' '.join(paradigms)} in forms.{cell.tag} if that is right: {forms}"
            yield place.at(NAMES, cell.tag).info("paradigm-offered", f"{name!r} inflects, and no form is listed", hint)


def _forbidden_and_right(place: Place, concept: Concept) -> Iterator[Problem]:
    """A form that is forbidden and, in the same language, preferred or accepted."""
    bad = [term for term in concept.terms if term.status is Status.FORBIDDEN]
    for tag in dict.fromkeys(term.tag for term in bad):
        right = {tidy(term.text): term for term in concept.accepted(tag)}
        for term in (term for term in bad if term.tag == tag and tidy(term.text) in right):
            message = f"{term.text!r} is forbidden and also {right[tidy(term.text)].status} in {tag}"
            yield place.at("forbidden", tag).error("forbidden-and-right", message, "remove one of the two")


def _never_meant(place: Place, concept: Concept) -> Iterator[Problem]:
    """A term that is itself an exception."""
    for exception in concept.exceptions:
        for term in concept.matched(exception.tag):
            if spelled(tidy(term.text), tidy(exception.text), phrase_case(concept.case), bare_capitals=True):
                message = f"{exception.text!r} is an exception and a term, which can so never match"
                hint = "an exception is a longer phrase around the term"
                yield place.at("except", exception.tag).error("never-matches", message, hint)


def _idle_exceptions(place: Place, concept: Concept) -> Iterator[Problem]:
    """An exception that contains no term of its language."""
    for exception in concept.exceptions:
        terms = [
            term for term in concept.terms if exception.tag in lookup(term.tag) or term.tag in lookup(exception.tag)
        ]
        if not any(fold(tidy(term.text)) in fold(tidy(exception.text)) for term in terms):
            message = f"the exception {exception.text!r} contains no name of the concept in {exception.tag}"
            yield place.at("except", exception.tag).warning("idle-exception", message, "remove it or write it in full")


def _nothing_to_write(place: Place, concept: Concept) -> Iterator[Problem]:
    """Forms of a language that has no name to write."""
    named = {term.tag for term in concept.terms if not term.style and term.status is Status.PREFERRED}
    for tag in dict.fromkeys(term.tag for term in concept.terms if not term.style and term.tag not in named):
        listed = concept.accepted(tag) + concept.forbidden(tag)
        written = listed and listed[0].status is Status.PREFERRED
        if listed and not written and not place.at(NAMES, tag).cell and concept.usage_in(tag) is not Usage.KEEP:
            where = place.at("forms" if listed[0].status is Status.ADMITTED else "forbidden", tag)
            message = f"{listed[0].text!r} is listed, but there is no name to write in {tag}"
            yield where.warning("nothing-to-write", message, f"fill the column {tag}")


def _twice_in_a_row(place: Place, concept: Concept) -> Iterator[Problem]:
    """A name that one language has twice in the same row."""
    seen = Counter((term.tag, term.style, term.text) for term in concept.terms if term.status is not Status.FORBIDDEN)
    for (tag, style, text), count in seen.items():
        if count > 1 and not style:
            yield place.at(NAMES, tag).warning("duplicate-name", f"{text!r} is there {count} times", "once is enough")


def _common_words(place: Place, concept: Concept) -> Iterator[Problem]:
    """A person or place whose name in any case is also a common word (`Poutine`, `poutine`)."""
    if concept.case is not Case.ANY or concept.kind not in {Kind.PERSON, Kind.PLACE}:
        return
    term = next((term for term in concept.terms if " " not in term.text and term.text[0].isupper()), None)
    if term:
        message = f"any case finds {term.text.lower()!r} for {term.text!r}"
        yield place.at("case", NO_TAG).warning(
            "common-word", message, "leave it empty for a name: capitals still match"
        )


GRAVE_CHECKS = (_paradigms, _forbidden_and_right, _never_meant)
"""They find errors; without those every other check of a row finds warnings at most."""
MILD_CHECKS = (_paradigm_offered, _idle_exceptions, _nothing_to_write, _twice_in_a_row, _common_words)


def same_concept(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Two rows for one concept at one time: a mistake in one file; of several files the first settles it."""
    rows: defaultdict[str, list[Concept]] = defaultdict(list)
    for place, concept in entries:
        other = next((one for one in rows[concept.id] if clash(one, concept)), None)
        rows[concept.id].append(concept)
        if other is None or not concept.id:
            continue
        where = place.at("concept", NO_TAG)
        message = f"{concept.id!r} is already in {other.file}:{other.row}"
        if other.file == concept.file:
            dated = other.since or other.until
            hint = "end one before the other begins" if dated else "join the rows; several names are separated by |"
            yield where.error("duplicate-concept", message, hint)
        else:
            yield where.warning("duplicate-concept", message, "that row counts, this one does not")


def _same_term(entries: Sequence[Entry]) -> Iterator[Problem]:
    """A term of two concepts: the first of them gets every occurrence."""
    alike: defaultdict[tuple[Tag, str], list[Occurrence]] = defaultdict(list)
    for place, concept in entries:
        for term in concept.terms:
            if term.status is not Status.FORBIDDEN and not term.style:
                alike[term.tag, fold(tidy(term.text))].append((place, concept, term))
    for same in alike.values():
        if len(same) > 1:
            yield from _second_targets(same)


def _second_targets(alike: Sequence[Occurrence]) -> Iterator[Problem]:
    """Of terms that differ at most by capitals and accents, those that a text cannot tell from an earlier one."""
    told: set[str] = set()
    for number, second in enumerate(alike):
        place, concept, term = second
        first = next((one for one in alike[:number] if _confused(one, second)), None)
        if first is None or concept.id in told:
            continue
        told.add(concept.id)
        earlier = f"{first[2].text!r} of {first[1].id!r} ({first[1].file}:{first[1].row})"
        hint = "join the concepts, or tell them apart by longer terms, except or case"
        field = NAMES if term.text in place.at(NAMES, term.tag).cell else "forms"
        where = place.at(field, term.tag)
        yield where.warning("ambiguous-term", f"{term.text!r} is also {earlier}, which comes first", hint)


def _confused(one: Occurrence, other: Occurrence) -> bool:
    """Whether the term of one concept, as it is written, is an occurrence of another concept's."""
    (_, first, left), (_, second, right) = one, other
    if first.id == second.id or not clash(first, second):
        return False
    ours, theirs = tidy(left.text), tidy(right.text)
    return spelled(ours, theirs, second.case, bare_capitals=True) or spelled(
        theirs, ours, first.case, bare_capitals=True
    )
