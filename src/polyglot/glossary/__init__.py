"""Glossary: concepts and their terms per language; reading and linting them, finding them in a source, in a target.

A station: `find` and `hits` look into a source, `wanted` says what a target must have, `dress` how it is written there,
`found` and `refused` look into a target.
"""

from polyglot.glossary.concept import Case, Concept, Glossary, Hit, Kind, Usage, Wanted
from polyglot.glossary.dress import dress
from polyglot.glossary.government import governs, titled_case, wanted_case
from polyglot.glossary.lemma import alike, lemma, other_forms
from polyglot.glossary.lint import examine, lint, load
from polyglot.glossary.match import find, hit, hits
from polyglot.glossary.origin import Told, told
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
    "Told",
    "Usage",
    "Wanted",
    "alike",
    "dress",
    "examine",
    "find",
    "found",
    "governs",
    "hit",
    "hits",
    "in_case",
    "lemma",
    "lint",
    "load",
    "other_forms",
    "refused",
    "titled_case",
    "told",
    "wanted",
    "wanted_case",
]
