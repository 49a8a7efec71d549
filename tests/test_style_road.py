"""One switch of house style across a project, articles with dates, and what is noted at first mentions, on the road."""

from __future__ import annotations

from pathlib import Path

import pytest

from road import Ran, Road, apertium

SOURCE = "articles/a.fr.md"
TITLE = "Une rencontre à Kyiv"
FIRST = "Volodymyr Zelensky est arrivé à Kyiv."
SECOND = "Zelensky a parlé de Kyiv."
LAST = "Kyiv attendait."
ARTICLE = f"---\ndate: 2024-05-01\n---\n\n# {TITLE}\n\n{FIRST} {SECOND}\n\n{LAST}\n"
ENGLISH, GERMAN = (f"locales/{tag}/articles/articles/a.fr.md.po" for tag in ("en", "de"))
STYLES = '[target.en]\nstyle = "AP"\n\n[target.de]\nstyle = "Kyjiw"\n'
PERSONS = "Volodymyr Zelensky arrived in Kyiv."
GERMAN_FIRST = "Wolodymyr Selenskyj ist in Kiew angekommen."


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A folder with nothing in it."""
    return Road(tmp_path, monkeypatch, capsys)


@pytest.fixture
def road(bare: Road) -> Road:
    """A project in German and English under dpa and no style, translated; people reviewed a sentence in each."""
    road = bare
    road.project(("en", "de"), '[target.de]\nstyle = "dpa"\n')
    road.write(SOURCE, ARTICLE)
    assert road.translate().code == 0
    road.say(ENGLISH, FIRST, PERSONS)
    road.say(GERMAN, FIRST, GERMAN_FIRST)
    assert road.translate().code == 0
    return road


def switch(road: Road, styles: str = STYLES) -> None:
    road.project(("en", "de"), styles)


def apply(road: Road, *flags: str, code: int = 0) -> list[tuple[str, str, str]]:
    """What `glossary apply` says of each text: language, outcome, and what it becomes."""
    ran = road.run("glossary", "apply", *flags, "--json")
    assert ran.code == code, ran.err
    assert all(one["schema"] == 1 for one in ran.objects)
    return [(one["target"], one["outcome"], one["after"]) for one in ran.objects]


def article(road: Road, tag: str) -> str:
    return road.read(f"localized/{tag}/articles/a.fr.md")


def issues(ran: Ran, kind: str) -> list[str]:
    return [issue["message"] for issue in ran.objects if issue["kind"] == kind]


def test_before_the_switch_all_is_well(road: Road) -> None:
    assert issues(road.run("check", "--json"), "terminology") == []
    assert "Kiew" in article(road, "de")
    assert "Kyjiw" not in article(road, "de")
    assert apply(road) == []


def test_check_finds_what_carries_the_other_style(road: Road) -> None:
    switch(road)
    found = issues(road.run("check", "--json"), "terminology")
    assert "the glossary forbids 'Volodymyr Zelensky': write 'Volodymyr Zelenskyy'" in found
    assert "the glossary forbids 'Kiew': write 'Kyjiw'" in found


def test_a_dry_run_shows_all_and_writes_nothing(road: Road) -> None:
    switch(road)
    before = road.tree()
    told = apply(road, "--dry-run")
    assert ("en", "proposed", "Volodymyr Zelenskyy arrived in Kyiv.") in told
    assert ("de", "proposed", "Wolodymyr Selenskyj ist in Kyjiw angekommen.") in told
    assert {outcome for _, outcome, _ in told} == {"proposed", "rewritten"}
    assert road.tree() == before
    shown = road.run("glossary", "apply", "--dry-run", "--to", "en")
    assert f"- {PERSONS}" in shown.out
    assert "+ Volodymyr Zelenskyy arrived in Kyiv." in shown.out
    assert "nothing was written" in shown.out


def test_one_switch_turns_all_names(road: Road) -> None:
    switch(road)
    apply(road)
    assert apply(road) == [], "a second time there is nothing left to do"
    road.translate()
    english, german = article(road, "en"), article(road, "de")
    assert english.count("Zelenskyy") == 1, "the machine's sentence"
    assert PERSONS in english, "a person's sentence stays as it is until somebody accepts the other"
    assert german.count("Kyjiw") == 3
    assert GERMAN_FIRST in german
    for catalog in (ENGLISH, GERMAN):
        road.accept(catalog, FIRST)
    assert road.translate().code == 0
    assert issues(road.run("check", "--json"), "terminology") == []
    assert article(road, "en").count("Zelenskyy") == 2
    assert "Zelensky " not in article(road, "en")
    assert "Kiew" not in article(road, "de")
    assert "stands:" not in road.read(ENGLISH), "what was said of the proposal goes with it"
    before = road.tree()
    road.translate()
    assert road.tree() == before


def test_what_is_proposed_waits_for_review_and_can_be_accepted(road: Road) -> None:
    switch(road)
    apply(road)
    queue = road.run("review", "queue", "--to", "en", "--json")
    assert any(row["source"] == FIRST and "Zelenskyy" in row["text"] for row in queue.objects)
    assert road.run("review", "accept", SOURCE, "--to", "en").code == 0
    assert road.entry(ENGLISH, FIRST).target == "Volodymyr Zelenskyy arrived in Kyiv."
    road.translate()
    assert "Volodymyr Zelenskyy arrived in Kyiv" in article(road, "en")


def test_a_person_may_keep_their_own(road: Road) -> None:
    switch(road)
    apply(road)
    own = "Volodymyr Zelensky himself arrived in Kyiv."
    road.say(ENGLISH, FIRST, own, clear=False)
    road.translate()
    assert own in article(road, "en")
    assert "stands:" not in road.read(ENGLISH)


def test_a_proposal_is_withdrawn_when_the_style_is_switched_back(road: Road) -> None:
    before = {tag: article(road, tag) for tag in ("en", "de")}
    switch(road)
    apply(road)
    road.translate()
    switch(road, '[target.de]\nstyle = "dpa"\n\n[target.en]\nstyle = "NYT"\n')
    assert ("en", "withdrawn", PERSONS) in apply(road)
    assert road.translate().code == 0
    assert {tag: article(road, tag) for tag in ("en", "de")} == before
    assert road.entry(ENGLISH, FIRST).fuzzy is False


def test_a_changed_source_keeps_the_persons_own_text(road: Road) -> None:
    switch(road)
    apply(road)
    road.change(SOURCE, FIRST, "Volodymyr Zelensky est bien arrivé à Kyiv.")
    road.translate()
    entry = road.entry(ENGLISH, "Volodymyr Zelensky est bien arrivé à Kyiv.")
    assert (entry.target, entry.fuzzy, entry.previous) == (PERSONS, True, FIRST)


def test_a_changed_name_is_found_by_what_the_catalog_notes(road: Road) -> None:
    road.write(
        "glossary/ours.csv", "concept,fr,en\nkyiv,Kyiv,Kyjiv\nzelensky-full,Volodymyr Zelensky,Volodymyr Zelensky\n"
    )
    switch(road, "")
    assert ("en", "proposed", "Volodymyr Zelensky arrived in Kyjiv.") in apply(road)


def test_what_cannot_be_told_is_left_to_the_engine(road: Road) -> None:
    table = "concept,fr,en,forms.en,en@x,forms.en@x\nkyiv,Kyiv,Kyiv,Kyivan,Odd,Odds@gen\nz,Zelensky,Z,,,\n"
    road.write("glossary/ours.csv", table)
    switch(road, "")
    road.translate("--refresh")
    road.say(ENGLISH, FIRST, "The Kyivan guest is here.")
    switch(road, '[target.en]\nstyle = "x"\n')
    (told,) = [one for one in apply(road, code=1) if one[1] == "open" and "guest" in one[2]]
    assert told == ("en", "open", "The Kyivan guest is here.")
    assert road.entry(ENGLISH, FIRST).target == "The Kyivan guest is here."


def test_an_unknown_style_names_those_there_are(road: Road) -> None:
    switch(road, '[target.en]\nstyle = "APP"\n')
    for command in (("check",), ("glossary", "lint"), ("glossary", "apply"), ("translate", "--engine", "pseudo")):
        ran = road.run(*command)
        assert ran.code == 2, command
        assert "polyglot.toml:5" in ran.err
        assert "'APP'" in ran.err
        assert "AP, CNN, Guardian" in ran.err


def test_a_style_must_be_a_text_or_several(road: Road) -> None:
    switch(road, "[target.en]\nstyle = 3\n")
    ran = road.run("check")
    assert (ran.code, 'a text in quotes, "AP", or a list of texts' in ran.err) == (2, True)
    switch(road, '[target.en]\nhouse = "AP"\n')
    assert "known keys: style" in road.run("check").err


# --- first mentions ---


def noted(road: Road, tag: str = "en") -> list[str]:
    """The paragraphs that have the note."""
    return [line for line in article(road, tag).splitlines() if "formerly" in line]


@pytest.fixture
def fresh(bare: Road) -> Road:
    """A project under AP, which wants the former name of Kyiv noted."""
    road = bare
    road.project(("en",), '[target.en]\nstyle = "AP"\n')
    road.write(SOURCE, ARTICLE)
    assert road.translate().code == 0
    return road


def test_the_former_name_is_noted_once_below_the_title(fresh: Road) -> None:
    (line,) = noted(fresh)
    assert line.count("Kyiv (formerly Kiev).") == 1
    assert fresh.entry(ENGLISH, FIRST).target.endswith("Kyiv (formerly Kiev).")
    assert "(" not in fresh.entry(ENGLISH, TITLE).target
    assert issues(fresh.run("check", "--json"), "terminology") == []


def test_a_second_run_notes_nothing_more(fresh: Road) -> None:
    before = fresh.tree()
    (fresh.root / ".polyglot" / "settled.json").unlink()
    assert fresh.translate().object["recalled"] == 4
    assert fresh.tree() == before


def test_the_note_moves_with_the_first_mention(fresh: Road) -> None:
    fresh.change(SOURCE, f"{FIRST} {SECOND}", f"{LAST} Vraiment.\n\n{FIRST} {SECOND}")
    fresh.translate()
    (line,) = noted(fresh)
    assert line.startswith("Kyiv (formerly Kiev)")
    assert article(fresh, "en").count("formerly") == 1


def test_a_persons_note_is_enough(fresh: Road) -> None:
    fresh.say(ENGLISH, SECOND, "Zelenskyy spoke of Kyiv, formerly Kiev.")
    fresh.translate()
    assert noted(fresh) == [line for line in noted(fresh) if "Kyiv, formerly Kiev" in line]
    assert article(fresh, "en").count("formerly") == 1
    assert issues(fresh.run("check", "--json"), "terminology") == []


def test_a_persons_first_mention_without_a_note_is_told(fresh: Road) -> None:
    fresh.say(ENGLISH, FIRST, "Volodymyr Zelenskyy arrived in Kyiv.")
    ran = fresh.translate()
    assert ran.code == 0
    assert "first-mention" in ran.kinds()
    assert noted(fresh) == []
    assert issues(fresh.run("check", "--json"), "first-mention") == ["the first mention of Kyiv lacks: (formerly Kiev)"]


def test_a_note_accepted_with_its_sentence_stays(fresh: Road) -> None:
    fresh.accept(ENGLISH, FIRST)
    fresh.translate()
    assert len(noted(fresh)) == 1
    assert article(fresh, "en").count("formerly") == 1
    assert issues(fresh.run("check", "--json"), "first-mention") == []


# --- dates ---

DATED = "concept,kind,fr,en,since,until\nkyiv,place,Kyiv|Kiev,Kiev,,2022-02\nkyiv,place,Kyiv|Kiev,Kyiv,2022-02,\n"


@pytest.mark.parametrize(
    ("name", "head", "written"),
    [
        ("a.md", "---\ndate: 2010-05-01\n---\n\n# Titre\n\n", "Kiev"),
        ("a.md", "---\ndate: 2023-05-01\n---\n\n# Titre\n\n", "Kyiv"),
        ("a.md", "+++\ndate = 2010-05-01\n+++\n\n# Titre\n\n", "Kiev"),
        ("a.md", "# Titre\n\n", "Kyiv"),
        ("a.txt", "Le titre\npar Anne Roux\n17 mars 2010\n\n", "Kiev"),
        ("a.txt", "Le titre\npar Anne Roux\nPublié le 1er mars 2023 à 12 h 30\n\n", "Kyiv"),
        ("a.txt", "Le siège du 17 mars 2010\n\n", "Kyiv"),
    ],
)
def test_the_name_is_that_of_the_articles_day(
    bare: Road,
    name: str,
    head: str,
    written: str,
) -> None:
    road = bare
    road.project()
    road.write("glossary/names.csv", DATED)
    road.write(f"articles/{name}", f"{head}Le maire de Kiev a parlé.\n")
    assert road.translate().code == 0
    text = road.read(f"localized/en/articles/{name}")
    assert (written in text, ({"Kiev", "Kyiv"} - {written}).pop() in text) == (True, False)
    before = road.tree()
    assert road.translate().object["wrote"] is False
    assert road.tree() == before


@pytest.mark.parametrize(
    ("head", "written"),
    [
        ('<script type="application/ld+json">{"datePublished": "2010-05-01T08:00"}</script>', "Kiev"),
        ('<meta property="article:published_time" content="2010-05-01">', "Kiev"),
        ("<meta itemprop='datePublished' content=2023-05-01>", "Kyiv"),
        ('<meta name="viewport" content="2010-05-01">', "Kyiv"),
    ],
)
def test_a_page_says_its_day(bare: Road, head: str, written: str) -> None:
    road = bare
    road.project()
    road.write("glossary/names.csv", DATED)
    road.write("articles/a.html", f"<html><head><title>T</title>{head}</head><body><p>Voici Kiev.</p></body></html>")
    assert road.translate().code == 0
    assert f"{written}.</p>" in road.read("localized/en/articles/a.html")


def test_articles_of_two_times_in_one_run(bare: Road) -> None:
    road = bare
    road.project()
    road.write("glossary/names.csv", DATED)
    for year in (2010, 2023):
        road.write(f"articles/{year}.md", f"---\ndate: {year}-01-01\n---\n\nLe maire de Kiev a parlé.\n")
    assert road.translate().code == 0
    assert "Kiev" in road.read("localized/en/articles/2010.md")
    assert "Kyiv" in road.read("localized/en/articles/2023.md")
    (road.root / ".polyglot" / "settled.json").unlink()
    before = road.tree()
    assert road.translate().code == 0
    assert road.tree() == before


def test_find_asks_for_a_day(bare: Road) -> None:
    road = bare
    road.project(("en",), '[target.en]\nstyle = "AP"\n')
    road.write("glossary/names.csv", f"{DATED}zelensky,person,Zelensky,Zelensky,,\n")
    road.write("glossary/styles.csv", "concept,style,en\nzelensky,AP,Zelenskyy\n")

    def found(*flags: str) -> list[str]:
        ran = road.run("glossary", "find", "Zelensky à Kiev", "--from", "fr", "--to", "en", "--json", *flags)
        return [hit["target"] for hit in ran.object["hits"]]

    assert found() == ["Zelenskyy", "Kyiv"]
    assert found("--date", "2010-05-01") == ["Zelenskyy", "Kiev"]
    ran = road.run("glossary", "find", "Kiev", "--from", "fr", "--to", "en", "--date", "May")
    assert (ran.code, "is no date" in ran.err) == (2, True)


# --- with an engine ---


@apertium
def test_a_switch_with_an_engine(bare: Road) -> None:
    road = bare
    road.project()
    road.write(SOURCE, ARTICLE)
    assert road.translate(engine="apertium").code == 0
    assert article(road, "en").count("Zelensky") == 2
    road.project(("en",), '[target.en]\nstyle = "AP"\n')
    assert {outcome for _, outcome, _ in apply(road)} == {"rewritten"}
    ran = road.translate(engine="apertium")
    assert (ran.code, ran.object["translated"]) == (0, 0), "no sentence is asked for again"
    assert article(road, "en").count("Zelenskyy") == 2
    assert "(formerly Kiev)" in article(road, "en")
    assert road.run("check").code == 0
