"""What is to be forgotten stands nowhere afterwards, whatever polyglot had it in, and nothing else is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyglot import po, redact
from polyglot.errors import UnreadableInputError
from road import Road, page

NAME = "Marguerite Duval"
SOURCE = "articles/a.fr.txt"
CATALOG = f"locales/en/articles/{SOURCE}.po"
OUTPUT = f"localized/en/{SOURCE}"
SENTENCES = (f"{NAME} a quitté la ville hier soir.", "Il pleut sur la ville ce soir.", "La mairie est fermée.")
TMX = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"
    adminlang="en" srclang="fr" datatype="x"/>
  <body>
    <tu>
      <tuv xml:lang="fr"><seg>Elle s’appelle Marguerite <ph>&lt;b&gt;</ph>Duval.</seg></tuv>
      <tuv xml:lang="en"><seg>Her name is Duval.</seg></tuv>
    </tu>
    <tu><tuv xml:lang="fr"><seg>Il pleut.</seg></tuv><tuv xml:lang="en"><seg>It rains.</seg></tuv></tu>
    <tu><note>asked MARGUERITE DUVAL</note><tuv xml:lang="fr"><seg>Oui.</seg></tuv></tu>
    <tu><tuv xml:lang="fr"><seg>Il pleut sur la ville ce soir.</seg></tuv><tuv xml:lang="en"><seg>Rain.</seg></tuv></tu>
  </body>
</tmx>
"""


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project in which a name stands wherever a name can stand."""
    road = Road(tmp_path, monkeypatch, capsys)
    road.project()
    for number in (1, 2, 3):
        road.write(f"articles/page{number}.fr.txt", page(f"Un titre {number}").replace("Hélène Vasseur", "un ami"))
    road.run("strings", "extract", "articles")
    road.write(SOURCE, "Un départ\n\n" + " ".join(SENTENCES) + "\n")
    assert road.translate("articles", engine="echo").code in {0, 1}
    road.say(CATALOG, SENTENCES[1], f"It rains, says {NAME}.")
    road.say(CATALOG, SENTENCES[0], "She left town yesterday.")
    road.change(SOURCE, f"{NAME} a quitté", "Elle a quitté")
    road.translate("articles", engine="echo")
    site = "locales/en/LC_MESSAGES/site.po"
    road.say(site, "Partager sur X", f"Share with {NAME}")
    road.run("strings", "compile")
    road.write("memory/old.tmx", TMX)
    road.write(".polyglot/memory.sqlite.damaged", f"broken {NAME}")
    return road


def holders(root: Path, words: str) -> list[str]:
    """The files, hidden ones too, in whose bytes words stand, in whatever case."""
    wanted = words.casefold()
    return [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*"))
        if path.is_file() and wanted in path.read_bytes().decode("utf-8", "replace").casefold()
    ]


def test_words_are_nowhere_afterwards(road: Road) -> None:
    before = holders(road.root, NAME)
    assert {CATALOG, OUTPUT, "memory/old.tmx", ".polyglot/memory.sqlite"} <= {*before}
    assert {"locales/en/LC_MESSAGES/site.po", "locales/en/LC_MESSAGES/site.mo"} <= {*before}
    ran = road.run("forget", "--match", NAME)
    assert ran.code == 0, ran.err
    assert holders(road.root, NAME) == []
    assert road.entry(CATALOG, SENTENCES[2]).target
    entry = road.entry(CATALOG, "Elle a quitté la ville hier soir.")
    assert (entry.target, entry.previous) == ("She left town yesterday.", "… a quitté la ville hier soir.")
    assert [one for one in road.catalog(CATALOG).entries if one.source == SENTENCES[1]] == []
    told = road.run("check", "--json").objects
    assert "missing" in [issue["kind"] for issue in told]
    assert road.translate("articles", engine="echo").code in {0, 1}
    assert holders(road.root, NAME) == []


def test_forgetting_twice_changes_nothing_more(road: Road) -> None:
    road.run("forget", "--match", NAME)
    before = road.tree()
    done = road.run("forget", "--match", NAME, "--json").object
    assert (done["erased"], done["left"]) == ([], [])
    assert road.tree() == before


def test_a_rehearsal_erases_nothing_and_tells_the_same(road: Road) -> None:
    before = (road.tree(), holders(road.root, NAME))
    rehearsed = road.run("forget", "--match", NAME, "--dry-run", "--json").object
    assert (road.tree(), holders(road.root, NAME)) == before
    done = road.run("forget", "--match", NAME, "--json").object
    assert rehearsed["erased"] == [one for one in done["erased"] if one["path"] != ".polyglot/memory.sqlite"]
    assert {"path": "memory/old.tmx", "count": 2} in done["erased"]


def test_what_is_a_persons_own_is_told_and_left(road: Road) -> None:
    road.change(SOURCE, "Elle a quitté", f"{NAME} a quitté")
    road.write("localized/en/articles/page1.fr.txt", f"{NAME}\n")
    ran = road.run("forget", "--match", NAME.upper())
    assert ran.code == 1
    assert holders(road.root, NAME) == [SOURCE, "localized/en/articles/page1.fr.txt"]
    assert all(f"warning {name}: the words still stand here" in ran.err for name in holders(road.root, NAME))


def test_an_article_is_forgotten_with_all_that_was_made_from_it(road: Road) -> None:
    (road.root / SOURCE).unlink()
    others = {name for name in road.files() if "page" in name}
    ran = road.run("forget", SOURCE)
    assert ran.code == 0, ran.err
    assert {name for name in road.files() if "a.fr" in name} == set()
    assert not (road.root / ".polyglot" / "memory.sqlite").exists()
    assert "Il pleut sur la ville" not in road.read("memory/old.tmx")
    assert "<seg>It rains.</seg>" in road.read("memory/old.tmx")
    assert {name for name in road.files() if "page" in name} == others
    assert holders(road.root, "a quitté") == []
    assert road.run("forget", SOURCE).code == 2


@pytest.mark.parametrize(
    "arguments",
    [(), (SOURCE, "--match", "x"), ("--match", "  "), ("nowhere.txt",)],
    ids=["none", "both", "blank", "no file"],
)
def test_what_to_forget_must_be_said(road: Road, arguments: tuple[str, ...]) -> None:
    before = road.tree()
    assert road.run("forget", *arguments).code == 2
    assert road.tree() == before


def test_words_are_found_with_other_spaces_and_accents_composed_or_not() -> None:
    words = redact.pattern("Zoé Duval")
    for text in ("zoe\u0301 duval", "ZOÉ\u00a0DUVAL", "Zoé\u202fDuval", "Zoé Duval"):
        assert words.search(f"« {text} »"), text
    assert not words.search("Zoe Duval")


def test_a_catalog_keeps_every_byte_but_those_of_what_goes() -> None:
    text = (
        '# by Ada\nmsgid ""\nmsgstr ""\n"Last-Translator: Ada <a@b>\\n"\n"Language: en\\n"\n\n'
        '# asked Ada\n#| msgid "Ada dort."\nmsgctxt "p.1"\nmsgid   "Elle dort."\nmsgstr "She sleeps."\n\n'
        'msgctxt "p.2"\nmsgid "Un."\nmsgstr   "One."\n\nmsgctxt "p.3"\nmsgid ""\n"A"\n"da."\nmsgstr "x"\n\n'
        '#~ msgid "Gone."\n#~ msgstr "ada"\n\n# Ada at the end\n'
    )
    cleaned, count = redact.catalog(text, "a.po", redact.pattern("Ada"))
    assert count == 3
    assert "ada" not in cleaned.casefold()
    assert 'msgctxt "p.2"\nmsgid "Un."\nmsgstr   "One."\n' in cleaned
    assert [(entry.source, entry.previous) for entry in po.parse(cleaned, "a.po").entries] == [
        ("Elle dort.", "… dort."),
        ("Un.", None),
    ]
    assert redact.catalog(text, "a.po", redact.pattern("Grace")) == (text, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_units_are_cut_out_of_a_tmx_file_in_its_own_encoding(encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8"}.get(encoding, encoding)
    text = TMX.replace("UTF-8", declared).replace("’", "'")
    cleaned, count = redact.tmx(text.encode(encoding), "a.tmx", lambda said: "Il pleut." in said.split("\n"))
    assert count == 1
    assert cleaned == text.replace(text[text.index("\n    <tu><tuv") : text.index("\n    <tu><note")], "").encode(
        encoding
    )


@pytest.mark.parametrize(
    "data",
    [
        b"<tmx><tu>",
        b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx>&a;</tmx>',
        b'<?xml version="1.0" encoding="klingon"?><tmx/>',
        b"\xff\xfe<\x00t",
        b"",
    ],
)
def test_what_is_no_tmx_is_refused_and_never_rewritten(data: bytes) -> None:
    with pytest.raises(UnreadableInputError, match=r"a\.tmx: cannot be read as TMX"):
        redact.tmx(data, "a.tmx", bool)


def test_a_broken_import_stops_it_before_anything_is_written(road: Road) -> None:
    road.write("memory/broken.tmx", "<tmx><tu>")
    before = road.tree()
    assert road.run("forget", "--match", NAME).code == 2
    assert road.tree() == before
