"""The road of a kit: all that a colleague needs to review articles in one archive, and what comes back in it.

The bytes of an archive depend on nothing but what is in it: no time, no compression.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from polyglot import exchange, resources, termbase, tmx, xliff
from polyglot.desk import Sheet
from polyglot.errors import PackageError
from polyglot.exchange import FindMatches, Shape, nothing
from polyglot.model import CodeKind, Pair, Side, State, Tag
from polyglot.models import archive
from polyglot.models.archive import BROKEN, HINT, Limits

Kind = Literal["po", "xliff", "omegat"]
SHAPES: Mapping[Kind, Shape] = {"po": "po", "xliff": "xliff", "omegat": "po"}
"""Of XLIFF, OmegaT 3.6 shows the target as what is to be translated; catalogs it reads in both languages."""
LIMITS = Limits(total=512 << 20, single=64 << 20, files=20_000)
"""What an archive may be that comes back."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can say."""
RETURNING = {".po", ".xlf", ".xliff"}
SOURCES, TARGETS = "source", "target"
"""The folders of a project of OmegaT."""


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the glossary that an article has: what the source calls it, and what the target may."""

    concept: str
    source: str
    targets: tuple[str, ...]
    """The one to write first."""


def name_of(pair: Pair) -> str:
    """What a kit is called."""
    return f"kit-{pair.source}-{pair.target}.zip"


def kits(
    sheets: Iterable[Sheet], kind: Kind, *, only_doubtful: bool = False, find: FindMatches = nothing
) -> dict[str, bytes]:
    """A kit by its name for every direction that has something to look at."""
    groups: dict[Pair, list[Sheet]] = {}
    for sheet in sheets:
        groups.setdefault(sheet.work.direction.pair, []).append(sheet)
    made = {name_of(pair): _kit(pair, same, kind, find, only_doubtful=only_doubtful) for pair, same in groups.items()}
    return {name: data for name, data in made.items() if data}


def _kit(pair: Pair, sheets: Sequence[Sheet], kind: Kind, find: FindMatches, *, only_doubtful: bool) -> bytes:
    """The archive of a direction; empty where nothing goes out."""
    shape = SHAPES[kind]
    texts = {
        exchange.name_of(sheet, shape): exchange.exported(sheet, shape, only_doubtful=only_doubtful, find=find)
        for sheet in sheets
    }
    texts = {name: data for name, data in texts.items() if data}
    if not texts:
        return b""
    terms, record = tuple(_terms(sheets)), "".join(tmx.write(_record(sheets), pair.source))
    aside = {"terms.tbx": termbase_of(terms, pair), "record.tmx": record.encode()}
    if kind == "omegat":
        return _packed(
            {
                **_omegat(pair, terms),
                **{f"{SOURCES}/{name}": data for name, data in texts.items()},
                "glossary/terms.tbx": aside["terms.tbx"],
                "tm/record.tmx": aside["record.tmx"],
            }
        )
    return _packed({**texts, **aside})


def _terms(sheets: Iterable[Sheet]) -> Iterator[Term]:
    """The names of the glossary that the articles have, whatever segments go out."""
    for sheet in sheets:
        wanted = sheet.work.direction.wanted
        for line in sheet.lines:
            for code in line.segment.codes:
                want = wanted(code) if code.kind is CodeKind.NAME else None
                if want is not None:
                    accepted = dict.fromkeys((want.write, *want.accepted))
                    yield Term(want.concept, want.term or code.text, tuple(accepted))


def termbase_of(terms: Iterable[Term], pair: Pair) -> bytes:
    """TBX v3, dialect TBX-Basic, of the names: a concept each, the form to write before the others."""
    named: dict[str, dict[Tag, dict[str, None]]] = {}
    for term in terms:
        said = named.setdefault(term.concept, {tag: {} for tag in pair})
        said[pair.source][term.source] = None
        said[pair.target].update(dict.fromkeys(term.targets))
    rows = {
        concept: {"concept": concept, **{str(tag): "|".join(forms) for tag, forms in said.items()}}
        for concept, said in named.items()
    }
    shape = termbase.Shape()
    root = termbase.document(shape)
    termbase.revise(root, shape, rows)
    return termbase.rendered(root)


def _record(sheets: Iterable[Sheet]) -> Iterator[tmx.TransUnit]:
    """What people have reviewed in the articles, each pair of texts once."""
    for pair, both in dict.fromkeys(_reviewed(sheets)):
        variants = (tmx.Variant(tag, tuple(pieces(said or ()))) for tag, said in zip(pair, both, strict=True))
        yield tmx.TransUnit(pair.source, tuple(variants))


def _reviewed(sheets: Iterable[Sheet]) -> Iterator[tuple[Pair, tuple[xliff.Content, xliff.Content | None]]]:
    for sheet in sheets:
        said = exchange.contents(sheet)
        for line in sheet.lines:
            both = said[line.context]
            if both[1] is not None and line.state.rank >= State.REVIEWED.rank:
                yield sheet.work.direction.pair, both


def pieces(said: xliff.Content) -> Iterator[tmx.Piece]:
    """Content as TMX has it: pairs as `bpt` and `ept`, single codes as `ph`, lone halves as `it`."""
    nested = xliff.pairs(said)
    openers = sorted(nested)
    numbers = {index: str(count) for count, at in enumerate(openers, 1) for index in (at, nested[at])}
    for index, piece in enumerate(said):
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, xliff.Code) and index in numbers:
            yield tmx.InlineCode("bpt" if index in nested else "ept", piece.text, numbers[index])
        elif isinstance(piece, xliff.Code):
            alone = piece.side is Side.NONE
            yield tmx.InlineCode("ph" if alone else "it", piece.text, begins=piece.side is not Side.CLOSE)


def _omegat(pair: Pair, terms: Iterable[Term]) -> dict[str, bytes]:
    """What makes a folder a project of OmegaT: its settings, its folders, and the terms as its own table."""
    settings = (resources.HERE / "language" / "omegat.project").read_text("utf-8")
    filled = settings.replace("@source@", pair.source).replace("@target@", pair.target)
    rows = dict.fromkeys(f"{_cell(term.source)}\t{_cell(term.targets[0])}\n" for term in terms)
    texts = {"omegat.project": filled, "glossary/terms.utf8": "".join(rows)}
    return {name: text.encode() for name, text in texts.items()} | {f"{TARGETS}/": b"", "omegat/": b""}


def _cell(text: str) -> str:
    return " ".join(text.split())


def _packed(files: Mapping[str, bytes]) -> bytes:
    """An archive of files by name; a name that ends in `/` is a folder."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_STORED) as packed:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system = 3  # the same on every system
            entry.external_attr = (0o40755 if name.endswith("/") else 0o100644) << 16
            packed.writestr(entry, data)
    return found.getvalue()


