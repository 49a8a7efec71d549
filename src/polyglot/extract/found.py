"""What is looked for in a source, and what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from polyglot.extract.keywords import Keyword

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A string that a source names."""

    line: int
    text: str
    context: str | None = None
    plural: str | None = None
    notes: tuple[str, ...] = ()
    """What the source says to translators, line by line."""
    flags: tuple[str, ...] = ()
    """The formats of gettext whose placeholders it has."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function by name, as the scanners find it."""

    line: int
    name: str
    arguments: Sequence[str | None]
    """The texts; None where an argument is no text that is written there."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found in sources."""

    keywords: Mapping[str, tuple[Keyword, ...]] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    """How comments begin that are for translators."""
    domain: str = ""
    """The text domain of calls that are ours; empty: of all."""
    options: Options = field(default_factory=dict)
    """What a mapping file says of such sources."""
    filters: frozenset[str] = frozenset()
    """The filters of templates that translate the text before them."""

    def found(self, call: Call) -> list[Found]:
        """The strings that a call names."""
        found = []
        for keyword in self.keywords.get(call.name, ()):
            taken = keyword.taken(call.arguments, self.domain)
            if taken is not None:
                text, plural, context = taken
                found.append(Found(call.line, text, context, plural, call.notes))
        return found
