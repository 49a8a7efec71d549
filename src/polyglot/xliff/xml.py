"""XML as review files have it: its elements found, its text checked, written and indented."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from lxml import etree

from polyglot.errors import UnreadableInputError
from polyglot.xmlfile import HINT, ILLEGAL, XML, Element, local, namespace, parse, qualified, text_in

__all__ = [
    "HINT",
    "ILLEGAL",
    "XML",
    "Element",
    "add",
    "append_text",
    "carry",
    "children",
    "keeps_space",
    "legal",
    "local",
    "namespace",
    "new",
    "parse",
    "readable",
    "rendered",
    "text_in",
]

Way = tuple[tuple[str, str], ...]


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of that name in the element's own namespace."""
    yield from element.iterchildren(qualified(name, namespace(element)))


def keeps_space(element: Element) -> bool:
    """Whether the white space of an element is its text's, and not the file's layout (`xml:space`)."""
    said = (one.get(f"{XML}space") for one in (element, *element.iterancestors()))
    return next((value for value in said if value), "default") == "preserve"


def new(name: str, space: str, others: Mapping[str, str] | None = None) -> Element:
    """A root with the namespaces that the document uses."""
    spaces: dict[Any, str] = {None: space} if space else {}
    return etree.Element(qualified(name, space), nsmap=spaces | dict(others or {}))


def add(parent: Element, name: str, attributes: Mapping[str, str] | None = None, *, text: str | None = None) -> Element:
    """A new last child, in its parent's namespace unless its name says another; attributes that are empty are left out.

    Raises `UnreadableInputError` for text that no XML file can have.
    """
    child = etree.SubElement(parent, name if name.startswith("{") else qualified(name, namespace(parent)))
    for key, value in (attributes or {}).items():
        if value:
            child.set(key, legal(value))
    child.text = None if text is None else legal(text)
    return child


def append_text(parent: Element, text: str) -> None:
    """More text at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + legal(text)
    else:
        parent.text = (parent.text or "") + legal(text)


def legal(text: str) -> str:
    """The text; raises `UnreadableInputError` where it has a character that no XML file can have."""
    found = ILLEGAL.search(text)
    if found:
        message = f"the control character U+{ord(found[0]):04X}, which no XML file can hold, stands in: {text[:40]!r}"
        raise UnreadableInputError(message, hint="remove it from the article, or export as xliff or po")
    return text


def readable(text: str) -> str:
    """A text for people, with a mark for each character that no XML file can have."""
    return ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def rendered(root: Element, verbatim: Container[str]) -> bytes:
    """The bytes of a document, a line for each element; what `verbatim` names has no white space but its own."""
    _indent(root, verbatim, "\n")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _indent(element: Element, verbatim: Container[str], before: str) -> None:
    if not len(element) or local(element) in verbatim or not _blank(element.text):
        return
    element.text = before + "  "
    for child in element:
        _indent(child, verbatim, before + "  ")
        if _blank(child.tail):
            child.tail = before + "  "
    element[-1].tail = before


def _blank(text: str | None) -> bool:
    return not (text or "").strip()


def carry(former: Element, present: Element, modules: Container[str], *, last: bool) -> None:
    """Give the elements of a document what another tool had added to the same elements in a namespace of its own.

    `modules` are the namespaces that are written anew; additions stand behind all else where `last`, else before it.
    """
    places = dict(_walk(present))
    spaces = {prefix: space for element in former.iter() for prefix, space in element.nsmap.items() if prefix}
    for path, old in _walk(former):
        here = places.get(path)
        if here is None:
            continue
        for name, value in old.attrib.items():
            if _foreign(etree.QName(name).namespace or "", modules) and name not in here.attrib:
                here.set(name, value)
        added = [child for child in old if _foreign(namespace(child), modules)]
        for number, child in enumerate(added):
            child.tail = None
            if last:
                here.append(child)
            else:
                here.insert(number, child)
    etree.cleanup_namespaces(present, top_nsmap=spaces, keep_ns_prefixes=[*spaces, *filter(None, present.nsmap)])


def _foreign(space: str, modules: Container[str]) -> bool:
    return bool(space) and space not in modules and f"{{{space}}}" != XML


def _walk(element: Element, path: Way = ()) -> Iterator[tuple[Way, Element]]:
    """The elements that structure a document, each by its way from the root: names, and ids where there are some."""
    key = element.get("id") or element.get("original") or ""
    here = (*path, (local(element), key))
    yield here, element
    own = namespace(element)
    for child in list(element):
        named = child.get("id") or child.get("original") or local(child) in {"header", "body", "target"}
        if namespace(child) == own and named:
            yield from _walk(child, here)
