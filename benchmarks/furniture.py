"""How much of an article is found in saved pages, and how fast: a table for each language.

    python benchmarks/furniture.py [FOLDER]

The pages of `tests/pages/blind` (or of FOLDER) were written without sight of the rules, each line behind a label:
`T|` title, `B|` byline, `C|` caption, `H|` heading, `A|` article, `F|` furniture, `?|` disputed. Those of `tests/texts`
are no pages and must keep every line. No peer lifts an article out of plain text: where trafilatura is installed, it is
given each line as a paragraph of HTML.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from polyglot.config import FurnitureRules
from polyglot.formats.plain import PlainFormat
from polyglot.furniture import classify
from polyglot.furniture.shapes import known
from polyglot.model import Document, Tag

HERE = Path(__file__).resolve().parents[1] / "tests"
OWN = frozenset("TBCHA")
RULES = FurnitureRules()
ROUNDS = 5


class Page(NamedTuple):
    """A page with a label for each of its lines; an empty one for blank lines."""

    tag: Tag
    lines: list[str]
    labels: list[str]


class Score(NamedTuple):
    """Lines of articles that were kept, that were lost, and lines of sites that were kept."""

    kept: int = 0
    lost: int = 0
    wrong: int = 0

    def __add__(self, other: Score) -> Score:  # type: ignore[override]  # sums, not tuples in a row
        return Score(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def __str__(self) -> str:
        precision, recall = self.kept / max(1, self.kept + self.wrong), self.kept / max(1, self.kept + self.lost)
        return f"precision {precision:.4f}  recall {recall:.4f}  ({self.kept + self.lost} lines, {self.lost} lost)"


def read(path: Path) -> Page:
    """A labelled page; its first line says what it is."""
    raws = path.read_text("utf-8").split("\n")[1:]
    marked = [(raw[0], raw[2:]) if raw[1:2] == "|" else ("", raw) for raw in raws]
    return Page(Tag(path.name[:2]), [line for _, line in marked], [label for label, _ in marked])


def document(page: Page) -> Document:
    """What a person saved."""
    return PlainFormat().read("\n".join(page.lines).encode())


def ours(page: Page) -> Iterator[bool]:
    """Whether polyglot keeps each line."""
    kept: set[int] = set()
    done = classify(document(page), page.tag, "auto", RULES)
    for unit in done.units:
        if not unit.role.aside:
            kept |= set(range(done.line(unit.span.start) - 1, done.line(unit.span.end)))
    wordless = {number for number, line in enumerate(page.lines) if not any(map(str.isalpha, line))}
    return (number in kept or (number in wordless and label in OWN) for number, label in enumerate(page.labels))


def theirs(page: Page) -> Iterator[bool]:
    """Whether trafilatura keeps each line."""
    import trafilatura

    body = "".join(f"<p>{escape(line.strip())}</p>" for line in page.lines if line.strip())
    found = trafilatura.extract(f"<html><body>{body}</body></html>", include_comments=False, favor_recall=True) or ""
    kept = {" ".join(line.split()).lstrip("-• ") for line in found.splitlines()}
    return (" ".join(line.split()).lstrip("-• ") in kept for line in page.lines)


def score(page: Page, keeps: Iterator[bool]) -> Score:
    """What was kept rightly, lost, and kept wrongly."""
    counts = [0, 0, 0]
    for label, kept in zip(page.labels, keeps, strict=True):
        if label in OWN and label:
            counts[0 if kept else 1] += 1
        elif label == "F" and kept:
            counts[2] += 1
    return Score(*counts)


def table(name: str, pages: Sequence[Page], keeps: Callable[[Page], Iterator[bool]]) -> None:
    """A line for each language, and one for all."""
    total = Score()
    for tag in dict.fromkeys(page.tag for page in pages):
        group = [page for page in pages if page.tag == tag]
        found = sum((score(page, keeps(page)) for page in group), Score())
        total += found
        print(f"{name:12} {tag}  {len(group):3} pages  {found}")
    print(f"{name:12} all {len(pages):3} pages  {total}")


def speed(name: str, documents: Sequence[tuple[Document, Tag]]) -> None:
    """MB/s of the best of some rounds: with nothing known, and with the lines of the site known from other pages."""
    size = sum(len(one.text.encode()) for one, _ in documents)
    for state in ("first", "again"):
        best = float("inf")
        for _ in range(ROUNDS):
            if state == "first":
                known.cache_clear()
            start = time.perf_counter()
            for one, tag in documents:
                classify(one, tag, "auto", RULES)
            best = min(best, time.perf_counter() - start)
        print(f"speed        {name}, {state}: {size / best / 1e6:.1f} MB/s")


def texts() -> None:
    """How many lines are lost of texts that are no pages."""
    lost = lines = 0
    for path in sorted((HERE / "texts").glob("*.txt")):
        done = classify(PlainFormat().read(path.read_bytes()), Tag(path.name.split(".")[1]), "auto", RULES)
        lines += len(done.units)
        lost += sum(unit.role.aside for unit in done.units)
    print(f"no pages     {len(list((HERE / 'texts').glob('*.txt')))} texts, {lines} lines, {lost} lost")


def main() -> None:
    """Print the tables."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "pages" / "blind"
    pages = [read(path) for path in sorted(folder.glob("*.txt"))]
    table("polyglot", pages, ours)
    try:
        table("trafilatura", pages, theirs)
    except ImportError:
        print("trafilatura  cannot be imported here: pip install trafilatura lxml_html_clean")
    texts()
    own = [(document(page), page.tag) for page in pages]
    speed("saved pages", own)
    prose = [line for page in pages for line, label in zip(page.lines, page.labels, strict=True) if label == "A"]
    long = "\n\n".join(line for line in prose if len(line) > 100)
    speed("prose", [(PlainFormat().read(long.encode()), Tag("fr"))] * 5)


if __name__ == "__main__":
    main()
