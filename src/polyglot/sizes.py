"""How long a text is, whatever its script: what a character says differs from script to script."""

from __future__ import annotations

import regex

HAN = regex.compile(r"\p{Han}")
SYLLABLES = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Hangul}]")


def size(text: str) -> float:
    """About how many letters of an alphabet would say it: a Chinese character says as much as two and a half.

    >>> size("Kyiv"), size("基辅")
    (4.0, 5.0)
    """
    return len(text) + 1.5 * len(HAN.findall(text)) + 0.6 * len(SYLLABLES.findall(text))
