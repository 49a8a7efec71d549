"""Python, by its own tokens: strings that stand together, strings to be formatted, comments above."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator

from polyglot.errors import UnreadableInputError
from polyglot.extract.calls import Token, find
from polyglot.extract.found import Call, Wanted

BLANK = frozenset({tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})
COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
NESTED = 20
"""Strings in strings in strings: deeper ones are not looked into."""


def calls(source: str, wanted: Wanted, place: str) -> Iterator[Call]:
    """The calls of keywords in a module. Raises `UnreadableInputError` with the line where it is no Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes that are none: that is for the author to hear
        try:
            ast.parse(source)
            found = _together(list(_tokens(source, 0)))
        except (SyntaxError, ValueError, tokenize.TokenError, MemoryError) as error:
            line = getattr(error, "lineno", None)
            reason = getattr(error, "msg", None) or str(error) or "it cannot be parsed"
            hint = "correct it there; its strings in the template stay as they are until then"
            spot = f"{place}:{line}" if line else place
            raise UnreadableInputError(f"not valid Python: {reason}", place=spot, hint=hint) from error
    return find(found, wanted.keywords, wanted.comments, "+", cuts="%.")


def encoding(data: bytes) -> str:
    """The encoding that a module names in its first lines (PEP 263); empty where it names none."""
    found = [COOKIE.match(line) for line in data.split(b"\n", 2)[:2]]
    return next((one[1].decode("ascii") for one in found if one), "")


def _tokens(source: str, depth: int) -> Iterator[Token]:
    """The words of a module; those inside an f-string stand behind it."""
    lines = source.splitlines(keepends=True)
    opened: list[tuple[int, int]] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind, (line, column) = tokenize.tok_name[token.type], token.start
        if kind.endswith("STRING_START"):  # from Python 3.12 on; before, all of it is one token
            opened.append((line, column))
        elif kind.endswith("STRING_END"):
            start = opened.pop()
            if not opened:
                yield from _string(_between(lines, start, token.end), start[0], depth)
        elif opened or token.type in BLANK:
            continue
        elif token.type == tokenize.STRING:
            yield from _string(token.string, line, depth)
        elif token.type == tokenize.COMMENT:
            yield Token("comment", token.string.lstrip("#"), line)
        else:
            yield Token("name" if token.type == tokenize.NAME else "sign", token.string, line)


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The source from one place to another."""
    taken = lines[start[0] - 1 : end[0]]
    taken[-1] = taken[-1][: end[1]]
    taken[0] = taken[0][start[1] :]
    return "".join(taken)


def _string(source: str, line: int, depth: int) -> Iterator[Token]:
    """A string; of one with something to fill in, what is filled in."""
    node = ast.parse(source, mode="eval").body
    if isinstance(node, ast.Constant):
        yield Token("text", node.value, line) if isinstance(node.value, str) else Token("other", "", line)
        return
    filled = [part.value for part in getattr(node, "values", []) if isinstance(part, ast.FormattedValue)]
    if not filled and isinstance(node, ast.JoinedStr):
        yield Token("text", "".join(str(getattr(part, "value", "")) for part in node.values), line)
        return
    yield Token("other", "", line)
    for value in filled if depth < NESTED else ():
        yield Token("sign", ";", line)
        for token in _tokens(ast.unparse(value), depth + 1):
            yield Token(token.kind, token.text, line)
    yield Token("other", "", line)


def _together(tokens: list[Token]) -> list[Token]:
    """The words, strings that stand together made one."""
    found: list[Token] = []
    for token in tokens:
        last = next((at for at in range(len(found) - 1, -1, -1) if found[at].kind != "comment"), None)
        if token.kind == "text" and last is not None and found[last].kind == "text":
            found[last] = Token("text", found[last].text + token.text, found[last].line)
        else:
            found.append(token)
    return found
