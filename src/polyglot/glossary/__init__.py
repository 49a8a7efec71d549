"""Glossary: concepts and their terms per language; reading and linting them, finding them in a source, in a target.

A station: `find` and `hits` look into a source, `wanted` says what a target must have, `dress` how it is written there,
`found` and `refused` look into a target.
"""

from polyglot.glossary.concept import Case, Concept, Glossary, Hit, Kind, Usage, Wanted
from polyglot.glossary.dress import dress
from polyglot.glossary.government import wanted_case
from polyglot.glossary.lint import lint, load
from polyglot.glossary.match import find, hits
from polyglot.glossary.sheets import by_id
from polyglot.glossary.target import found, in_case, refused, wanted
from polyglot.glossary.terms import Status, Term

__all__ = [
    "Case",
    "Concept",
    "Glossary",
    "Hit",
    "Kind",
    "Status",
    "Term",
    "Usage",
    "Wanted",
    "by_id",
    "dress",
    "find",
    "found",
    "hits",
    "in_case",
    "lint",
    "load",
    "refused",
    "wanted",
    "wanted_case",
]
