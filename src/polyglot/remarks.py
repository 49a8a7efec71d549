"""What polyglot writes for itself into the comments of catalogs, found again after other tools have wrapped it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from polyglot.po import digest, unwrapped

LINES = 60
"""Into so many lines at most is a remark looked for that was wrapped."""
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_PLAIN = {escaped: char for char, escaped in _ESCAPED.items()}
_ESCAPE = re.compile(r"\\[\\nr]")


def remark(prefix: str, text: str) -> str:
    """A comment that has a text, on one line."""
    return prefix + "".join(_ESCAPED.get(char, char) for char in text)


def take(comments: Sequence[str], prefix: str, mark: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of the remark that begins so, and the comments without it; empty where it is not there as it was.

    `mark` is the `po.digest` of its text, by which its end is known; without one it ends with its line.
    """
    start = next((number for number, comment in enumerate(comments) if comment.startswith(prefix)), None)
    if start is None:
        return "", tuple(comments)
    ends = range(start + 1, min(len(comments), start + LINES) + 1)
    for end in ends:
        text = unwrapped(comments[start:end]).removeprefix(prefix)
        plain = _ESCAPE.sub(lambda found: _PLAIN[found[0]], text) if mark else text
        if not mark or digest(plain) == mark:
            return plain, (*comments[:start], *comments[end:])
    return "", (*comments[:start], *comments[start + 1 :])


def flagged(flags: Iterable[str], prefix: str) -> str:
    """What the first flag that begins so says; empty where there is none."""
    return next((flag.removeprefix(prefix) for flag in flags if flag.startswith(prefix)), "")
