"""Apertium: what is found, what is said to its programs and read from them, and what comes back from the real ones."""

from __future__ import annotations

import os
import re
import shutil
import signal
import string
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyglot import locales
from polyglot.engines.apertium import ApertiumEngine, relay, tagger
from polyglot.engines.apertium.answer import Answer, Loss, understand
from polyglot.engines.apertium.modes import Mode, fingerprint, installed, route, tag
from polyglot.engines.apertium.pipeline import TAGGER_KEEPER, Pipeline
from polyglot.engines.apertium.relay import Leg, Relay, job_of
from polyglot.engines.apertium.stream import Held, Piece, encode, opaque
from polyglot.errors import EngineFailureError, EngineMissingError
from polyglot.model import Candidate, Candidates, CodeKind, Masked, Pair, Rung, Slot, Tag

MODES = Path(__file__).parent / "apertium" / "modes.txt"
SENTENCES = Path(__file__).parent / "apertium" / "sentences.fr.txt"
BRACKETED = re.compile(r"⟦(?P<kind>\w+) (?P<source>.+?)(?: → (?P<target>.+?))?⟧")
FR, EN, ES, CA = Tag("fr"), Tag("en"), Tag("es"), Tag("ca")
LOCALE = {"LC_ALL": "C.UTF-8", "PATH": os.defpath}
RUNGS = (Rung.INJECT, Rung.MASK, Rung.SPLIT)

Test = TypeVar("Test", bound=Callable[..., None])


def apertium(test: Test) -> Test:
    """A test that needs the real programs and data."""
    missing = pytest.mark.skipif(shutil.which("apertium") is None, reason="Apertium is not installed")
    marked: Test = pytest.mark.apertium(missing(test))
    return marked


def name(source: str, target: str = "", number: int = 0) -> Slot:
    return Slot(number, CodeKind.NAME, source, target or source)


def parse(line: str) -> Masked:
    pieces: list[str | Slot] = []
    place = 0
    for number, found in enumerate(BRACKETED.finditer(line)):
        target = found["target"] or found["source"]
        pieces += [line[place : found.start()], Slot(number, CodeKind(found["kind"]), found["source"], target)]
        place = found.end()
    return Masked(tuple(piece for piece in (*pieces, line[place:]) if piece != ""))


def sentences() -> list[Masked]:
    lines = SENTENCES.read_text("utf-8").splitlines()
    return [parse(line) for line in lines if not line.startswith("#")]


def numbered(items: Iterable[Masked]) -> Iterator[tuple[str, Masked]]:
    return ((str(number), masked) for number, masked in enumerate(items))


def shown(candidates: Candidates) -> str:
    """The best hypothesis with what stands for its slots in brackets; the reason where there is none."""
    if not candidates.hypotheses:
        return f"failed: {candidates.failure}"
    pieces = candidates.hypotheses[0].pieces
    return "".join(piece if isinstance(piece, str) else f"⟦{piece.target}⟧" for piece in pieces)


@pytest.fixture(scope="module")
def engine() -> Iterator[ApertiumEngine]:
    engine = ApertiumEngine()
    yield engine
    engine.close()


def translate(
    engine: ApertiumEngine, *pieces: str | Slot, to: Tag = EN, source: Tag = FR, rung: Rung = Rung.MASK
) -> Candidate:
    ((_, candidates),) = engine.translate([("0", Masked(pieces))], Pair(source, to), rung)
    assert candidates.hypotheses, candidates.failure
    return candidates.hypotheses[0]


def text_of(candidate: Candidate) -> str:
    return "".join(piece if isinstance(piece, str) else piece.target for piece in candidate.pieces)


# What is installed: folders as Apertium lays them, of our own making


def install(datadir: Path, **sizes: int) -> Mapping[Pair, Mode]:
    """Modes with so many bytes of data each (`fra_cat` is fra-cat, `eng_cat__valencia` eng-cat_valencia)."""
    (datadir / "modes").mkdir(parents=True, exist_ok=True)
    for written, size in sizes.items():
        stem = re.sub(r"(?<!_)_(?!_)", "-", written).replace("__", "_")
        data = datadir / f"{stem}.bin"
        data.write_bytes(b"x" * size)
        (datadir / "modes" / f"{stem}.mode").write_text(f"lt-proc '{data}' | lt-proc $1 '{data}'\n", "utf-8")
    return installed(datadir)


def test_modes_are_found_by_their_names(tmp_path: Path) -> None:
    modes = install(tmp_path, fra_cat=1, fr_es=1, ast_spa=1, eco_fr_es=1, fra_cat_tagger=1)
    assert sorted(modes) == [("ast", "es"), ("fr", "ca"), ("fr", "es")]


def test_a_variant_serves_only_where_there_is_no_plain_mode(tmp_path: Path) -> None:
    modes = install(tmp_path, eng_cat=1, eng_cat__valencia=9, oci__aran=9, ita_srd__log=1, ita_srd__abc=1)
    assert {pair: mode.path.stem for pair, mode in modes.items()} == {
        ("en", "ca"): "eng-cat",
        ("en", "ca-valencia"): "eng-cat_valencia",
        ("it", "sc"): "ita-srd_abc",
        ("it", "sc-x-abc"): "ita-srd_abc",
        ("it", "sc-x-log"): "ita-srd_log",
    }


