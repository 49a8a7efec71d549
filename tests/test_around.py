"""What stands around names: the cases of `glossary/around`, which a linguist can extend, a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from polyglot import glossary, protect, runs
from polyglot.agreement import Facts, around
from polyglot.config import Settings
from polyglot.direction import Direction, find_names
from polyglot.engines.echo import EchoEngine
from polyglot.model import (
    Candidate,
    Candidates,
    CodeKind,
    Identity,
    Inline,
    Masked,
    Pair,
    Role,
    Rung,
    Segment,
    Side,
    Slot,
    Span,
    State,
    Tag,
    Unit,
)
from polyglot.models import Choice
from polyglot.project import Project

HERE = Path(__file__).parent / "glossary" / "around"
NAME_OR_TAG = regex.compile(r"\[(?P<name>[^\]]*)\]|<(?P<close>/?)\w+>")


class Case(NamedTuple):
    """A line of a file."""

    language: Tag
    engine: str
    facts: Facts
    expected: str


def cases() -> Iterator[Case]:
    for path in sorted(HERE.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                engine, told, expected = (part.strip() for part in line.split(" | "))
                yield Case(Tag(path.stem), engine, facts(told.split()), expected)


def facts(told: list[str]) -> Facts:
    article = {"article": True, "bare": False}.get(told[-1])
    gender = next((word for word in told if word in {"m", "f", "mp", "fp"}), "")
    return Facts(told[0].strip("?"), gender, article, "several" in told)


def pieces(text: str) -> tuple[str | Slot, ...]:
    found: list[str | Slot] = []
    at = 0
    for number, match in enumerate(NAME_OR_TAG.finditer(text)):
        found.append(text[at : match.start()])
        name = match["name"]
        side = Side.NONE if name is not None else Side.CLOSE if match["close"] else Side.OPEN
        kind = CodeKind.NAME if name is not None else CodeKind.TAG
        written = match[0] if name is None else name
        found.append(Slot(number, kind, written, written, (written,), side))
        at = match.end()
    return (*(piece for piece in (*found, text[at:]) if piece),)


def written(parts: tuple[str | Slot, ...]) -> str:
    return "".join(piece.target if isinstance(piece, Slot) else piece for piece in parts)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.language}: {case.engine}")
def test_a_sentence_fits_its_names(case: Case) -> None:
    once = around(pieces(case.engine), lambda _: case.facts, case.language)
    assert written(once) == case.expected
    assert around(once, lambda _: case.facts, case.language) == once
    numbers = [slot.number for slot in once if isinstance(slot, Slot)]
    assert numbers == [number for number, _ in enumerate(NAME_OR_TAG.finditer(case.engine))]


LANGUAGES = sorted({case.language for case in cases()})
WORDS = st.sampled_from(
    [
        "",
        " ",
        "la ",
        "de ",
        "d'",
        "le ",
        "du ",
        "the ",
        "a ",
        "et ",
        "y ",
        " est",
        ", ",
        "El ",
        "« ",
        "À ",
        "'s ",
        "New ",
    ]
)
SLOTS = st.sampled_from(
    [
        (CodeKind.NAME, Side.NONE, "Le Caire"),
        (CodeKind.NAME, Side.NONE, "Ukraine"),
        (CodeKind.NAME, Side.NONE, "New York"),
        (CodeKind.NAME, Side.NONE, "<b>El</b> Salvador"),
        (CodeKind.TAG, Side.OPEN, "<i>"),
        (CodeKind.TAG, Side.CLOSE, "</i>"),
        (CodeKind.NUMBER, Side.NONE, "12"),
    ]
)


@given(
    parts=st.lists(st.tuples(WORDS, SLOTS), max_size=6),
    end=WORDS,
    language=st.sampled_from(LANGUAGES),
    told=st.builds(
        Facts,
        st.sampled_from(["person", "place", "organisation", ""]),
        st.sampled_from(["", "m", "f", "mp"]),
        st.sampled_from([None, True, False]),
    ),
)
def test_slots_stay_and_a_second_time_changes_nothing(
    parts: list[tuple[str, tuple[CodeKind, Side, str]]], end: str, language: Tag, told: Facts
) -> None:
    given_: list[str | Slot] = []
    for number, (text, (kind, side, target)) in enumerate(parts):
        given_ += [text, Slot(number, kind, target, target, (target,), side)]
    once = around((*given_, end), lambda _: told, language)
    assert [piece.number for piece in once if isinstance(piece, Slot)] == list(range(len(parts)))
    assert around(once, lambda _: told, language) == once


class Parrot(EchoEngine):
    """An engine that says one thing, whatever it is asked; `{0}` is where the first slot goes."""

    name = "parrot"

    def __init__(self, said: str) -> None:
        self._said = said

    def identity(self, pair: Pair) -> Identity:
        """One that translates, as far as it says."""
        return replace(super().identity(pair), grade="draft")

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        """Answer each item with the same words."""
        del pair, rung
        for key, masked in items:
            parts = regex.split(r"\{(\d)\}", self._said)
            said = (masked.slots[int(part)] if place % 2 else part for place, part in enumerate(parts))
            yield key, Candidates((Candidate(tuple(said)),))


SAID = [
    (
        "en",
        "fr",
        "The army of Ukraine left Odesa.",
        "L'armée de {0} a quitté le {1}.",
        "L’armée d’Ukraine a quitté Odessa.",
    ),
    ("en", "fr", "The Kremlin denied it in Cairo.", "La {0} l'a nié dans {1}.", "Le Kremlin l’a nié au Caire."),
    (
        "en",
        "fr",
        "The war in the Donbas goes on.",
        "La guerre dans le {0} continue.",
        "La guerre dans le Donbass continue.",
    ),
    ("en", "fr", "<b>Ukraine</b> has won.", "{0}{1}{2} a gagné.", "L’<b>Ukraine</b> a gagné."),
    ("fr", "en", "Le Japon a salué l'accord.", "The {0} has hailed the deal.", "Japan has hailed the deal."),
    ("fr", "en", "Le Donbass est calme.", "The {0} is calm.", "The Donbas is calm."),
    ("fr", "en", "Il est au Caire.", "He is in the {0}.", "He is in Cairo."),
    ("fr", "en", "L'armée de Zelensky avance.", "The {0} 's army advances.", "Zelensky’s army advances."),
    ("fr", "es", "Le porte-parole du Kremlin a parlé.", "El portavoz de {0} habló.", "El portavoz del Kremlin habló."),
    ("fr", "es", "L'Ukraine et Israël ont parlé.", "{0} y {1} hablaron.", "Ucrania e Israel hablaron."),
    ("fr", "de", "Les troupes de Zelensky avancent.", "{0}'s Truppen rücken vor.", "Selenskyjs Truppen rücken vor."),
]
"""Source and target, what the source says, what the engine says, what is published."""


@pytest.mark.parametrize(("source", "target", "text", "said", "expected"), SAID)
def test_a_machines_text_fits_its_names(source: str, target: str, text: str, said: str, expected: str) -> None:
    pair, engine = Pair(Tag(source), Tag(target)), Parrot(said)
    names = glossary.load(runs.glossary_files(Project(None, Settings())))
    way = Direction(pair, names, Settings(), Choice(engine, engine.identity(pair)))
    tags = [Span(*found.span()) for found in regex.finditer("</?b>", text)]
    inline = tuple(
        Inline(span, "close" if text[span.start + 1] == "/" else "open", 1 - at) for at, span in enumerate(tags)
    )
    unit = Unit("u", Role.PARAGRAPH, Span(0, len(text)), text, inline=inline)
    codes = protect.mark(unit, pair.source, find_names(names, pair.source)).codes
    (translated,) = way.translate([Segment(text, codes)])
    assert translated.text.replace("'", "’") == expected
    assert translated.state is State.TRANSLATED


def test_a_very_long_list_of_names_takes_no_longer_than_it_must() -> None:
    slot = Slot(0, CodeKind.NAME, "Ukraine", "Ukraine", ("Ukraine",))
    pieces_ = tuple(piece for number in range(3000) for piece in ("de ", replace(slot, number=number), ", "))
    once = around(pieces_, lambda _: Facts("place", "f"), Tag("fr"))
    assert written(once) == "d'Ukraine, " * 3000
