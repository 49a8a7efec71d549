"""Chromium without a window, and axe-core: what the tests that open pages share."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from selenium import webdriver

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed"),
]
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm install --no-save axe-core")


@contextmanager
def chromium() -> Iterator[webdriver.Chrome]:
    """A browser, which is closed afterwards."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1400,1000"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    try:
        yield browser
    finally:
        browser.quit()


@contextmanager
def shown_as(browser: webdriver.Chrome, *, dark: bool = False, phone: bool = False) -> Iterator[None]:
    """Pages in light or dark colours, on a desk or on a phone."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    if phone:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def violations(browser: webdriver.Chrome) -> list[str]:
    """What axe-core finds wrong that is serious or critical (WCAG 2.2 AA and good practice)."""
    browser.execute_script(AXE.read_text("utf-8"))
    found = browser.execute_async_script("axe.run(document, {iframes: false}).then(arguments[arguments.length - 1])")
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def asked_for(browser: webdriver.Chrome) -> list[str]:
    """The addresses that the browser has asked for since this was last called."""
    entries: list[dict[str, str]] = browser.get_log("performance")  # type: ignore[no-untyped-call]  # selenium's
    told = [json.loads(entry["message"])["message"] for entry in entries]
    return [one["params"]["request"]["url"] for one in told if one["method"] == "Network.requestWillBeSent"]
