"""Functions that mark strings, spelled as for xgettext: `pgettext:1c,2`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from polyglot.errors import ConfigError

SPEC = re.compile(r"(?P<name>[^\s:]+)(?::(?P<arguments>\d+[cdt]?(?:,\d+[cdt]?)*))?")


@dataclass(frozen=True, slots=True)
class Keyword:
    """Which arguments of a function are what; counted from 1, 0 where it has no such."""

    text: int = 1
    plural: int = 0
    context: int = 0
    domain: int = 0
    total: int = 0
    """Only calls with so many arguments count."""

    def taken(self, arguments: Sequence[str | None], domain: str) -> tuple[str, str | None, str | None] | None:
        """Text, form for many, and context of a call; None where it names no string, or one of another domain."""
        if self.total and len(arguments) != self.total:
            return None
        named = _at(arguments, self.domain)
        if domain and self.domain and named != domain:
            return None
        text, plural, context = (_at(arguments, place) for place in (self.text, self.plural, self.context))
        if not text or (self.plural and plural is None) or (self.context and context is None):
            return None
        return text, plural, context


def _at(arguments: Sequence[str | None], place: int) -> str | None:
    return arguments[place - 1] if 0 < place <= len(arguments) else None


def parse(specs: Iterable[str]) -> Mapping[str, tuple[Keyword, ...]]:
    """The keywords by name; one may be written several times, for calls with more or fewer arguments.

    >>> parse(["_", "pgettext:1c,2"])["pgettext"]
    (Keyword(text=2, plural=0, context=1, domain=0, total=0),)
    """
    found: dict[str, tuple[Keyword, ...]] = {}
    for spec in specs:
        name, keyword = _keyword(spec)
        found[name] = (*found.get(name, ()), keyword)
    return found


def _keyword(spec: str) -> tuple[str, Keyword]:
    parts = SPEC.fullmatch(spec.strip())
    hint = "write the name, then which arguments are what, as for xgettext: tr, tr:1,2 or tr:1c,2"
    if parts is None:
        raise ConfigError(f"{spec!r} is no keyword", hint=hint)
    numbers: dict[str, list[int]] = {"": [], "c": [], "d": [], "t": []}
    for argument in (parts["arguments"] or "1").split(","):
        numbers[argument.lstrip("0123456789")].append(int(argument.rstrip("cdt")))
    texts = numbers[""] or [1]
    if len(texts) > 2 or any(len(numbers[letter]) > 1 for letter in "cdt"):
        raise ConfigError(f"{spec!r} is no keyword", hint=hint)
    context, domain, total = (next(iter(numbers[letter]), 0) for letter in "cdt")
    return parts["name"], Keyword(texts[0], texts[1] if len(texts) == 2 else 0, context, domain, total)
