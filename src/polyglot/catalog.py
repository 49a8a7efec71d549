"""The site's strings: what stands around the articles, from `site.pot` through people's `.po` files to `.mo`.

Babel writes `.pot` and `.mo`, `polyglot.po` reads and writes `.po`. Babel stamps headers with the clock and marks prose
such as "50 % des voix" as a Python format, which its checker and `msgfmt -c` then reject in translation: here headers
are our own, and a string has a format only where its `SiteString` says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from polyglot import locales, plurals, po
from polyglot.errors import CatalogError, LawBrokenError
from polyglot.model import Origin, Role, State, Tag, Target

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

ROLES = (Role.INTERFACE, Role.FURNITURE, Role.LEGAL)
"""The extracted comments (`#.`) by which our entries are known; the weaker first."""
SIMILAR = 80.0
"""The rapidfuzz ratio (0 to 100) from which a new string is taken for a changed one."""
OURS = "polyglot:"
"""How an extracted comment begins that is for this program, such as `#. polyglot: ignore numbers`; it stays."""
LEVELS: Mapping[str, State] = {"machine": State.TRANSLATED, "reviewed": State.REVIEWED, "final": State.FINAL}
"""How far a target must have come to be published, by the levels of `[publish] strings`."""
TEMPLATE_HEAD = ("# The strings of the site, found by polyglot. Translate them in the .po files, not here.",)
TEMPLATE_HEADER = tuple(pair for pair in po.header("", Tag("")) if pair[0] != "X-Source-Language")


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
    return tuple(_site_string(entry) for entry in po.parse(template, place).entries if _is_ours(entry))


def template(
    strings: Sequence[SiteString], before: str | None, seen: Collection[str] = (), head: Sequence[str] = TEMPLATE_HEAD
) -> str:
    """The text of `site.pot`; `before` is what is on disk, returned as it is where it says the same.

    Messages of other tools in `before` are kept behind ours, unless all their files are in `seen`, which were read.
    `head` are the comment lines of a new template. Raises `CatalogError` where `before` is broken.
    """
    wanted = merge(strings)
    old = po.parse(before or "", "site.pot")
    others = _others(old, {string.key for string in wanted}, seen)
    if before is not None and known(before) == wanted and len(others) + len(wanted) == len(old.entries):
        return before
    top = po.PoFile(old.header, (), old.head) if old.header else po.PoFile(TEMPLATE_HEADER, (), tuple(head))
    messages = _template_text([*(_template_entry(string) for string in wanted), *others])
    text = f"{po.render(top)}\n{messages}".rstrip("\n") + "\n"
    if known(text) != wanted:
        raise LawBrokenError("the template would not read as it was meant", hint="please report it with site.pot")
    return text.replace("\n", po.line_end(before or ""))


def _others(file: po.PoFile, ours: Collection[Key], seen: Collection[str]) -> list[po.Entry]:
    """The messages of other tools in a template that stay there."""
    return [
        entry
        for entry in file.entries
        if not (_is_ours(entry) or entry.obsolete or (entry.context, entry.source) in ours)
        and not (entry.references and all(name in seen for name in entry.references))
    ]


def update(
    existing: po.PoFile | None,
    strings: Sequence[SiteString],
    *,
    target: Tag,
    source: Tag,
    machine: Mapping[Key, tuple[Target, ...]],
    pages: Collection[str],
    code: Collection[str] = (),
    similar: float = SIMILAR,
) -> po.PoFile:
    """The catalog of a locale brought up to the site's strings, all of them.

    `machine` has what the program can say for a string, a target for each form; it never replaces a person's word.
    `pages` are files whose strings are ours to judge, besides those that `strings` name: put those of the previous
    template in, so that a page that is gone counts as such. What other tools and people added, or refer to from other
    files than those in `code`, which were read as sources of strings, stays. The header and the order of a catalog are
    its own; a new entry stands behind the one that it follows in the template.
    """
    wanted = {string.key: string for string in merge(strings)}
    ours = {*pages, *code, *(name for string in wanted.values() for name in string.files)}
    entries = existing.entries if existing else ()
    same = {(entry.context, entry.source): entry for entry in entries}
    left = [entry for entry in entries if (entry.context, entry.source) not in wanted]
    header = _header(existing, target, source, any(string.plural is not None for string in wanted.values()))
    forms = plurals.count(dict(header).get("Plural-Forms", "")) or len(plurals.categories(target))
    old = {**_changed([string for string in wanted.values() if string.key not in same], left, code, similar), **same}
    fresh = {key: _entry(string, old.get(key), machine.get(key, ()), ours, forms) for key, string in wanted.items()}
    staying = {(entry.context, entry.source): kept for entry in left if (kept := _left(entry, ours, code)) is not None}
    order = _order(tuple(wanted), [key for key in same if key in fresh or key in staying])
    found = [fresh.get(key) or staying[key] for key in order]
    return po.PoFile(header, tuple(sorted(found, key=lambda entry: entry.obsolete)), existing.head if existing else ())


def _header(existing: po.PoFile | None, target: Tag, source: Tag, counts: bool) -> tuple[tuple[str, str], ...]:
    """The header of a catalog: its own fields, and those that are missing, with CLDR's plural forms where it counts."""
    own = existing.header if existing else ()
    have = {name.lower() for name, _ in own}
    wanted = po.header(locales.posix(target), source)
    if counts:
        named = " ".join(plurals.categories(target))
        wanted = (*wanted[:-2], ("Plural-Forms", plurals.formula(target)), *wanted[-2:])
        wanted += () if "plural-forms" in have else (("X-Plural-Categories", named),)
    return (*own, *(pair for pair in wanted if pair[0].lower() not in have))


