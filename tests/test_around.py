"""What stands around names: the cases of `glossary/around`, which a linguist can extend, a line for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import regex

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
    if "[L" not in case.engine:
        assert [slot.number for slot in once if isinstance(slot, Slot)] == list(range(len(once_slots(case.engine))))


def once_slots(text: str) -> list[str]:
    return NAME_OR_TAG.findall(text)
