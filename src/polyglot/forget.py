"""Erasing: words, or all that was made from an article, taken out of everything that polyglot keeps.

Catalogs and imported memories lose what has the words; localised files that have them, or whose catalogs had, go with
their receipts, and the next run makes them again. What is only derived (`.polyglot`) goes as far as it may have them.
Sources, glossaries and what people changed in published files are theirs: where words still stand there, it is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from polyglot import files, grouping, locales, orphans, po, receipt, redact, site
from polyglot.errors import PolyglotError, UsageError
from polyglot.furniture import recorded
from polyglot.memory import Memory
from polyglot.model import Tag
from polyglot.project import Project

SEARCHED = 16 * 2**20
"""Bytes; larger files are not looked through for words that are left."""
DERIVED = "damaged"
"""In the name of a memory that was set aside."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out of a file."""

    path: str
    count: int
    """So many entries, units, lines or answers; 0 where the whole file went."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased, and where words still stand."""

    erased: tuple[Erased, ...]
    left: tuple[str, ...]
    """Files that are people's own: sources, glossaries, published files that were changed by hand."""


@dataclass
class _Erasure:
    """What is to be written, deleted and told."""

    project: Project
    writes: dict[Path, bytes]
    deletes: dict[Path, None]
    told: list[Erased]
    left: list[str]

    @classmethod
    def of(cls, project: Project) -> _Erasure:
        return cls(project, {}, {}, [], [])

    def write(self, path: Path, data: bytes, count: int) -> None:
        self.writes[path] = data
        self.told.append(Erased(self.project.name(path), count))

    def delete(self, path: Path) -> None:
        if path.exists() and path not in self.deletes:
            self.deletes[path] = None
            self.told.append(Erased(self.project.name(path), 0))

    def carried_out(self, *, dry_run: bool) -> Forgotten:
        """Do it, and tell it."""
        if not dry_run:
            files.write(self.writes)
            for path in self.deletes:
                orphans.remove(self.project, path)
        return Forgotten(tuple(self.told), tuple(dict.fromkeys(self.left)))


def match(project: Project, words: str, *, dry_run: bool = False) -> Forgotten:
    """Erase whatever has these words. Raises `UsageError` where there are none; the caller holds the project's lock."""
    if not words.strip():
        raise UsageError("--match needs the words to forget", hint='write it so: --match "Jane Doe"')
    root, wanted = _root(project), redact.pattern(words)
    erasure = _Erasure.of(project)
    _from_catalogs(erasure, wanted)
    _from_site(erasure, wanted)
    _from_imports(erasure, root, lambda text: bool(wanted.search(text)))
    _from_outputs(erasure, root, lambda made, data: _stands(wanted, data) or _cleaned(erasure, made, root))
    _derived(erasure, root)
    if not dry_run:
        count = _from_memory(project, redact.spellings(words))
        erasure.told += [Erased(project.name(project.memory), count)] if count and project.memory else []
    erasure.left += _standing(erasure, root, wanted)
    return erasure.carried_out(dry_run=dry_run)


def article(project: Project, path: Path, *, dry_run: bool = False) -> Forgotten:
    """Erase all that was made from an article, there or gone; its source stays.

    Raises `UsageError` where nothing was; the caller holds the project's lock.
    """
    root, name = _root(project), project.name(path)
    erasure = _Erasure.of(project)
    texts: set[str] = set()
    for top in sorted((root / "locales").glob("*/articles")):
        for catalog in _catalogs(top, name):
            texts |= _said(grouping.read(po.read_text(catalog), catalog, name))
            _without_article(erasure, catalog, name)
    _from_outputs(erasure, root, lambda made, _: made.source == name)
    if not erasure.told and not erasure.left:
        hint = "name an article as it lies, or lay, in the project; words are forgotten with --match"
        raise UsageError("nothing is known of this article", place=str(path), hint=hint)
    _from_imports(erasure, root, lambda text: not texts.isdisjoint(text.split("\n")))
    _derived(erasure, root)
    if project.memory is not None:
        for ending in ("", "-wal", "-shm"):
            erasure.delete(project.memory.with_name(project.memory.name + ending))
    return erasure.carried_out(dry_run=dry_run)


def _catalogs(top: Path, name: str) -> tuple[Path, ...]:
    """Where a locale may have what people wrote for an article, whether it shares a catalog or not."""
    inside = Path(Path(name).name) if Path(name).is_absolute() else Path(name)
    return tuple(dict.fromkeys((top / f"{inside}.po", top / inside.parent / grouping.SHARED, top / grouping.SHARED)))


def _without_article(erasure: _Erasure, catalog: Path, name: str) -> None:
    part = grouping.read(po.read_text(catalog), catalog, name)
    if part is None:
        return
    text = orphans.without(catalog, name)
    if text:
        erasure.write(catalog, text.encode(), len(part.entries))
    else:
        erasure.delete(catalog)


