"""Rows to TBX: an entry is changed only where its row says something else than the entry does.

What a row says and TBX has no category for stands in notes (`polyglot usage: keep`): whatever reads back otherwise than
the row has it gets one, so that no cell is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from copy import deepcopy

from lxml import etree

from polyglot.errors import UnreadableInputError
from polyglot.model import Tag
from polyglot.termbase.reading import (
    ADMITTED,
    DEPRECATED,
    FORBIDDEN,
    GENDERS,
    OWN,
    PREFERRED,
    STATUS,
    Row,
    Section,
    columns,
    concept_of,
    form_texts,
    note_of,
    read_entry,
    sections,
    tag_of,
)
from polyglot.termbase.shape import (
    CATEGORIES,
    CORE,
    LANGUAGE,
    MODULES,
    TERM,
    Shape,
    below,
    category,
    entries,
    level_of,
    made,
    notes,
    plain,
    stated,
    term_of,
)
from polyglot.xmlfile import ILLEGAL, XML, Element, local, parse, text_in

NAMED = re.compile(r"(?:(deprecated|forbidden)\.)?([A-Za-z0-9-]+)(?:@(.+))?")
"""The headings of columns of names: a tag, with a house style, or after a status."""
NAMING = re.compile("[-._0-9A-Za-zÀ-ÖØ-öø-ıĴ-ľŁ-ňŊ-žƀ-ǃΎ-ΡΣ-ώЁ-ЌЎ-яё-ќў-ҁҐ-ӄԱ-Ֆա-ֆא-תء-غف-ي一-龥가-힣ぁ-ゔァ-ヺ]")
"""What an XML id may have in all editions of XML 1.0 (jing, Xerces and libxml2 go by the fourth), of scripts in use."""
STARTING = re.compile(r"[^\W\d]")
WORDS = frozenset(("concept", "kind", "gender", "status", "usage", "case", "style", "since", "until", "note"))
ORIGIN = "A glossary of polyglot: names and terms, with what must not be written."
PROPER = frozenset(("person", "place", "organisation", "product"))
Place = tuple[str, str]
"""The status and the house style of a column of names."""


def document(shape: Shape) -> Element:
    """A document without entries."""
    dialect = f"TBX-{shape.dialect.title()}"
    about = f"<fileDesc><sourceDesc><p>{ORIGIN}</p></sourceDesc></fileDesc>"
    if shape.version == 2:
        rules = '<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc>'
        head = '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'
        root = f'<martif type="{dialect}" xml:lang="en"><martifHeader>{about}{rules}</martifHeader>'
        text = f"{head}{root}<text><body/></text></martif>"
    else:
        spaces = "".join(f' xmlns:{name}="{space}"' for name, space in MODULES.items()) if shape.style == "dct" else ""
        root = f'<tbx type="{dialect}" style="{shape.style}" xml:lang="en" xmlns="{CORE}"{spaces}>'
        text = f"{root}<tbxHeader>{about}</tbxHeader><text><body/></text></tbx>"
    tree = parse(text.encode(), "a new document", whole=True)
    etree.indent(tree)
    return tree


def rendered(root: Element, like: bytes = b"") -> bytes:
    """The bytes of a document in UTF-8, with its document type and what stands before it, a line for each.

    `like` is the file that it was read from, whose mark and line ends it keeps.
    """
    before = [etree.tostring(node, with_tail=False, encoding="unicode") for node in root.itersiblings(preceding=True)]
    doctype = root.getroottree().docinfo.doctype
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', doctype, *reversed(before)]
    text = "\n".join([*filter(None, lines), etree.tostring(root, with_tail=False, encoding="unicode")]) + "\n"
    end = "\r\n" if b"\r\n" in like else "\n"
    return (b"\xef\xbb\xbf" if like.startswith(b"\xef\xbb\xbf") else b"") + text.replace("\n", end).encode()


def revise(root: Element, shape: Shape, wanted: Mapping[str, Row], gone: Collection[str] = ()) -> None:
    """Make the entries of a document say what rows say; concepts that it lacks are added, the others stay as they are.

    Raises `UnreadableInputError` for a cell with a character that no XML file can have.
    """
    present = {concept_of(entry, number): entry for number, entry in enumerate(entries(root), 1)}
    ids = {element.get("id") for element in root.iter() if isinstance(element.tag, str)}
    body = next(element for element in root.iter() if local(element) == "body")
    for concept in gone:
        _take_out(present[concept])
    for concept, row in wanted.items():
        _refuse_illegal(row)
        entry = present.get(concept)
        if entry is not None:
            _revise_entry(entry, shape, row)
            continue
        name = _free_id(concept, ids)
        ids.add(name)
        entry = plain(body, shape.name("entry"), {"id": name})
        _put(body, len(body), entry)
        _revise_entry(entry, shape, row)
        _indented(entry)


def adopt(root: Element, other: Element, concepts: Collection[str]) -> None:
    """Add entries of another document, which must be of the same edition, to a document."""
    body = next(element for element in root.iter() if local(element) == "body")
    ids = {element.get("id") for element in root.iter() if isinstance(element.tag, str)}
    for number, entry in enumerate(entries(other), 1):
        concept = concept_of(entry, number)
        if concept not in concepts:
            continue
        copy = deepcopy(entry)
        copy.set("id", _free_id(concept, ids))
        ids.add(copy.get("id"))
        _put(body, len(body), copy)
        if concept_of(copy) != concept:
            _add_note(copy, f"polyglot concept: {concept}")


def _refuse_illegal(row: Row) -> None:
    for heading, cell in row.items():
        found = ILLEGAL.search(cell)
        if found:
            message = f"{row['concept']!r}, column {heading}: U+{ord(found[0]):04X} cannot stand in TBX"
            raise UnreadableInputError(message, hint="remove the character from the cell")


def _free_id(concept: str, taken: Collection[str | None]) -> str:
    """An XML id that says the concept's name as nearly as it can, and that nothing else has."""
    name = "".join(map(_in_name, unicodedata.normalize("NFC", concept)))
    name = name if STARTING.match(name) else f"c-{name}"
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _in_name(char: str) -> str:
    """A character as an XML id may have it, without its marks where it may not have those; a dash for others."""
    bare = unicodedata.normalize("NFKD", char)[0]
    return next((one for one in (char, bare) if NAMING.fullmatch(one)), "-")


