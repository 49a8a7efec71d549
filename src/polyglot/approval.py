"""Who approved a whole article: a header field of its catalog, with a hash over all sources and targets.

`X-Polyglot-Approved: Ada Lovelace sha256=…` holds for exactly these sentences and these words, in this order: whatever
changes one of them makes it void, and what changes it back makes it good again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from polyglot.errors import UsageError
from polyglot.po import PoFile

FIELD = "X-Polyglot-Approved"
_VALUE = re.compile(r"(.+?)\s+sha256=([0-9a-f]{64})")
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's word for a whole article."""

    by: str
    """One line, never empty."""
    digest: str
    """The SHA-256 of what was approved, in hex."""

    def __str__(self) -> str:
        return f"{self.by} sha256={self.digest}"


def name(text: str) -> str:
    """A person's name as a header can carry it. Raises `UsageError` where it is empty or not one line."""
    if not text.strip() or _UNSPEAKABLE.search(text):
        raise UsageError("--by needs the name of a person, on one line", hint='write it so: --by "Ada Lovelace"')
    return " ".join(text.split())


def digest(texts: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 over sources and targets in reading order."""
    facts = json.dumps([*texts], ensure_ascii=False)
    return sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()


def of(file: PoFile | None) -> Approval | None:
    """The approval that a catalog records, whether it still holds or not; None where it has none."""
    found = _VALUE.fullmatch(file.field(FIELD)) if file else None
    return Approval(*found.groups()) if found else None


def recorded(file: PoFile, approval: Approval) -> PoFile:
    """The catalog with an approval in its header, in the place of a former one."""
    value = (FIELD, str(approval))
    names = [name.lower() for name, _ in file.header]
    if FIELD.lower() not in names:
        return replace(file, header=(*file.header, value))
    at = names.index(FIELD.lower())
    return replace(file, header=(*file.header[:at], value, *file.header[at + 1 :]))
