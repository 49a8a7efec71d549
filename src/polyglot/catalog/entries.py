"""One entry of a locale's catalog: what a string, a person and the program make of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from polyglot import po
from polyglot.catalog.strings import ROLES, SiteString
from polyglot.model import Origin, Role, State, Target

OURS = "polyglot:"
"""How an extracted comment begins that is for this program, such as `#. polyglot: ignore numbers`; it stays."""


def _is_format(flag: str) -> bool:
    """Whether msgfmt checks placeholders because of a flag."""
    return flag.endswith("-format") and not flag.startswith("no-")


def entry_of(
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
    return filled(_emptied(entry) if entry.misplaced else entry, offer)


def filled(entry: po.Entry, offer: Sequence[Target]) -> po.Entry:
    """An entry with what the program offers, unless a person has spoken, or the offer does not fit it."""
    fits = len(offer) == max(len(entry.forms), 1) and all(_is_usable(one, entry.source) for one in offer)
    return _offered(entry, offer) if fits and not (entry.touched or entry.obsolete) else entry


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
