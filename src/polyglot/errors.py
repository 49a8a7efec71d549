"""One tree of exceptions; each says in one sentence what is wrong, where, and what to do next."""

from __future__ import annotations

from collections.abc import Callable


class PolyglotError(Exception):
    """Anything that polyglot refuses to do, told to a person.

    `message` is one sentence; `place` is `file`, `file:line` or `file:line:column`; `hint` is what to do next.
    """

    exit_code = 2

    def __init__(self, message: str, *, place: str = "", hint: str = "") -> None:
        """Take the sentence, and the place and the hint where there are any."""
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint
        self.more: tuple[PolyglotError, ...] = ()
        """What else is wrong of the same kind, so that a person need not find out one by one."""

    def __str__(self) -> str:
        """All of it on one line, for logs."""
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head} ({self.hint})" if self.hint else head


class UsageError(PolyglotError):
    """The command line asks for something that does not exist or contradicts itself."""


class ConfigError(PolyglotError):
    """`polyglot.toml` or a file it names cannot be used as it stands."""


class UnreadableInputError(PolyglotError):
    """A source file is missing, binary, wrongly encoded, empty or too large."""


class OutputError(PolyglotError):
    """A result cannot be written where it should go."""


class ConflictError(OutputError):
    """A file is not what it was when a person looked at it: somebody else has written it meanwhile."""


class GlossaryError(PolyglotError):
    """A row of a glossary is wrong."""


class CatalogError(PolyglotError):
    """A gettext catalog cannot be read."""


class ReceiptError(ConfigError):
    """The receipt of a localised file cannot be read."""


class UndetectedLanguageError(UsageError):
    """Which language a source is in cannot be told."""


class UnknownLanguageError(UsageError):
    """A tag is not a language that CLDR knows."""


class EngineMissingError(PolyglotError):
    """No installed engine or model serves a pair, or not the one that was recorded."""

    exit_code = 3


class LibraryMissingError(PolyglotError):
    """A library is not installed that one command needs and the others do not."""

    exit_code = 3


class PackageError(PolyglotError):
    """A package of a model is broken, hostile or no package at all; nothing of it has been put in place."""


class ModelError(PolyglotError):
    """A model's package cannot be fetched, or is not the one that was pinned."""

    exit_code = 3


class EngineFailureError(PolyglotError):
    """An engine died or answered nonsense; its text is never taken for a translation."""

    exit_code = 3


class LawBrokenError(PolyglotError):
    """A law of the library does not hold: a bug, and nothing has been written."""

    exit_code = 70


OF_ONE_FILE = (UnreadableInputError, CatalogError, ReceiptError, UndetectedLanguageError, LawBrokenError)
"""What is wrong with a single file, so that the others can still be worked on."""
Lost = Callable[[PolyglotError], None]
"""Told of each file that cannot be read."""


def refuse(error: PolyglotError) -> None:
    """End with the first file that cannot be read."""
    raise error
