"""Engines' models: which one serves a pair, the lock that keeps it so, and how packages of them come and go.

What a package is, and where it lies, an engine knows; a road hands that knowledge over as a `Keeper` (`install`).
Only `fetch` reaches the network.
"""

from polyglot.models.choosing import NONE, Choice, Shelf, how_to_install
from polyglot.models.lock import Pin, read_lock, read_pins, render_lock

__all__ = ["NONE", "Choice", "Pin", "Shelf", "how_to_install", "read_lock", "read_pins", "render_lock"]
