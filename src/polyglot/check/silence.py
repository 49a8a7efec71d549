"""What people do not want to be told: rules silenced for a segment, for files, for the project; it is counted.

In a catalog `# polyglot: ignore numbers spaces` silences rules for its entry; so does `#.`, if other tools write it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from polyglot.check.table import RULES
from polyglot.config import Check
from polyglot.errors import ConfigError
from polyglot.model import Issue, Severity
from polyglot.po import Entry

OTHERS = frozenset(
    {"stale", "missing", "edited", "unreviewed", "left-out", "inconsistency", "plurals", "hreflang", "orphan"}
    | {"approval", "asset", "final", "language", "large", "rights"}
)
"""Kinds of issues that no rule on a segment finds, and that can be silenced like a rule."""
KNOWN = OTHERS | {rule.id for rule in RULES} | {rule.kind for rule in RULES}
_WISH = re.compile(r"\s*polyglot:\s*ignore\b[\s:]*(.*)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,]+")


class Sieve:
    """Lets the issues through that nobody silenced, each with the severity that the project gives it."""

    def __init__(self, settings: Check, place: str = "polyglot.toml") -> None:
        """Raise `ConfigError` where the settings name a rule that there is not."""
        self.silenced: Counter[str] = Counter()
        """How many issues were held back, by rule."""
        self._settings = settings
        self._severity: Mapping[str, Severity] = {name: Severity(word) for name, word in settings.severity.items()}
        named = {*settings.ignore, *settings.severity, *(name for files in settings.files for name in files.ignore)}
        if unknown := sorted(named - KNOWN):
            hint = f"the rules are {', '.join(sorted(KNOWN))}"
            raise ConfigError(f"check: there is no rule {unknown[0]!r}", place=place, hint=hint)

    def sift(self, issues: Iterable[Issue], file: str, entry: Entry | None = None) -> Iterator[Issue]:
        """The issues of a segment, or of a file, that are to be told."""
        patterns = (files for files in self._settings.files if fnmatchcase(file, files.path))
        silent = {*self._settings.ignore, *wishes(entry), *(name for files in patterns for name in files.ignore)}
        for issue in issues:
            names = {issue.rule, issue.kind}
            if silent & names:
                self.silenced[issue.rule or issue.kind] += 1
                continue
            severity = self._severity.get(issue.rule) or self._severity.get(issue.kind)
            yield replace(issue, severity=severity) if severity else issue
        for name in sorted(wishes(entry) - KNOWN):
            yield Issue("ignore", Severity.WARNING, f"`polyglot: ignore` names no rule: {name!r}")


def wishes(entry: Entry | None) -> frozenset[str]:
    """The rules that the comments of an entry silence."""
    lines = (*entry.comments, *entry.extracted) if entry else ()
    found = (match[1] for line in lines if (match := _WISH.fullmatch(line)))
    return frozenset(name.lower() for words in found for name in _BETWEEN.split(words) if name)
