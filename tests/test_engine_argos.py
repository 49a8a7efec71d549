"""The Argos engine with real packages: tiny ones that translate word for word, run by the code that is shipped."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argos_models import (
    Reads,
    behind_prefix,
    four_rounds,
    pack,
    round_and_round,
    sentencepiece_model,
    wandering,
    write_bpe_package,
    write_package,
)
from pieces import shown
from polyglot.engines import argos, load
from polyglot.engines.argos import ArgosEngine, casing, drafts, run, slots
from polyglot.engines.argos.slots import Voice
from polyglot.errors import EngineFailureError, EngineMissingError
from polyglot.model import Candidates, CodeKind, Masked, Pair, Rung, Slot, Tag

FR_EN = {"le": "the", "chat": "cat", "noir": "black", "dort": "sleeps", "et": "and", "Kiev": "Kyiv", "ville": "city"}
EN_DE = {"the": "die", "cat": "Katze", "black": "schwarze", "sleeps": "schläft", "and": "und", "city": "Stadt"}
SENTENCE = "le chat noir dort."


def pair(source: str, target: str) -> Pair:
    return Pair(Tag(source), Tag(target))


def slot(number: int, source: str, target: str, kind: CodeKind = CodeKind.NAME, accepted: tuple[str, ...] = ()) -> Slot:
    return Slot(number, kind, source, target, accepted)


def masked(*pieces: str | Slot) -> Masked:
    return Masked(pieces)


def answer(engine: ArgosEngine, way: Pair, item: Masked, rung: Rung = Rung.INJECT) -> Candidates:
    """What the engine says to one item."""
    ((name, candidates),) = engine.translate([("only", item)], way, rung)
    assert name == "only"
    assert bool(candidates.failure) == (not candidates.hypotheses)
    return candidates


def best(candidates: Candidates) -> str:
    """The best hypothesis with the targets of its slots in their places."""
    pieces = candidates.hypotheses[0].pieces
    return "".join(piece if isinstance(piece, str) else piece.target for piece in pieces)


def said(engine: ArgosEngine, way: Pair, *pieces: str | Slot, rung: Rung = Rung.INJECT) -> str:
    return best(answer(engine, way, masked(*pieces), rung))


def failure(engine: ArgosEngine, way: Pair, *pieces: str | Slot, rung: Rung = Rung.INJECT) -> str:
    candidates = answer(engine, way, masked(*pieces), rung)
    assert not candidates.hypotheses
    return candidates.failure


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages: French to English to German."""
    folder = tmp_path_factory.mktemp("packages")
    write_package(folder / "translate-fr_en-1_0", "fr", "en", FR_EN)
    write_package(folder / "translate-en_de-1_0", "en", "de", EN_DE)
    return folder


@pytest.fixture(scope="module")
def engine(shelf: Path) -> Iterator[ArgosEngine]:
    made = ArgosEngine(shelf, cores=2)
    yield made
    made.close()


def only(folder: Path, lexicon: Mapping[str, str], **more: object) -> ArgosEngine:
    """An engine with a single package, French to English."""
    write_package(folder / "package", "fr", "en", lexicon, metadata=more)
    return ArgosEngine(folder, cores=1)


# Finding packages


def test_every_direct_pair_is_listed_and_a_pivot_is_found(engine: ArgosEngine) -> None:
    assert engine.pairs() == (pair("en", "de"), pair("fr", "en"))
    assert engine.problems() == ()
    assert engine.supports(Tag("fr"), Tag("de"))
    assert not engine.supports(Tag("de"), Tag("fr"))
    assert not engine.supports(Tag("fr"), Tag("fr"))


def test_a_pair_without_packages_is_refused_with_what_to_do(engine: ArgosEngine) -> None:
    for ask in (engine.identity, lambda way: list(engine.translate([], way, Rung.INJECT))):
        with pytest.raises(EngineMissingError, match="from de to uk") as error:
            ask(pair("de", "uk"))
        assert "polyglot models install" in error.value.hint


def test_identity_says_what_translates(engine: ArgosEngine) -> None:
    direct, pivot = engine.identity(pair("fr", "en")), engine.identity(pair("fr", "de"))
    assert (direct.engine, direct.route, direct.grade, direct.aligns) == ("argos", ("fr", "en"), "draft", False)
    assert (pivot.route, pivot.grade) == (("fr", "en", "de"), "gist")
    assert direct.rungs == (Rung.INJECT, Rung.STAND_IN, Rung.MASK, Rung.SPLIT)
    assert len({direct.model, pivot.model, engine.identity(pair("en", "de")).model}) == 3


@pytest.mark.parametrize("changed", ["model/model.bin", "sentencepiece.model"])
def test_the_model_hash_follows_the_files(shelf: Path, tmp_path: Path, changed: str) -> None:
    copy = shutil.copytree(shelf, tmp_path / "copy")
    before = ArgosEngine(copy).identity(pair("fr", "en")).model
    assert before == ArgosEngine(shelf).identity(pair("fr", "en")).model
    assert len(before) == 12
    with (copy / "translate-fr_en-1_0" / changed).open("ab") as file:
        file.write(b"\0")
    assert ArgosEngine(copy).identity(pair("fr", "en")).model != before


