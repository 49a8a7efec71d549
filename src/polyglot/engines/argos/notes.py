"""What polyglot remembers of a model, in a file beside it: that it was tried, and what it was seen to bring through.

A note holds for exactly the files that it was taken on; the same package installed again, or another, has none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from polyglot.engines.argos.packages import Leg, fingerprint, legs_of
from polyglot.errors import OutputError
from polyglot.files import write

FILE = "polyglot-notes.json"


def read(leg: Leg, digest: str) -> Mapping[str, Any] | None:
    """The note on a leg whose fingerprint this is; None where there is none."""
    note = _notes(leg.folder).get("-".join(leg.pair), {})
    return note if isinstance(note, dict) and note.get("model") == digest else None


def keep(leg: Leg, digest: str, facts: Mapping[str, Any]) -> None:
    """Remember facts of a leg; where the folder cannot be written, the next process finds out again."""
    known = {**_notes(leg.folder), "-".join(leg.pair): {"model": digest, **facts}}
    with suppress(OutputError):
        write({leg.folder / FILE: (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode()})


def vouch(folder: Path) -> None:
    """Remember of all legs of a package that they were tried and are sane; what is known of them stays known."""
    for leg in legs_of(folder)[0]:
        digest = fingerprint((leg,))
        if read(leg, digest) is None:
            keep(leg, digest, {})


def _notes(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
