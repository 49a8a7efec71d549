"""What a glossary says: concepts with their terms per language (the words are those of TBX, ISO 30042)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from polyglot.glossary.number import several
from polyglot.glossary.paradigms import MARK, NOMINATIVE, PLURAL, declined, reference
from polyglot.glossary.terms import ALSO, INFLECTED, NAMES, Cell, Name, Status, Term, exceptions, forms, names, terms
from polyglot.model import Span, Tag


class Kind(StrEnum):
    """What a concept is."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    PRODUCT = "product"
    TITLE = "title"
    PHRASE = "phrase"
    TERM = "term"
    """A common noun, or a phrase of them: there may be several of it."""


class Usage(StrEnum):
    """What is done with a concept in a target."""

    MAP = "map"
    """Write the target term."""
    KEEP = "keep"
    """Write it as the source does."""
    HINT = "hint"
    """Prefer the target term, never force it."""


class Case(StrEnum):
    """Which capitals a text may write a term with."""

    NAME = ""
    """As the glossary writes it, with capitals for small letters where words begin, or all in capitals."""
    EXACT = "exact"
    """As the glossary writes it."""
    ANY = "any"
    """With any capitals."""


COUNTED = frozenset({Kind.TERM, Kind.PHRASE, None})
"""What there may be several of, where its name begins with a small letter."""


def phrase_case(case: Case) -> Case:
    """The case of a concept's exceptions: "chicken Kiev" is also one at the start of a sentence and in capitals."""
    return Case.NAME if case is Case.EXACT else case


@lru_cache(maxsize=1024)
def lookup(tag: Tag) -> tuple[Tag, ...]:
    """The tags to ask, most exact first: `zh-Hant-TW`, `zh-Hant`, `zh` (RFC 4647, 3.4)."""
    subtags = tag.split("-")
    return tuple(Tag("-".join(subtags[:length])) for length in range(len(subtags), 0, -1))


