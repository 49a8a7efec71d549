"""The blocks of a Markdown file: which lines are text, in which role, found again where they stand in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath

from markdown_it.token import Token

from polyglot.errors import UnreadableInputError
from polyglot.formats.markdown.dialect import NESTING, Construct, parser
from polyglot.formats.markdown.places import Code, Env, Place, Stretch, Words
from polyglot.formats.markdown.prose import Prose
from polyglot.formats.markdown.spelling import quoted, said_in_title, title
from polyglot.model import Role, Span

ROLES = {
    "blockquote_open": Role.QUOTE,
    "list_item_open": Role.LIST_ITEM,
    "dt_open": Role.LIST_ITEM,
    "dd_open": Role.LIST_ITEM,
    "heading_open": Role.HEADING,
    "footnote_reference_open": Role.PARAGRAPH,
    "table_open": Role.PARAGRAPH,
}
"""What text is inside a block; the innermost decides."""
UNTOUCHED = {"fence", "code_block", "html_block"}
BAR = re.compile(r"(?<!\\)\|")
CLOSING = re.compile(r"[ \t]+#+$")
PARAMETER = re.compile(
    r"""(?<![\w-])(?P<key>[A-Za-z][\w-]*)\s*=\s*(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>[^']*)')"""
)
TITLE = re.compile(r"""(?<=\s)(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))(?=\s*\Z)""", re.DOTALL)
LOST = "not found in the lines that it was parsed from"


@dataclass(frozen=True)
class Page:
    """A file's body as its parser sees it: lines, and what its links are called."""

    text: str
    ending: str
    env: Env
    lines: tuple[Span, ...]

    def span(self, lines: Sequence[int]) -> Span:
        """Where lines of the body lie in the file, without the blank ones at their end."""
        last = min(lines[1], len(self.lines)) - 1
        while last > lines[0] and not self.said(last).strip():
            last -= 1
        return Span(self.lines[lines[0]].start, self.lines[last].end)

    def said(self, line: int) -> str:
        """A line of the body."""
        return self.text[slice(*self.lines[line])]


def places(text: str, start: int, path: str) -> Iterator[Place]:
    """The places of a file's body, which begins at `start`, in reading order.

    Raises `UnreadableInputError` where blocks are nested so deeply that the parser would not see their text.
    """
    ending = PurePath(path).suffix.lower()
    body = re.sub(r"\r\n?", "\n", text[start:])
    env: Env = {}
    tokens = parser(ending).parse(body, env)
    deepest = max(tokens, key=lambda token: token.level, default=None)
    if deepest is not None and deepest.level >= NESTING - 2:
        line = text.count("\n", 0, start) + (deepest.map or (0, 0))[0] + 1
        hint = "write it with fewer quotes and lists inside one another"
        raise UnreadableInputError("its blocks are nested too deeply", place=f"{path}:{line}", hint=hint)
    page = Page(text, ending, env, tuple(_lines(text, start)))
    past = start
    for place in sorted(_places(page, tokens), key=lambda place: place.span):
        if place.span.start >= past:
            past = place.span.end
            yield place


def _lines(text: str, at: int) -> Iterator[Span]:
    for found in re.finditer(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)", text[at:]):
        yield Span(at + found.start(1), at + found.end(1))


def _places(page: Page, tokens: Sequence[Token]) -> Iterator[Place]:
    opened: list[Token] = []
    row: list[Token] = []
    for token in tokens:
        if token.nesting > 0:
            opened.append(token)
        elif token.nesting < 0:
            opened.pop()
        if token.type == "tr_close":
            yield from _row(page, row)
            row = []
        elif token.type == "inline" and opened[-1].tag in {"th", "td"}:
            row.append(token)
        elif token.type == "inline":
            yield from _text(page, token, opened)
        elif token.type in UNTOUCHED and token.map:
            span = page.span(token.map)
            yield Code(span, page.text[slice(*span)])
        elif token.type == "definition":
            yield from _definition(page, token)
        elif token.type == "construct":
            yield from _construct(page, token)


def _text(page: Page, token: Token, opened: Sequence[Token]) -> Iterator[Place]:
    """A paragraph, a heading or a term, found in its lines; as code where it cannot be."""
    stretch = _found(page, token)
    role = next((ROLES[block.type] for block in reversed(opened) if block.type in ROLES), Role.PARAGRAPH)
    if stretch is None:
        yield from _lost(page, token)
    elif stretch.pieces:
        parent = opened[-1]
        line = parent.tag == "dt" or (parent.type == "heading_open" and parent.markup.startswith("#"))
        prose = Prose(role, stretch, page.text, page.ending, page.env, line=line)
        is_title = parent.type == "heading_open" and parent.tag == "h1"
        yield replace(prose, role=Role.TITLE if is_title else Role.CAPTION if prose.is_image else role)
        yield from prose.titles


def _lost(page: Page, token: Token) -> Iterator[Place]:
    if token.content.strip():
        first, last = token.map or (0, 0)
        span = page.span((first, max(first + 1, last)))
        yield Code(span, page.text[slice(*span)], reason=LOST)


