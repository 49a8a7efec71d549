r"""Regular expressions of ICU, in which SRX is written, as the `regex` module reads them.

Most are the same. What is written otherwise is translated: `\x{..}`, `\Q..\E`, `\h`, `\v`, `\z`, `\Z`, `\cX`, `\e`,
`\0..`, `\k<name>`, and the dot, which stops at every line end of Unicode. What ICU does not know is refused, even where
`regex` would give it a meaning of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping

LINE_ENDS = r"\n\r\x85\u2028\u2029"
KEPT = frozenset("aAbBdDfnprsStuUwWPx123456789")
"""Letters and digits that mean the same behind a backslash."""
OUTSIDE_SETS = {"R": r"\R", "X": r"\X", "Z": r"(?=\n?\Z)", "z": r"\Z"}
SETS = {"h": r"\t\p{Zs}", "v": r"\n\x0b\f\r\x85\u2028\u2029", "H": r"\t\p{Zs}", "V": r"\n\x0b\f\r\x85\u2028\u2029"}
QUOTED = re.compile(r"\\Q(.*?)(?:\\E|\Z)", re.DOTALL)
CODED = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}|\\0([0-7]{1,3})")
CONTROL = re.compile(r"\\c([A-Za-z@\[\\\]^_])|\\e")
NAMED = re.compile(r"\\[pPN]\{[^{}]*\}")
NUMBERED = re.compile(r"\\([1-9]\d?)")
REFERENCE = re.compile(r"\\k<([A-Za-z]\w*)>")
GROUP = re.compile(r"\((?![?*])|\(\?(?:[:=!>]|<[=!]|<[A-Za-z]\w*>)|\(\?#[^)]*\)")
FLAGS = re.compile(r"\(\?([imsux]*)(-[imsx]+)?([:)])")
SPACED = re.compile(r"\(\?[imsu]*x[imsux]*(?:-[ims]+)?\)")
COUNT = re.compile(r"\{\d+(?:,\d*)?\}")
OPERATOR = re.compile(r"[-&](?=\[)")
"""Two sets are subtracted or cut with one sign, too."""
POSIX = re.compile(r"\[:\^?\w+:\]")


class UnknownError(ValueError):
    """What cannot be translated, in a few words."""


def translated(pattern: str, groups: int = 0) -> str:
    """The pattern for `regex`, where it will stand behind another one with some groups; raises `UnknownError`."""
    dot = "." if re.search(r"\(\?[imux]*s", pattern) else f"[^{LINE_ENDS}]"
    pieces: list[str] = []
    at = depth = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            piece, at = _escape(pattern, at, groups, inside=depth > 0)
        elif depth or char == "[":
            piece, at, depth = _in_set(pattern, at, depth)
        elif char in "({":
            piece, at = _group(pattern, at) if char == "(" else _count(pattern, at)
        else:
            piece, at = dot if char == "." else char, at + 1
        pieces.append(piece)
    return "".join(pieces) + "\n" * bool(SPACED.search(pattern))  # which ends a comment


def refers_back(pattern: str) -> bool:
    """Whether a translated pattern refers to one of its groups."""
    return "\\g<" in pattern or "(?P=" in pattern


def _literal(text: str) -> str:
    """Characters that mean themselves, inside and outside sets."""
    return "".join(f"\\U{ord(char):08x}" for char in text)


def _character(code: int) -> str:
    """A character by its number; raises `UnknownError` where Unicode has none."""
    if code > sys.maxunicode:
        raise UnknownError(f"there is no character {code:x}")
    return chr(code)


REWRITTEN: Mapping[re.Pattern[str], Callable[[re.Match[str]], str]] = {
    QUOTED: lambda found: _literal(found[1]),
    CODED: lambda found: _literal(_character(int(found[1], 16) if found[1] else int(found[2], 8))),
    CONTROL: lambda found: _literal(chr(ord(found[1].upper()) ^ 64) if found[1] else "\x1b"),
    REFERENCE: lambda found: f"(?P={found[1]})",
    NAMED: lambda found: found[0],
}


def _escape(pattern: str, at: int, groups: int, *, inside: bool) -> tuple[str, int]:
    """What a backslash begins, and where the pattern goes on."""
    if (found := NUMBERED.match(pattern, at)) and not inside:
        return f"\\g<{int(found[1]) + groups}>", found.end()
    for form, rewrite in REWRITTEN.items():
        if found := form.match(pattern, at):
            return rewrite(found), found.end()
    char = pattern[at + 1 : at + 2]
    if char in SETS:
        negated = "^" if char.isupper() else ""
        return SETS[char] if inside and not negated else f"[{negated}{SETS[char]}]", at + 2
    if char in OUTSIDE_SETS and not inside:
        return OUTSIDE_SETS[char], at + 2
    if not char or (char.isalnum() and char not in KEPT):
        raise UnknownError(f"\\{char} is no expression of ICU")
    return pattern[at : at + 2], at + 2


def _in_set(pattern: str, at: int, depth: int) -> tuple[str, int, int]:
    """A piece of a set of characters: its edges, a named class, or a sign that only `regex` takes for an operator."""
    if found := POSIX.match(pattern, at):
        return (found[0] if depth else f"[{found[0]}]"), found.end(), depth
    if pattern.startswith(("||", "~~"), at):
        return _literal(pattern[at : at + 2]), at + 2, depth
    if OPERATOR.match(pattern, at) and pattern[at - 1] in "]}" and pattern[at - 2] != "\\":
        return pattern[at] * 2, at + 1, depth
    edge = {"[": 1, "]": -1}.get(pattern[at], 0)
    return pattern[at], at + 1, depth + edge


def _group(pattern: str, at: int) -> tuple[str, int]:
    """The opening of a group, or flags; upper and lower case of all scripts are always known, so `u` is left out."""
    if found := GROUP.match(pattern, at):
        return found[0], found.end()
    if found := FLAGS.match(pattern, at):
        flags = found[1].replace("u", "") + (found[2] or "")
        return (f"(?{flags}{found[3]}" if flags or found[3] == ":" else ""), found.end()
    raise UnknownError(f"{pattern[at : at + 4]}... is no group of ICU")


def _count(pattern: str, at: int) -> tuple[str, int]:
    """How often something is repeated."""
    found = COUNT.match(pattern, at)
    if not found or not at:
        raise UnknownError("a { that does not say how often: write \\{ for the sign itself")
    return found[0], found.end()
