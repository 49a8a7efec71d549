"""What a changed article, engine or glossary costs: only what may come out otherwise is sent to the engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from counting_engine import PLACE, CountingEngine
from polyglot import engines
from polyglot.version import VERSION
from road import Road

ARTICLE = """\
# Une bibliothèque pour Valmorin

Le conseil a voté lundi soir la construction d’une *nouvelle* bibliothèque. Elle ouvrira au printemps.

Les travaux dureront deux ans, selon la mairie. On plantera aussi 120 arbres. La rue restera ouverte aux piétons.

« Nous voulons un lieu pour tous », a déclaré le maire. Son opposante n’est pas d’accord.

Une exposition montre les *plans* du bâtiment. L’entrée est gratuite. Les adultes paient deux euros."""
PERSONS = {"Elle ouvrira au printemps.": "It opens in spring.", "L’entrée est gratuite.": "Entry is free."}

EDITS = (
    ("typo", "selon la mairie", "selon la mairrie", 1),
    ("typo mended", "selon la mairrie", "selon la mairie", 0),
    ("a word", "lundi soir", "mardi soir", 1),
    ("emphasis moved", "*nouvelle* bibliothèque", "nouvelle *bibliothèque*", 1),
    ("sentence inserted", "120 arbres. ", "120 arbres. Des bancs seront posés. ", 1),
    ("paragraph inserted", "\n\nUne exposition", "\n\nUn café est prévu. Il servira du thé.\n\nUne exposition", 2),
    ("sentence deleted", " Des bancs seront posés.", "", 0),
    ("paragraph deleted", "\n\nUn café est prévu. Il servira du thé.", "", 0),
    ("sentence restored", "120 arbres. ", "120 arbres. Des bancs seront posés. ", 0),
    ("sentences swapped", "Elle ouvrira au printemps.", "", 0),
    ("sentence moved", "« Nous voulons", "Elle ouvrira au printemps. « Nous voulons", 0),
    ("paragraph split", "Valmorin\n\nLe conseil", "Valmorin\n\nUn projet attendu.\n\nLe conseil", 1),
    ("paragraphs joined", "bibliothèque*. \n\nLes travaux", "bibliothèque*. Les travaux", 0),
    ("sentence split", "deux ans, selon", "deux ans. C’est ce qu’on dit, selon", 2),
    ("sentences joined", "arbres. Des bancs seront", "arbres, et des bancs seront", 1),
    ("a person's sentence, the same meaning", "L’entrée est gratuite.", "L’entrée est toute gratuite.", 0),
    ("a person's sentence, another meaning", "L’entrée est toute gratuite.", "L’entrée n’est pas gratuite.", 1),
)
"""Each with how many segments are sent to the engine."""


def source(name: str, article: str) -> str:
    """The article in a format."""
    article = article.strip() + "\n"
    if name == "a.md":
        return article
    if name == "a.txt":
        return article.replace("*", "").removeprefix("# ")
    title, _, body = re.sub(r"\*(.*?)\*", r"<em>\1</em>", article.strip()).partition("\n\n")
    told = "</p>\n<p>".join(body.split("\n\n"))
    return f"<html lang='fr'><body><article>\n<h1>{title[2:]}</h1>\n<p>{told}</p>\n</article></body></html>\n"


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project whose engine counts what it is asked."""
    monkeypatch.setitem(engines.BUILT_IN, "counting", PLACE)
    monkeypatch.setattr(CountingEngine, "asked", [])
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    return road


def sent(road: Road, *flags: str) -> list[str]:
    """What a run asks the engine."""
    CountingEngine.asked.clear()
    road.translate(*flags, engine="counting")
    return list(CountingEngine.asked)


def said(road: Road, name: str) -> dict[str, str]:
    """What the catalog of an article says, by source."""
    entries = road.catalog(f"locales/en/articles/articles/{name}.po").entries
    return {entry.source: entry.target for entry in entries if not entry.obsolete}


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_changed_article_costs_what_changed(road: Road, name: str) -> None:
    article = ARTICLE
    road.write(f"articles/{name}", source(name, article))
    assert len(sent(road)) == 11
    for text, words in PERSONS.items():
        road.say(f"locales/en/articles/articles/{name}.po", text, words)
    before, costs, wanted = said(road, name), [], []
    for kind, old, new, cost in EDITS:
        assert article.count(old) == 1, kind
        former, article = source(name, article), article.replace(old, new)
        road.write(f"articles/{name}", source(name, article))
        wanted.append((kind, cost if source(name, article) != former else 0))
        costs.append((kind, len(sent(road))))
        now = said(road, name)
        assert [text for text, words in now.items() if before.get(text, words) != words] == []
        before = now
        assert not sent(road), "a second run asks nothing"
    assert costs == wanted


