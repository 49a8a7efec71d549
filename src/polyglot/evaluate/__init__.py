"""Evaluate: test sets, the figures by which machine translation is judged, and what a machine took to make it.

A station: `parallel` and `named` read a set, `Metrics` scores hypotheses against its references, `expected`,
`missed` and `traps` say what a person wants of names, `peak_memory` what has been in use. It knows no
engine and no glossary.
"""

from polyglot.evaluate.expectations import Expectation, Expected, Trap, expected, missed, traps
from polyglot.evaluate.memory import peak_memory
from polyglot.evaluate.scores import Figures, Metrics
from polyglot.evaluate.sets import ParallelSet, Published, named, parallel, shelf

__all__ = [
    "Expectation",
    "Expected",
    "Figures",
    "Metrics",
    "ParallelSet",
    "Published",
    "Trap",
    "expected",
    "missed",
    "named",
    "parallel",
    "peak_memory",
    "shelf",
    "traps",
]
