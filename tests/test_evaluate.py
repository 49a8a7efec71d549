"""`polyglot evaluate` with real engines and the real sacrebleu: figures whose right value is known, and who is told."""

from __future__ import annotations

import doctest
import gzip
import json
import lzma
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NoReturn

import pytest

from argos_models import Reads, in_order, round_and_round, write_package
from polyglot import direction, evaluate, resources
from polyglot.errors import LibraryMissingError, UnreadableInputError
from polyglot.evaluate import sets
from polyglot.model import Issue, Origin, Pair, Severity, State, Tag, Target
from road import Ran, Road, process

FRENCH = (
    "Le maire de Valmorin a présenté lundi les plans de la nouvelle bibliothèque.",
    "Les travaux commenceront au printemps. Ils dureront deux ans et coûteront 12 000 euros.",
    "« Nous voulons lire », a déclaré une élève de l’école du centre.",
)
ENGLISH = (
    "The mayor of Valmorin presented the plans for the new library on Monday.",
    "Work will begin in spring. It will take two years and cost 12,000 euros.",
    "“We want to read”, said a pupil of the school in the centre.",
)
APERTIUM = pytest.param(
    "apertium",
    marks=[pytest.mark.apertium, pytest.mark.skipif(not shutil.which("apertium"), reason="Apertium is not installed")],
)
PAIR = ("--from", "fr", "--to", "en")
KEYS = {
    *("schema", "engine", "signature", "source", "target", "set", "lines", "segments", "words", "segmented"),
    *("glossary", "bleu", "chrf", "bleu_signature", "chrf_signature", "start_seconds", "seconds", "memory_mib"),
    *("sentences_per_second", "words_per_second", "kept", "kept_reasons", "issues", "terms", "published"),
}
NAMES = "concept,kind,fr,en\nmoscow,place,Moscou,Moscow\nwhite-house,place,Maison Blanche,White House\n"
SCORES = """\
pair\tset\tsystem\tBLEU\tCOMET
fr-en\tnews\tother\t31.5\t0.8
fr-en\tnews\tbest\t100.5\t0.9
fr-en\told\telsewhere\t50\t0.9
en-fr\tnews\tbackwards\t40.1\t0.9
"""


sacrebleu: Any = import_module("sacrebleu")


def lines(texts: Sequence[str]) -> str:
    return "".join(f"{text}\n" for text in texts)


def given(road: Road, source: Sequence[str] = FRENCH, references: Sequence[str] = ENGLISH) -> None:
    road.write("news.fr", lines(source))
    road.write("news.en", lines(references))


def held(road: Road, *more: str, engine: str = "pseudo") -> dict[str, Any]:
    """The figures of an evaluation of `news.fr` against `news.en`, as machines get them."""
    ran = road.run("evaluate", "news.fr", "news.en", *PAIR, "--engine", engine, "--json", *more)
    assert (ran.code, ran.err) == (0, "")
    return ran.object


def hypotheses(road: Road, name: str = "hypotheses") -> list[str]:
    return road.read(name).removesuffix("\n").split("\n")


# --- figures whose right value is known ---


def test_what_says_the_same_as_the_reference_is_perfect(road: Road) -> None:
    given(road, references=FRENCH)
    facts = held(road, engine="echo")
    assert (facts["bleu"], facts["chrf"], facts["kept"], facts["lines"]) == (100.0, 100.0, 0, 3)


def test_what_has_nothing_in_common_with_the_reference_is_worth_nothing(road: Road) -> None:
    given(road, references=["甲乙丙丁"] * 3)
    facts = held(road, engine="echo")
    assert (facts["bleu"], facts["chrf"]) == (0.0, 0.0)