def test_a_region_is_served_by_its_mode_and_by_the_language(tmp_path: Path) -> None:
    modes = install(tmp_path, spa_por=1, spa_por__BR=1)
    found = {to: route(modes, Pair(ES, Tag(to)))[0].path.stem for to in ("pt", "pt-BR", "pt-PT")}
    assert found == {"pt": "spa-por", "pt-BR": "spa-por_BR", "pt-PT": "spa-por"}


def test_a_variant_is_served_by_its_own_mode_else_by_the_nearest(tmp_path: Path) -> None:
    modes = install(tmp_path, spa_cat=1, spa_cat__valencia=9, spa_cat__valencia__uni=9, spa_eng=1, oci__aran_spa=1)
    asked = ("ca", "ca-valencia", "ca-valencia-x-uni", "ca-valencia-x-other", "ca-x-other", "ca-ES", "en-GB")
    assert [route(modes, Pair(ES, Tag(to)))[0].path.stem for to in asked] == [
        "spa-cat",
        "spa-cat_valencia",
        "spa-cat_valencia_uni",
        "spa-cat_valencia",
        "spa-cat",
        "spa-cat",
        "spa-eng",
    ]
    assert {route(modes, Pair(Tag(one), ES))[0].path.stem for one in ("oc-aranes", "oc")} == {"oci_aran-spa"}


def test_no_language_goes_to_itself_through_another(tmp_path: Path) -> None:
    modes = install(tmp_path, eng_spa=1, spa_eng__US=1, spa_eng=1, spa_oci__aran=1, oci_oci__aran=1, oci_spa=1)
    assert not route(modes, Pair(EN, Tag("en-US")))
    assert len(route(modes, Pair(Tag("oc"), Tag("oc-aranes")))) == 1
    assert not route(modes, Pair(Tag("oc-aranes"), Tag("oc")))


def test_a_script_is_never_given_up(tmp_path: Path) -> None:
    modes = install(tmp_path, eng_zho=1)
    assert route(modes, Pair(EN, Tag("zh-CN")))
    assert not route(modes, Pair(EN, Tag("zh-Hant-TW")))


def test_of_two_modes_for_a_pair_the_heavier_is_taken(tmp_path: Path) -> None:
    modes = install(tmp_path, fr_es=10, fra_spa=2000)
    assert modes[Pair(FR, ES)].path.stem == "fra-spa"


@pytest.mark.parametrize(("through_catalan", "pivot"), [(500, "ca"), (5, "es")])
def test_a_pivot_is_the_one_with_most_data(tmp_path: Path, through_catalan: int, pivot: str) -> None:
    modes = install(tmp_path, fra_cat=through_catalan, cat_eng=through_catalan, fr_es=100, spa_eng=100)
    assert [mode.pair for mode in route(modes, Pair(FR, EN))] == [("fr", pivot), (pivot, "en")]


def test_a_direct_mode_goes_before_any_pivot(tmp_path: Path) -> None:
    modes = install(tmp_path, fra_eng=1, fra_cat=1000, cat_eng=1000)
    assert [mode.path.stem for mode in route(modes, Pair(FR, EN))] == ["fra-eng"]


def test_there_is_no_route_through_two_languages_or_to_itself(tmp_path: Path) -> None:
    modes = install(tmp_path, fra_cat=1, cat_spa=1, spa_eng=1, cat_fra=1)
    assert route(modes, Pair(FR, EN)) == ()
    assert route(modes, Pair(FR, FR)) == ()


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    assert installed(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("fra", "fr"),
        ("fr", "fr"),
        ("hbs", "sr-Latn"),
        ("ast", "ast"),
        ("nob", "nb"),
        ("por_BR", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("por_PTpre1990", "pt-PT-colb1945"),
        ("cat_iec2017", "ca-x-iec2017"),
        ("cat_valencia", "ca-valencia"),
        ("cat_valencia_uni_iec2017", "ca-valencia-x-uni-iec2017"),
        ("oc_aran", "oc-aranes"),
        ("oci_gascon", "oc-gascon"),
        ("nno_e", "nn-x-e"),
        ("hbs_BS", "bs"),
        ("hbs_HR", "hr"),
        ("hbs_SR", "sr-Latn-RS"),
    ],
)
def test_codes_of_modes_become_tags(code: str, expected: str) -> None:
    assert tag(code) == expected == locales.parse(expected)


def test_every_direction_that_debian_has_is_offered_and_modes_for_other_purposes_are_not(tmp_path: Path) -> None:
    listed = MODES.read_text("utf-8").splitlines()
    directions, others = (set(line.split()) for line in listed if line and not line.startswith("#"))
    (tmp_path / "modes").mkdir()
    for stem in directions | others:
        (tmp_path / "modes" / f"{stem}.mode").write_text("lt-proc 'nothing.bin'\n", "utf-8")
    modes = installed(tmp_path)
    assert {mode.path.stem for mode in modes.values()} == directions
    assert not {mode.path.stem for mode in modes.values()} & others
    for pair, mode in modes.items():
        without_cldr = {tag for tag in pair if tag == "frp"}
        assert all(locales.parse(tag) == tag for tag in set(pair) - without_cldr)
        assert route(modes, pair) == (mode,)


