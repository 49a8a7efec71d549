"""Catalogs that articles share: each article has its part, and a person's words move along when the setting changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyglot import approval, grouping, po
from polyglot.model import Tag
from polyglot.po import Entry, PoFile
from road import ARTICLE, SEGMENTS, Road, gettext_tool, msgfmt

A, B, C = "articles/deep/a.fr.txt", "articles/deep/b.fr.txt", "articles/c.fr.txt"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS
SITE = "locales/en/articles/all.po"
FOLDER = "locales/en/articles/articles/deep/all.po"


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project with three articles that have the same sentences."""
    road = Road(tmp_path, monkeypatch, capsys)
    for name in (A, B, C):
        road.write(name, ARTICLE)
    return road


def group(road: Road, setting: str) -> None:
    """Choose what has a catalog of its own, and translate."""
    road.project(settings=f'[review]\ngroup = "{setting}"\n')
    assert road.translate().code == 0


def catalogs(road: Road) -> list[str]:
    """The names of all catalogs of articles."""
    return sorted(name for name in road.files() if name.endswith(".po"))


def say(road: Road, catalog: str, article: str, source: str, words: str) -> None:
    """Have a person translate a sentence of an article in a shared catalog."""
    blocks = road.read(catalog).split("\n\n")
    (one,) = [block for block in blocks if f'msgctxt "{article}#' in block and f'msgid "{source}"' in block]
    new = one.replace("#, fuzzy\n", "")
    road.change(catalog, one, f'{new[: new.index(chr(10) + "msgstr ")]}\nmsgstr "{words}"')


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("article", [f"locales/en/articles/{name}.po" for name in (C, A, B)]),
        ("folder", ["locales/en/articles/articles/all.po", FOLDER]),
        ("site", [SITE]),
    ],
)
def test_the_setting_says_what_has_a_catalog(road: Road, setting: str, expected: list[str]) -> None:
    group(road, setting)
    assert catalogs(road) == sorted(expected)
    found = [entry for name in expected for entry in road.catalog(name).entries]
    assert len(found) == 15
    before = road.tree()
    again = road.translate().objects
    assert [result["wrote"] for result in again] == [False] * 3
    assert road.tree() == before


def test_entries_name_their_article(road: Road) -> None:
    group(road, "site")
    for entry in road.catalog(SITE).entries:
        assert entry.context is not None
        assert entry.references == (entry.context.rpartition("#")[0],)
    assert [entry.references[0] for entry in road.catalog(SITE).entries] == [C] * 5 + [A] * 5 + [B] * 5


def test_words_for_one_article_are_published_in_it_alone(road: Road) -> None:
    group(road, "site")
    say(road, SITE, A, FREE, "Admission is free.")
    catalog = road.read(SITE)
    results = {result["file"]: result for result in road.translate().objects}
    assert [results[name]["states"]["reviewed"] for name in (A, B, C)] == [1, 0, 0]
    assert "Admission is free." in road.read(f"localized/en/{A}")
    assert "Admission is free." not in road.read(f"localized/en/{B}")
    assert road.read(SITE) == catalog


def test_a_run_over_one_article_leaves_the_others_entries(road: Road) -> None:
    group(road, "folder")
    say(road, FOLDER, B, FREE, "Admission is free.")
    before = [block for block in road.read(FOLDER).split("\n\n") if f"{B}#" in block]
    road.change(A, "L’entrée est gratuite.", "Tout est fermé.")
    road.translate(A)
    assert [block for block in road.read(FOLDER).split("\n\n") if f"{B}#" in block] == before
    assert any(entry.source == "Tout est fermé." for entry in road.catalog(FOLDER).entries)


WAYS = [("article", "folder"), ("folder", "article"), ("article", "site"), ("site", "article"), ("folder", "site")]


