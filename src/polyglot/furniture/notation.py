"""The notation of phrases: what a linguist writes, and the lines that it stands for.

In a phrase `(a|b)` is one of several, `[a]` may be missing, `{month}` is a word of that list, `0` any number and `…`
any text: `(leave|post) a comment`, `0 comment[s]`, `read also …`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product

from polyglot.furniture.folding import EDGES, evened

ANY = "…"
MANY_FORMS = 200
"""A phrase without gaps that stands for more lines is matched, and not spelled out."""
MOST_FORMS = 400
"""A phrase with gaps may not stand for more."""
SIGNS = {"(": "(?:", "[": "(?:", "|": "|", ")": ")", "]": ")?"}
OPENING = 5
"""Characters: by so many of the first ones phrases are found."""
SLACK = 4
"""So many more may be spaces that are closed up, or decorate the edge."""
TOO_FAR = re.compile(r" ([:?!])")
LIST = re.compile(r"\{(\w+)\}")
LEAVES = re.compile(r"[()\[\]|{}]")


def expanded(phrase: str, lists: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Every line that a phrase stands for, folded. Raises `ValueError` where a bracket is wrong or there are many."""
    return forms_of(evened(filled(phrase, lists)))


def filled(phrase: str, lists: Mapping[str, Sequence[str]]) -> str:
    """A phrase with the words of its lists in it."""
    return LIST.sub(lambda match: f"({'|'.join(lists[match[1]])})", phrase) if "{" in phrase else phrase


def forms_of(phrase: str) -> Sequence[str]:
    """Every line that a folded phrase stands for. Raises `ValueError` as `expanded` does."""
    if not LEAVES.search(phrase):
        return _closed_up((phrase,))
    forms, rest = _alternatives(phrase)
    if rest:
        raise ValueError(f"a bracket is closed that was not opened: {phrase}")
    if len(forms) > MOST_FORMS and ANY in phrase:
        raise ValueError(f"a phrase that stands for {len(forms)} lines is better written as several: {phrase}")
    return _closed_up(forms)


@cache
def labels(phrase: str) -> frozenset[str]:
    """The lines without gaps that a folded phrase stands for."""
    return frozenset(_bare_form(form) for form in forms_of(phrase) if form and ANY not in form)


def is_wide(phrase: str) -> bool:
    """Whether a phrase stands for very many lines: those of its groups that follow each other, multiplied."""
    lines = options = 1
    depth = 0
    for leaf in map(re.Match.group, LEAVES.finditer(phrase)):
        if leaf in "([":
            options = options if depth else 1 + (leaf == "[")
            depth += 1
        elif leaf == "|":
            options += 1
        else:
            depth -= 1
            lines *= options if not depth else 1
    return lines > MANY_FORMS


@cache
def expression(phrase: str) -> re.Pattern[str]:
    """A folded phrase as a regular expression; one space may be missing, so that none is left over beside a gap."""
    pieces = re.split(r"([()\[\]|])", phrase)
    return re.compile("".join(SIGNS.get(piece) or re.escape(piece).replace(r"\ ", " ?") for piece in pieces))


def openings(phrase: str) -> frozenset[str]:
    """How the lines begin that a folded phrase stands for."""
    cut = _closed_up(_alternatives(phrase, OPENING + SLACK)[0])
    return frozenset(start[:OPENING] for form in cut for start in (form, _bare_form(form)))


def beginnings(phrase: str) -> frozenset[str]:
    """How the lines begin that a folded phrase with gaps stands for; empty for those that begin with a gap."""
    cut = _closed_up(_alternatives(phrase, OPENING + SLACK)[0])
    return frozenset(map(beginning_of, cut))


def beginning_of(form: str) -> str:
    """The first characters of what stands before the gap of a form, at most `OPENING` of them."""
    return form.partition(ANY)[0].rstrip()[:OPENING]


def has_gap(phrase: str) -> bool:
    """Whether every line that a phrase stands for has a gap: one stands outside all brackets."""
    depth = 0
    for piece in re.split(r"([()\[\]])", phrase):
        if not depth and ANY in piece:
            return True
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(piece, 0)
    return False


def _closed_up(forms: Iterable[str]) -> Sequence[str]:
    """Forms without the spaces that a part left out, or an article before an apostrophe, leaves in them."""
    text = "\0".join(("", *forms, ""))
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \0", "\0").replace("\0 ", "\0").replace("' ", "'")
    return TOO_FAR.sub(r"\1", text)[1:-1].split("\0")


def _alternatives(text: str, most: int | None = None, *, inside: bool = False) -> tuple[list[str], str]:
    """What a text up to the bracket that closes it stands for, and the text from that bracket on.

    With `most`, only so many of the first characters of what it stands for, each once.
    """
    done: list[str] = []
    forms = [""]
    while match := LEAVES.search(text):
        sign, before, text = match[0], text[: match.start()], text[match.end() :]
        forms = [form + before for form in forms]
        if sign == "|":
            done, forms = done + forms, [""]
        elif sign in "([":
            pieces, text = _alternatives(text, most, inside=True)
            if text[:1] != {"(": ")", "[": "]"}[sign]:
                raise ValueError(f"a bracket is not closed: {sign}{text}")
            text = text[1:]
            forms = [form + piece for form, piece in product(forms, pieces + ([""] if sign == "[" else []))]
            if most:
                forms = list(dict.fromkeys(form[:most] for form in forms))
                if not inside and min(map(len, forms)) == most:
                    return done + forms, ""
        else:
            return done + forms, sign + text
    return done + [form + text for form in forms], ""


def _bare_form(form: str) -> str:
    """A form without what decorates its edges, unless nothing would be left."""
    if form[:1].isalnum() and form[-1:].isalnum():
        return form
    bare = form.strip(EDGES)
    return bare if len(bare) > 1 else form
