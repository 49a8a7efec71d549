"""The translation memory on the road: what people said elsewhere is used, put together anew, or offered, and when not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from polyglot import compendium, memory, reuse, runs
from polyglot.direction import Direction
from polyglot.memory import Kind, Memory, Unit
from polyglot.model import Pair, Tag
from polyglot.reuse import Offer
from polyglot.runs import Wishes
from road import ARTICLE, SEGMENTS, Road

HERE = Path(__file__).parent
PAIR = Pair(Tag("fr"), Tag("en"))
NAMES = "concept,kind,fr,en,uk\nlyon,place,Lyon,Lyon,Ліон\nkyiv,place,Kiev,Kyiv,Київ\nmac,person,Macron,Macron,\n"
FIRST, SECOND = "articles/a.fr.txt", "articles/b.fr.txt"
CATALOGS = "locales/en/articles/articles/a.fr.txt.po", "locales/en/articles/articles/b.fr.txt.po"
OUTPUTS = "localized/en/articles/a.fr.txt", "localized/en/articles/b.fr.txt"
FREE = SEGMENTS[-1]


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project with a few names."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    road.write("glossary/names.csv", NAMES)
    return road


@pytest.fixture
def direction(road: Road) -> Iterator[Direction]:
    """French to English, without an engine."""
    with ExitStack() as stack:
        yield runs.start(Wishes(paths=(road.root,), to=(PAIR.target,)), stack).people(*PAIR)


@pytest.fixture
def known(tmp_path: Path) -> Iterator[Memory]:
    """An empty memory."""
    found = Memory(tmp_path / "memory.sqlite", pytest.fail)
    yield found
    found.close()


def learn(known: Memory, *pairs: tuple[str, str], kind: Kind = Kind.HUMAN) -> None:
    known.put("a.po", "", [Unit(PAIR, source, target, kind) for source, target in pairs])


def offered(direction: Direction, known: Memory, text: str) -> list[Offer]:
    return reuse.offers(direction, known, reuse.marked(direction, text))


# --- names and numbers ---

MAYOR = "Le maire de Lyon a vendu 3 maisons.", "The mayor of Lyon sold 3 houses."
FILLED = (
    (MAYOR, "Le maire de Kiev a vendu 12 maisons.", "The mayor of Kyiv sold 12 houses."),
    (MAYOR, "Le maire de Lyon a vendu 1 200 maisons.", "The mayor of Lyon sold 1,200 houses."),
    (MAYOR, "Le maire de Lyon\na vendu 3 maisons.", "The mayor of Lyon\nsold 3 houses."),
    (("De Lyon à Kiev, 3 jours.", "From Lyon to Kyiv, 3 days."), "De Kiev à Lyon, 4 jours.", "From Kyiv to Lyon, 4 days."),
    (("<b>Bonjour</b> à tous.", "<b>Hello</b> all."), "<i>Bonjour</i> à tous.", "<i>Hello</i> all."),
)
NOT_FILLED = (
    (MAYOR, "Le maire de Macron a vendu 3 maisons."),  # a person where a place was
    (MAYOR, "Le maire de Lyon a vendu 1 maisons."),  # another form of the noun
    (MAYOR, "Le maire de Lyon a vendu 3 maisons le 12."),
    (("Le 3e maire.", "The 3rd mayor."), "Le 4e maire."),
    (("De 3 à 3 %.", "From 3 to 3%."), "De 3 à 4 %."),
    (("Il a 3 ans.", "He is three."), "Il a 4 ans."),
    (("Le maire de Lyon.", "The mayor of our town."), "Le maire de Kiev."),
    (("Bonjour {name} !", "Hello {name}!"), "Bonjour {count} !"),
)


@pytest.mark.parametrize(("pair", "text", "wanted"), FILLED)
def test_other_names_and_numbers_are_put_in(
    direction: Direction, known: Memory, pair: tuple[str, str], text: str, wanted: str
) -> None:
    learn(known, pair)
    (offer, *_) = offered(direction, known, text)
    assert (offer.text, offer.match in {"exact", "filled"}) == (wanted, True)


@pytest.mark.parametrize(("pair", "text"), NOT_FILLED)
def test_what_cannot_be_told_is_not_put_in(
    direction: Direction, known: Memory, pair: tuple[str, str], text: str
) -> None:
    learn(known, pair)
    assert offered(direction, known, text) == []


def test_the_same_neighbours_come_first_then_people(direction: Direction, known: Memory) -> None:
    here, there = memory.context("Avant.", "Après."), memory.context("Hier.", "Demain.")
    known.put("m.tmx", "", [Unit(PAIR, "Non.", "Imported.", Kind.IMPORT, context=here)])
    known.put("b.po", "", [Unit(PAIR, "Non.", "Said.", Kind.HUMAN, context=there)])
    known.put("a.po", "", [Unit(PAIR, "Non.", "Guessed.", Kind.MT)])
    segment = reuse.marked(direction, "Non.")
    found = [(one.text, one.match) for one in reuse.offers(direction, known, segment, here)]
    assert found == [("Imported.", "context"), ("Said.", "exact"), ("Guessed.", "exact")]
