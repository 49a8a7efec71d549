"""What a language's file says of saved pages, made ready for looking lines up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from polyglot import resources
from polyglot.furniture import phrases
from polyglot.furniture.folding import EDGES, fold, fold_all
from polyglot.furniture.phrases import Table
from polyglot.model import Role, Tag
from polyglot.resources import Pattern

WORD = re.compile(r"[^\W\d_]+|0")
SEPARATORS = re.compile(r"\s*[›»→>/|•·]\s*|\t+|\s{2,}")
LAST_WORD = re.compile(r"(?:[^\W\d_]{1,12}|0)(?=\W*$)")
FIRST_WORD = re.compile(r"[^\W\d_]{1,12}|0")
ROW_SIGN = re.compile(r"\s\s|[\t|•·∙⋅/]|\s[–—-]\s|\]\s*\[")
ROW = re.compile(r"\s{2,}|\s*[\t|•·∙⋅]\s*|\s+[/–—-]\s+|\]\s*\[")
CREDIT = re.compile(r"{0}(?:\s{0})*\s?/\s?{0}(?:\s{0})*".format(r"[A-ZÀ-ÖØ-Þ][\w.'’-]*"))
"""Jo Whitfield / Ledger, AMN/Jaime Tordera."""
LONGEST_LINK = 80
"""Characters."""
LONGEST_CREDIT = 60
MOST_OF_A_ROW = 0.5
SEPARATOR = re.compile(r"[›»>→/|•·]")
CRUMBS = re.compile(r"\s[›»>→]+\s.*\s[›»>→]+\s")
LONGEST_PHRASE = 6
"""Words."""
LONGEST_WORD = 12
LONGEST_OF_WORDS = 100
"""Characters: the longest line that is read word for word."""
MARGIN = ' "«»“”\u00a0\u202f'


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of furniture and what it means for the lines around it; see `und.toml`."""

    name: str
    role: Role = Role.FURNITURE
    weight: int = 10
    ends: bool = False
    opens: bool = False
    changes: bool = False
    proof: float = 1
    heading: bool = False
    sentences: bool = False
    late: bool = False
    box: bool = False
    button: bool = False
    talk: bool = False
    inserted: bool = False

    @property
    def after(self) -> float:
        """How much of its weight a sentence below such a line keeps."""
        return 0.8 if self.ends else 0.95 if self.opens else 1.0


class Words(NamedTuple):
    """Words of which a line of a kind may consist, and those of them that tell the kind."""

    kind: str
    telling: frozenset[str]
    all: frozenset[str]
    numbers: int
    """So many numbers among them tell it as well; 0 where none do."""

    def cover(self, words: Sequence[str]) -> bool:
        """Whether words are all of the kind, and one of them telling; what was run together (`FacebookXRSS`) too."""
        if len(words) == 1 and len(words[0]) > LONGEST_WORD:
            words = self._parted(words[0])
        if not self.all.issuperset(words) or (self.numbers and len(words) > 1 and "0" not in words):
            return False
        return not self.telling.isdisjoint(words) or 0 < self.numbers <= words.count("0")

    def _parted(self, word: str) -> list[str]:
        """A word cut into the longest words of the kind; a rest that is none stays as it is."""
        parts: list[str] = []
        while word:
            size = next((size for size in range(LONGEST_WORD, 0, -1) if word[:size] in self.all), len(word))
            parts.append(word[:size])
            word = word[size:]
        return parts


