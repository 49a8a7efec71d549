"""What a person expects of names: the forms that a target must have, and sentences that only seem to have some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from polyglot.errors import UnreadableInputError
from polyglot.evaluate.sets import ParallelSet, lines

COLUMNS = "a line is: id, source, term=form|form;term=form, and perhaps a reference, with tabs between them"
TRAPS = "a line is a sentence, then, after ' | ' each, the names that it does have"


@dataclass(frozen=True, slots=True)
class Expectation:
    """A name that the target of a line must have, in one of some forms and in no other."""

    line: int
    """Which line of the set, from 0."""
    id: str
    term: str
    """What the source calls it."""
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A set with what is expected of each line."""

    texts: ParallelSet
    """Without references where a line has none."""
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """A sentence with words that look like names and are none, and the names that it has all the same."""

    text: str
    names: tuple[str, ...]


def expected(path: Path) -> Expected:
    """Read a table of expectations: `id <tab> source <tab> term=form|form;term=form [<tab> reference]`.

    Empty lines and those that begin with `#` say nothing. Raises `UnreadableInputError`.
    """
    rows = [(number, line.split("\t")) for number, line in _told(path)]
    short = next((number for number, row in rows if len(row) < 3), 0)
    if short or not rows:
        place = f"{path}:{short}" if short else str(path)
        raise UnreadableInputError("this is no line of expectations", place=place, hint=COLUMNS)
    found = [one for at, (number, row) in enumerate(rows) for one in _expectations(row, at, f"{path}:{number}")]
    references = tuple(row[3] for _, row in rows if len(row) > 3 and row[3])
    whole = references if len(references) == len(rows) else ()
    return Expected(ParallelSet(path.name, tuple(row[1] for _, row in rows), whole, (path,)), tuple(found))


def _told(path: Path) -> Iterator[tuple[int, str]]:
    numbered = enumerate(lines(path), 1)
    return ((number, line) for number, line in numbered if line.strip() and not line.startswith("#"))


def _expectations(row: Sequence[str], at: int, place: str) -> Iterator[Expectation]:
    for part in filter(None, map(str.strip, row[2].split(";"))):
        term, _, forms = part.partition("=")
        alternatives = tuple(filter(None, map(str.strip, forms.split("|"))))
        if not term.strip() or not alternatives:
            raise UnreadableInputError(f"{part!r} tells no form of a term", place=place, hint=COLUMNS)
        yield Expectation(at, row[0].strip(), term.strip(), alternatives)


def traps(path: Path) -> tuple[Trap, ...]:
    """Read sentences that look as if they had names: `sentence [| name ...]`. Raises `UnreadableInputError`."""
    found = [Trap(text, tuple(names)) for _, line in _told(path) for text, *names in [_parts(line)]]
    if not found:
        raise UnreadableInputError("there is no sentence in the file", place=str(path), hint=TRAPS)
    return tuple(found)


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split(" | ")]


def missed(expectations: Iterable[Expectation], hypotheses: Sequence[str]) -> tuple[Expectation, ...]:
    """The expectations that no stretch of their hypothesis meets; each stretch serves one, long forms first."""
    by_line: dict[int, list[Expectation]] = {}
    for one in expectations:
        by_line.setdefault(one.line, []).append(one)
    return tuple(one for line, every in by_line.items() for one in _missed(every, _plain(hypotheses[line])))


def _missed(expectations: Sequence[Expectation], text: str) -> Iterator[Expectation]:
    for one in sorted(expectations, key=lambda one: -max(map(len, one.forms))):
        found = next(filter(None, (_place(form, text) for form in sorted(one.forms, key=len, reverse=True))), None)
        if found is None:
            yield one
        else:
            text = f"{text[: found.start()]}{'|' * len(found[0])}{text[found.end() :]}"


def _place(form: str, text: str) -> regex.Match[str] | None:
    """Where a text has a form as a word of its own; its first letter may be a capital."""
    plain = _plain(form)
    first = f"[{regex.escape(plain[0])}{regex.escape(plain[0].upper())}]"
    return regex.search(rf"(?<![\p{{L}}\p{{N}}]){first}{regex.escape(plain[1:])}(?![\p{{L}}\p{{N}}])", text)


def _plain(text: str) -> str:
    """A text with one kind of apostrophe and of space, and without tags."""
    return regex.sub(r"\s+", " ", regex.sub(r"</?[A-Za-z][^<>]*>", "", text).replace("’", "'"))
