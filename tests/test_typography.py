"""The target's signs in machine text, and which quotation marks belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import protect, quotations, typography
from polyglot.model import Code, CodeKind, Span, Tag

CASES = Path(__file__).parent / "typography" / "cases.txt"
TABLES = sorted(path for path in CASES.parent.glob("*.txt") if path != CASES)
TARGETS = tuple(Tag(tag) for tag in ("sv", *(path.stem for path in TABLES)))

WORDS = st.sampled_from(
    [
        "mot",
        "Où",
        "l’été",
        "d’accord",
        "2 000",
        "3,5 %",
        "1er",
        "20h30",
        "M.",
        "50",
        "fin…",
        "https://a.fr/5%20b?c=d;",
        "{n}",
        "<b>",
        "</b>",
        "**",
        "3,50 €",
        "$12.5",
        "£ 3 million",
        "12/05/2024",
        "5–10",
        "mot—mot",
        '"mot"',
        "...",
    ]
)
BETWEEN = st.sampled_from(
    [" ", " ", " ", ", ", " ; ", " : ", "? ", " ! ", " — ", " – ", " —", "— ", ". ", "", "\u00a0? ", " (", ") "]
)
QUOTED = st.sampled_from(["« {} »", "“{}”", "«\u00a0{}\u00a0»", "‘{}’", "({})", "{} ?", "¿{}?"])


def sentences() -> st.SearchStrategy[str]:
    """Sentences with quotations in each other, some of which other sentences open or close."""
    pairs = st.lists(st.tuples(WORDS, BETWEEN), max_size=5)
    plain = st.builds(lambda before, last: "".join(map("".join, before)) + last, pairs, WORDS)
    inner = st.recursive(plain, lambda inside: st.builds(str.format, QUOTED, inside))
    text = st.lists(inner, min_size=1, max_size=3).map(lambda parts: " ".join(parts).strip())
    return st.builds(str.format, st.sampled_from(["{}", "« {}", "“{}", "« “{}", "{} »", "{}”", "{}” »"]), text)


def set_in(text: str, source: Tag, target: Tag) -> str:
    return typography.localise(text, source, target, protect.find(text, source, lambda *_: ()))


def dotted(text: str) -> str:
    """A text whose dates and times are written with dots."""
    return re.sub(r"(?<=\d)(?:\s?h\s?|[:/-])(?=\d\d)", ".", text)


def words(text: str) -> list[str]:
    """The words of a text; the h of a time is none."""
    return re.findall(r"[^\W\d_]+", dotted(text))


def fixed(text: str) -> list[Code]:
    """The codes that a translation copies as they stand."""
    return [code for code in protect.find(text, Tag("fr"), lambda *_: ()) if code.kind is not CodeKind.NUMBER]


def cases() -> Iterator[tuple[Tag, Tag, str, str]]:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), CASES.read_text("utf-8"))
    for block in text.split("\n\n")[1:]:
        pair, given, expected = block.strip("\n").split("\n")
        source, _, target = pair.partition(">")
        yield Tag(source), Tag(target), given, expected


class Row(NamedTuple):
    """A line of a golden table."""

    source: Tag
    target: Tag
    original: str
    given: str
    wanted: str


def rows() -> Iterator[Row]:
    for path in TABLES:
        for line in path.read_text("utf-8").splitlines():
            if not line.startswith("#"):
                source, *texts = line.replace("~", "\u00a0").replace("_", "\u202f").split(" | ")
                yield Row(Tag(source), Tag(path.stem), *texts)


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: f"{row.source}>{row.target}: {row.given}")
def test_the_golden_tables(row: Row) -> None:
    codes = protect.find(row.original, row.source, lambda *_: ())
    assert typography.localise(row.given, row.source, row.target, codes, row.original) == row.wanted
    assert typography.localise(row.wanted, row.source, row.target, fixed(row.original), row.original) == row.wanted


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_table_has_enough_lines(path: Path) -> None:
    assert sum(not line.startswith("#") for line in path.read_text("utf-8").splitlines()) >= 15


@pytest.mark.parametrize(("source", "target", "text", "expected"), list(cases()))
def test_the_target_sets_its_own_signs(source: Tag, target: Tag, text: str, expected: str) -> None:
    assert set_in(text, source, target) == expected


@pytest.mark.parametrize(("source", "target", "text", "expected"), list(cases()))
def test_what_is_set_is_not_set_again(source: Tag, target: Tag, text: str, expected: str) -> None:
    assert typography.localise(expected, source, target, fixed(text)) == expected


@given(sentences(), sentences(), st.sampled_from(TARGETS))
def test_twice_is_once(text: str, original: str, target: Tag) -> None:
    once = typography.localise(text, Tag("fr"), target, fixed(text), original)
    assert typography.localise(once, Tag("fr"), target, fixed(text), original) == once


@given(sentences(), st.sampled_from(TARGETS))
def test_setting_a_text_keeps_its_words_its_codes_and_its_quotations(text: str, target: Tag) -> None:
    there = set_in(text, Tag("fr"), target)
    assert words(there) == words(text)
    assert quotations.alike(text, there)
    for code in fixed(text):
        assert there.count(code.text) == text.count(code.text)


NUMBERS = st.sampled_from(
    ["1 234", "3,5", "12 500,75", "80.000", "1.500,5", "12/05/2024", "31.12.1999", "20h30", "0,5"]
)
AROUND = st.sampled_from(
    ["{}", "{} %", "{} €", "€{}", "${} million", "« {} »", "de {} – {}", "<b>{}</b> !", "({}) ;", "v{}"]
)


@given(st.lists(st.tuples(AROUND, NUMBERS), max_size=4), st.sampled_from(TARGETS), st.sampled_from(TARGETS))
def test_numbers_keep_their_value(parts: list[tuple[str, str]], source: Tag, target: Tag) -> None:
    text = ", mot ".join(around.replace("{}", number) for around, number in parts)
    codes = protect.find(text, source, lambda *_: ())
    there = protect.find(typography.localise(text, source, target, codes, text), target, lambda *_: ())
    before, after = ([code.value for code in found if code.kind is CodeKind.NUMBER] for found in (codes, there))
    assert after == before


SIGNS = re.compile(r"""[\s«»“”„‹›‚‘’"¿¡—–….,;:?!؟،؛'’]""")
"""What may change: spaces, quotation marks, separators of numbers and the marks of a sentence."""


