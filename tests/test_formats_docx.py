"""Word documents: paragraphs change, with their formats; every other part of the archive keeps its bytes."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot.errors import UnreadableInputError
from polyglot.formats.docx import DocxFormat
from polyglot.formats.docx.paragraphs import CODE
from road import Road
from splicing import FILES, changed, kept, said

WORD = DocxFormat()
HOUSE = (FILES / "maison.fr.docx").read_bytes()
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOLD = "<w:rPr><w:b/></w:rPr>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r w:rsidR="00A1">{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def document(*paragraphs: str, **parts: str) -> bytes:
    """A Word document as an archive: the paragraphs of its body, and other parts by the names of their files."""
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{SPACE}" xmlns:r="r"><w:body>{"".join(paragraphs)}'
    )
    return packed(
        {"word/document.xml": f"{body}</w:body></w:document>", **{f"word/{n}.xml": x for n, x in parts.items()}}
    )


def packed(parts: dict[str, str]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("word/media/a.png", b"\x89PNG\x00\x01")
    return file.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(data: bytes) -> str:
    """The XML of the body's paragraphs."""
    text = unpacked(data)["word/document.xml"].decode()
    ET.fromstring(text)  # noqa: S314 - our own, and it must be valid
    return text.partition("<w:body>")[2].partition("</w:body>")[0]


texts = st.text(st.sampled_from("aé <>&\"'\t\n\u2011\u00ad\u00a0]😀"), min_size=1, max_size=8)
formats = st.sampled_from(("", BOLD, "<w:rPr><w:i/></w:rPr>", '<w:rPr><w:lang w:val="fr-FR"/></w:rPr>'))
inner = st.builds(run, texts, formats) | st.just("<w:r><w:tab/></w:r>") | st.just(FIELD)
links = st.lists(inner, max_size=3).map(lambda runs: f'<w:hyperlink r:id="x">{"".join(runs)}</w:hyperlink>')
marks = st.sampled_from(('<w:bookmarkStart w:id="1"/>', '<w:proofErr w:type="x"/>', "<w:r><w:drawing/></w:r>"))
pieces = st.lists(inner | links | marks, max_size=6)


@given(st.lists(pieces, min_size=1, max_size=3), st.sampled_from(("", "<w:pPr><w:jc/></w:pPr>")))
def test_any_paragraphs_keep_their_bytes_and_their_codes(runs: list[list[str]], properties: str) -> None:
    data = document(*(paragraph(*found, properties=properties) for found in runs))
    assert kept(WORD, data)
    written, wanted = changed(WORD, data, lambda text: text.replace("a", "é & <b>"))
    body(written)
    if written != data:
        assert [bare(text) for text in said(WORD.read(written))] == [bare(text) for text in wanted]


def bare(text: str) -> str:
    """A text without its codes: their numbers may change where formats that touch become one."""
    return CODE.sub("", text)


def test_a_document_of_a_word_processor() -> None:
    assert kept(WORD, HOUSE)
    units = WORD.read(HOUSE).units
    assert [(str(unit.role), unit.text) for unit in units] == [
        ("title", "La grande maison"),
        ("paragraph", "La ville est <g1>très belle</g1> et le maire est content."),
        ("paragraph", "Une table"),
        ("list-item", "Un point"),
        ("metadata", "Le journal"),
    ]
    written, wanted = changed(WORD, HOUSE, str.upper)
    assert said(WORD.read(written)) == wanted
    before, after = unpacked(HOUSE), unpacked(written)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml", "word/header1.xml"}
    assert written == changed(WORD, HOUSE, str.upper)[0]


def test_formats_links_and_pictures_are_codes() -> None:
    link = f'<w:hyperlink r:id="r1">{run("ici", "<w:rPr><w:u/></w:rPr>")}</w:hyperlink>'
    data = document(
        paragraph(run("Un "), run("mot", BOLD), run(" lu "), link, "<w:r><w:drawing/></w:r>", FIELD, run("."))
    )
    (unit,) = WORD.read(data).units
    assert unit.text == "Un <g1>mot</g1> lu <a2>ici</a2><x3/><x4/>."
    assert [(code.kind, code.partner) for code in unit.inline] == [
        *(("open", 1), ("close", 0), ("open", 3), ("close", 2)),
        *(("empty", 4), ("empty", 5)),
    ]
    written, _ = changed(WORD, data, lambda text: text.replace("mot", "word & <co>"))
    assert body(written) == body(data).replace("mot", "word &amp; &lt;co&gt;").replace(' w:rsidR="00A1"', "")


def test_runs_that_differ_in_spelling_only_are_one() -> None:
    runs = (
        run("Un "),
        '<w:proofErr w:type="spellStart"/>',
        run("mot", '<w:rPr><w:lang w:val="fr"/></w:rPr>'),
        run(" de."),
    )
    assert said(WORD.read(document(paragraph(*runs)))) == ["Un mot de."]


