"""Review catalogs that several articles share: each has its part, told by the article's path before every context.

`articles/a.fr.txt#p3f2a.1` is the entry that a catalog of its own has as `p3f2a.1`; its `#:` names the article. A part
reads and is changed like a catalog of its own; the other parts keep their bytes. Each has a field for its approval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from polyglot import approval, po
from polyglot.po import Entry, PoFile

SHARED = "all.po"
"""The name of a catalog that articles share; that of one article has the ending of its source too."""
MARK = "#"
"""What stands between an article's path and a context of its own, which has none."""


def shared(place: Path) -> bool:
    """Whether a catalog is one that articles share."""
    return place.name == SHARED


def read(text: str | None, place: Path, name: str) -> PoFile | None:
    """What a catalog's text has for an article; None where it has nothing. Raises `CatalogError`."""
    if text is None:
        return None
    return parts(text, str(place)).get(name) if shared(place) else po.parse(text, str(place))


@lru_cache(maxsize=4)
def parts(text: str, place: str) -> Mapping[str, PoFile]:
    """The parts of a shared catalog, by article; the last catalogs are kept, as every article asks."""
    file = po.parse(text, place)
    found: dict[str, list[Entry]] = {}
    for entry in file.entries:
        name, mark, context = (entry.context or "").rpartition(MARK)
        if mark:
            found.setdefault(name, []).append(replace(entry, context=context, references=()))
    return {name: PoFile(_own(file, name), tuple(entries), file.head) for name, entries in found.items()}


def _own(file: PoFile, name: str) -> tuple[tuple[str, str], ...]:
    """The header of a part: what is common to all, and its own approval."""
    common = tuple(field for field in file.header if not field[0].startswith(approval.FIELD))
    word = file.field(_field(name))
    return (*common, (approval.FIELD, word)) if word else common


def _field(name: str) -> str:
    """The header field in which an article's approval stands."""
    return f"{approval.FIELD}-{po.digest(name)}"


def line(text: str, place: Path, name: str, entry: Entry) -> int:
    """The line, from 1, at which an article's entry stands in a catalog's text; 0 where it does not."""
    context = f"{name}{MARK}{entry.context}" if shared(place) else entry.context
    return po.lines(text).get((context, entry.source), 0)


def written(text: str | None, place: Path, changed: Mapping[str, PoFile | None]) -> str:
    """A catalog's text with these parts; None takes one out. Empty where nothing is left in it."""
    if not shared(place):
        (file,) = changed.values()
        return po.render(file, text) if file else ""
    whole = po.parse(text, str(place)) if text is not None else PoFile((), ())
    known: dict[str, PoFile | None] = {**(parts(text, str(place)) if text is not None else {}), **changed}
    there = {name: part for name, part in sorted(known.items()) if part is not None}
    others = [entry for entry in whole.entries if MARK not in (entry.context or "")]
    entries = [_shown(entry, name) for name, part in there.items() for entry in part.entries]
    ordered = sorted((*entries, *others), key=lambda entry: entry.obsolete)
    if not ordered:
        return ""
    return po.render(PoFile(_header(whole, there), tuple(ordered), whole.head), text)


def _shown(entry: Entry, name: str) -> Entry:
    """An entry of a part as the shared catalog has it."""
    return replace(entry, context=f"{name}{MARK}{entry.context}", references=() if entry.obsolete else (name,))


def _header(whole: PoFile, there: Mapping[str, PoFile]) -> tuple[tuple[str, str], ...]:
    """The header for these parts: what it was, completed, with the approval of each."""
    fields = dict(_common(whole.header))
    for part in there.values():
        fields |= {name: value for name, value in _common(part.header) if name not in fields}
    words = ((_field(name), part.field(approval.FIELD)) for name, part in there.items())
    return (*fields.items(), *((field, word) for field, word in words if word))


def _common(header: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return (field for field in header if not field[0].startswith(approval.FIELD))
