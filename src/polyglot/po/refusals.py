"""What no catalog may hold though each of its entries can be read; msgfmt refuses it too."""

from __future__ import annotations

import re
from collections.abc import Iterable

from polyglot.errors import CatalogError
from polyglot.po.blocks import Block, is_header

_JOINED = re.compile(r"^#-#-#-#-#  .*  #-#-#-#-#$", re.MULTILINE)
"""How msgcat parts the texts of several catalogs that it has put into one entry."""
_CHARSET = re.compile(r"charset=\s*([^\s;]+)", re.IGNORECASE)
_UNICODE = {"utf-8", "utf8", "us-ascii", "ascii", "charset"}
_PLURAL = re.compile(r"\s*nplurals\s*=\s*\d+\s*;\s*plural\s*=([^;]*);?\s*")


def refuse_duplicates(blocks: Iterable[Block], place: str) -> None:
    """Raise `CatalogError` where two entries have the same context and source (or a second header is there)."""
    seen: dict[tuple[str | None, str], int] = {}
    for block in blocks:
        entry, line = block.entry, block.line
        if entry is None:
            continue
        if is_header(block):
            hint = "keep one header, as the first entry"
            raise CatalogError("a header stands among the entries", place=f"{place}:{line}", hint=hint)
        first = seen.setdefault((entry.context, entry.source), line)
        if first != line:
            message = f"the entry {entry.source[:40]!r} is there twice, first in line {first}"
            raise CatalogError(message, place=f"{place}:{line}", hint="delete one of the two")


def refuse_joined(blocks: Iterable[Block], place: str) -> None:
    """Raise `CatalogError` where msgcat has put the texts of several catalogs into one."""
    for block in blocks:
        texts = (block.entry.target, *block.entry.forms) if block.entry else ()
        if any(map(_JOINED.search, texts)):
            hint = "choose one text and delete the lines that begin with #-#-#-#-#"
            message = "two texts stand in one entry, as msgcat leaves them"
            raise CatalogError(message, place=f"{place}:{block.line}", hint=hint)


def refuse_header(fields: dict[str, str], place: str) -> None:
    """Raise `CatalogError` where the header declares another charset or plural forms that are not an expression."""
    charset = _CHARSET.search(fields.get("Content-Type", ""))
    if charset and charset[1].lower() not in _UNICODE:
        hint = "convert it with `msgconv --to-code=UTF-8`"
        raise CatalogError(f"the catalog says that it is in {charset[1]}", place=place, hint=hint)
    plural = fields.get("Plural-Forms", "")
    if plural and not _is_plural(plural):
        hint = "write it as in `nplurals=2; plural=(n != 1);`"
        raise CatalogError(f"Plural-Forms is not an expression: {plural[:40]}", place=place, hint=hint)


def _is_plural(value: str) -> bool:
    """Whether Python's gettext, which compiles it, takes a Plural-Forms value; a template's may be unfilled."""
    from gettext import c2py

    found = _PLURAL.fullmatch(value)
    if value.replace(" ", "").startswith("nplurals=INTEGER;"):
        return True
    try:
        return found is not None and c2py(found[1]) is not None
    except (ValueError, RecursionError):
        return False
