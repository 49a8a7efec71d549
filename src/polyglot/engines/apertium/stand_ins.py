"""Names that a mode knows, shown to it in the place of names that it does not know (`stand_ins.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from polyglot.engines.apertium.stream import Held, Piece
from polyglot.model import CodeKind, Pair, Slot, Tag

Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StandIn:
    """A name in both languages, with its forms by case."""

    source: Mapping[str, str]
    target: Mapping[str, tuple[str, ...]]

    def like(self, cases: Sequence[str]) -> str:
        """Its form that stands for just these cases; empty where it has none."""
        return next((form for form in self.source.values() if self._cases(form) == set(cases)), "")

    def _cases(self, form: str) -> set[str]:
        return {case for case, other in self.source.items() if other == form}

    def shown(self, written: str) -> tuple[str, ...]:
        """The cases that a form in the target stands for."""
        forms = {case: [form.casefold() for form in every] for case, every in self.target.items()}
        return tuple(case for case, every in forms.items() if written.casefold() in every)


@cache
def tables() -> Mapping[str, Any]:
    """What the file says."""
    return tomllib.loads((Path(__file__).parent / "stand_ins.toml").read_text("utf-8"))


@cache
def known(pair: Pair) -> Mapping[str, tuple[StandIn, ...]]:
    """The names for a pair, by what sort of name they can stand in for."""
    return {nature: tuple(map(_stand_in, rows)) for nature, rows in tables().get("-".join(pair), {}).items()}


def possessive(slot: Slot, before: str, behind: str, source: Tag) -> Held | None:
    """A name with a possessive, another in its place; None where it has none in the language of the source."""
    facts = tables()["possessive"].get(source.partition("-")[0])
    if slot.kind is not CodeKind.NAME or not facts or not re.match(facts["after"], slot.source[-1:] + behind):
        return None
    if re.search(facts["article"], before):
        return Held(slot, facts["noun"], other=tuple(facts["forms"]))
    return Held(slot, facts["name"], other=(facts["name"],))


def _stand_in(row: Mapping[str, Table]) -> StandIn:
    return StandIn(row["source"], {case: tuple(forms.split("|")) for case, forms in row["target"].items()})


def _for(slot: Slot, pair: Pair) -> tuple[StandIn, str] | None:
    """Who can stand in for a name, and in what form."""
    forms = ((one, one.like(slot.cases)) for one in known(pair).get(slot.nature, ()))
    return next(((one, form) for one, form in forms if form), None)


def shown_others(pieces: Sequence[Piece], strange: Sequence[Slot], pair: Pair) -> tuple[Piece, ...]:
    """What a mode is shown, with other names in the place of those that are strange to it, as far as there are any."""
    numbers = {slot.number for slot in strange if slot.kind is CodeKind.NAME}
    return tuple(_other(piece, numbers, pair) for piece in pieces)


def _other(piece: Piece, numbers: set[int], pair: Pair) -> Piece:
    if not isinstance(piece, Held) or not isinstance(piece.content, Slot) or piece.content.number not in numbers:
        return piece
    found = _for(piece.content, pair)
    if found is None:
        return piece
    forms = tuple(form for every in found[0].target.values() for form in every)
    return replace(piece, surface=found[1], other=forms)


def told(pieces: Sequence[Piece], pair: Pair) -> tuple[Piece, ...] | None:
    """An answer whose names tell in what case their stand-ins came out; None where one of these is in no form of it."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Held) and piece.other and isinstance(piece.content, Slot):
            standing = _for(piece.content, pair)
            shown = standing[0].shown(piece.surface) if standing else ()
            if not shown:
                return None
            found.append(replace(piece, content=replace(piece.content, said="", shown=shown)))
        else:
            found.append(piece)
    return tuple(found)
