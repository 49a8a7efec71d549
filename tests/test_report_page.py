"""The page of a build's report, as bytes: what it tells, and that nothing in it can be anything but text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from built import BOOKS, EN, FREE, HOSTILE, WRONG_BOOKS, article, report
from polyglot import report_page
from polyglot.model import Issue, Severity
from polyglot.report import Account, Change, Line, Report
from polyglot.report_page import changes, markup, sections


class Seen(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Take note of a text."""
        self.text += data

    def having(self, attribute: str) -> list[str | None]:
        """The values of an attribute, in order."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen(report_page.render(report()))


def test_the_page_tells_what_the_report_has(seen: Seen) -> None:
    for said in (BOOKS, WRONG_BOOKS, FREE, "articles/biblio.md:7:3", "12 000 is not in the translation", "Kiev 1"):
        assert said in seen.text, said
    assert "localized/uk/articles/vieux.md" in seen.text
    assert "built from what is committed, without an engine" in seen.text


def test_coverage_is_counted_by_locale(seen: Seen) -> None:
    labels = [label for label in seen.having("aria-label") if label and "segments" in label and ": " in label]
    assert labels == [
        "English, 27 segments: 2 approved, 19 reviewed, 6 translated by a machine",
        "Ukrainian, 27 segments: 12 reviewed, 12 translated by a machine, 3 left in the source language",
        "Arabic, 27 segments: 27 reviewed",
    ]
    assert "100 % translated, 77 % reviewed" in seen.text
    assert "88 % translated, 44 % reviewed" in seen.text


def test_texts_are_never_markup(seen: Seen) -> None:
    assert HOSTILE.replace("\u202e", "[U+202E]") in seen.text
    assert {name for name, _ in seen.elements} & {"script", "img", "iframe", "link", "object"} == set()
    assert [name for _, attributes in seen.elements for name in attributes if name.startswith("on")] == []


def test_the_page_needs_nothing_from_elsewhere(seen: Seen) -> None:
    assert seen.having("src") == []
    assert [link for link in seen.having("href") if not (link or "").startswith("#")] == []
    style = "".join(path.read_text("utf-8") for path in report_page.STYLES)
    assert not re.search(r"url\(|@import|</", style)


def test_ids_are_unique_and_links_lead_to_them(seen: Seen) -> None:
    ids = seen.having("id")
    assert len(ids) == len(set(ids))
    assert {(link or "")[1:] for link in seen.having("href")} <= set(ids)


def test_texts_say_their_language_and_find_their_direction(seen: Seen) -> None:
    foreign = [attributes for _, attributes in seen.elements if attributes.get("lang") in {"fr", "uk", "ar"}]
    assert {attributes["lang"] for attributes in foreign} == {"fr", "uk", "ar"}
    assert all(attributes["dir"] == "auto" for attributes in foreign)


def test_the_gravest_come_first(seen: Seen) -> None:
    english = seen.text[seen.text.index("English (en): 1 error, 1 warning, 1 remark") :]
    assert english.index("12 000 is not in") < english.index("is doubled")


def test_issues_of_a_segment_stand_together(seen: Seen) -> None:
    assert seen.text.count(WRONG_BOOKS) == 1


def test_the_same_report_is_the_same_page() -> None:
    assert report_page.render(report()) == report_page.render(report())


def test_what_is_not_shown_is_counted() -> None:
    many = tuple(
        Issue("grammar", Severity.WARNING, f"no. {number}", unit=f"p{number}", segment=1) for number in range(1000)
    )
    changed = tuple(Change(f"p{number}", 1, "", "a", "b", "c", "mt") for number in range(1000))
    page = report_page.render(report(article(EN, "long.md", {"translated": 1000}, Account(changes=changed), *many)))
    text = Seen(page).text
    assert f"and {1002 - sections.MOST} more places" in text
    assert f"and {1002 - sections.MOST} more segments" in text
    assert len(page) < 1_000_000


def test_an_empty_build_has_a_page() -> None:
    text = Seen(report_page.render(Report("", frozen=False, locales=(), articles=()))).text
    assert "Nothing is in doubt." in text
    assert "No article has a name of the glossary." in text


def test_a_locale_without_articles_is_all_done() -> None:
    text = Seen(report_page.render(Report("x", frozen=False, locales=(EN,), articles=()))).text
    assert "100 % translated" in text


def test_characters_that_html_may_not_have_are_shown_by_number() -> None:
    odd = "a\x00b\x1b[31mc\ud800d\x85"
    line = Line("p1", 1, odd, odd, "translated", "mt")
    found = article(
        EN,
        "odd\udcff.md",
        {"translated": 1},
        Account(lines=(line,)),
        Issue("x", Severity.ERROR, odd, unit="p1", segment=1),
    )
    page = report_page.render(replace(report(), articles=(found,)))
    assert "a[U+0000]b[U+001B][31mc[U+D800]d[U+0085]" in page.decode("utf-8")


# --- what changed in a text ---


@pytest.mark.parametrize(
    ("before", "after", "went", "came"),
    [
        ("a b c", "a x c", "a <del>b</del> c", "a <ins>x</ins> c"),
        ("同じ文", "同じ本", "同じ<del>文</del>", "同じ<ins>本</ins>"),
        ("Київ", "Києва", "<del>Київ</del>", "<ins>Києва</ins>"),
        ("a", "a<b>", "a", "a<ins>&lt;b&gt;</ins>"),
        ("", "new", "", "new"),
    ],
)
def test_words_that_differ_are_marked(before: str, after: str, went: str, came: str) -> None:
    assert changes.shown(before, after) == (went, came)


def test_long_texts_are_not_compared() -> None:
    long = "word " * 5000
    assert changes.shown(long, long + "end") == (long, long + "end")


def test_attributes_are_escaped() -> None:
    assert markup.element("p", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;"></p>'
