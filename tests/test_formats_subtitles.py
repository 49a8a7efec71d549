"""Subtitles: the text of cues changes, and nothing else does."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot.errors import UnreadableInputError
from polyglot.formats.subtitles import SrtFormat, VttFormat
from polyglot.model import Span
from road import Road
from splicing import FILES, changed, kept, said

SRT, VTT = SrtFormat(), VttFormat()
FILM = (FILES / "film.fr.srt").read_bytes()
WEB = (FILES / "film.fr.vtt").read_bytes()
ENDS = ("\n", "\r\n", "\r")

words = st.text(st.sampled_from("aé <>&;'\"-–—{}\\/.\u00a0"), max_size=12)
tags = st.sampled_from(("<i>", "</i>", "<b>", "</b>", r"{\an8}", "<c.x>", "</c>", "&lt;", "&amp;", "<v A>"))
lines = st.lists(words | tags, min_size=1, max_size=4).map("".join)
cues = st.lists(lines.filter(lambda line: bool(line.strip()) and "-->" not in line), min_size=1, max_size=3)


def file_of(texts: list[list[str]], end: str, header: str = "") -> bytes:
    """A file of cues with these lines."""
    blocks = [[str(n), f"00:00:0{n % 10}.000 --> 00:00:0{n % 10}.500", *text] for n, text in enumerate(texts, 1)]
    return (header + (end * 2).join(end.join(block) for block in blocks) + end).encode()


@given(st.lists(cues, min_size=1, max_size=4), st.sampled_from(ENDS))
def test_any_cues_keep_their_bytes_and_their_codes(texts: list[list[str]], end: str) -> None:
    for form, header in ((SRT, ""), (VTT, f"WEBVTT{end}{end}")):
        data = file_of(texts, end, header)
        assert kept(form, data)
        written, wanted = changed(form, data, str.upper)
        assert list(map(bare, said(form.read(written)))) == list(map(bare, wanted))


def bare(text: str) -> str:
    """A text without white space at the ends of its lines, which a changed cue may lose."""
    return "\n".join(line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize(("form", "data"), [(SRT, FILM), (VTT, WEB)])
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_files_keep_line_ends_and_marks(form: SrtFormat | VttFormat, data: bytes, end: str, mark: bytes) -> None:
    whole = mark + data.replace(b"\n", end.encode())
    assert kept(form, whole)
    written, wanted = changed(form, whole, str.swapcase)
    assert said(form.read(written)) == wanted
    assert written.decode().lower() == whole.decode().lower()
    assert len(written.splitlines()) == len(whole.splitlines())


def test_a_cue_is_a_unit_and_each_of_two_speakers_has_one() -> None:
    assert said(SRT.read(FILM)) == [
        "<i>Le maire a ouvert la bibliothèque</i>\nde la ville hier soir.",
        "Tu viens ?",
        'Oui, j’arrive à <font color="#ff0000">Kyiv</font>.',
        "On part ?",
        "Demain, parce que",
        "le train est en grève.",
        "♪",
        "Fin",
    ]


def test_the_codes_of_a_cue_are_told() -> None:
    (unit,) = VTT.read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Al>A <b>big</b> <00:01.500>cat &amp; &lt;i&gt;").units
    assert unit.text == "<v Al>A <b>big</b> <00:01.500>cat & <i>"
    codes = [(unit.text[slice(*code.span)], code.kind, code.partner) for code in unit.inline]
    assert codes == [("<v Al>", "empty", 0), ("<b>", "open", 2), ("</b>", "close", 1), ("<00:01.500>", "empty", 3)]


def test_what_is_no_text_of_a_cue_stays() -> None:
    written, _ = changed(VTT, WEB, lambda text: "x" * len(text))
    kept_lines = [line for line in WEB.decode().splitlines() if "ville</v>" not in line and "trois" not in line]
    assert [line for line in written.decode().splitlines() if line in kept_lines] == kept_lines


def test_entities_are_written_as_the_cue_has_them() -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:02.000\nTom &amp; Léa&nbsp;! 1 > 0\n"
    written, _ = changed(VTT, data.encode(), lambda text: text.replace("Tom", "<Al> --> Bo"))
    assert written.decode() == data.replace("Tom", "&lt;Al> --&gt; Bo")


def test_blank_lines_in_a_target_do_not_end_the_cue() -> None:
    data = b"1\r\n00:00:01,000 --> 00:00:02,000\r\nUn\r\n"
    assert changed(SRT, data, lambda text: f"\n{text}\n \n\ndeux\n")[0] == data.replace(b"Un", b"Un\r\ndeux")


def test_text_behind_a_blank_line_goes_on() -> None:
    document = SRT.read(
        b"1\n00:00:01,000 --> 00:00:02,000\nUn\n\ndeux trois\n\n2\n00:00:03,000 --> 00:00:04,000\nQuatre\n"
    )
    assert said(document) == ["Un", "deux trois", "Quatre"]
    assert document.units[1].span == Span(36, 46)


@pytest.mark.parametrize(
    ("form", "text", "place", "message"),
    [
        (SRT, "Bonjour\n", ":1", "no times where a cue's times must be"),
        (SRT, "1\n00:01 -> 00:02\nUn\n", ":2", "no times where a cue's times must be"),
        (SRT, "1\n00:00:01,000 --> 00:00:02,000\nUn\n\n2\nDeux\n", ":6", "no times where a cue's times must be"),
        (SRT, "Un\nDeux\n00:00:01,000 --> 00:00:02,000\n", ":1", "no times where a cue's times must be"),
        (VTT, "00:01.000 --> 00:02.000\nUn\n", ":1", "the line WEBVTT is missing"),
        (VTT, "WEBVTTX\n", ":1", "the line WEBVTT is missing"),
        (VTT, "WEBVTT\n\nUn\n", ":3", "no times where a cue's times must be"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(form: SrtFormat | VttFormat, text: str, place: str, message: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        form.read(text.encode(), "film")
    assert (caught.value.place, caught.value.message) == (f"film{place}", message)


@pytest.mark.parametrize("name", ["film.fr.srt", "film.fr.vtt"])
def test_the_road_keeps_times_and_codes(name: str, road: Road) -> None:
    (road.root / name).write_bytes((FILES / name).read_bytes())
    ran = road.run("translate", name, "--to", "en", "--engine", "pseudo", "--json")
    assert ran.code == 0, ran.err
    assert ran.object["untranslated"] == 0
    written = (road.root / name.replace(".fr.", ".en.")).read_text("utf-8")
    source = (FILES / name).read_text("utf-8")
    assert [line for line in written.splitlines() if " --> " in line] == [
        line for line in source.splitlines() if " --> " in line
    ]
    assert ("by a machine" in written) == name.endswith(".vtt")
