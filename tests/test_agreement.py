"""Names in the form that their place wants: `agreement/cases.tsv`, `agreement/ru-uk.tsv`, and how a doubt is told.

In `cases.tsv` an answer is as an engine gives it: `⟦name in the source|what the engine wrote there⟧`, or
`⟦name=cases⟧` for the cases that another name came out in.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from polyglot import config, glossary, protect
from polyglot.agreement import Form, Name
from polyglot.agreement.case import shows
from polyglot.direction import Direction, find_names
from polyglot.engines.apertium import ApertiumEngine, stand_ins
from polyglot.engines.apertium.stream import Held
from polyglot.engines.pseudo import PseudoEngine
from polyglot.model import (
    Candidate,
    Candidates,
    CodeKind,
    Masked,
    Pair,
    Role,
    Rung,
    Segment,
    Slot,
    Span,
    State,
    Tag,
    Unit,
)
from polyglot.models import Choice
from road import Road, apertium

HERE = Path(__file__).parent / "agreement"
FAMILIES = glossary.load([HERE / "names.csv"])
RUSSIAN = glossary.load([HERE / "ru-uk.csv"])
RU_UK = Pair(Tag("ru"), Tag("uk"))
russian = pytest.mark.skipif(not ApertiumEngine().supports(*RU_UK), reason="apertium-rus-ukr is not installed")
BRACKETED = re.compile("⟦(?P<source>[^⟧|=]+(?:=[^⟧|]+(?=\\|))?)(?P<how>[|=])(?P<what>[^⟧]*)⟧")


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class ToldEngine(PseudoEngine):
    """An engine that says what it was told to, whatever it is asked."""

    def __init__(self, answer: str) -> None:
        self._answer = answer

    def translate(
        self,
        items: Iterable[tuple[str, Masked]],
        pair: Pair,  # noqa: ARG002 - whatever it is asked
        rung: Rung,  # noqa: ARG002 - in whatever way
    ) -> Iterator[tuple[str, Candidates]]:
        """Say it."""
        for key, masked in items:
            pieces = tuple(self._pieces([slot for slot in masked.slots if slot.kind is CodeKind.NAME]))
            yield key, Candidates((Candidate(pieces),))

    def _pieces(self, waiting: list[Slot]) -> Iterator[str | Slot]:
        place = 0
        for found in BRACKETED.finditer(self._answer):
            yield self._answer[place : found.start()]
            slot = next(slot for slot in waiting if slot.source == found["source"])
            waiting.remove(slot)
            shown = found["how"] == "="
            yield replace(slot, shown=tuple(found["what"].split())) if shown else replace(slot, said=found["what"])
            place = found.end()
        yield self._answer[place:]


def segment_of(text: str, names: glossary.Glossary, source: Tag) -> Segment:
    unit = Unit("u", Role.PARAGRAPH, Span(0, len(text)), text)
    return Segment(text, protect.mark(unit, source, find_names(names, source)).codes)


@pytest.mark.parametrize("row", rows("cases.tsv"), ids=lambda row: f"{row['pair']}: {row['title']}")
def test_a_name_takes_the_form_that_its_place_wants(row: Mapping[str, str]) -> None:
    pair = Pair(*map(Tag, row["pair"].split("-")))
    engine = ToldEngine(row["answer"])
    choice = Choice(engine, engine.identity(pair))
    direction = Direction(pair, FAMILIES, config.Settings(), choice)
    segment = segment_of(row["source"], FAMILIES, pair.source)
    (target,) = direction.translate([segment])
    assert target.text == row["text"]
    doubts = [issue.message for issue in direction.examine(segment, target) if "could not be settled" in issue.message]
    told = [f"the form of a name could not be settled: {_said(row['doubt'])}"] if row["doubt"] else []
    assert doubts == told


def test_a_line_of_names_alone_keeps_the_case_of_its_source() -> None:
    direction = Direction(RU_UK, RUSSIAN, config.Settings(), None)
    segments = [segment_of(text, RUSSIAN, RU_UK.source) for text in ("Путина", "Зеленскому (Трампу)", "ПУТИН")]
    assert [target.text for target in direction.translate(segments)] == ["Путіна", "Зеленському (Трампові)", "ПУТІН"]


def _said(doubt: str) -> str:
    *others, last = doubt.split(" or ")
    return f"{', '.join(others)} or {last}"


@apertium
@russian
def test_russian_names_are_right_in_ukrainian() -> None:
    """Names of every case, in and outside of Apertium's dictionary, by the real engine."""
    engine = ApertiumEngine()
    try:
        direction = Direction(RU_UK, RUSSIAN, config.Settings(), Choice(engine, engine.identity(RU_UK)))
        segments = [segment_of(row["source"], RUSSIAN, RU_UK.source) for row in rows("ru-uk.tsv")]
        targets = direction.translate(segments)
    finally:
        engine.close()
    wrong = []
    for row, segment, target in zip(rows("ru-uk.tsv"), segments, targets, strict=True):
        assert target.state is State.TRANSLATED, row
        found = [code.text for code in direction.found(segment, target.text) if code.kind is CodeKind.NAME]
        wanted = [forms.replace("_", " ").split("|") for forms in row["forms"].split()]
        right = len(found) == len(wanted) and all(form in forms for form, forms in zip(found, wanted, strict=True))
        doubtful = {form for forms in target.unsettled for form in forms.split("|")}
        missed = [forms for form, forms in zip(found, wanted, strict=False) if form not in forms]
        if not right and not all(doubtful.intersection(forms) for forms in missed):
            wrong.append(f"{target.text}: {row['forms']}")
    assert wrong == []


