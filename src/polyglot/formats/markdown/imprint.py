"""What a localised file says of itself: keys of its front matter, and a last paragraph for its readers.

Nothing is said in front matter where the file has none. Links stay: generators of sites resolve them by language.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping

from polyglot import locales
from polyglot.formats.markdown import front
from polyglot.model import Document, Edit, Publication, Role, Span

OPENING = re.compile(r"(?P<fence>---|\+\+\+|\{)[ \t]*(?P<line>\r\n|\r|\n)")
FLOW = re.compile(r"\s*(?:#[^\r\n]*\s+)*\{")
SLUG = "front_matter.slug"
ADDRESS = ("front_matter.canonical", "front_matter.canonicalURL", "front_matter.canonical_url")
SIGN = re.compile(r"[*_`<\[\\]")
ESCAPED = r"\\\g<0>"
LETTERS_OF_THEIR_OWN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def edits(document: Document, facts: Publication) -> Iterator[Edit]:
    """The edits that make a file say these facts."""
    head = front.read(document.text, document.path)
    yield from _changed(document, head, facts)
    opening = OPENING.match(document.text)
    if head.end and opening:
        new = {key: said for key, said in _new(facts).items() if key not in head.keys}
        lines = _lines(new, opening, document.text)
        if lines:
            yield Edit(Span(opening.end(), opening.end()), lines)
    if facts.notice:
        yield _last_paragraph(document.text, head.end, facts.notice)


def _changed(document: Document, head: front.Front, facts: Publication) -> Iterator[Edit]:
    """Values that say something of the source: its language, its address, its slug."""
    title = next((unit.target for unit in document.units if unit.role is Role.TITLE and unit.target), "")
    for value in head.values:
        name = value.key.removeprefix("front_matter.")
        if facts.language and name in front.LANGUAGES and locales.akin(value.said, facts.source):
            yield Edit(value.span, value.spelled(facts.target))
        elif facts.address and value.key in ADDRESS:
            yield Edit(value.span, value.spelled(facts.address))
        elif value.key == SLUG and facts.slug and title:
            yield Edit(value.span, value.spelled(slug(title)))


def _new(facts: Publication) -> dict[str, Mapping[str, str]]:
    """Keys that the source does not have."""
    found: dict[str, Mapping[str, str]] = {}
    if facts.alternates:
        found["alternates"] = dict(facts.alternates)
    if facts.engine:
        found["translation"] = {
            "origin": "machine",
            "source": facts.source,
            "engine": facts.engine,
            "reviewed": f"{facts.reviewed}/{facts.segments}",
        }
    return found


def _lines(new: Mapping[str, Mapping[str, str]], opening: re.Match[str], text: str) -> str:
    """New keys as the front matter would write them, each on a line of its own; none inside what YAML has in braces."""
    fence, line = opening["fence"], opening["line"]
    if fence == "---" and FLOW.match(text, opening.end()):
        return ""
    if fence == "{":
        empty = not re.compile(r'\s*"').match(text, opening.end())
        members = [f"  {_quoted(key)}: {json.dumps(dict(table), ensure_ascii=False)}" for key, table in new.items()]
        return f",{line}".join(members) + ("" if empty else ",") + line if members else ""
    sign = ": " if fence == "---" else " = "
    tables = {key: ", ".join(f"{_quoted(name)}{sign}{_quoted(said)}" for name, said in new[key].items()) for key in new}
    return "".join(f"{key}{sign}{{ {members} }}{line}" for key, members in tables.items())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _last_paragraph(text: str, start: int, notice: str) -> Edit:
    """A paragraph behind all others; where a fence is still open there, before all others."""
    line = next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
    said = f"*{SIGN.sub(ESCAPED, notice)}*"
    if _is_open(text[start:]):
        return Edit(Span(start, start), f"{line}{line}{said}{line}")
    end = len(text.rstrip())
    return Edit(Span(end, len(text)), f"{line * 2}{said}{text[end:] or line}")


def _is_open(body: str) -> bool:
    """Whether a fence of code is open at the end."""
    fence = ""
    for found in re.finditer(r"^ {0,3}(`{3,}|~{3,})([^\r\n]*)", body, re.MULTILINE):
        if not fence:
            fence = found[1]
        elif found[1].startswith(fence) and not found[2].strip():
            fence = ""
    return bool(fence)


def slug(title: str) -> str:
    """A title as the last part of a URL: words in small letters, Latin ones without accents.

    >>> slug("L’été à Kyïv : « encore » plus chaud !"), slug("Київ просить")
    ('l-ete-a-kyiv-encore-plus-chaud', 'київ-просить')
    """
    folded = title.casefold().translate(LETTERS_OF_THEIR_OWN)
    latin = "".join(_bare(char) for char in unicodedata.normalize("NFC", folded))
    return "-".join(re.findall(r"\w+", latin))


def _bare(char: str) -> str:
    plain = unicodedata.normalize("NFD", char)
    return plain[0] if plain[0].isascii() else char
