"""The translation memory of a project: what its committed files say, read into the memory; imports and exports.

The catalogs of articles and the files in `memory/` are all that the units derive from. A file is read again where its
bytes are others than they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import permutations
from pathlib import Path

from polyglot import catalog, files, locales, memory, omission, po, protect, review, tmx
from polyglot.errors import ConflictError, PolyglotError, UnreadableInputError, UsageError
from polyglot.memory import Kept, Kind, Memory, Unit
from polyglot.model import Pair, Role, Side, Span, Tag
from polyglot.model import Unit as TextUnit
from polyglot.project import Project
from polyglot.tmx import InlineCode, Piece, TransUnit, Variant

FOLDER = "memory"
"""Of the project, where imports are kept."""
CONTEXT, KIND, ENGINE = "x-polyglot-context", "x-polyglot-origin", "x-polyglot-engine"
"""The properties (`prop`) in which TMX carries what it has no word for."""
TOGETHER = 100
"""So many catalogs are put into the memory at a time: each commit costs as much as a small catalog."""
NAME = re.compile(r"[^\w.-]+")
EMPTY = {"bpt": "<g{}>", "ept": "</g{}>", "ph": "<x{}/>", "it": "<x{}/>"}
"""How a code is written of which a file does not tell the native form."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import."""

    file: str
    units: int
    skipped: int
    """Texts in what is no language, or that say nothing."""


@contextmanager
def opened(project: Project, tell: Callable[[str], None]) -> Iterator[Memory]:
    """The memory of a project, up to date. Raises `UsageError` outside a project."""
    if project.memory is None:
        raise _homeless()
    known = Memory(project.memory, tell)
    try:
        sync(project, known, tell)
        yield known
    finally:
        known.close()


def _homeless() -> UsageError:
    return UsageError("there is no project here, and so no memory", hint="run: polyglot init")


def sync(project: Project, known: Memory, tell: Callable[[str], None]) -> None:
    """Read what changed since the memory was last brought up to date; what cannot be read is told and left out."""
    there = dict(_derived(project))
    before = known.files()
    if project.root is not None and there:
        with suppress(OSError):  # the memory says so itself where it cannot be written
            files.hide(project.root)
    for name in before.keys() - there.keys():
        known.drop(name)
    waiting: dict[str, tuple[str, Sequence[Unit]]] = {}
    for name, path in there.items():
        digest = files.stream_digest(path)
        if before.get(name) == digest:
            continue
        try:
            if path.suffix == ".tmx":  # as it is read: it may be large
                known.put(name, digest, units_of(project, path))
            else:
                waiting[name] = digest, tuple(units_of(project, path))
        except PolyglotError as error:
            known.drop(name)
            tell(f"the memory goes without {name}: {error}")
        if len(waiting) == TOGETHER:
            known.put_all(waiting)
            waiting.clear()
    known.put_all(waiting)


def _derived(project: Project) -> Iterator[tuple[str, Path]]:
    """The files that units derive from, by name, in the order of their names."""
    if project.root is None:
        return
    found = [*project.root.glob("locales/*/articles/**/*.po"), *(project.root / FOLDER).glob("*.tmx")]
    yield from sorted((path.relative_to(project.root).as_posix(), path) for path in found if path.is_file())


def fingerprint(project: Project) -> str:
    """What names all files that units derive from, and what they say: where it is the same, so is what they offer."""
    if project.settings.memory.reuse == "none":
        return ""
    facts = [f"{name}\0{files.stream_digest(path)}" for name, path in _derived(project)]
    return files.digest("\n".join(facts).encode("utf-8", "surrogateescape"))


def units_of(project: Project, path: Path) -> Iterator[Unit]:
    """The units of a committed file. Raises `CatalogError` or `UnreadableInputError`."""
    if path.suffix == ".tmx":
        for unit in read_tmx(path):
            yield from of_tmx(unit)
        return
    folder = path.relative_to(project.root or Path()).parts[1]
    file = po.read(path)
    told = (file.field("X-Source-Language") if file else "") or project.settings.project.source
    pair = _language(told), _language(folder)
    if file is not None and pair[0] and pair[1]:
        yield from of_catalog(file, Pair(pair[0], pair[1]))


@lru_cache(maxsize=256)
def _language(text: str) -> Tag | None:
    """The tag that a file means; None where it means none."""
    try:
        return locales.parse(text.replace("_", "-"))
    except PolyglotError:
        return None


