"""Glossary: concepts and their terms per language; reading and linting them, finding them in a source, in a target.

A station: `find` and `hits` look into a source, `wanted` says what a target must have, `dress` how it is written there,
`found` and `refused` look into a target.
"""

from polyglot.glossary.concept import Case, Concept, Glossary, Hit, Kind, Usage, Wanted
from polyglot.glossary.concepts import by_id
from polyglot.glossary.dress import dress
from polyglot.glossary.government import governs, titled_case, wanted_case
from polyglot.glossary.lemma import alike, lemma, other_forms
from polyglot.glossary.lint import examine, lint, load
from polyglot.glossary.match import find, hit, hits
from polyglot.glossary.origin import Told, told
from polyglot.glossary.style import known, on, styled
from polyglot.glossary.target import as_many, found, in_case, note_of, refused, wanted, words_of_note
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
    "as_many",
    "by_id",
    "dress",
    "examine",
    "find",
    "found",
    "governs",
    "hit",
    "hits",
    "in_case",
    "known",
    "lemma",
    "lint",
    "load",
    "note_of",
    "on",
    "other_forms",
    "refused",
    "styled",
    "titled_case",
    "told",
    "wanted",
    "wanted_case",
    "words_of_note",
]
