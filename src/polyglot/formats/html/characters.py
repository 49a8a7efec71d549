"""Characters as a page spells them: references read, and targets written as the page writes."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from html.entities import html5

REFERENCE = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[A-Za-z][A-Za-z0-9]*+;?)")
LONGEST = 40
"""A reference with more characters is none that means anything."""
STARTS_REFERENCE = re.compile(r"#?[A-Za-z0-9]{1,32};")
KEPT = re.compile(r"[<\x00-\x20\x7f]")
"""Characters that would be markup or layout: their references stay as they stand."""
Spellings = Mapping[int, str]
"""How characters are written, for `str.translate`."""


def meaning(reference: str, following: str) -> str | None:
    """What a reference in text stands for; None where it is to stay as it is, so that text never turns into markup.

    >>> meaning("&eacute;", "t&eacute;"), meaning("&lt;", "b&gt;"), meaning("&amp;", " Co."), meaning("&amp;", "lt;")
    ('é', None, '&', None)
    """
    said = html.unescape(reference) if len(reference) <= LONGEST else reference
    if said == reference:
        return None if reference.startswith("&#") else reference
    if KEPT.search(said) or (said == "&" and STARTS_REFERENCE.match(following)):
        return None
    return said


def attribute_value(raw: str) -> str:
    """The text of an attribute's value; there a reference without its semicolon ends only where a word does."""

    def said(found: re.Match[str]) -> str:
        named = not found[0].startswith("&#")
        runs_on = not found[0].endswith(";") and raw.startswith("=", found.end())
        if len(found[0]) > LONGEST or (named and (found[0][1:] not in html5 or runs_on)):
            return found[0]
        return html.unescape(found[0])

    return REFERENCE.sub(said, raw)


def spellings(texts: Iterable[str]) -> Spellings:
    """The characters that these texts, as they stand, always write as references, with the reference they use most."""
    used: Counter[tuple[str, str]] = Counter()
    plain: set[str] = set()
    for text in texts:
        for found in REFERENCE.finditer(text):
            said = meaning(found[0], "")
            if said and said != found[0] and len(said) == 1:
                used[said, found[0]] += 1
        plain.update(REFERENCE.sub("", text))
    always = {ord(said): reference for (said, reference), _ in reversed(used.most_common()) if said not in plain}
    return {**always, ord("&"): "&amp;", ord("<"): "&lt;"}


def written(text: str, spelled: Spellings, encoding: str) -> str:
    """A text as the page would write it; what its encoding cannot spell becomes a reference."""
    return text.translate(spelled).encode(encoding, "xmlcharrefreplace").decode(encoding)


def written_value(text: str, spelled: Spellings, encoding: str, quote: str) -> str:
    """An attribute's value as the page would write it inside these quotation marks; with its own where it had none."""
    mark = quote or '"'
    value = written(text, {**spelled, ord(mark): "&quot;" if mark == '"' else "&#39;"}, encoding)
    return value if quote else f'"{value}"'
