"""What people do in review catalogs and in published files, and what a later run makes of it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import po, review
from polyglot.model import Origin, Role, Segment, SegmentedUnit, Span, State, Tag, Target, Unit
from road import ARTICLE, SEGMENTS, Road, apertium, gettext_tool, msgfmt, page

SOURCE = "articles/a.fr.txt"
CATALOG = "locales/en/articles/articles/a.fr.txt.po"
OUTPUT = "localized/en/articles/a.fr.txt"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS


@pytest.fixture
def road(road: Road) -> Road:
    """A project whose article has been translated once."""
    return road.translated_once(SOURCE)


def machine(road: Road, source: str) -> str:
    """What the machine said for a sentence, with a note that it is a machine's."""
    entry = road.entry(CATALOG, source)
    assert entry.fuzzy
    assert entry.provenance
    assert entry.provenance.origin == "mt"
    return entry.target


def settled(road: Road) -> None:
    """Assert that another run writes nothing and finds nothing to translate."""
    before = road.tree()
    again = road.translate().object
    assert (again["translated"], again["wrote"]) == (0, False)
    assert road.tree() == before


# --- a first run ---


def test_a_new_catalog(road: Road) -> None:
    file = road.catalog(CATALOG)
    assert [entry.source for entry in file.entries] == list(SEGMENTS)
    assert (file.field("Language"), file.field("X-Source-Language")) == ("en", "fr")
    assert all(entry.fuzzy and not entry.touched for entry in file.entries)
    assert [entry.extracted[0] for entry in file.entries] == ["title", *["paragraph"] * 4]
    assert "Volodymyr Zelensky → Volodymyr Zelensky" in road.entry(CATALOG, PRESIDENT).extracted
    contexts = [entry.context or "" for entry in file.entries]
    assert all(re.fullmatch(r"\w+\.\d+", context) for context in contexts)
    assert len(set(contexts)) == len(contexts)
    assert contexts[1].split(".")[0] == contexts[2].split(".")[0]
    assert not re.search(r"^#:.*:\d", road.read(CATALOG), re.MULTILINE)
    assert not re.search(r"20\d\d-", road.read(CATALOG))


def test_the_article_says_what_the_catalog_says(road: Road) -> None:
    for source in SEGMENTS:
        assert machine(road, source) in road.read(OUTPUT)
    assert road.read(OUTPUT).rstrip().endswith("by a machine and has not been reviewed.")


# --- a person's words ---


@pytest.mark.parametrize("clear", [True, False], ids=["fuzzy cleared", "fuzzy left"])
def test_a_persons_words_are_published_and_the_rest_stays(road: Road, clear: bool) -> None:
    before = road.catalog(CATALOG)
    road.say(CATALOG, BOOKS, "There are 12,000 books in it.", clear=clear)
    blocks = road.read(CATALOG)
    ran = road.translate()
    found = ran.object
    assert (ran.code, found["translated"], found["recalled"], found["wrote"]) == (0, 0, 5, True)
    assert found["states"] == {"initial": 0, "translated": 4, "reviewed": 1, "final": 0}
    assert "There are 12,000 books in it." in road.read(OUTPUT)
    assert machine(road, FREE) in road.read(OUTPUT)
    assert "reviewed in part" in road.read(OUTPUT)
    assert road.read(CATALOG) == blocks
    after = road.catalog(CATALOG)
    assert [entry for entry in after.entries if entry.source != BOOKS] == [
        entry for entry in before.entries if entry.source != BOOKS
    ]
    settled(road)


def test_clearing_fuzzy_alone_makes_it_reviewed(road: Road) -> None:
    said = machine(road, FREE)
    road.accept(CATALOG, FREE)
    catalog = road.read(CATALOG)
    found = road.translate().object
    assert found["states"]["reviewed"] == 1
    assert said in road.read(OUTPUT)
    assert road.read(CATALOG) == catalog
    settled(road)


def test_only_an_approved_text_loses_the_notice(road: Road) -> None:
    for source in SEGMENTS:
        road.accept(CATALOG, source)
    found = road.translate().object
    assert found["states"]["reviewed"] == 5
    assert road.read(OUTPUT).rstrip().endswith("by a machine and reviewed by a person.")


def test_a_text_that_no_machine_had_a_part_in_has_no_notice(road: Road) -> None:
    road.write("articles/b.fr.txt", "Bonjour à tous.\n")
    road.translate("articles/b.fr.txt", engine="none")
    road.say("locales/en/articles/articles/b.fr.txt.po", "Bonjour à tous.", "Hello, all.")
    road.translate("articles/b.fr.txt", engine="none")
    assert road.read("localized/en/articles/b.fr.txt") == "Hello, all.\n"


