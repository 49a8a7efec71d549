"""What of a saved page is not the article: the site's furniture, found by known shapes, by repetition and by position.

A line is set aside only where a rule says why, and, by default, only where at least three kinds of furniture agree that
the text is a saved page; a letter, a poem or a README keeps every line. Shapes are data: `language/furniture/*.toml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import regex

from polyglot import resources
from polyglot.config import Furniture, FurnitureRules
from polyglot.model import Document, Role, Span, Tag, Unit
from polyglot.resources import Pattern

KINDS_OF_A_PAGE = 3
"""So many kinds of furniture make a text a saved page."""
PROSE_LENGTH = 90
SHORT = 40
"""Characters: the longest that a line of a form or a button is, where no blank lines say what belongs together."""
MARGIN = ' "«»“”\u00a0\u202f'
HEADER_UNITS = 60
TITLE_LENGTH = range(15, 201)
ENDS_SENTENCE = regex.compile(r"[.!?…][\"'»”’)\]\s]*$")
LABELLED = regex.compile(r":\s*\S")
"""A label with what it announces on the same line, so that no list need follow."""
SEPARATORS = regex.compile(r"\s*[›»>→/|•·»]\s*|\t+|\s{2,}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of furniture and what it means for the lines around it; see `und.toml`."""

    name: str
    role: Role = Role.FURNITURE
    ends: bool = False
    opens: bool = False
    changes: bool = False
    counts: bool = True
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """The shapes of a language, compiled."""

    kinds: Mapping[str, Kind]
    shapes: tuple[tuple[str, Pattern], ...]
    byline: tuple[Pattern, ...]
    caption: tuple[Pattern, ...]
    filed: tuple[Pattern, ...]
    home: frozenset[str]
    sections: frozenset[str]
    byline_phrase: str


@dataclass(frozen=True, slots=True)
class Line:
    """A unit as this station sees it."""

    index: int
    text: str
    folded: str
    block: int
    """Lines without a blank line between them share a block."""
    role: Role

    @property
    def sentence(self) -> bool:
        """Whether it ends as a sentence does and has more than a word."""
        return bool(ENDS_SENTENCE.search(self.text)) and " " in self.text

    @property
    def prose(self) -> bool:
        """Whether it is long enough to be a paragraph of an article."""
        return len(self.text) >= PROSE_LENGTH and (self.sentence or self.text.endswith(":"))


Found = dict[int, tuple[str, str]]
"""Index of a line: the kind of furniture, and the reason in words."""


@cache
def rules(tag: Tag) -> Rules:
    """The rules of a language: the general shapes and its own; a language without a file has the general ones."""
    general, own = resources.language("furniture", resources.GENERAL), resources.language("furniture", tag)
    kinds = {name: _kind(name, facts) for name, facts in general["kinds"].items()}
    shapes = [(kind, line) for source in (own, general) for kind, lines in source["shapes"].items() for line in lines]
    return Rules(
        kinds,
        tuple((kind, _pattern(line)) for kind, line in shapes),
        tuple(_pattern(line) for line in own.get("byline", ())),
        tuple(_pattern(line) for line in own.get("caption", ())),
        tuple(_pattern(line) for line in own.get("filed", ())),
        frozenset(own.get("home", ())),
        frozenset(own.get("sections", ())),
        own.get("byline_phrase", ""),
    )


def _kind(name: str, facts: Mapping[str, Any]) -> Kind:
    return Kind(name, **{**facts, "role": Role(facts.get("role", Role.FURNITURE))})


def _pattern(line: str) -> Pattern:
    return resources.pattern(line, ignore_case=True)


def classify(document: Document, source: Tag, mode: Furniture, own: FurnitureRules) -> Document:
    """The document with the roles of its title, byline, captions and, unless `keep`, its furniture."""
    known = rules(source)
    lines = _lines(document)
    dropped, kept = _overruled(lines, own)
    found = {index: why for index, why in {**_find(lines, known), **dropped}.items() if index not in kept}
    title = _title(lines, known)
    if mode == "keep" or (mode == "auto" and not _is_saved_page(found, known)):
        found, title = dropped if mode == "auto" else {}, None
    kept_title = _kept_title(lines, title, found)
    units = tuple(
        _settled(unit, line, found.get(line.index), (title, kept_title), known)
        for unit, line in zip(document.units, lines, strict=True)
    )
    return replace(document, units=_without_bare_headings(_with_byline(units, lines, known)))


