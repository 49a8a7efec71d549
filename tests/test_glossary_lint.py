"""Reading and linting glossary files: a folder per way of being wrong in `glossary/wrong`, and what is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import resources
from polyglot.errors import GlossaryError
from polyglot.glossary import Case, Concept, Kind, Status, Usage, find, lint, load
from polyglot.glossary.table import read
from polyglot.model import Severity, Tag

HERE = Path(__file__).parent / "glossary"
WRONG = sorted(folder.name for folder in (HERE / "wrong").iterdir())


def told(folder: Path) -> list[str]:
    """What lint says of a folder's file, as `expected.txt` has it."""
    issues = lint([folder / "glossary.csv"])
    assert all(issue.file == str(folder / "glossary.csv") for issue in issues)
    return [
        f"{issue.severity} {issue.kind} {issue.line}:{issue.column} {issue.message}".replace(f"{folder}/", "")
        for issue in issues
    ]


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told(name: str) -> None:
    folder = HERE / "wrong" / name
    expected = (folder / "expected.txt").read_text("utf-8").splitlines()
    assert expected, "this folder expects nothing"
    assert told(folder) == expected


@pytest.mark.parametrize("name", WRONG)
def test_the_first_error_is_refused(name: str) -> None:
    folder = HERE / "wrong" / name
    path = folder / "glossary.csv"
    errors = [issue for issue in lint([path]) if issue.severity is Severity.ERROR]
    if not errors:
        assert load([path]).concepts
        return
    with pytest.raises(GlossaryError) as raised:
        load([path])
    first, error = errors[0], raised.value
    assert error.place == ":".join([str(path), *(str(number) for number in (first.line, first.column) if number)])
    assert first.message == f"{error.message}; {error.hint}"


def test_an_unknown_column_names_what_is_legal() -> None:
    path = HERE / "wrong" / "unknown-column" / "glossary.csv"
    with pytest.raises(GlossaryError, match="commentaire") as raised:
        load([path])
    assert raised.value.place.startswith(f"{path}:1:")
    assert all(word in raised.value.hint for word in ("concept", "usage.<tag>", "forms.<tag>", "pt-BR", "en@AP"))


def test_the_cases_and_the_shipped_names_have_no_error() -> None:
    assert not [issue for issue in lint([HERE / "glossary.csv"]) if issue.severity is Severity.ERROR]
    shipped = resources.shipped("glossary")
    assert not [issue for issue in lint([shipped]) if issue.severity is Severity.ERROR]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "no.csv"
    with pytest.raises(GlossaryError, match="cannot be read: no such file") as raised:
        load([path])
    assert raised.value.place == str(path)
    (issue,) = lint([path])
    assert (issue.severity, issue.kind, issue.line) == (Severity.ERROR, "unreadable", 0)


EVERYTHING = (
    "concept,kind,gender,fr,en,en@AP,uk,PT-br,forms.uk,forbidden.en,except.en,usage,usage.es,case,status,style,since,"
    "until,first_mention.en,note\n"
    "kyiv,Place,M,Kyiv|Kiev,Kyiv,Kyiv (formerly Kiev),Київ,Kiev,Києва@gen|acc|Києву@dat|Києві,Kiev,chicken Kiev,map,"
    'KEEP,exact,,AP,2022-02-24,2030,"formerly Kiev, as Russia calls it","a note with ""quotes"" | and a bar"\n'
)


def concept(path: Path, text: str = EVERYTHING, encoding: str = "utf-8") -> Concept:
    path.write_bytes(text.encode(encoding))
    (one,) = load([path]).concepts
    return one


