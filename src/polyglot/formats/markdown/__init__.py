"""Markdown: CommonMark and what GitHub, Hugo, Jekyll, Docusaurus and MkDocs add to it; with front matter.

Nothing is rendered anew: the parser says which lines are text and where the marks stand in them (`blocks`, `inlines`),
and targets are spliced in between (`spelling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from polyglot import skeleton
from polyglot.formats.markdown import blocks, front, imprint, references
from polyglot.formats.markdown.places import Code, LinkTitle, Place, inline_of, text_of
from polyglot.model import Document, Edit, Publication, Role, Span, Unit

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
        units = tuple(unit for unit, _ in self._units(places))
        document = Document(path, self.name, text, units, spelled, structured=True)
        return replace(document, language=head.language, refusal=head.refusal, date=head.date)

    def write(self, document: Document) -> bytes:
        """Splice the targets and edits in; what says the same as its source keeps its bytes."""
        changed_units = (unit for unit in document.units if unit.target not in {None, unit.text})
        targets = {unit.id: unit.target or "" for unit in changed_units}
        pairs = self._units(_places(document.text, document.path)[1]) if targets else ()
        changed = [(place, targets[unit.id]) for unit, place in pairs if unit.id in targets]
        return skeleton.encode(document, [*document.edits, *_edits(changed)])

    def addresses(self, document: Document) -> Iterator[str]:
        """Where its links lead, and its images."""
        return references.addresses(document.text, document.path)

    def publish(self, document: Document, facts: Publication) -> Document:
        """The file with what it says of itself in its front matter, and a last paragraph for its readers."""
        return replace(document, edits=(*document.edits, *imprint.edits(document, facts)))

    def _units(self, places: Iterable[Place]) -> Iterator[tuple[Unit, Place]]:
        """The units of a file with their places."""
        return _units(place for place in places if place.key in self._keys)


def _edits(changed: Sequence[tuple[Place, str]]) -> Iterator[Edit]:
    """What is written for places whose target is not their source: a title in a text that changes, with that text."""
    titles: dict[Span, list[tuple[LinkTitle, str]]] = {}
    for place, target in changed:
        if isinstance(place, LinkTitle):
            titles.setdefault(place.within, []).append((place, target))
    for place, target in changed:
        if not isinstance(place, LinkTitle):
            written = place.spelled(target)
            for title, said in titles.pop(place.span, ()):
                written = written.replace(title.code, title.coded(said), 1)
            yield Edit(place.span, written)
    yield from (Edit(title.here, title.spelled(said)) for left in titles.values() for title, said in left)


@lru_cache(maxsize=4)
def _places(text: str, path: str) -> tuple[front.Front, tuple[Place, ...]]:
    """The front matter of a file, and its places; kept, as it is read to be checked and to be written too."""
    head = front.read(text, path)
    body = blocks.places(text, head.end, path)
    return head, (*head.values, *body)


def _units(places: Iterable[Place]) -> Iterator[tuple[Unit, Place]]:
    """The places that have words, as units; the first title is the title, any other a heading."""
    names = skeleton.Names()
    titled = False
    for place in places:
        text, role = text_of(place), place.role
        if role is Role.TITLE:
            role, titled = (Role.HEADING if titled else role), True
        if isinstance(place, Code):
            yield Unit(names.of(role, text), role, place.span, text, translate=False, reason=place.reason), place
        elif any(atom.says is None and not atom.kind and any(map(str.isalnum, atom.text)) for atom in place.atoms):
            yield Unit(names.of(role, text), role, place.span, text, inline=inline_of(place)), place