def of_catalog(file: po.PoFile, pair: Pair) -> Iterator[Unit]:
    """The units of a review catalog: people's text for the source that it was made for, then machines'."""
    live = [entry for entry in file.entries if entry.plural is None and not entry.obsolete]
    texts = ["", *(entry.source for entry in live), ""]
    around = dict(zip(map(id, live), map(memory.context, texts, texts[2:]), strict=False))
    for entry in file.entries:
        alone = entry.plural is None and omission.of(entry) is None  # what people joined is no one sentence's text
        if alone and entry.target and entry.source and not entry.misplaced:
            source = review.made_for(entry) if review.is_persons(entry) else entry.source
            nearby = around.get(id(entry), 0) if source == entry.source else 0
            engine = entry.provenance.engine if entry.provenance else ""
            yield Unit(pair, source, entry.target, _kind(entry, source), engine, nearby)


def _kind(entry: po.Entry, source: str) -> Kind:
    """How far a text may be trusted; what was recalled from a memory is no second witness for it."""
    if not review.is_persons(entry):
        return Kind.MT
    return Kind.DOUBT if entry.fuzzy and source == entry.source else Kind.HUMAN


# --- TMX ---


def read_tmx(path: Path) -> Iterator[TransUnit]:
    """The units of a TMX file, as it is read. Raises `UnreadableInputError`."""
    try:
        with path.open("rb") as file:
            yield from tmx.read(file, str(path))
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise UnreadableInputError(message, place=str(path), hint="check the path") from error


def of_tmx(unit: TransUnit) -> Iterator[Unit]:
    """The units of a `tu`: from its source language to each other, or, where it has none, from any to any."""
    told = dict(unit.properties)
    kind = {"mt": Kind.MT, "doubt": Kind.DOUBT}.get(told.get(KIND, ""), Kind.IMPORT)
    engine, around = told.get(ENGINE, ""), _number(told.get(CONTEXT, ""))
    said = [(tag, text) for one in unit.variants if (tag := _language(one.language)) and (text := _text(one)).strip()]
    origin = None if unit.source.casefold() == tmx.ANY else _language(unit.source)
    for (source, text), (target, target_text) in permutations(said, 2):
        if source != target and (origin is None or source == origin or locales.base(source) == origin):
            yield Unit(Pair(source, target), text, target_text, kind, engine, around)


def _number(text: str) -> int:
    """The context that a property tells; 0 where it tells none that could be ours."""
    return int(text) if re.fullmatch(r"-?\d{1,19}", text) and abs(int(text)) < 1 << 63 else 0


def _text(variant: Variant) -> str:
    """A text with its codes as they stand; those that the file does not spell are made up."""
    pieces = variant.pieces
    if len(pieces) == 1 and isinstance(pieces[0], str):
        return pieces[0]
    return "".join(one if isinstance(one, str) else one.text or EMPTY[one.name].format(one.number) for one in pieces)


def to_tmx(kept: Kept, project: Project) -> TransUnit:
    """A unit as a `tu`, with its inline codes."""
    unit = kept.unit
    source, target = unit.pair
    properties = [(KIND, str(unit.kind)), (ENGINE, unit.engine), (CONTEXT, str(unit.context or ""))]
    variants = [
        Variant(tag, _pieces(text, tag, project)) for tag, text in ((source, unit.source), (target, unit.target))
    ]
    return TransUnit(source, tuple(variants), tuple(pair for pair in properties if pair[1]))


def _pieces(text: str, tag: Tag, project: Project) -> tuple[Piece, ...]:
    """A text in pieces: its tags in pairs, halves whose first half is elsewhere, and what stands for itself."""
    unit = TextUnit("", Role.PARAGRAPH, Span(0, len(text)), text)
    codes = protect.mark(unit, tag, lambda *_: (), project.settings.protect.patterns).codes
    pieces: list[Piece] = []
    waiting: list[str] = []
    at = count = 0
    for code in (code for code in codes if code.kind in CARRIED):
        closes = code.side is Side.CLOSE and bool(waiting)
        count += not closes
        number = waiting.pop() if closes else str(count)
        if code.side is Side.OPEN:
            waiting.append(number)
        lone = "it" if code.text.startswith("</") else "ph"
        name = {Side.OPEN: "bpt", Side.CLOSE: "ept"}.get(code.side, lone)
        begins = name != "it"
        pieces += [text[at : code.span.start], InlineCode(name, code.text, number if begins else "", begins)]
        at = code.span.end
    return tuple(piece for piece in (*pieces, text[at:]) if piece != "")


