"""YAML files of strings (Rails, Hugo and their like): every scalar that is text for people is a unit.

Comments, anchors, order, line ends and the scalars that stay keep every byte; an alias says what its anchor says.
"""

from __future__ import annotations

from polyglot import entries, scalars, skeleton
from polyglot.entries import Entry
from polyglot.errors import UnreadableInputError
from polyglot.model import Document, Edit

SIZE_LIMIT = 8 * 1024 * 1024
"""YAML is read slowly, at about 1 MB in three seconds."""


class YamlFormat:
    """YAML whose values are strings to translate: one document or several."""

    name = "yaml"

    def read(self, data: bytes, path: str = "", encoding: str = "") -> Document:
        """Decode and find the strings. Raises `UnreadableInputError` with line and column where it is not YAML."""
        if len(data) > SIZE_LIMIT:
            raise UnreadableInputError(f"larger than {SIZE_LIMIT >> 20} MiB", place=path, hint="split it into files")
        text, spelled = skeleton.decode(data, path, encoding)
        found = [
            Entry(scalar.path, scalar.value, scalar.span, "" if scalar.is_text else "no text to YAML")
            for scalar in scalars.read(text, path)
        ]
        units = tuple(entries.units(found))
        return Document(path, self.name, text, units, spelled, structured=True, notice="# {}")

    def write(self, document: Document) -> bytes:
        """Splice the targets in, each in the style of its scalar."""
        found = scalars.read(document.text, document.path)
        changes = [
            Edit(scalar.whole, scalars.spelled(scalar, unit.target, document.text))
            for unit, scalar in zip(document.units, found, strict=True)
            if unit.target is not None and unit.target != unit.text
        ]
        return skeleton.encode(document, [*changes, *document.edits])
