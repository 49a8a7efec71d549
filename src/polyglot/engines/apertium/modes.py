"""Which modes Apertium has installed, and the route through them from one language to another.

A mode is a file in `modes` of Apertium's data folder; its name gives the direction in ISO 639-3 codes (`fra-cat.mode`),
each with what variant of the language it is (`oci_gascon-fra`, `eng-cat_valencia_uni`). Nothing is listed by hand but
the tags that those codes stand for (`languages.toml`).
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

NAME = re.compile(r"(?P<source>[a-z]{2,3}(?:_\w+)?)-(?P<target>[a-z]{2,3}(?:_\w+)?)")
"""A direction; names of more parts (`eco-fr-es`, `fra-cat-tagger`) are modes for other purposes."""
REGION = re.compile("[A-Z]{2}")
SUBTAG = 8
"""How many characters a subtag has at most (RFC 5646, 2.1)."""
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
    """The mode for each pair; none where there is no such folder, and none whose data were not installed with it.

    A mode for a region or variant (`spa-eng_US`, `eng-cat_valencia`) serves that. It serves the languages at large only
    where they have no plain mode; of several, the first by name.
    """
    own: dict[Pair, list[Path]] = defaultdict(list)
    variants: dict[Pair, list[Path]] = defaultdict(list)
    for path in sorted((datadir / "modes").glob("*.mode")):
        named = NAME.fullmatch(path.stem)
        if named and _complete(path):
            pair = Pair(tag(named["source"]), tag(named["target"]))
            own[pair].append(path)
            large = Pair(_wider(pair.source)[-1], _wider(pair.target)[-1])
            if large.source != large.target:
                variants[large].append(path)
    return {pair: _heaviest(pair, own.get(pair) or variants[pair][:1]) for pair in own | variants}


def _complete(mode: Path) -> bool:
    """Whether the data that a mode names are there: a package may bring a mode for the direction that it has not."""
    return all(Path(name).exists() for name in DATA.findall(mode.read_text("utf-8", "replace")) if name.startswith("/"))


def _heaviest(pair: Pair, paths: list[Path]) -> Mode:
    """The mode with most data where a pair is installed under two names (`fr-es`, `fra-spa`)."""
    modes = [Mode(path, pair) for path in paths]
    return modes[0] if len(modes) == 1 else max(modes, key=lambda mode: mode.weight)


def tag(code: str) -> Tag:
    """The BCP 47 tag for a code in a mode's name: what is no region and no registered variant is a private subtag.

    >>> tag("por_BR"), tag("oci_aran"), tag("cat_valencia_uni")
    ('pt-BR', 'oc-aranes', 'ca-valencia-x-uni')
    """
    tags = _tables()["tags"]
    if code in tags:
        return Tag(tags[code])
    language, *parts = code.split("_")
    subtags = [_tables()["variants"].get(part, part if REGION.fullmatch(part) else "") for part in parts]
    private = [part.lower()[:SUBTAG] for part, subtag in zip(parts, subtags, strict=True) if not subtag]
    return Tag("-".join(filter(None, (tags.get(language, language), *subtags, *(["x", *private] if private else [])))))


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    """The tags for codes, and the subtags for variants."""
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
    """A tag, and those that may serve it too, cut from the end (RFC 4647, 3.4); a script is never given up."""
    parts = wanted.split("-")
    least = 2 if len(parts) > 1 and len(parts[1]) == 4 and parts[1].isalpha() else 1
    shorter = (parts[:end] for end in range(len(parts), least - 1, -1))
    return tuple(Tag("-".join(part)) for part in shorter if part[-1] != "x")


def _pivots(modes: Mapping[Pair, Mode], wanted: Pair) -> Iterator[Route]:
    """Every way through one other language, in the order of its tag; none from a language to itself."""
    if _wider(wanted.source)[-1] == _wider(wanted.target)[-1]:
        return
    for pair in sorted(modes):
        rest = Pair(pair.target, wanted.target)
        if pair.source == wanted.source and rest in modes:
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