@pytest.mark.parametrize("engine", ["echo", "pseudo", APERTIUM])
def test_sacrebleu_itself_finds_the_same_on_the_hypotheses(road: Road, engine: str) -> None:
    given(road, references=[*ENGLISH[:2], FRENCH[2]])
    facts = held(road, "--out", "hypotheses", engine=engine)
    said, references = hypotheses(road), [road.read("news.en").splitlines()]
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF(word_order=2)
    assert facts["bleu"] == round(bleu.corpus_score(said, references).score, 2) > 0
    assert facts["chrf"] == round(chrf.corpus_score(said, references).score, 2) > 0
    assert facts["bleu_signature"] == str(bleu.get_signature())
    assert facts["chrf_signature"] == str(chrf.get_signature())
    assert "tok:13a" in facts["bleu_signature"]
    assert "nw:2" in facts["chrf_signature"]


def test_the_whole_of_what_machines_get(road: Road) -> None:
    given(road)
    facts = held(road)
    assert set(facts) == KEYS
    told = {name: facts[name] for name in ("schema", "engine", "source", "target", "set", "lines", "segments", "words")}
    words = sum(len(line.split()) for line in FRENCH)
    assert list(told.values()) == [1, "pseudo", "fr", "en", "news.fr", 3, 4, words]
    assert facts["seconds"] >= 0
    assert facts["memory_mib"] > 10
    assert facts["issues"] == {}


def test_the_tokenizer_is_that_of_the_target_language() -> None:
    for tag, tokenizer in sacrebleu.BLEU._TOKENIZER_MAP.items():
        assert resources.table("evaluation", Tag(tag))["tokenize"] == tokenizer
    signatures = {
        tag: evaluate.Metrics(Tag(tag)).score(["甲"], ["甲"]).bleu_signature for tag in ("zh-Hant", "th", "de")
    }
    assert [signature.split("tok:")[1].split("|")[0] for signature in signatures.values()] == ["zh", "char", "13a"]


@pytest.mark.skipif(find_spec("MeCab") is not None, reason="sacrebleu's Japanese tokenizer is installed")
def test_a_tokenizer_that_is_not_installed_is_named_with_its_command() -> None:
    with pytest.raises(LibraryMissingError, match="ja-mecab") as error:
        evaluate.Metrics(Tag("ja"))
    assert "sacrebleu[ja]" in error.value.hint


# --- the product's own road ---


@pytest.mark.parametrize("engine", ["pseudo", APERTIUM])
def test_a_set_is_translated_as_articles_are(road: Road, engine: str) -> None:
    given(road)
    road.write("news.fr.txt", lines(FRENCH))
    held(road, "--out", "hypotheses", engine=engine)
    ran = road.translate("news.fr.txt", "--to", "en", "--no-publish", "--furniture", "keep", engine=engine)
    assert ran.code == 0
    assert road.read("hypotheses") == road.read("news.en.txt")


def test_lines_are_cut_into_sentences_or_left_whole(road: Road) -> None:
    given(road)
    cut = held(road, "--out", "cut", engine="echo")
    whole = held(road, "--out", "whole", "--no-segment", engine="echo")
    assert (cut["segments"], cut["segmented"]) == (4, True)
    assert (whole["segments"], whole["segmented"]) == (3, False)
    assert road.read("cut") == road.read("whole") == lines(FRENCH)


def test_odd_lines_keep_their_place(road: Road) -> None:
    odd = ["", "  Deux espaces. ", "—", "Une ligne\u2028avec un saut.", "12", "Fin."]
    given(road, odd, odd)
    for more in ((), ("--no-segment",)):
        assert held(road, "--out", "hypotheses", *more, engine="echo")["lines"] == 6
        assert hypotheses(road) == odd


def toy(road: Road, reads: Reads = in_order) -> Mapping[str, str]:
    """A package that knows eight words, and the environment in which it is found."""
    lexicon = {"le": "the", "chat": "cat", "noir": "black", "dort": "sleeps", "et": "and", "mange": "eats"}
    write_package(road.root / "packages" / "fr_en", "fr", "en", lexicon, reads=reads)
    return {"ARGOS_PACKAGES_DIR": str(road.root / "packages"), "HOME": str(road.root / "home")}


