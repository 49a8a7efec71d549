"""A translator's day at the command line: accept, approve, and what waits first."""

from __future__ import annotations

import pytest

from polyglot import approval, worklist
from polyglot.model import Tag
from polyglot.runs import Wishes
from road import ARTICLE, SEGMENTS, Road

SOURCE = "articles/a.fr.txt"
CATALOG = "locales/en/articles/articles/a.fr.txt.po"
OUTPUT = "localized/en/articles/a.fr.txt"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS
NOTICE = "by a machine"


@pytest.fixture
def road(road: Road) -> Road:
    """A project whose article has been translated once."""
    return road.translated_once(SOURCE)


def approve(road: Road, by: str = "Ada Lovelace") -> None:
    """Accept and approve all of the article."""
    assert road.run("review", "accept", SOURCE, "--to", "en").code == 0
    assert road.run("review", "approve", SOURCE, "--to", "en", "--by", by).code == 0


# --- accept ---


def test_accepting_makes_machine_lines_reviewed_as_they_stand(road: Road) -> None:
    before = [(entry.source, entry.target) for entry in road.catalog(CATALOG).entries]
    ran = road.run("review", "accept", SOURCE, "--to", "en", "--json")
    assert (ran.code, ran.object["accepted"], ran.object["before"], ran.object["left"]) == (0, 5, 0, [])
    assert [(entry.source, entry.target) for entry in road.catalog(CATALOG).entries] == before
    assert road.translate().object["states"]["reviewed"] == 5
    assert road.run("review", "accept", SOURCE, "--to", "en", "--json").object["before"] == 5


def doubtful(road: Road) -> None:
    """Give one line an error and another a warning, without a person's having touched them."""
    text = road.read(CATALOG)
    for source, words in ((BOOKS, "It has books."), (FREE, "Free free entrance.")):
        entry = road.entry(CATALOG, source)
        assert entry.provenance is not None
        known = entry.provenance
        forged = str(known).replace(known.digest, approved_digest(words))
        block = road.block(CATALOG, source)
        head = block[: block.index("\nmsgstr ")].replace(str(known), forged)
        text = text.replace(block, f'{head}\nmsgstr "{words}"')
    road.write(CATALOG, text)


def approved_digest(words: str) -> str:
    """The digest by which polyglot knows its own words."""
    from polyglot import po

    return po.digest(words)


@pytest.mark.parametrize(
    ("flags", "accepted", "left"),
    [((), 4, {BOOKS: "numbers"}), (("--clean",), 3, {BOOKS: "numbers", FREE: "duplication"})],
)
def test_what_has_an_issue_is_left_and_the_reason_told(
    road: Road, flags: tuple[str, ...], accepted: int, left: dict[str, str]
) -> None:
    doubtful(road)
    found = road.run("review", "accept", SOURCE, "--to", "en", *flags, "--json").object
    assert found["accepted"] == accepted
    assert {line["source"]: line["why"][0] for line in found["left"]} == left
    assert all(road.entry(CATALOG, source).fuzzy for source in left)
    told = road.run("review", "accept", SOURCE, "--to", "en", *flags)
    assert f"0 accepted, {accepted} reviewed before, {len(left)} left" in told.out
    assert f"left {SOURCE}:3:" in told.err


def test_a_persons_stale_words_are_not_accepted_by_the_way(road: Road) -> None:
    road.say(CATALOG, BOOKS, "It has 12,000 books.")
    road.translate()
    road.change(SOURCE, "12 000 livres.", "12 000 livres neufs.")
    road.translate()
    (left,) = road.run("review", "accept", SOURCE, "--to", "en", "--json").object["left"]
    assert left["why"] == ["stale"]


def test_there_is_nothing_to_accept_before_a_translation(road: Road) -> None:
    road.write("articles/b.fr.txt", "Bonjour à tous.\n")
    ran = road.run("review", "accept", "articles/b.fr.txt", "--to", "en")
    assert ran.code == 2
    assert "polyglot translate articles/b.fr.txt --to en" in ran.err


# --- approve ---


def test_an_approved_article_is_final_and_alone_has_no_notice(road: Road) -> None:
    road.run("review", "accept", SOURCE, "--to", "en")
    road.translate()
    assert NOTICE in road.read(OUTPUT)
    approve(road)
    found = road.translate().object
    assert found["states"] == {"initial": 0, "translated": 0, "reviewed": 0, "final": 5}
    assert NOTICE not in road.read(OUTPUT)
    assert road.catalog(CATALOG).field(approval.FIELD).startswith("Ada Lovelace sha256=")
    assert road.run("status", "--json").object["locales"][0]["final"] == 5
    before = road.tree()
    assert road.translate().object["wrote"] is False
    assert road.tree() == before


@pytest.mark.parametrize("change", ["source", "target", "order", "wish"])
def test_any_change_makes_an_approval_void_and_says_so(road: Road, change: str) -> None:
    approve(road)
    road.translate()
    if change == "source":
        road.change(SOURCE, "L’entrée est gratuite.", "L’entrée reste gratuite.")
    elif change == "target":
        road.say(CATALOG, FREE, "Admission is free.")
    elif change == "order":
        title, first, second = ARTICLE.strip().split("\n\n")
        road.write(SOURCE, f"{title}\n\n{second}\n\n{first}\n")
    else:
        block = road.block(CATALOG, FREE)
        road.change(CATALOG, block, f"# polyglot: drop\n{block}")
    ran = road.translate()
    assert ran.object["states"]["final"] == 0
    (issue,) = [issue for issue in ran.object["issues"] if issue["kind"] == "approval"]
    assert (issue["severity"], issue["message"].partition(" approved")[0]) == ("warning", "Ada Lovelace")
    assert NOTICE in road.read(OUTPUT)
    assert "approval" in [found["kind"] for found in road.run("check", "--json").objects]


