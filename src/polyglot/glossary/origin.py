"""What a name's form in the source tells: its grammatical cases, and what sort of name it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from polyglot.glossary.concept import Concept, Glossary, lookup
from polyglot.glossary.fold import tidy
from polyglot.glossary.paradigms import NOMINATIVE, PLURAL, UNCHANGED, declined, offered, reference
from polyglot.glossary.tags import bare_of_tags
from polyglot.glossary.target import concept_of
from polyglot.glossary.terms import forms
from polyglot.model import Code, Tag

GENDERS = {"m": "m", "f": "f", "n": "n", "pl": "pl", "a": "f", "o": "m"}
"""What the name of a paradigm says of gender and number: `place-pl`, `noun-a`."""
ACCUSATIVE, VOCATIVE = "acc", "voc"
MANY = {"mp": "pl", "fp": "pl"}


class Told(NamedTuple):
    """What a name's form in the source tells."""

    cases: tuple[str, ...] = ()
    """Those that it stands for; empty where the glossary does not tell."""
    nature: str = ""
    """`person-m`, `person-f`, `place-pl` ...; empty where its gender is not known."""


def told(glossary: Glossary, code: Code, source: Tag) -> Told:
    """What the form that a source has tells of a name.

    Where the glossary lists no forms in the source's language, the name's own ending tells as much as it leaves no
    choice about (`Concept.kind`, `gender`).
    """
    concept = concept_of(glossary, code)
    return _told(concept, tidy(bare_of_tags(code.text)).casefold(), source) if concept else Told()


@lru_cache(maxsize=4096)
def _told(concept: Concept, surface: str, source: Tag) -> Told:
    found: dict[str, str] = {}
    for paradigms, table in _tables(concept, source):
        nature = _nature(concept, paradigms)
        if paradigms and set(paradigms) == {UNCHANGED}:  # its one form stands for every case
            continue
        found |= {case: nature for case, every in table.items() if surface in every and case != PLURAL}
    if NOMINATIVE in found:  # who is called is seldom in the news
        found.pop(VOCATIVE, None)
    return Told(tuple(found), next(filter(None, found.values()), ""))


def _tables(concept: Concept, source: Tag) -> Iterator[tuple[tuple[str, ...], Mapping[str, set[str]]]]:
    """Every name that the glossary inflects in a language, with its paradigms, if any, and its forms of each case."""
    columns = concept.names_of(source)
    cells = [cell for tag in lookup(source) for cell in concept.cells if (cell.field, cell.tag) == ("forms", tag)]
    listed: dict[str, set[str]] = {}
    for cell in cells:
        for form in forms(cell.text):
            said = reference(form.text)
            if said:
                for name in (said.name,) if said.name else columns:
                    yield said.paradigms, _folded(declined(name, said.paradigms, cell.tag))
            for case in form.cases:
                listed.setdefault(case, set()).add(form.text.casefold())
    if listed:
        for case in (NOMINATIVE, ACCUSATIVE):
            listed.setdefault(case, {name.casefold() for name in columns[:1]})
        yield (), listed
    for name in columns if not cells else ():
        paradigms = offered(name, concept.kind or "", concept.gender, source)
        yield paradigms, _folded(declined(name, paradigms, source)) if paradigms else {}


def _folded(table: Mapping[str, tuple[str, ...]]) -> Mapping[str, set[str]]:
    return {case: {form.casefold() for form in every} for case, every in table.items()}


def _nature(concept: Concept, paradigms: tuple[str, ...]) -> str:
    """The kind of a name with its gender: of people the glossary's, of things what their last word's paradigm says."""
    said = [GENDERS[end] for paradigm in paradigms for end in (paradigm.rpartition("-")[2],) if end in GENDERS]
    own = MANY.get(concept.gender, concept.gender) if concept.kind == "person" else ""
    gender = own or (said[-1] if said else "")
    return f"{concept.kind}-{gender}" if concept.kind and gender else ""
