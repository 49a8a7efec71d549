"""What Argos Translate has installed, and others bring: the pairs that packages serve, and the routes through them.

Argos Translate's own reader opens each package folder (`metadata.json`, tokenizer, `model/`), so that polyglot and
Argos agree on where packages lie and what they say. Its `translate` module is never imported: it needs torch.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polyglot.engines.argos.brought import brought
from polyglot.engines.argos.digests import taken
from polyglot.errors import UnknownLanguageError
from polyglot.locales import parse
from polyglot.model import Pair, Tag

if TYPE_CHECKING:
    from argostranslate.package import Package

PIVOT = Tag("en")
"""The language that most packages meet in, and so the first choice on the way between two others."""
TOKENIZERS = ("source.spm", "sentencepiece.model", "bpe.model")
"""What splits text into tokens, in order of preference: converted Marian models have the first, old ones the last."""
TARGET_PIECES = "target.spm"
"""What makes text of tokens where the tokenizer is `source.spm`."""
NOT_IMPORTABLE = (ImportError, OSError, ValueError, KeyError, AssertionError)
"""What importing Argos Translate raises: it makes folders in the home folder and reads its settings at once."""
NOT_READABLE = (OSError, ValueError, TypeError, AttributeError, RecursionError)
"""What its reader raises for a folder without metadata, or with something else in its place."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One direction that an installed package translates."""

    pair: Pair
    folder: Path
    codes: tuple[str, str]
    """Argos's own codes of the two languages."""
    prefix: str
    """The token that the target must begin with, for a model of several target languages; else empty."""
    tokenizer: Path
    """One of `TOKENIZERS`."""
    version: tuple[int, ...]

    @property
    def model(self) -> Path:
        """The folder of the CTranslate2 model."""
        return self.folder / "model"

    @property
    def files(self) -> tuple[Path, ...]:
        """What decides on the text that it writes: model and tokenizers."""
        pieces = (self.tokenizer.with_name(TARGET_PIECES),) if self.tokenizer.name == TOKENIZERS[0] else ()
        return (self.model / "model.bin", self.tokenizer, *pieces)

    def __str__(self) -> str:
        return f"{self.pair.source} → {self.pair.target}"