def test_a_fingerprint_follows_the_data_and_not_the_place(tmp_path: Path) -> None:
    data = tmp_path / "some.bin"
    for folder in ("here", "there"):
        (tmp_path / folder / "modes").mkdir(parents=True)
        (tmp_path / folder / "modes" / "fra-cat.mode").write_text(f"lt-proc '{data}'\n", "utf-8")

    def printed(folder: str, content: bytes) -> str:
        data.write_bytes(content)
        return fingerprint(route(installed(tmp_path / folder), Pair(FR, CA)))

    assert re.fullmatch("[0-9a-f]{12}", printed("here", b"one"))
    assert printed("here", b"one") == printed("there", b"one")
    assert printed("here", b"one") != printed("here", b"two")


def test_without_the_commands_there_is_nothing(tmp_path: Path) -> None:
    absent = ApertiumEngine(search_path=str(tmp_path))
    assert absent.pairs() == ()
    assert not absent.supports(FR, EN)
    with pytest.raises(EngineMissingError, match="from fr to en"):
        absent.identity(Pair(FR, EN))
    with pytest.raises(EngineMissingError):
        list(absent.translate([], Pair(FR, EN), Rung.MASK))
    absent.close()


# The stream: an engine that changes nothing gives back what it got


any_text = st.text(st.characters(codec=None) | st.sampled_from("[]{}^$/\\@<>*#~|_. \n\u00a0'’"), max_size=60)
slots = st.builds(name, st.sampled_from(["Kyiv", "New York", "L'Oréal"]), st.sampled_from(["Kyiv", "Odesa"]))


@settings(derandomize=True, max_examples=400)
@given(st.lists(any_text | slots, max_size=6), st.sampled_from([Rung.INJECT, Rung.MASK]))
def test_whatever_is_written_is_read_again(content: list[str | Slot], rung: Rung) -> None:
    pieces: list[str | Slot] = []
    for number, piece in enumerate(content):
        match piece:
            case Slot():
                pieces.append(name(piece.source, piece.target, number))
            case str() if pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            case _:
                pieces.append(piece)
    job = job_of("0", Masked(tuple(piece for piece in pieces if piece != "")), rung, Tag("fr"))
    expected = [unicodedata.normalize("NFC", piece) if isinstance(piece, str) else piece for piece in job.pieces]
    sentence = encode(job.pieces, 7)
    assert "\0" not in sentence.stream
    sentence.stream.encode()
    assert understand(sentence, sentence.stream, {}, last=False) == Answer(tuple(expected), ())


def test_opaque_words_are_told_apart() -> None:
    words = [opaque(number, "xq", "Kyiv") for number in range(200)]
    assert all(one not in other for one, other in permutations(words, 2))
    assert all(word.isalpha() and word[0].isupper() and word[1:].islower() for word in words)


@pytest.mark.parametrize(("meaning", "vowel"), [("Odesa", True), ("États-Unis", True), ("Kyiv", False), ("{0}", False)])
def test_an_opaque_word_begins_as_what_it_stands_for(meaning: str, vowel: bool) -> None:
    assert (opaque(0, "xq", meaning)[0] in "AEIOU") is vowel


def test_an_opaque_word_is_never_one_of_the_text() -> None:
    sentence = encode(("Kxqbbw, Kqxbbw et ", Held(name("Kyiv"))), 1)
    assert sentence.spellings[0].casefold() not in "kxqbbw, kqxbbw et "


# Answers as the programs give them


def understood(said: str, *pieces: Piece, names: Mapping[str, str] | None = None) -> Answer | Loss:
    """What is made of an answer, written with `F` for the frame."""
    return understand(encode(pieces, 1), f"F{said}F.F".replace("F", "[f1]"), names or {})


def plain(answer: Answer | Loss) -> str:
    assert isinstance(answer, Answer), answer.reason
    return "".join(
        piece if isinstance(piece, str) else held if isinstance(held := relay.written(piece), str) else "•"
        for piece in answer.pieces
    )


@pytest.mark.parametrize(
    ("said", "text", "unknown"),
    [
        ("Una *zorglub blava", "Una zorglub blava", ("zorglub",)),
        ("*Om'*Obani diu", "Om'Obani diu", ("Om", "Obani")),
        ("20*h30", "20h30", ("h30",)),
        ("@mot i #fer", "mot i fer", ("mot", "fer")),
        ("#tenir# en compte", "tenir en compte", ("tenir",)),
        ("él #\\<prn\\> va", "él va", ()),
        ("\\@The \\#fer \\*mot", "The fer mot", ("The", "fer", "mot")),
        ("un/una casa", "un casa", ()),
        ("*mot i *mot", "mot i mot", ("mot",)),
        ("no es  ver .", "no es ver.", ()),
        (" es pregunta", "Es pregunta", ()),
        ("a\\/b \\[c\\] \\^d\\$", "a/b [c] ^d$", ()),
    ],
)
def test_marks_are_read_and_told(said: str, text: str, unknown: tuple[str, ...]) -> None:
    answer = understood(said, "Phrase quelconque")
    assert isinstance(answer, Answer)
    assert plain(answer).casefold() == text.casefold()
    assert answer.unknown == unknown


