"""The file of the memory: what engines answered, recorded as it comes, and the units of the project's files.

A run that was cut short goes on where it stopped; a recorded answer is reused wherever exactly the same would be asked,
so that published text never changes because its neighbours did. It is an SQLite database with a write-ahead log
(https://sqlite.org/wal.html), which survives the death of its process at any moment.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import TypeVar

from polyglot.memory import units as tables
from polyglot.memory.units import Kept, Kind, Unit
from polyglot.model import Pair, Segment

T = TypeVar("T")
SCHEMA = 2
"""`PRAGMA user_version`: a file with another one was made by another version of polyglot."""
ANSWERS_ALONE = 1
"""The version that had no units yet; they are added to its answers."""
APPLICATION = int.from_bytes(b"poly")
"""`PRAGMA application_id`: what tells our file from those of other programs."""
TABLE = "CREATE TABLE answers (key BLOB PRIMARY KEY, target TEXT NOT NULL, unknown TEXT NOT NULL) WITHOUT ROWID"
BATCH = 64
"""After so many answers they are committed."""
PAUSE = 0.1
"""Seconds since the last commit after which an answer is committed at once."""
PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""
CACHE = 32 << 10
"""KiB of the file that are kept in memory."""
ASKED = 500
"""So many keys are looked up by one query: SQLite takes 999 at least."""
BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, None)
"""SQLite's codes for damage; None stands for text that Python could not decode."""
BESIDE = ("", "-wal", "-shm", "-journal")
"""What the names of a database's files end in."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine said."""

    text: str
    unknown: tuple[str, ...] = ()
    """The source words that it left as they are because it does not know them."""
    pivot_unknown: tuple[str, ...] = ()
    """Words of the pivot language that the second leg left."""
    unsettled: tuple[str, ...] = ()
    """The forms, joined by `|`, of each name whose form could not be settled."""


def key(pair: Pair, engine: str, edition: str, segment: Segment) -> bytes:
    """What an answer is recorded under: SHA-256 over all that it depends on.

    `engine` is the `Identity.signature`, `edition` names the glossary and the version of polyglot.
    """
    codes = [(code.kind, code.text, code.value, code.side, *code.span) for code in segment.codes]
    asked = json.dumps((*pair, engine, edition, segment.text, codes), ensure_ascii=False)
    return sha256(asked.encode("utf-8", "surrogatepass")).digest()


class ForeignError(sqlite3.DatabaseError):
    """The file is a database, but not a memory of this version."""