@pytest.mark.parametrize(
    ("code", "served", "not_served"),
    [
        ("zt", ["zh-Hant", "zh-TW", "zh-HK", "zh-Hant-MO"], ["zh", "zh-Hans", "zh-CN"]),
        ("zh", ["zh", "zh-CN", "zh-Hans", "zh-Hans-SG"], ["zh-TW", "zh-Hant", "zh-HK"]),
        ("pb", ["pt-BR"], ["pt", "pt-PT"]),
        ("pt", ["pt", "pt-PT", "pt-BR"], []),
        ("tl", ["fil"], []),
        ("sr", ["sr", "sr-RS"], ["sr-Latn"]),
    ],
)
def test_argos_codes_serve_the_tags_that_they_mean(
    tmp_path: Path, code: str, served: list[str], not_served: list[str]
) -> None:
    write_package(tmp_path / "package", "en", code, {})
    engine = ArgosEngine(tmp_path)
    assert [tag for tag in served + not_served if engine.supports(Tag("en-GB"), Tag(tag))] == served
    assert engine.pairs() == (pair("en", served[0]),)


def test_english_is_the_first_choice_of_pivots_and_then_the_alphabet(tmp_path: Path) -> None:
    for source, target in (("fr", "ca"), ("ca", "de"), ("fr", "it"), ("it", "de")):
        write_package(tmp_path / f"{source}_{target}", source, target, {})
    assert ArgosEngine(tmp_path).identity(pair("fr", "de")).route == ("fr", "ca", "de")
    for source, target in (("fr", "en"), ("en", "de")):
        write_package(tmp_path / f"{source}_{target}", source, target, {})
    assert ArgosEngine(tmp_path).identity(pair("fr", "de")).route == ("fr", "en", "de")
    write_package(tmp_path / "fr_de", "fr", "de", {})
    assert ArgosEngine(tmp_path).identity(pair("fr", "de")).route == ("fr", "de")


def test_of_two_packages_for_a_pair_the_newer_is_used(tmp_path: Path) -> None:
    for folder, version, word in (("a", "1.9", "nine"), ("b", "1.10", "ten"), ("c", "1.2", "two")):
        write_package(tmp_path / folder, "fr", "en", {"mot": word}, metadata={"package_version": version})
    assert said(ArgosEngine(tmp_path), pair("fr", "en"), "mot") == "ten"


def test_a_package_of_two_languages_serves_both_directions(tmp_path: Path) -> None:
    languages = [{"code": "fr", "name": "French"}, {"code": "en", "name": "English"}]
    neither = {"from_code": None, "to_code": None, "languages": languages}
    write_package(tmp_path / "both", "", "", {"chat": "cat", "dog": "chien"}, metadata=neither)
    engine = ArgosEngine(tmp_path)
    assert engine.pairs() == (pair("en", "fr"), pair("fr", "en"))
    assert said(engine, pair("fr", "en"), "chat") == "cat"
    assert said(engine, pair("en", "fr"), "dog") == "chien"


def test_many_sources_may_share_a_target(tmp_path: Path) -> None:
    engine = only(tmp_path, {"chat": "cat"}, from_codes=["ca", "oc"])
    assert engine.pairs() == (pair("ca", "en"), pair("fr", "en"), pair("oc", "en"))


def broken(folder: Path, **metadata: object) -> Path:
    return write_package(folder, "fr", "en", {}, metadata=metadata)


