"""`locales/furniture.toml`: lines that several pages of a site share, recorded so that later one page is enough.

`polyglot strings extract` writes it, people may edit it, and it is committed: what is furniture in an article depends
on the article and on this file, never on other articles.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from polyglot import locales
from polyglot.errors import ConfigError, PolyglotError
from polyglot.furniture.folding import matching
from polyglot.furniture.page import folded, is_sentence
from polyglot.model import Document, Role, Tag

PAGES = 3
"""On so many pages a line must stand to be recorded."""
HEAD = """\
# Lines that several pages of this site share, so that they belong to the site and not to an article: a table for
# each language that pages are written in. `polyglot strings extract` adds to it; take out what is wrong, and name it
# under `keep` in [furniture] of polyglot.toml, so that it stays out. Commit this file; other comments
# than these are not kept.
"""

Recorded = Mapping[Tag, frozenset[str]]
"""For each language of pages, the lines as they stand on them."""


def read(path: Path) -> Recorded:
    """The recorded lines; empty where there is no such file. Raises `ConfigError` where it is not as it should be."""
    if not path.is_file():
        return {}
    hint = 'write each language so: [fr], then lines = ["Accueil", "Partager"]'
    try:
        tables = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"this is not TOML: {error}", place=str(path), hint=hint) from error
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ConfigError(f"cannot be read: {reason}", place=str(path), hint="check that you may read it") from error
    found: Recorded = {}
    for name, table in tables.items():
        lines = table.get("lines") if isinstance(table, dict) and set(table) == {"lines"} else None
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise ConfigError(f"{name} does not have a list of lines", place=str(path), hint=hint)
        evened = frozenset(" ".join(line.replace("\0", " ").split()) for line in lines)
        found = joined(found, {_tag(name, path): evened - {""}})
    return found


def _tag(name: str, path: Path) -> Tag:
    try:
        return locales.parse(name)
    except PolyglotError as error:
        raise ConfigError(error.message, place=str(path), hint=error.hint) from error


def of(recorded: Recorded, tag: Tag) -> frozenset[str]:
    """The lines of a language's pages: of `pt-BR`, with those of `pt`."""
    return recorded.get(tag, frozenset()) | recorded.get(locales.base(tag), frozenset())


def repeated(pages: Iterable[tuple[Tag, Document]], keep: Iterable[str] = ()) -> Recorded:
    """The lines that at least `PAGES` of these pages share, by language; sentences of articles are none.

    `keep` names the lines that the project wants to stay in its articles.
    """
    counts: dict[Tag, Counter[str]] = {}
    for source, page in pages:
        counts.setdefault(source, Counter()).update(_lines(page))
    shared = {tag: [line for line, count in found.items() if count >= PAGES] for tag, found in counts.items()}
    wanted = {tag: frozenset(lines) - _kept(lines, keep) for tag, lines in shared.items()}
    return {tag: lines for tag, lines in wanted.items() if lines}


def _kept(lines: Sequence[str], keep: Iterable[str]) -> frozenset[str]:
    return frozenset(lines[index] for wanted in keep for index in matching(wanted, lines))


def _lines(page: Document) -> frozenset[str]:
    """The lines of a page that can be the site's."""
    own = {Role.TITLE, Role.HEADING, Role.BYLINE, Role.CAPTION, Role.CODE}
    return frozenset(
        " ".join(unit.text.split())
        for unit, line in zip(page.units, folded([unit.text for unit in page.units]), strict=True)
        if unit.strings or (not unit.role.aside and unit.role not in own and not is_sentence(line))
    )


def joined(former: Recorded, found: Recorded) -> Recorded:
    """What was recorded, and what was found now."""
    return {tag: former.get(tag, frozenset()) | found.get(tag, frozenset()) for tag in sorted({*former, *found})}


def render(recorded: Recorded) -> str:
    """The file's text."""
    tables = (f"\n[{tag}]\nlines = [\n{_listed(lines)}]\n" for tag, lines in sorted(recorded.items()))
    return HEAD + "".join(tables)


def _listed(lines: Iterable[str]) -> str:
    """A line for each, in quotation marks as TOML has them."""
    quoted = (json.dumps(line, ensure_ascii=False).replace("\x7f", "\\u007f") for line in sorted(lines))
    return "".join(f"  {line},\n" for line in quoted)
