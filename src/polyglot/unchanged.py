"""What need not be done again: pages of which nothing has changed since they were settled, with what was told of them.

`.polyglot/settled.json` says of each page and target what its result depended on, as one hash, and what the result was.
All of it is derived: without the file, or where it cannot be read, everything is done again and comes to the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from polyglot import compendium, config, files, grouping, po
from polyglot.assets import Asset
from polyglot.catalog import SiteString
from polyglot.direction import Direction
from polyglot.model import Issue, Pair, Role, Severity, Tag
from polyglot.pipeline import Line, Order, Result, Work
from polyglot.project import Project
from polyglot.report import account
from polyglot.version import VERSION

Entry = dict[str, Any]
"""A page as it is recorded: `source` (SHA-256), `tag`, `guessed`, `structured`, `strings`, `lines`, `works`."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is as it was, with its results."""

    path: Path
    name: str
    source: Tag
    guessed: bool
    structured: bool
    """Whether its format told article from furniture."""
    strings: tuple[tuple[str, Role], ...]
    lines: tuple[Line, ...]
    """Those that are the site's."""
    results: tuple[Result, ...]


class Way(NamedTuple):
    """What a result depends on of its direction."""

    pair: Pair
    signature: str
    names: str
    """The digest of the glossary."""


def _way(direction: Direction) -> Way:
    return Way(direction.pair, direction.signature, direction.names.undated or direction.names.digest)


@dataclass(frozen=True, slots=True)
class Done:
    """What is kept of a work until its results are written."""

    path: Path
    name: str
    digest: str
    guessed: bool
    structured: bool
    strings: tuple[SiteString, ...]
    lines: tuple[Line, ...]
    way: Way
    siblings: tuple[Tag, ...]


def done(work: Work) -> Done:
    """What is kept of a work."""
    page = work.prepared
    told = page.guessed, page.document.structured, page.strings, page.lines
    return Done(page.path, page.name, files.digest(page.data), *told, _way(work.direction), work.siblings)


class Ledger:
    """The record of one project's pages under one order."""

    def __init__(self, project: Project, order: Order, sources: Sequence[Path]) -> None:
        """Read what was recorded; nothing outside a project, and where the catalogs of people are not looked at."""
        self._project, self._order = project, order
        name = "frozen.json" if order.frozen else "settled.json"
        self._place = project.root / ".polyglot" / name if project.root and order.review else None
        self._entries = _read(self._place)
        self._setting = _setting(project, order, sources) if self._place else ""
        self._noted: list[Entry] = []

    @cached_property
    def _elsewhere(self) -> str:
        """What names all that people have said in the project, when the run begins."""
        return compendium.fingerprint(self._project)

    def tag(self, path: Path, data: bytes) -> Tag | None:
        """The language of a page that has been recorded as it is; None where it was not."""
        entry = self._entries.get(self._project.name(path))
        return Tag(entry["tag"]) if entry and entry["source"] == files.digest(data) else None

    def page(self, path: Path, directions: Sequence[Direction]) -> Page | None:
        """A recorded page with its results in these directions; None where one of them would come out otherwise."""
        name = self._project.name(path)
        entry = self._entries[name]
        siblings = [direction.pair.target for direction in directions]
        for direction in directions:
            known = entry["works"].get(direction.pair.target)
            if known is None or known["print"] != self._print(
                path, entry, _way(direction), siblings, known.get("beside", ())
            ):
                return None
            if _is_open(known) and known.get("elsewhere") != self._elsewhere:
                return None  # what people said elsewhere meanwhile may serve
        results = tuple(_result(entry["works"][target]["result"]) for target in siblings)
        strings = tuple((text, Role(role)) for text, role in entry["strings"])
        lines = tuple(Line(*line) for line in entry.get("lines", ()))
        return Page(path, name, Tag(entry["tag"]), entry["guessed"], entry["structured"], strings, lines, results)

    def note(self, done: Done, result: Result, assets: Iterable[Asset] = ()) -> None:
        """Record a work whose results have just been written."""
        if self._place is None or result.output == "-":
            return
        entry = self._entries.get(done.name)
        if entry is None or entry["source"] != done.digest:
            strings = [(string.text, string.role) for string in done.strings]
            facts: Entry = {"source": done.digest, "tag": done.way.pair.source, "guessed": done.guessed}
            facts |= {"structured": done.structured, "strings": strings, "lines": done.lines, "works": {}}
            entry = self._entries[done.name] = facts
        told = asdict(replace(result, wrote=False, text=b""))
        del told["text"]
        beside = [str(path) for asset in assets for path in (asset.source, asset.place)]
        mark = self._print(done.path, entry, done.way, done.siblings, beside)
        entry["works"][done.way.pair.target] = {"print": mark, "result": told, "beside": beside}
        self._noted.append(entry["works"][done.way.pair.target])

    def save(self) -> None:
        """Write the record, if it is another."""
        if self._place is not None and self._noted:
            waiting = list(filter(_is_open, self._noted))
            elsewhere = compendium.fingerprint(self._project) if waiting else ""
            for known in waiting:
                known["elsewhere"] = elsewhere
            files.write({self._place: _sealed(json.dumps({"version": VERSION, "pages": self._entries}))})

    def _print(self, path: Path, entry: Entry, way: Way, siblings: Iterable[Tag], beside: Iterable[str]) -> str:
        """One hash of all that a result depends on, and of the files that it is written to or that lie beside it."""
        pair, project = way.pair, self._project
        output = project.output(path, pair.source, pair.target, self._order.out)
        catalog, receipt = project.catalog(path, output, pair.target), project.receipt(output)
        shown = [project.site_catalog(pair.target), project.site_template] if entry["strings"] else []
        places = [output, *([receipt] if receipt else []), *shown]
        facts = (self._setting, *pair, way.signature, way.names, sorted(siblings), entry["source"])
        around = [files.digest_of(one) if one.is_file() else "" for one in map(Path, beside)]
        said = _said(catalog, project.name(path))
        return files.digest(json.dumps([*facts, said, *map(files.digest_at, places), *around]).encode())