def _revise_entry(entry: Element, shape: Shape, row: Row) -> None:
    """Make an entry say what a row says."""
    for note in [note for note in notes(entry) if OWN.fullmatch(text_in(note).strip())]:
        _take_out(note)
    before, _ = read_entry(entry)
    changed = [heading for heading in {**before, **row} if before.get(heading, "") != row.get(heading, "")]
    for tag in dict.fromkeys(tag for heading in changed if (tag := _tag(heading))):
        _revise_language(entry, shape, tag, row)
    if "note" in changed:
        _set_note(entry, row.get("note", ""))
    if "gender" in changed:
        _set_gender(entry, shape, row.get("gender", ""))
    for named in (False, True):  # what forms are told settles which terms are names
        _tell_rest(entry, row, named=named)


def _tell_rest(entry: Element, row: Row, *, named: bool) -> None:
    """Add a note for each cell that the entry does not say otherwise: of columns of names, or of the others."""
    after, _ = read_entry(entry)
    for heading in {**after, **row}:
        if after.get(heading, "") != row.get(heading, "") and bool(_tag(heading)) == named:
            _add_note(entry, f"polyglot {heading}: {row.get(heading, '')}".rstrip())


def _tag(heading: str) -> str:
    """The language of a column of names; empty for another column."""
    found = None if heading in WORDS else NAMED.fullmatch(heading)
    return found[2] if found else ""