def test_a_machine_never_writes_over_a_persons_words(road: Road) -> None:
    road.say(CATALOG, BOOKS, "Lots of books.")
    ran = road.translate("--relock", engine="echo")
    assert (ran.code, ran.object["recalled"], ran.object["translated"]) == (1, 1, 4)
    assert road.entry(CATALOG, BOOKS).target == "Lots of books."
    assert "Lots of books." in road.read(OUTPUT)
    (issue,) = [issue for issue in ran.object["issues"] if issue["severity"] == "error"]
    assert (issue["kind"], issue["line"], issue["segment"]) == ("numbers", 3, 2)


def test_an_emptied_entry_is_translated_again(road: Road) -> None:
    said = machine(road, FREE)
    road.say(CATALOG, FREE, "")
    assert road.translate("--dry-run").object["words"] == 0  # it is in the memory
    (road.root / ".polyglot" / "memory.sqlite").unlink()
    assert road.translate().object["translated"] == 1
    assert machine(road, FREE) == said
    settled(road)


def test_comments_and_layout_of_people_are_kept(road: Road) -> None:
    block = road.block(CATALOG, BOOKS)
    note = f"# à vérifier avec la mairie\n#\n{block}"
    road.change(CATALOG, block, note)
    block = road.block(CATALOG, TITLE)
    road.change(CATALOG, block, block.replace('msgid "Une ', 'msgid ""\n"Une "\n"'))
    catalog = road.read(CATALOG)
    road.translate()
    assert road.read(CATALOG) == catalog
    road.change(SOURCE, "12 000 livres", "13 000 livres")
    road.translate()
    assert "# à vérifier avec la mairie\n#\n" in road.read(CATALOG)


def test_a_catalog_with_windows_line_ends_stays_so(road: Road) -> None:
    road.say(CATALOG, FREE, "Free entrance.")
    road.write(CATALOG, road.read(CATALOG).replace("\n", "\r\n"))
    road.change(SOURCE, "12 000 livres", "13 000 livres")
    road.translate()
    assert "Free entrance." in road.read(OUTPUT)
    assert road.read(CATALOG).count("\n") == road.read(CATALOG).count("\r\n")


def test_words_with_everything_that_has_to_be_escaped(road: Road) -> None:
    road.say(CATALOG, FREE, r"“Free” \"entrance\" \\ [bold] 100 % {name}\tnow")
    road.translate()
    assert '“Free” "entrance" \\ [bold] 100 % {name}\tnow' in road.read(OUTPUT)


# --- a source that changes ---

SAID = "The library receives its first readers on Monday."
FIRST = "La bibliothèque reçoit lundi ses premiers lecteurs."


def told(road: Road, sentence: str = FIRST, words: str = SAID) -> None:
    """Add a sentence to the article that a person translates."""
    road.write(SOURCE, f"{ARTICLE}\n{sentence}\n")
    road.translate()
    road.say(CATALOG, sentence, words)
    road.translate()


def test_a_changed_source_turns_the_entry_fuzzy_and_shows_the_former_one(road: Road) -> None:
    told(road)
    now = "La bibliothèque reçoit lundi ses tout premiers lecteurs."
    road.change(SOURCE, FIRST, now)
    ran = road.translate()
    entry = road.entry(CATALOG, now)
    assert (entry.target, entry.fuzzy, entry.previous) == (SAID, True, FIRST)
    assert f'#| msgid "{FIRST}"' in road.read(CATALOG)
    assert (ran.code, ran.object["stale"], ran.object["translated"], ran.object["recalled"]) == (0, 1, 0, 6)
    (issue,) = ran.object["issues"]
    assert (issue["kind"], issue["severity"], issue["line"], issue["column"]) == ("stale", "warning", 7, 1)
    assert FIRST in issue["message"]
    assert SAID in road.read(OUTPUT)
    assert "reviewed in part" not in road.read(OUTPUT)
    settled(road)


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("La salle a 12 fenêtres.", "La salle a 13 fenêtres."),
        ("La salle ouvre à 20h30 le soir.", "La salle ouvre à 21h30 le soir."),
        ("La salle est ouverte à tous.", "La salle n’est pas ouverte à tous."),
        ("Le maire a parlé à Volodymyr Zelensky.", "Le maire a parlé à Emmanuel Macron."),
        ("Écrivez à salle@mairie.example pour venir.", "Écrivez à fete@mairie.example pour venir."),
    ],
    ids=["number", "time", "negation", "name", "address"],
)
def test_where_the_meaning_changed_the_machines_words_are_published(road: Road, former: str, now: str) -> None:
    told(road, former, "A person said so.")
    road.change(SOURCE, former, now)
    first = road.translate().object
    entry = road.entry(CATALOG, now)
    assert (entry.target, entry.fuzzy, entry.previous) == ("A person said so.", True, former)
    (suggestion,) = [line for line in entry.comments if line.startswith("machine: ")]
    assert suggestion.removeprefix("machine: ") in road.read(OUTPUT)
    assert "A person said so." not in road.read(OUTPUT)
    assert (first["stale"], first["translated"], first["recalled"]) == (1, 1, 5)
    assert [issue["kind"] for issue in first["issues"]] == ["stale"]
    before = road.tree()
    second = road.translate().object
    assert (second["stale"], second["translated"], second["recalled"]) == (1, 0, 6)
    assert second["issues"] == first["issues"]
    assert road.tree() == before
    settled(road)


