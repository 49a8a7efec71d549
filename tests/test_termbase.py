"""TBX in all its editions: read, revised where a row changed, converted; it is valid, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from polyglot import termbase
from polyglot.errors import UnreadableInputError
from polyglot.termbase import Row, Shape
from polyglot.termbase.shape import CATEGORIES, CORE
from polyglot.xmlfile import Element

HERE = Path(__file__).parent / "termbase"
SAMPLES = sorted((HERE / "samples").glob("*.tbx"))
SHAPES = (Shape(), Shape(style="dct"), Shape(dialect="min"), Shape(style="dct", dialect="min"), Shape(2))
NAMES = [f"v{shape.version}-{shape.style}-{shape.dialect}" for shape in SHAPES]
TYPES_V2 = frozenset(CATEGORIES)
"""The data categories of TBX-Basic v2, which a DTD cannot tell."""


def schema(shape: Shape) -> Element:
    if shape.version == 2:
        return etree.DTD(str(HERE / "schemas" / "basic-v2.dtd"))
    return etree.RelaxNG(etree.parse(HERE / "schemas" / f"{shape.dialect}-{shape.style}.rng"))


def wrong(data: bytes, shape: Shape) -> list[str]:
    """What a schema has against a document."""
    rules = schema(shape)
    root = etree.fromstring(data)
    rules.validate(root)
    told = [f"{one.line}: {one.message}" for one in rules.error_log]
    if shape.version == 2:
        meta = root.xpath(
            "//*[self::descrip or self::admin or self::termNote or self::ref or self::xref or self::transac]"
        )
        told += [f"type {one.get('type')}" for one in meta if one.get("type") not in TYPES_V2]
    return told


def words(data: bytes) -> Counter[str]:
    """Every word of text in a document, and of targets, wherever it stands."""
    body = list(etree.fromstring(data).iter("{*}body", "{*}back"))
    found = Counter(word for one in body for text in one.itertext() for word in text.split())
    return found + Counter(value for one in body for element in one.iter() for value in element.xpath("@target"))


def sample(name: str) -> bytes:
    return (HERE / "samples" / name).read_bytes()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_are_valid(path: Path) -> None:
    shape = termbase.shape_of(termbase.read(path.read_bytes(), path.name).root)
    assert shape is not None
    told = wrong(path.read_bytes(), shape)
    assert told == (["type example"] if shape.version == 2 else [])


def test_what_a_file_says_in_columns() -> None:
    found = termbase.read(sample("cardiology-dca.tbx"), "c.tbx")
    assert found.rows["c1"] == {
        "concept": "c1",
        "gender": "m",
        "note": "See the handbook, chapter 3.",
        "fr": "infarctus du myocarde|IDM",
        "deprecated.fr": "apoplexie cardiaque",
        "en": "myocardial infarction",
        "en@Herald": "heart attack",
        "forbidden.en": "coronary",
    }
    assert found.rows["c2"] == {
        "concept": "c2",
        "fr": "accident vasculaire cérébral|AVC",
        "en-GB": "stroke",
        "es": "ictus",
    }
    assert [(one.kind, one.line) for one in found.remarks] == [("unknown-tag", 71), ("unsayable-term", 90)]


def test_the_second_edition_is_read_like_the_third() -> None:
    found = termbase.read(sample("harbour-v2.tbx"), "h.tbx")
    assert found.rows == {
        "quay": {"concept": "quay", "en": "quay", "forbidden.en": "wharf", "fr-CA": "quai", "gender": "m"},
        "entry-2": {"concept": "entry-2", "en": "tugboat", "de": "Schlepper"},
    }
    assert termbase.read(sample("press-dct.tbx"), "p.tbx").rows == {
        "headline": {"concept": "headline", "en": "headline", "uk": "заголовок"}
    }


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_word_is_lost_in_another_edition(path: Path, shape: Shape) -> None:
    data = path.read_bytes()
    made = termbase.rendered(termbase.converted(termbase.read(data, path.name).root, shape))
    gone = words(data) - Counter(word.strip("();,") for word in words(made).elements()) - words(made)
    assert gone == Counter()
    assert wrong(made, shape) == []


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_another_edition_says_the_same_in_columns(path: Path, shape: Shape) -> None:
    found = termbase.read(path.read_bytes(), path.name)
    made = termbase.rendered(termbase.converted(found.root, shape))
    again = termbase.read(made, "again.tbx").rows
    lost = {"gender"} if shape.dialect == "min" else set()
    wanted = [{heading: cell for heading, cell in row.items() if heading not in lost} for row in found.rows.values()]
    notes = [{**row, "note": ""} for row in again.values()]
    assert notes == [{**row, "note": ""} for row in wanted]


def test_a_change_of_a_row_changes_its_entry_alone() -> None:
    data = sample("cardiology-dca.tbx")
    found = termbase.read(data, "c.tbx")
    row = {**found.rows["c2"], "es": "ictus|accidente cerebrovascular", "usage": "hint"}
    termbase.revise(found.root, Shape(), {"c2": row})
    made = termbase.rendered(found.root)
    before, after = data.decode().splitlines(), made.decode().splitlines()
    added = [line.strip() for line in after if line not in before]
    assert [line for line in before[4:] if line not in after] == []
    assert added[1:] == [
        "<note>polyglot usage: hint</note>",
        "<term>accidente cerebrovascular</term>",
    ]
    assert termbase.read(made, "again.tbx").rows["c2"] == row


def test_a_corrected_name_keeps_what_is_told_of_it() -> None:
    found = termbase.read(sample("cardiology-dca.tbx"), "c.tbx")
    row = {**found.rows["c1"], "fr": "infarctus myocardique|IDM"}
    termbase.revise(found.root, Shape(), {"c1": row})
    made = termbase.rendered(found.root)
    (section,) = etree.fromstring(made).xpath("//*[@id='t1']")
    assert section[0].text == "infarctus myocardique"
    assert "Il est mort" in "".join(section.itertext())
    assert termbase.read(made, "again.tbx").rows["c1"] == row


def test_a_name_that_becomes_forbidden_stays_where_it_is() -> None:
    found = termbase.read(sample("cardiology-dca.tbx"), "c.tbx")
    row = {**found.rows["c1"], "fr": "infarctus du myocarde", "forbidden.fr": "IDM"}
    termbase.revise(found.root, Shape(), {"c1": row})
    made = termbase.rendered(found.root)
    assert "among physicians only" in made.decode()
    assert termbase.read(made, "again.tbx").rows["c1"] == row
    assert wrong(made, Shape()) == []


CELL = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "S"]), min_size=1, max_size=12)
NAME = st.from_regex(r"[A-Za-zéїш][A-Za-zéїш'’ -]{0,8}[A-Za-zéїш]", fullmatch=True).map(
    lambda text: " ".join(text.split())
)
CELLS = st.lists(NAME, min_size=1, max_size=3, unique=True).map("|".join)
ROW = st.fixed_dictionaries(
    {"fr": CELLS},
    optional={
        "kind": st.sampled_from(["person", "place", "phrase"]),
        "gender": st.sampled_from(["m", "f", "n", "mp", "fp"]),
        "status": st.sampled_from(["preferred", "admitted", "deprecated", "forbidden"]),
        "usage": st.sampled_from(["keep", "hint"]),
        "usage.es": st.just("keep"),
        "en": CELLS,
        "pt-BR": CELLS,
        "en@AP": CELLS,
        "uk": CELLS,
        "forms.uk": st.sampled_from(["~adj-m", "Києва@gen|acc|Києву@dat", "Крим|Криму"]),
        "deprecated.fr": CELLS,
        "forbidden.en": CELLS,
        "except.fr": CELLS,
        "since": st.just("2022-02"),
        "first_mention.en": CELL.map(lambda text: " ".join(text.split())),
        "note": CELL.map(lambda text: " ".join(text.split())),
    },
)


@given(st.lists(ROW, min_size=1, max_size=4), st.sampled_from(SHAPES))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_rows_come_back_as_they_were(bare: list[Row], shape: Shape) -> None:
    rows = {
        f"concept {number}": {
            heading: cell for heading, cell in {**row, "concept": f"concept {number}"}.items() if cell
        }
        for number, row in enumerate(bare)
    }
    root = termbase.document(shape)
    termbase.revise(root, shape, rows)
    made = termbase.rendered(root)
    assert termbase.read(made, "made.tbx").rows == rows
    assert wrong(made, shape) == []


@given(st.lists(ROW, min_size=2, max_size=2), st.sampled_from(SHAPES))
@settings(derandomize=True, deadline=None, max_examples=150)
def test_whatever_a_row_becomes_it_comes_back(bare: list[Row], shape: Shape) -> None:
    before, after = ({heading: cell for heading, cell in {**row, "concept": "c"}.items() if cell} for row in bare)
    root = termbase.document(shape)
    termbase.revise(root, shape, {"c": before})
    termbase.revise(root, shape, {"c": after})
    made = termbase.rendered(root)
    assert termbase.read(made, "made.tbx").rows == {"c": after}
    assert wrong(made, shape) == []


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('<tbx xmlns="urn:iso:std:iso:30042:ed-2">\n<text>', "not well-formed", ":2"),
        ('<!DOCTYPE martif SYSTEM "x.dtd">\n<martif>\ncaf&eacute;</martif>', "&eacute; is defined nowhere", ""),
        ("<rss><channel/></rss>", "no TBX: it begins with <rss>", ":1"),
        ('<!DOCTYPE martif [<!ENTITY a "b">]>\n<martif/>', "a DTD of its own", ""),
        (
            '<?xml version="1.0"?><!DOCTYPE martif SYSTEM "a>b" [\n<!ENTITY a SYSTEM "/etc/passwd">]><martif/>',
            "a DTD",
            "",
        ),
        (f"<tbx>{'<p>' * 70}{'</p>' * 70}</tbx>", "nested deeper than 64", ""),
        ('<tbx><conceptEntry id="a"/>\n<conceptEntry id="a"/></tbx>', "there twice", ":2"),
    ],
)
def test_broken_and_hostile_files_are_refused(text: str, message: str, line: str) -> None:
    with pytest.raises(UnreadableInputError, match=message) as raised:
        termbase.read(text.encode(), "bad.tbx")
    assert raised.value.place.startswith(f"bad.tbx{line}")
    assert raised.value.hint


@pytest.mark.parametrize("shape", SHAPES, ids=NAMES)
def test_the_schemas_refuse_what_is_wrong(shape: Shape) -> None:
    root = termbase.document(shape)
    termbase.revise(root, shape, {"a": {"concept": "a", "fr": "nom"}})
    made = termbase.rendered(root).decode()
    assert wrong(made.encode(), shape) == []
    for good, bad in (
        ("<term>nom</term>", ""),
        (">preferredTerm-admn-sts<", ">best<"),
        ("Header>", "Head>"),
        (' id="a"', ' id="1"'),
    ):
        changed = made.replace(good, bad)
        skipped = shape.version == 2 and bad == ">best<"  # a DTD cannot tell
        assert changed != made and (skipped or wrong(changed.encode(), shape) or "v2" in bad)


def test_a_language_that_stands_twice_is_one() -> None:
    entry = (
        '<conceptEntry id="a"><langSec xml:lang="en"><termSec><term>one</term></termSec></langSec>'
        '<langSec xml:lang="EN"><descrip type="definition">told</descrip><termSec><term>two</term></termSec></langSec>'
        "</conceptEntry>"
    )
    root = termbase.document(Shape())
    body = root.find(".//{*}body")
    body.append(etree.fromstring(entry.replace("<conceptEntry", f'<conceptEntry xmlns="{CORE}"')))
    assert termbase.read(termbase.rendered(root), "x").rows["a"]["en"] == "one|two"
    termbase.revise(root, Shape(), {"a": {"concept": "a", "en": "two|three"}})
    made = termbase.rendered(root)
    assert termbase.read(made, "x").rows["a"] == {"concept": "a", "en": "two|three"}
    assert wrong(made, Shape()) == [] and b"told" in made


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(
    "concept", ["iași", "m²", "µ", "ſ", "ŉ", "々", "ไทย", "Київ", "3-d", "a:b c", "😀", "-x", "北京"]
)
def test_any_concept_has_a_lawful_id(concept: str, shape: Shape) -> None:
    rows = {concept: {"concept": concept, "fr": "Un"}, f"{concept}!": {"concept": f"{concept}!", "fr": "Deux"}}
    root = termbase.document(shape)
    termbase.revise(root, shape, rows)
    made = termbase.rendered(root)
    assert wrong(made, shape) == []
    assert termbase.read(made, "made.tbx").rows == rows