def _without_bare_headings(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """A heading with nothing of the article below it is an ordinary line: `With Reuters`, a signature."""
    below = [*units, None][1:]
    bare = Role.HEADING
    return tuple(
        replace(unit, role=Role.PARAGRAPH) if unit.role is bare and (after is None or after.role.aside) else unit
        for unit, after in zip(units, below, strict=True)
    )


def _lines(document: Document) -> tuple[Line, ...]:
    lines: list[Line] = []
    block = end = 0
    for index, unit in enumerate(document.units):
        gap = document.text[end : unit.span.start]
        block += len(regex.findall(r"\r\n|\r|\n", gap)) > 1
        text = " ".join(unit.text.split())
        lines.append(Line(index, text, _folded(text), block, unit.role))
        end = unit.span.end
    return tuple(lines)


def _folded(text: str) -> str:
    """Text for comparing: case, spaces and the shape of apostrophes do not count."""
    return regex.sub(r"\s*([:;!?»«])\s*", r" \1 ", text.replace("’", "'").casefold()).strip()


def _overruled(lines: Sequence[Line], own: FurnitureRules) -> tuple[Found, frozenset[int]]:
    """What `polyglot.toml` says is furniture, and what it says is not, which wins."""
    drop, keep = ([regex.compile(pattern) for pattern in patterns] for patterns in (own.drop, own.keep))
    dropped = {
        line.index: ("project", f"[furniture] drop matches: {pattern.pattern}")
        for line in lines
        for pattern in drop
        if pattern.fullmatch(line.text)
    }
    kept = frozenset(line.index for line in lines if any(pattern.fullmatch(line.text) for pattern in keep))
    return {index: why for index, why in dropped.items() if index not in kept}, kept


def _find(lines: Sequence[Line], known: Rules) -> Found:
    """Every line that is furniture if the text is a saved page."""
    found = _by_shape(lines, known)
    title = _title(lines, known)
    found |= _breadcrumbs(lines, title, known)
    found |= _repeats(lines, title)
    body = _body_start(lines, title, found)
    found |= {index: why for index, why in _menus(lines, known).items() if index not in found}
    inside = _inside(lines, title, found)
    found = {i: why for i, why in found.items() if i not in inside or not _is_text(lines, i, found, known)}
    found |= _header(lines, title, body, found, known)
    found |= _opened(lines, body, found, known)
    found |= _tail(lines, body, found, known)
    return {index: why for index, why in found.items() if not _is_byline(lines[index], known) or index > body}


def _by_shape(lines: Sequence[Line], known: Rules) -> Found:
    found: Found = {}
    for line in lines:
        for kind, pattern in known.shapes:
            if pattern.fullmatch(line.text) and line.role is not Role.CODE:
                found[line.index] = (kind, "known shape")
                break
    return found


def _title(lines: Sequence[Line], known: Rules) -> str | None:
    """The folded title: what a breadcrumb ends with, else a long line that repeats, else one above the byline."""
    header = [line for line in lines[:HEADER_UNITS] if len(line.text) in TITLE_LENGTH and not line.text.endswith(".")]
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.folded] = counts.get(line.folded, 0) + 1
    for line in header:
        if any(_crumbs(other, line.folded, known) for other in lines[:HEADER_UNITS]):
            return line.folded
    for line in header:
        if counts[line.folded] > 1 and not _shaped(line, known) and _body_follows(lines, line):
            return line.folded
    for byline in lines[:HEADER_UNITS]:
        if _is_byline(byline, known) or _shape(byline, known) == "date":
            above = [line for line in header if line.index < byline.index and not _shaped(line, known)]
            if above:
                return max(above[-3:], key=lambda line: (len(line.text) in range(30, 201), line.index)).folded
    return None


def _body_follows(lines: Sequence[Line], line: Line) -> bool:
    """Whether an article's paragraphs come after a line: a repeated comment button is no title."""
    return sum(other.prose for other in lines[line.index + 1 :]) >= 2


def _shape(line: Line, known: Rules) -> str:
    return next((kind for kind, pattern in known.shapes if pattern.fullmatch(line.text)), "")


