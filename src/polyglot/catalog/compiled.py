"""The `.mo` that programs read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from polyglot import locales, po
from polyglot.catalog.publishing import Published, is_more_than_text
from polyglot.catalog.timeless import babel_catalog
from polyglot.errors import CatalogError
from polyglot.model import State, Tag

if TYPE_CHECKING:
    from babel.messages.catalog import Message


def compile_mo(
    file: po.PoFile, target: Tag, messages: Mapping[str, str], others: Sequence[po.Entry] | None = None
) -> bytes:
    """The `.mo` of these messages, with the header of the catalog, in the format of the GNU gettext manual.

    `others` have a context or a plural; where they are not named, gettext's own rule takes all that are not fuzzy. No
    clock: the same catalog gives the same bytes.
    """
    from babel.messages.mofile import write_mo

    if others is None:
        others = [one for one in file.entries if is_more_than_text(one) and not one.obsolete and _is_accepted(one)]
    entries = [*Published(messages, tuple(others), 0).entries]
    fields = mo_header(file, target)
    header = "".join(f"{name}: {value}\n" for name, value in fields.items() if name and value)
    buffer = BytesIO()
    write_mo(buffer, babel_catalog([_compiled(entry) for entry in entries], header))
    return buffer.getvalue()


def mo_header(file: po.PoFile, target: Tag) -> dict[str, str]:
    """The header of a compiled catalog: its own fields, and those that readers need."""
    return {**dict(po.header(locales.posix(target), Tag(""))), **dict(file.header), "Content-Type": po.CONTENT_TYPE}


def read_mo(data: bytes, place: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """The header of a `.mo` and its messages; those with a plural are left out. Raises `CatalogError`."""
    import struct

    from babel.messages.mofile import read_mo

    try:
        found = read_mo(BytesIO(data))
        messages = [(one.id, one.string) for one in found if isinstance(one.id, str) and isinstance(one.string, str)]
        header = {str(name): str(value) for name, value in found.mime_headers}
    except (OSError, ValueError, LookupError, TypeError, struct.error) as error:
        hint = "make it anew with msgfmt, or import the .po that it was made from"
        raise CatalogError("the file is no .mo that can be read", place=place, hint=hint) from error
    return header, tuple((text, said) for text, said in messages if text)


def _is_accepted(entry: po.Entry) -> bool:
    return entry.state.rank >= State.REVIEWED.rank


def _compiled(entry: po.Entry) -> Message:
    """An entry for the `.mo`; a context is spelled into the key, as in the file: Babel would sort by the text first."""
    from babel.messages.catalog import Message

    key = entry.source if entry.context is None else f"{entry.context}\4{entry.source}"
    return Message(key, entry.target) if entry.plural is None else Message((key, entry.plural), entry.forms)