class Memory:
    """A file of answers, made when the first is recorded; where it cannot be used, the run goes on without it.

    Several processes may use one at a time, unless it is for one `alone`: then the others go on without it.
    """

    def __init__(self, path: Path, tell: Callable[[str], None], *, alone: bool = False) -> None:
        """Open the file where there is one; `tell` is given a sentence where it is of no use."""
        self.path = path
        self._tell = tell
        self._alone = alone
        self._database: sqlite3.Connection | None = None
        self._pending: dict[bytes, Answer] = {}
        self._committed = 0.0
        self._usable = True
        self._trusts: bool | None = None
        if path.exists():
            with self._minded():
                self._database = self._opened()

    def find(self, keys: Sequence[bytes]) -> dict[bytes, Answer]:
        """What is recorded for these keys."""
        found: dict[bytes, Answer] = {}
        with self._minded():
            for start in range(0, len(keys) if self._database else 0, ASKED):
                found |= self._rows(keys[start : start + ASKED])
        return found | {key: self._pending[key] for key in keys if key in self._pending}

    def record(self, key: bytes, answer: Answer) -> None:
        """Record an answer, on disk by the next commit."""
        if not self._usable:
            return
        self._pending[key] = answer
        if len(self._pending) >= BATCH or time.monotonic() - self._committed > PAUSE:
            self.flush()

    def flush(self) -> None:
        """Commit what has been recorded."""
        with self._minded():
            if self._pending and self._usable:
                self._write()
        self._committed = time.monotonic()

    def settle(self) -> None:
        """Commit, and have the disk keep it whatever becomes of the machine."""
        self.flush()
        with self._minded():
            if self._database is not None:
                self._database.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Commit and close."""
        self.flush()
        with self._minded():
            self._release()

    def discard(self) -> None:
        """Delete the file: what it has is written elsewhere."""
        self._pending.clear()
        with self._minded():
            if self._database is not None:
                self._database.execute("PRAGMA journal_mode = DELETE")  # no log to be deleted by name later
                self.path.unlink(missing_ok=True)
                self._release()

    # --- units ---

    @property
    def trusts(self) -> bool:
        """Whether there is any unit that may be used without asking."""
        if self._trusts is None:
            self._trusts = self._asked(tables.trusted, None) or False
        return self._trusts

    def files(self) -> dict[str, str]:
        """The files whose units are there, by name, and the SHA-256 that each had."""
        return self._asked(tables.files, {})

    def put(self, name: str, digest: str, units: Iterable[Unit]) -> int:
        """Put a file's units in the place of those that it had; says how many they are.

        Whatever `units` raises leaves all as it was.
        """
        self._trusts = None
        with self._minded():
            if self._usable:
                database = self._made()
                with _transaction(database, "IMMEDIATE"):
                    return tables.put(database, name, digest, units)
        return 0

    def put_all(self, files: Mapping[str, tuple[str, Iterable[Unit]]]) -> None:
        """Put the units of many files, each with its digest, in the place of those that they had, or none of them."""
        self._trusts = None
        with self._minded():
            if self._usable and files:
                database = self._made()
                with _transaction(database, "IMMEDIATE"):
                    for name, (digest, units) in files.items():
                        tables.put(database, name, digest, units)

    def drop(self, name: str) -> None:
        """Take out the units of a file that is no more."""
        self._trusts = None
        with self._minded():
            if self._database is not None:
                with _transaction(self._database, "IMMEDIATE"):
                    tables.drop(self._database, name)

    def same(self, pair: Pair, text: str, around: int = 0, least: Kind = Kind.MT) -> list[Kept]:
        """Units of this very text: first those with these neighbours (`context`), then the most trusted."""
        return self._asked(lambda database: tables.same(database, pair, text, around, least), [])

    def shaped(self, pair: Pair, text: str, least: Kind = Kind.MT) -> list[Kept]:
        """Units that may have the same text but for names, numbers and tags, the most trusted first."""
        return self._asked(lambda database: tables.shaped(database, pair, text, least), [])

    def alike(self, pair: Pair, text: str, least: int) -> list[tuple[int, Kept]]:
        """Units whose texts are alike, the best first, each with its likeness in points of 100."""
        return self._asked(lambda database: tables.alike(database, pair, text, least), [])

    def every(self) -> Iterator[Kept]:
        """All units in the order of their files."""
        nothing: Iterator[Kept] = iter(())
        yield from self._asked(tables.every, nothing)

    def counts(self) -> list[tuple[Pair, Kind, int]]:
        """How many units there are of each pair and kind."""
        return self._asked(tables.counts, [])

    def forget(self, match: str) -> int:
        """Erase answers that have a text in them, and all units, which their files tell again; its case does not count.

        Says how many answers and units had it. What was erased is nowhere in the file any more.
        """
        with self._minded():
            self.flush()
            if self._database is not None:
                return _erase(self._database, match.casefold())
        return 0

    def _asked(self, question: Callable[[sqlite3.Connection], T], nothing: T) -> T:
        """What the tables say; nothing where there is no file, or none of use."""
        with self._minded():
            if self._database is not None:
                return question(self._database)
        return nothing

    # --- the file ---

    def _rows(self, keys: Sequence[bytes]) -> dict[bytes, Answer]:
        assert self._database is not None
        marks = ", ".join("?" * len(keys))
        query = f"SELECT key, target, unknown FROM answers WHERE key IN ({marks})"  # noqa: S608 - question marks only
        rows = self._database.execute(query, keys)
        return {key: Answer(target, *map(tuple, json.loads(unknown))) for key, target, unknown in rows}

    def _made(self) -> sqlite3.Connection:
        """The database, made where there is none yet."""
        if self._database is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._database = self._opened()
        return self._database

    def _write(self) -> None:
        database = self._made()
        rows = [
            (key, one.text, json.dumps([one.unknown, one.pivot_unknown, one.unsettled]))
            for key, one in self._pending.items()
        ]
        with _transaction(database, "IMMEDIATE"):
            database.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)
        self._pending.clear()

    def _opened(self) -> sqlite3.Connection:
        """The database, made where there is none. Raises `sqlite3.Error` where it is damaged, foreign or locked."""
        patience = 0.0 if self._alone else PATIENCE
        database = sqlite3.connect(self.path, timeout=patience, isolation_level=None)
        with ExitStack() as stack:
            stack.callback(database.close)
            if self._alone:
                database.execute("PRAGMA locking_mode = EXCLUSIVE")
            with _transaction(database, "EXCLUSIVE" if self._alone else "IMMEDIATE"):
                _prepare(database)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(f"PRAGMA cache_size = -{CACHE}")
            stack.pop_all()
        return database

    @contextmanager
    def _minded(self) -> Iterator[None]:
        """Go on without the file where it cannot be used, and say so."""
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError) as error:
            self._leave(error)
        except OSError as error:
            self._stop((error.strerror or str(error)).lower())

    def _leave(self, error: Exception) -> None:
        """Set a file aside that is damaged or not ours; else do without it."""
        code = getattr(error, "sqlite_errorcode", None)
        primary = None if code is None else code & 0xFF
        with suppress(sqlite3.Error):
            self._release()
        if isinstance(error, sqlite3.Error) and not isinstance(error, ForeignError) and primary not in BROKEN:
            self._stop(str(error))
            return
        try:
            place = _set_aside(self.path)
        except OSError as failure:
            self._stop((failure.strerror or str(failure)).lower())
            return
        what = "is not one of this version of polyglot" if isinstance(error, ForeignError) else "is damaged"
        self._tell(f"the memory {self.path} {what}; it was set aside as {place.name}, and a new one is begun")

    def _stop(self, reason: str) -> None:
        if self._usable:
            self._tell(f"the memory {self.path} cannot be used ({reason}); this run goes on without it")
        self._usable = False
        self._pending.clear()

    def _release(self) -> None:
        database, self._database = self._database, None
        if database is not None:
            database.close()


def _prepare(database: sqlite3.Connection) -> None:
    """Make the tables in an empty file. Raises `ForeignError` where the file is another's."""
    ((application,),) = database.execute("PRAGMA application_id")
    ((version,),) = database.execute("PRAGMA user_version")
    if (application, version) == (APPLICATION, SCHEMA):
        return
    ((present,),) = database.execute("SELECT count(*) FROM sqlite_master")
    if (application, version) != (APPLICATION, ANSWERS_ALONE):
        if application or version or present:
            raise ForeignError
        database.execute(TABLE)
    for statement in tables.TABLES:
        database.execute(statement)
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    database.execute(f"PRAGMA user_version = {SCHEMA}")


