"""The recipe of a result: hashes and counts, no text; beside each output, committed, it is the audit trail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from polyglot.errors import ConfigError
from polyglot.model import Identity, Issue, Pair

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Receipt:
    """How an output came about."""

    polyglot: str
    """The version of polyglot that made it."""
    source: str
    """The source's path below the project."""
    source_digest: str
    """SHA-256 of the source's bytes, in hex; likewise below."""
    output_digest: str
    pair: Pair
    identity: Identity | None
    glossary: str
    segments: int
    states: Mapping[str, int]
    origins: Mapping[str, int]
    furniture: int
    terms: Mapping[str, int]
    issues: Mapping[str, int]
    assets: Mapping[str, str] = field(default_factory=dict)
    """The files that were copied beside the output, by their paths from it on, with their hashes."""


def count(issues: Iterable[Issue]) -> dict[str, int]:
    """How many issues there are of each kind, by name."""
    return dict(sorted(Counter(issue.kind for issue in issues).items()))


def render(receipt: Receipt) -> bytes:
    """The receipt as JSON: sorted, indented, the same bytes for the same result."""
    identity = receipt.identity
    facts: dict[str, Any] = {
        "schema": SCHEMA,
        "polyglot": receipt.polyglot,
        "source": {"path": receipt.source, "sha256": receipt.source_digest, "tag": receipt.pair.source},
        "output": {"sha256": receipt.output_digest, "tag": receipt.pair.target},
        "engine": {"signature": identity.signature, "grade": identity.grade} if identity else None,
        "glossary": receipt.glossary,
        "segments": receipt.segments,
        "states": dict(sorted(receipt.states.items())),
        "origins": dict(sorted(receipt.origins.items())),
        "furniture": receipt.furniture,
        "terms": dict(sorted(receipt.terms.items())),
        "issues": dict(sorted(receipt.issues.items())),
        **({"assets": dict(sorted(receipt.assets.items()))} if receipt.assets else {}),
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()


def output_digest(data: bytes | None, place: str) -> str:
    """The hash of the output that a receipt's bytes vouch for; empty for None. Raises `ConfigError` where broken."""
    return str(_told(data, place)["output"]["sha256"]) if data is not None else ""


def asset_digests(data: bytes | None, place: str) -> dict[str, str]:
    """The hashes of the copies that a receipt's bytes vouch for, by name. Raises `ConfigError` where broken."""
    return dict(_told(data, place).get("assets", {})) if data is not None else {}


def _told(data: bytes, place: str) -> dict[str, Any]:
    """What a receipt says, if it is one."""
    try:
        facts: dict[str, Any] = json.loads(data)
        if not isinstance(facts["output"]["sha256"], str) or not isinstance(facts.get("assets", {}), dict):
            raise TypeError(place)
    except (ValueError, KeyError, TypeError) as error:
        hint = "restore it from version control, or delete it together with its output"
        raise ConfigError("the receipt cannot be read", place=place, hint=hint) from error
    return facts
