"""Property tests try the same examples on every machine and on every day."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same-every-day", derandomize=True, deadline=None)
settings.load_profile("same-every-day")
