"""Quality rules: each says what is wrong, and says nothing where nothing is."""

from __future__ import annotations

import pytest

from polyglot import protect
from polyglot.check import Subject, examine, wording
from polyglot.model import Code, CodeKind, Issue, Origin, Severity, Span, State, Tag, Target


def codes(text: str, tag: str) -> tuple[Code, ...]:
    return protect.find(text, Tag(tag), lambda *_: ())


def said(
    source: str,
    target: str,
    *,
    unknown: tuple[str, ...] = (),
    pivot_unknown: tuple[str, ...] = (),
    forbidden: tuple[tuple[str, str], ...] = (),
) -> list[Issue]:
    made = Target(target, State.TRANSLATED, Origin.MT, unknown=unknown, pivot_unknown=pivot_unknown)
    return list(examine(Subject(source, made, codes(source, "fr"), codes(target, "en"), forbidden)))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le maire a payé 3,5 % de 2 000 euros à 20h30.", "The mayor paid 3.5% of 2,000 euros at 8:30 p.m."),
        ("« Oui », dit-il, « mais non ».", "“Yes,” he says, “but no.”"),
        ("Voir https://a.fr/b et @kyiv_post.", "See https://a.fr/b and @kyiv_post."),
        ("Kyiv, Nantes.", "Kyiv, Nantes."),
        ("Nous nous sommes vus.", "We saw each other."),
        ("Très, très bien bien.", "Very well well."),
    ],
)
def test_a_good_translation_has_no_issues(source: str, target: str) -> None:
    assert said(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "kind", "severity", "words"),
    [
        ("Il a 12 ans.", "He is young.", "numbers", "error", "the number '12' has no counterpart"),
        ("Il est jeune.", "He is 12.", "numbers", "error", "the number '12' is not in the source"),
        ("Voir https://a.fr/b ici.", "See here.", "markup", "error", "the url 'https://a.fr/b' has no counterpart"),
        ("Dit {nom} hier.", "Said yesterday.", "markup", "error", "the placeholder '{nom}' has no counterpart"),
        ("Le chat dort bien ici.", "Le chat dort bien ici.", "untranslated", "warning", "the same as the source"),
        (
            "Hier, un deux trois quatre cinq six, dit-il.",
            "Yesterday un deux trois quatre cinq six he said.",
            "untranslated",
            "warning",
            "copied from the source: un deux trois quatre cinq six",
        ),
        ("Il est parti.", "He has has left.", "duplication", "warning", "has has"),
        ("Il est là depuis hier soir.", "he is, he is, he is there", "duplication", "warning", "he is, he is, he is"),
        ("« Oui », dit-il.", "Yes, he says.", "typographical", "warning", "do not open and close"),
        ("Oui.", "Yes\u202e.", "characters", "warning", "U+202E"),
        ("Oui\u0007.", "Yes.", "characters", "warning", "U+0007"),
    ],
)
def test_what_is_wrong_is_said(source: str, target: str, kind: str, severity: str, words: str) -> None:
    (issue,) = said(source, target)
    assert (issue.kind, issue.severity) == (kind, severity)
    assert words in issue.message


def test_a_lost_name_is_an_issue_of_terminology() -> None:
    name = Code(CodeKind.NAME, Span(0, 4), "Kyiv", "kyiv")
    target = Target("Kiev is large.", State.TRANSLATED, Origin.MT)
    (issue,) = examine(Subject("Kyiv est grande.", target, (name,), ()))
    assert (issue.kind, issue.severity) == ("terminology", Severity.ERROR)
    twice = Target("Kyiv, Kyiv", State.TRANSLATED, Origin.MT)
    assert examine(Subject("Kyiv, elle", twice, (name,), (name, name.shifted(6)))) == ()


def test_forbidden_forms_are_whole_words() -> None:
    (issue,) = said("Il y va.", "He goes to Kiev.", forbidden=(("Kiev", "Kyiv"),))
    assert (issue.kind, issue.severity, issue.message) == (
        "terminology",
        Severity.ERROR,
        "the glossary forbids 'Kiev': write 'Kyiv'",
    )
    assert said("Il y va.", "He goes to Kievan.", forbidden=(("Kiev", "Kyiv"),)) == []


def test_words_that_the_engine_does_not_know_are_named() -> None:
    (issue,) = said("Il zozote.", "He zozote.", unknown=("zozote",))
    assert (issue.kind, issue.severity) == ("unknown-word", Severity.WARNING)
    assert "zozote" in issue.message


