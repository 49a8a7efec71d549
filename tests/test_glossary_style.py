"""House styles and dates: the cases that linguists write in `glossary/style`, and what lint says of rows together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from polyglot import direction, glossary, restyle, reuse
from polyglot.config import Settings, TargetSettings
from polyglot.glossary import Glossary
from polyglot.model import Code, CodeKind, Pair, Span, Tag

HERE = Path(__file__).parent / "glossary" / "style"
FRENCH, ENGLISH = Tag("fr"), Tag("en")


class Case(NamedTuple):
    """A title, and the parts that lines with one point end."""

    title: str
    parts: tuple[str, ...]


def cases(name: str, parts: int) -> list[Case]:
    return list(_cases((HERE / name).read_text("utf-8").partition("\n\n")[2], parts))


def _cases(text: str, parts: int) -> Iterator[Case]:
    found = [part.strip("\n") for part in re.split(r"(?m)^\.$", text)]
    assert len(found) % (parts + 1) == 1, "a line with one point is missing"
    for start in range(0, len(found) - 1, parts + 1):
        yield Case(found[start], tuple(found[start + 1 : start + 1 + parts]))


def title(case: Case) -> str:
    return case.title


def loaded(tmp_path: Path, table: str) -> Glossary:
    path = tmp_path / "names.csv"
    path.write_text(f"{table}\n", "utf-8")
    return glossary.load([path])


def asked(line: str) -> tuple[Tag, tuple[str, ...]]:
    """A target with its styles."""
    target, *styles = line.split()
    return Tag(target), tuple(styles)


@pytest.mark.parametrize("case", cases("wanted.txt", 3), ids=title)
def test_a_style_settles_what_is_right(case: Case, tmp_path: Path) -> None:
    table, question, answer = case.parts
    line, _, concept = question.partition(": ")
    target, styles = asked(line)
    names = loaded(tmp_path, table)
    styled = glossary.styled(names, target, styles)
    term = next(one for one in names.concepts if one.id == concept).matched(FRENCH)[0].text
    want = glossary.wanted(styled, Code(CodeKind.NAME, Span(0, len(term)), term, concept), target)
    assert want
    others = [f"= {form}" for form in want.accepted[1:]]
    assert [want.write, *others, *(f"! {form}" for form in want.forbidden)] == answer.splitlines()


@pytest.mark.parametrize("case", cases("wanted.txt", 3), ids=title)
def test_a_digest_is_another_where_a_style_changes_something(case: Case, tmp_path: Path) -> None:
    table, question, _ = case.parts
    target, styles = asked(question.partition(": ")[0])
    names = loaded(tmp_path, table)
    styled = glossary.styled(names, target, styles)
    assert (styled is names) == (styled.digest == names.digest) == (styled.concepts == names.concepts)
    assert glossary.styled(names, target, styles) is styled


@pytest.mark.parametrize("case", cases("dates.txt", 3), ids=title)
def test_rows_count_in_their_time(case: Case, tmp_path: Path) -> None:
    table, question, answer = case.parts
    date, _, text = question.partition(": ")
    names = glossary.on(loaded(tmp_path, table), date.strip("-"))
    assert [hit.target for hit in glossary.hits(names, text, FRENCH, ENGLISH)] == answer.splitlines()


@pytest.mark.parametrize("case", cases("switch.txt", 5), ids=title)
def test_a_switch_changes_names_and_nothing_else(case: Case, tmp_path: Path) -> None:
    table, question, source, text, answer = case.parts
    target, styles = asked(question)
    language = ENGLISH if target == "fr" else FRENCH
    settings = Settings(target={target: TargetSettings(style=styles)})
    way = direction.of(Pair(language, target), loaded(tmp_path, table), settings, None)
    segment = reuse.marked(way, source)
    wants = [want for code in segment.codes if (want := way.wanted(code))]
    made = restyle.corrected(way, segment, text, wants)
    assert ("\n".join(f"? {doubt}" for doubt in made.doubts) or made.text) == answer


SHIPPED = Path(__file__).parents[1] / "glossary"


@pytest.mark.parametrize(
    ("target", "style", "concept", "written"),
    [
        ("en", "AP", "zelensky", "Zelenskyy"),
        ("en", "Guardian", "zelensky-full", "Volodymyr Zelenskiy"),
        ("en", "NYT", "zelensky", "Zelensky"),
        ("de", "dpa", "kyiv", "Kiew"),
        ("de", "Kyjiw", "kyiv", "Kyjiw"),
        ("es", "Fundeu", "kyiv", "Kiev"),
    ],
)
def test_the_shipped_styles(target: str, style: str, concept: str, written: str) -> None:
    names = glossary.load([SHIPPED])
    assert style in glossary.known(names, Tag(target))
    styled = glossary.styled(names, Tag(target), (style,))
    want = glossary.wanted(styled, Code(CodeKind.NAME, Span(0, 1), "?", concept), Tag(target))
    assert want is not None
    assert want.write == written
    assert written not in want.forbidden


def test_a_source_is_found_in_every_spelling(tmp_path: Path) -> None:
    names = loaded(tmp_path, "concept,fr,en,en@AP,en@NYT\nz,Zelensky,Zelensky,Zelenskyy,Zelenski")
    for styled in (names, glossary.styled(names, ENGLISH, ("AP",))):
        assert len(glossary.find(styled, "Zelensky, Zelenskyy, Zelenski", ENGLISH)) == 3


def kinds(tmp_path: Path, table: str) -> list[str]:
    path = tmp_path / "names.csv"
    path.write_text(f"{table}\n", "utf-8")
    return [issue.kind for issue in glossary.lint([path])]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("a,Kiev,Kiev,,2022-02,\na,Kiev,Kyiv,2022-02,,", []),
        ("a,Kiev,Kiev,,2022-02,\nb,Kiev,Kyiv,2022-03,,", []),
        ("a,Kiev,Kiev,,,\na,Kiev,Kyiv,,,AP", []),
        ("a,Kiev,Kiev,,,\nb,Kiev,Kyiv,,,AP", []),
        ("a,Kiev,Kiev,,,\na,Kiev,Kyiv,2022,,", []),
        ("a,Kiev,Kiev,,2022,\na,Kiev,Kyiv,2020,,", ["duplicate-concept"]),
        ("a,Kiev,Kiev,,2022,\nb,Kiev,Kyiv,2020,,", ["ambiguous-term"]),
        ("a,Kiev,Kiev,,,AP\na,Kiev,Kyiv,,,ap", ["duplicate-concept"]),
        ("a,Kiev,Kiev,2022,2022,\na,Kiev,Kyiv,2023,,", []),
    ],
)
def test_rows_side_by_side(tmp_path: Path, rows: str, expected: list[str]) -> None:
    assert kinds(tmp_path, f"concept,fr,en,since,until,style\n{rows}") == expected


def test_a_style_of_no_language_is_refused(tmp_path: Path) -> None:
    assert kinds(tmp_path, "concept,fr,xq@AP\na,Kyiv,Kyiv") == ["unknown-tag"]
    assert kinds(tmp_path, "concept,fr,forms.xq@AP\na,Kyiv,Kyiv") == ["unknown-tag"]
    assert kinds(tmp_path, "concept,fr,en,en@*\na,Kyiv,Kyiv,Kyiv") == ["unknown-column"]
