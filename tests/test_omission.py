"""Sentences that a person drops or joins to the one before: what is published, counted, and kept when texts change."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import omission, po, publish, review
from polyglot.model import (
    Code,
    CodeKind,
    Document,
    Ignorable,
    Origin,
    Role,
    Segment,
    SegmentedUnit,
    Side,
    Span,
    State,
    Tag,
    Target,
    Unit,
)
from polyglot.omission import Wish
from road import ARTICLE, SEGMENTS, Road, gettext_tool, msgfmt

SOURCE = "articles/a.fr.txt"
CATALOG = "locales/en/articles/articles/a.fr.txt.po"
OUTPUT = "localized/en/articles/a.fr.txt"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS
BOTH = "President Volodymyr Zelensky visited the library and its 12,000 books."


@pytest.fixture
def road(road: Road) -> Road:
    """A project whose article has been translated once."""
    return road.translated_once(SOURCE)


def ask(road: Road, source: str, wish: str) -> None:
    """Write a comment above an entry as a person does in an editor."""
    block = road.block(CATALOG, source)
    road.change(CATALOG, block, f"# polyglot: {wish}\n{block}")


def join(road: Road) -> None:
    """Have one sentence stand for two."""
    road.say(CATALOG, PRESIDENT, BOTH)
    ask(road, PRESIDENT, "join-next")


def paragraph(road: Road, number: int = 2) -> str:
    """A paragraph as it is published: the title is 0, and a blank line stands between."""
    return road.read(OUTPUT).splitlines()[number]


def settled(road: Road) -> None:
    """Assert that another run writes nothing."""
    before = road.tree()
    assert road.translate().object["wrote"] is False
    assert road.tree() == before


def left_out(road: Road) -> list[str]:
    """The messages about sentences that were left out."""
    issues = road.translate().object["issues"]
    return [issue["message"] for issue in issues if issue["kind"] == "left-out"]


@pytest.mark.parametrize(
    ("comments", "wish"),
    [
        ((), None),
        (("polyglot: drop",), Wish.DROP),
        (("a note", " polyglot:  Join-Next "), Wish.JOIN),
        (("polyglot: join-next", "polyglot: drop"), Wish.DROP),
        (("polyglot: drop this later",), None),
    ],
)
def test_comments_that_ask_for_something(comments: tuple[str, ...], wish: Wish | None) -> None:
    assert omission.of(po.Entry("p.1", "Un.", "", comments=comments)) is wish


def test_a_dropped_sentence_is_not_published_and_is_counted(road: Road) -> None:
    ask(road, BOOKS, "drop")
    catalog = road.read(CATALOG)
    ran = road.translate()
    found = ran.object
    assert ran.code == 0
    assert paragraph(road) == road.entry(CATALOG, PRESIDENT).target
    assert found["left_out"] == {"dropped": 1, "joined": 0}
    assert found["untranslated"] == 0
    assert [issue["message"] for issue in found["issues"]] == ["left out on purpose"]
    assert '"dropped": 1' in road.read(f"{OUTPUT}.receipt.json")
    assert road.read(CATALOG) == catalog
    assert road.run("check").code == 0
    settled(road)


def test_a_dropped_sentence_comes_back_with_its_comment_gone(road: Road) -> None:
    before = road.read(OUTPUT)
    ask(road, FREE, "drop")
    road.translate()
    assert road.read(OUTPUT) != before
    road.change(CATALOG, "# polyglot: drop\n", "")
    road.translate()
    assert road.read(OUTPUT) == before


def test_a_small_change_leaves_a_dropped_sentence_out_and_says_so(road: Road) -> None:
    ask(road, BOOKS, "drop")
    road.translate()
    road.change(SOURCE, "Elle compte 12 000 livres.", "Elle compte 12 000 livres neufs.")
    found = road.translate().object
    assert (found["stale"], found["left_out"]["dropped"]) == (1, 1)
    entry = road.entry(CATALOG, "Elle compte 12 000 livres neufs.")
    assert (entry.fuzzy, entry.previous) == (True, BOOKS)
    settled(road)
    road.accept(CATALOG, "Elle compte 12 000 livres neufs.")
    found = road.translate().object
    assert (found["stale"], found["left_out"]["dropped"]) == (0, 1)


def test_another_meaning_brings_a_dropped_sentence_back(road: Road) -> None:
    ask(road, BOOKS, "drop")
    road.translate()
    road.change(SOURCE, "Elle compte 12 000 livres.", "Elle ne compte pas 700 livres.")
    found = road.translate().object
    assert (found["stale"], found["left_out"]["dropped"], found["translated"]) == (1, 0, 1)
    assert "700" in paragraph(road)
    settled(road)


def test_a_person_who_writes_under_drop_keeps_the_words(road: Road) -> None:
    road.say(CATALOG, BOOKS, "It has 12,000 books.")
    ask(road, BOOKS, "drop")
    for day in ("livres neufs", "beaux livres neufs"):
        road.write(SOURCE, ARTICLE.replace("livres", day))
        road.translate()
        assert "It has 12,000 books." in road.read(CATALOG)


def test_a_joined_sentence_is_said_once_and_is_not_missing(road: Road) -> None:
    join(road)
    catalog = road.read(CATALOG)
    ran = road.translate()
    found = ran.object
    assert paragraph(road) == BOTH
    assert (ran.code, found["untranslated"], found["left_out"]) == (0, 0, {"dropped": 0, "joined": 1})
    assert [issue["message"] for issue in found["issues"]] == ["said together with the sentence before it"]
    assert found["terms"]["hits"] == found["terms"]["right"]
    assert road.read(CATALOG) == catalog
    settled(road)


def test_a_joined_text_is_checked_against_both_sentences(road: Road) -> None:
    road.say(CATALOG, PRESIDENT, "The president visited the library and its books.")
    ask(road, PRESIDENT, "join-next")
    issues = road.translate().object["issues"]
    assert {issue["kind"] for issue in issues} == {
        "left-out",
        "terminology",
        "inconsistent-entities",
        "numbers",
        "omission",
    }


def test_a_change_of_the_joined_sentence_puts_the_text_in_doubt(road: Road) -> None:
    join(road)
    road.translate()
    road.change(SOURCE, "12 000 livres.", "12 000 livres neufs.")
    found = road.translate().object
    assert (found["stale"], found["left_out"]["joined"]) == (1, 1)
    assert paragraph(road) == BOTH
    assert road.entry(CATALOG, PRESIDENT).previous == f"{PRESIDENT} {BOOKS}"
    settled(road)
    road.accept(CATALOG, PRESIDENT)
    assert road.translate().object["stale"] == 0
    settled(road)


def test_a_change_back_takes_the_doubt_away(road: Road) -> None:
    join(road)
    road.translate()
    before = road.read(OUTPUT)
    road.write(SOURCE, ARTICLE.replace("livres", "livres neufs"))
    road.translate()
    road.write(SOURCE, ARTICLE)
    found = road.translate().object
    assert (found["stale"], road.entry(CATALOG, PRESIDENT).fuzzy, road.read(OUTPUT)) == (0, False, before)
    settled(road)


@pytest.mark.parametrize(
    "now",
    [
        ARTICLE.replace("12 000 livres", "700 livres"),
        ARTICLE.replace(" Elle compte 12 000 livres.", ""),
        ARTICLE.replace("Elle compte", "Il pleut beaucoup. Elle compte"),
    ],
    ids=["another number", "gone", "another between"],
)
def test_a_joined_text_for_something_else_is_kept_but_not_published(road: Road, now: str) -> None:
    join(road)
    road.translate()
    road.write(SOURCE, now)
    found = road.translate().object
    assert (found["stale"], found["left_out"]["joined"]) == (1, 0)
    assert BOTH not in road.read(OUTPUT)
    entry = road.entry(CATALOG, PRESIDENT)
    assert (entry.target, entry.previous) == (BOTH, f"{PRESIDENT} {BOOKS}")
    settled(road)


def test_three_sentences_become_one(road: Road) -> None:
    road.write(SOURCE, ARTICLE.replace("livres.\n", "livres. Tout est neuf.\n"))
    road.translate()
    join(road)
    ask(road, BOOKS, "join-next")
    found = road.translate().object
    assert (paragraph(road), found["left_out"]["joined"]) == (BOTH, 2)
    settled(road)


def test_a_wish_that_cannot_be_met_is_told(road: Road) -> None:
    ask(road, PRESIDENT, "join-next")
    road.say(CATALOG, FREE, "Admission is free.")
    ask(road, FREE, "join-next")
    before = road.entry(CATALOG, BOOKS).target
    assert left_out(road) == [
        "join-next counts only beside a text of a person's",
        "join-next: no sentence follows in the paragraph",
    ]
    assert before in paragraph(road)
    assert "Admission is free." in road.read(OUTPUT)


def test_a_wish_that_is_not_understood_is_told(road: Road) -> None:
    ask(road, FREE, "dropp")
    assert left_out(road) == ["not understood: # polyglot: dropp (polyglot knows drop and join-next)"]


def test_what_was_dropped_is_kept_while_its_sentence_is_gone(road: Road) -> None:
    ask(road, FREE, "drop")
    road.translate()
    road.write(SOURCE, ARTICLE.replace(" L’entrée est gratuite.", ""))
    road.translate()
    road.write(SOURCE, ARTICLE)
    assert road.translate().object["left_out"]["dropped"] == 1


@msgfmt
def test_wishes_survive_msgmerge(road: Road) -> None:
    join(road)
    ask(road, FREE, "drop")
    road.translate()
    bare = ("--empty", "--no-obsolete", "--clear-fuzzy", "--clear-previous", "--no-wrap")
    template = gettext_tool("msgattrib", *bare, road.root / CATALOG)
    pot = road.write("template.pot", re.sub(r"^# .*\n", "", template, flags=re.MULTILINE))
    gettext_tool("msgmerge", "--quiet", "--update", "--backup=none", "--previous", road.root / CATALOG, pot)
    assert road.translate().object["left_out"] == {"dropped": 1, "joined": 1}
    assert paragraph(road) == BOTH


def tag(text: str, at: int, side: Side) -> Code:
    """An inline tag."""
    return Code(CodeKind.TAG, Span(at, at + len(text)), text, text, side)


@pytest.mark.parametrize(
    ("kept", "expected"),
    [((False, True), "X <b>Two.</b> Y"), ((True, False), "X <b>One.</b> Y"), ((False, False), "X <b></b> Y")],
)
def test_tags_whose_halves_stand_apart_stay(kept: tuple[bool, bool], expected: str) -> None:
    parts = (
        Segment("X"),
        Ignorable(" "),
        Segment("<b>Un.", (tag("<b>", 0, Side.OPEN),)),
        Ignorable(" "),
        Segment("Deux.</b>", (tag("</b>", 5, Side.CLOSE),)),
        Ignorable(" "),
        Segment("Y"),
    )
    text = "".join(part.text for part in parts)
    unit = SegmentedUnit(Unit("u", Role.PARAGRAPH, Span(0, len(text)), text), parts)
    words = ["X", "<b>One." if kept[0] else "", "Two.</b>" if kept[1] else "", "Y"]
    targets = [Target(word, State.REVIEWED, Origin.HUMAN) for word in words]
    document = Document("a.txt", "plain", text, (unit.unit,))
    assert publish.with_targets(document, [unit], {"u": targets}, publish.Rule()).units[0].target == expected


# --- any story ---

POOL = ("Il pleut.", "Il neige.", "Il pleut encore ce matin.", "Il pleut encore ce soir.", "Le maire a 12 ans.")
POLICY = review.Policy("engine-1/fr-en/0", lambda *_: True, lambda former, now: abs(len(former) - len(now)) < 4)
NOTES = review.Notes(POLICY, lambda _: (), po.header("en", Tag("fr")))
ARTICLES = st.lists(st.lists(st.sampled_from(POOL), min_size=1, max_size=4), max_size=3)
ACTS = st.tuples(st.integers(0, 6), st.sampled_from(["", "drop", "join-next"]), st.booleans(), st.booleans())
"""Which entry a person takes, what the comment asks for, whether words are written, and whether `fuzzy` is cleared."""


def units(article: list[list[str]]) -> list[SegmentedUnit]:
    """Paragraphs of sentences, a space between each two."""
    found = []
    for number, sentences in enumerate(article):
        parts = [part for text in sentences for part in (Ignorable(" "), Segment(text))][1:]
        text = " ".join(sentences)
        name = f"p{po.digest(text)}-{sum(' '.join(other) == text for other in article[:number])}"
        found.append(SegmentedUnit(Unit(name, Role.PARAGRAPH, Span(0, len(text)), text), tuple(parts)))
    return found


def day(article: list[list[str]], before: str | None) -> tuple[str, tuple[review.Recall, ...]]:
    """The catalog's text after a run, and what was recalled."""
    catalog = po.parse(before, "a.po") if before is not None else None
    recalls = review.recall(units(article), catalog, POLICY)
    targets = [
        place.target or Target(f"[{place.segment.text}]", State.TRANSLATED, Origin.MT, engine=POLICY.engine)
        for place in recalls
    ]
    return po.render(review.record(recalls, targets, catalog, NOTES), before), recalls


