"""JavaScript and TypeScript, with JSX: enough of the grammar to tell a string from what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from polyglot.extract.calls import Kind, Token, find
from polyglot.extract.found import Call, Wanted

TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<comment>//[^\r\n\u2028\u2029]*|/\*.*?(?:\*/|\Z)|<!--[^\r\n]*)
    | (?P<text>'(?:[^'\\\r\n]|\\(?:\r\n|.))*+'|"(?:[^"\\\r\n]|\\(?:\r\n|.))*+")
    | (?P<name>[A-Za-z_$\x80-\U0010ffff][\w$]*)
    | (?P<number>\.?\d[\w.]*)
    | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*+\])++/[a-z]*")
ELEMENT = re.compile(r"<(?:[A-Za-z_$][\w$.:-]*|(?=>))")
ATTRIBUTE = re.compile(r"\s+|[\w$:.-]+|=\s*(?:\"[^\"]*\"|'[^']*')|=|/\*.*?\*/|//[^\r\n]*", re.DOTALL)
CLOSING = re.compile(r"</\s*([\w$.:-]*)\s*>")
WORDS = re.compile(r"[^<{]+")
ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r\n|.))", re.DOTALL)
CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
BREAKS = {"\n", "\r", "\r\n", "\u2028", "\u2029"}
OPERATORS = frozenset(
    {
        "return",
        "typeof",
        "case",
        "in",
        "of",
        "delete",
        "void",
        "throw",
        "new",
        "else",
        "do",
        "yield",
        "await",
        "default",
    }
)
"""Names behind which a value begins."""
DEPTH = 100
"""Deeper nesting of elements and templates is not followed."""
TRIES = 500
"""After so many signs that begin no element, none is looked for: each took a look at all that follows."""


class _NoElementError(Exception):
    """What looked like JSX is none."""


def calls(source: str, wanted: Wanted) -> Iterator[Call]:
    """The calls of keywords in a script."""
    scanner = _Scanner(source)
    with suppress(_NoElementError):  # a template that is never closed: all of it was taken as what is filled in
        scanner.code()
    return find(scanner.tokens, wanted.keywords, wanted.comments, "+")


class _Scanner:
    """Goes through a script from its beginning to its end."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens: list[Token] = []
        self.at, self.line, self.depth = 0, 1, 0
        self.failed: set[int] = set()

    def code(self, *, inside: bool = False) -> None:
        """Take what is code; `inside` braces, up to the one that closes them."""
        braces = 0
        while self.at < len(self.source):
            char = self.source[self.at]
            if char == "`":
                self._template()
            elif char == "<" and self._is_value() and self._element_follows():
                continue
            elif char == "/" and self._is_value() and (found := REGEX.match(self.source, self.at)):
                self._take("other", found[0])
            elif inside and char == "}" and not braces:
                return
            else:
                braces += (char == "{") - (char == "}")
                self._plain()
        if inside:
            raise _NoElementError

    def _plain(self) -> None:
        """A word without parts of its own."""
        found = TOKEN.match(self.source, self.at)
        if found is None:  # cannot be: the last way takes any character
            self.at = len(self.source)
            return
        kind, raw = found.lastgroup, found[0]
        if kind == "space":
            self._move(raw)
        elif kind == "text":
            self._take("text", raw, unescaped(raw[1:-1]))
        elif kind == "comment":
            self._take("comment", raw, raw[2:].removesuffix("*/"))
        elif kind == "name":
            self._take("name", raw)
        else:
            self._take("sign" if kind == "sign" else "other", raw)

    def _move(self, raw: str) -> None:
        self.at += len(raw)
        self.line += raw.count("\n")

    def _take(self, kind: Kind, raw: str, text: str | None = None) -> None:
        self.tokens.append(Token(kind, raw if text is None else text, self.line))
        self._move(raw)

    def _is_value(self) -> bool:
        """Whether a value may begin here, so that `/` does not divide and `<` does not compare."""
        last = next((token for token in reversed(self.tokens[-50:]) if token.kind != "comment"), None)
        if last is None:
            return True
        if last.kind == "sign" and last.text == ")":
            return self._ends_condition()
        return last.text in OPERATORS if last.kind == "name" else last.kind == "sign" and last.text != "]"

    def _ends_condition(self) -> bool:
        """Whether the bracket that was closed last is that of `if (...)` or its like: a value may begin behind it."""
        depth = 0
        for at in range(len(self.tokens) - 1, max(0, len(self.tokens) - 200), -1):
            token = self.tokens[at]
            if token.kind == "sign":
                depth += (token.text == ")") - (token.text == "(")
            if not depth and token.text == "(":
                return self.tokens[at - 1].text in {"if", "while", "for", "with"}
        return False

    def _template(self) -> None:
        """A string in backticks; one with something to fill in is no text, but there may be calls in it."""
        line, start, place = self.line, self.at, len(self.tokens)
        self._move("`")
        filled = False
        while self.at < len(self.source) and self.source[self.at] != "`":
            if self.source.startswith("${", self.at) and self.depth < DEPTH:
                filled = True
                self._braces("${")
            else:
                self._move(self.source[self.at : self.at + (2 if self.source[self.at] == "\\" else 1)])
        raw = self.source[start + 1 : self.at]
        self._move(self.source[self.at : self.at + 1])
        self.tokens.insert(place, Token("other", "", line) if filled else Token("tagged", unescaped(raw), line))

    def _braces(self, opening: str) -> None:
        """Code in braces inside a template or an element."""
        self.depth += 1
        self._take("sign", opening, "{")
        try:
            self.code(inside=True)
        finally:
            self.depth -= 1
        self._take("sign", "}")

    def _element_follows(self) -> bool:
        """Take an element of JSX, where one begins here; else nothing."""
        start, line, kept = self.at, self.line, len(self.tokens)
        if start in self.failed or len(self.failed) > TRIES or not ELEMENT.match(self.source, start):
            self._plain()
            return True
        depth = self.depth
        try:
            self._element()
        except _NoElementError:
            self.failed.add(start)
            self.at, self.line, self.depth = start, line, depth
            del self.tokens[kept:]
            self._plain()
        return True

    def _element(self) -> None:
        found = ELEMENT.match(self.source, self.at)
        if found is None or self.depth >= DEPTH:
            raise _NoElementError
        self.depth += 1
        self._take("other", found[0])
        if self._attributes():
            self._children(found[0][1:])
        self.depth -= 1

    def _attributes(self) -> bool:
        """Take the attributes of a tag and its end; whether it has children."""
        while self.at < len(self.source):
            if self.source.startswith("/>", self.at):
                self._take("other", "/>")
                return False
            if self.source[self.at] == ">":
                self._take("other", ">")
                return True
            if self.source[self.at] == "{":
                self._braces("{")
            elif found := ATTRIBUTE.match(self.source, self.at):
                self._move(found[0])
            else:
                break
        raise _NoElementError

    def _children(self, name: str) -> None:
        while self.at < len(self.source):
            found = CLOSING.match(self.source, self.at)
            if found is not None and found[1] == name:
                self._take("other", found[0])
                return
            if self.source[self.at] == "<":
                self._element()
            elif self.source[self.at] == "{":
                self._braces("{")
            else:
                words = WORDS.match(self.source, self.at)
                self._take("other", words[0] if words else self.source[self.at])
        raise _NoElementError


def unescaped(text: str) -> str:
    r"""What a string of JavaScript says.

    >>> unescaped(r"l\u2019\u00e9t\xe9 \"20\"")
    'l’été "20"'
    """
    if "\\" not in text:
        return text

    def plain(found: re.Match[str]) -> str:
        *codes, letter = found.groups()
        code = next(filter(None, codes), "")
        if code:
            return chr(int(code, 16)) if int(code, 16) < 0x110000 else found[0]
        return "" if letter in BREAKS else CONTROL.get(letter, letter)

    said = ESCAPE.sub(plain, text)
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves that are written apart
