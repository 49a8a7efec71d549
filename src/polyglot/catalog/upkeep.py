"""A locale's catalog brought up to the site's strings: what is new, what changed, and what is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from polyglot import locales, plurals, po
from polyglot.catalog.entries import entry_of, filled
from polyglot.catalog.strings import ROLES, Key, SiteString, is_ours, merge
from polyglot.model import Tag, Target

SIMILAR = 80.0
"""The rapidfuzz ratio (0 to 100) from which a new string is taken for a changed one."""


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
    fresh = {key: entry_of(string, old.get(key), machine.get(key, ()), ours, forms) for key, string in wanted.items()}
    kept = filter(None, (_left(entry, ours, code) for entry in left))
    staying = {(one.context, one.source): filled(one, machine.get((one.context, one.source), ())) for one in kept}
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
    return entry.obsolete or named or is_ours(entry)


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