def opened(path: Path) -> dict[str, bytes]:
    """The review files in a kit that came back, by name. Raises `PackageError` where the archive is hostile or damaged.

    Of a project of OmegaT, what it translated counts, not what it was given.
    """
    with archive.opened(path, LIMITS) as packed:
        entries = archive.files_of(packed, path, LIMITS)
        names = [name for name in entries if PurePosixPath(name).suffix.lower() in RETURNING]
        translated = {_without(name, TARGETS) for name in names}
        kept = [name for name in names if _without(name, SOURCES) not in translated]
        if not kept:
            message = "the archive has no .xlf, .xliff or .po file"
            raise PackageError(message, place=str(path), hint="pack the files that were translated")
        return {name: _content(packed, entries[name], path) for name in kept}


def _without(name: str, folder: str) -> str:
    """A name without that one of its folders; a word that is no name where it does not lie in one."""
    parts = name.split("/")
    return "/".join(part for part in parts if part != folder) if folder in parts[:-1] else f"{folder}\0{name}"


def _content(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    try:
        with packed.open(entry) as file:
            data = file.read(entry.file_size + 1)
    except (*BROKEN, OSError) as error:
        raise PackageError(f"the entry {entry.filename!r} is damaged", place=str(path), hint=HINT) from error
    if len(data) != entry.file_size:
        raise PackageError(f"the entry {entry.filename!r} is not as long as it says", place=str(path), hint=HINT)
    return data
