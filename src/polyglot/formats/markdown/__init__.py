"""Markdown: CommonMark and what GitHub, Hugo, Jekyll, Docusaurus and MkDocs add to it; with front matter.

Nothing is rendered anew: the parser says which lines are text and where the marks stand in them (`blocks`, `inlines`),
and targets are spliced in between (`spelling`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from polyglot import skeleton
from polyglot.formats.markdown import blocks, front, imprint, references
from polyglot.formats.markdown.places import Code, Place, inline_of, text_of
from polyglot.model import Document, Edit, Publication, Role, Unit

FRONT_MATTER = ("title", "description", "summary")
SHORTCODES = ("alt", "attr", "caption", "description", "label", "summary", "text", "title")


class MarkdownFormat:
    """Markdown and MDX; which keys of the front matter and values of shortcodes are text is the project's to say."""

    name = "markdown"

    def __init__(self, front_matter: Sequence[str] = FRONT_MATTER, shortcodes: Sequence[str] = SHORTCODES) -> None:
        """Take the names of keys, dotted where they are nested, and those of the values of shortcodes."""
        keys = {f"front_matter.{key}" for key in front_matter}
        self._keys = frozenset({"", *keys, *(f"shortcodes.{key.lower()}" for key in shortcodes)})

    def read(self, data: bytes, path: str = "", encoding: str = "") -> Document:
        """Decode and cut into units. Raises `UnreadableInputError` for bytes and for front matter that are wrong."""
        text, spelled = skeleton.decode(data, path, encoding)
        head, places = _places(text, path)
        units = tuple(_units(place for place in places if place.key in self._keys))
        document = Document(path, self.name, text, units, spelled, structured=True)
        return replace(document, language=head.language, refusal=head.refusal)

    def write(self, document: Document) -> bytes:
        """Splice the targets and edits in; what says the same as its source keeps its bytes."""
        changed = {unit.span: unit for unit in document.units if unit.target not in {None, unit.text}}
        edits = list(document.edits)
        for place in _places(document.text, document.path)[1] if changed else ():
            unit = changed.get(place.span)
            if unit is not None and unit.target is not None:
                edits.append(Edit(unit.span, place.spelled(unit.target)))
        return skeleton.encode(document, edits)

    def addresses(self, document: Document) -> Iterator[str]:
        """Where its links lead, and its images."""
        return references.addresses(document.text, document.path)

    def publish(self, document: Document, facts: Publication) -> Document:
        """The file with what it says of itself in its front matter, and a last paragraph for its readers."""
        return replace(document, edits=(*document.edits, *imprint.edits(document, facts)))


@lru_cache(maxsize=4)
def _places(text: str, path: str) -> tuple[front.Front, tuple[Place, ...]]:
    """The front matter of a file, and its places; kept, as it is read to be checked and to be written too."""
    head = front.read(text, path)
    body = blocks.places(text, head.end, path)
    return head, (*head.values, *body)


def _units(places: Iterator[Place]) -> Iterator[Unit]:
    """The places that have words, as units; the first title is the title, any other a heading."""
    names = skeleton.Names()
    titled = False
    for place in places:
        text, role = text_of(place), place.role
        if role is Role.TITLE:
            role, titled = (Role.HEADING if titled else role), True
        if isinstance(place, Code):
            yield Unit(names.of(role, text), role, place.span, text, translate=False, reason=place.reason)
        elif any(atom.says is None and not atom.kind and any(map(str.isalnum, atom.text)) for atom in place.atoms):
            yield Unit(names.of(role, text), role, place.span, text, inline=inline_of(place))
