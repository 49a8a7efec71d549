"""The notation in which linguists write what stands around an article, and the files that are written in it."""

from __future__ import annotations

import pytest

from polyglot import resources
from polyglot.furniture import notation, phrases, shapes
from polyglot.furniture.folding import EDGES, fold
from polyglot.model import Tag

LISTS = {"network": ("facebook", "x")}
LANGUAGES = ("fr", "en", "es", "de", "it", "pt", "ca")


def kind(line: str, *written: str, sentences: bool = False) -> str:
    """The kind of the phrase, `a` the first, that a line is; empty for none."""
    kinds = "abcdef"
    pairs = zip(kinds, written, strict=False)
    table = phrases.table(pairs, LISTS, kinds if sentences else "")
    folded = fold(line)
    if found := table.look_up(folded, folded.strip(EDGES)):
        return found.kind
    return next((phrase.kind for phrase in table.held_by(folded) if phrase.fits(folded)), "")


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("leave a comment", "LEAVE A COMMENT"),
        ("leave a comment", "» Leave a comment! «"),
        ("leave a comment", "Leave\u00a0a\u202fcomment :"),
        ("(leave|post) a comment", "Post a comment"),
        ("0 comment[s]", "12 comments"),
        ("0 comment[s]", "1 comment"),
        ("0 comments", "1\u202f200 comments"),
        ("s'abonner", "S’abonner"),
        ("reagir", "Réagir"),
        ("réagir", "REAGIR"),
        ("comments 0", "Comments (3)"),
        ("share on {network}", "Share on X"),
        ("read also …", "Read also: a title"),
        ("read also[: …]", "Read also"),
        ("published …", "Published 3 May"),
        ("unsubscri…", "Unsubscribe here"),
        ("… all rights reserved", "The Paper, all rights reserved"),
        ("… rights … reserved …", "Paper: rights are reserved by us"),
        ("(a|) b", "b"),
        ("[a [very] ]short one", "a very short one"),
    ],
)
def test_a_phrase_fits(phrase: str, line: str) -> None:
    assert kind(line, phrase) == "a"


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("leave a comment", "Leave a comment below"),
        ("read also …", "Read alsoran"),
        ("read also …", "Read also"),
        ("read also …", "Read also what the mayor said on Monday."),
        ("read also …", "Read also " + "and on " * 30),
        ("0 comments", "many comments"),
        ("… all rights reserved", "all rights reserved by us"),
        ("share on {network}", "share on Friday"),
    ],
)
def test_a_phrase_does_not_fit(phrase: str, line: str) -> None:
    assert kind(line, phrase) == ""


def test_a_talkative_kind_takes_sentences() -> None:
    assert kind("We use cookies, as you know.", "we use cookies…", sentences=True) == "a"


def test_the_first_phrase_counts() -> None:
    assert kind("Read on", "read on", "read on") == "a"
    assert kind("Read on and on", "read … on", "read … and on") == "a"
    assert kind("Read on and on", "read …", "read on …") == "b"


@pytest.mark.parametrize("phrase", ["(a|b", "a)", "[a", "a]", "(a]", "{nowhere}"])
def test_a_phrase_with_a_wrong_bracket_is_refused(phrase: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        notation.expanded(phrase, LISTS)


def test_a_phrase_that_stands_for_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="better written as several"):
        notation.expanded("(a|b|c|d|e|f|g)" * 4 + " …", LISTS)


# --- the files of the languages ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_knows_every_kind(language: str) -> None:
    general = resources.language("furniture", resources.GENERAL)
    own = resources.language("furniture", Tag(language))
    assert set(own["lines"]) <= set(general["kinds"])
    found = {*general["kinds"]} - {*own["lines"], *general["lines"]}
    assert found <= {"contents", "repeated-title", "recorded", "site", "project"}
    assert set(own["words"]) <= set(general["words"])
    assert len(own["sections"]) >= 60
    assert own["home"] and own["contents"]
    assert own["byline_phrase"].count("{}") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_a_language_fits_itself(language: str) -> None:
    rules = shapes.rules(Tag(language))
    own = resources.language("furniture", Tag(language))
    lists = {**resources.language("furniture", resources.GENERAL)["lists"], **own.get("lists", {})}
    for written in own["lines"].values():
        for phrase in written:
            forms = notation.expanded(phrase, lists)
            for form in forms[:: 1 + len(forms) // 50]:
                line = fold(form.replace("…", " xyz "))
                sentence = "…" in form and line.endswith(".")  # which not every phrase with a gap may be
                assert rules.table.look_up(line, line.strip(EDGES)) or rules.table.held_by(line) or sentence, form


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "FacebookTwitterPinterestEmail"),
        ("fr", "Publié le 02/12/2022 à 07:12 | Mis à jour le 02/12/2022 à 11:40"),
        ("fr", "⏱ 4 minutes"),
        ("fr", "Culture > Livres"),
        ("en", "Home > Politics"),
        ("en", "Monday 3 March 2025"),
        ("de", "3. März 2025"),
        ("es", "Lunes, 3 de marzo de 2025"),
        ("it", "lunedì 3 marzo 2025"),
        ("pt", "3 de março de 2025"),
        ("ca", "3 de març de 2025"),
        ("und", "A+ A-"),
    ],
)
def test_lines_of_known_words(language: str, line: str) -> None:
    assert shapes.known(fold(line), shapes.rules(Tag(language)))


@pytest.mark.parametrize(
    "line",
    ["Partager | Imprimer | Réagir (4)", "Abonnez-vous   Partager   Lire plus tard", "[Accueil] [Histoire] [Contact]"],
)
def test_labels_in_a_row(line: str) -> None:
    assert shapes.row(line, shapes.rules(Tag("fr")))


def test_a_row_of_what_nobody_knows_is_none() -> None:
    assert shapes.row("Verlaine   7   12", shapes.rules(Tag("fr"))) is None
    assert shapes.row("Un seul titre", shapes.rules(Tag("fr"))) is None
