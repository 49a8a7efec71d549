"""Plain text: a line is a unit, or, where the text was wrapped by hand at a column, a paragraph is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from polyglot import skeleton
from polyglot.model import Document, Edit, Publication, Role, Span, Unit

LIST_MARK = re.compile(r"(?:[-*+•·▪◦‣●]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t\u00a0\u202f]+(?=\S)")
FRAMED = re.compile(r"([-*=~–—]+) \S.*\S \1")
"""`- A heading -`, as agencies set them: no list item."""
DIALOGUE_MARK = re.compile(r"[–—―][ \t\u00a0\u202f]+(?=\S)")
QUOTE_MARK = re.compile(r"(?:> ?)+(?=\S)")
HEADING_MARK = re.compile(r"#{1,6}[ \t]+(?=\S)")
FENCE = re.compile(r"[ \t]*(```|~~~)")
COMMAND = re.compile(r"\$ [^\d\s]|[#%] [a-z./~]|>>> \S")
"""Behind a shell's or Python's prompt; `# Title` and `> quoted` are none."""
NAME = re.compile(r"# [^-/|=$.~<>&;]+")
"""A title in small letters, where it begins a file and stands by itself: what else would be a command."""
ENDS_PARAGRAPH = re.compile(r"[.…:;,][\"'»”’)\]]*$")
MARKED = (("heading", HEADING_MARK), ("list", LIST_MARK), ("dialogue", DIALOGUE_MARK), ("quote", QUOTE_MARK))
WRAP_COLUMNS = range(50, 121)
"""Where people and mail programs wrap lines; a longer line that has spaces means that nobody wrapped this text."""
HEADING_LENGTH = 110


@dataclass(frozen=True, slots=True)
class Line:
    """A line that has words, without the white space and the mark around them."""

    span: Span
    text: str
    number: int
    """Counts all lines of the file, blank ones too."""
    mark: str
    """`heading`, `list`, `dialogue`, `quote`, `code` or nothing."""
    indent: int

    @property
    def width(self) -> int:
        """The column at which its words end."""
        return self.indent + len(self.text)


class PlainFormat:
    """Text without markup: UTF-8 with or without a byte order mark, UTF-16 and UTF-32 with one, any line ends."""

    name = "plain"

    def read(self, data: bytes, path: str = "", encoding: str = "") -> Document:
        """Decode and cut into units; raises `UnreadableInputError` naming the first byte that is wrong."""
        text, spelled = skeleton.decode(data, path, encoding)
        return Document(path, self.name, text, tuple(_units(text)), spelled)

    def write(self, document: Document) -> bytes:
        """Splice the targets and edits in; raises `OutputError` where the file's encoding has no such character."""
        changes = [Edit(unit.span, unit.target) for unit in document.units if unit.target is not None]
        return skeleton.encode(document, [*changes, *document.edits])

    def publish(self, document: Document, facts: Publication) -> Document:
        """The document with the notice as its last line; plain text can say nothing else of itself."""
        return skeleton.with_last_line(document, facts.notice) if facts.notice else document


def _units(text: str) -> Iterator[Unit]:
    """The units in reading order, with ids made from role and text, numbered where both repeat."""
    paragraphs = list(_paragraphs(text))
    roles = _roles(paragraphs)
    names = skeleton.Names()
    for lines, role in zip(paragraphs, roles, strict=True):
        span = Span(lines[0].span.start, lines[-1].span.end)
        content = text[span.start : span.end]
        yield Unit(names.of(role, content), role, span, content, translate=role is not Role.CODE)


def _paragraphs(text: str) -> Iterator[tuple[Line, ...]]:
    """The lines of each unit: one, or several where the text is wrapped at a column."""
    numbered = groupby(enumerate(_lines(text)), key=lambda pair: pair[1].number - pair[0])
    blocks = [[line for _, line in block] for _, block in numbered]
    width = _wrap_width(blocks)
    for block in blocks:
        yield from _split_block(block, width)


def _lines(text: str) -> Iterator[Line]:
    lines = [(found[1], found.start()) for found in re.finditer(r"([^\r\n]*)(\r\n|\r|\n|\Z)", text)]
    raws = [raw for raw, _ in lines]
    fenced = _fenced(raws)
    before: Line | None = None
    for number, (raw, start) in enumerate(lines):
        if re.search(r"[^\W\d_]", raw) and not (number in fenced and FENCE.match(raw)):
            above = before if before is not None and before.number == number - 1 else None
            alone = before is None and not "".join(raws[number + 1 : number + 2]).strip()
            named = alone and NAME.fullmatch(raw.strip())
            code = number in fenced or (not named and _is_command(raw.lstrip(), above))
            before = _line(raw, start, number, code=code)
            yield before


