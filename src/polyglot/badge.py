"""A badge for a README or a web site: a picture of two words side by side, drawn without asking anybody (SVG)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

WORST, MIDDLING = 50, 90
"""Below so many of a hundred a badge is red, below so many amber, else green."""
COLOURS = ("#a32a2a", "#8a5a00", "#2e6b46")
"""White letters can be read on each (WCAG 2.2: more than 4.5 to 1)."""
LABEL = "#3c4449"
NAMED = 4
"""A badge names each of so many locales; of more it says how many there are, and the one that is least done."""
NARROW, WIDE = "fijlrtI .,:;|!'()·-", "mwMW%@"
MARK = "polyglot-badge"
"""The class of our badges, by which a file that is no badge is known."""


def of_locales(label: str, percents: Sequence[tuple[str, int]]) -> str:
    """A badge that says how much is done in each locale, as `(locale, percent)`."""
    least = min((percent for _, percent in percents), default=100)
    if len(percents) <= NAMED:
        said = " · ".join(f"{locale} {percent}%" for locale, percent in percents) or "no locales"
    else:
        first = next(locale for locale, percent in percents if percent == least)
        said = f"{len(percents)} locales, {first} {least}%"
    return draw(label, said, COLOURS[(least >= WORST) + (least >= MIDDLING)])


def draw(label: str, said: str, colour: str) -> str:
    """A badge. Its words are as wide as told, whatever font shows them."""
    left, right = _width(label), _width(said)
    whole = left + right
    name = escape(f"{label}: {said}")
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" class="{MARK}" width="{whole}" height="20" role="img" aria-label="{name}">
<title>{name}</title>
<rect width="{whole}" height="20" rx="4" fill="{colour}"/>
<path d="M4 0H{left}V20H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z" fill="{LABEL}"/>
<g fill="#fff" font-family="Verdana, 'DejaVu Sans', 'Noto Sans', sans-serif" font-size="11" text-anchor="middle">
<text x="{left / 2:g}" y="14" textLength="{left - 12}">{escape(label)}</text>
<text x="{left + right / 2:g}" y="14" textLength="{right - 12}">{escape(said)}</text>
</g>
</svg>
"""


def is_badge(data: bytes) -> bool:
    """Whether these bytes are a badge of ours."""
    return data.startswith(b"<svg ") and f'class="{MARK}"'.encode() in data[:200]


def _width(text: str) -> int:
    """About how wide a text is in letters of eleven pixels, with its margins."""
    return round(sum(map(_advance, text))) + 12


def _advance(character: str) -> float:
    if character in NARROW:
        return 4.4
    if character in WIDE or unicodedata.east_asian_width(character) in "WF":
        return 11.0
    return 7.0 if character.isupper() or character.isdigit() else 6.5
