"""The example site: built from what is committed, complete, the same every time, and fit to be read in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser import PHONE, asked_for, chromium, needs_axe, needs_browser, shown_as, violations
from road import POLYGLOT, Road, gettext_tool, msgfmt

if TYPE_CHECKING:
    from selenium import webdriver

SITE = Path(__file__).parents[1] / "examples" / "site"
PAGES = ("index", "ateliers", "exposition", "visite")
TITLES = {
    "fr": "Dix carnets de voyage arrivent de Genève",
    "en": "Ten travel notebooks arrive from Geneva",
    "es": "Diez cuadernos de viaje llegan de Ginebra",
    "ar": "عشرة دفاتر رحلات تصل من جنيف",
}
TAGS = tuple(TITLES)
TRANSLATED = TAGS[1:]


def built(site: Path) -> Path:
    """A copy of the site as git has it, built as CI builds it."""
    made = shutil.ignore_patterns("localized", "public", ".polyglot", "*.mo", "__pycache__")
    shutil.copytree(SITE, site, ignore=made)
    for command in ([str(POLYGLOT), "build", "--frozen"], [sys.executable, "build.py"]):
        done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("example") / "site")


@pytest.fixture
def road(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A copy of it for whoever may change something."""
    return Road(shutil.copytree(site, tmp_path / "copy"), monkeypatch, capsys)


def page(site: Path, tag: str, name: str) -> str:
    return (site / "public" / tag / f"{name}.html").read_text("utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- what is committed ---


def test_everything_is_reviewed(road: Road) -> None:
    assert road.run("status", "--by", "reviewed", "--fail-under", "100").code == 0


def test_the_check_has_nothing_to_say(road: Road) -> None:
    ran = road.run("check", "--fail-on", "warning")
    assert ran.code == 0, ran.err


def test_the_form_of_a_single_number_may_leave_it_out_and_no_other(road: Road) -> None:
    catalog = "locales/ar/LC_MESSAGES/site.po"
    assert 'msgstr[1] "مقال واحد"' in road.read(catalog)
    road.change(catalog, "%(num)s مقالات", "بعض المقالات")
    ran = road.run("check", "--fail-on", "warning")
    assert ran.code == 1
    assert ran.out.count("(numbers)") == 1


def test_the_catalogs_have_all_strings_of_templates_and_keys(road: Road) -> None:
    before = road.tree()
    road.run("strings", "extract")
    road.run("strings", "update")
    assert {name for name, stamp in road.tree().items() if before.get(name) != stamp} == set()


def test_no_engine_is_needed(road: Road) -> None:
    assert "polyglot.lock" not in road.files()
    assert not [
        entry
        for tag in TRANSLATED
        for entry in road.catalog(f"locales/{tag}/LC_MESSAGES/site.po").entries
        if entry.fuzzy
    ]


@msgfmt
@pytest.mark.parametrize("tag", TRANSLATED)
def test_msgfmt_has_nothing_to_say(site: Path, tag: str) -> None:
    catalog = site / "locales" / tag / "LC_MESSAGES" / "site.po"
    gettext_tool("msgfmt", "-c", "--check-accelerators=_", "-o", "/dev/null", catalog)


# --- its pages ---


@pytest.mark.parametrize("tag", TAGS)
def test_pages_are_in_their_language(site: Path, tag: str) -> None:
    text = page(site, tag, "exposition")
    assert f'<html lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">' in text
    assert f"<h1>{TITLES[tag]}</h1>" in text
    others = [title for other, title in TITLES.items() if other != tag]
    assert [title for title in others if title in text] == []


def test_strings_of_templates_and_keys_are_translated(site: Path) -> None:
    for name in PAGES:
        english = page(site, "en", name)
        assert "Open Tuesday to Saturday, 10 a.m. to 6 p.m." in english
        assert ">Home</a>" in english
        assert not re.search(r"Accueil|Ouvert du|Ateliers|Langues|lecture", english)


def test_numbers_take_the_form_of_their_language(site: Path) -> None:
    assert "3 articles" in page(site, "fr", "index")
    assert "3 artículos" in page(site, "es", "index")
    assert "3 مقالات" in page(site, "ar", "index")


@pytest.mark.parametrize("tag", TAGS)
def test_links_between_pages_lead_somewhere(site: Path, tag: str) -> None:
    for name in PAGES:
        links = re.findall(r'(?:href|src)="(?!mailto:|#)([^"#]+)', page(site, tag, name))
        assert len(links) > 10
        assert [link for link in links if not (site / "public" / tag / link).is_file()] == []


def test_another_build_is_the_same(site: Path, tmp_path: Path) -> None:
    again = built(tmp_path / "again")
    assert contents(again / "public") == contents(site / "public")
    assert contents(again / "localized") == contents(site / "localized")


# --- in a browser ---


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium, without a window."""
    pytest.importorskip("selenium")
    with chromium() as browser:
        yield browser


@pytest.mark.browser
@needs_browser[1]
@needs_axe
@pytest.mark.parametrize("tag", TAGS)
def test_axe_finds_nothing_serious(site: Path, browser: webdriver.Chrome, tag: str) -> None:
    for name in PAGES:
        for dark, phone in ((False, False), (True, True)):
            with shown_as(browser, dark=dark, phone=phone):
                browser.get((site / "public" / tag / f"{name}.html").as_uri())
                assert violations(browser) == []


@pytest.mark.browser
@needs_browser[1]
@pytest.mark.parametrize("tag", TAGS)
def test_pages_run_in_their_direction_and_fit_a_phone(site: Path, browser: webdriver.Chrome, tag: str) -> None:
    with shown_as(browser, phone=True):
        browser.get((site / "public" / tag / "visite.html").as_uri())
        assert browser.execute_script("return document.documentElement.scrollWidth") == PHONE["width"]
        place = "const box = document.querySelector('h1'), range = new Range(); range.selectNodeContents(box);"
        left = browser.execute_script(f"{place} return range.getBoundingClientRect().left")
        right = browser.execute_script(f"{place} return {PHONE['width']} - range.getBoundingClientRect().right")
        assert (left > right) if tag == "ar" else (left < right)


@pytest.mark.browser
@needs_browser[1]
def test_nothing_is_loaded_from_elsewhere(site: Path, browser: webdriver.Chrome) -> None:
    asked_for(browser)
    browser.get((site / "public" / "ar" / "index.html").as_uri())
    asked = asked_for(browser)
    assert len(asked) > 1
    assert [url for url in asked if not url.startswith("file:///")] == []