def _fenced(raws: Sequence[str]) -> frozenset[int]:
    """The numbers of the lines from one fence to the next of its kind; one that nothing closes fences nothing off.

    Tildes right below a line of text underline it.
    """
    inside: set[int] = set()
    opened, kind = 0, ""
    for number, raw in enumerate(raws):
        found = FENCE.match(raw)
        if found and found[1] == kind:
            inside |= {*range(opened, number + 1)}
            kind = ""
        elif found and not kind and not (found[1] == "~~~" and number and raws[number - 1].strip()):
            opened, kind = number, found[1]
    return frozenset(inside)


def _is_command(body: str, above: Line | None) -> bool:
    """Whether a line is a command: not where a sentence was wrapped before a sign, as in `10` and `% of them`."""
    ready = above is None or above.mark == "code" or bool(ENDS_PARAGRAPH.search(above.text))
    return ready and bool(COMMAND.match(body))


def _line(raw: str, start: int, number: int, *, code: bool) -> Line:
    body = raw.lstrip()
    indent = len(raw) - len(body)
    mark, length = ("code", 0) if code else _mark(body)
    words = body[length:].rstrip()
    at = start + indent + length
    return Line(Span(at, at + len(words)), words, number, mark, indent + length)


def _mark(body: str) -> tuple[str, int]:
    if FRAMED.fullmatch(body.rstrip()):
        return "", 0
    for mark, shape in MARKED:
        if found := shape.match(body):
            return mark, found.end()
    return "", 0


def _wrap_width(blocks: Sequence[Sequence[Line]]) -> int:
    """The column at which somebody wrapped the text; 0 where nobody did.

    Nobody did where a line is longer than people wrap at, or where no line goes on without a capital behind a full one.
    """
    width = max((line.width for block in blocks for line in block if " " in line.text), default=0)
    pairs = (pair for block in blocks for pair in pairwise(block) if not _begins(pair[1], pair[0]))
    wrapped = any(_runs_on(line, after, width) and not after.text[0].isupper() for line, after in pairs)
    return width if width in WRAP_COLUMNS and wrapped else 0


def _split_block(block: Sequence[Line], width: int) -> Iterator[tuple[Line, ...]]:
    """Cut lines without a blank one between them into units."""
    verse = len(block) > 2 and all(line.text[:1].isupper() for line in block)
    unit: list[Line] = []
    for line in block:
        if unit and (verse or _begins(line, unit[-1]) or not _runs_on(unit[-1], line, width)):
            yield tuple(unit)
            unit = []
        unit.append(line)
    yield tuple(unit)


def _begins(line: Line, before: Line) -> bool:
    """Whether a line's mark begins a unit: no `>` below another like it, and no dash in the middle of a sentence."""
    if before.mark in {"code", "heading"}:
        return True
    if line.mark == "dialogue":
        return bool(ENDS_PARAGRAPH.search(before.text))
    continues = line.mark == before.mark == "quote" and line.indent == before.indent
    return bool(line.mark) and not continues


def _runs_on(line: Line, following: Line, width: int) -> bool:
    """Whether a line is so long that the next line's first word had no place in it before the wrap column."""
    return bool(width) and line.width + 1 + len(following.text.split()[0]) > width


def _roles(paragraphs: Sequence[tuple[Line, ...]]) -> list[Role]:
    """What each unit is, by its shape and by what follows it."""
    roles: list[Role] = []
    follower: Role | None = None
    apart = _stand_apart(paragraphs)
    for lines in reversed(paragraphs):
        follower = _role(lines, follower, apart=lines[0].number in apart)
        roles.append(follower)
    roles.reverse()
    if roles and roles[0] is Role.HEADING:
        roles[0] = Role.TITLE
    return roles


def _stand_apart(paragraphs: Sequence[tuple[Line, ...]]) -> frozenset[int]:
    """The numbers of the lines that can be headings: blank lines around them, or long lines that nobody wrapped."""
    numbers = {line.number for lines in paragraphs for line in lines}
    alone = {n for n in numbers if n - 1 not in numbers and n + 1 not in numbers}
    unwrapped = [lines for lines in paragraphs if lines[-1].width not in range(WRAP_COLUMNS.stop)]
    beside_long = {n for lines in unwrapped for n in (lines[0].number - 1, lines[-1].number + 1)}
    return frozenset(alone | beside_long)


def _role(lines: Sequence[Line], follower: Role | None, *, apart: bool) -> Role:
    marks = {"heading": Role.HEADING, "list": Role.LIST_ITEM, "quote": Role.QUOTE, "code": Role.CODE}
    if lines[0].mark in marks:
        return marks[lines[0].mark]
    text = " ".join(line.text for line in lines)
    if apart and len(lines) == 1 and lines[0].mark == "" and follower is not None and _looks_like_heading(text):
        return Role.HEADING
    return Role.QUOTE if re.fullmatch(r"[«“„].*[»”“]", text) else Role.PARAGRAPH


def _looks_like_heading(text: str) -> bool:
    first = next((char for char in text if char.isalnum()), "")
    short = len(text) <= HEADING_LENGTH and not ENDS_PARAGRAPH.search(text)
    return short and (first.isupper() or first.isdigit()) and not re.fullmatch(r"[«“\"].*[»”\"]", text)
