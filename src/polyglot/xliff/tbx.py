"""TBX v3 (ISO 30042:2019), dialect TBX-Basic, data categories as attributes: the terms that a text has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from polyglot.model import Tag
from polyglot.xliff import xml
from polyglot.xliff.content import token
from polyglot.xliff.xml import XML, Element

CORE = "urn:iso:std:iso:30042:ed-2"
PREFERRED, ADMITTED = "preferredTerm-admn-sts", "admittedTerm-admn-sts"


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept: what a source calls it and what a target may."""

    concept: str
    source: str
    targets: tuple[str, ...]
    """The one to write first."""


def tbx(entries: Iterable[Entry], source: Tag, target: Tag) -> bytes:
    """The document of some concepts, each once."""
    root = xml.new("tbx", CORE)
    for name, value in (("type", "TBX-Basic"), ("style", "dca"), (f"{XML}lang", "en")):
        root.set(name, value)
    description = xml.add(xml.add(xml.add(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    xml.add(description, "p", text="Names of the glossary that occur in the texts, as polyglot has them.")
    body = xml.add(xml.add(root, "text"), "body")
    found: dict[str, list[Entry]] = {}
    for entry in dict.fromkeys(entries):
        found.setdefault(entry.concept, []).append(entry)
    for concept, same in found.items():
        element = xml.add(body, "conceptEntry", {"id": f"t-{token(concept)}"})
        _terms(element, source, [entry.source for entry in same])
        _terms(element, target, [form for entry in same for form in entry.targets])
    return xml.rendered(root, {"term", "p", "termNote"})


def _terms(parent: Element, tag: Tag, forms: Iterable[str]) -> None:
    section = xml.add(parent, "langSec", {f"{XML}lang": tag})
    for number, form in enumerate(dict.fromkeys(forms)):
        term = xml.add(section, "termSec")
        xml.add(term, "term", text=form)
        xml.add(term, "termNote", {"type": "administrativeStatus"}, text=ADMITTED if number else PREFERRED)
