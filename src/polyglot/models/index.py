"""The index of packages that can be fetched: a JSON list, as Argos Translate publishes it, read with mistrust."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from polyglot.errors import ModelError, UnknownLanguageError
from polyglot.model import Pair, Tag
from polyglot.models.fetch import ADDRESS

LARGEST = 16 << 20
"""Bytes; the largest known has 200,000."""
PIVOT = Tag("en")
"""The language that most packages meet in."""
CODE = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")
VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,30}")
SHA256 = re.compile(r"[0-9a-fA-F]{64}")
Serving = Callable[[Tag, set[Tag]], Tag | None]
"""Of the tags offered, that whose model serves a tag (`install.Keeper.serving`)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that the index offers."""

    pair: Pair
    stem: str
    """The package's name without its version: `translate-fr_en`."""
    version: str
    links: tuple[str, ...]
    """Where it may be fetched; only addresses of http and https."""
    size: int = 0
    """Bytes; 0 where the index does not say."""
    sha256: str = ""
    licence: str = ""

    @property
    def name(self) -> str:
        """The name with the version, as a file or folder may be called."""
        return f"{self.stem}-{re.sub(r'[^0-9A-Za-z]', '_', self.version)}"


@dataclass(frozen=True, slots=True)
class Index:
    """What can be fetched: of each pair the newest package."""

    offers: Mapping[Pair, Offer]
    skipped: int = 0
    """Entries that make no sense."""

    def route(self, pair: Pair, serving: Serving) -> tuple[Offer, ...]:
        """The packages that lead from one language to the other, direct or through English; empty where none do."""
        source = serving(pair.source, {tag for tag, _ in self.offers})
        target = serving(pair.target, {tag for _, tag in self.offers})
        if source is None or target is None or source == target:
            return ()
        if Pair(source, target) in self.offers:
            return (self.offers[Pair(source, target)],)
        legs = [Pair(*leg) for leg in pairwise((source, PIVOT, target))]
        return tuple(self.offers[leg] for leg in legs) if all(leg in self.offers for leg in legs) else ()


def order(version: str) -> tuple[int, ...]:
    """A version as it is compared."""
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version))


def parse(data: bytes, tag: Callable[[str], Tag]) -> Index:
    """Read an index; `tag` gives the tag of a code. Raises `ModelError` for what is none."""
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _no_index("the index is no JSON") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _no_index("the index is no list of packages")
    offers: dict[Pair, Offer] = {}
    skipped = 0
    for row in rows:
        if row.get("type", "translate") != "translate":
            continue
        offer = _offer(row, tag)
        if offer is None:
            skipped += 1
        elif offer.pair not in offers or order(offer.version) > order(offers[offer.pair].version):
            offers[offer.pair] = offer
    return Index(dict(sorted(offers.items())), skipped)


def _no_index(message: str) -> ModelError:
    hint = "check the address: [models] index in polyglot.toml, or POLYGLOT_INDEX"
    return ModelError(message, hint=hint)


def _offer(row: Mapping[str, Any], tag: Callable[[str], Tag]) -> Offer | None:
    """The package of an entry; None where it makes no sense, or cannot be fetched."""
    source, target, version = (str(row.get(key, "")) for key in ("from_code", "to_code", "package_version"))
    if not (CODE.fullmatch(source) and CODE.fullmatch(target) and VERSION.fullmatch(version)):
        return None
    links = tuple(_links(row.get("links")))
    try:
        pair = Pair(tag(source), tag(target))
    except UnknownLanguageError:
        return None
    size, digest = row.get("size", row.get("package_size")), str(row.get("sha256", ""))
    return Offer(
        pair,
        f"translate-{source}_{target}",
        version,
        links,
        size if isinstance(size, int) and 0 < size < 1 << 40 else 0,
        digest.lower() if SHA256.fullmatch(digest) else "",
        _line(row.get("license", row.get("licence", ""))),
    )


def _links(found: object) -> Iterator[str]:
    """The addresses of an entry that may be fetched; other schemes (`ipfs:`, `file:`) are left out."""
    for link in found if isinstance(found, list) else ():
        if isinstance(link, str) and len(link) < 2000 and ADDRESS.fullmatch(link):
            yield link


def _line(value: object) -> str:
    """A text of a stranger as it may be shown: one line, not long."""
    text = " ".join(str(value).split()) if isinstance(value, str) else ""
    return text[:80] if text.isprintable() else ""


def mirrored(links: tuple[str, ...], mirror: str) -> tuple[str, ...]:
    """The addresses of a file in a mirror, which has all files in one folder under their own names."""
    names = dict.fromkeys(urlsplit(link).path.rpartition("/")[2] for link in links)
    return tuple(f"{mirror.rstrip('/')}/{name}" for name in names if name)
