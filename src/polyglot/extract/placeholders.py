"""Which formats of gettext a text is in: where it has real placeholders of that family, and nothing that breaks them.

A percent sign in prose is none, although the grammar of C would take "50 % des voix" for `% d`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WIDTH = r"[#0+-]*(?:\*|\d+)?(?:\.(?:\*|\d+))?"
_C = r"(?:hh|h|ll|l|L|q|j|z|t)?"
DIRECTIVES = {
    "python-format": rf"%(?:\([^()]*\))?{_WIDTH}[hlL]?[diouxXeEfFgGcrsa]",
    "php-format": r"%(?:\d+\$)?[-+]?(?:0|'.)?-?\d*(?:\.\d+)?[bcdeEfFgGosuxX]",
    "c-format": rf"%(?:\d+\$)?{_WIDTH}{_C}[diouxXeEfFgGaAcsp]",
    "javascript-format": rf"%(?:\d+\$)?(?:\([^()]*\))?{_WIDTH}[diouxXeEfFgGcrsaj]",
}
"""How a placeholder of a family looks; no family here takes a space as a flag, which is what prose has."""
_PATTERNS = {name: re.compile(pattern) for name, pattern in DIRECTIVES.items()}
_BRACES = re.compile(  # a name or a number, what of it is taken, how it is shown
    r"\{(?:[A-Za-z_]\w*|\d+)(?:\.\w+|\[[^\[\]{}]+\])*(?:![rsa])?(?::[^{}]*)?\}"
)
_PERCENT = re.compile(r"%")
_PROSE = re.compile(r"\d[ \u00a0\u202f]?$")
"""A number in front of the sign: a share, and no placeholder unless that has a name or a number of its own."""


def flags(texts: Iterable[str | None], families: Iterable[str]) -> tuple[str, ...]:
    """The formats of the families that a text, or its form for many, is in.

    >>> flags(["%d voix, 50 %% des voix"], ["python-format"]), flags(["50 % des voix"], ["python-format"])
    (('python-format',), ())
    """
    said = [text for text in texts if text is not None]
    return tuple(sorted(name for name in families if _fits(said, name)))


def _fits(texts: list[str], family: str) -> bool:
    counts = [
        _braces(text) if family == "python-brace-format" else _percents(text, _PATTERNS[family]) for text in texts
    ]
    return None not in counts and any(counts)


def _braces(text: str) -> int | None:
    """How many placeholders in braces a text has; None where a brace is none of them."""
    bare = text.replace("{{", "").replace("}}", "")
    rest, count = _BRACES.subn("", bare)
    return None if "{" in rest or "}" in rest else count


def _percents(text: str, pattern: re.Pattern[str]) -> int | None:
    """How many placeholders with a percent sign a text has; None where a sign is none of them."""
    count = at = 0
    while (sign := _PERCENT.search(text, at)) is not None:
        start = sign.start()
        if text.startswith("%%", start):
            at = start + 2
            continue
        found = pattern.match(text, start)
        if found is None or _is_share(text, start, found[0]):
            return None
        count, at = count + 1, found.end()
    return count


def _is_share(text: str, start: int, directive: str) -> bool:
    """Whether a sign only follows its number, as in "100%de" or "5 %d'écart"."""
    bare = directive.isascii() and directive[1:].isalpha()
    return (
        bare and bool(_PROSE.search(text[:start])) and text[start + len(directive) : start + len(directive) + 1] != ""
    )
