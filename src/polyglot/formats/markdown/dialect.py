"""The parser: CommonMark by markdown-it, the tables of GFM, and what other dialects add, from `constructs.toml`.

markdown-it tells the lines of a block. Its rules for what stands inside a paragraph are wrapped, so that each token
keeps where it stands in the paragraph's text (`meta["span"]`), and a link or an image where its words stand.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

Rule = Callable[[StateInline, bool], bool]
NESTING = 100
"""Quotes, lists and marks of emphasis may stand so deep inside one another; what is deeper is left as it is."""
DELIMITERS = {"emphasis", "strikethrough"}
BODY_INDENT = 4


@dataclass(frozen=True, slots=True)
class Construct:
    """What a dialect adds to CommonMark."""

    name: str
    pattern: re.Pattern[str]
    opens: str = ""
    """The character that one inside a paragraph begins with."""
    dialect: str = ""
    """The file ending that has it; empty for all."""
    interrupts: bool = True
    """Whether it may stand right below a line of text."""
    indented: bool = False
    """Whether what is indented below it is its text."""
    escape: str = ""
    """How a quotation mark is written inside its quoted words; empty where none of its words are text."""


@cache
def constructs(kind: str, ending: str) -> tuple[Construct, ...]:
    """What a dialect adds inside paragraphs (`inline`) or between them (`block`), by the ending of a file's name."""
    table = tomllib.loads((files("polyglot.formats.markdown") / "constructs.toml").read_text("utf-8"))
    close = r"[ \t]*$" if kind == "block" else ""
    found = (
        Construct(**{**row, "pattern": re.compile(f"(?:{row['pattern']}){close}", re.MULTILINE if close else 0)})
        for row in table[kind]
    )
    return tuple(construct for construct in found if construct.dialect in {"", ending})


@cache
def parser(ending: str) -> MarkdownIt:
    """The parser for files of an ending; it parses blocks only: `inline` is asked for each paragraph."""
    md = MarkdownIt("commonmark", {"maxNesting": NESTING, "inline_definitions": True})
    md.enable(["table", "strikethrough"]).use(deflist_plugin).use(footnote_plugin, inline=False, move_to_end=False)
    md.inline.ruler.disable("footnote_ref")
    md.core.ruler.disable(["inline", "text_join"])
    md.inline.ruler2.disable("fragments_join")
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "construct", _block_rule(constructs("block", ending)), alternatives)
    md.inline.ruler.before("link", "construct", _inline_rule(constructs("inline", ending)))
    names = md.inline.ruler.get_active_rules()
    for name, rule in zip(names, md.inline.ruler.getRules(""), strict=True):
        if name != "text":  # it makes no token, and is asked most
            md.inline.ruler.at(name, _located(name, rule))
    return md


def inline(md: MarkdownIt, content: str, env: dict[str, Any]) -> list[Token]:
    """The tokens of a paragraph's text, each with its span."""
    tokens: list[Token] = []
    md.inline.parse(content, md, env, tokens)
    return tokens


def _inline_rule(known: tuple[Construct, ...]) -> Rule:
    """A rule that takes a construct inside a paragraph as one token."""
    by_sign = {construct.opens: [other for other in known if other.opens == construct.opens] for construct in known}

    def rule(state: StateInline, silent: bool) -> bool:
        for construct in by_sign.get(state.src[state.pos], ()):
            if found := construct.pattern.match(state.src, state.pos, state.posMax):
                if not silent:
                    state.push("construct", "", 0)
                state.pos = found.end()
                return True
        return False

    return rule


def _block_rule(known: tuple[Construct, ...]) -> Callable[[StateBlock, int, int, bool], bool]:
    """A rule that takes a construct between paragraphs, and parses what is indented below it."""

    def rule(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        start = state.bMarks[first] + state.tShift[first]
        if state.is_code_block(first) or state.src[start : start + 1] not in {*":{!?=$*-<ie"}:
            return False
        for construct in known:
            found = construct.pattern.match(state.src, start, state.eMarks[end - 1])
            if found and (construct.interrupts or not silent):
                if not silent:
                    _push(state, construct, found, first, end)
                return True
        return False

    return rule


def _push(state: StateBlock, construct: Construct, found: re.Match[str], first: int, end: int) -> None:
    token = state.push("construct", "", 0)
    below = first + 1 + found[0].count("\n")
    token.map, token.meta = [first, below], {"construct": construct, "match": found}
    state.line = below
    if construct.indented:
        _parse_indented(state, below, end)


def _parse_indented(state: StateBlock, first: int, end: int) -> None:
    """Parse the lines that are indented by four as blocks of their own."""
    indent, last_line = state.blkIndent, state.lineMax
    after = first
    while after < end and (state.isEmpty(after) or state.sCount[after] >= indent + BODY_INDENT):
        after += 1
    state.blkIndent, state.lineMax = indent + BODY_INDENT, after
    state.md.block.tokenize(state, first, after)
    state.blkIndent, state.lineMax, state.line = indent, last_line, after


def _located(name: str, rule: Rule) -> Rule:
    """A rule of markdown-it whose tokens say where they stand."""

    def run(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        done = rule(state, silent)
        if done and not silent and len(state.tokens) > before:
            _locate(name, state, start, state.tokens[before:])
        return done

    return run


def _locate(name: str, state: StateInline, start: int, made: list[Token]) -> None:
    """Tell the tokens that a rule made where they stand; text that it found waiting before it has no span."""
    end, last = state.pos, made[-1]
    if name in DELIMITERS:
        for token in reversed(made):
            if end > start:
                token.meta["span"] = (end - len(token.content), end)
                end -= len(token.content)
    elif name in {"link", "image"}:
        label = start + (name == "image")
        close = state.md.helpers.parseLinkLabel(state, label, name == "link")
        opener = next(token for token in made if token.type in {"link_open", "image"} and "span" not in token.meta)
        opener.meta["span"] = (start, label + 1)
        last.meta["close" if name == "image" else "span"] = (close, end)
    elif name == "autolink":
        made[-3].meta["span"] = (start, end)
    else:
        last.meta["span"] = (start, end)