@pytest.mark.parametrize(
    ("rule", "now", "persons"),
    [
        ("human", "La salle a 12 grandes fenêtres.", True),
        ("human", "La salle a 13 grandes fenêtres.", False),
        ("machine", "La salle a 12 grandes fenêtres.", False),
        ("hold", "La salle a 13 grandes fenêtres.", True),
    ],
)
def test_the_project_says_what_is_published_of_stale_words(road: Road, rule: str, now: str, persons: bool) -> None:
    road.project(settings=f'[publish]\nstale = "{rule}"\n')
    told(road, "La salle a 12 fenêtres.", "The hall has 12 windows.")
    road.change(SOURCE, "La salle a 12 fenêtres.", now)
    found = road.translate().object
    assert (found["stale"], found["translated"]) == (1, int(not persons))
    assert ("The hall has 12 windows." in road.read(OUTPUT)) is persons
    assert road.entry(CATALOG, now).target == "The hall has 12 windows."
    settled(road)


def test_a_person_who_answers_a_change_is_heard(road: Road) -> None:
    told(road, "La salle a 12 fenêtres.", "The hall has 12 windows.")
    road.change(SOURCE, "12 fenêtres", "13 fenêtres")
    road.translate()
    now = "La salle a 13 fenêtres."
    road.say(CATALOG, now, "The hall has 13 windows.", clear=False)
    found = road.translate().object
    assert (found["stale"], found["issues"], found["states"]["reviewed"]) == (0, [], 1)
    assert "The hall has 13 windows." in road.read(OUTPUT)
    settled(road)


def test_a_person_may_keep_the_words_for_the_new_source(road: Road) -> None:
    told(road)
    road.change(SOURCE, "lundi", "ce lundi")
    road.translate()
    road.accept(CATALOG, FIRST.replace("lundi", "ce lundi"))
    found = road.translate().object
    assert (found["stale"], found["issues"], found["states"]["reviewed"]) == (0, [], 1)
    settled(road)


def test_a_source_that_changes_twice_is_compared_with_what_the_person_translated(road: Road) -> None:
    told(road, "La salle a 12 fenêtres.", "The hall has 12 windows.")
    road.change(SOURCE, "12 fenêtres", "13 fenêtres")
    road.translate()
    road.change(SOURCE, "13 fenêtres", "13 grandes fenêtres")
    found = road.translate().object
    entry = road.entry(CATALOG, "La salle a 13 grandes fenêtres.")
    assert entry.previous == "La salle a 12 fenêtres."
    assert (found["stale"], found["translated"]) == (1, 1)
    assert "12 windows" not in road.read(OUTPUT)
    settled(road)


def test_a_source_that_changes_back_makes_the_words_good_again(road: Road) -> None:
    told(road, "La salle a 12 fenêtres.", "The hall has 12 windows.")
    before = road.read(OUTPUT)
    road.change(SOURCE, "12 fenêtres", "13 fenêtres")
    road.translate()
    road.change(SOURCE, "13 fenêtres", "12 fenêtres")
    found = road.translate().object
    assert (found["stale"], found["translated"], found["issues"], found["states"]["reviewed"]) == (0, 0, [], 1)
    assert road.read(OUTPUT) == before
    entry = road.entry(CATALOG, "La salle a 12 fenêtres.")
    assert (entry.target, entry.fuzzy, entry.previous, entry.comments) == ("The hall has 12 windows.", False, None, ())
    settled(road)


def test_a_changed_source_of_machine_words_is_just_translated(road: Road) -> None:
    road.change(SOURCE, "12 000 livres", "13 000 livres")
    found = road.translate().object
    assert (found["stale"], found["translated"], found["recalled"]) == (0, 1, 4)
    entry = road.entry(CATALOG, "Elle compte 13 000 livres.")
    assert (entry.fuzzy, entry.previous) == (True, None)
    assert "13" in entry.target
    assert BOOKS not in road.read(CATALOG)


def test_a_glossary_that_changes_names_only_what_has_them_is_said_again(road: Road) -> None:
    road.say(CATALOG, TITLE, "A library opens in Kyiv")
    road.write("glossary/names.csv", "concept,kind,fr,en\nzelensky,person,Volodymyr Zelensky,Volodymyr Zelenskyy\n")
    found = road.translate().object
    assert (found["translated"], found["recalled"]) == (1, 4)
    assert "Zelenskyy" in machine(road, PRESIDENT)
    assert "Zelenskyy" in road.read(OUTPUT)
    settled(road)