def _shaped(line: Line, known: Rules) -> bool:
    return bool(_shape(line, known)) or line.folded in known.sections


def _crumbs(line: Line, title: str | None, known: Rules) -> str:
    """The part of a breadcrumb line before the title, in its own spelling; empty where it is none."""
    if title and line.folded != title and line.folded.endswith(title) and not line.sentence:
        head = _unfolded_head(line, title)
        words = _section_words(head, known)
        if words and (
            words[0].casefold() in known.home or SEPARATORS.search(head.strip()) or _all_sections(words, known)
        ):
            return head
    return ""


def _unfolded_head(line: Line, title: str) -> str:
    """The line's own text before a folded title at its end."""
    for at in range(len(line.text)):
        if _folded(line.text[at:]) == title:
            return line.text[:at]
    return ""


def _section_words(text: str, known: Rules) -> tuple[str, ...]:
    """The names of sections that a breadcrumb or menu consists of; what no list knows stays one name."""
    pieces = [piece.strip(' "«»“”\u00a0\u202f') for piece in SEPARATORS.split(text) if piece]
    return tuple(word for piece in pieces if piece for word in _known_sections(piece, known))


def _known_sections(piece: str, known: Rules) -> list[str]:
    """A piece cut at the section names that the language's list knows, longest first."""
    words, names, unknown = piece.split(), [], []
    while words:
        size = next((n for n in range(min(5, len(words)), 0, -1) if _is_section(" ".join(words[:n]), known)), 0)
        if not size:
            unknown.append(words.pop(0))
            continue
        names += [" ".join(unknown)] if unknown else []
        names.append(" ".join(words[:size]))
        words, unknown = words[size:], []
    return [*names, " ".join(unknown)] if unknown else names


def _is_section(text: str, known: Rules) -> bool:
    folded = text.casefold().replace("’", "'")
    return folded in known.sections or folded in known.home


def _all_sections(words: Sequence[str], known: Rules) -> bool:
    return all(_is_section(word, known) for word in words)


def _breadcrumbs(lines: Sequence[Line], title: str | None, known: Rules) -> Found:
    """Lines that end with the title behind section names, or that have several sections between separators."""
    found: Found = {}
    for line in lines[:HEADER_UNITS]:
        if _crumbs(line, title, known):
            found[line.index] = ("breadcrumb", "sections, then the title")
        elif len(pieces := [p for p in SEPARATORS.split(line.text) if p.strip('"«» \u00a0')]) > 1 and not line.sentence:
            first = pieces[0].strip(' "«»“”\u00a0').casefold()
            if first in known.home and len(line.text) < 250:
                found[line.index] = ("breadcrumb", "a way from the home page")
    return found


def _repeats(lines: Sequence[Line], title: str | None) -> Found:
    same = [line.index for line in lines if title and line.folded == title]
    return dict.fromkeys(same[1:], ("repeated-title", "repeats the title"))


def _menus(lines: Sequence[Line], known: Rules) -> Found:
    """Lines that consist of section names alone."""
    found: Found = {}
    for line in lines:
        words = _section_words(line.text, known)
        if words and _all_sections(words, known) and (len(words) > 2 or len(line.text.split()) <= 3):
            kind = "menu" if len(words) > 2 else "site"
            found[line.index] = (kind, "names of sections")
    return found


def _inside(lines: Sequence[Line], title: str | None, found: Found) -> range:
    """The indices from the first paragraph below the title to the last that has no known shape."""
    after = next((line.index for line in lines if title and line.folded == title), -1)
    prose = [index for index in _paragraphs(lines) if index > after]
    return range(prose[0], max((index for index in prose if index not in found), default=0)) if prose else range(0)


def _is_text(lines: Sequence[Line], index: int, found: Found, known: Rules) -> bool:
    """Whether a known shape between paragraphs is one itself, or a heading of them: with no furniture beside it."""
    line, below = lines[index], lines[index + 1]
    if any(at in found and lines[at].block == line.block for at in (index - 1, index + 1)):
        return False
    heads = known.kinds[found[index][0]].heading and not regex.search(r"\d", line.text)
    return line.prose or (heads and below.sentence and below.index not in found)


def _body_start(lines: Sequence[Line], title: str | None, found: Found) -> int:
    """The index of the first paragraph of the article."""
    after = next((line.index for line in lines if title and line.folded == title), -1)
    prose = (line.index for line in lines if line.index > after and line.prose and line.index not in found)
    return next(prose, len(lines))


