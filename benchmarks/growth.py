"""Whether time grows with the length of a text alone: prints, per room and text, the time for eight times the length.

A ratio near 8 is linear; one near 64 would be quadratic. Usage: python benchmarks/growth.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

from polyglot import furniture, numbers, protect, segment
from polyglot.config import FurnitureRules
from polyglot.formats.plain import PlainFormat
from polyglot.model import MarkedUnit, Role, Span, Tag, Unit

SHORT, LONG = 20_000, 160_000
FRENCH = Tag("fr")
TEXTS = {
    "news": "M. Dupont a dit : « Il viendra. » Puis, à 20h30, 2 000 personnes ont voté sur https://exemple.fr/a. ",
    "initials": "A. A. A. ",
    "ellipses": "… A",
    "brackets": "(.",
    "quotes": "« A. ",
    "addresses": "a@",
    "digits": "1 000 ",
    "braces": "{a,b,{",
    "pages": "Accueil\nPartager\nPar Ada Lovelace\n3 commentaires\nLire aussi\n\nLe maire a dit qu'il viendra.\n\n",
}


def cut(text: str) -> None:
    unit = Unit("p", Role.PARAGRAPH, Span(0, len(text)), text)
    segment.segment(MarkedUnit(unit, ()), segment.rules(FRENCH))


def find(text: str) -> None:
    protect.find(text, FRENCH, lambda *_: ())


def count(text: str) -> None:
    numbers.find(text, FRENCH)


def sort(text: str) -> None:
    furniture.classify(PlainFormat().read(text.encode()), FRENCH, "auto", FurnitureRules())


def seconds(work: Callable[[str], None], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began


def main() -> None:
    print(f"{'room':10} {'text':10} {'kchar/s':>9} {'ratio':>6}")
    for work in (cut, find, count, sort):
        for name, piece in TEXTS.items():
            short, long = (seconds(work, (piece * (size // len(piece) + 1))[:size]) for size in (SHORT, LONG))
            print(f"{work.__name__:10} {name:10} {LONG / long / 1000:9.0f} {long / max(short, 1e-6):6.1f}")


if __name__ == "__main__":
    main()
