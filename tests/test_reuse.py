"""The translation memory on the road: what people said elsewhere is used, filled anew or offered, and when not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from polyglot import catalog, compendium, memory, po, reuse, runs
from polyglot.direction import Direction
from polyglot.memory import Kind, Memory, Unit
from polyglot.model import Pair, Tag
from polyglot.project import Project, around
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
    (
        ("De Lyon à Kiev, 3 jours.", "From Lyon to Kyiv, 3 days."),
        "De Kiev à Lyon, 4 jours.",
        "From Kyiv to Lyon, 4 days.",
    ),
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


# --- the road ---


def said(road: Road, name: str, source: str) -> str:
    return road.entry(name, source).target


def translated_twice(road: Road) -> None:
    """Two articles share a sentence; a person translates it in one, and the other is translated after that."""
    road.write(FIRST, ARTICLE)
    assert road.translate().code == 0
    road.say(CATALOGS[0], FREE, "Admission is free.")
    road.write(SECOND, f"Un autre titre ici\n\n{FREE} Et une autre phrase.\n")


def test_what_a_person_said_in_one_article_is_used_in_another(road: Road) -> None:
    translated_twice(road)
    told = {one["file"]: one for one in road.translate().objects}[SECOND]
    assert (told["recalled"], told["translated"]) == (1, 2)
    assert "Admission is free." in road.read(OUTPUTS[1])
    entry = road.entry(CATALOGS[1], FREE)
    assert entry.fuzzy  # a person's word, but not on this article
    assert entry.provenance is not None
    assert entry.provenance.origin == "tm"


def test_a_deleted_memory_gives_the_same_bytes(road: Road) -> None:
    translated_twice(road)
    road.translate()
    first = {name: stamp.data for name, stamp in road.tree().items()}
    for again in (False, True):
        for place in (road.root / ".polyglot").glob("*.sqlite*"):
            place.unlink()
        if again:
            (road.root / OUTPUTS[1]).unlink()
            (road.root / CATALOGS[1]).unlink()
            (road.root / f"{OUTPUTS[1]}.receipt.json").unlink()
        assert road.translate().code == 0
        assert {name: stamp.data for name, stamp in road.tree().items()} == first


def test_another_articles_review_is_unaffected(road: Road) -> None:
    """What is on record for an article stays, whatever is said elsewhere."""
    road.write(FIRST, ARTICLE)
    road.write(SECOND, f"Un autre titre ici\n\n{FREE}\n")
    road.translate()
    before = road.tree()[CATALOGS[1]]
    road.say(CATALOGS[0], FREE, "Admission is free.")
    road.translate()
    assert road.tree()[CATALOGS[1]] == before


@pytest.mark.parametrize(("setting", "origin"), [("exact", "tm"), ("context", "mt"), ("none", "mt")])
def test_a_project_may_want_less(road: Road, setting: str, origin: str) -> None:
    road.project(settings=f'[memory]\nreuse = "{setting}"\n')
    translated_twice(road)
    road.translate()
    known = road.entry(CATALOGS[1], FREE).provenance
    assert known is not None
    assert known.origin == origin


def test_the_same_neighbours_are_enough_for_the_strict(road: Road) -> None:
    road.project(settings='[memory]\nreuse = "context"\n')
    road.write(FIRST, ARTICLE)
    road.translate()
    road.say(CATALOGS[0], SEGMENTS[2], "It has 12,000 books.")
    road.write(SECOND, ARTICLE.replace("L’entrée est gratuite.", "Le dimanche aussi."))
    road.translate()
    assert said(road, CATALOGS[1], SEGMENTS[2]) == "It has 12,000 books."


def test_what_no_engine_could_translate_is_asked_of_people(road: Road) -> None:
    """It was left in its source; a person's word elsewhere serves at the next run, though nothing here changed."""
    road.write(FIRST, ARTICLE)
    road.write(SECOND, ARTICLE)
    road.translate(engine="none")
    road.say(CATALOGS[0], FREE, "Admission is free.")
    told = {one["file"]: one for one in road.translate(engine="none").objects}[SECOND]
    assert (told["recalled"], told["untranslated"], told["wrote"]) == (1, 4, True)