def _header(lines: Sequence[Line], title: str | None, body: int, found: Found, known: Rules) -> Found:
    """Lines above the title, and single words between title and article: menus, banners, the site's name."""
    if title is None or body == len(lines):
        return {}
    first = next(line.index for line in lines if line.folded == title)
    above = [line for line in lines[:first] if line.index not in found]
    strays = [line for line in lines[first + 1 : body] if line.index not in found and _is_stray(line, found, known)]
    return {line.index: ("site", "stands above the title") for line in above} | {
        line.index: ("site", "a section's name") for line in strays
    }


def _is_stray(line: Line, found: Found, known: Rules) -> bool:
    """Whether a line beside furniture names a section, or says in which one the article is filed."""
    beside = {line.index - 1, line.index + 1} & set(found)
    return bool(beside) and (_is_section(line.text, known) or any(shape.fullmatch(line.text) for shape in known.filed))


def _opened(lines: Sequence[Line], body: int, found: Found, known: Rules) -> Found:
    """The short lines of a list under "Read also" and its like: the rest of its block, or the next block."""
    more: Found = {}
    for index, (name, _) in sorted(found.items()):
        if index > body and known.kinds[name].opens and not LABELLED.search(lines[index].text):
            for line in _list_below(lines, index, found):
                more.setdefault(line.index, (name, f"listed under “{lines[index].text}”"))
    return more


def _list_below(lines: Sequence[Line], index: int, found: Found) -> Iterator[Line]:
    """Lines that are no sentences, from below an opening line to the end of its list."""
    rest = lines[index + 1 :]
    if not rest:
        return
    block = rest[0].block
    for line, after in zip(rest, [*rest[1:], None], strict=True):
        ends = line.prose or (line.sentence and not line.text.endswith("?"))
        if line.block != block or ends or len(line.text) > TITLE_LENGTH.stop:
            return
        if line.index in found:
            continue
        if after is not None and after.prose and after.index not in found and _heads(lines[index], line, after):
            return
        yield line


def _heads(opening: Line, line: Line, after: Line) -> bool:
    """Whether the last line that may be of a list is rather the heading of the paragraph after it."""
    if line.block == after.block:
        return line.index > opening.index + 1
    return line.block != opening.block and line.index == opening.index + 1


def _tail(lines: Sequence[Line], body: int, found: Found, known: Rules) -> Found:
    """What stands below the article's end: everything after the comments begin, or after two kinds that end a page."""
    end = _article_end(lines, body, found, known)
    return {line.index: ("site", "stands below the article") for line in lines[end:] if line.index not in found}


def _article_end(lines: Sequence[Line], body: int, found: Found, known: Rules) -> int:
    """The index of the first line that is no longer the article."""
    prose = tuple(index for index in _paragraphs(lines) if index >= body and index not in found)
    ends: set[str] = set()
    first = len(lines)
    for line in lines[body + 1 :]:
        if line.index not in found:
            if line.index in prose:
                ends, first = set(), len(lines)
            continue
        kind = known.kinds[found[line.index][0]]
        if kind.ends:
            ends.add(kind.name)
            first = min(first, line.index)
        ahead = sum(index > first for index in prose)
        if (len(ends) > 1 or "comments" in ends) and ahead * 2 <= len(prose):
            return _first_of_tail(prose, found, first, known)
    return _last_block(lines, prose, found, first)


def _paragraphs(lines: Sequence[Line]) -> tuple[int, ...]:
    """The indices of what is no line of a list or form: long lines, and sentences that stand as paragraphs do.

    They have blank lines around them or, where the page has none between its paragraphs, some length.
    """
    sizes = Counter(line.block for line in lines)
    dense = {block for block, count in Counter(line.block for line in lines if line.prose).items() if count > 2}
    stands = (line for line in lines if sizes[line.block] == 1 or (line.block in dense and len(line.text) > SHORT))
    short = {line.index for line in stands if line.sentence and not line.text.endswith("?")}
    return tuple(line.index for line in lines if line.prose or line.index in short)


