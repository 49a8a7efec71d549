"""The three laws over every text in the house: each can fail, and where one does, nothing wrong is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyglot import engines, formats, furniture, laws, protect, runs, segment
from polyglot.config import FurnitureRules
from polyglot.engines.echo import EchoEngine
from polyglot.errors import LawBrokenError, UnreadableInputError
from polyglot.formats.plain import PlainFormat
from polyglot.model import (
    Candidate,
    Candidates,
    Code,
    CodeKind,
    Document,
    Ignorable,
    Masked,
    Pair,
    Part,
    Rung,
    Segment,
    SegmentedUnit,
    Span,
    Tag,
)
from polyglot.runs import Report, Wishes
from road import ARTICLE

TOP = Path(__file__).parents[1]
FRENCH, ENGLISH = Tag("fr"), Tag("en")
FAR = Tag("sw")
"""A target that no file is in; it writes numbers as English does."""
PLAIN = PlainFormat()
WORDS = (
    *("Le ministre a parlé. ", "M. Dupont, 42 ans, ", "« Oui ! » ", "3,5 % ", "12 000 euros", "20h30 ", "p. ex. ", "…"),
    *("https://example.org/a?b=1. ", "aide@example.org, ", "Kyiv ", "{name} ", "#fête "),
    *("\n", "\r\n", "\n\n", "- ", "> ", "\u00a0", "\u202f"),
)

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.lists(
    st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
).map("".join)


def takes(path: Path) -> bool:
    """Whether a file is one that the plain format takes and can read, with words in it."""
    try:
        return bool(PLAIN.read(path.read_bytes()).text.strip())
    except UnreadableInputError:
        return False


def corpus() -> Iterator[Path]:
    """Every file of the tests and examples that the plain format takes; of those that are the same, one."""
    _, endings = formats.BUILT_IN["plain"]
    seen: set[bytes] = set()
    for path in sorted(chain((TOP / "examples").rglob("*"), (TOP / "tests").rglob("*"))):
        if path.is_file() and path.suffix in endings and path.read_bytes() not in seen and takes(path):
            seen.add(path.read_bytes())
            yield path


CORPUS = tuple(corpus())


def language(path: Path) -> Tag:
    """The language of a file: `page.fr.txt`, `fr.txt`, `fr-01.txt`; where its name says nothing, French."""
    name = re.sub(r"-\d+$", "", path.stem.rpartition(".")[2])
    return Tag(name) if re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", name) else FRENCH


def test_the_corpus_is_there() -> None:
    names = {path.relative_to(TOP).as_posix() for path in CORPUS}
    assert {"tests/pages/1.fr.txt", "tests/pages/poem.fr.txt", "tests/segmentation/ar.txt"} <= names
    assert sum(name.startswith("examples/") for name in names) >= 3
    assert len(names) > 50


# --- identity ---


def plainly(raw: bytes) -> Document:
    """A file as the plain format reads it."""
    return PLAIN.read(raw)


def test_identity_of_every_file() -> None:
    assert [path for path in CORPUS if not laws.identity(path.read_bytes(), plainly, PLAIN.write)] == []


@given(texts)
def test_identity_of_any_text(text: str) -> None:
    assert laws.identity(text.encode(), plainly, PLAIN.write)


class Tidying(PlainFormat):
    """A format that breaks the law: it writes one kind of line ends and no byte order mark."""

    def write(self, document: Document) -> bytes:
        """Splice, then tidy."""
        return super().write(document).removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


class Trimming(PlainFormat):
    """A format that breaks the law: its units are not where they stand."""

    def write(self, document: Document) -> bytes:
        """Splice each unit's own text one character to the left."""
        moved = (replace(unit, span=unit.span.shifted(-1), target=unit.text) for unit in document.units)
        return super().write(replace(document, units=tuple(moved)))


@pytest.mark.parametrize(
    ("broken", "data"),
    [
        (Tidying(), b"Une phrase.\r\nUne autre.\r\n"),
        (Tidying(), "\ufeffUne phrase.\n".encode()),
        (Trimming(), b"\nUne phrase.\n"),
    ],
    ids=["line ends", "byte order mark", "spans"],
)
def test_a_format_that_breaks_identity_is_caught(broken: PlainFormat, data: bytes) -> None:
    assert laws.identity(data, plainly, PLAIN.write)
    assert not laws.identity(data, plainly, broken.write)


def test_nothing_is_written_by_a_format_that_breaks_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formats.BUILT_IN, "plain", (f"{__name__}:Tidying", (".txt",)))
    path = tmp_path / "page.fr.txt"
    path.write_bytes(ARTICLE.replace("\n", "\r\n").encode())
    with pytest.raises(LawBrokenError):
        runs.translate(Wishes(paths=(path,), to=(ENGLISH,), engine="echo"))
    assert [found.name for found in tmp_path.iterdir()] == ["page.fr.txt"]


