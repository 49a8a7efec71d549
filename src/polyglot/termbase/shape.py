"""TBX in its editions: v2 (ISO 30042:2008, MARTIF), and v3 (ISO 30042:2019) with categories as attributes or as tags.

All say the same: a document has entries, an entry has languages, a language has terms, and at each of these levels
stands what is told of it, by categories. What differ are the names of the elements; files are read by those of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from polyglot.xmlfile import Element, local, namespace, qualified

CORE = "urn:iso:std:iso:30042:ed-2"
FORMER = "urn:iso:std:iso:30042:ed:3.0"
"""The namespace of v3 in files made before the standard came out."""
MODULES = {"min": "http://www.tbxinfo.net/ns/min", "basic": "http://www.tbxinfo.net/ns/basic"}
"""The namespaces of the categories that are tags (DCT)."""

ROOTS = {"martif": 2, "tbx": 3}
ENTRY, LANGUAGE, TERM = "entry", "language", "term"
LEVELS = {
    "termEntry": ENTRY,
    "conceptEntry": ENTRY,
    "langSet": LANGUAGE,
    "langSec": LANGUAGE,
    "tig": TERM,
    "ntig": TERM,
    "termSec": TERM,
}
META = ("descrip", "admin", "termNote", "ref", "xref", "transac", "transacNote", "descripNote", "adminNote")
"""The elements whose attribute `type` is a category."""


@dataclass(frozen=True, slots=True)
class Category:
    """A data category of TBX-Basic: the element that carries it as `type`, the module that defines it, its levels."""

    meta: str
    module: str
    levels: tuple[str, ...]


CATEGORIES: Mapping[str, Category] = {
    "customerSubset": Category("admin", "min", (TERM,)),
    "subjectField": Category("descrip", "min", (ENTRY,)),
    "partOfSpeech": Category("termNote", "min", (TERM,)),
    "administrativeStatus": Category("termNote", "min", (TERM,)),
    "projectSubset": Category("admin", "basic", (ENTRY, TERM)),
    "source": Category("admin", "basic", (ENTRY, LANGUAGE, TERM)),
    "context": Category("descrip", "basic", (TERM,)),
    "definition": Category("descrip", "basic", (ENTRY, LANGUAGE)),
    "crossReference": Category("ref", "basic", (ENTRY, TERM)),
    "grammaticalGender": Category("termNote", "basic", (TERM,)),
    "geographicalUsage": Category("termNote", "basic", (TERM,)),
    "termLocation": Category("termNote", "basic", (TERM,)),
    "termType": Category("termNote", "basic", (TERM,)),
    "transactionType": Category("transac", "basic", (ENTRY, LANGUAGE, TERM)),
    "responsibility": Category("transacNote", "basic", (ENTRY, LANGUAGE, TERM)),
    "externalCrossReference": Category("xref", "basic", (ENTRY, TERM)),
    "xGraphic": Category("xref", "basic", (ENTRY, LANGUAGE)),
}
"""What TBX-Basic has; TBX-Min has what is in its module `min`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An edition of TBX as it is written."""

    version: int = 3
    style: str = "dca"
    """`dca`: categories are attributes; `dct`: they are tags. v2 knows attributes only."""
    dialect: str = "basic"
    """`basic` or `min`; of a file of others, whatever its `type` says after `TBX-`, in small letters."""

    def name(self, level: str) -> str:
        """What an element of a level is called."""
        names = {ENTRY: "termEntry", LANGUAGE: "langSet", TERM: "tig"}
        return (
            names[level] if self.version == 2 else {ENTRY: "conceptEntry", LANGUAGE: "langSec", TERM: "termSec"}[level]
        )

    def has(self, category: str) -> bool:
        """Whether a category may stand in such a file; in dialects that are not ours every one may."""
        known = CATEGORIES.get(category)
        if self.dialect not in MODULES:
            return True
        return known is not None and (self.dialect == "basic" or known.module == "min")


def shape_of(root: Element) -> Shape | None:
    """The edition that a document is in; None where it is no TBX."""
    version = ROOTS.get(local(root))
    if version is None:
        return None
    dialect = (root.get("type") or "TBX").upper().removeprefix("TBX").removeprefix("-").lower()
    return Shape(version, "dct" if root.get("style", "").lower() == "dct" else "dca", dialect)


def level_of(element: Element) -> str:
    """`entry`, `language` or `term`; empty for other elements."""
    return LEVELS.get(local(element), "")


def below(element: Element, level: str) -> Iterator[Element]:
    """The children of a level."""
    return (child for child in element if level_of(child) == level)


def entries(root: Element) -> Iterator[Element]:
    """The entries of a document, in order."""
    return (element for element in root.iter("{*}termEntry", "{*}conceptEntry"))


def told(section: Element) -> Iterator[Element]:
    """The elements that say something of an entry, a language or a term, not those of the levels below it."""
    for child in section:
        if not level_of(child):
            yield child
            yield from told(child)


def category(element: Element) -> str:
    """The category that an element states; empty where it states none.

    Where categories are tags, the tag is the category: any tag that is not of the core.
    """
    if local(element) in META:
        return str(element.get("type") or "")
    space = namespace(element)
    return local(element) if space and space not in {CORE, FORMER} else ""


def stated(section: Element, name: str) -> Element | None:
    """The first element that states a category of a section."""
    return next((element for element in told(section) if category(element) == name), None)


def notes(section: Element) -> Iterator[Element]:
    """The notes that stand right in a section."""
    return (child for child in section if local(child) == "note")


def term_of(section: Element) -> Element | None:
    """The term of a term's section."""
    return next((element for element in told(section) if local(element) == "term"), None)


def made(shape: Shape, parent: Element, name: str) -> Element:
    """A new element for a category, not yet in its place."""
    known = CATEGORIES[name]
    if shape.style == "dct":
        return parent.makeelement(qualified(name, MODULES[known.module]))
    return plain(parent, known.meta, {"type": name})


def plain(parent: Element, name: str, attributes: Mapping[str, str] | None = None) -> Element:
    """A new element of the core, in the namespace of its document, not yet in its place."""
    return parent.makeelement(qualified(name, namespace(parent)), dict(attributes or {}))
