"""Large glossaries: what spares work changes no result. Rows are offered by words, few are examined, much is kept."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import resources
from polyglot.errors import GlossaryError
from polyglot.glossary import (
    Concept,
    Glossary,
    by_id,
    compiled,
    find,
    index,
    known,
    load,
    on,
    pages,
    rows,
    sheets,
    styled,
)
from polyglot.glossary.fold import View, fold, screened, unify, words
from polyglot.glossary.match import Pattern, Terms
from polyglot.glossary.pages import PAGES
from polyglot.glossary.sheets import OfFiles
from polyglot.glossary.table import Row, Sheet
from polyglot.model import Severity, Tag

lint = sys.modules["polyglot.glossary.lint"]
HERE = Path(__file__).parent / "glossary"
CASES = load([HERE / "glossary.csv"])
SHIPPED = load([resources.shipped("glossary")])
FRENCH = Tag("fr")
TAGS = [Tag(tag) for tag in ("fr", "fr-CA", "de", "ar", "ko", "zh", "ja", "tr", "uk")]
ROWS = (
    "concept,fr,de,ar,ko,zh,ja,tr,uk,forms.uk,except.fr\n"
    "kyiv,Kyiv|Kiev,Kiew,كييف,키이우,基辅,キーウ,Kiev,Київ,~place-ev,poulet Kiev\n"
    "white-house,Maison Blanche,Weißes Haus,البيت الأبيض,백악관,白宫,ホワイトハウス,"
    "Beyaz Saray,Білий дім,Білого дому@gen,\n"
    "istanbul,İstanbul,Straße,إسطنبول,이스탄불,伊斯坦布尔,イスタンブール,İstanbul,Стамбул,,\n"
    "eight,Ⅷ,²,½,Ⅷ,八,ⅷ,ı,ʼн,,\n"
    "net,.NET,C++,N’Djamena,ß,États-Unis,ﬁ,I,І,,L’État\n"
)


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    path = tmp_path_factory.mktemp("scripts") / "names.csv"
    path.write_text(ROWS, "utf-8")
    return load([path])


def everywhere(glossary: Glossary, text: str, tag: Tag, monkeypatch: pytest.MonkeyPatch) -> object:
    """What is found where every pattern of every row is looked for in every text."""

    def sought(terms: Terms, _: str) -> list[Pattern]:
        every = [one for row in range(len(glossary.concepts)) for one in terms.row(row)]
        return [Pattern(pattern, [entry], tag) for pattern, entry in every]

    with monkeypatch.context() as patched:
        patched.setattr(Terms, "known", lambda *_: {""})
        patched.setattr(Terms, "sought", sought)
        return find(glossary, text, tag)


def pieces(glossary: Glossary, tag: Tag) -> st.SearchStrategy[str]:
    """Texts out of names in several capitals with what stands before and after them, and anything else."""
    terms = sorted({one for concept in glossary.concepts[:60] for one in concept.said(tag)})
    shown = st.sampled_from(sorted({how(term) for term in terms for how in (str, str.upper, str.title, str.lower)}))
    before = st.sampled_from(
        ["", "", " ", "-", "l’", "L'", "@", "_", "و", "ال", "وبال", "の", "x", "²", "\u0301", "«\u202f"]
    )
    after = st.sampled_from(
        ["", "", " ", "-", "’s", "'nin", ".", "은", "에서", "s", "x", "の", "²", "\u0301", "\u00ad", "\n", "\n\n"]
    )
    return st.lists(st.tuples(before, shown, after).map("".join) | st.text(max_size=3), max_size=5).map(" ".join)


@settings(derandomize=True, max_examples=100)
@given(data=st.data())
@pytest.mark.parametrize("tag", TAGS)
def test_every_name_is_known_by_a_word(scripts: Glossary, tag: Tag, data: st.DataObject) -> None:
    text = data.draw(pieces(scripts, tag))
    with pytest.MonkeyPatch.context() as patched:
        assert find(scripts, text, tag) == everywhere(scripts, text, tag, patched)


@settings(derandomize=True, max_examples=50)
@given(data=st.data())
@pytest.mark.parametrize("tag", ["fr", "uk", "de"])
def test_every_shipped_name_is_known_by_a_word(tag: Tag, data: st.DataObject) -> None:
    text = data.draw(pieces(SHIPPED, tag))
    with pytest.MonkeyPatch.context() as patched:
        assert find(SHIPPED, text, tag) == everywhere(SHIPPED, text, tag, patched)


def test_a_long_text_has_the_names_of_its_sentences() -> None:
    sentence = "Le président Volodymyr Zelensky est à Kyiv, dit Poutine, et non à Moscou. "
    one, many = find(CASES, sentence, FRENCH), find(CASES, sentence * 300, FRENCH)
    assert [(code.value, code.text) for code in many] == [(code.value, code.text) for code in one] * 300
    assert len(one) == 4


def test_every_character_is_in_a_word_as_it_is_in_a_folded_one() -> None:
    for character in map(chr, range(0x110000)):
        assert words(character) == words(fold(character)) == words(f" {character}\n")
        assert fold(fold(character)) == fold(character)


@settings(derandomize=True, max_examples=300)
@given(st.text())
def test_words_are_those_of_the_folded_text(text: str) -> None:
    assert words(text) == words(fold(text))


# Errors are looked for in a few rows only

NAMES = [
    "Kyiv",
    "Kiev|Kyiv",
    "KIEV",
    "Kiev",
    "Weiß",
    "WEISS",
    "WEIẞ",
    "Київ",
    "é|É",
    "C++",
    "ﬁ",
    "État",
    "ETAT",
    "İ",
    "i",
]
ODD_NAMES = [
    *("—", "Kyiv|—", "@gen", "Kyiv@gen|acc", "Kyiv@x", "-@gen", "Kyiv@gen@x", "gen", "a|", "|", "  ", "\u200bKyiv"),
    *("Ky\niv", '"Kyiv"', '"Kyiv', "Kyiv\u00a0x", "e\u0301", "<b>", "~place-ev", "~adj-m", "Київ~place-ev", "~no"),
]
VALUES = ["person", "Place", "x", "map", "2022", "2021-13", "2020", " 2023 ", "preferred", "forbidden", "m"]
FIELDS = {
    **dict.fromkeys(
        [
            *("fr", "uk", "forms.uk", "forms.fr", "deprecated.fr", "forbidden.fr", "forbidden.uk", "except.fr"),
            *("fr@AP", "forms.uk@AP"),
        ],
        NAMES + ODD_NAMES,
    ),
    **dict.fromkeys(["kind", "gender", "status", "usage.en", "since", "until"], VALUES),
    "style": ["AP", "ap", "Reuters"],
    "concept": ["", " ", "one", "one", "two", "\u200bx", "x\u00a0y", "a\nb"],
}
SOUND = {"fr": "Kyiv", "uk": "Київ"}
"""What rows say of which one or two cells say something else."""
ODD_ROWS = st.lists(
    st.sampled_from(sorted(FIELDS)).flatmap(lambda field: st.tuples(st.just(field), st.sampled_from(FIELDS[field]))),
    max_size=3,
).map(lambda cells: {**SOUND, **dict(cells)})


@settings(derandomize=True, max_examples=1500)
@given(rows=st.lists(ODD_ROWS, min_size=1, max_size=3))
def test_loading_finds_the_first_error_of_lint(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.csv"
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, sorted(FIELDS))
    writer.writeheader()
    writer.writerows({"concept": f"c{number}", **row} for number, row in enumerate(rows))
    path.write_text(written.getvalue(), "utf-8")
    first = next((issue for issue in lint.lint([path]) if issue.severity is Severity.ERROR), None)
    try:
        load([path])
        refused = None
    except GlossaryError as error:
        refused = f"{error.message}; {error.hint}", error.place
    places = [str(number) for number in (first.line, first.column) if number] if first else []
    assert refused == (first and (first.message, ":".join([str(path), *places])))


# Rows are read when they are asked for


def test_concepts_are_a_sequence_like_any_other() -> None:
    every = tuple(SHIPPED.concepts)
    assert len(every) == len(SHIPPED.concepts) == len({concept.id for concept in every})
    assert SHIPPED.concepts[-1] == every[-1]
    assert SHIPPED.concepts[3:900:100] == every[3:900:100]
    assert SHIPPED.concepts == every == SHIPPED.concepts[:]
    assert by_id(SHIPPED)["kyiv"] in every
    assert by_id(SHIPPED).get("nobody") is None
    assert [concept.id for concept in every] == list(by_id(SHIPPED))
    with pytest.raises(IndexError):
        SHIPPED.concepts[len(every)]


def test_rows_are_read_as_they_stand_in_any_file(tmp_path: Path) -> None:
    one, other, none = tmp_path / "one.csv", tmp_path / "other.tsv", tmp_path / "none.csv"
    one.write_bytes(b'\xef\xbb\xbf\r\nconcept;fr;note\r\n\r\na;A;"two\r\nlines"\r\n;;\r\nb;B;"a ""b"""\r\n')
    other.write_bytes("concept\tnote\tfr\nb\tx\tnot this one\nc\té\tC".encode())
    none.write_bytes(b"concept,fr\n")
    glossary = load([one, none, other])
    shown = [
        (each.id, each.row, each.note, Path(each.file).name, each.matched(FRENCH)[0].text) for each in glossary.concepts
    ]
    assert shown == [
        ("a", 4, "two\r\nlines", "one.csv", "A"),
        ("b", 7, 'a "b"', "one.csv", "B"),
        ("c", 3, "é", "other.tsv", "C"),
    ]
    assert [code.value for code in find(glossary, "A B C", FRENCH)] == ["a", "b", "c"]


