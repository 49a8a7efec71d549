"""XML of strangers, read with care: no entities, nothing fetched, no bottomless depth; and what all XML needs."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from polyglot.errors import UnreadableInputError

Element = Any
"""lxml says nothing of its types."""
SIZE_LIMIT = 64 * 1024 * 1024
DEPTH = 64
"""Elements in elements; real files stay far below."""
XML = "{http://www.w3.org/XML/1998/namespace}"
DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
DEFINITIONS = re.compile(rb"(?:[^\"'>\[]|\"[^\"]*\"|'[^']*')*+\[")
"""What follows `<!DOCTYPE` where a file brings a DTD of its own."""
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that no XML file can have."""
HINT = "export it again from the tool that it comes from"


def parse(data: bytes, place: str, *, whole: bool = False) -> Element:
    """The root of a document; raises `UnreadableInputError` where it is no XML, or more than such a file needs.

    With `whole` comments and processing instructions stay, and the file may name its DTD, which is not fetched.
    """
    if len(data) > SIZE_LIMIT:
        raise UnreadableInputError(f"larger than {SIZE_LIMIT >> 20} MiB", place=place, hint="split it")
    _refuse_definitions(data, place, named=whole)
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    parser = etree.XMLParser(**options, remove_comments=not whole, remove_pis=not whole)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        told = " ".join(str(getattr(error, "msg", error)).split())[:120]
        where = f"{place}:{line}" if line else place
        raise UnreadableInputError(f"not well-formed XML: {told}", place=where, hint=HINT) from error
    unknown = next(root.iter(etree.Entity), None)
    if unknown is not None:
        message = f"the entity {unknown.text} is defined nowhere in the file"
        raise UnreadableInputError(message, place=f"{place}:{unknown.sourceline}", hint="write the character itself")
    _require_shallow(root, place)
    return root


def _refuse_definitions(data: bytes, place: str, *, named: bool) -> None:
    """Raise where a file has a document type declaration; where one may be `named`, only if it defines something."""
    plain = data.replace(b"\0", b"")
    found = DOCTYPE.match(plain)
    if found is None:
        return
    if not named:
        raise UnreadableInputError("it has a document type declaration, which is refused", place=place, hint=HINT)
    if DEFINITIONS.match(plain, found.end()):
        message = "it brings a DTD of its own, which is refused"
        raise UnreadableInputError(message, place=place, hint="take out what stands in [...] after <!DOCTYPE")


def _require_shallow(root: Element, place: str) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH:
            message = f"its elements are nested deeper than {DEPTH}"
            raise UnreadableInputError(message, place=place, hint=HINT)


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """The namespace of an element; empty where it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def text_in(element: Element) -> str:
    """All text of an element, that of its children too."""
    return "".join(element.itertext())


def qualified(name: str, space: str) -> str:
    """A name in a namespace as lxml writes it."""
    return f"{{{space}}}{name}" if space else name