def known_names() -> list[tuple[Pair, str, stand_ins.StandIn]]:
    pairs = (Pair(*map(Tag, pair.split("-"))) for pair in stand_ins.tables() if "-" in pair)
    return [(pair, nature, one) for pair in pairs for nature, every in stand_ins.known(pair).items() for one in every]


@apertium
@russian
def test_names_that_stand_in_are_known_to_their_mode() -> None:
    """In every form that the table lists for them, what comes back is one that it lists for one of its cases."""
    engine = ApertiumEngine()
    try:
        for pair, nature, one in known_names():
            items = [(case, Masked((f"{form}.",))) for case, form in one.source.items()]
            for case, candidates in engine.translate(items, pair, Rung.MASK):
                assert candidates.hypotheses, (nature, case)
                (text,) = candidates.hypotheses[0].pieces
                assert isinstance(text, str)
                form = one.source[case]
                same = {other for other, written in one.source.items() if written == form}
                assert same.intersection(one.shown(text.rstrip("."))), (nature, form, text)
    finally:
        engine.close()


def test_a_stand_in_tells_only_by_a_form_that_is_listed() -> None:
    slot = Slot(0, CodeKind.NAME, "Гладкову", "Гладков", nature="person-m", cases=("dat",))
    held = Held(slot, "Гладкову", strange=True)
    (shown,) = stand_ins.shown_others([held], [slot], RU_UK)
    assert isinstance(shown, Held)
    assert shown.surface == "Виктору"
    told = stand_ins.told([replace(shown, surface="Віктору")], RU_UK)
    assert told is not None
    assert isinstance(told[0], Held)
    assert isinstance(told[0].content, Slot)
    assert "dat" in told[0].content.shown
    assert stand_ins.told([replace(shown, surface="Переможцю")], RU_UK) is None
    assert stand_ins.shown_others([held], [replace(slot, number=1)], RU_UK) == (held,)
    other = Held(replace(slot, nature="person-n"), "Гладкову", strange=True)
    assert stand_ins.shown_others([other], [slot], RU_UK) == (other,)


@apertium
@russian
def test_a_doubt_is_told_wherever_the_sentence_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    road = Road(tmp_path, monkeypatch, capsys)
    road.project(locales=["uk"], source="ru")
    road.write("glossary/names.csv", (HERE / "ru-uk.csv").read_bytes())
    road.write("articles/a.txt", "Стихи Шевченко знают в Лондоне.\n")
    first = road.translate("articles/a.txt", engine="apertium").object
    told = "the form of a name could not be settled: Шевченко, Шевченка, Шевченкові or Шевченком"
    assert told in [issue["message"] for issue in first["issues"] if issue["kind"] == "terminology"]
    assert told in road.run("check", "articles/a.txt", "--json").out
    assert "unsettled name" in road.run("review", "queue").out
    (catalog,) = (name for name in road.files() if name.endswith("a.txt.po"))
    (tmp_path / catalog).unlink()
    again = road.translate("articles/a.txt", engine="apertium").object
    assert again["recalled"] == 1
    assert told in [issue["message"] for issue in again["issues"]]


def test_an_ending_tells_only_of_what_begins_alike() -> None:
    name = Name((Form("Київ", ("nom", "acc")), Form("Києва", ("gen",)), Form("Києві", ("loc",))))
    assert shows(name, "Кієва") == ("gen",)
    assert shows(name, "Москва") == ()
    assert shows(name, "") == ()