def _is_open(known: Mapping[str, Any]) -> bool:
    """Whether a work has segments that the memory may serve some day."""
    return bool(known["result"]["untranslated"])


def _read(place: Path | None) -> dict[str, Entry]:
    """What was recorded by this version; nothing where it is damaged."""
    seal, _, data = ((files.current(place) if place else None) or b"").partition(b"\n")
    try:
        known = json.loads(data) if data and seal.decode() == files.digest(data) else {}
        return dict(known["pages"]) if known.get("version") == VERSION else {}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


def _sealed(text: str) -> bytes:
    """A record with its hash above it, by which damage is told."""
    data = text.encode()
    return f"{files.digest(data)}\n".encode() + data


def _setting(project: Project, order: Order, sources: Iterable[Path]) -> str:
    """One hash of what the results of all pages depend on: settings, flags, and which pages there are."""
    top = project.root or Path()
    rules = [top / one.srx for one in project.settings.segmentation.values() if one.srx]
    flags = (order.out, order.source, order.encoding, order.furniture, order.publish, order.frozen)
    told = [field.name for field in fields(Result)]
    names = sorted(map(project.name, sources))
    return files.digest(
        json.dumps([flags, names, told, *map(files.digest_at, [top / config.FILE, project.furniture, *rules])]).encode()
    )


def _said(catalog: Path, name: str) -> str:
    """The hash of what a catalog has for an article."""
    if not grouping.shared(catalog):
        return files.digest_at(catalog)
    part = grouping.read(po.read_text(catalog), catalog, name)
    return files.digest(po.render(part).encode()) if part else ""


def _result(told: Mapping[str, Any]) -> Result:
    """A result as a second run would tell it: what was translated then is recalled now."""
    issues = tuple(Issue(**{**issue, "severity": Severity(issue["severity"])}) for issue in told["issues"])
    recalled = told["recalled"] + told["translated"]
    facts = {"issues": issues, "recalled": recalled, "translated": 0, "account": account(told["account"])}
    return Result(**{**told, **facts})
