"""What the tests of formats share: a document read, its texts changed, written and read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from polyglot import laws
from polyglot.formats import Format
from polyglot.model import Document, Unit

FILES = Path(__file__).parent / "formats"


def kept(form: Format, data: bytes) -> bool:
    """Whether a file keeps every byte, as it was read and with targets that are its sources."""
    document = form.read(data)
    same = replace(document, units=tuple(replace(unit, target=unit.text) for unit in document.units))
    return laws.identity(data, form.read, form.write) and form.write(same) == data


def changed(form: Format, data: bytes, change: Callable[[str], str]) -> tuple[bytes, list[str]]:
    """A file with its words changed, but for its codes, and what its translated units must say then."""
    document = form.read(data)
    units = tuple(replace(unit, target=beside_codes(unit, change)) for unit in document.units if unit.translate)
    wanted = [unit.target or "" for unit in units]
    left = iter(units)
    whole = tuple(next(left) if unit.translate else unit for unit in document.units)
    return form.write(replace(document, units=whole)), wanted


def beside_codes(unit: Unit, change: Callable[[str], str]) -> str:
    """A unit's text, changed between its inline codes."""
    said, at = "", 0
    for inline in unit.inline:
        said += change(unit.text[at : inline.span.start]) + unit.text[slice(*inline.span)]
        at = inline.span.end
    return said + change(unit.text[at:])


def said(document: Document) -> list[str]:
    """The texts of the units that are translated."""
    return [unit.text for unit in document.units if unit.translate]