def test_the_stop_of_the_frame_may_have_been_drawn_before_a_blank() -> None:
    assert plain(understand(encode(("la fin du",), 1), "[f1]la fi del .[f1][f1]", {})) == "la fi del"


@pytest.mark.parametrize(
    "said", ["[f2]text[f2].[f2]", "text", "", "[f1]text[f1]", "[f1]text[b0][f1].[f1]", "[f1]te[xt[f1].[f1]"]
)
def test_a_damaged_answer_belongs_to_nobody(said: str) -> None:
    assert isinstance(understand(encode(("texte",), 1), said, {}), Loss)


def test_a_lost_blank_is_a_loss() -> None:
    assert isinstance(understood("cinc i sis", "cinq * six"), Loss)
    assert plain(understood("cinc [b0] sis", "cinq * six")) == "cinc * sis"


def test_a_lost_sentence_is_a_loss() -> None:
    assert isinstance(understood("", "Il pleut sur la ville"), Loss)
    assert isinstance(understood("Plou", "Il pleut sur la ville de Nantes"), Loss)
    assert plain(understood("Plou", "Il pleut ici")) == "Plou"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("[[t:n:0]]a Kíiv[[/]] avui", "A • avui"),
        ("[[t:n:0]]del[[/]] [[t:n:0]]Kíiv[[/]] avui", "Del • avui"),
        ("[[t:n:0]]KÍIV[[/]] avui", "• avui"),
        ("[[t:n:0]]l'*Kyiv[[/]] avui", "L'• avui"),
        ("[[t:n:0]]in[[/]] the [[t:n:0]]Kíiv[[/]]", "In the •"),
        ("[[t:n:0; t:n:0]]de Kíiv[[/]] avui", "De • avui"),
        ("[[t:n:0]]Kijev[[/]] avui", "• avui"),
    ],
)
def test_the_name_is_found_inside_what_it_draws_in(said: str, text: str) -> None:
    held = Held(name("Kyiv", "Kyiv"), "Kyiv")
    answer = understood(said, held, " aujourd'hui", names={"Kyiv": "Kíiv"})
    assert plain(answer) == text


@pytest.mark.parametrize(
    "said",
    [
        "avui",
        "Kíiv avui",
        "[[t:n:0]]Kíiv[[/]] avui [[t:n:0]]Kíiv[[/]]",
        "[[t:n:0]]Kíiv[[/]] avui [[t:n:0]]*Nova[[/]]",
        "avui [[t:n:0]]Kíiv Gran[[/]]",
        "avui a la [[t:n:0]]gran ciutat[[/]]",
    ],
)
def test_a_name_that_is_not_there_once_and_whole_is_a_loss(said: str) -> None:
    held = Held(name("Kyiv", "Kyiv"), "Kyiv")
    answer = understood(said, held, " aujourd'hui", names={"Kyiv": "Kíiv"})
    assert isinstance(answer, Loss)
    assert answer.held == (held,)


def test_an_article_shortened_for_another_name_is_a_loss_where_people_read_it() -> None:
    sentence = encode(("L'", Held(name("OTAN", "NATO"), "OTAN")), 1)
    said = "[f1][[t:n:0]]L'OTAN[[/]][f1].[f1]"
    assert isinstance(understand(sentence, said, {}), Loss)
    assert isinstance(understand(sentence, said, {}, last=False), Answer)


def test_words_unknown_to_one_mode_are_kept_from_the_next() -> None:
    first = understood("la *zorglub blava", "la zorglub bleue")
    assert isinstance(first, Answer)
    second = encode(first.pieces, 2)
    assert "zorglub" not in second.stream
    last = understand(second, second.stream.replace("blava", "blue").replace("la ", "the "), {})
    assert plain(last) == "the zorglub blue"
    assert isinstance(last, Answer)
    assert (last.unknown, last.carried) == ((), ("zorglub",))


# Programs that die, hang and stutter: real ones, of our own

PROGRAM = """
import os, sys, time
unread = b""
while data := os.read(0, 65536):
    *whole, unread = (unread + data).split(b"\\0")
    for item in whole:
        if b"poison" in item:
            sys.exit("poisoned")
        if b"slumber" in item:
            time.sleep(60)
        if b"ponder" in item:
            time.sleep(2.5)
        while b"babble" in item:
            os.write(1, item * 1000)
        os.write(1, (item + b"\\0") * (2 if b"stutter" in item else 1))
"""


