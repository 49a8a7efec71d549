"""The recipe of a result: hashes and counts, no text; beside each output, committed, it is the audit trail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from polyglot.errors import ReceiptError
from polyglot.model import Identity, Issue, Pair, Tag

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
    texts: tuple[str, ...] = ()
    """What the output said for each segment, as `po.digest` has it: by it an edit is told from what was published."""
    assets: Mapping[str, str] = field(default_factory=dict)
    """The files that were copied beside the output, by their paths from it on, with their hashes."""
    frozen: bool = False
    """Whether it is a frozen build's own: another may make it anew."""


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
        "output": {"sha256": receipt.output_digest, "tag": receipt.pair.target, "texts": " ".join(receipt.texts)},
        "engine": {"signature": identity.signature, "grade": identity.grade} if identity else None,
        "glossary": receipt.glossary,
        "segments": receipt.segments,
        "states": dict(sorted(receipt.states.items())),
        "origins": dict(sorted(receipt.origins.items())),
        "left_out": dict(sorted(receipt.left_out.items())),
        "furniture": receipt.furniture,
        "terms": dict(sorted(receipt.terms.items())),
        "issues": dict(sorted(receipt.issues.items())),
        **({"assets": dict(sorted(receipt.assets.items()))} if receipt.assets else {}),
        **({"frozen": True} if receipt.frozen else {}),
    }
    return _rendered(facts)


def _rendered(facts: Mapping[str, Any]) -> bytes:
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Voucher:
    """What a receipt says of its output."""

    source: str
    """The source's path below the project."""
    target: Tag
    digest: str
    """The SHA-256 of the output that polyglot wrote."""
    texts: frozenset[str]
    """What it said for its segments, as `po.digest` has it; empty in receipts of older versions."""
    assets: Mapping[str, str]
    """The hashes of the copies that it vouches for, by name."""
    frozen: bool = False
    """Whether a frozen build made it."""


def voucher(data: bytes, place: str) -> Voucher:
    """What the bytes of a receipt say of its output. Raises `ReceiptError` where they are broken."""
    try:
        facts = json.loads(data)
        output = facts["output"]
        texts = frozenset(str(output.get("texts", "")).split())
        assets = {str(name): str(digest) for name, digest in facts.get("assets", {}).items()}
        source, tag, digest = str(facts["source"]["path"]), Tag(str(output["tag"])), str(output["sha256"])
        return Voucher(source, tag, digest, texts, assets, facts.get("frozen") is True)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "restore it from version control, or delete it together with its output"
        raise ReceiptError("the receipt cannot be read", place=place, hint=hint) from error


def made(data: bytes) -> Voucher | None:
    """What a receipt's bytes say; None where they are no receipt of ours."""
    try:
        found = voucher(data, "")
    except ReceiptError:
        return None
    return found if found.source and found.target and found.digest else None


def output_digest(data: bytes | None, place: str) -> str:
    """The hash of the output that a receipt's bytes vouch for; empty for None. Raises `ReceiptError` where broken."""
    return "" if data is None else voucher(data, place).digest


def asset_digests(data: bytes | None, place: str) -> Mapping[str, str]:
    """The hashes of the copies that a receipt's bytes vouch for, by name. Raises `ReceiptError` where broken."""
    return {} if data is None else voucher(data, place).assets


def vouching(data: bytes, digest: str, texts: Iterable[str]) -> bytes:
    """The bytes of a receipt, which can be read, with another hash of its output, and texts that it says besides."""
    facts = json.loads(data)
    output = facts["output"]
    output["sha256"] = digest
    output["texts"] = " ".join(dict.fromkeys([*str(output.get("texts", "")).split(), *texts]))
    return _rendered(facts)
