"""The page of a build's report in a real browser, from a file: nothing is loaded, everybody can read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from browser import PHONE, asked_for, chromium, needs_axe, needs_browser, shown_as, violations
from built import report
from polyglot import report_page

if TYPE_CHECKING:
    from selenium import webdriver

pytest.importorskip("selenium")
pytestmark = needs_browser
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """The page, opened as a file."""
    place = tmp_path_factory.mktemp("report") / report_page.FILE
    place.write_bytes(report_page.render(report()))
    with chromium() as browser:
        browser.get(place.as_uri())
        browser.execute_script(OPEN)
        yield browser


def test_nothing_is_loaded_from_elsewhere(browser: webdriver.Chrome) -> None:
    browser.refresh()
    asked = asked_for(browser)
    assert asked
    assert [url for url in asked if not url.startswith("file:///")] == []
    browser.execute_script(OPEN)


@needs_axe
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious(browser: webdriver.Chrome, dark: bool, phone: bool) -> None:
    with shown_as(browser, dark=dark, phone=phone):
        assert violations(browser) == []


def test_a_phone_is_wide_enough(browser: webdriver.Chrome) -> None:
    with shown_as(browser, phone=True):
        assert browser.execute_script("return document.documentElement.scrollWidth") == PHONE["width"]


def test_arabic_runs_from_right_to_left(browser: webdriver.Chrome) -> None:
    directions = browser.execute_script(
        "return [...document.querySelectorAll('dd > [lang]')].map((one) => [one.lang, getComputedStyle(one).direction])"
    )
    assert {direction for lang, direction in directions if lang == "ar"} == {"rtl"}
    assert {direction for lang, direction in directions if lang in {"fr", "uk"}} == {"ltr"}


def test_bars_are_as_long_as_their_numbers_say(browser: webdriver.Chrome) -> None:
    shares = browser.execute_script(
        "const chart = document.querySelector('.card .chart'), whole = chart.getBoundingClientRect().width;"
        "return [...chart.children].map((part) => [part.classList[0], part.getBoundingClientRect().width / whole])"
    )
    assert [(name, round(share * 27)) for name, share in shares] == [("final", 2), ("reviewed", 19), ("translated", 6)]