def _root(project: Project) -> Path:
    if project.root is None:
        raise UsageError("there is no project here", hint="go into its folder; without one, delete the files")
    return project.root


def _said(file: po.PoFile | None) -> set[str]:
    """All sources and targets of a catalog, former ones too."""
    entries = file.entries if file else ()
    texts = {text for entry in entries for text in (entry.source, entry.target, entry.previous or "")}
    return {line for text in texts for line in text.split("\n") if line.strip()}


# --- what people edit ---


def _from_catalogs(erasure: _Erasure, words: re.Pattern[str]) -> None:
    """From the catalogs of all articles."""
    for path in sorted((_root(erasure.project) / "locales").glob("*/articles/**/*.po")):
        _from_catalog(erasure, path, words)


def _from_catalog(erasure: _Erasure, path: Path, words: re.Pattern[str]) -> None:
    text = po.read_text(path)
    if text is None:
        return
    cleaned, count = redact.catalog(text, str(path), words)
    if count:
        erasure.write(path, cleaned.encode(), count)


def _from_site(erasure: _Erasure, words: re.Pattern[str]) -> None:
    """From the strings of the site, and from the lines that its pages share; what is compiled is compiled again."""
    project = erasure.project
    _from_catalog(erasure, project.site_template, words)
    for locale, path in project.site_catalogs():
        _from_catalog(erasure, path, words)
        if path in erasure.writes and path.with_suffix(".mo").exists():
            site.compile_catalogs(project, [_tag(project, locale)], erasure.writes)
    lines = {
        tag: frozenset(line for line in known if not words.search(line)) for tag, known in project.recorded.items()
    }
    gone = sum(len(known) - len(lines[tag]) for tag, known in project.recorded.items())
    if gone:
        erasure.write(project.furniture, recorded.render(lines).encode(), gone)


def _tag(project: Project, name: str) -> Tag:
    """The language of a folder of catalogs."""
    known = {locales.posix(Tag(tag)): Tag(tag) for tag in project.settings.project.locales}
    return known.get(name) or locales.parse(name.replace("_", "-"))


def _from_imports(erasure: _Erasure, root: Path, found: redact.Found) -> None:
    """From the memories that were imported."""
    for path in sorted((root / "memory").glob("**/*.tmx")):
        data = files.current(path) or b""
        cleaned, count = redact.tmx(data, erasure.project.name(path), found)
        if count:
            erasure.write(path, cleaned, count)


# --- what polyglot made ---


def _from_outputs(erasure: _Erasure, root: Path, wanted: Callable[[receipt.Voucher, bytes], bool]) -> None:
    """The localised files that are wanted, with their receipts; one that a person changed is told instead."""
    for slip in orphans.receipts(root):
        made = receipt.made(files.current(slip) or b"")
        output = slip.with_name(slip.name.removesuffix(orphans.ENDING))
        data = files.current(output) or b""
        if made is None or not wanted(made, data):
            continue
        if data and files.digest(data) != made.digest:
            erasure.left.append(erasure.project.name(output))
            continue
        erasure.delete(output)
        erasure.delete(slip)


def _stands(words: re.Pattern[str], data: bytes) -> bool:
    return bool(words.search(data.decode("utf-8", "replace")))


def _cleaned(erasure: _Erasure, made: receipt.Voucher, root: Path) -> bool:
    """Whether the catalog of an output is one that loses something."""
    top = root / "locales" / locales.posix(Tag(made.target)) / "articles"
    return any(_lost(erasure, place, made.source) for place in _catalogs(top, made.source))


def _lost(erasure: _Erasure, place: Path, name: str) -> bool:
    if place not in erasure.writes:
        return False
    before, after = po.read_text(place), erasure.writes[place].decode()
    return grouping.read(before, place, name) != grouping.read(after, place, name)


def _derived(erasure: _Erasure, root: Path) -> None:
    """What was told of results, and memories that were set aside as damaged."""
    hidden = root / ".polyglot"
    for path in (hidden / "settled.json", *sorted(hidden.glob(f"*.{DERIVED}*"))):
        if path.exists():
            erasure.deletes[path] = None


def _from_memory(project: Project, spellings: Iterable[str]) -> int:
    """From what engines answered; says how many answers had the words. Raises where the memory is of no use."""
    if project.memory is None or not project.memory.exists():
        return 0

    def refuse(message: str) -> None:
        raise PolyglotError(message, hint="delete it: all that it has is written elsewhere, or can be asked again")

    with closing(Memory(project.memory, refuse)) as memory:
        return sum(memory.forget(spelling) for spelling in spellings)


# --- what is left ---


def _standing(erasure: _Erasure, root: Path, words: re.Pattern[str]) -> Iterator[str]:
    """The files of the project in which words still stand."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") or part in orphans.UNSEARCHED for part in parts)
        if hidden or path in erasure.deletes or not path.is_file() or path.stat().st_size > SEARCHED:
            continue
        if _stands(words, erasure.writes.get(path) or path.read_bytes()):
            yield erasure.project.name(path)
