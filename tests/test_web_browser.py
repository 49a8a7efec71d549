"""The review page in a real browser, by the keyboard alone: decisions, conflicts, direction, accessibility."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from browser import PHONE, chromium, needs_axe, needs_browser, shown_as, violations
from polyglot.model import State
from road import BODY, POLYGLOT, Road
from web_page import CATALOG, SOURCE, translated

pytest.importorskip("selenium")

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

pytestmark = needs_browser

ARTICLE = f"""\
La bibliothèque de Kyiv ouvre ses portes

Le président Volodymyr Zelensky a visité la bibliothèque. Elle compte 12 000 livres. L’entrée est gratuite.

Les élèves

« Nous voulons lire », a déclaré une élève. Les portes ouvrent à 9 heures. La salle est grande. Le café ferme à midi.

{BODY}

Une autre salle ouvrira au printemps. Elle sera plus grande. Le maire est content. Les voisins aussi. La rue est calme.
"""
FREE = "L’entrée est gratuite."
ARABIC = "locales/ar/articles/articles/a.fr.txt.po"


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium, without a window."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return translated(tmp_path_factory.mktemp("project"), ("en", "ar"), ARTICLE)


@pytest.fixture(scope="module")
def url(project: Path) -> Iterator[str]:
    """The address of the project's page, served by the command itself until somebody interrupts it."""
    command = [str(POLYGLOT), "review", "serve", "--json"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stdout
        assert serving.stderr
        try:
            yield json.loads(serving.stdout.readline())["url"]
        finally:
            serving.send_signal(signal.SIGINT)
            said = serving.stderr.read()
        assert serving.wait(20) == 0
        assert said == "stopped; every decision is in the catalogs\n"


@pytest.fixture
def road(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Road]:
    """The project; its catalogs are put back afterwards."""
    before = {path: path.read_bytes() for path in project.glob("locales/*/articles/**/*.po")}
    yield Road(project, monkeypatch, capsys)
    for path, data in before.items():
        path.write_bytes(data)


class Desk:
    """The page in the browser, with somebody at the keyboard."""

    def __init__(self, browser: webdriver.Chrome, url: str) -> None:
        self.browser = browser
        self.origin = url.partition("/?")[0]
        browser.get(url)

    def open(self, to: str = "en") -> None:
        """Go to the article in a language."""
        self.browser.get(f"{self.origin}/article?{urlencode({'article': SOURCE, 'to': to})}")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is; one that begins with Ctrl is pressed with it."""
        for key in keys:
            chain = ActionChains(self.browser, duration=0)
            if key.startswith(Keys.CONTROL):
                chain.key_down(Keys.CONTROL).send_keys(key[1:]).key_up(Keys.CONTROL).perform()
            else:
                chain.send_keys(key).perform()

    def send(self) -> None:
        """Press Ctrl and Enter."""
        self.press(Keys.CONTROL + Keys.ENTER)

    def find(self, selector: str) -> WebElement:
        """The first element of a kind."""
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def row(self, source: str) -> WebElement:
        """The row of a sentence."""
        found = self.script(
            "return [...document.querySelectorAll('.row')]"
            ".find((row) => row.querySelector('.source .text').textContent === arguments[0])",
            source,
        )
        assert isinstance(found, WebElement)
        return found

    def focus(self, source: str) -> None:
        """Go to a sentence with the keys."""
        self.browser.execute_script("document.activeElement.blur()")
        self.press("j")
        while self.browser.switch_to.active_element != self.row(source):
            self.press("j")

    def write(self, source: str, text: str) -> None:
        """Put a text in the place of a sentence's, without saving it."""
        self.focus(source)
        self.press("e", Keys.CONTROL + "a", text)

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait until something holds; a row that was saved is a new one."""
        waiting = WebDriverWait(self.browser, 60, ignored_exceptions=[StaleElementReferenceException])
        waiting.until(lambda _: holds(), what)

    def script(self, source: str, *arguments: object) -> object:
        """What a script returns."""
        result: object = self.browser.execute_script(source, *arguments)
        return result

    def violations(self) -> list[str]:
        """What axe-core finds wrong that is serious or critical."""
        return violations(self.browser)


@pytest.fixture
def desk(road: Road, browser: webdriver.Chrome, url: str) -> Iterator[Desk]:
    """Somebody before the article; nothing that the browser complains of is passed over."""
    del road
    desk = Desk(browser, url)
    desk.open()
    yield desk
    desk.script("document.querySelectorAll('textarea').forEach((area) => { area.value = area.defaultValue })")
    browser.get("about:blank")
    said = browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's
    grave = [line["message"] for line in said if line["level"] == "SEVERE"]
    assert [message for message in grave if " 409 " not in message] == []


def accepted(road: Road, catalog: str = CATALOG) -> list[str]:
    """The sentences that a person has accepted."""
    return [entry.source for entry in road.catalog(catalog).entries if entry.state is State.REVIEWED]


def test_a_sentence_is_fixed_by_the_keyboard_alone(road: Road, desk: Desk) -> None:
    desk.write(FREE, "Admission is free.")
    assert "not saved" in desk.row(FREE).text
    desk.send()
    desk.until(lambda: "Accepted" in desk.row(FREE).text, "the sentence is accepted")
    assert road.entry(CATALOG, FREE).target == "Admission is free."
    assert accepted(road) == [FREE]
    assert desk.find("#said").text.startswith("Accepted.")
    assert desk.browser.switch_to.active_element == desk.row("Les élèves"), "the next doubtful sentence has the focus"


def test_ten_are_accepted_by_ten_keys(road: Road, desk: Desk) -> None:
    desk.press("n", *"aaaaaaaaaa")
    desk.until(lambda: desk.find("#accepted").text == "10", "ten are accepted")
    sources = [entry.source for entry in road.catalog(CATALOG).entries]
    assert accepted(road) == sources[:10]
    assert desk.browser.switch_to.active_element == desk.row(sources[10])


def test_decisions_are_taken_back_by_a_key(road: Road, desk: Desk) -> None:
    entries = road.catalog(CATALOG).entries
    desk.press("n", "a", "x")
    desk.until(lambda: desk.find("#said").text.startswith("Kept"), "the second decision is on record")
    desk.press("u", "u")
    desk.until(lambda: road.catalog(CATALOG).entries == entries, "all is as it was")
    desk.until(lambda: desk.find("#accepted").text == "0", "nothing is accepted")


def test_a_conflict_shows_both_texts_and_a_person_chooses(road: Road, desk: Desk) -> None:
    desk.write("Elle compte 12 000 livres.", "It has 12,000 books.")
    desk.write(FREE, "Admission is free.")
    road.say(CATALOG, FREE, "Free entry.")
    road.say(CATALOG, "Elle compte 12 000 livres.", "Its books: 12,000.")
    road.say(CATALOG, "Les élèves", "The Pupils")
    before = road.read(CATALOG)
    desk.send()
    desk.until(lambda: desk.row(FREE).find_elements(By.CSS_SELECTOR, ".theirs"), "the conflict is shown")
    row = desk.row(FREE)
    assert road.read(CATALOG) == before
    assert row.find_element(By.CSS_SELECTOR, ".theirs").text == "Free entry."
    assert row.find_element(By.CSS_SELECTOR, "textarea").get_property("value") == "Admission is free."
    assert "changed by somebody else" in desk.find("#warned").text
    assert desk.row("Les élèves").find_element(By.CSS_SELECTOR, "textarea").get_property("value") == "The Pupils"
    unsaved = desk.row("Elle compte 12 000 livres.")
    assert unsaved.find_element(By.CSS_SELECTOR, ".theirs").text == "Its books: 12,000."
    assert unsaved.find_element(By.CSS_SELECTOR, "textarea").get_property("value") == "It has 12,000 books."
    desk.press("a")
    desk.until(lambda: not desk.row(FREE).find_elements(By.CSS_SELECTOR, ".theirs"), "the conflict is over")
    assert road.entry(CATALOG, FREE).target == "Admission is free."
    assert road.entry(CATALOG, "Les élèves").target == "The Pupils"


def test_what_is_on_record_can_be_kept(road: Road, desk: Desk) -> None:
    desk.write(FREE, "Admission is free.")
    road.say(CATALOG, FREE, "Free entry.")
    before = road.read(CATALOG)
    desk.send()
    desk.until(lambda: desk.row(FREE).find_elements(By.CSS_SELECTOR, "[data-theirs]"), "the conflict is shown")
    desk.row(FREE).find_element(By.CSS_SELECTOR, "[data-theirs]").send_keys(Keys.ENTER)
    desk.until(lambda: not desk.row(FREE).find_elements(By.CSS_SELECTOR, ".theirs"), "the conflict is over")
    assert desk.row(FREE).find_element(By.CSS_SELECTOR, "textarea").get_property("value") == "Free entry."
    assert road.read(CATALOG) == before


def test_what_was_pressed_on_an_older_page_is_not_saved(road: Road, desk: Desk) -> None:
    """Keys that were pressed before the conflict was seen decide on nothing that nobody has looked at."""
    desk.press("n")
    road.say(CATALOG, FREE, "Free entry.")
    before = road.read(CATALOG)
    desk.script(
        "const pressed = () => new KeyboardEvent('keydown', {key: 'a', bubbles: true});"
        "for (let n = 0; n < 4; n++) document.activeElement.dispatchEvent(pressed())"
    )
    desk.until(lambda: desk.find("#warned").text, "the conflict is told")
    desk.until(lambda: not desk.browser.find_elements(By.CSS_SELECTOR, ".saving"), "nothing waits")
    assert road.read(CATALOG) == before
    assert desk.find("#accepted").text == "1"


def test_a_text_that_was_left_is_put_back_by_the_second_escape(desk: Desk) -> None:
    area = desk.row(FREE).find_element(By.CSS_SELECTOR, "textarea")
    former = area.get_property("value")
    desk.write(FREE, "Something else.")
    desk.press(Keys.ESCAPE)
    assert area.get_property("value") == "Something else."
    desk.press(Keys.ESCAPE)
    assert area.get_property("value") == former


def test_letters_are_keys_only_where_they_are_wanted(road: Road, desk: Desk) -> None:
    desk.press("?")
    assert desk.find("#help").is_displayed()
    desk.find("#letters").send_keys(Keys.SPACE)
    desk.press(Keys.ESCAPE)
    desk.press("n", "a")
    assert desk.script("return document.querySelectorAll('.saving').length") == 0
    assert accepted(road) == []
    desk.script("localStorage.clear()")


def test_the_preview_follows_what_is_saved(desk: Desk) -> None:
    desk.focus(FREE)
    desk.press("v")
    frame = desk.find("#preview iframe")

    def shown() -> str:
        return str(desk.script("return arguments[0].contentDocument.body?.innerText ?? ''", frame))

    desk.until(lambda: "2026" in shown() or "Ķýíív" in shown() or "Kyiv" in shown(), "the article is shown")
    desk.press("e", Keys.CONTROL + "a", "Admission is free.")
    desk.send()
    desk.until(lambda: "Admission is free." in shown(), "the preview has the new text")


def test_a_name_is_written_as_the_glossary_wants_it(desk: Desk) -> None:
    source = "La bibliothèque de Kyiv ouvre ses portes"
    desk.write(source, "A library in ")
    desk.row(source).find_element(By.CSS_SELECTOR, "[data-insert]").send_keys(Keys.ENTER)
    assert desk.row(source).find_element(By.CSS_SELECTOR, "textarea").get_property("value") == "A library in Kyiv"


def test_an_article_from_right_to_left(road: Road, desk: Desk) -> None:
    desk.open("ar")
    area = desk.row(FREE).find_element(By.CSS_SELECTOR, "textarea")
    assert area.value_of_css_property("direction") == "rtl"
    assert desk.row(FREE).find_element(By.CSS_SELECTOR, ".source .text").value_of_css_property("direction") == "ltr"
    desk.write(FREE, "الدخول مجاني.")
    desk.send()
    desk.until(lambda: "Accepted" in desk.row(FREE).text, "the sentence is accepted")
    assert road.entry(ARABIC, FREE).target == "الدخول مجاني."
    desk.press("v")
    frame = desk.find("#preview iframe")
    text = "return arguments[0].contentDocument.body?.innerText ?? ''"
    desk.until(lambda: "الدخول مجاني." in str(desk.script(text, frame)), "the preview has the text")
    assert desk.script("return arguments[0].contentDocument.documentElement.dir", frame) == "rtl"


@pytest.mark.parametrize("to", ["en", "ar"])
def test_a_phone_is_wide_enough(desk: Desk, to: str) -> None:
    desk.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    try:
        desk.open(to)
        assert desk.script("return document.documentElement.scrollWidth") == PHONE["width"]
        row, area = desk.row(FREE), desk.row(FREE).find_element(By.CSS_SELECTOR, "textarea")
        assert area.rect["y"] > row.find_element(By.CSS_SELECTOR, ".source").rect["y"]
        assert row.find_element(By.CSS_SELECTOR, "button.main").rect["height"] >= 40
    finally:
        desk.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_nothing_is_loaded_from_elsewhere(desk: Desk) -> None:
    desk.press("v")
    desk.until(
        lambda: desk.script("return document.querySelector('iframe').contentDocument.body?.innerText"), "it is shown"
    )
    told = desk.script("return performance.getEntriesByType('resource').map((entry) => entry.name).join(' ')")
    names = str(told).split()
    assert len(names) >= 3
    assert [name for name in names if not name.startswith(f"{desk.origin}/")] == []


def test_every_control_can_be_reached_and_seen(desk: Desk) -> None:
    """The order of focus is that of the page, and what has the focus has a ring."""
    desk.browser.execute_script("document.activeElement.blur()")
    seen = []
    for _ in range(14):
        desk.press(Keys.TAB)
        active = desk.browser.switch_to.active_element
        assert active.value_of_css_property("outline-style") == "solid", active.get_attribute("outerHTML")
        seen.append(active.rect["y"])
    assert seen[0] < seen[-1]


@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious(road: Road, desk: Desk, scheme: str, narrow: bool) -> None:
    with shown_as(desk.browser, dark=scheme == "dark", phone=narrow):
        desk.browser.get(f"{desk.origin}/")
        assert desk.violations() == []
        desk.open("ar")
        desk.write(FREE, "الدخول مجاني.")
        assert desk.violations() == []
        road.say(ARABIC, FREE, "شيء آخر")
        desk.send()
        desk.until(lambda: desk.row(FREE).find_elements(By.CSS_SELECTOR, ".theirs"), "the conflict is shown")
        assert desk.violations() == []
        desk.press("a")
        desk.until(lambda: not desk.row(FREE).find_elements(By.CSS_SELECTOR, ".theirs"), "the conflict is over")
        desk.press("v", "d", "?")
        assert desk.violations() == []
        desk.press(Keys.ESCAPE)