def _first_of_tail(prose: Sequence[int], found: Found, end: int, known: Rules) -> int:
    """The first line below the last paragraph that shares or lists something: the rest is the site's too."""
    last = max((index for index in prose if index < end), default=end)
    below = [index for index, (kind, _) in found.items() if last < index < end and known.kinds[kind].opens]
    return min([end, *below])


def _last_block(lines: Sequence[Line], prose: Sequence[int], found: Found, first: int) -> int:
    """Where no two kinds end the page: the first furniture after which no paragraph comes."""
    last = max(prose, default=len(lines))
    below = [index for index in sorted(found) if index > last]
    return min(first, below[0]) if below and len({found[index][0] for index in below}) > 1 else len(lines)


def _is_saved_page(found: Found, known: Rules) -> bool:
    return len({kind for kind, _ in found.values() if known.kinds[kind].counts and kind != "site"}) >= KINDS_OF_A_PAGE


def _kept_title(lines: Sequence[Line], title: str | None, found: Found) -> int | None:
    return next((line.index for line in lines if title and line.folded == title and line.index not in found), None)


def _settled(
    unit: Unit, line: Line, why: tuple[str, str] | None, titles: tuple[str | None, int | None], known: Rules
) -> Unit:
    """The unit with its role, the reason for it, and the site strings it consists of."""
    title, kept_title = titles
    if why is not None:
        kind = known.kinds[why[0]]
        strings = _strings(line, kind, title, known)
        return replace(unit, role=kind.role, reason=f"{kind.name}: {why[1]}", strings=strings, translate=bool(strings))
    if line.index == kept_title:
        return replace(unit, role=Role.TITLE, reason="the page's title")
    if unit.role is Role.TITLE and kept_title is not None:
        return replace(unit, role=Role.HEADING)
    if any(pattern.fullmatch(line.text) for pattern in known.caption):
        return replace(unit, role=Role.CAPTION, reason="caption: known shape")
    return unit


def _strings(line: Line, kind: Kind, title: str | None, known: Rules) -> tuple[str, ...]:
    """The site's strings in a line of furniture; none where it differs from page to page or has no words."""
    if kind.name in {"breadcrumb", "menu"}:
        text = _crumbs(line, title, known) or line.text
        return tuple(word for word in _section_words(text, known) if _folded(word) != title and _has_words(word))
    changes = kind.changes or (title is not None and title in line.folded)
    return () if changes or not _has_words(line.text) else (line.text,)


def _has_words(text: str) -> bool:
    return bool(regex.search(r"\p{L}*\p{Ll}\p{L}+|\p{L}{5,}|\p{Lo}{2,}", text))


def _is_byline(line: Line, known: Rules) -> bool:
    return len(line.text) <= 140 and any(pattern.fullmatch(line.text) for pattern in known.byline)


def _with_byline(units: Sequence[Unit], lines: Sequence[Line], known: Rules) -> tuple[Unit, ...]:
    """The first line near the top that says who wrote the text is the byline; the names in it are kept."""
    prose = [line.index for line in lines if line.prose and not units[line.index].role.aside]
    below_standfirst = prose[1] if len(prose) > 1 else len(lines)
    for line in lines[: min(below_standfirst, HEADER_UNITS)]:
        if not units[line.index].role.aside and _is_byline(line, known):
            return tuple(_byline(unit, known) if unit is units[line.index] else unit for unit in units)
    return tuple(units)


def _byline(unit: Unit, known: Rules) -> Unit:
    found = next(match for pattern in known.byline if (match := pattern.fullmatch(" ".join(unit.text.split()))))
    at = unit.text.find(found["author"])
    keep = (Span(at, at + len(found["author"])),) if at >= 0 else ()
    return replace(unit, role=Role.BYLINE, reason="says who wrote it", keep=keep)


def author(unit: Unit) -> str:
    """The name that a byline gives; empty where it gives none."""
    return "".join(unit.text[span.start : span.end] for span in unit.keep)


def byline(unit: Unit, source: Tag, target: Tag) -> str | None:
    """A byline of the shape "by NAME" in another language; None where the phrase of either language is not known."""
    here, there = rules(source).byline_phrase, rules(target).byline_phrase
    if not (here and there and unit.keep) or unit.text.casefold() != here.format(author(unit)).casefold():
        return None
    phrase = there.format(author(unit))
    return phrase[0].upper() + phrase[1:] if unit.text[0].isupper() else phrase