VERSIONS = (
    "concept,style,since,until,fr,en,uk,forms.uk,en@AP\n"
    "kyiv,,,,Kyiv|Kiev,Kyiv,Київ,~place-ev,\n"
    "astana,,2019,2022,Noursoultan,Nur-Sultan,,,\n"
    "astana,,,,Astana,Astana,,,\n"
    "odesa,,2014,,Odesa,Odesa,,,\n"
    "kyiv,Reuters,,,,Kiev,Киїів,,\n"
    "quay,,,,quai,quay,,,wharf\n"
    "own,Guardian,,,Moscou,Moscow,,,\n"
    "told,AP,,,Kyiv,,Кийів,~place-ev,\n"
)
"""Rows for everybody, for house styles, which have a name of their concept or share a term, and for a time."""


@pytest.mark.usefixtures("cached")
@pytest.mark.parametrize("run", ["planned", "kept"])
@pytest.mark.parametrize("date", ["", "2013", "2021", "2023"])
@pytest.mark.parametrize("styles", [(), ("AP",), ("reuters", "AP"), ("Guardian",)])
def test_styles_and_dates_choose_among_concepts(tmp_path: Path, run: str, styles: tuple[str, ...], date: str) -> None:
    path = tmp_path / "names.csv"
    path.write_text(VERSIONS, "utf-8")
    names = load([path])
    made = Glossary(tuple(names.concepts), names.digest)
    names = load([path]) if run == "kept" else names
    text = "Kyiv, Kiev, Noursoultan, Astana, Odesa, quai, Moscou; Київ, Києва, Киїів, Кийів, Кийєва"
    for target, source in ((Tag("en"), FRENCH), (Tag("uk"), Tag("uk")), (FRENCH, FRENCH)):
        assert known(names, target) == known(made, target)
        one, other = (on(styled(each, target, styles), date) for each in (names, made))
        assert (one.digest, one.undated, *one.concepts) == (other.digest, other.undated, *other.concepts)
        assert {**by_id(one)} == {row.id: row for row in reversed(other.concepts)}
        with pytest.MonkeyPatch.context() as patched:
            assert find(one, text, source) == everywhere(other, text, source, patched) != ()


