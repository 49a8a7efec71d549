"""What a Markdown file refers to: where its links lead, its images, and the HTML and shortcodes in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from markdown_it.token import Token

from polyglot.formats.markdown import front
from polyglot.formats.markdown.dialect import inline, parser
from polyglot.formats.markdown.places import Env

ATTRIBUTE = re.compile(r"""(?<![\w-])(?:src|href|poster)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
MARKUP = {"html_block", "html_inline"}


def addresses(text: str, path: str) -> Iterator[str]:
    """The addresses in the body of a file."""
    md, env = parser(PurePath(path).suffix.lower()), Env()
    body = re.sub(r"\r\n?", "\n", text[front.read(text, path).end :])
    for token in md.parse(body, env):
        yield from _of(inline(md, token.content, env) if token.type == "inline" else [token])


def _of(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        said = [token.attrs[name] for name in ("href", "src") if name in token.attrs]
        yield from map(str, said)
        written = token.content if token.type in MARKUP else ""
        if token.type == "construct" and "match" in token.meta:
            written = token.meta["match"][0]
        for found in ATTRIBUTE.finditer(written):
            yield html.unescape(found[1] or found[2] or "")
        yield from _of(token.children or ())
