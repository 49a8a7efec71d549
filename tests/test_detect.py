"""Which language a text is in, and how often it says no."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from polyglot import detect
from polyglot.errors import UnknownLanguageError, UsageError
from polyglot.model import Tag

FRENCH = "La bibliothèque de la ville ouvre ses portes au public le dimanche, a annoncé la mairie."
PAGE = PurePosixPath("page.txt")


def test_what_is_said_goes_before_what_is_guessed() -> None:
    named = PurePosixPath("page.uk.txt")
    assert detect.language(named, FRENCH, Tag("en"), "de") == ("en", False)
    assert detect.language(named, FRENCH, None, "de") == ("uk", False)
    assert detect.language(PAGE, FRENCH, None, "pt_br") == ("pt-BR", False)
    assert detect.language(PAGE, FRENCH, None, "") == ("fr", True)


def test_a_wrong_setting_is_no_language() -> None:
    with pytest.raises(UnknownLanguageError):
        detect.language(PAGE, FRENCH, None, "xx")


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("fr", FRENCH),
        ("en", "The city library opens its doors to the public on Sunday,\nthe town hall\nhas announced."),
        ("es", "La biblioteca de la ciudad abre sus puertas al público el domingo, anunció el ayuntamiento."),
        ("de", "Die Stadtbibliothek öffnet am Sonntag ihre Türen für alle, wie das Rathaus mitteilte."),
        ("uk", "Міська бібліотека відчиняє двері для відвідувачів у неділю, повідомила мерія."),
        ("ar", "تفتح مكتبة المدينة أبوابها للجمهور يوم الأحد، حسبما أعلنت البلدية."),
    ],
)
def test_a_text_tells_its_language(tag: str, text: str) -> None:
    assert detect.language(PAGE, text, None, "") == (tag, True)


@pytest.mark.parametrize("text", ["", "12 000 : 3,5 %\n" * 20, "Bonjour à tous", "Zxq vbnk plmt wrtz ghjk qwpl mnbv"])
def test_what_is_not_sure_is_not_guessed(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        detect.language(PAGE, text, None, "")
    assert caught.value.place == "page.txt"
    assert "--from" in caught.value.hint


@pytest.mark.parametrize(
    ("tag", "text", "count"),
    [
        ("fr", "Il vient.", 0),
        ("fr", "Il ne vient pas.", 2),
        ("fr", "Il n’est jamais venu, n'est-ce pas ?", 4),
        ("fr", "« Non ! » Sans lui, rien.", 3),
        ("fr", "Une nonne passa, le pas-de-porte", 0),
        ("fr-CA", "PAS lui", 1),
        ("en", "He does not come.", 1),
        ("en", "He doesn't come, and I can’t. Never!", 3),
        ("en", "Don't.", 1),
        ("en", "Another note, now", 0),
        ("uk", "Він не прийшов, ніколи.", 2),
        ("zxx", "Il ne vient pas", 0),
    ],
)
def test_negations_are_counted(tag: str, text: str, count: int) -> None:
    assert detect.negations(text, Tag(tag)) == count


@pytest.mark.parametrize(
    ("declared", "text", "found"),
    [
        ("en", FRENCH * 4, "fr"),
        ("fr-CA", FRENCH * 4, ""),
        ("en", FRENCH, ""),
        ("en", "12 000 : 3,5 %\n" * 200, ""),
        ("da", "Biblioteket åpner dørene for publikum på søndager, opplyste rådhuset i en melding til alle. " * 4, ""),
    ],
)
def test_only_a_clear_text_contradicts_what_its_file_declares(declared: str, text: str, found: str) -> None:
    assert detect.contradicted(text, Tag(declared)) == found
