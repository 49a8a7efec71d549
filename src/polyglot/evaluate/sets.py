"""Test sets: source lines with their references, and what others have published on them."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from polyglot import files, locales
from polyglot.errors import UnknownLanguageError, UnreadableInputError
from polyglot.model import Pair, Tag

LIMIT = 256 * 1024 * 1024
"""Bytes of a file when it is unpacked: test sets have a few thousand lines."""
OPENERS: Mapping[str, Callable[[io.BytesIO], io.BufferedIOBase]] = {
    ".gz": lambda packed: gzip.GzipFile(fileobj=packed),
    ".xz": lzma.LZMAFile,
}
ENDINGS = ("", *OPENERS)
SCORES = "scores.tsv"
COLUMNS = ("pair", "set", "system", "bleu")
"""The columns of `scores.tsv` that are read; capitals do not matter, others are free."""


@dataclass(frozen=True, slots=True)
class Published:
    """The BLEU of another system on the same set and pair, as somebody published it."""

    system: str
    bleu: float


@dataclass(frozen=True, slots=True)
class ParallelSet:
    """Lines to translate and, line by line, what a person made of them."""

    name: str
    source: tuple[str, ...]
    references: tuple[str, ...]
    """As many as source lines, and at least one; none where nobody made any."""
    files: tuple[Path, ...]
    published: tuple[Published, ...] = ()

    def first(self, count: int) -> ParallelSet:
        """Its first lines; figures published for all of them are left out, for they would not compare."""
        if count >= len(self.source):
            return self
        return replace(self, source=self.source[:count], references=self.references[:count], published=())


def parallel(source: Path, reference: Path | None, columns: tuple[int, int]) -> ParallelSet:
    """A set in two files line by line, or in two columns (from 1) of one with tabs; also packed (`.gz`, `.xz`).

    Raises `UnreadableInputError`.
    """
    if reference is None:
        return _table(source, columns)
    return _pair_of_files(source.name, source, reference)


def named(name: str, folder: Path, pair: Pair) -> ParallelSet:
    """The set `NAME.fr`, `NAME.en` of a folder, with the figures of its `scores.tsv` where it has one.

    Raises `UnreadableInputError`.
    """
    source, reference = (_place(name, folder, tag) for tag in pair)
    return replace(_pair_of_files(name, source, reference), published=_published(folder / SCORES, name, pair))


def shelf(folder: Path) -> dict[str, tuple[Tag, ...]]:
    """The sets of a folder, by name, with their languages: two or more. Raises `UnreadableInputError`."""
    if not folder.is_dir():
        raise UnreadableInputError("there is no such folder", place=str(folder), hint="name one with --data")
    found: dict[str, dict[Tag, None]] = {}
    for path in sorted(folder.iterdir()):
        plain = path.with_suffix("") if path.suffix in OPENERS else path
        name, _, language = plain.name.rpartition(".")
        tag = _tag(language)
        if name and tag and path.is_file():
            found.setdefault(name, {})[tag] = None
    return {name: tuple(tags) for name, tags in found.items() if len(tags) > 1}


def _tag(text: str) -> Tag | None:
    try:
        return locales.parse(text)
    except UnknownLanguageError:
        return None


def _place(name: str, folder: Path, tag: Tag) -> Path:
    """The file of a set in a language, or in that language at large (`fr` for `fr-CA`)."""
    for language in (tag, locales.base(tag)):
        for ending in ENDINGS:
            path = folder / f"{name}.{language}{ending}"
            if path.is_file():
                return path
    known = "; ".join(f"{known} in {', '.join(tags)}" for known, tags in shelf(folder).items())
    hint = f"it has {known}" if known else "a set NAME is two files, such as NAME.fr and NAME.en"
    raise UnreadableInputError(f"the folder has no {name}.{tag}", place=str(folder), hint=hint)


def _pair_of_files(name: str, source: Path, reference: Path) -> ParallelSet:
    sources, references = lines(source), lines(reference)
    if len(sources) != len(references):
        message = f"{source} has {len(sources)} lines, {reference} has {len(references)}"
        hint = "line by line, the second file has to say what the first does"
        raise UnreadableInputError(message, hint=hint)
    return ParallelSet(name, sources, references, (source, reference))


def _table(path: Path, columns: tuple[int, int]) -> ParallelSet:
    rows = [line.split("\t") for line in lines(path)]
    for number, row in enumerate(rows, 1):
        if len(row) < max(columns):
            message = f"there is no column {max(columns)}, only {len(row)}"
            hint = "separate the columns by tabs, and name two of them with --columns, or name a second file"
            raise UnreadableInputError(message, place=f"{path}:{number}", hint=hint)
    source, references = (tuple(row[column - 1] for row in rows) for column in columns)
    return ParallelSet(path.name, source, references, (path,))


def lines(path: Path) -> tuple[str, ...]:
    """The lines of a file. Only line feeds end one: what else Unicode calls a line end stands inside some lines."""
    text = _text(path)
    return tuple(line.removesuffix("\r") for line in text.removesuffix("\n").split("\n"))


def _text(path: Path) -> str:
    data = _unpacked(path)
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} (0x{data[error.start]:02x}) is not valid UTF-8"
        raise UnreadableInputError(message, place=str(path), hint="save the file as UTF-8") from error


def _unpacked(path: Path) -> bytes:
    """The bytes of a file, packed or not. Raises where there are none, or too many."""
    data = files.read(path)
    opener = OPENERS.get(path.suffix)
    if opener is not None:
        try:
            with opener(io.BytesIO(data)) as unpacked:
                data = unpacked.read(LIMIT + 1)
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            message = f"cannot be unpacked: {str(error).lower()}"
            raise UnreadableInputError(message, place=str(path), hint=f"is it a {path.suffix} file?") from error
    if len(data) > LIMIT:
        message = f"the text is larger than {LIMIT // 1024**2} MiB"
        raise UnreadableInputError(message, place=str(path), hint="a test set has a few thousand lines: take a part")
    if not data.strip():
        raise UnreadableInputError("there is no text in the file", place=str(path), hint="check where it comes from")
    return data


def _published(path: Path, name: str, pair: Pair) -> tuple[Published, ...]:
    """The rows of a table of scores for a set and a pair, best first."""
    if not path.is_file():
        return ()
    rows = (line.split("\t") for line in lines(path))
    heading = [cell.strip().casefold() for cell in next(rows)]
    missing = [column for column in COLUMNS if column not in heading]
    if missing:
        hint = f"its first line names the columns, separated by tabs: {', '.join(COLUMNS)}"
        raise UnreadableInputError(f"there is no column {missing[0]!r}", place=f"{path}:1", hint=hint)
    places = [heading.index(column) for column in COLUMNS]
    wanted = "-".join(map(locales.base, pair)), name
    found = (_score(row, places, f"{path}:{number}") for number, row in enumerate(rows, 2) if row != [""])
    ours = [Published(system, bleu) for *which, system, bleu in found if tuple(which) == wanted]
    return tuple(sorted(ours, key=lambda score: (-score.bleu, score.system)))


def _score(row: Sequence[str], places: Sequence[int], place: str) -> tuple[str, str, str, float]:
    """Pair, set, system and BLEU of a row."""
    try:
        pair, of_set, system, bleu = (row[column].strip() for column in places)
        return pair, of_set, system, float(bleu)
    except (IndexError, ValueError) as error:
        hint = f"every line has {', '.join(COLUMNS)}, BLEU a number like 35.3"
        raise UnreadableInputError("this line is no score", place=place, hint=hint) from error
