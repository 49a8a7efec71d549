"""Property tests try the same examples on every machine and on every day."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("same-every-day", derandomize=True, deadline=None)
settings.load_profile("same-every-day")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How often, and where, processes are killed in the midst of what they write (`test_killed.py`)."""
    parser.addoption("--kills", type=int, default=200, help="how many processes are killed while they write")
    parser.addoption(
        "--kill-seed", default="every day the same", help="what chooses the bytes at which they are killed"
    )
