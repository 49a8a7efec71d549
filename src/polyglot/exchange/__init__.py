"""The road of a colleague's work: catalogs out as XLIFF or `.po`, and what was decided there back into the catalogs.

What goes out says for each segment what stood on record then. When it comes back, that tells what the colleague changed
from what was changed here meanwhile; a person's word in the catalog is never replaced by one that did not know it.
"""

from __future__ import annotations

from polyglot.exchange.back import Outcome, Parcel, parcels, require_taken, take
from polyglot.exchange.out import FindMatches, Shape, contents, exported, from_memory, name_of, nothing

__all__ = [
    "FindMatches",
    "Outcome",
    "Parcel",
    "Shape",
    "contents",
    "exported",
    "from_memory",
    "name_of",
    "nothing",
    "parcels",
    "require_taken",
    "take",
]
