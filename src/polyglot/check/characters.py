"""Characters that nobody sees, or that nobody meant."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from polyglot.check.subject import Found, Subject

CONTROLS = regex.compile(r"[\p{Cc}\u202a-\u202e\ufeff--[\t\r\n]]", regex.V1)
ISOLATES = regex.compile(r"[\u2066-\u2069]")
UNSEEN = regex.compile(
    r"[\u200b\u200e\u200f\u2060-\u2064\u00ad\u034f\u180e\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Spaces of no width, marks of direction, soft hyphens: some scripts need them, so those of the source may stay."""
JOINERS = regex.compile(
    r"(?<=[\p{Latin}\p{Cyrillic}\p{Greek}])[\u200c\u200d]|[\u200c\u200d](?=[\p{Latin}\p{Cyrillic}\p{Greek}])"
)
BROKEN = regex.compile(
    r"\ufffd|⁇|<unk>|▁|Ã[\u0080-\u00bf€ƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[™œ“”˜¦\u009d]|Â[\u00a0«»°©®]|&amp;(?:amp|lt|gt|quot|nbsp);"
)
"""What wrong decoding and engines leave."""


def invisible(subject: Subject) -> Iterator[Found]:
    """Control and bidirectional characters on either side; others that nobody sees where only the target has them."""
    found = set(CONTROLS.findall(subject.source + subject.text))
    for pattern in (ISOLATES, UNSEEN, JOINERS):
        found |= set(pattern.findall(subject.text)) - set(pattern.findall(subject.source))
    if ISOLATES.search(subject.text) and not _closed(subject.text):
        found |= set(ISOLATES.findall(subject.text))
    if found:
        yield Found(f"invisible characters: {', '.join(sorted(f'U+{ord(char):04X}' for char in found))}")


def _closed(text: str) -> bool:
    """Whether every isolate is ended (UAX 9)."""
    depth = 0
    for char in ISOLATES.findall(text):
        depth += -1 if char == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0


def garbled(subject: Subject) -> Iterator[Found]:
    """What wrong decoding and engines leave in place of a character."""
    found = dict.fromkeys(BROKEN.findall(subject.text))
    if strange := [text for text in found if text not in subject.source]:
        yield Found(f"garbled: {', '.join(strange)}")
