"""A glossary's way from and to the tools of others, on the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from lxml import etree

from road import Road

SAMPLES = Path(__file__).parent / "termbase" / "samples"
PROJECT = '[project]\nsource = "fr"\nlocales = ["en", "es"]\n'


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project without a glossary, and the samples beside it."""
    (tmp_path / "polyglot.toml").write_text(PROJECT, "utf-8")
    for path in SAMPLES.glob("*.tbx"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return Road(tmp_path, monkeypatch, capsys)


def rows(road: Road, name: str) -> dict[str, dict[str, str]]:
    """The rows of a glossary file, without empty cells."""
    found = csv.DictReader(io.StringIO((road.root / name).read_text("utf-8-sig"), newline=""))
    return {row["concept"]: {key: cell for key, cell in row.items() if cell} for row in found}


def many(road: Road, count: int = 5000) -> str:
    """A TBX file of many concepts, each with what no column has room for."""
    entry = (
        '<conceptEntry id="c{0}"><descrip type="subjectField">field {0}</descrip>'
        '<langSec xml:lang="fr"><termSec><term>nom {0}</term></termSec></langSec>'
        '<langSec xml:lang="en"><descrip type="definition">what {0} is</descrip>'
        "<termSec><term>name {0}</term></termSec></langSec></conceptEntry>\n"
    )
    head = '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader><fileDesc>'
    body = "".join(entry.format(number) for number in range(count))
    text = (
        f"{head}<sourceDesc><p>many</p></sourceDesc></fileDesc></tbxHeader><text><body>\n{body}</body></text></tbx>\n"
    )
    (road.root / "many.tbx").write_text(text, "utf-8")
    return text


def test_three_of_five_thousand_concepts_are_edited_and_the_rest_is_there(road: Road) -> None:
    before = many(road)
    assert road.run("glossary", "import", "many.tbx").out == "glossary/many.csv: 5000 added, 0 changed, 0 unchanged\n"
    road.change("glossary/many.csv", "nom 17,", "nom 17|autre nom,")
    road.change("glossary/many.csv", "name 4000\n", "title 4000\n")
    road.change("glossary/many.csv", "c4999,nom 4999,name 4999\n", "new,neuf,nine\n")
    assert road.run("glossary", "export", "out.tbx").code == 0
    after = road.read("out.tbx")
    gone = [line for line in before.splitlines()[1:] if line not in after]
    assert [line[18:32].split('"')[1] if '"' in line[18:32] else line for line in gone]
    assert len(gone) == 3
    assert all(f"what {number} is" in after for number in range(4999))
    assert "title 4000" in after and "autre nom" in after and "neuf" in after and "what 4999 is" not in after


def test_what_nobody_changed_goes_out_byte_for_byte(road: Road) -> None:
    for path in SAMPLES.glob("*.tbx"):
        road.run("glossary", "import", path.name)
        assert road.run("glossary", "export", "out.tbx", f"glossary/{path.stem}.csv").code == 0
        assert (road.root / "out.tbx").read_bytes() == path.read_bytes()


def test_an_import_is_told_and_can_be_repeated(road: Road) -> None:
    first = road.run("glossary", "import", "cardiology-dca.tbx", "--json").object
    assert (first["schema"], first["added"], first["wrote"], first["output"]) == (
        1,
        2,
        True,
        "glossary/cardiology-dca.csv",
    )
    assert [issue["kind"] for issue in first["issues"]] == ["unknown-tag", "unsayable-term"]
    stamps = road.tree()
    again = road.run("glossary", "import", "cardiology-dca.tbx", "--json").object
    assert (again["added"], again["changed"], again["unchanged"], again["wrote"]) == (0, 0, 2, False)
    assert road.tree() == stamps
    assert road.run("glossary", "lint").code == 0


def test_a_dry_run_writes_nothing(road: Road) -> None:
    ran = road.run("glossary", "import", "cardiology-dca.tbx", "--dry-run")
    assert "2 added" in ran.out and "nothing written" in ran.out
    assert not (road.root / "glossary").exists()


def test_a_later_version_is_merged_and_people_keep_their_word(road: Road) -> None:
    road.run("glossary", "import", "cardiology-dca.tbx")
    road.change("glossary/cardiology-dca.csv", "ictus", "ACV")
    road.change("glossary/cardiology-dca.csv", "infarctus du myocarde|IDM", "infarctus|IDM")
    text = road.read("cardiology-dca.tbx")
    text = text.replace("<term>ictus</term>", "<term>apoplejía</term>").replace(
        "<term>stroke</term>", "<term>CVA</term>"
    )
    (road.root / "cardiology-dca.tbx").write_text(text, "utf-8")
    ran = road.run("glossary", "import", "cardiology-dca.tbx")
    assert "'c2', column es: 'ACV' was kept; the file says 'apoplejía' (conflict)" in ran.err
    found = rows(road, "glossary/cardiology-dca.csv")
    assert (found["c2"]["es"], found["c2"]["en-GB"], found["c1"]["fr"]) == ("ACV", "CVA", "infarctus|IDM")
    road.run("glossary", "export", "out.tbx")
    assert [one.text for one in etree.fromstring((road.root / "out.tbx").read_bytes()).iterfind(".//{*}term")][:2] == [
        "infarctus",
        "IDM",
    ]


def test_numbers_of_another_termbase_are_other_concepts(road: Road) -> None:
    road.run("glossary", "import", "cardiology-dca.tbx")
    other = road.read("cardiology-dca.tbx").replace("infarctus du myocarde", "toit").replace("cérébral", "de toiture")
    for word in ("IDM", "apoplexie cardiaque", "heart attack", "coronary", "AVC", "stroke", "ictus"):
        other = other.replace(f">{word}<", f">{word} 2<")
    (road.root / "roofs.tbx").write_text(other.replace("infarction", "roof"), "utf-8")
    ran = road.run("glossary", "import", "roofs.tbx")
    assert "2 added" in ran.out and "called 'roofs-c1'" in road.run("glossary", "import", "roofs.tbx", "--json").out
    assert set(rows(road, "glossary/roofs.csv")) == {"roofs-c1", "roofs-c2"}
    assert road.run("glossary", "export", "all.tbx").out == "all.tbx: 4 concepts\n"
    root = etree.fromstring((road.root / "all.tbx").read_bytes())
    assert len(root.findall(".//{*}conceptEntry")) >= 4
    assert len({entry.get("id") for entry in root.iterfind(".//{*}conceptEntry")}) == len(
        root.findall(".//{*}conceptEntry")
    )


def test_a_row_under_another_name_keeps_its_entry(road: Road) -> None:
    road.run("glossary", "import", "harbour-v2.tbx")
    road.change("glossary/harbour-v2.csv", "entry-2,", "tug,")
    road.run("glossary", "export", "out.tbx")
    out = road.read("out.tbx")
    assert "a category of the default rules" in out and "polyglot concept: tug" in out


OWN = 'concept,kind,fr,en,note\nkyiv,place,Kyiv|Kiev,Kyiv,"the capital, with ""quotes""\nand two lines"\n'


@pytest.mark.parametrize(
    "data",
    [
        OWN.encode(),
        OWN.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + OWN.encode(),
        ("sep=,\r\n" + OWN.replace("\n", "\r\n")).encode(),
        b"\xef\xbb\xbf" + OWN.replace(",", ";").replace("; with", ", with").replace("\n", "\r\n").encode(),
        OWN.replace(",", "\t").replace("\t with", ", with").encode("utf-16"),
        OWN.replace("note\n", "note,,\n").replace('lines"\n', 'lines",,\n').encode() + b",,,,,,\n",
        OWN.replace('lines"\n', 'lines",,,\n').encode(),
    ],
    ids=["plain", "crlf", "bom", "sep", "excel-semicolons", "excel-unicode-text", "trailing-columns", "trailing-cells"],
)
def test_tables_of_spreadsheets_are_read(road: Road, data: bytes) -> None:
    (road.root / "sheet.csv").write_bytes(data)
    ran = road.run("glossary", "import", "sheet.csv", "--out", "glossary/ours.csv")
    assert ran.code == 0, ran.err
    row = rows(road, "glossary/ours.csv")["kyiv"]
    assert row["note"].replace("\r\n", "\n") == 'the capital, with "quotes"\nand two lines'
    assert (row["kind"], row["fr"], row["en"]) == ("place", "Kyiv|Kiev", "Kyiv")


@pytest.mark.parametrize(
    ("data", "options", "said"),
    [
        (b'concept,fr,en\na,b,"c\n', (), "sheet.csv:2:3: the quotes of this row are wrong"),
        (b"concept,fr,knd\na,b,c\n", (), "sheet.csv:1:3: column 'knd'"),
        (b"concept,fr,en\na,b\n", (), "sheet.csv:2: the row has 2 cells, the header 3"),
        ("concept,fr,en\na,caf\xe9,b\n".encode("cp1252"), (), "sheet.csv:2: is not UTF-8: byte 0xE9 at offset 19"),
        (b"Names 2024,,\nconcept,fr,en\na,b,c\n", (), "sheet.csv:1:1: column 'Names 2024'"),
        (b"chat,\nchien,dog\n", ("--from", "fr", "--to", "en"), "sheet.csv:1:2: the cell is empty"),
        (b"chat,cat,fr,xx1\n", (), "sheet.csv:1:4: 'xx1' is not a language"),
        (b"chat,cat\n", (), "the file does not tell its languages"),
        (
            b'chat,cat\n"chien" noir,dog\n',
            ("--from", "fr", "--to", "en"),
            "sheet.csv:2:1: the quotes of this row are wrong",
        ),
        (b"a,b,c\n", ("--from", "fr", "--to", "en"), "sheet.csv:1:3: the row has 3 cells"),
    ],
)
def test_broken_tables_are_refused_with_row_and_column(
    road: Road, data: bytes, options: tuple[str, ...], said: str
) -> None:
    (road.root / "sheet.csv").write_bytes(data)
    ran = road.run("glossary", "import", "sheet.csv", "--out", "glossary/ours.csv", *options)
    assert ran.code == 2
    assert said in ran.err and "→" in ran.err
    assert not (road.root / "glossary").exists()


@pytest.mark.parametrize("name", ["pairs.csv", "pairs.tsv"])
def test_pairs_of_deepl_come_in_and_go_out(road: Road, name: str) -> None:
    mark = "\t" if name.endswith("tsv") else ","
    text = f'chat{mark}cat{mark}fr{mark}en\n"L’Hôtel{mark} de Ville"{mark}City Hall{mark}fr{mark}en\n'
    (road.root / name).write_text(text, "utf-8")
    assert road.run("glossary", "import", name).code == 0
    assert (
        road.run("glossary", "export", f"out.{name[-3:]}", "--format", "deepl", "--from", "fr", "--to", "en").code == 0
    )
    back = list(csv.reader(io.StringIO(road.read(f"out.{name[-3:]}")), delimiter=mark))
    assert [row[1:] for row in back] == [["cat", "fr", "en"], ["City Hall", "fr", "en"]]


@pytest.mark.parametrize("name", ["w.csv", "w.po"])
def test_flags_of_weblate_come_in_and_go_out(road: Road, name: str) -> None:
    road.write(
        "glossary/ours.csv",
        "concept,fr,en,usage.en,forbidden.en,note\n"
        "kyiv,Kyiv|Kief,Kyiv,,Kiev|Kieff,the capital\n"
        "app,Télégrammeur,,keep,,\n",
    )
    shape = ("--format", "weblate") if name.endswith("csv") else ()
    assert road.run("glossary", "export", name, *shape, "--from", "fr", "--to", "en").code == 0
    before = rows(road, "glossary/ours.csv")
    (road.root / "glossary" / "ours.csv").unlink()
    ran = road.run("glossary", "import", name, "--from", "fr", "--to", "en", "--out", "glossary/ours.csv")
    assert ran.code == 0, ran.err
    after = rows(road, "glossary/ours.csv")
    assert after["kyiv"] == before["kyiv"]
    assert after["app"]["usage.en"] == "keep" and after["app"]["fr"] == "Télégrammeur"


def test_what_nobody_has_reviewed_is_left_out(road: Road) -> None:
    road.write(
        "g.po",
        'msgid ""\nmsgstr "Language: en\\n"\n\n#, fuzzy, terminology\nmsgid "chat"\nmsgstr "cat"\n\n'
        'msgid "chien"\nmsgstr "dog"\n',
    )
    ran = road.run("glossary", "import", "g.po", "--from", "fr")
    assert "'chat' -> 'cat' was left out: nobody has reviewed it" in ran.err
    assert rows(road, "glossary/g.csv") == {"chien": {"concept": "chien", "fr": "chien", "en": "dog"}}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("glossary", "export", "out.tbx"), "there is no glossary to export"),
        (("glossary", "export", "out.doc"), "the name does not tell the format"),
        (("glossary", "export", "out.po", "cardiology-dca.csv"), "a format of two languages"),
        (("glossary", "export", "out.tbx", "--format", "tbx-v2", "--style", "dct"), "TBX v2 is written as TBX-Basic"),
        (("glossary", "export", "out.csv", "--dialect", "min"), "--dialect and --style are of TBX"),
        (("glossary", "export", "out.tbx", "no.csv"), "no such file"),
        (("glossary", "import", "polyglot.toml"), "cells, not 2"),
        (("glossary", "import", "no.tbx"), "no such file"),
        (("glossary", "import", "cardiology-dca.tbx", "--format", "docx"), "--format cannot be 'docx'"),
    ],
)
def test_what_cannot_be_done_is_said(road: Road, arguments: tuple[str, ...], said: str) -> None:
    ran = road.run(*arguments)
    assert ran.code == 2
    assert said in ran.err