def _order(wanted: Sequence[Key], present: Sequence[Key]) -> list[Key]:
    """All keys: those of the catalog as they stand there, and each new one behind the string that it follows."""
    there = set(present)
    behind: dict[Key | None, list[Key]] = {}
    last: Key | None = None
    for key in wanted:
        if key in there:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    return [*behind.get(None, ()), *(new for key in present for new in (key, *behind.get(key, ())))]


@dataclass(frozen=True, slots=True)
class Published:
    """What of a catalog may appear."""

    messages: Mapping[str, str]
    """Those that are a text and no more, as pages show them."""
    others: tuple[po.Entry, ...]
    """Those with a context or with forms for numbers."""
    left_out: int

    @property
    def entries(self) -> tuple[po.Entry, ...]:
        """All of them; a header is none."""
        return (*(po.Entry(None, text, words) for text, words in self.messages.items() if text), *self.others)


def published(file: po.PoFile, level: str, legal: Collection[str] = ()) -> Published:
    """What may appear at a level (a key of `LEVELS`).

    Texts in `legal`, and those that the catalog itself marks so, are never published unreviewed, whatever the level.
    Of fuzzy targets only the program's own for this very source count: what msgmerge guessed or a person put in doubt
    is left out.
    """
    messages: dict[str, str] = {}
    others = []
    left_out = 0
    for entry in file.entries:
        if entry.obsolete:
            continue
        if not _appears(entry, level, legal):
            left_out += 1
        elif _is_foreign(entry):
            others.append(entry)
        else:
            messages[entry.source] = entry.target
    return Published(messages, tuple(others), left_out)


def _appears(entry: po.Entry, level: str, legal: Collection[str]) -> bool:
    needed = LEVELS[level].rank
    if entry.source in legal or Role.LEGAL in entry.extracted:
        needed = max(needed, State.REVIEWED.rank)
    return entry.state.rank >= needed and not _is_doubtful(entry)


def publishable(file: po.PoFile, level: str, legal: Collection[str] = ()) -> tuple[Mapping[str, str], int]:
    """The messages without context and forms that may appear, and how many of their kind were left out."""
    plain = replace(file, entries=tuple(entry for entry in file.entries if not _is_foreign(entry)))
    found = published(plain, level, legal)
    return found.messages, found.left_out


def compile_mo(
    file: po.PoFile, target: Tag, messages: Mapping[str, str], others: Sequence[po.Entry] | None = None
) -> bytes:
    """The `.mo` of these messages, with the header of the catalog, in the format of the GNU gettext manual.

    `others` have a context or a plural; where they are not named, gettext's own rule takes all that are not fuzzy. No
    clock: the same catalog gives the same bytes.
    """
    from babel.messages.mofile import write_mo

    if others is None:
        others = [one for one in file.entries if _is_foreign(one) and not one.obsolete and _is_accepted(one)]
    entries = [*Published(messages, tuple(others), 0).entries]
    fields = mo_header(file, target)
    header = "".join(f"{name}: {value}\n" for name, value in fields.items() if name and value)
    buffer = BytesIO()
    write_mo(buffer, _babel([_compiled(entry) for entry in entries], header))
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


def _is_ours(entry: po.Entry) -> bool:
    """Whether an entry is, or was, one of the site's strings."""
    return any(role in entry.extracted for role in ROLES)


def _is_foreign(entry: po.Entry) -> bool:
    """Whether an entry is more than a text: it has a context, or forms for numbers."""
    return entry.context is not None or entry.plural is not None