# --- sentences that go, come and move ---


def test_a_deleted_sentence_that_a_person_translated_is_kept_and_comes_back(road: Road) -> None:
    told(road)
    context = road.entry(CATALOG, FIRST).context
    road.change(SOURCE, f"\n{FIRST}\n", "")
    road.translate()
    kept = road.entry(CATALOG, FIRST)
    assert (kept.obsolete, kept.target) == (True, SAID)
    assert SAID not in road.read(OUTPUT)
    settled(road)
    road.write(SOURCE, f"{FIRST}\n\n{ARTICLE}")
    found = road.translate().object
    back = road.entry(CATALOG, FIRST)
    assert (back.obsolete, back.target, back.context, back.fuzzy) == (False, SAID, context, False)
    assert (found["translated"], found["stale"]) == (0, 0)
    assert SAID in road.read(OUTPUT)
    settled(road)


def test_a_deleted_sentence_of_the_machine_is_gone(road: Road) -> None:
    road.change(SOURCE, f" {FREE}", "")
    road.translate()
    assert FREE not in road.read(CATALOG)


def test_words_for_a_sentence_that_is_gone_are_not_taken_for_another(road: Road) -> None:
    told(road)
    road.change(SOURCE, f"\n{FIRST}\n", "")
    road.translate()
    other = FIRST.replace("lecteurs", "livres")
    road.write(SOURCE, f"{ARTICLE}\n{other}\n")
    found = road.translate().object
    assert (found["stale"], found["translated"]) == (0, 1)
    assert SAID not in road.read(OUTPUT)
    assert road.entry(CATALOG, FIRST).obsolete


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("Le concert commence dans la grande salle.", "Une averse a retardé les travaux du toit."),
        (
            "On savait que les arbres rafraîchissent les rues.",
            "On savait moins ce qui se passe derrière les volets.",
        ),
        ("Ces villes veulent savoir qui paiera les travaux.", "Des trains circuleront chaque jour sur la voie."),
    ],
)
def test_another_sentence_in_its_place_does_not_inherit_a_persons_words(road: Road, former: str, now: str) -> None:
    told(road, former, "A person said so.")
    road.change(SOURCE, former, now)
    assert road.translate().object["translated"] == 1
    assert "A person said so." not in road.read(OUTPUT)
    assert "A person said so." in road.read(CATALOG)


def contexts(road: Road) -> dict[str, list[str | None]]:
    """The `msgctxt` of each sentence, in order."""
    found: dict[str, list[str | None]] = {}
    for entry in road.catalog(CATALOG).entries:
        found.setdefault(entry.source, []).append(entry.context)
    return found


def test_repeated_sentences_and_headings_are_told_apart_and_stay_so(road: Road) -> None:
    text = "Le programme\n\nIl pleut encore aujourd’hui. Il fait froid. Il pleut encore aujourd’hui.\n\n"
    text += "Le programme\n\nIl fait froid.\n"
    road.write(SOURCE, text)
    road.translate()
    first = contexts(road)
    assert {source: len(names) for source, names in first.items()} == {
        "Le programme": 2,
        "Il pleut encore aujourd’hui.": 2,
        "Il fait froid.": 2,
    }
    names = [name for found in first.values() for name in found]
    assert len(set(names)) == 6
    blocks = road.read(CATALOG).split("\n\n")
    blocks[4] = re.sub('msgstr ".*"', 'msgstr "Rain again."', blocks[4])
    road.write(CATALOG, "\n\n".join(blocks))
    road.translate()
    assert contexts(road) == first
    assert road.read(OUTPUT).count("Rain again.") == 1
    assert re.search(r" Rain again\.\n", road.read(OUTPUT))
    road.write(SOURCE, f"Du nouveau : il neige.\n\n{text}")
    road.translate()
    assert {source: names for source, names in contexts(road).items() if source in first} == first
    assert re.search(r" Rain again\.\n", road.read(OUTPUT))
    settled(road)


def test_a_moved_paragraph_keeps_its_words_and_its_name(road: Road) -> None:
    road.say(CATALOG, QUOTE, "“We want to read”, said a pupil.")
    road.translate()
    before = contexts(road)
    title, president, quote = ARTICLE.strip().split("\n\n")
    road.write(SOURCE, f"{title}\n\n{quote}\n\n{president}\n")
    found = road.translate().object
    assert (found["translated"], found["recalled"], found["stale"]) == (0, 5, 0)
    assert contexts(road) == before
    assert [entry.source for entry in road.catalog(CATALOG).entries] == [TITLE, QUOTE, FREE, PRESIDENT, BOOKS]
    settled(road)


