"""What stands around names: the cases of `glossary/around`, which a linguist can extend, a line for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from polyglot.agreement import Facts, around
from polyglot.model import CodeKind, Side, Slot, Tag

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
    return Facts(told[0], gender, article)


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
