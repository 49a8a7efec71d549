"""XLIFF 1.2 and 2.1 as files: what is written is valid and reads back, what is hostile is refused in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from polyglot import kit as kits
from polyglot import tmx, xliff
from polyglot.errors import PolyglotError, UnreadableInputError
from polyglot.model import Pair, Side, State, Tag
from polyglot.xliff import Code, Content, File, Mark, Match, Note, Segment, Unit, Version
from polyglot.xliff.content import halves, pairs, token, untoken
from xliff_rules import faults

VALID = Path(__file__).parent / "xliff" / "valid"
VERSIONS: tuple[Version, ...] = ("1.2", "2.1")
FR, EN = Tag("fr"), Tag("en")
BOLD, BOLD_END = Code("c1", Side.OPEN, "<b>"), Code("c1", Side.CLOSE, "</b>")
LINK, LINK_END = Code("c2", Side.OPEN, '<a href="?a&b">'), Code("c2", Side.CLOSE, "</a>")
BREAK = Code("c3", Side.NONE, "<br>")
KYIV, KYIV_END = Mark("m1", Side.OPEN, "Kyiv"), Mark("m1", Side.CLOSE)


def segment(source: Content, target: Content | None = None, name: str = "p1.1") -> Segment:
    return Segment(name, source, target, State.TRANSLATED if target is not None else State.INITIAL)


def file(*segments: Segment, role: str = "paragraph") -> File:
    return File("articles/a.fr.html", FR, EN, (Unit("p1", role, segments),))


FULL = file(
    Segment(
        "p1.1",
        ("À ", KYIV, "Kiev", KYIV_END, ", ", BOLD, "l’", LINK, "hiver", LINK_END, BOLD_END, BREAK, " < & > "),
        ("In Kyiv, ", LINK, "the ", BOLD, "winter", BOLD_END, LINK_END, BREAK, " < & > "),
        State.REVIEWED,
        "",
        "translated 0a1b2c3d",
        (Note("names", "Kiev → Kyiv"), Note("", "ask the author")),
        (Match(("À ", BOLD, "Kiev", BOLD_END), ("In ", BOLD, "Kyiv", BOLD_END), "memory", 87.0),),
    ),
    Segment("p1.2", ("La neige.",), ("Snow.",), State.TRANSLATED, "mt"),
    Segment("p1.3", ("Il fait froid.",)),
    Segment("p1.4", ("\n  Deux\tlignes ",), ("\n  Two\tlines ",), State.FINAL),
)
CROSSING = (BOLD, "a", LINK, "b", BOLD_END, "c", LINK_END)


def canonical(data: bytes) -> bytes:
    return bytes(etree.tostring(etree.fromstring(data), method="c14n2"))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_reads_back_as_it_was_written(version: Version) -> None:
    data = xliff.write([FULL], version)
    assert xliff.read(data, "a.xlf") == (FULL,)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_read_is_written_the_same(version: Version) -> None:
    data = xliff.write([FULL], version)
    again = xliff.write(xliff.read(data, "a.xlf"), version, data)
    assert canonical(again) == canonical(data)
    assert again == data


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_written_is_valid(version: Version) -> None:
    assert faults(xliff.write([FULL], version)) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_several_files_stand_in_one_document(version: Version) -> None:
    other = File("b.md", FR, EN, (Unit("h1", "heading", (segment(("Un",), ("One",), "h1.1"),)),))
    data = xliff.write([FULL, other], version)
    assert faults(data) == []
    assert xliff.read(data, "a.xlf") == (FULL, other)


@pytest.mark.parametrize("version", VERSIONS)
def test_codes_that_cross_stay_where_they_are(version: Version) -> None:
    crossing = file(segment((BOLD, "a", LINK, "b", LINK_END, BOLD_END), CROSSING))
    data = xliff.write([crossing], version)
    assert faults(data) == []
    assert xliff.read(data, "a.xlf") == (crossing,)


def test_a_pair_that_a_segment_cuts_in_two_is_one_pair() -> None:
    cut = file(segment((BOLD, "a"), (BOLD, "b"), "p1.1"), segment(("c", BOLD_END), ("d", BOLD_END), "p1.2"))
    data = xliff.write([cut])
    assert faults(data) == []
    assert b'<ec startRef="c1"' in data
    assert xliff.read(data, "a.xlf") == (cut,)


@pytest.mark.parametrize("version", VERSIONS)
def test_half_a_pair_says_that_it_is_alone(version: Version) -> None:
    alone = file(segment(("a", BOLD_END, LINK, "b"), ("b", LINK, BOLD_END)))
    data = xliff.write([alone], version)
    assert faults(data) == []
    assert xliff.read(data, "a.xlf") == (alone,)


def test_a_mark_over_half_a_pair_is_kept_where_the_version_can_say_it() -> None:
    said = (KYIV, "Ki", BOLD, "ev", KYIV_END, BOLD_END)
    data = xliff.write([file(segment(said))], "2.1")
    assert faults(data) == []
    assert xliff.read(data, "a.xlf")[0].units[0].segments[0].source == said
    old = xliff.write([file(segment(said))], "1.2")
    assert faults(old) == []
    assert xliff.read(old, "a.xlf")[0].units[0].segments[0].source == ("Ki", BOLD, "ev", BOLD_END)


PIECES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=6),
        st.sampled_from([BOLD, BOLD_END, LINK, LINK_END, BREAK]),
    ),
    max_size=9,
)


def once(pieces: list[str | Code]) -> Content:
    """Content in which each code stands once, as in a segment of ours."""
    firsts = {piece: index for index, piece in reversed(list(enumerate(pieces)))}
    return xliff.joined(piece for index, piece in enumerate(pieces) if isinstance(piece, str) or firsts[piece] == index)


@settings(derandomize=True, deadline=None)
@given(PIECES, PIECES, st.sampled_from(VERSIONS))
def test_any_content_is_valid_and_reads_back(one: list[str | Code], other: list[str | Code], version: Version) -> None:
    said = file(segment(once(one), once(other)))
    data = xliff.write([said], version)
    (back,) = xliff.read(data, "a.xlf")
    given, found = said.units[0].segments[0], back.units[0].segments[0]
    assert (xliff.spelled(found.source), found.target) == (xliff.spelled(given.source), given.target)
    assert faults(data) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_tool_added_is_kept(version: Version) -> None:
    data = xliff.write([file(segment(("Un",), ("One",)), segment(("Deux",), ("Two",), "p1.2"))], version)
    text = data.decode().replace("<xliff ", '<xliff xmlns:cat="urn:example:cat" cat:project="7" ', 1)
    place = "</trans-unit>" if version == "1.2" else '<segment id="p1.1"'
    added = '<cat:history at="noon"><cat:by>Ana</cat:by></cat:history>'
    text = text.replace(place, added + place if version == "1.2" else f"{place}", 1)
    if version == "2.1":
        text = text.replace('xml:space="preserve">', f'xml:space="preserve" cat:locked="no">{added}', 1)
    edited = file(segment(("Un",), ("A new one",)), segment(("Deux",), ("Two",), "p1.2"))
    again = xliff.write([edited], version, text.encode())
    root = etree.fromstring(again)
    assert root.get("{urn:example:cat}project") == "7"
    (history,) = root.iter("{urn:example:cat}history")
    assert history.get("at") == "noon"
    assert history[0].text == "Ana"
    assert xliff.read(again, "a.xlf") == (edited,)
    assert xliff.write([edited], version, again) == again


@pytest.mark.parametrize("state", State)
def test_states_come_back(state: State) -> None:
    for version in VERSIONS:
        said = file(Segment("p1.1", ("Un",), ("One",), state))
        assert xliff.read(xliff.write([said], version), "a.xlf") == (said,)


@pytest.mark.parametrize(
    ("attributes", "state"),
    [
        ('><source>a</source><target state="signed-off">b</target>', State.FINAL),
        (' approved="yes"><source>a</source><target>b</target>', State.REVIEWED),
        (' approved="yes"><source>a</source><target state="needs-translation">b</target>', State.REVIEWED),
        ('><source>a</source><target state="needs-l10n">b</target>', State.INITIAL),
        ('><source>a</source><target state="x-mine">b</target>', State.TRANSLATED),
        (' approved="yes"><source>a</source>', State.INITIAL),
    ],
)
def test_the_states_of_other_tools_are_understood(attributes: str, state: State) -> None:
    data = OLD.format(f'<trans-unit id="1"{attributes}</trans-unit>').encode()
    assert faults(data) == []
    assert xliff.read(data, "a.xlf")[0].units[0].segments[0].state is state


OLD = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="a" datatype="html" '
    'source-language="fr" target-language="en"><body>{}</body></file></xliff>'
)
NEW = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="fr" trgLang="en"><file id="f1">'
    '<unit id="u1">{}</unit></file></xliff>'
)


def test_every_inline_code_of_the_old_version_is_read() -> None:
    text = (
        'a<x id="1"/>b<bpt id="2" rid="9">&lt;i></bpt>c<ept id="3" rid="9">&lt;/i></ept><bx id="4" rid="8"/>d'
        '<ex id="5" rid="8"/><ph id="6">%n<sub>deep</sub></ph><it id="7" pos="close">&lt;/u></it>'
        '<mrk mtype="seg" mid="1">e <mrk mtype="protected">f</mrk></mrk><g id="10">g</g>h'
    )
    (found,) = xliff.read(OLD.format(f'<trans-unit id="1"><source>{text}</source></trans-unit>').encode(), "a.xlf")
    assert found.units[0].segments[0].source == (
        *("a", Code("1", Side.NONE, ""), "b", Code("9", Side.OPEN, "<i>"), "c", Code("9", Side.CLOSE, "</i>")),
        *(Code("8", Side.OPEN, ""), "d", Code("8", Side.CLOSE, ""), Code("6", Side.NONE, "%ndeep")),
        *(Code("7", Side.CLOSE, "</u>"), "e f", Code("10", Side.OPEN, ""), "g", Code("10", Side.CLOSE, ""), "h"),
    )


def test_every_inline_code_of_the_new_version_is_read() -> None:
    text = (
        'a<cp hex="001A"/><ph id="1" dataRef="d1"/><pc id="2" dataRefStart="d1"><sc id="3" isolated="yes"/></pc>'
        '<ec id="4" isolated="yes"/><ph id="5" copyOf="1"/><mrk id="m1" type="comment" value="hm">b</mrk>'
        '<sm id="m2" type="term" value="w"/>c<em startRef="m2"/><sm id="m3" type="generic"/>d<em startRef="m3"/>'
    )
    data = NEW.format(
        '<originalData><data id="d1">x<cp hex="0002"/></data></originalData>'
        f"<segment><source>{text}</source></segment><ignorable><source> </source></ignorable>"
    ).encode()
    assert faults(data) == []
    (found,) = xliff.read(data, "a.xlf")
    assert found.units[0].segments[0].source == (
        *("a\x1a", Code("1", Side.NONE, "x\x02"), Code("2", Side.OPEN, "x\x02"), Code("3", Side.OPEN, "")),
        *(Code("2", Side.CLOSE, ""), Code("4", Side.CLOSE, ""), Code("1", Side.NONE, ""), "b"),
        *(Mark("m2", Side.OPEN, "w"), "c", Mark("m2", Side.CLOSE), "d"),
    )


@pytest.mark.parametrize("path", sorted(VALID.glob("*.xlf")), ids=lambda path: path.stem)
def test_valid_files_of_others_are_read(path: Path) -> None:
    """Each uses a module or a corner of the specification; what it says as text is found, the rest does no harm."""
    data = path.read_bytes()
    assert faults(data) == []
    files = xliff.read(data, path.name)
    segments = [one for found in files for unit in found.units for one in unit.segments]
    assert any(xliff.spelled(one.target or ()) for one in segments)


HOSTILE = {
    "nothing": b"",
    "no xml": b"\x00\x01\x02",
    "text": b"Bonjour",
    "cut off": xliff.write([FULL])[:400],
    "html": b"<html><body>x</body></html>",
    "future": NEW.replace('version="2.1"', 'version="3.0"').encode(),
    "foreign namespace": NEW.replace("document:2.0", "document:9.9").encode(),
    "no language": NEW.replace(' trgLang="en"', "").format("<segment><source>a</source></segment>").encode(),
    "odd language": NEW.replace('"en"', '"../../etc"').format("<segment><source>a</source></segment>").encode(),
    "doctype": b"<!DOCTYPE xliff [<!ENTITY a 'b'>]>" + NEW.encode(),
    "doctype behind a comment": b"<?xml version='1.0'?><!-- a --> <!DOCTYPE xliff SYSTEM 'file:///etc/passwd'>"
    + NEW.encode(),
    "doctype in UTF-16": ("\ufeff<!DOCTYPE xliff [<!ENTITY a 'b'>]>" + NEW).encode("utf-16-le"),
    "bomb": b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>",
    "undeclared entity": NEW.format("<segment><source>&xxe;</source></segment>").encode(),
    "deep": NEW.format("<segment><source>" + "<x>" * 200 + "</x>" * 200 + "</source></segment>").encode(),
    "deeper": b"<a>" * 5000,
    "control character": NEW.format("<segment><source>&#1;</source></segment>").encode(),
    "wrong encoding": b"<?xml version='1.0' encoding='UTF-8'?><x>\xff\xfe</x>",
    "unknown encoding": b"<?xml version='1.0' encoding='klingon'?><x/>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_review_file_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(PolyglotError) as refused:
        xliff.read(HOSTILE[name], "a.xlf")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.data(), st.sampled_from(VERSIONS))
def test_damaged_files_are_read_or_refused(draw: st.DataObject, version: Version) -> None:
    data = bytearray(xliff.write([FULL], version))
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(data) - 1))
        piece = draw.draw(
            st.sampled_from([b"", b"<", b">", b'"', b"/", b"&", b"\xff", b"\0", b"2", bytes(data[at : at + 40])])
        )
        data[at : at + draw.draw(st.integers(0, 12))] = piece
    try:
        xliff.read(bytes(data), "a.xlf")
    except PolyglotError as refused:
        assert "\n" not in str(refused)


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polyglot.xmlfile.SIZE_LIMIT", 1000)
    with pytest.raises(UnreadableInputError, match="larger than"):
        xliff.read(xliff.write([FULL]), "a.xlf")


def test_odd_values_do_no_harm() -> None:
    data = NEW.format(
        '<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match ref="#s" similarity="much"/>'
        '<mtc:match ref="#s" similarity="much"><source>a</source><target>b</target></mtc:match></mtc:matches>'
        '<segment id="s" state="odd" subState="x"><source>a<cp hex="zz"/><cp hex="FFFFFFFFF"/><cp hex="D800"/>'
        '<cp hex="0000"/><ph/><ec/><em/></source></segment>'
    ).encode()
    (found,) = xliff.read(data, "a.xlf")
    (only,) = found.units[0].segments
    assert only.state is State.INITIAL
    assert xliff.spelled(only.source) == "a"
    assert only.matches == (Match(("a",), ("b",), "", 0.0),)


def test_a_character_that_no_xml_can_hold_has_a_number_or_is_refused() -> None:
    odd = file(segment(("a\x0cb", Code("c1", Side.NONE, "\x1b[")), ("\x0c",)))
    data = xliff.write([odd], "2.1")
    assert faults(data) == []
    assert xliff.read(data, "a.xlf") == (odd,)
    with pytest.raises(UnreadableInputError, match=r"U\+000C"):
        xliff.write([odd], "1.2")


@given(st.text())
def test_ids_are_tokens_and_come_back(name: str) -> None:
    assert token(name).replace("_", "").replace("-", "").replace(".", "").isalnum()
    assert token(name).isascii()
    assert "\0" in name or untoken(token(name)) == name


def test_no_id_of_a_segment_is_that_of_a_code() -> None:
    assert untoken(token("c12")) == "c12"
    assert token("c12") != "c12"


def test_pairs_are_those_that_can_be_one_element() -> None:
    assert pairs((BOLD, "a", LINK, LINK_END, BOLD_END)) == {2: 3, 0: 4}
    assert pairs(CROSSING) == {2: 6}
    assert halves(CROSSING) == {"c1", "c2"}


def test_memory_for_another_tool_has_its_codes() -> None:
    source, target = (
        tuple(kits.pieces(said)) for said in (("À ", BOLD, "Kiev", BOLD_END, BREAK), ("In ", BOLD, "Kyiv"))
    )
    unit = tmx.TransUnit(FR, (tmx.Variant(FR, source), tmx.Variant(EN, target)))
    root = etree.fromstring("".join(tmx.write([unit], FR)).encode())
    assert (root.tag, root.get("version"), root[0].get("srclang")) == ("tmx", "1.4", "fr")
    first, second = root.iter("seg")
    assert [one.tag for one in first] == ["bpt", "ept", "ph"]
    assert "".join(map(str, first.itertext())) == "À <b>Kiev</b><br>"
    assert [(one.tag, one.get("pos")) for one in second] == [("it", "begin")]


def test_terms_for_another_tool_say_which_form_to_write() -> None:
    space = "{urn:iso:std:iso:30042:ed-2}"
    root = etree.fromstring(
        kits.termbase_of(
            [kits.Term("kyiv", "Kiev", ("Kyiv", "Kyïv")), kits.Term("kyiv", "Kyiv", ("Kyiv",))], Pair(FR, EN)
        )
    )
    (concept,) = root.iter(f"{space}conceptEntry")
    assert [term.text for term in concept.iter(f"{space}term")] == ["Kiev", "Kyiv", "Kyiv", "Kyïv"]
    assert [note.text for note in concept.iter(f"{space}termNote")][2:] == [
        "preferredTerm-admn-sts",
        "admittedTerm-admn-sts",
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_note_may_quote_what_no_xml_file_can_have(version: Version) -> None:
    """An issue shows the former source of a sentence, whatever stood in it."""
    noted = Segment("p1.1", ("Ctrl+C.",), notes=(Note("issue", "stale: it was Ctrl+\x03"),))
    data = xliff.write([file(noted)], version)
    assert faults(data) == []
    (again,) = xliff.read(data, "a.xlf")
    assert again.units[0].segments[0].notes == (Note("issue", "stale: it was Ctrl+\N{REPLACEMENT CHARACTER}"),)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\n   Bonjour,\n   le monde.\n  ", ("Bonjour, le monde.",)),
        (" deux  espaces ", (" deux  espaces ",)),
        ('<ph id="c1"/>\n  fin', (Code("c1", Side.NONE, ""), " fin")),
        ("\n", ()),
    ],
)
@pytest.mark.parametrize("kept", [False, True])
def test_the_layout_of_a_file_is_no_text_unless_it_says_so(written: str, read: Content, kept: bool) -> None:
    """Tools that lay a file out break its lines; `xml:space` tells what is text (XLIFF 2.1, 4.7.3)."""
    space = ' xml:space="preserve"' if kept else ""
    data = (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="fr" trgLang="en"><file id="f">'
        f'<unit id="u"{space}><segment><source>{written}</source></segment></unit></file></xliff>'
    )
    (found,) = xliff.read(data.encode(), "a.xlf")
    text = "".join(piece for piece in found.units[0].segments[0].source if isinstance(piece, str))
    if kept:
        assert text == re.sub("<[^>]*>", "", written)
    else:
        assert found.units[0].segments[0].source == read
