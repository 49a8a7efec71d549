"""Language tags: what people write, what CLDR calls it, what gettext's folders are named."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import locales, resources
from polyglot.errors import UnknownLanguageError
from polyglot.model import Tag

TAGS = ("fr", "pt-BR", "zh-Hant", "zh-Hant-HK", "es-419", "ca-valencia", "fr-US", "ar-FR", "sr-Latn-US", "fil", "szl")


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("FR", "fr"),
        (" fr ", "fr"),
        ("pt_br", "pt-BR"),
        ("ZH-hANT", "zh-Hant"),
        ("zh_hant_hk", "zh-Hant-HK"),
        ("es-419", "es-419"),
        ("ca-VALENCIA", "ca-valencia"),
        ("de-1996", "de-1996"),
        ("oc_Aranes", "oc-aranes"),
        ("ca_X_iec2017", "ca-x-iec2017"),
        ("CA-valencia-x-UNI-1", "ca-valencia-x-uni-1"),
    ],
)
def test_a_tag_is_spelled_in_one_way(written: str, tag: str) -> None:
    assert locales.parse(written) == tag


@pytest.mark.parametrize(
    "written",
    [
        "",
        "f",
        "french",
        "fr-",
        "fr--FR",
        "fr_FR.UTF-8",
        "en-AP",
        "fr-Xxxx",
        "de-dpa12",
        "xx",
        "und",
        "fr FR",
        "fr-FR-FR",
        "fr-aranes",
        "ca-x",
        "ca-x-ninechars",
    ],
)
def test_what_is_no_language_is_refused_with_a_hint(written: str) -> None:
    with pytest.raises(UnknownLanguageError) as caught:
        locales.parse(written)
    assert repr(written) in caught.value.message
    assert caught.value.hint


def test_a_near_language_is_proposed() -> None:
    with pytest.raises(UnknownLanguageError) as caught:
        locales.parse("fra")
    assert re.search(r"\bfr\b", caught.value.hint)


@given(st.text(max_size=12) | st.from_regex(locales.SHAPE, fullmatch=True))
def test_a_tag_is_parsed_to_itself_or_refused(text: str) -> None:
    try:
        tag = locales.parse(text)
    except UnknownLanguageError:
        return
    assert locales.parse(tag) == tag
    assert locales.parse(locales.posix(tag)) == tag
    assert locales.name(tag, Tag("en"))


@pytest.mark.parametrize("tag", TAGS)
def test_every_tag_has_a_name_a_direction_and_names_others(tag: str) -> None:
    parsed = locales.parse(tag)
    assert locales.name(parsed, Tag("en"))
    assert locales.name(Tag("fr"), parsed)
    assert locales.right_to_left(parsed) is tag.startswith("ar")


def test_names_are_in_the_language_asked_for() -> None:
    assert locales.name(Tag("fr"), Tag("en")) == "French"
    assert locales.name(Tag("fr"), Tag("uk")) == "французька"
    assert locales.name(Tag("en"), Tag("fr-US")) == "anglais"


def test_directions() -> None:
    assert [tag for tag in ("ar", "en", "fa", "fr", "he", "uk", "ur") if locales.right_to_left(Tag(tag))] == [
        "ar",
        "fa",
        "he",
        "ur",
    ]


def test_base_and_posix() -> None:
    assert locales.base(Tag("zh-Hant-HK")) == "zh"
    assert locales.posix(Tag("zh-Hant-HK")) == "zh_Hant_HK"


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("page.fr.txt", "fr"),
        ("a/page.PT_br.txt", "pt-BR"),
        ("page.txt", None),
        ("fr.txt", None),
        ("page.final.txt", None),
        ("page.2.txt", None),
        ("page.fr.old/page.txt", None),
        ("page", None),
    ],
)
def test_a_name_may_say_its_language(name: str, tag: str | None) -> None:
    assert locales.suffix(PurePosixPath(name)) == tag


# --- the data files of a language ---


def test_the_rules_of_a_region_are_those_of_its_language_and_else_the_general_ones() -> None:
    assert resources.language("furniture", Tag("fr-CA")) == resources.language("furniture", Tag("fr"))
    assert resources.language("furniture", Tag("fi")) == resources.language("furniture", resources.GENERAL)
    assert resources.language("no-such-kind", Tag("fr")) == {}


def test_the_languages_with_rules_of_their_own() -> None:
    for kind in ("furniture", "segmentation"):
        found = resources.languages(kind)
        assert {"fr", "en", "es", "ca"} <= set(found)
        assert resources.GENERAL not in found
        assert list(found) == sorted(found) == [locales.parse(tag) for tag in found]
    assert resources.languages("no-such-kind") == ()


def test_a_row_leaves_out_what_is_as_in_the_general_one() -> None:
    general, japanese = (resources.table("evaluation", tag) for tag in (resources.GENERAL, Tag("ja")))
    assert japanese.keys() == general.keys()
    assert japanese != general
    assert resources.table("evaluation", Tag("fi")) == general
    assert resources.table("evaluation", Tag("ja-JP")) == japanese


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fr", ["fr"]),
        ("es-MX", ["es", "es-419", "es-MX"]),
        ("en-GB", ["en", "en-001", "en-GB"]),
        ("pt-AO", ["pt", "pt-PT", "pt-AO"]),
        ("fr-CA-x-house", ["fr", "fr-CA"]),
    ],
)
def test_a_tag_takes_its_facts_from_these(tag: str, expected: list[str]) -> None:
    assert list(locales.lineage(Tag(tag))) == expected


def test_the_signs_that_cldr_knows() -> None:
    assert locales.signs(Tag("fr")) == {
        "decimal": ",",
        "group": "\u202f",
        "percent": "\u00a0",
        "currency": "1\u00a0¤",
        "date": "d/m/y",
    }
    assert locales.signs(Tag("ar"))["currency"] == "1\u00a0¤"
    assert locales.signs(Tag("hu"))["date"] == ""
    assert locales.signs(Tag("und")) == {}


@pytest.mark.parametrize("folder", ["glossary", "locales"])
def test_what_is_shipped_is_there(folder: str) -> None:
    assert any(resources.shipped(folder).iterdir())