@pytest.mark.parametrize(
    ("source", "word", "offsets"),
    [
        ("Le glub et le glubs du glub.", "glub", [3, 23]),
        ("Il zozote.\nZozote-t-il ?", "Zozote", [11]),
        ("Les aglubs, aglubs.", "glub", [5]),
        ("Le re\u0301sume\u0301 glubait.", "résumé", [3]),
        ("Le cafe\u0301 du cafe.", "cafe", [12]),
        ("Rien de tel ici.", "fer", [0]),
    ],
)
def test_an_unknown_word_is_pointed_at_wherever_it_stands(source: str, word: str, offsets: list[int]) -> None:
    issues = said(source, "Something else.", unknown=(word,))
    pointed = [(issue.kind, issue.message, issue.offset) for issue in issues if issue.kind == "unknown-word"]
    assert pointed == [("unknown-word", f"unknown to the engine: {word}", offset) for offset in offsets]


def test_unknown_words_come_in_the_order_of_the_text_and_those_of_a_pivot_last() -> None:
    issues = said("Le glub bulgue.", "The glub bulgue.", unknown=("bulgue", "glub"), pivot_unknown=("glub",))
    assert [(issue.message, issue.offset) for issue in issues] == [
        ("unknown to the engine: glub", 3),
        ("unknown to the engine: bulgue", 8),
        ("unknown to the second leg: glub", 0),
    ]


def test_a_name_is_no_unknown_word_though_it_is_spelt_like_one() -> None:
    name = Code(CodeKind.NAME, Span(0, 8), "Le Monde", "le-monde")
    target = Target("Le Monde and the monde", State.TRANSLATED, Origin.MT, unknown=("Monde", "monde"))
    found = examine(Subject("Le Monde et le monde", target, (name,), (name,)))
    assert [issue.offset for issue in found] == [15]


def test_a_part_of_a_number_is_no_unknown_word() -> None:
    """Apertium reads `7h15` as 7 and a word."""
    number = Code(CodeKind.NUMBER, Span(2, 6), "7h15", "7:15")
    target = Target("At 7:15", State.TRANSLATED, Origin.MT, unknown=("h15",))
    assert examine(Subject("À 7h15", target, (number,), (number,))) == ()


def test_names_do_not_count_as_copied() -> None:
    words = "Anna Berta Clara Dora Emma Frieda"
    names = tuple(Code(CodeKind.NAME, Span(0, 1), word, word) for word in words.split())
    target = Target(words, State.TRANSLATED, Origin.MT)
    assert examine(Subject(words, target, names, names)) == ()
    assert [issue.kind for issue in examine(Subject(words, target, (), ()))] == ["untranslated"]


def test_words_with_a_capital_may_be_names_that_nobody_listed() -> None:
    source = "Il cite la National Society for the Prevention of Cruelty to Animals, dit-il."
    assert said(source, "He cites the National Society for the Prevention of Cruelty to Animals, he says.") == []
    copied = "He cites la réforme du code de la route depuis hier."
    assert [issue.kind for issue in said("Il cite la réforme du code de la route depuis lundi.", copied)] == [
        "untranslated"
    ]


def test_the_same_language_may_say_the_same() -> None:
    text = "O gato dorme aqui mesmo hoje."
    assert examine(Subject(text, Target(text, State.TRANSLATED, Origin.MT), (), (), same_language=True)) == ()


def test_a_source_that_stands_for_its_target_has_the_issues_it_has() -> None:
    own = Issue("untranslated", Severity.ERROR, "kept in the source")
    kept = Target("Il a 12 ans et toutes ses dents.", State.INITIAL, Origin.SOURCE, (own,))
    assert examine(Subject(kept.text, kept, codes(kept.text, "fr"), ())) == (own,)


def test_issues_that_a_target_has_come_first() -> None:
    own = Issue("stale", Severity.WARNING, "the source has changed")
    target = Target("He is young.", State.REVIEWED, Origin.HUMAN, (own,))
    found = examine(Subject("Il a 12 ans.", target, codes("Il a 12 ans.", "fr"), ()))
    assert found[0] is own
    assert [issue.kind for issue in found] == ["stale", "numbers"]


def test_a_long_text_that_repeats_itself_is_one_run() -> None:
    text = " ".join(["mot"] * 1500)
    run = wording.common_run(text.split(), text.split(), set())
    assert len(run) == 1500