def test_what_changes_back_is_approved_again(road: Road) -> None:
    approve(road)
    road.translate()
    before = road.read(OUTPUT)
    road.write(SOURCE, ARTICLE.replace("gratuite", "libre"))
    road.translate()
    road.write(SOURCE, ARTICLE)
    found = road.translate().object
    assert (found["states"]["final"], road.read(OUTPUT)) == (5, before)


def test_a_second_approval_takes_the_place_of_the_first(road: Road) -> None:
    approve(road)
    road.say(CATALOG, FREE, "Admission is free.")
    approve(road, "Grace  Hopper")
    names = [name for name, _ in road.catalog(CATALOG).header]
    assert names.count(approval.FIELD) == 1
    assert road.translate().object["states"]["final"] == 5
    assert approval.of(road.catalog(CATALOG)) == approval.Approval(
        "Grace Hopper", road.catalog(CATALOG).field(approval.FIELD).rpartition("=")[2]
    )


def test_an_article_with_a_dropped_sentence_can_be_approved(road: Road) -> None:
    block = road.block(CATALOG, FREE)
    road.change(CATALOG, block, f"# polyglot: drop\n{block}")
    approve(road)
    assert road.translate().object["states"]["final"] == 5
    assert NOTICE not in road.read(OUTPUT)


def test_a_flag_of_a_line_alone_makes_nothing_final(road: Road) -> None:
    approve(road)
    text = road.read(CATALOG)
    road.write(CATALOG, "\n".join(line for line in text.split("\n") if not line.startswith(f'"{approval.FIELD}')))
    assert approval.of(road.catalog(CATALOG)) is None
    assert road.translate().object["states"]["reviewed"] == 5


def test_what_is_not_reviewed_cannot_be_approved(road: Road) -> None:
    road.accept(CATALOG, TITLE)
    before = road.tree()
    ran = road.run("review", "approve", SOURCE, "--to", "en", "--by", "Ada")
    assert ran.code == 2
    assert f"error: {SOURCE}:3:1: 4 of 5 lines are not reviewed in en" in ran.err
    assert road.tree() == before


@pytest.mark.parametrize("name", ["", "  ", "Ada\nX-Evil: yes", "Ada\u2028"])
def test_a_name_is_one_line(road: Road, name: str) -> None:
    road.run("review", "accept", SOURCE, "--to", "en")
    assert road.run("review", "approve", SOURCE, "--to", "en", "--by", name).code == 2


def test_a_name_that_looks_like_a_hash_reads_back(road: Road) -> None:
    approve(road, 'Ada "the first" sha256=00 \\n')
    word = approval.of(road.catalog(CATALOG))
    assert word is not None
    assert word.by == 'Ada "the first" sha256=00 \\n'


# --- queue ---


def test_the_riskiest_line_comes_first_with_its_reasons(road: Road) -> None:
    road.write("articles/b.fr.txt", "Un titre\n\nRien ne va plus. Il pleut.\n")
    road.translate()
    doubtful(road)
    found = road.run("review", "queue", "--json").objects
    assert [line["points"] for line in found] == sorted((line["points"] for line in found), reverse=True)
    by_source = {line["source"]: line for line in found}
    assert len(by_source) == len(found) == 8
    assert by_source[BOOKS]["reasons"] == ["number differs", "number"]
    assert by_source[TITLE]["reasons"] == ["title", "name"]
    assert by_source[QUOTE]["reasons"] == ["quotation"]
    assert by_source["Rien ne va plus."]["reasons"] == ["negation"]
    assert (by_source["Il pleut."]["points"], by_source["Il pleut."]["reasons"]) == (0, [])
    assert (found[0]["source"], found[-1]["source"]) == (TITLE, "Il pleut.")


def test_what_is_reviewed_does_not_wait(road: Road) -> None:
    road.accept(CATALOG, TITLE)
    block = road.block(CATALOG, FREE)
    road.change(CATALOG, block, f"# polyglot: drop\n{block}")
    sources = [line["source"] for line in road.run("review", "queue", SOURCE, "--json").objects]
    assert sorted(sources) == sorted([PRESIDENT, BOOKS, QUOTE])


def test_the_queue_is_cut_where_asked_and_says_so(road: Road) -> None:
    ran = road.run("review", "queue", "--limit", "2")
    assert len(ran.out.splitlines()) == 3
    assert "5 lines wait for review; 3 more with --limit 0" in ran.err
    assert len(road.run("review", "queue", "--limit", "0", "--json").objects) == 5
    assert road.run("review", "queue", "--limit", "-1").code == 2


def test_brackets_in_a_source_are_no_markup(road: Road) -> None:
    road.write(SOURCE, "Un [/b] mot [bold]fort[/].\n")
    road.translate()
    assert "Un [/b] mot [bold]fort[/]." in road.run("review", "queue").out


def test_every_weight_has_points_and_words(road: Road) -> None:
    road.translate()
    for line in worklist.waiting(Wishes(to=(Tag("en"),))):
        assert bool(line.points) == bool(line.reasons)
