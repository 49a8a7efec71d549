"""What a page refers to: the addresses in its tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from polyglot.formats.html.places import values
from polyglot.formats.html.rules import rules
from polyglot.formats.html.scan import tokens

SIZE = re.compile(r"(\s[\d.]+[wxh]),")
"""The size of an image in a list of several."""


def addresses(text: str) -> Iterator[str]:
    """The addresses in the tags of a page, entities read; none where a `<base>` leads all of them elsewhere."""
    opened = [(token.name, values(text, token)) for token in tokens(text) if token.kind == "open" and token.attributes]
    if any(name == "base" and said.get("href") for name, said in opened):
        return
    for _, said in opened:
        yield from _addresses(said)


def _addresses(said: Mapping[str, str]) -> Iterator[str]:
    for name, value in said.items():
        if name in rules().addresses:
            yield html.unescape(value)
        elif name in rules().address_lists:
            yield from _listed(html.unescape(value))


def _listed(value: str) -> Iterator[str]:
    """The addresses of a `srcset`: what begins it, and what follows a comma (HTML standard, image candidates)."""
    before = ","
    for word in SIZE.sub(r"\1, ", value).split():
        if before.endswith(","):
            yield word.rstrip(",")
        before = word