def evaluated(road: Road, environment: Mapping[str, str], *texts: str) -> dict[str, Any]:
    """The figures of a run in a process of its own, which finds its models by its environment."""
    texts = texts or ("news.fr", "news.en")
    arguments = ("evaluate", *texts, *PAIR, "--engine", "argos", "--json", "--out", "hypotheses")
    done = process(*arguments, cwd=road.root, stdin=b"", **environment)
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def test_a_neural_model_that_makes_no_mistake(road: Road) -> None:
    given(road, ["le chat noir dort et mange", "le chat dort"], ["the black cat sleeps and eats", "the cat sleeps"])
    road.change("news.en", "black cat", "cat black")
    facts = evaluated(road, toy(road))
    assert (facts["bleu"], facts["chrf"], facts["engine"]) == (100.0, 100.0, "argos")
    assert facts["words_per_second"] > 0
    assert facts["start_seconds"] > 0


def test_what_the_engine_cannot_say_stands_as_it_is_and_counts_as_a_miss(road: Road) -> None:
    source = ["chat dort", "le chat noir dort et le chat mange", "chat. Le chat noir dort et le chat mange."]
    given(road, source, ["cat sleeps", "the black cat sleeps and the cat eats", "cat sleeps. The black cat sleeps."])
    facts = evaluated(road, toy(road, round_and_round))
    assert hypotheses(road) == ["cat sleeps", source[1], "cat. Le chat noir dort et le chat mange."]
    assert (facts["kept"], facts["segments"]) == (2, 4)
    assert facts["kept_reasons"] == {"inject: the model did not come to an end": 2}
    assert facts["issues"]["untranslated"] == 2


def test_reasons_are_told_without_the_words_that_broke_the_law() -> None:
    message = (
        "kept in the source language (inject: number '1;2' has no counterpart; "
        "inject: name \"d'Ukraine\" has no counterpart; mask: the model's answer was empty)"
    )
    kept = Target("x", State.INITIAL, Origin.SOURCE, (Issue("untranslated", Severity.ERROR, message),))
    assert direction.reasons(kept) == (
        "inject: number has no counterpart",
        "inject: name has no counterpart",
        "mask: the model's answer was empty",
    )
    assert direction.reasons(Target("x", State.TRANSLATED, Origin.MT)) == ()
    assert doctest.testmod(direction).failed == 0


# --- names ---


def test_names_are_counted_with_the_glossary_and_without(road: Road) -> None:
    road.project()
    road.write("glossary/names.csv", NAMES)
    source = ["Il vit à Moscou. Moscou est loin.", "La Maison Blanche attend.", "Rien ici."]
    given(road, source, ["He lives in Moscow. Moscow is far.", "The White House waits.", "Nothing here."])
    with_names, bare = held(road, "--terms"), held(road, "--terms", "--no-glossary")
    assert (with_names["terms"], with_names["glossary"]) == ({"hits": 3, "right": 3}, True)
    assert (bare["terms"], bare["glossary"]) == ({"hits": 3, "right": 0}, False)
    assert bare["names"] == [
        {"concept": "moscow", "hits": 2, "right": 0},
        {"concept": "white-house", "hits": 1, "right": 0},
    ]
    assert bare["issues"]["terminology"] == 3
    assert bare["chrf"] < with_names["chrf"]


def test_without_the_glossary_a_number_in_a_name_is_no_loss(road: Road) -> None:
    road.project()
    road.write("glossary/names.csv", "concept,kind,fr,en\nday,title,11 Septembre,September 11\n")
    given(road, ["Le 11 Septembre a changé la ville."], ["September 11 changed the city."])
    facts = held(road, "--no-glossary")
    assert (facts["kept"], facts["terms"]) == (0, {"hits": 1, "right": 0})