class Mark(NamedTuple):
    """Why a line is furniture."""

    kind: Kind
    reason: str
    whole: bool = True
    """Whether a known phrase is all of the line, so that a list may hang below it."""


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The shapes of a language, compiled."""

    kinds: Mapping[str, Kind]
    table: Table
    words: tuple[Words, ...]
    byline: tuple[Pattern, ...]
    signed: str
    """What stands before the name of an author in a line that says more; empty where the language does not say."""
    caption: tuple[Pattern, ...]
    filed: Table
    calls: frozenset[str]
    """With which words a site asks its reader to do something."""
    contents: frozenset[str]
    """What stands above a table of contents."""
    contacts: frozenset[str]
    """What stands above the address at the end of a town's or a company's text."""
    home: frozenset[str]
    sections: frozenset[str]
    starts: frozenset[str]
    """How lines begin that consist of known words or names of sections: their first word, cut off at `LONGEST_WORD`."""
    ends: frozenset[str]
    """How they end: the last characters of their last word, as many."""

    def is_section(self, name: str) -> bool:
        """Whether a folded name is that of a section, or of the home page."""
        return name in self.sections or name in self.home


@cache
def rules(tag: Tag) -> Rules:
    """The rules of a language: the general phrases and its own; a language without a file has the general ones."""
    general, own = resources.language("furniture", resources.GENERAL), resources.language("furniture", tag)
    files = (general,) if own is general else (own, general)
    kinds = {
        name: Kind(name, **{**facts, "role": Role(facts.get("role", Role.FURNITURE))})
        for name, facts in general["kinds"].items()
    }
    lists = {name: words for file in reversed(files) for name, words in file.get("lists", {}).items()}
    contents, contacts, home, sections = (
        frozenset(fold(word) for file in files for word in file.get(name, ()))
        for name in ("contents", "contacts", "home", "sections")
    )
    words = tuple(_words(kind, files) for kind in general["words"])
    lines = ((kind, line) for file in files for kind, found in file.get("lines", {}).items() for line in found)
    talkative = frozenset(kind.name for kind in kinds.values() if kind.sentences)
    return Rules(
        kinds,
        phrases.table(lines, lists, talkative),
        words,
        _patterns(own.get("byline", ())),
        own.get("signed", ""),
        _patterns(line for file in files for line in file.get("caption", ())),
        phrases.table((("site", line) for line in own.get("filed", ())), lists, frozenset()),
        frozenset(fold(word) for file in files for word in file.get("calls", "").split()),
        contents,
        contacts,
        home,
        sections,
        *_edges(home | sections | {word for vocabulary in words for word in vocabulary.all}),
    )


def _patterns(lines: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(resources.pattern(line, ignore_case=True) for line in lines)


def _edges(names: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """How names begin, and how they end."""
    starts = (FIRST_WORD.match(name) for name in names)
    ends = (LAST_WORD.search(name[-LONGEST_WORD:]) for name in names)
    return frozenset(found[0] for found in starts if found), frozenset(found[0] for found in ends if found)


def _words(kind: str, files: Sequence[Mapping[str, Any]]) -> Words:
    found = [file["words"][kind] for file in files if kind in file.get("words", {})]
    telling = {fold(word) for words in found for word in words.get("telling", "").split()}
    others = {fold(word) for words in found for word in words.get("others", "").split()}
    numbers = max((words.get("numbers", 0) for words in found), default=0)
    return Words(kind, frozenset(telling), frozenset(telling | others), numbers)


@lru_cache(maxsize=1 << 16)
def known(line: str, rules: Rules) -> Mark | None:
    """What a folded line is known to be; a site's pages repeat their lines, which are looked at once."""
    bare = line.strip(EDGES)
    if found := rules.table.look_up(line, bare):
        return Mark(rules.kinds[found.kind], "known shape", found.whole)
    if rules.is_section(bare):
        return Mark(rules.kinds["site"], "the name of a section")
    if not line.endswith(".") and (mark := _by_signs(line, bare, rules)):
        return mark
    if len(line) <= LONGEST_OF_WORDS and _made_of_known_words(bare, rules) and (mark := _by_words(line, rules)):
        return mark
    return _run_together(bare, rules)


def _by_signs(line: str, bare: str, rules: Rules) -> Mark | None:
    """What a line is by its arrows: a link to the article before or after, a breadcrumb."""
    if len(line) <= LONGEST_LINK and _points(line):
        return Mark(rules.kinds["neighbours"], "an arrow to another page")
    if CRUMBS.search(bare) and "«" not in bare:
        return Mark(rules.kinds["breadcrumb"], "a way through the site")
    if SEPARATOR.search(bare) and _leads_from_home(line, rules):
        return Mark(rules.kinds["breadcrumb"], "a way from the home page")
    return None


def _points(line: str) -> bool:
    """Whether a line has an arrow at one end, `« Former post`: the mark of a quotation would have another."""
    former = line.startswith(("« ", "← ", "‹ ", "<< ")) and not any(mark in line for mark in "»→›")
    return former or (line.endswith((" »", " →", " ›", " >>")) and not any(mark in line for mark in "«←‹"))