def _places(row: Row, tag: str) -> dict[tuple[str, str], tuple[str, bool]]:
    """The names that a row has in a language: name and style to their status, and whether it is the first of its cell.

    The status is empty for names that are right; that of the row counts where it says that none is.
    """
    common = row.get("status", "")
    found: dict[tuple[str, str], tuple[str, bool]] = {}
    for heading, cell in row.items():
        named = NAMED.fullmatch(heading)
        if named and _tag(heading) == tag:
            status, _, style = named.groups(default="")
            texts = [text for part in cell.split("|") if (text := part.strip())]
            status = status or (common if common in {DEPRECATED, FORBIDDEN} else "")
            for number, text in enumerate(texts):
                found.setdefault((text, style), (status, number == 0))
    return found


def _revise_language(entry: Element, shape: Shape, tag: str, row: Row) -> None:
    """Give a language of an entry the names that a row has in it."""
    language = _language(entry, tag)
    fresh = language is None
    if language is None:
        language = plain(entry, shape.name(LANGUAGE), {f"{XML}lang": tag})
        _put(entry, len(entry), language)
    wanted, forms = _places(row, tag), form_texts(row.get(f"forms.{tag}", ""))
    present = [one for one in sections(language) if not (one.variant and one.text in forms)]
    _settle(language, shape, present, wanted, row)
    _order(language, shape, tag, wanted)
    known = {term_text for term_text, _ in wanted} | {one.text for one in sections(language)}
    for form in forms if shape.has("termType") and wanted else ():
        if form not in known:
            section = _new_term(language, shape, form)
            _set(section, shape, "administrativeStatus", STATUS[ADMITTED])
            _set(section, shape, "termType", "variant")
    if not any(True for _ in below(language, TERM)):
        _take_out(language)
    elif fresh:
        _indented(language)


def _language(entry: Element, tag: str) -> Element | None:
    """The one section of a language, into which others of the same language are put; None where there is none."""
    found = [one for one in below(entry, LANGUAGE) if tag_of(one) == tag]
    for other in found[1:]:
        for child in list(other):
            index = next((number for number, one in enumerate(found[0]) if level_of(one)), len(found[0]))
            _put(found[0], len(found[0]) if level_of(child) else index, child)
        _take_out(other)
    return found[0] if found else None


def _settle(
    language: Element,
    shape: Shape,
    present: list[Section],
    wanted: Mapping[tuple[str, str], tuple[str, bool]],
    row: Row,
) -> None:
    """Keep, rename, add and remove terms; a name that takes another's place takes what is told of it, too."""
    kept = {(one.text, one.style): one for one in reversed(present)}
    free = [one for one in present if (one.text, one.style) not in wanted]
    for (text, style), (status, first) in wanted.items():
        section = kept.get((text, style)) or next((one for one in free if one.style == style), None)
        if section in free:
            free.remove(section)
            _say(term_of(section.element), text)
        if section is None:
            element = _new_term(language, shape, text, row.get("kind", ""))
            _set(element, shape, "administrativeStatus", STATUS[status or (PREFERRED if first else ADMITTED)])
            if style:
                _set(element, shape, "customerSubset", style)
        elif section.column.rstrip(".") != status:
            _set(section.element, shape, "administrativeStatus", STATUS[status or (PREFERRED if first else ADMITTED)])
    for section in free:
        _take_out(section.element)


def _order(language: Element, shape: Shape, tag: str, wanted: Mapping[tuple[str, str], tuple[str, bool]]) -> None:
    """Put the terms into the order of their cells, and say which is preferred, where it is not so already."""
    cells: dict[str, list[str]] = {}
    for (text, style), (status, _) in wanted.items():
        cells.setdefault(f"{status}.{tag}" if status else f"{tag}@{style}" if style else tag, []).append(text)
    if {heading: list(texts) for heading, texts in columns(language, Tag(tag)).items()} == cells:
        return
    found = {(one.text, one.style): one for one in reversed(sections(language))}
    for key, (status, first) in wanted.items():
        section = found[key].element
        if status not in {DEPRECATED, FORBIDDEN}:
            _set(section, shape, "administrativeStatus", STATUS[PREFERRED if first else ADMITTED])
        _take_out(section)
        _put(language, len(language), section)


