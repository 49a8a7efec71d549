"""The cases that linguists write: `glossary/source`, `glossary/target` and `glossary/dress.tsv`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from polyglot.glossary import Wanted, dress, found, hits, load, refused, wanted
from polyglot.model import Code, CodeKind, Span, Tag

HERE = Path(__file__).parent / "glossary"
GLOSSARY = load([HERE / "glossary.csv"])
ENGLISH, SPANISH = Tag("en"), Tag("es")


class Case(NamedTuple):
    """A title, and the blocks that lines with one point set apart."""

    language: Tag
    title: str
    blocks: tuple[str, ...]


def cases(folder: str, blocks: int) -> Iterator[Case]:
    for path in sorted((HERE / folder).glob("*.txt")):
        text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), path.read_text("utf-8"))
        parts = [part.strip("\n") for part in re.split(r"(?m)^\.$", text)]
        assert len(parts) % (blocks + 1) == 1, f"{path.name}: a line with one point is missing"
        for start in range(0, len(parts) - 1, blocks + 1):
            title = parts[start].rpartition("\n")[2]
            yield Case(Tag(path.stem), title, tuple(parts[start + 1 : start + 1 + blocks]))


def name(case: Case) -> str:
    return f"{case.language}: {case.title}"


def tags(text: str) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(r"</?[a-z][^<>]*>", text)]


@pytest.mark.parametrize("case", list(cases("source", 2)), ids=name)
def test_a_source_has_these_names(case: Case) -> None:
    text, expected = case.blocks
    target = SPANISH if case.language == ENGLISH else ENGLISH
    names = hits(GLOSSARY, text, case.language, target, transparent=tags(text))
    assert "\n".join(f"{hit.term} -> {hit.concept} -> {hit.target}" for hit in names) == expected
    assert all(text[hit.span.start : hit.span.end] == hit.term for hit in names)


def want(concept: str, target: Tag) -> Wanted:
    """What a target wants where a French source has the first French term of a concept."""
    (one,) = (one for one in GLOSSARY.concepts if one.id == concept)
    surface = one.matched(Tag("fr"))[0].text
    found = wanted(GLOSSARY, Code(CodeKind.NAME, Span(0, len(surface)), surface, concept), target)
    assert found
    return found


@pytest.mark.parametrize("case", list(cases("target", 3)), ids=name)
def test_a_target_has_these_forms(case: Case) -> None:
    concepts, text, expected = case.blocks
    wants = [want(concept, case.language) for concept in concepts.split()]
    right = {code.span: code for code in found(text, wants, case.language, transparent=tags(text))}
    wrong = {code.span: code for code in refused(text, wants, case.language, transparent=tags(text))}
    assert not right.keys() & wrong.keys()
    told = [
        f"{'! ' if span in wrong else ''}{code.text} -> {code.value}"
        for span, code in sorted({**right, **wrong}.items())
    ]
    assert "\n".join(told) == expected


with (HERE / "dress.tsv").open(encoding="utf-8", newline="") as file:
    DRESSED = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", DRESSED, ids=lambda row: f"{row['surface']}, {row['form']}")
def test_a_form_takes_the_capitals_and_tags_of_its_source(row: dict[str, str]) -> None:
    assert dress(row["form"], row["surface"], row["term"]) == row["dressed"]
    assert dress(row["dressed"], row["dressed"], row["term"]) == row["dressed"]
