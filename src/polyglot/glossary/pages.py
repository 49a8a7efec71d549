"""Texts whose characters have room in a byte each: a table of 256 rewrites them many times as fast as a search.

Most texts in Latin and in Cyrillic letters are such. What a page does not have, its table cannot say: such a text is
rewritten character by character, with the same result.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import NamedTuple

UNDEFINED = "\ufffe"
EVERYWHERE = "\ufffc\u202f\u2009\u2010\u2011"
"""What no encoding has: the barriers of views, narrow spaces, hyphens."""
LATIN = EVERYWHERE + "łŁąęćĆśŚźżńčČřěůşŞğışđőű"
CYRILLIC = EVERYWHERE + "\u02bc"


class Page:
    """256 characters, all of them composed (NFC), none invisible but the soft hyphen."""

    def __init__(self, encoding: str, further: str) -> None:
        """The characters of an encoding, with further ones in the place of controls and of what it leaves free."""
        characters = bytes(range(256)).decode(encoding, "replace")
        spare = iter(dict.fromkeys(further))
        self._characters = "".join(next(spare, UNDEFINED) if _is_free(one) else one for one in characters)
        self._codes = codecs.charmap_build(self._characters)

    def encoded(self, text: str) -> bytes | None:
        """A byte for each character; None where one has no room."""
        try:
            return codecs.charmap_encode(text, "strict", self._codes)[0]
        except UnicodeEncodeError:
            return None

    def table(self, become: Callable[[str], str]) -> str:
        """What its bytes stand for where each character has become another one."""
        return "".join(map(become, self._characters))


def _is_free(character: str) -> bool:
    """Whether no text has it; the first character must stay where it is."""
    return character == "\ufffd" or ("\0" < character < " " and not character.isspace()) or character == "\x7f"


PAGES = (Page("cp1252", LATIN), Page("cp1251", CYRILLIC))


class Coded(NamedTuple):
    """A text as bytes of a page."""

    page: Page
    data: bytes


def coded(text: str) -> Coded | None:
    """A text as bytes of the first page that has all of its characters."""
    for page in PAGES:
        data = page.encoded(text)
        if data is not None:
            return Coded(page, data)
    return None