def test_names_in_a_line_that_was_kept_are_missed(road: Road) -> None:
    road.project()
    road.write("glossary/names.csv", "concept,kind,fr,en\nparis,place,Paris,Paris\n")
    given(road, ["Paris et le chat noir et le chat et le chat mange"], ["Paris and the black cat"])
    model = toy(road, round_and_round)
    facts = evaluated(road, model)
    assert (facts["kept"], facts["terms"]) == (1, {"hits": 1, "right": 0})
    road.write("expected.tsv", f"1\t{road.read('news.fr').strip()}\tParis=Paris\n")
    measures = evaluated(road, model, "--expect", "expected.tsv")["measures"]
    assert {name: told["count"] for name, told in measures.items() if told} == {
        **dict.fromkeys(("surface", "lemma", "forbidden", "consistency", "agreement"), 0),
        "kept": 1,
    }


def test_people_are_shown_the_names_that_were_missed(road: Road) -> None:
    road.project()
    road.write("glossary/names.csv", NAMES)
    given(road, ["Il vit à Moscou.", "Moscou dort.", "Rien."])
    ran = road.run("evaluate", "news.fr", "news.en", *PAIR, "--engine", "pseudo", "--no-glossary", "--terms")
    assert "names        0/2 (0.000), not enforced\n" in ran.out
    assert "moscow        0/2\n" in ran.out


# --- test sets ---


def test_the_same_set_in_every_dress(road: Road) -> None:
    given(road)
    plain = held(road, "--out", "plain")
    road.write("news.fr.gz", gzip.compress(road.read("news.fr").encode()))
    road.write("news.en.xz", lzma.compress(road.read("news.en").encode()))
    rows = [f"{number}\t{fr}\t{en}" for number, (fr, en) in enumerate(zip(FRENCH, ENGLISH, strict=True))]
    road.write("news.tsv", "\ufeff" + "\r\n".join(rows))
    for number, given_as in enumerate((("news.fr.gz", "news.en.xz"), ("news.tsv", "--columns", "2,3"))):
        ran = road.run("evaluate", *given_as, *PAIR, "--engine", "pseudo", "--json", "--out", str(number))
        assert (ran.object["bleu"], ran.object["chrf"]) == (plain["bleu"], plain["chrf"])
        assert road.read(str(number)) == road.read("plain")


def test_a_file_that_unpacks_to_too_much_is_refused(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "LIMIT", 1000)
    path = road.write("bomb.gz", gzip.compress(b"a\n" * 501))
    with pytest.raises(UnreadableInputError, match="larger"):
        evaluate.parallel(path, path, (1, 2))
    assert len(evaluate.parallel(road.write("a", b"a\n" * 500), path.with_name("a"), (1, 2)).source) == 500


def test_a_set_by_its_name_with_what_others_have_published(road: Road) -> None:
    for name, text in (("news.fr", FRENCH), ("news.en", FRENCH)):
        road.write(f"sets/{name}.xz", lzma.compress(lines(text).encode()))
    road.write("sets/scores.tsv", SCORES)
    arguments = ("evaluate", *PAIR, "--set", "news", "--data", "sets", "--engine", "echo")
    facts = road.run(*arguments, "--json").object
    assert (facts["set"], facts["bleu"]) == ("news", 100.0)
    assert facts["published"] == [{"system": "best", "bleu": 100.5}, {"system": "other", "bleu": 31.5}]
    shown = [line.split() for line in road.run(*arguments).out.splitlines()[:4]]
    assert shown == [
        ["system", "BLEU", "chrF2++"],
        ["best", "published", "100.5"],
        ["echo-0.1.0/fr-en/000000000000", "measured", "100.0", "100.0"],
        ["other", "published", "31.5"],
    ]


def test_a_part_of_a_set_is_not_compared_with_what_is_published_on_all_of_it(road: Road) -> None:
    road.write("news.fr", lines(FRENCH))
    road.write("news.en", lines(ENGLISH))
    road.write("scores.tsv", SCORES)
    arguments = ("evaluate", *PAIR, "--set", "news", "--engine", "echo", "--json", "--limit")
    part, whole = (road.run(*arguments, limit).object for limit in ("2", "3"))
    assert (part["lines"], part["published"]) == (2, [])
    assert (whole["lines"], len(whole["published"])) == (3, 2)