def test_a_sentence_that_moves_to_another_paragraph_keeps_its_words(road: Road) -> None:
    road.say(CATALOG, FREE, "Entrance is free.")
    road.translate()
    road.write(SOURCE, ARTICLE.replace(f" {FREE}", "").replace(PRESIDENT, f"{FREE} {PRESIDENT}"))
    found = road.translate().object
    assert (found["translated"], found["recalled"]) == (0, 5)
    assert f"\n\nEntrance is free. {machine(road, PRESIDENT)}" in road.read(OUTPUT)
    settled(road)


def test_sentences_that_are_joined_and_cut_again(road: Road) -> None:
    for source in (PRESIDENT, BOOKS):
        road.accept(CATALOG, source)
    road.translate()
    road.change(SOURCE, "bibliothèque. Elle", "bibliothèque ; elle")
    road.translate()
    settled(road)
    road.change(SOURCE, "bibliothèque ; elle", "bibliothèque. Elle")
    found = road.translate().object
    assert found["states"]["reviewed"] >= 1
    settled(road)


# --- what no engine could say ---


def test_a_failure_is_told_again_until_something_changes(road: Road) -> None:
    names = "concept,kind,fr,en,forbidden.en\nkyiv,place,Kyiv,Kyiv,{}\n"
    road.write("glossary/names.csv", names.format("capitale"))
    failing = "Kyiv, la capitale, dort."
    road.write(SOURCE, f"{failing} Il pleut sur la ville ce soir.\n")
    first = road.translate(engine="echo")
    found = first.object
    assert (first.code, found["untranslated"], found["translated"]) == (1, 1, 1)
    (issue,) = found["issues"]
    assert (issue["kind"], issue["severity"], issue["segment"]) == ("untranslated", "error", 1)
    assert "the glossary forbids 'capitale'" in issue["message"]
    assert failing in road.read(OUTPUT)
    assert road.entry(CATALOG, failing).target == ""
    before = road.tree()
    second = road.translate(engine="echo")
    assert (second.code, second.object["issues"]) == (1, found["issues"])
    assert (second.object["recalled"], second.object["translated"], second.object["untranslated"]) == (1, 0, 1)
    assert road.tree() == before
    road.write("glossary/names.csv", names.format("Kiev"))
    third = road.translate(engine="echo")
    assert (third.code, third.object["translated"], third.object["issues"]) == (0, 1, [])
    assert road.entry(CATALOG, failing).comments == ()


def test_a_person_may_say_what_no_engine_could(road: Road) -> None:
    road.write("glossary/names.csv", "concept,kind,fr,en,forbidden.en\nkyiv,place,Kyiv,Kyiv,capitale\n")
    road.write(SOURCE, "Kyiv, la capitale, dort.\n")
    road.translate(engine="echo")
    road.say(CATALOG, "Kyiv, la capitale, dort.", "Kyiv, the capital, is asleep.")
    ran = road.translate(engine="echo")
    assert (ran.code, ran.object["issues"], ran.object["states"]["reviewed"]) == (0, [], 1)
    assert road.read(OUTPUT).startswith("Kyiv, the capital, is asleep.\n")


# --- any story ---

SENTENCES = ("Il pleut.", "Il neige.", "Il pleut encore ce matin.", "Il pleut encore ce soir.", "Le maire a 12 ans.")
Story = list[tuple[list[str], int, bool]]
"""For each day: the article's sentences, which of them a person translates, and whether `fuzzy` is cleared."""


def units(sentences: list[str]) -> list[SegmentedUnit]:
    """An article of these sentences, one a paragraph."""
    found = []
    for number, text in enumerate(sentences):
        name = f"p{SENTENCES.index(text)}-{sentences[:number].count(text)}"
        unit = Unit(name, Role.PARAGRAPH, Span(0, len(text)), text)
        found.append(SegmentedUnit(unit, (Segment(text),)))
    return found


POLICY = review.Policy("engine-1/fr-en/0", lambda *_: True, lambda former, now: len(former) == len(now))
NOTES = review.Notes(POLICY, lambda _: (), po.header("en", Tag("fr")))


def day(sentences: list[str], before: str | None) -> tuple[str, list[review.Recall]]:
    """The catalog's text after a run, and what was recalled."""
    catalog = po.parse(before, "a.po") if before is not None else None
    recalls = list(review.recall(units(sentences), catalog, POLICY))
    targets = [
        place.target or Target(f"[{place.segment.text}]", State.TRANSLATED, Origin.MT, engine=POLICY.engine)
        for place in recalls
    ]
    return po.render(review.record(recalls, targets, catalog, NOTES), before), recalls


DAYS = st.tuples(st.lists(st.sampled_from(SENTENCES), max_size=5), st.integers(0, 4), st.booleans())


