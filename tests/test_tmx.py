"""TMX: what is written reads as it was, what others write is read, and what is hostile is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import tmx
from polyglot.errors import LawBrokenError, UnreadableInputError
from polyglot.tmx import InlineCode, Piece, TransUnit, Variant

HEAD = '<tmx version="1.4"><header srclang="fr" segtype="sentence"/><body>'
TAIL = "</body></tmx>"
SAYABLE = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff", exclude_categories=["Cc", "Cs"]))


def read(text: str | bytes) -> list[TransUnit]:
    data = text.encode() if isinstance(text, str) else text
    return list(tmx.read(BytesIO(data), "a.tmx"))


def written(*units: TransUnit) -> str:
    return "".join(tmx.write(units, "fr"))


def segment(inside: str) -> Variant:
    (unit,) = read(f'{HEAD}<tu><tuv xml:lang="fr"><seg>{inside}</seg></tuv></tu>{TAIL}')
    (variant,) = unit.variants
    return variant


CODES = (
    InlineCode("bpt", "<b>", "1"),
    InlineCode("ept", "</b>", "1"),
    InlineCode("ph", "<br/>", "2"),
    InlineCode("it", "<i>", begins=True),
    InlineCode("it", "</i>", begins=False),
)


@given(st.lists(st.one_of(SAYABLE.filter(bool), st.sampled_from(CODES))), SAYABLE)
def test_what_is_written_reads_as_it_was(given: list[Piece], value: str) -> None:
    pieces: list[Piece] = []
    for piece in given:
        if pieces and isinstance(piece, str) and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    unit = TransUnit("fr", (Variant("fr", tuple(pieces)), Variant("en", ("x",), (("p", value),))), (("q", value),))
    (found,) = read(written(unit))
    assert (found.source, found.variants, found.properties) == (unit.source, unit.variants, unit.properties)


def test_carriage_returns_and_markup_survive() -> None:
    unit = TransUnit("fr", (Variant("fr", ('a\r\n<b> & "c" ]]>\t',)),))
    assert read(written(unit))[0].variants == unit.variants


@pytest.mark.parametrize("character", ["\0", "\x1b", "\ufffe", "\ud800"])
def test_what_xml_cannot_say_is_refused(character: str) -> None:
    with pytest.raises(LawBrokenError, match="cannot stand in TMX"):
        written(TransUnit("fr", (Variant("fr", (f"a{character}",)),)))


def test_codes_of_other_tools() -> None:
    found = segment('a <bpt i="3" type="b">&lt;b></bpt>c<ept i="3">&lt;/b></ept> <ph x="4"/><ut>{x}</ut><hi>d</hi>e')
    assert found.pieces == (
        *("a ", InlineCode("bpt", "<b>", "3"), "c", InlineCode("ept", "</b>", "3"), " ", InlineCode("ph", "", "4")),
        *(InlineCode("ph", "{x}"), "de"),
    )


def test_text_inside_codes_belongs_to_them() -> None:
    """A subflow, as in an attribute that is translated."""
    assert segment('<ph>&lt;img alt="<sub>a <it pos="end">b</it></sub>"></ph>').text == '<img alt="a b">'


def test_languages_properties_and_what_is_beside_the_text() -> None:
    (unit,) = read(
        f'{HEAD}<tu srclang="en"><note>n</note><prop type="p">v</prop>\n<tuv lang="EN"><prop type="o">w</prop>'
        f"<seg>Yes.</seg></tuv></tu>{TAIL}"
    )
    assert (unit.source, unit.properties) == ("en", (("p", "v"),))
    assert unit.variants == (Variant("EN", ("Yes.",), (("o", "w"),)),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{name}"?>{HEAD}<tu><tuv xml:lang="fr"><seg>é</seg></tuv></tu>{TAIL}'
    assert read(text.encode(encoding))[0].variants[0].text == "é"


def test_a_dtd_may_be_named_and_is_not_fetched() -> None:
    assert read(f'<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">{HEAD}{TAIL}') == []


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REFUSED = (
    (f"{BOMB}{HEAD}{TAIL}", "DTD of its own"),
    (f'<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}{TAIL}', "DTD of its own"),
    (f'<!DOCTYPE tmx SYSTEM "x.dtd">{HEAD}<tu><tuv xml:lang="fr"><seg>&secret;</seg></tuv></tu>{TAIL}', "entity"),
    (f"{HEAD}<tu><tuv><seg>a</seg></tuv></tu>{TAIL}", "without its language"),
    (f"{HEAD}<tu>", "no XML"),
    ("", "no XML"),
    ("plain text", "no XML"),
    ("<xliff/>", "this is no TMX"),
    ("<tmx>" + "<a>" * 100, "in one another"),
    (f'{HEAD}<tu><tuv xml:lang="fr"><seg>{"a" * (tmx.LONGEST + 1)}</seg></tuv></tu>{TAIL}', "characters"),
    (HEAD + "<tu>" + '<tuv xml:lang="fr"><seg>a</seg></tuv>' * (tmx.MOST + 1) + f"</tu>{TAIL}", "too many texts"),
    ('<?xml version="1.0" encoding="x-nothing"?>' + HEAD + TAIL, "encoding"),
)


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_hostile_or_broken_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(UnreadableInputError, match=message) as caught:
        read(text)
    assert caught.value.place.startswith("a.tmx:")


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    try:
        read(HEAD.encode() + data)
    except UnreadableInputError as error:
        assert error.place
