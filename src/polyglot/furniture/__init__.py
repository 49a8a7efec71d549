"""What of a saved page is not the article: the site's furniture, found by what lines say and by where they stand.

A line is set aside only where a rule says why, and, by default, only where at least three kinds of furniture agree that
the text is a saved page; a letter, a poem or a README keeps every line. What lines say is data: `language/furniture`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from polyglot.config import Furniture, FurnitureRules
from polyglot.furniture.boxes import without_boxes
from polyglot.furniture.bylines import BESIDE_BYLINES, as_byline, author, byline, is_byline, names_people, signed
from polyglot.furniture.folding import fold, matching
from polyglot.furniture.layout import Layout, lay_out
from polyglot.furniture.page import Marks, Page, folded, labels_of, look, marks_of
from polyglot.furniture.shapes import Kind, Mark, Rules, rules, section_names
from polyglot.furniture.texts import is_caption
from polyglot.furniture.titles import crumbs
from polyglot.model import Document, Role, Tag, Unit

__all__ = ["author", "byline", "classify"]

HEADER_UNITS = 60
LINES_ABOVE = 10
"""Blogs have the byline above the title."""
LINES_BELOW = 2
"""Regional papers have it below the text; with a date it is a blog's, which says so of every post."""
HAS_WORDS = regex.compile(r"\p{L}*\p{Ll}\p{L}+|\p{L}{5,}|\p{Lo}{2,}")


def classify(
    document: Document, source: Tag, mode: Furniture, own: FurnitureRules, recorded: Iterable[str] = ()
) -> Document:
    """The document with the roles of its title, byline, captions and, unless `keep`, its furniture.

    `own` is the project's word on single lines, `recorded` the lines that several pages of its site share. A document
    whose format has told them apart stays as it is.
    """
    known = rules(source)
    if document.structured:
        told = document if mode == "keep" else without_boxes(document, known)
        return replace(document, units=tuple(signed(unit, known) for unit in _as_told(told.units, mode, own, known)))
    texts = [unit.text for unit in document.units]
    lines = folded(texts)
    dropped, kept = _overruled(document.units, own, known)
    labels = labels_of(lines, known, recorded) if mode != "keep" else {}
    found = Layout(None, 0, len(lines), dropped if mode == "auto" else {}, is_page=False)
    seen = look(document, lines, known, frozenset(kept))
    if mode == "drop" or len({mark.kind for mark in labels.values()}) > 1:
        laid = lay_out(seen, marks_of(texts, lines, known, labels))
        if mode == "drop" or laid.is_page:
            found = replace(laid, marks={**laid.marks, **dropped})
    marks = {index: mark for index, mark in found.marks.items() if index not in kept}
    units = tuple(replace(signed(unit, known), role=unit.role) for unit in _settled(seen, replace(found, marks=marks)))
    return replace(document, units=tuple(_told(unit, kept.get(index)) for index, unit in enumerate(units)))


def _as_told(units: Sequence[Unit], mode: Furniture, own: FurnitureRules, known: Rules) -> Iterator[Unit]:
    """Units of a format that told them apart itself, but for what the mode and the project say of them."""
    dropped, kept = _overruled(units, own, known)
    for index, unit in enumerate(units):
        if unit.role.aside and (mode == "keep" or index in kept):
            yield _told(replace(unit, role=Role.PARAGRAPH, reason="", strings=(), translate=True), kept.get(index))
        elif mode != "keep" and index in dropped and not unit.role.aside:
            why = f"{dropped[index].kind.name}: {dropped[index].reason}"
            yield replace(unit, role=Role.FURNITURE, reason=why, strings=(unit.text,) if unit.translate else ())
        else:
            yield unit


def _overruled(units: Sequence[Unit], own: FurnitureRules, known: Rules) -> tuple[Marks, dict[int, str]]:
    """What `polyglot.toml` says is furniture, and, with the line that says so, what is not, which wins."""
    if not (own.drop or own.keep):
        return {}, {}
    texts = [" ".join(unit.text.split()) for unit in units]
    kept = {index: wanted for wanted in reversed(own.keep) for index in matching(wanted, texts)}
    dropped = {
        index: Mark(known.kinds["project"], f"[furniture] drop matches: {wanted}")
        for wanted in reversed(own.drop)
        for index in matching(wanted, texts)
        if index not in kept
    }
    return dropped, kept


def _told(unit: Unit, wanted: str | None) -> Unit:
    """A unit with the reason why it stays, where the project says that it does."""
    return unit if wanted is None else replace(unit, reason=f"project: [furniture] keep matches: {wanted}")


