"""The target's quotation marks, spaces and numbers, set in machine text; twice is the same as once.

The facts are data: `language/typography.toml`, after CLDR and national style guides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import regex

from polyglot import numbers, quotations, resources
from polyglot.model import Code, CodeKind, Tag

SPACES = " \u00a0\u202f"
SPACE = f"[{SPACES}]"
STAND_IN = "ꙮ"
"""Stands for a URL or a placeholder while the text is set; a letter, and the rarest of all (U+A66E, one manuscript)."""
CLAUSE = r"(?:«[^«»]*+»|“[^“”]*+”|\([^()]*+\)|[^!?…«»“”().:¿¡]|:(?=\S)|\.(?!\s)|(?<=(?<![\p{L}-])\p{L}{1,3})\.)*+"
"""What a Spanish question or exclamation may have between its two marks; a short word before a stop is shortened."""
STARTS = (
    r"(?<=[«“(])()",
    r"(^|(?<=[!?…»”]|[\p{L}-]{4}\.)\s+(?=[\p{Lu}\d«“(—–])|(?<=…|:)\s+)",
)
"""Where one begins: inside a quotation or a bracket, or where a sentence or what a colon announces does."""


def localise(text: str, source: Tag, target: Tag, codes: Sequence[Code] = ()) -> str:
    """Machine text as the target language sets it; `codes` are the source's, whose numbers the engine copied.

    What the engine copied of its other codes stays as it is.
    """
    if STAND_IN in text:
        return text
    facts = resources.table("typography", target)
    pieces = _apart(text, codes)
    text = _numbers(STAND_IN.join(pieces[::2]), source, target, codes)
    text = _spaces(_quotes(text, facts), facts)
    text = _inverted(text) if facts["inverted"] else text
    kept = iter([*pieces[1::2], ""])
    return "".join(part + next(kept) for part in text.split(STAND_IN))


def _apart(text: str, codes: Sequence[Code]) -> list[str]:
    """The text cut at the codes that stand in it as they do in the source: text and code in turn."""
    fixed = {code.text for code in codes if code.kind not in {CodeKind.NAME, CodeKind.NUMBER}}
    longest_first = sorted(fixed, key=lambda code: (-len(code), code))
    return regex.split(f"({'|'.join(map(regex.escape, longest_first))})", text) if fixed else [text]


def _numbers(text: str, source: Tag, target: Tag, codes: Sequence[Code]) -> str:
    """Numbers that stand as they did in the source, with the target's signs."""
    copied = [code for code in codes if code.kind is CodeKind.NUMBER]
    written = {_plain_spaces(code.text): numbers.render(code, source, target) for code in copied}
    changed = sorted((code for code in written if written[code] != code), key=lambda code: (-len(code), code))
    if not changed:
        return text
    shapes = "|".join(regex.escape(code, literal_spaces=True).replace(" ", SPACE) for code in changed)
    pattern = rf"(?<![\d.,])(?:{shapes})(?!\d|[.,]\d)"
    return regex.sub(pattern, lambda found: written[_plain_spaces(found[0])], text)


def _plain_spaces(number: str) -> str:
    return regex.sub(SPACE, " ", number)


def _quotes(text: str, facts: Mapping[str, Any]) -> str:
    """Quotation marks that open and close, in the target's, with the spaces inside them; straight marks stay.

    A quotation that goes on in another sentence has only one mark here: which way it faces says what it is.
    """
    outer_open, outer_close, inner_open, inner_close = facts["quotes"]
    shape = quotations.shape(text)
    opening = {at: _around(at, shape) + depth for depth, at in enumerate(shape.opening)}
    closing = {at: _around(at, shape) + depth for depth, at in enumerate(reversed(shape.closing))}
    for start, end, depth in shape.pairs:
        opening[start] = closing[end] = depth + sum(at > end for at in shape.closing)
    for at in sorted(opening.keys() | closing.keys(), reverse=True):
        before, after = text[:at], text[at + 1 :]
        if at in opening:
            mark, inside = (inner_open, "") if opening[at] else (outer_open, facts["inside"])
            text = before + mark + inside + after.lstrip(SPACES)
        else:
            mark, inside = (inner_close, "") if closing[at] else (outer_close, facts["inside"])
            text = (before.rstrip(SPACES) + inside if before.strip() else before) + mark + after
    return text


def _around(at: int, shape: quotations.Shape) -> int:
    """How many whole quotations a mark stands in."""
    return sum(start < at < end for start, end, _ in shape.pairs)


def _spaces(text: str, facts: Mapping[str, Any]) -> str:
    """The spaces in front of marks."""
    text = regex.sub(rf"(?<=\d){SPACE}?%", facts["percent"] + "%", text)
    text = regex.sub(rf"(?<=[\w)\]»”\"’]){SPACE}+(?=[,.](?:\s|$))", "", text)
    marks = rf"(?<=[\w)\]»”\"’?!…%]){SPACE}*([;!?]+)(?=[\s»”“\"’‘)\]]|$)"
    text = regex.sub(marks, lambda found: facts["before"].get(found[1][0], "") + found[1], text)
    return regex.sub(rf"(?<=[\w)\]»”\"’]){SPACE}+:(?=\s|$)", lambda _: facts["before"].get(":", "") + ":", text)


def _inverted(text: str) -> str:
    """Spanish: the ¿ or ¡ that a question or an exclamation opens with, where it has none; also one in another."""
    before = ""
    while text != before:
        before = text
        for start in STARTS:
            for mark, opening in (("?", "¿"), ("!", "¡")):
                pattern = rf"{start}((?:[—–-]\s*)?)(?=[\p{{L}}\d«“(])({CLAUSE}\{mark})(?!\w)"
                text = regex.sub(pattern, rf"\1\2{opening}\3", text)
    return text
