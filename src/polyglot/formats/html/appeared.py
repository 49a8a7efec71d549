"""When a page says that it appeared: its linked data, its metadata, else the first time in its text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

DATE = r"(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?!\d)"
LINKED = re.compile(rf"\"datePublished\"\s*:\s*\"{DATE}")
TAG = re.compile(r"<(?:meta|time)\b[^<>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
NAMES = ("article:published_time", "datepublished", "dc.date", "dc.date.issued", "dcterms.issued", "pubdate", "date")
"""What metadata call the day, in small letters, the surest first."""


def date(text: str) -> str:
    """The day of a page, `2022-02-24`, or as much of it as it says; empty where it says nothing."""
    linked = LINKED.search(text)
    if linked:
        return linked[1]
    said = sorted(_said(text), key=lambda pair: pair[0])
    return said[0][1] if said else ""


def _said(text: str) -> Iterator[tuple[int, str]]:
    """The days that tags say, each with how doubtful it is."""
    for found in TAG.finditer(text):
        facts = {name.lower(): html.unescape(a or b or c) for name, a, b, c in ATTRIBUTE.findall(found[0])}
        day = re.match(DATE, facts.get("datetime") or facts.get("content") or "")
        names = [facts.get(name, "").lower() for name in ("property", "itemprop", "name")]
        known = [NAMES.index(name) for name in names if name in NAMES]
        if day and (known or found[0][1:5].lower() == "time"):
            yield min(known, default=len(NAMES)), day[1]
