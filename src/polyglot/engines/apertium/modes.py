"""Which modes Apertium has installed, and the route through them from one language to another.

A mode is a file in `modes` of Apertium's data folder; its name gives the direction in ISO 639-3 codes (`fra-cat.mode`).
Nothing is listed by hand but the tags that those codes stand for (`languages.toml`).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from polyglot.model import Pair, Tag

NAME = re.compile(r"(?P<source>[a-z]{2,3})-(?P<target>[a-z]{2,3})(?:_(?P<variant>\w+))?")
"""A direction; names of more parts (`eco-fr-es`, `fra-cat-tagger`) are modes for other purposes."""
REGION = re.compile("[A-Z]{2}")
DATA = re.compile("'([^']+)'")
"""A file that a mode names."""

Route = tuple["Mode", ...]
"""Modes whose pairs follow one another; empty where there is no way."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One installed direction of translation."""

    path: Path
    pair: Pair

    @property
    def files(self) -> tuple[Path, ...]:
        """The mode file and the data files that it names, each once, sorted."""
        named = {Path(name) for name in DATA.findall(self.path.read_text("utf-8"))}
        return (self.path, *sorted(named))

    @property
    def weight(self) -> int:
        """The size of its data in bytes: of two modes, the heavier knows more words."""
        return sum(file.stat().st_size for file in self.files if file.is_file())


def installed(datadir: Path) -> Mapping[Pair, Mode]:
    """The mode for each pair, from a listing of the folder alone; none where there is no such folder.

    A mode for a region (`spa-eng_US`) serves that region. Any other variant (`eng-cat_valencia`) serves its pair only
    where that has no plain mode; of several, the first by name.
    """
    plain: dict[Pair, list[Path]] = defaultdict(list)
    variants: dict[Pair, list[Path]] = defaultdict(list)
    for path in sorted((datadir / "modes").glob("*.mode")):
        if named := NAME.fullmatch(path.stem):
            source, target, variant = tag(named["source"]), tag(named["target"]), named["variant"]
            (variants if variant else plain)[Pair(source, target)].append(path)
            if variant and REGION.fullmatch(variant):
                plain[Pair(source, Tag(f"{target}-{variant}"))].append(path)
    return {pair: _heaviest(pair, plain.get(pair) or variants[pair][:1]) for pair in (*plain, *variants)}


def _heaviest(pair: Pair, paths: list[Path]) -> Mode:
    """The mode with most data where a pair is installed under two names (`fr-es`, `fra-spa`)."""
    modes = [Mode(path, pair) for path in paths]
    return modes[0] if len(modes) == 1 else max(modes, key=lambda mode: mode.weight)


def tag(code: str) -> Tag:
    """The BCP 47 tag for a code in a mode's name."""
    return Tag(_tags().get(code, code))


@cache
def _tags() -> Mapping[str, str]:
    """The tags for ISO 639-3 codes."""
    return tomllib.loads((Path(__file__).parent / "languages.toml").read_text("utf-8"))


def route(modes: Mapping[Pair, Mode], wanted: Pair) -> Route:
    """The way from one language to the other: a direct mode, else two that meet in a third language.

    Of several such languages it takes the one whose two modes have the most data, since an unknown word is what costs a
    rule-based translation most. Empty where there is no way.
    """
    pairs = [Pair(source, target) for source in _wider(wanted.source) for target in _wider(wanted.target)]
    for pair in pairs:
        if pair in modes:
            return (modes[pair],)
    for pair in pairs:
        pivots = list(_pivots(modes, pair))
        if pivots:
            return max(pivots, key=lambda way: sum(mode.weight for mode in way))
    return ()


def _wider(wanted: Tag) -> tuple[Tag, ...]:
    """A tag, and the same without its region, which may serve it too; a script is never given up."""
    language, *rest = wanted.split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    return tuple(dict.fromkeys((wanted, Tag("-".join((language, *scripts))))))


def _pivots(modes: Mapping[Pair, Mode], wanted: Pair) -> Iterator[Route]:
    """Every way through one other language, in the order of its tag."""
    for pair in sorted(modes):
        rest = Pair(pair.target, wanted.target)
        if pair.source == wanted.source and rest in modes and wanted.source != wanted.target:
            yield modes[pair], modes[rest]


def fingerprint(way: Route) -> str:
    """The first 12 hex digits of a SHA-256 over the names and bytes of a route's modes and data, wherever they lie."""
    digest = hashlib.sha256()
    for mode in way:
        for file in mode.files:
            with file.open("rb") as data:
                content = hashlib.file_digest(data, "sha256")
            digest.update(f"{file.name}\0{content.hexdigest()}\n".encode())
    return digest.hexdigest()[:12]