@dataclass(frozen=True)
class Concept:
    """A row of a glossary: one thing and what it is called."""

    id: str
    cells: tuple[Cell, ...]
    """Names, other forms, forbidden forms and exceptions of all languages, in the order of the row."""
    status: Status = Status.PREFERRED
    kind: Kind | None = None
    gender: str = ""
    usage: Usage = Usage.MAP
    usages: tuple[tuple[Tag, Usage], ...] = ()
    """What targets say otherwise (`usage.<tag>`)."""
    case: Case = Case.NAME
    first_mention: tuple[tuple[Tag, str], ...] = ()
    by_style: tuple[Cell, ...] = ()
    """What house styles say otherwise of usage and first mention."""
    housed: tuple[Tag, ...] = ()
    """The languages whose names a house style has settled: those of other styles, and of none, are wrong there."""
    style: str = ""
    since: str = ""
    until: str = ""
    note: str = ""
    file: str = ""
    row: int = 0
    """The line of the file where the row begins, from 1."""

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Names, other forms and forbidden forms of all languages, in the order of the row."""
        return tuple(term for cell in self.cells for term in self._terms(cell))

    @cached_property
    def exceptions(self) -> tuple[Term, ...]:
        """Longer phrases in which a term is not this concept ("chicken Kiev"); only text and tag count."""
        return tuple(phrase for cell in self.cells for phrase in exceptions(cell))

    def usage_in(self, target: Tag) -> Usage:
        """What is done with it in a target."""
        own = dict(self.usages)
        return next((own[tag] for tag in lookup(target) if tag in own), self.usage)

    def matched(self, source: Tag) -> tuple[Term, ...]:
        """The terms that a text in that language may call it by, whatever its house style."""
        here = (cell for cell in self.cells if cell.tag in lookup(source))
        said = [term for cell in here for term in self._terms(cell) if term.status is not Status.FORBIDDEN]
        return (*said, *self._of_several(source, said))

    def said(self, source: Tag) -> Iterator[str]:
        """Everything that a text in that language may have of it: its terms, and the phrases where it is not meant."""
        yield from (term.text for term in self.matched(source))
        yield from self.exceptions_in(source)

    def accepted(self, target: Tag) -> tuple[Term, ...]:
        """The terms that are right in a target, the one to write first where there is one.

        The most exact tag that has a term to write settles it: the forms of `pt` do not count in `pt-BR` where that
        has a name of its own.
        """
        good: list[Term] = []
        for tag in lookup(target):
            here = [term for term in self._common((tag,)) if term.status in {Status.PREFERRED, Status.ADMITTED}]
            good += here
            if any(term.status is Status.PREFERRED for term in here):
                break
        good += self._of_several(target, good)
        return tuple(sorted(good, key=lambda term: term.status is not Status.PREFERRED))

    @property
    def counted(self) -> bool:
        """Whether its names have plurals that nobody need list."""
        return self.kind in COUNTED and self.usage is not Usage.HINT

    def plurals(self, language: Tag) -> tuple[str, ...]:
        """What a language calls several of it, the plurals of its first name first; nothing where nobody knows.

        Its own forms settle them where the row lists any: those marked `@plural`, else those that a rule would have
        made, else the only one.
        """
        if not self.counted:
            return ()
        tags = lookup(language)
        made = several(self.names_of(language), language)
        listed = [
            form
            for cell in self.cells
            if (cell.field, cell.style) == ("forms", "") and cell.tag in tags
            for form in forms(cell.text)
            if form.text and MARK not in form.text
        ]
        if not listed:
            wrong = {name.text for cell in self.cells if cell.field == "forbidden" for name in names(cell.text)}
            return tuple(form for form in made if form not in wrong)
        marked = [form.text for form in listed if PLURAL in form.cases]
        untold = [form.text for form in listed if not form.cases]
        alike = [text for text in made if text in untold]
        return tuple(marked or alike or (untold if len(listed) == 1 else ()))

    def means_several(self, term: str) -> bool | None:
        """Whether a term, as it stands in the glossary or as a rule makes it, is a plural; None where it is both."""
        for tag in dict.fromkeys(cell.tag for cell in self.cells if cell.field == NAMES) if self.counted else ():
            named = self.names_of(tag)
            ones = {name for name in named if name not in several([other for other in named if other != name], tag)}
            if term in ones:
                return None if term in self.plurals(tag) else False
            if term in self.plurals(tag):
                return True
        return False

    def _of_several(self, language: Tag, said: Sequence[Term]) -> Iterator[Term]:
        """The plurals that are not among some terms."""
        told = {term.text for term in said}
        every = self.plurals(language) if told else ()
        return (Term(text, language, ALSO[self.status]) for text in every if text not in told)

    def lacks(self, target: Tag) -> bool:
        """Whether it has nothing to write in a target, where it should have something."""
        if self.usage_in(target) is Usage.KEEP or self.status is Status.FORBIDDEN:
            return False
        return not any(term.status is Status.PREFERRED for term in self.accepted(target))

    def names_of(self, target: Tag, style: str = "") -> tuple[str, ...]:
        """The names in the column of a language, or of the one that it is a region's: what a paradigm inflects."""
        for tag in lookup(target):
            here = (cell.text for cell in self.cells if (cell.field, cell.tag, cell.style) == (NAMES, tag, style))
            found = tuple(name.text for text in here for name in names(text) if name.text)
            if found:
                return found
        return ()

    def inflected(self, target: Tag) -> tuple[Name, ...]:
        """The forms of the name to write whose grammatical cases are told, by a paradigm or one by one.

        Those of a paradigm come case by case, the usual form first, so that a form may come more than once.
        """
        first = self.names_of(target)[:1]
        found: list[Name] = []
        kinds = [("forms", tag, "") for tag in lookup(target)]
        for cell in (cell for kind in kinds for cell in self.cells if (cell.field, cell.tag, cell.style) == kind):
            for name in forms(cell.text):
                said = reference(name.text)
                if said and said.name in {"", *first}:
                    table = declined("".join(first), said.paradigms, cell.tag)
                    found += (Name(form, (case,)) for case, every in table.items() for form in every)
                elif name.cases and PLURAL not in name.cases:
                    found.append(name)
        return tuple(found)

    def forbidden(self, target: Tag) -> tuple[Term, ...]:
        """The terms that a target must not have; what it accepts is not among them."""
        good = {term.text for term in self.accepted(target)}
        here = self._common(lookup(target))
        wrong = (*(term for term in here if term.status is Status.FORBIDDEN), *self.displaced(target))
        return tuple({term.text: term for term in reversed(wrong) if term.text not in good}.values())[::-1]

    def displaced(self, target: Tag) -> tuple[Term, ...]:
        """The terms of other house styles, and of none, where a style has put its own in their place."""
        tags = lookup(target)
        if not set(tags) & set(self.housed):
            return ()
        here = (cell for cell in self.cells if cell.tag in tags and cell.style)
        return tuple(term for cell in here for term in self._terms(cell) if term.status is not Status.FORBIDDEN)

    def cases_of(self, text: str, target: Tag) -> tuple[str, ...]:
        """The grammatical cases that a form stands for, in whatever house style; empty where a list does not tell them.

        A name of a column, and one that is no form at all, stands for itself.
        """
        here = [cell for cell in self.cells if cell.tag in lookup(target)]
        found: dict[str, None] = {}
        for cell in (cell for cell in here if cell.field in INFLECTED):
            bases = self.names_of(cell.tag, cell.style) or self.names_of(cell.tag)
            for name in forms(cell.text):
                said = reference(name.text)
                for base in () if said is None else (said.name,) if said.name else bases:
                    table = declined(base, said.paradigms, cell.tag) if said else {}
                    found |= dict.fromkeys(case for case, every in table.items() if text in every)
                if name.text == text:
                    found |= dict.fromkeys(name.cases)
        fields = {cell.field for cell in here for name in forms(cell.text) if name.text == text}
        untold = "forms" in fields and NAMES not in fields and bool(self.inflected(target))
        return tuple(found) or (() if untold else (NOMINATIVE,))

    def first_mentioned(self, target: Tag) -> str:
        """What is noted once after its name in a target; mostly empty."""
        notes = dict(self.first_mention)
        return next((notes[tag] for tag in lookup(target) if tag in notes), "")

    def exceptions_in(self, language: Tag) -> tuple[str, ...]:
        """The phrases of a language in which none of its terms is meant."""
        tags = lookup(language)
        return tuple(phrase.text for cell in self.cells if cell.tag in tags for phrase in exceptions(cell))

    def _common(self, tags: tuple[Tag, ...]) -> tuple[Term, ...]:
        """The terms under any of the tags that belong to no house style."""
        here = (cell for cell in self.cells if cell.tag in tags and not cell.style)
        return tuple(term for cell in here for term in self._terms(cell))

    def _terms(self, cell: Cell) -> Iterator[Term]:
        bases = (self.names_of(cell.tag, cell.style) or self.names_of(cell.tag)) if MARK in cell.text else ()
        return terms(cell, self.status, bases)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The concepts of some files, in the order that settles ties."""

    concepts: Sequence[Concept]
    """Of files those that are asked for are made then; nobody goes through them all without need.

    A concept may have several rows, each for a time of its own: the first of them counts.
    """
    digest: str
    """The first 12 hex digits of a SHA-256 over the files' contents, the same in whatever order they are named."""
    undated: str = ""
    """The digest of the whole glossary, where this is what counts of it on a day."""

    def __hash__(self) -> int:
        return hash(self.digest)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a target must say for a name of its source."""

    concept: str
    usage: str
    """`map`, `keep`, or `hint`: that is never forced."""
    write: str
    """What to write: for `keep` the source's own characters; `dress` gives it the capitals and tags of the source."""
    accepted: tuple[str, ...]
    """Every form that is right, `write` first."""
    forbidden: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    """Phrases of the target language in which a form means something else."""
    case: Case = Case.NAME
    inflected: tuple[Name, ...] = ()
    """The forms of `write` by grammatical case, as far as the glossary tells them; `in_case` chooses among them."""
    term: str = ""
    """How the glossary writes the source's term; with it `dress` tells an acronym from a name in capitals."""
    kind: Kind | None = None
    gender: str = ""
    """Of the thing in French."""
    own_article: bool = False
    """Whether the source's term also stands in the glossary with a short word before it: Caire, Le Caire."""
    first_mention: str = ""
    """What is noted once in an article, after the name's first mention; mostly empty."""
    several: bool | None = False
    """Whether the source says it of several; None where its form stands for one and for several."""
    lemmas: tuple[tuple[str, str], ...] = ()
    """Its plurals, each with the name that it is of."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a source, and what a target would call it: a line of `polyglot glossary find`."""

    concept: str
    term: str
    """As the text writes it."""
    target: str
    """As the target would write it; empty where the glossary has nothing to say."""
    usage: str
    span: Span