def _is_accepted(entry: po.Entry) -> bool:
    return entry.state.rank >= State.REVIEWED.rank


def _is_doubtful(entry: po.Entry) -> bool:
    """Whether the target is fuzzy for another reason than that nobody has looked at it."""
    return entry.fuzzy and (entry.touched or entry.misplaced or entry.previous is not None)


def _is_format(flag: str) -> bool:
    """Whether msgfmt checks placeholders because of a flag."""
    return flag.endswith("-format") and not flag.startswith("no-")


def _site_string(entry: po.Entry) -> SiteString:
    role = max((role for role in ROLES if role in entry.extracted), key=ROLES.index)
    notes = tuple(line for line in entry.extracted if line not in ROLES)
    return SiteString(entry.source, role, entry.references, entry.flags, entry.context, entry.plural, notes)


def _template_entry(string: SiteString) -> po.Entry:
    forms = () if string.plural is None else ("", "")
    return po.Entry(
        string.context,
        string.text,
        "",
        extracted=(string.role, *string.notes),
        references=string.files,
        flags=string.flags,
        plural=string.plural,
        forms=forms,
    )


def _entry(
    string: SiteString, old: po.Entry | None, offer: Sequence[Target], ours: Collection[str], forms: int
) -> po.Entry:
    """The entry of a string: as a person left it, else with what the program offers, else as it was."""
    old = _shaped(old or po.Entry(string.context, string.text, ""), string, forms)
    files = {*string.files, *(name for name in old.references if name not in ours)}
    entry = replace(
        old,
        obsolete=False,
        extracted=_extracted(string, old),
        references=old.references if files == set(old.references) else tuple(sorted(files)),
        flags=_flags(string, old),
    )
    if entry.touched:
        return entry
    if not offer or not all(_is_usable(one, string.text) for one in offer) or len(offer) != max(len(entry.forms), 1):
        return _emptied(entry) if entry.misplaced else entry
    return _offered(entry, offer)


def _emptied(entry: po.Entry) -> po.Entry:
    """An entry without the words that were made for another text."""
    nothing = replace(entry, target="", forms=("",) * len(entry.forms))
    return replace(nothing, fuzzy=False, previous=None, provenance=None)


def _offered(entry: po.Entry, offer: Sequence[Target]) -> po.Entry:
    """An entry with what the program offers, signed."""
    words = tuple(one.text for one in offer)
    filled = replace(entry, target=words[0]) if entry.plural is None else replace(entry, forms=words)
    first, issues = offer[0], sorted({issue.kind for one in offer for issue in one.issues})
    return replace(
        filled,
        fuzzy=any(one.state.rank < State.REVIEWED.rank for one in offer),
        previous=None,
        previous_context=None,
        previous_plural=None,
        provenance=po.Provenance.of(filled.words, first.origin, first.engine, issues, source=entry.source),
    )


def _extracted(string: SiteString, old: po.Entry) -> tuple[str, ...]:
    """The extracted comments of an entry: of code, what its source says now; lines for this program stay.

    That a string is the interface's is said in the template only: other tools' catalogs keep their lines.
    """
    if string.role is not Role.INTERFACE:
        return (string.role, *(line for line in old.extracted if line not in ROLES))
    own = [line for line in old.extracted if line.startswith(OURS)]
    return tuple(dict.fromkeys((*string.notes, *own)))


def _flags(string: SiteString, old: po.Entry) -> tuple[str, ...]:
    """The flags of an entry: formats as the string has them, others as they were."""
    flags = tuple(dict.fromkeys((*string.flags, *(flag for flag in old.flags if not _is_format(flag)))))
    return old.flags if set(flags) == set(old.flags) else flags


def _shaped(entry: po.Entry, string: SiteString, forms: int) -> po.Entry:
    """An entry with forms for numbers where its string has them; a person's words stay, in doubt, where that changed.

    Forms that a string has no more stay too: gettext finds the first of them for the text alone.
    """
    if string.plural is None:
        return entry
    if entry.plural is None:
        words = entry.target if entry.touched else ""
        changed = replace(entry, target="", plural=string.plural, forms=(words, *("",) * (forms - 1)), provenance=None)
        return replace(changed, fuzzy=bool(words), previous=entry.source if words else None)
    filled = (*entry.forms, *("",) * (forms - len(entry.forms)))
    if entry.plural == string.plural:
        return replace(entry, forms=filled)
    changed = replace(entry, plural=string.plural, forms=filled, fuzzy=any(entry.forms))
    if entry.fuzzy or not changed.fuzzy:
        return changed
    return replace(changed, previous=entry.source, previous_plural=entry.plural)