def decided(text: str, act: tuple[int, str, bool, bool], words: str) -> str:
    """The catalog after a person had it in an editor."""
    number, wish, writes, clears = act
    file = po.parse(text, "a.po")
    live = [entry for entry in file.entries if not entry.obsolete]
    if not live:
        return text
    entry = live[number % len(live)]
    comments = [line for line in entry.comments if omission.of(replace(entry, comments=(line,))) is None]
    new = replace(entry, comments=(*comments, *([f"polyglot: {wish}"] if wish else [])))
    new = replace(new, target=words) if writes else new
    new = replace(new, fuzzy=new.fuzzy and not clears)
    return po.render(replace(file, entries=tuple(new if one is entry else one for one in file.entries)), text)


@given(st.lists(st.tuples(ARTICLES, ACTS), min_size=1, max_size=6))
def test_whatever_is_asked_for_a_second_run_is_still_and_no_words_are_lost(
    story: list[tuple[list[list[str]], tuple[int, str, bool, bool]]],
) -> None:
    text: str | None = None
    said: set[str] = set()
    for number, (article, act) in enumerate(story):
        text, recalls = day(article, text)
        assert [place.segment.text for place in recalls] == [one for sentences in article for one in sentences]
        for place in recalls:
            empty = place.target is not None and not place.target.text
            assert empty == (place.omitted is not None)
        again, _ = day(article, text)
        assert again == text
        before = {entry.target for entry in po.parse(text, "a.po").entries}
        assert said <= before
        text = decided(text, act, f"words of day {number}")
        after = {entry.target for entry in po.parse(text, "a.po").entries}
        said = {words for words in said | {f"words of day {number}"} if words in after}
