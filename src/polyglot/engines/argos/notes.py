"""What polyglot remembers of a model, in a file beside it: that it was tried, and what it was seen to bring through.

Where nothing may be written beside it, the file lies in the folder for what can be had again.

A note holds for exactly the files that it was taken on; the same package installed again, or another, has none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from polyglot.config import environment
from polyglot.engines.argos.packages import Leg, fingerprint, legs_of
from polyglot.errors import OutputError
from polyglot.files import write

FILE = "polyglot-notes.json"


def read(leg: Leg, digest: str) -> Mapping[str, Any] | None:
    """The note on a leg whose fingerprint this is; None where there is none."""
    found = (_notes(place).get("-".join(leg.pair)) for place in reversed(_places(leg, digest)))
    return next((note for note in found if isinstance(note, dict) and note.get("model") == digest), None)


def keep(leg: Leg, digest: str, facts: Mapping[str, Any]) -> None:
    """Remember facts of a leg; where they can be written nowhere, the next process finds out again."""
    for place in _places(leg, digest):
        known = {**_notes(place), "-".join(leg.pair): {"model": digest, **facts}}
        with suppress(OutputError):
            write({place: (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode()})
            return


def _places(leg: Leg, digest: str) -> tuple[Path, Path]:
    """Where the note on a leg may be kept, the best place first; what the second has came later."""
    return leg.folder / FILE, environment().downloads / "notes" / f"{digest}.json"


def vouch(folder: Path) -> None:
    """Remember of all legs of a package that they were tried and are sane; what is known of them stays known."""
    for leg in legs_of(folder)[0]:
        digest = fingerprint((leg,))
        if read(leg, digest) is None:
            keep(leg, digest, {})


def _notes(place: Path) -> dict[str, Any]:
    try:
        found = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
