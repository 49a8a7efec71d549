"""Quality rules: what a person should know about a target, as ITS 2.0 issue types.

A rule is a small function from a `Subject` to what is wrong with it; `table` names them all. It has a folder with
examples of its own, `tests/check/<rule>/`, good and bad.
"""

from __future__ import annotations

from polyglot.check.catalogs import hidden, inconsistent, plurals
from polyglot.check.silence import Sieve
from polyglot.check.subject import Found, Rule, Subject
from polyglot.check.table import BY_ID, RULES
from polyglot.model import Issue, Origin

__all__ = ["BY_ID", "RULES", "Found", "Rule", "Sieve", "Subject", "examine", "hidden", "inconsistent", "plurals"]


def examine(subject: Subject) -> tuple[Issue, ...]:
    """All issues of a target, those that it already carries first."""
    if subject.target.origin is Origin.SOURCE:
        return subject.target.issues
    found = (
        Issue(rule.kind, rule.severity, told.message, offset=told.offset, rule=rule.id)
        for rule in RULES
        for told in rule.find(subject)
    )
    return (*subject.target.issues, *found)
