"""PHP, as WordPress themes and plugins are written: strings, heredocs, comments, and HTML between the scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polyglot.extract.calls import Token, find
from polyglot.extract.found import Call, Wanted

SCRIPT = re.compile(r"<\?(?:php\b|=)|<\?(?!xml)", re.IGNORECASE)
TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<end>\?>)
    | (?P<comment>(?://|\#(?!\[))(?:(?!\?>)[^\r\n])*+|/\*.*?(?:\*/|\Z))
    | (?P<heredoc><<<[ \t]*(?P<quote>["']?)(?P<label>[A-Za-z_\x80-\U0010ffff]\w*)(?P=quote)[ \t]*\r?\n)
    | (?P<single>'[^'\\]*+(?:\\.[^'\\]*+)*+')
    | (?P<double>"[^"\\]*+(?:\\.[^"\\]*+)*+")
    | (?P<shell>`[^`\\]*+(?:\\.[^`\\]*+)*+`)
    | (?P<variable>\$+[A-Za-z_\x80-\U0010ffff]\w*)
    | (?P<name>\\?[A-Za-z_\x80-\U0010ffff][\w\\]*)
    | (?P<number>\d[\w.]*)
    | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
FILLED = re.compile(r"(?<!\\)(?:\\\\)*(?:\$[A-Za-z_\x80-\U0010ffff{]|\{\$)")
"""What PHP fills in inside double quotes."""
ESCAPE = re.compile(r"((?:\\(?:x[0-9A-Fa-f]{1,2}|[0-7]{1,3}))+)|\\(?:u\{([0-9A-Fa-f]{1,6})\}|(.))", re.DOTALL)
BYTE = re.compile(r"\\(?:x([0-9A-Fa-f]+)|([0-7]+))")
CONTROL = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "e": "\x1b", "f": "\f", "\\": "\\", "$": "$"}


def calls(source: str, wanted: Wanted) -> Iterator[Call]:
    """The calls of keywords in a file of PHP."""
    return find(list(tokens(source)), wanted.keywords, wanted.comments, ".")


def tokens(source: str) -> Iterator[Token]:
    """The words of all scripts in a file."""
    at, line = 0, 1
    while (script := SCRIPT.search(source, at)) is not None:
        line += source.count("\n", at, script.end())
        at = script.end()
        while (found := TOKEN.match(source, at)) is not None:
            begin = found
            if found["heredoc"]:
                text, at = _heredoc(source, found)
                yield Token("other" if text is None else "text", text or "", line)
            else:
                at = found.end()
                if not found["space"] and not found["end"]:
                    yield _token(found, line)
            line += source.count("\n", begin.start(), at)
            if found["end"]:
                break
        else:
            return


def _token(found: re.Match[str], line: int) -> Token:
    kind, text = found.lastgroup or "sign", found[0]
    if kind == "single":
        return Token("text", re.sub(r"\\([\\'])", r"\1", text[1:-1]), line)
    if kind == "double":
        said = _double(text[1:-1], '"')
        return Token("other" if said is None else "text", said or "", line)
    if kind == "comment":
        inner = text[2:].removesuffix("*/") if text.startswith("/*") else text.lstrip("/#")
        return Token("comment", inner, line)
    if kind == "name":
        return Token("name", text.rpartition("\\")[2], line)
    return Token("sign" if kind == "sign" else "other", text, line)


def _double(text: str, quote: str) -> str | None:
    """What stands in double quotes or a heredoc says; None where something is filled in."""
    if FILLED.search(text):
        return None

    def plain(found: re.Match[str]) -> str:
        raw, code, letter = found.groups()
        if raw:
            numbers = (int(x, 16) if x else int(octal, 8) for x, octal in BYTE.findall(raw))
            return bytes(number & 0xFF for number in numbers).decode("utf-8", "replace")
        if letter:
            return letter if letter == quote else CONTROL.get(letter, found[0])
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else found[0]

    return ESCAPE.sub(plain, text)


def _heredoc(source: str, found: re.Match[str]) -> tuple[str | None, int]:
    """What a heredoc or nowdoc says, and where it ends; None where something is filled in, or it has no end."""
    end = re.compile(rf"^([ \t]*){re.escape(found['label'])}\b", re.MULTILINE).search(source, found.end())
    if end is None:
        return None, len(source)
    body = source[found.end() : end.start()].removesuffix("\n").removesuffix("\r")
    margin = end[1]
    text = "\n".join(line.removeprefix(margin) for line in body.split("\n"))
    return (text if found["quote"] == "'" else _double(text, "")), end.end()