def test_the_shipped_names_go_out_and_come_back_as_they_are(road: Road) -> None:
    shipped = Path(__file__).parents[1] / "glossary" / "people.csv"
    for number, options in enumerate((("--format", "tbx-v2"), ("--style", "dct"), ())):
        out = f"people{number}.tbx"
        assert road.run("glossary", "export", out, shipped, *options).code == 0
        assert road.run("glossary", "import", out, "--out", f"people{number}.csv").code == 0
        names = rows(road, f"people{number}.csv")
        told = csv.DictReader(io.StringIO(shipped.read_text("utf-8-sig"), newline=""))
        assert names == {row["concept"]: {key: cell for key, cell in row.items() if cell} for row in told}


def test_another_program_reads_what_is_written(road: Road) -> None:
    tbx = pytest.importorskip("translate.storage.tbx")
    road.write("glossary/ours.csv", "concept,fr,en\nkyiv,Kyiv,Kyiv\nking,roi,king\n")
    road.run("glossary", "export", "out.tbx", "--format", "tbx-v2")
    store = tbx.tbxfile.parsestring((road.root / "out.tbx").read_bytes())
    assert [(unit.source, unit.target) for unit in store.units] == [("Kyiv", "Kyiv"), ("roi", "king")]


def test_a_file_that_lies_in_the_glossary_folder_is_its_own_companion(road: Road) -> None:
    road.write("glossary/harbour.tbx", (SAMPLES / "harbour-v2.tbx").read_bytes())
    assert "2 added" in road.run("glossary", "import", "glossary/harbour.tbx").out
    assert "2 unchanged" in road.run("glossary", "import", "glossary/harbour.tbx").out
    assert (road.root / "glossary/harbour.tbx").read_bytes() == (SAMPLES / "harbour-v2.tbx").read_bytes()