def relayed(texts: Iterable[str], *programs: str, patience: float = 20.0) -> dict[str, str]:
    """What comes back from two modes made of Python programs."""
    started: list[Pipeline] = []

    def fresh() -> Pipeline:
        pipeline = Pipeline(tuple((sys.executable, "-I", "-S", "-c", program) for program in programs))
        started.append(pipeline)
        return pipeline

    legs = [Leg(fresh(), fresh, {}) for _ in range(2)]
    for leg in legs:
        leg.greet()
    try:
        run = Relay(legs, patience, Pair(FR, EN)).run(numbered(Masked((text,)) for text in texts), Rung.MASK)
        answers = list(run)
    finally:
        for pipeline in started:
            pipeline.close()
    assert len({id_ for id_, _ in answers}) == len(answers)
    assert not any(Path(f"/proc/{child}").exists() for pipeline in started for child in pipeline.children)
    return {id_: shown(candidates) for id_, candidates in answers}


def test_items_pass_through_both_modes() -> None:
    texts = [f"sentence {number}" for number in range(500)]
    assert relayed(texts, PROGRAM, PROGRAM) == {str(number): text for number, text in enumerate(texts)}


@pytest.mark.parametrize(
    ("bad", "patience", "reason"),
    [("poison", 20.0, "died"), ("slumber", 3.0, "no answer"), ("babble", 20.0, "no answer"), ("stutter", 20.0, "")],
)
def test_one_bad_item_spoils_no_other(bad: str, patience: float, reason: str) -> None:
    texts = [f"sentence {number}" for number in range(80)]
    texts[40] = f"some {bad}"
    answers = relayed(texts, PROGRAM, PROGRAM, patience=patience)
    assert len(answers) == 80
    said = answers.pop("40")
    assert said == f"some {bad}" if not reason else said.startswith("failed") and reason in said
    assert all(answers[key] == texts[int(key)] for key in answers)


def test_the_time_that_an_item_may_take_grows_with_its_length() -> None:
    long = "ponder " + "a word " * 400
    answers = relayed([long.strip(), "ponder"], PROGRAM, patience=1.2)
    assert answers["0"] == long.strip()
    assert "no answer" in answers["1"]


def test_whoever_takes_the_answers_may_be_slow() -> None:
    def slow() -> Iterator[str]:
        for number in range(600):
            if number == 300:
                time.sleep(2.5)
            yield f"sentence {number}"

    assert relayed(slow(), PROGRAM, patience=2.0) == {str(number): f"sentence {number}" for number in range(600)}


def test_programs_that_die_of_everything_are_a_failure_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "RESTARTS", 5)
    assert len(relayed(["some poison", "more poison", "text"], PROGRAM)) == 3
    with pytest.raises(EngineFailureError, match="more than 5 times: poisoned"):
        relayed([f"poison {number}" for number in range(4)], PROGRAM)


def test_no_more_items_are_taken_than_are_on_their_way() -> None:
    taken = answered = 0

    def items() -> Iterator[tuple[str, Masked]]:
        nonlocal taken
        for number in range(3000):
            taken += 1
            yield str(number), Masked((f"sentence {number}",))

    pipeline = Pipeline(((sys.executable, "-I", "-S", "-c", PROGRAM),))
    for _ in Relay([Leg(pipeline, lambda: pipeline, {})], 20.0, Pair(FR, CA)).run(items(), Rung.MASK):
        answered += 1
        assert taken - answered < relay.WINDOW
    pipeline.close()
    assert answered == 3000


def test_programs_that_never_work_are_a_failure_of_the_engine() -> None:
    with pytest.raises(EngineFailureError, match="no such grammar"):
        relayed(["sentence"], PROGRAM, "import sys; sys.exit('no such grammar')")


def test_a_program_that_is_missing_is_a_failure_of_the_engine() -> None:
    with pytest.raises(EngineFailureError, match="cannot be started"):
        Pipeline((("no-such-program-of-apertium",),))


def test_an_item_larger_than_every_pipe_passes() -> None:
    text = "a longer sentence, " * 40_000
    assert relayed([text.strip()], PROGRAM, PROGRAM) == {"0": text.strip()}


# The real Apertium


@apertium
def test_what_is_installed_is_supported(engine: ApertiumEngine) -> None:
    pairs = engine.pairs()
    assert {Pair(FR, CA), Pair(FR, ES), Pair(CA, EN), Pair(ES, EN)} <= set(pairs)
    assert list(pairs) == sorted(pairs)
    assert all(engine.supports(*pair) for pair in pairs)
    assert engine.supports(FR, EN)
    assert engine.supports(Tag("fr-CH"), Tag("en-GB"))
    assert not engine.supports(FR, Tag("uk"))
    assert not engine.supports(FR, FR)


@apertium
@pytest.mark.parametrize(
    ("line", "to", "expected"),
    [
        ("⟦name Kyiv → Kiev⟧'s air defences failed.", ES, "Los defensas de aire de ⟦Kiev⟧ fallaron."),
        ("⟦name Sergei Lavrov⟧’s plane was refused.", CA, "El pla de ⟦Sergei Lavrov⟧ va ser rebutjat."),
        ("The ⟦name Netherlands → Países Bajos⟧' decision failed.", ES, "La decisión del ⟦Países Bajos⟧ falló."),
    ],
)
@pytest.mark.parametrize("rung", RUNGS)
def test_a_name_that_no_dictionary_has_can_have_a_possessive(
    engine: ApertiumEngine, rung: Rung, line: str, to: Tag, expected: str
) -> None:
    candidate = translate(engine, *parse(line).pieces, source=EN, to=to, rung=rung)
    assert shown(Candidates((candidate,))) == expected


