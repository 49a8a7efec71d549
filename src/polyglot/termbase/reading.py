"""TBX to rows: what the columns of a glossary have room for. All else stays in the file, where `writing` finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import category as character_class
from unicodedata import normalize

from polyglot import locales
from polyglot.errors import UnknownLanguageError, UnreadableInputError
from polyglot.model import Tag
from polyglot.termbase.shape import LANGUAGE, TERM, below, category, entries, notes, shape_of, told
from polyglot.xmlfile import XML, Element, local, parse, text_in

Row = dict[str, str]
"""What a concept says, by column as a glossary heads it: `concept`, `kind`, `fr`, `en@AP`, `forms.uk`."""
OWN = re.compile(r"polyglot (\S(?:.*?\S)?):(?: (.*))?", re.DOTALL)
"""A note that says what a column says for which TBX has no category: `polyglot usage: keep`."""
PREFERRED, ADMITTED, DEPRECATED, FORBIDDEN = "preferred", "admitted", "deprecated", "forbidden"
STATUS = {
    PREFERRED: "preferredTerm-admn-sts",
    ADMITTED: "admittedTerm-admn-sts",
    DEPRECATED: "supersededTerm-admn-sts",
    FORBIDDEN: "deprecatedTerm-admn-sts",
}
"""A former term is still read in a source; one that TBX calls deprecated must not be written."""
STATUSES = {written: status for status, written in STATUS.items()} | {
    "legalTerm-admn-sts": PREFERRED,
    "regulatedTerm-admn-sts": PREFERRED,
    "standardizedTerm-admn-sts": PREFERRED,
    "standardizedTerm": PREFERRED,
    "preferredTerm": PREFERRED,
    "preferred": PREFERRED,
    "admittedTerm": ADMITTED,
    "admitted": ADMITTED,
    "deprecatedTerm": FORBIDDEN,
    "notRecommended": FORBIDDEN,
    "forbidden": FORBIDDEN,
    "supersededTerm": DEPRECATED,
    "superseded": DEPRECATED,
    "obsolete": DEPRECATED,
    "deprecated": DEPRECATED,
}
"""What files say, those of earlier drafts and of tools too."""
GENDERS = {"masculine": "m", "feminine": "f", "neuter": "n", "other": "c"}
JOINERS = "\u200c\u200d"
STYLE = re.compile(r"[^.@|:]{1,40}")
"""A customer's name that can head a column."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a row has no room for, so that it stays in the file alone."""

    kind: str
    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Termbase:
    """A TBX file: its tree as it was written, and the rows that it makes."""

    root: Element
    rows: Mapping[str, Row]
    """By concept, in the order of the file; each has a name in some language."""
    remarks: tuple[Remark, ...]
    data: bytes
    """The file."""


@dataclass(slots=True)
class Section:
    """A term as it stands in a language of an entry."""

    element: Element
    text: str
    status: str
    """Empty where the file does not say."""
    style: str
    variant: bool = False

    @property
    def column(self) -> str:
        """What its name stands under, before the tag: nothing, `deprecated.` or `forbidden.`."""
        return f"{self.status}." if self.status in {DEPRECATED, FORBIDDEN} else ""


@dataclass(slots=True)
class _Draft:
    row: Row = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def read(data: bytes, place: str) -> Termbase:
    """A TBX file; raises `UnreadableInputError` with the line where it is none, or is broken."""
    root = parse(data, place, whole=True)
    if shape_of(root) is None:
        message = f"this is no TBX: it begins with <{local(root)}>"
        raise UnreadableInputError(
            message, place=f"{place}:{root.sourceline}", hint="TBX v2 begins with <martif>, v3 with <tbx>"
        )
    rows: dict[str, Row] = {}
    remarks: list[Remark] = []
    seen: set[str] = set()
    for number, entry in enumerate(entries(root), 1):
        row, more = read_entry(entry, number)
        remarks += more
        if row["concept"] in seen:
            message = f"the concept {row['concept']!r} is there twice"
            raise UnreadableInputError(
                message, place=f"{place}:{entry.sourceline}", hint="give each entry an id of its own"
            )
        seen.add(row["concept"])
        if len(row) > 1:
            rows[row["concept"]] = row
    return Termbase(root, rows, tuple(remarks), data)


def read_entry(entry: Element, number: int = 0) -> tuple[Row, list[Remark]]:
    """What an entry says in columns, and what it says that no column has room for."""
    draft = _Draft({"concept": name_of(entry, number)})
    own = dict(own_notes(entry))
    forms = {heading: form_texts(cell) for heading, cell in own.items() if heading.startswith("forms.")}
    for language in below(entry, LANGUAGE):
        _read_language(language, draft, forms)
    note = note_of(entry)
    if note is not None:
        draft.row["note"] = tidied(text_in(note))
    for heading, cell in own.items():
        draft.row[heading] = cell
    return {heading: cell for heading, cell in draft.row.items() if cell}, draft.remarks


def name_of(entry: Element, number: int = 0) -> str:
    """The name that the file has for an entry."""
    return tidied(entry.get("id") or "") or f"entry-{number}"