@pytest.mark.parametrize(("former", "now"), [*WAYS, ("site", "folder")])
def test_a_change_of_the_setting_carries_peoples_work_over(road: Road, former: str, now: str) -> None:
    group(road, former)
    for name, words in ((A, "Admission is free."), (C, "Free of charge.")):
        catalog = {"site": SITE, "folder": f"locales/en/articles/{Path(name).parent}/all.po"}.get(former)
        if catalog:
            say(road, catalog, name, FREE, words)
        else:
            road.say(f"locales/en/articles/{name}.po", FREE, words)
    for name in (A, B, C):
        assert road.run("review", "accept", name, "--to", "en").code == 0
    assert road.run("review", "approve", A, "--to", "en", "--by", "Ada").code == 0
    road.translate()
    published = {name: road.read(f"localized/en/{name}") for name in (A, B, C)}
    group(road, now)
    assert {name: road.read(f"localized/en/{name}") for name in (A, B, C)} == published
    results = {result["file"]: result["states"] for result in road.translate().objects}
    assert [results[name]["final"] for name in (A, B, C)] == [5, 0, 0]
    assert [results[name]["reviewed"] for name in (A, B, C)] == [0, 5, 5]
    assert len(catalogs(road)) == {"article": 3, "folder": 2, "site": 1}[now]
    before = road.tree()
    road.translate()
    assert road.tree() == before


def test_each_article_has_its_own_approval(road: Road) -> None:
    group(road, "site")
    for name, person in ((A, "Ada"), (B, "Grace")):
        road.run("review", "accept", name, "--to", "en")
        assert road.run("review", "approve", name, "--to", "en", "--by", person).code == 0
    names = [name for name, _ in road.catalog(SITE).header if name.startswith(approval.FIELD)]
    assert len(names) == len(set(names)) == 2
    road.change(B, "L’entrée est gratuite.", "L’entrée reste gratuite.")
    results = {result["file"]: result for result in road.translate().objects}
    assert [results[name]["states"]["final"] for name in (A, B, C)] == [5, 0, 0]
    assert [issue["kind"] for issue in results[B]["issues"]] == ["stale", "approval"]


def test_a_part_is_accepted_pruned_and_forgotten_alone(road: Road) -> None:
    group(road, "site")
    ran = road.run("review", "accept", A, B, "--to", "en", "--json")
    assert [one["accepted"] for one in ran.objects] == [5, 5]
    (road.root / B).unlink()
    (orphan,) = [one for one in road.run("review", "prune", "--json").objects if one["kind"] == "catalog"]
    assert (orphan["path"], orphan["source"], orphan["words"]) == (SITE, B, 5)
    assert {entry.references for entry in road.catalog(SITE).entries} == {(A,), (C,)}
    assert road.run("forget", A).code == 0
    assert {entry.references for entry in road.catalog(SITE).entries} == {(C,)}
    assert road.run("forget", C).code == 0
    assert SITE not in road.files()


@msgfmt
def test_msgfmt_accepts_a_shared_catalog(road: Road) -> None:
    group(road, "site")
    road.change(A, " L’entrée est gratuite.", "")
    say(road, SITE, A, FREE, "Admission is free.")
    road.translate()
    assert any(entry.obsolete for entry in road.catalog(SITE).entries)
    gettext_tool("msgfmt", "-c", "-o", "/dev/null", road.root / SITE)


def test_what_other_tools_put_into_a_shared_catalog_stays() -> None:
    place = Path("all.po")
    own = PoFile(po.header("en", Tag("fr")), (Entry("p.1", "Un.", "One."),))
    text = grouping.written(None, place, {"a.txt": own})
    foreign = text + '\nmsgid "theirs"\nmsgstr "kept"\n'
    changed = grouping.written(foreign, place, {"b#c.txt": own})
    assert [(entry.context, entry.source) for entry in po.parse(changed, "all.po").entries] == [
        ("a.txt#p.1", "Un."),
        ("b#c.txt#p.1", "Un."),
        (None, "theirs"),
    ]
    assert grouping.read(changed, place, "b#c.txt") == own
    assert grouping.written(changed, place, {}) == changed
    alone = grouping.written(changed, place, {"a.txt": None, "b#c.txt": None})
    assert [entry.source for entry in po.parse(alone, "all.po").entries] == ["theirs"]
