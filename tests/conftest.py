"""What all tests share; property tests try the same examples on every machine and on every day."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from road import Road

settings.register_profile("same-every-day", derandomize=True, deadline=None)
settings.load_profile("same-every-day")

GRACE = 10.0
"""So many seconds a thread has to end, once the tests that began it are over."""


@pytest.fixture(scope="module", autouse=True)
def no_thread_stays() -> Iterator[None]:
    """What tests leave running is found where it began: works are not shared out among cores beside threads."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + GRACE
    while (left := set(threading.enumerate()) - before) and time.monotonic() < until:
        time.sleep(0.01)
    assert not left


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """An empty folder with a command line."""
    return Road(tmp_path, monkeypatch, capsys)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often, and where, processes are killed in the midst of what they write (`test_killed.py`)."""
    parser.addoption("--kills", type=int, default=200, help="how many processes are killed while they write")
    parser.addoption(
        "--kill-seed", default="every day the same", help="what chooses the bytes at which they are killed"
    )