def concept_of(entry: Element, number: int = 0) -> str:
    """The concept that an entry is about, as its row calls it."""
    return dict(own_notes(entry)).get("concept") or name_of(entry, number)


def note_of(entry: Element) -> Element | None:
    """The note on an entry that the column `note` shows: the first that is a person's."""
    return next((note for note in notes(entry) if OWN.fullmatch(text_in(note).strip()) is None), None)


def own_notes(entry: Element) -> Iterator[tuple[str, str]]:
    """The columns that notes of polyglot's own tell."""
    for note in notes(entry):
        found = OWN.fullmatch(text_in(note).strip())
        if found:
            yield found[1], found[2] or ""


def form_texts(cell: str) -> tuple[str, ...]:
    """The forms that a cell lists, without their cases; a paradigm is none.

    >>> form_texts("Криму@gen|dat|Кримом@ins|~place-m")
    ('Криму', 'Кримом')
    """
    texts: list[str] = []
    labelled = False
    for part in cell.split("|"):
        text, label, _ = part.strip().partition("@")
        if text and "~" not in text and not (labelled and not label and re.fullmatch("[a-z]{3}", text)):
            texts.append(text)
            labelled = bool(label)
    return tuple(texts)


def _read_language(language: Element, draft: _Draft, forms: Mapping[str, Sequence[str]]) -> None:
    """Add the names of a language to a row."""
    tag = tag_of(language)
    if tag is None:
        said = language.get(f"{XML}lang") or language.get("lang") or ""
        message = f"{said!r} is no language that can head a column; its terms stay in the TBX file"
        draft.remarks.append(Remark("unknown-tag", message, language.sourceline or 0))
        return
    for heading, cell in columns(language, tag, forms.get(f"forms.{tag}", ()), draft.remarks).items():
        draft.row[heading] = "|".join(dict.fromkeys((*filter(None, draft.row.get(heading, "").split("|")), *cell)))
    if locales.base(tag) == "fr" and "gender" not in draft.row:
        said = next((_said(section) for section in below(language, TERM)), {})
        draft.row["gender"] = GENDERS.get(said.get("grammaticalGender", ""), "")


def tag_of(language: Element) -> Tag | None:
    """The tag of a language; None where CLDR does not know it."""
    try:
        return locales.parse(language.get(f"{XML}lang") or language.get("lang") or "")
    except UnknownLanguageError:
        return None


def columns(
    language: Element, tag: str, forms: Sequence[str] = (), remarks: list[Remark] | None = None
) -> dict[str, tuple[str, ...]]:
    """The names of a language by the column that they stand in, in the order in which the column has them."""
    found: dict[str, dict[str, None]] = {}
    named: set[str] = set()
    every = [section for section in sections(language, remarks) if not (section.variant and section.text in forms)]
    for section in sorted(every, key=_rank):
        if section.column and section.text in named:
            continue  # one name cannot be both right and wrong
        at = "" if section.column or not section.style else f"@{section.style}"
        named.add(section.text)
        found.setdefault(f"{section.column}{tag}{at}", {})[section.text] = None
    return {heading: tuple(texts) for heading, texts in found.items()}


def _rank(section: Section) -> int:
    """Names before those that are no longer right, the preferred ones first."""
    return {PREFERRED: 0, DEPRECATED: 2, FORBIDDEN: 2}.get(section.status, 1)


def sections(language: Element, remarks: list[Remark] | None = None) -> list[Section]:
    """The terms of a language that a cell can hold; of the others `remarks` are made."""
    found: list[Section] = []
    for element in below(language, TERM):
        said = _said(element)
        text = tidied(said.get("term", ""))
        wrong = _unsayable(text)
        if not wrong:
            found.append(Section(element, text, _status(said), _style(said), said.get("termType") == "variant"))
        elif remarks is not None:
            message = f"{text!r} {wrong}, which no cell can say; it stays in the TBX file"
            remarks.append(Remark("unsayable-term", message, element.sourceline or 0))
    return found


def tidied(text: str) -> str:
    """A text without the line breaks of its file and without characters that nobody sees."""
    if not text.isascii():
        text = "".join(one for one in text if one in JOINERS or character_class(one) != "Cf")
    return " ".join(normalize("NFC", text).split())


def _unsayable(text: str) -> str:
    """Why a cell of names cannot hold a text; empty where it can."""
    if not any(character.isalnum() for character in text):
        return "has no letter and no digit"
    return next((f"contains {mark}" for mark in ("|", "~") if mark in text), "") or (
        "stands in quotes" if text[0] == text[-1] == '"' else ""
    )


def _said(section: Element) -> dict[str, str]:
    """What a term's section says, by category, and the term itself; the first of each counts."""
    said: dict[str, str] = {}
    for element in told(section):
        name = "term" if local(element) == "term" else category(element)
        if name:
            said.setdefault(name, text_in(element).strip())
    return said


def _status(said: Mapping[str, str]) -> str:
    return STATUSES.get(said.get("administrativeStatus") or said.get("normativeAuthorization", ""), "")


def _style(said: Mapping[str, str]) -> str:
    """The house style that a term belongs to: the customer that it is for."""
    customer = tidied(said.get("customerSubset", ""))
    return customer if STYLE.fullmatch(customer) else ""