def test_styles_and_dates_read_the_rows_that_have_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "names.csv"
    path.write_text(VERSIONS + "".join(f"c{number},,,,Nom {number},Name,,,\n" for number in range(300)), "utf-8")
    names, read = load([path]), set[int]()

    def reading(sheet: Sheet, row: Row) -> Concept:
        read.add(row.number)
        return rows.concept(sheet, row)

    monkeypatch.setattr(sheets, "concept", reading)
    chosen = on(styled(names, Tag("en"), ("AP",)), "2021")
    assert [code.value for code in find(chosen, "Noursoultan, quai", FRENCH)] == ["astana", "quay"]
    assert max(read) <= VERSIONS.count("\n")
    assert len(chosen.concepts) == 305


def test_a_glossary_made_of_concepts_finds_the_same() -> None:
    made = Glossary(tuple(CASES.concepts), "another")
    text = "Volodymyr Zelensky à Kyiv, pas le poulet Kiev, MOSCOU"
    assert find(made, text, FRENCH) == find(CASES, text, FRENCH) != ()


# The cache


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a cache that keeps what it may of any glossary."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(lint, "LARGE", 1)
    monkeypatch.setattr(index, "MANY", 0)
    yield tmp_path / "cache" / "polyglot" / "glossary"


TEXT = "Volodymyr Zelensky à Kyiv, pas le poulet Kiev, MOSCOU"


def seen() -> tuple[tuple[Concept, ...], object]:
    """Everything that a glossary says, loaded and looked up by this process as if it were new."""
    glossary = load([HERE / "glossary.csv"])
    assert isinstance(glossary.concepts, OfFiles)
    return tuple(glossary.concepts), looked_up(glossary)


def looked_up(glossary: Glossary) -> object:
    """Rows by their words, and concepts by their identities."""
    indexes = [index.index_of(glossary, tag) for tag in TAGS]
    rows = [[list(one.offered(word)) for word in sorted(one.known([*words(TEXT), ""]))] for one in indexes]
    return rows, [by_id(glossary)[concept.id] for concept in glossary.concepts]


