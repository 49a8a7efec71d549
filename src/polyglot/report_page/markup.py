"""HTML made of values: what is a text is escaped because it is no `Html`, so that nobody can forget it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

VOID = frozenset({"meta", "br"})
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
"""What HTML may not have, or what turns the words around it: it is shown by its number."""


class Html(str):
    """A piece of a page, which is shown as it is."""

    __slots__ = ()


Part = str | Iterable[str]


def text(value: str) -> Html:
    """A text as a page shows it."""
    return value if isinstance(value, Html) else Html(escape(UNSEEN.sub(_number, value)))


def _number(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


def element(name: str, /, *parts: Part, **attributes: str | float | bool) -> Html:
    """An element. `class_` is the attribute `class`; one that is False is left out, one that is True has no value.

    >>> element("p", "1 < 2", element("br"), class_="sum", hidden=False, data_x="&")
    '<p class="sum" data-x="&amp;">1 &lt; 2<br></p>'
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items() if value is not False)
    inside = "".join(text(part) if isinstance(part, str) else "".join(map(text, part)) for part in parts)
    return Html(f"<{name}{told}>" if name in VOID else f"<{name}{told}>{inside}</{name}>")


def _attribute(key: str, value: str | float | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'


def count(number: int, thing: str) -> str:
    """A number of things in English.

    >>> count(1, "segment"), count(0, "warning")
    ('1 segment', '0 warnings')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"


def words(value: str, tag: str, **attributes: str) -> Html:
    """Words in a language, in their own direction."""
    return element("span", value, lang=tag, dir="auto", **attributes)
