"""Evaluate: test sets, the figures by which machine translation is judged, and what a machine took to make it.

A station: `parallel` and `named` read a set, `Metrics` scores hypotheses against its references, `peak_memory` says
what has been in use. It knows no engine and no glossary.
"""

from polyglot.evaluate.memory import peak_memory
from polyglot.evaluate.scores import Figures, Metrics
from polyglot.evaluate.sets import ParallelSet, Published, named, parallel, shelf

__all__ = ["Figures", "Metrics", "ParallelSet", "Published", "named", "parallel", "peak_memory", "shelf"]