@apertium
def test_the_word_behind_an_unknown_one_has_no_capital_of_its_own(engine: ApertiumEngine) -> None:
    slot = name("Myocardial infarction", "Infarto de miocardio")
    said = translate(engine, slot, " remains the leading cause on Tuesday.", source=EN, to=ES)
    assert text_of(said) == "Infarto de miocardio queda la causa principal encima martes."
    said = translate(engine, "Pertussis and rabies are back.", source=EN, to=ES)
    assert text_of(said).startswith("Pertussis y ")


@apertium
def test_identity_says_what_would_translate(engine: ApertiumEngine) -> None:
    direct, pivot = engine.identity(Pair(FR, CA)), engine.identity(Pair(FR, EN))
    assert direct.route == (FR, CA)
    assert pivot.route == (FR, CA, EN)
    assert re.fullmatch(r"apertium-\d+\.\d+\.\d+/fr-ca-en/[0-9a-f]{12}", pivot.signature)
    assert direct.model != pivot.model
    assert (pivot.rungs, pivot.grade, pivot.aligns) == (RUNGS, "gist", False)
    with pytest.raises(EngineMissingError, match="from fr to uk"):
        engine.identity(Pair(FR, Tag("uk")))


@apertium
@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("to", [EN, ES, CA])
def test_every_slot_comes_back_once(engine: ApertiumEngine, to: Tag, rung: Rung) -> None:
    items = sentences()
    answers = dict(engine.translate(numbered(items), Pair(FR, to), rung))
    assert len(answers) == len(items)
    for key, masked in numbered(items):
        said = shown(answers[key])
        assert not said.startswith("failed"), masked
        slots = [piece for piece in answers[key].hypotheses[0].pieces if isinstance(piece, Slot)]
        assert sorted(slots, key=lambda slot: slot.number) == list(masked.slots), said
        outside = BRACKETED.sub(
            "", "".join(part for part in answers[key].hypotheses[0].pieces if isinstance(part, str))
        )
        assert not re.search(r"[*@#]|xq|\[", outside), said


@apertium
def test_most_names_keep_their_grammar(engine: ApertiumEngine) -> None:
    """What `inject` is for: of the names that French wants an article for, English has none left."""
    countries = ["Ukraine", "Russie", "Chine", "Turquie", "Pologne", "Hongrie", "Espagne", "Italie", "Grèce", "Suède"]
    items = [Masked(("Je connais bien ", "l'" if one[0] in "UEI" else "la ", name(one), ".")) for one in countries]
    said = {rung: dict(engine.translate(numbered(items), Pair(FR, EN), rung)) for rung in (Rung.INJECT, Rung.MASK)}
    articles = {
        rung: sum("the ⟦" in shown(candidates) for candidates in answers.values()) for rung, answers in said.items()
    }
    assert articles[Rung.INJECT] == 0
    assert articles[Rung.MASK] == len(countries)


@apertium
def test_words_agree_with_numbers(engine: ApertiumEngine) -> None:
    slot = Slot(0, CodeKind.NUMBER, "16", "16")
    assert text_of(translate(engine, "Le ", slot, " octobre", rung=Rung.INJECT, to=ES)) == "El 16 de octubre"