@given(sentences(), st.sampled_from(TARGETS), st.sampled_from(TARGETS))
def test_only_signs_change(text: str, source: Tag, target: Tag) -> None:
    """Letters and digits stay in their order; a sign of money stays, or moves to the other side of its sum."""
    there = set_in(text, source, target)
    assert Counter(SIGNS.sub("", dotted(there))) == Counter(SIGNS.sub("", dotted(text)))
    assert re.sub(r"[\W_]", "", dotted(there)) == re.sub(r"[\W_]", "", dotted(text))


@given(st.text(), st.sampled_from(TARGETS), st.sampled_from(TARGETS))
def test_any_text_can_be_set(text: str, source: Tag, target: Tag) -> None:
    once = set_in(text, source, target)
    assert re.sub(r"[\W_]", "", once) == re.sub(r"[\W_]", "", text)


def test_the_stand_in_itself_is_left_alone() -> None:
    text = f"« {typography.STAND_IN} » {{n}} ?"
    assert set_in(text, Tag("fr"), Tag("en")) == text


@pytest.mark.parametrize(
    ("text", "pairs", "opening", "closing"),
    [
        ("« a “b” »", [(4, 6, 1), (0, 8, 0)], [], []),
        ("« a « b » c »", [(4, 8, 1), (0, 12, 0)], [], []),
        ("“a ‘b’ c”", [(3, 5, 1), (0, 8, 0)], [], []),
        ("„a ‚b‘ c“", [(3, 5, 1), (0, 8, 0)], [], []),
        ("»a« »b«.", [(0, 2, 0), (4, 6, 0)], [], []),
        ("“ oui ”", [(0, 6, 0)], [], []),
        ("début « de", [], [6], []),
        ("fin », dit", [], [], [4]),
        ("fin“, sagte", [], [], [3]),
        ("fin”. Et “début", [], [9], [3]),
        ("l’eau, l‘eau, dogs’, rock ’n’ roll", [], [], []),
        ("‘Tis the ‘90s", [], [], []),
        ("‘don’t’", [(0, 6, 0)], [], []),
        ("“the dogs’ bone”", [(0, 15, 0)], [], []),
        ("« mot »suite", [(0, 6, 0)], [], []),
        ("d’“amis”", [(2, 7, 0)], [], []),
    ],
)
def test_which_marks_belong_together(
    text: str, pairs: list[tuple[int, int, int]], opening: list[int], closing: list[int]
) -> None:
    assert quotations.shape(text) == (tuple(pairs), tuple(opening), tuple(closing))