def _new_term(language: Element, shape: Shape, text: str, kind: str = "") -> Element:
    """A term at the end of a language."""
    section = plain(language, shape.name(TERM))
    term = plain(language, "term")
    term.text = text
    section.append(term)
    _put(language, len(language), section)
    if kind in PROPER:
        _set(section, shape, "partOfSpeech", "properNoun" if shape.version == 2 else "noun")
    _indented(section)
    return section


def _set(section: Element, shape: Shape, name: str, text: str) -> None:
    """State a category of a term, in its place among the others."""
    found = stated(section, name)
    if found is None and shape.has(name):
        found = made(shape, section, name)
        term: Element = term_of(section)
        holder = term.getparent()
        if CATEGORIES[name].meta == "termNote":
            _put(holder, _after_term_notes(holder, term, shape), found)
        else:
            _put(section, len(section), found)
    if found is not None:
        _say(found, text)


def _after_term_notes(holder: Element, term: Element, shape: Shape) -> int:
    """Where the next thing that is told of a term itself stands."""
    index = holder.index(term) + 1
    while index < len(holder) and _tells_of_term(holder[index], shape):
        index += 1
    return int(index)


def _tells_of_term(element: Element, shape: Shape) -> bool:
    known = CATEGORIES.get(category(element))
    by_tag = shape.style == "dct" and known is not None and known.meta == "termNote"
    return by_tag or local(element) in {"termNote", "termNoteGrp"}


def _set_gender(entry: Element, shape: Shape, gender: str) -> None:
    """State the gender of the French term; where that cannot say it, a note will."""
    said = next((word for word, letter in GENDERS.items() if letter == gender), "")
    for language in (one for one in below(entry, LANGUAGE) if (tag_of(one) or "").partition("-")[0] == "fr"):
        section = next(below(language, TERM))
        found = stated(section, "grammaticalGender")
        if said:
            _set(section, shape, "grammaticalGender", said)
        elif found is not None:
            _take_out(found)
        return


def _set_note(entry: Element, text: str) -> None:
    note = note_of(entry)
    if not text and note is not None:
        _take_out(note)
    elif note is not None:
        _say(note, text)
    else:
        _add_note(entry, text)


def _add_note(entry: Element, text: str) -> None:
    """A note on an entry, behind all else that is told of it."""
    note = plain(entry, "note")
    note.text = text
    index = next((number for number, child in enumerate(entry) if level_of(child)), len(entry))
    _put(entry, index, note)


def _say(element: Element, text: str) -> None:
    """Give an element a text, and nothing else."""
    for child in list(element):
        element.remove(child)
    element.text = text


def _put(parent: Element, index: int, child: Element) -> None:
    """Insert a child with the white space of its neighbours."""
    if index:
        before = parent[index - 1]
        child.tail = before.tail
        if parent.text and not parent.text.strip():
            before.tail = parent.text
    else:
        child.tail = parent.text if len(parent) else None
    parent.insert(index, child)


def _take_out(child: Element) -> None:
    """Remove a child; the white space before the end of its parent stays."""
    parent, before = child.getparent(), child.getprevious()
    if before is not None and child.getnext() is None:
        before.tail = child.tail
    parent.remove(child)


def _indented(element: Element) -> None:
    """Indent what is new as what stands around it."""
    parent = element.getparent()
    before = element.getprevious()
    depth = sum(1 for _ in element.iterancestors())
    step = "\t" if "\t" in (parent.text or "") else "  "
    tail = element.tail
    etree.indent(element, space=step, level=depth)
    if before is None:
        parent.text, element.tail = f"\n{step * depth}", f"\n{step * (depth - 1)}"
    else:
        element.tail = tail
