"""A target form as the source's surface demands it: its capitals, its tags."""

from __future__ import annotations

from collections.abc import Sequence

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
    """The form's words with the surface's tags around those that stand where theirs stood."""
    words = form.split(" ")
    count = len(bare_of_tags(surface).split()) or 1
    closed = partners(tags)
    before: list[list[str]] = [[] for _ in words]
    after: list[list[tuple[int, str]]] = [[] for _ in words]
    for number, tag in enumerate(tags):
        written = surface[tag.span.start : tag.span.end]
        head, tail = bare_of_tags(surface[: tag.span.start]), bare_of_tags(surface[tag.span.end :])
        place = len(head.split())
        if number in closed or (not _begins(tag, head) and place):
            last = max(1, -(-place * len(words) // count))
            after[min(last, len(words)) - 1].append((-closed.get(number, -1), written))
        else:
            split = bool(head and tail) and not head[-1].isspace() and not tail[0].isspace()
            first = (place - split) * len(words) // count
            before[min(first, len(words) - 1)].append(written)
    ends = ("".join(written for _, written in sorted(closing, key=lambda one: one[0])) for closing in after)
    return " ".join(f"{''.join(opening)}{word}{end}" for opening, word, end in zip(before, words, ends, strict=True))


def _begins(tag: Mark, head: str) -> bool:
    """Whether a tag that closes nothing opens something."""
    return tag.opens and (not tag.closes or not head or head[-1].isspace())
