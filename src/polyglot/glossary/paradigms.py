"""Paradigms: how the names of a language inflect, as a linguist writes it down (`language/paradigms/<tag>.toml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any, NamedTuple

from polyglot import resources
from polyglot.model import Tag

MARK = "~"
"""Stands before the paradigm of a name: no spreadsheet takes it for the beginning of a formula."""
UNCHANGED = "-"
"""The paradigm of a word that keeps one form (`Meloni`, the `von` of `von der Leyen`)."""
NOMINATIVE = "nom"
PLURAL = "plural"
"""The key of forms whose case is not told: the plural of a family name."""
AGAIN = "+"
"""In an ending: the last letter of the stem once more (`Putyin`, `Putyinnal`)."""
Forms = Mapping[str, tuple[str, ...]]
"""Cases with their forms, or forms with their cases; the nominative first."""


class Reference(NamedTuple):
    """What a part of a cell says with a paradigm: `~given-m adj-m`, `Київ~place-ev`."""

    name: str
    """The name that inflects; empty for the names of the column."""
    paradigms: tuple[str, ...]
    """One for each word."""


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of names that end alike."""

    ending: str
    """What is taken off the nominative."""
    after: tuple[str, ...]
    """What must then be last; empty where anything may."""
    cases: Mapping[str, tuple[str, ...]]
    """What is put there, the usual ending first; nothing at all in a row for names that the paradigm does not fit."""

    def fit(self, word: str) -> int:
        """How many letters of a word say that it is one of them; -1 where it is not."""
        if not word.endswith(self.ending) or len(word) <= len(self.ending):
            return -1
        stem = word.removesuffix(self.ending)
        ends = [end for end in self.after or ("",) if stem.lower().endswith(end)]
        return len(self.ending) + max(map(len, ends)) if ends else -1


@dataclass(frozen=True, slots=True)
class Paradigm:
    """A way to inflect words."""

    like: str
    """A name that inflects so, to recognise it by."""
    rows: tuple[Row, ...]
    kind: str
    """What concepts it is offered for (`person`, `place`), of what gender, with what endings: they settle it."""
    gender: str
    offered: tuple[str, ...]

    def row(self, word: str) -> Row | None:
        """The row of a word: the most letters win, of as many the first."""
        fits = [row.fit(word) for row in self.rows]
        best = max(fits, default=-1)
        row = self.rows[fits.index(best)] if best >= 0 else None
        return row if row and row.cases else None


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language's file says."""

    paradigms: Mapping[str, Paradigm]
    whole: bool
    """Whether the end of a name of several words changes, and not each of its words."""
    harmony: Mapping[str, Mapping[str, str]]
    """The capitals in endings: each vowel of a word with what they then stand for."""
    otherwise: Mapping[str, str]
    """What they stand for where no vowel decides."""

    def put(self, ending: str, stem: str, word: str) -> str:
        """A stem with an ending, in harmony with the vowels of the word."""
        if not self.harmony:
            return stem + ending
        written = ending.replace(AGAIN, stem[-1:].lower())
        for capital, letters in self.harmony.items():
            vowels = (letters[letter] for letter in reversed(word.lower()) if letter in letters)
            written = written.replace(capital, next(vowels, self.otherwise[capital]))
        return stem + written


@cache
def grammar(tag: Tag) -> Grammar | None:
    """The paradigms of a language; None where it has none."""
    table = resources.language("paradigms", tag)
    if not table:
        return None
    rules = table.get("harmony", {})
    letters = {key: {vowel: put for put, vowels in rule.items() for vowel in vowels} for key, rule in rules.items()}
    return Grammar(
        {name: _paradigm(name, table["paradigms"]) for name in table["paradigms"]},
        table.get("whole", False),
        letters,
        {key: tuple(rule)[-1] for key, rule in rules.items()},
    )


def _paradigm(name: str, every: Mapping[str, Mapping[str, Any]]) -> Paradigm:
    table = every[name]
    rows = [row for source in (name, *table.get("also", ())) for row in every[source].get("rows", ())]
    offer = table.get("offered", {})
    return Paradigm(
        table["like"],
        tuple(_row(row, table.get("same", {})) for row in rows),
        offer.get("kind", ""),
        offer.get("gender", ""),
        _alternatives(offer.get("endings", "")) if offer else (),
    )


def _row(row: Mapping[str, str], same: Mapping[str, str]) -> Row:
    """A row with the cases that the paradigm says are like others."""
    ending = row.get(NOMINATIVE, "")
    cases = {case: _alternatives(endings) for case, endings in row.items() if case not in {NOMINATIVE, "after"}}
    if cases:
        cases = {NOMINATIVE: (ending,), **cases}
        cases |= {case: cases[other] for case, other in same.items()}
    return Row(ending, _alternatives(row["after"]) if "after" in row else (), cases)


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|"))


