"""What a catalog says: its header, its entries, and how the program came to write a target."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from polyglot.model import State, Tag

FINAL = "final"
"""The provenance flag of a text that was approved; void as soon as the text differs from the digest."""
CONTENT_TYPE = "text/plain; charset=UTF-8"
"""The header field that msgfmt and Python's gettext need to read anything but ASCII."""
UNDATED = "YEAR-MO-DA"
"""Where a date should be: Babel cannot read an empty one, and msgfmt warns where the field is missing."""
_PROVENANCE = re.compile(
    r"polyglot: (human|mt|tm)(?: ((?!h=)\S+))? h=([0-9a-f]{8})(?: s=([0-9a-f]{8}))?((?: (?!s=)\S+)*)"
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the program came to write a msgstr; a translator comment, which msgmerge and Poedit keep."""

    origin: str
    """`mt`, `human` or `tm`, as in `model.Origin`."""
    engine: str
    """`Identity.signature` for `mt`, else empty; no white space."""
    digest: str
    """`digest` of the msgstr that the program wrote: where the msgstr has another, a person touched it."""
    flags: tuple[str, ...] = ()
    """Words without white space: `FINAL`, kinds of issues ..."""
    made_for: str = ""
    """`digest` of the msgid, where recorded: msgmerge carries fuzzy text and its comments to similar messages."""

    @classmethod
    def of(
        cls, text: str, origin: str, engine: str = "", flags: Iterable[str] = (), *, source: str | None = None
    ) -> Provenance:
        """The provenance of a msgstr that the program is about to write, for this msgid where one is given."""
        return cls(origin, engine, digest(text), tuple(flags), "" if source is None else digest(source))

    @classmethod
    def parse(cls, comment: str) -> Provenance | None:
        """Read a translator comment (without its `# `); None where it is not a provenance.

        >>> Provenance.parse("polyglot: mt echo-1/fr-en/0123 h=3fa1b2c4").engine
        'echo-1/fr-en/0123'
        """
        found = _PROVENANCE.fullmatch(comment.strip())
        if found is None:
            return None
        origin, engine, mark, made_for, flags = found.groups()
        return cls(origin, engine or "", mark, tuple(flags.split()), made_for or "")

    def __str__(self) -> str:
        made_for = f"s={self.made_for}" if self.made_for else ""
        return " ".join(
            filter(None, ("polyglot:", self.origin, self.engine, f"h={self.digest}", made_for, *self.flags))
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a catalog and what is said about it."""

    context: str | None
    source: str
    target: str
    """The msgstr; of a plural entry empty, see `forms`."""
    fuzzy: bool = False
    previous: str | None = None
    """`#| msgid`: the source that the target was made for."""
    comments: tuple[str, ...] = ()
    """Translator comments as people wrote them, one per line, without `# ` and without the provenance."""
    extracted: tuple[str, ...] = ()
    """`#.`, one per line."""
    references: tuple[str, ...] = ()
    """`#:` files, without line numbers, each once."""
    flags: tuple[str, ...] = ()
    """Flags other than `fuzzy`."""
    provenance: Provenance | None = None
    obsolete: bool = False
    plural: str | None = None
    """`msgid_plural`."""
    forms: tuple[str, ...] = ()
    """`msgstr[0]`, `msgstr[1]` ... of a plural entry."""
    previous_context: str | None = None
    previous_plural: str | None = None

    @property
    def words(self) -> str:
        """The target, or all its forms, as a provenance knows them."""
        return self.target if self.plural is None else "\0".join(self.forms)

    @property
    def touched(self) -> bool:
        """Whether the target is a person's word: typed, or accepted by clearing `fuzzy`."""
        if not (self.target or any(self.forms)):
            return False
        known = self.provenance
        return not self.fuzzy or known is None or known.digest != digest(self.words)

    @property
    def misplaced(self) -> bool:
        """Whether the program wrote the target for another source, from which msgmerge carried it here."""
        known = self.provenance
        return known is not None and not self.touched and known.made_for not in {"", digest(self.source)}

    @property
    def state(self) -> State:
        """How far the target has come: empty, fuzzy, cleared of `fuzzy`, or approved as it stands."""
        if not (self.target or (self.forms and all(self.forms))):
            return State.INITIAL
        if self.fuzzy:
            return State.TRANSLATED
        known = self.provenance
        approved = known is not None and FINAL in known.flags and known.digest == digest(self.words)
        return State.FINAL if approved else State.REVIEWED


@dataclass(frozen=True, slots=True)
class PoFile:
    """A catalog: header fields and entries in file order."""

    header: tuple[tuple[str, str], ...]
    """Name and value of each field, in order; empty where the file has no header, or an empty one."""
    entries: tuple[Entry, ...]
    """Obsolete ones too; no two share context and source, which msgfmt refuses."""
    head: tuple[str, ...] = ()
    """The comment and flag lines above the header, as they stand."""

    def field(self, name: str) -> str:
        """The value of a header field, empty where there is none; case does not count."""
        return next((value for key, value in self.header if key.lower() == name.lower()), "")


def digest(text: str) -> str:
    """The first 8 hex digits of the SHA-256 of a text in UTF-8."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def header(language: str, source: Tag, project: str = "polyglot") -> tuple[tuple[str, str], ...]:
    """The fields of a new catalog: all that `msgfmt -c` asks for, no date; `language` is a POSIX name (`pt_BR`)."""
    return (
        ("Project-Id-Version", project),
        ("PO-Revision-Date", UNDATED),
        ("Last-Translator", ""),
        ("Language-Team", ""),
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", CONTENT_TYPE),
        ("Content-Transfer-Encoding", "8bit"),
        ("X-Source-Language", source),
        ("X-Generator", "polyglot"),
    )
