"""The memory: what engines answered, and what is on record in the project's files, so that nothing is translated twice.

A station with two doors. `Memory` is the file; `answers` are found again by all that they depend on, `units` by their
text, by the same text with other names and numbers, or by one that is alike. All of it is derived: deleting the file
loses nothing but time.
"""

from polyglot.memory.store import BATCH, BESIDE, PAUSE, SCHEMA, Answer, Memory, key
from polyglot.memory.units import Kept, Kind, Unit, context, points

__all__ = [
    "BATCH",
    "BESIDE",
    "PAUSE",
    "SCHEMA",
    "Answer",
    "Kept",
    "Kind",
    "Memory",
    "Unit",
    "context",
    "key",
    "points",
]
