"""A colleague's work: what goes out, what comes back, and that nobody's word is lost on the way."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from polyglot import desk, exchange, runs, xliff
from polyglot.model import Side, State, Tag
from road import ARTICLE, SEGMENTS, Road
from xliff_rules import faults

SOURCE = "articles/a.fr.txt"
CATALOG = "locales/en/articles/articles/a.fr.txt.po"
OUTPUT = "localized/en/articles/a.fr.txt"
TITLE, PRESIDENT, BOOKS, QUOTE, FREE = SEGMENTS
TRANSLATED: dict[str, bytes] = {}
"""The project of the first test, before anything was done to it."""
SHAPES = ("po", "xliff", "xliff12")
OF_THE_WAY = {"conflict", "copied", "emptied", "gone", "stale"}
"""Issues of what becomes of a text, not of the text."""
PAGE = """\
# Une bibliothèque ouvre ses portes à Kyiv

Le président **Volodymyr Zelensky** a visité la [bibliothèque](https://example.org/b?x=1&y=2) & son jardin. Elle compte
*12 000 livres. Et* d’autres.

- L’entrée est `gratuite`.
- « Nous voulons lire », a déclaré une élève.
"""


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Road:
    """A project whose article has been translated once."""
    road = Road(tmp_path, monkeypatch, capsys)
    if not TRANSLATED:
        road.project()
        road.write(SOURCE, ARTICLE)
        assert road.translate().code == 0
        TRANSLATED.update({name: stamp.data for name, stamp in road.tree().items()})
    for name, data in TRANSLATED.items():
        road.write(name, data)
    return road


def sent(road: Road, shape: str, *options: str) -> str:
    """The name of the article's file, exported anew."""
    ending = "po" if shape == "po" else "xlf"
    assert road.run("review", "export", "--format", shape, "--out", shape, *options).code == 0
    return f"{shape}/en/{SOURCE}.{ending}"


def said(road: Road, name: str) -> dict[str, xliff.Segment]:
    """The segments of an XLIFF file by their sources."""
    (file,) = xliff.read((road.root / name).read_bytes(), name)
    return {xliff.spelled(one.source): one for unit in file.units for one in unit.segments}


def answer(road: Road, name: str, source: str, words: str, *, state: str = "") -> None:
    """Write a translation as a colleague does in a tool; plain text, whatever codes there were."""
    if name.endswith(".po"):
        road.say(name, source, words)
        return
    root: Any = etree.fromstring((road.root / name).read_bytes())
    for element in root.iter("{*}source"):
        if "".join(element.itertext()) == source and not element.getparent().tag.endswith(("match", "alt-trans")):
            target = element.getnext()
            for child in list(target):
                target.remove(child)
            target.text = words
            if state:
                (target if name.startswith("xliff12") else target.getparent()).set("state", state)
    road.write(name, bytes(etree.tostring(root)))


def back(road: Road, name: str | Path, *, code: int = 0) -> dict[str, Any]:
    """What `review import` says of a file."""
    ran = road.run("review", "import", name, "--json")
    assert ran.code == code, ran.err
    return ran.object


def counts(told: dict[str, Any]) -> tuple[object, ...]:
    return told["taken"], told["unchanged"], told["left"]


@pytest.mark.parametrize("shape", SHAPES)
def test_what_comes_back_as_it_went_changes_nothing(road: Road, shape: str) -> None:
    name = sent(road, shape)
    before = road.tree()
    assert counts(back(road, name)) == (0, 5, 0)
    assert road.tree() == before


@pytest.mark.parametrize("shape", SHAPES)
def test_what_a_colleague_wrote_is_reviewed_and_published(road: Road, shape: str) -> None:
    name = sent(road, shape)
    answer(road, name, FREE, "Admission is free.")
    assert counts(back(road, name)) == (1, 4, 0)
    entry = road.entry(CATALOG, FREE)
    assert (entry.target, entry.state) == ("Admission is free.", State.REVIEWED)
    road.translate()
    assert "Admission is free." in road.read(OUTPUT)
    assert counts(back(road, name)) == (0, 5, 0)


@pytest.mark.parametrize("shape", ["xliff", "xliff12"])
def test_what_a_colleague_accepted_is_reviewed(road: Road, shape: str) -> None:
    name = sent(road, shape)
    text = road.entry(CATALOG, FREE).target
    answer(road, name, FREE, text, state="reviewed" if shape == "xliff" else "translated")
    assert counts(back(road, name)) == (1, 4, 0)
    assert road.entry(CATALOG, FREE).state is State.REVIEWED


def test_only_approval_here_makes_a_text_final(road: Road) -> None:
    name = sent(road, "xliff")
    answer(road, name, FREE, "Admission is free.", state="final")
    told = back(road, name)
    assert road.entry(CATALOG, FREE).state is State.REVIEWED
    assert [issue["kind"] for issue in told["issues"]] == ["final"]


def test_a_doubt_is_a_doubt(road: Road) -> None:
    name = sent(road, "xliff12")
    answer(road, name, FREE, "Admission is free?", state="needs-adaptation")
    assert counts(back(road, name)) == (1, 4, 0)
    assert road.entry(CATALOG, FREE).state is State.TRANSLATED


@pytest.mark.parametrize("shape", SHAPES)
def test_a_persons_word_of_meanwhile_wins(road: Road, shape: str) -> None:
    name = sent(road, shape)
    answer(road, name, FREE, "Admission is free.")
    answer(road, name, QUOTE, "“We want to read,” said a pupil.")
    road.say(CATALOG, FREE, "Entry is free.")
    told = back(road, name, code=1)
    assert counts(told) == (1, 3, 1)
    assert road.entry(CATALOG, FREE).target == "Entry is free."
    (issue,) = [issue for issue in told["issues"] if issue["kind"] == "conflict"]
    assert "Entry is free." in issue["message"]
    assert "Admission is free." in issue["message"]
    assert issue["line"] == 5


@pytest.mark.parametrize("shape", SHAPES)
def test_a_persons_word_that_went_out_can_be_corrected(road: Road, shape: str) -> None:
    road.say(CATALOG, FREE, "Entry is free.")
    name = sent(road, shape)
    answer(road, name, FREE, "Admission is free.")
    assert counts(back(road, name)) == (1, 4, 0)
    assert road.entry(CATALOG, FREE).target == "Admission is free."


@pytest.mark.parametrize("shape", SHAPES)
def test_a_review_can_be_taken_back(road: Road, shape: str) -> None:
    """A colleague who doubts a reviewed text changes no letter of it."""
    road.say(CATALOG, FREE, "Entry is free.")
    name = sent(road, shape)
    if shape == "po":
        road.change(name, block := road.block(name, FREE), block.replace("msgctxt", "#, fuzzy\nmsgctxt"))
    else:
        road.write(name, road.read(name).replace(' approved="yes"', ""))
        answer(road, name, FREE, "Entry is free.", state="translated" if shape == "xliff" else "needs-review-l10n")
    assert counts(back(road, name)) == (1, 4, 0)
    assert (road.entry(CATALOG, FREE).target, road.entry(CATALOG, FREE).fuzzy) == ("Entry is free.", True)
    assert counts(back(road, name)) == (0, 5, 0)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_that_a_colleague_deleted_is_kept_and_told(road: Road, shape: str) -> None:
    road.say(CATALOG, FREE, "Admission is free.")
    name = sent(road, shape)
    before = road.read(CATALOG)
    answer(road, name, FREE, "")
    told = back(road, name)
    assert counts(told) == (0, 4, 1)
    assert [issue["kind"] for issue in told["issues"]] == ["emptied"]
    assert road.read(CATALOG) == before


@pytest.mark.parametrize("shape", SHAPES)
def test_a_draft_that_a_tool_did_not_give_back_was_not_deleted(road: Road, shape: str) -> None:
    name = sent(road, shape)
    before = road.read(CATALOG)
    answer(road, name, FREE, "")
    told = back(road, name)
    assert (counts(told), told["issues"]) == ((0, 5, 0), [])
    assert road.read(CATALOG) == before


@pytest.mark.parametrize("shape", SHAPES)
def test_a_former_translation_may_be_right_again(road: Road, shape: str) -> None:
    """A colleague finds that what a person wrote for the earlier source still serves."""
    road.say(CATALOG, BOOKS, "It has 12,000 books.")
    present = BOOKS.replace("12 000", "13 000")
    road.write(SOURCE, ARTICLE.replace(BOOKS, present))
    road.translate()
    name = sent(road, shape)
    if shape == "po":
        road.accept(name, present)
    else:
        answer(road, name, present, "It has 12,000 books.", state="reviewed" if shape == "xliff" else "translated")
    told = back(road, name, code=1)
    assert counts(told) == (1, 4, 0)
    assert "numbers" in {issue["kind"] for issue in told["issues"]}
    entry = road.entry(CATALOG, present)
    assert (entry.target, entry.fuzzy, entry.previous) == ("It has 12,000 books.", False, None)


HERE = ("nothing", "wrote", "accepted")
THERE = ("nothing", "wrote", "wrote the same", "accepted", "deleted", "doubted")
WORDS = [
    "arbre",
    "bois",
    "chat",
    "drap",
    "eau",
    "feu",
    "gare",
    "herbe",
    "jour",
    "lac",
    "main",
    "nuit",
    "ombre",
    "pain",
    "rue",
    "sable",
    "table",
    "vent",
]


@pytest.mark.parametrize("went", ["machine", "person"])
@pytest.mark.parametrize("shape", ["xliff", "xliff12"])
def test_whatever_both_did_no_word_of_a_person_is_lost(road: Road, shape: str, went: str) -> None:
    """Every pair of what was done here and there meanwhile, a sentence each, for machine's texts and for people's."""
    did = {
        f"Le mot est {word}.": (here, there)
        for word, (here, there) in zip(WORDS, itertools.product(HERE, THERE), strict=True)
    }
    road.write(SOURCE, "Un titre\n\n" + "\n\n".join(did) + "\n")
    road.translate()
    for source in did if went == "person" else ():
        road.say(CATALOG, source, f"Sent: {source}")
    name = sent(road, shape)
    texts = {source: road.entry(CATALOG, source).target for source in did}
    accepted, doubted = ("reviewed", "initial") if shape == "xliff" else ("translated", "needs-translation")
    if went == "person":
        road.write(name, road.read(name).replace(' approved="yes"', ""))
    for source, (here, there) in did.items():
        if here == "wrote":
            road.say(CATALOG, source, f"Here: {source}")
        elif here == "accepted" and went == "machine":
            road.accept(CATALOG, source)
        words = {"wrote": f"There: {source}", "wrote the same": f"Here: {source}", "deleted": ""}
        state = {"accepted": accepted, "doubted": doubted}.get(there, "")
        answer(road, name, source, words.get(there, texts[source]), state=state)
    ran = road.run("review", "import", name, "--json")
    told = {issue["line"] for issue in ran.object["issues"] if issue["kind"] in OF_THE_WAY}
    idle = {"nothing", "accepted" if went == "person" else "doubted"}
    for number, (source, (here, there)) in enumerate(did.items()):
        entry = road.entry(CATALOG, source)
        changed = here == "wrote" or (here == "accepted" and went == "machine")
        mine = f"Here: {source}" if here == "wrote" else texts[source]
        theirs = {"wrote": f"There: {source}", "wrote the same": f"Here: {source}"}.get(there, texts[source])
        assert entry.target == (mine if changed else theirs), (here, there)
        differs = changed and there not in idle and theirs != mine
        missed = there == "deleted" and (changed or went == "person")
        assert (number * 2 + 3 in told) == (differs or missed), (here, there)
        assert not (changed and entry.fuzzy), (here, there)


def test_a_tool_that_drops_what_it_does_not_know_does_little_harm(road: Road) -> None:
    """Without the marks of what went out, what is on record now tells who changed what, and a person's word stays."""
    name = sent(road, "xliff")
    text = re.sub(r"<mda:metadata>.*?</mda:metadata>", "", road.read(name), flags=re.DOTALL)
    road.write(name, text)
    assert counts(back(road, name)) == (0, 5, 0)
    answer(road, name, FREE, "Admission is free.")
    answer(road, name, QUOTE, "“We want to read,” said a pupil.")
    road.say(CATALOG, QUOTE, "“We want to read”, a pupil said.")
    assert counts(back(road, name, code=1)) == (1, 3, 1)
    assert road.entry(CATALOG, QUOTE).target == "“We want to read”, a pupil said."


def test_repeated_sentences_each_have_their_own_text(road: Road) -> None:
    road.write(SOURCE, "Un titre\n\nOui. Non. Oui.\n\nOui.\n")
    road.translate()
    name = sent(road, "xliff")
    root: Any = etree.fromstring((road.root / name).read_bytes())
    targets = [one.getnext() for one in root.iter("{*}source") if one.text == "Oui."]
    answers = ["Yes.", "Yes indeed.", "Yes again."]
    for target, words in zip(targets, answers, strict=True):
        target.text = words
    road.write(name, bytes(etree.tostring(root)))
    assert counts(back(road, name)) == (3, 2, 0)
    assert [entry.target for entry in road.catalog(CATALOG).entries if entry.source == "Oui."] == answers


@pytest.mark.parametrize("shape", SHAPES)
def test_the_source_in_the_place_of_a_translation_is_none(road: Road, shape: str) -> None:
    """Some tools write the source where nobody translated it."""
    name = sent(road, shape)
    if shape == "po":
        road.say(name, FREE, FREE, clear=False)
    else:
        answer(road, name, FREE, FREE)
    before = road.read(CATALOG)
    told = back(road, name)
    assert counts(told) == (0, 5, 0)
    assert [issue["kind"] for issue in told["issues"]] == ["copied"]
    assert road.read(CATALOG) == before


def test_both_wrote_the_same(road: Road) -> None:
    name = sent(road, "xliff")
    answer(road, name, FREE, "Admission is free.")
    road.say(CATALOG, FREE, "Admission is free.")
    before = road.read(CATALOG)
    assert counts(back(road, name)) == (0, 5, 0)
    assert road.read(CATALOG) == before


@pytest.mark.parametrize("shape", SHAPES)
def test_sentences_that_moved_are_found(road: Road, shape: str) -> None:
    name = sent(road, shape)
    answer(road, name, FREE, "Admission is free.")
    road.write(SOURCE, f"{TITLE}\n\n{FREE} {QUOTE}\n\n{PRESIDENT} {BOOKS}\n")
    road.translate()
    assert counts(back(road, name)) == (1, 4, 0)
    assert road.entry(CATALOG, FREE).target == "Admission is free."


@pytest.mark.parametrize("shape", SHAPES)
def test_a_source_that_changed_meanwhile_leaves_the_work_in_doubt(road: Road, shape: str) -> None:
    name = sent(road, shape)
    answer(road, name, BOOKS, "It has 12,000 books.")
    answer(road, name, FREE, "Admission is free.")
    present = BOOKS.replace("12 000", "13 000")
    road.write(SOURCE, ARTICLE.replace(BOOKS, present).replace(FREE, "Rien de tel ici."))
    road.translate()
    told = back(road, name, code=1)
    assert counts(told) == (1, 3, 1)
    entry = road.entry(CATALOG, present)
    assert (entry.target, entry.previous, entry.fuzzy) == ("It has 12,000 books.", BOOKS, True)
    assert sorted(issue["kind"] for issue in told["issues"]) == ["gone", "stale"]
    assert counts(back(road, name, code=1)) == (0, 4, 1)
    again = road.translate()
    assert "stale" in again.kinds()
    assert road.entry(CATALOG, present).target == "It has 12,000 books."


def test_a_persons_text_for_the_new_source_is_kept_from_an_older_one(road: Road) -> None:
    name = sent(road, "xliff")
    answer(road, name, BOOKS, "It has 12,000 books.")
    present = BOOKS.replace("12 000", "13 000")
    road.write(SOURCE, ARTICLE.replace(BOOKS, present))
    road.translate()
    road.say(CATALOG, present, "There are 13,000 books.")
    assert counts(back(road, name, code=1)) == (0, 4, 1)
    assert road.entry(CATALOG, present).target == "There are 13,000 books."


def test_lost_and_doubled_codes_are_taken_and_told(road: Road) -> None:
    road.write("articles/b.fr.md", "Le **grand** livre est là.\n\nVoir `ici` et lire.\n")
    road.translate()
    road.run("review", "export", "articles/b.fr.md", "--out", "out")
    name = "out/en/articles/b.fr.md.xlf"
    text = road.read(name)
    text = re.sub(r"(<target>).*?(</target>)", r"\1The big book is there.\2", text, count=1)
    text = re.sub(r'<target>([^<]*)(<ph id="c1"[^>]*/>)', r"<target>See \2 and \2", text)
    road.write(name, text)
    told = back(road, name, code=1)
    assert counts(told) == (2, 0, 0)
    catalog = "locales/en/articles/articles/b.fr.md.po"
    assert road.entry(catalog, "Le **grand** livre est là.").target == "The big book is there."
    assert road.entry(catalog, "Voir `ici` et lire.").target.startswith("See `ici` and `ici`")
    kinds = [(issue["kind"], issue["line"]) for issue in told["issues"]]
    assert {line for _, line in kinds} == {1, 3}


@pytest.mark.parametrize("shape", ["xliff", "xliff12"])
def test_marked_up_text_goes_out_valid_and_comes_back(road: Road, shape: str) -> None:
    road.write("articles/b.fr.md", PAGE)
    road.translate()
    road.run("review", "export", "--format", shape, "--out", "out")
    name = "out/en/articles/b.fr.md.xlf"
    data = (road.root / name).read_bytes()
    assert faults(data) == []
    segments = said(road, name)
    link = next(source for source in segments if "[bibliothèque]" in source)
    codes = [piece for piece in segments[link].source if isinstance(piece, xliff.Code)]
    assert [code.text for code in codes] == ["**", "**", "[", "](https://example.org/b?x=1&y=2)"]
    assert counts(back(road, name)) == (0, 6, 0)
    (file,) = xliff.read(data, name)
    assert xliff.write([file], "2.1" if shape == "xliff" else "1.2", data) == data
    # an emptied code, as tools write them that keep the native text to themselves
    stripped = re.sub(
        rb"<originalData>.*?</originalData>|<context context-type=\"x-polyglot-code.*?</context>",
        b"",
        data,
        flags=re.DOTALL,
    )
    stripped = re.sub(rb' dataRef\w*="[^"]*"', b"", stripped)
    road.write(name, stripped)
    assert counts(back(road, name)) == (0, 6, 0)


def test_units_have_roles_notes_terms_and_states(road: Road) -> None:
    name = sent(road, "xliff")
    (file,) = xliff.read((road.root / name).read_bytes(), name)
    assert [unit.role for unit in file.units] == ["title", "paragraph", "paragraph"]
    title = file.units[0].segments[0]
    assert (title.state, title.origin) == (State.TRANSLATED, "mt")
    opening = title.source[1]
    assert isinstance(opening, xliff.Mark)
    assert (opening.id, opening.wanted) == ("m1", "Kyiv")
    assert xliff.Note("names", "Kyiv → Kyiv") in title.notes


def test_an_earlier_translation_is_offered_as_a_match(road: Road) -> None:
    road.say(CATALOG, BOOKS, "It has 12,000 books.")
    road.write(SOURCE, ARTICLE.replace("12 000", "13 000"))
    road.translate()
    for shape in ("xliff", "xliff12"):
        name = sent(road, shape)
        assert faults((road.root / name).read_bytes()) == []
        match, filled = said(road, name)[BOOKS.replace("12 000", "13 000")].matches
        assert (match.source, match.target) == ((BOOKS,), ("It has 12,000 books.",))
        assert 50 < match.similarity < 100
        assert filled.target == ("It has 13,000 books.",)  # the memory's, with the number of the sentence as it is


def test_what_a_memory_offers_goes_out_with_its_segment(road: Road) -> None:
    """The caller asks the memory; what it offers may have codes of its own."""
    code = xliff.Code("c1", Side.NONE, "<br>")
    offer = xliff.Match(("L’entrée", code, "est libre."), ("Entry", code, "is free."), "memory", 62.5)
    with ExitStack() as stack:
        run = runs.start(runs.Wishes(paths=(road.root / SOURCE,), to=(Tag("en"),)), stack)
        (sheet,) = desk.sheets(run)
    for shape in ("xliff", "xliff12"):
        wanted: exchange.Shape = "xliff" if shape == "xliff" else "xliff12"
        data = exchange.exported(sheet, wanted, find=lambda _, line: [offer] if line.segment.text == FREE else [])
        assert faults(data) == []
        (file,) = xliff.read(data, "a.xlf")
        assert [match for unit in file.units for one in unit.segments for match in one.matches] == [offer]


def test_only_what_is_in_doubt_goes_out(road: Road) -> None:
    sent(road, "xliff", "--only", "doubtful")
    road.write(SOURCE, ARTICLE)
    road.say(CATALOG, BOOKS, "It has 12,000 books.")
    road.write(SOURCE, ARTICLE.replace("12 000", "13 000"))
    road.translate()
    for shape in SHAPES:
        name = sent(road, shape, "--only", "doubtful")
        if shape == "po":
            assert [entry.source for entry in road.catalog(name).entries] == [BOOKS.replace("12 000", "13 000")]
        else:
            assert list(said(road, name)) == [BOOKS.replace("12 000", "13 000")]
            assert faults((road.root / name).read_bytes()) == []


def test_remarks_of_a_colleague_are_told(road: Road) -> None:
    name = sent(road, "xliff")
    road.write(name, road.read(name).replace("<notes>", "<notes><note>Who is she?</note>", 1))
    ran = road.run("review", "import", name)
    assert "note: Who is she?" in ran.err


PLACES = {
    "xliff": (
        ("(<file [^>]*>)", "\\1<notes><note>of the file</note><note> </note></notes>"),
        ("(<unit .*</unit>)", '<group id="g"><notes><note>of a group</note></notes>\\1</group>'),
        ("livres", '<mrk id="z1" type="comment" value="of a word">livres</mrk>'),
    ),
    "xliff12": (
        ("<body>", "<header><note>of the file</note><note/></header><body>"),
        ("(<group .*</group>)", "<group><note>of a group</note>\\1</group>"),
        ("livres", '<mrk mtype="x-comment" comment="of a word">livres</mrk>'),
    ),
}


@pytest.mark.parametrize("shape", PLACES)
def test_remarks_are_told_wherever_they_stand(road: Road, shape: str) -> None:
    name = sent(road, shape)
    text = road.read(name)
    for found, put in PLACES[shape]:
        changed = re.sub(found, put, text, count=1, flags=re.DOTALL)
        assert changed != text
        text = changed
    road.write(name, text)
    assert faults(text.encode()) == []
    ran = road.run("review", "import", name)
    assert [line for line in ran.err.splitlines() if line.startswith("note: ")] == [
        "note: of the file",
        "note: of a group",
        "note: of a word",
    ]


@pytest.mark.parametrize("shape", ["xliff", "xliff12"])
def test_a_segment_that_never_had_a_target_was_not_emptied(road: Road, shape: str) -> None:
    """A tool that writes only what it knows, and no mark of ours."""
    name = sent(road, shape)
    text = re.sub("<target.*?</target>|<mda:metadata.*?</mda:metadata>", "", road.read(name), flags=re.DOTALL)
    text = re.sub("<context .*?</context>|<context-group [^>]*>\\s*</context-group>", "", text, flags=re.DOTALL)
    road.write(name, text)
    outcome = back(road, name)
    assert (counts(outcome), outcome["issues"]) == ((0, 5, 0), [])


def test_a_file_that_is_written_again_keeps_what_a_tool_added(road: Road) -> None:
    name = sent(road, "xliff")
    road.write(name, road.read(name).replace("<unit ", '<unit xmlns:cat="urn:cat" cat:locked="yes" ', 1))
    answer(road, name, FREE, "Admission is free.")
    back(road, name)
    sent(road, "xliff")
    assert 'cat:locked="yes"' in road.read(name)
    assert "Admission is free." in road.read(name)


@pytest.mark.parametrize("shape", SHAPES)
def test_work_that_was_not_taken_back_is_not_written_over(road: Road, shape: str) -> None:
    name = sent(road, shape)
    answer(road, name, FREE, "Admission is free.")
    before = road.tree()
    ran = road.run("review", "export", "--format", shape, "--out", shape)
    assert ran.code == 2
    assert "not taken back yet" in ran.err
    assert road.tree() == before
    back(road, name)
    assert sent(road, shape) == name


REFUSED: dict[str, tuple[str, Callable[[str], str], str]] = {
    "another article": ("xliff", lambda text: text.replace(SOURCE, "articles/b.fr.txt"), "its article is not here"),
    "outside": ("xliff", lambda text: text.replace(SOURCE, "../../../etc/passwd"), "its article is not here"),
    "absolute": ("xliff", lambda text: text.replace(SOURCE, "/etc/passwd"), "its article is not here"),
    "no name": ("xliff", lambda text: text.replace(SOURCE, ""), "its article is not here"),
    "no catalog": ("xliff", lambda text: text.replace('trgLang="en"', 'trgLang="de"'), "has no catalog in de"),
    "no language": ("xliff12", lambda text: text.replace(' target-language="en"', ""), "target-language"),
    "broken": ("xliff", lambda text: text[: len(text) // 2], "not well-formed"),
    "a catalog of nobody": ("po", lambda text: text.replace("X-Polyglot-Article", "X-Other"), "whose it is"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_taken_is_refused_in_a_sentence(road: Road, case: str) -> None:
    shape, change, words = REFUSED[case]
    name = sent(road, shape)
    road.write(name, change(road.read(name)))
    before = road.tree()
    ran = road.run("review", "import", name)
    assert ran.code == 2
    assert words in ran.err
    assert road.tree() == before


def test_an_article_without_a_catalog_is_told(road: Road) -> None:
    road.write("articles/b.fr.txt", "Une autre bibliothèque.\n")
    ran = road.run("review", "export")
    assert ran.out.splitlines() == [f"{road.root}/review/en/{SOURCE}.xlf"]
    assert "articles/b.fr.txt has no catalog in en yet" in ran.err


def test_what_is_nothing_that_comes_back_is_refused(road: Road) -> None:
    road.write("a.odt", "x")
    assert road.run("review", "import", "a.odt").code == 2
    assert road.run("review", "import", "no.xlf").code == 2
    assert road.run("review", "export", "--format", "csv").code == 2


def test_without_a_project_it_works_beside_the_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    road = Road(tmp_path, monkeypatch, capsys)
    road.write("a.fr.txt", ARTICLE)
    road.translate("a.fr.txt", "--to", "en")
    assert road.run("review", "export", "a.fr.txt", "--to", "en").out == "review/en/a.fr.txt.xlf\n"
    answer(road, "review/en/a.fr.txt.xlf", FREE, "Admission is free.")
    assert counts(back(road, "review/en/a.fr.txt.xlf")) == (1, 4, 0)
    assert road.entry("a.en.po", FREE).target == "Admission is free."


# Kits


def kit(road: Road, kind: str, *options: str) -> Path:
    ran = road.run("review", "export", "--kit", kind, "--out", kind, *options)
    assert (ran.code, ran.out.splitlines()) == (0, [f"{kind}/kit-fr-en.zip"])
    return road.root / kind / "kit-fr-en.zip"


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def repacked(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)


def test_a_kit_says_itself_what_its_texts_are(road: Road) -> None:
    ran = road.run("review", "export", "--kit", "po", "--format", "xliff")
    assert ran.code == 2
    assert "leave out --format" in ran.err


@pytest.mark.parametrize("kind", ["po", "xliff", "omegat"])
def test_a_kit_has_texts_terms_and_memory_and_always_the_same_bytes(road: Road, kind: str) -> None:
    road.say(CATALOG, FREE, "Admission is free.")
    path = kit(road, kind)
    data = path.read_bytes()
    path.unlink()
    assert kit(road, kind).read_bytes() == data
    files = contents(path)
    folder = "source/" if kind == "omegat" else ""
    assert f"{folder}en/{SOURCE}.{'xlf' if kind == 'xliff' else 'po'}" in files
    terms = next(data for name, data in files.items() if name.endswith("terms.tbx"))
    assert "Zelensky" in terms.decode()
    record = etree.fromstring(next(data for name, data in files.items() if name.endswith("record.tmx")))
    assert [seg.text for seg in record.iter("seg")] == [FREE, "Admission is free."]
    if kind == "omegat":
        settings = etree.fromstring(files["omegat.project"])
        assert (settings.findtext(".//source_lang"), settings.findtext(".//target_lang")) == ("fr", "en")
        assert "Kyiv\tKyiv\n" in files["glossary/terms.utf8"].decode()


SAVED = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext" creationtoolversion="3.6.0"
    segtype="paragraph" srclang="fr"/>
  <body>
    <tu>
      <tuv lang="fr"><seg>{source}</seg></tuv>
      <tuv lang="en" changeid="ann" changedate="20260101T000000Z"><seg>{target}</seg></tuv>
    </tu>
  </body>
</tmx>
"""


@pytest.mark.skipif(not shutil.which("omegat"), reason="OmegaT is not installed")
def test_omegat_opens_its_kit_and_what_is_translated_there_comes_back(road: Road, tmp_path: Path) -> None:
    path, project = kit(road, "omegat"), tmp_path / "omegat"
    with zipfile.ZipFile(path) as packed:
        packed.extractall(project)
    (project / "omegat/project_save.tmx").write_text(SAVED.format(source=FREE, target="Admission is free."), "utf-8")
    mode = ["--mode=console-translate", f"--config-dir={tmp_path / 'settings'}"]
    subprocess.run(["omegat", str(project), *mode], check=True, capture_output=True, timeout=120)
    repacked(path, {str(at.relative_to(project)): at.read_bytes() for at in project.rglob("*") if at.is_file()})
    told = back(road, path)
    assert (counts(told), told["issues"]) == ((1, 4, 0), [])
    assert road.entry(CATALOG, FREE).target == "Admission is free."


@pytest.mark.parametrize("kind", ["po", "xliff", "omegat"])
def test_a_kit_comes_back(road: Road, kind: str) -> None:
    path = kit(road, kind)
    files = contents(path)
    text = road.entry(CATALOG, FREE).target
    name = next(name for name in files if name.endswith((".po", ".xlf")))
    changed = files[name].replace(text.encode(), b"Admission is free.")
    assert changed != files[name]
    files[name.replace("source/", "target/")] = changed
    repacked(path, files)
    assert road.run("review", "export", "--kit", kind, "--out", kind).code == 2
    assert counts(back(road, path)) == (1, 4, 0)
    assert road.entry(CATALOG, FREE).target == "Admission is free."


def test_each_direction_has_a_kit_of_its_own(road: Road) -> None:
    road.write("articles/b.es.txt", "Una biblioteca abre sus puertas.\n")
    road.translate("articles", "--to", "en,de")
    ran = road.run("review", "export", "--to", "en,de", "--kit", "omegat", "--out", "kits")
    names = [f"kits/kit-{pair}.zip" for pair in ("es-de", "es-en", "fr-de", "fr-en")]
    assert sorted(ran.out.splitlines()) == names
    for name in names:
        source, target = re.findall(r"[a-z]{2}(?=[-.])", name.removeprefix("kits/kit"))
        settings = etree.fromstring(contents(road.root / name)["omegat.project"])
        assert (settings.findtext(".//source_lang"), settings.findtext(".//target_lang")) == (source, target)


def hostile(name: str, data: bytes = b"x", mode: int = 0o100644) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as packed:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        packed.writestr(entry, data)
    return found.getvalue()


ARCHIVES = {
    "no archive": b"PK\x03\x04 not really",
    "path out": hostile("../a.xlf"),
    "absolute": hostile("/etc/a.xlf"),
    "link": hostile("a.xlf", b"/etc/passwd", 0o120777),
    "bomb": hostile("a.xlf", b"\0" * (40 << 20)),
    "nothing in it": hostile("a.doc"),
    "rubbish in it": hostile("a.xlf", b"rubbish"),
    "cut off": hostile("a.xlf")[:-30],
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_hostile_kits_are_refused_in_a_sentence(road: Road, case: str) -> None:
    road.write("kit.zip", ARCHIVES[case])
    before = road.tree()
    ran = road.run("review", "import", "kit.zip")
    assert ran.code == 2
    assert len(ran.err.splitlines()) <= 3
    assert road.tree() == before


def test_a_kit_with_nothing_in_doubt_is_not_made(road: Road) -> None:
    for source in SEGMENTS:
        road.accept(CATALOG, source)
    ran = road.run("review", "export", "--kit", "xliff", "--only", "doubtful")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing is in doubt" in ran.err


def test_the_toolkit_reads_what_is_written(road: Road) -> None:
    """The translate toolkit, where it is installed, finds the same texts."""
    new: Any = pytest.importorskip("translate.storage.xliff2")
    old: Any = pytest.importorskip("translate.storage.xliff")
    for shape, kind in (("xliff", new.Xliff2File), ("xliff12", old.Xliff1File)):
        name = sent(road, shape)
        store = kind.parsefile(str(road.root / name))
        found = {str(unit.source): str(unit.target) for unit in store.units if unit.istranslatable()}
        assert {source: found[source] for source in (BOOKS, FREE)} == {
            source: xliff.spelled(said(road, name)[source].target or ()) for source in (BOOKS, FREE)
        }


@pytest.mark.parametrize("shape", ["xliff", "xliff12"])
def test_what_a_memory_has_goes_along_as_a_match(road: Road, shape: str) -> None:
    """A person's text of another article, for a sentence that is alike."""
    said = "The big library will open its doors on Sunday morning."
    road.write("articles/c.fr.txt", "Un titre\n\nLa grande bibliothèque ouvrira ses portes dimanche matin.\n")
    road.write("articles/d.fr.txt", "Un titre\n\nLa grande bibliothèque rouvrira ses portes dimanche matin.\n")
    assert road.run("translate", "articles", "--engine", "pseudo").code == 0
    road.say(
        "locales/en/articles/articles/c.fr.txt.po", "La grande bibliothèque ouvrira ses portes dimanche matin.", said
    )
    assert road.run("review", "export", "articles/d.fr.txt", "--format", shape, "--out", "out").code == 0
    text = (road.root / "out/en/articles/d.fr.txt.xlf").read_text("utf-8")
    found = re.findall(r"<(?:mtc:match|alt-trans)\b.*?</(?:mtc:match|alt-trans)>", text, re.DOTALL)
    assert any(said in one for one in found)