def test_a_language_with_a_region_is_served_by_the_language_at_large(road: Road) -> None:
    folder = road.write("news.fr", lines(FRENCH)).parent
    road.write("news.en-GB", lines(ENGLISH))
    assert evaluate.named("news", folder, Pair(Tag("fr-CA"), Tag("en-GB"))).source == FRENCH


def test_the_sets_of_a_folder_are_listed(road: Road) -> None:
    given(road)
    for name in ("old.de", "old.pt-BR.gz", "old.uk", "alone.fr", "README.md", "scores.tsv"):
        road.write(name, "x\n")
    assert road.run("evaluate", "--set", "list").out == "news  en, fr\nold   de, pt-BR, uk\n"
    (found,) = road.run("evaluate", "--set", "list", "--json").objects
    assert found["sets"][1] == {"set": "old", "languages": ["de", "pt-BR", "uk"]}


# --- manners ---


def test_people_are_told_all_figures_with_their_recipe(road: Road) -> None:
    given(road)
    ran = road.run("evaluate", "news.fr", "news.en", *PAIR, "--engine", "pseudo")
    assert (ran.code, ran.err) == (0, "pseudo-0.1.0/fr-en/000000000000 translates 4 segments of 3 lines\n")
    labels = [line.split("  ")[0] for line in ran.out.splitlines()[3:]]
    assert labels == ["set", "size", "BLEU", "chrF2++", "start", "translating", "memory", "names", "kept", "issues"]
    assert f"version:{sacrebleu.__version__}" in ran.out


def test_nothing_is_written_but_the_hypotheses(road: Road) -> None:
    road.project()
    given(road)
    before = road.files()
    held(road)
    assert road.files() == before
    held(road, "--out", "deep/hypotheses")
    assert road.files() - before == {"deep/hypotheses"}


def test_progress_is_told_where_it_is_asked_for(road: Road) -> None:
    given(road, FRENCH * 2, ENGLISH * 2)
    ran = road.run("evaluate", "news.fr", "news.en", *PAIR, "--engine", "pseudo", "--plain")
    assert ran.err.endswith("8 of 8 segments\n")
    assert road.run("evaluate", "news.fr", "news.en", *PAIR, "--engine", "pseudo", "--plain", "--quiet").err == ""


def test_the_engine_is_the_configured_one(road: Road) -> None:
    given(road)
    road.project(settings='[translate]\nengine = "echo"\n[locales.de]\nengine = "pseudo"\nmachine = false\n')
    chosen = [road.run("evaluate", "news.fr", "news.en", "--from", "fr", "--to", to, "--json") for to in ("en", "de")]
    assert [ran.object["engine"] for ran in chosen] == ["echo", "pseudo"]


def without_sacrebleu(road: Road) -> Ran:
    road.monkeypatch.setitem(sys.modules, "sacrebleu", None)
    return road.run("evaluate", "news.fr", "news.en", *PAIR, "--engine", "echo", "--json")


def test_without_sacrebleu_the_command_that_installs_it_is_told(road: Road) -> None:
    given(road)
    ran = without_sacrebleu(road)
    assert (ran.code, ran.object["exit"]) == (3, 3)
    assert ran.object["hint"] == 'run: pip install "sacrebleu>=2.6"'


def test_nothing_asks_the_network(road: Road) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the network was asked")

    road.monkeypatch.setattr(socket, "socket", refuse)
    road.monkeypatch.setattr(socket, "getaddrinfo", refuse)
    given(road)
    assert held(road)["lines"] == 3


def test_the_memory_of_processes_below_counts() -> None:
    before = evaluate.peak_memory()
    script = (
        "import sys; held = b'x' * (100 * 1024 * 1024); sys.stdout.write('.'); sys.stdout.flush(); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.read(1)
        during = evaluate.peak_memory()
        child.communicate()
    assert before is not None
    assert during is not None
    assert during - before > 100
