"""A translator's desk: what lies on it, and what a person's decisions do to a catalog and to the next run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from polyglot import desk, runs
from polyglot.desk import Decision, Sheet
from polyglot.errors import ConflictError, UsageError
from polyglot.model import Origin, State, Tag
from polyglot.runs import Wishes
from road import ARTICLE, SEGMENTS, Road

SOURCE = "articles/a.fr.txt"
CATALOG = "locales/en/articles/articles/a.fr.txt.po"
OUTPUT = "localized/en/articles/a.fr.txt"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS


@pytest.fixture
def road(road: Road) -> Road:
    """A project whose article has been translated once."""
    return road.translated_once(SOURCE)


@pytest.fixture
def sheet(road: Road) -> Iterator[Sheet]:
    """The article in English, on the desk."""
    with ExitStack() as stack:
        yield on_desk(road, stack)


def on_desk(road: Road, stack: ExitStack) -> Sheet:
    """The only sheet there is."""
    run = runs.start(Wishes(paths=(road.root / SOURCE,), to=(Tag("en"),)), stack)
    (found,) = desk.sheets(run)
    return found


def context(sheet: Sheet, source: str) -> str:
    """The context of a sentence."""
    return next(line.context for line in sheet.lines if line.segment.text == source)


def test_a_sheet_has_every_segment_in_order(sheet: Sheet) -> None:
    assert [line.segment.text for line in sheet.lines] == list(SEGMENTS)
    assert {line.state for line in sheet.lines} == {State.TRANSLATED}
    assert all(line.text for line in sheet.lines)
    assert "Volodymyr Zelensky → Volodymyr Zelensky" in sheet.lines[1].notes


def test_nothing_decided_is_nothing_written(road: Road, sheet: Sheet) -> None:
    before = road.tree()
    assert not desk.save(sheet, {})
    assert road.tree() == before


def test_a_persons_word_is_published_by_the_next_run(road: Road, sheet: Sheet) -> None:
    assert desk.save(sheet, {context(sheet, FREE): Decision("Admission is free.")})
    road.translate()
    assert "Admission is free." in (road.root / OUTPUT).read_text("utf-8")
    with ExitStack() as stack:
        again = on_desk(road, stack)
    states = {line.segment.text: line.state for line in again.lines}
    assert states.pop(FREE) is State.REVIEWED
    assert set(states.values()) == {State.TRANSLATED}


@pytest.mark.parametrize("state", [State.TRANSLATED, State.REVIEWED, State.FINAL])
def test_a_decision_has_its_state(road: Road, sheet: Sheet, state: State) -> None:
    desk.save(sheet, {context(sheet, BOOKS): Decision("It has 12,000 books.", state)})
    with ExitStack() as stack:
        line = next(line for line in on_desk(road, stack).lines if line.segment.text == BOOKS)
    assert line.place.entry is not None
    assert line.place.entry.state is state
    assert line.target is not None
    assert line.target.origin is Origin.HUMAN


def test_a_changed_source_asks_again_and_a_decision_settles_it(road: Road) -> None:
    with ExitStack() as stack:
        first = on_desk(road, stack)
    desk.save(first, {context(first, BOOKS): Decision("It has 12,000 books.")})
    road.write(SOURCE, ARTICLE.replace("12 000 livres", "13 000 livres"))
    road.translate()
    with ExitStack() as stack:
        stale = on_desk(road, stack)
    line = next(line for line in stale.lines if line.place.stale)
    desk.save(stale, {line.context: Decision("It has 13,000 books.")})
    with ExitStack() as stack:
        settled = on_desk(road, stack)
    assert not any(line.place.stale for line in settled.lines)
    road.translate()
    assert "It has 13,000 books." in (road.root / OUTPUT).read_text("utf-8")


def test_a_catalog_that_changed_meanwhile_is_kept(road: Road, sheet: Sheet) -> None:
    """Whoever comes second is told, and nothing is lost."""
    file = road.root / CATALOG
    theirs = file.read_text("utf-8") + "\n# a colleague was here\n"
    file.write_text(theirs, "utf-8")
    with pytest.raises(ConflictError, match="changed meanwhile"):
        desk.save(sheet, {context(sheet, FREE): Decision("Admission is free.")})
    assert file.read_text("utf-8") == theirs


def test_a_decision_on_what_the_catalog_does_not_have_is_refused(road: Road, sheet: Sheet) -> None:
    """It would be lost, and nobody told."""
    before = road.tree()
    with pytest.raises(UsageError, match=r"no entry for nothing\.1"):
        desk.save(sheet, {"nothing.1": Decision("Lost."), context(sheet, FREE): Decision("Admission is free.")})
    assert road.tree() == before
