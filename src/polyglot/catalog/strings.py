"""The texts of the site, as they are known from pages, templates and programs, and from a catalog's entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from polyglot import po
from polyglot.model import Role

ROLES = (Role.INTERFACE, Role.FURNITURE, Role.LEGAL)
"""The extracted comments (`#.`) by which our entries are known; the weaker first."""
Key = tuple[str | None, str]
"""Context and text: what a string is known by, as in gettext."""


@dataclass(frozen=True, slots=True)
class SiteString:
    """A text of the site: of its furniture, or of its templates, program or key files."""

    text: str
    role: Role
    """`FURNITURE`, `INTERFACE`, or `LEGAL`: never published unreviewed."""
    files: tuple[str, ...]
    """Where it stands; sorted, each once."""
    flags: tuple[str, ...] = ()
    """Such as `python-format` for strings with real placeholders; a percent sign alone is none. Sorted, each once."""
    context: str | None = None
    """What tells it from the same text elsewhere (`msgctxt`)."""
    plural: str | None = None
    """Its form for many (`msgid_plural`)."""
    notes: tuple[str, ...] = ()
    """What the source says to translators, line by line."""

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.context, self.text

    @property
    def plain(self) -> bool:
        """Whether it is a text and no more, as the furniture of pages is."""
        return self.context is None and self.plural is None


def merge(strings: Iterable[SiteString]) -> tuple[SiteString, ...]:
    """Each text of a context once, where it was first seen: `legal` wins, what is said of it is joined; blank ones go.

    The first form for many stays: gettext can look up one only.
    """
    merged: dict[Key, SiteString] = {}
    for string in strings:
        if string.text.strip():
            other = merged.get(string.key, string)
            merged[string.key] = SiteString(
                string.text,
                max(string.role, other.role, key=ROLES.index),
                tuple(sorted({*string.files, *other.files})),
                tuple(sorted({*string.flags, *other.flags})),
                string.context,
                string.plural if other.plural is None else other.plural,
                tuple(dict.fromkeys((*other.notes, *string.notes))),
            )
    return tuple(merged.values())


def refresh(
    known: Iterable[SiteString], strings: Iterable[SiteString], seen: Collection[str]
) -> tuple[SiteString, ...]:
    """What is known of the site after the files in `seen` were read again and hold `strings`.

    A known text keeps its place; one whose files were all seen and that none of them holds any more goes.
    """
    found = tuple(strings)
    again = {string.key for string in found}
    left = []
    for string in known:
        files = tuple(name for name in string.files if name not in seen)
        if files or not string.files:
            left.append(replace(string, files=files))
        elif string.key in again:
            left.append(SiteString(string.text, ROLES[0], (), context=string.context))
    return merge((*left, *found))


def known(template: str, place: str = "site.pot") -> tuple[SiteString, ...]:
    """The site strings of a template, in order. Raises `CatalogError` where it is broken."""
    return tuple(_site_string(entry) for entry in po.parse(template, place).entries if is_ours(entry))


def every(file: po.PoFile) -> tuple[SiteString, ...]:
    """All strings of a catalog or template, those of other tools too."""
    return tuple(_site_string(entry) for entry in file.entries if not entry.obsolete)


def is_ours(entry: po.Entry) -> bool:
    """Whether an entry is, or was, one of the site's strings."""
    return any(role in entry.extracted for role in ROLES)


def _site_string(entry: po.Entry) -> SiteString:
    role = max((role for role in ROLES if role in entry.extracted), key=ROLES.index, default=ROLES[0])
    notes = tuple(line for line in entry.extracted if line not in ROLES)
    return SiteString(entry.source, role, entry.references, entry.flags, entry.context, entry.plural, notes)