# --- partition ---


def segmented(document: Document) -> Iterator[SegmentedUnit]:
    """The units of a document in their parts, as the road makes them, without names."""
    rules = segment.rules(FRENCH)
    for unit in furniture.classify(document, FRENCH, "auto", FurnitureRules()).units:
        yield segment.segment(protect.mark(unit, FRENCH, lambda *_: ()), rules)


def holds(unit: SegmentedUnit) -> bool:
    """Whether a unit is the sum of its parts, and every code the text at its span."""
    exact = all(code.text == part.text[slice(*code.span)] for part in unit.segments for code in part.codes)
    return laws.partition(unit.unit.text, unit.parts) and exact


def test_partition_of_every_file() -> None:
    wrong = [
        (path, unit.unit) for path in CORPUS for unit in segmented(PLAIN.read(path.read_bytes())) if not holds(unit)
    ]
    assert wrong == []


@given(texts)
def test_partition_of_any_text(text: str) -> None:
    assert all(map(holds, segmented(plainly(text.encode()))))


PARTS: tuple[Part, ...] = (Segment("Il parle."), Ignorable(" "), Segment("Elle rit."), Ignorable("\u00a0"))


@pytest.mark.parametrize(
    "parts",
    [
        PARTS[:1] + PARTS[2:],
        PARTS[:-1],
        (*PARTS, Ignorable(" ")),
        PARTS[::-1],
        (*PARTS[:3], Ignorable(" ")),
        (),
    ],
    ids=["a space lost", "trimmed", "a space more", "another order", "another space", "nothing"],
)
def test_a_segmentation_that_breaks_partition_is_caught(parts: tuple[Part, ...]) -> None:
    text = "Il parle. Elle rit.\u00a0"
    assert laws.partition(text, PARTS)
    assert not laws.partition(text, parts)


# --- conservation ---


def codes(text: str, tag: Tag = FRENCH) -> tuple[Code, ...]:
    """The numbers, URLs, e-mail addresses and the like of a text."""
    return protect.find(text, tag, lambda *_: ())


@given(texts)
def test_conservation_of_any_text(text: str) -> None:
    found = codes(text)
    assert laws.conserved(found, found)
    assert laws.conserved(found, found[::-1])
    for index in range(len(found)):
        fewer = found[:index] + found[index + 1 :]
        assert not laws.conserved(found, fewer)
        assert not laws.conserved(fewer, found)


@pytest.mark.parametrize(
    ("source", "target", "holds"),
    [
        ("Le 1er mai à 20h30, 3,5 % de 12 000.", "On the 1st of May at 8:30 p.m., 3.5% of 12,000.", True),
        ("Le 1er mai à 20h30, 3,5 % de 12 000.", "On the 1st of May at 8:30 a.m., 3.5% of 12,000.", False),
        ("Soit 12 000 et 12 000 euros.", "Or 12,000 euros.", False),
        ("Soit 12 000 euros.", "Or 12,000 euros, 3 more.", False),
        ("Voir https://example.org/a.", "See https://example.org/a.", True),
        ("Voir https://example.org/a.", "See https://example.org/b.", False),
        ("Écrire à aide@example.org.", "Write to help@example.org.", False),
        ("Bonjour {name} !", "Hello!", False),
    ],
)
def test_what_is_conserved(source: str, target: str, holds: bool) -> None:
    assert laws.conserved(codes(source), codes(target, ENGLISH)) is holds


def test_names_may_become_more_but_not_fewer() -> None:
    name = Code(CodeKind.NAME, Span(0, 4), "Kyiv", "kyiv")
    assert laws.conserved((name,), (name, name))
    assert not laws.conserved((name, name), (name,))


class Forgetful(EchoEngine):
    """An engine that breaks the law: it drops digits and writes a number of its own."""

    name = "forgetful"

    def translate(
        self, items: Iterable[tuple[str, Masked]], pair: Pair, rung: Rung
    ) -> Iterator[tuple[str, Candidates]]:
        """Answer with the slots lost, or, where there are none, with a number more."""
        del pair, rung
        for key, masked in items:
            words = tuple(piece for piece in masked.pieces if isinstance(piece, str))
            yield key, Candidates((Candidate(words if masked.slots else (*words, " 7")),))


