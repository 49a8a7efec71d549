"""The site's strings: what stands around the articles, from `site.pot` through people's `.po` files to `.mo`.

Babel writes `.pot` and `.mo`, `polyglot.po` reads and writes `.po`. Babel stamps headers with the clock and marks prose
such as "50 % des voix" as a Python format, which its checker and `msgfmt -c` then reject in translation: here headers
are our own, and a string has a format only where its `SiteString` says so.
"""

from __future__ import annotations

from polyglot.catalog.compiled import compile_mo, mo_header, read_mo
from polyglot.catalog.publishing import LEVELS, Published, publishable, published
from polyglot.catalog.strings import ROLES, Key, SiteString, every, known, merge, refresh
from polyglot.catalog.templates import TEMPLATE_HEAD, template
from polyglot.catalog.upkeep import update

__all__ = [
    "LEVELS",
    "ROLES",
    "TEMPLATE_HEAD",
    "Key",
    "Published",
    "SiteString",
    "compile_mo",
    "every",
    "known",
    "merge",
    "mo_header",
    "publishable",
    "published",
    "read_mo",
    "refresh",
    "template",
    "update",
]