@given(st.lists(DAYS, max_size=6))
def test_whatever_happens_no_words_of_a_person_are_lost_and_a_second_run_is_still(story: Story) -> None:
    text: str | None = None
    words: dict[str, str] = {}
    for number, (sentences, chosen, clear) in enumerate(story):
        text, recalls = day(sentences, text)
        again, second = day(sentences, text)
        assert again == text
        assert all(place.target is not None for place in second)
        assert [place.context for place in second] == [place.context for place in recalls]
        file = po.parse(text, "a.po")
        live = [entry for entry in file.entries if not entry.obsolete]
        assert [entry.source for entry in live] == sentences
        assert len({entry.context for entry in file.entries}) == len(file.entries)
        assert {entry.target for entry in file.entries} >= set(words.values())
        if chosen < len(live):
            entry = live[chosen]
            words[entry.context or ""] = said = f"said on day {number}"
            edited = replace(entry, target=said, fuzzy=entry.fuzzy and not clear)
            entries = tuple(edited if other is entry else other for other in file.entries)
            text = po.render(replace(file, entries=entries), text)
            recalled = day(sentences, text)[1][chosen]
            assert recalled.target == Target(said, State.REVIEWED, Origin.HUMAN, engine=_drafted(entry), recalled=True)
            assert not recalled.stale


def _drafted(entry: po.Entry) -> str:
    return entry.provenance.engine if entry.provenance else ""


# --- gettext ---


@msgfmt
def test_msgfmt_accepts_every_catalog(road: Road) -> None:
    road.write(
        "articles/page.fr.txt", page("La bibliothèque de Valmorin sera agrandie", f"50 % des voix.\n\n{ARTICLE}")
    )
    told(road)
    road.change(SOURCE, "lundi", "mardi 12")
    road.translate()
    road.change(SOURCE, f" {FREE}", "")
    road.translate()
    catalogs = [name for name in road.files() if name.endswith((".po", ".pot"))]
    assert len(catalogs) == 4
    for name in catalogs:
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(road.root / name)], check=True)


def template(road: Road, *changes: tuple[str, str]) -> Path:
    """The catalog as another tool would make a template of it, with changes in its sources."""
    bare = ("--empty", "--no-obsolete", "--clear-fuzzy", "--clear-previous", "--no-wrap")
    text = gettext_tool("msgattrib", *bare, road.root / CATALOG)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return road.write("template.pot", re.sub(r"^# .*\n", "", text, flags=re.MULTILINE))


def merge(road: Road, pot: Path) -> None:
    """Merge the catalog with a template as a translator's tool does."""
    gettext_tool("msgmerge", "--quiet", "--update", "--backup=none", "--previous", road.root / CATALOG, pot)


@msgfmt
def test_msgmerge_keeps_what_tells_machine_from_human(road: Road) -> None:
    road.say(CATALOG, BOOKS, "It has 12,000 books.", clear=False)
    road.accept(CATALOG, FREE)
    road.translate()
    before = {entry.source: (entry.provenance, entry.target, entry.touched) for entry in road.catalog(CATALOG).entries}
    article = road.read(OUTPUT)
    merge(road, template(road))
    assert {
        entry.source: (entry.provenance, entry.target, entry.touched) for entry in road.catalog(CATALOG).entries
    } == before
    found = road.translate().object
    assert (found["recalled"], found["translated"], found["states"]["reviewed"]) == (5, 0, 2)
    assert road.read(OUTPUT) == article
    settled(road)


@msgfmt
def test_machine_words_that_msgmerge_guessed_for_another_sentence_are_not_taken(road: Road) -> None:
    now = "Elle compte 12 000 romans."
    merge(road, template(road, (BOOKS, now)))
    assert road.entry(CATALOG, now).fuzzy
    road.change(SOURCE, BOOKS, now)
    found = road.translate().object
    assert (found["translated"], found["recalled"]) == (1, 4)
    assert machine(road, now) in road.read(OUTPUT)
    assert road.entry(CATALOG, now).previous is None
    settled(road)


@msgfmt
def test_a_persons_words_that_msgmerge_carried_to_a_changed_sentence_are_stale(road: Road) -> None:
    road.say(CATALOG, BOOKS, "There are 12,000 books in it.")
    road.translate()
    now = "Elle compte 13 000 livres."
    merge(road, template(road, (BOOKS, now)))
    carried = road.entry(CATALOG, now)
    assert (carried.target, carried.fuzzy, carried.previous) == ("There are 12,000 books in it.", True, BOOKS)
    road.change(SOURCE, BOOKS, now)
    found = road.translate().object
    assert (found["stale"], found["translated"], found["states"]["reviewed"]) == (1, 1, 0)
    assert "There are 12,000" not in road.read(OUTPUT)
    entry = road.entry(CATALOG, now)
    assert (entry.target, entry.previous) == ("There are 12,000 books in it.", BOOKS)
    settled(road)


