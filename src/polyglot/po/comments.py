"""The lines of comments: the files that an entry names, people's words, and the provenance among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from polyglot.po.entry import Provenance

_REFERENCE = re.compile(r"\u2068([^\u2069]*)\u2069(?::\d+)?|([^ \t\f\v]+?)(?::\d+)?(?=[ \t\f\v]|$)")
_FLAGS = re.compile(r"(?:final|[a-z-]+=\S+)(?: (?:final|[a-z-]+=\S+))*")
_PARTED = re.compile(r"\w-$")


def unwrapped(lines: Sequence[str]) -> str:
    """A comment in one line again that a tool has wrapped at its spaces and hyphens.

    >>> unwrapped(["polyglot: mt argos-1.11.0/fr-", "en/0123456789ab", "h=3fa1b2c4"])
    'polyglot: mt argos-1.11.0/fr-en/0123456789ab h=3fa1b2c4'
    """
    ends = ["" if _PARTED.search(line) else " " for line in lines[:-1]]
    return "".join(f"{line}{end}" for line, end in zip(lines, [*ends, ""], strict=True))


def references(files: Iterable[str]) -> list[str]:
    """The `#:` lines for files, one each; a name with a space stands between U+2068 and U+2069, as in GNU gettext."""
    return [f"#: {name}" if _bare(name) else f"#: \u2068{name}\u2069" for name in files]


def referenced(line: str) -> list[str]:
    """The files of a `#:` line (without the `#:`), without line numbers."""
    return [isolated or plain for isolated, plain in _REFERENCE.findall(line)]


def _bare(name: str) -> bool:
    """Whether a file name reads back as itself without isolates."""
    return referenced(name) == [name]


def provenance_among(lines: Sequence[str]) -> tuple[tuple[str, ...], Provenance | None]:
    """What people wrote, and the provenance, which is the last line that reads as one."""
    texts = [line.removeprefix(" ") for line in lines]
    for start in range(len(texts) - 1, -1, -1):
        end = _end_of_provenance(texts, start)
        if end:
            return (*texts[:start], *texts[end:]), Provenance.parse(unwrapped(texts[start:end]))
    return tuple(texts), None


def _end_of_provenance(lines: Sequence[str], start: int) -> int:
    """Where a provenance ends that begins in this line, which tools may have wrapped; 0 where none does."""
    if not lines[start].lstrip().startswith("polyglot: "):
        return 0
    ends = range(start + 1, len(lines) + 1)
    end = next((end for end in ends if Provenance.parse(unwrapped(lines[start:end]))), 0)
    while end and end < len(lines) and (_PARTED.search(lines[end - 1]) or _FLAGS.fullmatch(lines[end].strip())):
        end += 1
    return end