def test_without_catalogs_there_is_no_memory(road: Road) -> None:
    translated_twice(road)
    assert {one["file"]: one for one in road.translate("--no-review").objects}[SECOND]["recalled"] < 3
    assert "Admission is free." not in road.read(OUTPUTS[1])


def test_looking_something_up_leaves_nothing_for_version_control(road: Road) -> None:
    road.write(FIRST, ARTICLE)
    road.translate()
    before = road.tree()
    for place in (road.root / ".polyglot").iterdir():
        place.unlink()
    assert road.run("memory", "search", FREE, "--from", "fr", "--to", "en").code == 0
    assert road.tree() == before
    assert road.read(".polyglot/.gitignore") == "*\n"


def test_without_an_engine_the_memory_still_speaks(road: Road) -> None:
    translated_twice(road)
    told = {one["file"]: one for one in road.translate(engine="none").objects}[SECOND]
    assert (told["recalled"], told["untranslated"]) == (1, 2)


def test_a_first_run_makes_the_bytes_that_it_made(road: Road) -> None:
    """Machines' text is no memory: equal sentences go to the engine's journal, and what is written says `mt`."""
    road.write(FIRST, ARTICLE)
    road.write(SECOND, ARTICLE)
    road.translate()
    assert {entry.provenance.origin for entry in road.catalog(CATALOGS[1]).entries if entry.provenance} == {"mt"}


# --- commands ---

TMX = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="FR-FR" segtype="sentence" datatype="html" creationtool="x"
 creationtoolversion="1" adminlang="en" o-tmf="x"/><body>
