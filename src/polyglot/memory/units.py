"""Translation units: texts with their translations, as committed files have them, in tables that find them again.

A file's units come and go together. Rows are found by hashes of the text and of its shape, and by its words through
SQLite's full-text index (FTS5, `unicode61`, ranked with bm25). What is found is ordered by what the files say, never by
when it was read, so that a memory that was deleted and made again answers as before.
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import combinations, islice
from typing import NamedTuple

from polyglot import locales, resources
from polyglot.memory.shape import SLOT, number, plain, shape, words
from polyglot.model import Pair, Tag

TABLES = (
    "CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT NOT NULL)",
    """CREATE TABLE units (id INTEGER PRIMARY KEY, file INTEGER NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL,
        source_tag TEXT NOT NULL, target_tag TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
        engine TEXT NOT NULL, context INTEGER NOT NULL, text INTEGER NOT NULL, shape INTEGER NOT NULL)""",
    "CREATE INDEX units_by_text ON units (text)",
    "CREATE INDEX units_by_shape ON units (shape, rank, text)",
    "CREATE INDEX units_by_file ON units (file)",
    "CREATE TABLE words (word TEXT PRIMARY KEY, units INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE said USING fts5(words, content='', tokenize='unicode61')",
)
JOINED = """SELECT units.rank, source_tag, target_tag, source, target, engine, context, files.name, place
    FROM units JOIN files ON files.id = units.file"""
STRETCH = 2000
"""So many units are put into the tables at a time."""
SAME = 20
"""So many units of one text are looked at."""
SHAPED = 60
"""So many units of one shape are looked at."""
ALIKE = 50
"""So many units that share words are ranked."""
BUDGET = 3000
"""About so many units may have one of the words that others are looked for by: rare words say most and cost least."""
ENOUGH = 3
"""Where so many words are rare, the others are not looked for."""
PAIRED = 3
"""Else so many of the others are looked for, two by two."""
COMMON = 20_000
"""A word that is in more units is looked for beside a rarer one only."""


class Kind(StrEnum):
    """Where a unit's translation comes from; the first is believed most."""

    HUMAN = "human"
    """A person's, in a catalog of the project."""
    IMPORT = "import"
    """Of a translation memory that was imported."""
    DOUBT = "doubt"
    """A person's that a person put in doubt."""
    MT = "mt"
    """A machine's that nobody has looked at."""

    @property
    def rank(self) -> int:
        """0 for the most trusted."""
        return RANKS[self]

    @property
    def trusted(self) -> bool:
        """Whether such a translation may be used without asking."""
        return self in {Kind.HUMAN, Kind.IMPORT}


KINDS = tuple(Kind)
RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation."""

    pair: Pair
    source: str
    target: str
    kind: Kind
    engine: str = ""
    """What a machine's text was signed with."""
    context: int = 0
    """`context` of its neighbours; 0 where they are not known."""


class Kept(NamedTuple):
    """A unit with its place: the file that it comes from, and which of its units it is there."""

    unit: Unit
    file: str
    place: int


def context(before: str, after: str) -> int:
    """What stands for the neighbours of a text; 0 where there are none."""
    return number(plain(before), plain(after)) if before or after else 0


@cache
def points() -> Mapping[str, int]:
    """How many points of 100 a match gains by what it is, or loses by kind of unit and for another region."""
    return dict(tomllib.loads((resources.HERE / "language" / "memory.toml").read_text("utf-8"))["points"])


def kin(one: Tag, other: Tag) -> bool:
    """Whether text in one language serves as text in another: the same, or one of them is the other at large."""
    return one == other or one in locales.lineage(other) or other in locales.lineage(one)


# --- into the tables ---