def test_every_cell_is_kept(tmp_path: Path) -> None:
    one = concept(tmp_path / "a.csv")
    assert (one.id, one.kind, one.gender, one.usage, one.case) == ("kyiv", Kind.PLACE, "m", Usage.MAP, Case.EXACT)
    assert one.usages == ((Tag("es"), Usage.KEEP),)
    assert (one.style, one.since, one.until) == ("AP", "2022-02-24", "2030")
    assert one.first_mention == ((Tag("en"), "formerly Kiev, as Russia calls it"),)
    assert one.note == 'a note with "quotes" | and a bar'
    assert [(term.text, term.tag) for term in one.exceptions] == [("chicken Kiev", "en")]
    assert (one.file, one.row) == (str(tmp_path / "a.csv"), 2)
    assert [(term.text, term.tag, term.status, term.cases, term.style) for term in one.terms] == [
        ("Kyiv", "fr", Status.PREFERRED, (), ""),
        ("Kiev", "fr", Status.ADMITTED, (), ""),
        ("Kyiv", "en", Status.PREFERRED, (), ""),
        ("Kyiv (formerly Kiev)", "en", Status.PREFERRED, (), "AP"),
        ("Київ", "uk", Status.PREFERRED, (), ""),
        ("Kiev", "pt-BR", Status.PREFERRED, (), ""),
        ("Києва", "uk", Status.ADMITTED, ("gen", "acc"), ""),
        ("Києву", "uk", Status.ADMITTED, ("dat",), ""),
        ("Києві", "uk", Status.ADMITTED, (), ""),
        ("Kiev", "en", Status.FORBIDDEN, (), ""),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_spreadsheets_save_in_several_ways(tmp_path: Path, delimiter: str, ends: str, encoding: str) -> None:
    text = "concept,fr,en,note\nkyiv,Kyiv|Kiev,Kyiv,\n,,,\nmoscow,Moscou,Moscow,a “capital”\n".replace(",", delimiter)
    path = tmp_path / "a.csv"
    path.write_bytes(text.replace("\n", ends).encode(encoding))
    assert [(one.id, one.row, len(one.terms)) for one in load([path]).concepts] == [("kyiv", 2, 3), ("moscow", 4, 2)]


def test_columns_come_in_any_order_and_capitals(tmp_path: Path) -> None:
    one = concept(tmp_path / "a.csv", "Note,EN,Fr,Concept\n,Kyiv,Kiev,kyiv\n")
    assert [(term.text, term.tag) for term in one.terms] == [("Kyiv", "en"), ("Kiev", "fr")]


def test_names_are_composed_and_trimmed(tmp_path: Path) -> None:
    one = concept(tmp_path / "a.csv", "concept,fr,en\nivory-coast, Co\u0302te d’Ivoire | Ivoire ,Ivory Coast\n")
    assert [term.text for term in one.terms] == ["Côte d’Ivoire", "Ivoire", "Ivory Coast"]


def test_status_says_what_is_done_with_the_names(tmp_path: Path) -> None:
    text = "concept,status,fr,en\n" + "".join(f"{status}-row,{status},{status.title()},X\n" for status in Status)
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    found = find(load([path]), "Preferred, Admitted, Deprecated, Forbidden", Tag("fr"))
    assert [code.text for code in found] == ["Preferred", "Admitted", "Deprecated"]


def test_a_source_may_have_the_names_of_any_style(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("concept,fr,en,en@AP\nzelensky,Zelensky,Zelensky,Zelenskyy\n", "utf-8")
    glossary = load([path])
    assert [code.value for code in find(glossary, "Zelenskyy", Tag("en"))] == ["zelensky"]
    assert [term.style for term in glossary.concepts[0].terms] == ["", "", "AP"]


def test_the_digest_is_of_the_contents_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("concept,fr\nkyiv,Kyiv\n", "utf-8")
    other.write_text("concept,fr\nmoscow,Moscou\n", "utf-8")
    digest = load([one, other]).digest
    assert re.fullmatch("[0-9a-f]{12}", digest)
    assert digest == load([other, one]).digest == load([tmp_path]).digest
    assert digest != load([one]).digest
    other.rename(tmp_path / "renamed.csv")
    assert digest == load([tmp_path]).digest
    one.write_text("concept,fr\nkyiv,Kiev\n", "utf-8")
    assert digest != load([tmp_path]).digest


def test_a_folder_stands_for_its_tables_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("concept,fr\nsecond,B\n", "utf-8")
    (tmp_path / "a.tsv").write_text("concept\tfr\nfirst\tA\n", "utf-8")
    (tmp_path / "readme.md").write_text("not a table", "utf-8")
    assert [one.id for one in load([tmp_path]).concepts] == ["first", "second"]


def test_of_several_files_the_first_settles_a_concept_and_lint_says_so(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("concept,fr,en\nkyiv,Kyiv,Kyiv\n", "utf-8")
    other.write_text("concept,fr,en\nkyiv,Kiev,Kiev\n", "utf-8")
    assert [term.text for term in load([one, other]).concepts[0].terms] == ["Kyiv", "Kyiv"]
    (issue,) = lint([one, other])
    assert (issue.kind, issue.severity, issue.file, issue.line) == (
        "duplicate-concept",
        Severity.WARNING,
        str(other),
        2,
    )
    assert f"{one}:2" in issue.message


def test_equal_glossaries_are_equal_and_can_be_keys() -> None:
    one, other = load([HERE / "glossary.csv"]), load([HERE / "glossary.csv"])
    assert one == other
    assert len({one, other}) == 1


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"concept,fr\n" + b"x,y\n" * (9 * 2**20))
    with pytest.raises(GlossaryError, match="larger than 32 MiB"):
        load([path])


@settings(derandomize=True, max_examples=300)
@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from(',;\t|@"\n\r. conceptfrenkyiv\u200b\u0301'), max_size=200).map(str.encode)
)
def test_any_bytes_are_read_or_refused_with_a_place(data: bytes) -> None:
    table = read(b"concept,fr,forms.uk\n" + data, "a.csv")
    assert all(problem.message and problem.hint and problem.file == "a.csv" for problem in table.problems)
    assert all(len(row.cells) == len(table.columns) for row in table.rows)


def test_a_former_name_is_found_and_never_right(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text(
        "concept,fr,en,deprecated.fr,deprecated.en\neswatini,Eswatini,Eswatini,Swaziland,Swaziland\n", "utf-8"
    )
    (concept,) = load([path]).concepts
    assert [term.text for term in concept.matched(Tag("fr"))] == ["Eswatini", "Swaziland"]
    assert [term.text for term in concept.accepted(Tag("en"))] == ["Eswatini"]
    assert (concept.forbidden(Tag("en")), lint([path])) == ((), ())
