"""Termbases of others: TBX in its editions, and the tables and catalogs of two languages that DeepL and Weblate keep.

A station: it turns files into rows, as the columns of a glossary have them, and rows into files. What a row has no room
for stays in the TBX file that it came from, and goes out again with it.
"""

from polyglot.termbase import bilingual
from polyglot.termbase.bilingual import Pairing
from polyglot.termbase.converting import alike, converted
from polyglot.termbase.reading import Remark, Row, Termbase, read
from polyglot.termbase.shape import Shape, shape_of
from polyglot.termbase.writing import adopt, document, rendered, revise

__all__ = [
    "Pairing",
    "Remark",
    "Row",
    "Shape",
    "Termbase",
    "adopt",
    "alike",
    "bilingual",
    "converted",
    "document",
    "read",
    "rendered",
    "revise",
    "shape_of",
]