@apertium
@pytest.mark.parametrize("to", [EN, ES, CA])
def test_odd_characters_survive(engine: ApertiumEngine, to: Tag) -> None:
    odd = [*string.punctuation, *map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ud800"]
    odd += [
        "😀",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "שלום",
        "عربي",
        "漢字",
        "[[t:n:0]]",
        "[f1]",
        "^zg<nb>$",
        "\\n",
        "%s",
        "</b>",
    ]
    items = [Masked((f"Zorglub {one} bulgroz {one}{one} glub.",)) for one in odd]
    for key, candidates in engine.translate(numbered(items), Pair(FR, to), Rung.MASK):
        one = odd[int(key)]
        assert shown(candidates).count(one) == (3 if one != "." else 4), (one, shown(candidates))


@apertium
def test_space_stays_where_it_was(engine: ApertiumEngine) -> None:
    said = text_of(translate(engine, "\n \t Le chat  dort.\u00a0\n", to=CA))
    assert said == "\n \t El gat  dorm.\u00a0\n"
    assert (
        text_of(translate(engine, "Le prix :\u00a050\u202f%\nLe chat", to=ES)) == "El premio :\u00a050\u202f%\nEl gato"
    )


@apertium
@pytest.mark.parametrize("text", ["", " ", "\n", "12 %", "* * *", "—"])
def test_what_has_no_words_comes_back(engine: ApertiumEngine, text: str) -> None:
    assert text_of(translate(engine, text)) == text


@apertium
def test_unknown_words_are_told_and_not_marked(engine: ApertiumEngine) -> None:
    candidate = translate(
        engine, "Un zorglub * bleu et un bulgroz, dit ", name("Kxyz"), " à Om'Obani", rung=Rung.INJECT
    )
    assert text_of(candidate).count("*") == 1
    assert set(candidate.unknown) == {"zorglub", "bulgroz", "Om", "Obani"}
    assert "Om'Obani" in text_of(candidate)
    assert text_of(candidate).count("Obani") == 1


@apertium
def test_a_word_that_only_the_second_leg_does_not_know_is_no_word_of_the_source(engine: ApertiumEngine) -> None:
    texts = [Masked((line,)) for line in ("Le zorglub repeint la façade ukrainienne.", "Il enfila son manteau.")]
    answers = [one.hypotheses[0] for _, one in engine.translate(numbered(texts), Pair(FR, EN), Rung.MASK)]
    direct = [one.hypotheses[0] for _, one in engine.translate(numbered(texts), Pair(FR, CA), Rung.MASK)]
    assert [set(one.unknown) for one in answers] == [set(one.unknown) for one in direct]
    assert any(one.pivot_unknown for one in answers)
    assert not any(one.pivot_unknown for one in direct)


@apertium
def test_a_heading_without_a_stop_is_a_sentence_and_gets_none(engine: ApertiumEngine) -> None:
    assert text_of(translate(engine, "Aujourd'hui, ce n'est pas le cas", to=CA)) == "Avui, no és el cas"
    assert text_of(translate(engine, "Aujourd'hui, ce n'est pas le cas.", to=CA)) == "Avui, no és el cas."


@apertium
def test_both_apostrophes_and_both_forms_of_accents_are_french(engine: ApertiumEngine) -> None:
    said = {
        text_of(
            translate(engine, unicodedata.normalize(form, f"L{mark}été à l{mark}école n{mark}est pas fini."), to=CA)
        )
        for mark in "'’"
        for form in ("NFC", "NFD")
    }
    assert said == {"L'estiu a l'escola no està acabat."}


@apertium
@pytest.mark.parametrize("to", [EN, CA])
@pytest.mark.parametrize("rung", [Rung.INJECT, Rung.MASK])
def test_a_translation_does_not_depend_on_its_neighbours(engine: ApertiumEngine, to: Tag, rung: Rung) -> None:
    items = list(numbered(sentences() * 2 + [Masked((f"Un livre, une page, comme en été {n}.",)) for n in range(9)]))
    forward = dict(engine.translate(items, Pair(FR, to), rung))
    assert dict(engine.translate(reversed(items), Pair(FR, to), rung)) == forward
    alone = {key: one for item in items[:12] for key, one in engine.translate([item], Pair(FR, to), rung)}
    assert alone.items() <= forward.items()


def tagged(text: str, *keeper: str) -> str:
    """What the tagger of French to Catalan makes of a stream, alone or inside our program."""
    command = (*keeper, "apertium-tagger", "-z", "-g", "/usr/share/apertium/apertium-fra-cat/fra-cat.prob")
    done = subprocess.run(command, input=text.encode() + b"\0", capture_output=True, check=True, env=LOCALE)
    return done.stdout.rstrip(b"\0").decode()


@apertium
def test_a_model_with_new_classes_tags_as_a_fresh_tagger_does() -> None:
    new = "^comme/comme<pr>/comme<cnjadv>/comme<rel><adv>/comme<adv>$"
    lines = [f"^{word}/{word}<vblex><inf>$ {new} ^un/un<det><ind><m><sg>$^./.<sent>$" for word in ("dire", "voir")]
    lines.append("^être/être<vblex><inf>/être<vbser><inf>$ ^ici/ici<adv>$^./.<sent>$")
    fresh = [tagged(line) for line in lines]
    assert [tagged(line, *TAGGER_KEEPER) for line in lines] == fresh
    assert tagged("\0".join(lines), *TAGGER_KEEPER) == "\0".join(fresh)


@apertium
def test_models_are_read_and_written_as_they_were() -> None:
    models = sorted(path for lands in ("fr", "rus") for path in Path("/usr/share/apertium").glob(f"*/{lands}*-*.prob"))
    assert models
    for path in models:
        model = tagger.model_of(("apertium-tagger", "-g", str(path)))
        assert model is not None
        assert model.stored() == path.read_bytes()
        assert tagger.Model(model.unmistakable()).unmistakable() == model.unmistakable() != path.read_bytes()
        model.add(b"TAG_SENT,TAG_CM,TAG_LPAR")
        grown = tagger.Model(model.stored())
        assert grown.stored() == model.stored() != path.read_bytes()


def test_what_is_no_model_of_its_kind_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "other.prob").write_bytes(b"\x03\x01\x01\x01" + bytes(90))
    for name in ("other.prob", "missing.prob"):
        assert tagger.model_of(("apertium-tagger", "-g", str(tmp_path / name))) is None
    assert tagger.model_of(("apertium-tagger", "-x", "-g", "some.prob")) is None