# --- roles -----------------------------------------------------------------------------------------------------------


def _settled(page: Page, found: Layout) -> tuple[Unit, ...]:
    """The units with their roles, the reasons for them, and the site strings they consist of."""
    units = list(page.units)
    for index, mark in found.marks.items():
        units[index] = _aside(page, index, mark, found.title)
    title = found.title if found.title is not None and found.title not in found.marks else None
    for index, unit in enumerate(units):
        if index in found.marks:
            continue
        if index == title:
            units[index] = replace(unit, role=Role.TITLE, reason="the page's title")
        elif is_caption(unit, page.rules):
            units[index] = replace(unit, role=Role.CAPTION, reason="caption: known shape")
        elif unit.role is Role.TITLE and title is not None:
            units[index] = replace(unit, role=Role.HEADING)
    return _without_bare_headings(_with_byline(page, units, found))


def _aside(page: Page, index: int, mark: Mark, title: int | None) -> Unit:
    unit, kind = page.units[index], mark.kind
    strings = _strings(page, index, kind, title)
    why = f"{kind.name}: {mark.reason}"
    return replace(unit, role=kind.role, translate=bool(strings), reason=why, strings=strings)


def _strings(page: Page, index: int, kind: Kind, title: int | None) -> tuple[str, ...]:
    """The site's strings in a line of furniture; none where it differs from page to page or has no words."""
    text = page.units[index].text
    named = page.lines[title] if title is not None else ""
    if kind.name in {"breadcrumb", "menu"}:
        names = section_names((crumbs(page, index, title) if title is not None else "") or text, page.rules)
        return tuple(name for name in names if fold(name) != named and HAS_WORDS.search(name))
    said = kind.name == "site" and page.sentence[index]  # a reader's comment, the teaser of another article
    if kind.changes or said or (named and named in page.lines[index]):
        return ()
    return _whole(text)


@lru_cache(maxsize=1 << 14)
def _whole(text: str) -> tuple[str, ...]:
    """A line as the one string that it is; none where it has no words."""
    return (" ".join(text.split()),) if HAS_WORDS.search(text) else ()


def _without_bare_headings(units: list[Unit]) -> tuple[Unit, ...]:
    """A heading with nothing of the article below it is an ordinary line: `With Reuters`, a signature."""
    below_is_text = False
    for index in range(len(units) - 1, -1, -1):
        if units[index].role is Role.HEADING and not below_is_text:
            units[index] = replace(units[index], role=Role.PARAGRAPH)
        below_is_text = not units[index].role.aside
    return tuple(units)


# --- who wrote it ----------------------------------------------------------------------------------------------------


def _with_byline(page: Page, units: list[Unit], found: Layout) -> list[Unit]:
    """The units with the likeliest line that says who wrote the text as the byline."""
    index = next(_bylines(page, found), None)
    if index is not None:
        units[index] = as_byline(units[index], page.rules)
    return units


def _bylines(page: Page, found: Layout) -> Iterator[int]:
    """The lines that say it: below the title, above it, below the text; then those that are a name among dates."""
    titled, size = found.title is not None, len(page.units)
    start = found.start if titled else 0
    prose = [index for index in range(start, size) if index not in found.marks and page.prose(index)][:2]
    header = range(start, min(prose[1] if len(prose) > 1 else size, start + HEADER_UNITS))
    above = range(max(0, start - LINES_ABOVE), start) if titled else ()
    below = range(max(start, found.end - LINES_BELOW), min(size, found.end + LINES_BELOW)) if titled else ()
    foot = (index for index in below if page.lines[index].count(" ") > 1 and "0" not in page.lines[index])
    for index in (*header, *above, *foot):
        if _may_be_byline(found, index) and is_byline(page.units[index].text, page.rules):
            yield index
    yield from (index for index in header if titled and _stands_as_byline(page, found, index))


def _may_be_byline(found: Layout, index: int) -> bool:
    return index not in found.marks or found.marks[index].kind.name in {"date", "credit", "author", "site"}


def _stands_as_byline(page: Page, found: Layout, index: int) -> bool:
    """Whether a line that is nothing but names, and no other on the page, stands beside what is below a title."""
    beside = {found.marks[at].kind.name for at in (index - 1, index + 1) if at in found.marks}
    if index in found.marks or not beside & BESIDE_BYLINES or page.lines[index] in page.lines[: found.start]:
        return False
    return names_people(page.units[index].text)
