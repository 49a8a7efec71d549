"""The key files of a locale, made from those of the source and the locale's catalog: `i18n/fr.yaml` -> `i18n/en.yaml`.

A file that is there and was not made here is a person's, and stays as it is. What was made is on record beside the
catalog, by its digest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import regex

from polyglot import catalog, extract, files, frontend, interface, locales, plurals, po
from polyglot.errors import Lost, UnreadableInputError
from polyglot.model import Tag
from polyglot.project import Project

RECORD = ".keys.json"
LISTED = regex.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Made:
    """The key files of a locale."""

    results: Mapping[Path, bytes]
    """With the record of them."""
    kept: tuple[str, ...] = ()
    """Files that a person made or changed, and that therefore stay."""
    unfit: tuple[str, ...] = ()
    """Sources whose form cannot be written: lists, files that do not name their language."""


def sound(project: Project, lost: Lost) -> list[Path]:
    """The key files of the source language that can be read; what is wrong with the others is lost."""
    found = []
    for path in interface.key_files(project):
        try:
            extract.keyed.keyed(_text(project, path), project.name(path))
        except UnreadableInputError as error:
            lost(error)
        else:
            found.append(path)
    return found


def made(project: Project, sources: Iterable[Path], source: Tag, target: Tag, *, fuzzy: bool = False) -> Made | None:
    """The key files of a locale, made from those of the source, with what may appear.

    Keys that have no translation are left to the site's fallback. None where the locale has no catalog.
    """
    file = po.read(project.site_catalog(target))
    if file is None:
        return None
    found = catalog.published(file, "machine" if fuzzy else project.settings.strings_level(target))
    formula = file.field("Plural-Forms") or plurals.formula(target)
    record = project.site_catalog(target).with_suffix(RECORD)
    known = _known(record)
    results: dict[Path, bytes] = {}
    kept, unfit = [], []
    said = {(one.context, name): one for one in found.others for name in one.references}
    for path in sources:
        name = project.name(path)
        text = _text(project, path)
        place = place_of(name, source, target)
        rows = extract.keyed.pairs(text, name)
        if place is None or any(LISTED.fullmatch(part) for way, _ in rows for part in way):
            unfit.append(name)
            continue
        texts = _texts(extract.keyed.keyed(text, name), name, said, target, formula)
        tree = _tree(rows, texts, (source, target))
        data = frontend.keys(tree, PurePosixPath(name).suffix)
        there = files.current((project.root or Path()) / place)
        if there is not None and there != data and files.digest(there) != known.get(place):
            kept.append(place)
            continue
        results[(project.root or Path()) / place] = data
        known[place] = files.digest(data)
    if results:
        results[record] = (json.dumps(known, indent=2, sort_keys=True) + "\n").encode()
    return Made(results, tuple(kept), tuple(unfit))


def _text(project: Project, path: Path) -> str:
    return extract.decoded(files.read(path), project.name(path))


def _known(record: Path) -> dict[str, str]:
    """The digests of the files that were made; none where the record cannot be read."""
    try:
        found = json.loads((files.current(record) or b"{}").decode())
    except ValueError:
        return {}
    return {str(name): str(mark) for name, mark in found.items()} if isinstance(found, dict) else {}


def place_of(name: str, source: Tag, target: Tag) -> str | None:
    """Where the key file of a locale lies; None where that of the source does not name its language.

    >>> place_of("i18n/fr.yaml", Tag("fr"), Tag("en")), place_of("_locales/fr/messages.json", Tag("fr"), Tag("pt-BR"))
    ('i18n/en.yaml', '_locales/pt_BR/messages.json')
    >>> place_of("strings.json", Tag("fr"), Tag("en"))
    """
    named = regex.escape(source).replace(r"\-", "[-_]").replace("-", "[-_]")
    found = list(regex.finditer(rf"(?i)(?:(?<=/|^){named}(?=/|\.\w+$)|(?<=\.){named}(?=\.\w+$))", name))
    if not found:
        return None
    start, end = found[-1].span()
    folder = name[end : end + 1] == "/"
    return name[:start] + (locales.posix(target) if folder and "_locales/" in name[:start] else target) + name[end:]


def _texts(
    keys: Sequence[extract.keyed.Keyed],
    name: str,
    said: Mapping[tuple[str | None, str], po.Entry],
    target: Tag,
    formula: str,
) -> dict[str, dict[str, str]]:
    """What each key says in the target, by category."""
    found = {}
    for key in keys:
        entry = said.get((key.key, name))
        if entry is not None:
            single = {"other": entry.target}
            found[key.key] = single if entry.plural is None else frontend.forms(entry, target, formula)
    return found


def _tree(
    rows: Sequence[tuple[tuple[str, ...], str]], texts: Mapping[str, Mapping[str, str]], pair: tuple[Tag, Tag]
) -> dict[str, object]:
    """The keys of the source in their nesting, with the texts of the target."""
    tree: dict[str, object] = {}
    rooted = {way[0] for way, _ in rows} == {pair[0]} and all(len(way) > 1 for way, _ in rows)
    for way, _ in rows:
        bare = way[1:] if rooted else way
        for spot, text in _spots(bare, texts):
            _put(tree, (pair[1], *spot) if rooted else spot, text)
    return tree


def _spots(way: tuple[str, ...], texts: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where the texts go that stand in the source at the end of this way."""
    *above, last = way
    stem, _, category = last.rpartition("_")
    whole, parent, ended = ".".join(way), ".".join(above), ".".join((*above, stem))
    if whole in texts and set(texts[whole]) == {"other"}:
        yield way, texts[whole]["other"]
    elif above and parent in texts and last in plurals.CATEGORIES:
        yield from (((*above, name), text) for name, text in texts[parent].items())
    elif above and parent in texts and last in extract.keyed.TEXTS:
        yield way, texts[parent]["other"]
    elif ended in texts and category in plurals.CATEGORIES:
        yield from (((*above, f"{stem}_{name}"), text) for name, text in texts[ended].items())


def _put(tree: dict[str, object], way: tuple[str, ...], text: str) -> None:
    """Put a text at the end of a way of keys."""
    *above, last = way
    for key in above:
        inner = tree.setdefault(key, {})
        if not isinstance(inner, dict):
            return
        tree = inner
    tree[last] = text