def test_an_engine_that_breaks_conservation_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engines.BUILT_IN, "forgetful", f"{__name__}:Forgetful")
    path = tmp_path / "page.fr.txt"
    path.write_text(ARTICLE, "utf-8")
    report = runs.translate(Wishes(paths=(path,), to=(ENGLISH,), engine="forgetful", publish=False))
    (result,) = report.results
    assert (result.translated, result.untranslated) == (0, result.segments)
    assert sum(issue.kind == "untranslated" for issue in result.issues) == result.segments
    assert (tmp_path / "page.en.txt").read_text("utf-8") == ARTICLE


# --- the whole road ---


GLOSSARY = "concept,fr,en\nnobody,Personne Nulle-Part,Nobody Nowhere\n"
"""Names that stand in no file: what becomes of names is told elsewhere."""


def walked(folder: Path, engine: str, files: Iterable[tuple[Tag, bytes]]) -> tuple[Report, list[bytes]]:
    """What the road makes of files, in their order, with nothing set aside and nothing added."""
    (folder / "glossary").mkdir()
    (folder / "glossary" / "own.csv").write_text(GLOSSARY, "utf-8")
    (folder / "polyglot.toml").touch()
    paths = []
    for number, (tag, data) in enumerate(files):
        paths.append(folder / f"{number:03}.{tag}.txt")
        paths[-1].write_bytes(data)
    wishes = Wishes(paths=tuple(paths), to=(FAR,), engine=engine, furniture="keep", review=False, publish=False)
    report = runs.translate(wishes)
    return report, [(folder / "localized" / FAR / path.name).read_bytes() for path in paths]


def test_echo_gives_the_bytes_of_every_file_back(tmp_path: Path) -> None:
    _, results = walked(tmp_path, "echo", ((language(path), path.read_bytes()) for path in CORPUS))
    assert [path for path, found in zip(CORPUS, results, strict=True) if path.read_bytes() != found] == []


SPELLINGS = {
    "windows": ARTICLE.replace("\n", "\r\n").encode(),
    "old mac": ARTICLE.replace("\n", "\r").encode(),
    "mark": b"\xef\xbb\xbf" + ARTICLE.encode(),
    "utf-16": ARTICLE.encode("utf-16"),
    "no last line end": ARTICLE.rstrip().encode(),
    "mixed": ARTICLE.replace("\n", "\r\n", 3).encode() + b"\n \t\n\n",
}


def test_echo_gives_every_spelling_back(tmp_path: Path) -> None:
    _, results = walked(tmp_path, "echo", ((FRENCH, data) for data in SPELLINGS.values()))
    assert dict(zip(SPELLINGS, results, strict=True)) == SPELLINGS


KINDS = (CodeKind.NUMBER, CodeKind.URL, CodeKind.EMAIL)


def differences(path: Path, result: bytes) -> Iterator[str]:
    """What a file has more or fewer of after the road: lines, numbers by value, URLs, e-mail addresses."""
    text, said = PLAIN.read(path.read_bytes()).text, PLAIN.read(result).text
    if len(re.findall(r"\r\n|\r|\n", text)) != len(re.findall(r"\r\n|\r|\n", said)):
        yield "lines"
    before, after = codes(text, language(path)), codes(said, FAR)
    for code in (*laws.lost(before, after), *laws.gained(before, after)):
        if code.kind in KINDS:
            yield f"{code.kind} {code.text}"


def test_pseudo_keeps_lines_numbers_and_addresses_of_every_file(tmp_path: Path) -> None:
    unlabelled = [
        path for path in CORPUS if path.parent.name not in {"blind", "boxes"}
    ]  # a label before a number is no sentence
    report, results = walked(tmp_path, "pseudo", ((language(path), path.read_bytes()) for path in unlabelled))
    found = {
        path.relative_to(TOP).as_posix(): list(differences(path, result))
        for path, result in zip(unlabelled, results, strict=True)
    }
    assert {name: what for name, what in found.items() if what} == {}
    assert sum(result.translated for result in report.results) > 0.9 * sum(result.segments for result in report.results)


@pytest.mark.parametrize("target", ["en", "es", "de", "uk"])
def test_pseudo_keeps_every_name_of_every_article(tmp_path: Path, target: str) -> None:
    paths = []
    for path in CORPUS:
        if path.name.endswith(".fr.txt") and path.parent.name in {"articles", "pages"}:
            paths.append(tmp_path / f"{path.parent.name}-{path.name}")
            paths[-1].write_bytes(path.read_bytes())
    report = runs.translate(Wishes(tuple(paths), to=(Tag(target),), engine="pseudo", review=False, publish=False))
    assert [
        (issue.file, issue.line) for result in report.results for issue in result.issues if issue.kind == "untranslated"
    ] == []
    hits, right = (sum(result.terms[name] for result in report.results) for name in ("hits", "right"))
    assert hits == right > 50
