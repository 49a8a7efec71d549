"""The encoding that a page declares, by the labels of the Encoding standard: `latin1` means windows-1252."""

from __future__ import annotations

import codecs
import re

from polyglot.formats.html.scan import Token, tokens

HEAD = 4096
"""So many bytes are looked at; the standard asks for 1024, browsers look further."""
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"']+)", re.IGNORECASE)
XML = re.compile(r"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"'>]+)", re.IGNORECASE)


def encoding(data: bytes) -> str:
    """Python's name of the encoding that the first bytes of a page declare; empty where they declare none."""
    head = data[:HEAD].decode("latin-1")
    for token in tokens(head):
        if token.kind == "open" and token.name == "meta" and (name := _known(_label(head, token))):
            return name
    found = XML.match(head)
    return _known(found[1]) if found else ""


def _label(head: str, meta: Token) -> str:
    said = {attribute.name: head[slice(*attribute.span)] for attribute in meta.attributes}
    if "charset" in said:
        return said["charset"]
    declares = said.get("http-equiv", "").strip().lower() == "content-type"
    found = CHARSET.search(said.get("content", "")) if declares else None
    return found[1] if found else ""


def _known(label: str) -> str:
    """Python's name for a label; what says UTF-16 in bytes that one can read so is UTF-8."""
    from webencodings import lookup

    known = lookup(label)
    if known is None:
        return ""
    if known.name.startswith("utf-16"):
        return "utf-8"
    try:
        return codecs.lookup(known.codec_info.name).name
    except LookupError:  # `x-user-defined` has no codec of Python's
        return "cp1252"