def _found(page: Page, token: Token) -> Stretch | None:
    """Where the lines of a token's content stand in the file; None where they are not as the parser says."""
    pieces, within = [], 0
    first = (token.map or (0, 0))[0]
    for number, written in enumerate(token.content.split("\n"), first):
        core = written.strip()
        start = _end_of(page, number, core) if number < len(page.lines) else -1
        if start < 0:
            return None
        if core:
            pieces.append((within + written.index(core), start, start + len(core)))
        within += len(written) + 1
    return Stretch(token.content, tuple(pieces), tuple(piece[0] for piece in pieces))


def _end_of(page: Page, line: int, core: str) -> int:
    """Where the end of a line begins that has these words; below 0 where it ends otherwise."""
    said = page.said(line).rstrip()
    for ending in (said, CLOSING.sub("", said).rstrip()):
        if ending.endswith(core):
            return page.lines[line].start + len(ending) - len(core)
    return -1


def _row(page: Page, row: Sequence[Token]) -> Iterator[Place]:
    """The cells of a row that have words; all of it as code where its bars are not where they should be."""
    if not row:
        return
    line = (row[0].map or (0, 0))[0]
    cells = [token.content.replace("|", r"\|") for token in row]
    spans = _cells(page, line)
    first = page.text[slice(*spans[0])]
    if not cells[0] or not first.endswith(cells[0]):
        spans = spans[1:]
    elif len(first) > len(cells[0]):
        spans[0] = Span(spans[0].end - len(cells[0]), spans[0].end)
    for token, cell, span in zip(row, cells, spans, strict=False):
        if cell and page.text[slice(*span)] == cell:
            stretch = _of_cell(page, token.content, span)
            prose = Prose(Role.PARAGRAPH, stretch, page.text, page.ending, page.env, line=True, cell=True)
            yield prose
            yield from prose.titles
        elif cell:
            yield Code(span, page.text[slice(*span)], reason=LOST)


def _cells(page: Page, line: int) -> list[Span]:
    """What stands between the bars of a line, without the space around it."""
    said, at = page.said(line), page.lines[line].start
    cuts = [0, *(cut for found in BAR.finditer(said) for cut in found.span()), len(said)]
    spans = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        cell = said[start:end]
        left = start + len(cell) - len(cell.lstrip())
        spans.append(Span(at + left, at + left + len(cell.strip())))
    return spans


def _of_cell(page: Page, content: str, span: Span) -> Stretch:
    """A cell as a stretch: each escaped bar is one character for the parser and two in the file."""
    pieces, within, start = [], 0, span.start
    for words in re.split(r"(?<=\\)(?=\|)", page.text[slice(*span)]):
        bare = words.removesuffix("\\") if start + len(words) < span.end else words
        pieces.append((within, start, start + len(bare)))
        within, start = within + len(bare), start + len(words)
    return Stretch(content, tuple(pieces), tuple(piece[0] for piece in pieces))


def _definition(page: Page, token: Token) -> Iterator[Place]:
    """The title of a link's definition."""
    span = page.span(token.map or (0, 0))
    found = TITLE.search(page.text, *span)
    raw = found[0] if found else ""
    if (
        found
        and token.meta["title"]
        and said_in_title(re.sub(r"(\r\n|\r|\n)[ \t>]*", "\n", raw[1:-1])) == token.meta["title"]
    ):
        inner = Span(found.start() + 1, found.end() - 1)
        yield Words(Role.METADATA, inner, "", said_in_title(raw[1:-1]), partial(title, mark=raw[-1]))


def _construct(page: Page, token: Token) -> Iterator[Place]:
    """What a reader sees of a block that another dialect has; the block as code where that is nothing."""
    construct: Construct = token.meta["construct"]
    span = page.span(token.map or (0, 0))
    named = {name: value for name, value in token.meta["match"].groupdict().items() if value}
    found = [*_labels(page, construct, named, span), *_parameters(page, construct, span)]
    if found:
        yield from found
    else:
        yield Code(span, page.text[slice(*span)])


def _labels(page: Page, construct: Construct, named: dict[str, str], span: Span) -> Iterator[Place]:
    for name in ("label", "text", "quoted"):
        at = page.text.rfind(named[name], *span) if name in named else -1
        if at >= 0 and name == "quoted":
            inner = Span(at, at + len(named[name]))
            yield _value(page, inner, '"', construct.escape, role=Role.HEADING)
        elif at >= 0:
            stretch = Stretch(named[name], ((0, at, at + len(named[name])),), (0,))
            yield Prose(Role.HEADING, stretch, page.text, page.ending, page.env, line=True)


def _parameters(page: Page, construct: Construct, span: Span) -> Iterator[Place]:
    """The named values of a shortcode; which of them are text, the configuration says."""
    for found in PARAMETER.finditer(page.text, *span) if construct.escape else ():
        kind = "double" if found["double"] is not None else "single"
        key = f"shortcodes.{found['key'].lower()}"
        yield _value(page, Span(*found.span(kind)), found[0][-1], construct.escape, role=Role.CAPTION, key=key)


def _value(page: Page, span: Span, mark: str, escape: str, *, role: Role, key: str = "") -> Words:
    written = escape if mark == '"' else "’"
    said = page.text[slice(*span)].replace(written, mark) if mark == '"' else page.text[slice(*span)]
    return Words(role, span, key, said, partial(quoted, mark=mark, escape=written))