def test_moved_paragraphs_cost_nothing(road: Road) -> None:
    title, *paragraphs = ARTICLE.split("\n\n")
    road.write("articles/a.md", ARTICLE + "\n")
    sent(road)
    before = said(road, "a.md")
    road.write("articles/a.md", "\n\n".join((title, *reversed(paragraphs))) + "\n")
    assert sent(road) == []
    assert said(road, "a.md") == before


# --- another engine, another glossary ---

KYIV = "Le conseil de Kyiv a voté."
NAMES = "concept,kind,fr,en\nkyiv,place,Kyiv,{}\nlviv,place,Lviv,Lviv\n"
NAMED = f"{KYIV}\n\nUne exposition ouvre à Lviv.\n\nL’entrée est gratuite.\n\nElle ouvrira au printemps.\n"


@pytest.fixture
def named(road: Road) -> Road:
    """An article with names, translated; one sentence is a person's."""
    road.write("glossary/names.csv", NAMES.format("Kyiv"))
    road.write("articles/a.txt", NAMED)
    assert len(sent(road)) == 4
    road.say("locales/en/articles/articles/a.txt.po", "L’entrée est gratuite.", "Entry is free.")
    sent(road)
    return road


def test_another_engine_translates_again_only_when_asked(named: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    before = said(named, "a.txt")
    published = named.read("localized/en/articles/a.txt")
    monkeypatch.setattr(CountingEngine, "model", "2" * 12)
    CountingEngine.asked.clear()
    told = named.translate("--relock", engine="counting")
    assert CountingEngine.asked == []
    assert "3 segments are another engine's and stay; --refresh" in told.err
    assert (said(named, "a.txt"), named.read("localized/en/articles/a.txt")) == (before, published)
    asked = sent(named, "--refresh")
    assert len(asked) == 3
    assert "L’entrée est gratuite." not in asked
    assert said(named, "a.txt") == before, "the same words, by another model"
    entries = named.catalog("locales/en/articles/articles/a.txt.po").entries
    signed = [entry.provenance.engine for entry in entries if entry.provenance and entry.fuzzy]
    assert signed == [f"counting-{VERSION}/fr-en/{'2' * 12}"] * 3
    assert sent(named, "--refresh") == []
    assert sent(named) == []


def test_a_glossary_translates_again_what_it_may_change(named: Road) -> None:
    """Kyiv, which is Kyiv still but may be Kiev too, and nothing else."""
    named.write("glossary/names.csv", NAMES.format("Kyiv|Kiev"))
    assert sent(named) == []
    assert sent(named, "--refresh") == ["Le conseil de Kyiv a voté."]
    assert sent(named, "--refresh") == []


def test_a_name_that_no_longer_fits_is_said_again_without_asking(named: Road) -> None:
    named.write("glossary/names.csv", NAMES.format("Kiev"))
    assert len(sent(named)) == 1
    assert "Kiev" in said(named, "a.txt")[KYIV]


def test_text_for_tests_gives_way_to_any_engine(road: Road) -> None:
    road.write("articles/a.txt", NAMED)
    road.translate(engine="pseudo")
    assert len(sent(road)) == 4


def test_without_an_engine_nothing_is_taken_away(named: Road) -> None:
    before = named.read("localized/en/articles/a.txt")
    named.translate("--refresh", engine="none")
    assert named.read("localized/en/articles/a.txt") == before


def test_what_the_new_engine_cannot_say_stays(named: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    before = said(named, "a.txt")
    monkeypatch.setattr(CountingEngine, "model", "2" * 12)
    monkeypatch.setattr(CountingEngine, "mute", True)
    assert len(sent(named, "--refresh", "--relock")) >= 3
    assert said(named, "a.txt") == before
