"""Plain text: every byte is kept, units are what a reader sees as one, and their ids move with them."""

from __future__ import annotations

import codecs
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import laws
from polyglot.errors import OutputError, UnreadableInputError
from polyglot.formats.plain import PlainFormat
from polyglot.model import Document, Edit, Role, Span, Unit
from polyglot.skeleton import SIZE_LIMIT, splice

PLAIN = PlainFormat()
PAGES = Path(__file__).parent / "pages"
LINE_ENDS = ("\n", "\r\n", "\r")
PROSE = (
    "La municipalité de Valmorin a voté lundi soir la construction d’une nouvelle bibliothèque, et les travaux "
    "commenceront au printemps. Le chantier, qui doit durer deux ans, coûtera 1,2 million d’euros à la commune."
)

characters = st.characters(codec="utf-8", exclude_characters="\0")
texts = st.text(characters) | st.lists(
    st.sampled_from(
        ("Un mot.", "- point", "> cité", "$ make", "```", "~~~", "# Titre", "— Oui.", " ", "\t", "", "\u2028")
    )
    | st.text(characters, max_size=12)
    | st.sampled_from(LINE_ENDS)
).map("".join)


def read(text: str) -> Document:
    """A text as a document."""
    return PLAIN.read(text.encode())


def units(text: str) -> list[tuple[str, str]]:
    """Role and text of every unit."""
    return [(str(unit.role), unit.text) for unit in read(text).units]


def contents(text: str) -> list[str]:
    """The texts of all units."""
    return [unit.text for unit in read(text).units]


# --- bytes ---


def kept(data: bytes, encoding: str = "") -> bool:
    """Whether a file is written as it was read."""
    return laws.identity(data, lambda raw: PLAIN.read(raw, encoding=encoding), PLAIN.write)


@given(texts)
def test_any_text_keeps_its_bytes(text: str) -> None:
    assert kept(text.encode())