def test_folders_that_cannot_be_used_are_named_and_the_others_serve(shelf: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(shelf, tmp_path / "packages")
    (folder / "a-empty").mkdir()
    (broken(folder / "b-syntax") / "metadata.json").write_text("{", "utf-8")
    (broken(folder / "c-list") / "metadata.json").write_text("[]", "utf-8")
    (broken(folder / "d-no-model") / "model" / "model.bin").unlink()
    (broken(folder / "e-no-tokenizer") / "sentencepiece.model").unlink()
    broken(folder / "f-no-pair", from_code=None)
    broken(folder / "g-unknown-language", from_code="xx")
    broken(folder / "h-three-targets", languages=[{"code": "de"}, {"code": "it"}])
    broken(folder / "i-not-a-code", from_code=["fr"])
    broken(folder / "j-sentences", type="sbd")
    (folder / "a-file.txt").write_text("no package", "utf-8")
    engine = ArgosEngine(folder)
    expected = [
        ("a-empty", "metadata.json"),
        ("b-syntax", "metadata.json"),
        ("c-list", "metadata.json"),
        ("d-no-model", "no model/model.bin"),
        ("e-no-tokenizer", "no sentencepiece.model"),
        ("f-no-pair", "no pair of languages"),
        ("g-unknown-language", "'xx'"),
        ("h-three-targets", "several targets"),
        ("i-not-a-code", "metadata.json"),
    ]
    for problem, (name, reason) in zip(engine.problems(), expected, strict=True):
        assert problem.startswith(f"{folder / name}: ")
        assert reason in problem
    assert engine.pairs() == (pair("en", "de"), pair("fr", "en"))
    assert said(engine, pair("fr", "de"), "le chat") == "die Katze"


def test_a_folder_that_does_not_exist_has_no_packages(tmp_path: Path) -> None:
    engine = ArgosEngine(tmp_path / "none")
    assert (engine.pairs(), engine.problems()) == ((), ())


@pytest.mark.parametrize("damaged", ["model/model.bin", "sentencepiece.model", "model/shared_vocabulary.json"])
@pytest.mark.parametrize("how", ["cut", "other", "empty"])
def test_a_model_that_is_refused_is_named(tmp_path: Path, damaged: str, how: str) -> None:
    engine = only(tmp_path, FR_EN)
    file = tmp_path / "package" / damaged
    whole = file.read_bytes()
    file.write_bytes({"cut": whole[: len(whole) // 2], "other": b"not a model at all" * 9, "empty": b""}[how])
    with pytest.raises(EngineFailureError, match="fr → en cannot be loaded") as error:
        answer(engine, pair("fr", "en"), masked(SENTENCE))
    assert error.value.place == str(tmp_path / "package")
    assert "install the package again" in error.value.hint


# Translating


def test_a_direct_and_a_pivot_route_translate(engine: ArgosEngine) -> None:
    assert said(engine, pair("fr", "en"), SENTENCE) == "the cat black sleeps."
    assert said(engine, pair("fr", "de"), SENTENCE) == "die Katze schwarze schläft."


def test_hypotheses_come_best_first_with_scores_by_token(tmp_path: Path) -> None:
    write_package(tmp_path / "package", "fr", "en", FR_EN, certainty=0.06)
    engine = ArgosEngine(tmp_path, cores=1)
    for length in (2, 10, 100):
        hypotheses = answer(engine, pair("fr", "en"), masked("le chat " * length)).hypotheses
        scores = [hypothesis.score or 0.0 for hypothesis in hypotheses]
        assert len({hypothesis.pieces for hypothesis in hypotheses}) == 2
        assert 0 > scores[0] >= scores[1] > scores[0] - run.NOISE
        assert best(Candidates(hypotheses)) == ("the cat " * length)


def test_a_hypothesis_that_is_out_of_the_question_is_not_offered(engine: ArgosEngine) -> None:
    assert len(answer(engine, pair("fr", "en"), masked(SENTENCE)).hypotheses) == 1


def test_every_item_is_answered_once_whatever_its_length(engine: ArgosEngine) -> None:
    items = [(f"item {length}", masked("le " * length + "chat")) for length in range(200)]
    answers = dict(engine.translate(iter(items), pair("fr", "de"), Rung.INJECT))
    assert len(answers) == len(items)
    assert all(best(answers[f"item {length}"]) == "die " * length + "Katze" for length in range(30))


def test_a_text_does_not_depend_on_its_neighbours(engine: ArgosEngine) -> None:
    texts = ["chat " * length + "et le dort noir " * (length % 7) for length in range(1, 60)]
    together = dict(engine.translate(((text, masked(text)) for text in texts), pair("fr", "en"), Rung.INJECT))
    assert [together[text] for text in texts] == [answer(engine, pair("fr", "en"), masked(text)) for text in texts]


def test_answers_come_while_items_are_still_arriving(engine: ArgosEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argos, "WINDOW", 4)
    endless = ((str(number), masked("chat " * (number % 4 + 3))) for number in count())
    answers = list(islice(engine.translate(endless, pair("fr", "en"), Rung.INJECT), 10))
    assert [name for name, _ in answers] == ["3", "2", "1", "0", "7", "6", "5", "4", "11", "10"]


@pytest.mark.parametrize("text", [" le chat ", "\n\tle chat\n", "\u00a0le chat\u202f", "le_chat __init__ _x_"])
@pytest.mark.parametrize("target", ["en", "de"])
def test_outer_white_space_and_underscores_are_kept(engine: ArgosEngine, text: str, target: str) -> None:
    words = {"en": ("the", "cat"), "de": ("die", "Katze")}[target]
    expected = text.replace("le ", f"{words[0]} ").replace(" chat", f" {words[1]}").replace("le_", f"{words[0]}_")
    assert said(engine, pair("fr", target), text) == expected


@pytest.mark.parametrize("pieces", [("",), (" ",), ("…",), ("— 12,5 % !",), (slot(0, "Kiev", "Kyiv"), " / 7")])
def test_what_has_no_letters_is_not_shown_to_the_model(engine: ArgosEngine, pieces: tuple[str | Slot, ...]) -> None:
    assert answer(engine, pair("fr", "en"), Masked(pieces)).hypotheses[0].pieces == pieces


def test_what_the_model_does_not_know_is_kept_and_named(engine: ArgosEngine) -> None:
    candidates = answer(engine, pair("fr", "en"), masked("le chat ☺ dort"))
    assert best(candidates) == "the cat ☺ sleeps"
    assert candidates.hypotheses[0].unknown == ("☺",)


def test_two_unknown_things_might_be_swapped_and_are_no_translation(engine: ArgosEngine) -> None:
    assert "does not know" in failure(engine, pair("fr", "en"), "le ☺ chat ☹ dort")
    assert said(engine, pair("fr", "en"), "le ☺ chat ☺ dort") == "the ☺ cat ☺ sleeps"


def test_words_that_the_model_makes_unknown_are_no_translation(tmp_path: Path) -> None:
    engine = only(tmp_path, {"mystère": "<unk>", "chat": "cat"})
    assert "does not know" in failure(engine, pair("fr", "en"), "chat mystère")
    assert said(engine, pair("fr", "en"), "chat") == "cat"


def test_an_empty_answer_is_no_translation(tmp_path: Path) -> None:
    engine = only(tmp_path, {"rien": "", "chat": "cat"})
    assert failure(engine, pair("fr", "en"), "rien") == "the model answered nothing"
    assert said(engine, pair("fr", "en"), "rien chat rien ") == "cat "


@pytest.mark.parametrize(
    ("reads", "reason"),
    [
        (four_rounds, "the model repeated itself"),
        (wandering, "the model did not come to an end"),
        (round_and_round, "the model did not come to an end"),
    ],
)
@pytest.mark.parametrize("neighbour", [1, 200])
def test_loops_are_no_translation(tmp_path: Path, reads: Reads, reason: str, neighbour: int) -> None:
    write_package(tmp_path / "package", "fr", "en", FR_EN, reads=reads)
    items = [("loop", masked("le chat noir dort")), ("other", masked("le " * neighbour))]
    answers = dict(ArgosEngine(tmp_path).translate(items, pair("fr", "en"), Rung.INJECT))
    assert answers["loop"] == Candidates((), reason)


def test_a_prefix_does_not_hide_that_there_is_no_end(tmp_path: Path) -> None:
    metadata = {"target_prefix": "<2en>"}
    write_package(tmp_path / "package", "fr", "en", FR_EN, reads=wandering, metadata=metadata)
    reason = failure(ArgosEngine(tmp_path), pair("fr", "en"), "le chat noir dort")
    assert reason == "the model did not come to an end"


def test_a_text_longer_than_models_can_hold_is_cut_and_loses_nothing(engine: ArgosEngine) -> None:
    clauses = "le chat noir dort, et le chat ; " * 60
    texts = {"clauses": clauses, "words": "le chat " * 400, "short": "le chat", "fitting": "le chat " * 128}
    items = [(name, masked(text)) for name, text in texts.items()]
    answers = dict(engine.translate(items, pair("fr", "de"), Rung.INJECT))
    for name, text in texts.items():
        assert best(answers[name]) == re.sub(r"[a-z]+", lambda found: EN_DE[FR_EN[found[0]]], text)


def test_a_word_longer_than_models_can_hold_fails_and_its_neighbours_do_not(engine: ArgosEngine) -> None:
    items = [("long", masked("le " + "qz" * 300)), ("short", masked("le chat"))]
    answers = dict(engine.translate(items, pair("fr", "en"), Rung.INJECT))
    assert "too long for the model" in answers["long"].failure
    assert best(answers["short"]) == "the cat"


@pytest.mark.parametrize(
    ("tokens", "source", "expected"),
    [
        ("a b c d e f", "u v", False),
        ("very very very good", "x", False),
        ("very very very very good", "x", True),
        ("very very very very good", "très très très très bon", False),
        ("1 , 000 , 000 , 000", "un milliard", False),
        ("a b a b a b a b", "x y", True),
        ("in the house in the house in the house .", "x y", True),
        ("in the house in the house .", "x y", False),
        ("in the house in the house in the house .", "ici là-bas ici là-bas ici là-bas ici là-bas", False),
        ("", "x", False),
    ],
)
def test_loops_are_what_repeats_more_than_text_does(tokens: str, source: str, expected: bool) -> None:
    assert drafts.loops(tokens.split(), source.split()) is expected


def test_a_failure_on_a_pivot_names_its_leg(tmp_path: Path) -> None:
    write_package(tmp_path / "a", "fr", "en", {"chat": "cat", "nuit": "<unk>", "lune": "moon"})
    write_package(tmp_path / "b", "en", "de", {"cat": "Katze", "moon": "<unk>"})
    engine = ArgosEngine(tmp_path)
    assert failure(engine, pair("fr", "de"), "nuit") == "fr → en: the model wrote words that it does not know"
    assert failure(engine, pair("fr", "de"), "lune") == "en → de: the model wrote words that it does not know"
    assert failure(engine, pair("fr", "en"), "nuit") == "the model wrote words that it does not know"
    assert said(engine, pair("fr", "de"), "chat") == "Katze"


def test_a_target_prefix_is_given_to_the_model_and_taken_off_again(tmp_path: Path) -> None:
    metadata = {"target_prefix": "<2sv>"}
    write_package(tmp_path / "package", "nb", "sv", {"ku": "ko"}, reads=behind_prefix, metadata=metadata)
    assert said(ArgosEngine(tmp_path), pair("nb", "sv"), "ku a.") == "ko a."
    file = tmp_path / "package" / "metadata.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "target_prefix": ""}), "utf-8")
    assert said(ArgosEngine(tmp_path), pair("nb", "sv"), "ku a.") == "ko ko a."


def test_a_prefix_chooses_one_of_many_targets(tmp_path: Path) -> None:
    languages = [{"code": "da"}, {"code": "is"}]
    metadata = {"target_prefix": "<2sv>", "languages": languages}
    write_package(tmp_path / "package", "nb", "sv", {"ku": "ko"}, reads=behind_prefix, metadata=metadata)
    engine = ArgosEngine(tmp_path)
    assert engine.pairs() == (pair("da", "sv"), pair("is", "sv"), pair("nb", "sv"))
    assert said(engine, pair("is", "sv"), "ku") == "ko"


def test_a_package_of_both_directions_is_told_which_is_wanted(tmp_path: Path) -> None:
    languages = [{"code": "nb"}, {"code": "sv"}]
    metadata = {"source_languages": languages, "target_languages": languages, "target_prefix": "<2sv>"}
    write_package(tmp_path / "package", "nb", "sv", {"ku": "ko"}, reads=behind_prefix, metadata=metadata)
    file = tmp_path / "package" / "metadata.json"
    facts = {**json.loads(file.read_text("utf-8")), "target_prefix": "", "target_prefixes": {"sv": "<2sv>"}}
    file.write_text(json.dumps(facts), "utf-8")
    engine = ArgosEngine(tmp_path)
    assert engine.pairs() == (pair("nb", "sv"), pair("sv", "nb"))
    assert said(engine, pair("nb", "sv"), "ku a.") == "ko a."
    assert said(engine, pair("sv", "nb"), "ku a.") == "ko ko a.", "a model without its prefix"


def test_packages_with_merges_instead_of_pieces_translate(tmp_path: Path) -> None:
    write_bpe_package(tmp_path / "package", "es", "en", {"el": "the", "gato": "cat"})
    engine = ArgosEngine(tmp_path)
    assert said(engine, pair("es", "en"), "el gato, el gato (gato).") == "the cat, the cat (cat)."
    kyiv = slot(0, "Kiev", "Kyiv")
    assert said(engine, pair("es", "en"), " el gato ", kyiv, ".", rung=Rung.INJECT) == " the cat Kyiv."
    assert said(engine, pair("es", "en"), " el gato ", kyiv, ".", rung=Rung.MASK) == " the cat Kyiv."


def test_a_converted_marian_model_has_a_tokenizer_for_each_language(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package", "fr", "en", {"chat": "cat", "le": "the"})
    pieces, _ = sentencepiece_model(("autre", "langue"))
    (package / "sentencepiece.model").rename(package / "target.spm")
    shutil.copy(package / "target.spm", package / "source.spm")
    before = ArgosEngine(tmp_path).identity(pair("fr", "en")).model
    assert said(ArgosEngine(tmp_path), pair("fr", "en"), "le chat.") == "the cat."
    (package / "source.spm").write_bytes(pieces)
    assert "cat" not in said(ArgosEngine(tmp_path), pair("fr", "en"), "chat"), "the source has a tokenizer of its own"
    assert ArgosEngine(tmp_path).identity(pair("fr", "en")).model != before
    (package / "target.spm").unlink()
    assert not ArgosEngine(tmp_path).supports(Tag("fr"), Tag("en"))


def test_older_models_have_their_vocabulary_one_to_a_line(tmp_path: Path) -> None:
    engine = only(tmp_path, FR_EN)
    vocabulary = tmp_path / "package" / "model" / "shared_vocabulary.json"
    lines = "\n".join(json.loads(vocabulary.read_text("utf-8")))
    vocabulary.with_suffix(".txt").write_text(lines + "\n", "utf-8")
    vocabulary.unlink()
    assert said(engine, pair("fr", "en"), "le chat ☺") == "the cat ☺"


def test_a_closed_engine_has_no_models_and_can_load_them_again(shelf: Path) -> None:
    engine = ArgosEngine(shelf)
    for _ in range(2):
        assert said(engine, pair("fr", "en"), "chat") == "cat"
        assert engine._models
        engine.close()
        assert not engine._models


# Slots


KYIV = slot(0, "Kiev", "Kyiv")
BOLD = slot(0, "<b>", "<b>", CodeKind.CODE)
UNBOLD = slot(1, "</b>", "</b>", CodeKind.CODE)


@pytest.mark.parametrize("rung", [Rung.INJECT, Rung.MASK, Rung.SPLIT])
@pytest.mark.parametrize("target", ["en", "de"])
def test_slots_come_back_in_their_places(engine: ArgosEngine, rung: Rung, target: str) -> None:
    item = masked(" le ", slot(3, "Odessa", "Odesa"), " et ", slot(7, "Kiev", "Kyiv"), ".")
    pieces = answer(engine, pair("fr", target), item, rung).hypotheses[0].pieces
    the, cat = {"en": (" the ", " and "), "de": (" die ", " und ")}[target]
    assert pieces == (the, slot(3, "Odessa", "Odesa"), cat, slot(7, "Kiev", "Kyiv"), ".")


@pytest.mark.parametrize("rung", [Rung.INJECT, Rung.MASK])
def test_slots_of_the_same_form_are_given_back_in_order(engine: ArgosEngine, rung: Rung) -> None:
    item = masked(KYIV, " et ", slot(1, "Kiev", "Kyiv"), " et ", slot(2, "kievien", "Kyiv"))
    numbers = [
        piece.number
        for piece in answer(engine, pair("fr", "en"), item, rung).hypotheses[0].pieces
        if isinstance(piece, Slot)
    ]
    assert numbers == [0, 1, 2]


def test_a_name_that_the_model_spells_its_own_way_is_put_right_where_it_stands(tmp_path: Path) -> None:
    engine = only(tmp_path, {"Kyiv": "Kiev", "chat": "cat", "et": "and", "noir": "black"})
    lviv = slot(1, "Lvov", "Lviv")
    assert said(engine, pair("fr", "en"), "chat ", KYIV, " noir et ", lviv, ".") == "cat Kyiv black and Lviv."


@pytest.mark.parametrize("rung", [Rung.MASK, Rung.SPLIT])
def test_a_name_that_the_model_makes_something_else_fails_on_inject_and_not_on_others(
    tmp_path: Path, rung: Rung
) -> None:
    engine = only(tmp_path, {"Kyiv": "somewhere", "Kiev": "elsewhere", "chat": "cat"})
    assert failure(engine, pair("fr", "en"), "chat ", KYIV) == "the model did not keep Kyiv"
    assert said(engine, pair("fr", "en"), "chat ", KYIV, rung=rung) == "cat Kyiv"


def test_the_word_of_the_source_is_shown_too_and_what_was_written_for_it_replaced(tmp_path: Path) -> None:
    engine = only(tmp_path, {"server": "waiter", "serveur": "waiter", "noir": "black", "dort": "sleeps"})
    term = slot(0, "serveur", "server", accepted=("server", "servers"))
    candidates = answer(engine, pair("fr", "en"), masked("noir ", term, " dort."))
    assert {shown(one.pieces) for one in candidates.hypotheses} == {"black server sleeps.", "black servers sleeps."}
    assert all(shown(one.pieces).count("waiter") == 0 for one in candidates.hypotheses)


def test_a_form_with_an_ending_is_one_of_the_hypotheses(tmp_path: Path) -> None:
    engine = only(tmp_path, {"server": "servers", "serveurs": "servers", "noir": "black"})
    term = slot(0, "serveurs", "server", accepted=("server",))
    candidates = answer(engine, pair("fr", "en"), masked("noir ", term, "."))
    assert {shown(one.pieces) for one in candidates.hypotheses} == {"black servers.", "black server."}


def test_a_name_that_the_model_writes_too_often_fails(engine: ArgosEngine) -> None:
    assert failure(engine, pair("fr", "en"), "Kiev et ", KYIV) == "the model did not keep Kyiv"
    assert said(engine, pair("fr", "en"), "Kiev et ", KYIV, rung=Rung.MASK) == "Kyiv and Kyiv"


def test_a_name_that_stands_in_the_text_too_is_expected_once_more(engine: ArgosEngine) -> None:
    assert said(engine, pair("fr", "en"), "le chat Lviv et ", slot(0, "Lvov", "Lviv")) == "the cat Lviv and Lviv"


def test_another_form_that_is_right_is_left_as_the_model_wrote_it(tmp_path: Path) -> None:
    engine = only(tmp_path, {"Київ": "Києві", "Kiev": "Києві", "chat": "кіт"})
    name = slot(0, "Kiev", "Київ", accepted=("Київ", "Києві"))
    candidates = answer(engine, pair("fr", "en"), masked("chat ", name))
    assert best(candidates) == "кіт Києві"
    assert candidates.hypotheses[0].pieces[1] == slot(0, "Kiev", "Києві", accepted=("Київ", "Києві"))
    assert said(engine, pair("fr", "en"), "chat ", name, rung=Rung.MASK) == "кіт Київ"


def test_a_mark_is_no_text_of_the_article(engine: ArgosEngine) -> None:
    text = ("X1 et Q1 et Z1 et ", KYIV, " et X11")
    assert said(engine, pair("fr", "en"), *text, rung=Rung.MASK) == "X1 and Q1 and Z1 and Kyiv and X11"


def test_where_no_mark_can_be_written_the_item_fails(engine: ArgosEngine) -> None:
    taken = "X1 Q1 Z1 %1 #1 [1] chat "
    assert failure(engine, pair("fr", "en"), taken, KYIV, rung=Rung.MASK) == "its slots could not be told from its text"
    assert said(engine, pair("fr", "en"), taken, KYIV) == "X1 Q1 Z1 %1 #1 [1] cat Kyiv"


def test_a_slot_without_a_form_cannot_be_injected(engine: ArgosEngine) -> None:
    empty = slot(0, "&nbsp;", "", CodeKind.CODE)
    assert failure(engine, pair("fr", "en"), "chat ", empty) == "its slots could not be told from its text"
    assert said(engine, pair("fr", "en"), "chat ", empty, rung=Rung.MASK) == "cat "


@pytest.mark.parametrize("rung", [Rung.INJECT, Rung.MASK])
def test_markup_that_touches_words_is_set_apart_for_the_model_only(engine: ArgosEngine, rung: Rung) -> None:
    assert said(engine, pair("fr", "de"), "le ", BOLD, "chat", UNBOLD, ".", rung=rung) == "die <b>Katze</b>."


@pytest.mark.parametrize("rung", [Rung.INJECT, Rung.MASK])
def test_a_name_that_touches_a_word_becomes_a_word_of_its_own(engine: ArgosEngine, rung: Rung) -> None:
    assert said(engine, pair("fr", "en"), "et", KYIV, "chat", rung=rung) == "and Kyiv cat"


def test_a_number_that_touches_letters_stays_there(engine: ArgosEngine) -> None:
    seven = slot(0, "7", "7", CodeKind.NUMBER)
    assert said(engine, pair("fr", "en"), "le G", seven, " et ", rung=Rung.MASK) == "the G7 and "


FREE = Voice(lambda mark: "⟦" not in mark)
"""Of models that keep every word, and have no slots of their own."""


def spelled(*pieces: str | Slot, rung: Rung = Rung.INJECT) -> slots.Spelled:
    found = slots.spell(Masked(pieces), rung, FREE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("Iran", "in Iran.", True),
        ("Iran", "the Iranian army", False),
        ("Iran", "Iran's army, l’armée", True),
        ("Iran", "Tirana, Iranian", False),
        ("Biden", "the Bidens", False),
        ("Zelenski", "Zelenski'nin", True),
        ("基辅", "他在基辅的家", True),
        ("Kyiv", "在Kyiv的家", True),
        ("プーチン", "プーチンは言った", True),
        ("푸틴", "푸틴은 말했다", True),
        ("กรุงเทพ", "ในกรุงเทพมหานคร", True),
        ("زيلينسكي", "قال زيلينسكي", True),
        ("زيلينسكي", "ولزيلينسكي", True),
        ("علي", "قال عليه", False),
        ("علي", "فعلي قال", True),
        ("מוסקבה", "במוסקבה", True),
        ("Kyiv", "kyiv", False),
        ("{{name}}", "x{{name}}y", True),
        ("@kyiv_post", "said @kyiv_post.", True),
        ("Kyiv", "Kyiv and Kyiv", False),
        ("Kyiv", "", False),
    ],
)
def test_a_form_is_found_as_a_whole_word_exactly_once(form: str, text: str, expected: bool) -> None:
    assert (spelled("mot ", slot(0, "nom", form)).find(text) is not None) is expected


def test_the_longest_form_is_meant() -> None:
    item = spelled(slot(0, "Paris Match", "Paris Match"), " à ", slot(1, "Paris", "Paris"))
    pieces = item.find("In Paris, Paris Match says")
    assert pieces is not None
    assert [piece.target for piece in pieces if isinstance(piece, Slot)] == ["Paris", "Paris Match"]
    assert item.find("Paris and Paris") is None


def test_a_form_belongs_to_the_name_that_it_was_chosen_for_before_those_that_also_accept_it() -> None:
    item = spelled(slot(0, "nom", "Selenskyj", accepted=("Selenskyjs",)), " et ", slot(1, "autre", "Selenskyjs"))
    pieces = item.find("Selenskyjs und Selenskyj")
    assert pieces is not None
    assert [piece.number for piece in pieces if isinstance(piece, Slot)] == [1, 0]


def test_forms_that_cannot_be_told_apart_in_the_source_are_not_injected() -> None:
    item = Masked((slot(0, "Paris", "Paris"), " Match et ", slot(1, "Paris Match", "Paris Match")))
    assert slots.spell(item, Rung.INJECT, FREE) is None
    assert slots.spell(item, Rung.MASK, FREE) is not None


def test_marks_are_spelled_so_that_the_models_keep_them() -> None:
    item = Masked((KYIV, " et ", slot(1, "Odessa", "Odesa")))
    found = slots.spell(item, Rung.MASK, Voice(lambda mark: "2" not in mark or mark.startswith("[")))
    assert found is not None
    assert found.text == "[1] et [2]"


WORDS = st.text("ab é.’-_ 12中ل\n", max_size=6)
NAMES = st.sampled_from(["Kyiv", "Київ", "基辅", "<b>", "7", "{x}", "a"])
KINDS = st.sampled_from([CodeKind.NAME, CodeKind.CODE, CodeKind.NUMBER])


@settings(derandomize=True, max_examples=300)
@given(st.lists(st.tuples(WORDS, NAMES, KINDS), max_size=5), WORDS, st.sampled_from([Rung.INJECT, Rung.MASK]))
def test_a_model_that_copies_gives_every_slot_back(
    parts: list[tuple[str, str, CodeKind]], end: str, rung: Rung
) -> None:
    pieces: list[str | Slot] = []
    for number, (text, form, kind) in enumerate(parts):
        pieces += [text, slot(number, form, form, kind)]
    item = Masked((*pieces, end))
    written = slots.spell(item, rung, FREE)
    if written is None:
        assert rung is Rung.INJECT
        return
    copied = written.find(written.text)
    assert copied is not None
    assert sorted(piece.number for piece in copied if isinstance(piece, Slot)) == list(range(len(parts)))
    assert squeezed(copied) == squeezed(item.pieces)
    if all(piece.kind is not CodeKind.NAME for piece in item.slots) and not any(written.spare.values()):
        assert shown(copied) == shown(item.pieces)


def squeezed(pieces: Iterable[str | Slot]) -> str:
    return "".join(shown(pieces).split())


@pytest.mark.parametrize("module", [casing, drafts, run, slots])
def test_the_examples_in_docstrings_hold(module: object) -> None:
    assert doctest.testmod(sys.modules[getattr(module, "__name__", "")]).failed == 0


# Argos Translate's own folders


SCRIPT = """
import json, sys
from pathlib import Path
from polyglot.engines.argos import ArgosEngine
from polyglot.model import Masked, Pair, Rung, Tag
if len(sys.argv) > 1:
    from argostranslate import package
    try:
        package.install_from_path(Path(sys.argv[1]))
    except ModuleNotFoundError as error:
        assert error.name in {"stanza", "minisbd", "spacy"}, error
engine = ArgosEngine()
way = Pair(Tag("fr"), Tag("en"))
texts = []
if engine.supports(*way):
    answers = dict(engine.translate([("a", Masked(("le chat",)))], way, Rung.INJECT))
    texts = [answer.hypotheses[0].pieces[0] for answer in answers.values()]
heavy = sorted({"argostranslate.translate", "argostranslate.sbd", "stanza", "torch", "spacy"} & set(sys.modules))
sys.stdout.write(json.dumps([engine.pairs(), engine.problems(), texts, heavy]))
"""


def at_home(home: Path, *arguments: str, **environment: str) -> tuple[object, list[str], object, object]:
    """Run the engine with Argos Translate's folders in a home of their own."""
    names = {"HOME": str(home), "PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    command = [sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(command, env=names, capture_output=True, text=True, check=True)
    pairs, problems, texts, heavy = json.loads(done.stdout)
    return pairs, problems, texts, heavy


def test_packages_are_found_where_argos_translate_is_told_to_keep_them(shelf: Path, tmp_path: Path) -> None:
    found = at_home(tmp_path, ARGOS_PACKAGES_DIR=str(shelf))
    assert found == ([["en", "de"], ["fr", "en"]], [], ["the cat"], [])


def test_what_argos_translate_installs_is_found(shelf: Path, tmp_path: Path) -> None:
    file = pack(shelf / "translate-fr_en-1_0", tmp_path / "fr_en.argosmodel")
    again = pack(shelf / "translate-fr_en-1_0", tmp_path / "again.argosmodel")
    assert file.read_bytes() == again.read_bytes()
    assert at_home(tmp_path) == ([], [], [], [])
    assert at_home(tmp_path, str(file)) == ([["fr", "en"]], [], ["the cat"], [])
    assert at_home(tmp_path) == ([["fr", "en"]], [], ["the cat"], [])


def test_a_home_that_cannot_be_written_is_a_problem_and_no_crash() -> None:
    pairs, problems, _, _ = at_home(Path(os.devnull))
    assert pairs == []
    assert len(problems) == 1
    assert problems[0].startswith("Argos Translate cannot be imported: NotADirectoryError")


def test_the_table_of_engines_knows_it() -> None:
    made = load("argos")
    assert made.name == "argos"
    made.close()