def family(parent: int) -> list[int]:
    """The children of a process, and theirs."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text("utf-8").split()
    return [process for child in map(int, listed) for process in (child, *family(child))]


def gone(processes: Iterable[int]) -> bool:
    """Whether they have all ended, within a few seconds."""
    for _ in range(100):
        if not any(Path(f"/proc/{process}").exists() for process in processes):
            return True
        time.sleep(0.05)
    return False


@apertium
@pytest.mark.parametrize(("sent", "patience"), [(signal.SIGKILL, 30.0), (signal.SIGSTOP, 4.0)])
@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_program_lost_on_the_way_costs_nothing(place: int, sent: signal.Signals, patience: float) -> None:
    expected = {key: f"El gat {key} dorm." for key, _ in numbered([Masked(())] * 300)}
    engine = ApertiumEngine(patience=patience)
    others = set(family(os.getpid()))
    said = {}
    items = numbered(Masked((f"Le chat {number} dort.",)) for number in range(300))
    for key, candidates in engine.translate(items, Pair(FR, CA), Rung.MASK):
        said[key] = shown(candidates)
        if len(said) == 100:
            programs = [process for process in family(os.getpid()) if process not in others]
            os.kill(programs[place], sent)
    started = [process for process in family(os.getpid()) if process not in others]
    engine.close()
    assert said == expected
    assert gone(started)


@apertium
def test_programs_stay_open_and_are_ended_by_close() -> None:
    engine = ApertiumEngine()
    before = set(family(os.getpid()))
    translate(engine, "Bonjour")
    kept = set(family(os.getpid())) - before
    translate(engine, "Bonsoir")
    assert kept
    assert {Path(f"/proc/{one}/comm").read_text() for one in kept} >= {"lt-proc\n", "apertium-transf\n"}
    assert all(Path(f"/proc/{one}").exists() for one in kept if "tagger" not in Path(f"/proc/{one}/comm").read_text())
    engine.close()
    assert gone(kept)
    assert translate(engine, "Bonsoir").pieces
    engine.close()


@apertium
def test_a_call_that_is_broken_off_disturbs_no_other(engine: ApertiumEngine) -> None:
    items = [Masked((f"Le chat {number} dort.",)) for number in range(200)]
    broken = engine.translate(numbered(items), Pair(FR, CA), Rung.MASK)
    next(broken)
    inner = [shown(one) for _, one in engine.translate(numbered(items[:3]), Pair(FR, CA), Rung.MASK)]
    assert inner == [f"El gat {number} dorm." for number in range(3)]
    assert len(list(broken)) == 199
    again = engine.translate(numbered(items), Pair(FR, CA), Rung.MASK)
    next(again)
    del again
    assert text_of(translate(engine, "Le chat dort.", to=CA)) == "El gat dorm."


@apertium
def test_an_endless_source_of_items_is_answered_as_it_flows(engine: ApertiumEngine) -> None:
    def endless() -> Iterator[tuple[str, Masked]]:
        number = 0
        while True:
            yield str(number), Masked((f"Le chat {number} dort.",))
            number += 1

    flow = engine.translate(endless(), Pair(FR, EN), Rung.MASK)
    assert len({next(flow)[0] for _ in range(300)}) == 300


@apertium
def test_a_paragraph_larger_than_every_pipe_is_translated(engine: ApertiumEngine) -> None:
    said = text_of(translate(engine, "Le chat dort dans la maison. " * 2500, to=CA))
    assert said.count("El gat dorm") == 2500


@apertium
def test_data_that_are_spoilt_are_a_failure_of_the_engine(tmp_path: Path) -> None:
    data, spoilt = "/usr/share/apertium/apertium-fra-cat/fra-cat.automorf.bin", tmp_path / "spoilt.bin"
    mode = Path("/usr/share/apertium/modes/fra-cat.mode").read_text("utf-8")
    (tmp_path / "modes").mkdir()
    (tmp_path / "modes" / "fra-cat.mode").write_text(mode.replace(data, str(spoilt)), "utf-8")
    assert not ApertiumEngine(datadir=tmp_path).supports(FR, CA)
    spoilt.write_bytes(b"nothing")
    engine = ApertiumEngine(datadir=tmp_path, patience=3.0)
    with pytest.raises(EngineFailureError, match="does not work"):
        list(engine.translate([("0", Masked(("Bonjour",)))], Pair(FR, CA), Rung.MASK))
    engine.close()


STREAM = """
from polyglot.engines.apertium import ApertiumEngine
from polyglot.model import Masked, Pair, Rung
import itertools, sys
items = ((str(n), Masked((f"Le chat {n} dort.",))) for n in itertools.count())
with_pivot = Pair("fr", "en")
for number, _ in enumerate(ApertiumEngine().translate(items, with_pivot, Rung.MASK)):
    if number in (0, 500):
        print(number, flush=True)
    if number == 500 and "fail" in sys.argv:
        raise SystemError("on purpose")
"""
"""A program that translates without end, through two modes."""


@apertium
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM, "fail"])
def test_nothing_is_left_running_by_a_program_that_ends(end: signal.Signals | str) -> None:
    command = [sys.executable, "-c", STREAM, str(end)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert parent.stdout
    assert parent.stdout.readline() == "0\n"
    started = family(parent.pid)
    assert len(started) > 20
    assert parent.stdout.readline() == "500\n"
    if isinstance(end, signal.Signals):
        parent.send_signal(end)
    assert parent.wait(30) != 0
    parent.stdout.close()
    assert gone(started)