Route = tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The installed packages: the best leg of every direct pair, and what is wrong with the others."""

    legs: Mapping[Pair, Leg]
    problems: tuple[str, ...]
    """A sentence per folder that cannot be used."""

    def route(self, pair: Pair) -> Route:
        """The direct leg, else two through English, else through the first tag in order; empty where there is none."""
        source = serving(pair.source, {leg.source for leg in self.legs})
        target = serving(pair.target, {leg.target for leg in self.legs})
        if source is None or target is None or source == target:
            return ()
        if Pair(source, target) in self.legs:
            return (self.legs[Pair(source, target)],)
        middles = (leg.target for leg in self.legs if leg.source == source and Pair(leg.target, target) in self.legs)
        pivot = min(middles, key=lambda tag: (tag != PIVOT, tag), default=None)
        return () if pivot is None else (self.legs[Pair(source, pivot)], self.legs[Pair(pivot, target)])


def installed(folder: Path | None = None) -> Shelf:
    """Read the packages in one folder, or those of Argos Translate, and for other pairs those that are brought.

    Never raises: trouble is in `problems`.
    """
    try:
        from argostranslate import settings
    except NOT_IMPORTABLE as error:
        return Shelf({}, (f"Argos Translate cannot be imported: {error!r}",))
    if folder is not None:
        return _shelf(_inside((folder,)))
    own, others = _shelf(_inside(settings.package_dirs)), brought()
    foreign = _shelf(others.folders)
    legs = {**foreign.legs, **own.legs}
    return Shelf(dict(sorted(legs.items())), (*own.problems, *foreign.problems, *others.problems))


def _inside(places: Iterable[Path]) -> list[Path]:
    return sorted(path for place in places if place.is_dir() for path in place.iterdir() if path.is_dir())


def _shelf(folders: Iterable[Path]) -> Shelf:
    """The packages that some folders are: of two for a pair the newer one."""
    best: dict[Pair, Leg] = {}
    problems = []
    for path in folders:
        legs, problem = legs_of(path)
        problems += [f"{path}: {problem}"] if problem else []
        for leg in legs:
            if leg.pair not in best or leg.version > best[leg.pair].version:
                best[leg.pair] = leg
    return Shelf(dict(sorted(best.items())), tuple(problems))


def legs_of(folder: Path) -> tuple[tuple[Leg, ...], str]:
    """The legs that a package folder serves, or none and what is wrong with it."""
    from argostranslate.package import Package

    try:
        package = Package(folder)
        if package.type != "translate":
            return (), ""
        directions = sorted(set(_directions(package)))
        prefixes = _prefixes(folder)
    except NOT_READABLE as error:
        return (), f"its metadata.json cannot be used: {error}"
    names = TOKENIZERS if (folder / TARGET_PIECES).is_file() else TOKENIZERS[1:]
    tokenizer = next((folder / name for name in names if (folder / name).is_file()), None)
    if tokenizer is None or not (folder / "model" / "model.bin").is_file():
        return (), f"it has no {'model/model.bin' if tokenizer else 'sentencepiece.model'}"
    if not directions or len({source for source, _ in directions}) < len(directions):
        return (), f"its metadata.json names {'several targets for a source' if directions else 'no pair of languages'}"
    try:
        pairs = [Pair(tag_of(source), tag_of(target)) for source, target in directions]
    except UnknownLanguageError as error:
        return (), error.message
    version = tuple(int(number) for number in re.findall(r"\d+", str(package.package_version)))
    return tuple(
        Leg(pair, folder, codes, prefixes.get(codes[1], str(package.target_prefix)), tokenizer, version)
        for pair, codes in zip(pairs, directions, strict=True)
    ), ""


def _prefixes(folder: Path) -> Mapping[str, str]:
    """The prefix for each target, in a package of ours that translates in both directions; Argos's own name one only.

    Such a model is told what language is wanted; where it is not, as by Argos Translate, it writes the prefix itself.
    """
    facts = json.loads((folder / "metadata.json").read_text("utf-8"))
    return {str(code): str(piece) for code, piece in dict(facts.get("target_prefixes", {})).items()}


def _directions(package: Package) -> Iterator[tuple[str, str]]:
    """Pairs of Argos's codes: from/to, or every two of its languages; a target prefix chooses one target."""
    sources = [*package.from_codes, *_codes(package.source_languages)]
    targets = [*package.to_codes, *_codes(package.target_languages)]
    if package.to_code is not None:
        targets = [package.to_code] if package.target_prefix else [package.to_code, *targets]
    yield from ((source, target) for source, target in product(sources, targets) if source != target)


def _codes(languages: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The codes of a list of languages in metadata; an entry may have a name only."""
    return (language["code"] for language in languages if "code" in language)


def fingerprint(route: Route, sha256: Callable[[Path], bytes] = taken) -> str:
    """The first 12 hex digits of SHA-256 over the model and tokenizers of every leg, in order."""
    total = hashlib.sha256()
    for leg in route:
        for path in leg.files:
            total.update(sha256(path))
    return total.hexdigest()[:12]


@cache
def table(name: str) -> Mapping[str, Any]:
    """A table of `argos.toml`."""
    tables: Mapping[str, Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("argos.toml").read_text("utf-8"))
    return tables[name]


def tag_of(code: str) -> Tag:
    """The tag of an Argos code; raises `UnknownLanguageError`."""
    return parse(table("tags").get(code, str(code)))


def serving(tag: Tag, served: set[Tag]) -> Tag | None:
    """The tag whose model serves this one, which may be itself; None where there is none."""
    name: str = tag
    while name not in served:
        shorter, _, dropped = name.rpartition("-")
        script = len(dropped) == 4 and dropped.isalpha()
        name = table("served_by").get(name, "" if script else shorter)
        if not name:
            return None
    return Tag(name)