def reference(part: str) -> Reference | None:
    """What a part of a cell says with a paradigm; None where it lists a form.

    >>> reference("~given-m adj-m")
    Reference(name='', paradigms=('given-m', 'adj-m'))
    """
    name, mark, paradigms = part.partition(MARK)
    return Reference(name.strip(), tuple(paradigms.split())) if mark else None


@lru_cache(maxsize=2**16)
def declined(name: str, paradigms: tuple[str, ...], tag: Tag) -> Forms:
    """A name in each case, the usual form first; nothing where `misfit` has something to say. Its words agree.

    >>> declined("Володимир Зеленський", ("noun-m", "adj-m"), Tag("uk"))["ins"]
    ('Володимиром Зеленським',)
    """
    rules = grammar(tag)
    if rules is None or misfit(name, paradigms, tag):
        return {}
    words = _words(name, rules)
    tables = [_cases(word, paradigm, tag) for word, paradigm in zip(words, paradigms, strict=True)]
    shared = [case for case in next(filter(None, tables), ()) if all(not table or case in table for table in tables)]
    found: dict[str, tuple[str, ...]] = {NOMINATIVE: (name,)}
    for case in shared:
        choices = [table.get(case, (word,)) for word, table in zip(words, tables, strict=True)]
        found[case] = tuple(dict.fromkeys(" ".join(choice) for choice in product(*choices)))
    return found


def inflected(name: str, paradigms: tuple[str, ...], tag: Tag) -> Forms:
    """Every form of a name with the cases it stands for, the nominative first.

    >>> inflected("Зеленський", ("adj-m",), Tag("uk"))["Зеленського"]
    ('gen', 'acc')
    """
    found: dict[str, tuple[str, ...]] = {}
    for case, forms in declined(name, paradigms, tag).items():
        for form in forms:
            found[form] = (*found.get(form, ()), *(() if case == PLURAL else (case,)))
    return found


def misfit(name: str, paradigms: Sequence[str], tag: Tag) -> str:
    """Why a name cannot inflect so, in words; empty where it can."""
    rules = grammar(tag)
    if rules is None:
        return f"there are no paradigms for {tag}"
    for paradigm in paradigms:
        if paradigm != UNCHANGED and paradigm not in rules.paradigms:
            return f"{tag} has no paradigm {paradigm!r}"
    words = _words(name, rules)
    if len(words) != len(paradigms):
        return f"{name!r} needs {len(words)} paradigms, one for each word, not {len(paradigms)}"
    for word, paradigm in zip(words, paradigms, strict=True):
        if paradigm != UNCHANGED and not _cases(word, paradigm, tag):
            return f"{word!r} does not end as names do that inflect like {rules.paradigms[paradigm].like} ({paradigm})"
    return ""


def known(tag: Tag) -> tuple[str, ...]:
    """The paradigms of a language, by name."""
    rules = grammar(tag)
    return (UNCHANGED, *rules.paradigms) if rules else ()


def offered(name: str, kind: str, gender: str, tag: Tag) -> tuple[str, ...]:
    """The only paradigms that the endings of a name allow; none where one of its words leaves a choice."""
    rules = grammar(tag)
    if rules is None or rules.whole:
        return ()
    choices = [tuple(_settled(word, kind, gender, rules)) for word in name.split()]
    return tuple(choice[0] for choice in choices) if all(len(choice) == 1 for choice in choices) else ()


def _settled(word: str, kind: str, gender: str, rules: Grammar) -> Iterator[str]:
    for name, paradigm in rules.paradigms.items():
        of_kind = paradigm.kind == kind and paradigm.gender in {"", gender}
        if of_kind and word.endswith(paradigm.offered) and paradigm.row(word):
            yield name


def _words(name: str, rules: Grammar) -> list[str]:
    """What takes a paradigm each."""
    return [name] if rules.whole else name.split()


@lru_cache(maxsize=2**16)
def _cases(word: str, paradigm: str, tag: Tag) -> Mapping[str, tuple[str, ...]]:
    """A word in each case; nothing for one that does not change, or not so."""
    rules = grammar(tag)
    row = rules.paradigms[paradigm].row(word) if rules and paradigm != UNCHANGED else None
    if rules is None or row is None:
        return {}
    stem = word.removesuffix(row.ending)
    return {case: tuple(rules.put(ending, stem, word) for ending in endings) for case, endings in row.cases.items()}
