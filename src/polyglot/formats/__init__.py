"""Formats: how a file becomes a document and back. A lazy table of names, extended by entry points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from polyglot.errors import UsageError
from polyglot.model import Document, Publication

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

BUILT_IN = {
    "plain": ("polyglot.formats.plain:PlainFormat", (".txt", ".text")),
    "html": ("polyglot.formats.html:HtmlFormat", (".html", ".htm", ".xhtml")),
    "markdown": ("polyglot.formats.markdown:MarkdownFormat", (".md", ".markdown", ".mdx")),
    "srt": ("polyglot.formats.subtitles:SrtFormat", (".srt",)),
    "vtt": ("polyglot.formats.subtitles:VttFormat", (".vtt",)),
    "json": ("polyglot.formats.json_strings:JsonFormat", (".json", ".arb")),
    "yaml": ("polyglot.formats.yaml_strings:YamlFormat", (".yaml", ".yml")),
    "docx": ("polyglot.formats.docx:DocxFormat", (".docx",)),
}
"""Name of a format: where its class is, and the file name endings it takes."""
NAMED_ONLY = (".json", ".yaml", ".yml")
"""Endings that settings, receipts and much else have too: a file is taken where it is named, not where a folder is."""
Options = Mapping[str, Mapping[str, object]]
"""What the configuration says to formats that can be told something, by their names."""


class Format(Protocol):
    """One syntax; a class without arguments that makes one is an entry point `polyglot.formats` named by its ending."""

    name: str

    def read(self, data: bytes, path: str = "", encoding: str = "") -> Document:
        """Parse a file's bytes. Raises `UnreadableInputError`; `encoding` overrides what the bytes say."""

    def write(self, document: Document) -> bytes:
        """Splice targets and edits into the document's own text; never renders anew."""

    def publish(self, document: Document, facts: Publication) -> Document:
        """The document with edits that make it say these facts, as far as its syntax can."""


@runtime_checkable
class Refers(Protocol):
    """A format whose files refer to images and other files."""

    def addresses(self, document: Document) -> Iterator[str]:
        """What a file refers to, as it stands there but for its escapes: of images, sounds, links."""


def addresses(form: Format, document: Document) -> Iterator[str]:
    """What a file refers to; nothing where its format knows no references."""
    if isinstance(form, Refers):
        yield from form.addresses(document)


def endings() -> tuple[str, ...]:
    """The file name endings that some format takes."""
    points = tuple(f".{point.name}" for point in _points())
    return tuple(ending for _, found in BUILT_IN.values() for ending in found) + points


def takes(path: PurePath) -> bool:
    """Whether some format takes a file with this name's ending that lies in a folder."""
    suffix = path.suffix.lower()
    built_in = any(suffix in found for _, found in BUILT_IN.values())
    return suffix not in NAMED_ONLY and (built_in or suffix in endings())


def for_path(path: PurePath, options: Options = MappingProxyType({})) -> Format:
    """The format that a file's name asks for; raises `UsageError` where none does."""
    for name, (where, found) in BUILT_IN.items():
        if path.suffix.lower() in found:
            return _make(where, options.get(name, {}))
    for point in _points(path.suffix.lower().removeprefix(".")):
        return cast("Format", point.load()())
    raise UsageError(
        f"no format takes files that end in {path.suffix or 'nothing'!r}",
        place=str(path),
        hint=f"save it as one of {', '.join(endings())}",
    )


def load(name: str) -> Format:
    """The built-in format of that name."""
    return _make(BUILT_IN[name][0], {})


def _make(where: str, options: Mapping[str, object]) -> Format:
    module, _, attribute = where.partition(":")
    return cast("Format", getattr(import_module(module), attribute)(**options))


def _points(name: str = "") -> EntryPoints:
    """The entry points of other distributions, of one name or all; looked for only where ours do not serve."""
    from importlib.metadata import entry_points

    return entry_points(group="polyglot.formats", name=name) if name else entry_points(group="polyglot.formats")
