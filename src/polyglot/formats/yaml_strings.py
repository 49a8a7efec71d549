"""YAML files of strings (Rails, Hugo and their like): every scalar that is text for people is a unit.

Comments, anchors, order, line ends and the scalars that stay keep every byte; an alias says what its anchor says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from polyglot import entries, scalars, skeleton
from polyglot.entries import Entry
from polyglot.errors import UnreadableInputError
from polyglot.model import Document, Edit, Publication, Span

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
        return Document(path, self.name, text, units, spelled, structured=True)

    def write(self, document: Document) -> bytes:
        """Splice the targets in, each in the style of its scalar."""
        found = scalars.read(document.text, document.path)
        changes = [
            Edit(scalar.whole, scalars.spelled(scalar, unit.target, document.text))
            for unit, scalar in zip(document.units, found, strict=True)
            if unit.target is not None and unit.target != unit.text
        ]
        return skeleton.encode(document, [*changes, *document.edits])

    def publish(self, document: Document, facts: Publication) -> Document:
        """The document with the notice as a comment, and its language where all of it stands below its tag (Rails)."""
        edits = _renamed(document, facts) if facts.language else ()
        said = replace(document, edits=(*document.edits, *edits))
        return skeleton.with_last_line(said, f"# {' '.join(facts.notice.split())}") if facts.notice else said


def _renamed(document: Document, facts: Publication) -> Iterator[Edit]:
    """The edits of the keys that say the language; none where any value stands elsewhere."""
    tops = {scalar.path[:1] for scalar in scalars.read(document.text, document.path)}
    if tops == {(facts.source,)}:
        key = re.compile(rf"^([\"']?)({re.escape(facts.source)})\1(?=[ \t]*:\s)", re.MULTILINE)
        for found in key.finditer(document.text):
            yield Edit(Span(*found.span(2)), facts.target)