@msgfmt
def test_a_persons_words_that_msgmerge_carried_without_saying_whence_are_kept_in_doubt(road: Road) -> None:
    road.say(CATALOG, BOOKS, "There are 12,000 books in it.")
    road.translate()
    now = "Elle compte 13 000 livres."
    place = template(road, (BOOKS, now))
    gettext_tool("msgmerge", "--quiet", "--update", "--backup=none", road.root / CATALOG, place)
    assert road.entry(CATALOG, now).previous is None
    road.change(SOURCE, BOOKS, now)
    found = road.translate().object
    assert (found["stale"], found["translated"], found["states"]["reviewed"]) == (1, 1, 0)
    assert [issue["message"] for issue in found["issues"]] == ["the source has changed since a person translated it"]
    assert "There are 12,000" not in road.read(OUTPUT)
    entry = road.entry(CATALOG, now)
    assert (entry.target, entry.fuzzy, entry.previous) == ("There are 12,000 books in it.", True, None)
    settled(road)
    road.accept(CATALOG, now)
    assert road.translate().object["stale"] == 0


@pytest.mark.parametrize(
    "lost", ["#\\| .*", "# made for: .*", "#\\| .*|# made for: .*"], ids=["previous", "remark", "both"]
)
def test_a_text_that_was_in_doubt_stays_so_where_a_tool_lost_what_it_was_made_for(road: Road, lost: str) -> None:
    told(road, "La salle a 12 fenêtres.", "The hall has 12 windows.")
    road.change(SOURCE, "12 fenêtres", "13 fenêtres")
    road.translate()
    article = road.read(OUTPUT)
    road.write(CATALOG, re.sub(rf"^(?:{lost})\n", "", road.read(CATALOG), flags=re.MULTILINE))
    found = road.translate().object
    assert (found["stale"], found["translated"], found["states"]["reviewed"]) == (1, 0, 0)
    assert road.read(OUTPUT) == article
    settled(road)
    if "|" not in lost.replace("\\|", ""):
        assert road.entry(CATALOG, "La salle a 13 fenêtres.").previous == "La salle a 12 fenêtres."
    road.change(SOURCE, "13 fenêtres", "12 fenêtres")
    assert road.translate().object["states"]["reviewed"] == int("|" not in lost.replace("\\|", ""))


def test_what_is_fuzzy_and_of_nobody_known_is_kept_but_not_reviewed(road: Road) -> None:
    block = road.block(CATALOG, FREE)
    road.change(CATALOG, block, re.sub(r"^# polyglot.*\n", "", block))
    catalog = road.read(CATALOG)
    found = road.translate("--relock", engine="echo").object
    assert (found["states"]["reviewed"], found["translated"]) == (0, 4)
    assert road.block(CATALOG, FREE) in catalog
    settled_by = road.translate("--relock", engine="echo").object
    assert (settled_by["wrote"], settled_by["translated"]) == (False, 0)


# --- levels ---


def test_nothing_unreviewed_is_published_where_the_project_says_so(road: Road) -> None:
    road.project(settings='[publish]\narticles = "reviewed"\n')
    road.say(CATALOG, BOOKS, "It has 12,000 books.")
    ran = road.translate()
    text = road.read(OUTPUT)
    assert text.startswith(ARTICLE.rstrip().replace(BOOKS, "It has 12,000 books."))
    assert (ran.code, ran.object["states"]["translated"]) == (1, 4)
    assert [(issue["kind"], issue["severity"]) for issue in ran.object["issues"]] == [("unreviewed", "error")] * 4
    assert text.rstrip().endswith("reviewed in part.")
    settled(road)


def test_what_may_not_be_published_may_be_left_out(road: Road) -> None:
    road.project(settings='[publish]\narticles = "reviewed"\nmissing = "omit"\nnotice = false\n')
    road.say(CATALOG, TITLE, "A library opens in Kyiv")
    ran = road.translate()
    assert road.read(OUTPUT).split() == ["A", "library", "opens", "in", "Kyiv"]
    assert [issue["kind"] for issue in ran.object["issues"]] == ["unreviewed"] * 4


def test_no_notice_stands_over_a_text_that_no_machine_word_is_in(road: Road) -> None:
    road.project(settings='[publish]\narticles = "reviewed"\n')
    road.translate()
    assert road.read(OUTPUT) == ARTICLE


def test_a_locale_may_have_a_level_of_its_own(road: Road) -> None:
    road.project(["en", "es"], '[locales.es]\narticles = "reviewed"\n')
    en, es = road.translate().objects
    assert (en["issues"], len(es["issues"])) == ([], 5)


# --- published files that people edit ---