@given(texts, st.sampled_from(LINE_ENDS), st.sampled_from(("utf-8-sig", "utf-16-le", "utf-16-be")))
def test_line_ends_and_byte_order_marks_are_kept(text: str, end: str, encoding: str) -> None:
    marks = {"utf-8-sig": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    data = marks[encoding] + end.join(text.splitlines()).encode(encoding)
    assert kept(data)
    assert PLAIN.read(data).text == end.join(text.splitlines())


@given(st.binary().map(lambda data: data.replace(b"\0", b"")))
def test_latin_1_takes_any_bytes(data: bytes) -> None:
    assert PLAIN.read(b"x" + data, encoding="latin-1").text == "x" + data.decode("latin-1")
    assert kept(b"x" + data, "latin-1")


@given(texts)
def test_a_target_equal_to_its_source_changes_nothing(text: str) -> None:
    document = read(text)
    same = replace(document, units=tuple(replace(unit, target=unit.text) for unit in document.units))
    assert PLAIN.write(same) == text.encode()


def test_the_mark_is_no_part_of_the_text() -> None:
    document = PLAIN.read(codecs.BOM_UTF8 + "Été.\r\n".encode())
    assert (document.text, document.encoding.name, document.encoding.bom) == ("Été.\r\n", "utf-8", codecs.BOM_UTF8)
    assert [unit.text for unit in document.units] == ["Été."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_encoding_that_is_named_is_taken_with_and_without_a_mark(encoding: str, mark: str) -> None:
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    if mark and plain == "latin-1":
        return
    data = f"{mark}Été à Kyiv.\r\n".encode(plain)
    assert kept(data, encoding)
    assert PLAIN.read(data, encoding=encoding).text.removeprefix("\ufeff") == "Été à Kyiv.\r\n"


def test_utf_32_is_known_by_its_mark() -> None:
    for data in (
        codecs.BOM_UTF32_BE + "Été 🙂\n".encode("utf-32-be"),
        codecs.BOM_UTF32_LE + "Été 🙂\n".encode("utf-32-le"),
    ):
        assert kept(data)
        assert PLAIN.read(data).text == "Été 🙂\n"


@pytest.mark.parametrize("mark", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf_16_is_known_by_its_mark(mark: str) -> None:
    data = "Été à Kyiv 🙂\n".encode(mark)
    marked = (
        data if mark == "utf-16" else {"utf-16-be": codecs.BOM_UTF16_BE, "utf-16-le": codecs.BOM_UTF16_LE}[mark] + data
    )
    assert PLAIN.read(marked).text == "Été à Kyiv 🙂\n"


@pytest.mark.parametrize(
    ("data", "encoding", "said"),
    [
        ("Été. ".encode() + b"\xe9t\xe9", "", "byte 7 (0xe9) is not valid UTF-8"),
        (codecs.BOM_UTF8 + b"ab\xff", "", "byte 5 (0xff) is not valid UTF-8"),
        (b"caf\xc3", "", "byte 3 (0xc3) is not valid UTF-8"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "", "byte 4 (0x62) is not valid UTF-16-LE"),
        ("Été".encode(), "ascii", "byte 0 (0xc3) is not valid ASCII"),
        (b"GIF89a\x00\x01 words", "", "a binary file, not text"),
        (b"words", "klingon", "there is no encoding 'klingon'"),
        (b"words", "rot13", "there is no encoding 'rot13'"),
        (b"words", "undefined", "there is no encoding 'undefined'"),
        (b"+AOk-t+AOk", "utf-7", "the encoding utf-7 does not keep every byte of it"),
        (b"text" * (SIZE_LIMIT // 4) + b"s", "", "larger than 64 MiB"),
    ],
    ids=[
        "invalid",
        "invalid behind a mark",
        "cut off",
        "half a character",
        "other encoding",
        "binary",
        "klingon",
        "no text",
        "undefined",
        "lossy",
        "large",
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, encoding: str, said: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        PLAIN.read(data, "page.txt", encoding)
    assert (caught.value.message, caught.value.place, bool(caught.value.hint)) == (said, "page.txt", True)


@pytest.mark.parametrize(("encoding", "char"), [("latin-1", "œ"), ("windows-1252", "ķ"), ("ascii", "é")])
def test_a_character_that_the_encoding_cannot_spell_is_refused(encoding: str, char: str) -> None:
    document = PLAIN.read(b"One line.\n", "page.txt", encoding)
    (unit,) = document.units
    with pytest.raises(OutputError, match=repr(char)) as caught:
        PLAIN.write(replace(document, units=(replace(unit, target=f"b{char}uf"),)))
    assert (caught.value.place, "UTF-8" in caught.value.hint) == ("page.txt", True)


# --- roles ---


def test_title_headings_and_paragraphs() -> None:
    text = "Le titre de la page\n\nUn paragraphe. Il finit.\n\nUn intertitre\n\nUn autre paragraphe.\n\nSigné : A. B."
    assert units(text) == [
        ("title", "Le titre de la page"),
        ("paragraph", "Un paragraphe. Il finit."),
        ("heading", "Un intertitre"),
        ("paragraph", "Un autre paragraphe."),
        ("paragraph", "Signé : A. B."),
    ]


@pytest.mark.parametrize(
    ("line", "role", "text"),
    [
        ("- un point", "list-item", "un point"),
        ("  * un point", "list-item", "un point"),
        ("•\tun point", "list-item", "un point"),
        ("3. un point", "list-item", "un point"),
        ("(12) un point", "list-item", "un point"),
        ("a) un point", "list-item", "un point"),
        ("> une citation", "quote", "une citation"),
        ("> > une citation", "quote", "une citation"),
        (">une citation", "quote", "une citation"),
        ("« Nous voulons lire. »", "quote", "« Nous voulons lire. »"),
        ("“We want to read.”", "quote", "“We want to read.”"),
        ("— Oui, madame.", "paragraph", "Oui, madame."),
        ("## Un intertitre", "heading", "Un intertitre"),
        ("- Un intertitre -", "heading", "- Un intertitre -"),
        ("$ make install", "code", "$ make install"),
        ("# apt install polyglot", "code", "# apt install polyglot"),
        (">>> print(1)", "code", ">>> print(1)"),
        ("-5 degrés à midi.", "paragraph", "-5 degrés à midi."),
        ("$ 100 suffisent.", "paragraph", "$ 100 suffisent."),
        ("1998 fut froid.", "paragraph", "1998 fut froid."),
        ("#Kyiv est en fête.", "paragraph", "#Kyiv est en fête."),
        ("2.5 points de plus.", "paragraph", "2.5 points de plus."),
    ],
)
def test_what_a_line_is(line: str, role: str, text: str) -> None:
    found = units(f"Avant elle, une phrase.\n\n{line}\n\nAprès elle, une phrase.\n")
    assert found[1:-1] == [(role, text)]


@pytest.mark.parametrize("fence", ["```", "~~~", "```sh", "  ```"])
def test_what_stands_between_fences_is_code(fence: str) -> None:
    closing = fence.removesuffix("sh")
    text = f"Une phrase.\n\n{fence}\nnom = Jardin\n\n- pas un point\n{closing}\n\nUne autre."
    found = read(text).units
    assert [unit.role is Role.CODE for unit in found] == [False, True, True, False]
    assert [unit.translate for unit in found] == [True, False, False, True]


def test_a_fence_that_nothing_closes_fences_nothing_off() -> None:
    assert all(unit.translate for unit in read("Une phrase.\n\n```\nUne autre.\n\nEt la suite.\n").units)


def test_tildes_below_a_line_underline_it() -> None:
    assert all(unit.translate for unit in read("Le titre\n~~~~~~~~\n\nUne phrase.\n\nAutre titre\n~~~~~~~~~~~\n").units)


def test_lines_without_letters_are_no_units() -> None:
    assert contents("***\n\n12 : 30\n\n-----\n\n…\n") == []


# --- paragraphs ---


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_paragraph_wrapped_by_hand_is_one_unit(width: int, end: str) -> None:
    wrapped = end.join(textwrap.wrap(PROSE, width))
    assert wrapped.count(end) > 0
    assert contents(f"{wrapped}{end}{end}{wrapped}") == [wrapped, wrapped]


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
def test_a_wrapped_quotation_or_item_is_one_unit(width: int, mark: str) -> None:
    below = mark if mark == "> " else "   "
    wrapped = textwrap.fill(PROSE, width, initial_indent=mark, subsequent_indent=below)
    assert contents(f"{wrapped}\n\n{wrapped}") == [wrapped.removeprefix(mark)] * 2


@pytest.mark.parametrize("sign", ["%", "$", "–", "—"])
def test_a_sentence_wrapped_before_a_sign_is_one_unit(sign: str) -> None:
    first = "La hausse des prix a été forte cette année dans toutes les régions, 10"
    wrapped = f"{first}\n{sign} de plus que ce que la mairie et le département avaient prévu en mai,"
    assert contents(wrapped) == [wrapped]


@pytest.mark.parametrize("below", ["Par Jean Dupont", "- un point d’abord", "> cité"])
def test_a_long_title_and_the_line_below_it_are_two_units(below: str) -> None:
    title = "Un titre assez long, de plus de cinquante caractères au total"
    assert contents(f"{title}\n{below}\n") == [title, below.lstrip("-> ")]


def test_a_long_line_is_a_unit_even_above_another() -> None:
    assert contents(f"{PROSE}\n{PROSE}\n") == [PROSE, PROSE]


@pytest.mark.parametrize(
    "text",
    [
        "Le quai sent la pluie et le pain,\nUn chien s'endort sous la pendule ;\nQuelqu'un replie un lendemain\n",
        "Menuiserie Aubertin\n17, rue des Tanneurs\nSaint-Arvin\n",
        "— Alors, tu attaques par où ?\n— Par le haut.\n— Et la météo ?\n",
        "- du blé ;\n- du colza ;\n- des engrais.\n",
        "$ cd moisson\n$ make\n",
        "> Oui.\n>> Non.\n",
    ],
    ids=["verse", "address", "dialogue", "list", "commands", "quotations in quotations"],
)
def test_lines_that_are_units_of_their_own(text: str) -> None:
    assert len(contents(text)) == len(text.splitlines())
    assert len(contents(f"{textwrap.fill(PROSE, 72)}\n\n{text}")) == len(text.splitlines()) + 1


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("# sharebar\n\nA small widget.\n", "sharebar"),
        ("# mon outil de tous les jours\n", "mon outil de tous les jours"),
        ("# apt-get update\n\nLa suite.\n", "# apt-get update"),
        ("# ls\nnotes\n", "# ls"),
    ],
)
def test_a_title_in_small_letters_is_no_command(text: str, first: str) -> None:
    assert contents(text)[0] == first


def test_the_letter_the_poem_and_the_readme() -> None:
    texts = {name: contents((PAGES / f"{name}.fr.txt").read_text("utf-8")) for name in ("letter", "poem", "readme")}
    assert all("\n" not in text for text in texts["poem"])
    assert next(text for text in texts["letter"] if text.startswith("Je fais suite")).endswith("posés en feuillure.")
    assert {"17, rue des Tanneurs", "Saint-Arvin", "Étienne Aubertin"} <= set(texts["letter"])
    assert "$ make" in texts["readme"]
    assert next(text for text in texts["readme"] if text.startswith("Attention")).endswith("aucun cookie.")


# --- units and ids ---


@given(texts)
def test_units_are_stretches_of_the_text(text: str) -> None:
    document = read(text)
    at = 0
    for unit in document.units:
        assert unit.text == document.text[unit.span.start : unit.span.end] == unit.text.strip() != ""
        assert unit.span.start >= at
        at = unit.span.end
    assert len({unit.id for unit in document.units}) == len(document.units)


@given(texts)
def test_every_letter_is_in_a_unit_or_a_fence(text: str) -> None:
    document = read(text)
    outside = splice(document.text, [Edit(unit.span, "") for unit in document.units])
    left = [line.strip() for line in re.split(r"[\r\n]", outside) if any(map(str.isalpha, line))]
    assert all(re.match(r"```|~~~|\(?[a-z]\)$", line) for line in left)


@given(st.permutations([f"Paragraphe numéro {number}, {PROSE}" for number in range(5)]))
def test_ids_are_the_same_however_units_move(moved: Sequence[str]) -> None:
    def ids(lines: Sequence[str]) -> dict[str, str]:
        return {unit.text: unit.id for unit in read("\n\n".join(lines)).units}

    assert ids(moved) == ids(sorted(moved))


def test_ids_of_repeated_units_differ() -> None:
    ids = [unit.id for unit in read(f"{PROSE}\n\n{PROSE}\n\n{PROSE}\n").units]
    assert ids == [ids[0], f"{ids[0]}-2", f"{ids[0]}-3"]


# --- splicing ---


def test_targets_take_the_place_of_units_alone() -> None:
    document = PLAIN.read("\ufeff  - Un point ;\r\n\r\n\t> Cité.  \r\n".encode())
    changed = replace(document, units=tuple(replace(unit, target="★") for unit in document.units))
    assert PLAIN.write(changed).decode() == "\ufeff  - ★\r\n\r\n\t> ★  \r\n"


@pytest.mark.parametrize(
    ("edits", "wanted"),
    [
        ([], "abcdef"),
        ([Edit(Span(1, 3), "X")], "aXdef"),
        ([Edit(Span(4, 5), "Y"), Edit(Span(0, 1), "X")], "XbcdYf"),
        ([Edit(Span(6, 6), "!"), Edit(Span(0, 0), "!")], "!abcdef!"),
        ([Edit(Span(2, 3), "small"), Edit(Span(1, 5), "")], "af"),
        ([Edit(Span(1, 5), ""), Edit(Span(1, 2), "small"), Edit(Span(5, 6), "Z")], "aZ"),
    ],
    ids=["nothing", "one", "any order", "insertions", "a larger one", "the same start"],
)
def test_splicing(edits: list[Edit], wanted: str) -> None:
    assert splice("abcdef", edits) == wanted


@given(texts, st.sampled_from((str.upper, str.title, str.swapcase, "«{}»".format, "".join, "★".join)))
def test_what_is_outside_the_units_stays(text: str, change: Callable[[str], str]) -> None:
    def rest(document: Document, word: Callable[[Unit], str]) -> str:
        return splice(document.text, [Edit(unit.span, word(unit)) for unit in document.units])

    document = read(text)
    changed = replace(document, units=tuple(replace(unit, target=change(unit.text)) for unit in document.units))
    assert PLAIN.write(changed).decode() == rest(document, lambda unit: change(unit.text))
