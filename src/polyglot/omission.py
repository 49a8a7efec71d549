"""Sentences that a person left out of a translation: comments in a catalog that say so.

`# polyglot: drop` leaves the sentence of its entry out. `# polyglot: join-next` says that the text of its entry stands
for the next sentence of the paragraph too. Both are translator comments, which other tools keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from polyglot.model import Origin
from polyglot.po import Entry

_WISH = re.compile(r"\s*polyglot:\s*(drop|join-next)\s*", re.IGNORECASE)

_SAID = re.compile(r"\s*polyglot:\s*(\S*)", re.IGNORECASE)
_KNOWN = {"drop", "join-next", "ignore", *map(str, Origin)}
"""What may follow `polyglot:` in a comment: these wishes, rules to silence, the origins that begin a provenance."""


class Wish(StrEnum):
    """What a person wants of a sentence beside its words."""

    DROP = "drop"
    JOIN = "join-next"


def of(entry: Entry | None) -> Wish | None:
    """What the comments of an entry ask for; to leave it out where they ask for both."""
    lines = entry.comments if entry else ()
    found = {Wish(match[1].lower()) for line in lines if (match := _WISH.fullmatch(line))}
    return next((wish for wish in Wish if wish in found), None)


def misspelt(entry: Entry | None) -> tuple[str, ...]:
    """Comments of an entry that are addressed to polyglot, but ask for nothing that it knows."""
    said = ((line, _SAID.match(line)) for line in (entry.comments if entry else ()))
    return tuple(line.strip() for line, match in said if match and match[1].lower() not in _KNOWN)


def without(comments: Iterable[str], wish: Wish) -> tuple[str, ...]:
    """The comments without those that ask for this."""
    matches = ((line, _WISH.fullmatch(line)) for line in comments)
    return tuple(line for line, match in matches if not match or match[1].lower() != wish)