def test_an_edited_article_is_left_as_it_is(road: Road) -> None:
    edited = road.read(OUTPUT).replace("12", "twelve")
    road.write(OUTPUT, edited)
    road.change(SOURCE, FREE, "L’entrée est payante.")
    before = road.tree()
    ran = road.translate()
    assert (ran.code, ran.object["wrote"]) == (1, False)
    (issue,) = ran.object["issues"]
    assert (issue["kind"], issue["severity"], issue["file"]) == ("edited", "error", SOURCE)
    assert "changed by hand" in issue["message"]
    assert road.read(OUTPUT) == edited
    assert road.tree()[f"{OUTPUT}.receipt.json"] == before[f"{OUTPUT}.receipt.json"]
    assert machine(road, "L’entrée est payante.")
    after = road.tree()
    again = road.translate()
    assert (again.code, again.object["issues"]) == (1, ran.object["issues"])
    assert road.tree() == after


def test_an_edited_article_that_was_moved_away_is_made_again(road: Road) -> None:
    before = road.read(OUTPUT)
    road.write(OUTPUT, "Edited.\n")
    road.translate()
    (road.root / OUTPUT).unlink()
    ran = road.translate()
    assert (ran.code, ran.object["wrote"], road.read(OUTPUT)) == (0, True, before)


def test_an_edit_that_the_catalog_catches_up_with_is_no_difference(road: Road) -> None:
    road.project(settings="[publish]\nnotice = false\n")
    road.translate()
    road.change(OUTPUT, machine(road, FREE), "Entrance is free.")
    assert road.translate().code == 1
    road.say(CATALOG, FREE, "Entrance is free.")
    ran = road.translate()
    assert (ran.code, ran.object["issues"], ran.object["wrote"]) == (0, [], False)
    settled(road)


def test_an_unknown_file_in_the_place_of_the_article_is_not_overwritten(road: Road) -> None:
    road.write("articles/b.fr.txt", "Bonjour à tous.\n")
    road.write("localized/en/articles/b.fr.txt", "Somebody's own words.\n")
    ran = road.translate("articles/b.fr.txt")
    assert (ran.code, ran.object["wrote"], ran.kinds()) == (1, False, ["edited"])
    assert "not known to be made by polyglot" in ran.object["issues"][0]["message"]
    assert road.read("localized/en/articles/b.fr.txt") == "Somebody's own words.\n"
    assert "localized/en/articles/b.fr.txt.receipt.json" not in road.files()


def test_a_header_that_another_tool_wrote_stays_as_it_is(road: Road) -> None:
    (road.root / "polyglot.toml").unlink()
    road.write("b.fr.txt", "Bonjour à tous.\n")
    road.translate("b.fr.txt", "--to", "en")
    line = next(line for line in road.read("b.en.po").splitlines(keepends=True) if "X-Polyglot-Output" in line)
    road.change("b.en.po", line, "")
    theirs = f'{line}"Language: en\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    road.change("b.en.po", '"Language: en\\n"\n', theirs)
    road.change("b.en.po", '"Last-Translator: \\n"', '"Last-Translator: Lise <lise@example.org>\\n"')
    before = road.tree()
    assert road.translate("b.fr.txt", "--to", "en").code == 0
    assert road.tree() == before


def test_outside_a_project_edits_are_left_too(road: Road) -> None:
    (road.root / "polyglot.toml").unlink()
    road.write("b.fr.txt", "Bonjour à tous.\n")
    road.translate("b.fr.txt", "--to", "en")
    road.write("b.fr.txt", "Bonjour à toutes.\n")
    assert road.translate("b.fr.txt", "--to", "en").code == 0
    road.write("b.en.txt", "Hello, everybody.\n")
    road.write("b.fr.txt", "Bonsoir à toutes.\n")
    ran = road.translate("b.fr.txt", "--to", "en")
    assert (ran.code, ran.kinds(), road.read("b.en.txt")) == (1, ["edited"], "Hello, everybody.\n")
    assert road.entry("b.en.po", "Bonsoir à toutes.").target
    before = road.tree()
    assert road.translate("b.fr.txt", "--to", "en").code == 1
    assert road.tree() == before


# --- with a real engine ---


@apertium
def test_a_review_with_a_real_engine(road: Road) -> None:
    road.write("polyglot.toml", '[project]\nsource = "fr"\nlocales = ["es"]\n')
    catalog, output = "locales/es/articles/articles/a.fr.txt.po", "localized/es/articles/a.fr.txt"
    assert road.translate(engine="apertium").code == 0
    road.say(catalog, FREE, "Se entra gratis.")
    found = road.translate(engine="apertium").object
    assert (found["translated"], found["recalled"], found["states"]["reviewed"]) == (0, 5, 1)
    assert "Se entra gratis." in road.read(output)
    road.change(SOURCE, FREE, "L’entrée n’est pas gratuite.")
    found = road.translate(engine="apertium").object
    assert (found["stale"], found["translated"]) == (1, 1)
    assert "Se entra gratis." not in road.read(output)
    assert "gratuita" in road.read(output)