@given(st.text("«»“”„‹›‚‘’ ab.(", max_size=20))
def test_every_mark_has_one_part(text: str) -> None:
    shape = quotations.shape(text)
    starts, ends = [start for start, _, _ in shape.pairs], [end for _, end, _ in shape.pairs]
    places = [*starts, *ends, *shape.opening, *shape.closing]
    assert len(places) == len(set(places))
    assert all(text[at] in quotations.MARKS for at in places)
    assert {at for at, char in enumerate(text) if char in quotations.MARKS and char not in quotations.SINGLE} <= set(
        places
    )
    assert all(start < end and depth >= 0 for start, end, depth in shape.pairs)
    assert all(before < after for before, after in pairwise(shape.closing))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("« a »", "“a”", True),
        ("« a »", '"a"', True),
        ("« a", "“a", True),
        ("a »", "a”", True),
        ("« a »", "“a", False),
        ("« a »", "a", False),
        ("« a »", "“a” “b”", False),
        ("l’eau", "it’s the dogs’ water", True),
        ('"a', '"a"', False),
        ("« a", '"a', True),
        ("a »", 'a"', True),
        ('"a', "« a", True),
        ("« a » « b", '"a" "b', True),
        ("« a", 'a" "b', False),
        ("a", '"a', False),
        ("« a", "a", False),
        ("« Bonjour “toi”.", "“Hello ‘you’.", True),
    ],
)
def test_alike(source: str, target: str, *, expected: bool) -> None:
    assert quotations.alike(source, target) is expected


def tagged(text: str, *tags: str) -> list[Code]:
    """Inline codes of a format, whatever it writes for them."""
    return [Code(CodeKind.TAG, Span(0, len(tag)), tag, tag) for tag in tags if tag in text]


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        ("en", "**« Oui »** !", "**“Oui”**!"),
        ("en", "« **Oui** » !", "“**Oui**”!"),
        ("en", "«~**Oui**~» **;** non", "“**Oui**”**;** non"),
        ("en", "**« Oui** ou *non* »", "**“Oui** ou *non*”"),
        ("fr", "**“Yes”**! *Really*?", "**«~Yes~»**_! *Really*_?"),
        ("fr", "“**Yes**”: 5**%**", "«~**Yes**~»~: 5**~%**"),
        ("es", "**Verdad**? *Sí*!", "**¿Verdad**? *¡Sí*!"),
        ("fr", "€**5** et **€6**", "€**5** et **6~€**"),
        ("en", "5 **€** et **6 €**", "5 **€** et **€6**"),
        ("fr", "See ![“a”](b) ! Now", "See ![“a”](b)_! Now"),
        ("de", "a **—** b **— c — d**", "a **–** b **– c – d**"),
    ],
)
def test_a_tag_is_not_in_the_way(target: str, text: str, expected: str) -> None:
    text, expected = (line.replace("~", "\u00a0").replace("_", "\u202f") for line in (text, expected))
    codes = tagged(text, "**", "*", "![“a”](b)")
    once = typography.localise(text, Tag("en" if target != "en" else "fr"), Tag(target), codes)
    assert once == expected
    assert typography.localise(once, Tag("en"), Tag(target), codes) == expected