<tu><tuv xml:lang="FR-FR"><seg>L’entrée est gratuite.</seg></tuv><tuv xml:lang="EN-GB"><seg>Free entry.</seg></tuv></tu>
<tu><tuv xml:lang="FR-FR"><seg>Un <bpt i="1">&lt;b></bpt>mot<ept i="1">&lt;/b></ept>.</seg></tuv>
<tuv xml:lang="EN-GB"><seg>A <bpt i="1">&lt;b></bpt>word<ept i="1">&lt;/b></ept>.</seg></tuv></tu>
</body></tmx>
"""


def test_an_import_is_kept_searched_used_and_exported(road: Road) -> None:
    given = road.write("from-others.tmx", TMX)
    ran = road.run("memory", "import", given, "--json")
    assert (ran.code, ran.object["file"], ran.object["units"]) == (0, "memory/from-others.tmx", 2)
    assert road.read("memory/from-others.tmx") == TMX
    (found,) = road.run("memory", "search", FREE, "--from", "fr", "--to", "en", "--json").object["offers"]
    assert (found["text"], found["match"], found["origin"], found["file"]) == (
        *("Free entry.", "exact", "import"),
        "memory/from-others.tmx",
    )
    road.write(FIRST, ARTICLE)
    assert road.translate().object["recalled"] == 1
    assert "Free entry." in road.read(OUTPUTS[0])
    assert road.run("memory", "export", "out.tmx", "--to", "en-GB").code == 0
    assert '<bpt i="1" x="1">&lt;b&gt;</bpt>mot<ept i="1">&lt;/b&gt;</ept>' in road.read("out.tmx")
    counted = {row["origin"]: row["units"] for row in road.run("memory", "stats", "--json").object["units"]}
    assert counted == {"import": 2, "mt": 4} | ({"mt": counted["mt"]})


def test_another_import_of_the_name_is_refused(road: Road) -> None:
    given = road.write("a.tmx", TMX)
    assert road.run("memory", "import", given).code == 0
    assert road.run("memory", "import", given).code == 0
    road.write("a.tmx", TMX.replace("Free entry.", "Come in."))
    refused = road.run("memory", "import", given)
    assert (refused.code, "--name" in refused.err) == (2, True)
    assert "Free entry." in road.read("memory/a.tmx")


def test_a_broken_import_keeps_nothing(road: Road) -> None:
    given = road.write("a.tmx", TMX.replace("</body>", ""))
    refused = road.run("memory", "import", given)
    assert (refused.code, "a.tmx:8" in refused.err) == (2, True)
    assert not (road.root / "memory").exists()


def test_a_committed_file_that_breaks_is_told_and_stops_nobody(road: Road) -> None:
    road.write("memory/a.tmx", "<tmx")
    road.write(FIRST, ARTICLE)
    ran = road.translate()
    assert (ran.code, "goes without memory/a.tmx" in ran.err) == (0, True)


def test_catalogs_go_into_the_memory_several_at_a_time(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compendium, "TOGETHER", 2)
    for name in "abcdefg":
        road.write(f"articles/{name}.fr.txt", ARTICLE)
    road.translate()
    broken = road.root / CATALOGS[1]
    broken.write_text(broken.read_text("utf-8").replace("msgid", "msgidd"), "utf-8")
    told: list[str] = []
    with compendium.opened(around((), road.root), told.append) as known:
        files = {kept.file for kept in known.every()}
        assert files == known.files().keys() == {CATALOGS[0].replace("a.fr", f"{name}.fr") for name in "acdefg"}
    assert [line.partition(":")[0] for line in told] == [f"the memory goes without {CATALOGS[1]}"]


def test_catalogs_come_in_as_a_compendium(road: Road) -> None:
    po = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "Oui."\nmsgstr "Yes."\n\n#, fuzzy\nmsgid "Non."\nmsgstr "No."\n'
    road.write("old/en.po", po)
    ran = road.run("memory", "import", "old", "--json")
    assert (ran.code, ran.object["units"], ran.object["file"]) == (0, 1, "memory/old.tmx")
    (found,) = road.run("memory", "search", "Oui.", "--from", "fr", "--to", "en", "--json").object["offers"]
    assert found["text"] == "Yes."


# --- what must not be crossed ---


def differing() -> Iterator[tuple[str, str, str, str, str]]:
    """The pairs of `memory/differ.txt`, each with its source language."""
    tag = ""
    for line in (HERE / "memory" / "differ.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            tag = line.strip("[]")
        elif line and not line.startswith("#"):
            kind, first, translation, second = line.split(" | ")
            yield tag, kind, first, translation, second


def people(source: str) -> Direction:
    with ExitStack() as stack:
        target = {"fr": "en", "en": "fr"}[source]
        return runs.start(Wishes(to=(Tag(target),)), stack).people(Tag(source), Tag(target))


def test_what_differs_in_what_matters_is_never_reused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred pairs, all on record together. Where a number or name is put in, it is the one that is asked for."""
    monkeypatch.chdir(tmp_path)
    pairs = list(differing())
    assert len(pairs) == 100
    known = Memory(tmp_path / "memory.sqlite", pytest.fail)
    ways = {tag: people(tag) for tag in ("fr", "en")}
    units = [Unit(ways[tag].pair, first, translation, Kind.HUMAN) for tag, _, first, translation, _ in pairs]
    known.put("all.po", "", units)
    reused = [
        (kind, second, offer.match, offer.text)
        for tag, kind, first, _, second in pairs
        for offer in reuse.offers(ways[tag], known, reuse.marked(ways[tag], second))
        if offer.match != "filled" or offer.text == offer.kept.unit.target
    ]
    refused = [reuse.differs(ways[tag], first, second) for tag, _, first, _, second in pairs]
    found = [known.alike(ways[tag].pair, second, 40) for tag, _, _, _, second in pairs]
    known.close()
    assert reused == []
    assert all(refused)
    assert all(found)  # it is not for want of candidates


def test_what_differs_in_other_words_is_offered(direction: Direction, known: Memory) -> None:
    learn(known, ("Le maire a répondu à toutes les questions.", "The mayor answered all questions."))
    (offer,) = offered(direction, known, "Le maire a répondu à toutes les demandes.")
    assert (offer.text, offer.match, 70 <= offer.likeness < 100) == ("The mayor answered all questions.", "fuzzy", True)


