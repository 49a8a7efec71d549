"""What changed in a text, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

import regex

from polyglot.report_page.markup import Html, element, text

WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[\w\p{M}]+|\s+|.", regex.DOTALL)
"""Words, spaces and marks; a character is a word where words are written without spaces."""
MOST = 400
"""Words; texts that are longer are shown as they are."""


def shown(before: str, after: str) -> tuple[Html, Html]:
    """The text before with what went, and the text after with what came."""
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST or not old or not new:
        return text(before), text(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    went = ((old[a:b], step != "equal") for step, a, b, _, _ in steps)
    came = ((new[a:b], step != "equal") for step, _, _, a, b in steps)
    return Html("".join(_marked(went, "del"))), Html("".join(_marked(came, "ins")))


def _marked(stretches: Iterator[tuple[list[str], bool]], name: str) -> Iterator[Html]:
    """The stretches of a text, those that differ in an element."""
    for pieces, differs in stretches:
        if pieces:
            yield element(name, "".join(pieces)) if differs else text("".join(pieces))
