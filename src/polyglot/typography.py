"""The target's quotation marks, spaces and numbers, set in machine text; twice is the same as once.

The facts are data: `language/typography.toml`, after CLDR and national style guides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import regex

from polyglot import numbers, quotations, resources
from polyglot.model import Code, CodeKind, Tag

SPACE = "[ \u00a0\u202f]"


def localise(text: str, source: Tag, target: Tag, codes: Sequence[Code] = ()) -> str:
    """Machine text as the target language sets it; `codes` are the source's, whose numbers the engine copied."""
    facts = resources.table("typography", target)
    text = _numbers(text, source, target, codes)
    text = _quotes(text, target)
    text = _spaces(text, facts)
    return _inverted(text) if facts["inverted"] else text


def _numbers(text: str, source: Tag, target: Tag, codes: Sequence[Code]) -> str:
    """Numbers that stand as they did in the source, with the target's signs."""
    for code in codes:
        if code.kind is CodeKind.NUMBER:
            written = numbers.render(code, source, target)
            if written != code.text:
                pattern = regex.escape(code.text).replace("\\ ", " ")
                pattern = regex.sub("[ \u00a0\u202f]", SPACE, pattern)
                text = regex.sub(rf"(?<![\d.,]){pattern}(?![\d]|[.,]\d)", written.replace("\\", r"\\"), text, count=1)
    return text


def _quotes(text: str, target: Tag) -> str:
    """Quotation marks that open and close, in the target's; straight marks stay.

    A quotation that goes on in another sentence has only one mark here: which way it faces says what it is.
    """
    shape = quotations.shape(text)
    outer_open, outer_close, inner_open, inner_close = resources.table("typography", target)["quotes"]
    letters = list(text)
    for start, end, depth in shape.pairs:
        within = depth - sum(at < start for at in shape.opening)
        letters[start], letters[end] = (outer_open, outer_close) if within <= 0 else (inner_open, inner_close)
    for at in shape.opening:
        letters[at] = outer_open
    for at in shape.closing:
        letters[at] = outer_close
    return "".join(letters)


def _spaces(text: str, facts: Mapping[str, Any]) -> str:
    """The spaces in front of marks and inside quotation marks."""
    outer_open, outer_close = facts["quotes"][:2]
    if any(quotations.shape(text)):
        text = regex.sub(rf"{regex.escape(outer_open)}{SPACE}*", outer_open + facts["inside"], text)
        text = regex.sub(rf"(?<=\S){SPACE}*{regex.escape(outer_close)}", facts["inside"] + outer_close, text)
    text = regex.sub(rf"(?<=\d){SPACE}?%", facts["percent"] + "%", text)
    text = regex.sub(rf"(?<=[\w)\]»”\"’]){SPACE}+(?=[,.](?:\s|$))", "", text)
    marks = rf"(?<=[\w)\]»”\"’?!…%]){SPACE}*([;!?]+)(?=[\s»”“\"’‘)\]]|$)"
    text = regex.sub(marks, lambda found: facts["before"].get(found[1][0], "") + found[1], text)
    return regex.sub(rf"(?<=[\w)\]»”\"’]){SPACE}+:(?=\s|$)", lambda _: facts["before"].get(":", "") + ":", text)


def _inverted(text: str) -> str:
    """Spanish: the ¿ or ¡ that a question or an exclamation opens with, where it has none."""
    for mark, opening in (("?", "¿"), ("!", "¡")):
        if mark in text and opening not in text:
            text = regex.sub(
                rf"(^|(?<=[.!?…»”])\s+|(?<=[:«“(])\s*)([—–-]\s*)?(?=\p{{L}})([^.!?…«»“”:]*\{mark})",
                lambda found: f"{found[1] or ''}{found[2] or ''}{opening}{found[3]}",  # noqa: B023
                text,
            )
    return text