def test_the_cache_says_what_the_files_say(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = seen()
    kept = sorted(path.name for path in cached.iterdir())
    assert len(kept) == 1 + len(TAGS)
    assert cached.stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr(lint, "planned", None)  # nothing is examined again
    monkeypatch.setattr(index, "build", None)
    assert seen() == before
    assert sorted(path.name for path in cached.iterdir()) == kept


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "half": lambda data: data[: len(data) // 2],
    "a bit": lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:],
    "the head": lambda data: b"[1]\n" + data,
    "no text": lambda _: b"\xff" * 100,
    "deep": lambda _: b"[" * 100_000,
    "a pickle": lambda _: b"cbuiltins\nprint\n(S'executed'\ntR.",
    "sizes": lambda data: data.replace(b'"sizes": [', b'"sizes": [0, ', 1),
    "no sizes": lambda data: data.replace(b'"sizes"', b'"prizes"', 1),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_made_anew(cached: Path, damage: str, capfd: pytest.CaptureFixture[str]) -> None:
    before = seen()
    whole = {path: path.read_bytes() for path in cached.iterdir()}
    for path, data in whole.items():
        path.write_bytes(DAMAGE[damage](data))
    assert seen() == before
    assert {path: path.read_bytes() for path in cached.iterdir()} == whole
    assert capfd.readouterr() == ("", "")


def test_what_is_of_other_files_is_made_anew(cached: Path) -> None:
    before = seen()
    first, *others = sorted(cached.iterdir())
    for path in others:
        path.write_bytes(first.read_bytes())
    assert seen() == before


def test_what_others_may_write_is_not_read(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = seen()
    cached.chmod(0o777)
    monkeypatch.setattr(lint, "Plan", None)  # what reads the kept ones
    assert seen() == before


def test_a_cache_that_cannot_be_written_is_done_without(cached: Path) -> None:
    cached.parent.parent.mkdir()
    cached.parent.write_text("a file where the folder would be")
    assert seen()[0] == tuple(CASES.concepts)


def test_errors_are_told_again_and_never_kept(tmp_path: Path, cached: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("concept,fr\na,A\na,B\n", "utf-8")
    for _ in range(2):
        with pytest.raises(GlossaryError, match="already"):
            load([path])
    assert not cached.exists()
    path.write_text("concept,fr\na,A\nb,B\n", "utf-8")
    assert len(load([path]).concepts) == 2
    path.write_text("concept,fr\na,A\nb,\u200bB\n", "utf-8")
    with pytest.raises(GlossaryError, match="invisible"):
        load([path])


def test_only_the_latest_are_kept(tmp_path: Path, cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST", 3)
    for number in range(6):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"concept,fr\na,A{number}\n", "utf-8")
        load([path])
    assert len(list(cached.iterdir())) == 3


def test_several_may_write_at_once(cached: Path) -> None:
    assert not cached.exists()
    expected = tuple(CASES.concepts)
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: seen()[0] == expected, range(24)))
    command = (
        "from pathlib import Path; import polyglot.glossary as g, sys; l = sys.modules['polyglot.glossary.lint']; "
    )
    command += f"l.LARGE = 1; print(len(g.load([Path({str(HERE / 'glossary.csv')!r})]).concepts))"
    running = [subprocess.Popen([sys.executable, "-c", command], stdout=subprocess.PIPE) for _ in range(3)]
    assert [int(one.communicate()[0]) for one in running] == [len(expected)] * 3


ODD = "".join(page.table(str) for page in PAGES) + "\u0301\u200b\u0130ßẞΣς東の한"


@settings(derandomize=True, max_examples=300)
@given(text=st.text(st.sampled_from(ODD), max_size=12) | st.text(max_size=12))
@pytest.mark.parametrize("rewritten", [unify, fold, screened])
def test_pages_say_what_characters_say(rewritten: Callable[[str], str], text: str) -> None:
    at_once = rewritten(text)
    view = View.of(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pages, "PAGES", ())
        assert rewritten(text) == at_once
        assert View.of(text).text == view.text


@pytest.mark.parametrize("page", PAGES)
def test_pages_change_no_character(page: pages.Page) -> None:
    known = [one for one in page.table(str) if one != pages.UNDEFINED]
    assert len(known) == len(set(known)) > 200
    assert all(len(rewritten(one)) == 1 for one in known for rewritten in (unify, fold, screened))
    assert all(page.encoded(one) is not None for one in known)


@pytest.mark.parametrize("before", range(460, 520))
def test_a_name_is_found_wherever_a_long_text_is_parted(before: int) -> None:
    text = "a" * before + " Conseil européen des Maisons Blanches Maison Blanche " + "b " * 900 + "Kyiv"
    assert [code.text for code in find(SHIPPED, text, FRENCH)][-2:] == ["Maison Blanche", "Kyiv"]