def test_most_of_a_paragraph_says_what_is_plain() -> None:
    assert said(WORD.read(document(paragraph(run("Tout en gras", BOLD), run("  "))))) == ["Tout en gras  "]
    assert said(WORD.read(document(paragraph(run("Tout en gras", BOLD), run("ou"))))) == ["Tout en gras<g1>ou</g1>"]


@pytest.mark.parametrize(
    ("target", "texts"),
    [
        ("<a1>un <g2>deux</a1> trois</g2>", ["un ", "deux", " trois"]),
        ("</a1>un", ["un"]),
        ("<a1>un", ["un"]),
        ("un <x9/> <g7>deux", ["un <x9/> <g7>deux"]),
        ("un\x00\x1fdeux\rtrois", ["undeux", "trois"]),
    ],
)
def test_whatever_a_person_does_with_the_codes_the_xml_is_valid(target: str, texts: list[str]) -> None:
    data = document(paragraph(f'<w:hyperlink r:id="x">{run("lien long")}{run("gras", BOLD)}</w:hyperlink>', run("fin")))
    source = WORD.read(data)
    written = WORD.write(replace(source, units=(replace(source.units[0], target=target),)))
    tree = ET.fromstring(f'<b xmlns:w="{SPACE}" xmlns:r="r">{body(written)}</b>')  # noqa: S314 - our own
    assert [node.text for node in tree.iter(f"{{{SPACE}}}t")] == texts


def test_roles_come_from_words_own_names_of_styles() -> None:
    styles = f'<w:styles xmlns:w="{SPACE}"><w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style></w:styles>'
    heading = "<w:pPr><w:pStyle w:val='Titre1'/></w:pPr>"
    numbered = "<w:pPr><w:numPr/></w:pPr>"
    data = document(
        paragraph(run("Un"), properties=heading), paragraph(run("Deux"), properties=numbered), styles=styles
    )
    assert [str(unit.role) for unit in WORD.read(data).units] == ["heading", "list-item"]


def test_notes_and_footers_come_after_the_body() -> None:
    note = f'<w:footnotes xmlns:w="{SPACE}">{paragraph(run("Une note"))}</w:footnotes>'
    foot = f'<w:ftr xmlns:w="{SPACE}">{paragraph(run("Un pied"))}</w:ftr>'
    data = document(paragraph(run("Un corps")), footer1=foot, footnotes=note)
    assert said(WORD.read(data)) == ["Un corps", "Une note", "Un pied"]
    assert kept(WORD, data)


def test_text_that_looks_like_a_code_stays() -> None:
    assert said(WORD.read(document(paragraph(run("Un <g1> mot"))))) == []


def hostile(text: str) -> bytes:
    return packed({"word/document.xml": text})


def spoilt() -> bytes:
    """A document whose body has wrong bytes."""
    at = HOUSE.index(b"word/document.xml") + 200
    return HOUSE[:at] + bytes(byte ^ 255 for byte in HOUSE[at : at + 20]) + HOUSE[at + 20 :]


def twice() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("a", "x")
        archive.writestr("a", "y")
    return file.getvalue()


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (65 << 20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Bonjour", "not a Word document, or a broken one"),
        (HOUSE[:20_000], "not a Word document, or a broken one"),
        (
            spoilt(),
            "not a Word document, or a broken",
        ),
        (packed({"x.xml": ""}), "not a Word document: it has no word/document.xml"),
        (hostile("<a>"), "a part of it is not valid XML (no element found, line 1)"),
        (hostile('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "a part of it declares a document type"),
        (hostile("<a>" * 600 + "</a>" * 600), "a part of it is nested more than 500 deep"),
        (hostile('<?xml version="1.0" encoding="ISO-8859-1"?><a/>'), "a part of it is in ISO-8859-1, not in UTF-8"),
        (twice(), "two of its parts have one name"),
        (bomb(), "its part word/document.xml is larger than 64 MiB"),
    ],
    ids=["text", "cut", "spoilt", "other", "cut-xml", "doctype", "deep", "latin", "twice", "bomb"],
)
def test_what_is_wrong_is_told(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        WORD.read(data, "a.docx")
    assert caught.value.message.startswith(message)
    assert caught.value.place == "a.docx"


def test_the_road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    road = Road(tmp_path, monkeypatch, capsys)
    (tmp_path / "maison.fr.docx").write_bytes(HOUSE)
    ran = road.run("translate", "maison.fr.docx", "--to", "en", "--engine", "pseudo", "--json")
    assert ran.code == 0, ran.err
    assert (ran.object["segments"], ran.object["untranslated"]) == (5, 0)
    written = (tmp_path / "maison.en.docx").read_bytes()
    assert said(WORD.read(written))[1].count("<g1>") == 1
    assert not road.run("translate", "maison.fr.docx", "--to", "en", "--engine", "pseudo", "--json").object["wrote"]