def put(database: sqlite3.Connection, name: str, digest: str, units: Iterable[Unit]) -> int:
    """Put a file's units in the place of those that it had; says how many they are."""
    drop(database, name)
    row = database.execute("INSERT INTO files (name, digest) VALUES (?, ?)", (name, digest))
    file, place = row.lastrowid or 0, 0
    given = iter(units)
    while stretch := list(islice(given, STRETCH)):
        _insert(database, file, place, stretch)
        place += len(stretch)
    return place


def _insert(database: sqlite3.Connection, file: int, place: int, units: Sequence[Unit]) -> None:
    ((last,),) = database.execute("SELECT coalesce(max(id), 0) FROM units")
    rows, said = [], []
    counts: Counter[str] = Counter()
    for at, unit in enumerate(units, 1):
        source, target = unit.pair
        rows.append(
            (
                *(last + at, file, place + at, unit.kind.rank, source, target),
                *(unit.source, unit.target, unit.engine, unit.context),
                *(_text(unit.pair, unit.source), number(*_languages(unit.pair), shape(unit.source))),
            )
        )
        found = words(unit.source)
        counts.update(set(found))
        said.append((last + at, " ".join(found)))
    database.executemany(f"INSERT INTO units VALUES ({', '.join('?' * 12)})", rows)  # noqa: S608 - question marks only
    database.executemany("INSERT INTO said (rowid, words) VALUES (?, ?)", said)
    _count(database, counts)


def _count(database: sqlite3.Connection, counts: Counter[str]) -> None:
    query = "INSERT INTO words VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET units = units + excluded.units"
    database.executemany(query, sorted(counts.items()))


def _text(pair: Pair, text: str) -> int:
    """What a text is found by, between two languages at large."""
    return number(*_languages(pair), plain(text))


@lru_cache(maxsize=64)
def _languages(pair: Pair) -> tuple[str, str]:
    return locales.base(pair.source), locales.base(pair.target)


def drop(database: sqlite3.Connection, name: str) -> None:
    """Take a file's units out."""
    row = database.execute("SELECT id FROM files WHERE name = ?", (name,)).fetchone()
    if row is None:
        return
    counts: Counter[str] = Counter()
    gone = []
    for number_, source in database.execute("SELECT id, source FROM units WHERE file = ?", row):
        found = words(source)
        counts.subtract(set(found))
        gone.append((number_, " ".join(found)))
    database.executemany("INSERT INTO said (said, rowid, words) VALUES ('delete', ?, ?)", gone)
    _count(database, counts)
    database.execute("DELETE FROM words WHERE units <= 0")
    database.execute("DELETE FROM units WHERE file = ?", row)
    database.execute("DELETE FROM files WHERE id = ?", row)


def clear(database: sqlite3.Connection) -> None:
    """Take all units out; the files tell them again."""
    for table in ("files", "units", "words", "said"):
        database.execute(f"DROP TABLE {table}")
    for statement in TABLES:
        database.execute(statement)


# --- out of them ---


def files(database: sqlite3.Connection) -> dict[str, str]:
    """The files whose units are there, and the SHA-256 that each had."""
    return dict(database.execute("SELECT name, digest FROM files"))


def trusted(database: sqlite3.Connection) -> bool:
    """Whether there is any unit that may be used without asking."""
    return database.execute("SELECT 1 FROM units WHERE rank <= ? LIMIT 1", (Kind.IMPORT.rank,)).fetchone() is not None


def same(database: sqlite3.Connection, pair: Pair, text: str, around: int, least: Kind) -> list[Kept]:
    """Units of this very text, believed as much as `least`: first those with these neighbours."""
    order = "ORDER BY context = ? AND context != 0 DESC, rank, name, place LIMIT ?"
    asked = _text(pair, text), least.rank, around, SAME
    rows = database.execute(f"{JOINED} WHERE text = ? AND rank <= ? {order}", asked)
    return [kept for kept in map(_kept, rows) if _serves(kept, pair) and plain(kept.unit.source) == plain(text)]


