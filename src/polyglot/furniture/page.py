"""What this station sees of a document: its lines, folded, and which of them are furniture by what they say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from polyglot.furniture.folding import fold_all, fold_sentences
from polyglot.furniture.shapes import ROW, Mark, Rules, known, names_date, row
from polyglot.model import Document, Role, Unit

PROSE = 90
"""Characters: a sentence of that length is a paragraph of an article."""
SHORT = 40
"""Characters: the longest that a line of a form or a button is, where no blank lines say what belongs together."""
LONG_SENTENCE = 100
LONGEST_LISTED = 200
"""Characters: a longer line is no title in a list of articles."""
LEGAL_LENGTH = 1500
"""Characters: the longest that a cookie notice in one line is."""
LINES_OF_A_BOX = 4
WORDS_OF_A_DATELINE = 5
LONGEST_NUMBER = 20
"""Characters: the longest number before an item or a heading, with what surrounds it."""
HEADER_LINES = 8
MOST_PARTS = 3
TABLE = re.compile(r"\t[^\S\t]*\d+[^\S\t]*(?:\t|$)")
"""A row of a table: a number in a column of its own."""
GAPS = re.compile(r"\s{2,}|\s*[\t|•·∙⋅]\s*")
CLOSING = "\"'»”“’)] "
STOPS = (".", "!", "?", "…", "؟", "。")


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A text as this station sees it: a folded line for every unit."""

    text: str
    units: Sequence[Unit]
    lines: Sequence[str]
    blocks: Sequence[int]
    """Lines without a blank line between them share a block."""
    sentence: Sequence[bool]
    """Whether a line ends as a sentence does and has more than a word."""
    rules: Rules
    times: Mapping[str, int]
    """How often each line stands on the page."""
    kept: frozenset[int] = frozenset()
    """The lines of which the project says that they are the article's."""

    def prose(self, index: int) -> bool:
        """Whether a line is long enough to be a paragraph of an article."""
        line = self.lines[index]
        return len(line) >= PROSE and (self.sentence[index] or line.endswith(":"))

    def says(self, index: int) -> bool:
        """Whether a line is a sentence, or an item of a list or of code."""
        item = self.units[index].role in {Role.LIST_ITEM, Role.CODE}
        return self.sentence[index] or (item and not self.is_row(index))

    def is_row(self, index: int) -> bool:
        """Whether a site parts a line into more labels than a title has."""
        text = self.units[index].text.strip()
        return len(ROW.split(text)) > MOST_PARTS or len(GAPS.split(text)) >= MOST_PARTS

    def is_table(self, index: int) -> bool:
        """Whether a line is a row of a table."""
        return TABLE.search(self.units[index].text) is not None

    def numbered(self, index: int) -> bool:
        """Whether a number stands before a line, as before an item of a list or a heading."""
        start = self.units[index].span.start
        before = self.text[max(0, start - LONGEST_NUMBER) : start].replace("\r", "\n").rpartition("\n")[2]
        return any(map(str.isdigit, before))

    def beside(self, index: int, other: int) -> bool:
        """Whether two lines are there and share a block."""
        return 0 <= other < len(self.blocks) and self.blocks[other] == self.blocks[index]


def is_dateline(page: Page, index: int) -> bool:
    """Whether a line that is no sentence gives a date, with a place or an hour beside it."""
    letters = sum(map(str.isalpha, page.lines[index].replace(":", " ").split()))
    return letters <= WORDS_OF_A_DATELINE and not page.sentence[index] and names_date(page.lines[index], page.rules)


Marks = dict[int, Mark]
"""What is furniture, by the index of the line."""


def look(document: Document, lines: Sequence[str], rules: Rules, kept: frozenset[int] = frozenset()) -> Page:
    """The page that a document may be."""
    sentence = tuple(map(is_sentence, lines))
    return Page(document.text, document.units, lines, tuple(_blocks(document)), sentence, rules, Counter(lines), kept)


def labels_of(lines: Sequence[str], rules: Rules, recorded: Iterable[str] = ()) -> Marks:
    """The lines that are furniture as a whole, if the text is a saved page; `recorded` are the site's own."""
    short = ((index, line) for index, line in enumerate(lines) if len(line) <= LONGEST_LISTED)
    marks = {index: mark for index, line in short if (mark := known(line, rules))}
    for index, line in enumerate(lines):
        if LONGEST_LISTED < len(line) <= LEGAL_LENGTH and (found := rules.table.speaks(line)):
            marks[index] = Mark(rules.kinds[found.kind], "known shape", whole=False)
    if own := frozenset(fold_all(recorded)):
        mark = Mark(rules.kinds["recorded"], "several pages of the site have it")
        marks |= {index: mark for index, line in enumerate(lines) if line in own and index not in marks}
    return marks


def marks_of(texts: Sequence[str], lines: Sequence[str], rules: Rules, labels: Mapping[int, Mark]) -> Marks:
    """The labels, with the lines that are furniture by what stands in them: several labels, or a telling phrase."""
    marks = dict(labels)
    for index, text in enumerate(texts):
        if index not in marks and len(text) <= LONGEST_LISTED and (mark := row(text, rules)):
            marks[index] = mark
    joined, starts = "\0".join(lines), list(accumulate((len(line) + 1 for line in lines), initial=0))
    for phrase in rules.table.held_by(joined):
        for index in _holding(phrase.pieces[1], joined, starts):
            if index not in marks and len(lines[index]) <= LEGAL_LENGTH and phrase.fits(lines[index]):
                marks[index] = Mark(rules.kinds[phrase.kind], "known shape", whole=False)
    return marks


def _holding(piece: str, joined: str, starts: Sequence[int]) -> Iterator[int]:
    """The lines that hold a piece, by where each begins in all of them joined."""
    at = joined.find(piece)
    while at >= 0:
        index = bisect_right(starts, at) - 1
        yield index
        at = joined.find(piece, starts[index + 1])


def is_sentence(line: str) -> bool:
    """Whether a folded line ends as a sentence does and has more than a word."""
    end = line.rstrip(CLOSING)
    return end.endswith(STOPS) and " " in end


def folded(texts: Sequence[str]) -> list[str]:
    """A folded line for every text; one that is too long for a label is folded less, which is much quicker."""
    label = [len(text) <= LONG_SENTENCE or (len(text) <= LONGEST_LISTED and not text.endswith(".")) for text in texts]
    labels = iter(fold_all(text.replace("\0", " ") for text, short in zip(texts, label, strict=True) if short))
    rest = iter(fold_sentences(text.replace("\0", " ") for text, short in zip(texts, label, strict=True) if not short))
    return [next(labels) if short else next(rest) for short in label]


def _blocks(document: Document) -> Iterator[int]:
    block = end = 0
    for unit in document.units:
        start = unit.span.start
        block += max(document.text.count("\n", end, start), document.text.count("\r", end, start)) > 1
        end = unit.span.end
        yield block