def test_an_edition_is_kept_where_no_other_is_asked_for(road: Road) -> None:
    road.run("glossary", "import", "harbour-v2.tbx")
    road.change("glossary/harbour-v2.csv", "Schlepper", "Schleppschiff")
    road.run("glossary", "export", "kept.tbx")
    road.run("glossary", "export", "third.tbx", "--format", "tbx")
    road.run("glossary", "export", "tags.tbx", "--style", "dct", "--dialect", "min")
    assert "<!DOCTYPE martif" in road.read("kept.tbx") and "Schleppschiff" in road.read("kept.tbx")
    assert '<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca"' in road.read("third.tbx")
    assert 'type="TBX-Min" style="dct"' in road.read("tags.tbx") and "Schleppschiff" in road.read("tags.tbx")


def test_house_styles_and_times_go_out_with_their_concepts(road: Road) -> None:
    """In a file beside the names, as the shipped ones have them; and as columns when they come back."""
    road.write("glossary/names.csv", "concept,kind,fr,en\nzelensky,person,Zelensky,Zelensky\nkyiv,place,Kiev,Kyiv\n")
    styles = "concept,style,en,until,fr\nzelensky,AP,Zelenskyy,,\nzelensky,Reuters,Zelenskiy,,\nkyiv,,Kiev,2022,Kiev\n"
    road.write("glossary/styles.csv", styles)
    for ending in ("tbx", "csv"):
        assert road.run("glossary", "export", f"out.{ending}").out == f"out.{ending}: 3 concepts\n"
    (road.root / "glossary/names.csv").unlink()
    (road.root / "glossary/styles.csv").unlink()
    assert road.run("glossary", "import", "out.tbx").code == 0
    found = rows(road, "glossary/out.csv")
    assert (found["zelensky"]["en"], found["zelensky"]["en@AP"]) == ("Zelensky", "Zelenskyy")
    assert found["zelensky"]["en@Reuters"] == "Zelenskiy"
    assert (found["kyiv"]["en"], found["kyiv-2022"]["en"], found["kyiv-2022"]["until"]) == ("Kyiv", "Kiev", "2022")
    assert rows(road, "out.csv") == found