def test_codes_go_out_and_come_back(road: Road) -> None:
    """Pairs, halves, placeholders: what is exported and imported again is what it was."""
    texts = "Un <b>mot <i>fort</i></b> de {name}.", "fin</b> de phrase<br/>ici %d", "a & b < c"
    messages = "\n\n".join(f'msgid "{text}"\nmsgstr "{text} !"' for text in texts)
    road.write("old.po", f'msgid ""\nmsgstr "Language: en\\n"\n\n{messages}\n')
    assert road.run("memory", "import", "old.po").code == 0
    kept = road.read("memory/old.tmx")
    assert '<bpt i="1" x="1">&lt;b&gt;</bpt>mot <bpt i="2" x="2">&lt;i&gt;</bpt>fort<ept i="2">' in kept
    assert 'fin<it pos="end">&lt;/b&gt;</it> de phrase<ph x="2">&lt;br/&gt;</ph>ici <ph x="3">%d</ph>' in kept
    assert road.run("memory", "export", "out.tmx").code == 0
    assert road.read("out.tmx").count("<tu") == kept.count("<tu")
    units = [unit for found in compendium.read_tmx(road.root / "out.tmx") for unit in compendium.of_tmx(found)]
    assert [(unit.source, unit.target) for unit in units] == [(text, f"{text} !") for text in texts]


def test_compiled_catalogs_come_in_and_broken_ones_are_refused(road: Road) -> None:
    file = po.PoFile((("Language", "en"),), ())
    data = catalog.compile_mo(file, Tag("en"), {"Oui.": "Yes."})
    road.write("site.mo", data)
    ran = road.run("memory", "import", "site.mo", "--json")
    assert (ran.code, ran.object["units"]) == (0, 1)
    for broken in (data[:40], b"\xde\x12\x04\x95" + b"\xff" * 40, b"no catalog at all"):
        road.write("broken.mo", broken)
        refused = road.run("memory", "import", "broken.mo")
        assert (refused.code, "broken.mo" in refused.err) == (2, True)
    assert not (road.root / "memory" / "broken.tmx").exists()


def test_only_files_that_changed_are_read_again(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    translated_twice(road)
    road.translate()
    read: list[str] = []
    whole = compendium.units_of

    def watched(here: Project, path: Path) -> Iterator[Unit]:
        read.append(path.name)
        return whole(here, path)

    monkeypatch.setattr(compendium, "units_of", watched)
    for _ in range(2):
        road.run("memory", "stats")
    assert read == ["b.fr.txt.po"]  # the other was read by the run
    road.say(CATALOGS[1], "Un autre titre ici", "Another title here")
    road.run("memory", "stats")
    assert read[1:] == ["b.fr.txt.po"]
    (road.root / CATALOGS[1]).unlink()
    counted = road.run("memory", "stats", "--json").object["units"]
    assert (read[2:], sum(row["units"] for row in counted)) == ([], 5)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("import", "nosuch.tmx"), "no such file"),
        (("import", "polyglot.toml"), "no translation memory"),
        (("import", "glossary"), "no translation memory"),
        (("import", "silent.po"), "--to"),
        (("export", "glossary"), "cannot be written"),
        (("search", "Oui.", "--from", "fr", "--to", "x"), "not a language"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_way_on(road: Road, command: tuple[str, ...], said: str) -> None:
    road.write("silent.po", 'msgid "Oui."\nmsgstr "Yes."\n')
    ran = road.run("memory", *command)
    assert (ran.code, said in ran.err, "→" in ran.err) == (2, True, True)
    assert not (road.root / "memory").exists()


def test_outside_a_project_there_is_no_memory(road: Road) -> None:
    (road.root / "polyglot.toml").unlink()
    ran = road.run("memory", "stats")
    assert (ran.code, "polyglot init" in ran.err) == (2, True)
