"""The `.po` files that people edit: read strictly, written so that what did not change keeps its bytes.

The format is that of the GNU gettext manual, "The Format of PO Files". A text is cut into blocks, one per entry, and
each block is kept as it stands, so that an unchanged entry is written with the wrapping and spacing of the tool that
made it. polib writes the strings of what did change. It does not read: its reader takes a text for a path, half a
string for a whole one and U+2028 for a line end, and forgets `#~|`.
"""

from __future__ import annotations

from polyglot.po.comments import references, unwrapped
from polyglot.po.entry import CONTENT_TYPE, FINAL, Entry, PoFile, Provenance, digest, header
from polyglot.po.reading import LIMIT, lines, parse, read, read_text
from polyglot.po.writing import line_end, render

__all__ = [
    "CONTENT_TYPE",
    "FINAL",
    "LIMIT",
    "Entry",
    "PoFile",
    "Provenance",
    "digest",
    "header",
    "line_end",
    "lines",
    "parse",
    "read",
    "read_text",
    "references",
    "render",
    "unwrapped",
]
