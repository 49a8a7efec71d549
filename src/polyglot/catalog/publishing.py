"""What of a catalog may appear, by how far its targets have come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from polyglot import po
from polyglot.model import Role, State

LEVELS: Mapping[str, State] = {"machine": State.TRANSLATED, "reviewed": State.REVIEWED, "final": State.FINAL}
"""How far a target must have come to be published, by the levels of `[publish] strings`."""


@dataclass(frozen=True, slots=True)
class Published:
    """What of a catalog may appear."""

    messages: Mapping[str, str]
    """Those that are a text and no more, as pages show them."""
    others: tuple[po.Entry, ...]
    """Those with a context or with forms for numbers."""
    left_out: int

    @property
    def entries(self) -> tuple[po.Entry, ...]:
        """All of them; a header is none."""
        return (*(po.Entry(None, text, words) for text, words in self.messages.items() if text), *self.others)


def published(file: po.PoFile, level: str, legal: Collection[str] = ()) -> Published:
    """What may appear at a level (a key of `LEVELS`).

    Texts in `legal`, and those that the catalog itself marks so, are never published unreviewed, whatever the level.
    Of fuzzy targets only the program's own for this very source count: what msgmerge guessed or a person put in doubt
    is left out.
    """
    messages: dict[str, str] = {}
    others = []
    left_out = 0
    for entry in file.entries:
        if entry.obsolete:
            continue
        if not _appears(entry, level, legal):
            left_out += 1
        elif is_more_than_text(entry):
            others.append(entry)
        else:
            messages[entry.source] = entry.target
    return Published(messages, tuple(others), left_out)


def _appears(entry: po.Entry, level: str, legal: Collection[str]) -> bool:
    needed = LEVELS[level].rank
    if entry.source in legal or Role.LEGAL in entry.extracted:
        needed = max(needed, State.REVIEWED.rank)
    return entry.state.rank >= needed and not _is_doubtful(entry)


def publishable(file: po.PoFile, level: str, legal: Collection[str] = ()) -> tuple[Mapping[str, str], int]:
    """The messages without context and forms that may appear, and how many of their kind were left out."""
    plain = replace(file, entries=tuple(entry for entry in file.entries if not is_more_than_text(entry)))
    found = published(plain, level, legal)
    return found.messages, found.left_out


def is_more_than_text(entry: po.Entry) -> bool:
    """Whether an entry is more than a text: it has a context, or forms for numbers."""
    return entry.context is not None or entry.plural is not None


def _is_doubtful(entry: po.Entry) -> bool:
    """Whether the target is fuzzy for another reason than that nobody has looked at it."""
    return entry.fuzzy and (entry.touched or entry.misplaced or entry.previous is not None)
