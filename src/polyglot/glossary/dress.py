"""A target form as the source's surface demands it: its capitals, its tags."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from polyglot.glossary.fold import fold, in_capitals, tidy
from polyglot.glossary.tags import Mark, bare_of_tags, marks, partners

ACRONYM = 5
"""Letters up to which a single word in capitals may be an acronym rather than a name in a headline."""


def dress(form: str, surface: str, term: str = "") -> str:
    """A target form with the capitals and the tags of the source's surface.

    `term` is how the glossary writes what the surface says (`Wanted.term`): with it, a surface that is written just so
    demands nothing, and any other in capitals demands capitals. Without it, a short word in capitals whose form is
    longer or begins otherwise is taken for an acronym. Tags stay with the words that they stood with, by position.

    >>> dress("Moscow", "MOSCOU"), dress("Naciones Unidas", "ONU")
    ('MOSCOW', 'Naciones Unidas')
    >>> dress("Volodímir Zelenski", "<b>Volodymyr</b> Zelensky")
    '<b>Volodímir</b> Zelenski'
    """
    if form == surface:
        return form
    written = _capitals(form, tidy(bare_of_tags(surface)), tidy(term))
    tags = marks(surface)
    return _tagged(written, surface, tags) if tags else written


def _capitals(form: str, surface: str, term: str) -> str:
    """The form in capitals, or with a first one, where the surface is so and the term is not."""
    if surface == term or not surface or not form:
        return form
    if in_capitals(surface) and (term or not _acronym(form, surface)):
        return form.upper()
    small = term[0].islower() if term else " " in form
    return form[0].upper() + form[1:] if small and surface[0].isupper() else form


def _acronym(form: str, surface: str) -> bool:
    """Whether a surface in capitals more likely stands for several words, or is another acronym."""
    if len(surface) > ACRONYM or " " in surface:
        return False
    return " " in form or fold(form[0]) != fold(surface[0])


def _tagged(form: str, surface: str, tags: Sequence[Mark]) -> str:
    """The form's words with the surface's tags around those that stand where theirs stood.

    Where the form has another number of words, places are scaled, so that a tag covers at least what it covered.
    """
    words = form.split(" ")
    before: list[list[str]] = [[] for _ in words]
    after: list[list[tuple[int, str]]] = [[] for _ in words]
    plain, closed, unseen = bare_of_tags(surface), partners(tags), 0
    count = len(plain.split()) or 1
    for number, tag in enumerate(tags):
        head, tail = plain[: tag.span.start - unseen], plain[tag.span.start - unseen :]
        unseen += tag.span.end - tag.span.start
        written, place = surface[tag.span.start : tag.span.end], len(head.split())
        if number in closed or (place and not _begins(tag, head)):
            last = min(max(1, -(-place * len(words) // count)), len(words))
            after[last - 1].append((-closed.get(number, -1), written))
        else:
            begun = bool(head and tail) and not head[-1].isspace() and not tail[0].isspace()
            first = min((place - begun) * len(words) // count, len(words) - 1)
            before[first].append(written)
    ends = ("".join(written for _, written in sorted(closing, key=itemgetter(0))) for closing in after)
    return " ".join(f"{''.join(opening)}{word}{end}" for opening, word, end in zip(before, words, ends, strict=True))


def _begins(tag: Mark, head: str) -> bool:
    """Whether a tag that closes nothing before it opens something."""
    return tag.opens and (not tag.closes or not head or head[-1].isspace())