def _erase(database: sqlite3.Connection, match: str) -> int:
    """Take out what has a text in it, and leave no page of the file that still shows it."""
    rows = database.execute("SELECT key, target, unknown FROM answers")
    said = ((key, [target, *chain(*json.loads(unknown))]) for key, target, unknown in rows)
    gone = [(key,) for key, texts in said if any(match in text.casefold() for text in texts)]
    units = sum(match in f"{kept.unit.source}\n{kept.unit.target}".casefold() for kept in tables.every(database))
    with _transaction(database, "IMMEDIATE"):
        database.executemany("DELETE FROM answers WHERE key = ?", gone)
        tables.clear(database)
    database.execute("VACUUM")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(gone) + units


@contextmanager
def _transaction(database: sqlite3.Connection, kind: str) -> Iterator[None]:
    """All or nothing."""
    database.execute(f"BEGIN {kind}")
    done = False
    try:
        yield
        database.execute("COMMIT")
        done = True
    finally:
        if not done:
            with suppress(sqlite3.Error):
                database.execute("ROLLBACK")


def _set_aside(path: Path) -> Path:
    """Give a database's files another name, its log too, which would otherwise be taken for the new one's."""
    names = (path.with_name(f"{path.name}.damaged{number or ''}") for number in count())
    place = next(place for place in names if not place.exists())
    for ending in BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(place.with_name(place.name + ending))
    return place
