"""The recipe of a result: hashes and counts, no text; beside each output, committed, it is the audit trail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    left_out: Mapping[str, int]
    """How many sentences people left out, by the way they are left out."""
    furniture: int
    terms: Mapping[str, int]
    issues: Mapping[str, int]


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
        "left_out": dict(sorted(receipt.left_out.items())),
        "furniture": receipt.furniture,
        "terms": dict(sorted(receipt.terms.items())),
        "issues": dict(sorted(receipt.issues.items())),
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Made:
    """What a receipt says of the file that it lies beside."""

    source: str
    """The source's path below the project, or from the root where it lay elsewhere."""
    tag: str
    """The language of the output."""
    output: str
    """The SHA-256 of the output."""


def made(data: bytes) -> Made | None:
    """What a receipt's bytes say; None where they are no receipt of ours."""
    try:
        facts = json.loads(data)
        source, output = facts["source"], facts["output"]
        told = (source["path"], output["tag"], output["sha256"])
    except (ValueError, KeyError, TypeError):
        return None
    return Made(*told) if all(isinstance(one, str) and one for one in told) else None


def output_digest(data: bytes | None, place: str) -> str:
    """The hash of the output that a receipt's bytes vouch for; empty for None. Raises `ConfigError` where broken."""
    if data is None:
        return ""
    try:
        return str(json.loads(data)["output"]["sha256"])
    except (ValueError, KeyError, TypeError) as error:
        hint = "restore it from version control, or delete it together with its output"
        raise ConfigError("the receipt cannot be read", place=place, hint=hint) from error