CARRIED = frozenset({"tag", "code", "placeholder"})
"""The kinds of codes that TMX carries as such; numbers, names and addresses are text."""


def export(project: Project, known: Memory, path: Path, target: Tag | None = None) -> int:
    """Write all units, or those to one language, to a TMX file; says how many they are."""
    count = 0

    def told() -> Iterator[TransUnit]:
        nonlocal count
        for kept in known.every():
            if target is None or kept.unit.pair.target == target:
                count += 1
                yield to_tmx(kept, project)

    files.write_stream(path, (line.encode() for line in tmx.write(told())))
    return count


# --- imports ---


def import_file(
    project: Project, path: Path, name: str = "", pair: tuple[Tag | None, Tag | None] = (None, None)
) -> Imported:
    """Keep a TMX file, or catalogs (`.po`, `.mo`, or a folder of them), as `memory/NAME.tmx`.

    Raises `ConflictError` where another file has that name, `UnreadableInputError`, `UsageError`.
    """
    if project.root is None:
        raise _homeless()
    if not path.exists():
        raise UnreadableInputError("no such file or folder", place=str(path), hint="check the path")
    called = NAME.sub("-", name or path.stem or path.name).strip(".-") or "import"
    place = project.root / FOLDER / f"{called}.tmx"
    with files.locked(project.root):
        if path.suffix.lower() == ".tmx":
            units, skipped = _counted(path)
            _keep(place, _bytes(path))
        else:
            found = [*_catalogs(project, path, pair)]
            units, skipped = len(found), 0
            lines = tmx.write(to_tmx(Kept(unit, "", 0), project) for unit in found)
            _keep(place, (line.encode() for line in lines))
    return Imported(place.relative_to(project.root).as_posix(), units, skipped)


def _counted(path: Path) -> tuple[int, int]:
    """How many units a TMX file has, and how many say nothing in two languages; read whole before any of it is kept."""
    units = skipped = 0
    for unit in read_tmx(path):
        found = sum(1 for _ in of_tmx(unit))
        units += found
        skipped += not found
    return units, skipped


def _bytes(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(tmx.CHUNK):
            yield chunk


def _keep(place: Path, pieces: Iterable[bytes]) -> None:
    """Write an import where nothing else stands."""
    if not place.exists():
        files.write_stream(place, pieces)
        return
    present = sha256()
    for piece in pieces:
        present.update(piece)
    if present.hexdigest() != files.stream_digest(place):
        hint = "give it another name with --name, or delete that file if this one is to take its place"
        raise ConflictError("there is another import of this name", place=str(place), hint=hint)


def _catalogs(project: Project, path: Path, pair: tuple[Tag | None, Tag | None]) -> Iterator[Unit]:
    """The units of a catalog, or of all in a folder."""
    found = sorted(one for one in path.rglob("*") if one.suffix in {".po", ".mo"}) if path.is_dir() else [path]
    if not found or found[0].suffix not in {".po", ".mo"}:
        raise UsageError("no translation memory", place=str(path), hint="name a .tmx, .po or .mo file, or a folder")
    for one in found:
        header, messages = _messages(one)
        source = pair[0] or _language(header.get("x-source-language", "")) or _language(project.settings.project.source)
        target = pair[1] or _language(header.get("language", ""))
        if source is None or target is None:
            missing = "--from" if source is None else "--to"
            raise UsageError("the catalog does not say its language", place=str(one), hint=f"name it with {missing}")
        yield from (Unit(Pair(source, target), text, said, Kind.IMPORT) for text, said in messages if text and said)


def _messages(path: Path) -> tuple[dict[str, str], Sequence[tuple[str, str]]]:
    """The header of a catalog, names in small letters, and its accepted messages."""
    if path.suffix == ".mo":
        header, messages = catalog.read_mo(files.read(path), str(path))
    else:
        file = po.parse(po.read_text(path) or "", str(path))
        header = dict(file.header)
        accepted = (entry for entry in file.entries if not (entry.fuzzy or entry.obsolete or entry.plural is not None))
        messages = tuple((entry.source, entry.target) for entry in accepted)
    return {name.lower(): value for name, value in header.items()}, messages