def _is_usable(offer: Target, text: str) -> bool:
    """Whether an offer is a translation, with line ends at its edges where the text has them, which msgfmt wants."""
    translated = offer.state is not State.INITIAL and offer.origin is not Origin.SOURCE and bool(offer.text)
    edges = [(words.startswith("\n"), words.endswith("\n")) for words in (offer.text, text)]
    return translated and edges[0] == edges[1]


def _changed(
    strings: Sequence[SiteString], left: Iterable[po.Entry], code: Collection[str], similar: float
) -> dict[Key, po.Entry]:
    """For new strings, a person's entry for one that is gone and nearly the same: fuzzy, with that source shown.

    One of the same context goes before others.
    """
    spoken = [entry for entry in left if entry.touched and _is_lost(entry, code)]
    if not strings or not spoken:
        return {}
    from rapidfuzz import fuzz, process

    found = {}
    for string in strings:
        near = [entry for entry in spoken if entry.context == string.context]
        for group in (near, spoken):
            best = process.extractOne(
                string.text, [one.source for one in group], scorer=fuzz.ratio, score_cutoff=similar
            )
            if best is not None:
                found[string.key] = _stale(group[best[2]], string)
                break
    return found


def _is_lost(entry: po.Entry, code: Collection[str]) -> bool:
    """Whether an entry that no string has any more was one of the site's."""
    named = bool(entry.references) and all(name in code for name in entry.references)
    return entry.obsolete or named or _is_ours(entry)


def _stale(entry: po.Entry, string: SiteString) -> po.Entry:
    """A person's entry for a text that was changed to this one; without provenance, so that it stays a person's."""
    made_for = entry.previous if entry.fuzzy and entry.previous is not None else entry.source
    moved = entry.context != string.context and entry.context is not None
    return replace(
        entry,
        context=string.context,
        source=string.text,
        fuzzy=True,
        previous=made_for,
        previous_context=entry.context if moved else None,
        previous_plural=entry.plural,
        provenance=None,
        references=(),
        extracted=(),
        flags=(),
    )


def _left(entry: po.Entry, ours: Collection[str], code: Collection[str]) -> po.Entry | None:
    """What becomes of an entry that is no string of the site (any more); None where it goes.

    One that is not marked as the site's is one where all the files that it names are sources of strings.
    """
    if entry.obsolete:
        return entry if entry.touched else None
    elsewhere = tuple(name for name in entry.references if name not in ours)
    if not _is_lost(entry, code):
        return entry
    if elsewhere:
        lines = tuple(line for line in entry.extracted if line not in ROLES)
        return replace(entry, references=elsewhere, extracted=lines)
    return replace(entry, obsolete=True, references=(), extracted=()) if entry.touched else None


def _template_text(entries: Sequence[po.Entry]) -> str:
    """The entries as Babel writes a template, each with a blank line behind it.

    Babel breaks file names at hyphens and spaces, so it is given the entry's number for its files.
    """
    from babel.messages.catalog import Message
    from babel.messages.pofile import generate_po

    messages = []
    for number, entry in enumerate(entries):
        message = Message(
            entry.source if entry.plural is None else (entry.source, entry.plural),
            locations=[(str(number), 0)] if entry.references else [],
            auto_comments=entry.extracted,
            user_comments=entry.comments,
            context=entry.context,
        )
        message.flags = set(entry.flags)
        messages.append(message)
    return "".join(_numbered_files(line, entries) for line in generate_po(_babel(messages), omit_header=True))


def _numbered_files(line: str, entries: Sequence[po.Entry]) -> str:
    """A line of a template; in place of a number, the files of the entry that has it."""
    if not line.startswith("#: "):
        return line
    return "".join(f"{reference}\n" for reference in po.references(entries[int(line[3:])].references))


def _compiled(entry: po.Entry) -> Message:
    """An entry for the `.mo`; a context is spelled into the key, as in the file: Babel would sort by the text first."""
    from babel.messages.catalog import Message

    key = entry.source if entry.context is None else f"{entry.context}\4{entry.source}"
    return Message(key, entry.target) if entry.plural is None else Message((key, entry.plural), entry.forms)


def _babel(messages: Iterable[Message], header: str = "") -> Catalog:
    """Babel's catalog of these messages with this header: the one that Babel makes has the time of day."""
    from babel.messages.catalog import Catalog, Message

    class Timeless(Catalog):
        """A catalog that is what it is given, and no more."""

        def __iter__(self) -> Iterator[Message]:
            yield Message("", header)
            yield from messages

    return Timeless(creation_date="")