def _by_words(line: str, rules: Rules) -> Mark | None:
    """What a line is that consists of the words of a kind, or of the names of sections."""
    words = WORD.findall(line)
    for vocabulary in rules.words:
        if vocabulary.cover(words):
            return Mark(rules.kinds[vocabulary.kind], "known words")
    if (len(words) > 2 or SEPARATORS.search(line.strip())) and all(
        rules.is_section(name) for name in section_names(line, rules)
    ):
        return Mark(rules.kinds["menu"], "names of sections")
    return None


def names_date(line: str, rules: Rules) -> bool:
    """Whether a folded line has a number beside a word of dates."""
    words = WORD.findall(line)
    dated = [words for words in rules.words if words.numbers]
    near = (words[max(0, at - 2) : at + 3] for at, word in enumerate(words) if word == "0")
    beside = {word for around in near for word in around}
    return any(not vocabulary.telling.isdisjoint(beside) for vocabulary in dated)


@lru_cache(maxsize=1 << 14)
def row(text: str, rules: Rules) -> Mark | None:
    """What several labels in one line are that a site shows side by side: most of them must be known."""
    if not ROW_SIGN.search(text):
        return None
    if len(text) <= LONGEST_CREDIT and CREDIT.fullmatch(text):
        return Mark(rules.kinds["credit"], "names on both sides of a stroke")
    pieces = [piece for piece in fold_all(ROW.split(text.strip())) if piece.strip(EDGES)]
    marks = [mark for piece in pieces if (mark := known(piece, rules))]
    if len(marks) < 2 or len(marks) < MOST_OF_A_ROW * len(pieces) or not any(mark.kind.proof for mark in marks):
        return None
    return Mark(marks[0].kind, "known shapes in a row", whole=False)


def _run_together(bare: str, rules: Rules) -> Mark | None:
    """What two and more known phrases in one line are, that nothing parts: `Share on X Share on Facebook`."""
    words = [] if bare.endswith(".") else bare.split(" ")
    kinds: list[str] = []
    while words:
        heads = ((size, " ".join(words[:size])) for size in range(min(LONGEST_PHRASE, len(words)), 0, -1))
        found = next(((size, label) for size, head in heads if (label := rules.table.label(head))), None)
        if found is None:
            return None
        kinds.append(found[1].kind)
        words = words[found[0] :]
    return Mark(rules.kinds[kinds[0]], "known shapes in a row", whole=False) if len(kinds) > 1 else None


def _made_of_known_words(bare: str, rules: Rules) -> bool:
    """Whether a line can consist of known words or names, by how it begins and ends; much quicker than to read it."""
    start, end = FIRST_WORD.match(bare), LAST_WORD.search(bare[-LONGEST_WORD:])
    if not start or not end:
        return False
    run_together = len(bare) > LONGEST_WORD and " " not in bare
    return run_together or (start[0] in rules.starts and end[0] in rules.ends)


def _leads_from_home(line: str, rules: Rules) -> bool:
    """Whether a line is the home page, then other pages, with something between them."""
    pieces = [piece.strip(EDGES) for piece in SEPARATORS.split(line)]
    return len(pieces) > 1 and pieces[0] in rules.home and not line.endswith(".")


def section_names(text: str, rules: Rules) -> Iterator[str]:
    """The names of sections that a breadcrumb or menu consists of; what no list knows stays one name."""
    pieces = (piece.strip(MARGIN) for piece in SEPARATORS.split(text))
    return (name for piece in pieces if piece for name in _names(piece.split(), rules))


def _names(words: list[str], rules: Rules) -> Iterator[str]:
    """Words cut at the section names that the language's list knows, longest first."""
    unknown: list[str] = []
    while words:
        sizes = range(min(5, len(words)), 0, -1)
        size = next((size for size in sizes if rules.is_section(fold(" ".join(words[:size])))), 0)
        if not size:
            unknown.append(words.pop(0))
            continue
        if unknown:
            yield " ".join(unknown)
        yield " ".join(words[:size])
        words, unknown = words[size:], []
    if unknown:
        yield " ".join(unknown)