def shaped(database: sqlite3.Connection, pair: Pair, text: str, least: Kind) -> list[Kept]:
    """Units that may have the same text but for names, numbers and tags, believed as much as `least`."""
    form = shape(text)
    if SLOT not in form:
        return []
    query = f"{JOINED} WHERE shape = ? AND rank <= ? ORDER BY units.rank, text LIMIT ?"
    rows = database.execute(query, (number(*_languages(pair), form), least.rank, SHAPED))
    return sorted((kept for kept in map(_kept, rows) if _serves(kept, pair)), key=_order)


def alike(database: sqlite3.Connection, pair: Pair, text: str, least: int) -> list[tuple[int, Kept]]:
    """Units whose texts are alike, each with its likeness in points of 100, the best first, each pair of texts once."""
    from rapidfuzz.fuzz import ratio

    query = _query(database, text)
    if not query:
        return []
    found = "SELECT rowid FROM said WHERE said MATCH ? ORDER BY bm25(said) LIMIT ?"
    rows = database.execute(f"{JOINED} WHERE units.id IN ({found})", (query, ALIKE))
    wanted, seen = plain(text), set()
    scored = []
    for kept in sorted((kept for kept in map(_kept, rows) if _serves(kept, pair)), key=_order):
        likeness = ratio(wanted, plain(kept.unit.source), score_cutoff=least)
        texts = kept.unit.source, kept.unit.target
        if likeness and texts not in seen:
            seen.add(texts)
            scored.append((max(int(likeness) - _penalty(kept, pair), 0), kept))
    return sorted((pair for pair in scored if pair[0] >= least), key=lambda scored: (-scored[0], *_order(scored[1])))


def _query(database: sqlite3.Connection, text: str) -> str:
    """What the index is asked for a text: its rarest words, and others in pairs; empty where it knows none of them."""
    said = list(dict.fromkeys(words(text)))
    marks = ", ".join("?" * len(said))
    query = f"SELECT units, word FROM words WHERE word IN ({marks}) ORDER BY units, word"  # noqa: S608 - question marks
    counted = [(int(units), f'"{word}"') for units, word in database.execute(query, said)]
    chosen, left = [], BUDGET
    for units, word in counted:
        if units > left:
            break
        chosen.append(word)
        left -= units
    if len(chosen) >= ENOUGH:
        return " OR ".join(chosen)
    others = counted[len(chosen) : len(chosen) + PAIRED]
    pairs = [f"({one} AND {other})" for (units, one), (_, other) in combinations(others, 2) if units <= COMMON]
    return " OR ".join([*chosen, *pairs]) or " AND ".join(word for _, word in others)


def _penalty(kept: Kept, pair: Pair) -> int:
    table = points()
    return table[kept.unit.kind] + (table["region"] if kept.unit.pair != pair else 0)


def _serves(kept: Kept, pair: Pair) -> bool:
    return kin(kept.unit.pair.source, pair.source) and kin(kept.unit.pair.target, pair.target)


def _order(kept: Kept) -> tuple[int, str, int]:
    """An order that the files alone decide."""
    return kept.unit.kind.rank, kept.file, kept.place


def _kept(row: Sequence[object]) -> Kept:
    rank, source_tag, target_tag, source, target, engine, around, file, place = row
    pair = Pair(Tag(str(source_tag)), Tag(str(target_tag)))
    unit = Unit(pair, str(source), str(target), KINDS[int(str(rank))], str(engine), int(str(around)))
    return Kept(unit, str(file), int(str(place)))


def every(database: sqlite3.Connection) -> Iterator[Kept]:
    """All units in the order of their files."""
    for kept in database.execute(f"{JOINED} ORDER BY files.name, place"):
        yield _kept(kept)


def counts(database: sqlite3.Connection) -> list[tuple[Pair, Kind, int]]:
    """How many units there are of each pair and kind."""
    query = "SELECT source_tag, target_tag, rank, count(*) FROM units GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    return [(Pair(Tag(one), Tag(other)), KINDS[rank], units) for one, other, rank, units in database.execute(query)]
