"""The capital of a sentence in which terms in small letters come to stand elsewhere."""

from __future__ import annotations

import pytest

from polyglot.agreement import started
from polyglot.model import CodeKind, Slot


def pieces(text: str) -> tuple[str | Slot, ...]:
    """A text whose stretches between braces are terms, `{source=target}`."""
    found: list[str | Slot] = []
    for number, part in enumerate(text.replace("}", "{").split("{")):
        source, _, target = part.partition("=")
        found.append(Slot(number // 2, CodeKind.NAME, source, target) if number % 2 else part)
    return tuple(piece for piece in found if piece != "")


def text(found: tuple[str | Slot, ...]) -> str:
    return "".join(piece if isinstance(piece, str) else piece.target for piece in found)


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("{Net neutrality=Neutralité} died.", "La {Net neutrality=Neutralité} est morte.", "La neutralité est morte."),
        ("Its {firewall=pare-feu} failed.", "{firewall=pare-feu} a failli.", "Pare-feu a failli."),
        ("its {firewall=pare-feu} failed.", "{firewall=pare-feu} a failli.", "pare-feu a failli."),
        ("“{Herd immunity=Inmunidad}” is", "«{Herd immunity=Inmunidad}» es", "«Inmunidad» es"),
        ("{Firewall=Pare-feu}", "{Firewall=Pare-feu}", "Pare-feu"),
        ("The {firewall=pare-feu} failed.", "Le {firewall=pare-feu} a failli.", "Le pare-feu a failli."),
    ],
)
def test_a_term_has_the_capital_of_its_place(source: str, answer: str, expected: str) -> None:
    numbered = pieces(source)
    assert text(started(pieces(answer), numbered, lambda _: True)) == expected


def test_names_keep_their_capitals() -> None:
    found = started(pieces("Le {Kremlin=Kremlin} ment."), pieces("{Kremlin=Kremlin} lies."), lambda _: False)
    assert text(found) == "Le Kremlin ment."
