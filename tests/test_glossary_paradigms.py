"""How names inflect: the tables that linguists write in `glossary/paradigms`, a file per language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from polyglot import resources
from polyglot.glossary import in_case, lint, load, wanted, wanted_case
from polyglot.glossary.paradigms import UNCHANGED, grammar, inflected, known, misfit
from polyglot.glossary.terms import CASES
from polyglot.model import Code, CodeKind, Span, Tag

HERE = Path(__file__).parent / "glossary"
UKRAINIAN = Tag("uk")


class Line(NamedTuple):
    """A line of a table: how a name inflects, or that it does not inflect so."""

    tag: Tag
    paradigms: tuple[str, ...]
    name: str
    cases: dict[str, list[str]]
    """The forms of each case, the usual one first."""
    misfit: bool


def table() -> Iterator[Line]:
    for path in sorted((HERE / "paradigms").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                paradigms, name, forms = (part.strip() for part in line.split("|"))
                cases = {case: said.strip().split("/") for case, said in re.findall(r"(\w+)=([^=]+?)(?=\s\w+=|$)", forms)}
                yield Line(Tag(path.stem), tuple(paradigms.split()), name, cases, forms == "!")


@pytest.mark.parametrize("line", list(table()), ids=lambda line: f"{line.tag}: {line.name}, {' '.join(line.paradigms)}")
def test_a_name_inflects_so(line: Line) -> None:
    forms = inflected(line.name, line.paradigms, line.tag)
    if line.misfit:
        assert misfit(line.name, line.paradigms, line.tag)
        assert forms == {}
        return
    assert forms[line.name][0] == "nom", misfit(line.name, line.paradigms, line.tag)
    for case, expected in line.cases.items():
        said = [form for form, cases in forms.items() if case in cases or (case == "plural" and not cases)]
        assert sorted(said) == sorted(expected), case


@pytest.mark.parametrize("tag", resources.languages("paradigms"))
def test_every_paradigm_is_sound_and_has_a_line(tag: Tag) -> None:
    rules = grammar(tag)
    assert rules
    shown = {paradigm for line in table() if line.tag == tag and not line.misfit for paradigm in line.paradigms}
    assert set(known(tag)) - {UNCHANGED} - shown == set()
    for name, paradigm in rules.paradigms.items():
        assert paradigm.row(paradigm.like), f"{name} does not fit {paradigm.like}"
        assert {case for row in paradigm.rows for case in row.cases} <= {*CASES, "plural"}, name
        assert all(row.cases for row in paradigm.rows if not (row.ending or row.after)), name
